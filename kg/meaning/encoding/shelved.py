"""Shelved: vectors that were made when somebody asked, kept beside a store for all who ask later.

A large store is built without the senses of its rows. What a check or a quiet moment makes of them lies in
``shelf/`` of the store, so that it is made once, not once in each process. It is a convenience: what cannot be read or
written there is made again, and what is not as it was written is not taken.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path

from kg.hashing import sha256

FOLDER = "shelf"
"""Folder of a store."""
_WAIT = 0.2
"""Seconds to wait for another process that writes."""
_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS sense (text TEXT PRIMARY KEY, vector BLOB, seal TEXT) WITHOUT ROWID"
)
_SAYS = "SELECT text, vector, seal FROM sense, json_each(?) WHERE text = value"


class Shelved:
    """A file of packed vectors by the names of their texts, to which any process may add."""

    def __init__(self, path: Path) -> None:
        """Use a file, which need not be there."""
        self._path = path

    def held(self, names: Iterable[str]) -> dict[str, bytes]:
        """The vectors that lie there, whole, of those asked for."""
        if not self._path.is_file():
            return {}
        try:
            with closing(self._opened("ro")) as database:
                rows = database.execute(_SAYS, (json.dumps(list(names)),)).fetchall()
        except sqlite3.Error:
            return {}
        return {
            name: vector
            for name, vector, seal in rows
            if isinstance(vector, bytes) and seal == _seal(name, vector)
        }

    def add(self, vectors: Mapping[str, bytes]) -> bool:
        """Lay vectors there; whether it could be done."""
        rows = [(name, vector, _seal(name, vector)) for name, vector in sorted(vectors.items())]
        try:
            self._path.parent.mkdir(exist_ok=True)
            with closing(self._opened("rwc")) as database, database:
                database.execute(_SCHEMA)
                database.executemany("INSERT OR REPLACE INTO sense VALUES (?,?,?)", rows)
        except (OSError, sqlite3.Error):
            return False
        return True

    def _opened(self, mode: str) -> sqlite3.Connection:
        address = f"{self._path.absolute().as_uri()}?mode={mode}"
        return sqlite3.connect(address, uri=True, timeout=_WAIT)


def _seal(name: str, vector: bytes) -> str:
    """A checksum of what is laid there: a vector that lost a bit would tell a wrong nearness."""
    return sha256(name.encode("utf-8", "surrogatepass") + vector).hexdigest()[:16]
