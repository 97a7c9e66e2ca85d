"""The query library for people: grouped by what one wants to know, with forms and pick lists."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pyoxigraph as ox

from kg.errors import QueryError
from kg.export import wording
from kg.export.library import library_turtle
from kg.export.results import gathered
from kg.export.wording import CODED, GROUPING, SAID, SORTED
from kg.querying.library import LibraryQuery, Parameter, find, library
from kg.store.graph import Graph
from kg.web.site.formats import plain
from kg.web.site.graphs import address, path_of, whole
from kg.web.site.page import Column, Link, Page, Row, Table, Visit, Words, not_found
from kg.web.site.results import cell

GROUPS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("一个乡镇", "One township", (
        "township-duties", "goes-up", "comes-down", "how-reclaimed", "only-here", "reclaimed-elsewhere",
        "edition-changes", "category-counts",
    )),
    ("一个部门", "One department", (
        "pushed-down", "reclaimed-by", "department-duties", "acts-in", "acts-with", "work-together",
        "reports-to", "department-categories", "department-names", "function-by-county",
        "departments-of-county",
    )),
    ("一件事", "One thing", (
        "task-status", "who-handles", "same-duty", "duty-departments", "duty-parties", "duty-clauses",
        "duty-evidence", "named", "text", "clause-text", "category-duties",
    )),
    ("两地比较", "Two places", (
        "other-list", "other-department", "missing-here", "common-matters", "contradictions",
    )),
    ("数量与排名", "Figures and rankings", (
        "departments-by-load", "functions-by-load", "functions-everywhere", "branches",
        "department-pairs", "several-departments", "most-clauses", "townships",
    )),
    ("职责是否清楚", "Are duties clear", (
        "no-convener", "nobody-named", "no-township-clause", "silent-departments", "unlisted-actors",
        "open-ended", "step-conveners", "deadlines", "assessment", "discontinued",
    )),
)  # fmt: skip
"""The library by what one wants to know; queries not named here stand in a last group."""
_REST = ("清单本身", "The lists themselves")
_SOURCES = ("source", "otherSource")
"""Variables that hold a file and a line."""
_CHOICES = {
    "department": "names-department",
    "function": "names-function",
    "category": "names-category",
    "county": "names-county",
}
SHOWN = 2_000
"""Rows of a page."""
_MANY = 300
"""Rows above which those in groups are folded by them."""


def queries(graph: Graph, visit: Visit) -> Page:
    """All questions, or the one of this path with its form and its answer."""
    name = visit.path.partition("/")[2]
    if name:
        return _query(graph, visit, name)
    items = library()
    placed = {n for _, _, names in GROUPS for n in names}
    groups = [(zh, en, [items[n] for n in names if n in items]) for zh, en, names in GROUPS]
    groups.append((*_REST, [item for n, item in items.items() if n not in placed]))
    lines: list[Row] = [
        {
            "name": Link(item.title, f"queries/{item.name}"),
            "english": item.title_en,
            "about": item.description,
            "group": Words(zh, en),
        }
        for zh, en, members in groups
        for item in members
    ]
    columns = (
        Column("group", "想知道什么", "Group"),
        Column("name", "查询", "Query"),
        Column("english", "英文", "English"),
        Column("about", "说明", "Description"),
    )
    return Page(
        "queries",
        "现成查询",
        {"groups": groups},
        [Table("现成查询", "Queries", columns, lines)],
        [
            {
                "name": item.name,
                "title": item.title,
                "title_en": item.title_en,
                "description": item.description,
                "group": zh,
                "parameters": [
                    {"name": p.name, "type": p.type, "required": p.required, "help": p.help}
                    for p in item.parameters
                ],
            }
            for zh, _, members in groups
            for item in members
        ],
        title_en="Ready-made queries",
        triples=_library,
    )


def _library() -> list[ox.Triple]:
    """The library as RDF, as /library.ttl has it."""
    found = ox.parse(library_turtle(library().values()), ox.RdfFormat.TURTLE)
    return [quad.triple for quad in found]


def _example(
    graph: Graph, item: LibraryQuery, needed: Sequence[Parameter], loaded: dict[str, list[str]]
) -> dict[str, str]:
    """Values to begin with: those the query names if the lists have them, else the first of each pick list."""
    usual = {p.name: p.example for p in needed}
    try:
        item.bind(graph, usual)
    except QueryError:
        return {p.name: (loaded[p.name] or [p.example])[0] for p in needed}
    return usual


def _query(graph: Graph, visit: Visit, name: str) -> Page:
    try:
        item = find(name)
    except QueryError as error:
        raise not_found(str(error)) from error
    values = {
        key: value
        for key, value in visit.fields.items()
        if key not in {"format", "lang"} and value.strip()
    }
    needed = [p for p in item.parameters if p.required]
    context: dict[str, Any] = {
        "item": item,
        "values": values,
        "choices": {p.name: choices(graph, p) for p in item.parameters},
        "answered": False,
        "groups": [],
        "many": False,
        "total": 0,
        "shown": SHOWN,
        "example": None,
    }
    if needed and not values:
        given = _example(graph, item, needed, context["choices"])
        words = "，".join(given.values())
        context["example"] = Link(words, address(f"queries/{name}", **given))
        missing = f"需要参数 {needed[0].name}，例如 {needed[0].name}={needed[0].example} (parameter is missing)"
        return Page("query", item.title, context, title_en=item.title_en, form=missing)
    text = item.bind(graph, values)
    solutions = graph.query(text)
    assert isinstance(solutions, ox.QuerySolutions)
    data = json.loads(solutions.serialize(format=ox.QueryResultsFormat.JSON) or b"{}")
    found = data["results"]["bindings"]
    shown = found if visit.whole else found[:SHOWN]  # a page to read has no more
    table = _table(graph, item, data["head"]["vars"], shown)
    table.total = len(found)
    context |= {
        "answered": True,
        "groups": (groups := _grouped(item, table)),
        "many": len(groups) > 1 and len(found) > _MANY,
        "total": len(found),
        "asked": [
            (_short(p), p.name.replace("_", " "), values[p.name])
            for p in item.parameters
            if p.name in values
        ],
    }
    return Page(
        "query",
        item.title,
        context,
        [table],
        data,
        [row["iri"]["value"] for row in found if row.get("iri", {}).get("type") == "uri"],
        [("SPARQL", str(text))],
        title_en=item.title_en,
        solve=lambda name: _solve(graph, text, name),
    )


def _solve(graph: Graph, text: str, name: str) -> bytes:
    solutions = graph.query(text)
    assert isinstance(solutions, ox.QuerySolutions)
    form = {"xml": ox.QueryResultsFormat.XML, "tsv": ox.QueryResultsFormat.TSV}[name]
    return solutions.serialize(format=form) or b""


def _short(parameter: Parameter) -> str:
    """The name of a parameter as its help begins."""
    for mark in "，：":
        parameter_help = parameter.help.partition(mark)[0]
        if parameter_help != parameter.help:
            return parameter_help
    return parameter.help


def choices(graph: Graph, parameter: Parameter) -> list[str]:
    """What a pick list offers for a parameter; nothing where it is free text."""
    if parameter.type == "township":
        return list(dict.fromkeys(d["township"] for d in graph.documents if d["township"]))
    if parameter.type == "list":
        return ["基本", "配合", "收回"]
    query = _CHOICES.get(parameter.type)
    return [row["name"] for row in whole(graph, query)] if query else []


def _table(
    graph: Graph, item: LibraryQuery, names: list[str], found: list[dict[str, Any]]
) -> Table:
    """The rows under the headings for people, with links where a row is about a duty or has a source."""
    columns = tuple(
        Column(key, head, wording.heading(head, "en")) for key, head in item.columns
    ) or tuple(Column(name, name, name) for name in names)
    grouping = [
        Column(key, GROUPING[key], wording.heading(GROUPING[key], "en")) for key in item.group
    ]
    shown = {column.key for column in columns}
    lines: list[Row] = []
    for bindings in found:
        row: Row = {name: _cell(graph, name, bindings) for name in names}
        if "iri" in bindings:
            row["iri"] = bindings["iri"]["value"]
            for key in ("duty", "name"):
                if key in row and path_of(graph, str(row["iri"])):
                    row[key] = Link(str(row[key]), path_of(graph, str(row["iri"])))
                    break
        lines.append(row)
    extra = [column for column in grouping if column.key not in shown]
    return Table(item.title, item.title_en, (*extra, *columns), lines)


def _cell(graph: Graph, name: str, bindings: dict[str, Any]) -> Any:
    if name not in bindings:
        return ""
    value = str(bindings[name]["value"])
    if name == "source" and "document" in bindings and "line" in bindings:
        from kg.web.site.duties import source

        return source(bindings["document"]["value"], bindings["line"]["value"])
    document, colon, line = value.rpartition(":") if name in _SOURCES else ("", "", "")
    if colon and line.isdecimal():  # of another side, or the first of the rows that a line counts
        from kg.web.site.duties import source

        return source(document, line)
    if name in CODED or name in SAID or name in SORTED or "edition" in name.lower():
        return Words(wording.cell(name, value), wording.cell(name, value, "en"))
    return cell(graph, bindings[name])


def _grouped(item: LibraryQuery, table: Table) -> list[tuple[Words, Table]]:
    """The rows of a page in a table a group; what is said of several rows stands in the first of them."""
    columns = tuple(c for c in table.columns if c.key not in item.group)
    titles = [c for c in table.columns if c.key in item.group]
    titles.sort(key=lambda column: item.group.index(column.key))
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in table.rows[:SHOWN]:
        zh, en = (
            " · ".join(str(plain(row.get(c.key, ""), c, english=english)) for c in titles)
            for english in (False, True)
        )
        groups.setdefault((zh, en), []).append(row)
    return [
        (Words(*key), Table(item.title, item.title_en, columns, _once(item, members)))
        for key, members in groups.items()
    ]


def _once(item: LibraryQuery, rows: list[Row]) -> list[Row]:
    if not item.once:
        return rows
    blank = dict.fromkeys(item.once, "")
    found = gathered(rows, lambda row: tuple(str(row.get(name, "")) for name in item.once))
    return [row if first else {**row, **blank} for row, first in found]
