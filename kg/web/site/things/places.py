"""Pages of townships, of what lies above them, and of categories."""

from __future__ import annotations

from typing import Any

from kg.kinds import LIST_ORDER, shown_function
from kg.store.graph import Graph
from kg.web.site import duties
from kg.web.site.graphs import address, bound, path_of, rows, source_path, whole
from kg.web.site.home import edition
from kg.web.site.page import Column, Link, Page, Table, Visit, term

_COLUMNS = (duties.NUMBER, duties.CATEGORY, duties.NAME, duties.BODIES, duties.SOURCE)


def township(graph: Graph, visit: Visit, iri: str) -> Page:
    """The page of a township: its three lists by category, and whom to call for what."""
    found = duties.read(graph, [row["iri"] for row in rows(graph, "duties-of-township", [iri])])
    name = found[0]["townshipName"] if found else _name(graph, iri)
    tables = [
        duties.table(
            graph,
            [duty for duty in found if duty["list"] == kind],
            duties.list_name(kind),
            _ENGLISH[kind],
            _COLUMNS,
            kind,
        )
        for kind in LIST_ORDER
    ]
    callers = _callers(graph, found)
    county = next((r for r in whole(graph, "counties") if r["township"] == iri), None)
    return Page(
        "township",
        name,
        {
            "county": Link(county["countyName"], path_of(graph, county["county"])) if county else None,
            "edition": edition(found[0]["edition"]) if found else "",
            "document": _document(found[0]) if found else "",
            "lists": [_on_the_wall(table) for table in tables],
            "callers": callers,
            "picture": address("graph", kind="township", name=name),
            "check": address("check", township=name),
            "iri": iri,
            "others": [d["township"] for d in graph.documents if d["township"] != name],
        },
        [*tables, *([callers] if callers.rows else [])],
        {
            "iri": iri,
            "name": name,
            "duties": [duties.record(graph, duty) for duty in found],
            "callers": [
                {"department": row["who"].text}
                | {key: [int(link.text) for link in row[key]] for key in ("led", "taken")}
                for row in callers.rows
            ],
        },
        [iri],
        [("SPARQL", bound("duties-of-township", [iri]))],
        title_en=name,
        schema={
            "@context": "https://schema.org",
            "@type": "GovernmentOrganization",
            "@id": iri,
            "name": name,
        },
    )  # fmt: skip


_ENGLISH = {
    "basic": "Own duties",
    "cooperation": "Cooperation duties",
    "reclaimed": "Taken back by departments",
}


_WALL = (
    duties.NUMBER,
    duties.CATEGORY,
    duties.NAME,
    Column("bodies", "找谁", "Whom to ask"),
    Column("at", "出处", "Source", "line"),
)
"""A list as it hangs on a wall: the document is named once above it."""


def _on_the_wall(table: Table) -> Table:
    """The list parted by category, in the order in which it has them; its own duties need nobody else.

    Each row has an anchor, the end of its IRI: ``township/652328104#c-012``.
    """
    lines = [
        {**row, "at": _line(row["source"]), "anchor": row["iri"].rpartition("/")[2]}
        for row in table.rows
    ]
    own = table.id == "basic"
    columns = tuple(c for c in _WALL if not (own and c.key == "bodies"))
    return Table(table.zh, table.en, columns, lines, table.id, "category")


def _line(source: Link) -> Link:
    number = source.text.rpartition(":")[2]
    return Link(f"第{number}行", source.path, source.text, f"line {number}")


def _callers(graph: Graph, found: list[dict[str, Any]]) -> Table:
    """Each department with the numbers of what it leads and took back: who to call for what."""
    led: dict[tuple[str, str], list[Link]] = {}
    taken: dict[tuple[str, str], list[Link]] = {}
    lines: dict[tuple[str, str], dict[str, Link]] = {}
    for duty in found:
        number = Link(str(duty["number"]), path_of(graph, duty["iri"]), duty["name"])
        for body in duty["bodies"]:
            groups = {"leads": led, "reclaimed": taken}.get(body["role"])
            if groups is not None:
                key = (body["body"], body["name"])
                groups.setdefault(key, []).append(number)
                lines.setdefault(key, {})[duty["iri"]] = duties.source_of(duty)
    keys = led.keys() | taken.keys()
    order = sorted(keys, key=lambda k: (-len(led.get(k, ())) - len(taken.get(k, ())), k[1], k[0]))
    columns = (
        Column("who", "部门", "Department"),
        Column("led", "配合事项第几项", "Cooperation: numbers"),
        Column("taken", "收回事项第几项", "Taken back: numbers"),
        duties.SOURCE,
    )
    listed = [
        {
            "iri": key[0],
            "who": Link(key[1], path_of(graph, key[0])),
            "led": led.get(key, []),
            "taken": taken.get(key, []),
            "source": duties.lines(list(lines[key].values()), len(lines[key])),
        }
        for key in order
    ]
    return Table("找哪个部门办什么", "Whom to ask for what", columns, listed, "callers")


