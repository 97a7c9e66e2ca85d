"""The overview: functions | counties | categories, with numbers on the edges; nodes open."""

from __future__ import annotations

from collections import defaultdict

from kg.views.columns import COLUMN, column, height, spread
from kg.views.facts import Facts
from kg.views.model import Cut, Edge, Node, Said, View, tally

FUNCTIONS = 15
"""Functions shown singly; the others stand together in one node that opens."""

CATEGORIES = 12
"""Categories shown singly."""

COUNTIES = 40
"""Counties shown singly."""

OTHERS = "others"
OTHER_FIELDS = "other fields"


def overview(facts: Facts) -> View:
    """Who hands down and takes back | where | in which field of work."""
    county = {iri: named.place or iri for iri, named in facts.townships.items()}
    by_county: dict[str, list[str]] = defaultdict(list)
    load: dict[str, dict[str, str]] = defaultdict(dict)
    down: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    back: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    fields: dict[tuple[str, str], list[str]] = defaultdict(list)
    bodies: dict[str, dict[str, None]] = defaultdict(dict)
    for duty in facts.duties:
        place = county[duty.township]
        by_county[place].append(duty.iri)
        fields[place, duty.category].append(duty.iri)
        for body in duty.departments("leads", "reclaimed"):
            function = facts.function(body)
            load[function][duty.iri] = duty.kind
            (down if duty.kind == "cooperation" else back)[function, place][duty.iri] = None
            bodies[body][duty.iri] = None
    ranked = sorted(load, key=lambda f: (-len(load[f]), facts.name(f), f))
    single = set(ranked[:FUNCTIONS] if len(ranked) > FUNCTIONS + 1 else ranked)
    rest = [f for f in ranked if f not in single]
    places = sorted(by_county, key=lambda p: (facts.named(p).code, p))
    if len(places) > COUNTIES:
        places = sorted(places, key=lambda p: (-len(by_county[p]), p))[:COUNTIES]
    shown = set(places)
    categories = sorted(
        {c for p, c in fields if p in shown},
        key=lambda c: (-sum(len(fields[p, c]) for p in places), facts.name(c), c),
    )

    def function_node(function: str, parent: str = "") -> Node:
        kinds = list(load[function].values())
        note = tally(kinds.count("cooperation"), kinds.count("reclaimed"))
        named = facts.named(function)
        return Node(
            function, "function", named.label, named.label_en, note, len(kinds), parent=parent
        )

    left = [function_node(f) for f in ranked if f in single]
    if rest:
        merged = {iri: kind for f in rest for iri, kind in load[f].items()}
        kinds = list(merged.values())
        left.append(
            Node(
                OTHERS,
                "others",
                f"其余 {len(rest)} 类部门",
                f"{len(rest)} other functions",
                tally(kinds.count("cooperation"), kinds.count("reclaimed")),
                len(kinds),
            )
        )
    left = column(left, -COLUMN * 1.15, side="left", row=40)
    listed = categories[:CATEGORIES] if len(categories) > CATEGORIES + 1 else categories
    unlisted = categories[len(listed) :]

    def category_node(category: str, parent: str = "") -> Node:
        number = sum(len(fields[p, category]) for p in places)
        named = facts.named(category)
        return Node(
            f"category {category}",
            "category",
            named.label if category else "（无类别）",
            named.label_en if category else "(no category)",
            str(number),
            number,
            parent=parent,
        )

    right = [category_node(c) for c in listed]
    if unlisted:
        number = sum(len(fields[p, c]) for p in places for c in unlisted)
        right.append(
            Node(
                OTHER_FIELDS,
                "others",
                f"其余 {len(unlisted)} 个类别",
                f"{len(unlisted)} other categories",
                str(number),
                number,
            )
        )
    right = column(right, COLUMN * 1.15, side="right", row=46)
    middle = spread(
        [
            Node(p, "county", facts.name(p), note=str(len(by_county[p])), weight=len(by_county[p]))
            for p in places
        ],
        0,
        max(height(left), height(right)) * 0.9,
        side="below",
    )
    edges: list[Edge] = []
    for place in places:
        for cells, role in ((down, "leads"), (back, "reclaimed")):
            others: dict[str, None] = {}
            for function in ranked:
                found = cells.get((function, place), {})
                if function in single and found:
                    edges.append(_edge(function, place, role, found))
                elif found:
                    others.update(found)
            if others:
                edges.append(_edge(OTHERS, place, role, others))
        for category in listed:
            if fields[place, category]:
                edges.append(
                    Edge(place, f"category {category}", "covers", tuple(fields[place, category]))
                )
        remaining = tuple(iri for c in unlisted for iri in fields[place, c])
        if remaining:
            edges.append(Edge(place, OTHER_FIELDS, "covers", remaining))
    parts = [function_node(f, OTHERS) for f in rest]
    edges += [Edge(OTHERS, f, "part", tuple(load[f])) for f in rest]
    parts += [category_node(c, OTHER_FIELDS) for c in unlisted]
    edges += [
        Edge(OTHER_FIELDS, f"category {c}", "part", tuple(d for p in places for d in fields[p, c]))
        for c in unlisted
    ]
    for body, duties in sorted(
        bodies.items(), key=lambda item: (facts.departments[item[0]].place, item[0])
    ):
        function = facts.function(body)
        if function in single:
            kinds = [load[function][d] for d in duties]
            note = tally(kinds.count("cooperation"), kinds.count("reclaimed"))
            parts.append(
                Node(body, "department", facts.name(body), "", note, len(duties), parent=function)
            )
            edges.append(Edge(function, body, "part", tuple(duties)))
    for town, place in county.items():
        own = tuple(d.iri for d in facts.duties if d.township == town)
        if place in shown and place != town:
            parts.append(
                Node(town, "township", facts.name(town), "", str(len(own)), len(own), parent=place)
            )
            edges.append(Edge(place, town, "part", own))
    total = len(facts.duties)
    drawn = sum(len(by_county[p]) for p in places)
    return View(
        kind="overview",
        title=Said("总览：谁交办、谁收回，落到哪里，是哪些事", "Overview: who hands down and takes back, where, what"),
        headline=Said(
            f"{len(facts.townships)} 个乡镇、{len(by_county)} 个县市、{total} 项；{len(ranked)} 类部门。回车或双击展开一个点",
            f"{len(facts.townships)} townships in {len(by_county)} counties, {total} duties; {len(ranked)} functions."
            " Enter or double click opens a node",
        ),
        nodes=(*left, *middle, *right, *parts),
        edges=tuple(edges),
        cuts=(
            Cut("事项", "duties", drawn, total),
            Cut("县市", "counties", len(places), len(by_county), "按事项数从多到少", "most duties first"),
            Cut(
                "单独画出的部门职能", "functions drawn singly", len(single), len(ranked),
                "其余合为一点，可展开", "the others are one node that opens",
            ),
            Cut(
                "单独画出的类别", "categories drawn singly", len(listed), len(categories),
                "同上", "likewise",
            ),
        ),
        columns=(
            (-COLUMN * 1.15, Said("部门（交办 ↓ 收回 ↑）", "Functions (hand down ↓ take back ↑)")),
            (0.0, Said("县市", "Counties")),
            (COLUMN * 1.15, Said("事项类别", "Categories")),
        ),
        faint=True,
    )  # fmt: skip


def _edge(function: str, place: str, role: str, duties: dict[str, None]) -> Edge:
    ends = (function, place) if role == "leads" else (place, function)
    return Edge(*ends, role, tuple(duties))
