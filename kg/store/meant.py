"""Meant: the duties of a graph as :mod:`kg.meaning` takes them, and their index in a generation.

A store has the index beside its text index; a graph without one (an endpoint, a store of an older
version) is read once and indexed in memory.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from kg.meaning.index import FILE, Index
from kg.meaning.meaning import Meaning
from kg.meaning.rows import Clause, Row
from kg.values import edition_order

if TYPE_CHECKING:
    from kg.store.graph import Graph

Select = Callable[[str, str], Iterable[Mapping[str, str]]]
"""Evaluates a SELECT query that reads a whole table; the second argument names its key."""

_DUTIES = """SELECT ?duty ?matter ?township ?kind ?number ?category ?name ?method WHERE {
  ?duty a :Duty ; rdfs:label ?name ; :number ?number ; :inList ?list ; :ofTownship ?t .
  ?list :listKind ?kind . ?t rdfs:label ?township .
  OPTIONAL { ?duty :matter ?matter } OPTIONAL { ?duty :method ?method }
  OPTIONAL { ?duty :category ?k . ?k rdfs:label ?category FILTER(lang(?category) = "zh") } }"""
_COLUMNS = """SELECT ?duty ?body WHERE {
  { ?d :leads ?duty } UNION { ?d :reclaimed ?duty } ?d a :Department ; rdfs:label ?body }"""
_CLAUSES = """SELECT ?clause ?duty ?side ?number ?text WHERE {
  ?clause :clauseOf ?duty ; a ?side ; :number ?number ; :text ?text .
  VALUES ?side { :SuperiorClause :TownshipClause } }"""
_ACTORS = "SELECT ?clause ?body WHERE { ?d :actsIn ?clause ; rdfs:label ?body . ?clause :clauseOf ?duty }"


def rows(select: Select) -> list[Row]:
    """The duties of the current editions with their clauses and bodies."""
    columns = _grouped(select(_COLUMNS, "duty"), "duty")
    actors = _grouped(select(_ACTORS, "clause"), "clause")
    clauses: dict[tuple[str, bool], list[tuple[int, Clause]]] = defaultdict(list)
    for row in select(_CLAUSES, "clause"):
        clause = Clause(row["text"], tuple(sorted(actors.get(row["clause"], ()))))
        side = row["side"].endswith("TownshipClause")
        clauses[row["duty"], side].append((int(row["number"]), clause))
    found = [
        Row(
            row["duty"],
            row.get("matter", row["duty"]),
            row["township"],
            row["kind"],
            int(row["number"]),
            row.get("category", ""),
            row["name"],
            tuple(sorted(columns.get(row["duty"], ()))),
            _ordered(clauses.get((row["duty"], False), [])),
            _ordered(clauses.get((row["duty"], True), [])),
            row.get("method", ""),
        )
        for row in select(_DUTIES, "duty")
    ]
    editions: dict[str, set[str]] = defaultdict(set)
    for duty in found:
        code, edition = _where(duty.key)
        editions[code].add(edition)
    current = {code: max(have, key=edition_order) for code, have in editions.items()}
    mine = [duty for duty in found if current[_where(duty.key)[0]] == _where(duty.key)[1]]
    return sorted(mine, key=lambda duty: duty.key)


def _where(key: str) -> tuple[str, str]:
    """Township code and edition of a duty's IRI."""
    code, edition, _ = key.rsplit("/", 3)[1:]
    return code, edition


def _ordered(found: list[tuple[int, Clause]]) -> tuple[Clause, ...]:
    return tuple(clause for _, clause in sorted(found, key=lambda item: item[0]))


def _grouped(found: Iterable[Mapping[str, str]], by: str) -> dict[str, set[str]]:
    groups: dict[str, set[str]] = defaultdict(set)
    for row in found:
        groups[row[by]].add(row["body"])
    return groups


def write(generation: Path, select: Select) -> None:
    """Make the index of a generation's duties."""
    Index.of(rows(select)).save(generation / FILE)


def meaning(graph: Graph) -> Meaning:
    """The meaning of a graph's duties, opened or made once."""
    known = graph.derived.get(Meaning)
    if not isinstance(known, Meaning):
        known = graph.derived[Meaning] = Meaning(_stored(graph) or Index.of(rows(graph.table)))
    return known


def _stored(graph: Graph) -> Index | None:
    """The index of a store on this machine, if it has one of this version."""
    if graph.origin:
        return None
    path = graph.generation.path / FILE
    try:
        return Index.load(path) if path.is_file() else None
    except ValueError:
        return None
