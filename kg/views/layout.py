"""Layouts that need computing: forces between bodies that work together."""

from __future__ import annotations

import math
from collections.abc import Sequence

from kg.views.model import Edge, Node

_ROUNDS = 600


def forces(nodes: Sequence[Node], edges: Sequence[Edge], room: float = 150.0) -> list[Node]:
    """Fruchterman–Reingold from a fixed start (a circle): the same graph gives the same places.

    The picture is stretched to a page's shape and each pair is pushed apart until labels fit.
    """
    import networkx

    if len(nodes) < 2:
        return [node.at(0, 0) for node in nodes]
    graph: networkx.Graph[str] = networkx.Graph()
    graph.add_nodes_from(node.key for node in nodes)
    turns = [2 * math.pi * index / len(nodes) for index in range(len(nodes))]
    circle = {node.key: (math.cos(t), math.sin(t)) for node, t in zip(nodes, turns, strict=True)}
    for edge in edges:
        graph.add_edge(edge.source, edge.target, weight=math.sqrt(max(1, edge.number)))
    found = networkx.spring_layout(graph, pos=circle, iterations=_ROUNDS, method="force")
    # Sums may differ in the last digits between processors; a picture's places must not.
    places = (found[node.key] for node in nodes)
    points = [(round(float(x), 4), round(float(y), 4)) for x, y in places]
    side = math.sqrt(len(nodes)) * room
    points = _scaled(points, side * 1.45, side * 0.8)
    points = _apart(points, 128.0, 50.0)
    return [node.at(x, y, "below") for node, (x, y) in zip(nodes, points, strict=True)]


def _scaled(
    points: list[tuple[float, float]], width: float, height: float
) -> list[tuple[float, float]]:
    """Spread points evenly by rank and place, so that no corner is crowded."""
    result = []
    for axis, length in ((0, width), (1, height)):
        values = [p[axis] for p in points]
        order = sorted(range(len(values)), key=lambda i: (values[i], i))
        rank = {i: r for r, i in enumerate(order)}
        low, high = min(values), max(values)
        span = (high - low) or 1.0
        steps = max(len(values) - 1, 1)
        result.append(
            [
                (0.5 * (v - low) / span + 0.5 * rank[i] / steps - 0.5) * length
                for i, v in enumerate(values)
            ]
        )
    return list(zip(*result, strict=True))


def _apart(
    points: list[tuple[float, float]], width: float, height: float
) -> list[tuple[float, float]]:
    """Push overlapping boxes apart, a fixed number of rounds."""
    moved = [list(p) for p in points]
    for _ in range(120):
        quiet = True
        for i, a in enumerate(moved):
            for b in moved[i + 1 :]:
                dx, dy = b[0] - a[0], b[1] - a[1]
                ox, oy = width - abs(dx), height - abs(dy)
                if ox > 0 and oy > 0:
                    quiet = False
                    if ox / width < oy / height:
                        push = ox / 2 * (1 if dx >= 0 else -1)
                        a[0] -= push
                        b[0] += push
                    else:
                        push = oy / 2 * (1 if dy >= 0 else -1)
                        a[1] -= push
                        b[1] += push
        if quiet:
            break
    return [(x, y) for x, y in moved]
