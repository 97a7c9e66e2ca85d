"""The overview: functions | counties | categories, with numbers on the edges; nodes open."""

from __future__ import annotations

from collections import defaultdict

from kg.views.bundles import Pile, together
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
    by_county: dict[str, Pile] = defaultdict(Pile)
    by_town: dict[str, Pile] = defaultdict(Pile)
    load: dict[str, Pile] = defaultdict(Pile)
    down: dict[tuple[str, str], Pile] = defaultdict(Pile)
    back: dict[tuple[str, str], Pile] = defaultdict(Pile)
    fields: dict[tuple[str, str], Pile] = defaultdict(Pile)
    bodies: dict[str, Pile] = defaultdict(Pile)
    for bundle in facts.bundles:
        place = county[bundle.township]
        by_county[place].add(bundle)
        by_town[bundle.township].add(bundle)
        fields[place, bundle.category].add(bundle)
        for body in bundle.bodies:
            function = facts.function(body)
            load[function].add(bundle)
            (down if bundle.kind == "cooperation" else back)[function, place].add(bundle)
            bodies[body].add(bundle)
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
        pile = load[function]
        note = _tally(pile)
        named = facts.named(function)
        return Node(
            function, "function", named.label, named.label_en, note, len(pile), parent=parent
        )

    left = [function_node(f) for f in ranked if f in single]
    if rest:
        merged = together(load[f] for f in rest)
        left.append(
            Node(
                OTHERS,
                "others",
                f"其余 {len(rest)} 类部门",
                f"{len(rest)} other functions",
                _tally(merged),
                len(merged),
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
            others = Pile()
            for function in ranked:
                found = cells.get((function, place))
                if found and function in single:
                    edges.append(_edge(function, place, role, found))
                elif found:
                    others.update(found)
            if others:
                edges.append(_edge(OTHERS, place, role, others))
        for category in listed:
            if fields[place, category]:
                edges.append(fields[place, category].edge(place, f"category {category}", "covers"))
        remaining = together(fields[place, c] for c in unlisted)
        if remaining:
            edges.append(remaining.edge(place, OTHER_FIELDS, "covers"))
    parts = [function_node(f, OTHERS) for f in rest]
    edges += [load[f].edge(OTHERS, f, "part") for f in rest]
    parts += [category_node(c, OTHER_FIELDS) for c in unlisted]
    edges += [
        together(fields[p, c] for p in places).edge(OTHER_FIELDS, f"category {c}", "part")
        for c in unlisted
    ]
    for body, pile in sorted(
        bodies.items(), key=lambda item: (facts.departments[item[0]].place, item[0])
    ):
        function = facts.function(body)
        if function in single:
            name, note = facts.name(body), _tally(pile)
            parts.append(Node(body, "department", name, "", note, len(pile), parent=function))
            edges.append(pile.edge(function, body, "part"))
    for town, place in county.items():
        own = by_town[town]
        if place in shown and place != town:
            parts.append(
                Node(town, "township", facts.name(town), "", str(len(own)), len(own), parent=place)
            )
            edges.append(own.edge(place, town, "part"))
    total = sum(map(len, by_county.values()))
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


def _tally(pile: Pile) -> str:
    return tally(pile.count("cooperation"), pile.count("reclaimed"))


def _edge(function: str, place: str, role: str, duties: Pile) -> Edge:
    ends = (function, place) if role == "leads" else (place, function)
    return duties.edge(*ends, role)
