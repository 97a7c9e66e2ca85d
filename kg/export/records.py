"""Records: one JSON object a duty, read back from the graph alone (design section 6)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from kg.kinds import LIST_ORDER

if TYPE_CHECKING:
    from kg.store.graph import Graph

_DUTIES = """
SELECT ?iri ?township ?code ?list ?number ?printed ?category ?categoryPrinted ?name ?line ?locator ?document ?edition
  ?discontinued ?method ?open ?matter WHERE {
  ?iri a :Duty ; rdfs:label ?name ; :number ?number ; :printedNumber ?printed ; :inList ?l ;
    :ofTownship ?t ; :citation ?c .
  ?l :listKind ?list ; :inDocument ?d .
  ?t rdfs:label ?township ; :code ?code .
  ?c :line ?line ; :locator ?locator .
  ?d :path ?document ; :edition ?edition .
  OPTIONAL { ?iri :category ?cat . ?cat rdfs:label ?category . FILTER(lang(?category) = "zh") }
  OPTIONAL { ?iri :printedCategory ?categoryPrinted }
  OPTIONAL { ?iri :discontinued ?discontinued ; :method ?method }
  OPTIONAL { ?iri :openEnded ?open }
  OPTIONAL { ?iri :matter ?matter }
}"""
_PARTIES = """
SELECT ?iri ?role ?position ?name ?clause WHERE {
  VALUES ?role { :role-leads :role-reclaimed :role-supports :role-convenes }
  ?r :responsibilityFor ?iri ; :role ?role ; :party ?p ; :position ?position .
  ?p a :Department ; rdfs:label ?name .
  OPTIONAL { ?r :inClause ?clause }
}"""
_CLAUSE_PARTIES = """
SELECT ?iri ?role ?position ?name WHERE {
  VALUES (?r_ ?role) { (:role-acts "acts") (:role-actsWith "with") (:role-reportsTo "reports_to") }
  VALUES ?certainty { :certainty-stated :certainty-heading }
  ?r :role ?r_ ; :certainty ?certainty ; :inClause ?iri ; :party ?p ; :position ?position .
  ?p a :Department ; rdfs:label ?name .
}"""
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


def records(graph: Graph, *, all_editions: bool = False) -> Iterator[dict[str, Any]]:
    """Yield the records of the current editions (or all) in the order of code, list, number."""
    parties = _grouped(graph, _PARTIES)
    in_clauses = _grouped(graph, _CLAUSE_PARTIES)
    clauses = _grouped(graph, _CLAUSES)
    extras = _grouped(graph, _EXTRA)
    current = graph.current_editions
    duties = [
        row
        for row in graph.rows(_DUTIES)
        if all_editions or current.get(row["code"]) == row["edition"]
    ]
    duties.sort(key=lambda r: (r["code"], r["edition"], LIST_ORDER[r["list"]], int(r["number"])))
    for duty in duties:
        iri = duty["iri"]
        whole = [r for r in parties.get(iri, ()) if "clause" not in r]
        by_role = {
            role: _names(whole, role) for role in ("leads", "reclaimed", "supports", "convenes")
        }
        yield {
            "iri": iri,
            "document": duty["document"],
            "edition": duty["edition"],
            "township": duty["township"],
            "township_code": duty["code"],
            "list": duty["list"],
            "number": int(duty["number"]),
            "printed": duty["printed"],
            "category": duty.get("categoryPrinted", duty.get("category", "")),
            "name": duty["name"],
            "line": int(duty["line"]),
            "locator": duty["locator"],
            "departments": by_role["leads"] or by_role["reclaimed"],
            "supporting": by_role["supports"],
            "conveners": by_role["convenes"],
            "open_ended": duty.get("open") == "true",
            "discontinued": duty.get("discontinued") == "true",
            "method": duty.get("method", ""),
            "concept": duty.get("matter"),
            "extra": _extra(extras.get(iri, ())),
            "superior_clauses": _side(clauses.get(iri, ()), "superior", in_clauses),
            "township_clauses": _side(clauses.get(iri, ()), "township", in_clauses),
        }


def _extra(rows: Iterable[dict[str, str]]) -> dict[str, str]:
    """Further columns by header; of columns with one header each later one has its number: 备注（2）."""
    found: dict[str, str] = {}
    for row in sorted(rows, key=lambda r: int(r["position"])):
        header, number = row["header"], 1
        while header in found:
            number += 1
            header = f"{row['header']}（{number}）"
        found[header] = row["value"]
    return found


def _grouped(graph: Graph, query: str) -> dict[str, list[dict[str, str]]]:
    groups: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in graph.rows(query):
        groups[row["iri"]].append(row)
    return groups


def _names(rows: Iterable[dict[str, str]], role: str) -> list[str]:
    """The names in a role, in the order of the source, each once."""
    found = sorted((r for r in rows if r["role"].endswith(role)), key=lambda r: int(r["position"]))
    return list(dict.fromkeys(row["name"] for row in found))


def _side(
    rows: Iterable[dict[str, str]], side: str, parties: dict[str, list[dict[str, str]]]
) -> list[dict[str, Any]]:
    found = sorted((r for r in rows if r["side"] == side), key=lambda r: int(r["number"]))
    roles = ("acts", "with") if side == "superior" else ("with", "reports_to")
    return [
        {
            "number": int(row["number"]),
            "printed": row.get("printed"),
            "section": row.get("section"),
            "text": row["text"],
            **{
                "actors" if role == "acts" else role: _names(parties.get(row["clause"], ()), role)
                for role in roles
            },
        }
        for row in found
    ]
