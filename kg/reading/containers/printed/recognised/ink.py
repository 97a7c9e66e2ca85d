"""Ink: which points of a picture are dark, how far the page is turned, and where lines are ruled.

Pictures are arrays of grey (0 black to 255 white), rows from top to bottom. Everything here is
sums over rows and columns: no library of pictures is needed.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

import numpy as np

Grey = Any
"""An array of bytes, rows by columns."""
Mask = Any
"""An array of truth values of the same shape."""

_WINDOW = 31
"""Points around a point whose mean tells whether it is dark, as a share of the width: 1/31."""
_DARKER = 0.82
_BLACK_ENOUGH = 40
_TOGETHER = 3
_EDGE = 25
_SHADOW = 0.5
_STEEPEST = 3.0
_STEP = 0.1
_COARSE = 900
_HOLE = 4
"""The longest hole of a line, in points."""
_THICKEST = 14
_BESIDE = 6
_PAPER = 0.45
"""How much of the rows beside a line may be ink: writing touches lines here and there."""
_TOUCH = 9.0
_NARROW = 12
_FULL, _FULL_IF_SHORT, _SHORT = 0.95, 0.98, 60
_STANDS_OUT = 20.0
_DRAWN = 0.85
"""How much of a piece of a line is ink."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A ruled line: its middle, where it begins and ends, how thick it is, in points of the picture."""

    at: float
    start: float
    end: float
    thick: float = 1.0


