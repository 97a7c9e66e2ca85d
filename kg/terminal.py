"""Tables for a terminal: rich draws them, and is loaded only when one is drawn."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

_PIPE_WIDTH = 10_000
"""Width where nobody's screen sets one: a line a row, nothing cut."""


def print_table(header: Sequence[str], rows: Iterable[Sequence[object]], title: str = "") -> None:
    """Print a table on stdout; in a terminal it fits, in a pipe nothing is wrapped."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    terminal = sys.stdout.isatty()
    table = Table(
        title=title or None,
        box=box.SIMPLE_HEAD,
        show_edge=False,
        title_justify="left",
        pad_edge=False,
    )
    texts = [["" if cell is None else str(cell) for cell in row] for row in rows]
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
