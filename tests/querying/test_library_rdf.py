"""The library as RDF: the file is what the program writes, and says what the queries say."""

from __future__ import annotations

import pyoxigraph as ox
import rdflib
from rdflib.namespace import DCTERMS, RDFS, SH

from kg.export.library import library_turtle
from kg.querying import library as queries
from kg.resources import folder
from kg.store.graph import Graph


def shipped() -> str:
    return (folder("queries") / "library.ttl").read_text("utf-8")


def test_the_shipped_file_is_up_to_date() -> None:
    assert shipped() == library_turtle(queries.library().values()), (
        "run: kg queries --format turtle > queries/library.ttl"
    )


def test_every_query_can_be_run_from_the_rdf_alone(graph: Graph) -> None:
    loaded = rdflib.Graph().parse(data=shipped(), format="turtle")
    found = {str(name): node for node, name in loaded.subject_objects(DCTERMS.identifier)}

    assert sorted(found) == sorted(queries.library())
    for name, item in queries.library().items():
        text = str(loaded.value(found[name], SH.select))
        assert len(list(graph.rows(text))) == item.expected_rows


def test_every_query_has_both_titles_and_its_parameters() -> None:
    loaded = rdflib.Graph().parse(data=shipped(), format="turtle")
    for node, name in loaded.subject_objects(DCTERMS.identifier):
        item = queries.find(str(name))
        labels = {(label.language, str(label)) for label in loaded.objects(node, RDFS.label)}
        names = {str(loaded.value(p, SH.name)) for p in loaded.objects(node, SH.parameter)}
        assert labels == {("zh", item.title), ("en", item.title_en)}
        assert names == {parameter.name for parameter in item.parameters}


def test_there_are_no_blank_nodes() -> None:
    triples = ox.parse(shipped().encode(), ox.RdfFormat.TURTLE)

    assert not any(
        isinstance(t.subject, ox.BlankNode) or isinstance(t.object, ox.BlankNode) for t in triples
    )
