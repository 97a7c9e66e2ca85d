"""Plain text and Markdown as blocks; text parted by tabs, commas or semicolons by `separated`.

One physical line is one block: a table row where it holds tabs (or is a Markdown pipe row), else a
paragraph.
"""

from __future__ import annotations

import re

from kg.reading.blocks import Block
from kg.reading.containers.limits import MAX_CELL, TextProblem
from kg.reading.containers.separated import quoted_records, separated_blocks, separator

MAX_LINE = MAX_CELL
"""Longest line in characters; real rows stay below 1,500."""
MAX_TAGS = 20_000
"""Most HTML tags in one line; real rows stay below 60."""

_PIPE_RULE = re.compile(r"\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?")
_PIPE = re.compile(r"(?<!\\)\|")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
"""``1\\. 核定补助``: a mark that Markdown is told to leave alone."""
_GAP = re.compile(r"[ \u00a0\u3000]{2,}|\u3000")
"""A gap between cells: blanks that no sentence has."""
_NUMBER_HEADERS = frozenset(("序号", "编号"))
_NUMBER_HEADER = frozenset(word[0] for word in _NUMBER_HEADERS)
_FEWEST_CELLS = 3
_BARS = "│┃║"
_BAR = re.compile(f"[{_BARS}]")
_BOX_RULE = re.compile(r"[\u2500-\u257f\s]+")
_BOX = frozenset(map(chr, range(0x2500, 0x2580)))
"""Characters that draw tables in text: bars between cells, rules between rows."""
_BOLD = re.compile(r"(\*\*|__)(?=[^\s*_])(.+?)(?<=[^\s*_])\1")
"""``**bold**`` in a cell of a Markdown table."""


def text_blocks(
    text: str, suffix: str = "", *, spreadsheet: bool = False
) -> tuple[list[Block], list[TextProblem]]:
    """Split decoded text into blocks; problems name the physical line.

    ``suffix`` (``.csv``, ``.tsv``) helps where the lines do not tell how cells are parted;
    ``spreadsheet`` says that quotation marks around cells are the format's.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    mark = separator(lines, suffix)
    if mark in (",", ";"):
        return separated_blocks(lines, mark, oversized)
    quoted = (
        quoted_records(lines, certain=spreadsheet or suffix in (".csv", ".tsv"))
        if '"' in text
        else {}
    )
    bare = _bare_pipe_rows(lines) if "|" in text else frozenset[int]()
    blocks: list[Block] = []
    problems: list[TextProblem] = []
    apart = _rows_by_blanks(lines)
    number = 0
    while number < len(lines):
        number += 1
        line = lines[number - 1]
        if not line or line.isspace():
            continue
        start = number
        cells: tuple[str, ...] | None = None
        if start in quoted:
            cells, number = quoted[start]
            line = "\t".join(cells)
            if not line.strip():
                continue
        if len(line) > MAX_TAGS and (problem := oversized(start, line)):
            problems.append(problem)
        elif cells is not None and len(cells) == 1:
            blocks.extend(_line_block(start, part) for part in cells[0].split("\n") if part.strip())
        elif start in apart:
            if not apart[start][0].isdecimal():
                what = "这张表各格之间只有空白，按空白分格，请核对各格"
                problems.append(TextProblem("columns-by-gaps", start, what, line.strip()[:40]))
            blocks.append(Block(start, line, apart[start], True, f"第{start}行"))
        elif "\t" in line:
            found = cells or tuple(line.split("\t"))
            blocks.append(Block(start, line, found, True, f"第{start}行"))
        else:
            blocks.append(_line_block(start, line, in_table=start in bare))
    return blocks, problems


def _line_block(number: int, line: str, *, in_table: bool = False) -> Block:
    """A paragraph or, in Markdown, a table row between pipes."""
    locator = f"第{number}行"
    stripped = line.strip()
    if stripped[:1] in _BOX:
        if _BOX_RULE.fullmatch(stripped):
            return Block(number, line, ("",), False, locator)
        if stripped[0] in _BARS and stripped[-1] in _BARS and len(stripped) > 2:
            drawn = tuple(cell.strip() for cell in _BAR.split(stripped[1:-1]))
            return Block(number, line, drawn, len(drawn) > 1, locator)
    between = stripped.startswith("|") and stripped.endswith("|") and stripped.count("|") > 2
    if between or in_table:
        if _PIPE_RULE.fullmatch(stripped):
            return Block(number, line, ("",), False, locator)
        inner = stripped.removeprefix("|")
        if inner.endswith("|") and not inner.endswith("\\|"):
            inner = inner[:-1]
        cells = tuple(
            _BOLD.sub(r"\2", _ESCAPED.sub(r"\1", cell.strip())) for cell in _PIPE.split(inner)
        )
        return Block(number, line, cells, len(cells) > 1, locator)
    return Block(number, line, (line,), False, locator)


def _bare_pipe_rows(lines: list[str]) -> frozenset[int]:
    """The lines (from 1) of Markdown tables: around a rule of dashes, as long as pipes go on."""
    found: set[int] = set()
    for index, line in enumerate(lines):
        stripped = line.strip()
        if "|" not in stripped or "-" not in stripped or not _PIPE_RULE.fullmatch(stripped):
            continue
        if index == 0 or not _PIPE.search(lines[index - 1]):
            continue
        found.update((index, index + 1))
        cells, apart, headed = len(_PIPE.findall(lines[index - 1])), False, False
        for below in range(index + 1, len(lines)):
            between = lines[below].strip()
            if not between or between.startswith("#"):
                apart, headed = True, headed or bool(between)
                continue
            pipes = len(_PIPE.findall(between))
            # Behind blank lines the table goes on where a heading stands between its rows.
            if not pipes or (apart and not (headed and pipes == cells)):
                break
            found.add(below + 1)
    return frozenset(found)


def _rows_by_blanks(lines: list[str]) -> dict[int, tuple[str, ...]]:
    """The rows (from 1) of tables whose cells are parted by two blanks or more, with their cells.

    Only below a header that begins with 序号, and only where every row has as many cells as it: one
    blank cell or one gap inside a text, and none of that table is read so.
    """
    found: dict[int, tuple[str, ...]] = {}
    for index, line in enumerate(lines):
        header = _GAP.split(line.strip()) if line.lstrip()[:1] in _NUMBER_HEADER else []
        if len(header) < _FEWEST_CELLS or header[0] not in _NUMBER_HEADERS or "\t" in line:
            continue
        rows = [tuple(header)]
        for below in lines[index + 1 :]:
            cells = tuple(_GAP.split(below.strip()))
            if not cells[0].isdecimal():
                break
            rows.append(cells)
        if len(rows) > 1 and all(len(row) == len(header) for row in rows):
            found.update(enumerate(rows, index + 1))
    return found


def oversized(number: int, line: str) -> TextProblem | None:
    """What is wrong with a line (or record) that no list has: its length or its tags."""
    tags = line.count("<")
    if len(line) > MAX_LINE:
        what = f"{len(line):,} 个字符，超过上限 {MAX_LINE:,}"
    elif tags > MAX_TAGS:
        what = f"{tags:,} 个标记，超过上限 {MAX_TAGS:,}"
    else:
        return None
    message = f"第{number}行有 {what}；请检查文件是否损坏"
    return TextProblem("too-large", number, message, line[:40])
