"""Listed: what the graph says of the rows a check shows: bodies, conveners, where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kg.asking.rows import RowReader, iris
from kg.store.gate import Bound

if TYPE_CHECKING:
    from kg.store.graph import Graph


class Listed:
    """Reads rows of one graph; what was read once is kept."""

    def __init__(self, graph: Graph) -> None:
        """Prepare; rows are read when needed."""
        self._graph = graph
        self.reader = RowReader(graph)
        self._bodies: dict[str, tuple[str, ...]] = {}
        self._conveners: dict[str, tuple[str, ...]] = {}

    def read(self, duties: Sequence[str]) -> None:
        """Read these rows at once."""
        missing = [duty for duty in dict.fromkeys(duties) if duty not in self._bodies]
        if not missing:
            return
        query = f"""SELECT ?duty ?role ?body ?position WHERE {{
          VALUES ?duty {{ {iris(missing)} }}
          ?r :responsibilityFor ?duty ; :role ?role ; :party ?body ; :position ?position .
          FILTER (?role IN (:role-leads, :role-reclaimed, :role-convenes))
          FILTER NOT EXISTS {{ ?r :inClause ?clause }} }}"""
        found: dict[str, list[tuple[int, str, bool]]] = {duty: [] for duty in missing}
        for row in self._graph.rows(Bound(query)):
            convenes = row["role"].endswith("convenes")
            found[row["duty"]].append((int(row["position"]), row["body"], convenes))
        for duty, bodies in found.items():
            told = sorted(bodies)
            self._bodies[duty] = tuple(dict.fromkeys(b for _, b, c in told if not c))
            self._conveners[duty] = tuple(dict.fromkeys(b for _, b, c in told if c))

    def prepare(self, duties: Sequence[str]) -> None:
        """Read all that is told of these rows at once."""
        self.read(duties)
        self.reader.rows(list(dict.fromkeys(duties)))

    def own(self, duties: Sequence[str], asker: frozenset[str]) -> dict[str, bool]:
        """Of rows with bodies in their column, whether one of the asker's is; none if unknown."""
        if not asker:
            return {}
        self.read(duties)
        return {duty: bool(asker & set(of)) for duty in duties if (of := self._bodies[duty])}

    def bodies(self, duty: str) -> tuple[str, ...]:
        """The departments of a row's column, in its order."""
        self.read([duty])
        return self._bodies[duty]

    def conveners(self, duty: str) -> tuple[str, ...]:
        """The bodies that the list says 牵头 of, for the duty as a whole."""
        self.read([duty])
        return self._conveners[duty]
