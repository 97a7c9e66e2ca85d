"""The payload: a view as JSON values for a page.

Ids are short codes (n0, e0), names stand in one table, so that nothing from the data can be taken
for markup, a selector or code, and a page stays small.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kg.querying.corrected import corrections
from kg.values import shown_edition
from kg.views.bundles import NAMED_UP_TO
from kg.views.details import ClauseFact, clauses
from kg.views.facts import DutyFact, Facts
from kg.views.model import CANVAS_FROM, Edge, Node, Said, View
from kg.views.words import KINDS, PAGE, ROLES, table

DUTIES_UP_TO = NAMED_UP_TO
"""Duties a page carries; beyond, a picture of sums carries the sums alone."""

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


class _Texts:
    """Texts by number: many lists of one template have the same names of duties."""

    def __init__(self) -> None:
        self._index: dict[str, int] = {}
        self.table: list[str] = []

    def __call__(self, text: str) -> int:
        if text not in self._index:
            self._index[text] = len(self.table)
            self.table.append(text)
        return self._index[text]


def payload(facts: Facts, view: View) -> dict[str, Any]:
    """Everything a page knows, in a fixed order; what can be derived is left out."""
    names = _Names(facts)
    texts = _Texts()
    wanted = set(view.duties())
    many = len(wanted) > DUTIES_UP_TO and not any(node.duty for node in view.nodes)
    sums = view.sums or many
    behind = [] if sums else facts.those(wanted)
    index = {duty.iri: number for number, duty in enumerate(behind)}
    detailed = len(behind) <= DETAILS_UP_TO
    found = clauses(facts.graph, wanted) if detailed and behind else {}
    put_right = corrections(facts.graph) if behind else {}
    files: dict[str, int] = {}
    roles: dict[str, int] = {}
    duties = [
        [
            duty.kind[0],
            duty.number,
            names(duty.category),
            names(duty.township),
            texts(duty.name),
            files.setdefault(duty.document, len(files)),
            duty.line,
            [[roles.setdefault(r, len(roles)), names(party)] for r, party in duty.parties],
            _more(duty, found.get(duty.iri, []), names, put_right.get(duty.iri, "")),
        ]
        for duty in behind
    ]
    ids = {node.key: number for number, node in enumerate(view.nodes)}
    large = len(view.nodes) > CANVAS_FROM
    return {
        "kind": view.kind,
        "title": _said(view.title),
        "headline": _said(view.headline),
        "nodes": [_node(node, ids, behind, index, large) for node in view.nodes],
        "edges": [
            _edge(edge, view.nodes, ids, None if sums else index, roles) for edge in view.edges
        ],
        "duties": duties,
        "names": names.table,
        "texts": texts.table,
        "files": list(files),
        "roles": list(roles),
        "detailed": detailed,
        "sums": sums,
        "cuts": [
            {"what": [c.what, c.what_en], "n": c.shown, "of": c.total, "rule": [c.rule, c.rule_en]}
            for c in view.cuts
        ],
        "columns": [{"x": x, "text": _said(said)} for x, said in view.columns],
        "numbers": view.numbers,
        "faint": view.faint,
        "tree": view.kind in {"department", "duty", "matter"},
        "curves": view.kind == "compare",
        "focus": ids.get(view.focus, -1),
        "labelWidth": view.label_width,
        "opened": [ids[key] for key in view.opened],
        "canvas": large,
        "loaded": [
            f"{d['township']}（{shown_edition(d['edition'])}）" for d in facts.graph.documents
        ],
        "words": {"kind": table(KINDS), "role": table(ROLES), "page": table(PAGE)},
    }


def _node(
    node: Node,
    ids: dict[str, int],
    behind: Sequence[DutyFact],
    index: dict[str, int],
    large: bool,
) -> dict[str, Any]:
    """A node; one that is just its duty says only which and where."""
    x, y = (round(node.x), round(node.y)) if large else (node.x, node.y)
    value: dict[str, Any] = {"x": x, "y": y}
    optional: dict[str, Any] = {
        "e": node.label_en,
        "w": node.weight if node.weight > 1 else 0,
        "s": "" if node.side == "below" else node.side[0],
        "t": node.text,
        "h": node.short,
        "g": node.reach,
        "r": 1 if node.wrap else 0,
    }
    if node.duty:
        value["d"] = index[node.duty]
        duty = behind[value["d"]]
        optional["k"] = node.kind if node.kind != duty.kind else ""
        optional["l"] = node.label if node.label != duty.name else ""
        optional["o"] = node.note if node.note != duty.printed else ""
    else:
        optional |= {"k": node.kind, "l": node.label, "o": node.note}
    value.update({key: content for key, content in optional.items() if content})
    if node.parent:
        value["p"] = ids[node.parent]
    return value


def _edge(
    edge: Edge,
    nodes: Sequence[Node],
    ids: dict[str, int],
    index: dict[str, int] | None,
    roles: dict[str, int],
) -> list[Any]:
    """From, to, role; then the duties (or how many), unless they are just the one at its end."""
    source, target = ids[edge.source], ids[edge.target]
    value: list[Any] = [source, target, roles.setdefault(edge.role, len(roles))]
    if index is None:
        value.append(edge.number)
    elif edge.duties != (nodes[target].duty,):
        value.append(sorted(index[iri] for iri in edge.duties))
    return value


def _said(said: Said) -> list[str]:
    return [said.zh, said.en]


def _more(
    duty: DutyFact, found: list[ClauseFact], names: _Names, corrected: str
) -> dict[str, Any] | int:
    """What not every duty has; 0 if there is nothing."""
    optional: dict[str, Any] = {
        "p": duty.printed if duty.printed != str(duty.number) else "",
        "q": duty.quote if duty.quote != duty.name else "",
        "o": duty.locator if duty.locator != f"第{duty.line}行" else "",
        "w": duty.method,
        "r": corrected,
        "x": 1 if duty.discontinued else 0,
        "z": [_clause(clause, names) for clause in found],
    }
    return {key: content for key, content in optional.items() if content} or 0


def _clause(clause: ClauseFact, names: _Names) -> dict[str, Any]:
    value: dict[str, Any] = {"s": clause.side[0], "n": clause.number, "t": clause.text}
    optional = {"p": clause.printed, "g": clause.section, "h": clause.heading}
    value.update({key: content for key, content in optional.items() if content})
    if clause.parties:
        value["a"] = [[role, names(party)] for role, party in clause.parties]
    return value
