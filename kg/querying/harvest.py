"""Harvest: what an endpoint's graph holds, read in pages, in the form a build has it."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from kg.errors import QueryError
from kg.rdf.terms import D
from kg.store.gate import iri_term
from kg.store.passages import DutyText, Passage, place
from kg.values import ListKind
from kg.vocabulary.plural import how_many

if TYPE_CHECKING:
    from kg.store.graph import Graph

_DOCUMENTS = """SELECT ?doc ?document ?sha256 ?edition ?current ?township ?township_code ?county WHERE {
  ?doc a :Document ; :path ?document ; :sha256 ?sha256 ; :edition ?edition ; :ofTownship ?t .
  ?t rdfs:label ?township ; :code ?township_code .
  OPTIONAL { ?doc :current ?current }
  OPTIONAL { ?t :within ?c . ?c rdfs:label ?county }
}"""
_DUTY_COUNTS = """SELECT ?doc ?kind (COUNT(?duty) AS ?n) WHERE {
  ?list a :DutyList ; :inDocument ?doc ; :listKind ?kind . ?duty :inList ?list
} GROUP BY ?doc ?kind"""
_CLAUSE_COUNTS = """SELECT ?doc ?class (COUNT(?clause) AS ?n) WHERE {
  ?list a :DutyList ; :inDocument ?doc . ?duty :inList ?list . ?clause :clauseOf ?duty ; a ?class .
  FILTER(?class IN (:SuperiorClause, :TownshipClause))
} GROUP BY ?doc ?class"""
_DUTIES = """SELECT ?duty ?doc ?kind ?number ?name ?method WHERE {
  VALUES ?doc { %s }
  ?list :inDocument ?doc ; a :DutyList ; :listKind ?kind .
  ?duty :inList ?list ; :number ?number ; rdfs:label ?name .
  OPTIONAL { ?duty :method ?method }
}"""
_CLAUSES = """SELECT ?clause ?duty ?class ?number ?text WHERE {
  VALUES ?doc { %s }
  ?list :inDocument ?doc ; a :DutyList .
  ?duty :inList ?list .
  ?clause :clauseOf ?duty ; :number ?number ; :text ?text ; a ?class .
  FILTER(?class IN (:SuperiorClause, :TownshipClause))
}"""
# With VALUES for the classes Oxigraph begins at all clauses of the graph, for every batch again.
_BATCH = 5
_PAUSE = 5.0
_SIDES = {D.SuperiorClause: "superior", D.TownshipClause: "township"}


def documents(graph: Graph) -> list[dict[str, Any]]:
    """The documents of a graph, by division code and edition; ``doc`` is the IRI."""
    found = {row["doc"]: row for row in graph.table(_DOCUMENTS, "doc")}
    return sorted(
        found.values(), key=lambda row: (row["township_code"], row["edition"], row["doc"])
    )


def figures(graph: Graph) -> list[dict[str, Any]]:
    """The documents with how many duties each list and how many clauses each side has."""
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for row in graph.table(_DUTY_COUNTS, "doc"):
        counts[row["doc"]][row["kind"]] = int(row["n"])
    for row in graph.table(_CLAUSE_COUNTS, "doc"):
        counts[row["doc"]][f"{_SIDES[row['class']]}_clauses"] = int(row["n"])
    names = [*(kind.value for kind in ListKind), *(f"{side}_clauses" for side in _SIDES.values())]
    return [
        document | {name: counts[document["doc"]].get(name, 0) for name in names}
        for document in graph.documents
    ]


def duty_texts(
    graph: Graph, counted: Iterable[dict[str, Any]], progress: Callable[[str], None]
) -> Iterator[DutyText]:
    """The duties of the documents ``counted`` (see :func:`figures`), in the order of the text index.

    Documents are asked for a few at a time, so that the cost grows with what is there.

    Raises:
        QueryError: fewer duties or clauses come than there are.
    """
    editions: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for document in counted:
        editions[document["township_code"], document["edition"]].append(document)
    waiting, done, told = sorted(editions.items()), 0, time.monotonic()
    for start in range(0, len(waiting), _BATCH):
        batch = [document for _, group in waiting[start : start + _BATCH] for document in group]
        yield from _read(graph, batch)
        done += len(batch)
        if time.monotonic() - told > _PAUSE:
            told = time.monotonic()
            progress(f"已读 {done} 份清单 ({how_many(done, 'list')} read)")


def _read(graph: Graph, batch: list[dict[str, Any]]) -> list[DutyText]:
    of = {document["doc"]: document for document in batch}
    terms = " ".join(iri_term(doc) for doc in of)
    clauses: dict[str, set[Passage]] = defaultdict(set)
    for row in graph.table(_CLAUSES % terms, "clause"):
        clauses[row["duty"]].add((_SIDES[row["class"]], int(row["number"]), row["text"]))
    duties = [
        DutyText(
            row["duty"],
            of[row["doc"]]["township_code"],
            of[row["doc"]]["edition"],
            row["kind"],
            int(row["number"]),
            row["name"],
            (
                *sorted(clauses[row["duty"]], key=lambda p: (p[0] != "superior", p[1:])),
                *((("method", 0, row["method"]),) if row.get("method") else ()),
            ),
        )
        for row in graph.table(_DUTIES % terms, "duty")
    ]
    duties.sort(key=place)
    _complete(batch, duties, sum(map(len, clauses.values())))
    return duties


def _complete(batch: list[dict[str, Any]], duties: list[DutyText], clauses: int) -> None:
    wanted = sum(document[kind.value] for document in batch for kind in ListKind)
    wanted_clauses = sum(
        document[f"{side}_clauses"] for document in batch for side in _SIDES.values()
    )
    if (len(duties), clauses) != (wanted, wanted_clauses):
        raise QueryError(
            f"读到 {len(duties)} 项、{clauses} 条，那里却有 {wanted} 项、{wanted_clauses} 条："
            "回答被截短，或那里的图谱正在换"
            " (answers are cut off there, or the graph is being replaced)"
        )
