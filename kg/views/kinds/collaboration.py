"""The collaboration: functions that stand together in the department column of duties."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations

from kg.views.bundles import Pile, together
from kg.views.facts import Facts
from kg.views.layout import forces
from kg.views.model import EGO_LIMIT, Cut, Node, Said, View

STRONGEST = 2
"""Ties every function keeps, its strongest ones; beyond them the strongest of all."""

TIES = 90
"""Ties drawn at most."""


def collaboration(facts: Facts, function: str | None = None) -> View:
    """Functions tied by shared duties; with a function, only it and those it works with."""
    shared: dict[tuple[str, str], Pile] = defaultdict(Pile)
    load: dict[str, Pile] = defaultdict(Pile)
    for bundle in facts.bundles:
        found = sorted({facts.function(b) for b in (*bundle.bodies, *bundle.supporting)})
        for one in found:
            load[one].add(bundle)
        for pair in combinations(found, 2):
            if function is None or function in pair:
                shared[pair].add(bundle)
    pairs = sorted(shared, key=lambda p: (-len(shared[p]), p))
    ranked = sorted({f for pair in pairs for f in pair}, key=lambda f: (-len(load[f]), f))
    kept = set(ranked[:EGO_LIMIT])
    kept.update({function} if function else ())
    possible = [p for p in pairs if p[0] in kept and p[1] in kept]
    chosen: dict[tuple[str, str], None] = {}
    ties: dict[str, int] = defaultdict(int)
    for pair in possible:
        if min(ties[pair[0]], ties[pair[1]]) < STRONGEST:
            chosen[pair] = None
            ties[pair[0]] += 1
            ties[pair[1]] += 1
    for pair in possible:
        if len(chosen) < max(TIES, len(kept) if function else 0):
            chosen.setdefault(pair, None)
    names = [f for f in ranked if f in kept]
    nodes = [
        Node(f, "function", facts.name(f), facts.named(f).label_en, str(len(load[f])), len(load[f]))
        for f in names
    ]
    edges = [shared[a, b].edge(a, b, "together") for a, b in sorted(chosen)]
    placed = forces(nodes, edges)
    about = Said("", "")
    if function:
        about = Said(
            f"（{facts.name(function)}）",
            f" ({facts.named(function).label_en or facts.name(function)})",
        )
    several = len(together(shared.values()))
    best = pairs[0] if pairs else None
    top = Said("", "")
    if best:
        number = len(shared[best])
        names_zh = f"{facts.name(best[0])}与{facts.name(best[1])}"
        names_en = " and ".join(facts.named(f).label_en or facts.name(f) for f in best)
        top = Said(f"；最多的是{names_zh}，{number} 项", f"; most by {names_en}: {number}")
    return View(
        kind="collaboration",
        title=Said(f"哪些部门一起办事{about.zh}", f"Which departments work together{about.en}"),
        headline=Said(
            f"{several} 项事项写了不止一类部门{top.zh}",
            f"{several} duties name more than one kind of department{top.en}",
        ),
        nodes=tuple(placed),
        edges=tuple(edges),
        cuts=(
            Cut("部门职能", "functions", len(nodes), len(ranked), "按事项数从多到少", "most duties first"),
            Cut(
                "共事关系", "ties", len(edges), len(pairs),
                f"每类部门最强的 {STRONGEST} 条，再按共同事项数从多到少",
                f"the {STRONGEST} strongest of each, then those with most shared duties",
            ),
        ),
        focus=function or "",
    )  # fmt: skip
