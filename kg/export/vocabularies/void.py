"""VoID and DCAT 3: the dataset described with its figures, lists, formats and licence.

https://www.w3.org/TR/void/, https://www.w3.org/TR/vocab-dcat-3/. The figures are counted in the
graph; no clock, so the same graph has the same description.
"""

from __future__ import annotations

import hashlib
from typing import IO, TYPE_CHECKING

from kg.export.vocabularies.turtle import write_turtle
from kg.kinds import shown_edition
from kg.rdf.iris import Iris
from kg.rdf.ntriples import Lines, literal, typed, zh
from kg.rdf.terms import DATA_LICENCE, DATA_RIGHTS, NAMESPACE, PREFIXES, D, W, X

if TYPE_CHECKING:
    from kg.store.graph import Graph

VOID = "http://rdfs.org/ns/void#"
_DCAT = PREFIXES["dcat"]
_DCTERMS = PREFIXES["dcterms"]
_FORMATS = {
    "turtle": ("text/turtle", "Turtle"),
    "ntriples": ("application/n-triples", "N-Triples"),
    "nquads": ("application/n-quads", "N-Quads"),
    "trig": ("application/trig", "TriG"),
    "jsonld": ("application/ld+json", "JSON-LD"),
    "rdfxml": ("application/rdf+xml", "RDF_XML"),
}
"""Media types (https://www.iana.org/assignments/media-types/) and W3C's names of formats."""
_VOCABULARIES = ("rdfs", "skos", "org", "prov", "dcat", "dcterms", "owl")
_FIGURES = {
    "distinctSubjects": "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s ?p ?o }",
    "distinctObjects": "SELECT (COUNT(DISTINCT ?o) AS ?n) WHERE { ?s ?p ?o }",
    "properties": "SELECT (COUNT(DISTINCT ?p) AS ?n) WHERE { ?s ?p ?o }",
    "classes": "SELECT (COUNT(DISTINCT ?c) AS ?n) WHERE { ?s a ?c }",
}
_CLASSES = "SELECT ?x (COUNT(?s) AS ?n) WHERE { ?s a ?x } GROUP BY ?x"
_PROPERTIES = "SELECT ?x (COUNT(*) AS ?n) WHERE { ?s ?x ?o } GROUP BY ?x"
_LISTS = """
SELECT ?list ?label ?edition ?township ?issued (COUNT(?duty) AS ?n) WHERE {
  ?list a :DutyList ; rdfs:label ?label ; :inDocument ?d ; :ofTownship ?township .
  ?d :edition ?edition . ?duty :inList ?list . OPTIONAL { ?d dcterms:issued ?issued }
} GROUP BY ?list ?label ?edition ?township ?issued"""
_PLACES = "SELECT DISTINCT ?place WHERE { ?t a :Township ; :within ?place }"


def write_void(graph: Graph, output: IO[bytes]) -> None:
    """Write the description as Turtle."""
    lines = Lines()
    dataset = Iris(graph.base).dataset()
    _dataset(graph, lines, dataset)
    _figures(graph, lines, dataset)
    for row in graph.rows(_LISTS):
        part = row["list"]
        for link in (f"{_DCTERMS}hasPart", f"{VOID}subset"):
            lines.link(dataset, link, part)
        for kind in (W.Dataset, f"{VOID}Dataset"):
            lines.link(part, W.type, kind)
        lines.add(
            part, f"{_DCTERMS}title", zh(f"{row['label']}（{shown_edition(row['edition'])}）")
        )
        lines.add(part, f"{_DCAT}version", literal(row["edition"]))
        lines.add(part, f"{VOID}entities", typed(row["n"], X.integer))
        lines.link(part, f"{_DCTERMS}publisher", row["township"])
        lines.link(part, f"{_DCTERMS}license", DATA_LICENCE)
        if "issued" in row:
            lines.add(part, W.issued, typed(row["issued"], X.gYearMonth))
    prefixes = {name: PREFIXES[name] for name in ("dcat", "dcterms", "rdf", "xsd")}
    write_turtle(lines.found, output, prefixes | {"void": VOID, "duty": NAMESPACE})


