"""Differences of two rows that are one duty: list, departments, name, category, clauses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeVar

from kg.comparing.items import HEADED, Reader, Text, cells, phrases, texts
from kg.comparing.naming import shared
from kg.comparing.rows import Body, Entry
from kg.comparing.texts import Piece, aligned, difference
from kg.folding import strip_blanks
from kg.matters.items import Item
from kg.values import ListKind


class Difference(StrEnum):
    """What is different about one duty on two sides."""

    LIST = "list"
    DEPARTMENTS = "departments"
    NAME = "name"
    CATEGORY = "category"
    CLAUSES = "clauses"
    METHOD = "method"
    OTHER = "other"

    @property
    def zh(self) -> str:
        """In Chinese, as a heading."""
        return _ZH[self]


_ZH = {
    Difference.LIST: "清单不同",
    Difference.DEPARTMENTS: "部门不同",
    Difference.NAME: "名称不同",
    Difference.CATEGORY: "类别不同",
    Difference.CLAUSES: "职责文字不同",
    Difference.METHOD: "工作方式不同",
    Difference.OTHER: "其他栏目不同",
}


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """A clause that the two rows do not share.

    ``cell`` is superior (上级部门职责), township (配合职责), method (工作方式) or the header of a
    further column. ``a`` and ``b`` are the texts, "" where a side has none, with their numbers.
    """

    cell: str
    a: str
    b: str
    a_number: int | None
    b_number: int | None
    pieces: tuple[Piece, ...]

    @property
    def status(self) -> str:
        """changed, added (only in b) or removed (only in a)."""
        return "changed" if self.a and self.b else "added" if self.b else "removed"


@dataclass(frozen=True, slots=True)
class Differences:
    """All differences of two rows; ``only_a`` and ``only_b`` are departments."""

    kinds: tuple[Difference, ...]
    only_a: tuple[Body, ...] = ()
    only_b: tuple[Body, ...] = ()
    clauses: tuple[ClauseChange, ...] = ()
    conveners: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())

    @property
    def renamed(self) -> tuple[tuple[Body, Body], ...]:
        """Departments that both have, under another name."""
        there = {body.iri: body for body in self.only_b}
        return tuple((body, there[body.iri]) for body in self.only_a if body.iri in there)

    @property
    def gone(self) -> tuple[Body, ...]:
        """Departments that only the first has, whatever their name."""
        return tuple(b for b in self.only_a if b.iri not in {x.iri for x in self.only_b})

    @property
    def come(self) -> tuple[Body, ...]:
        """Departments that only the second has, whatever their name."""
        return tuple(b for b in self.only_b if b.iri not in {x.iri for x in self.only_a})


class Read(Protocol):
    """What rows say, read before (:class:`kg.comparing.items.Recent`)."""

    def cells(self, row: Entry, *, houses: bool) -> Mapping[str, tuple[str, ...]]:
        """What a row says by cell; with ``houses`` bodies count by the kind of office they are."""

    def phrases(self, row: Entry) -> frozenset[str]:
        """What its name and each of its clauses say."""

    def item(self, row: Entry) -> Item:
        """The row as it is matched."""


def differences(
    a: Sequence[Entry],
    b: Sequence[Entry],
    reader: Reader,
    *,
    own: bool,
    brief: Read | None = None,
) -> Differences:
    """How the rows of one duty differ; several rows of a side count together.

    With ``brief`` it is told in which respects they differ, not by which words: that takes most of the time.

    ``own``: both sides are one township, so that a department is the same only if it is the very
    body; else a department counts by the kind of office it is, and a body and the office that serves it as one.
    """
    first, second = _nearest(a, b, reader, brief)
    kinds: list[Difference] = []
    only_a: tuple[Body, ...] = ()
    only_b: tuple[Body, ...] = ()
    conveners: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    same_list = {entry.kind for entry in a} == {entry.kind for entry in b}
    if not same_list:
        kinds.append(Difference.LIST)
    only_a, only_b = _bodies(a, b, own), _bodies(b, a, own)
    if same_list:
        heads = tuple(
            tuple(sorted(_body(x, own) for x in entry.conveners)) for entry in (first, second)
        )
        helps = [{_body(x, own) for entry in side for x in entry.supporting} for side in (a, b)]
        if heads[0] != heads[1]:
            conveners = (
                tuple(x.name for x in first.conveners),
                tuple(x.name for x in second.conveners),
            )
        if only_a or only_b or helps[0] != helps[1] or (own and heads[0] != heads[1]):
            kinds.append(Difference.DEPARTMENTS)
    keys = [
        {brief.item(entry).key if brief else reader.name_key(entry) for entry in side}
        for side in (a, b)
    ]
    if not keys[0] & keys[1]:
        kinds.append(Difference.NAME)
    if {entry.category for entry in a} != {entry.category for entry in b}:
        kinds.append(Difference.CATEGORY)
    clauses: tuple[ClauseChange, ...] = ()
    if same_list:
        swapped = _swapped(only_a, only_b, (first, second), reader) if own else None
        if brief and swapped is None:
            found = _changed(first, second, brief, own=own)
        else:
            clauses = clause_changes(first, second, reader, swapped, own=own)
            found = {change.cell for change in clauses}
        if found & {"superior", "township"}:
            kinds.append(Difference.CLAUSES)
        if "method" in found or first.discontinued != second.discontinued:
            kinds.append(Difference.METHOD)
        if found - {"superior", "township", "method"}:
            kinds.append(Difference.OTHER)
    return Differences(tuple(kinds), only_a, only_b, clauses, conveners)


def answered_by(a: Sequence[Entry], b: Sequence[Entry], *, own: bool) -> Differences:
    """How the rows of a duty that one side has in parts differ: in which lists they are, who answers for them."""
    if {entry.kind for entry in a} != {entry.kind for entry in b}:
        return Differences((Difference.LIST,), _bodies(a, b, own), _bodies(b, a, own))
    gone, come = _bodies(a, b, own), _bodies(b, a, own)
    return Differences((Difference.DEPARTMENTS,) * bool(gone or come), gone, come)


def _nearest(
    a: Sequence[Entry], b: Sequence[Entry], reader: Reader, brief: Read | None
) -> tuple[Entry, Entry]:
    """The rows of two sides that say most nearly the same."""
    if len(a) == len(b) == 1:
        return a[0], b[0]
    said = [
        [(brief.phrases(row) if brief else phrases(row, reader), row) for row in side]
        for side in (a, b)
    ]
    one, two = max(
        ((one, two) for one in said[0] for two in said[1]),
        key=lambda pair: (pair[0][1].kind is pair[1][1].kind, len(pair[0][0] & pair[1][0])),
    )
    return one[1], two[1]


def _body(body: Body, own: bool) -> str:
    return body.iri if own else body.kind


def _bodies(a: Sequence[Entry], b: Sequence[Entry], own: bool) -> tuple[Body, ...]:
    there: dict[str, Body] = {}
    for entry in b:
        for body in entry.departments:
            there.setdefault(_body(body, own), body)
    found: dict[str, Body] = {}
    for entry in a:
        for body in entry.departments:
            other = there.get(_body(body, own))
            if other is None or (own and _renamed(body, other)):
                found.setdefault(_body(body, own), body)
    return tuple(found.values())


def _renamed(one: Body, two: Body) -> bool:
    """Whether two rows print one body under two full names, or a short form of one of them."""
    if not (one.called and two.called) or one.called == two.called:
        return False
    return strip_blanks(one.words) != strip_blanks(two.words)


Swapped = tuple[re.Pattern[str], re.Pattern[str]]
"""The names of departments that one row has and the other has not, each way."""

_BODY = "\u3400"
"""Stands for a department whose place another one took; no list prints this character."""


def _swapped(
    only_a: Sequence[Body], only_b: Sequence[Body], rows: tuple[Entry, Entry], reader: Reader
) -> Swapped | None:
    """Patterns of the departments that took each other's places; None where none did."""
    if not (only_a and only_b):
        return None
    return _forms(only_a, rows[0], reader), _forms(only_b, rows[1], reader)


