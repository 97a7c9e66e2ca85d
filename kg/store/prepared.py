"""Prepared tables: sub-selects of the library that scan the whole graph, evaluated once.

A query marks such a part with two comments, ``# prepared NAME`` before it and ``# end`` after it,
and stays a query that runs by itself. Where the part's rows are at hand they stand in its place as
VALUES: the same rows, without the scan. Tables belong to one state of the graph and lie beside it,
one SQLite file a table, named by the part's own text.
"""

from __future__ import annotations

import contextlib
import json
import re
import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from kg.errors import StoreError
from kg.frozen import frozen
from kg.hashing import sha256
from kg.patterns import regex
from kg.resources import folder
from kg.store.databases import AMONG, array_of, fresh, reading

FOLDER = "prepared"
"""Name of the folder of tables in a generation."""

TABLES = "tables"
"""Folder of ``queries`` with selects that are prepared and belong to no library query."""

BLOCK = regex(
    r"^[ \t]*# prepared (?P<name>[\w-]+)(?: over \?(?P<over>\w+))?\n\s*\{(?P<select>.*?)\}\s*\n[ \t]*# end\n",
    re.MULTILINE | re.DOTALL,
)
"""A marked part: its name and the sub-select between its braces.

``over ?x``: the query uses ``?x`` nowhere else and only sums the last column, so that rows which differ in
``?x`` alone may be added up.
"""

_T = TypeVar("_T")

Row = tuple[str, ...]
"""Terms as SPARQL and N-Triples write them."""


UNBOUND = "None"
"""What stands for a variable that is not bound."""


def said(term: str) -> str:
    """What a term says: the address of an IRI, the text of a literal."""
    if term[0] == "<":
        return term[1:-1]
    text = term[1 : term.rindex('"')]
    return str(json.loads(f'"{text}"', strict=False)) if "\\" in text else text


@frozen
class Table:
    """The rows of a prepared part: its variables (without ``?``) and their terms."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def values(self) -> str:
        """The rows as a VALUES block."""
        head = " ".join(f"?{column}" for column in self.columns)
        rows = "\n".join(f"({' '.join(row)})" for row in self.rows)
        return f"VALUES ({head}) {{\n{rows}\n}}\n"


def key(select: str) -> str:
    """The name of a sub-select's table: the same for the same text, however it is indented."""
    return sha256(" ".join(select.split()).encode()).hexdigest()[:16]


def selects() -> dict[str, str]:
    """The marked sub-selects of the whole library and the tables of their own, by their key."""
    found: dict[str, str] = {}
    for path in sorted(folder("queries").glob("*.rq")):
        for match in BLOCK.finditer(path.read_text("utf-8")):
            found.setdefault(key(match["select"]), match["select"].strip())
    for path in sorted((folder("queries") / TABLES).glob("*.rq")):
        select = own(path.stem)
        found.setdefault(key(select), select)
    return found


def marked(query: str, name: str) -> str:
    """The sub-select that the library query ``query`` marks as ``name``."""
    text = (folder("queries") / f"{query}.rq").read_text("utf-8")
    return next(m["select"].strip() for m in BLOCK.finditer(text) if m["name"] == name)


def own(name: str) -> str:
    """The select of a table that no library query has: ``queries/tables/NAME.rq``."""
    text = (folder("queries") / TABLES / f"{name}.rq").read_text("utf-8")
    return text[text.index("SELECT") :].strip()


def fingerprint() -> str:
    """One checksum of all marked sub-selects: a store built with other ones is not the same."""
    return sha256(" ".join(sorted(selects())).encode()).hexdigest()


def columns(select: str) -> tuple[str, ...]:
    """The variables of a sub-select (without ``?``), in its order.

    The first is bound to IRIs and stands in few rows: long tables are read from endpoints by it.
    """
    head = select.partition("WHERE")[0]
    renamed = re.sub(r"\([^()]*\([^()]*\)\s*AS\s*(\?\w+)\)", r"\1", head)
    return tuple(re.findall(r"\?(\w+)", renamed))


def file_name(select: str) -> str:
    """The name of the file that holds a sub-select's rows."""
    return f"{key(select)}.sqlite"


def write_table(directory: Path, select: str, rows: Iterable[Sequence[str]]) -> None:
    """Keep the rows of a sub-select in ``directory``; a table appears whole or not at all.

    Raises:
        StoreError: it cannot be written.
    """
    target = directory / file_name(select)
    work = target.with_suffix(".tmp")
    try:
        directory.mkdir(parents=True, exist_ok=True)
        work.unlink(missing_ok=True)
        write_file(work, columns(select), rows)
        work.replace(target)
    except OSError as error:
        raise StoreError(
            f"写不了预备表 {target} (a prepared table cannot be written): {error}"
        ) from error