def _dataset(graph: Graph, lines: Lines, dataset: str) -> None:
    base = graph.base
    for kind in (f"{VOID}Dataset", W.Dataset):
        lines.link(dataset, W.type, kind)
    names = "、".join(f"{d['township']}（{shown_edition(d['edition'])}）" for d in graph.documents)
    count = len(graph.documents)
    for prop, text, english in (
        ("title", "履职事项清单知识图谱", "Knowledge graph of township duty lists"),
        (
            "description",
            f"{count} 份乡镇（街道）履职事项清单：{names}；每条陈述都有出处。",
            f"{count} duty lists of townships; every statement leads to its source line.",
        ),
    ):
        lines.add(dataset, _DCTERMS + prop, zh(text))
        lines.add(dataset, _DCTERMS + prop, literal(english, "en"))
    for word in ("履职事项清单", "乡镇", "职责"):
        lines.add(dataset, f"{_DCAT}keyword", zh(word))
    ontology = NAMESPACE.rstrip("#")
    lines.link(dataset, f"{_DCTERMS}conformsTo", ontology)
    lines.link(dataset, f"{_DCTERMS}license", DATA_LICENCE)
    lines.add(dataset, f"{_DCTERMS}rights", zh(DATA_RIGHTS["zh"]))
    lines.add(dataset, f"{_DCTERMS}rights", literal(DATA_RIGHTS["en"], "en"))
    lines.link(dataset, f"{_DCTERMS}creator", "https://dutykg.example/authors")
    lines.link(dataset, f"{_DCTERMS}publisher", "https://dutykg.example/authors")
    language = "http://publications.europa.eu/resource/authority/language/ZHO"
    lines.link(dataset, f"{_DCTERMS}language", language)
    for row in graph.rows(_PLACES):
        lines.link(dataset, f"{_DCTERMS}spatial", row["place"])
    lines.add(dataset, f"{VOID}uriSpace", literal(base))
    lines.link(dataset, f"{VOID}sparqlEndpoint", f"{base}sparql")
    lines.link(dataset, f"{VOID}vocabulary", NAMESPACE)
    for name in _VOCABULARIES:
        lines.link(dataset, f"{VOID}vocabulary", PREFIXES[name])
    service = f"{base}sparql#service"
    lines.link(service, W.type, f"{_DCAT}DataService")
    lines.add(service, f"{_DCTERMS}title", literal("SPARQL 1.1", "en"))
    lines.link(service, f"{_DCAT}endpointURL", f"{base}sparql")
    lines.link(service, f"{_DCAT}servesDataset", dataset)
    for name, (media, w3c) in _FORMATS.items():
        file = f"{dataset}/{name}"
        lines.link(dataset, W.distribution, file)
        lines.link(dataset, f"{VOID}feature", f"http://www.w3.org/ns/formats/{w3c}")
        lines.link(file, W.type, W.Distribution)
        lines.add(file, f"{_DCTERMS}title", literal(f"kg export --format {name}"))
        # Who takes one file sees no more than its own description.
        lines.link(file, f"{_DCTERMS}license", DATA_LICENCE)
        lines.link(file, f"{_DCAT}accessService", service)
        lines.link(file, f"{_DCAT}accessURL", f"{base}sparql")
        lines.link(
            file, f"{_DCAT}mediaType", f"https://www.iana.org/assignments/media-types/{media}"
        )


def _figures(graph: Graph, lines: Lines, dataset: str) -> None:
    lines.add(dataset, f"{VOID}triples", typed(graph.summary["triples"], X.integer))
    for name, query in _FIGURES.items():
        lines.add(dataset, VOID + name, typed(next(graph.rows(query))["n"], X.integer))
    for query, part, what, figure in (
        (_CLASSES, "classPartition", "class", "entities"),
        (_PROPERTIES, "propertyPartition", "property", "triples"),
    ):
        for row in graph.rows(query):
            mark = hashlib.sha256(row["x"].encode()).hexdigest()[:8]
            node = f"{dataset}/{what}-{mark}"
            lines.link(dataset, VOID + part, node)
            lines.link(node, W.type, f"{VOID}Dataset")
            lines.link(node, VOID + what, row["x"])
            lines.add(node, VOID + figure, typed(row["n"], X.integer))
            if row["x"] == D.Duty:
                lines.add(dataset, f"{VOID}entities", typed(row["n"], X.integer))
    for row in graph.rows("SELECT (MIN(STR(?x)) AS ?first) WHERE { ?x a :CooperationDuty }"):
        if "first" in row:
            lines.link(dataset, f"{VOID}exampleResource", row["first"])
