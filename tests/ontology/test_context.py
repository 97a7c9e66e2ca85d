"""The JSON-LD context loses nothing: what is compacted with it expands to the same dataset."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pyld.jsonld
import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import OWL, RDF

from kg.export.rdf import write_rdf
from kg.rdf import terms
from kg.resources import folder
from kg.store.graph import Graph

CONTEXT: dict[str, Any] = json.loads(
    (folder("ontology") / "context.jsonld").read_text(encoding="utf-8")
)["@context"]


@pytest.fixture(scope="module")
def nquads(small_graph: Graph) -> str:
    """A small dataset: a graph for the edition and one for what lists share."""
    output = io.BytesIO()
    write_rdf(small_graph, "nquads", output)
    return output.getvalue().decode()


@pytest.fixture(scope="module")
def compacted(nquads: str) -> dict[str, Any]:
    expanded = pyld.jsonld.from_rdf(
        nquads, {"format": "application/n-quads", "useNativeTypes": True}
    )
    result = pyld.jsonld.compact(expanded, {"@context": CONTEXT})
    assert isinstance(result, dict)
    return result


def lines(text: str) -> list[str]:
    return sorted(str(quad) for quad in ox.parse(text, ox.RdfFormat.N_QUADS))


def test_pyld_expands_to_the_same_dataset(nquads: str, compacted: dict[str, Any]) -> None:
    back = pyld.jsonld.to_rdf(compacted, {"format": "application/n-quads"})
    assert lines(back) == lines(nquads)


def test_oxigraph_expands_to_the_same_dataset(nquads: str, compacted: dict[str, Any]) -> None:
    quads = ox.parse(json.dumps(compacted), ox.RdfFormat.JSON_LD)
    assert sorted(map(str, quads)) == lines(nquads)


@pytest.mark.filterwarnings(
    "ignore::DeprecationWarning:rdflib"
)  # its parser calls its own old names
def test_rdflib_expands_to_the_same_dataset(nquads: str, compacted: dict[str, Any]) -> None:
    def read(data: str, form: str) -> set[tuple[Any, ...]]:
        dataset = rdflib.Dataset()
        dataset.parse(data=data, format=form)
        return {(s, p, o, str(g)) for s, p, o, g in dataset.quads() if g}

    assert read(json.dumps(compacted), "json-ld") == read(nquads, "nquads")


def test_the_compacted_form_is_plain_to_read(compacted: dict[str, Any]) -> None:
    nodes = [n for graph in compacted["@graph"] for n in graph["@graph"]]
    duty = next(n for n in nodes if "CooperationDuty" in n["type"])
    assert duty["number"] == 1
    assert duty["label"] == {"zh": "农村供水保障工作"}
    assert isinstance(duty["inList"], str)
    assert not [key for node in nodes for key in node if ":" in key]


def test_every_property_has_a_term_of_the_right_kind() -> None:
    onto = rdflib.Graph().parse(folder("ontology") / "duty.ttl")
    for prop in set(onto.subjects(RDF.type, OWL.ObjectProperty)):
        name = str(prop).removeprefix(terms.NAMESPACE)
        assert CONTEXT[name] == {"@id": f"duty:{name}", "@type": "@id"}
    for prop in set(onto.subjects(RDF.type, OWL.DatatypeProperty)):
        name = str(prop).removeprefix(terms.NAMESPACE)
        assert CONTEXT[name]["@id"] == f"duty:{name}"


def test_the_context_is_a_file_of_its_own() -> None:
    text = Path(folder("ontology") / "context.jsonld").read_text(encoding="utf-8")
    assert list(json.loads(text)) == ["@context"]
    assert CONTEXT["@vocab"] == terms.NAMESPACE
