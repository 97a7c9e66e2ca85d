"""Spanned: duties over several rows of a table, a department with its duties in each.

The further rows are known by cells merged from above or, in a text, by what they leave blank.
"""

from __future__ import annotations

import re
from dataclasses import replace

from kg.folding import strip_blanks, strip_markup
from kg.reading.blocks import Block
from kg.reading.tables import Line
from kg.values import Columns

BODY_ENDS = "[局办委会室院部站队社司所团校处厅心组行关]"
"""The last character of a department's name."""
_BODY = re.compile(f"[^，。；：]{{2,60}}{BODY_ENDS}")
"""What may be a whole department: a piece of one (县农业) ends otherwise."""
_STOP = re.compile("[。；;]")
_OF_THE_DUTY = ("number", "code", "name", "category")


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


def is_further(block: Block, last: Line, columns: Columns) -> bool:
    """Whether a row names a further department of the duty above it, and is not the rest of a row cut by a page.

    It leaves blank what the duty has once; both departments are whole; and the duties above have come to an end, or
    are put without stops throughout.
    """
    roles = columns.roles
    if "departments" not in roles or "superior" not in roles or block.page != last.block.page:
        return False
    if any(block.cells[roles.index(role)].strip() for role in _OF_THE_DUTY if role in roles):
        return False
    whose = roles.index("departments")
    above = strip_markup(last.cells[whose]).strip().split("\n")[-1]
    if not all(_BODY.fullmatch(_words(cell)) for cell in (above, block.cells[whose])):
        return False
    return all(
        _is_ended(before, more)
        for at, (before, more) in enumerate(zip(last.cells, block.cells, strict=True))
        if at != whose and before.strip() and more.strip()
    )


def _is_ended(before: str, more: str) -> bool:
    words = strip_markup(before).rstrip(' \n”"')
    return bool(_STOP.search(words[-1:])) or not _STOP.search(words + more)


def join_further(block: Block, last: Line, columns: Columns) -> None:
    """Add the cells of such a row to the duty above it, each on a line of its own."""
    cells = tuple(
        f"{before}\n{more}".strip("\n") if more.strip() else before
        for before, more in zip(last.cells, block.cells, strict=True)
    )
    parts = (*(last.block.parts or (last.block.cells,)), block.cells)
    last.block = replace(last.block, parts=parts)
    last.cells, last.blocks = side_by_side(last.block, cells, columns), last.blocks + 1
