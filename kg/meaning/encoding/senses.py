"""Senses: the vectors of what rows say, so that a text can be held against rows none of whose words it has.

A row has one of its name, and a cooperation row one of its name with what it gives the township. They
are made with a graph (``senses.sqlite`` beside its index, by the texts' checksums), or when they are first
asked for, and then kept with the store (:mod:`kg.meaning.encoding.shelved`); both are rounded alike.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kg.hashing import sha256
from kg.matrices import in_bytes
from kg.meaning.encoding.encoder import encoder
from kg.meaning.encoding.kept import Kept
from kg.meaning.encoding.nearness import Nearness, nearness
from kg.meaning.encoding.shelved import FOLDER, Shelved
from kg.meaning.packing import opened_if_made_with

if TYPE_CHECKING:
    from kg.matrices import Array
    from kg.meaning.packing import Form

FILE = "senses.sqlite"
"""Name of the file in a generation of the store."""
KNOWN = Path(__file__).with_name("known.sqlite")
"""Vectors of what the bundled lists say (``python -m kg.asking.training.knowing``), which need not be made again."""

_CLAUSES = 150
"""Characters of the clauses that are looked at."""
_KEPT = 4096
"""Texts whose vectors are kept in memory."""
_FEW = 3
"""Of so many townships the senses of the rows that a text may mean are made while one waits."""
_PIECE = 64
"""Texts that are encoded together."""
_SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE sense (text TEXT PRIMARY KEY, vector BLOB) WITHOUT ROWID;
"""
_SAYS = "SELECT text, vector FROM sense, json_each(?) WHERE text = value"


def texts_of(form: Form) -> tuple[str, ...]:
    """The texts whose senses a row has."""
    own = [clause.text for clause in form.own] if form.list == "cooperation" else []
    return said_texts(form.printed or form.name, own)


def said_texts(name: str, clauses: Sequence[str]) -> tuple[str, ...]:
    """A name, and the name with the clauses where there are any."""
    return (name, f"{name}。{'；'.join(clauses)[:_CLAUSES]}") if clauses else (name,)


class Senses:
    """The vectors of texts, of unit length: those of a file, and others as they are asked for."""

    def __init__(self, path: Path | None = None) -> None:
        """Use the file of a generation if it is there and was made by this encoder."""
        self._file = _File(path) if path else None
        self._kept = Kept(self._found, _KEPT)
        self._store: Path | None = None

    def shelve(self, store: Path) -> None:
        """Keep what is made of rows beside a ``store`` from now on, if its build has not made them all."""
        self._store = store

    @cached_property
    def _shelf(self) -> Shelved | None:
        if self._store is None or self.prepared:
            return None
        return Shelved(self._store / FOLDER / f"senses-{encoder().checksum}.sqlite")

    @property
    def prepared(self) -> bool:
        """Whether there is a file of them: then most are at hand."""
        return self._file is not None and self._file.database is not None

    def at_hand(self, townships: int | None) -> bool:
        """Whether the rows of so many townships (None: of all) need not be waited for."""
        return self.prepared or (townships is not None and townships <= _FEW)

    def vectors(self, texts: Sequence[str]) -> dict[str, Array]:
        """The vector of each text."""
        return self._kept.of(texts)

    def stored(self, texts: Iterable[str]) -> dict[str, Array]:
        """The vectors of those texts that have one in the file: none is made, unless there is no file and they are few."""
        wanted = list(dict.fromkeys(texts))
        if not self.prepared and len(wanted) <= _PIECE:
            return self.vectors(wanted)
        return {text: _unpacked(vector) for text, vector in self._known(wanted).items()}

    def near(
        self, asked: Array, rows: Sequence[Sequence[str]], by: Nearness | None = None
    ) -> list[float]:
        """How near each row, by the texts it has, is to a text with the vector ``asked``, a story's unless ``by`` another nearness."""
        vectors = self.vectors([text for own in rows for text in own])
        return (by or nearness()).to(asked, [[vectors[text] for text in own] for own in rows])

    def _found(self, texts: Sequence[str]) -> Iterator[Array]:
        known = self._known(texts)
        known |= _bundled().held([text for text in texts if text not in known])
        known |= self._shelved([text for text in texts if text not in known])
        new = [text for text in texts if text not in known]
        if new:
            known |= zip(new, map(_packed, encoder().vectors(new, alike=True)), strict=True)
            if self._shelf:
                self._shelf.add({_name(text): known[text] for text in new})
        return (_unpacked(known[text]) for text in texts)

    def missing(self, texts: Iterable[str]) -> list[str]:
        """Those texts that nobody has made a vector of, where what is made is kept; the longest last."""
        if not self._shelf:
            return []
        wanted = sorted(set(texts), key=lambda text: (len(text), text))
        known = {*self._known(wanted), *_bundled().held(wanted), *self._shelved(wanted)}
        return [text for text in wanted if text not in known]

    def make(self, texts: Sequence[str]) -> bool:
        """Make the vectors of texts that nobody has made, and keep them; whether they are kept."""
        made = dict(
            zip(map(_name, texts), map(_packed, encoder().vectors(texts, alike=True)), strict=True)
        )
        return self._shelf is not None and self._shelf.add(made)

    def _shelved(self, texts: Sequence[str]) -> dict[str, bytes]:
        if not self._shelf or not texts:
            return {}
        names = {_name(text): text for text in texts}
        return {names[name]: vector for name, vector in self._shelf.held(names).items()}

    def _known(self, texts: Sequence[str]) -> dict[str, bytes]:
        return self._file.held(texts) if self._file else {}


