"""Differences: how two wordings of one thing depart from each other, in words for a report."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

_MOST_EDITS = 3
_CHARACTERS = 12
"""One edit is a slip in so many characters."""
AS_GOOD = "as-good"
"""The sign in signs.csv of words that one list writes and another does not, neither being wrong."""
_MARK = re.compile(r"[^\w]|_")


class Others:
    """Texts by their length: what one may have departed from is about as long."""

    def __init__(self, texts: Iterable[str]) -> None:
        """Look among these texts."""
        self._of: dict[int, list[str]] = {}
        for text in texts:
            self._of.setdefault(len(text), []).append(text)
        self._near: dict[tuple[int, int], list[tuple[int, list[str]]]] = {}

    def nearest(self, key: str, own: Collection[str] = (), reach: int = 1000) -> str | None:
        """The nearest one that differs in a few characters: one in twelve, of ``reach`` at most; none of ``own``."""
        asked = len(key), reach
        near = self._near.get(asked)
        if near is None:
            near = self._near[asked] = list(self._about(*asked))
        if not near:
            return None
        from rapidfuzz.distance import Levenshtein

        best: tuple[int, str] | None = None
        for limit, others in near:
            for other in others:
                distance = Levenshtein.distance(key, other, score_cutoff=limit)
                if not 0 < distance <= limit or other in own:
                    continue
                if best is None or (distance, other) < best:
                    best = (distance, other)
        return best[1] if best else None

    def _about(self, length: int, reach: int) -> Iterator[tuple[int, list[str]]]:
        """The texts that are long enough and not too long, with the edits that are few for them."""
        for long in range(length - _MOST_EDITS, length + _MOST_EDITS + 1):
            limit = min(_MOST_EDITS, max(1, min(reach, long) // _CHARACTERS))
            if long in self._of and abs(long - length) <= limit:
                yield limit, self._of[long]


def differences(usual: str, here: str) -> str:
    """What is written otherwise, less and more: “划”写作“则”、少“禽”."""
    from rapidfuzz.distance import Levenshtein

    return _told(
        (usual[step.src_start : step.src_end], here[step.dest_start : step.dest_end])
        for step in Levenshtein.opcodes(usual, here)
    )


def is_manner(usual: str, here: str, as_good: Collection[str]) -> bool:
    """Whether two texts differ in nothing but ways of writing that are ``as_good``: 和 for 及, 本镇内."""
    from rapidfuzz.distance import Levenshtein

    steps = Levenshtein.opcodes(usual, here)
    return all(
        {usual[step.src_start : step.src_end], here[step.dest_start : step.dest_end]}
        <= {"", *as_good}
        for step in steps
        if step.tag != "equal"
    )


def marks_differ(usual: str, here: str) -> str:
    """How the marks of two texts of the same characters differ: 少“、”, “、”写作“，”; '' for none."""
    return _told(zip(_marks(usual), _marks(here), strict=True))


def _told(pairs: Iterable[tuple[str, str]]) -> str:
    """Each way in which the own words of a pair depart from the usual ones, once."""
    said = dict[str, None]()
    for usual, own in pairs:
        if usual == own:
            continue
        if not own:
            said[f"少“{usual}”"] = None
        elif not usual:
            said[f"多“{own}”"] = None
        else:
            said[f"“{usual}”写作“{own}”"] = None
    return "、".join(said)


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
