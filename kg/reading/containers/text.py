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
    between = stripped.startswith("|") and stripped.endswith("|") and stripped.count("|") > 2
    if between or in_table:
        if _PIPE_RULE.fullmatch(stripped):
            return Block(number, line, ("",), False, locator)
        inner = stripped.removeprefix("|")
        if inner.endswith("|") and not inner.endswith("\\|"):
            inner = inner[:-1]
        cells = tuple(
            _BOLD.sub(r"\2", cell.strip().replace("\\|", "|")) for cell in _PIPE.split(inner)
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
        for below in range(index + 1, len(lines)):
            if not _PIPE.search(lines[below]):
                break
            found.add(below + 1)
    return frozenset(found)


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
