"""The matrix as a real table, and the graph: the same nodes and relations as a list beside the picture."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import Markup

from kg.errors import KgError
from kg.kinds import shown_function
from kg.querying.library import find
from kg.store.graph import Graph
from kg.views.model import Node, View
from kg.views.still import still
from kg.views.words import ROLES
from kg.web.errors import Refused
from kg.web.site import duties, engines
from kg.web.site.graphs import about_duties, address, bound, path_of, rows, text_of
from kg.web.site.page import Column, Link, Page, Row, Table, Visit, Words

KINDS = (
    ("overview", "总览", "Overview", 0),
    ("township", "一个乡镇", "A township", 1),
    ("department", "一个部门", "A department", 1),
    ("duty", "一件事项", "A duty", 1),
    ("matter", "同一事项在各地", "A matter", 1),
    ("compare", "两个乡镇", "Two townships", 2),
    ("collaboration", "部门协作", "Who works together", 0),
    ("matrix", "部门×乡镇", "Matrix", 0),
)
"""Kinds of pictures with how many names each needs."""


def matrix(graph: Graph, visit: Visit) -> Page:
    """Kinds of departments × townships (counties, where there are many): how many duties."""
    view = engines.view(graph, "matrix", ())
    heads = [node for node in view.nodes if node.kind != "function"]
    functions = [node for node in view.nodes if node.kind == "function"]
    cells: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    behind: dict[str, tuple[str, ...]] = {}
    for edge in view.edges:
        back = edge.role == "reclaimed"
        key = (edge.target, edge.source) if back else (edge.source, edge.target)
        cells[key][back] += edge.number
        behind[key[0]] = behind.get(key[0]) or edge.duties
    first = {f.key: behind.get(f.key) or _first_of(graph, f.key) for f in functions}
    lines_of = _lines_of(graph, first.values())
    lines = []
    for function in functions:
        line: dict[str, Any] = {
            "name": Link(function.label, path_of(graph, function.key), en=function.label_en),
            "cells": [
                (
                    *cells[function.key, head.key],
                    address(path_of(graph, function.key), township=head.label)
                    if head.kind == "township"
                    else path_of(graph, function.key),
                )
                for head in heads
            ],
            "sum": function.weight,
            "source": _sources(lines_of, first[function.key], function.weight),
        }
        lines.append(line)
    most = max((down + back for line in lines for down, back, _ in line["cells"]), default=1)
    table = _matrix_table(heads, lines)
    return Page(
        "matrix",
        "部门 × 乡镇",
        {
            "heads": [Link(head.label, path_of(graph, head.key)) for head in heads],
            "lines": lines,
            "most": most,
            "picture": address("graph", kind="matrix"),
        },
        [table],
        {
            "townships": [head.label for head in heads],
            "functions": [
                {
                    "name": str(line["name"]),
                    "down": [c[0] for c in line["cells"]],
                    "back": [c[1] for c in line["cells"]],
                }
                for line in lines
            ],
        },
        [function.key for function in functions],
        [("SPARQL", text_of("matrix"))],
        title_en="Departments × townships",
    )


def _matrix_table(heads: list[Any], lines: list[dict[str, Any]]) -> Table:
    columns = [Column("name", "部门职能", "Function")]
    for place, head in enumerate(heads):
        columns.append(Column(f"d{place}", f"{head.label} 交办", f"{head.label} down", "number"))
        columns.append(Column(f"b{place}", f"{head.label} 收回", f"{head.label} back", "number"))
    columns.append(Column("sum", "合计（去重）", "Total", "number"))
    columns.append(duties.SOURCE)
    rows_: list[Row] = []
    for line in lines:
        row: Row = {"name": line["name"], "sum": line["sum"], "source": line["source"]}
        for place, (down, back, _) in enumerate(line["cells"]):
            row |= {f"d{place}": down, f"b{place}": back}
        rows_.append(row)
    return Table("部门 × 乡镇", "Departments × townships", tuple(columns), rows_)


def graph_page(graph: Graph, visit: Visit) -> Page:
    """A picture with the relations it draws as a table; a wrong name is told on the page."""
    kind, names = _wanted(visit)
    context: dict[str, Any] = {
        "kinds": KINDS,
        "kind": kind,
        # As they were given: _wanted turns them round for pictures of a duty.
        "names": names[::-1] if kind in {"duty", "matter"} else names,
        "picture": "",
        "tall": "",
        "view": None,
        "still": "",
        "problem": "",
        "table": None,
        "known": _known(graph),
    }
    needed = next(number for name, _, _, number in KINDS if name == kind)
    if len(names) < needed:
        form = "需要名称 (a name is needed): name=…"
        return Page("graph", "关系图", context, title_en="Graph", form=form)
    try:
        view = engines.view(graph, kind, names)
    except KgError as error:
        context["problem"] = str(error)
        return Page(
            "graph",
            "关系图",
            context,
            data={"ok": False, "error": str(error), "status": 400},
            title_en="Graph",
            status=400,
        )
    table = _relations(graph, view)
    fields = dict(zip(("name", "other"), context["names"], strict=False))
    context |= {
        "view": view,
        "still": "" if visit.whole else Markup(still(view, english=visit.lang == "en")),  # noqa: S704 -- every text is escaped
        "tall": _tall(view),
        "table": table,
        "picture": address("graph/picture", kind=kind, **fields)
        + ("#lang=en" if visit.lang == "en" else ""),
    }
    iris = list(dict.fromkeys(iri for n in view.nodes if path_of(graph, iri := _thing(n))))
    return Page(
        "graph",
        view.title.zh,
        context,
        [table],
        {
            "title": view.title.zh,
            "headline": view.headline.zh,
            "nodes": [
                {"key": node.key, "kind": node.kind, "label": node.label, "note": node.note}
                for node in view.nodes
            ],
            "edges": [
                {
                    "from": edge.source,
                    "to": edge.target,
                    "role": edge.role,
                    "number": edge.number,
                    "duties": list(edge.duties),
                }
                for edge in view.edges
            ],
        },
        iris,
        _asked(graph, kind, view),
        title_en=view.title.en,
    )


def _asked(graph: Graph, kind: str, view: View) -> list[tuple[str, str]]:
    """The query for what a picture shows."""
    if kind == "collaboration":
        return [("SPARQL", find("department-pairs").bind(graph, {"least": 1}))]
    if kind in {"overview", "matrix"}:
        return [("SPARQL", text_of("matrix"))]
    things = {
        wanted: list(dict.fromkeys(_thing(n) for n in view.nodes if n.kind == wanted))
        for wanted in ("department", "township")
    }
    if kind == "department" and things["department"]:
        return [("SPARQL", bound("duties-of-body", things["department"]))]
    if kind in {"township", "compare"} and things["township"]:
        return [("SPARQL", bound("duties-of-township", things["township"]))]
    return about_duties(node.duty for node in view.nodes if node.duty)


_WIDE, _LABELS = 1130, 450
"""Pixels a picture has from left to right; of them those that names beside its outer nodes take."""
_HIGH, _TALL = 430, 640
"""Pixels of height from which a picture wants a whole screen, and more than one, for names one can read."""


def _tall(view: View) -> str:
    """The class of a picture that is as wide as the page: high, tall, or "" for what fits."""
    placed = [node for node in view.nodes if not node.parent]
    if not placed:
        return ""
    wide, high = (
        max(ways) - min(ways) for ways in ([node.x for node in placed], [node.y for node in placed])
    )
    needed = (high + 80) * min(1.0, _WIDE / (wide + _LABELS))
    return "tall" if needed > _TALL else "high" if needed > _HIGH else ""


class _Names(list[str]):
    """Names of townships and kinds of departments, for a pick list."""


def _known(graph: Graph) -> list[str]:
    def read() -> _Names:
        towns = [d["township"] for d in graph.documents if d["township"]]
        functions = [shown_function(row["name"]) for row in rows(graph, "names-function")]
        return _Names(dict.fromkeys([*towns, *functions]))

    return graph.once(_Names, read)


class _Drawn(engines.Recent[tuple[str, tuple[str, ...], str], str]):
    """Pictures: they are large, and the same for every reader."""

    most = 8


def picture(graph: Graph, visit: Visit, assets: str) -> str:
    """The picture alone: a page of its own, its script and style from ``assets``.

    Raises:
        Refused: 400, no such picture.
    """
    from kg.views.page import render

    kind, names = _wanted(visit)

    def draw() -> str:
        return render(engines.facts(graph), engines.view(graph, kind, names), assets=assets)

    try:
        return graph.once(_Drawn, _Drawn).made((kind, names, assets), draw)
    except KgError as error:
        raise Refused(400, str(error)) from error


def _wanted(visit: Visit) -> tuple[str, tuple[str, ...]]:
    kind = visit.get("kind", 40) or "overview"
    if kind not in {name for name, _, _, _ in KINDS}:
        listed = "、".join(name for name, _, _, _ in KINDS)
        raise Refused(400, f"没有这种图；可用 (no such picture; there are): {listed}")
    names = tuple(filter(None, (visit.get("name", 200), visit.get("other", 200))))
    if kind in {"duty", "matter"}:
        names = tuple(reversed(names)) if len(names) == 2 else names
    elif kind in {"overview", "matrix"}:
        names = ()
    else:
        names = names[: 2 if kind == "compare" else 1]
    return kind, names


def _thing(node: Node) -> str:
    """The IRI of what a node shows: one that stands in a picture twice has its place behind it."""
    return node.duty or node.key.partition(" ")[0]


_NAMED = 1
"""Lines of a relation's duties that a row names; how many others there are is said."""


