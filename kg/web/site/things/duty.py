"""The page of a duty: what is printed, who does what on both sides, and the same matter elsewhere."""

from __future__ import annotations

from typing import Any

from kg.citing import in_english
from kg.findings import said
from kg.store.graph import Graph
from kg.views.details import ClauseFact
from kg.views.words import KINDS
from kg.views.words import ROLES as PARTIES
from kg.web.site import duties
from kg.web.site.graphs import address, bound, path_of
from kg.web.site.page import Column, Link, Page, Row, Table, Visit, Words, term
from kg.web.site.render import printed
from kg.web.site.things.clauses import clauses
from kg.web.site.things.elsewhere import Other, elsewhere, of_matter

_SIDES = {
    "superior": ("上级部门职责", "What the departments do"),
    "township": ("乡镇配合职责", "What the township does"),
}

_WHOSE = {"superior": Words("上级部门", "departments"), "township": Words("乡镇", "township")}
"""Whose clause it is."""


def duty(graph: Graph, visit: Visit, iri: str) -> Page:
    """The page of the duty ``iri``."""
    (found,) = duties.read(graph, [iri])
    matter_ = duties.matter(graph, iri)
    own = clauses(graph, [iri]).get(iri, [])
    sides = [
        (side, words, _by_actor(graph, [c for c in own if c.side == side], found))
        for side, words in _SIDES.items()
    ]
    others, more = elsewhere(graph, found, own, matter_)
    same = _elsewhere_table(graph, others)
    remarks = [
        (item["kind"] == "corrected", item["message"], _in_english(item))
        for item in duties.remarks(graph, found)
    ]
    short = duties.LISTS[found["list"]]
    return Page(
        "duty",
        f"{found['name']} · {found['townshipName']}",
        {
            "duty": found,
            "row": duties.row(graph, found),
            "short": short,
            "list_name": duties.list_name(found["list"]),
            "list_en": KINDS[found["list"]][1],
            "locator_en": f"line {found['line']}"
            if found["locator"] == f"第{found['line']}行"
            else in_english(found["locator"]),
            "sides": [side for side in sides if side[2]],
            "elsewhere": [(duties.row(graph, other.duty), other) for other in others],
            "more": more,
            "matter": Link("", path_of(graph, matter_)) if matter_ else None,
            "remarks": remarks,
            "old": found["current"] != "true",
            "picture": address("graph", kind="duty", name=iri),
            "check": address("check", text=found["name"], township=found["townshipName"]),
            "iri": iri,
        },
        [
            _own_table(graph, found, remarks),
            *([_clause_table(graph, found, own)] if own else []),
            same,
        ],
        {
            **duties.record(graph, found),
            "remarks": [message for corrected, message, _ in remarks if not corrected],
            "clauses": [_clause_json(graph, clause) for clause in own],
            "elsewhere": [
                {**duties.record(graph, o.duty), "differences": [str(d) for d in o.differences]}
                for o in others
            ],
        },
        [iri],
        [("DESCRIBE", bound("describe", [iri]))],
        title_en=f"{found['name']} · {found['townshipName']}",
        schema={
            "@context": "https://schema.org",
            "@type": "GovernmentService",
            "@id": iri,
            "name": found["name"],
            "serviceType": found.get("categoryName", ""),
            "areaServed": {"@type": "AdministrativeArea", "name": found["townshipName"]},
            "provider": [
                {"@type": "GovernmentOrganization", "@id": b["body"], "name": b["name"]}
                for b in found["bodies"]
            ],
            "isBasedOn": f"{found['document']}:{found['line']}",
        },
    )


def _by_actor(
    graph: Graph, side: list[ClauseFact], found: dict[str, Any]
) -> list[tuple[list[Any], list[dict[str, Any]]]]:
    """Clauses of one side in runs of the same actors, in the order of the source."""
    groups: list[tuple[list[Any], list[dict[str, Any]]]] = []
    last: tuple[str, ...] | None = None
    for clause in side:
        acting = tuple(iri for role, iri in clause.parties if role == "acts")
        if acting != last:
            shown: list[Any] = [
                Link(duties.name_of(graph, iri), path_of(graph, iri)) for iri in acting
            ]
            if not shown:
                shown = _unnamed(graph, clause, found)
            groups.append((shown, []))
            last = acting
        others = [
            (PARTIES.get(role, (role, role)), Link(duties.name_of(graph, iri), path_of(graph, iri)))
            for role, iri in clause.parties
            if role != "acts"
        ]
        groups[-1][1].append(
            {"clause": clause, "others": others, "path": path_of(graph, clause.iri)}
        )
    return groups


