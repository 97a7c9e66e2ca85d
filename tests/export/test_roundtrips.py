"""Round trips: every RDF export, read by other libraries, is the same graph again."""

from __future__ import annotations

import io
import json

import pyld.jsonld
import pyoxigraph as ox
import pytest
import rdflib

from kg.export.rdf import FORMATS, write_rdf
from kg.store.graph import Graph

RDFLIB = {
    "turtle": "turtle",
    "ntriples": "nt",
    "rdfxml": "xml",
    "jsonld": "json-ld",
    "trig": "trig",
    "nquads": "nquads",
}


def exported(graph: Graph, name: str) -> bytes:
    stream = io.BytesIO()
    write_rdf(graph, name, stream)
    return stream.getvalue()


def triples(graph: Graph) -> set[str]:
    return {str(quad.triple) for quad in graph.store}


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_oxigraph_reads_two_lists_again(two_graph: Graph, name: str) -> None:
    read = list(ox.parse(exported(two_graph, name), FORMATS[name]))

    assert len(read) == len(two_graph.store)
    assert {str(quad.triple) for quad in read} == triples(two_graph)


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
@pytest.mark.parametrize("name", sorted(FORMATS))
def test_rdflib_reads_the_same_graph(small_graph: Graph, name: str) -> None:
    read = rdflib.Dataset()
    read.parse(data=exported(small_graph, name), format=RDFLIB[name])
    terms = {(s, p, o) for s, p, o, _ in read.quads()}
    expected = set(rdflib.Graph().parse(data=exported(small_graph, "ntriples"), format="nt"))

    assert len(expected) == len(small_graph.store)
    assert terms == expected


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
@pytest.mark.parametrize("name", sorted(FORMATS))
def test_what_rdflib_writes_oxigraph_reads(small_graph: Graph, name: str) -> None:
    text = small_graph.to_rdflib().serialize(format="nt11", encoding="utf-8")
    assert {str(q.triple) for q in ox.parse(text, ox.RdfFormat.N_TRIPLES)} == triples(small_graph)
    dataset = rdflib.Dataset()
    dataset.parse(data=exported(small_graph, name), format=RDFLIB[name])
    again = dataset.serialize(format="nquads", encoding="utf-8")

    assert {str(q.triple) for q in ox.parse(again, ox.RdfFormat.N_QUADS)} == triples(small_graph)


def test_pyld_expands_the_json_ld_export_to_the_same_graph(small_graph: Graph) -> None:
    document = json.loads(exported(small_graph, "jsonld"))
    quads = pyld.jsonld.to_rdf(document, {"format": "application/n-quads"})

    assert {str(q.triple) for q in ox.parse(quads, ox.RdfFormat.N_QUADS)} == triples(small_graph)


def test_the_json_ld_export_is_plain_to_read(graph: Graph) -> None:
    document = json.loads(exported(graph, "jsonld"))
    duty = next(node for node in document["@graph"] if node["id"] == "duty/652328104/2025-07/c-012")

    assert sorted(duty["type"]) == ["CooperationDuty", "Duty", "prov:Entity", "skos:Concept"]
    assert duty["number"] == 12
    assert duty["label"] == {"zh": "农业水价调整工作"}
    assert duty["inList"] == "list/652328104/2025-07/cooperation"
    assert not [key for node in document["@graph"] for key in node if ":" in key or "@" in key]


def test_json_ld_with_another_base_is_the_same_graph(
    small_text: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    from kg.building import build

    home = tmp_path_factory.mktemp("base")
    (home / "a.txt").write_text(small_text, "utf-8")
    base = "https://data.example.org/lists/"
    graph = Graph(build([home / "a.txt"], into=home / "s", base=base).store)
    read = ox.parse(exported(graph, "jsonld"), ox.RdfFormat.JSON_LD)

    assert {str(quad.triple) for quad in read} == triples(graph)
