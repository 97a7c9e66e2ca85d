"""A printed page: its characters and ruling lines, as PDF and OFD draw them.

Coordinates are points with y downwards. Nothing here knows a file format: `tables_of` finds the
tables that ruling lines draw, `lines_of` what stands outside them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kg.reading.containers.grid import Cell
from kg.reading.containers.limits import too_large

_NEAR = 2.0
"""Points within which two lines are one, or touch."""
_SHORTEST = 4.0
_INNER_STOP = re.compile(r"[；;。](?=[^\s”’）)》])")
_NUMBER = re.compile(r"(?<![\d.])(\d{1,2})[.．、](?!\d)")
_MOST_RULINGS = 3_000
_MOST_SLOTS = 60_000
_OPEN_SIDE = 6.0
"""How far lines reach beyond the last vertical where the side of a table is open."""
_STOPS = "。；;：:！？!?"
_CLOSING = "，。、；：！？”’）》】〕,.;:!?)]"
_ITEM = re.compile(r"\d{1,2}[.．、]|[（(]?[\d一二三四五六七八九十]{1,3}[)）、]|[①-⑳]")
_BLANK = 0.2
_MIXED_BLANK = 0.45
_WIDER = 2.5
"""A gap that is a blank: in characters, and beside the usual gap of a line that is spread out."""
_ACROSS = 0.2
_UPON = 0.5
_ROOM = 2.5
_ROOM_AFTER_STOP = 0.9
_ROOM_BEFORE_ITEM = 0.5
_INDENT = 1.5
"""Room at the end of a line, in characters, that says the line was ended, not broken."""


@dataclass(slots=True)
class Glyph:
    """A character with the box it takes up."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def x(self) -> float:
        """The middle across."""
        return (self.x0 + self.x1) / 2

    @property
    def y(self) -> float:
        """The middle down."""
        return (self.y0 + self.y1) / 2

    @property
    def size(self) -> float:
        """The height, which for Chinese is the width too."""
        return max(self.y1 - self.y0, 1.0)


