"""Sheets: the picture of one page becomes a page of characters and lines.

The page is turned upright, its lines are found, and each line of writing in each cell is read by
itself: no character can end up in the cell beside it.
"""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np

from kg.reading.containers.limits import Refused
from kg.reading.containers.printed.lattice import cells_of
from kg.reading.containers.printed.page import Glyph, Page, Ruling
from kg.reading.containers.printed.recognised.ink import (
    Grey,
    Stroke,
    ink_of,
    rules_of,
    slant_of,
    without,
)
from kg.reading.containers.printed.recognised.model import Letter, recogniser
from kg.reading.containers.printed.recognised.writing import Box, lines_in, usual_height

LONG_SIDE = 2339
"""Points of the long side of a picture that is read: A4 at 200 to the inch."""
_LONGEST = 3600
_PAGE_SIDE = 842.0
"""The long side of A4 in points of print."""
_SHORTEST_RULE = 100
_SAMPLES = 6
_READABLE = 0.85
_FEWER = 0.7
_MOST_LINES = 2_000
"""Most lines of a page: real ones have two hundred."""
_MARGIN = 0.25
_ROOM = 0.45


def recognised_page(grey: Grey, number: int) -> Page:
    """The characters and lines of a picture of a page."""
    grey = _sized(grey)
    sheet, side = _Sheet(grey), _Sheet(np.rot90(grey))
    # A page on its side falls into many short lines, those of its columns.
    if len(side.lines) < len(sheet.lines) * _FEWER:
        sheet, grey = side, np.rot90(grey)
    sure = sheet.sample()
    if sure < _READABLE and sheet.lines:
        over = _Sheet(np.rot90(grey, 2))
        if over.sample() > sure:
            sheet = over
    return sheet.page(number)


def _sized(grey: Grey) -> Grey:
    """A picture neither too small to read nor larger than it need be."""
    from PIL import Image

    long = max(grey.shape)
    if LONG_SIDE <= long <= _LONGEST:
        return grey
    scale = (LONG_SIDE if long < LONG_SIDE else _LONGEST) / long
    size = (max(round(grey.shape[1] * scale), 1), max(round(grey.shape[0] * scale), 1))
    return np.asarray(Image.fromarray(grey).resize(size, Image.Resampling.BICUBIC))


def _turned(grey: Grey, degrees: float) -> Grey:
    from PIL import Image

    picture = Image.fromarray(grey)
    return np.asarray(picture.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255))


class _Sheet:
    """A picture of a page: where its lines and its writing stand."""

    def __init__(self, grey: Grey) -> None:
        grey = np.ascontiguousarray(grey)
        ink = ink_of(grey)
        slant = slant_of(ink)
        if slant:
            grey = _turned(grey, slant)
            ink = ink_of(grey)
        self._grey = grey
        self._said: dict[Box, list[Letter]] = {}
        self._scale = _PAGE_SIDE / max(grey.shape)
        level, upright = rules_of(ink, _SHORTEST_RULE)
        self._level, self._upright = level, upright
        ink = without(ink, level, upright)
        self.lines = self._find_lines(ink)

    def _frame(self, number: int) -> Page:
        """The page with its lines, still without characters."""
        height, width = self._grey.shape
        page = Page(number, width * self._scale, height * self._scale)

        def rulings(strokes: list[Stroke]) -> list[Ruling]:
            k = self._scale
            return [Ruling(s.at * k, s.start * k, s.end * k) for s in strokes]

        page.across, page.down = rulings(self._level), rulings(self._upright)
        return page

    def _find_lines(self, ink: Any) -> list[Box]:
        k = 1 / self._scale
        cells = [Box(*(round(side * k) for side in cell)) for cell in cells_of(self._frame(0))]
        outside = ink.copy()
        for cell in cells:
            outside[cell.top : cell.bottom, cell.left : cell.right] = False
        whole = Box(0, 0, ink.shape[1], ink.shape[0])
        usual = usual_height(ink, cells) or usual_height(ink, [whole])
        self._usual = usual
        found = [line for cell in cells for line in lines_in(ink, cell, usual)]
        return found + lines_in(outside, whole, usual_height(outside, [whole]))

    def _picture(self, line: Box) -> Grey:
        """A line with some paper around it; low ones as high as the others."""
        lack = max(self._usual * 3 // 4 - line.height, 0)
        more = max(round(line.height * _MARGIN / 2), 2) + (lack + 1) // 2
        aside = round((line.height + lack) * _ROOM)
        height, width = self._grey.shape
        top, bottom = max(line.top - more, 0), min(line.bottom + more, height)
        left, right = max(line.left - aside, 0), min(line.right + aside, width)
        part = np.full((bottom - top, right - left), 255, np.uint8)
        # Only the line itself: what stands beside it is another's.
        y, x = slice(line.top, line.bottom), slice(line.left, line.right)
        near = 2
        y = slice(max(y.start - near, top), min(y.stop + near, bottom))
        x = slice(max(x.start - near, left), min(x.stop + near, right))
        part[y.start - top : y.stop - top, x.start - left : x.stop - left] = self._grey[y, x]
        return part

    def _read(self, lines: list[Box]) -> list[list[Letter]]:
        """What lines say; each is read once."""
        fresh = [line for line in lines if line not in self._said]
        said = recogniser().read([self._picture(line) for line in fresh])
        self._said.update(zip(fresh, said, strict=True))
        return [self._said[line] for line in lines]

    def sample(self) -> float:
        """How surely the longest lines are read: little if the page lies on its side."""
        long = sorted(self.lines, key=lambda line: line.left - line.right)[:_SAMPLES]
        said = self._read(long)
        sure = [letter.sure for letters in said for letter in letters if letter.text.isalnum()]
        return sum(sure) / len(sure) if len(sure) >= _SAMPLES else 0.0

    def page(self, number: int) -> Page:
        """The page with all that is written on it."""
        page = self._frame(number)
        page.recognised = True
        if len(self.lines) > _MOST_LINES:
            what = (
                f"第{number}页的图片上有 {len(self.lines):,} 处像字的墨迹，多是污点，认不了；"
                "请重新扫描 (too many specks)"
            )
            raise Refused("illegible", what)
        for line, letters in zip(self.lines, self._read(self.lines), strict=True):
            letters = [letter for letter in letters if not letter.text.isspace()]
            if letters:
                page.glyphs.extend(self._glyphs(line, letters))
        return page

    def _glyphs(self, line: Box, letters: list[Letter]) -> list[Glyph]:
        """Characters side by side over the length of their line."""
        pictured = self._picture(line).shape[1]
        aside = (pictured - (line.right - line.left)) / 2
        middles = [line.left + letter.at * pictured - aside for letter in letters]
        edges = [
            float(line.left),
            *((a + b) / 2 for a, b in itertools.pairwise(middles)),
            float(line.right),
        ]
        k = self._scale
        found = []
        for letter, (x0, x1) in zip(letters, itertools.pairwise(edges), strict=True):
            glyph = Glyph(letter.text, x0 * k, line.top * k, max(x1, x0) * k, line.bottom * k)
            glyph.sure = letter.sure
            found.append(glyph)
        return found