def place(graph: Graph, visit: Visit, iri: str) -> Page:
    """The page of a county or what lies above it: its townships and departments."""
    name = _name(graph, iri)
    editions = graph.current_editions
    current = {
        d["township_code"]: d
        for d in graph.documents
        if editions.get(d["township_code"]) == d["edition"]
    }
    towns = Table(
        "乡镇",
        "Townships",
        (
            Column("name", "乡镇", "Township"),
            Column("basic", "基本", "Own", "number"),
            Column("cooperation", "配合", "Cooperates", "number"),
            Column("reclaimed", "收回", "Taken back", "number"),
            Column("source", "原文", "Source", "source"),
        ),
        [
            {
                "iri": row["iri"],
                "name": Link(row["name"], path_of(graph, row["iri"])),
                **_figures(current.get(row["code"]), path_of(graph, row["iri"])),
                "source": _document(current.get(row["code"])),
            }
            for row in rows(graph, "townships-of-place", [iri])
        ],
        "townships",
    )
    bodies = list(rows(graph, "bodies-of-place", [iri]))
    written = _written(graph, [row["iri"] for row in bodies])
    offices = Table(
        "部门",
        "Departments",
        (
            Column("name", "部门", "Department"),
            Column("function", "各县同类部门", "The same office elsewhere"),
            duties.SOURCE,
        ),
        [
            {
                "iri": row["iri"],
                "name": Link(row["name"], path_of(graph, row["iri"])),
                "function": Link(
                    shown_function(row.get("functionName", "")),
                    path_of(graph, row["function"]),
                    en=duties.english_of(graph, row["function"]),
                )
                if "function" in row
                else "",
                "source": written.get(row["iri"], ""),
            }
            for row in bodies
        ],
        "departments",
    )
    tables = [table for table in (towns, offices) if table.rows]
    return Page(
        "list",
        name,
        {
            "kind": ("地方", "Place"),
            "facts": [],
            "tables": tables,
            "note": None,
            "picture": "",
            "iri": iri,
        },
        tables,
        {
            "iri": iri,
            "name": name,
            **{table.id: [str(row["iri"]) for row in table.rows] for table in tables},
        },
        [iri],
        [("DESCRIBE", bound("describe", [iri]))],
        title_en=name,
        schema={
            "@context": "https://schema.org",
            "@type": "AdministrativeArea",
            "@id": iri,
            "name": name,
        },
    )


def _written(graph: Graph, bodies: list[str]) -> dict[str, Link]:
    """A line in which each body is written."""
    return {
        iri: duties.source(row["document"], row["line"])
        for iri in bodies
        for row in rows(graph, "body-written", [iri])
    }


def category(graph: Graph, visit: Visit, iri: str) -> Page:
    """The page of a category: its duties in every township."""
    # Which are current their addresses say; to ask each for its list and that for its document takes five times as long.
    found_ = (row["iri"] for row in rows(graph, "in-category", [iri]))
    iris = sorted(one for one in found_ if duties.is_current(graph, one))
    township = visit.get("township", 100)
    iris = duties.within(graph, iris, township)
    first = duties.first_of(iris, whole=visit.whole)
    found = duties.read(graph, first)
    labels = [row.get("name", "") for row in rows(graph, "kinds", [iri])]
    name = next((n for n in labels if n and not n.isascii()), iri)
    english = next((n for n in labels if n and n.isascii()), name)
    table = duties.table(
        graph,
        found,
        "这一类的事项",
        "Duties of this category",
        (duties.TOWNSHIP, *(c for c in duties.COLUMNS[1:] if c.key != "category")),
        "duties",
        "township",
    )
    table.total = len(iris)
    table.rest = duties.elsewhere(graph, iris, first, path_of(graph, iri))
    return Page(
        "list",
        name,
        {
            "kind": ("事项类别", "Category"),
            "only": township,
            "facts": [],
            "tables": [table],
            "note": None,
            "picture": "",
            "iri": iri,
        },
        [duties.table(graph, found, name, english)],
        {"iri": iri, "name": name, "duties": [duties.record(graph, duty) for duty in found]},
        [iri],
        [("SPARQL", bound("duties-of-category", [iri]))],
        title_en=english,
        schema=term(iri, name, english),
    )


def _figures(document: dict[str, Any] | None, path: str) -> dict[str, Link | str]:
    """How many duties a township's lists have, each leading to its list."""
    if document is None:
        return dict.fromkeys(LIST_ORDER, "")
    return {kind: Link(str(document[kind]), f"{path}#{kind}") for kind in LIST_ORDER}


def _document(document: dict[str, Any] | None) -> Link | str:
    """The document a township's figures are counted in."""
    if document is None:
        return ""
    return Link(document["document"], source_path(document["document"], 1).partition("?")[0])


def _name(graph: Graph, iri: str) -> str:
    return next((row["name"] for row in rows(graph, "kinds", [iri]) if "name" in row), iri)
