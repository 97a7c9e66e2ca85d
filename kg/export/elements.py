"""Elements: the graph as nodes with values and links with roles, for formats that know no RDF."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.rdf.terms import EDGES, NAMESPACE, PREFIXES

if TYPE_CHECKING:
    from kg.store.graph import Graph

_CURRENT = "FILTER EXISTS { ?d :current true }"
_DUTIES = """
SELECT ?iri ?kind ?label ?number ?printed ?township ?list ?edition ?category ?document ?line WHERE {
  VALUES (?cls ?kind) { (:BasicDuty "basic") (:CooperationDuty "cooperation") (:ReclaimedDuty "reclaimed") }
  ?iri a ?cls ; rdfs:label ?label ; :number ?number ; :printedNumber ?printed ; :inList ?l ;
    :ofTownship/rdfs:label ?township ; :citation ?c .
  ?l :listKind ?list . ?c :line ?line ; :inDocument ?d . ?d :path ?document ; :edition ?edition .
  %s
  OPTIONAL { ?iri :category/rdfs:label ?category . FILTER(lang(?category) = "zh") }
}"""
_CLAUSES = """
SELECT ?iri ?label ?number ?printed ?section ?side ?township ?edition ?document ?line WHERE {
  VALUES (?cls ?side) { (:SuperiorClause "superior") (:TownshipClause "township") }
  ?iri a ?cls ; :text ?label ; :number ?number ; :clauseOf/:ofTownship/rdfs:label ?township ; :citation ?c .
  ?c :line ?line ; :inDocument ?d . ?d :path ?document ; :edition ?edition .
  %s
  OPTIONAL { ?iri :printedNumber ?printed } OPTIONAL { ?iri :section ?section }
}"""
_OTHERS = {
    "department": """
SELECT ?iri ?label ?function ?county ?branch WHERE {
  ?iri a :Department ; rdfs:label ?label ; org:classification ?f . ?f rdfs:label ?function .
  FILTER(lang(?function) = "zh")
  OPTIONAL { ?iri :jurisdiction/rdfs:label ?county } OPTIONAL { ?iri :branch ?branch }
}""",
    "township": """
SELECT ?iri ?label ?county WHERE {
  ?iri a :Township ; rdfs:label ?label . OPTIONAL { ?iri :within/rdfs:label ?county } }""",
    "list": """
SELECT ?iri ?label ?list ?township ?edition ?document WHERE {
  ?iri a :DutyList ; rdfs:label ?label ; :listKind ?list ; :inDocument ?d ; :ofTownship/rdfs:label ?township .
  ?d :path ?document ; :edition ?edition . %s }""",
    "document": """
SELECT ?iri ?label ?edition ?document ?township WHERE {
  ?iri a :Document ; rdfs:label ?label ; :edition ?edition ; :path ?document ; :ofTownship/rdfs:label ?township .
  BIND(?iri AS ?d) %s }""",
    "function": 'SELECT ?iri ?label WHERE { ?iri a :Function ; rdfs:label ?label . FILTER(lang(?label) = "zh") }',
    "category": 'SELECT ?iri ?label WHERE { ?iri a :Category ; rdfs:label ?label . FILTER(lang(?label) = "zh") }',
    "place": "SELECT ?iri ?label WHERE { ?iri a :Jurisdiction ; rdfs:label ?label }",
    "matter": "SELECT ?iri ?label WHERE { ?iri a :Matter ; rdfs:label ?label }",
}
_STRUCTURE = {
    NAMESPACE + "clauseOf": "clauseOf",
    NAMESPACE + "inList": "inList",
    NAMESPACE + "inDocument": "inDocument",
    NAMESPACE + "ofTownship": "ofTownship",
    NAMESPACE + "category": "category",
    NAMESPACE + "matter": "matter",
    NAMESPACE + "jurisdiction": "jurisdiction",
    NAMESPACE + "within": "within",
    PREFIXES["org"] + "classification": "classification",
    PREFIXES["org"] + "unitOf": "unitOf",
    PREFIXES["skos"] + "broader": "broader",
}
_ROLES = {iri: slug for slug, iri in EDGES.items()} | {NAMESPACE + "actsIn": "actsIn"}
_LINKS = "SELECT ?start ?role ?end WHERE {{ VALUES ?role {{ {} }} ?start ?role ?end }}"
_BEHIND = """
SELECT ?role ?party ?duty ?clause ?certainty ?words WHERE {
  ?r :role ?role ; :party ?party ; :responsibilityFor ?duty ; :certainty ?certainty .
  OPTIONAL { ?r :inClause ?clause } OPTIONAL { ?r :asWritten ?words }
}"""


@dataclass(frozen=True, slots=True)
class Element:
    """A node: what kind of thing, its label, its further values by name."""

    iri: str
    kind: str
    label: str
    values: Mapping[str, str] = field(hash=False, default_factory=dict)


@dataclass(frozen=True, slots=True)
class Link:
    """A directed link with its role; ``values`` has certainty and words where they are known."""

    start: str
    role: str
    end: str
    values: Mapping[str, str] = field(hash=False, default_factory=dict)


@dataclass(frozen=True, slots=True)
class Elements:
    """All nodes and links, sorted."""

    nodes: tuple[Element, ...]
    links: tuple[Link, ...]


def read_elements(graph: Graph, *, all_editions: bool = False) -> Elements:
    """Read the nodes and links of the current editions (or all)."""
    only = "" if all_editions else _CURRENT
    nodes: dict[str, Element] = {}
    for kind, query in (("", _DUTIES), ("clause", _CLAUSES), *_OTHERS.items()):
        for row in graph.rows(query.replace("%s", only)):
            iri, label = row.pop("iri"), row.pop("label")
            nodes[iri] = Element(iri, row.pop("kind", kind), label, row)
    behind = _behind(graph)
    links = []
    for names in (_STRUCTURE, _ROLES):
        for row in graph.rows(_LINKS.format(" ".join(f"<{iri}>" for iri in names))):
            role = names[row["role"]]
            if row["start"] in nodes and row["end"] in nodes:
                values = behind.get((role, row["start"], row["end"]), {})
                links.append(Link(row["start"], role, row["end"], values))
    links.sort(key=lambda link: (link.start, link.role, link.end))
    return Elements(tuple(nodes[iri] for iri in sorted(nodes)), tuple(links))


def _behind(graph: Graph) -> dict[tuple[str, str, str], dict[str, str]]:
    """What stands behind an edge, by role and both ends in either order."""
    found: dict[tuple[str, str, str], dict[str, str]] = {}
    rows = sorted(graph.rows(_BEHIND), key=lambda row: sorted(row.items()))
    for row in rows:
        role = row["role"].rpartition("role-")[2]
        role = "actsIn" if role == "acts" else role
        target = row.get("clause", row["duty"])
        values = {"certainty": row["certainty"].rpartition("certainty-")[2]}
        if "words" in row:
            values["words"] = " ".join(row["words"].split())
        for key in ((role, row["party"], target), (role, target, row["party"])):
            found.setdefault(key, values)
    return found
