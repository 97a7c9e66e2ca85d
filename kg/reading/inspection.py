"""Inspection: what the program sees in a file, before anybody builds with it.

Which container it is, the tables in it with their headers and what each column is taken for, the
lists that were recognised, and what was left aside and why.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from kg.findings import errors
from kg.folding import fold_forms, plain
from kg.reading.blocks import Block
from kg.reading.containers import MAX_FILE_BYTES, Contents, Kind, TextProblem, open_apart
from kg.reading.documents import Source, read_documents
from kg.reading.headers import EXTRA, HeaderReader
from kg.values import Columns, Document, ListKind, Place
from kg.vocabulary.loading import Vocabulary

_LONGEST_QUOTE = 60
_MOST_TABLES = 200
_HEADER_ROWS = 3
BOTH_SIDES = "both-sides"
"""What is shown for a column that holds both sides' duties under labels; a mapping file has no word for it."""


@dataclass(frozen=True, slots=True)
class Inspection:
    """A file as seen: its container, the tables in it, the documents read of it."""

    name: str
    contents: Contents
    tables: tuple[dict[str, Any], ...]
    documents: tuple[Document, ...]

    @property
    def loads(self) -> bool:
        """Whether ``kg build`` would take it as it is."""
        return all(not errors(d.findings) for d in self.documents) and any(
            d.duties for d in self.documents
        )

    def to_json(self) -> dict[str, Any]:
        """All of it as plain values."""
        return {
            "document": self.name,
            "container": self.contents.kind.value,
            "container_zh": self.contents.kind.zh,
            "loads": self.loads,
            "paragraphs": sum(not block.tabular for block in self.contents.blocks),
            "table_rows": sum(block.tabular for block in self.contents.blocks),
            "tables": list(self.tables),
            "documents": [_document(document) for document in self.documents],
            "findings": [f.to_json() for d in self.documents for f in d.findings],
        }


def inspect(
    path: Path,
    vocabulary: Vocabulary,
    *,
    place: str | None = None,
    edition: str | None = None,
    kind: ListKind | None = None,
) -> Inspection:
    """Look into one file; whatever is wrong with it is in the findings of its documents."""
    source = Source(path.name, path)
    contents = Contents(Kind.OTHER, [], [TextProblem("unreadable", 0, "")])
    try:
        if path.stat().st_size <= MAX_FILE_BYTES:
            contents = open_apart(path.name, path.read_bytes())
    except OSError:
        pass  # the reader of documents says why
    documents = read_documents([source], vocabulary, place=place, edition=edition, kind=kind)
    parted = {
        (finding.line, finding.quote)
        for document in documents
        for finding in document.findings
        if finding.kind == "sides-parted"
    }
    tables = tuple(_tables(contents.blocks, HeaderReader(vocabulary), parted))
    return Inspection(path.name, contents, tables, documents)


def draft(inspection: Inspection) -> dict[str, Any]:
    """A mapping file to begin with: what was recognised, to be put right by a person.

    ``columns`` has every header met, with the role it is taken for; ``extra`` is kept as it is.
    """
    columns: dict[str, str] = {}
    for table in inspection.tables:
        for column in table["columns"]:
            if column["header"] and column["role"] != BOTH_SIDES:
                columns.setdefault(column["header"], column["role"])
    places = [d.township.place for d in inspection.documents if d.township]
    kinds = {duty.row.kind for d in inspection.documents for duty in d.duties}
    found: dict[str, Any] = {"columns": columns}
    if len(places) == 1:
        found["place"] = "/".join(_path(places[0]))
    if len(kinds) == 1:
        found["list"] = next(iter(kinds)).value
    return found


def _path(place: Place) -> Iterator[str]:
    if place.parent is not None:
        yield from _path(place.parent)
    yield place.name


def _tables(
    blocks: Iterable[Block], headers: HeaderReader, parted: Collection[tuple[int, str]]
) -> Iterator[dict[str, Any]]:
    """The tables of a file: runs of rows, each with its first row as the header it may be.

    ``parted`` are columns that were read as two, by the line and the words of their header.
    """
    count = 0
    for tabular, run in groupby(blocks, key=lambda b: (b.tabular, b.table, b.sheet, len(b.cells))):
        if not tabular[0]:
            continue
        rows = list(run)
        count += 1
        if count > _MOST_TABLES:
            return
        # A header may take two rows: the lower one says what the columns are.
        known = [b for b in rows if headers.read(b.cells) is not None]
        header = next((b for b in reversed(rows[:_HEADER_ROWS]) if b in known), (known or rows)[0])
        columns = headers.read(header.cells)
        yield {
            "table": count,
            "locator": rows[0].locator,
            "rows": len(rows),
            "recognised": columns is not None,
            "header_line": header.line,
            "header_locator": header.locator,
            "columns": [
                {
                    "header": _short(cell),
                    "role": _role(header, cell, at, columns, parted),
                }
                for at, cell in enumerate(header.cells)
            ],
        }


def _role(
    header: Block,
    cell: str,
    at: int,
    columns: Columns | None,
    parted: Collection[tuple[int, str]],
) -> str:
    if (header.line, plain(fold_forms(cell))) in parted:
        return BOTH_SIDES
    return columns.roles[at] if columns and at < len(columns.roles) else EXTRA


def _document(document: Document) -> dict[str, Any]:
    township = document.township
    coverage = document.coverage
    return {
        "township": township.name if township else None,
        "township_code": township.code if township else None,
        "edition": document.edition,
        "date_printed": document.date_printed,
        "lists": [found for kind in ListKind if (found := _list(document, kind))],
        "lines": coverage.total,
        "lines_in_records": coverage.records,
        "lines_furniture": coverage.furniture,
        "lines_reported": coverage.findings,
    }


def _list(document: Document, kind: ListKind) -> dict[str, Any] | None:
    rows = [duty.row for duty in document.duties if duty.row.kind is kind]
    titles = [title.text for title in document.titles if title.kind is kind]
    if not rows and not titles:
        return None
    headers: dict[str, str] = {}
    for row in rows:
        for title, role in zip(row.columns.titles, row.columns.roles, strict=True):
            headers.setdefault(title, role)
    return {
        "list": kind.value,
        "title": titles[0] if titles else "",
        "rows": len(rows),
        "first": rows[0].locator if rows else "",
        "last": rows[-1].locator if rows else "",
        "columns": headers,
    }


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _LONGEST_QUOTE else words[: _LONGEST_QUOTE - 1] + "…"
