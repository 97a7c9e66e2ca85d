"""SKOS: the graph as vocabularies a browser such as Skosmos loads.

Schemes: every duty list, the Matters, functions of offices, categories, and the ontology's own
roles, certainties and ways of taking back. Only SKOS and DCTERMS terms, every concept with one
preferred label a language; alternative labels never repeat it (SKOS Reference, S13, S14).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, TYPE_CHECKING

import pyoxigraph as ox

from kg.export.vocabularies.turtle import write_turtle
from kg.kinds import shown_edition
from kg.rdf.ntriples import Lines, literal, typed, zh
from kg.rdf.terms import DATA_LICENCE, PREFIXES, S, W, X
from kg.resources import folder
from kg.values import ListKind

if TYPE_CHECKING:
    from kg.store.graph import Graph

_SKOS = PREFIXES["skos"]
_DCTERMS = PREFIXES["dcterms"]
_LISTS = """
SELECT ?iri ?label ?kind ?township ?edition ?issued WHERE {
  ?iri a :DutyList ; rdfs:label ?label ; :listKind ?kind ; :inDocument ?d ; :ofTownship/rdfs:label ?township .
  ?d :edition ?edition . %s OPTIONAL { ?d dcterms:issued ?issued }
}"""
_DUTIES = """
SELECT ?iri ?scheme ?label ?number ?line ?document ?category ?matter WHERE {
  ?iri a :Duty ; :inList ?scheme ; rdfs:label ?label ; :number ?number ; :citation ?c ; :matter ?matter .
  ?c :line ?line ; :inDocument ?d . ?d :path ?document . %s
  OPTIONAL { ?iri :category ?category }
}"""
_MATCHES = """
SELECT ?one ?match ?two WHERE {
  VALUES ?match { skos:exactMatch skos:closeMatch skos:broadMatch skos:narrowMatch }
  ?one ?match ?two .
}"""
_SHARED = """
SELECT ?iri ?what ?value (LANG(?value) AS ?language) WHERE {
  VALUES ?cls { %s }
  ?iri a ?cls .
  { ?iri rdfs:label ?value BIND("label" AS ?what) }
  UNION { ?iri skos:altLabel ?value BIND("alt" AS ?what) }
  UNION { ?iri skos:broader ?value BIND("broader" AS ?what) }
}"""
_KINDS_EN = {
    ListKind.BASIC: "basic duties",
    ListKind.COOPERATION: "cooperation duties",
    ListKind.RECLAIMED: "reclaimed duties",
}
_OWN = tuple(
    _SKOS + name
    for name in ("prefLabel", "definition", "example", "notation", "inScheme", "topConceptOf")
)
"""What is kept of the ontology's own concepts."""


def write_skos(graph: Graph, output: IO[bytes], *, all_editions: bool = False) -> None:
    """Write the vocabularies of the current editions (or all) as Turtle."""
    lines = Lines()
    only = "" if all_editions else "FILTER EXISTS { ?d :current true }"
    for iri, kinds, label, english in (
        ("functions", ":Function", "部门职能", "functions of offices"),
        ("categories", ":Category", "事项类别", "duty categories"),
        ("matters", ":Matter", "同一事", "matters: the same duty across townships"),
    ):
        scheme = f"{graph.base}scheme/{iri}"
        _scheme(lines, scheme, label, english)
        _concepts(graph, lines, scheme, kinds)
    _duties(graph, lines, only)
    _own_concepts(lines)
    prefixes = {name: PREFIXES[name] for name in ("skos", "dcterms", "xsd", "rdf")}
    write_turtle(lines.found, output, prefixes)


def _scheme(lines: Lines, iri: str, label: str, english: str) -> None:
    lines.link(iri, W.type, W.ConceptScheme)
    for prop in (W.prefLabel, f"{_DCTERMS}title"):
        lines.add(iri, prop, zh(label))
        lines.add(iri, prop, literal(english, "en"))
    lines.link(iri, f"{_DCTERMS}license", DATA_LICENCE)


