"""Tables: the rows that stand under one header, before anybody has said which list they are."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kg.folding import fold_forms, strip_blanks, strip_markup
from kg.reading.blocks import Block
from kg.reading.numerals import BEFORE_NUMBER
from kg.values import Columns, Title

SERIAL = re.compile(r"[（(第№]{0,2}(\d{1,5})[)）.．、。项号条]{0,2}")
"""A printed running number: ``12``, ``12.``, ``（12）``, ``第12项``."""

CODE = re.compile(rf"{BEFORE_NUMBER}(\d{{1,4}})")
"""A code that counts on: ``B-3``, ``NY03``, ``2-3``."""


@dataclass(slots=True)
class Line:
    """One row of a table as printed; ``category`` is the heading it stands under ('' for none).

    ``blocks`` are the blocks it was put together from: more than one where it was broken.
    """

    block: Block
    cells: tuple[str, ...]
    category: str = ""
    blocks: int = 1


@dataclass(slots=True)
class Table:
    """A header with the rows below it, the title above it and what else says what it is.

    ``place`` is the place in front of the title; ``strange`` the nearest heading above that names
    some list no table knows; ``region`` counts the covers before it; ``said`` is how many items
    the title says there are, or the total below the table at ``said_at``; ``headers`` counts how often
    the header is printed; ``bare`` has those printed again with the number of lines above them.
    """

    header: Block
    columns: Columns
    title: Title | None
    place: str
    strange: Block | None
    region: int
    lines: list[Line] = field(default_factory=list)
    said: int | None = None
    said_at: Block | None = None
    headers: int = 1
    bare: list[tuple[Block, int]] = field(default_factory=list)

    @property
    def at_header(self) -> bool:
        """Whether no row stands yet below the header, or below the header printed again."""
        return not self.lines or (bool(self.bare) and self.bare[-1][1] == len(self.lines))


def serial_of(cells: tuple[str, ...], columns: Columns) -> int | None:
    """The running number a row prints, None where it prints none."""
    if "number" not in columns.roles:
        return None
    return serial(cells[columns.roles.index("number")])


def serial(cell: str) -> int | None:
    """The running number in a cell, None if there is none."""
    if cell.isdecimal():
        return int(cell) if len(cell) < 6 else None
    match = SERIAL.fullmatch(fold_forms(strip_blanks(strip_markup(cell))))
    return int(match[1]) if match else None


def counted_at(columns: Columns) -> int | None:
    """The column of running numbers, or of codes where there is none of those."""
    roles = columns.roles
    return next((roles.index(role) for role in ("number", "code") if role in roles), None)


def running_number(cells: tuple[str, ...], columns: Columns) -> int | None:
    """The running number a row prints, also that of a code: 3 of ``B-3``."""
    at = counted_at(columns)
    if at is None:
        return None
    found = serial(cells[at])
    code = CODE.fullmatch(fold_forms(strip_blanks(strip_markup(cells[at]))))
    return int(code[1]) if found is None and code else found


def trimmed(cells: tuple[str, ...], columns: Columns | None) -> tuple[str, ...]:
    """Cells without empty ones at the end beyond the header's last."""
    if columns is None:
        return cells
    end = len(cells)
    while end > len(columns.roles) and not cells[end - 1].strip():
        end -= 1
    return cells[:end]
