"""Spanned: duties over several rows of a table, a department with its duties in each."""

from __future__ import annotations

from kg.folding import strip_blanks, strip_markup
from kg.reading.blocks import Block
from kg.values import Columns


def side_by_side(block: Block, cells: tuple[str, ...], columns: Columns) -> tuple[str, ...]:
    """The cells of a row, each department of its lines as a heading over what stands beside it.

    Only where every line has both, and there are several departments: else nobody could tell whose the words are.
    """
    roles = columns.roles
    if len(block.parts) < 2 or "departments" not in roles or "superior" not in roles:
        return cells
    whose, what = roles.index("departments"), roles.index("superior")
    lines = [(_words(part[whose]), part[what].strip()) for part in block.parts]
    if not all(body and duty for body, duty in lines) or len({body for body, _ in lines}) < 2:
        return cells
    text = "\n".join(duty if duty.startswith(body) else f"{body}：{duty}" for body, duty in lines)
    return (*cells[:what], text, *cells[what + 1 :])


def _words(cell: str) -> str:
    return strip_blanks(strip_markup(cell)).rstrip("：:。；;、")
