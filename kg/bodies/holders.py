"""Holders: who has the duty as a whole, by its column and by the list it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.bodies.reclaims import reclaim_of, reclaim_words
from kg.values import Certainty, Department, Duty, ListKind, Mention, Responsibility, Row, Township

_COLUMNS = frozenset({"departments", "supporting", "taker", "taker-and-method"})
_TOWNSHIP_ROLES = {
    ListKind.BASIC: "leads",
    ListKind.COOPERATION: "cooperatesOn",
    ListKind.RECLAIMED: "relievedOf",
}


def of_the_duty(duty: Duty, township: Township | None) -> Iterator[Responsibility]:
    """The responsibilities of the duty as a whole: its departments, then the township."""
    kind = duty.row.kind
    reclaim = reclaim_of(duty) if kind is ListKind.RECLAIMED else None
    for department in duty.departments:
        yield Responsibility(
            "leads" if kind is ListKind.COOPERATION else "reclaimed",
            department,
            Certainty.COLUMN,
            _as_written(duty.row, department, duty.mentions),
            open_words=duty.open_words,
            reclaim=reclaim,
        )
    for department in duty.conveners:
        yield Responsibility("convenes", department, Certainty.COLUMN, "牵头")
    for department in duty.supporting:
        yield Responsibility("supports", department, Certainty.COLUMN, department.name)
    if township:
        yield Responsibility(
            _TOWNSHIP_ROLES[kind],
            township,
            Certainty.COLUMN,
            (reclaim_words(duty) if reclaim else "") or _name_of(duty.row),
            reclaim=reclaim,
        )


def _as_written(row: Row, department: Department, mentions: tuple[Mention, ...]) -> str:
    """The words of the column that name the department, verbatim."""
    written = next((m.written for m in mentions if m.department == department), department.name)
    cells = [cell.text for cell in row.cells if cell.role in _COLUMNS] or [row.quote]
    if any(written in cell for cell in cells):
        return written
    spaced = re.compile(r"\s*".join(map(re.escape, written)))
    found = next(filter(None, map(spaced.search, cells)), None)
    return found[0] if found else written


def _name_of(row: Row) -> str:
    """The verbatim name of the duty: the words that stand for the list's own statement."""
    return (row.cell("name") or row.name).strip()
