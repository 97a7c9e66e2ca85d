"""Halves: a table printed in two or more groups of the same columns side by side, to save paper.

Every row of it is two rows of the list; the running numbers say in what order. Where they do not count on, nobody
could tell it, and the table is not read.
"""

from __future__ import annotations

from dataclasses import replace

from kg.reading.lists.found import ListReading
from kg.reading.rows import RowProblem
from kg.reading.tables import Line, Table, running_number
from kg.values import Columns

_MOST_GROUPS = 4


def part_halves(reading: ListReading) -> None:
    """Make one table of each that has its columns several times side by side."""
    for table in reading.tables:
        kept = [
            at
            for at, title in enumerate(table.columns.titles)
            if title or any(line.cells[at].strip() for line in table.lines)
        ]
        width = _width(tuple(table.columns.titles[at] for at in kept))
        if width and "name" in table.columns.roles[: kept[width - 1] + 1]:
            _part(reading, table, kept, width)


def _width(titles: tuple[str, ...]) -> int:
    """How many columns a group has, 0 where the titles are not the same ones again."""
    for groups in range(2, _MOST_GROUPS + 1):
        width, rest = divmod(len(titles), groups)
        if not rest and width > 1 and titles[:width] * groups == titles and all(titles[:width]):
            return width
    return 0


def _part(reading: ListReading, table: Table, kept: list[int], width: int) -> None:
    first = kept[:width]
    columns = Columns(
        tuple(table.columns.roles[at] for at in first),
        tuple(table.columns.titles[at] for at in first),
    )
    lines: list[Line] = []
    for start in range(0, len(kept), width):
        for line in table.lines:
            cells = tuple(line.cells[at] for at in kept[start : start + width])
            if any(map(str.strip, cells)):
                lines.append(replace(line, cells=cells, blocks=line.blocks if not start else 0))
    numbers = [running_number(line.cells, columns) for line in lines]
    known = [number for number in numbers if number is not None]
    if len(known) < len(lines) or len(set(known)) < len(known):
        what = f"表里“{'、'.join(columns.titles)}”各印了几遍，左右两栏并排，序号又连不起来，分不清先后；请改成一栏"
        reading.problems.append(
            RowProblem("row-unclear", table.header.line, what, table.header.text.strip()[:60])
        )
        return
    reading.known_after_all(table, columns.titles)
    order = sorted(range(len(lines)), key=known.__getitem__)
    table.lines, table.columns = [lines[at] for at in order], columns
    what = f"表头“{'、'.join(columns.titles)}”在一行里印了 {len(kept) // width} 遍：左右并排的各栏按序号接成一栏，请核对"
    reading.report("columns-beside", table.header.line, what, table.header.text.strip()[:60])
