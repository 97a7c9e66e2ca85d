"""Packing: the wordings, postings and phrases of an index as a database keeps them.

Phrases depend on the vocabulary's tables alone: builds of one process make them once, and a build that
rests on a former generation takes them from there.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import sys
import threading
from array import array
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cached_property, lru_cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from kg.bodies.place_words import without_place
from kg.frozen import frozen
from kg.meaning.grams import pairs
from kg.meaning.readings import Phrase, keys
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


Grams = tuple[Collection[str], Collection[str]]
"""Grams of a name, and those that only its clauses have."""


class RowWording(NamedTuple):
    """A row by its wording (:func:`body_of`), with its grams if they are known."""

    key: str
    matter: str
    township: str
    list: str
    number: int
    body: str
    grams: Grams | None = None


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


def wording_of(row: Row, words: Words) -> RowWording:
    """A row with its wording."""
    return RowWording(row.key, row.matter, row.township, row.list, row.number, body_of(row, words))


def grams_of(kind: str, body: str) -> Grams:
    """The grams of a wording: of its name, and those that only its clauses have."""
    form = form_of(0, 0, kind, body)
    names = frozenset(pairs(form.name)) | frozenset(form.name)
    return names, frozenset(pairs(clause_text(form))) - names


def clause_text(form: Form) -> str:
    """All the clauses of a form, one a line."""
    return "\n".join([*(c.text for c in form.own), *(c.text for c in form.superior), form.method])


def no_posting() -> tuple[array[int], array[int]]:
    """The postings of a gram: forms with it in their names, and in their clauses; none yet."""
    return array("I"), array("I")


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


@frozen
class Phrases:
    """The vocabulary's phrases by their characters and words, as the database takes them."""

    rows: tuple[tuple[int, str, str, str], ...]
    units: tuple[tuple[str, bytes], ...]
    sizes: str


_SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE phrase (id INTEGER PRIMARY KEY, surface TEXT, kind TEXT, formal TEXT);
CREATE TABLE unit (unit TEXT PRIMARY KEY, phrases BLOB) WITHOUT ROWID;
"""
_copying = threading.Lock()
_HOLDERS_KEPT = 4096
"""So many characters and words are kept with their phrases."""

_SIZES = "SELECT value FROM meta WHERE name = 'sizes'"
_UNITS = "SELECT unit, phrases FROM unit, json_each(?) WHERE unit = value"
_PHRASES = """
SELECT phrase.id, surface, kind, formal FROM phrase, json_each(?) WHERE phrase.id = value
"""


class Phrasebook:
    """Finds phrases; what was read once is kept."""

    def __init__(self, ask: Callable[[str, Sequence[object]], list[tuple[object, ...]]]) -> None:
        """``ask`` gives the rows of a query of the index's database with these values."""
        self._ask = ask
        self._phrases: dict[int, Phrase] = {}
        self._holders: dict[str, array[int]] = {}

    def phrases(self, units: Iterable[str], share: float = 0.6) -> list[Phrase]:
        """Phrases of the vocabulary of which a text has this share of the characters and words."""
        counts = Counter(chain.from_iterable(self._with(dict.fromkeys(units))))
        sizes = self._sizes
        found = (
            number
            for number, count in counts.items()
            if count >= share * sizes[number] and (count > 2 or count == sizes[number])
        )
        return self._read(sorted(found))

    @cached_property
    def _sizes(self) -> bytes:
        """How many different characters and words each phrase has."""
        return bytes.fromhex(str(self._ask(_SIZES, ())[0][0]))

    def _read(self, numbers: Sequence[int]) -> list[Phrase]:
        wanted = [number for number in numbers if number not in self._phrases]
        for number, surface, kind, formal in self._ask(_PHRASES, (json_list(wanted),)):
            told = tuple(json.loads(str(formal)))
            self._phrases[int(str(number))] = Phrase(str(surface), str(kind), told)
        return [self._phrases[number] for number in numbers]

    def _with(self, units: Iterable[str]) -> list[array[int]]:
        """For each character or word the phrases that have it."""
        if len(self._holders) > _HOLDERS_KEPT:
            self._holders = {}
        known = self._holders
        wanted = [unit for unit in units if unit not in known]
        found = {unit: array("I") for unit in wanted}
        for unit, numbers in self._ask(_UNITS, (json_list(wanted),)):
            found[str(unit)] = unpacked(numbers)
        known.update(found)
        return [known[unit] for unit in units]


