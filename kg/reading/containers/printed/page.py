"""A printed page: its characters and ruling lines, as PDF and OFD draw them.

Coordinates are points with y downwards. Nothing here knows a file format.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.reading.containers.limits import too_large

NEAR = 2.0
"""Points within which two lines are one, or touch."""
SURE, SURE_OF_MARKS = 0.8, 0.5
"""How surely a letter and a mark are recognised when they are not doubted."""
SCAN_SHARE = 0.5
"""The share of a page from which on a picture is what the page shows."""
FEW_GLYPHS = 12
"""Fewer characters than this are a page number, no text."""
MOST_RULINGS = 3_000
"""Most lines of a page, after pieces of one line are put together."""


class Glyph:
    """A character with the box it takes up; ``x`` and ``y`` are its middle.

    ``size`` is the height, which for Chinese is the width too; ``sure`` how surely a recognised
    one was read (1: it is printed). Pages have thousands: what is asked often is worked out once.
    """

    __slots__ = ("size", "sure", "text", "x", "x0", "x1", "y", "y0", "y1")

    def __init__(self, text: str, x0: float, y0: float, x1: float, y1: float) -> None:
        """Stand between these coordinates."""
        self.text = text
        self.x0, self.y0, self.x1, self.y1 = x0, y0, x1, y1
        self.x, self.y = (x0 + x1) / 2, (y0 + y1) / 2
        self.size = max(y1 - y0, 1.0)
        self.sure = 1.0

    @property
    def doubtful(self) -> bool:
        """Whether it was recognised without being sure; marks are told apart less surely."""
        return self.sure < (SURE if self.text.isalnum() else SURE_OF_MARKS)


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
    picture: tuple[float, float, float, float] | None = None
    """Where that picture stands (left, top, right, bottom); None: anywhere."""
    recognised: bool = False
    """Whether its characters were recognised in a picture (by `recognised`)."""

    @property
    def scanned(self) -> bool:
        """Whether it is a picture of a page, without text upon the picture."""
        return self.pictured >= SCAN_SHARE and self._upon_picture() < FEW_GLYPHS

    @property
    def layered(self) -> bool:
        """Whether text lies upon a picture of a page: some program recognised it."""
        return self.pictured >= SCAN_SHARE and self._upon_picture() >= FEW_GLYPHS

    def _upon_picture(self) -> int:
        left, top, right, bottom = self.picture or (0.0, 0.0, self.width, self.height)
        return sum(
            left <= glyph.x <= right and top <= glyph.y <= bottom and not glyph.text.isspace()
            for glyph in self.glyphs
        )

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
