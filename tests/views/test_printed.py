"""What views read of prepared tables is what the queries find."""

from __future__ import annotations

from collections.abc import Collection

from kg.store.graph import Graph
from kg.views import details
from kg.views.facts import Facts


class WithoutTables(Graph):
    """A graph of an older store, or of an endpoint."""

    def prepared_of(self, name: str, iris: Collection[str] | None) -> None:
        """None is at hand."""


def test_duties_and_clauses_are_the_same_with_prepared_tables_and_without(graph: Graph) -> None:
    tables, asked = Facts(graph), Facts(WithoutTables(graph.directory))
    township = next(iter(tables.townships))
    bodies = [iri for iri in tables.departments if "water" in iri]
    assert bodies
    for one, other in (
        (tables.of_townships(township), asked.of_townships(township)),
        (tables.of_departments(bodies), asked.of_departments(bodies)),
        (tables.duties, asked.duties),
    ):
        assert one
        assert one == other
    some = {duty.iri for duty in tables.duties[::7]}
    for wanted in (some, {duty.iri for duty in tables.duties}):
        found = details.clauses(Graph(graph.directory), wanted)
        assert found
        assert found == details.clauses(asked.graph, wanted)
