"""RDF: the graph as Turtle, N-Triples, JSON-LD, RDF/XML, and with named graphs as TriG, N-Quads."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import IO, TYPE_CHECKING

import pyoxigraph as ox

from kg.export.jsonld import write_jsonld
from kg.rdf.terms import PREFIXES
from kg.rdf.xml import xml_writer

if TYPE_CHECKING:
    from kg.store.graph import Graph

FORMATS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "trig": ox.RdfFormat.TRIG,
    "nquads": ox.RdfFormat.N_QUADS,
}
"""Names of the contract and the formats they mean."""

_WITH_GRAPHS = ("trig", "nquads")


def write_rdf(graph: Graph, name: str, output: IO[bytes]) -> None:
    """Write the graph in the format ``name`` of :data:`FORMATS`; the same graph, the same bytes."""
    if name == "jsonld":
        write_jsonld(graph, output)
    elif name in _WITH_GRAPHS:
        ox.serialize(_quads(graph), output, FORMATS[name], prefixes=PREFIXES)
    elif name == "ntriples":
        data = graph.store.dump(format=FORMATS[name], from_graph=ox.DefaultGraph())
        assert data is not None
        output.write(b"".join(sorted(data.splitlines(keepends=True))))
    else:
        if name == "rdfxml":
            output = xml_writer(output)
        graph.store.dump(output, FORMATS[name], from_graph=ox.DefaultGraph(), prefixes=PREFIXES)


def _quads(graph: Graph) -> list[ox.Quad]:
    """Every triple in the graph of its edition, or in the shared one; sorted."""
    edition = re.compile(re.escape(graph.base) + r"(?:duty|list|document)/([^/]+/[^/]+)(?:/|$)")
    shared = ox.NamedNode(f"{graph.base}graph/shared")
    graphs: dict[str, ox.NamedNode] = {}
    quads: Iterable[ox.Quad] = graph.store.quads_for_pattern(None, None, None, ox.DefaultGraph())
    placed = []
    for quad in quads:
        match = edition.match(getattr(quad.subject, "value", "")) or edition.match(
            quad.object.value if isinstance(quad.object, ox.NamedNode) else ""
        )
        if match:
            name = graphs.get(match[1])
            if name is None:
                name = graphs[match[1]] = ox.NamedNode(f"{graph.base}graph/{match[1]}")
        else:
            name = shared
        placed.append(
            (name.value, str(quad), ox.Quad(quad.subject, quad.predicate, quad.object, name))
        )
    placed.sort(key=lambda item: item[:2])
    return [quad for _, _, quad in placed]