def write_file(path: Path, names: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write rows with the columns ``names`` to a new file.

    Raises:
        StoreError: it cannot be written.
    """
    head = ", ".join(f'"{name}" TEXT NOT NULL' for name in names)
    try:
        with contextlib.closing(fresh(path)) as connection, connection:
            connection.execute(f"CREATE TABLE prepared({head})")
            marks = ", ".join("?" * len(names))
            connection.executemany(f"INSERT INTO prepared VALUES({marks})", rows)
            connection.execute(f'CREATE INDEX first ON prepared("{names[0]}")')
    except sqlite3.Error as error:
        raise StoreError(
            f"写不了预备表 {path} (a prepared table cannot be written): {error}"
        ) from error


class PreparedTables:
    """The tables in a folder, for reading."""

    def __init__(self, directory: Path) -> None:
        """Read from ``directory``; a table that is not there is None."""
        self._directory = directory

    def table(self, select: str, bound: Mapping[str, str], limit: int) -> Table | None:
        """The rows of a sub-select whose variables have the ``bound`` terms.

        None where there is no such table or more than ``limit`` rows of it are wanted.

        Raises:
            StoreError: the table is damaged.
        """
        return self._with(select, lambda connection: _read(connection, bound, limit))

    def added(self, select: str, over: str, limit: int) -> Table | None:
        """The rows of a sub-select without the column ``over``: the last column, a number, added up.

        None where there is no such table or more than ``limit`` rows of it are left.

        Raises:
            StoreError: the table is damaged.
        """
        *kept, last = (name for name in columns(select) if name != over)
        names = ", ".join(f'"{name}"' for name in kept)
        number = f'SUM(CAST(SUBSTR("{last}", 2) AS INTEGER))'
        sql = f"SELECT {names}, {number} FROM prepared GROUP BY {names} LIMIT ?"  # noqa: S608

        def read(connection: sqlite3.Connection) -> Table | None:
            rows = [(*row[:-1], str(row[-1])) for row in connection.execute(sql, (limit + 1,))]
            return Table((*kept, last), tuple(rows)) if len(rows) <= limit else None

        return self._with(select, read)

    def sums(
        self, select: str, by: str, among: Mapping[str, Collection[str]]
    ) -> dict[str, int] | None:
        """Term of the column ``by`` → sum of the last column, a number.

        Only rows count whose columns are ``among`` the terms given. None: there is no such table.

        Raises:
            StoreError: the table is damaged.
        """
        names = columns(select)
        given = [name for name in names if name in among]
        where = " AND ".join(["1", *(f'"{name}" {AMONG}' for name in given)])
        values = [json.dumps(sorted(among[name])) for name in given]
        # The names are those of the select; numbers stand as "3"^^<…>.
        sql = (
            f'SELECT "{by}", SUM(CAST(SUBSTR("{names[-1]}", 2) AS INTEGER)) FROM prepared'  # noqa: S608
            f" WHERE {where} GROUP BY 1 ORDER BY 1"
        )
        return self._with(select, lambda connection: dict(connection.execute(sql, values)))

    def of(self, select: str, iris: Iterable[str] | None) -> list[dict[str, str]] | None:
        """The rows of a sub-select whose first column is one of ``iris`` (None: any): variable → value.

        Unbound variables are left out. None: there is no such table.

        Raises:
            StoreError: the table is damaged.
        """
        names = columns(select)
        sql, given = "SELECT * FROM prepared", list[str]()
        if iris is not None:
            sql += f' WHERE "{names[0]}" {AMONG}'
            given = [array_of(f"<{iri}>" for iri in iris)]

        def read(connection: sqlite3.Connection) -> list[dict[str, str]]:
            return [
                {name: said(term) for name, term in zip(names, row, strict=True) if term != UNBOUND}
                for row in connection.execute(sql, given)
            ]

        return self._with(select, read)

    def _with(self, select: str, read: Callable[[sqlite3.Connection], _T]) -> _T | None:
        """What ``read`` makes of a sub-select's table; None if there is none."""
        path = self._directory / file_name(select)
        if not path.is_file():
            return None
        try:
            with contextlib.closing(reading(path)) as connection:
                return read(connection)
        except sqlite3.Error as error:
            raise StoreError(
                f"预备表损坏，请重新运行 kg build (a prepared table is damaged: run kg build again): {path}: {error}"
            ) from error


def _read(connection: sqlite3.Connection, bound: Mapping[str, str], limit: int) -> Table | None:
    columns = tuple(row[1] for row in connection.execute("PRAGMA table_info(prepared)"))
    given = [(name, term) for name, term in bound.items() if name in columns]
    where = " AND ".join(f'"{name}" = ?' for name, _ in given)
    # Only names of the table's own columns are put into the text.
    sql = "SELECT * FROM prepared" + (f" WHERE {where}" if where else "")  # noqa: S608
    rows = connection.execute(
        f"{sql} LIMIT ?", (*(term for _, term in given), limit + 1)
    ).fetchall()
    return Table(columns, tuple(rows)) if len(rows) <= limit else None


def fill(text: str, table_of: Callable[[str, str], Table | None]) -> str:
    """The query ``text`` with each marked part replaced by its table, where there is one."""

    def replaced(match: re.Match[str]) -> str:
        table = table_of(match["select"].strip(), match["over"] or "")
        return table.values() if table else match[0]

    return BLOCK.sub(replaced, text)
