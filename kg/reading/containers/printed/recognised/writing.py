"""Writing: where the lines of writing stand in a part of a picture."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

import numpy as np

from kg.reading.containers.printed.recognised.ink import Mask

_SPECK = 6
"""Points of ink that are dust, not writing."""
_MARKS = 0.45
"""A band lower than this share of the usual line holds pieces of the line beside it."""
_DEEP = 1.6
"""A band deeper than so many usual lines is several that touch."""
_APART = 2.5
"""A gap, in heights of a line, that parts two pieces of writing on one line."""
_USUAL = 0.7
"""Which of the heights of all bands, from low to high, is that of a line."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of points; the ends are not inside."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def height(self) -> int:
        """Points from top to bottom."""
        return self.bottom - self.top


def usual_height(ink: Mask, boxes: list[Box]) -> int:
    """How high a line of writing is on a page, in points; 0 where there is none."""
    heights = sorted(
        bottom - top
        for box in boxes
        for top, bottom in _runs(ink[box.top : box.bottom, box.left : box.right].any(1))
        if bottom - top > _SPECK
    )
    return heights[int(len(heights) * _USUAL)] if heights else 0


def lines_in(ink: Mask, box: Box, usual: int) -> list[Box]:
    """The lines of writing in a rectangle, from top to bottom, each as tight as its ink.

    ``usual`` is the height of a line on this page.
    """
    part = ink[box.top : box.bottom, box.left : box.right]
    if part.size == 0:
        return []
    usual = max(usual, _SPECK * 2)
    found: list[Box] = []
    for top, bottom in _bands(part, usual):
        height = max(bottom - top, usual)
        for left, right in _pieces(part[top:bottom], height):
            piece = part[top:bottom, left:right]
            rows = np.flatnonzero(piece.any(1))
            if piece.sum() > _SPECK:
                first, last = top + int(rows[0]), top + int(rows[-1]) + 1
                found.append(
                    Box(box.left + left, box.top + first, box.left + right, box.top + last)
                )
    return found


def _bands(part: Mask, usual: int) -> list[tuple[int, int]]:
    """The rows of each line: strokes of one character joined, lines that touch cut apart."""
    found: list[tuple[int, int]] = []
    for top, bottom in _with_marks([list(run) for run in _runs(part.any(1))], usual):
        count = round((bottom - top) / max(usual, 1))
        if bottom - top <= usual * _DEEP or count < 2:
            found.append((top, bottom))
            continue
        sums = part[top:bottom].sum(1)
        cuts = [0]
        for number in range(1, count):
            middle = round((bottom - top) * number / count)
            low, high = max(middle - usual // 3, cuts[-1] + 1), middle + usual // 3 + 1
            cuts.append(low + int(np.argmin(sums[low:high])))
        cuts.append(bottom - top)
        found += [(top + a, top + b) for a, b in itertools.pairwise(cuts)]
    return found


def _runs(truths: Any) -> list[tuple[int, int]]:
    """Where truths begin and end."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], truths.astype(np.int8), [0]))))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _with_marks(bands: list[list[int]], usual: int) -> list[list[int]]:
    """Bands of rows, those that hold only pieces of characters joined to the nearer neighbour.

    二 or 三 alone on a line falls apart into strokes; a full stop stands below no character.
    """
    found: list[list[int]] = []
    for band in bands:
        if found:
            low = min(band[1] - band[0], found[-1][1] - found[-1][0]) < usual * _MARKS
            together = band[1] - found[-1][0]
            if low and together <= usual * 1.25:
                found[-1][1] = band[1]
                continue
        found.append(list(band))
    return found


def _pieces(band: Mask, height: int) -> list[tuple[int, int]]:
    """The pieces of a line that stand far apart, from left to right."""
    runs = _runs(band.any(0))
    found: list[list[int]] = []
    for left, right in runs:
        if found and left - found[-1][1] <= height * _APART:
            found[-1][1] = right
        else:
            found.append([left, right])
    return [(left, right) for left, right in found]
