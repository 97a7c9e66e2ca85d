"""Writing the text index: of all duties, or of what changed since an earlier one.

Duties are numbered in the order of the index (township, edition, list, number) with room between
editions, so that one more finds its place; a name has the number of the first duty that has it. So an index
that grew answers as one that was written at once.
"""

from __future__ import annotations

import itertools
import shutil
import sqlite3
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable
from contextlib import closing
from itertools import groupby
from pathlib import Path

from kg.errors import StoreError
from kg.store.databases import AMONG, array_of, fresh
from kg.store.passages import DutyText
from kg.store.search import PASSAGES, PIECE, SCHEMA, grams, name_key, tokens

_DUTIES = 15
_ROOM = 10
"""Bits of a number: duties of an edition, room between editions."""

Edition = tuple[str, str]
"""Township code and edition."""


class NoRoom(Exception):
    """What is to be written does not fit into the numbers there are."""


def write_index(path: Path, duties: Iterable[DutyText]) -> None:
    """Write the text index of ``duties`` to a new file; the same duties, the same tables.

    Raises:
        StoreError: it cannot be written.
    """
    try:
        with closing(fresh(path)) as connection:
            with connection:
                connection.executescript(SCHEMA)
                writer = _Writer(connection)
                for number, (edition, found) in enumerate(groupby(duties, _edition), 1):
                    writer.edition(edition, number << _ROOM, found)
                writer.close()
                connection.execute("INSERT INTO words(words) VALUES('optimize')")
            connection.execute("VACUUM")
    except (sqlite3.Error, NoRoom) as error:
        raise _unwritable(path, error) from error


def change_index(
    path: Path, former: Path, gone: Collection[str], duties: Iterable[DutyText]
) -> None:
    """Write the index in ``former`` to a new file, without the townships ``gone`` and with ``duties``.

    Raises:
        NoRoom: it must be written anew.
        StoreError: it cannot be written.
    """
    try:
        shutil.copyfile(former, path)
        with closing(fresh(path)) as connection, connection:
            _remove(connection, gone)
            writer = _Writer(connection)
            for edition, found in groupby(duties, _edition):
                writer.edition(edition, _between(connection, edition), found)
            writer.close()
    except sqlite3.Error as error:
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: Exception) -> StoreError:
    return StoreError(f"写不了文字索引 {path} (the text index cannot be written): {error}")


def _edition(duty: DutyText) -> Edition:
    return duty.township, duty.edition


def _between(connection: sqlite3.Connection, edition: Edition) -> int:
    """A number for an edition between those of its neighbours.

    Raises:
        NoRoom: there is none.
    """
    found = connection.execute("SELECT township, edition, id FROM place ORDER BY id").fetchall()
    at = bisect_left([(township, name) for township, name, _ in found], edition)
    before = found[at - 1][2] if at else 0
    after = found[at][2] if at < len(found) else before + (2 << _ROOM)
    if after - before < 2:
        raise NoRoom
    return int(before + after) // 2


