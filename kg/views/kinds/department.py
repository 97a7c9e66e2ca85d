"""The view of a department, or of a function in all counties: what it hands down and takes back."""

from __future__ import annotations

from collections import defaultdict

from kg.views import blocks
from kg.views.facts import DutyFact, Facts
from kg.views.model import EGO_LIMIT, Cut, Edge, Node, Said, View, tally


def department(
    facts: Facts, function: str, place: str | None = None, kin: tuple[str, ...] = ()
) -> View:
    """A block a department and township: the department, the township, the duties in lists.

    ``kin`` are kinds of bodies that are meant, too: the office that serves the one that was named.
    """
    pairs: dict[tuple[str, str], list[DutyFact]] = defaultdict(list)
    own_bodies = {
        iri: None
        for iri, found in facts.departments.items()
        if found.function in (function, *kin) and place in {None, found.place}
    }
    for duty in facts.of_departments(own_bodies):
        for body in duty.departments("leads", "reclaimed"):
            if body in own_bodies:
                pairs[body, duty.township].append(duty)
    bodies = sorted({body for body, _ in pairs}, key=lambda b: (facts.departments[b].place, b))
    order = {iri: index for index, iri in enumerate(facts.townships)}
    keys = sorted(pairs, key=lambda k: (bodies.index(k[0]), order[k[1]]))
    drawn_keys, drawn = _chosen(keys, pairs)
    blocks_: list[blocks.Block] = []
    edges: list[Edge] = []
    headed: set[str] = set()
    everything = [duty for key in keys for duty in pairs[key]]
    top = Node(
        function,
        "function",
        facts.name(function),
        facts.named(function).label_en,
        note=_tally(everything),
        weight=sum(map(len, pairs.values())),
    )
    for body, town in drawn_keys:
        own = pairs[body, town]
        down = tuple(d.iri for d in own if d.kind == "cooperation")
        back = tuple(d.iri for d in own if d.kind == "reclaimed")
        heads = []
        level = 1 if body in headed else 0
        if not level:
            headed.add(body)
            mine = [d for key in keys if key[0] == body for d in pairs[key]]
            heads.append(
                Node(body, "department", facts.name(body), note=_tally(mine), weight=len(mine))
            )
            if len(bodies) > 1:
                edges.append(Edge(function, body, "part", tuple(d.iri for d in mine)))
        town_key = f"{town} {body}"
        heads.append(Node(town_key, "township", facts.name(town), weight=len(own)))
        if down:
            edges.append(Edge(body, town_key, "leads", down))
        if back:
            edges.append(Edge(town_key, body, "reclaimed", back))
        groups = []
        for kind, role in (("cooperation", "cooperatesOn"), ("reclaimed", "relievedOf")):
            rows = [d for d in own if d.kind == kind and (body, town, d.iri) in drawn]
            groups.append(
                tuple(
                    Node(f"{d.iri} {body}", kind, d.name, note=d.printed, duty=d.iri) for d in rows
                )
            )
            edges += [Edge(town_key, f"{d.iri} {body}", role, (d.iri,)) for d in rows]
        blocks_.append(blocks.Block(tuple(heads), tuple(g for g in groups if g), level))
    columns = blocks.per_row(len(blocks_))
    width = blocks.layout_width(columns)
    placed = blocks.place(blocks_, top=0 if len(bodies) <= 1 else 120, width=width, per_row=columns)
    nodes = [top.at(0, 0, "right"), *placed] if len(bodies) > 1 else placed
    down_all = {d.iri for d in everything if d.kind == "cooperation"}
    back_all = {d.iri for d in everything if d.kind == "reclaimed"}
    total = sum(map(len, pairs.values()))
    towns = len({town for _, town in keys})
    name = facts.name(bodies[0]) if place and bodies else facts.name(function)
    return View(
        kind="department",
        title=Said(
            f"{name}交给乡镇什么、收回什么", f"What {name} hands down to townships and takes back"
        ),
        headline=Said(
            f"向 {towns} 个乡镇交办 {len(down_all)} 项，收回 {len(back_all)} 项",
            f"Hands down {len(down_all)} duties to {towns} townships, took back {len(back_all)}",
        ),
        nodes=tuple(nodes),
        edges=tuple(edges),
        cuts=(
            Cut(
                "事项", "duties", len(drawn), total,
                "各乡镇轮流取，先配合、后收回，按序号", "in turn from each township, cooperation first",
            ),
            Cut("乡镇", "townships", len({t for _, t in drawn_keys}), towns),
        ),
        label_width=round(width - 70),
        focus=function if len(bodies) > 1 else (bodies[0] if bodies else ""),
    )  # fmt: skip


def _tally(duties: list[DutyFact]) -> str:
    by_list = {d.iri: d.kind for d in duties}
    return tally(
        sum(kind == "cooperation" for kind in by_list.values()),
        sum(kind == "reclaimed" for kind in by_list.values()),
    )


def _chosen(
    keys: list[tuple[str, str]], pairs: dict[tuple[str, str], list[DutyFact]]
) -> tuple[list[tuple[str, str]], set[tuple[str, str, str]]]:
    """The pairs that are drawn and their duties: in turn one duty of each, until 150 nodes."""
    drawn_keys = keys[: EGO_LIMIT // 4]
    room = EGO_LIMIT - 1 - 2 * len(drawn_keys)
    chosen: set[tuple[str, str, str]] = set()
    depth = 0
    while len(chosen) < room and any(len(pairs[k]) > depth for k in drawn_keys):
        for body, town in drawn_keys:
            if len(chosen) < room and len(pairs[body, town]) > depth:
                chosen.add((body, town, pairs[body, town][depth].iri))
        depth += 1
    return drawn_keys, chosen
