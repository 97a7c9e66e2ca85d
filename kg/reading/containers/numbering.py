"""Numbering: the labels that word processors and browsers print and files do not hold.

A list whose serials are numbered by the program has empty cells in the file; without their labels
its rows would have no number, its clauses no order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_DIGITS = "〇一二三四五六七八九"
_PLACEHOLDER = re.compile(r"%([1-9])")
_MOST_LEVELS = 9
_LARGEST = 99_999
_ROMAN = (
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_NO_LABEL = ("bullet", "none")
_CHINESE = (
    "chineseCounting",
    "chineseCountingThousand",
    "ideographDigital",
    "japaneseCounting",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
    "chineseLegalSimplified",
)


@dataclass(slots=True)
class Level:
    """One level of a numbering: format (names of ECMA-376 17.18.59), pattern such as ``%1.``, start."""

    form: str = "decimal"
    pattern: str = "%1."
    start: int = 1


@dataclass(slots=True)
class Numbering:
    """The counters of one numbering as a document is read from its beginning."""

    levels: dict[int, Level]
    _counts: dict[int, int] = field(default_factory=dict)

    def next(self, depth: int) -> str:
        """The label of the next paragraph at a level; '' for bullets and unknown levels."""
        depth = max(0, min(depth, _MOST_LEVELS - 1))
        level = self.levels.get(depth)
        if level is None:
            return ""
        self._counts[depth] = self._counts.get(depth, level.start - 1) + 1
        for deeper in [d for d in self._counts if d > depth]:
            del self._counts[deeper]
        if level.form in _NO_LABEL:
            return ""

        def value(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            other = self.levels.get(at, level)
            return label(self._counts.get(at, other.start), other.form)

        return _PLACEHOLDER.sub(value, level.pattern)


def label(number: int, form: str) -> str:
    """A number in one of the formats of word processors; unknown ones in digits."""
    if not 0 < number <= _LARGEST:
        return str(number)
    if form in _CHINESE:
        return chinese(number)
    if form == "decimalEnclosedCircle" and number <= 20:
        return chr(ord("①") + number - 1)
    if form in ("lowerLetter", "upperLetter") and number <= 26:
        return chr(ord("a" if form == "lowerLetter" else "A") + number - 1)
    if form in ("lowerRoman", "upperRoman") and number < 400:
        text, left = "", number
        for value, letters in _ROMAN:
            while left >= value:
                text, left = text + letters, left - value
        return text if form == "lowerRoman" else text.upper()
    if form == "decimalZero":
        return f"{number:02d}"
    return str(number)


def chinese(number: int) -> str:
    """A number below 100,000 in Chinese numerals: 12 is 十二, 120 is 一百二十."""
    if number >= 10_000:
        return str(number)
    text, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            text += ("〇" if zero and text else "") + _DIGITS[digit] + name
        zero = digit == 0
    return text.removeprefix("一") if text.startswith("一十") else text
