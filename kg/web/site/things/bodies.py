"""Pages of departments and of functions: what they ask of townships, what they took back."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from kg.kinds import shown_function
from kg.querying.lookup import Lookup
from kg.rdf.terms import NAMESPACE
from kg.store.graph import Graph
from kg.web.site import duties
from kg.web.site.graphs import address, bound, path_of, rows
from kg.web.site.page import Column, Link, Page, Row, Table, Visit, Words, term

_GROUPS = (
    ("handed", "交给乡镇配合的事（本部门主责）", "Leads; the township cooperates", ("leads",)),
    ("reclaimed", "收回自己做的事", "Took back", ("reclaimed",)),
    ("convenes", "写明由本部门牵头的事", "Named as convener", ("convenes",)),
    ("supports", "支持、配合别的部门的事", "Supports other departments", ("supports",)),
)


def department(graph: Graph, visit: Visit, iri: str) -> Page:
    """The page of a department."""
    about = next(iter(rows(graph, "body", [iri])))
    tables, found = _tables(graph, [iri])
    acts = _clauses(graph, iri)
    forms = _forms(graph, iri)
    others = _partners(graph, found, {iri})
    shown = [*tables, *([acts] if acts.rows else [])]
    facts = [
        (("各县同类部门", "The same office elsewhere"), [_function(graph, about)]),
        (("所在地", "Place"), [_link(graph, about, "place")]),
        (("上级", "Parent"), [_link(graph, about, "parent")]),
    ]
    return Page(
        "body",
        about["name"],
        {
            "kind": ("部门", "Department"),
            "facts": [(words, links) for words, links in facts if links[0]],
            "figures": _figures(tables),
            "tables": shown,
            "forms": forms,
            "others": others,
            "members": [],
            "unresolved": about.get("unresolved") == "true",
            "picture": address("graph", kind="department", name=about["name"]),
            "iri": iri,
        },
        [*tables, acts, *_beside(forms, others)],
        {
            "iri": iri,
            "name": about["name"],
            "function": about.get("functionName"),
            "place": about.get("placeName"),
            "forms": [form["form"] for form in forms],
            "written": [
                {"form": f["form"], "times": f["times"], "source": f["first"].text} for f in forms
            ],
            "partners": [
                {"name": link.text, "duties": number, "source": str(lines[0])}
                for link, number, lines in others
            ],
            **_records(graph, tables, found),
            "clauses": [_said(row) for row in acts.rows],
        },
        [iri],
        [("SPARQL", bound("duties-of-body", [iri])), ("DESCRIBE", bound("describe", [iri]))],
        title_en=about["name"],
        schema={
            "@context": "https://schema.org",
            "@type": "GovernmentOrganization",
            "@id": iri,
            "name": about["name"],
            "alternateName": [form["form"] for form in forms],
        },
    )


def function(graph: Graph, visit: Visit, iri: str) -> Page:
    """The page of a function: its departments in every county together, and the offices that serve them."""
    members = list(rows(graph, "bodies-of-function", Lookup.of(graph).kin(iri)))
    labels = {row.get("name", ""): row for row in rows(graph, "kinds", [iri])}
    name = next((n for n in labels if n and not n.isascii()), next(iter(labels), iri))
    english = next((n for n in labels if n and n.isascii()), name)
    bodies = [row["iri"] for row in members]
    township = visit.get("township", 100)
    tables, found = _tables(graph, bodies, path_of(graph, iri), township, whole=visit.whole)
    return Page(
        "body",
        f"{shown_function(name)}（不分县）",
        {
            "kind": ("部门职能（各县市的同类部门合在一起）", "Function: this kind of department in every county"),
            "only": township,
            "facts": [],
            "figures": _figures(tables),
            "tables": tables,
            "forms": [],
            "others": [],
            "members": [
                (Link(row["name"], path_of(graph, row["iri"])), row.get("placeName", ""))
                for row in members
            ],
            "unresolved": False,
            "picture": address("graph", kind="department", name=name),
            "iri": iri,
        },
        tables,
        {
            "iri": iri,
            "name": name,
            "departments": [{"iri": row["iri"], "name": row["name"]} for row in members],
            **_records(graph, tables, found),
        },
        [iri, *bodies],
        [("SPARQL", bound("duties-of-body", bodies))],
        title_en=english,
        schema=term(iri, shown_function(name), english),
    )  # fmt: skip


def _tables(
    graph: Graph, bodies: list[str], path: str = "", township: str = "", *, whole: bool = True
) -> tuple[list[Table], list[dict[str, Any]]]:
    """A table for each part the bodies have in duties, and those duties; of each the first unless ``whole``.

    The page at ``path`` tells of one township alone, too.
    """
    roles: dict[str, set[str]] = defaultdict(set)
    for row in rows(graph, "edges-of-body", bodies) if bodies else ():
        if duties.is_current(graph, row["iri"]):
            roles[row["iri"]].add(row["edge"].removeprefix(NAMESPACE))
    roles = {iri: roles[iri] for iri in duties.within(graph, roles, township)}
    found: list[dict[str, Any]] = []
    tables = []
    for anchor, zh, en, wanted in _GROUPS:
        # Addresses sort as lists do: by code, edition, list and number.
        wanted_iris = sorted(iri for iri, own in roles.items() if own & set(wanted))
        first = duties.first_of(wanted_iris, whole=whole)
        members = duties.read(graph, first)
        found += members
        if members or anchor in {"handed", "reclaimed"}:
            tables.append(duties.table(graph, members, zh, en, anchor=anchor, group="township"))
            tables[-1].total = len(wanted_iris)
            tables[-1].rest = duties.elsewhere(graph, wanted_iris, first, path)
    return tables, list({duty["iri"]: duty for duty in found}.values())


def _records(
    graph: Graph, tables: list[Table], found: list[dict[str, Any]]
) -> dict[str, list[dict[str, Any]]]:
    """The duties of each table in JSON, with their sources."""
    known = {duty["iri"]: duty for duty in found}
    return {
        table.id: [duties.record(graph, known[row["iri"]]) for row in table.rows]
        for table in tables
    }


def _said(row: Row) -> dict[str, Any]:
    """A clause in JSON."""
    township, number, item, text = (row[name] for name in ("township", "number", "item", "text"))
    where = {"duty": str(row["name"]), "number": number, "source": str(row["source"])}
    return {"iri": row["iri"], "township": township, **where, "item": item, "text": text}


def _figures(tables: list[Table]) -> list[tuple[Table, list[tuple[str, int]]]]:
    """How many duties each table has, by township."""
    return [
        (table, sorted(Counter(str(row["township"]) for row in table.rows).items()))
        for table in tables
        if table.rows
    ]


def _clauses(graph: Graph, iri: str) -> Table:
    columns = (
        duties.TOWNSHIP,
        duties.NUMBER,
        duties.NAME,
        Column("item", "条", "Item", "number"),
        Column("text", "做什么", "What it does"),
        duties.SOURCE,
    )
    lines = [
        {
            "iri": row["clause"],
            "township": row["township"],
            "number": int(row["dutyNumber"]),
            "name": Link(row["duty"], path_of(graph, row["iri"])),
            "item": int(row["number"]),
            "text": row["text"],
            "source": duties.source(row["document"], row["line"]),
        }
        for row in rows(graph, "body-clauses", [iri])
    ]
    return Table("条款里写明由它做的事", "What clauses give it to do", columns, lines, "clauses")


def _forms(graph: Graph, iri: str) -> list[dict[str, Any]]:
    """The written forms with the first place and how often."""
    places: dict[str, list[Link]] = {}
    for row in rows(graph, "body-forms", [iri]):
        places.setdefault(row["form"], []).append(duties.source(row["document"], row["line"]))
    return [
        {"form": form, "times": len(found), "first": found[0]} for form, found in places.items()
    ]


def _beside(forms: list[dict[str, Any]], others: list[_Partner]) -> list[Table]:
    """What a page says beside its duties, for its files: written forms, whom it works with."""
    times = Column("times", "处数", "Times", "number")
    found = [
        Table(
            "常和哪些部门一起",
            "Often together with",
            (
                Column("name", "部门", "Department"),
                Column("times", "事项数", "Duties", "number"),
                duties.SOURCE,
            ),
            [{"name": link, "times": number, "source": lines} for link, number, lines in others],
        ),
        Table(
            "清单里的写法",
            "How it is written",
            (Column("form", "写法", "Form"), times, duties.SOURCE),
            [{**form, "source": form["first"]} for form in forms],
        ),
    ]
    return [table for table in found if table.rows]


_Partner = tuple[Link, int, list[Link | Words]]
"""A department, how many duties it has together with another, and the line of the first."""


def _partners(graph: Graph, found: list[dict[str, Any]], own: set[str]) -> list[_Partner]:
    """The departments that stand with it in the same duties, most often first."""
    shared: dict[tuple[str, str], list[Link | Words]] = defaultdict(list)
    for duty in found:
        for other in {(b["body"], b["name"]) for b in duty["bodies"] if b["body"] not in own}:
            shared[other].append(duties.source_of(duty))
    ordered = sorted(shared.items(), key=lambda item: (-len(item[1]), item[0]))
    return [
        (Link(name, path_of(graph, iri)), len(lines), duties.lines(lines, len(lines)))
        for (iri, name), lines in ordered[:30]
    ]


def _function(graph: Graph, row: dict[str, str]) -> Link | str:
    named = {**row, "functionName": shown_function(row.get("functionName", ""))}
    return _link(graph, named, "function")


def _link(graph: Graph, row: dict[str, str], key: str) -> Link | str:
    if key not in row:
        return ""
    return Link(row.get(f"{key}Name", row[key]), path_of(graph, row[key]))
