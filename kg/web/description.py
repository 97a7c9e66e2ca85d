"""What the service says about itself: SPARQL 1.1 Service Description and VoID, as triples.

https://www.w3.org/TR/sparql11-service-description/, https://www.w3.org/TR/void/
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kg.kinds import shown_edition
from kg.rdf.terms import DATA_LICENCE, DATA_RIGHTS, NAMESPACE
from kg.rdf.xml import xml_safe
from kg.store.graph import Graph

_SD = "http://www.w3.org/ns/sparql-service-description#"
_VOID = "http://rdfs.org/ns/void#"
_DCTERMS = "http://purl.org/dc/terms/"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_FORMATS = "http://www.w3.org/ns/formats/"
PREFIXES = {
    "sd": _SD,
    "void": _VOID,
    "dcterms": _DCTERMS,
    "rdf": _RDF,
    "xsd": _XSD,
    "formats": _FORMATS,
}
"""Prefixes of the description."""

_WRITES = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
_RESULT_FORMATS = (
    "SPARQL_Results_JSON SPARQL_Results_XML SPARQL_Results_CSV SPARQL_Results_TSV "
    "Turtle N-Triples JSON-LD RDF_XML"
).split()


class Description:
    """Describes the endpoint of one store; figures are read once."""

    def __init__(self, graph: Graph, named: Iterable[str]) -> None:
        """Describe ``graph`` and the ``named`` graphs beside it."""
        self._graph = graph
        self._named = tuple(named)
        self.triples = int(graph.summary["triples"])

    def service(self, endpoint: str) -> list[ox.Triple]:
        """The service at the address ``endpoint``."""
        return list(self._service(endpoint))

    def dataset(self, endpoint: str) -> list[ox.Triple]:
        """The dataset as VoID."""
        return list(self._dataset(endpoint))

    def _service(self, endpoint: str) -> Iterator[ox.Triple]:
        service, data = f"{endpoint}#service", f"{endpoint}#dataset"
        default = f"{endpoint}#default-graph"
        yield _link(service, _RDF + "type", _SD + "Service")
        yield _link(service, _SD + "endpoint", endpoint)
        yield _link(service, _SD + "supportedLanguage", _SD + "SPARQL11Query")
        yield _link(service, _SD + "defaultDataset", data)
        for name in _RESULT_FORMATS:
            yield _link(service, _SD + "resultFormat", _FORMATS + name)
        yield _link(data, _RDF + "type", _SD + "Dataset")
        yield _link(data, _SD + "defaultGraph", default)
        yield _link(default, _RDF + "type", _SD + "Graph")
        yield _number(default, _VOID + "triples", self.triples)
        for number, iri in enumerate(self._named, 1):
            node = f"{endpoint}#named-{number}"
            yield _link(data, _SD + "namedGraph", node)
            yield _link(node, _RDF + "type", _SD + "NamedGraph")
            yield _link(node, _SD + "name", iri)
        yield from self._dataset(endpoint)

    def _dataset(self, endpoint: str) -> Iterator[ox.Triple]:
        data = f"{endpoint}#dataset"
        yield _link(data, _RDF + "type", _VOID + "Dataset")
        yield _link(data, _VOID + "sparqlEndpoint", endpoint)
        yield _link(data, _VOID + "vocabulary", NAMESPACE)
        yield _text(data, _VOID + "uriSpace", self._graph.base)
        yield _number(data, _VOID + "triples", self.triples)
        yield _text(data, _DCTERMS + "title", "履职事项清单知识图谱", "zh")
        yield _text(data, _DCTERMS + "title", "Knowledge graph of township duty lists", "en")
        yield _link(data, _DCTERMS + "license", DATA_LICENCE)
        for language, reason in DATA_RIGHTS.items():
            yield _text(data, _DCTERMS + "rights", reason, language)
        for document in self._graph.documents:
            name = f"{document['township']}（{shown_edition(document['edition'])}）"
            yield _text(data, _DCTERMS + "description", name, "zh")
        for name, count in self._classes():
            part = f"{endpoint}#class-{name.rpartition('#')[2].rpartition('/')[2]}"
            yield _link(data, _VOID + "classPartition", part)
            yield _link(part, _VOID + "class", name)
            yield _number(part, _VOID + "entities", count)

    def _classes(self) -> list[tuple[str, int]]:
        def count() -> _Counted:
            rows = self._graph.rows(
                "SELECT ?class (COUNT(*) AS ?n) WHERE { ?s a ?class } GROUP BY ?class ORDER BY ?class"
            )
            counts = [(row["class"], int(row["n"])) for row in rows]
            return _Counted(pair for pair in counts if pair[0].startswith(NAMESPACE))

        return self._graph.once(_Counted, count)


class _Counted(list[tuple[str, int]]):
    """Classes of the project with how many entities each has, kept with the graph."""


def serialised(triples: list[ox.Triple], name: str) -> bytes:
    """Triples in the format of this name (turtle, ntriples, jsonld, rdfxml)."""
    data = ox.serialize(triples, format=_WRITES[name], prefixes=PREFIXES) or b""
    return xml_safe(data) if name == "rdfxml" else data


def _link(subject: str, predicate: str, target: str) -> ox.Triple:
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), ox.NamedNode(target))


def _text(subject: str, predicate: str, text: str, language: str | None = None) -> ox.Triple:
    value = ox.Literal(text, language=language) if language else ox.Literal(text)
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), value)


def _number(subject: str, predicate: str, value: int) -> ox.Triple:
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), ox.Literal(value))
