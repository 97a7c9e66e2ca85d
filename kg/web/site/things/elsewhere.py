"""The same duty in other lists: what differs, by the rules of :mod:`kg.comparing.differences`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.kinds import ListKind, shown_function
from kg.store.graph import Graph
from kg.views.details import ClauseFact
from kg.web.site import duties
from kg.web.site.graphs import rows
from kg.web.site.page import Words
from kg.web.site.things.clauses import clauses

if TYPE_CHECKING:
    from kg.comparing.differences import ClauseChange, Differences
    from kg.comparing.items import Reader
    from kg.comparing.rows import Body, Entry
    from kg.values import Township

_CELLS = {
    "name": Words("名称", "name"),
    "superior": Words("上级部门职责", "departments"),
    "township": Words("乡镇职责", "township"),
    "method": Words("工作方式", "way of working"),
}
_MOST = 10
"""Lists compared on the page of a duty: word by word takes some milliseconds each, and the page of its matter has all."""
_NONE = Words("写法相同", "the same")


@dataclass(frozen=True, slots=True)
class Change:
    """A clause that two rows do not share: where it stands and its pieces, theirs against ours."""

    cell: Words
    numbers: tuple[int | None, int | None]
    pieces: tuple[tuple[str, str], ...]
    """(kind, text): same, ours (only here), theirs (only there)."""


@dataclass(frozen=True, slots=True)
class Other:
    """The duty elsewhere with all that differs."""

    duty: dict[str, Any]
    differences: tuple[Words, ...]
    changes: tuple[Change, ...]


_WORN = 2_000
"""Duties after which the reader is made anew: it keeps every text it has read."""


@dataclass
class _Tables:
    """What rows are compared with, loaded once."""

    reader: Reader
    townships: dict[str, Township]
    used: int = 0


def elsewhere(
    graph: Graph, found: dict[str, Any], own: list[ClauseFact], matter: str
) -> tuple[list[Other], int]:
    """The duty's ``matter`` in the current editions of other lists, in the order of codes; how many more have it.

    Where many have it, those nearest by division code are compared.
    """
    if not matter:
        return [], 0
    there = [row["iri"] for row in rows(graph, "duties-of-matter", [matter])]
    there = [iri for iri in there if iri != found["iri"]]
    near = sorted(there, key=lambda iri: (-_shared(iri, found["iri"]), iri))[:_MOST]
    others = duties.read(graph, near)
    if not others:
        return [], 0
    theirs = clauses(graph, [other["iri"] for other in others])
    tables = _tables(graph)
    ours = _entry(graph, tables, found, own)
    told = []
    for other in others:
        entry = _entry(graph, tables, other, theirs.get(other["iri"], []))
        if ours is None or entry is None:
            told.append(Other(other, (), ()))
            continue
        told.append(_other(other, ours, entry, tables.reader))
    return told, len(there) - len(near)


def _shared(one: str, two: str) -> int:
    """How many characters two addresses begin with together: the division code is in them."""
    return next((at for at, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), len(one))


def _other(duty: dict[str, Any], ours: Entry, entry: Entry, reader: Reader) -> Other:
    from kg.comparing.differences import differences

    found = differences((ours,), (entry,), reader, own=ours.township == entry.township)
    changes = (*_named(found, ours, entry, reader), *found.clauses)
    return Other(duty, _words(found), tuple(map(_change, changes)))


def _named(
    found: Differences, ours: Entry, entry: Entry, reader: Reader
) -> tuple[ClauseChange, ...]:
    """The words in which the names differ: a basic duty says all in its name."""
    from kg.comparing.differences import ClauseChange, Difference
    from kg.comparing.texts import difference

    if Difference.NAME not in found.kinds:
        return ()
    letters = [reader.letters(row, row.name) for row in (ours, entry)]
    pieces = difference(ours.name, entry.name, *letters)
    return (ClauseChange("name", ours.name, entry.name, None, None, pieces),)


def _words(found: Differences) -> tuple[Words, ...]:
    told: list[Words] = []
    for kind in found.kinds:
        zh, en = kind.zh, kind.value
        if kind.value == "departments" and (found.only_a or found.only_b):
            here = "、".join(body.function_name or body.name for body in found.only_a)
            there = "、".join(body.function_name or body.name for body in found.only_b)
            zh += "".join(f"，{text}" for text in (f"那里没有{here}" * bool(here), f"那里多{there}" * bool(there)) if text)  # fmt: skip
        told.append(Words(zh, en))
    return tuple(told) or (_NONE,)


def _change(change: ClauseChange) -> Change:
    pieces: list[tuple[str, str]] = []
    for piece in change.pieces:
        if piece.equal:
            pieces.append(("same", piece.b))
        else:
            pieces += [(k, t) for k, t in (("ours", piece.a), ("theirs", piece.b)) if t]
    cell = _CELLS.get(change.cell, Words(change.cell, change.cell))
    return Change(cell, (change.a_number, change.b_number), tuple(pieces))


def _tables(graph: Graph) -> _Tables:
    from kg.comparing.items import Reader
    from kg.comparing.rows import sources

    known = graph.once(
        _Tables,
        lambda: _Tables(Reader(), {source.code: source.township for source in sources(graph)}),
    )
    known.used += 1
    if known.used % _WORN == 0:
        known.reader = Reader(known.reader.vocabulary)
    return known


def _entry(
    graph: Graph, tables: _Tables, duty: dict[str, Any], own: Iterable[ClauseFact]
) -> Entry | None:
    """A duty as :mod:`kg.comparing` reads it."""
    from kg.comparing.rows import Entry, Said

    township = tables.townships.get(duty["code"])
    if township is None:
        return None
    said = {
        side: tuple(
            Said(c.iri, c.number, c.printed, c.section, c.text) for c in own if c.side == side
        )
        for side in ("superior", "township")
    }

    def bodies(*roles: str, among: str = "bodies") -> tuple[Body, ...]:
        return tuple(_body(graph, b) for b in duty[among] if b["role"] in roles)

    return Entry(
        iri=duty["iri"],
        township=township,
        edition=duty["edition"],
        document=duty["document"],
        line=duty["line"],
        locator=duty["locator"],
        quote=duty["quote"],
        kind=ListKind(duty["list"]),
        number=duty["number"],
        printed=duty["printed"],
        category=duty.get("categoryName", ""),
        name=duty["name"],
        departments=bodies("leads", "reclaimed"),
        supporting=bodies("supports"),
        conveners=bodies("convenes", among="conveners"),
        open_ended=duty.get("openEnded") == "true",
        discontinued=duty.get("discontinued") == "true",
        method=duty.get("method", ""),
        matter="",
        extra=(),
        superior=said["superior"],
        cooperation=said["township"],
    )


def _body(graph: Graph, body: dict[str, Any]) -> Body:
    from kg.comparing.rows import Body
    from kg.querying.offices import Offices

    kind, called = _functions(graph).get(body["body"], (body["body"], ""))
    house = Offices.of(graph).house(body["body"])
    return Body(body["body"], body["name"], kind, called, house=house)


class _Functions(dict[str, tuple[str, str]]):
    """The kind of office of each department: its address and name."""


def _functions(graph: Graph) -> _Functions:
    def read() -> _Functions:
        return _Functions(
            (row["iri"], (row["function"], shown_function(row["name"])))
            for row in rows(graph, "functions-of-bodies")
        )

    return graph.once(_Functions, read)


def of_matter(graph: Graph, iri: str) -> list[dict[str, Any]]:
    """The duties of a matter."""
    return duties.read(graph, [row["iri"] for row in rows(graph, "duties-of-matter", [iri])])
