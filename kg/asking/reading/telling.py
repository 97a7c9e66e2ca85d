"""Telling: whether a sentence tells what happened instead of naming a duty."""

from __future__ import annotations

import re

from kg.patterns import regex

SAYS = 6
"""Characters without which nothing is asked: 你好."""
_STORY, _LONG = 14, 20
"""Characters beside names that make a story: with a pause (我家旱厕想改成水冲的,归谁管), and without."""
_WORDS = 9
"""English words beside names that make a story where they come in two sentences or clauses."""
_CLAUSES = regex(r"[,;!.]\s+\S| (?:and|but|because|since|after|when|while|so) ")
_CHINESE = regex("[\u4e00-\u9fff]")
_LATIN = regex("[A-Za-z][A-Za-z'’-]*")


def is_story(whole: str) -> bool:
    """Whether a sentence tells what happened instead of naming a duty."""
    size = len(_CHINESE.findall(whole))
    words = len(_LATIN.findall(whole))
    if words > size:
        return words >= _WORDS and bool(_CLAUSES.search(whole))
    return size >= _LONG or (size >= _STORY and bool(re.search("[,，。;；!！]", whole)))
