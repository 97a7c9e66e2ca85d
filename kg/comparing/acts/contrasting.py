"""Contrasting: one word that stands in the place of another (农药经营, 兽药经营) tells two things apart that are near in sense."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

LEAST = 3
"""So many letters in common make a place in which words can stand for each other."""

_SKIPPED = "所按各向给为对把将在从每由经可应已到去进往"
"""Letters that belong to no name of a thing."""
_GRAMMAR = frozenset(_SKIPPED)
_BETWEEN = re.compile(r"[\s、，,。；;和与及或的等对（）()“”]+")

BEGIN = 4
"""So many letters are a thing that two texts begin with, or go on to."""
_TOGETHER = re.compile("[\\s、，,和与及的]|工作")


def replaced(one: str, two: str) -> bool:
    """Whether two texts have letters in common beside which each has a word that the other has nowhere."""
    for first in _BETWEEN.split(one):
        for second in _BETWEEN.split(two):
            if len(first) > LEAST and len(second) > LEAST and _beside(first, second, one, two):
                return True
    return False


def _beside(first: str, second: str, one: str, two: str) -> bool:
    for match in SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks():
        if match.size < LEAST:
            continue
        starts = [text[:at].lstrip(_SKIPPED) for text, at in ((first, match.a), (second, match.b))]
        # 农药 and 兽药: a letter that begins the word.
        if max(map(len, starts)) == 1 and _foreign(starts[0], two) and _foreign(starts[1], one):
            return True
        ends = first[match.a + match.size :][:2], second[match.b + match.size :][:2]
        if match.size > LEAST and _foreign(ends[0], two) and _foreign(ends[1], one):
            return True
    return False


def _foreign(word: str, text: str) -> bool:
    """Whether there is a word and none of its letters is in a text."""
    return bool(word) and not set(word) & (set(text) | _GRAMMAR)


def diverging(one: str, two: str) -> bool:
    """Whether two texts begin with one thing and each goes on to another: 雨雪天气道路除冰 and 雨雪天气农作物防冻.

    Or are one but for a letter: 村庄绿化 and 村庄亮化.
    """
    if len(one) == len(two) and sum(a != b for a, b in zip(one, two, strict=True)) == 1:
        return True
    pairs = enumerate(zip(one, two, strict=False))
    common = next((at for at, (a, b) in pairs if a != b), min(len(one), len(two)))
    rest = [_TOGETHER.sub("", text[common:]) for text in (one, two)]
    return common >= BEGIN and min(map(len, rest)) >= BEGIN and not set(rest[0]) & set(rest[1])
