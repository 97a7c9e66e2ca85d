"""The query library for people: grouped by what one wants to know, with forms and pick lists."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from kg.errors import QueryError
from kg.export import wording
from kg.export.library import library_turtle
from kg.export.results import gathered
from kg.export.wording import CODED, GROUPING, SAID, SORTED
from kg.querying.library import LibraryQuery, Parameter, find, library
from kg.store.graph import Graph
from kg.web.site import engines
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
SHOWN, PAPER = 500, 2_000
"""Rows of a page, and of one that shows all there are, to be printed."""
ALL = "all"
"""The page that has all rows."""
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
        if key not in {"format", "lang", "page"} and value.strip()
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
        "turns": None,
        "example": None,
    }
    if needed and not values:
        given = _example(graph, item, needed, context["choices"])
        words = "，".join(given.values())
        context["example"] = Link(words, address(f"queries/{name}", **given))
        missing = f"需要参数 {needed[0].name}，例如 {needed[0].name}={needed[0].example} (parameter is missing)"
        return Page("query", item.title, context, title_en=item.title_en, form=missing)
    text = item.bind(graph, values)
    data = graph.once(_Solved, _Solved).made(text, lambda: _solved(graph, text))
    found = data["results"]["bindings"]
    turns = _turned(visit, len(found))
    table = _table(graph, item, data["head"]["vars"], found if visit.whole else found[turns.rows])
    table.total = len(found)
    context |= {
        "answered": True,
        "turns": turns,
        "groups": (groups := _grouped(graph, item, table, found)),
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
        [("SPARQL", item.written(graph, values))],
        title_en=item.title_en,
        solve=lambda name: _solve(graph, text, name),
    )


class _Solved(engines.Recent[str, dict[str, Any]]):
    """Results by query: who reads a page takes the next one, or the table. Their rows are weighed."""

    most = 32
    heaviest = 6_000

    def weight(self, value: dict[str, Any]) -> int:
        """Its rows, and itself."""
        return len(value["results"]["bindings"]) + 1


def _solved(graph: Graph, text: str) -> dict[str, Any]:
    """The result of a query as SPARQL's JSON has it."""
    solutions = graph.query(text)
    assert isinstance(solutions, ox.QuerySolutions)
    found: dict[str, Any] = json.loads(
        solutions.serialize(format=ox.QueryResultsFormat.JSON) or b"{}"
    )
    return found


@dataclass(frozen=True, slots=True)
class _Turns:
    """Which rows of so many a page has, and the pages around it; "" where there is none."""

    rows: slice
    previous: str
    next: str
    paper: bool
    """Whether all of them may stand on one page, to be printed."""


def _turned(visit: Visit, total: int) -> _Turns:
    """The rows that a page shows: of many so many at a time, all of them where it is said (page=all)."""
    if visit.fields.get("page") == ALL:
        return _Turns(slice(0, PAPER), "", "", False)
    number = max(1, visit.number("page", 1))
    end = number * SHOWN
    return _Turns(
        slice(end - SHOWN, end),
        str(number - 1) if number > 1 and end - 2 * SHOWN < total else "",
        str(number + 1) if end < total else "",
        SHOWN < total <= PAPER,
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
    grouping = _headings(item)
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


def _headings(item: LibraryQuery) -> list[Column]:
    """The columns by which a page parts the rows."""
    return [Column(key, GROUPING[key], wording.heading(GROUPING[key], "en")) for key in item.group]


def _grouped(
    graph: Graph, item: LibraryQuery, table: Table, found: list[dict[str, Any]]
) -> list[tuple[Words, Table]]:
    """The rows of a page in a table a group; what is said of several rows stands in the first of them.

    The total of each is that of all rows ``found``: a page may begin or end within a group.
    """
    columns = tuple(c for c in table.columns if c.key not in item.group)
    titles = [c for c in table.columns if c.key in item.group]
    titles.sort(key=lambda column: item.group.index(column.key))

    def title(row: Row) -> tuple[str, str]:
        zh, en = (
            " · ".join(str(plain(row.get(c.key, ""), c, english=english)) for c in titles)
            for english in (False, True)
        )
        return zh, en

    groups: dict[tuple[str, str], list[Row]] = {}
    for row in table.rows:
        groups.setdefault(title(row), []).append(row)
    counts = Counter({key: len(members) for key, members in groups.items()})
    if len(table.rows) < len(found):
        counts = Counter(
            title({c.key: _cell(graph, c.key, bindings) for c in titles}) for bindings in found
        )
    return [
        (
            Words(*key),
            Table(item.title, item.title_en, columns, _once(item, members), total=counts[key]),
        )
        for key, members in groups.items()
    ]


def _once(item: LibraryQuery, rows: list[Row]) -> list[Row]:
    if not item.once:
        return rows
    blank = dict.fromkeys(item.once, "")
    found = gathered(rows, lambda row: tuple(str(row.get(name, "")) for name in item.once))
    return [row if first else {**row, **blank} for row, first in found]