class _First(dict[str, tuple[str, ...]]):
    """A duty of each kind of department, where a picture only counts them."""


def _first_of(graph: Graph, function: str) -> tuple[str, ...]:
    """A duty of a kind of department."""
    known = graph.once(_First, _First)
    if function not in known:
        known[function] = tuple(row["iri"] for row in rows(graph, "duty-of-function", [function]))
    return known[function]


def _lines_of(graph: Graph, behind: Iterable[tuple[str, ...]]) -> dict[str, Any]:
    """The source lines of the first duties behind relations."""
    named = [iri for iris in behind for iri in iris[:_NAMED]]
    return {d["iri"]: duties.row(graph, d)["source"] for d in duties.read(graph, named)}


def _sources(lines: Mapping[str, Any], iris: tuple[str, ...], number: int) -> list[Link | Words]:
    """The lines of the first duties behind a relation, and of how many there are others."""
    found = [lines[iri] for iri in iris[:_NAMED] if iri in lines]
    return duties.lines(found, max(number, len(iris)))


def _relations(graph: Graph, view: View) -> Table:
    """What is drawn as rows: from, relation, to, how many duties."""
    nodes = {node.key: node for node in view.nodes}

    def cell(key: str) -> Link | Words | str:
        node = nodes[key]
        path = path_of(graph, _thing(node))
        if path:
            return Link(node.label, path, en=node.label_en)
        return Words(node.label, node.label_en) if node.label_en else node.label

    only = tuple(dict.fromkeys(node.duty for node in view.nodes if node.duty))
    clauses = only if len(only) == 1 else ()  # a picture of one duty: its clauses are in its row
    behind = {
        edge: edge.duties
        or tuple(d for key in (edge.source, edge.target) if (d := nodes[key].duty))
        or clauses
        for edge in view.edges
    }
    lines_of = _lines_of(graph, behind.values())
    lines: list[Row] = [
        {
            "from": cell(edge.source),
            "role": Words(*ROLES.get(edge.role, (edge.role, edge.role))),
            "to": cell(edge.target),
            "number": edge.number or "",
            "source": _sources(lines_of, behind[edge], edge.number),
        }
        for edge in view.edges
    ]
    columns = (
        Column("from", "从", "From"),
        Column("role", "关系", "Relation"),
        Column("to", "到", "To"),
        Column("number", "事项数", "Duties", "number"),
        duties.SOURCE,
    )
    return Table("图里的关系", "Relations drawn", columns, lines, "relations")
