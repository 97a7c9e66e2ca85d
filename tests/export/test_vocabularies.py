"""SSSOM, SKOS and CPSV-AP: what others' tools expect of these formats holds."""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import pytest
import rdflib
from rdflib import DCAT, DCTERMS, FOAF, ORG, RDF, RDFS, SKOS, URIRef

from kg.export.files import FORMATS
from kg.export.vocabularies.cpsv import CPSV, CV
from kg.store.graph import Graph

DATA = Path(__file__).parents[1] / "data"
SERVICE, BODY = URIRef(CPSV + "PublicService"), URIRef(CV + "PublicOrganisation")
PARTICIPATION = URIRef(CV + "Participation")


def written(graph: Graph, name: str) -> str:
    stream = io.BytesIO()
    write = FORMATS[name].stream
    assert write is not None
    write(graph, stream, False)
    return stream.getvalue().decode()


@pytest.fixture(scope="module")
def skos(graph: Graph) -> rdflib.Graph:
    return rdflib.Graph().parse(data=written(graph, "skos"), format="turtle")


@pytest.fixture(scope="module")
def cpsv(graph: Graph) -> rdflib.Graph:
    return rdflib.Graph().parse(data=written(graph, "cpsv-ap"), format="turtle")


# -- SSSOM


@cache
def slots() -> set[str]:
    lines = (DATA / "sssom_slots.txt").read_text("utf-8").splitlines()
    return {line for line in lines if line and not line.startswith("#")}


def test_sssom_has_a_row_a_link_under_slots_that_exist(graph: Graph) -> None:
    lines = written(graph, "sssom").splitlines()
    head = [line for line in lines if line.startswith("#")]
    rows = list(csv.DictReader(lines[len(head) :], delimiter="\t"))
    count = next(graph.rows("SELECT (COUNT(?x) AS ?n) WHERE { ?x a :MatchLink }"))
    keys = {line[1:].split(":")[0] for line in head if line[1] not in " "}

    assert len(rows) == int(count["n"])
    assert set(rows[0]) | keys <= slots()
    assert {"mapping_set_id", "license", "curie_map"} <= keys
    assert {row["predicate_id"] for row in rows} <= {
        "skos:exactMatch",
        "skos:closeMatch",
        "skos:broadMatch",
        "skos:narrowMatch",
    }
    assert all(0 < float(row["confidence"]) <= 1 for row in rows)
    assert all(row["subject_label"] and row["object_label"] for row in rows)


def test_sssom_expands_to_the_duties_of_the_graph(graph: Graph) -> None:
    lines = written(graph, "sssom").splitlines()
    duty = next(line for line in lines if line.startswith("#  duty:")).split(": ")[1]
    rows = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t")
    found = {
        (row["subject_id"].replace("duty:", duty), row["object_id"].replace("duty:", duty))
        for row in rows
    }
    links = graph.rows("SELECT * WHERE { ?x :matchSubject ?one ; :matchObject ?two }")

    assert found == {(row["one"], row["two"]) for row in links}


# -- SKOS


def test_every_concept_is_in_a_scheme_and_has_one_preferred_label(skos: rdflib.Graph) -> None:
    for concept in skos.subjects(RDF.type, SKOS.Concept):
        assert list(skos.objects(concept, SKOS.inScheme)), concept
        languages = Counter(label.language for label in skos.objects(concept, SKOS.prefLabel))
        assert languages["zh"] == 1, concept
        assert set(languages.values()) == {1}, concept
        shared = set(skos.objects(concept, SKOS.prefLabel)) & set(
            skos.objects(concept, SKOS.altLabel)
        )
        assert not shared, concept


def test_every_scheme_has_titles_in_both_languages_and_top_concepts(skos: rdflib.Graph) -> None:
    schemes = set(skos.subjects(RDF.type, SKOS.ConceptScheme))
    for scheme in schemes:
        assert {label.language for label in skos.objects(scheme, SKOS.prefLabel)} == {"zh", "en"}
        assert list(skos.objects(scheme, SKOS.hasTopConcept)), scheme
    assert len(schemes) == 15 + 3 + 3
    assert set(skos.objects(None, SKOS.inScheme)) == schemes


