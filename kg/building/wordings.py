"""Wordings: the rows of a township's current edition as the index of meanings takes them.

They are those that :mod:`kg.store.meanings` reads from a graph, made of the documents: a graph of
thousands of townships need not be asked for what is at hand.
"""

from __future__ import annotations

import json
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from kg.building import program
from kg.building.parts import Documents, Part
from kg.building.shelf import Shelf
from kg.meaning.packing import RowWording, grams_of, wording_of
from kg.meaning.rows import Clause, Row
from kg.meaning.words import Words
from kg.rdf.iris import Iris
from kg.triples.shared_nodes import Met
from kg.values import Department, Document, Duty, ListKind, Side, edition_order
from kg.vocabulary.loading import Vocabulary

ENTRY = "wordings"
"""Kind of the entries on the shelf."""

_GAP = "\n"

Labels = Mapping[Department, str]


def labels(met: Iterable[Met]) -> dict[Department, str]:
    """The name by which each department is known in the whole graph (kg.triples.shared_nodes)."""
    names: dict[Department, Counter[str]] = {}
    for one in met:
        for body, found in one.departments.items():
            names.setdefault(body, Counter()).update(found)
    return {
        body: min(found.items(), key=lambda item: (-item[1], item[0]))[0]
        for body, found in names.items()
    }


def key(part: Part, met: Met, known: Labels) -> str:
    """The key of a part's wordings: its own, and the names of the departments it ``met``."""
    own = sorted([body.code, body.function, known[body]] for body in met.departments)
    return program.key(ENTRY, part.key, own)


def make(
    part: Part,
    entry: str,
    known: Labels,
    documents: Documents,
    vocabulary: Vocabulary,
    words: Words,
    iris: Iris,
) -> None:
    """Put the wordings of a part on the shelf.

    Raises:
        LookupError: its documents are not there.
    """
    found = documents.of(part.recipe, vocabulary).documents
    latest = max((document.edition for document in found), key=edition_order)
    rows = []
    for document in found:
        if document.edition != latest:
            continue
        for row in _rows(document, known, vocabulary, iris):
            wording = wording_of(row, words)
            names, clauses = grams_of(wording.list, wording.body)
            grams = [_GAP.join(sorted(names)), _GAP.join(sorted(clauses))]
            told = wording.list, wording.number, wording.township, wording.body
            rows.append([row.key, *told, grams])
    data = json.dumps(rows, ensure_ascii=False).encode("utf-8", "surrogatepass")
    part.shelf.put(ENTRY, entry, zlib.compress(data, 1))


def taken(shelf: Shelf, entry: str, matter_of: Mapping[str, str]) -> Iterator[RowWording]:
    """The wordings of a part, with the IRIs of their Matters, which ``matter_of`` has by those of the rows.

    Raises:
        LookupError: they are not on the shelf.
    """
    data = shelf.get(ENTRY, entry)
    if data is None:
        raise LookupError(entry)
    rows: list[Any] = json.loads(zlib.decompress(data).decode("utf-8", "surrogatepass"))
    for iri, kind, number, township, body, (names, clauses) in rows:
        grams = _split(names), _split(clauses)
        yield RowWording(iri, matter_of[iri], township, kind, number, body, grams)


def _split(grams: str) -> Sequence[str]:
    return grams.split(_GAP) if grams else ()


def _rows(document: Document, known: Labels, vocabulary: Vocabulary, iris: Iris) -> Iterator[Row]:
    assert document.township is not None
    for duty in document.duties:
        row = duty.row
        iri = iris.duty(document, row)
        category = vocabulary.category_by_form.get(row.category)
        holders, actors = _parties(duty, known)
        yield Row(
            iri,
            iri,
            document.township.name,
            row.kind.value,
            row.number,
            category.name if category else row.category,
            row.name,
            tuple(sorted(holders)),
            tuple(Clause(c.text, tuple(sorted(actors[c.number]))) for c in duty.superior),
            tuple(Clause(c.text) for c in duty.township),
            duty.method if row.kind is ListKind.RECLAIMED else "",
        )


def _parties(duty: Duty, known: Labels) -> tuple[set[str], dict[int, set[str]]]:
    """The departments that answer for a duty, and those that act in each of its superior clauses."""
    holders: set[str] = set()
    actors: dict[int, set[str]] = defaultdict(set)
    for item in duty.responsibilities:
        if not item.stated or not isinstance(item.party, Department):
            continue
        if item.role in ("leads", "reclaimed") and item.clause is None:
            holders.add(known[item.party])
        elif item.role == "acts" and item.clause is not None and item.side is Side.SUPERIOR:
            actors[item.clause].add(known[item.party])
    return holders, actors
