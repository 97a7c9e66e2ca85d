"""Everything: every duty a node, one island a township, islands in the order of codes."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from typing import TypeVar

from kg.errors import QueryError
from kg.views.facts import DutyFact, Facts
from kg.views.model import Cut, Edge, Node, Said, View

_T = TypeVar("_T")
_SPACING = 15.0

MOST = 50_000
"""Duties drawn one by one at most; such a page has some 7 MB."""
_GOLDEN = math.pi * (3 - math.sqrt(5))


def everything(facts: Facts) -> View:
    """Each township with its basic duties around it, then its departments with theirs.

    Raises:
        QueryError: more than :data:`MOST` duties are loaded.
    """
    if len(facts.duties) > MOST:
        raise QueryError(
            f"已载入 {len(facts.duties)} 项，超过 {MOST} 项不能逐项画；请画总览，或某个乡镇、部门"
            " (too many duties to draw each; draw the overview, a township or a department)"
        )
    own: dict[str, list[DutyFact]] = defaultdict(list)
    for duty in facts.duties:
        own[duty.township].append(duty)
    islands = [_Island(facts, town, own[town]) for town in facts.townships]
    columns = max(1, round(math.sqrt(len(islands) * 1.7)))
    radius = max((i.radius for i in islands), default=0.0)
    pitch, drop = 2 * radius + 330, 2 * radius + 50
    nodes: list[Node] = []
    edges: list[Edge] = []
    rows = -(-len(islands) // columns)
    for number, island in enumerate(islands):
        row, place = divmod(number, columns)
        in_row = min(columns, len(islands) - row * columns)
        x, y = (place - (in_row - 1) / 2) * pitch, (row - (rows - 1) / 2) * drop
        nodes += [n.at(n.x + x, n.y + y) for n in island.nodes]
        edges += island.edges
    bodies = sum(node.kind == "department" for node in nodes)
    counts = {
        kind: sum(d.kind == kind for d in facts.duties)
        for kind in ("basic", "cooperation", "reclaimed")
    }
    return View(
        kind="overview-all",
        title=Said("全图：每件事项一个点，里圈自己做，外圈归部门", "The whole graph: inside its own duties, outside the departments'"),
        headline=Said(
            f"{len(facts.townships)} 个乡镇、{bodies} 个部门；基本 {counts['basic']} 项、配合 {counts['cooperation']} 项、"
            f"收回 {counts['reclaimed']} 项",
            f"{len(facts.townships)} townships, {bodies} departments; {counts['basic']} basic, {counts['cooperation']}"
            f" cooperation, {counts['reclaimed']} reclaimed duties",
        ),
        nodes=tuple(nodes),
        edges=tuple(edges),
        cuts=(
            Cut("事项", "duties", len(facts.duties), len(facts.duties)),
            Cut("部门", "departments", bodies, bodies),
        ),
        numbers=False,
        faint=True,
    )  # fmt: skip


class _Island:
    """A township: itself, a disc of its own duties, a rim of departments each with a cluster."""

    def __init__(self, facts: Facts, town: str, duties: list[DutyFact]) -> None:
        basic = [d for d in duties if d.kind == "basic"]
        first: dict[str, list[DutyFact]] = defaultdict(list)
        nobody: list[DutyFact] = []
        for duty in duties:
            if duty.kind != "basic":
                bodies = duty.departments()
                (first[bodies[0]] if bodies else nobody).append(duty)
        inner = 55 + _SPACING * math.sqrt(len(basic) + len(nobody)) * 0.98
        self.nodes = [Node(town, "township", facts.name(town), weight=len(duties)).at(0, 0)]
        self.edges: list[Edge] = []
        for place, duty in zip(
            _sunflower(len(basic) + len(nobody), 42), basic + nobody, strict=True
        ):
            self.nodes.append(_node(duty).at(*place))
        others = {b for d in duties for b in d.departments()} - first.keys()
        ranked = sorted({*first, *others}, key=lambda b: (-len(first.get(b, ())), facts.name(b), b))
        self.radius = self._rim(facts, ranked, first, inner)
        for duty in duties:
            role = {"basic": "leads", "cooperation": "cooperatesOn", "reclaimed": "relievedOf"}
            self.edges.append(Edge(town, duty.iri, role[duty.kind], (duty.iri,)))
            self.edges += [Edge(b, duty.iri, r, (duty.iri,)) for r, b in duty.parties]

    def _rim(
        self, facts: Facts, ranked: list[str], first: dict[str, list[DutyFact]], inner: float
    ) -> float:
        sizes = [_SPACING * math.sqrt(len(first.get(b, ())) + 2.2) for b in ranked]
        middle = inner + (max(sizes) if sizes else 0) + 12
        around = sum(2 * s for s in sizes)
        middle = max(middle, around * 1.04 / (2 * math.pi))
        angle = -math.pi / 2
        whole = around or 1.0
        for body, size in zip(_alternating(ranked), _alternating(sizes), strict=True):
            angle += size / whole * 2 * math.pi
            x, y = middle * math.cos(angle), middle * math.sin(angle)
            count = len(first.get(body, ()))
            self.nodes.append(
                Node(
                    body,
                    "department",
                    facts.name(body),
                    short=facts.name(facts.function(body)),
                    weight=max(1, count),
                    reach=round(size + 3),
                ).at(x, y, "right" if math.cos(angle) >= 0 else "left")
            )
            for place, duty in zip(_sunflower(count, 17), first.get(body, ()), strict=True):
                self.nodes.append(_node(duty).at(x + place[0], y + place[1]))
            angle += size / whole * 2 * math.pi
        return middle + (max(sizes) if sizes else 0)


def _alternating(values: list[_T]) -> list[_T]:
    """Large and small ones in turn, so that the rim is even."""
    half = -(-len(values) // 2)
    mixed: list[_T] = []
    for index in range(half):
        mixed.append(values[index])
        if half + index < len(values):
            mixed.append(values[half + index])
    return mixed


def _node(duty: DutyFact) -> Node:
    return Node(duty.iri, duty.kind, duty.name, note=duty.printed, duty=duty.iri)


def _sunflower(count: int, start: float) -> Iterator[tuple[float, float]]:
    """Points of equal density around a centre that stays free."""
    skip = (start / _SPACING / 0.62) ** 2 * 0.42
    for index in range(count):
        radius, angle = _SPACING * 0.95 * math.sqrt(index + skip), index * _GOLDEN
        yield radius * math.cos(angle), radius * math.sin(angle)