class _File:
    """A file of vectors, for reading by one thread at a time."""

    def __init__(self, path: Path) -> None:
        """Use it if it is there and was made by this encoder."""
        self._path = path
        self._lock = threading.Lock()

    @cached_property
    def database(self) -> sqlite3.Connection | None:
        return _opened(self._path)

    def held(self, texts: Sequence[str]) -> dict[str, bytes]:
        """The vectors of those texts that have one, packed."""
        if not texts or self.database is None:
            return {}
        names = {_name(text): text for text in texts}
        with self._lock:
            rows = self.database.execute(_SAYS, (json.dumps(list(names)),)).fetchall()
        return {names[name]: vector for name, vector in rows}


@cache
def _bundled() -> _File:
    """What the bundled lists say: many a list has rows with the same words."""
    return _File(KNOWN)


def write(
    path: Path, texts: Iterable[str], former: Path | None, workers: int, known: Path | None = KNOWN
) -> None:
    """Write the vectors of these texts; those that a ``former`` file has, or the ``known`` ones, are taken from there.

    Raises:
        sqlite3.Error: the file cannot be written.
    """
    from concurrent.futures import ThreadPoolExecutor  # a question need not wait for it

    names = {_name(text): text for text in texts}
    found: dict[str, bytes] = {}
    for file in filter(None, (former, known)):
        if (database := _opened(file)) is not None:
            with closing(database):
                found.update(database.execute(_SAYS, (json.dumps(list(names)),)))
    # By length: those that go through the layers together are of one size.
    new = sorted(names.keys() - found.keys(), key=lambda name: (len(names[name]), name))
    pieces = [new[at : at + _PIECE] for at in range(0, len(new), _PIECE)]

    def encoded(piece: Sequence[str]) -> list[bytes]:
        return list(map(_packed, encoder().vectors([names[name] for name in piece], alike=True)))

    with ThreadPoolExecutor(max(1, workers)) as crew:
        for piece, vectors in zip(pieces, crew.map(encoded, pieces), strict=True):
            found |= zip(piece, vectors, strict=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _SCHEMA)
        database.execute("BEGIN")
        database.execute("INSERT INTO meta VALUES ('encoder', ?)", (encoder().checksum,))
        database.executemany("INSERT INTO sense VALUES (?,?)", sorted(found.items()))
        database.execute("COMMIT")


def _opened(path: Path) -> sqlite3.Connection | None:
    """A file of this encoder, for reading."""
    return opened_if_made_with(path, "encoder", lambda: encoder().checksum)


def _name(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def _packed(vector: Array) -> bytes:
    """A vector in a byte for each number, after a scale."""
    scale, values = in_bytes(vector[None])
    return bytes(scale.tobytes() + values.tobytes())


def _unpacked(data: bytes) -> Array:
    import numpy as np

    found: Array = np.frombuffer(data, "i1", offset=4).astype("f4")
    found *= np.frombuffer(data, "<f4", 1)
    return found
