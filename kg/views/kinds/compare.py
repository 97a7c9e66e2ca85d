"""The comparison: A | functions | B, what differs first, what is equal in one node that opens."""

from __future__ import annotations

from collections import defaultdict

from kg.views.columns import COLUMN, column
from kg.views.facts import Facts
from kg.views.model import Cut, Edge, Node, Said, View, tally

Cells = dict[str, dict[str, dict[str, None]]]


def compare(facts: Facts, first: str, second: str) -> View:
    """Two townships or two counties, by what each function hands down and takes back."""
    sides = [_cells(facts, iri) for iri in (first, second)]
    functions = sorted({f for cells in sides for f in cells}, key=lambda f: (facts.name(f), f))

    def counts(function: str, side: int) -> tuple[int, int]:
        cells = sides[side].get(function, {})
        return len(cells.get("leads", {})), len(cells.get("reclaimed", {}))

    def gap(function: str) -> int:
        a, b = counts(function, 0), counts(function, 1)
        return abs(a[0] - b[0]) + abs(a[1] - b[1])

    different = sorted((f for f in functions if gap(f)), key=lambda f: (-gap(f), facts.name(f), f))
    equal = [f for f in functions if not gap(f)]

    def node(function: str, parent: str = "") -> Node:
        named = facts.named(function)
        a, b = counts(function, 0), counts(function, 1)
        note = f"{tally(*a) or '0'} | {tally(*b) or '0'}"
        return Node(
            function, "function", named.label, named.label_en, note, sum(a + b), parent=parent
        )

    middle = [node(f) for f in different]
    if equal:
        middle.append(
            Node(
                "equal",
                "others",
                f"数目相同的 {len(equal)} 类部门",
                f"{len(equal)} functions with equal numbers",
            )
        )
    middle = column(middle, 0, side="centre", row=27)
    names = [facts.name(first), facts.name(second)]
    ends = [
        Node(iri, _kind(facts, iri), name).at(x, 0, side)
        for iri, name, x, side in (
            (first, names[0], -COLUMN * 1.5, "left"),
            (second, names[1], COLUMN * 1.5, "right"),
        )
    ]
    edges: list[Edge] = []
    for iri, cells in zip((first, second), sides, strict=True):
        for role in ("leads", "reclaimed"):
            together: dict[str, None] = {}
            for function in functions:
                found = cells.get(function, {}).get(role, {})
                if found and function in different:
                    edges.append(_edge(function, iri, role, found))
                together.update({} if function in different else found)
            if together:
                edges.append(_edge("equal", iri, role, together))
    edges += [
        Edge(
            "equal",
            f,
            "part",
            tuple({d: None for c in sides for r in c.get(f, {}).values() for d in r}),
        )
        for f in equal
    ]
    only = [
        sum(counts(f, i) != (0, 0) and counts(f, 1 - i) == (0, 0) for f in different)
        for i in (0, 1)
    ]
    return View(
        kind="compare",
        title=Said(f"{names[0]} 与 {names[1]}：部门交办、收回的差别", f"{names[0]} and {names[1]}: who hands down, takes back"),
        headline=Said(
            f"{len(different)} 类部门数目不同，{len(equal)} 类相同；只在{names[0]}有 {only[0]} 类，只在{names[1]}有 {only[1]} 类",
            f"{len(different)} functions differ in numbers, {len(equal)} are equal; {only[0]} only in {names[0]},"
            f" {only[1]} only in {names[1]}",
        ),
        nodes=(*ends, *middle, *(node(f, "equal") for f in equal)),
        edges=tuple(edges),
        cuts=(
            Cut("单独画出的部门职能", "functions drawn singly", len(different), len(functions),
                "数目相同的合为一点，可展开", "those with equal numbers are one node that opens"),
        ),
        numbers=False,
        focus=first,
    )  # fmt: skip


def _cells(facts: Facts, iri: str) -> Cells:
    cells: Cells = defaultdict(lambda: defaultdict(dict))
    for duty in facts.duties:
        if iri in {duty.township, facts.townships[duty.township].place}:
            for body in duty.departments("leads", "reclaimed"):
                role = "leads" if duty.kind == "cooperation" else "reclaimed"
                cells[facts.function(body)][role][duty.iri] = None
    return cells


def _edge(function: str, place: str, role: str, duties: dict[str, None]) -> Edge:
    ends = (function, place) if role == "leads" else (place, function)
    return Edge(*ends, role, tuple(duties))


def _kind(facts: Facts, iri: str) -> str:
    return "township" if iri in facts.townships else "county"
