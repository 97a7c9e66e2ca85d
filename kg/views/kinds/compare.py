"""The comparison: A | how their duties differ | B; every group opens to its duties."""

from __future__ import annotations

from collections import defaultdict

from kg.views.columns import COLUMN, column
from kg.views.facts import DutyFact, Facts
from kg.views.model import Cut, Edge, Node, Said, View

Pair = tuple[DutyFact | None, DutyFact | None]
"""A duty of A and the same one of B; None where a side does not have it."""
_LISTS = {"basic": "基本", "cooperation": "配合", "reclaimed": "收回"}


def compare(facts: Facts, first: str, second: str) -> View:
    """Two townships or two counties: the same duty, another list, another department, one side only."""
    sides = [_duties(facts, iri) for iri in (first, second)]
    found = sorted_out(facts, *sides)
    names = [facts.name(first), facts.name(second)]
    groups = (
        ("otherList", "清单不同", "In another list"),
        ("otherDepartment", "部门不同", "Other departments"),
        ("onlyFirst", f"只有{names[0]}有", f"Only in {names[0]}"),
        ("onlySecond", f"只有{names[1]}有", f"Only in {names[1]}"),
        ("alike", "两边相同", "The same"),
    )
    shown = [group for group in groups if found[group[0]]]
    middle = column(
        [Node(key, "others", zh, en, weight=len(found[key])) for key, zh, en in shown],
        0,
        side="centre",
        row=90,
    )
    ends = [
        Node(iri, _kind(facts, iri), name).at(x, 0, side)
        for iri, name, x, side in (
            (first, names[0], -COLUMN, "left"),
            (second, names[1], COLUMN, "right"),
        )
    ]
    edges: list[Edge] = []
    parts: list[Node] = []
    for key, _, _ in shown:
        for end, side in ((first, 0), (second, 1)):
            own = tuple(duty.iri for pair in found[key] if (duty := pair[side]))
            if own:
                edges.append(Edge(end, key, _role(key), own))
        for number, (left, right) in enumerate(found[key]):
            either = left or right
            assert either is not None
            part = f"{key} {number}"
            both = tuple(duty.iri for duty in (left, right) if duty)
            parts.append(
                Node(part, either.kind, _label(left, right), note="", duty=either.iri, parent=key)
            )
            edges.append(Edge(key, part, "part", both))
    counts = "，".join(f"{zh} {len(found[key])} 项" for key, zh, _ in groups)
    counts_en = ", ".join(
        f"{en.lower() if key == 'alike' else en}: {len(found[key])}" for key, _, en in groups
    )
    total = sum(map(len, sides))
    return View(
        kind="compare",
        title=Said(f"{names[0]} 与 {names[1]}：同一件事是不是一样", f"{names[0]} and {names[1]}: the same duty, alike or not"),
        headline=Said(counts, counts_en),
        nodes=(*ends, *middle, *parts),
        edges=tuple(edges),
        cuts=(Cut("事项", "duties", total, total),),
        focus=first,
    )  # fmt: skip


def sorted_out(facts: Facts, left: list[DutyFact], right: list[DutyFact]) -> dict[str, list[Pair]]:
    """The duties of both sides in pairs by what differs; one that a side has several times in their order."""
    waiting: dict[str, list[DutyFact]] = defaultdict(list)
    for duty in right:
        waiting[duty.matter or duty.iri].append(duty)
    found: dict[str, list[Pair]] = defaultdict(list)
    for duty in left:
        others = waiting.get(duty.matter or duty.iri, [])
        other = next((o for o in others if o.kind == duty.kind), others[0] if others else None)
        if other is None:
            found["onlyFirst"].append((duty, None))
            continue
        others.remove(other)
        key = "alike"
        if other.kind != duty.kind:
            key = "otherList"
        elif _functions(facts, duty) != _functions(facts, other):
            key = "otherDepartment"
        found[key].append((duty, other))
    rest = {duty.iri for others in waiting.values() for duty in others}
    found["onlySecond"] = [(None, duty) for duty in right if duty.iri in rest]
    return found


def _duties(facts: Facts, iri: str) -> list[DutyFact]:
    return [
        duty
        for duty in facts.duties
        if iri in {duty.township, facts.townships[duty.township].place}
    ]


def _functions(facts: Facts, duty: DutyFact) -> set[str]:
    """The kinds of its departments: the water bureaus of two counties are one kind."""
    return {facts.function(body) for body in duty.departments("leads", "reclaimed")}


def _label(left: DutyFact | None, right: DutyFact | None) -> str:
    """The name of the duty and where each side has it."""
    either = left or right
    assert either is not None
    places = [f"{_LISTS[d.kind]}{d.printed or d.number}" if d else "—" for d in (left, right)]
    return f"{either.name}（{' | '.join(places)}）"


def _role(key: str) -> str:
    return "onlyOne" if key.startswith("only") else key


def _kind(facts: Facts, iri: str) -> str:
    return "township" if iri in facts.townships else "county"
