"""Columns: nodes in ranks from left to right, each column centred, labels beside the nodes."""

from __future__ import annotations

from collections.abc import Sequence

from kg.views.model import Node

ROW = 26.0
"""Distance of two rows."""

COLUMN = 430.0
"""Distance of two columns."""


def column(
    nodes: Sequence[Node],
    x: float,
    *,
    side: str,
    row: float = ROW,
    groups: Sequence[int] = (),
    gap: float = 18.0,
) -> list[Node]:
    """Place ``nodes`` below each other, centred on zero.

    ``groups`` gives sizes of runs that are kept apart by a gap.
    """
    breaks: set[int] = set()
    total = 0
    for size in groups:
        total += size
        breaks.add(total)
    offsets: list[float] = []
    y = 0.0
    for index in range(len(nodes)):
        if index and index in breaks:
            y += gap
        offsets.append(y)
        y += row
    middle = offsets[-1] / 2 if offsets else 0.0
    return [node.at(x, offset - middle, side) for node, offset in zip(nodes, offsets, strict=True)]


def spread(nodes: Sequence[Node], x: float, height: float, *, side: str) -> list[Node]:
    """Place few nodes evenly over a column as high as its neighbour."""
    step = max(ROW * 2.2, height / max(len(nodes), 1))
    return column(nodes, x, side=side, row=step)


def height(nodes: Sequence[Node]) -> float:
    """The height a column takes."""
    return max((n.y for n in nodes), default=0.0) - min((n.y for n in nodes), default=0.0)
