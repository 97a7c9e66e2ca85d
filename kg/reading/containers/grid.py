"""Grids: tables with merged cells become rows in which every column has its text.

A cell merged downwards stands for each row it covers: its text is repeated and the place marked
(`Block.merged`). A cell merged to the right keeps its text in its first column. A row with one
text over its whole width is a paragraph: a title, a heading or a note inside the table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from kg.folding import strip_blanks, strip_markup
from kg.reading.blocks import Block
from kg.reading.containers.limits import (
    MAX_BLOCKS,
    MAX_CELL,
    MAX_CELLS,
    MAX_COLUMNS,
    TextProblem,
    too_large,
)
from kg.reading.numerals import BEFORE_NUMBER

_TOTALS = ("合计", "总计", "共计", "小计")
_COUNTED = re.compile(rf"{BEFORE_NUMBER}?\d{{1,4}}")
"""A running number or a code that counts on: ``3``, ``B-3``."""
_HEADING = re.compile(
    r"(?:[（(]?[一二三四五六七八九十]{1,3}[)）、.．]|第[一二三四五六七八九十]{1,3}[类部])[^。；;]+"
)
_LONGEST_HEADING = 40
_MOST_ROWS_SPANNED = 65_534  # the HTML standard's own limit


@dataclass(slots=True)
class Cell:
    """A cell as the file has it: its text and how many rows and columns it covers."""

    text: str
    rows: int = 1
    columns: int = 1


@dataclass(slots=True)
class GridRow:
    """A row spread over all columns; ``merged``: filled from above, ``wide``: covered from the left."""

    cells: list[str]
    merged: set[int] = field(default_factory=set)
    wide: set[int] = field(default_factory=set)

    @property
    def filled(self) -> list[int]:
        """The columns that hold text."""
        return [place for place, cell in enumerate(self.cells) if cell and not cell.isspace()]


class Budget:
    """Counts the blocks and cells of a document against the limits."""

    def __init__(self) -> None:
        """Nothing is used yet."""
        self.blocks = self.cells = 0

    def spend(self, cells: int) -> None:
        """Count one block of so many cells.

        Raises:
            Refused: the document has too many.
        """
        self.blocks += 1
        self.cells += cells
        if self.blocks > MAX_BLOCKS:
            raise too_large(f"段落和表行超过上限 {MAX_BLOCKS:,}")
        if self.cells > MAX_CELLS:
            raise too_large(f"单元格超过上限 {MAX_CELLS:,}")


@dataclass(slots=True)
class _Hanging:
    """A column that a cell of a row above goes on covering: its text, and for how many rows."""

    text: str
    rows: int
    covered: bool


def spread(table: Iterable[Sequence[Cell]]) -> list[GridRow]:
    """Lay the cells of a table out over its columns, as the HTML standard does.

    Raises:
        Refused: the table is larger than any list.
    """
    rows: list[GridRow] = []
    hanging: dict[int, _Hanging] = {}
    count = 0
    for cells in table:
        row, hanging = _spread_row(cells, hanging)
        rows.append(row)
        count += len(row.cells)
        if count > MAX_CELLS:
            raise too_large(f"表的单元格超过上限 {MAX_CELLS:,}")
    width = max((len(row.cells) for row in rows), default=0)
    if width * len(rows) > MAX_CELLS:
        raise too_large(f"表的单元格超过上限 {MAX_CELLS:,}")
    for row in rows:
        row.cells.extend([""] * (width - len(row.cells)))
    return rows


def _spread_row(
    cells: Sequence[Cell], hanging: dict[int, _Hanging]
) -> tuple[GridRow, dict[int, _Hanging]]:
    """One row with what hangs into it from above, and what hangs from it into the next."""
    row = GridRow([])
    below: dict[int, _Hanging] = {}

    def hang() -> None:
        at = len(row.cells)
        above = hanging.pop(at)
        row.cells.append("" if above.covered else above.text)
        row.merged.add(at)
        if above.covered:
            row.wide.add(at)
        if above.rows > 1:
            below[at] = _Hanging(above.text, above.rows - 1, above.covered)

    for cell in cells:
        while len(row.cells) in hanging:
            hang()
        deep = min(cell.rows, _MOST_ROWS_SPANNED) - 1
        for step in range(max(1, min(cell.columns, MAX_COLUMNS + 1))):
            at, covered = len(row.cells), step > 0
            row.cells.append("" if covered else cell.text)
            if covered:
                row.wide.add(at)
            if deep > 0:
                below[at] = _Hanging(cell.text, deep, covered)
            hanging.pop(at, None)
        if len(row.cells) > MAX_COLUMNS:
            raise too_large(f"一行的列数超过上限 {MAX_COLUMNS}")
    while hanging:
        if len(row.cells) in hanging:
            hang()
        else:
            row.cells.append("")
    return row, below


def trim(rows: list[GridRow]) -> list[GridRow]:
    """Drop columns without any text at both sides."""
    used = {place for row in rows for place in row.filled}
    if not used:
        return []
    first, end = min(used), max(used) + 1
    if first == 0 and all(len(row.cells) == end for row in rows):
        return rows
    return [
        GridRow(
            row.cells[first:end],
            {place - first for place in row.merged if first <= place < end},
            {place - first for place in row.wide if first <= place < end},
        )
        for row in rows
    ]


@dataclass(slots=True)
class Place:
    """Where a row stands: the numbers and words its block carries."""

    line: int
    locator: str
    table: int = 0
    page: int = 0
    sheet: str = ""


def to_blocks(
    rows: Sequence[GridRow],
    places: Callable[[int], Place],
    budget: Budget,
    problems: list[TextProblem],
) -> list[Block]:
    """The blocks of a table; ``places`` tells where the row of an index stands.

    A row with nothing of its own (empty, or all of it merged from above) makes none.
    """
    blocks: list[Block] = []
    head: set[tuple[int, int]] = set()
    for index, row in enumerate(rows):
        filled = row.filled
        own = [place for place in filled if place not in row.merged]
        if not own:
            continue
        at = places(index)
        if any(len(row.cells[place]) > MAX_CELL for place in filled):
            what = f"{at.locator}有单元格超过 {MAX_CELL:,} 个字符；请检查文件是否损坏"
            problems.append(TextProblem("too-large", at.line, what, row.cells[own[0]][:40]))
            continue
        if _is_paragraph(row, filled) and not is_heading(row.cells[filled[0]]):
            text = " ".join(row.cells[place].strip() for place in filled)
            blocks.extend(paragraphs(text, at, budget))
            continue
        budget.spend(len(row.cells))
        if blocks and blocks[-1].tabular and _shares_serial(row):
            blocks[-1] = _joined(blocks[-1], row)
            words = row.cells[own[0]].strip()
            what = f"{at.locator}与上一行共用一个序号（合并单元格），读作一行，请核对"
            problems.append(TextProblem("row-joined", at.line, what, words[:40]))
            continue
        cells = tuple(row.cells)
        blocks.append(
            Block(
                at.line,
                "\t".join(cells),
                cells,
                True,
                at.locator,
                at.table,
                at.page,
                at.sheet,
                tuple(sorted(row.merged)),
            )
        )
        if _is_numbered(row):
            _report_wide(row, head, blocks[-1], problems)
        else:
            head = _spans(row)
    return blocks


def _shares_serial(row: GridRow) -> bool:
    """Whether the serial of a row is a cell merged from above: both rows are one row of the list."""
    return any(at in row.merged and _COUNTED.fullmatch(row.cells[at].strip()) for at in (0, 1))


def _joined(block: Block, row: GridRow) -> Block:
    """A row with the cells of a further line of it added, those they share kept once."""
    cells = tuple(
        before if at in row.merged or not more.strip() else f"{before}\n{more}".strip("\n")
        for at, (before, more) in enumerate(zip(block.cells, row.cells, strict=True))
    )
    own = tuple("" if at in row.merged else cell for at, cell in enumerate(row.cells))
    parts = (*(block.parts or (block.cells,)), own)
    return replace(block, cells=cells, text="\t".join(cells), parts=parts)


def paragraphs(text: str, at: Place, budget: Budget) -> list[Block]:
    """The lines of a text outside tables, each a block.

    Raises:
        Refused: the document has too many, or one is too long.
    """
    blocks = []
    for line in text.split("\n"):
        stripped = line.strip()
        if not stripped:
            continue
        if len(stripped) > MAX_CELL:
            raise too_large(f"{at.locator}有 {len(stripped):,} 个字符，超过上限 {MAX_CELL:,}")
        budget.spend(1)
        blocks.append(Block(at.line, line, (line,), False, at.locator, at.table, at.page, at.sheet))
    return blocks


def is_heading(text: str) -> bool:
    """Whether a text alone in its row numbers the rows below it: ``一、党建引领``.

    It stays a row, by which the reader of lists knows that it stands inside the table.
    """
    words = strip_blanks(strip_markup(text))
    return len(words) <= _LONGEST_HEADING and _HEADING.fullmatch(words) is not None


def _is_paragraph(row: GridRow, filled: list[int]) -> bool:
    """Whether a row is no row of a list: one text from its first column on, or a total."""
    first = strip_blanks(strip_markup(row.cells[filled[0]])).rstrip("：:")
    if first in _TOTALS:
        return True
    if len(filled) > 1:
        return False
    return len(row.cells) == 1 or (filled[0] == 0 and not row.cells[0].strip().isdecimal())


def _is_numbered(row: GridRow) -> bool:
    return any(cell.strip().isdecimal() for cell in row.cells[:2])


def _spans(row: GridRow) -> set[tuple[int, int]]:
    """The first and last column of each cell of a row that covers several."""
    spans = set()
    for place in row.wide:
        if place - 1 not in row.wide:
            end = place
            while end + 1 in row.wide:
                end += 1
            spans.add((place - 1, end))
    return spans


def _report_wide(
    row: GridRow, head: set[tuple[int, int]], block: Block, problems: list[TextProblem]
) -> None:
    """Say where a cell covers several columns that the header (``head``) has apart: its text stands in the first."""
    for place, _ in sorted(_spans(row) - head):
        words = row.cells[place].strip()
        if words:
            what = (
                f"{block.locator}：第{place + 1}、{place + 2}格合并成一格，文字算在第{place + 1}格"
            )
            problems.append(TextProblem("cells-merged", block.line, what, words[:40]))
