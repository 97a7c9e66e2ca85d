"""The dataset described (VoID, DCAT) and the record of its build (PROV), outside what is reproducible."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib
from click.testing import Result
from rdflib import DCAT, DCTERMS, PROV, RDF, RDFS, VOID, URIRef

from kg.building import build
from kg.export.files import FORMATS
from kg.rdf.terms import DATA_LICENCE, NAMESPACE
from kg.store.graph import Graph

ROOT = Path(__file__).parents[2]

Run = Callable[..., Result]
DATASET = URIRef("https://dutykg.example/dataset")
DCAT_3 = {str(DCAT.version)} if "version" in dir(DCAT) else {str(DCAT) + "version"}


def written(graph: Graph, name: str) -> bytes:
    stream = io.BytesIO()
    write = FORMATS[name].stream
    assert write is not None
    write(graph, stream, False)
    return stream.getvalue()


@pytest.fixture(scope="module")
def void(graph: Graph) -> rdflib.Graph:
    return rdflib.Graph().parse(data=written(graph, "void"), format="turtle")


def test_the_figures_are_those_of_the_graph(graph: Graph, void: rdflib.Graph) -> None:
    def figure(prop: URIRef) -> int:
        return int(str(void.value(DATASET, prop)))

    assert figure(VOID.triples) == len(graph.store)
    assert figure(VOID.entities) == 1258
    assert figure(VOID.properties) == len(list(void.objects(DATASET, VOID.propertyPartition)))
    assert figure(VOID.classes) == len(list(void.objects(DATASET, VOID.classPartition)))
    assert figure(VOID.triples) == sum(
        int(str(void.value(part, VOID.triples)))
        for part in void.objects(DATASET, VOID.propertyPartition)
    )


def test_every_list_is_a_part_with_its_count(void: rdflib.Graph) -> None:
    parts = list(void.objects(DATASET, VOID.subset))

    assert len(parts) == 15
    assert sum(int(str(void.value(part, VOID.entities))) for part in parts) == 1258
    for part in parts:
        assert (part, RDF.type, DCAT.Dataset) in void
        assert void.value(part, DCTERMS.title)


def test_terms_of_the_description_exist(void: rdflib.Graph) -> None:
    for term in {*void.predicates(), *void.objects(None, RDF.type)}:
        known = str(term) in DCAT_3 or any(term in space for space in (VOID, DCAT, DCTERMS, RDF))
        assert known, term


def test_the_description_is_the_same_each_time(small_graph: Graph) -> None:
    assert written(small_graph, "void") == written(small_graph, "void")


def test_the_build_is_an_activity_that_used_every_document(
    small: Path, tmp_path: Path, kg: Run
) -> None:
    store = build([small], into=tmp_path / "s").store
    done = kg("export", "--format", "prov", "--store", store)
    prov = rdflib.Graph().parse(data=done.stdout_bytes, format="turtle")
    activity = prov.value(DATASET, PROV.wasGeneratedBy)
    sums = {str(value) for value in prov.objects(None, URIRef(NAMESPACE + "sha256"))}

    assert done.exit_code == 0
    assert (activity, RDF.type, PROV.Activity) in prov
    started, ended = (prov.value(activity, prop) for prop in (PROV.startedAtTime, PROV.endedAtTime))
    assert started is not None
    assert ended is not None
    assert started.toPython() <= ended.toPython()
    assert {
        row["sum"] for row in Graph(store).rows("SELECT ?sum { ?d a :Document ; :sha256 ?sum }")
    } < sums
    agent = prov.value(activity, PROV.wasAssociatedWith)
    assert "duty-kg" in str(prov.value(agent, RDFS.label))
    for term in prov.predicates():
        assert term in PROV or term in (RDF.type, RDFS.label) or str(term).startswith(NAMESPACE)


def test_the_graph_itself_knows_no_clock(small: Path, tmp_path: Path) -> None:
    one, two = (build([small], into=tmp_path / name).store for name in ("a", "b"))
    graph = Graph(one)

    assert Graph(two).generation.path.name == graph.generation.path.name
    assert not list(graph.rows("SELECT ?x { ?x ?p ?t . FILTER(DATATYPE(?t) = xsd:dateTime) }"))


def test_the_dataset_carries_the_checksum_of_its_other_triples(graph: Graph) -> None:
    def says_it(line: bytes) -> bool:
        return line.startswith(f"<{DATASET}> <{NAMESPACE}sha256> ".encode())

    lines = written(graph, "ntriples").splitlines(keepends=True)
    total = sum(
        int.from_bytes(hashlib.sha256(line).digest(), "big") for line in lines if not says_it(line)
    )
    digest = f"{total % 2**256:064x}"

    assert lines == sorted(lines)
    assert [line.split()[2].decode() for line in lines if says_it(line)] == [f'"{digest}"']


def test_every_dataset_and_every_file_of_the_description_has_the_licence(
    graph: Graph, void: rdflib.Graph
) -> None:
    things = {x for cls in (DCAT.Dataset, DCAT.Distribution) for x in void.subjects(RDF.type, cls)}

    assert len(things) > len(graph.documents)
    assert {str(void.value(thing, DCTERMS.license)) for thing in things} == {DATA_LICENCE}


def test_one_licence_is_said_of_the_data_everywhere(graph: Graph) -> None:
    said = {
        found
        for name in ("void", "skos", "sssom")
        for found in re.findall(rb"creativecommons\.org/[a-z0-9./-]+", written(graph, name))
    }

    assert said == {b"creativecommons.org/publicdomain/zero/1.0/"}
    void, readme = written(graph, "void").decode(), (ROOT / "README.md").read_text("utf-8")
    for words in (
        "《著作权法》第五条",
        "Art. 5, Copyright Law",
    ):  # with the reason, as the README says it
        assert words in void
        assert words in readme
