"""Meant: the duties of a store as :mod:`kg.meaning` takes them, and their index beside the store."""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from kg.meaning.index import Index
from kg.meaning.meaning import Meaning
from kg.meaning.rows import Clause, Row

if TYPE_CHECKING:
    from kg.graph import Graph

FILE = "meaning.sqlite"
"""Name of the index in a generation."""

Select = Callable[[str], Iterable[Mapping[str, str]]]
"""Evaluates a SELECT query."""

_DUTIES = """SELECT ?duty ?matter ?township ?kind ?number ?category ?name ?method WHERE {
  ?duty a :Duty ; rdfs:label ?name ; :number ?number ; :inList/:listKind ?kind ;
    :ofTownship/rdfs:label ?township .
  OPTIONAL { ?duty :matter ?matter } OPTIONAL { ?duty :method ?method }
  OPTIONAL { ?duty :category/rdfs:label ?category FILTER(lang(?category) = "zh") } }"""
_COLUMNS = """SELECT ?duty ?body WHERE {
  { ?d :leads ?duty } UNION { ?d :reclaimed ?duty } ?d a :Department ; rdfs:label ?body }"""
_CLAUSES = """SELECT ?clause ?duty ?side ?number ?text WHERE {
  ?clause :clauseOf ?duty ; a ?side ; :number ?number ; :text ?text .
  VALUES ?side { :SuperiorClause :TownshipClause } }"""
_ACTORS = "SELECT ?clause ?body WHERE { ?d :actsIn ?clause ; rdfs:label ?body . ?clause :clauseOf ?duty }"


def rows(select: Select) -> Iterator[Row]:
    """Every duty with its clauses and bodies."""
    columns, actors = _grouped(select(_COLUMNS), "duty"), _grouped(select(_ACTORS), "clause")
    clauses: dict[tuple[str, bool], list[tuple[int, Clause]]] = defaultdict(list)
    for row in select(_CLAUSES):
        own = row["side"].endswith("TownshipClause")
        clause = Clause(row["text"], tuple(sorted(actors.get(row["clause"], ()))))
        clauses[row["duty"], own].append((int(row["number"]), clause))
    for row in select(_DUTIES):
        duty = row["duty"]
        superior, own_clauses = (
            tuple(clause for _, clause in sorted(clauses.get((duty, own), ()), key=_first))
            for own in (False, True)
        )
        yield Row(
            key=duty,
            matter=row.get("matter", duty),
            township=row["township"],
            list=row["kind"],
            number=int(row["number"]),
            category=row.get("category", ""),
            name=row["name"],
            departments=tuple(sorted(columns.get(duty, ()))),
            superior=superior,
            own=own_clauses,
            method=row.get("method", ""),
        )


def _first(item: tuple[int, Clause]) -> int:
    return item[0]


def _grouped(found: Iterable[Mapping[str, str]], by: str) -> dict[str, set[str]]:
    groups: dict[str, set[str]] = defaultdict(set)
    for row in found:
        groups[row[by]].add(row["body"])
    return groups


def write(generation: Path, select: Select) -> None:
    """Make the index of a generation's duties."""
    Index.of(rows(select)).save(generation / FILE)


def meaning(graph: Graph) -> Meaning:
    """The meaning of a graph's duties; where the store has no index it is made in memory."""
    path = graph.generation.path / FILE
    if path.is_file():
        with contextlib.suppress(ValueError):  # an index of another version
            return Meaning(Index.load(path))
    return Meaning(Index.of(rows(graph.rows)))