class _Writer:
    """Adds editions to an index."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Write into this database."""
        self._connection = connection
        self._pairs: Counter[str] = Counter()

    def edition(self, edition: Edition, place: int, duties: Iterable[DutyText]) -> None:
        """Add the duties of an edition.

        Raises:
            NoRoom: there are more than the numbers allow.
        """
        connection = self._connection
        connection.execute("INSERT INTO place VALUES(?,?,?)", (*edition, place))
        for number, duty in enumerate(duties):
            if number >> _DUTIES or len(duty.passages) + 1 >> PASSAGES:
                raise NoRoom
            self._duty((place << _DUTIES) + number, duty)

    def _duty(self, number: int, duty: DutyText) -> None:
        connection = self._connection
        connection.execute(
            "INSERT INTO duty VALUES(?,?,?,?,?,?,?)",
            (
                number,
                duty.iri,
                self._name(duty.name, number),
                duty.township,
                duty.edition,
                duty.kind,
                duty.number,
            ),
        )
        passages = (("name", 0, duty.name), *duty.passages)
        for at, (field, clause, text) in enumerate(passages, number << PASSAGES):
            line = tokens(text)
            self._pairs.update(_pairs(line))
            connection.execute(
                "INSERT INTO passage VALUES(?,?,?,?,?)", (at, number, field, clause, text)
            )
            connection.execute("INSERT INTO words(rowid, tokens) VALUES(?,?)", (at, line))

    def _name(self, text: str, number: int) -> int:
        """The number of a name that this duty has."""
        row = self._connection.execute("SELECT id FROM name WHERE text = ?", (text,)).fetchone()
        if row is not None and row[0] < number:
            return int(row[0])
        if row is not None:
            _renumber(self._connection, int(row[0]), number)
            return number
        key = name_key(text)
        self._connection.execute("INSERT INTO name VALUES (?,?,?)", (number, key, text))
        for table, found in (("gram", grams(key)), ("piece", grams(key, PIECE))):
            self._connection.executemany(
                f"INSERT INTO {table} VALUES(?,?)",
                [(one, number) for one in sorted(found)],
            )
        return number

    def close(self) -> None:
        """Count the pairs of characters."""
        self._connection.executemany(
            "INSERT INTO pair VALUES(?,?) ON CONFLICT(gram) DO UPDATE SET passages ="
            " passages + excluded.passages",
            sorted(self._pairs.items()),
        )


def _pairs(line: str) -> set[str]:
    return {a + b for a, b in itertools.pairwise(line.split(" "))}


def _renumber(connection: sqlite3.Connection, old: int, new: int) -> None:
    """Give a name another number."""
    (key,) = connection.execute("SELECT key FROM name WHERE id = ?", (old,)).fetchone()
    connection.execute("UPDATE name SET id = ? WHERE id = ?", (new, old))
    connection.execute("UPDATE duty SET name = ? WHERE name = ?", (new, old))
    for table, column, found in (
        ("gram", "gram", grams(key)),
        ("piece", "piece", grams(key, PIECE)),
    ):
        connection.executemany(
            f"UPDATE {table} SET name = ? WHERE {column} = ? AND name = ?",  # noqa: S608
            [(new, one, old) for one in sorted(found)],
        )


def _remove(connection: sqlite3.Connection, townships: Collection[str]) -> None:
    """Take the duties of townships out."""
    sql = f"SELECT id, name FROM duty WHERE township {AMONG}"  # noqa: S608
    duties = connection.execute(sql, (array_of(townships),)).fetchall()
    pairs: Counter[str] = Counter()
    for number, _ in duties:
        first = number << PASSAGES
        where = (first, first + (1 << PASSAGES))
        sql = "SELECT id, text FROM passage WHERE id >= ? AND id < ?"
        for at, text in connection.execute(sql, where).fetchall():
            line = tokens(text)
            pairs.update(_pairs(line))
            connection.execute(
                "INSERT INTO words(words, rowid, tokens) VALUES('delete',?,?)", (at, line)
            )
        connection.execute("DELETE FROM passage WHERE id >= ? AND id < ?", where)
        connection.execute("DELETE FROM duty WHERE id = ?", (number,))
    sql = f"DELETE FROM place WHERE township {AMONG}"  # noqa: S608
    connection.execute(sql, (array_of(townships),))
    connection.executemany(
        "UPDATE pair SET passages = passages - ? WHERE gram = ?",
        [(count, gram) for gram, count in sorted(pairs.items())],
    )
    connection.execute("DELETE FROM pair WHERE passages = 0")
    for name in sorted({name for _, name in duties}):
        (first,) = connection.execute("SELECT min(id) FROM duty WHERE name = ?", (name,)).fetchone()
        if first is None:
            _forget(connection, name)
        elif first != name:
            _renumber(connection, name, first)


def _forget(connection: sqlite3.Connection, name: int) -> None:
    (key,) = connection.execute("SELECT key FROM name WHERE id = ?", (name,)).fetchone()
    connection.execute("DELETE FROM name WHERE id = ?", (name,))
    for table, column, found in (
        ("gram", "gram", grams(key)),
        ("piece", "piece", grams(key, PIECE)),
    ):
        connection.executemany(
            f"DELETE FROM {table} WHERE {column} = ? AND name = ?",  # noqa: S608
            [(one, name) for one in sorted(found)],
        )
