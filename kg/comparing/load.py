"""Load: who hands down how much, alone or jointly; what is taken back; what goes up and comes down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.comparing.items import Reader
from kg.comparing.network import Network, network
from kg.comparing.rows import Body, Entry, Part, Source, entries, sources
from kg.times import often, until
from kg.values import ListKind

if TYPE_CHECKING:
    from kg.store.graph import Graph
    from kg.vocabulary.loading import Vocabulary

UP = ("reportsTo",)
"""Roles by which a township sends something up."""

DOWN = ("feedsBackTo", "handsOver", "refersTo")
"""Roles by which departments answer back or hand over."""

_COUNTED = ("pushed", "alone", "jointly", "supporting", "reclaimed", "acting", "reported")
"""What of a department is counted, as fields of Share."""
_PAIRS = 40
"""Of more townships no pairs are compared for copied wording: their number grows with the square."""


@dataclass(frozen=True, slots=True)
class Due:
    """A time a clause names: ``often`` or a deadline, the words, the clause, whose it is."""

    entry: Entry
    often: bool
    words: str
    text: str
    side: str


def times(rows: Sequence[Entry]) -> Iterator[Due]:
    """Every frequency and deadline of the rows, in their order."""
    for row in rows:
        cells = [("上级部门", c.text) for c in row.superior]
        cells += [("乡镇", c.text) for c in row.cooperation]
        if row.method:
            cells.append(("承接部门", row.method))
        for side, text in cells:
            for is_often, found in ((True, often(text)), (False, until(text))):
                for words in found:
                    yield Due(row, is_often, words, text, side)


@dataclass(frozen=True, slots=True)
class Share:
    """What one department, function, township or category has to do with the lists.

    ``rank`` by duties handed down, equal ones level (1, 2, 2, 4). ``alone`` and ``jointly`` add up to
    ``pushed``; ``acting`` are clauses it acts in, ``reported`` clauses of townships that report to it.
    ``source`` is the first row of all that were counted.
    """

    rank: int
    name: str
    pushed: int
    alone: int
    jointly: int
    supporting: int
    reclaimed: int
    acting: int
    reported: int
    source: str


@dataclass(frozen=True, slots=True)
class TownshipLoad:
    """What one township has: duties by list and category, clauses of its own, what it reports.

    ``source`` is its first row, that of a category the first of the category.
    """

    name: str
    basic: int
    cooperation: int
    reclaimed: int
    clauses: int
    reports: int
    source: str
    categories: tuple[tuple[str, int, str], ...]


@dataclass(frozen=True, slots=True)
class Copy:
    """Two townships: the matters both have, and how many of these are worded alike.

    ``source``: the rows of the first matter that both have.
    """

    one: str
    two: str
    common: int
    alike: int
    source: str

    @property
    def share(self) -> float:
        """Of the common matters, those worded alike."""
        return self.alike / self.common if self.common else 0.0


@dataclass(frozen=True, slots=True)
class Flow:
    """A step between a township and a body: role, words, the clause."""

    entry: Entry
    role: str
    to: str
    text: str


@dataclass(frozen=True, slots=True)
class Load:
    """All figures of some lists."""

    documents: tuple[Source, ...]
    departments: tuple[Share, ...]
    functions: tuple[Share, ...]
    townships: tuple[TownshipLoad, ...]
    network: Network
    due: tuple[Due, ...]
    up: tuple[Flow, ...]
    down: tuple[Flow, ...]
    copies: tuple[Copy, ...]
    reclaimed: tuple[Entry, ...]


def load(
    graph: Graph,
    documents: Sequence[Source] | None = None,
    vocabulary: Vocabulary | None = None,
) -> Load:
    """The load of the current lists, or of ``documents``."""
    chosen = tuple(documents or [d for d in sources(graph) if d.current])
    rows = entries(graph, chosen)
    return Load(
        chosen,
        _shares(rows, lambda one: one.house.name or one.name),
        _shares(rows, lambda one: one.house.kind),
        _townships(rows),
        network(rows),
        tuple(times(rows)),
        tuple(_flows(rows, UP)),
        tuple(_flows(rows, DOWN)),
        _copies(rows, Reader(vocabulary)),
        tuple(row for row in rows if row.kind is ListKind.RECLAIMED),
    )


def ranked(counts: Iterable[tuple[str, int]]) -> list[tuple[int, str, int]]:
    """(rank, name, count), the greatest first; equal counts share a rank, and the next is skipped."""
    found: list[tuple[int, str, int]] = []
    for at, (name, count) in enumerate(sorted(counts, key=lambda item: (-item[1], item[0])), 1):
        level = found[-1][0] if found and found[-1][2] == count else at
        found.append((level, name, count))
    return found


def _shares(rows: Sequence[Entry], called: Callable[[Body | Part], str]) -> tuple[Share, ...]:
    counts: dict[str, Counter[str]] = {what: Counter() for what in _COUNTED}
    first: dict[str, str] = {}

    def count(what: str, names: set[str], row: Entry) -> None:
        counts[what].update(names)
        for name in names:
            first.setdefault(name, row.source)

    for row in rows:
        names = {called(body) for body in row.departments}
        if row.kind is ListKind.RECLAIMED:
            count("reclaimed", names, row)
        elif row.kind is ListKind.COOPERATION:
            count("pushed", names, row)
            count("jointly" if len(names) > 1 else "alone", names, row)
            count("supporting", {called(body) for body in row.supporting}, row)
        for clause in row.superior:
            acting = {called(p) for p in clause.parts if p.role == "acts" and p.function}
            count("acting", acting - {""}, row)
        for clause in row.cooperation:
            told = {called(p) for p in clause.parts if p.role in UP and p.function}
            count("reported", told - {""}, row)
    order = ranked((name, counts["pushed"][name]) for name in first)
    return tuple(
        Share(rank, name, **{what: counts[what][name] for what in _COUNTED}, source=first[name])
        for rank, name, _ in order
    )


def _townships(rows: Sequence[Entry]) -> tuple[TownshipLoad, ...]:
    groups: dict[str, list[Entry]] = {}
    for row in rows:
        groups.setdefault(row.township.name, []).append(row)
    found = []
    for name, own in groups.items():
        kinds = Counter(row.kind for row in own)
        sorted_in = [row for row in own if row.kind is not ListKind.RECLAIMED]
        categories = Counter(row.category for row in sorted_in)
        first = {row.category: row.source for row in reversed(sorted_in)}
        clauses = [clause for row in own for clause in row.cooperation]
        reports = sum(any(p.role in UP for p in clause.parts) for clause in clauses)
        found.append(
            TownshipLoad(
                name,
                kinds[ListKind.BASIC],
                kinds[ListKind.COOPERATION],
                kinds[ListKind.RECLAIMED],
                len(clauses),
                reports,
                own[0].source,
                tuple((c, n, first[c]) for _, c, n in ranked(categories.items())),
            )
        )
    return tuple(found)


def _flows(rows: Sequence[Entry], roles: Sequence[str]) -> Iterable[Flow]:
    for row in rows:
        for clause in (*row.superior, *row.cooperation):
            for part in clause.parts:
                if part.role in roles and part.name:
                    yield Flow(row, part.role, part.name, clause.text)


def _copies(rows: Sequence[Entry], reader: Reader) -> tuple[Copy, ...]:
    by_place: dict[str, dict[str, str]] = {}
    cited: dict[tuple[str, str], str] = {}
    for row in rows:
        words = "\n".join(reader.key(row, text) for text in (row.name, *row.texts))
        place, matter = row.township.name, row.matter or row.iri
        by_place.setdefault(place, {})[matter] = words
        cited[place, matter] = row.source
    places = list(by_place)
    if len(places) > _PAIRS:
        return ()
    found = []
    for at, one in enumerate(places):
        for two in places[at + 1 :]:
            common = [matter for matter in by_place[one] if matter in by_place[two]]
            alike = sum(by_place[one][matter] == by_place[two][matter] for matter in common)
            rows_of_first = [cited[place, matter] for matter in common[:1] for place in (one, two)]
            found.append(Copy(one, two, len(common), alike, "；".join(rows_of_first)))
    return tuple(sorted(found, key=lambda c: (-c.share, -c.common, c.one, c.two)))


def to_json(found: Load) -> dict[str, Any]:
    """``{"documents", "departments": [share], "functions", "townships", "network", "due", "up", "down", "copies"}``."""

    def place(row: Entry) -> dict[str, Any]:
        return {
            "iri": row.iri,
            "township": row.township.name,
            "list": row.kind.value,
            "number": row.number,
            "name": row.name,
            "document": row.document,
            "line": row.line,
        }

    def share(one: Share) -> dict[str, Any]:
        return {name: getattr(one, name) for name in Share.__dataclass_fields__}

    return {
        "documents": [
            {"township": d.township.name, "edition": d.edition, "document": d.path}
            for d in found.documents
        ],
        "departments": [share(one) for one in found.departments],
        "functions": [share(one) for one in found.functions],
        "townships": [
            {
                "name": t.name,
                "basic": t.basic,
                "cooperation": t.cooperation,
                "reclaimed": t.reclaimed,
                "clauses": t.clauses,
                "reports": t.reports,
                "source": t.source,
                "categories": {name: count for name, count, _ in t.categories},
            }
            for t in found.townships
        ],
        "network": {
            "nodes": [
                {name: getattr(n, name) for name in type(n).__dataclass_fields__}
                for n in found.network.nodes
            ],
            "pairs": [list(pair[:3]) for pair in found.network.pairs],
            "communities": [list(group) for group in found.network.communities],
            "sentences": found.network.sentences(),
        },
        "due": [
            {**place(d.entry), "often": d.often, "words": d.words, "side": d.side, "text": d.text}
            for d in found.due
        ],
        "up": [{**place(f.entry), "role": f.role, "to": f.to, "text": f.text} for f in found.up],
        "down": [
            {**place(f.entry), "role": f.role, "to": f.to, "text": f.text} for f in found.down
        ],
        "copies": [
            {
                "one": c.one,
                "two": c.two,
                "common": c.common,
                "alike": c.alike,
                "share": round(c.share, 3),
                "source": c.source,
            }
            for c in found.copies
        ],
    }
