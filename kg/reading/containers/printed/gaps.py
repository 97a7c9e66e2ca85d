"""Gaps: tables that have lines between their rows and none between their columns.

Rows are told by their lines. Columns are told by blanks that no character of the table stands in,
where each of them parts two words of the header. Where that is not so nothing is guessed.
"""

from __future__ import annotations

import itertools

from kg.folding import strip_blanks
from kg.reading.containers.printed.ends import Chain
from kg.reading.containers.printed.lattice import joined
from kg.reading.containers.printed.lines import line_text, lines_of
from kg.reading.containers.printed.page import NEAR, Glyph, Page, Ruling

_FEWEST = 3
"""A header and a row have three lines around them."""
_LEAST_GAP = 0.5
_APART = 0.9
"""Blanks in sizes of a character: the least between columns, the most within a header."""


class Gaps:
    """Draws the lines between columns that tables of a document lack; knows the last table's."""

    def __init__(self) -> None:
        """No table has been seen."""
        self._edges: list[float] = []
        self.drawn: list[int] = []
        """The pages whose columns were told by blanks."""
        self.failed = False
        """Whether a page with lines across had no columns to be told."""

    def complete(self, page: Page) -> None:
        """Draw what is missing between the columns of a page; leave other pages alone."""
        levels = _levels(page.across)
        if len(levels) < _FEWEST or joined(page.down):
            return
        glyphs = [glyph for glyph in page.glyphs if not glyph.text.isspace()]
        sides = min(r.start for r in page.across), max(r.end for r in page.across)
        parts = self._tables(levels, glyphs, sides)
        if parts is None:
            self.failed = True
            return
        for top, bottom, edges in parts:
            page.down.extend(Ruling(edge, top, bottom) for edge in edges)
        self.drawn.append(page.number)

    def _tables(
        self, levels: list[float], glyphs: list[Glyph], sides: tuple[float, float]
    ) -> list[tuple[float, float, list[float]]] | None:
        """Each table of the page: its first and last line, and where its columns end."""
        heads = [
            at
            for at, (top, bottom) in enumerate(itertools.pairwise(levels))
            if _serial_first(_between(glyphs, top, bottom))
        ]
        starts = sorted({0, *heads})
        found = []
        for start, after in zip(starts, [*starts[1:], len(levels)], strict=True):
            # Between two tables stands a title: the line above the next header is the next table's.
            top, bottom = levels[start], levels[after - 1]
            inside = _between(glyphs, top, bottom)
            if after - start < 2 or not inside:
                if inside:
                    return None
                continue
            if start in heads:
                edges = _edges(inside, _between(glyphs, top, levels[start + 1]), sides)
                if not edges:
                    return None
                self._edges = edges
                start += 1
            elif not self._edges or not _blank_at(inside, self._edges[1:-1]):
                return None
            if not all(
                _one_serial(_between(glyphs, above, below), self._edges[1])
                for above, below in itertools.pairwise(levels[start:after])
            ):
                return None
            found.append((top, bottom, self._edges))
        return found or None


def _levels(across: list[Ruling]) -> list[float]:
    """The heights of lines, pieces of one as one."""
    found: list[float] = []
    for ruling in sorted(across, key=lambda ruling: ruling.at):
        if ruling.end - ruling.start > NEAR * 4 and (not found or ruling.at - found[-1] > NEAR):
            found.append(ruling.at)
    return found


def _between(glyphs: list[Glyph], top: float, bottom: float) -> list[Glyph]:
    return [glyph for glyph in glyphs if top < glyph.y < bottom]


def _serial_first(row: list[Glyph]) -> bool:
    """Whether a row is the header of a numbered table."""
    words = [strip_blanks(word) for line in lines_of(row) for word in line_text(line).split(" ")]
    return Chain.of(words) is not None


def _blanks(glyphs: list[Glyph], least: float) -> list[tuple[float, float]]:
    """The stretches that no character stands in, from left to right."""
    found: list[tuple[float, float]] = []
    reach = None
    for glyph in sorted(glyphs, key=lambda glyph: glyph.x0):
        if reach is not None and glyph.x0 - reach >= least:
            found.append((reach, glyph.x0))
        reach = glyph.x1 if reach is None else max(reach, glyph.x1)
    return found


def _edges(table: list[Glyph], header: list[Glyph], sides: tuple[float, float]) -> list[float]:
    """Where the columns of a table end, its sides included; none where it cannot be told."""
    size = sorted(glyph.size for glyph in table)[len(table) // 2]
    blanks = _blanks(table, size * _LEAST_GAP)
    edges = [sides[0], *((a + b) / 2 for a, b in blanks), sides[1]]
    titles = []
    for start, end in itertools.pairwise(edges):
        words = [glyph for glyph in header if start < glyph.x < end]
        titles.append("".join(map(line_text, lines_of(words))))
        # A column without a word has none of its own, one with words apart is two.
        if not words or any(
            after.x0 - before.x1 > before.size * _APART
            for line in lines_of(words)
            for before, after in itertools.pairwise(line)
        ):
            return []
    chain = Chain.of(titles)
    return edges if chain is not None and chain.serial == 0 and chain.name > 0 else []


def _one_serial(row: list[Glyph], edge: float) -> bool:
    """Whether a row has one serial at most: rows without a line between them have several."""
    lines = [line_text(line) for line in lines_of([glyph for glyph in row if glyph.x < edge])]
    return not lines or (len(lines) == 1 and not lines[0].count(" "))


def _blank_at(glyphs: list[Glyph], edges: list[float]) -> bool:
    return not any(g.x0 - NEAR < edge < g.x1 + NEAR for g in glyphs for edge in edges)
