"""Named: the duties that the names of rows sort under, worked out when a graph is made.

A task or a story is held against some sixty names, each of which is sorted as a text is; that took as long as all
else that is measured of a row. They lie in ``named.sqlite`` beside the index; where there is none, or one made with
another file of weights, names are sorted as they come.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable, Iterable
from contextlib import closing
from functools import cached_property
from pathlib import Path

from kg.meaning.packing import opened_if_made_with
from kg.meaning.sayings.sorting import Sort, Sorter

FILE = "named.sqlite"
"""Name of the file in a generation of the store."""
MOST = 4
"""Duties of a name that are kept: no more are looked at."""

_VERSION = "1"
"""Of the way names are sorted, beside the weights."""
_KEPT = 16_384
_SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE named (name TEXT PRIMARY KEY, sorts TEXT) WITHOUT ROWID;
"""
_SAYS = "SELECT name, sorts FROM named, json_each(?) WHERE name = value"


class Named:
    """What names sort under: those of a file, and others as they are asked for."""

    def __init__(
        self, path: Path | None, sorter: Sorter, otherwise: Callable[[str], tuple[Sort, ...]]
    ) -> None:
        """Use the file at ``path`` if it is there and was made with the weights of ``sorter``."""
        self._path, self._sorter, self._otherwise = path, sorter, otherwise
        self._lock = threading.Lock()
        self._known: dict[str, tuple[Sort, ...]] = {}

    def __call__(self, name: str) -> tuple[Sort, ...]:
        """The likeliest duties of a name, at least as many as are kept."""
        known = self._known.get(name)
        return self._otherwise(name) if known is None else known

    def read(self, names: Iterable[str]) -> None:
        """Read what names sort under that will be asked for, all at once."""
        wanted = [name for name in dict.fromkeys(names) if name not in self._known]
        if not wanted or self._database is None:
            return
        with self._lock:
            rows = self._database.execute(_SAYS, (json.dumps(wanted),)).fetchall()
        found = {name: self._sorter.told(json.loads(sorts)) for name, sorts in rows}
        if len(self._known) + len(found) > _KEPT:
            # A new one: another thread may be reading what was kept.
            self._known = found
        else:
            self._known.update(found)

    @cached_property
    def _database(self) -> sqlite3.Connection | None:
        return _opened(self._path, self._sorter) if self._path else None


def write(path: Path, names: Iterable[str], former: Path | None, sorter: Sorter) -> None:
    """Write what these names sort under; what a ``former`` file has is taken from there.

    Raises:
        sqlite3.Error: the file cannot be written.
    """
    wanted = sorted(set(names))
    found: dict[str, str] = {}
    if former is not None and (database := _opened(former, sorter)) is not None:
        with closing(database):
            found.update(database.execute(_SAYS, (json.dumps(wanted),)))
    rows = (
        (name, found[name] if name in found else json.dumps(sorter.numbered(name)[:MOST]))
        for name in wanted
    )
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _SCHEMA)
        database.execute("BEGIN")
        database.execute("INSERT INTO meta VALUES ('sorter', ?)", (_mark(sorter),))
        database.executemany("INSERT INTO named VALUES (?,?)", rows)
        database.execute("COMMIT")


def _opened(path: Path, sorter: Sorter) -> sqlite3.Connection | None:
    """A file made with these weights, for reading."""
    return opened_if_made_with(path, "sorter", lambda: _mark(sorter))


def _mark(sorter: Sorter) -> str:
    return f"{_VERSION} {sorter.mark}"