_offered: list[Path] = []
_KEPT = 2


def offer(index: Path) -> None:
    """Let phrases be taken from the file of an index where that was made of the same tables."""
    if index not in _offered:
        _offered.insert(0, index)
        del _offered[_KEPT:]


def with_phrases(words: Words) -> sqlite3.Connection:
    """A new database in memory with the vocabulary's phrases: those of a process are written once."""
    database = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
    with _copying:
        _written(words.folders, words.phrases_checksum()).backup(database)
    return database


@lru_cache(maxsize=2)
def _written(folders: tuple[Path, ...], checksum: str) -> sqlite3.Connection:
    found = _phrases(folders, checksum)
    database = sqlite3.connect(":memory:", check_same_thread=False)
    with database:
        database.executescript(_SCHEMA)
        database.executemany("INSERT INTO phrase VALUES (?,?,?,?)", found.rows)
        database.executemany("INSERT INTO unit VALUES (?,?)", found.units)
        database.executemany(
            "INSERT INTO meta VALUES (?,?)", [("sizes", found.sizes), ("phrases", checksum)]
        )
    return database


@lru_cache(maxsize=2)
def _phrases(folders: tuple[Path, ...], checksum: str) -> Phrases:
    """The phrases of these folders' tables; ``checksum`` is that of the tables as they are now."""
    for path in _offered:
        if taken := _taken(path, checksum):
            return taken
    rows: list[tuple[int, str, str, str]] = []
    holders: dict[str, array[int]] = {}
    sizes = bytearray()
    for number, (surface, (kind, formal)) in enumerate(sorted(Words(folders).phrases().items())):
        rows.append((number, surface, kind, json.dumps(formal, ensure_ascii=False)))
        distinct = sorted({unit for unit, _, _ in keys(surface)})
        sizes.append(min(len(distinct), 255))
        for unit in distinct:
            holders.setdefault(unit, array("I")).append(number)
    units = tuple((unit, packed(numbers)) for unit, numbers in sorted(holders.items()))
    return Phrases(tuple(rows), units, sizes.hex())


def _taken(path: Path, checksum: str) -> Phrases | None:
    """The phrases of an index that was made of the same tables; None where it was not."""
    if not path.is_file():
        return None
    try:
        with contextlib.closing(opened(path)) as database:
            meta = dict(database.execute("SELECT name, value FROM meta WHERE name <> 'words'"))
            if meta.get("phrases") != checksum:
                return None
            rows = database.execute("SELECT id, surface, kind, formal FROM phrase ORDER BY id")
            units = database.execute("SELECT unit, phrases FROM unit ORDER BY unit")
            return Phrases(tuple(rows), tuple(units), meta["sizes"])
    except (sqlite3.Error, KeyError):
        return None


def opened_if_made_with(
    path: Path, name: str, mark: Callable[[], str]
) -> sqlite3.Connection | None:
    """A finished database, for reading, whose ``meta`` says of ``name`` what ``mark`` gives; None: there is none."""
    if not path.is_file():
        return None
    with contextlib.ExitStack() as unless_ours:
        try:
            database = opened(path)
            unless_ours.callback(database.close)
            made = database.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        except sqlite3.Error:
            return None
        if made != (mark(),):
            return None
        unless_ours.pop_all()
        return database


def opened(path: Path) -> sqlite3.Connection:
    """A finished database, for reading, by one thread at a time.

    Raises:
        sqlite3.Error: it cannot be read.
    """
    address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    return sqlite3.connect(address, uri=True, check_same_thread=False)
