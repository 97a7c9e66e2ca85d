"""Matters and doubtful pairs of a graph, as rows for people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from kg.folding import match_key
from kg.kinds import LIST_ORDER, ListKind
from kg.querying.numbered import duty
from kg.vocabulary.running import numbered

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
_METHODS = {
    "text": "文字相同",
    "person": "人工确认",
    "wording": "文字相近",
    "meaning": "意思相同",
    "part": "部分与整体",
}


def matter_rows(graph: Graph, text: str, *, whole: bool = False) -> list[list[object]]:
    """Members of every Matter one of whose names holds ``text``, with the reason of each link.

    A name that is that of the row above is not said again, unless each row is to be ``whole``.

    ``text`` may be a duty's list and number (东城镇配合第33项): then of that duty's Matter.

    Raises:
        QueryError: there is no duty of that number, or several.
    """
    one = duty(graph, text)
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
        if one and all(row["iri"] != one.iri for row in group):
            continue
        if not one and not any(key in match_key(row["duty"]) for row in group):
            continue
        group.sort(key=lambda row: (row["code"], LIST_ORDER[row["list"]], int(row["number"])))
        for position, row in enumerate(group):
            rows.append(
                [
                    name if whole or position == 0 else "",
                    row["township"],
                    ListKind(row["list"]).zh,
                    row["number"],
                    row["duty"] if whole or row["duty"] != name else "同上",
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
    one = duty(graph, text)
    key = match_key(one.name if one else text)
    return [
        [names[d["first"]], names[d["second"]], f"{d['score']:.2f}", d["why"]]
        for d in graph.doubts or ()
        if d["first"] in names
        and d["second"] in names
        and (key in match_key(names[d["first"]]) or key in match_key(names[d["second"]]))
    ]


def duty_keys(names: Iterable[str], graph: Callable[[], Graph]) -> dict[str, str]:
    """Each of the ``names`` with the key that decisions are kept by; keys and IRIs stay as they are.

    ``graph`` is opened if one is written with list and number.

    Raises:
        QueryError: there is no duty of that number, or several.
    """
    written = {name: numbered(name) is not None and "/" not in name for name in names}
    opened = graph() if any(written.values()) else None
    keys = {}
    for name, by_number in written.items():
        found = duty(opened, name) if opened and by_number else None
        keys[name] = found.iri if found else name
    return keys
