"""Cells and tables as HTML, written here and not in a template: a page may have thousands of cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from itertools import groupby
from typing import Any

from markupsafe import Markup
from markupsafe import escape as escaped

from kg.web.site.corrected import LABEL, Notes
from kg.web.site.page import Column, Link, Row, Table, Words

_BADGES = {
    "basic": ("基本", "own"),
    "cooperation": ("配合", "cooperates"),
    "reclaimed": ("收回", "taken back"),
}


_FIGURES = ("number", "ordinal")
_LONG = 20
"""Rows from which a table in groups is folded by them: a few screens of a phone."""
_WORTH = 10
"""Rows that are worth folding."""
_TAG = re.compile(r"<[^<>]*>")
"""A tag of what is written here: ``<a href="…">``."""
_AT_LINE = re.compile(r":\d+$")


_SPECIAL = re.compile(r"[&<>'\"]")
"""A character that HTML reads otherwise: < and &."""


def escape(text: Any) -> str:
    """A text as HTML; what has nothing to be escaped is not copied, which most cells are."""
    told = str(text)
    return told if _SPECIAL.search(told) is None else str(escaped(text))


class Cells:
    """Writes cells in one language, with addresses that fit one page."""

    def __init__(
        self, address: Callable[[str], str], english: bool, notes: Notes | None = None
    ) -> None:
        """``address`` makes a path of the site an address; each path is asked for once.

        ``notes`` are what people have put right: it stands in the row.
        """
        self._address = address
        self._notes = notes
        self._english = english
        self._known: dict[str, str] = {}
        self._links: dict[Link, str] = {}

    def href(self, path: str) -> str:
        """The address of a path."""
        known = self._known.get(path)
        if known is None:
            known = self._known[path] = self._address(path)
        return known

    def cell(self, value: Any) -> Markup:
        """A text, number, link or a list of those."""
        return Markup(self._cell(value))  # noqa: S704 -- every part is escaped

    def badge(self, kind: str) -> Markup:
        """The mark of a list."""
        return Markup(self._badge(kind))  # noqa: S704 -- every part is escaped

    def table(self, item: Table, caption: bool = True, most: int = 0) -> Markup:
        """A table whose rows become blocks on a phone; those beyond ``most`` are folded."""
        grouping = item.group if _grouped(item) else ""
        if not 0 < most < len(item.rows) - _WORTH:
            return Markup(self._rows(item, item.rows, grouping, caption))  # noqa: S704 -- escaped
        rest = len(item.rows) - most
        said = f"Show the other {rest} rows" if self._english else f"展开其余 {rest} 行"
        return Markup(  # noqa: S704 -- every part is escaped
            self._rows(item, item.rows[:most], grouping, caption)
            + f'<details class="part"><summary>{said}</summary>'
            + self._rows(item, item.rows[most:], grouping, caption=False)
            + "</details>\n"
        )

    def folds(self, item: Table) -> bool:
        """Whether a table is long enough to be folded by its groups."""
        return len(item.rows) >= _LONG and _grouped(item)

    def folded(self, item: Table, whole: bool = False) -> Markup:
        """A table whose groups are folded, each under its name and how much it has; ``whole``: they are open.

        A short table, or one without groups, stands as it is.
        """
        if not self.folds(item):
            return self.table(item, caption=False)
        parts = [
            (self._cell(name), list(run))
            for name, run in groupby(item.rows, lambda row: row.get(item.group, ""))
        ]
        seen = Counter(name for name, _ in parts)
        found = []
        for place, (name, rows) in enumerate(parts, 1):
            bare = _TAG.sub("", name) or ("others" if self._english else "其他")
            anchor = f' id="{item.id}-{place}"' if item.id else ""
            label = bare if seen[name] == 1 else f"{bare} {place}"
            found.append(
                f'<details class="part wall"{" open" if whole else ""}{anchor}><summary>'
                f'<strong>{bare}</strong> <span class="soft">{self._span(item, rows)}</span></summary>'
                f"{self._rows(item, rows, item.group, caption=False, under=label)}</details>\n"
            )
        return Markup("".join(found))  # noqa: S704 -- every part is escaped

    def _span(self, item: Table, rows: list[Row]) -> str:
        """How many rows there are, and their numbers where they are of one list."""
        said = ("{} duty" if len(rows) == 1 else "{} duties") if self._english else "{}项"
        numbers = [row["number"] for row in rows if "anchor" in row]
        if not numbers:
            return said.format(len(rows))
        first, last = numbers[0], numbers[-1]
        span = f"{first}–{last}" if first != last else str(first)
        return (f"no. {span}" if self._english else f"第{span}项") + f" · {said.format(len(rows))}"

    def _rows(
        self, item: Table, rows: list[Row], grouping: str, caption: bool, under: str = ""
    ) -> str:
        """Rows of a table as one; those of one group stand ``under`` its name (HTML)."""
        name = item.en if self._english else item.zh
        label = f"{escape(name)} {under}" if under else escape(name)
        heads = [
            (c, escape(c.en if self._english else c.zh), _class(c))
            for c in item.columns
            if c.key != grouping
        ]
        parts = [
            (
                f'<div class="wide" role="region" tabindex="0" aria-label="{label}">'
                '<table class="rows">\n'
            )
        ]
        if caption:
            number = f" ({len(item.rows)})" if self._english else f"（{len(item.rows)}）"
            parts.append(f"<caption>{label}{number}</caption>\n")
        parts.append("<thead><tr>")
        for column, head, _ in heads:
            number = ' class="number"' if column.kind in _FIGURES else ""
            parts.append(f'<th scope="col"{number}>{head}{self._hint(column, item)}</th>')
        parts.append("</tr></thead>\n<tbody>\n")
        group: Any = None
        groups: dict[str, int] = {}
        for row in rows:
            if grouping and not under and (now := row.get(grouping, "")) != group:
                group = now
                shown = self._cell(now)
                first = shown not in groups
                place = groups.setdefault(shown, len(groups) + 1)
                anchor = f' id="{item.id}-{place}"' if first and item.id else ""
                parts.append(
                    f'<tr class="group"{anchor}><th scope="rowgroup" colspan="{len(heads)}">'
                    f"{shown}</th></tr>\n"
                )
            named = f' id="{escape(row["anchor"])}"' if row.get("anchor") else ""
            parts.append(f"<tr{named}>")
            corrected = self._corrected(self._notes.of_row(row)) if self._notes else ""
            at = _named(heads) if corrected else ""
            for column, head, kind in heads:
                value = row.get(column.key, "")
                if column.kind == "list" and isinstance(value, str) and value in _BADGES:
                    shown = self._badge(value)
                elif column.kind == "stack":
                    shown = self._stack(value)
                else:
                    shown = self._cell(value)
                if column.key == at:
                    shown += corrected
                parts.append(f'<td class="{kind}" data-head="{head}">{shown}</td>')
            parts.append("</tr>\n")
        parts.append("</tbody></table></div>\n")
        return "".join(parts)

    def as_printed(self, rows: list[dict[str, Any]], recognised: Collection[int]) -> Markup:
        """Rows of a document as they stand there, each with its line; some were recognised in a picture."""
        parts = []
        line_head, told, cell = (
            ("Line", "recognised", "cell {}") if self._english else ("行", "识别", "第{}格")
        )
        for row in rows:
            line, header = row["line"], row["header"]
            said = f'<br><span class="soft small">{told}</span>' if line in recognised else ""
            marked = ' class="marked"' if row["marked"] else ""
            parts.append(
                f'<tr id="L{line}"{marked}><th scope="row" data-head="{line_head}">'
                f'<a href="{escape(self.href(row["duty"].path))}" title="{escape(row["locator"])}">'
                f"{line}</a>{said}</th>"
            )
            texts = row["cells"]
            note = self._corrected(self._notes.of(row["iri"])) if self._notes else ""
            for place, text in enumerate(texts):
                head = header[place] if place < len(header) else cell.format(place + 1)
                last = note if place == len(texts) - 1 else ""
                parts.append(f'<td data-head="{escape(head)}">{escape(text)}{last}</td>')
            parts.append("</tr>\n")
        return Markup("".join(parts))  # noqa: S704 -- every part is escaped

    def _hint(self, column: Column, item: Table) -> str:
        """What the figure behind a file's name means, where there is one."""
        first = item.rows[0].get(column.key, "") if item.rows else ""
        if column.kind != "source" or not _AT_LINE.search(str(first)):
            return ""
        said = "file:line" if self._english else "文件:行"
        return f' <span class="soft small">{said}</span>'

    def note(self, text: str) -> Markup:
        """What a person has put right, as it stands below a text; nothing for ""."""
        return Markup(self._corrected(text))  # noqa: S704 -- every part is escaped

    def _corrected(self, text: str) -> str:
        if not text:
            return ""
        label = escape(LABEL.en if self._english else LABEL.zh)
        lines = "<br>".join(escape(line) for line in _bare(text))
        return f'<span class="under corrected"><span class="badge unclear">{label}</span> {lines}</span>'

    def _stack(self, lines: list[Any]) -> str:
        """Lines below each other, the first being what the cell is about."""
        if not lines:
            return ""
        first, *rest = map(self._cell, lines)
        return "".join([first, *(f'<span class="under">{line}</span>' for line in rest)])

    def _badge(self, kind: str) -> str:
        return f'<span class="badge {kind}">{_BADGES[kind][self._english]}</span>'

    def _cell(self, value: Any) -> str:
        if isinstance(value, Link):
            made = self._links.get(value)
            if made is None:
                made = self._links[value] = self._link(value)
            return made
        if isinstance(value, Words):
            return escape(value.en if self._english else value.zh)
        if value is None:
            return ""
        if isinstance(value, list | tuple):
            return (", " if self._english else "、").join(map(self._cell, value))
        return escape(value)

    def _link(self, link: Link) -> str:
        text = escape(link.en if self._english and link.en else link.text)
        if not link.path:
            return text
        title = f' title="{self._cell(link.title)}"' if link.title else ""
        return f'<a href="{escape(self.href(link.path))}"{title}>{text}</a>'


def _grouped(item: Table) -> bool:
    """Whether a table is read more easily in its groups."""
    runs = [len(list(run)) for _, run in groupby(item.rows, lambda row: row.get(item.group, ""))]
    return bool(item.group) and len(runs) > 1 and worth_grouping(runs)


def worth_grouping(runs: Sequence[int]) -> bool:
    """Whether runs of so many rows are worth a heading each: where nearly every row begins a new one, none is."""
    return sum(runs) >= 2 * len(runs)


def _bare(text: str) -> list[str]:
    """The lines of a note without the words its badge says already."""
    return [line.removeprefix(f"{LABEL.zh}：") for line in text.splitlines()]


def _named(heads: list[tuple[Column, Any, str]]) -> str:
    """The column below which a correction stands: the duty's name, else the first text."""
    keys = [column.key for column, _, _ in heads]
    if "name" in keys:
        return "name"
    return next((c.key for c, _, _ in heads if c.kind in {"text", "stack"}), keys[-1])


def _class(column: Column) -> str:
    """The class of a column's cells: its kind, or its key where that says more."""
    if column.kind == "ordinal":
        return "number no"
    return escape(column.key if column.kind in {"text", "stack"} else column.kind)
