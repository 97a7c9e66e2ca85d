"""Blocks: small trees side by side, each a chain of headings with a list below.

Texts stand to the right of their marks and nothing is drawn over them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.views.model import Node

STEP = 105.0
"""Height between two headings of a chain."""

ROW = 25.0
"""Height of a line of a list."""

INDENT = 24.0
"""How far a list stands to the right of its heading."""


@dataclass(frozen=True, slots=True)
class Block:
    """A chain of headings, then groups of items."""

    heads: tuple[Node, ...]
    groups: tuple[tuple[Node, ...], ...] = field(default=())
    level: int = 0
    """Headings left out above: the block stands level with a neighbour that has them."""

    def height(self, row: float) -> float:
        """The height this block takes."""
        return (
            max(len(self.heads) + self.level - 1, 0) * STEP
            + 48
            + sum(len(group) * row + 16 for group in self.groups)
        )


def place(
    blocks: Sequence[Block], *, top: float, width: float, per_row: int, row: float = ROW
) -> list[Node]:
    """Place blocks in rows of ``per_row``; the picture's middle is at x = 0."""
    placed: list[Node] = []
    y = top
    for start in range(0, len(blocks), per_row):
        line = blocks[start : start + per_row]
        left = -(len(line) - 1) * width / 2
        for index, block in enumerate(line):
            placed += _place(block, left + index * width - width * 0.3, y, row)
        y += max(block.height(row) for block in line) + 70
    return placed


def _place(block: Block, x: float, top: float, row: float) -> list[Node]:
    placed: list[Node] = []
    y = top + block.level * STEP
    for index, head in enumerate(block.heads, block.level):
        y = top + index * STEP
        placed.append(head.at(x, y, "right"))
    y += 44
    for group in block.groups:
        for node in group:
            placed.append(node.at(x + INDENT, y, "right"))
            y += row
        y += 16
    return placed


def layout_width(
    count: int, least: float = 300.0, most: float = 620.0, page: float = 1560.0
) -> float:
    """A block's width, so that ``count`` of them fill a page."""
    return min(most, max(least, page / max(count, 1)))


def per_row(count: int, most: int = 6) -> int:
    """How many blocks stand side by side: one row if they fit, else rows of equal length."""
    if count <= most:
        return max(count, 1)
    rows = -(-count // most)
    return -(-count // rows)
