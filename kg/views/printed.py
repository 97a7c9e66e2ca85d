"""Printed: the duties that views draw, with their edges, from prepared tables.

They are what the queries of :mod:`kg.views.facts` find, without looking for every term in the store: of fifty
townships all duties take a seventh of the time. Of endpoints and older stores there are no such tables.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from kg.store.gate import batches, iri_term

if TYPE_CHECKING:
    from kg.store.graph import Graph

Row = dict[str, str]

_LISTS = """
SELECT ?in ?list ?document ?edition WHERE {
  ?in :listKind ?list ; :inDocument ?d . ?d :path ?document ; :edition ?edition
}"""
_CODES = "SELECT ?township ?code WHERE { ?township a :Township ; :code ?code }"
_MATTERS = "SELECT ?iri ?matter WHERE { %s ?iri :matter ?matter }"
_NAMED = 10_000
"""Duties that are named in queries; of more all are read."""
_BODIES = "SELECT ?body WHERE { ?body a :Department }"


class _Around(dict[str, Row]):
    """Of lists their kind and document, of townships their codes: what many duties share."""


class _Bodies(frozenset[str]):
    """The departments of a graph."""


def duties(graph: Graph, iris: Collection[str] | None) -> list[Row] | None:
    """The rows of duties (None: of all) as the query has them, in no certain order; None without tables."""
    made = graph.prepared_of("duty-rows", iris)
    if made is None:
        return None
    around = graph.once(_Around, lambda: _around(graph))
    matters, found = _matters(graph, iris), []
    for row in made:
        list_, place = around.get(row["in"]), around.get(row["township"])
        if list_ is not None and place is not None:
            found.append(row | list_ | place)
            if matter := matters.get(row["iri"]):
                found[-1]["matter"] = matter
    return found


def edges(graph: Graph, iris: Collection[str] | None) -> list[tuple[str, str, str]] | None:
    """Department, edge and duty of these duties; of all (None) clauses are among them. None without tables."""
    made = graph.prepared_of("duty-edges", iris)
    if made is None:
        return None
    bodies = graph.once(_Bodies, lambda: _Bodies(r["body"] for r in graph.table(_BODIES, "body")))
    return [(row["body"], row["edge"], row["iri"]) for row in made if row["body"] in bodies]


def _around(graph: Graph) -> _Around:
    lists = {row.pop("in"): row for row in graph.table(_LISTS, "in")}
    return _Around(lists | {row.pop("township"): row for row in graph.table(_CODES, "township")})


def _matters(graph: Graph, iris: Collection[str] | None) -> dict[str, str]:
    """Duty → its Matter."""
    wanted = [""]
    if iris is not None and len(iris) <= _NAMED:
        parts = batches(sorted(iris))
        wanted = [f"VALUES ?iri {{ {' '.join(map(iri_term, part))} }}" for part in parts]
    return {
        row["iri"]: row["matter"]
        for values in wanted
        for row in graph.table(_MATTERS % values, "iri")
    }
