"""Meanings: the index of what rows mean, beside the graph or made of it when there is none."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from kg.errors import StoreError
from kg.kinds import edition_order
from kg.meaning.encoding import senses
from kg.meaning.index import FILE, Index
from kg.meaning.rows import Clause, Row
from kg.meaning.sayings import named
from kg.meaning.sayings.sorting import Sorter
from kg.meaning.words import Words

Table = Callable[[str, str], Iterator[Mapping[str, str]]]
"""Evaluates a SELECT that reads a whole table; the second argument is its key (Graph.table)."""

_DUTIES = """SELECT ?iri ?township ?code ?edition ?list ?number ?category ?name ?method ?matter {
  ?iri a :Duty ; rdfs:label ?name ; :number ?number ; :inList ?l ; :ofTownship ?t .
  ?l :listKind ?list ; :inDocument ?d . ?d :edition ?edition .
  ?t rdfs:label ?township ; :code ?code .
  OPTIONAL { ?iri :category ?cat . ?cat rdfs:label ?category . FILTER(lang(?category) = "zh") }
  OPTIONAL { ?iri :method ?method }
  OPTIONAL { ?iri :matter ?matter }
}"""
_DEPARTMENTS = """SELECT ?iri ?name {
  ?p :leads|:reclaimed ?iri ; a :Department ; rdfs:label ?name . ?iri a :Duty }"""
_CLAUSES = """SELECT ?clause ?iri ?class ?number ?text {
  ?clause :clauseOf ?iri ; :number ?number ; :text ?text ; a ?class .
  FILTER(?class IN (:SuperiorClause, :TownshipClause)) }"""
_ACTORS = """SELECT ?clause ?name {
  ?p :actsIn ?clause ; a :Department ; rdfs:label ?name . ?clause a :SuperiorClause }"""


def rows(table: Table) -> Iterator[Row]:
    """The rows of the current editions of a graph."""
    departments: dict[str, set[str]] = defaultdict(set)
    for found in table(_DEPARTMENTS, "iri"):
        departments[found["iri"]].add(found["name"])
    actors: dict[str, set[str]] = defaultdict(set)
    for found in table(_ACTORS, "clause"):
        actors[found["clause"]].add(found["name"])
    clauses: dict[tuple[str, bool], list[tuple[int, Clause]]] = defaultdict(list)
    for found in table(_CLAUSES, "clause"):
        clause = Clause(found["text"], tuple(sorted(actors.get(found["clause"], ()))))
        side = found["class"].endswith("SuperiorClause")
        clauses[found["iri"], side].append((int(found["number"]), clause))
    duties = list(table(_DUTIES, "iri"))
    current: dict[str, str] = {}
    for duty in duties:
        code, edition = duty["code"], duty["edition"]
        current[code] = max(current.get(code, edition), edition, key=edition_order)
    for duty in duties:
        if current[duty["code"]] == duty["edition"]:
            iri = duty["iri"]
            yield Row(
                iri,
                duty.get("matter", iri),
                duty["township"],
                duty["list"],
                int(duty["number"]),
                duty.get("category", ""),
                duty["name"],
                tuple(sorted(departments.get(iri, ()))),
                _in_order(clauses.get((iri, True), ())),
                _in_order(clauses.get((iri, False), ())),
                duty.get("method", ""),
            )


def write_index(path: Path, table: Table, folders: Sequence[Path]) -> None:
    """Write the index of a graph's current editions, with the vocabulary in these folders.

    Raises:
        StoreError: it cannot be written.
        VocabularyError: a table cannot be used.
    """
    words = Words(folders)
    save(Index.of(rows(table), words), path)


def save(index: Index, path: Path) -> None:
    """Write an index beside a graph.

    Raises:
        StoreError: it cannot be written.
    """
    try:
        index.save(path)
    except sqlite3.Error as error:
        raise StoreError(f"索引写不了 (index cannot be written): {path}: {error}") from error


def write_senses(index: Index, path: Path, former: Path | None, workers: int) -> None:
    """Write the senses of the rows of an index; what a ``former`` file has is taken from there.

    Raises:
        StoreError: they cannot be written.
    """
    forms = index.forms(range(index.size)).values()
    texts = (text for form in forms for text in senses.texts_of(form))
    try:
        senses.write(path, texts, former, workers)
    except sqlite3.Error as error:
        raise StoreError(f"索引写不了 (index cannot be written): {path}: {error}") from error


def write_named(index: Index, path: Path, former: Path | None) -> None:
    """Write what the names of the rows of an index sort under; what a ``former`` file has is taken from there.

    Raises:
        StoreError: it cannot be written.
    """
    index.forms(range(index.size))  # read at once
    names = (index.form(number).printed for number in range(index.size))
    try:
        named.write(path, names, former, Sorter.load())
    except sqlite3.Error as error:
        raise StoreError(f"索引写不了 (index cannot be written): {path}: {error}") from error


def open_index(generation: Path, table: Table) -> Index:
    """The index of a generation; of one that has none, or an older one, it is made in memory."""
    try:
        index = Index.load(generation / FILE)
    except ValueError:
        return Index.of(rows(table))
    index.senses.shelve(generation.parent)
    return index


def _in_order(found: Sequence[tuple[int, Clause]]) -> tuple[Clause, ...]:
    return tuple(clause for _, clause in sorted(found, key=lambda one: (one[0], one[1].text)))
