"""RDF: the graph as Turtle, N-Triples, JSON-LD, RDF/XML, and with named graphs as TriG, N-Quads."""

from __future__ import annotations

import re
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
        quads = _nquads(graph)
        if name == "nquads":
            output.write(quads)
        else:
            ox.serialize(
                ox.parse(quads, ox.RdfFormat.N_QUADS, lenient=True),
                output,
                FORMATS[name],
                prefixes=PREFIXES,
            )
    elif name == "ntriples":
        output.write(b"".join(sorted(_lines(graph))))
    else:
        if name == "rdfxml":
            output = xml_writer(output)
        graph.store.dump(output, FORMATS[name], from_graph=ox.DefaultGraph(), prefixes=PREFIXES)


def _lines(graph: Graph) -> list[bytes]:
    """The triples as N-Triples, a line each."""
    data = graph.store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    assert data is not None
    return data.splitlines(keepends=True)


def _nquads(graph: Graph) -> bytes:
    """Every triple in the graph of its edition, or in the shared one; sorted by graph and triple.

    The lines are told by their text: making objects of them costs five times as much.
    """
    edition = re.compile(
        rb"(?:<[^>]*> <[^>]*> )??<" + re.escape(graph.base.encode()) + rb"(?:duty|list|document)/"
        rb"([^/>]+/[^/>]+)[/>]"
    )
    shared = b"shared"
    placed: dict[bytes, list[bytes]] = {}
    for line in _lines(graph):
        match = edition.match(line)
        placed.setdefault(match[1] if match else shared, []).append(line)
    base = graph.base.encode()
    return b"".join(
        line[:-2] + b"<" + base + b"graph/" + name + b"> .\n"
        for name in sorted(placed)
        for line in sorted(placed[name])
    )
