"""Sequence: whether the rows of a list follow one another as in known lists of the same prefecture.

Lists copied from one model have what they share in one order: of 90 rows that two lists of a prefecture share, two at
most stand elsewhere. A row that stands out of the order of every known list, or of the very edition, was moved or
changed its number with another; rows gone between two that stand side by side in that edition are missed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from kg.findings import shorten
from kg.reading.rows import RowProblem
from kg.values import Row

_PREFECTURE = 4
"""Digits of a township's code that are its prefecture's."""
_FEWEST = 4
"""Rows that a list must share with a known one, or nothing is told of their order."""
_MOST = 0.15
"""The share of rows out of order from which on it is another order."""


def out_of_order(
    rows: Sequence[Row], places: Sequence[Mapping[str, int]], edition: str
) -> Iterator[RowProblem]:
    """Rows that stand elsewhere than in the known lists that have them.

    ``places`` has the numbers of each row by known list (``code@edition``), ``edition`` is the list's own.
    """
    names = {
        name for found in places for name in found if name[:_PREFECTURE] == edition[:_PREFECTURE]
    }
    # The very edition knows best; without it all lists of the prefecture that have a row have to agree.
    says: dict[int, list[bool]] = defaultdict(list)
    for name in sorted({edition} & names or names):
        known = [at for at, found in enumerate(places) if name in found]
        kept = _rising(known, [places[at][name] for at in known])
        few = max(1, _MOST * len(known))
        if len(known) >= _FEWEST and (name == edition or len(known) - len(kept) <= few):
            for at in known:
                says[at].append(at not in kept)
    for at, moved in sorted(says.items()):
        if all(moved):
            what = (
                f"这一项的先后与本地别的清单都不同：“{shorten(rows[at].name, 30)}”；"
                "可能挪动过，或与别的项换了序号，请与原件核对"
            )
            yield RowProblem("order-reversed", rows[at].line, what, rows[at].name, rows[at])


def left_out(
    rows: Sequence[Row], places: Sequence[Mapping[str, int]], names: Mapping[int, str], edition: str
) -> Iterator[RowProblem]:
    """Rows of the very edition between two that stand side by side here: a part of it, with a hole.

    ``names`` has the rows of the edition by number. Where there are many holes rows were chosen.
    """
    known = [(rows[at], found[edition]) for at, found in enumerate(places) if edition in found]
    there = {number for _, number in known}
    holes = []
    for (before, low), (row, high) in pairwise(known):
        if low < high and 0 < row.number - before.number < high - low:
            gone = [n for n in range(low + 1, high) if n in names and n not in there]
            if gone:
                holes.append((row, gone))
    if len(known) >= _FEWEST and len(holes) <= max(1, _MOST * len(known)):
        for row, gone in holes:
            what = (
                f"随附的同一版清单在这一项前面还有 {len(gone)} 项，第一项是“{shorten(names[gone[0]], 40)}”，"
                "这里没有（缺行，或文字有改动），请核对"
            )
            yield RowProblem("row-missing", row.line, what, row.name, row)


def _rising(indexes: Sequence[int], numbers: Sequence[int]) -> set[int]:
    """The indexes of a longest run of rows whose numbers rise."""
    ends: list[int] = []
    lengths = []
    for number in numbers:
        at = bisect_left(ends, number)
        ends[at : at + 1] = [number]
        lengths.append(at)
    kept: set[int] = set()
    length, last = len(ends) - 1, float("inf")
    for place in range(len(numbers) - 1, -1, -1):
        if lengths[place] == length and numbers[place] < last:
            kept.add(indexes[place])
            length, last = length - 1, numbers[place]
    return kept
