"""Editions made by hand: a list as rows that can be changed, and written again with running numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from unjudging import unjudged

from kg.building import build
from kg.comparing.changes import changes
from kg.comparing.comparison import Comparison, compare
from kg.comparing.sides import last_two
from kg.resources import folder
from kg.store.graph import Graph

Change = tuple[str, tuple[str, ...], tuple[str, ...]]
"""Kinds of a change, the old names and the new ones."""

LISTS = ("基本履职事项", "配合履职事项", "收回事项")
BASIC, COOPERATION, RECLAIMED = 0, 1, 2


class Edition:
    """The rows of a text list, list by list, as cells."""

    def __init__(self, text: str) -> None:
        self._lines: list[str | tuple[int, list[str]]] = []
        at = -1
        for line in text.splitlines():
            cells = line.split("\t")
            if cells[0].strip().isdigit() and len(cells) > 2:
                if cells[0].strip() == "1":
                    at += 1
                self._lines.append((at, cells))
            else:
                self._lines.append(line)

    @classmethod
    def bundled(cls, place: str) -> Edition:
        for path in sorted(folder("sources").glob("*.txt")):
            text = path.read_text("utf-8")
            if place in text[:2000]:
                return cls(text)
        raise LookupError(place)

    def rows(self, which: int) -> list[list[str]]:
        return [line[1] for line in self._lines if isinstance(line, tuple) and line[0] == which]

    def row(self, which: int, name: str) -> list[str]:
        return next(cells for cells in self.rows(which) if name in cells[2])

    def add(self, which: int, after: int, *cells: str) -> None:
        """A row after the one that has this number."""
        place = next(
            at
            for at, line in enumerate(self._lines)
            if isinstance(line, tuple) and line[0] == which and line[1][0].strip() == str(after)
        )
        self._lines.insert(place + 1, (which, ["0", *cells]))

    def remove(self, which: int, name: str) -> list[str]:
        cells = self.row(which, name)
        self._lines = [x for x in self._lines if not (isinstance(x, tuple) and x[1] is cells)]
        return cells

    def text(self, *, month: str = "") -> str:
        """The list with running numbers, dated anew."""
        counts = [0, 0, 0]
        out = []
        for line in self._lines:
            if isinstance(line, str):
                out.append(line)
                continue
            which, cells = line
            counts[which] += 1
            out.append("\t".join([str(counts[which]), *cells[1:]]))
        text = "\n".join(out) + "\n"
        if month:
            for old in ("2025年7月", "2025 年 7 月"):
                text = text.replace(old, month)
        return text

    def write(self, path: Path, *, month: str = "") -> Path:
        path.write_text(self.text(month=month), "utf-8")
        return path


Edits = Mapping[str, tuple[Callable[[Edition], set[Change]], str, str]]
"""Township → its edit, the file (a bundled list without one), the date as printed, or the cover it lacks."""

_DATA = Path(__file__).parent.parent / "data" / "editions"
_COVER = "{place}\n履职事项清单\n\n{date}\n\n"


def edited(edits: Edits, home: Path) -> tuple[Graph, dict[str, set[Change]]]:
    """A graph of both editions of each list, and the changes that were made of the later one."""
    expected = {}
    for number, (place, (edit, file, printed)) in enumerate(edits.items()):
        text = (_DATA / file).read_text("utf-8") if file else Edition.bundled(place).text()
        new = Edition(text)
        expected[place] = edit(new)
        later = new.text()
        if "\n" in printed:
            text = _COVER.format(place=printed, date="2025年6月") + text
            later = _COVER.format(place=printed, date="2026年3月") + later
        else:
            later = re.sub(r"\s*".join(printed), "2026年3月", later, count=1)
        (home / f"{number}-old.txt").write_text(text, "utf-8")
        (home / f"{number}-new.txt").write_text(later, "utf-8")
    with unjudged():
        return Graph(build([home], into=home / "store").store), expected


def compared(graph: Graph, edits: Edits) -> dict[str, Comparison]:
    """The comparison of the last two editions of each township."""
    return {place: compare(graph, *last_two(graph, place)) for place in edits}


def told(comparison: Comparison) -> set[Change]:
    """The changes that a comparison finds, as edits tell them."""
    return {
        (
            " ".join(kind.value for kind in change.kinds),
            tuple(row.name for row in change.match.a),
            tuple(row.name for row in change.match.b),
        )
        for change in changes(comparison)
    }
