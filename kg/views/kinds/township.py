"""The view of a township: what it does itself, who hands down to it, who took what back."""

from __future__ import annotations

from collections import defaultdict

from kg.views.columns import COLUMN, column
from kg.views.facts import Facts
from kg.views.model import EGO_LIMIT, Cut, Edge, Node, Said, View, tally


def township(facts: Facts, iri: str) -> View:
    """Categories of its basic duties | the township | departments, by number of duties."""
    own = facts.of_townships(iri)
    basic: dict[str, list[str]] = defaultdict(list)
    down: dict[str, list[str]] = defaultdict(list)
    back: dict[str, list[str]] = defaultdict(list)
    nobody: list[str] = []
    for duty in own:
        if duty.kind == "basic":
            basic[duty.category].append(duty.iri)
            continue
        for department in duty.departments("leads", "reclaimed"):
            (down if duty.kind == "cooperation" else back)[department].append(duty.iri)
        if duty.kind == "reclaimed" and not duty.departments("reclaimed"):
            nobody.append(duty.iri)
    downs = {d: len(found) for d, found in down.items()}
    backs = {d: len(found) for d, found in back.items()}
    ranked = sorted(
        {*down, *back}, key=lambda d: (-downs.get(d, 0) - backs.get(d, 0), facts.name(d), d)
    )
    categories = sorted(basic, key=lambda c: (-len(basic[c]), facts.name(c), c))
    room = EGO_LIMIT - 2 - len(categories)
    drawn = ranked[:room]
    name = facts.name(iri)
    centre = Node(iri, "township", name, weight=len(own)).at(0, 0, "below")
    left = column(
        [
            Node(
                f"basic {c}",
                "category",
                facts.name(c) if c else "（无类别）",
                facts.named(c).label_en if c else "(no category)",
                note=str(len(basic[c])),
                weight=len(basic[c]),
            )
            for c in categories
        ],
        -COLUMN,
        side="left",
    )
    right_nodes = [
        Node(
            d,
            "department",
            facts.name(d),
            note=tally(downs.get(d, 0), backs.get(d, 0)),
            weight=downs.get(d, 0) + backs.get(d, 0),
        )
        for d in drawn
    ]
    if nobody:
        right_nodes.append(
            Node(
                "nobody",
                "others",
                "不再开展，无人承接",
                "No longer done, no holder",
                str(len(nobody)),
            )
        )
    right = column(right_nodes, COLUMN, side="right")
    edges = [Edge(iri, f"basic {c}", "basic", tuple(basic[c])) for c in categories]
    edges += [Edge(d, iri, "leads", tuple(down[d])) for d in drawn if d in down]
    edges += [Edge(iri, d, "reclaimed", tuple(back[d])) for d in drawn if d in back]
    if nobody:
        edges.append(Edge(iri, "nobody", "relievedOf", tuple(nobody)))
    counts = {
        kind: sum(duty.kind == kind for duty in own)
        for kind in ("basic", "cooperation", "reclaimed")
    }
    return View(
        kind="township",
        title=Said(f"{name}：谁交办，谁收回", f"{name}: who hands down, who takes back"),
        headline=Said(
            f"自己做 {counts['basic']} 项；{len(down)} 个部门交办 {counts['cooperation']} 项；"
            f"{len(back)} 个部门收回 {counts['reclaimed'] - len(nobody)} 项"
            + (f"，另有 {len(nobody)} 项不再开展" if nobody else ""),
            f"Does {counts['basic']} itself; {len(down)} departments hand down {counts['cooperation']};"
            f" {len(back)} took back {counts['reclaimed'] - len(nobody)}"
            + (f"; {len(nobody)} are no longer done" if nobody else ""),
        ),
        nodes=(centre, *left, *right),
        edges=tuple(edges),
        cuts=(
            Cut(
                "部门", "departments", len(drawn), len(ranked),
                "按事项数从多到少", "those with most duties first",
            ),
        ),
        columns=(
            (-COLUMN, Said("基本履职（自己做）", "Basic: does itself")),
            (COLUMN, Said("上级部门（交办 ← / 收回 →）", "Departments (hand down ← / take back →)")),
        ),
        numbers=False,
        focus=iri,
    )  # fmt: skip
