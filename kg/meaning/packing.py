"""Packing: the wordings and postings of an index as a database keeps them."""

from __future__ import annotations

import json
import sqlite3
import sys
from array import array
from collections.abc import Sequence

from kg.bodies.place_words import without_place
from kg.frozen import frozen
from kg.meaning.readings import keys
from kg.meaning.rows import Clause, Row
from kg.meaning.words import Words


@frozen
class Form:
    """Rows that say the same in the same words, folded; bodies without their places.

    ``printed`` is the name as it stands in the list.
    """

    id: int
    matter: int
    list: str
    category: str
    name: str
    departments: tuple[str, ...]
    superior: tuple[Clause, ...]
    own: tuple[Clause, ...]
    method: str
    printed: str = ""


def write_phrases(database: sqlite3.Connection, words: Words) -> None:
    """The vocabulary's phrases by their characters and words."""
    holders: dict[str, array[int]] = {}
    sizes = bytearray()
    for number, (surface, (kind, formal)) in enumerate(sorted(words.phrases().items())):
        shown = json.dumps(formal, ensure_ascii=False)
        database.execute("INSERT INTO phrase VALUES (?,?,?,?)", (number, surface, kind, shown))
        distinct = sorted({unit for unit, _, _ in keys(surface)})
        sizes.append(min(len(distinct), 255))
        for unit in distinct:
            holders.setdefault(unit, array("I")).append(number)
    database.executemany(
        "INSERT INTO unit VALUES (?,?)",
        [(unit, packed(numbers)) for unit, numbers in sorted(holders.items())],
    )
    database.execute("INSERT INTO meta VALUES ('sizes', ?)", (sizes.hex(),))


def json_list(values: Sequence[object] | None) -> str | None:
    """A list as SQLite's json_each reads it."""
    return None if values is None else json.dumps(values, ensure_ascii=False)


def body_of(row: Row, words: Words) -> str:
    """The wording of a row as JSON, folded."""

    def clauses(items: tuple[Clause, ...]) -> list[list[object]]:
        return [[words.fold(c.text), [without_place(a) for a in c.actors]] for c in items]

    return json.dumps(
        [
            row.list,
            row.category,
            words.fold(row.name),
            [without_place(body) for body in row.departments],
            clauses(row.superior),
            clauses(row.own),
            words.fold(row.method),
            row.name,
        ],
        ensure_ascii=False,
        separators=(",", ":"),
    )


def form_of(number: int, matter: int, kind: str, body: str) -> Form:
    """The form of a wording that :func:`body_of` wrote."""
    _, category, name, departments, superior, own, method, printed = json.loads(body)
    return Form(
        number,
        matter,
        kind,
        category,
        name,
        tuple(departments),
        tuple(Clause(text, tuple(actors)) for text, actors in superior),
        tuple(Clause(text, tuple(actors)) for text, actors in own),
        method,
        printed,
    )


def posting(
    postings: dict[str, tuple[array[int], array[int]]], gram: str
) -> tuple[array[int], array[int]]:
    """The postings of a gram: forms with it in their names, and in their clauses."""
    return postings.setdefault(gram, (array("I"), array("I")))


def packed(numbers: array[int]) -> bytes:
    """Numbers as a database keeps them, in one byte order everywhere."""
    if sys.byteorder == "big":
        numbers = array("I", numbers)
        numbers.byteswap()
    return numbers.tobytes()


def unpacked(blob: object) -> array[int]:
    """The numbers that :func:`packed` wrote."""
    numbers = array("I")
    assert isinstance(blob, bytes)
    numbers.frombytes(blob)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
