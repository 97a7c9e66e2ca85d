"""Databases: the SQLite files that lie beside a graph, written once and then only read."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path

AMONG = "IN (SELECT value FROM json_each(?))"
"""A condition whose one parameter is a JSON array: SQLite limits the number of parameters."""


def array_of(values: Iterable[str]) -> str:
    """Values as the parameter of :data:`AMONG`."""
    return json.dumps(sorted(values), ensure_ascii=False)


def fresh(path: Path) -> sqlite3.Connection:
    """A new database to fill, without a journal: it is put in place when it is whole.

    Raises:
        sqlite3.Error: it cannot be written.
    """
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    return connection


def reading(path: Path) -> sqlite3.Connection:
    """A finished database, for reading, by one thread at a time.

    Raises:
        sqlite3.Error: it cannot be read.
    """
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    return sqlite3.connect(address, uri=True, check_same_thread=False)
