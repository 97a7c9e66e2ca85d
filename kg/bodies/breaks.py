"""Breaks: blanks inside the names of bodies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kg.values import Mention

BEGINS = re.compile(r"[县区市州旗师团省].{3}")
"""How a name begins that is one of its own, whether or not the tables have it: 区某某局."""


def by_blanks(cell: str, ends: Sequence[str]) -> list[str]:
    """The names that blanks part, each with its level before it and ending as names do; none where one has not.

    县甲局 县乙局 are two; 县甲 乙局 is one name that a blank breaks.
    """
    parts = cell.split()
    own = all(BEGINS.match(part) and part.endswith((*ends, ")", "）")) for part in parts)
    return parts if own and len(parts) > 1 else []


def is_broken(raw: str, mentions: Iterable[Mention]) -> bool:
    """Whether a blank stands inside a name rather than between two."""
    closed = before_bracket(raw)
    return any(mention.written not in closed for mention in mentions)


def before_bracket(raw: str) -> str:
    """A text without blanks before brackets: 甲县教育局 （牵头）."""
    return re.sub(r"(?<!\s)\s+(?=[（(])", "", raw)
