"""Networks: the direct edges as a networkx graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.terms import NAMESPACE

if TYPE_CHECKING:
    import networkx

    from kg.graph import Graph

_NODES = """
SELECT ?iri ?kind ?label WHERE {
  VALUES (?cls ?kind) { (:BasicDuty "basic") (:CooperationDuty "cooperation")
    (:ReclaimedDuty "reclaimed") (:Department "department") (:Township "township") }
  ?iri a ?cls ; rdfs:label ?label .
} ORDER BY ?iri"""
_EDGES = """
SELECT ?from ?role ?to WHERE {
  VALUES ?role { :leads :convenes :supports :cooperatesOn :reclaimed :relievedOf }
  ?from ?role ?to .
} ORDER BY ?from ?role ?to"""


def to_networkx(graph: Graph) -> networkx.MultiDiGraph[str]:
    """Duties, departments and townships as nodes, the direct edges keyed by role."""
    import networkx

    network: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for row in graph.rows(_NODES):
        network.add_node(row["iri"], kind=row["kind"], label=row["label"])
    for row in graph.rows(_EDGES):
        role = row["role"].removeprefix(NAMESPACE)
        network.add_edge(row["from"], row["to"], key=role, role=role)
    return network
