"""Differences: how two wordings of one thing depart from each other, in words for a report."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_MOST_EDITS = 3
_CHARACTERS = 12
"""One edit is a slip in so many characters."""
_MARK = re.compile(r"[^\w]|_")


def nearest(key: str, others: Iterable[str], reach: int = 1000) -> str | None:
    """The nearest of ``others`` that differs in a few characters: one in twelve, of ``reach`` at most."""
    from rapidfuzz.distance import Levenshtein

    best: tuple[int, str] | None = None
    for other in others:
        limit = min(_MOST_EDITS, max(1, min(reach, len(other)) // _CHARACTERS))
        if abs(len(other) - len(key)) > limit:
            continue
        distance = Levenshtein.distance(key, other, score_cutoff=limit)
        if 0 < distance <= limit and (best is None or (distance, other) < best):
            best = (distance, other)
    return best[1] if best else None


def differences(usual: str, here: str) -> str:
    """What is written otherwise, less and more: “划”写作“则”、少“禽”."""
    from rapidfuzz.distance import Levenshtein

    parts: Counter[str] = Counter()
    for step in Levenshtein.opcodes(usual, here):
        theirs = usual[step.src_start : step.src_end]
        own = here[step.dest_start : step.dest_end]
        if step.tag == "replace":
            parts[f"“{theirs}”写作“{own}”"] += 1
        elif step.tag == "delete":
            parts[f"少“{theirs}”"] += 1
        elif step.tag == "insert":
            parts[f"多“{own}”"] += 1
    return "、".join(parts)


def marks_differ(usual: str, here: str) -> str:
    """How the marks of two texts of the same characters differ: 少“、”, “、”写作“，”; '' for none."""
    parts: Counter[str] = Counter()
    for theirs, own in zip(_marks(usual), _marks(here), strict=True):
        if theirs == own:
            continue
        if not own:
            parts[f"少“{theirs}”"] += 1
        elif not theirs:
            parts[f"多“{own}”"] += 1
        else:
            parts[f"“{theirs}”写作“{own}”"] += 1
    return "、".join(parts)


def _marks(text: str) -> list[str]:
    """The marks before each character, and those at the end."""
    found, marks = [], ""
    for character in text:
        if _MARK.match(character):
            marks += character
        else:
            found.append(marks)
            marks = ""
    return [*found, marks]
