"""Borders: where the phrases of one list begin and end, and what stands beside two characters there.

A word that another row of the list has at the border of a phrase was not cut off there; one that each other text goes on
with was.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from kg.values import Row

_RUN = re.compile(r"[\u4e00-\u9fff]+")
PAIR = 2
"""Characters by which a border is told."""
_AGAIN = 2
"""So often other texts must go on where a name breaks off: of 1,176 names of fifteen lists never seen none does."""


class Borders:
    """The words with which the phrases of a list begin and end, two characters each, and in which rows.

    A word that stands at the border of a phrase of another row was not cut off there.
    """

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows
        self._begins: dict[str, set[int]] = {}
        self._ends: dict[str, set[int]] = {}

    def begin(self, part: str, row: Row) -> bool:
        """Whether another text begins a phrase as this part of a row's name does."""
        return self.beginning(part, row) > 0

    def beginning(self, part: str, row: Row) -> int:
        """How many other rows begin a phrase as this part of a row's name does."""
        return self._elsewhere(self._found()[0].get(part[:PAIR], set()), row)

    def end(self, part: str, row: Row) -> bool:
        """Whether another text ends a phrase as this part of a row's name does."""
        return self.ending(part, row) > 0

    def ending(self, part: str, row: Row) -> int:
        """How many other rows end a phrase as this part of a row's name does."""
        return self._elsewhere(self._found()[1].get(part[-PAIR:], set()), row)

    def beside(self, pair: str, row: Row, *, back: bool = False) -> str:
        """The one character that stands behind (``back``: before) two others, twice or more but for the name of a row.

        '' where there is none, or others.
        """
        found: Counter[str] = Counter()
        for other in self._rows:
            for text in other.texts:
                if pair in text and not (other is row and text == row.name):
                    for run in _RUN.findall(text):
                        found.update(_beside(run, pair, back=back))
        return next(iter(found)) if len(found) == 1 and found.total() >= _AGAIN else ""

    @staticmethod
    def _elsewhere(lines: set[int], row: Row) -> int:
        return len(lines - {row.line})

    def _found(self) -> tuple[dict[str, set[int]], dict[str, set[int]]]:
        if not self._begins:
            for row in self._rows:
                for text in (row.name, *(t for t in row.texts if t != row.name)):
                    for run in _RUN.findall(text):
                        self._begins.setdefault(run[:PAIR], set()).add(row.line)
                        self._ends.setdefault(run[-PAIR:], set()).add(row.line)
        return self._begins, self._ends


def _beside(run: str, pair: str, *, back: bool) -> Iterator[str]:
    """What stands behind, or before, each place of two characters in a run; '' at its end."""
    at = run.find(pair)
    while at >= 0:
        place = at - 1 if back else at + len(pair)
        yield run[place] if 0 <= place < len(run) else ""
        at = run.find(pair, at + 1)


def stands_again(pair: str, row: Row, rows: Sequence[Row]) -> bool:
    """Whether two characters stand together once more in the list: then they are a word of its own (河长)."""
    return any(
        text.count(pair) > (other is row and text == row.name)
        for other in rows
        for text in other.texts
    )
