"""The comparison: A | how their duties differ | B; every group opens to its duties."""

from __future__ import annotations

from collections import defaultdict

from kg.kinds import ListKind
from kg.views.columns import COLUMN, column
from kg.views.facts import DutyFact, Facts
from kg.views.model import Cut, Edge, Node, Said, View
from kg.views.words import KINDS

Pair = tuple[tuple[DutyFact, ...], tuple[DutyFact, ...]]
"""The rows of A and of B that are one duty; () where a side does not have it."""
READABLE = 40
"""Duties that a picture shows at once, those that differ in what matters most first."""
_LISTS = {
    kind.value: (kind.short, f"{KINDS[kind.value][1].split()[0].lower()} ") for kind in ListKind
}
"""Short names of the lists, with what stands before a number."""


def compare(facts: Facts, first: str, second: str) -> View:
    """Two townships or two counties: the same duty, another list, another department, one side only."""
    found = sorted_out(facts, first, second)
    names = [facts.name(first), facts.name(second)]
    groups = (
        ("otherList", "清单不同", "In another list"),
        ("otherDepartment", "部门不同", "Other departments"),
        ("onlyFirst", f"只有{names[0]}有", f"Only in {names[0]}"),
        ("onlySecond", f"只有{names[1]}有", f"Only in {names[1]}"),
        ("otherWording", "写法不同", "Other words"),
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
            own = tuple(duty.iri for pair in found[key] for duty in pair[side])
            if own:
                edges.append(Edge(end, key, _role(key), own))
        for number, (left, right) in enumerate(found[key]):
            either = (left or right)[0]
            part = f"{key} {number}"
            both = tuple(duty.iri for duty in (*left, *right))
            parts.append(
                Node(
                    part,
                    either.kind,
                    f"{either.name}（{_where(left, right, 0)}）",
                    f"{either.name} ({_where(left, right, 1)})",
                    duty=either.iri,
                    parent=key,
                )
            )
            edges.append(Edge(key, part, "part", both))
    opened: list[str] = []
    room = READABLE
    for key, _, _ in shown:
        if key != "alike" and len(found[key]) <= room:
            opened.append(key)
            room -= len(found[key])
    counts = "，".join(f"{zh} {len(found[key])} 项" for key, zh, _ in groups)
    counts_en = ", ".join(
        f"{en.lower() if key == 'alike' else en}: {len(found[key])}" for key, _, en in groups
    )
    total = sum(len(side) for pairs in found.values() for pair in pairs for side in pair)
    return View(
        kind="compare",
        title=Said(f"{names[0]} 与 {names[1]}：同一件事是不是一样", f"{names[0]} and {names[1]}: the same duty, alike or not"),
        headline=Said(counts, counts_en),
        nodes=(*ends, *middle, *parts),
        edges=tuple(edges),
        cuts=(Cut("事项", "duties", total, total),),
        focus=first,
        opened=tuple(opened),
    )  # fmt: skip


def sorted_out(facts: Facts, first: str, second: str) -> dict[str, list[Pair]]:
    """The duties of both sides by what differs, as :mod:`kg.comparing.comparison` finds it."""
    from kg.comparing.comparison import Status
    from kg.comparing.comparison import compare as compared
    from kg.comparing.differences import Difference

    comparison = compared(facts.graph, _code(facts, first), _code(facts, second))
    # By where a row stands: what it is called is the business of the facts that are drawn.
    codes = {document.code for side in (comparison.a, comparison.b) for document in side.documents}
    townships = [iri for iri, named in facts.townships.items() if named.code in codes]
    own = {
        (facts.townships[duty.township].code, duty.kind, duty.number, duty.line): duty
        for duty in facts.of_townships(*townships)
    }
    found: dict[str, list[Pair]] = defaultdict(list)
    for match in comparison.matches:
        left, right = (
            tuple(own[row.township.code, row.kind.value, row.number, row.line] for row in side)
            for side in (match.a, match.b)
        )
        if match.status is Status.ONLY_A:
            key = "onlyFirst"
        elif match.status is Status.ONLY_B:
            key = "onlySecond"
        elif Difference.LIST in match.kinds:
            key = "otherList"
        elif Difference.DEPARTMENTS in match.kinds:
            key = "otherDepartment"
        else:
            key = "alike" if match.status is Status.SAME else "otherWording"
        found[key].append((left, right))
    return found


def _code(facts: Facts, iri: str) -> str:
    """The division code of a township or a county."""
    named = facts.townships.get(iri) or facts.places[iri]
    return named.code


def _where(left: tuple[DutyFact, ...], right: tuple[DutyFact, ...], language: int) -> str:
    """Where each side has a duty, in Chinese (0) or English (1)."""
    places = [
        (", " if language else "、").join(
            f"{_LISTS[d.kind][language]}{d.printed or d.number}" for d in side
        )
        or "—"
        for side in (left, right)
    ]
    return " | ".join(places)


def _role(key: str) -> str:
    return "onlyOne" if key.startswith("only") else key


def _kind(facts: Facts, iri: str) -> str:
    return "township" if iri in facts.townships else "county"