def _forms(bodies: Sequence[Body], row: Entry, reader: Reader) -> re.Pattern[str]:
    found: set[str] = set()
    for body in bodies:
        function = reader.vocabulary.functions.get(body.function.rpartition("/")[2])
        own = () if function is None else (function.name, *function.names, *function.forms)
        names = [strip_blanks(name) for name in (body.words, body.name, body.called, *own)]
        found.update(name[shared(name, row.township.name) :] for name in names)
    longest = sorted(found - {""}, key=lambda name: (-len(name), name))
    return re.compile("|".join(map(re.escape, longest)) or "(?!)")


def clause_changes(
    a: Entry, b: Entry, reader: Reader, swapped: Swapped | None = None, *, own: bool
) -> tuple[ClauseChange, ...]:
    """The clauses that two rows do not share, cell by cell; where a cell is cut does not count.

    Nor does it that a clause calls a department by the name of the one that took its place
    (``swapped``): that is a change of departments. Between townships (not ``own``) a body may be called otherwise.
    """
    found: list[ClauseChange] = []
    one, two = texts(a), texts(b)
    called = None if own else (cells(a, reader, houses=True), cells(b, reader, houses=True))

    def told(cell: str, part: str) -> list[ClauseChange]:
        said = (one.get(part, ()), two.get(part, ()))
        keys = called and (called[0].get(part, ()), called[1].get(part, ()))
        return _cell(cell, (a, b), said, keys, reader, swapped)

    for cell, _, _ in _both(a, b, one, two):
        changes = told(cell, cell)
        if changes and cell == "superior":
            # A department may stand above its clauses here and in them there.
            changes = min(changes, told(cell, HEADED), key=len)
        found += changes
    return tuple(found)


