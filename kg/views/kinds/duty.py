"""The view of a duty: its clauses with those who act in them, who reports to whom, the source."""

from __future__ import annotations

from collections import defaultdict

from kg.citing import cited
from kg.kinds import ListKind
from kg.views import blocks
from kg.views.details import ClauseFact, clauses
from kg.views.facts import Facts
from kg.views.model import EGO_LIMIT, Cut, Edge, Node, Said, View

_LISTS = {kind.value: kind.short for kind in ListKind}
_RESPONSIBLE = {
    "basic": Said("自己做", "Done by"),
    "cooperation": Said("对应上级部门", "Departments"),
    "reclaimed": Said("承接部门", "Taken over by"),
}
_ACTING = frozenset({"acts", "convenes"})


def duty_view(facts: Facts, iri: str) -> View:
    """The duty above; below a block a department with its clauses, last the township with its own."""
    (duty,) = facts.those([iri])
    found = clauses(facts.graph, [iri]).get(iri, [])
    drawn = found[: EGO_LIMIT - 30]
    town = facts.name(duty.township)
    edges: list[Edge] = []
    blocks_: list[blocks.Block] = []
    bodies = duty.departments()[:20]
    heads: dict[str, Node] = {}
    for body in bodies:
        heads[body] = Node(body, "department", facts.name(body), weight=2)
        for role in sorted({r for r, p in duty.parties if p == body}):
            edges.append(Edge(body, iri, role, (iri,)))
    acting: dict[str, list[ClauseFact]] = defaultdict(list)
    for clause in drawn:
        if clause.side == "superior":
            actors = [p for r, p in clause.parties if r in _ACTING and p in facts.departments]
            acting[actors[0] if actors else ""].append(clause)
    # With one department in the row, clauses that name nobody are its own; the page says so.
    alone = duty.departments("leads") if acting[""] else []
    if len(alone) == 1:
        acting[alone[0]] = sorted(acting[alone[0]] + acting.pop(""), key=lambda c: c.number)
        heads[alone[0]] = Node(
            alone[0],
            "department",
            facts.name(alone[0]),
            "",
            "（条款没写由谁做，本项只有这一个部门）",
        )
    for body in [b for b in dict.fromkeys([*acting, *bodies]) if b]:
        if body not in heads:
            heads[body] = Node(body, "department", facts.name(body), note="（只在条款中）")
        own = acting.get(body, [])
        edges += [Edge(body, c.iri, _part(c, body)) for c in own]
        if own:
            blocks_.append(blocks.Block((heads[body],), (tuple(map(_node, own)),)))
    blocks_.sort(key=lambda block: (-sum(map(len, block.groups)), block.heads[0].label))
    silent = [heads[b] for b in bodies if not acting.get(b)]
    if silent:
        title = Node("silent", "others", "条款没有点到的部门", "Departments no clause names")
        blocks_.append(blocks.Block((title,), (tuple(silent),)))
    if acting.get(""):
        unnamed = Node("unnamed", "others", "没写由哪个部门做", "Clauses that name nobody")
        edges += [Edge(iri, "unnamed", "part")]
        edges += [Edge("unnamed", c.iri, "part") for c in acting[""]]
        blocks_.append(blocks.Block((unnamed,), (tuple(map(_node, acting[""])),)))
    township_side = [c for c in drawn if c.side == "township"]
    centre = Node(duty.township, "township", town, weight=2)
    role = {"basic": "leads", "cooperation": "cooperatesOn", "reclaimed": "relievedOf"}[duty.kind]
    edges.append(Edge(duty.township, iri, role, (iri,)))
    edges += [Edge(duty.township, c.iri, "acts") for c in township_side]
    blocks_.append(blocks.Block((centre,), (tuple(map(_node, township_side)),)))
    others: dict[str, Node] = {}
    for clause in drawn:
        for role, party in clause.parties:
            if role in _ACTING and (
                party == duty.township
                or party == next((p for r, p in clause.parties if r in _ACTING), "")
            ):
                continue
            if party not in heads and party != duty.township and party not in others:
                others[party] = Node(party, "department", facts.name(party), note="（条款提到）")
            ends = (party, clause.iri) if role in _ACTING else (clause.iri, party)
            edges.append(Edge(*ends, role))
    if others:
        blocks_.append(
            blocks.Block(
                (Node("mentioned", "others", "条款提到的其他单位", "Others that clauses name"),),
                (tuple(others.values()),),
            )
        )
        edges.append(Edge(iri, "mentioned", "part"))
    columns = blocks.per_row(len(blocks_), 5)
    width = blocks.layout_width(columns, least=330.0, most=560.0)
    placed = blocks.place(blocks_, top=130, width=width, per_row=columns, row=58)
    mark = f"{_LISTS[duty.kind]} {duty.printed}"
    top = Node(iri, duty.kind, duty.name, note=mark, duty=iri, side="right").at(0, 0, "right")
    ids = {node.key for node in placed} | {iri}
    known = [e for e in edges if e.source in ids and e.target in ids]
    name = duty.name if len(duty.name) <= 60 else duty.name[:59] + "…"
    leading = [facts.name(b) for b in duty.departments("leads", "reclaimed")]
    if duty.discontinued:
        who = Said("不再开展，没有承接部门", "no longer done, nobody took it over")
    else:
        who = _some(leading or [town])
    responsible = _RESPONSIBLE[duty.kind]
    above = sum(c.side == "superior" for c in found)
    below = len(found) - above
    return View(
        kind="duty",
        title=Said(f"{town} {mark}：{name}", f"{town} {duty.kind} {duty.printed}: {name}"),
        headline=Said(
            f"{responsible.zh}：{who.zh}；上级条款 {above} 条，乡镇条款 {below} 条；"
            f"出处 {cited(duty.document, duty.line, duty.locator)}",
            f"{responsible.en}: {who.en}; {above} clauses for departments, {below} for the township;"
            f" source {cited(duty.document, duty.line, duty.locator)}",
        ),
        nodes=(top, *placed),
        edges=tuple(dict.fromkeys(known)),
        cuts=(
            Cut("条款", "clauses", len(drawn), len(found), "按原文顺序", "in the order of the source"),
            Cut("部门", "departments", len(bodies), len(duty.departments())),
        ),
        focus=iri,
        label_width=round(width - 60),
        numbers=False,
        faint=len(blocks_) > columns,
    )  # fmt: skip


def _some(names: list[str]) -> Said:
    """Not more names than a line holds; all of them are in the picture."""
    few, more = "、".join(names[:3]), len(names) - 3
    return Said(
        few + (f" 等 {len(names)} 个" if more > 0 else ""),
        few + (f" and {more} more" if more > 0 else ""),
    )


def _part(clause: ClauseFact, body: str) -> str:
    """The role by which a body stands over a clause; ``part`` where the clause does not name it."""
    return next((r for r, p in clause.parties if p == body and r in _ACTING), "part")


def _node(clause: ClauseFact) -> Node:
    kind = "superior" if clause.side == "superior" else "clause"
    section = " ".join(part for part in (clause.section, clause.heading) if part)
    text = f"{section} {clause.text}" if section else clause.text
    return Node(clause.iri, kind, clause.text, note="", text=text, wrap=True)
