"""Kin: Matters and doubtful pairs of a graph, as rows for people."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kg.folding import match_key
from kg.values import LIST_ORDER, ListKind

if TYPE_CHECKING:
    from kg.store.graph import Graph

_MEMBERS = """
SELECT ?matter ?name ?iri ?township ?code ?list ?number ?duty ?document ?line WHERE {
  ?iri :matter ?matter ; rdfs:label ?duty ; :number ?number ; :inList ?l ; :ofTownship ?t ; :citation ?c .
  ?matter rdfs:label ?name .
  ?l :listKind ?list ; :inDocument ?d . ?d :path ?document .
  ?t rdfs:label ?township ; :code ?code .
  ?c :line ?line .
}"""
_LINKS = """
SELECT ?first ?second ?method ?score ?reason WHERE {
  ?link a :MatchLink ; :matchSubject ?first ; :matchObject ?second ; :matchMethod ?method ;
    :matchScore ?score ; :matchReason ?reason .
}"""
_METHODS = {"text": "文字相同", "person": "人工确认", "wording": "文字相近", "part": "部分与整体"}


def matter_rows(graph: Graph, text: str) -> list[list[object]]:
    """Members of every Matter one of whose names holds ``text``, with the reason of each link."""
    reasons: dict[str, list[str]] = defaultdict(list)
    for link in graph.table(_LINKS, "first"):
        said = f"{_METHODS[link['method']]} {float(link['score']):.2f}"
        for iri in (link["first"], link["second"]):
            if said not in reasons[iri]:
                reasons[iri].append(said)
    members: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for row in graph.table(_MEMBERS, "iri"):
        members[row["name"], row["matter"]].append(row)
    key = match_key(text)
    rows: list[list[object]] = []
    for (name, _), group in sorted(members.items()):
        if not any(key in match_key(row["duty"]) for row in group):
            continue
        group.sort(key=lambda row: (row["code"], LIST_ORDER[row["list"]], int(row["number"])))
        for position, row in enumerate(group):
            rows.append(
                [
                    name if position == 0 else "",
                    row["township"],
                    ListKind(row["list"]).zh,
                    row["number"],
                    row["duty"] if row["duty"] != name else "同上",
                    "；".join(sorted(reasons[row["iri"]])),
                    f"{row['document']}:{row['line']}",
                ]
            )
    return rows


def doubts(graph: Graph, text: str) -> list[list[object]]:
    """Doubtful pairs whose names hold ``text``: (first, second, score, why).

    None from a graph that does not know its doubts.
    """
    names = {
        row["iri"]: f"{row['township']} {ListKind(row['list']).zh}{row['number']} {row['duty']}"
        for row in graph.table(_MEMBERS, "iri")
    }
    key = match_key(text)
    return [
        [names[d["first"]], names[d["second"]], f"{d['score']:.2f}", d["why"]]
        for d in graph.doubts or ()
        if d["first"] in names
        and d["second"] in names
        and (key in match_key(names[d["first"]]) or key in match_key(names[d["second"]]))
    ]