def ink_of(grey: Grey) -> Mask:
    """The dark points: those darker than what surrounds them, whatever shade the paper has."""
    near = max(grey.shape[1] // _WINDOW, 15)
    mean = _box_mean(grey, near)
    dark = (grey < mean * _DARKER) & (grey < mean - _BLACK_ENOUGH)
    return _without_edges(_without_specks(dark))


def _without_specks(dark: Mask) -> Mask:
    """Points with no others beside them are dust."""
    sums = _box_sums(dark, 1)
    return dark & (sums >= _TOGETHER)


def _without_edges(dark: Mask) -> Mask:
    """The shadow of the lid at the edges of a scan is no ink."""
    for picture in (dark, dark.T):
        height = picture.shape[0]
        depth = max(height // _EDGE, 1)
        black = picture.mean(1) > _SHADOW
        if black[:depth].any():
            picture[: int(np.flatnonzero(black[:depth])[-1]) + 2] = False
        if black[-depth:].any():
            picture[height - depth + int(np.flatnonzero(black[-depth:])[0]) - 1 :] = False
    return dark


def _box_mean(grey: Grey, reach: int) -> Any:
    height, width = grey.shape
    high = _around(height, reach)
    wide = _around(width, reach)
    count = np.outer(high[1] - high[0], wide[1] - wide[0])
    return (_box_sums(grey, reach) / count).astype(np.float32)


def _around(length: int, reach: int) -> tuple[Any, Any]:
    at = np.arange(length)
    return np.clip(at - reach, 0, length), np.clip(at + reach + 1, 0, length)


def _box_sums(grid: Any, reach: int) -> Any:
    """The sum of the square around each point."""
    height, width = grid.shape
    sums = np.zeros((height + 1, width + 1), np.float64)
    np.cumsum(np.cumsum(grid, 0, dtype=np.float64), 1, out=sums[1:, 1:])
    top, bottom = (at[:, None] for at in _around(height, reach))
    left, right = (at[None, :] for at in _around(width, reach))
    return sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left]


def slant_of(ink: Mask) -> float:
    """Degrees (counter-clockwise) by which a page must be turned to stand upright.

    Lines of text and rules fill few rows of an upright page: the angle at which the sums of rows
    differ most is its slant. Angles beyond three degrees are not looked for.
    """
    step = max(ink.shape[1] // _COARSE, 1)
    rows, columns = np.nonzero(ink[::step, ::step])
    if len(rows) < 50:
        return 0.0
    height = ink[::step, ::step].shape[0]

    def sharpness(angle: float) -> float:
        turned = rows + columns * np.tan(np.radians(angle))
        counts = np.bincount(np.round(turned - turned.min()).astype(np.int64), minlength=height)
        return float(np.square(counts.astype(np.float64)).sum())

    angles = np.arange(-_STEEPEST, _STEEPEST + _STEP / 2, _STEP)
    scores = [sharpness(angle) for angle in angles]
    best = int(np.argmax(scores))
    upright = scores[len(angles) // 2]
    # A page that is as good upright is left as it is: turning blurs.
    found = float(angles[best]) if scores[best] > upright * 1.02 else 0.0
    return -found if found else 0.0


def rules_of(ink: Mask, least: int) -> tuple[list[Stroke], list[Stroke]]:
    """The level and upright lines of tables.

    Lines of at least ``least`` points are looked for everywhere, shorter and fainter ones where they
    go from one line to the next. A stroke that touches no other is writing, or an underline.
    """
    turned = np.ascontiguousarray(ink.T)
    level, upright = _long(ink, least), _long(turned, least)
    upright += _between(turned, level, upright, least)
    level += _between(ink, upright, level, ink.shape[1])
    return (
        [piece for stroke in level for piece in _ended(ink, stroke, upright)],
        [piece for stroke in upright for piece in _ended(turned, stroke, level, trim=True)],
    )


def without(ink: Mask, level: list[Stroke], upright: list[Stroke]) -> Mask:
    """The ink less the lines."""
    found = ink.copy()
    for picture, strokes in ((found, level), (found.T, upright)):
        for stroke in strokes:
            half = stroke.thick / 2 + 2
            top, bottom = max(int(stroke.at - half), 0), int(stroke.at + half) + 1
            left = max(int(stroke.start - half), 0)
            picture[top:bottom, left : int(stroke.end + half) + 1] = False
    return found


def _between(ink: Mask, uprights: list[Stroke], known: list[Stroke], most: int) -> list[Stroke]:
    """Lines of at most that length that go from one upright to the next: ink from side to side."""
    found: list[Stroke] = []
    ordered = sorted(uprights, key=lambda stroke: stroke.at)
    for at, left in enumerate(ordered):
        open_to = [(int(left.start), int(left.end) + 1)]
        for right in ordered[at + 1 :]:
            if right.at - left.at >= most or not open_to:
                break
            if right.at - left.at < _NARROW:
                continue
            first, last = int(right.start), int(right.end) + 1
            for top, bottom in open_to:
                if min(bottom, last) > max(top, first):
                    strip = (max(top, first), min(bottom, last))
                    found += _across(ink, left, right, strip, known)
            open_to = [
                rest
                for top, bottom in open_to
                for rest in ((top, min(bottom, first)), (max(top, last), bottom))
                if rest[1] > rest[0]
            ]
    return found


def _across(
    ink: Mask, left: Stroke, right: Stroke, strip: tuple[int, int], known: list[Stroke]
) -> list[Stroke]:
    """The lines that fill the way from one upright to another, between these rows."""
    start, end = int(left.at), int(right.at) + 1
    top, bottom = strip
    padded = np.pad(ink[top:bottom, start:end], ((1, 1), (0, 0)))
    # A character in a low row reaches nearly from line to line, but leaves some paper.
    least = _FULL if end - start >= _SHORT else _FULL_IF_SHORT
    full = (padded[:-2] | padded[1:-1] | padded[2:]).mean(1) >= least
    edges = np.flatnonzero(np.diff(np.concatenate(([0], full.astype(np.int8), [0]))))
    found = []
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        middle = top + (first + last) / 2
        taken = any(
            abs(s.at - middle) <= _TOUCH
            and min(s.end, end) - max(s.start, start) > (end - start) / 2
            for s in known
        )
        if last - first <= _THICKEST and not taken:
            found.append(Stroke(float(middle), left.at, right.at, float(last - first)))
    return found


def _crossings(stroke: Stroke, others: list[Stroke]) -> list[float]:
    """Where other lines cross a line, or nearly touch it."""
    return sorted(
        other.at
        for other in others
        if other.start - _TOUCH <= stroke.at <= other.end + _TOUCH
        and stroke.start - _TOUCH <= other.at <= stroke.end + _TOUCH
    )


def _ended(ink: Mask, stroke: Stroke, others: list[Stroke], *, trim: bool = False) -> list[Stroke]:
    """A line as it is where others cross it, piece by piece; none where none does.

    A piece between two crossings is drawn from end to end, or it is writing that stands in line
    with the others. Tables may be open at their sides: what stands out far is kept, unless it is
    to be trimmed.
    """
    at = _crossings(stroke, others)
    if not at or (trim and len(at) < 2):
        return []
    stops = list(at)
    if not trim and at[0] - stroke.start > _STANDS_OUT:
        stops.insert(0, stroke.start)
    if not trim and stroke.end - at[-1] > _STANDS_OUT:
        stops.append(stroke.end)
    half = int(stroke.thick / 2) + 1
    middle = int(stroke.at)
    drawn = ink[max(middle - half, 0) : middle + half + 1].any(0)
    found: list[Stroke] = []
    for start, end in itertools.pairwise(stops):
        least = _DRAWN if end - start >= _SHORT else _FULL_IF_SHORT
        if drawn[int(start) : int(end) + 1].mean() < least:
            continue
        if found and found[-1].end == start:
            start = found.pop().start
        found.append(Stroke(stroke.at, start, end, stroke.thick))
    return found


def _long(ink: Mask, least: int) -> list[Stroke]:
    """The level lines of at least that length."""
    if ink.shape[1] <= least:
        return []
    # A line may climb a point on its way, and has small holes.
    thick = ink.copy()
    thick[1:] |= ink[:-1]
    thick[:-1] |= ink[1:]
    closed = _eroded(_widened(thick, _HOLE), _HOLE)
    covered = _widened(_eroded(closed, least), least, back=True)
    strokes: list[Stroke] = []
    some = covered.any(1)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], some.astype(np.int8), [0]))))
    for top, bottom in zip(edges[::2], edges[1::2], strict=True):
        band = covered[top:bottom]
        depth = band.sum(0)
        profile = (depth > 0) & (depth <= _THICKEST)
        ends = np.flatnonzero(np.diff(np.concatenate(([0], profile.astype(np.int8), [0]))))
        for start, end in zip(ends[::2], ends[1::2], strict=True):
            if end - start < least // 2:
                continue
            rows = np.nonzero(band[:, start:end])[0] + top
            first, last = int(rows.min()), int(rows.max()) + 1
            if _stands_free(ink, first, last, int(start), int(end)):
                middle = float(rows.mean()) + 0.5
                strokes.append(Stroke(middle, float(start), float(end), float(last - first)))
    return strokes


def _stands_free(ink: Mask, top: int, bottom: int, start: int, end: int) -> bool:
    """Whether there is paper above or below a line: the strokes of writing have others beside."""
    above = ink[max(top - _BESIDE, 0) : max(top - 1, 0), start:end]
    below = ink[bottom + 1 : bottom + _BESIDE, start:end]
    shares = [part.any(0).mean() for part in (above, below) if part.size]
    return bool(shares) and max(shares) < _PAPER


def _widened(mask: Mask, length: int, *, back: bool = False) -> Mask:
    """Each point spread over so many to its right (its left, if ``back``)."""
    sums = np.zeros((mask.shape[0], mask.shape[1] + 1), np.int32)
    np.cumsum(mask, 1, out=sums[:, 1:])
    at = np.arange(mask.shape[1])
    if back:
        low, high = np.clip(at - length + 1, 0, None), at + 1
    else:
        low, high = at, np.clip(at + length, None, mask.shape[1])
    return sums[:, high] > sums[:, low]


def _eroded(mask: Mask, length: int) -> Mask:
    """The points at which so many in a row begin."""
    return ~_widened(~mask, length)