def test_from_every_concept_a_way_leads_up_to_a_top_concept(skos: rdflib.Graph) -> None:
    for concept in skos.subjects(RDF.type, SKOS.Concept):
        above = set(skos.transitive_objects(concept, SKOS.broader))
        assert any((node, SKOS.topConceptOf, None) in skos for node in above), concept
    for one, two in skos.subject_objects(SKOS.broader):
        assert (two, SKOS.narrower, one) in skos
    for concept, scheme in skos.subject_objects(SKOS.topConceptOf):
        assert (scheme, SKOS.hasTopConcept, concept) in skos


def test_every_duty_and_matter_is_a_concept(skos: rdflib.Graph) -> None:
    duties = {s for s in skos.subjects(RDF.type, SKOS.Concept) if "/duty/" in str(s)}

    assert len(duties) == 1258
    for duty in duties:
        matters = {o for o in skos.objects(duty, SKOS.broadMatch) if "/matter/" in str(o)}
        assert len(matters) == 1
        assert (matters.pop(), RDF.type, SKOS.Concept) in skos


def test_all_links_lead_somewhere_and_all_terms_are_of_the_vocabularies(
    skos: rdflib.Graph,
) -> None:
    for _, what, value in skos:
        assert what in SKOS or what in DCTERMS or what == RDF.type
        if isinstance(value, URIRef) and what in SKOS:
            assert (value, RDF.type, None) in skos, value


# -- CPSV-AP


@cache
def semic_terms() -> set[str]:
    lines = (DATA / "semic_terms.txt").read_text("utf-8").splitlines()
    return {line for line in lines if line and not line.startswith("#")}


def test_terms_of_the_profile_exist(cpsv: rdflib.Graph) -> None:
    for term in {*cpsv.predicates(), *cpsv.objects(None, RDF.type)}:
        known = str(term) in semic_terms() or any(
            term in space for space in (DCTERMS, DCAT, SKOS, ORG, FOAF, RDF, RDFS)
        )
        assert known, term


def test_what_somebody_answers_for_is_a_service(graph: Graph, cpsv: rdflib.Graph) -> None:
    services = set(cpsv.subjects(RDF.type, SERVICE))
    duties = {row["x"] for row in graph.rows("SELECT ?x WHERE { ?x a :Duty }")}
    left_out = duties - {str(service) for service in services}
    nobody = {row["x"] for row in graph.rows("SELECT ?x WHERE { ?x :discontinued true }")}

    assert left_out == nobody
    assert len(services) == 1258 - 2


@pytest.mark.parametrize(
    ("kind", "once", "some"),
    [
        (
            SERVICE,
            (DCTERMS.identifier, DCTERMS.title, DCTERMS.description),
            (URIRef(CV + "hasCompetentAuthority"), URIRef(CV + "hasParticipation")),
        ),
        (
            PARTICIPATION,
            (DCTERMS.identifier, DCTERMS.description, URIRef(CV + "hasParticipant")),
            (URIRef(CV + "role"),),
        ),
        (BODY, (DCTERMS.spatial, SKOS.prefLabel), ()),
        (DCAT.Dataset, (DCTERMS.publisher, DCTERMS.title, DCTERMS.description), ()),
    ],
)
def test_what_the_profile_demands_is_there(
    cpsv: rdflib.Graph, kind: URIRef, once: tuple[URIRef, ...], some: tuple[URIRef, ...]
) -> None:
    nodes = list(cpsv.subjects(RDF.type, kind))
    assert nodes
    for node in nodes:
        for prop in once:
            assert len(list(cpsv.objects(node, prop))) == 1, (node, prop)
        for prop in some:
            assert list(cpsv.objects(node, prop)), (node, prop)


def test_a_competent_authority_is_a_public_organisation_somewhere(cpsv: rdflib.Graph) -> None:
    for body in set(cpsv.objects(None, URIRef(CV + "hasCompetentAuthority"))):
        assert (body, RDF.type, BODY) in cpsv
        place = cpsv.value(body, DCTERMS.spatial)
        assert (place, RDF.type, DCTERMS.Location) in cpsv


def test_the_roles_of_a_duty_are_its_participations(graph: Graph, cpsv: rdflib.Graph) -> None:
    found: dict[str, int] = defaultdict(int)
    for service in cpsv.subjects(RDF.type, SERVICE):
        for _ in cpsv.objects(service, URIRef(CV + "hasParticipation")):
            found[str(service)] += 1
    counts = graph.rows(
        "SELECT ?d (COUNT(?r) AS ?n) WHERE { ?r :responsibilityFor ?d ; :party ?p } GROUP BY ?d"
    )
    expected = {row["d"]: int(row["n"]) for row in counts}

    assert all(expected[duty] == number for duty, number in found.items())
