"""The ontology says what the program writes, in both languages, and links only to terms that exist."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import DCAT, DCTERMS, ORG, OWL, PROV, RDF, RDFS, SDO, SKOS, XSD

from kg.rdf import terms
from kg.rdf.iris import Iris
from kg.resources import folder
from kg.values import Certainty, Reclaim

ONTOLOGY = rdflib.URIRef("https://dutykg.example/ontology")
DCAT_3 = {str(DCAT) + name for name in ("version", "DatasetSeries", "inSeries", "hasVersion")}
"""New in DCAT 3 (https://www.w3.org/TR/vocab-dcat-3/, change history D.1); rdflib lists DCAT 2."""
SEMIC = Path(__file__).parents[1] / "data" / "semic_terms.txt"
PROPERTIES = (OWL.ObjectProperty, OWL.DatatypeProperty)


@cache
def graph(name: str) -> rdflib.Graph:
    return rdflib.Graph().parse(folder("ontology") / name, format="turtle")


def names(holder: type) -> dict[str, str]:
    return {key: value for key, value in vars(holder).items() if not key.startswith("_")}


def own(subjects: object) -> set[str]:
    found = {str(node) for node in subjects if str(node).startswith(terms.NAMESPACE)}  # type: ignore[attr-defined]
    return found - {terms.NAMESPACE}


def of_type(*types: rdflib.URIRef) -> set[str]:
    return own(node for cls in types for node in graph("duty.ttl").subjects(RDF.type, cls))


FIXED = terms.ROLES | terms.CERTAINTIES | terms.RECLAIM_KINDS
PROPERTY_NAMES = {k: v for k, v in names(terms.D).items() if k[0].islower()} | terms.EDGES
EVERY = sorted(
    {*names(terms.D).values(), *terms.EDGES.values(), *names(terms.S).values(), *FIXED.values()}
)


def test_the_program_and_the_file_have_the_same_classes() -> None:
    written = {iri for name, iri in names(terms.D).items() if name[0].isupper()}
    assert of_type(OWL.Class) == written


def test_the_program_and_the_file_have_the_same_properties() -> None:
    assert of_type(*PROPERTIES) == set(PROPERTY_NAMES.values())


def test_the_program_and_the_file_have_the_same_schemes_and_concepts() -> None:
    assert of_type(SKOS.ConceptScheme) == set(names(terms.S).values())
    assert of_type(SKOS.Concept) == set(FIXED.values())


def test_a_name_in_the_program_is_the_end_of_its_iri() -> None:
    for holder in (terms.D, terms.S):
        assert {k: terms.NAMESPACE + k for k in names(holder)} == names(holder)


def test_nothing_in_the_file_stands_without_a_type() -> None:
    assert own(graph("duty.ttl").subjects()) | own(graph("duty.ttl").objects()) == set(EVERY)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("what", [RDFS.label, SKOS.definition, SKOS.example])
def test_every_term_is_explained_once_in_each_language(what: rdflib.URIRef, language: str) -> None:
    for iri in EVERY:
        texts = [
            t for t in graph("duty.ttl").objects(rdflib.URIRef(iri), what) if t.language == language
        ]
        assert len(texts) == 1, f"{iri} {what} {language}: {texts}"
        assert texts[0].strip() == str(texts[0]) != ""


def test_chinese_labels_and_definitions_are_chinese_and_english_ones_english() -> None:
    for subject, what, text in graph("duty.ttl"):
        if what in (RDFS.label, SKOS.definition) and isinstance(text, rdflib.Literal):
            chinese = bool(re.search(r"[\u4e00-\u9fff]", re.sub(r"\([^)]*\)", "", text)))
            assert chinese == (text.language == "zh"), f"{subject}: {text}"


def test_every_term_says_where_it_is_defined() -> None:
    for iri in EVERY:
        assert list(graph("duty.ttl").objects(rdflib.URIRef(iri), RDFS.isDefinedBy)) == [ONTOLOGY]


def test_labels_tell_classes_apart_and_properties_apart() -> None:
    for kind in ((OWL.Class,), PROPERTIES, (SKOS.Concept,)):
        labels = [
            (label.language, str(label))
            for iri in sorted(of_type(*kind))
            for label in graph("duty.ttl").objects(rdflib.URIRef(iri), RDFS.label)
            if "/ontology#reclaim-" not in iri
        ]
        assert sorted(labels) == sorted(set(labels))


def test_the_header_names_version_licence_and_creators() -> None:
    header = graph("duty.ttl")
    for what in (
        OWL.versionIRI,
        OWL.versionInfo,
        DCTERMS.license,
        DCTERMS.creator,
        DCTERMS.created,
    ):
        assert header.value(ONTOLOGY, what) is not None
    version = str(header.value(ONTOLOGY, OWL.versionInfo))
    assert str(header.value(ONTOLOGY, OWL.versionIRI)) == f"{ONTOLOGY}/{version}"
    assert {title.language for title in header.objects(ONTOLOGY, DCTERMS.title)} == {"zh", "en"}


@pytest.mark.parametrize("name", ["duty.ttl", "alignment.ttl"])
def test_there_are_no_blank_nodes(name: str) -> None:
    assert not [node for node in graph(name).all_nodes() if isinstance(node, rdflib.BNode)]


def test_the_three_kinds_of_duty_exclude_each_other() -> None:
    kinds = [
        rdflib.URIRef(k)
        for k in (terms.D.BasicDuty, terms.D.CooperationDuty, terms.D.ReclaimedDuty)
    ]
    onto = graph("duty.ttl")
    for one in kinds:
        assert (one, RDFS.subClassOf, rdflib.URIRef(terms.D.Duty)) in onto
        for other in kinds:
            if one != other:
                assert (one, OWL.disjointWith, other) in onto or (
                    other,
                    OWL.disjointWith,
                    one,
                ) in onto


def test_domains_and_ranges_are_classes_or_datatypes() -> None:
    classes = of_type(OWL.Class)
    for what in (RDFS.domain, RDFS.range, SDO.domainIncludes, SDO.rangeIncludes):
        for subject, value in graph("duty.ttl").subject_objects(what):
            known = (
                str(value) in classes
                or value in (SKOS.Concept, RDF.langString, RDF.Property)
                or value in XSD
            )
            assert known, f"{subject} {what} {value}"


def test_a_property_of_texts_has_no_class_as_range() -> None:
    onto = graph("duty.ttl")
    for prop in of_type(OWL.DatatypeProperty):
        ranges = list(onto.objects(rdflib.URIRef(prop), RDFS.range))
        assert len(ranges) == 1
        assert ranges[0] in XSD or ranges[0] == RDF.langString


def test_concepts_belong_to_their_scheme() -> None:
    onto = graph("duty.ttl")
    for concepts, scheme in (
        (terms.ROLES, terms.S.roles),
        (terms.CERTAINTIES, terms.S.certainties),
        (terms.RECLAIM_KINDS, terms.S.reclaimKinds),
    ):
        for slug, iri in concepts.items():
            assert list(onto.objects(rdflib.URIRef(iri), SKOS.inScheme)) == [rdflib.URIRef(scheme)]
            assert str(onto.value(rdflib.URIRef(iri), SKOS.notation)) == slug


def test_a_role_and_its_direct_edge_name_each_other() -> None:
    onto = graph("duty.ttl")
    for slug, role in terms.ROLES.items():
        edge = rdflib.URIRef(terms.D.actsIn if slug == "acts" else terms.edge(slug))
        assert list(onto.objects(rdflib.URIRef(role), RDFS.seeAlso)) == [edge]
        assert (edge, RDFS.seeAlso, rdflib.URIRef(role)) in onto


def test_the_table_of_roles_and_the_ontology_have_the_same_roles() -> None:
    with (folder("vocabulary") / "roles.csv").open(encoding="utf-8", newline="") as file:
        assert {row["role"] for row in csv.DictReader(file)} == set(terms.ROLES)


def test_certainties_and_reclaim_kinds_are_those_the_reader_finds() -> None:
    assert {member.value for member in Certainty} == set(terms.CERTAINTIES)
    assert {member.value for member in Reclaim} == set(terms.RECLAIM_KINDS)


def test_the_base_of_the_data_does_not_move_the_ontology() -> None:
    assert Iris("https://example.org/x/").role("leads") == terms.ROLES["leads"]
    with pytest.raises(KeyError):
        Iris().role("laeds")


def semic_terms() -> set[str]:
    lines = SEMIC.read_text(encoding="utf-8").splitlines()
    return {line for line in lines if line and not line.startswith("#")}


def exists(iri: rdflib.URIRef) -> bool:
    """Whether a term of another vocabulary is defined there."""
    if str(iri).startswith((terms.NAMESPACE, str(ONTOLOGY))):
        return True
    if str(iri).startswith(("http://data.europa.eu/m8g/", "http://purl.org/vocab/cpsv#")):
        return str(iri) in semic_terms()
    return str(iri) in DCAT_3 or any(
        iri in space for space in (ORG, SKOS, PROV, DCAT, DCTERMS, SDO, OWL, RDF, RDFS, XSD)
    )


def test_the_check_of_existence_can_fail() -> None:
    assert not exists(ORG.Organization + "X")
    assert not exists(rdflib.URIRef("http://data.europa.eu/m8g/Participations"))
    assert not exists(rdflib.URIRef("http://example.org/a"))


def test_terms_of_other_vocabularies_in_the_alignment_exist() -> None:
    align = graph("alignment.ttl")
    for subject, what, value in align:
        if str(subject).startswith(terms.NAMESPACE):
            assert str(subject) in EVERY, subject
            assert exists(what), what
            assert exists(value), value


def test_terms_of_other_vocabularies_in_the_data_exist() -> None:
    for iri in names(terms.W).values():
        assert exists(rdflib.URIRef(iri)), iri


@pytest.mark.parametrize("space", [ORG, SKOS, PROV, DCAT, DCTERMS, SDO])
def test_every_vocabulary_is_aligned(space: object) -> None:
    assert any(value in space for value in graph("alignment.ttl").objects())  # type: ignore[operator]


def test_classes_align_to_classes_and_properties_to_properties() -> None:
    align = graph("alignment.ttl")
    assert own(align.subjects(RDFS.subClassOf)) <= of_type(OWL.Class)
    assert own(align.subjects(RDFS.subPropertyOf)) <= of_type(*PROPERTIES)
