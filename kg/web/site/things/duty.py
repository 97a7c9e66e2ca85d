"""The page of a duty: what is printed, who does what on both sides, and the same matter elsewhere."""

from __future__ import annotations

import difflib
from typing import Any

from kg.store.graph import Graph
from kg.views.details import ClauseFact
from kg.views.words import ROLES as PARTIES
from kg.web.site import duties, engines
from kg.web.site.graphs import address, bound, path_of
from kg.web.site.page import Column, Link, Page, Row, Table, Visit
from kg.web.site.things.clauses import clauses

_SIDES = {
    "superior": ("上级部门职责", "What the departments do"),
    "township": ("乡镇配合职责", "What the township does"),
}


def duty(graph: Graph, visit: Visit, iri: str) -> Page:
    """The page of the duty ``iri``."""
    (found,) = duties.read(graph, [iri])
    own = clauses(graph, [iri]).get(iri, [])
    names = engines.facts(graph)
    sides = [
        (side, words, _by_actor(graph, names, [c for c in own if c.side == side], found))
        for side, words in _SIDES.items()
    ]
    elsewhere = _elsewhere(graph, found, own)
    clause_table = _clause_table(graph, names, found, own)
    same = duties.table(graph, [other for other, _ in elsewhere], "同一事项在别处", "Elsewhere")
    short = duties.LISTS[found["list"]]
    return Page(
        "duty",
        f"{found['name']} · {found['townshipName']}",
        {
            "duty": found,
            "row": duties.row(graph, found),
            "short": short,
            "list_name": duties.list_name(found["list"]),
            "sides": [side for side in sides if side[2]],
            "elsewhere": [(duties.row(graph, other), diff) for other, diff in elsewhere],
            "matter": Link("", path_of(graph, found["matter"])) if "matter" in found else None,
            "old": found["current"] != "true",
            "picture": address("graph", kind="duty", name=iri),
            "check": address("check", text=found["name"], township=found["townshipName"]),
            "iri": iri,
        },
        [clause_table, same] if own else [duties.table(graph, [found], "事项", "Duty"), same],
        {
            **duties.record(found),
            "clauses": [_clause_json(names, clause) for clause in own],
            "elsewhere": [duties.record(other) for other, _ in elsewhere],
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
    graph: Graph, names: Any, side: list[ClauseFact], found: dict[str, Any]
) -> list[tuple[list[Link | str], list[dict[str, Any]]]]:
    """Clauses of one side in runs of the same actors, in the order of the source."""
    groups: list[tuple[list[Link | str], list[dict[str, Any]]]] = []
    last: tuple[str, ...] | None = None
    for clause in side:
        acting = tuple(iri for role, iri in clause.parties if role == "acts")
        if acting != last:
            shown: list[Link | str] = [Link(names.name(iri), path_of(graph, iri)) for iri in acting]
            if not shown:
                shown = _unnamed(graph, clause, found)
            groups.append((shown, []))
            last = acting
        others = [
            (PARTIES.get(role, (role, role)), Link(names.name(iri), path_of(graph, iri)))
            for role, iri in clause.parties
            if role != "acts"
        ]
        groups[-1][1].append(
            {"clause": clause, "others": others, "path": path_of(graph, clause.iri)}
        )
    return groups


def _unnamed(graph: Graph, clause: ClauseFact, found: dict[str, Any]) -> list[Link | str]:
    """Who has a clause that names nobody: the only department of the row, and that is said."""
    if clause.side == "township":
        return [found["townshipName"]]
    leading = [body for body in found["bodies"] if body["role"] == "leads"]
    if len(leading) == 1 and found.get("openEnded") != "true":
        link = Link(leading[0]["name"], path_of(graph, leading[0]["body"]))
        return [link, "条款没写谁做，部门栏里只有它"]
    return ["条款没写明由哪个部门做"]


def _clause_table(graph: Graph, names: Any, found: dict[str, Any], own: list[ClauseFact]) -> Table:
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
            "side": "上级部门" if clause.side == "superior" else "乡镇",
            "number": clause.number,
            "section": clause.section,
            "text": clause.text,
            "actors": [names.name(iri) for role, iri in clause.parties if role == "acts"],
            "others": [
                f"{PARTIES.get(role, (role, role))[0]} {names.name(iri)}"
                for role, iri in clause.parties
                if role != "acts"
            ],
            "source": duties.source(found["document"], found["line"]),
        }
        for clause in own
    ]
    return Table("条款", "Clauses", columns, lines)


def _clause_json(names: Any, clause: ClauseFact) -> dict[str, Any]:
    return {
        "iri": clause.iri,
        "side": clause.side,
        "number": clause.number,
        "section": clause.section or None,
        "text": clause.text,
        "parties": [{"role": role, "name": names.name(iri)} for role, iri in clause.parties],
    }


def _elsewhere(
    graph: Graph, found: dict[str, Any], own: list[ClauseFact]
) -> list[tuple[dict[str, Any], list[tuple[str, str]]]]:
    """The same matter in other lists with what differs: list, departments' kind, wording."""
    if "matter" not in found:
        return []
    others = _of_matter(graph, found["matter"])
    others = [other for other in others if other["iri"] != found["iri"]]
    theirs = clauses(graph, [other["iri"] for other in others])
    names = engines.facts(graph)
    told = []
    for other in others:
        diff = []
        if other["list"] != found["list"]:
            diff.append((f"在{duties.LISTS[other['list']][0]}清单", "in another list"))
        if other["list"] == found["list"] != "basic" and _kinds(names, other) != _kinds(
            names, found
        ):
            diff.append(("部门不同", "other departments"))
        if other["name"] != found["name"]:
            diff.append(("名称写法不同", "another wording of the name"))
        texts = [c.text for c in own], [c.text for c in theirs.get(other["iri"], [])]
        if other["list"] == found["list"] and texts[0] != texts[1]:
            share = difflib.SequenceMatcher(
                None, "".join(texts[0]), "".join(texts[1])
            ).quick_ratio()
            diff.append((f"条款文字约 {share:.0%} 相同", f"clauses about {share:.0%} alike"))
        told.append((other, diff or [("写法相同", "the same")]))
    return told


def _kinds(names: Any, duty: dict[str, Any]) -> set[str]:
    """The functions of a duty's departments: 甲县水利局 and 乙县水利局 are the same kind."""
    return {
        names.function(b["body"]) if b["body"] in names.departments else b["body"]
        for b in duty["bodies"]
    }


def _of_matter(graph: Graph, iri: str) -> list[dict[str, Any]]:
    from kg.web.site.graphs import rows

    return duties.read(graph, [row["iri"] for row in rows(graph, "duties-of-matter", [iri])])


def matter(graph: Graph, visit: Visit, iri: str) -> Page:
    """The page of a matter: the same duty in every list that has it."""
    found = _of_matter(graph, iri)
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
        {"iri": iri, "name": name, "duties": [duties.record(d) for d in found]},
        [iri],
        [("SPARQL", bound("duties-of-matter", [iri]))],
        title_en=name,
    )