def _top(lines: Lines, iri: str, scheme: str) -> None:
    lines.link(iri, f"{_SKOS}topConceptOf", scheme)
    lines.link(scheme, f"{_SKOS}hasTopConcept", iri)


def _concepts(graph: Graph, lines: Lines, scheme: str, kinds: str) -> None:
    """Concepts that lists share, with labels and hierarchy."""
    found: dict[str, dict[str, list[tuple[str, str]]]] = {}
    for row in graph.rows(_SHARED.replace("%s", kinds)):
        values = found.setdefault(row["iri"], {})
        values.setdefault(row["what"], []).append((row.get("language", ""), row["value"]))
    for iri, values in sorted(found.items()):
        lines.link(iri, W.type, W.Concept)
        lines.link(iri, W.inScheme, scheme)
        preferred: dict[str, str] = {}
        for language, text in sorted(values["label"]):
            preferred.setdefault(language, text)
        for language, text in preferred.items():
            lines.add(iri, W.prefLabel, literal(text, language))
        for language, text in values.get("alt", ()):
            if preferred.get(language) != text:
                lines.add(iri, W.altLabel, literal(text, language))
        for _, broader in values.get("broader", ()):
            lines.link(iri, W.broader, broader)
            lines.link(broader, f"{_SKOS}narrower", iri)
        if "broader" not in values:
            _top(lines, iri, scheme)


def _duties(graph: Graph, lines: Lines, only: str) -> None:
    for row in graph.rows(_LISTS.replace("%s", only)):
        edition, dated = row["edition"], shown_edition(row["edition"], "undated edition")
        english = f"{_KINDS_EN[ListKind(row['kind'])]} of {row['township']}, "
        english += dated if dated != edition else f"edition {edition}"
        _scheme(lines, row["iri"], f"{row['label']}（{shown_edition(edition)}）", english)
        if "issued" in row:
            lines.add(row["iri"], W.issued, typed(row["issued"], X.gYearMonth))
    known = set()
    for row in graph.rows(_DUTIES.replace("%s", only)):
        iri = row["iri"]
        known.add(iri)
        lines.link(iri, W.type, W.Concept)
        lines.link(iri, W.inScheme, row["scheme"])
        _top(lines, iri, row["scheme"])
        lines.add(iri, W.prefLabel, zh(row["label"]))
        lines.add(iri, f"{_SKOS}notation", literal(row["number"]))
        lines.add(iri, f"{_DCTERMS}source", literal(f"{row['document']}:{row['line']}"))
        # A duty is one township's form of a Matter: across schemes that is a mapping, not broader.
        lines.link(iri, f"{_SKOS}broadMatch", row["matter"])
        if "category" in row:
            lines.link(iri, W.subject, row["category"])
    for row in graph.rows(_MATCHES):
        if row["one"] in known and row["two"] in known:
            lines.link(row["one"], row["match"], row["two"])


def _own_concepts(lines: Lines) -> None:
    """Roles, certainties and ways of taking back, as ontology/duty.ttl describes them."""
    for quad in _ontology():
        subject, predicate = quad.subject, quad.predicate.value
        assert isinstance(subject, ox.NamedNode)
        lines.link(subject.value, W.type, W.Concept)
        lines.found.append(f"{subject} {quad.predicate} {quad.object} .")
        if predicate == f"{_SKOS}topConceptOf" and isinstance(quad.object, ox.NamedNode):
            lines.link(quad.object.value, f"{_SKOS}hasTopConcept", subject.value)
    for iri, label, english in (
        (S.roles, "角色", "roles"),
        (S.certainties, "确定程度", "certainties"),
        (S.reclaimKinds, "收回方式", "ways of taking back"),
    ):
        _scheme(lines, iri, label, english)


def _ontology() -> Iterator[ox.Quad]:
    path = folder("ontology") / "duty.ttl"
    quads = list(ox.parse(path.read_text("utf-8"), ox.RdfFormat.TURTLE))
    concept = ox.NamedNode(W.Concept)
    concepts = {q.subject for q in quads if q.predicate.value == W.type and q.object == concept}
    return (q for q in quads if q.subject in concepts and q.predicate.value in _OWN)
