"""Lattices: the tables that ruling lines draw on a page, and what stands in their cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from kg.reading.containers.grid import Cell
from kg.reading.containers.limits import too_large
from kg.reading.containers.printed.lines import (
    cell_text,
    filled_lines,
    last_letter,
    line_text,
    lines_of,
    overlapping,
)
from kg.reading.containers.printed.page import MOST_RULINGS, NEAR, Glyph, Page, Ruling

_SHORTEST = 4.0
_MOST_SLOTS = 60_000
_OPEN_SIDE = 6.0
"""How far lines reach beyond the last vertical where the side of a table is open."""
_ACROSS = 0.2


@dataclass(slots=True)
class Table:
    """A table as drawn: its cells by rows, and where it stands."""

    top: float
    bottom: float
    left: float
    right: float
    rows: list[list[Cell]]
    columns: int
    misplaced: int = 0
    """Characters that stand across lines or upon others: their cells cannot be told."""
    doubts: dict[int, list[Glyph]] = field(default_factory=dict)
    """By row the characters that were recognised without being sure."""


@dataclass(slots=True)
class Line:
    """A line of text outside tables."""

    top: float
    text: str


def tables_of(page: Page) -> tuple[list[Table], list[Line]]:
    """The tables of a page and the lines between them, each from top to bottom.

    Raises:
        Refused: the page has more lines than any list.
    """
    across, down = joined(page.across), joined(page.down)
    if len(across) > MOST_RULINGS or len(down) > MOST_RULINGS:
        raise too_large(f"第{page.number}页的线条超过上限 {MOST_RULINGS:,}")
    left_over = page.glyphs
    tables: list[Table] = []
    for lattice in _lattices(across, down):
        inside = [glyph for glyph in left_over if lattice.holds(glyph)]
        if not inside:
            continue
        tables.append(lattice.table(inside))
        left_over = [glyph for glyph in left_over if not lattice.holds(glyph)]
    tables.sort(key=lambda table: (table.top, table.left))
    return tables, [Line(line[0].y, line_text(line)) for line in lines_of(left_over)]


def cells_of(page: Page) -> list[tuple[float, float, float, float]]:
    """The cells that the lines of a page draw: left, top, right, bottom."""
    found = _lattices(joined(page.across), joined(page.down))
    return [cell for lattice in found for cell in lattice.cells()]


def _lattices(across: list[Ruling], down: list[Ruling]) -> Iterator[_Lattice]:
    """What connected lines draw, frames around a single cell left out."""
    for level, upright in _connected(across, down):
        lattice = _Lattice(level, upright)
        if lattice.columns * lattice.depth >= 2:
            yield lattice


def joined(rulings: Iterable[Ruling]) -> list[Ruling]:
    """Pieces of one line put together."""
    found: list[Ruling] = []
    groups: list[list[Ruling]] = []
    for ruling in sorted(rulings, key=lambda ruling: ruling.at):
        if groups and ruling.at - groups[-1][-1].at <= NEAR / 2:
            groups[-1].append(ruling)
        else:
            groups.append([ruling])
    for group in groups:
        at = sum(ruling.at for ruling in group) / len(group)
        group.sort(key=lambda ruling: ruling.start)
        current = Ruling(at, group[0].start, group[0].end)
        for ruling in group[1:]:
            if ruling.start <= current.end + NEAR:
                current.end = max(current.end, ruling.end)
            else:
                found.append(current)
                current = Ruling(at, ruling.start, ruling.end)
        found.append(current)
    return [ruling for ruling in found if ruling.end - ruling.start >= _SHORTEST]


def _connected(across: list[Ruling], down: list[Ruling]) -> list[tuple[list[Ruling], list[Ruling]]]:
    """Groups of lines that touch: each is a table, or a frame."""
    parent = list(range(len(across) + len(down)))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    heights = [ruling.at for ruling in across]
    for index, upright in enumerate(down, len(across)):
        at = bisect_right(heights, upright.start - NEAR)
        while at < len(across) and heights[at] <= upright.end + NEAR:
            if across[at].start - NEAR <= upright.at <= across[at].end + NEAR:
                parent[root(index)] = root(at)
            at += 1
    groups: dict[int, tuple[list[Ruling], list[Ruling]]] = {}
    for index in range(len(parent)):
        level, upright_ones = groups.setdefault(root(index), ([], []))
        if index < len(across):
            level.append(across[index])
        else:
            upright_ones.append(down[index - len(across)])
    return [group for group in groups.values() if len(group[0]) > 1 and group[1]]


class _Lattice:
    """The grid that connected lines draw, and which of its slots are one cell."""

    def __init__(self, across: list[Ruling], down: list[Ruling]) -> None:
        self._across, self._down = across, down
        self._ys = _positions(ruling.at for ruling in across)
        xs = [ruling.at for ruling in down]
        left, right = min(r.start for r in across), max(r.end for r in across)
        # Many tables have no lines at their sides: the ends of the level lines are the sides.
        if min(xs) - left > _OPEN_SIDE:
            xs.append(left)
        if right - max(xs) > _OPEN_SIDE:
            xs.append(right)
        self._xs = _positions(xs)
        self.columns = max(len(self._xs) - 1, 0)
        self.depth = max(len(self._ys) - 1, 0)
        if self.columns * self.depth > _MOST_SLOTS:
            raise too_large(f"一页的表格超过 {_MOST_SLOTS:,} 格")

    def holds(self, glyph: Glyph) -> bool:
        """Whether a character stands inside."""
        return self._xs[0] <= glyph.x <= self._xs[-1] and self._ys[0] <= glyph.y <= self._ys[-1]

    def cells(self) -> list[tuple[float, float, float, float]]:
        """The cells: left, top, right, bottom."""
        xs, ys = self._xs, self._ys
        return [
            (xs[left], ys[top], xs[right + 1], ys[bottom + 1])
            for top, left, bottom, right in self._regions()[0]
        ]

    def table(self, glyphs: Sequence[Glyph]) -> Table:
        """The cells with their texts."""
        regions, owner = self._regions()
        held: dict[int, list[Glyph]] = {}
        for glyph in glyphs:
            column = min(bisect_right(self._xs, glyph.x), self.columns) - 1
            row = min(bisect_right(self._ys, glyph.y), self.depth) - 1
            held.setdefault(owner[row][column], []).append(glyph)
        texts = {number: filled_lines(inside) for number, inside in held.items()}
        # The longest line of a column shows where its lines are broken.
        longest: dict[int, float] = {}
        for number, lines in texts.items():
            right = regions[number][3]
            edge = max((last_letter(line).x1 for line in lines), default=0.0)
            longest[right] = max(longest.get(right, 0.0), edge)
        rows: list[list[Cell]] = [[] for _ in range(self.depth)]
        for number, (top, left, bottom, right) in enumerate(regions):
            text = cell_text(
                texts.get(number, []),
                self._xs[left],
                self._xs[right + 1],
                longest.get(right, 0.0),
            )
            rows[top].append(Cell(text, bottom - top + 1, right - left + 1))
        return Table(
            self._ys[0],
            self._ys[-1],
            self._xs[0],
            self._xs[-1],
            rows,
            self.columns,
            self._misplaced(regions, owner, held) + sum(map(overlapping, texts.values())),
            self._doubts(regions, held),
        )

    def _doubts(
        self, regions: list[tuple[int, int, int, int]], held: dict[int, list[Glyph]]
    ) -> dict[int, list[Glyph]]:
        found: dict[int, list[Glyph]] = {}
        for number, glyphs in held.items():
            unsure = [glyph for glyph in glyphs if glyph.doubtful]
            if unsure:
                found.setdefault(regions[number][0], []).extend(unsure)
        return found

    def _misplaced(
        self,
        regions: list[tuple[int, int, int, int]],
        owner: list[list[int]],
        held: dict[int, list[Glyph]],
    ) -> int:
        """How many characters stand across a line: their cell is too small for its text."""
        count = 0
        for number, glyphs in held.items():
            top, left, bottom, right = regions[number]
            x0, x1 = self._xs[left], self._xs[right + 1]
            y0, y1 = self._ys[top], self._ys[bottom + 1]
            for glyph in glyphs:
                near = glyph.size * _ACROSS
                if not glyph.text.isspace() and (
                    min(glyph.x - x0, x1 - glyph.x) < near or min(glyph.y - y0, y1 - glyph.y) < near
                ):
                    count += 1
        return count

    def _regions(self) -> tuple[list[tuple[int, int, int, int]], list[list[int]]]:
        """Rectangles of slots without a line between them, from left to right in each row."""
        right_of, below = self._borders()
        owner = [[-1] * self.columns for _ in range(self.depth)]
        regions: list[tuple[int, int, int, int]] = []
        for row in range(self.depth):
            for column in range(self.columns):
                if owner[row][column] >= 0:
                    continue
                end = column
                while end + 1 < self.columns and not right_of[row][end] and owner[row][end + 1] < 0:
                    end += 1
                bottom = row
                while bottom + 1 < self.depth and all(
                    not below[bottom][at] and owner[bottom + 1][at] < 0
                    for at in range(column, end + 1)
                ):
                    bottom += 1
                for inner in range(row, bottom + 1):
                    for at in range(column, end + 1):
                        owner[inner][at] = len(regions)
                regions.append((row, column, bottom, end))
        return regions, owner

    def _borders(self) -> tuple[list[list[bool]], list[list[bool]]]:
        """For each slot whether a line stands at its right, and below it."""
        right_of = [[False] * self.columns for _ in range(self.depth)]
        below = [[False] * self.columns for _ in range(self.depth)]
        middles_y = [(a + b) / 2 for a, b in zip(self._ys, self._ys[1:], strict=False)]
        middles_x = [(a + b) / 2 for a, b in zip(self._xs, self._xs[1:], strict=False)]
        for ruling in self._down:
            column = _index(self._xs, ruling.at) - 1
            if 0 <= column < self.columns:
                for row, middle in enumerate(middles_y):
                    if ruling.start <= middle <= ruling.end:
                        right_of[row][column] = True
        for ruling in self._across:
            row = _index(self._ys, ruling.at) - 1
            if 0 <= row < self.depth:
                for column, middle in enumerate(middles_x):
                    if ruling.start <= middle <= ruling.end:
                        below[row][column] = True
        return right_of, below


def _positions(values: Iterable[float]) -> list[float]:
    """Positions of lines, those that nearly coincide as one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > NEAR:
            found.append(value)
    return found


def _index(positions: list[float], value: float) -> int:
    """Which of the positions a line stands at."""
    at = bisect_right(positions, value)
    if at < len(positions) and (at == 0 or positions[at] - value < value - positions[at - 1]):
        return at
    return at - 1
