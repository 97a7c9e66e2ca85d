"""Citing: the file and line of a row as people read it, and whether its words were printed there."""

from __future__ import annotations

from kg.patterns import regex

RECOGNISED = "（识别所得，非原文印出）"
"""What ends the locator of a row whose words a program recognised in a picture."""
_EN = (
    (regex(r"第(\d+)页 ?"), r"page \1 "),
    (regex(r"表(\d+) ?"), r"table \1 "),
    (regex(r"工作表(“[^”]{0,99}”) ?"), r"sheet \1 "),
    (regex(r"第(\d+)行"), r"row \1"),
    (regex(r" ?，接"), ", continued on "),
    (regex(RECOGNISED), " (recognised, not printed)"),
)
"""The words of a locator in Chinese and in English."""


def cited(document: str, line: int | str, locator: str = "") -> str:
    """``清单.txt:12``; with the mark that a recognised row has."""
    return f"{document}:{line}{RECOGNISED if is_recognised(locator) else ''}"


def is_recognised(locator: str) -> bool:
    """Whether a row's words were recognised in a picture, not printed."""
    return locator.endswith(RECOGNISED)


def in_english(locator: str) -> str:
    """Where a row stands, in English: ``page 3 row 2``."""
    for words, english in _EN:
        locator = words.sub(english, locator)
    return locator.strip()


def shorten(text: str, limit: int = 60) -> str:
    """``text`` cut to ``limit`` characters for a message, the cut marked."""
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1] + "…"