def _changed(a: Entry, b: Entry, read: Read, *, own: bool) -> set[str]:
    """The cells in which :func:`clause_changes` finds changes: other cuts, another order are none."""
    one, two = (read.cells(row, houses=not own) for row in (a, b))
    found = {cell for cell, ones, twos in _both(a, b, one, two) if _apart(ones, twos)}
    if "superior" in found and not _apart(one[HEADED], two[HEADED]):
        found.remove("superior")
    return found


def _apart(ones: Sequence[str], twos: Sequence[str]) -> bool:
    return "".join(ones) != "".join(twos) and sorted(ones) != sorted(twos)


T = TypeVar("T")


def _both(
    a: Entry, b: Entry, ones: Mapping[str, tuple[T, ...]], twos: Mapping[str, tuple[T, ...]]
) -> Iterator[tuple[str, tuple[T, ...], tuple[T, ...]]]:
    """The cells that two rows are compared by; a column that a whole list lacks is no difference of a row."""
    own = ["superior", "township", *["method"] * (a.kind is ListKind.RECLAIMED)]
    headers = dict.fromkeys(header for header, _ in (*a.extra, *b.extra))
    for cell in (*own, *(headers if a.extra and b.extra else ())):
        yield cell, ones.get(cell, ()), twos.get(cell, ())


def _cell(
    cell: str,
    rows: tuple[Entry, Entry],
    said: tuple[Sequence[Text], Sequence[Text]],
    keys: tuple[Sequence[str], Sequence[str]] | None,
    reader: Reader,
    swapped: Swapped | None,
) -> list[ClauseChange]:
    """What two cells do not share; texts of equal ``keys`` say the same."""
    (a, b), (ones, twos) = rows, said
    if keys and "".join(keys[0]) == "".join(keys[1]):
        return []
    left = [reader.letters(a, text) for _, text in ones]
    right = [reader.letters(b, text) for _, text in twos]
    whole = ["".join(x for text in side for x, _, _ in text) for side in (left, right)]
    if whole[0] == whole[1]:
        return []
    found = []
    for one, two in aligned(left, right):
        text_a = ones[one][1] if one is not None else ""
        text_b = twos[two][1] if two is not None else ""
        if one is not None and two is not None:
            if keys and keys[0][one] == keys[1][two]:
                continue
            if swapped is not None and _unnamed(a, text_a, swapped[0], reader) == _unnamed(
                b, text_b, swapped[1], reader
            ):
                continue
            pieces = difference(text_a, text_b, left[one], right[two])
            if all(piece.equal for piece in pieces) or [x for x, _, _ in left[one]] == [
                x for x, _, _ in right[two]
            ]:
                continue
        else:
            pieces = (Piece(False, text_a, text_b),)
        found.append(
            ClauseChange(
                cell,
                text_a,
                text_b,
                ones[one][0] if one is not None else None,
                twos[two][0] if two is not None else None,
                pieces,
            )
        )
    return found


def _unnamed(row: Entry, text: str, names: re.Pattern[str], reader: Reader) -> str:
    return reader.key(row, names.sub(_BODY, strip_blanks(text)))
