"""Networks: the direct edges as a networkx graph, as GraphML, GEXF and tables for Neo4j.

An edge keeps its role; where a Responsibility stands behind it also what that rests on (certainty)
and the words. Every edge of the files has an id of its own: two bodies may share several roles.

GraphML: http://graphml.graphdrawing.org/; GEXF 1.2: https://gexf.net/; Neo4j:
https://neo4j.com/docs/operations-manual/current/import/ (neo4j-admin database import).
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import IO, TYPE_CHECKING

from kg.export.elements import Element, Elements, read_elements
from kg.kinds import shown_edition
from kg.rdf.terms import NAMESPACE

if TYPE_CHECKING:
    import networkx

    from kg.store.graph import Graph

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
_PEOPLE = ("basic", "cooperation", "reclaimed", "clause", "department", "township")
"""What the files for drawing programs hold; Neo4j gets everything."""
_LABELS = {
    "basic": "Duty;BasicDuty",
    "cooperation": "Duty;CooperationDuty",
    "reclaimed": "Duty;ReclaimedDuty",
    "clause": "Clause",
    "department": "Organization;Department",
    "township": "Organization;Township",
    "list": "DutyList",
    "document": "Document",
    "function": "Function",
    "category": "Category",
    "place": "Jurisdiction",
    "matter": "Matter",
}
_NUMBERS = ("number", "line")
_TEXTS = (
    "township",
    "list",
    "edition",
    "category",
    "function",
    "county",
    "branch",
    "side",
    "printed",
    "section",
    "document",
)


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


def _drawable(graph: Graph, all_editions: bool) -> networkx.MultiDiGraph[str]:
    """Duties, clauses, departments and townships with every role, attributes and edge ids."""
    import networkx

    elements = read_elements(graph, all_editions=all_editions)
    network: networkx.MultiDiGraph[str] = networkx.MultiDiGraph(name="duty-kg")
    for node in elements.nodes:
        if node.kind in _PEOPLE:
            texts = {name: value for name, value in node.values.items() if name not in _NUMBERS}
            numbers = {name: int(node.values[name]) for name in _NUMBERS if name in node.values}
            if "edition" in texts:
                texts["edition"] = shown_edition(texts["edition"])
            network.add_node(node.iri, kind=node.kind, label=_plain(node.label), **texts, **numbers)
    for number, link in enumerate(elements.links, 1):
        if link.role != "ofTownship" and link.start in network and link.end in network:
            network.add_edge(
                link.start, link.end, key=f"e{number}", role=link.role, **dict(link.values)
            )
    return network


def write_graphml(graph: Graph, output: IO[bytes], *, all_editions: bool = False) -> None:
    """Write GraphML; the same graph gives the same bytes."""
    import networkx

    networkx.write_graphml_xml(_drawable(graph, all_editions), output, encoding="utf-8")


def write_gexf(graph: Graph, output: IO[bytes], *, all_editions: bool = False) -> None:
    """Write GEXF; without the date and the library's version that networkx puts into its head."""
    import networkx

    network = _drawable(graph, all_editions)
    for start, end, key, values in network.edges(keys=True, data=True):
        values.update(id=key, label=values["role"])
        network.nodes[start].setdefault("label", start)
        network.nodes[end].setdefault("label", end)
    stream = io.BytesIO()
    networkx.write_gexf(network, stream, encoding="utf-8", version="1.2draft")
    head, mark, body = stream.getvalue().partition(b"<graph ")
    head = re.sub(rb' lastmodifieddate="[^"]*"', b"", head)
    head = re.sub(rb"<creator>[^<]*</creator>", b"<creator>duty-kg</creator>", head)
    output.write(head + mark + body)


def write_neo4j(graph: Graph, folder: Path, *, all_editions: bool = False) -> list[Path]:
    """Write nodes.csv and relationships.csv for neo4j-admin; return their paths.

    Nodes carry their IRI as id, relationships their role as type. Line breaks become blanks, since
    the importer reads a record a line.
    """
    folder.mkdir(parents=True, exist_ok=True)
    elements = read_elements(graph, all_editions=all_editions)
    tables = {"nodes": _neo4j_nodes(elements), "relationships": _neo4j_links(elements)}
    paths = []
    for name, rows in tables.items():
        stream = io.StringIO(newline="")
        csv.writer(stream, lineterminator="\n").writerows(rows)
        path = folder / f"{name}.csv"
        path.write_bytes(stream.getvalue().encode())
        paths.append(path)
    return paths


def _neo4j_nodes(elements: Elements) -> list[list[str]]:
    header = ["iri:ID", ":LABEL", "name", *(f"{name}:int" for name in _NUMBERS), *_TEXTS]
    return [header, *(_neo4j_node(node) for node in elements.nodes)]


def _neo4j_node(node: Element) -> list[str]:
    values = (node.values.get(name, "") for name in (*_NUMBERS, *_TEXTS))
    return [node.iri, _LABELS[node.kind], _plain(node.label), *map(_plain, values)]


def _neo4j_links(elements: Elements) -> list[list[str]]:
    header = [":START_ID", ":END_ID", ":TYPE", "certainty", "words"]
    known = {node.iri for node in elements.nodes}
    rows = (
        [
            link.start,
            link.end,
            link.role,
            link.values.get("certainty", ""),
            _plain(link.values.get("words", "")),
        ]
        for link in elements.links
        if link.start in known and link.end in known
    )
    return [header, *rows]


def _plain(text: str) -> str:
    return " ".join(text.split())
