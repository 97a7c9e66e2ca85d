"""Manners: whether a name is put as names of its list are.

What a township does itself is told by what it does (做好……，开展……), what it helps with by the matter (……监管工作),
what was taken back by the act (对……的处罚). The table manners.csv counts how names of each list begin and end, how
many parts and characters they have. A name that is put as those of another list was moved there; nothing is repaired.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

from kg.findings import shorten
from kg.folding import fold_forms, strip_blanks, strip_markup
from kg.reading.rows import RowProblem
from kg.values import ListKind, Row
from kg.vocabulary.loading import Vocabulary
from kg.vocabulary.tables import read_table

COLUMNS = ("feature", *(kind.value for kind in ListKind))
ALL = "*"
"""The row with the number of names of each list."""
_IN_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_MARKS = re.compile(r"[，；,;]")
_MOST_PARTS = 2
_LENGTHS, _LONGEST = 8, 5
_LEAST = {
    (ListKind.BASIC, ListKind.COOPERATION): 1.5,
    (ListKind.BASIC, ListKind.RECLAIMED): 2.7,
    (ListKind.COOPERATION, ListKind.BASIC): 3.0,
    (ListKind.COOPERATION, ListKind.RECLAIMED): 4.2,
    (ListKind.RECLAIMED, ListKind.BASIC): 2.5,
    (ListKind.RECLAIMED, ListKind.COOPERATION): 3.1,
}
"""Evidence (log-odds) that a name of a list is one of another: of rows of lists left out of the table 1 in 50 has it,
of moved ones 3 in 10 (matters that were taken back) to all (acts among what the township does)."""
_ACTS = 3.0
"""So much more against a name of the basic list that begins with something to do, as most of it do."""
_SAID = ("name-doubtful", "row-shifted", "list-doubtful")
_FEW = 0.04
"""Where more of a list's names are put so, that is its manner."""


def features(name: str) -> tuple[str, ...]:
    """How a name begins and ends, how many parts and about how many characters it has."""
    words = _IN_BRACKETS.sub("", strip_blanks(strip_markup(fold_forms(name))))
    parts = min(_MOST_PARTS, len(_MARKS.findall(words)))
    return (
        f"{words[:2]}…",
        f"…{words[-2:]}",
        f"parts {parts}",
        f"length {min(_LONGEST, len(words) // _LENGTHS)}",
        *(("对…",) if words.startswith("对") else ()),
    )


class MannerReader:
    """Tells names of one list from those of another, by the table of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Use the table manners.csv of ``vocabulary``; without one nothing is told."""
        self._logs = _read(vocabulary.checksum, vocabulary.folders)

    def judge(
        self,
        rows: Sequence[Row],
        prints: Callable[[Row], bool],
        acts: Callable[[str], bool],
        problems: list[RowProblem],
    ) -> None:
        """Add rows whose name is put as names of another list to ``problems``.

        ``prints`` tells whether a known list of the same kind prints the name of a row, ``acts`` whether a text
        begins with something to do.
        """
        said = {p.line for p in problems if p.kind in _SAID}
        for kind in ListKind:
            found = [row for row in rows if row.kind is kind]
            most = max(1, int(_FEW * len(found)))
            for other in ListKind:
                odd = [
                    row for row in found if self._is_put_as(row, other, acts) and not prints(row)
                ]
                for row in odd if len(odd) <= most else ():
                    if row.line not in said:
                        said.add(row.line)
                        what = (
                            f"事项名称的写法不像《{kind.zh}清单》的，像《{other.zh}清单》的："
                            f"“{shorten(row.name, 30)}”；请核对这一行是不是列错了清单"
                        )
                        problems.append(RowProblem("list-doubtful", row.line, what, row.name, row))

    def _is_put_as(self, row: Row, other: ListKind, acts: Callable[[str], bool]) -> bool:
        least = _LEAST.get((row.kind, other))
        if least is None:
            return False
        if row.kind is ListKind.BASIC and acts(row.name) and not row.name.startswith("对"):
            least += _ACTS
        return self.leaning(row.name, row.kind, other) > least

    def leaning(self, name: str, kind: ListKind, other: ListKind) -> float:
        """The log-odds that a name is one of list ``other`` and not of ``kind``."""
        found = [self._logs[f] for f in features(name) if f in self._logs]
        return math.fsum(logs[other] - logs[kind] for logs in found)


_Logs = dict[str, dict[ListKind, float]]


@lru_cache(maxsize=4)
def _read(checksum: str, folders: tuple[Path, ...]) -> _Logs:
    counts = {
        row["feature"]: {kind: int(row[kind.value]) for kind in ListKind}
        for _, row in read_table(folders, "manners", COLUMNS, 1)
    }
    sizes = counts.pop(ALL, dict.fromkeys(ListKind, 0))
    return {
        feature: {
            kind: math.log((count + 0.5) / (sizes[kind] + 1.5)) for kind, count in found.items()
        }
        for feature, found in counts.items()
    }
