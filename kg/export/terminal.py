"""Tables for a terminal: rich draws them on a screen, and is loaded only then.

In a pipe a row is a line. On a screen a table fits; where its columns would become too narrow to
read, rows stand one below the other, a heading before each cell. Names of files never break.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import TYPE_CHECKING

from kg.patterns import regex

if TYPE_CHECKING:
    from rich.table import Table

_GAP = "   "
_PIPE_WIDTH = 10_000
"""Width where nobody's screen sets one: a line a row, nothing cut."""
_COMMANDS = regex("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control characters but tab and line feed, and those that turn the direction of the line."""
_WHOLE = regex(r"[^\s\u2e80-\uffef]{1,44}")
"""What never breaks: a file with its line, a number, a code; ``_is_one`` says the same without a pattern."""
_SOURCE = regex(r"\.[a-zA-Z]{2,5}:\d")
"""A file with its line among other words: a cell that holds one would break it anywhere."""
_LONGEST = 44
_READABLE = 16
"""Columns of a screen below which text in a cell cannot be read."""
_TALL = 8
"""Lines of a cell beyond which a table is a column of crumbs."""


def print_table(header: Sequence[str], rows: Iterable[Sequence[object]], title: str = "") -> None:
    """Print a table on stdout; in a terminal it fits, in a pipe nothing is wrapped."""
    texts = _texts(rows)
    if not sys.stdout.isatty():
        sys.stdout.write(_lines(header, texts, title))
        return
    from rich.console import Console

    console = Console(file=sys.stdout, highlight=False, emoji=False)
    broken = [[_broken(cell) for cell in row] for row in texts]
    if not _fits(header, broken, console.width):
        sys.stdout.write(stacked(header, texts, console.width, title))
        return
    console.print(_table(header, broken, title, terminal=True))


def print_text(text: str) -> None:
    """Print a sentence on stdout; in a terminal it breaks between words, in a pipe nowhere."""
    if sys.stdout.isatty():
        import shutil

        width = shutil.get_terminal_size().columns
        text = "\n".join(piece for line in text.split("\n") for piece in _folded(line, width))
    sys.stdout.write(text + "\n")


def _lines(header: Sequence[str], rows: Sequence[Sequence[str]], title: str) -> str:
    """The table for a pipe, a line a row: drawing it needs no library."""
    cells = [[" ".join(cell.split()) for cell in row] for row in (header, *rows)]
    widths = [max(map(_cells, column)) for column in zip(*cells, strict=True)]
    numeric = [_numeric([row[n] for row in rows]) for n in range(len(header))]
    lines = [safe(title)] if title else []
    for number, row in enumerate(cells):
        parts = [
            " " * (width - _cells(cell)) + cell if right else cell + " " * (width - _cells(cell))
            for cell, width, right in zip(row, widths, numeric, strict=True)
        ]
        lines.append(_GAP.join(parts).rstrip())
        if number == 0:
            lines.append("─" * (sum(widths) + len(_GAP) * (len(widths) - 1)))
    return "\n".join(lines) + "\n"


def _numeric(cells: Sequence[str]) -> bool:
    """Whether a column holds numbers; where a fact of several rows stands in the first of them, the others are empty."""
    return any(cells) and all(not c or c.replace("-", "").isdigit() for c in cells)


def _cells(text: str) -> int:
    """How many columns of a screen a text takes."""
    return sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in text)


def table_text(header: Sequence[str], rows: Iterable[Sequence[object]], title: str = "") -> str:
    """The table as text for a file, a line a row."""
    from rich.console import Console

    console = Console(file=StringIO(), width=_PIPE_WIDTH, highlight=False, emoji=False)
    with console.capture() as captured:
        console.print(_table(header, _texts(rows), title, terminal=False))
    return "\n".join(line.rstrip() for line in captured.get().splitlines()) + "\n"


def stacked(header: Sequence[str], rows: Sequence[Sequence[str]], width: int, title: str) -> str:
    """The rows one below the other: ``heading：cell`` side by side as far as they fit."""
    from rich.cells import cell_len

    lines = [safe(title)] if title else []
    for row in rows:
        line = ""
        for name, cell in zip(header, row, strict=True):
            if not cell:
                continue
            part = f"{name}：{' '.join(cell.split())}"
            if line and cell_len(line) + 2 + cell_len(part) > width:
                lines += _folded(line, width)
                line = ""
            line = f"{line}  {part}" if line else part
        lines += [*_folded(line, width), ""]
    return "\n".join(lines) + "\n"


def _folded(line: str, width: int) -> list[str]:
    """A line in pieces of the screen's width, further ones indented; what is whole stays whole."""
    from rich.cells import cell_len

    pieces, now = list[str](), ""
    for token in re.findall(_WHOLE.pattern + r"|\s+|.", line):
        if now.strip() and cell_len(now + token) > width:
            pieces.append(now.rstrip())
            now = "    "
            token = token.lstrip()
        now += token
    return [*pieces, now.rstrip()]


def _texts(rows: Iterable[Sequence[object]]) -> list[list[str]]:
    return [["" if cell is None else safe(str(cell)) for cell in row] for row in rows]


def _broken(cell: str) -> str:
    """A cell of several sources (``a.txt:12；乙（2，b.txt:7）``) with each on a line of its own."""
    several = "；" in cell and all(_is_one(t) or _SOURCE.search(t) for t in cell.split("；"))
    return cell.replace("；", "；\n") if several else cell


def _is_one(text: str) -> bool:
    """Whether a text is one that never breaks (see _WHOLE)."""
    return 0 < len(text) <= _LONGEST and not any(
        character.isspace() or "\u2e80" <= character <= "\uffef" for character in text
    )


def _is_whole(cells: Sequence[str]) -> bool:
    """Whether nothing in the column may break but where it has a line of its own already."""
    lines = (line.removesuffix("；") for cell in cells for line in cell.split("\n"))
    return all(not line or _is_one(line) for line in lines)


def _fits(header: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> bool:
    """Whether every column of a table of this width can be read."""
    from rich.cells import cell_len

    left, flexible = width - len(_GAP) * (len(header) - 1), list[int]()
    for position, name in enumerate(header):
        cells = [row[position] for row in rows]
        natural = max(cell_len(line) for cell in (name, *cells) for line in cell.split("\n"))
        if _is_whole(cells) or natural <= _READABLE or any(map(_SOURCE.search, cells)):
            left -= natural
        else:
            flexible.append(natural)
    if not flexible:
        return left >= 0
    share = left // len(flexible)
    return (share >= _READABLE and max(flexible) <= share * _TALL) or left >= sum(flexible)


def _table(
    header: Sequence[str], texts: Sequence[Sequence[str]], title: str, *, terminal: bool
) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(
        title=safe(title) or None,
        box=box.SIMPLE_HEAD,
        show_edge=False,
        title_justify="left",
        pad_edge=False,
    )
    for position, name in enumerate(header):
        cells = [row[position] for row in texts]
        numeric = _numeric(cells)
        whole = _is_whole(cells)
        table.add_column(
            name,
            justify="right" if numeric else "left",
            no_wrap=numeric or whole or not terminal,
            overflow="fold",
        )
    for row in texts:
        table.add_row(*(cell.replace("[", "\\[") for cell in row))
    return table


def safe(text: str) -> str:
    """The text with a mark for each character that a terminal takes for a command."""
    return _COMMANDS.sub("\N{REPLACEMENT CHARACTER}", text)
