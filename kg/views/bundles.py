"""Bundles: duties that share township, list, category and departments, counted together.

An overview of many townships shows numbers only: it is drawn from bundles, which a build prepares
(``queries/tables/duty-bundles.rq``), and no duty is read. Where there are few enough duties to be
named, each is a bundle of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.kinds import LIST_ORDER
from kg.store import prepared
from kg.views.model import Edge

if TYPE_CHECKING:
    from kg.store.graph import Graph
    from kg.views.facts import DutyFact

NAMED_UP_TO = 25_000
"""Duties up to which a picture names each behind its numbers."""
_TABLE = "duty-bundles"


@dataclass(frozen=True, slots=True, eq=False)
class Bundle:
    """Some duties: ``number`` of them, their IRIs only where they are named."""

    township: str
    kind: str
    category: str
    bodies: tuple[str, ...]
    """Departments that lead them or have taken them back."""
    supporting: tuple[str, ...]
    number: int
    duties: tuple[str, ...] = ()


class Pile:
    """Bundles, each once, in the order in which they came."""

    __slots__ = ("_bundles", "_number")

    def __init__(self) -> None:
        """Nothing yet."""
        self._bundles: dict[Bundle, None] = {}
        self._number = 0

    def add(self, bundle: Bundle) -> None:
        """Lay a bundle on it."""
        if bundle not in self._bundles:
            self._bundles[bundle] = None
            self._number += bundle.number

    def update(self, other: Pile) -> None:
        """Lay everything of another pile on it."""
        for bundle in other._bundles:
            self.add(bundle)

    def __len__(self) -> int:
        """How many duties."""
        return self._number

    def count(self, kind: str) -> int:
        """How many duties of one list."""
        return sum(bundle.number for bundle in self._bundles if bundle.kind == kind)

    @property
    def duties(self) -> tuple[str, ...]:
        """The IRIs of the duties that are named."""
        return tuple(iri for bundle in self._bundles for iri in bundle.duties)

    def edge(self, source: str, target: str, role: str) -> Edge:
        """An edge with these duties behind it."""
        return Edge(source, target, role, self.duties, len(self))


def together(piles: Iterable[Pile]) -> Pile:
    """All piles as one."""
    found = Pile()
    for pile in piles:
        found.update(pile)
    return found


def each(duties: Iterable[DutyFact]) -> list[Bundle]:
    """A bundle for every duty."""
    return [
        Bundle(
            duty.township,
            duty.kind,
            duty.category,
            tuple(duty.departments("leads", "reclaimed")),
            tuple(duty.departments("supports")),
            1,
            (duty.iri,),
        )
        for duty in duties
    ]


def counted(graph: Graph) -> list[Bundle] | None:
    """The bundles a build has prepared; None where few enough duties are loaded to name each, or there are none.

    Raises:
        StoreError: the table is damaged.
    """
    current = graph.current_editions
    loaded = sum(
        int(d[kind])
        for d in graph.documents
        if current.get(d["township_code"]) == d["edition"]
        for kind in LIST_ORDER
    )
    if loaded <= NAMED_UP_TO or graph.origin:
        return None
    table = graph.prepared_whole(prepared.own(_TABLE))
    return list(_bundles(table.rows)) if table else None  # written in order


def _bundles(rows: Iterable[tuple[str, ...]]) -> Iterator[Bundle]:
    for township, *literals in rows:
        kind, category, named, number = (_text(literal) for literal in literals)
        parties = named.split()
        yield Bundle(
            township[1:-1],
            kind,
            category,
            tuple(sorted(p for p in parties if not p.startswith("+"))),
            tuple(sorted(p[1:] for p in parties if p.startswith("+"))),
            int(number),
        )


def _text(literal: str) -> str:
    """The text of a literal that has no quotes inside: "basic", "3"^^<…>."""
    return literal[1 : literal.index('"', 1)]