@dataclass(slots=True)
class Ruling:
    """A line: across at height ``at`` from ``start`` to ``end``, or down at x ``at``."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class Page:
    """What is drawn on a page."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    across: list[Ruling] = field(default_factory=list)
    down: list[Ruling] = field(default_factory=list)
    pictured: float = 0.0
    """The share of the page that its largest picture covers."""

    def draw(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Add a straight line, if it is level or upright."""
        if abs(y1 - y0) <= _NEAR / 2 < abs(x1 - x0):
            self.across.append(Ruling((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif abs(x1 - x0) <= _NEAR / 2 < abs(y1 - y0):
            self.down.append(Ruling((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
        if len(self.across) + len(self.down) > _MOST_RULINGS * 20:
            raise too_large(f"第{self.number}页的线条超过上限 {_MOST_RULINGS * 20:,}")

    def frame(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Add the sides of a rectangle; one that is thin is a line."""
        if y1 - y0 <= _NEAR:
            self.draw(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2)
        elif x1 - x0 <= _NEAR:
            self.draw((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)
        else:
            self.draw(x0, y0, x1, y0)
            self.draw(x0, y1, x1, y1)
            self.draw(x0, y0, x0, y1)
            self.draw(x1, y0, x1, y1)


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
    across, down = _joined(page.across), _joined(page.down)
    if len(across) > _MOST_RULINGS or len(down) > _MOST_RULINGS:
        raise too_large(f"第{page.number}页的线条超过上限 {_MOST_RULINGS:,}")
    left_over = page.glyphs
    tables: list[Table] = []
    for level, upright in _connected(across, down):
        lattice = _Lattice(level, upright)
        if lattice.columns * lattice.depth < 2:
            continue
        inside = [glyph for glyph in left_over if lattice.holds(glyph)]
        if not inside:
            continue
        tables.append(lattice.table(inside))
        left_over = [glyph for glyph in left_over if not lattice.holds(glyph)]
    tables.sort(key=lambda table: (table.top, table.left))
    return tables, [Line(line[0].y, _line_text(line)) for line in lines_of(left_over)]


def _joined(rulings: Iterable[Ruling]) -> list[Ruling]:
    """Pieces of one line put together."""
    found: list[Ruling] = []
    groups: list[list[Ruling]] = []
    for ruling in sorted(rulings, key=lambda ruling: ruling.at):
        if groups and ruling.at - groups[-1][-1].at <= _NEAR / 2:
            groups[-1].append(ruling)
        else:
            groups.append([ruling])
    for group in groups:
        at = sum(ruling.at for ruling in group) / len(group)
        group.sort(key=lambda ruling: ruling.start)
        current = Ruling(at, group[0].start, group[0].end)
        for ruling in group[1:]:
            if ruling.start <= current.end + _NEAR:
                current.end = max(current.end, ruling.end)
            else:
                found.append(current)
                current = Ruling(at, ruling.start, ruling.end)
        found.append(current)
    return [ruling for ruling in found if ruling.end - ruling.start >= _SHORTEST]


def _connected(
    across: list[Ruling], down: list[Ruling]
) -> list[tuple[list[Ruling], list[Ruling]]]:
    """Groups of lines that touch: each is a table, or a frame."""
    parent = list(range(len(across) + len(down)))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    heights = [ruling.at for ruling in across]
    for index, upright in enumerate(down, len(across)):
        at = bisect_right(heights, upright.start - _NEAR)
        while at < len(across) and heights[at] <= upright.end + _NEAR:
            if across[at].start - _NEAR <= upright.at <= across[at].end + _NEAR:
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
        return (
            self._xs[0] <= glyph.x <= self._xs[-1] and self._ys[0] <= glyph.y <= self._ys[-1]
        )

    def table(self, glyphs: Sequence[Glyph]) -> Table:
        """The cells with their texts."""
        regions, owner = self._regions()
        held: dict[int, list[Glyph]] = {}
        for glyph in glyphs:
            column = min(bisect_right(self._xs, glyph.x), self.columns) - 1
            row = min(bisect_right(self._ys, glyph.y), self.depth) - 1
            held.setdefault(owner[row][column], []).append(glyph)
        texts = {number: _filled_lines(inside) for number, inside in held.items()}
        # The longest line of a column shows where its lines are broken.
        longest: dict[int, float] = {}
        for number, lines in texts.items():
            right = regions[number][3]
            edge = max((_last_letter(line).x1 for line in lines), default=0.0)
            longest[right] = max(longest.get(right, 0.0), edge)
        rows: list[list[Cell]] = [[] for _ in range(self.depth)]
        for number, (top, left, bottom, right) in enumerate(regions):
            text = _cell_text(
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
            self._misplaced(regions, owner, held) + sum(map(_overlapping, texts.values())),
        )

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
                    min(glyph.x - x0, x1 - glyph.x) < near
                    or min(glyph.y - y0, y1 - glyph.y) < near
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
                while (
                    end + 1 < self.columns
                    and not right_of[row][end]
                    and owner[row][end + 1] < 0
                ):
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
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found


def _index(positions: list[float], value: float) -> int:
    """Which of the positions a line stands at."""
    at = bisect_right(positions, value)
    if at < len(positions) and (at == 0 or positions[at] - value < value - positions[at - 1]):
        return at
    return at - 1


def lines_of(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Characters as lines from top to bottom, each from left to right."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: (glyph.y, glyph.x)):
        if lines:
            # Small marks stand beside the middle of a line: the first large one sets it.
            last = lines[-1]
            first = last[0]
            if abs(glyph.y - first.y) <= 0.5 * max(first.size, glyph.size):
                last.append(glyph)
                continue
        lines.append([glyph])
    for line in lines:
        line.sort(key=lambda glyph: glyph.x)
    return lines


def _line_text(line: list[Glyph]) -> str:
    """The characters of a line; a blank where they stand apart, but not all of them."""
    gaps = [after.x0 - before.x1 for before, after in zip(line, line[1:], strict=False)]
    usual = sorted(gaps)[len(gaps) // 2] if gaps else 0.0
    parts = [line[0].text]
    for gap, glyph in zip(gaps, line[1:], strict=True):
        # Programs set Latin apart from Chinese by a quarter of a character: that is no blank.
        mixed = _is_latin(parts[-1]) != _is_latin(glyph.text)
        least = (_MIXED_BLANK if mixed else _BLANK) * glyph.size
        if gap > max(least, usual * _WIDER) and not parts[-1].isspace():
            parts.append(" ")
        parts.append(glyph.text)
    return "".join(parts).strip()


def _is_latin(text: str) -> bool:
    return text.isascii() and text.isalnum()


def _filled_lines(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """The lines of a cell, blanks at their ends dropped."""
    found = []
    for line in lines_of(glyphs):
        while line and line[-1].text.isspace():
            line.pop()
        while line and line[0].text.isspace():
            del line[0]
        if line:
            found.append(line)
    return found


def _overlapping(lines: list[list[Glyph]]) -> int:
    """How many characters stand upon the one before them."""
    return sum(
        1
        for line in lines
        for before, glyph in zip(line, line[1:], strict=False)
        if glyph.x0 < before.x1 - _UPON * glyph.size and not glyph.text.isspace()
    )


def _cell_text(lines: list[list[Glyph]], left: float, right: float, longest: float) -> str:
    """The text of a cell: lines that only its width broke are one, ended ones stay apart.

    ``longest`` is where the longest line of the column ends: the edge, if it is near the border.
    """
    if not lines:
        return ""
    size = max(sum(g.size for g in lines[0]) / len(lines[0]), 1.0)
    start = min(line[0].x0 for line in lines)
    limit = right - min(max(start - left, 0.0), size)
    if limit - longest < _ROOM * size:
        limit = longest
    words = [_line_text(line) for line in lines]
    parts = [words[0]]
    stops = stops_end_items("\n".join(words))
    for before, line, text in zip(lines, lines[1:], words[1:], strict=False):
        last = parts[-1]
        # A short line without a stop, behind a sentence that ended: a heading of its own.
        alone = last[-1:] == "。" and text[-1:] not in _STOPS and (limit - line[-1].x1) / size >= _ROOM
        room = (limit - before[-1].x1) / size
        ended = last[-1:] in _STOPS
        item = _ITEM.match(text) is not None
        indented = line[0].x0 - start > _INDENT * size and before[0].x0 - start < size / 2
        if (
            room >= _ROOM + _pushed(text)
            or (ended and (room >= _ROOM_AFTER_STOP or indented or item or stops or alone))
            or (item and (room >= _ROOM_BEFORE_ITEM or goes_on_counting(last, text)))
        ):
            parts.append(text)
        else:
            blank = " " if _is_latin(last[-1:]) and _is_latin(text[:1]) else ""
            parts[-1] = f"{last}{blank}{text}"
    return "\n".join(parts)


def _last_letter(line: list[Glyph]) -> Glyph:
    """The last character that is no mark: marks may hang over the edge."""
    return next((g for g in reversed(line) if g.text.isalnum()), line[-1])


def _pushed(text: str) -> int:
    """How many marks take the first character of a line along, as none may begin a line."""
    return next((at for at, mark in enumerate(text[1:5]) if mark not in _CLOSING), 4)


def stops_end_items(text: str) -> bool:
    """Whether in a cell every stop ends an item: no numbers do, and no line goes on behind one."""
    return _INNER_STOP.search(text) is None and _NUMBER.search(text) is None


def goes_on_counting(before: str, after: str) -> bool:
    """Whether a line begins with the number that follows the last one of the lines before."""
    number = _NUMBER.match(after)
    if number is None:
        return False
    counted = [int(match[1]) for match in _NUMBER.finditer(before)]
    return bool(counted) and int(number[1]) == counted[-1] + 1
