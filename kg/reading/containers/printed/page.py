"""A printed page: its characters and ruling lines, as PDF and OFD draw them.

Coordinates are points with y downwards. Nothing here knows a file format.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.reading.containers.limits import too_large

NEAR = 2.0
"""Points within which two lines are one, or touch."""
MOST_RULINGS = 3_000
"""Most lines of a page, after pieces of one line are put together."""


class Glyph:
    """A character with the box it takes up; ``x`` and ``y`` are its middle.

    ``size`` is the height, which for Chinese is the width too. Pages have thousands: what is asked
    often is worked out once.
    """

    __slots__ = ("size", "text", "x", "x0", "x1", "y", "y0", "y1")

    def __init__(self, text: str, x0: float, y0: float, x1: float, y1: float) -> None:
        """Stand between these coordinates."""
        self.text = text
        self.x0, self.y0, self.x1, self.y1 = x0, y0, x1, y1
        self.x, self.y = (x0 + x1) / 2, (y0 + y1) / 2
        self.size = max(y1 - y0, 1.0)


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
        if abs(y1 - y0) <= NEAR / 2 < abs(x1 - x0):
            self.across.append(Ruling((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif abs(x1 - x0) <= NEAR / 2 < abs(y1 - y0):
            self.down.append(Ruling((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
        if len(self.across) + len(self.down) > MOST_RULINGS * 20:
            raise too_large(f"第{self.number}页的线条超过上限 {MOST_RULINGS * 20:,}")

    def frame(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Add the sides of a rectangle; one that is thin is a line."""
        if y1 - y0 <= NEAR:
            self.draw(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2)
        elif x1 - x0 <= NEAR:
            self.draw((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)
        else:
            self.draw(x0, y0, x1, y0)
            self.draw(x0, y1, x1, y1)
            self.draw(x0, y0, x0, y1)
            self.draw(x1, y0, x1, y1)
