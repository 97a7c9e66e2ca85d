"""The view of a matter: the same duty in every township, who leads where, on which list."""

from __future__ import annotations

from kg.kinds import ListKind
from kg.views import blocks
from kg.views.facts import DutyFact, Facts
from kg.views.model import EGO_LIMIT, Cut, Edge, Node, Said, View

_LISTS = {kind.value: kind.short for kind in ListKind}


def members(facts: Facts, iri: str) -> tuple[list[DutyFact], bool]:
    """The duties of the same matter as this one; False if matters are not in the graph."""
    (one,) = facts.those([iri])
    if one.matter:
        return facts.of_matter(one.matter), True
    return [d for d in facts.duties if d.name == one.name], False


def matter(facts: Facts, iri: str) -> View:
    """The matter above; below a block a township: the duty, and the departments that have it."""
    (one,) = facts.those([iri])
    found, known = members(facts, iri)
    by_town: dict[str, list[DutyFact]] = {}
    for duty in found:
        by_town.setdefault(duty.township, []).append(duty)
    missing = [t for t in facts.townships if t not in by_town]
    key = one.matter or f"matter of {iri}"
    edges: list[Edge] = []
    blocks_: list[blocks.Block] = []
    used = 1
    for town in [t for t in facts.townships if t in by_town]:
        own = by_town[town]
        items: list[tuple[Node, ...]] = []
        size = 1 + sum(1 + len(d.departments()) for d in own)
        if used + size > EGO_LIMIT:
            break
        used += size
        all_own = tuple(d.iri for d in own)
        edges.append(Edge(key, town, "covers", all_own))
        for duty in own:
            mark = f"{_LISTS[duty.kind]} {duty.printed}"
            node = Node(duty.iri, duty.kind, duty.name, note=mark, duty=duty.iri)
            role = {"basic": "leads", "cooperation": "cooperatesOn", "reclaimed": "relievedOf"}
            edges.append(Edge(town, duty.iri, role[duty.kind], (duty.iri,)))
            bodies = []
            for body in duty.departments():
                roles = [r for r, p in duty.parties if p == body]
                bodies.append(Node(f"{body} {duty.iri}", "department", facts.name(body)))
                edges += [Edge(f"{body} {duty.iri}", duty.iri, r, (duty.iri,)) for r in roles]
            items += [(node, *bodies)]
        blocks_.append(blocks.Block((Node(town, "township", facts.name(town)),), tuple(items)))
    columns = blocks.per_row(len(blocks_))
    width = blocks.layout_width(columns)
    placed = blocks.place(blocks_, top=120, width=width, per_row=columns)
    name = one.name if len(one.name) <= 60 else one.name[:59] + "…"
    top = Node(key, "matter", name, weight=len(found)).at(0, 0, "right")
    lists = {duty.kind for duty in found}
    spread = "、".join(_LISTS[k] for k in _LISTS if k in lists)
    note = (
        Said("", "")
        if known
        else Said(
            "（图里还没有事项归并，只取名称完全相同的）",
            " (no matters in this graph: rows of identical names)",
        )
    )
    return View(
        kind="matter",
        title=Said(f"同一事项在各乡镇：{name}", f"The same duty across townships: {name}"),
        headline=Said(
            f"{len(by_town)} 个乡镇有，{len(missing)} 个没有；所在清单：{spread}{note.zh}"
            + (f"；没有的：{'、'.join(facts.name(t) for t in missing[:8])}" if missing else ""),
            f"In {len(by_town)} townships, not in {len(missing)}; lists: {', '.join(sorted(lists))}{note.en}",
        ),
        nodes=(top, *placed),
        edges=tuple(edges),
        cuts=(Cut("乡镇", "townships", len(blocks_), len(by_town), "按代码顺序", "in the order of codes"),),
        focus=key,
        label_width=round(width - 70),
        numbers=False,
    )  # fmt: skip
