"""Breaks: blanks inside the names of bodies."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.values import Mention


def is_broken(raw: str, mentions: Iterable[Mention]) -> bool:
    """Whether a blank stands inside a name rather than between two."""
    closed = before_bracket(raw)
    return any(mention.written not in closed for mention in mentions)


def before_bracket(raw: str) -> str:
    """A text without blanks before brackets: 甲县教育局 （牵头）."""
    return re.sub(r"(?<!\s)\s+(?=[（(])", "", raw)
