"""Ticks: departments as columns of a cooperation list, with a mark where one takes part.

The titles of the columns with a mark are the departments of the row. Only one kind of mark is read: where two kinds
are printed (● and ○), what each means stands elsewhere.
"""

from __future__ import annotations

import re

from kg.folding import fold_forms, strip_blanks, strip_markup
from kg.reading.headers import EXTRA
from kg.reading.lists.found import ListReading
from kg.reading.lists.spanned import BODY_ENDS
from kg.reading.shapes.offices import DEPARTMENTS
from kg.reading.tables import Table
from kg.values import Columns
from kg.vocabulary.loading import Vocabulary

_MARK = re.compile("[√✓✔☑●○◎▲△★☆■□◆◇*V]")
_BODY = re.compile(f"[^，。；：、]{{2,30}}{BODY_ENDS}")
_FEWEST = 2


def name_ticked(reading: ListReading, vocabulary: Vocabulary) -> None:
    """Make one column of departments of the columns of ticks in each table."""
    empty = frozenset(e for e in vocabulary.signs.get("empty", ()) if not _MARK.fullmatch(e))
    for table in reading.tables:
        if {"departments", "supporting", "taker"} & set(table.columns.roles):
            continue
        places = [at for at in range(len(table.columns.roles)) if _ticked(table, at, empty)]
        marks = {
            mark
            for line in table.lines
            for at in places
            if (mark := _mark(line.cells[at])) not in empty and mark
        }
        every = all(any(_mark(line.cells[at]) in marks for at in places) for line in table.lines)
        if len(places) >= _FEWEST and len(marks) == 1 and every:
            _name(reading, table, places, marks.pop())


def _mark(cell: str) -> str:
    return fold_forms(strip_blanks(strip_markup(cell)))


def _ticked(table: Table, at: int, empty: frozenset[str]) -> bool:
    """Whether a column has a body for its title and nothing but marks below it."""
    if table.columns.roles[at] != EXTRA or not _BODY.fullmatch(table.columns.titles[at]):
        return False
    marks = [_mark(line.cells[at]) for line in table.lines]
    return any(marks) and all(not m or m in empty or _MARK.fullmatch(m) for m in marks)


def _name(reading: ListReading, table: Table, places: list[int], mark: str) -> None:
    columns = table.columns
    reading.known_after_all(table, {columns.titles[at] for at in places})
    first, gone = places[0], set(places[1:])

    def kept(values: tuple[str, ...], instead: str) -> tuple[str, ...]:
        return tuple(
            instead if at == first else value for at, value in enumerate(values) if at not in gone
        )

    for line in table.lines:
        ticked = [columns.titles[at] for at in places if _mark(line.cells[at]) == mark]
        line.cells = kept(line.cells, "、".join(ticked))
    table.columns = Columns(kept(columns.roles, "departments"), kept(columns.titles, DEPARTMENTS))
    what = f"{len(places)} 个部门各占一栏，打了“{mark}”的读作这一项的对应上级部门，请核对"
    reading.report("columns-ticked", table.header.line, what, columns.titles[first])
