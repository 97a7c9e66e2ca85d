"""Stacked: tables copied as text with every cell on a line of its own: 序号, 事项类别, 事项名称, 1, 党的建设, ….

They are tables again only where it comes out even: as many lines for each row as the header has, and the next number
in its place of each. Otherwise the lines stay as they are, and the list is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from kg.reading.blocks import Block
from kg.reading.headers import EXTRA, HeaderReader
from kg.reading.lists.found import ListReading
from kg.reading.tables import serial
from kg.reading.titles import LIST_KINDS, TitleReader, title_text
from kg.vocabulary.loading import Vocabulary

_FEWEST, _MOST = 3, 12


def unstacked(blocks: Sequence[Block], vocabulary: Vocabulary, reading: ListReading) -> list[Block]:
    """The blocks with such lines put together to rows; ``reading`` is told how many."""
    if any(block.tabular for block in blocks):
        return list(blocks)
    titles, headers = TitleReader(vocabulary), HeaderReader(vocabulary)
    found: list[Block] = []
    starts = [at for at, block in enumerate(blocks) if _opens(block, titles)]
    count = last = 0
    for at, end in pairwise([*starts, len(blocks)] if starts else []):
        found.extend(blocks[last : at + 1])
        rows = _rows(blocks[at + 1 : end], headers)
        found.extend(rows or blocks[at + 1 : end])
        count += max(0, len(rows) - 1)
        last = end
    found.extend(blocks[last:])
    if count:
        what = f"每格各占一行：按表头的栏数和序号把 {count} 项接成行，请核对"
        reading.report("row-joined", 0, what, "")
    return found


def _opens(block: Block, titles: TitleReader) -> bool:
    text = title_text(block.text)
    match = None if titles.contents_entry(text) else titles.match(text)
    return match is not None and match[0] in LIST_KINDS


def _rows(blocks: Sequence[Block], headers: HeaderReader) -> list[Block]:
    """A header and its rows, none where the lines do not come out even."""
    lines = [block for block in blocks if block.text.strip()]
    width = 0
    while width < min(_MOST, len(lines)) and headers.role_of(lines[width].text) != EXTRA:
        width += 1
    roles = [headers.role_of(block.text) for block in lines[:width]]
    if width < _FEWEST or "number" not in roles or "name" not in roles or len(lines) % width:
        return []
    at = roles.index("number")
    groups = [lines[start : start + width] for start in range(0, len(lines), width)]
    if len(groups) < 2 or any(
        serial(group[at].text.strip()) != number for number, group in enumerate(groups[1:], 1)
    ):
        return []
    return [
        replace(
            group[0],
            text="\n".join(block.text for block in group),
            cells=tuple(block.text.strip() for block in group),
            tabular=True,
        )
        for group in groups
    ]
