"""Records: one JSON object a duty, read back from the graph alone (design section 6)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kg.records import ListKind

if TYPE_CHECKING:
    from kg.graph import Graph

_DUTIES = """
SELECT ?iri ?township ?code ?list ?number ?printed ?category ?name ?line ?locator ?document ?edition
  ?discontinued ?method ?open ?matter WHERE {
  ?iri a :Duty ; rdfs:label ?name ; :number ?number ; :printedNumber ?printed ; :inList ?l ;
    :ofTownship ?t ; :citation ?c .
  ?l :listKind ?list ; :inDocument ?d .
  ?t rdfs:label ?township ; :code ?code .
  ?c :line ?line ; :locator ?locator .
  ?d :path ?document ; :edition ?edition .
  OPTIONAL { ?iri :category ?cat . ?cat rdfs:label ?category . FILTER(lang(?category) = "zh") }
  OPTIONAL { ?iri :discontinued ?discontinued ; :method ?method }
  OPTIONAL { ?iri :openEnded ?open }
  OPTIONAL { ?iri :matter ?matter }
}"""
_PARTIES = """
SELECT ?iri ?role ?position ?name WHERE {
  ?r :responsibilityFor ?iri ; :party ?p ; :role ?role ; :position ?position .
  ?iri a :Duty . ?p a :Department ; rdfs:label ?name .
}"""
_CONVENERS = "SELECT ?iri ?name WHERE { ?p :convenes ?iri ; rdfs:label ?name . ?iri a :Duty }"
_CLAUSES = """
SELECT ?iri ?clause ?side ?number ?printed ?section ?text WHERE {
  VALUES (?cls ?side) { (:SuperiorClause "superior") (:TownshipClause "township") }
  ?clause a ?cls ; :clauseOf ?iri ; :number ?number ; :text ?text .
  OPTIONAL { ?clause :printedNumber ?printed }
  OPTIONAL { ?clause :section ?section }
}"""
_EXTRA = """
SELECT ?iri ?position ?header ?value WHERE {
  ?iri :extraColumn ?x . ?x :position ?position ; :header ?header ; :value ?value .
}"""
_ORDER = {kind.value: position for position, kind in enumerate(ListKind)}


def records(graph: Graph, *, all_editions: bool = False) -> Iterator[dict[str, Any]]:
    """Yield the records of the current editions (or all) in the order of code, list, number."""
    parties = _grouped(graph, _PARTIES)
    conveners = _grouped(graph, _CONVENERS)
    clauses = _grouped(graph, _CLAUSES)
    extras = _grouped(graph, _EXTRA)
    current = graph.current_editions
    duties = [
        row
        for row in graph.rows(_DUTIES)
        if all_editions or current.get(row["code"]) == row["edition"]
    ]
    duties.sort(key=lambda r: (r["code"], r["edition"], _ORDER[r["list"]], int(r["number"])))
    for duty in duties:
        iri = duty["iri"]
        in_order = sorted(parties.get(iri, ()), key=lambda r: (int(r["position"]), r["name"]))
        supporting = [r["name"] for r in in_order if r["role"].endswith("supports")]
        departments = [r["name"] for r in in_order if not r["role"].endswith("supports")]
        yield {
            "iri": iri,
            "document": duty["document"],
            "edition": duty["edition"],
            "township": duty["township"],
            "township_code": duty["code"],
            "list": duty["list"],
            "number": int(duty["number"]),
            "printed": duty["printed"],
            "category": duty.get("category", ""),
            "name": duty["name"],
            "line": int(duty["line"]),
            "locator": duty["locator"],
            "departments": list(dict.fromkeys(departments)),
            "supporting": supporting,
            "conveners": _in_order_of(departments, {r["name"] for r in conveners.get(iri, ())}),
            "open_ended": duty.get("open") == "true",
            "discontinued": duty.get("discontinued") == "true",
            "method": duty.get("method", ""),
            "concept": duty.get("matter"),
            "extra": {
                r["header"]: r["value"]
                for r in sorted(extras.get(iri, ()), key=lambda r: int(r["position"]))
            },
            "superior_clauses": _side(clauses.get(iri, ()), "superior"),
            "township_clauses": _side(clauses.get(iri, ()), "township"),
        }


def _grouped(graph: Graph, query: str) -> dict[str, list[dict[str, str]]]:
    groups: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in graph.rows(query):
        groups[row["iri"]].append(row)
    return groups


def _in_order_of(names: list[str], chosen: set[str]) -> list[str]:
    return [name for name in dict.fromkeys(names) if name in chosen]


def _side(rows: list[dict[str, str]] | tuple[()], side: str) -> list[dict[str, Any]]:
    found = sorted((r for r in rows if r["side"] == side), key=lambda r: int(r["number"]))
    return [
        {
            "number": int(row["number"]),
            "printed": row.get("printed"),
            "section": row.get("section"),
            "text": row["text"],
            **(
                {"actors": [], "with": []} if side == "superior" else {"with": [], "reports_to": []}
            ),
        }
        for row in found
    ]
