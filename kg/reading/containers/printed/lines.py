"""Lines: characters become lines of text, and the lines of a cell its words.

A line that the width of its cell broke goes on in the next; one that was ended stays apart. What
tells is the room left at its end, the mark it ends with, and what the next line begins with.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable

from kg.reading.containers.printed.page import Glyph

_INNER_STOP = re.compile(r"[；;。](?=[^\s”’）)》])")
_NUMBER = re.compile(r"(?<![\d.])(\d{1,2})[.．、](?!\d)")
STOPS = "。；;：:！？!?"
"""Marks that may end an item."""
_CLOSING = "，。、；：！？”’）》】〕,.;:!?)]"
_ITEM = re.compile(r"\d{1,2}[.．、]|[（(]?[\d一二三四五六七八九十]{1,3}[)）、]|[①-⑳]")
_HEADING = re.compile(r"[^，。；、：\s]{2,24}(?:局|委|办|部|院|队|会|站|所|中心|公司)(?=[\s：:])")
_BLANK = 0.2
_MIXED_BLANK = 0.45
_WIDER = 2.5
"""A gap that is a blank: in characters, and beside the usual gap of a line that is spread out."""
_UPON = 0.5
_ROOM = 2.5
_ROOM_AFTER_STOP = 0.9
_ROOM_BEFORE_ITEM = 0.5
_INDENT = 1.5
"""Room at the end of a line, in characters, that says the line was ended, not broken."""


def lines_of(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Characters as lines from top to bottom, each from left to right."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: (glyph.y, glyph.x)):
        if lines:
            # Small marks stand beside the middle of a line: the first large one sets it.
            last = lines[-1]
            first = last[0]
            if abs(glyph.y - first.y) <= 0.5 * max(first.size, glyph.size):
                last.append(glyph)
                continue
        lines.append([glyph])
    for line in lines:
        line.sort(key=lambda glyph: glyph.x)
    return lines


def line_text(line: list[Glyph]) -> str:
    """The characters of a line; a blank where they stand apart, but not all of them."""
    gaps = [after.x0 - before.x1 for before, after in itertools.pairwise(line)]
    usual = sorted(gaps)[len(gaps) // 2] if gaps else 0.0
    parts = [line[0].text]
    for gap, glyph in zip(gaps, line[1:], strict=True):
        # Programs set Latin apart from Chinese by a quarter of a character: that is no blank.
        mixed = _is_latin(parts[-1]) != _is_latin(glyph.text)
        least = (_MIXED_BLANK if mixed else _BLANK) * glyph.size
        if gap > max(least, usual * _WIDER) and not parts[-1].isspace():
            parts.append(" ")
        parts.append(glyph.text)
    return "".join(parts).strip()


def _is_latin(text: str) -> bool:
    return text.isascii() and text.isalnum()


def filled_lines(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """The lines of a cell, blanks at their ends dropped."""
    found = []
    for line in lines_of(glyphs):
        while line and line[-1].text.isspace():
            line.pop()
        while line and line[0].text.isspace():
            del line[0]
        if line:
            found.append(line)
    return found


def overlapping(lines: list[list[Glyph]]) -> int:
    """How many characters stand upon the one before them."""
    return sum(
        1
        for line in lines
        for before, glyph in itertools.pairwise(line)
        if glyph.x0 < before.x1 - _UPON * glyph.size and not glyph.text.isspace()
    )


def cell_text(lines: list[list[Glyph]], left: float, right: float, longest: float) -> str:
    """The text of a cell: lines that only its width broke are one, ended ones stay apart.

    ``longest`` is where the longest line of the column ends: the edge, if it is near the border.
    """
    if not lines:
        return ""
    size = max(sum(g.size for g in lines[0]) / len(lines[0]), 1.0)
    start = min(line[0].x0 for line in lines)
    limit = right - min(max(start - left, 0.0), size)
    if limit - longest < _ROOM * size:
        limit = longest
    words = [line_text(line) for line in lines]
    parts = [words[0]]
    stops = stops_end_items("\n".join(words))
    for before, line, text in zip(lines, lines[1:], words[1:], strict=False):
        last = parts[-1]
        # A short line without a stop, behind a sentence that ended: a heading of its own.
        alone = (
            last[-1:] == "。" and text[-1:] not in STOPS and (limit - line[-1].x1) / size >= _ROOM
        )
        room = (limit - before[-1].x1) / size
        ended = last[-1:] in STOPS
        item = _ITEM.match(text) is not None or (ended and _HEADING.match(text) is not None)
        indented = line[0].x0 - start > _INDENT * size and before[0].x0 - start < size / 2
        if (
            room >= _ROOM + _pushed(text)
            or (ended and (room >= _ROOM_AFTER_STOP or indented or item or stops or alone))
            or (item and (room >= _ROOM_BEFORE_ITEM or goes_on_counting(last, text)))
        ):
            parts.append(text)
        else:
            blank = " " if _is_latin(last[-1:]) and _is_latin(text[:1]) else ""
            parts[-1] = f"{last}{blank}{text}"
    return "\n".join(parts)


def last_letter(line: list[Glyph]) -> Glyph:
    """The last character that is no mark: marks may hang over the edge."""
    return next((g for g in reversed(line) if g.text.isalnum()), line[-1])


def _pushed(text: str) -> int:
    """How many marks take the first character of a line along, as none may begin a line."""
    return next((at for at, mark in enumerate(text[1:5]) if mark not in _CLOSING), 4)


def stops_end_items(text: str) -> bool:
    """Whether in a cell every stop ends an item: no numbers do, and no line goes on behind one."""
    return _INNER_STOP.search(text) is None and _NUMBER.search(text) is None


def goes_on_counting(before: str, after: str) -> bool:
    """Whether a line begins with the number that follows the last one of the lines before."""
    number = _NUMBER.match(after)
    if number is None:
        return False
    counted = [int(match[1]) for match in _NUMBER.finditer(before)]
    return bool(counted) and int(number[1]) == counted[-1] + 1
