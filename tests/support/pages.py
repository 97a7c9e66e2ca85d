"""Pages of figures: tables in Markdown between marks that a later run replaces."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; every column but the first is aligned right."""
    rule = ["---", *("---:" for _ in headings[1:])]
    lines = [headings, rule, *([str(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def replace(page: Path, mark: str, text: str) -> None:
    """Put ``text`` between ``<!-- mark -->`` and ``<!-- /mark -->`` of a page.

    Raises:
        ValueError: the page does not have exactly one such place.
    """
    old = page.read_text("utf-8")
    place = re.compile(rf"(<!-- {mark} -->\n).*?(<!-- /{mark} -->)", re.DOTALL)
    new, count = place.subn(lambda found: f"{found[1]}\n{text}\n\n{found[2]}", old)
    if count != 1:
        raise ValueError(f"{page}: {count} places marked {mark}")
    page.write_text(new, "utf-8", newline="\n")
