"""Two townships side by side: the same duty, in another list, with another department, or on one side only."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from kg.querying.lookup import Lookup
from kg.store.graph import Graph
from kg.web.site import duties, engines
from kg.web.site.graphs import address, bound, path_of, rows
from kg.web.site.page import Column, Link, Page, Row, Table, Visit

_KINDS = (
    ("list", "清单不同", "In another list"),
    ("department", "清单相同、部门不同", "Same list, other departments"),
    ("left", "只有甲有", "Only in the first"),
    ("right", "只有乙有", "Only in the second"),
    ("same", "相同", "The same"),
)
_PAIR = (
    duties.CATEGORY,
    Column("left", "甲", "First"),
    Column("leftBodies", "甲的部门", "Departments"),
    Column("right", "乙", "Second"),
    Column("rightBodies", "乙的部门", "Departments"),
    Column("source", "甲出处", "Source", "source"),
    Column("otherSource", "乙出处", "Source", "source"),
)


def compare(graph: Graph, visit: Visit) -> Page:
    """The duties of townships ``a`` and ``b``; without them the form.

    Raises:
        QueryError: no such township is loaded.
    """
    first, second = visit.get("a", 100), visit.get("b", 100)
    names = list(dict.fromkeys(d["township"] for d in graph.documents if d["township"]))
    context: dict[str, Any] = {
        "a": first,
        "b": second,
        "townships": names,
        "tables": [],
        "left": None,
        "right": None,
        "picture": "",
    }
    if not first or not second:
        form = "需要两个乡镇 (two townships are needed): a=…&b=…"
        return Page("compare", "比较两个乡镇", context, title_en="Compare two townships", form=form)
    lookup = Lookup.of(graph)
    iris = [lookup.township(name) for name in (first, second)]
    sides = [
        duties.read(graph, [row["iri"] for row in rows(graph, "duties-of-township", [iri])])
        for iri in iris
    ]
    shown = [
        side[0]["townshipName"] if side else name
        for side, name in zip(sides, (first, second), strict=True)
    ]
    found = _sorted_out(graph, *sides)
    tables = [
        Table(
            zh.replace("甲", shown[0]).replace("乙", shown[1]),
            en,
            tuple(
                Column(c.key, c.zh.replace("甲", shown[0]).replace("乙", shown[1]), c.en, c.kind)
                for c in _PAIR
            ),
            found[kind],
            kind,
        )
        for kind, zh, en in _KINDS
    ]
    context |= {
        "a": shown[0],
        "b": shown[1],
        "tables": tables,
        "left": Link(shown[0], path_of(graph, iris[0])),
        "right": Link(shown[1], path_of(graph, iris[1])),
        "picture": address("graph", kind="compare", name=shown[0], other=shown[1]),
    }
    title = f"{shown[0]} 与 {shown[1]}"
    return Page(
        "compare",
        title,
        context,
        tables,
        {
            "a": shown[0],
            "b": shown[1],
            **{kind: [_json(row) for row in found[kind]] for kind, _, _ in _KINDS},
        },
        iris,
        [("SPARQL", bound("duties-of-township", iris))],
        title_en=f"{shown[0]} and {shown[1]}",
    )  # fmt: skip


def _sorted_out(
    graph: Graph, left: list[dict[str, Any]], right: list[dict[str, Any]]
) -> dict[str, list[Row]]:
    """The rows by what differs; a matter that one side has several times is paired in order."""
    names = engines.facts(graph)
    waiting: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for duty in right:
        waiting[duty.get("matter", duty["iri"])].append(duty)
    found: dict[str, list[Row]] = defaultdict(list)
    for duty in left:
        others = waiting.get(duty.get("matter", duty["iri"]), [])
        other = next(
            (o for o in others if o["list"] == duty["list"]), others[0] if others else None
        )
        if other is None:
            found["left"].append(_pair(graph, duty, None))
            continue
        others.remove(other)
        kind = "same"
        if other["list"] != duty["list"]:
            kind = "list"
        elif duty["list"] != "basic" and _kinds(names, duty) != _kinds(names, other):
            kind = "department"
        found[kind].append(_pair(graph, duty, other))
    left_over = {duty["iri"] for others in waiting.values() for duty in others}
    found["right"] = [_pair(graph, None, duty) for duty in right if duty["iri"] in left_over]
    return found


def _kinds(names: Any, duty: dict[str, Any]) -> set[str]:
    return {
        names.function(b["body"]) if b["body"] in names.departments else b["body"]
        for b in duty["bodies"]
        if b["role"] != "supports"
    }


def _pair(graph: Graph, left: dict[str, Any] | None, right: dict[str, Any] | None) -> Row:
    either = left or right
    assert either is not None
    row: Row = {"iri": either["iri"], "category": either.get("categoryName", "")}
    for side, duty in (("left", left), ("right", right)):
        source = "source" if side == "left" else "otherSource"
        row[side] = row[f"{side}Bodies"] = row[source] = ""
        if duty:
            short = duties.LISTS[duty["list"]][0]
            text = f"{short}{duty['number']} {duty['name']}"
            row[side] = Link(text, path_of(graph, duty["iri"]))
            row[f"{side}Bodies"] = duties.who(graph, duty)
            row[source] = duties.source(duty["document"], duty["line"])
    return row


def _json(row: Row) -> dict[str, Any]:
    return {
        key: [str(item) for item in value] if isinstance(value, list) else str(value)
        for key, value in row.items()
    }
