"""Blocks: what every container hands to the list reader, whatever the format of the file."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph or table row of a document, as a container hands it out.

    ``cells`` has one entry for a paragraph; ``text`` is the verbatim line. ``line`` is the
    physical line (text), the sheet's row (XLSX) or the running row (DOCX, PDF), 1-based.
    """

    line: int
    text: str
    cells: tuple[str, ...]
    tabular: bool
    locator: str
