"""Pages in other formats: CSV and XLSX for spreadsheets, JSON, and RDF of what a page is about."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from typing import Any

import pyoxigraph as ox

from kg.errors import QueryError
from kg.export.tables import csv_bytes
from kg.export.wording import word
from kg.rdf.terms import PREFIXES
from kg.store.graph import Graph
from kg.web.site import engines
from kg.web.site.corrected import HEADING, Notes, notes
from kg.web.site.duties import list_name
from kg.web.site.graphs import solutions
from kg.web.site.page import Column, Link, Page, Table, Words, not_found

RDF = {
    "turtle": ox.RdfFormat.TURTLE,
    "jsonld": ox.RdfFormat.JSON_LD,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
_IRI = "IRI"
"""The heading of what a row is about, last in every file."""
_DESCRIBED = 500
"""Things described in one RDF answer at most; a page that is about more says so and names the endpoint."""


def offers(*, tables: bool, rdf: bool, rows: bool = False, letter: bool = False) -> tuple[str, ...]:
    """The formats of a page that has these, the usual one first."""
    return (
        "html",
        *(RDF if rdf else ()),
        "json",
        *(("csv", "xlsx") if tables else ()),
        *(("xml", "tsv") if rows else ()),
        *(("docx",) if letter else ()),
    )


def write(page: Page, name: str, graph: Graph, *, english: bool = False) -> bytes:
    """The page in the format of this name: csv, xlsx, json or an RDF one; files are in the page's language.

    Raises:
        Refused: 404, the page has no such form: a form to be filled in has no rows.
    """
    if name == "json":
        return json.dumps(page.data, ensure_ascii=False, indent=1).encode() + b"\n"
    if name in RDF:
        return _rdf(graph, page, name)
    if not page.tables:
        raise not_found("这一页没有表格 (there is no table on this page)")
    for table in page.tables:
        _correct(table, notes(graph))
    return (_csv if name == "csv" else _xlsx)(page.tables, english)


def _correct(table: Table, put_right: Notes) -> None:
    """Give a table a last column of what people have put right in its rows, if they have."""
    found = [put_right.of_row(row) for row in table.rows]
    if any(found):
        table.columns = (*table.columns, Column("corrected", HEADING.zh, HEADING.en))
        table.rows = [
            {**row, "corrected": note} for row, note in zip(table.rows, found, strict=True)
        ]


def plain(value: Any, column: Column, *, english: bool = False) -> str | int:
    """A cell as text or number."""
    if isinstance(value, bool) or value is None:
        return "" if value is None else word("truth", str(value).lower(), "en" if english else "zh")
    if isinstance(value, int):
        return value
    if isinstance(value, list | tuple):
        between = ", " if english else "、"
        return between.join(str(plain(item, column, english=english)) for item in value)
    if column.kind == "list" and value in {"basic", "cooperation", "reclaimed"}:
        return word("list", value, "en") if english else list_name(value)
    text = value.en if english and isinstance(value, Words | Link) and value.en else str(value)
    return text.replace("\ue000", "").replace("\ue001", "")


def _headings(table: Table, *, english: bool) -> list[str]:
    heads = [column.en if english else column.zh for column in table.columns]
    return heads + ([_IRI] if _has_iris(table) else [])


def _has_iris(table: Table) -> bool:
    return any("iri" in row for row in table.rows)


def _lines(table: Table, *, english: bool) -> Iterable[list[str | int]]:
    iris = _has_iris(table)
    for row in table.rows:
        cells = [plain(row.get(c.key, ""), c, english=english) for c in table.columns]
        yield [*cells, *([str(row.get("iri", ""))] if iris else [])]


def _csv(tables: list[Table], english: bool) -> bytes:
    """One table: of several the first column says which, and each has the columns of all.

    Programs and filters of spreadsheets read one heading and no blank lines.
    """
    filled = [table for table in tables if table.rows] or tables[:1]
    if len(tables) == 1:
        return csv_bytes(_headings(tables[0], english=english), _lines(tables[0], english=english))
    headings = [_headings(table, english=english) for table in filled]
    shared = list(dict.fromkeys(h for own in headings for h in own if h != _IRI))
    shared += [_IRI] if any(_IRI in own for own in headings) else []

    def lines() -> Iterable[list[str | int]]:
        for table, own in zip(filled, headings, strict=True):
            name = table.en if english else table.zh
            for line in _lines(table, english=english):
                cells = dict(zip(own, line, strict=True))
                yield [name, *(cells.get(head, "") for head in shared)]

    return csv_bytes(["table" if english else "表", *shared], lines())


def _xlsx(tables: list[Table], english: bool) -> bytes:
    from kg.export.workbook import write_sheets

    output = io.BytesIO()
    write_sheets(
        [
            (
                table.en if english else table.zh,
                _headings(table, english=english),
                list(_lines(table, english=english)),
            )
            for table in tables
        ],
        output,
    )
    return output.getvalue()


class _Written(engines.Recent[tuple[str, ...], bytes]):
    """Descriptions by format and nodes: several pages are about the same ones. Their bytes are weighed."""

    most = 64
    heaviest = 16 << 20

    def weight(self, value: bytes) -> int:
        """Its bytes."""
        return len(value)


def _rdf(graph: Graph, page: Page, name: str) -> bytes:
    if page.triples:
        return _serialised(page.triples(), name)
    known = graph.once(_Written, _Written)
    about = list(dict.fromkeys(page.about))
    return known.made((name, *about), lambda: _serialised(_described(graph, about), name))


def _serialised(found: Iterable[Any], name: str) -> bytes:
    triples = {(t.subject.value, t.predicate.value, str(t.object)): t for t in found}
    ordered = [triples[key] for key in sorted(triples)]
    prefixes = PREFIXES if name in {"turtle", "rdfxml"} else None
    return ox.serialize(ordered, format=RDF[name], prefixes=prefixes) or b""


def _described(graph: Graph, about: list[str]) -> Iterable[Any]:
    if not about:
        raise not_found("这一页没有三元组 (there are no triples for this page)")
    if len(about) > _DESCRIBED:
        raise QueryError(
            f"这一页讲 {len(about):,} 个节点，一次最多给 {_DESCRIBED} 个的三元组，请用 /sparql"
            " (too many things for one answer: use /sparql)"
        )
    found = solutions(graph, "describe", about)
    assert isinstance(found, ox.QueryTriples)
    return found