def _unnamed(graph: Graph, clause: ClauseFact, found: dict[str, Any]) -> list[Any]:
    """Who has a clause that names nobody: the only department of the row, and that is said."""
    if clause.side == "township":
        return [found["townshipName"]]
    leading = [body for body in found["bodies"] if body["role"] == "leads"]
    if len(leading) == 1 and found.get("openEnded") != "true":
        link = Link(leading[0]["name"], path_of(graph, leading[0]["body"]))
        return [
            link,
            Words("条款没写谁做，部门栏里只有它", "no clause names it; it is alone in the row"),
        ]
    return [Words("条款没写明由哪个部门做", "no clause says which department")]


def _own_table(graph: Graph, found: dict[str, Any], remarks: list[tuple[bool, str, str]]) -> Table:
    """The duty itself, with all that its page says of it."""
    row = {
        **duties.row(graph, found),
        "method": printed(found["method"]),
        "remarks": [Words(zh, en) for corrected, zh, en in remarks if not corrected],
    }
    further = [
        column
        for column in (
            Column("method", "工作方式", "Way of working"),
            Column("remarks", "原文的问题", "In the source"),
        )
        if row[column.key]
    ]
    return Table("事项", "Duty", (*duties.COLUMNS[:-1], *further, duties.SOURCE), [row])


def _clause_table(graph: Graph, found: dict[str, Any], own: list[ClauseFact]) -> Table:
    columns = (
        Column("side", "哪一方", "Side"),
        Column("number", "条", "Item", "number"),
        Column("section", "小标题", "Section"),
        Column("text", "内容", "Text"),
        Column("actors", "谁做", "Who"),
        Column("others", "还有谁", "Others"),
        duties.SOURCE,
    )
    lines: list[Row] = [
        {
            "iri": clause.iri,
            "side": _WHOSE[clause.side],
            "number": clause.number,
            "section": clause.section,
            "text": clause.text,
            "actors": [
                duties.name_of(graph, iri) for role, iri in clause.parties if role == "acts"
            ],
            "others": [
                Words(
                    *(
                        f"{word} {duties.name_of(graph, iri)}"
                        for word in PARTIES.get(role, (role, role))
                    )
                )
                for role, iri in clause.parties
                if role != "acts"
            ],
            "source": duties.source(found["document"], found["line"], found["locator"]),
        }
        for clause in own
    ]
    return Table("条款", "Clauses", columns, lines)


def _elsewhere_table(graph: Graph, others: list[Other]) -> Table:
    columns = (*duties.COLUMNS[:-1], Column("differs", "有什么不同", "What differs"), duties.SOURCE)
    lines = [
        {**duties.row(graph, other.duty), "differs": list(other.differences)} for other in others
    ]
    return Table("同一事项在别处", "Elsewhere", columns, lines)


def _clause_json(graph: Graph, clause: ClauseFact) -> dict[str, Any]:
    return {
        "iri": clause.iri,
        "side": clause.side,
        "number": clause.number,
        "section": clause.section or None,
        "text": clause.text,
        "parties": [
            {"role": role, "name": duties.name_of(graph, iri)} for role, iri in clause.parties
        ],
    }


def matter(graph: Graph, visit: Visit, iri: str) -> Page:
    """The page of a matter: the same duty in every list that has it."""
    found = of_matter(graph, iri)
    name = found[0]["name"] if found else iri
    table = duties.table(graph, found, "各地怎么写", "In every list")
    return Page(
        "list",
        name,
        {
            "kind": ("同一事项（跨乡镇）", "The same duty across townships"),
            "facts": [],
            "tables": [table],
            "note": (
                "程序按文字把各地同一件事归在一起；写法不同的可能没有归到，是不是同一件事以原文为准。",
                "The program groups duties by their wording; what counts is the source.",
            ),
            "picture": address("graph", kind="matter", name=found[0]["iri"]) if found else "",
            "iri": iri,
        },
        [table],
        {"iri": iri, "name": name, "duties": [duties.record(graph, d) for d in found]},
        [iri],
        [("SPARQL", bound("duties-of-matter", [iri]))],
        title_en=name,
        schema=term(iri, name),
    )


def _in_english(item: dict[str, Any]) -> str:
    """A finding in English; what a person has written stays as it is."""
    if item["kind"] == "corrected":
        return str(item["message"])
    return said(item["kind"], item["message"], item["quote"] or "", "en")
