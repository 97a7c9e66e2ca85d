"""The payload: a view as JSON values for a page.

Ids are short codes (n0, e0), names stand in one table, so that nothing from the data can be taken
for markup, a selector or code, and a page stays small.
"""

from __future__ import annotations

from typing import Any

from kg.views.details import ClauseFact, clauses
from kg.views.facts import DutyFact, Facts
from kg.views.model import Said, View
from kg.views.words import KINDS, PAGE, ROLES, table

DETAILS_UP_TO = 1_600
"""Duties of which a page carries the clauses; larger pages would be slow to open."""


class _Names:
    """Names by number: [Chinese, English]."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._index: dict[str, int] = {}
        self.table: list[list[str]] = []

    def __call__(self, iri: str) -> int:
        if iri not in self._index:
            self._index[iri] = len(self.table)
            named = self._facts.named(iri)
            self.table.append([named.label, named.label_en] if iri else ["", ""])
        return self._index[iri]


def payload(facts: Facts, view: View) -> dict[str, Any]:
    """Everything a page knows, in a fixed order."""
    names = _Names(facts)
    wanted = set(view.duties())
    behind = [duty for duty in facts.duties if duty.iri in wanted]
    index = {duty.iri: number for number, duty in enumerate(behind)}
    detailed = len(behind) <= DETAILS_UP_TO
    texts = clauses(facts.graph, wanted) if detailed and behind else {}
    files: dict[str, int] = {}
    duties = [
        _duty(duty, names, files.setdefault(duty.document, len(files)), texts.get(duty.iri, []))
        for duty in behind
    ]
    ids = {node.key: number for number, node in enumerate(view.nodes)}
    nodes = []
    for node in view.nodes:
        value: dict[str, Any] = {"k": node.kind, "l": node.label, "x": node.x, "y": node.y}
        optional = {
            "e": node.label_en,
            "o": node.note,
            "w": node.weight if node.weight > 1 else 0,
            "s": "" if node.side == "below" else node.side[0],
            "t": node.text,
        }
        value.update({key: content for key, content in optional.items() if content})
        if node.wrap:
            value["r"] = 1
        if node.duty:
            value["d"] = index[node.duty]
        if node.parent:
            value["p"] = ids[node.parent]
        nodes.append(value)
    return {
        "kind": view.kind,
        "title": _said(view.title),
        "headline": _said(view.headline),
        "hint": _said(view.hint),
        "nodes": nodes,
        "edges": [
            {
                "f": ids[edge.source],
                "t": ids[edge.target],
                "r": edge.role,
                "d": sorted(index[iri] for iri in edge.duties),
            }
            for edge in view.edges
        ],
        "duties": duties,
        "names": names.table,
        "files": list(files),
        "detailed": detailed,
        "cuts": [
            {"what": [c.what, c.what_en], "n": c.shown, "of": c.total, "rule": [c.rule, c.rule_en]}
            for c in view.cuts
        ],
        "columns": [{"x": x, "text": _said(said)} for x, said in view.columns],
        "numbers": view.numbers,
        "tree": view.kind in {"department", "duty", "matter"},
        "focus": ids.get(view.focus, -1),
        "labelWidth": view.label_width,
        "loaded": [f"{d['township']}（{d['edition']}）" for d in facts.graph.documents],
        "words": {"kind": table(KINDS), "role": table(ROLES), "page": table(PAGE)},
    }


def _said(said: Said) -> list[str]:
    return [said.zh, said.en]


def _duty(
    duty: DutyFact, names: _Names, file: int, texts: list[ClauseFact]
) -> dict[str, Any]:
    value: dict[str, Any] = {
        "l": duty.list[0],
        "n": duty.number,
        "c": names(duty.category),
        "t": names(duty.township),
        "m": duty.name,
        "f": file,
        "i": duty.line,
        "a": [[role, names(party)] for role, party in duty.parties],
    }
    optional = {
        "p": duty.printed if duty.printed != str(duty.number) else "",
        "q": duty.quote if duty.quote != duty.name else "",
        "o": duty.locator if duty.locator != f"第{duty.line}行" else "",
        "w": duty.method,
        "x": 1 if duty.discontinued else 0,
    }
    value.update({key: content for key, content in optional.items() if content})
    if texts:
        value["z"] = [_clause(clause, names) for clause in texts]
    return value


def _clause(clause: ClauseFact, names: _Names) -> dict[str, Any]:
    value: dict[str, Any] = {"s": clause.side[0], "n": clause.number, "t": clause.text}
    optional = {"p": clause.printed, "g": clause.section, "h": clause.heading}
    value.update({key: content for key, content in optional.items() if content})
    if clause.parties:
        value["a"] = [[role, names(party)] for role, party in clause.parties]
    return value
