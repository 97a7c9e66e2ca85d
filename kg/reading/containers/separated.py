"""Separated text: CSV, TSV and what spreadsheets write by either name.

Cells are parted by comma, semicolon or tab; the header of a list tells which. A cell in quotation
marks may hold line breaks; a record is one block at the line it begins.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator

from kg.folding import strip_blanks
from kg.reading.blocks import Block
from kg.reading.containers.grid import is_heading
from kg.reading.containers.limits import MAX_CELL, TextProblem

_HEADER_WORDS = re.compile(r"序号|编号|名称|类别|部门|职责|类型|方式|依据|备注|事项|领域|内容|单位")
_LONGEST_HEADER_CELL = 30
_LINES_TO_A_HEADER = 300
_FEWEST_WORDS = 2
_MOST_LINES_OF_A_RECORD = 60
_MOST_FAILURES = 1_000
"""Records that do not come out even after which quotation marks are taken for words."""


def separator(lines: list[str], suffix: str) -> str:
    """What parts the cells: ``,`` ``;`` or a tab; '' where lines are lines of text.

    The first line whose parts are words of headers decides; a ``.csv`` without one has commas.
    Below a Markdown header a comma is one of a sentence.
    """
    for line in lines[:_LINES_TO_A_HEADER]:
        if line.lstrip().startswith("|") and _is_header(line.split("|")):
            return ""
        for mark in ("\t", ",", ";"):
            if mark in line and _is_header(line.split(mark)):
                return mark
    if suffix == ".csv":
        counts = {mark: sum(line.count(mark) for line in lines) for mark in ",;\t"}
        return max(counts, key=lambda mark: counts[mark])
    return ""


def _is_header(cells: list[str]) -> bool:
    words = [strip_blanks(cell).strip('"*') for cell in cells]
    known = [
        word for word in words if len(word) <= _LONGEST_HEADER_CELL and _HEADER_WORDS.search(word)
    ]
    return len(known) >= _FEWEST_WORDS and len(known) * 2 >= len([word for word in words if word])


Oversized = Callable[[int, str], TextProblem | None]
"""Says what is wrong with a record that is longer than any of a list."""


def separated_blocks(
    lines: list[str], mark: str, oversized: Oversized
) -> tuple[list[Block], list[TextProblem]]:
    """The records of a CSV file as blocks: a title stands alone in its first cell."""
    blocks: list[Block] = []
    problems: list[TextProblem] = []
    for start, cells in _records(lines, mark, problems):
        filled = [place for place, cell in enumerate(cells) if cell and not cell.isspace()]
        if not filled:
            continue
        line = "\t".join(cells)
        if problem := oversized(start, line):
            problems.append(problem)
            continue
        locator = f"第{start}行"
        inside = bool(blocks) and blocks[-1].tabular and len(cells) > 1
        if len(filled) > 1 or (inside and (filled[0] > 0 or is_heading(cells[0]))):
            blocks.append(Block(start, line, tuple(cells), True, locator))
            continue
        text = cells[filled[0]]
        blocks.extend(
            Block(start, part, (part,), False, locator)
            for part in text.split("\n")
            if part and not part.isspace()
        )
    return blocks, problems


def _records(
    lines: list[str], mark: str, problems: list[TextProblem]
) -> Iterator[tuple[int, list[str]]]:
    """The records of a CSV file with the line each begins at."""
    csv.field_size_limit(MAX_CELL * 4)
    reader = csv.reader((line + "\n" for line in lines), delimiter=mark, strict=True)
    start = 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error:
            what = f"第{start}行起的 CSV 引号没有配对，或单元格太长；后面的内容读不了"
            problems.append(TextProblem("undecodable", start, what, lines[start - 1][:40]))
            return
        if cells is None:
            return
        yield start, cells
        start = reader.line_num + 1


def quoted_records(lines: list[str], *, certain: bool) -> dict[int, tuple[tuple[str, ...], int]]:
    """Records of tab-separated text with cells in quotation marks: cells and last line, by first line.

    Marks are quotation of the format only where the file shows it (``certain``, or a quoted cell
    that holds a line break); else ``"五小"`` is a word.
    """
    found: dict[int, tuple[tuple[str, ...], int]] = {}
    several = False
    number = failures = 0
    while number < len(lines) and failures < _MOST_FAILURES:
        number += 1
        line = lines[number - 1]
        if not (line.startswith('"') or '\t"' in line):
            continue
        record = _record(lines, number, alone=certain or several)
        if record is None:
            failures += 1
            continue
        found[number] = record
        several = several or record[1] > number
        number = record[1]
    return found if certain or several else {}


def _record(lines: list[str], number: int, *, alone: bool) -> tuple[tuple[str, ...], int] | None:
    """The record that begins at a line; None if its quotation marks do not come out even."""
    last = number
    text = lines[number - 1]
    cells: list[str] = []
    at = 0
    while True:
        if text[at : at + 1] == '"':
            end = _end_of_quoted(text, at + 1)
            while end < 0:
                if last >= len(lines) or last - number >= _MOST_LINES_OF_A_RECORD:
                    return None
                text += "\n" + lines[last]
                last += 1
                end = _end_of_quoted(text, at + 1)
            cell = text[at + 1 : end].replace('""', '"')
            if "\n" in cell and "\t" in cell:
                return None  # rows of the table itself: the mark is a slip, no quotation
            cells.append(cell)
            at = end + 1
        else:
            end = text.find("\t", at)
            end = len(text) if end < 0 else end
            cells.append(text[at:end])
            at = end
        if at >= len(text):
            break
        if text[at] != "\t":
            return None
        at += 1
    if len(cells) == 1 and not alone:
        return None
    return tuple(cells), last


def _end_of_quoted(text: str, start: int) -> int:
    """Where the closing mark of a quoted cell stands, -1 if it is not there yet."""
    at = text.find('"', start)
    while at >= 0:
        if text[at + 1 : at + 2] != '"':
            return at
        at = text.find('"', at + 2)
    return -1
