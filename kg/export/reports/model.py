"""The model of a report: headings, paragraphs, tables and figures, whatever it is written as."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.comparing.texts import Piece, marked


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with its changes marked."""

    pieces: tuple[Piece, ...]

    def __str__(self) -> str:
        """On one line, with 〔−…〕 and 〔＋…〕."""
        return marked(self.pieces)


Cell = str | int | float | Marked
"""What stands in a table or paragraph."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 2 or 3; the title is level 1."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``item`` for one of a list."""

    text: Cell
    item: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table under a name; its rows have a cell for each column."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart of bars, each in ``parts``, with what it shows in words."""

    title: str
    rows: tuple[tuple[str, tuple[float, ...]], ...]
    parts: tuple[str, ...]
    caption: str


Block = Heading | Paragraph | Table | Figure


@dataclass(frozen=True, slots=True)
class Report:
    """A report: what it is about and its blocks in order."""

    title: str
    blocks: tuple[Block, ...]

    @property
    def tables(self) -> tuple[Table, ...]:
        """Its tables."""
        return tuple(block for block in self.blocks if isinstance(block, Table))


def table(name: str, header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> Table:
    """A table of lists."""
    return Table(name, tuple(header), tuple(tuple(row) for row in rows))
