"""Tables for a terminal: rich draws them, and is loaded only when one is drawn."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence

_PIPE_WIDTH = 10_000
"""Width where nobody's screen sets one: a line a row, nothing cut."""
_COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control characters but tab and line feed, and those that turn the direction of the line."""


def print_table(header: Sequence[str], rows: Iterable[Sequence[object]], title: str = "") -> None:
    """Print a table on stdout; in a terminal it fits, in a pipe nothing is wrapped."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    terminal = sys.stdout.isatty()
    table = Table(
        title=_safe(title) or None,
        box=box.SIMPLE_HEAD,
        show_edge=False,
        title_justify="left",
        pad_edge=False,
    )
    texts = [["" if cell is None else _safe(str(cell)) for cell in row] for row in rows]
    for position, name in enumerate(header):
        numeric = bool(texts) and all(row[position].replace("-", "").isdigit() for row in texts)
        table.add_column(
            name,
            justify="right" if numeric else "left",
            no_wrap=numeric or not terminal,
            overflow="fold",
        )
    for row in texts:
        table.add_row(*(cell.replace("[", "\\[") for cell in row))
    console = Console(
        file=sys.stdout, width=None if terminal else _PIPE_WIDTH, highlight=False, emoji=False
    )
    console.print(table)


def _safe(text: str) -> str:
    """The text with a mark for each character that a terminal takes for a command."""
    return _COMMANDS.sub("\N{REPLACEMENT CHARACTER}", text)
