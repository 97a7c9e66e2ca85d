"""Blocks: what every container hands to the list reader, whatever the format of the file."""

from __future__ import annotations

from dataclasses import dataclass

_LONGEST_QUOTE = 200


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph or table row of a document, as a container hands it out.

    ``cells`` has one entry for a paragraph; ``text`` is the verbatim line. ``line`` is the
    physical line (text), the sheet's row (XLSX) or the running row (DOCX, PDF), 1-based.

    Optional: ``table`` numbers the tables of a document from 1 (0: no table, or not known),
    ``page`` its pages, ``sheet`` is the name of a worksheet. ``merged`` are the positions of cells
    that belong to a cell merged from above: its text is repeated there, as readers see it. ``parts`` are the
    cells of the lines that one row was put together from, those merged from the line before left empty.
    ``picture``: the words stand for a picture; they count where they are a title or a category.
    """

    line: int
    text: str
    cells: tuple[str, ...]
    tabular: bool
    locator: str
    table: int = 0
    page: int = 0
    sheet: str = ""
    merged: tuple[int, ...] = ()
    parts: tuple[tuple[str, ...], ...] = ()
    picture: bool = False

    @property
    def where(self) -> str:
        """What a message adds to the line: lines begin again on every sheet."""
        return f"（{self.locator}）" if self.sheet else ""

    @property
    def quote(self) -> str:
        """The line as a finding quotes it."""
        return self.text.strip()[:_LONGEST_QUOTE]
