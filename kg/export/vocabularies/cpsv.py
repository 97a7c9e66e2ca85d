"""CPSV-AP: duties as public services for the tools of the EU's application profile.

CPSV-AP 3.2 and CPOV 2.1 (SEMIC). Only for interchange: in the graph itself a duty is not a public
service. The competent authority is who answers for the duty: the township (basic), the leading
departments (cooperation), the department that took it back (reclaimed). What nobody does any more
has none and is left out; enterprises take part but are no public organisations.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO, TYPE_CHECKING

import pyoxigraph as ox

from kg.export.vocabularies.turtle import write_turtle
from kg.kinds import shown_edition
from kg.rdf.ntriples import Lines, literal, zh
from kg.rdf.terms import DATA_LICENCE, NAMESPACE, PREFIXES, W
from kg.resources import folder
from kg.values import ListKind

if TYPE_CHECKING:
    from kg.store.graph import Graph

CV = "http://data.europa.eu/m8g/"
CPSV = "http://purl.org/vocab/cpsv#"
FOAF = "http://xmlns.com/foaf/0.1/"
DCT = PREFIXES["dcterms"]
_LANGUAGE = "http://publications.europa.eu/resource/authority/language/ZHO"
_ONLY = "FILTER EXISTS { ?d :current true }"
_DUTIES = """
SELECT ?iri ?list ?kind ?label ?township ?place ?category ?method WHERE {
  ?iri a :Duty ; :inList ?list ; rdfs:label ?label ; :ofTownship ?township ; :citation/:inDocument ?d .
  ?list :listKind ?kind . %s
  OPTIONAL { ?township :within ?place } OPTIONAL { ?iri :category ?category } OPTIONAL { ?iri :method ?method }
}"""
_HOLDERS = """
SELECT ?iri ?holder WHERE {
  { ?holder :leads ?iri } UNION { ?holder :reclaimed ?iri }
  ?holder a ?cls . FILTER(?cls IN (:Department, :Township))
}"""
_CLAUSES = """
SELECT ?iri ?side ?number ?text WHERE {
  VALUES (?cls ?side) { (:SuperiorClause "1") (:TownshipClause "2") }
  ?c a ?cls ; :clauseOf ?iri ; :number ?number ; :text ?text .
}"""
_PARTIES = """
SELECT ?iri ?duty ?role ?party ?words ?quote WHERE {
  ?iri :responsibilityFor ?duty ; :role ?role ; :party ?party ; :citation/:quote ?quote .
  OPTIONAL { ?iri :asWritten ?words }
}"""
_BODIES = """
SELECT ?iri ?label ?place ?branch ?code WHERE {
  ?iri rdfs:label ?label .
  { ?iri a :Department . OPTIONAL { ?iri :jurisdiction ?place } OPTIONAL { ?iri :branch ?branch } }
  UNION { ?iri a :Township ; :within ?place ; :code ?code }
}"""
_LABELS = """
SELECT ?iri ?cls ?label (LANG(?label) AS ?language) WHERE {
  VALUES ?cls { :Category :Jurisdiction } ?iri a ?cls ; rdfs:label ?label }"""
_LISTS = """
SELECT ?iri ?label ?township ?edition ?document WHERE {
  ?iri a :DutyList ; rdfs:label ?label ; :ofTownship ?township ; :inDocument ?d .
  ?d :edition ?edition ; :path ?document . %s
}"""


def write_cpsv(graph: Graph, output: IO[bytes], *, all_editions: bool = False) -> None:
    """Write the profile of the current editions (or all) as Turtle."""
    only = "" if all_editions else _ONLY
    writer = _Profile(graph)
    services = writer.services(only)
    writer.participations(services)
    writer.lists(only)
    writer.labels()
    prefixes = {"cv": CV, "cpsv": CPSV, "foaf": FOAF, "": NAMESPACE}
    prefixes |= {name: PREFIXES[name] for name in ("dcterms", "skos", "org", "dcat", "rdf")}
    write_turtle(writer.lines.found, output, prefixes)


class _Profile:
    """Writes services, participations, organisations and what they lead to."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self.lines = Lines()
        self._bodies = {row["iri"]: row for row in graph.rows(_BODIES)}
        self._roles = _roles()
        self._written: set[str] = set()
        self._used: set[str] = set()

    def services(self, only: str) -> set[str]:
        """Every duty that somebody answers for; return their IRIs."""
        holders: dict[str, list[str]] = {}
        for row in self._graph.rows(_HOLDERS):
            if self._is_public(row["holder"]):
                holders.setdefault(row["iri"], []).append(row["holder"])
        clauses: dict[str, list[tuple[str, int, str]]] = {}
        for row in self._graph.rows(_CLAUSES):
            clauses.setdefault(row["iri"], []).append(
                (row["side"], int(row["number"]), row["text"])
            )
        done = set()
        for row in self._graph.rows(_DUTIES.replace("%s", only)):
            iri = row["iri"]
            if iri not in holders:
                continue
            done.add(iri)
            text = "\n".join(text for _, _, text in sorted(clauses.get(iri, ())))
            text = text or row.get("method") or f"{ListKind(row['kind']).zh}：{row['label']}"
            self._service(row, text, holders[iri])
        return done

    def _service(self, row: dict[str, str], text: str, holders: Iterable[str]) -> None:
        lines, iri = self.lines, row["iri"]
        lines.link(iri, W.type, CPSV + "PublicService")
        lines.add(iri, W.identifier, literal(iri))
        lines.add(iri, DCT + "title", zh(row["label"]))
        lines.add(iri, DCT + "description", zh(text))
        lines.link(iri, DCT + "language", _LANGUAGE)
        lines.link(iri, DCT + "isPartOf", row["list"])
        if "place" in row:
            lines.link(iri, DCT + "spatial", row["place"])
            self._used.add(row["place"])
        if "category" in row:
            lines.link(iri, CV + "thematicArea", row["category"])
        for holder in holders:
            lines.link(iri, CV + "hasCompetentAuthority", holder)
            self._organisation(holder)

    def participations(self, services: set[str]) -> None:
        """Every Responsibility of a service that names its party."""
        lines = self.lines
        for row in self._graph.rows(_PARTIES):
            if row["duty"] not in services:
                continue
            iri = row["iri"]
            lines.link(row["duty"], CV + "hasParticipation", iri)
            lines.link(iri, W.type, CV + "Participation")
            lines.add(iri, W.identifier, literal(iri))
            lines.link(iri, CV + "role", row["role"])
            lines.link(iri, CV + "hasParticipant", row["party"])
            role, body = self._roles[row["role"]]["zh"], self._bodies[row["party"]]["label"]
            words = f"“{row['words']}”" if "words" in row else ""
            lines.add(iri, DCT + "description", zh(f"{role}：{body}{words}"))
            for language, label in self._roles[row["role"]].items():
                lines.add(row["role"], W.prefLabel, literal(label, language))
            lines.link(row["role"], W.type, W.Concept)
            self._organisation(row["party"])

    def _is_public(self, iri: str) -> bool:
        body = self._bodies[iri]
        return "place" in body and body.get("branch") != "enterprise"

    def _organisation(self, iri: str) -> None:
        if iri in self._written:
            return
        self._written.add(iri)
        lines, body = self.lines, self._bodies[iri]
        lines.link(iri, W.type, PREFIXES["org"] + "Organization")
        lines.link(iri, W.type, FOAF + "Agent")
        if self._is_public(iri):
            lines.link(iri, W.type, CV + "PublicOrganisation")
            lines.link(iri, DCT + "spatial", body["place"])
            self._used.add(body["place"])
        lines.add(iri, W.identifier, literal(body.get("code", iri)))
        lines.add(iri, W.prefLabel, zh(body["label"]))
        lines.add(iri, DCT + "title", zh(body["label"]))

    def lists(self, only: str) -> None:
        """The duty lists as datasets published by their township."""
        for row in self._graph.rows(_LISTS.replace("%s", only)):
            lines, iri = self.lines, row["iri"]
            lines.link(iri, W.type, W.Dataset)
            lines.add(iri, W.identifier, literal(iri))
            lines.add(iri, DCT + "title", zh(f"{row['label']}（{shown_edition(row['edition'])}）"))
            lines.add(iri, DCT + "description", zh(f"{row['label']}，来自 {row['document']}"))
            lines.link(iri, DCT + "publisher", row["township"])
            lines.link(iri, W.license, DATA_LICENCE)
            self._organisation(row["township"])

    def labels(self) -> None:
        """Categories, places and the language."""
        lines = self.lines
        for row in self._graph.rows(_LABELS):
            iri, label = row["iri"], literal(row["label"], row.get("language", ""))
            if row["cls"].endswith("Category"):
                lines.link(iri, W.type, W.Concept)
                lines.add(iri, W.prefLabel, label)
            elif iri in self._used:
                lines.link(iri, W.type, DCT + "Location")
                lines.add(iri, W.label, label)
        lines.link(_LANGUAGE, W.type, DCT + "LinguisticSystem")


def _roles() -> dict[str, dict[str, str]]:
    """The labels of the ontology's roles by language."""
    text = (folder("ontology") / "duty.ttl").read_text("utf-8")
    found: dict[str, dict[str, str]] = {}
    for quad in ox.parse(text, ox.RdfFormat.TURTLE):
        subject, value = quad.subject, quad.object
        if quad.predicate.value == W.prefLabel and isinstance(value, ox.Literal):
            assert isinstance(subject, ox.NamedNode)
            found.setdefault(subject.value, {})[value.language or ""] = value.value
    return found
