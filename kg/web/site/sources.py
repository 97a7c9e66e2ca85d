"""The documents as published: every row of every list, with the line that was asked for marked."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from urllib.parse import unquote

from kg.citing import is_recognised
from kg.export.wording import word
from kg.store.graph import Graph
from kg.web.site import duties
from kg.web.site.cells import worth_grouping
from kg.web.site.graphs import bound, path_of, rows, triples
from kg.web.site.home import edition, loaded_query, loaded_table
from kg.web.site.page import Column, Link, Page, Row, Table, Visit, Words, not_found
from kg.web.site.render import printed


def source(graph: Graph, visit: Visit) -> Page:
    """The document of this path; without one, all documents.

    Raises:
        Refused: 404, no such document is loaded.
    """
    path = unquote(visit.path.partition("/")[2])
    if not path:
        table = loaded_table(graph)
        return Page(
            "list",
            "原文",
            {
                "kind": ("已载入的文件", "Loaded documents"),
                "facts": [],
                "tables": [table],
                "note": None,
                "picture": "",
                "iri": "",
            },
            [table],
            graph.documents,
            queries=loaded_query(),
            title_en="Sources",
            triples=lambda: triples(graph, "documents"),
        )
    found, cells, headers = _read(graph, path)
    if not found:
        raise not_found(f"没有载入这份文件 (no such document is loaded): {path[:200]}")
    line = visit.number("line", 0)
    lists = _lists(graph, found, cells, headers, line)
    near = min(
        (row["line"] for item in lists for row in item["rows"]),
        key=lambda other: (abs(other - line), other),
        default=0,
    )
    for item in lists:
        item["parts"] = _parts(graph, item["rows"], near if line else 0)
    first = found[0]
    sha = next((d["sha256"] for d in graph.documents if d["document"] == path), "")
    return Page(
        "source",
        f"{first['townshipName']}履职事项清单：原文",
        {
            "file": path,
            "township": Link(first["townshipName"], path_of(graph, first["township"])),
            "edition": edition(first["edition"]),
            "sha": sha,
            "lists": lists,
            "line": line,
            "near": near,
            "recognised": [
                row["line"]
                for item in lists
                for row in item["rows"]
                if is_recognised(row["locator"])
            ],
            "marked": any(row["marked"] for item in lists for row in item["rows"]),
            "iri": first["document"],
        },
        [_table(item) for item in lists],
        {"document": path, "sha256": sha or None, "lists": [_json(item) for item in lists]},
        [first["document"]],
        [("SPARQL", bound("source", [path], texts=True))],
        title_en=f"The duty lists of {first['townshipName']} as published",
    )


_Read = tuple[list[dict[str, str]], dict[str, dict[str, str]], dict[str, str]]
"""The rows of a document, their cells by row, the headers by list."""


class _Documents(dict[str, _Read]):
    """Documents read before, the oldest first."""


_KEPT = 16


def _read(graph: Graph, path: str) -> _Read:
    known = graph.once(_Documents, _Documents)
    made = known.get(path)
    if made is None:
        lists = list(rows(graph, "source-lists", [path], texts=True))
        found = _found(graph, path, lists)
        whole = graph.prepared_of("duty-printed", [row["iri"] for row in found])
        cells: dict[str, dict[str, str]] = {}
        for row in rows(graph, "source-rows", [path], texts=True) if whole is None else whole:
            cells.setdefault(row["iri"], {})[row["property"].rpartition("#")[2]] = row["value"]
        headers = {row["list"]: row["header"] for row in lists if "header" in row}
        made = (found, cells, headers)
        if found:
            known[path] = made
            if len(known) > _KEPT:
                del known[next(iter(known))]
    return made


def _found(graph: Graph, path: str, lists: list[dict[str, str]]) -> list[dict[str, str]]:
    """The rows of a document, each with its list."""
    iris = [row["iri"] for row in rows(graph, "duties-of-document", [path], texts=True)]
    made = graph.prepared_of("duty-rows", iris)
    if made is None:
        return list(rows(graph, "source", [path], texts=True))
    heads = {row["list"]: row for row in lists}
    return [{**row, **heads[row["in"]]} for row in made]


def _lists(
    graph: Graph,
    found: list[dict[str, str]],
    source_cells: dict[str, dict[str, str]],
    headers: dict[str, str],
    line: int,
) -> list[dict[str, Any]]:
    """The lists of a document in the order of their rows; each row with its line and cells."""
    lists: dict[str, dict[str, Any]] = {}
    for row in sorted(found, key=lambda r: (int(r["line"]), int(r["number"]))):
        own = source_cells.get(row["iri"], {})
        header = own.get("sourceHeader", headers.get(row["list"], ""))
        item = lists.setdefault(
            row["list"],
            {
                "iri": row["list"],
                "kind": row["kind"],
                "title": row["title"],
                "header": headers.get(row["list"], "").split("\t"),
                "rows": [],
            },
        )
        cells = own.get("sourceRow", row["name"]).split("\t")
        item["rows"].append(
            {
                "iri": row["iri"],
                "line": int(row["line"]),
                "locator": row["locator"],
                "number": int(row["number"]),
                "cells": [printed(cell) for cell in cells],
                "header": header.split("\t"),
                "category": row.get("category", ""),
                "duty": Link(row["name"], path_of(graph, row["iri"])),
                "marked": line == int(row["line"]),
            }
        )
    return list(lists.values())


_ROWS = 20
"""Rows of a document that are folded together, at most: so many are a few screens of a phone."""


def _parts(graph: Graph, rows_: list[dict[str, Any]], line: int) -> list[dict[str, Any]]:
    """The rows of a list in parts of one category each, to be folded: that with ``line`` is open.

    Of a list in which categories alternate a part has rows of several.
    """
    found: list[dict[str, Any]] = []
    runs = [(c, list(own)) for c, own in groupby(rows_, key=lambda row: row["category"])]
    if not worth_grouping([len(own) for _, own in runs]):
        runs = [("", rows_)]
    for category, own in runs:
        size = -(-len(own) // -(-len(own) // _ROWS))  # parts of a long run are of one size
        found += [
            {
                "name": Words(
                    name := duties.name_of(graph, category),
                    duties.english_of(graph, category) or name,
                )
                if category
                else "",
                "rows": own[at : at + size],
                "open": any(row["line"] == line for row in own[at : at + size]),
            }
            for at in range(0, len(own), size)
        ]
    return found


def _table(item: dict[str, Any]) -> Table:
    heads = [
        Column(f"c{place}", head or f"第{place + 1}格", head)
        for place, head in enumerate(item["header"])
    ]
    widest = max(len(row["cells"]) for row in item["rows"])
    heads += [Column(f"c{n}", f"第{n + 1}格", f"cell {n + 1}") for n in range(len(heads), widest)]
    lines: list[Row] = [
        {
            "line": row["line"],
            "iri": row["iri"],
            **{f"c{place}": cell for place, cell in enumerate(row["cells"])},
        }
        for row in item["rows"]
    ]
    columns = (Column("line", "行", "Line", "number"), *heads)
    return Table(item["title"], word("list", item["kind"], "en"), columns, lines)


def _json(item: dict[str, Any]) -> dict[str, Any]:
    return {
        "list": item["kind"],
        "title": item["title"],
        "header": item["header"],
        "rows": [
            {k: row[k] for k in ("iri", "line", "locator", "number", "cells")}
            for row in item["rows"]
        ],
    }
