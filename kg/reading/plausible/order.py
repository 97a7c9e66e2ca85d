"""Order: whether the rows of a list stand in the order in which such lists have them.

Categories follow one another, numbers run on. Lists of one county have their categories in the order
of the table categories.csv; lists elsewhere begin with its first one, too, and have the rest in one
of their own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations, groupby, pairwise

from kg.reading.rows import RowProblem
from kg.reading.tables import serial
from kg.values import ListKind, Row
from kg.vocabulary.rows import Category

_FEW_BACK = 2
_FEWEST_ROWS, _FEWEST_CATEGORIES = 8, 5
_REVERSED = 0.9
"""The share of pairs of rows the wrong way round; of eight lists none had more than 0.79."""


def judge_order(
    rows: Sequence[Row],
    categories: Mapping[str, Category],
    order: Sequence[str],
    problems: list[RowProblem],
) -> None:
    """Add what stands out of order to ``problems``.

    ``categories`` knows them as printed, ``order`` has their ids in the order of the table.
    """
    _judge_returns(rows, problems)
    _judge_restarts(rows, problems)
    places = {name: at for at, name in enumerate(order)}
    for kind in ListKind:
        found = [
            (row, places[categories[row.category].id])
            for row in rows
            if row.kind is kind and row.category in categories
        ]
        if len(found) > 1 and _is_reversed([place for _, place in found]):
            row = found[-1][0]
            what = (
                f"各类事项的先后与别的清单正相反，最后是“{row.category}”；"
                "像是整张清单颠倒了次序，请与原件核对"
            )
            problems.append(RowProblem("order-reversed", row.line, what, "", row))


def _is_reversed(places: list[int]) -> bool:
    """Whether rows stand the wrong way round: what is first everywhere stands last, or all does."""
    if places[-1] == 0 and places[0] != 0 and len(set(places)) > 2:
        return True
    if len(places) < _FEWEST_ROWS or len(set(places)) < _FEWEST_CATEGORIES:
        return False
    pairs = [before > after for before, after in combinations(places, 2) if before != after]
    return sum(pairs) >= _REVERSED * len(pairs)


def _judge_restarts(rows: Sequence[Row], problems: list[RowProblem]) -> None:
    """Numbers that begin again at one category while they run on over the others."""
    for kind in ListKind:
        found = [row for row in rows if row.kind is kind]
        changes = sum(a.category != b.category for a, b in pairwise(found))
        again = [row for row in found[1:] if serial(row.printed) == 1]
        if again and 2 * len(again) < changes:
            for row in again:
                what = "序号从 1 重新开始，而别的类别之间序号是连着的；请核对是否缺页或混入了别的表"
                problems.append(RowProblem("serial-repeat", row.line, what, row.printed, row))


def _judge_returns(rows: Sequence[Row], problems: list[RowProblem]) -> None:
    """A category that comes back after another, in a list that is otherwise in its order."""
    for kind in ListKind:
        runs = [
            next(group)
            for _, group in groupby(
                (row for row in rows if row.kind is kind and row.category), key=lambda r: r.category
            )
        ]
        seen: set[str] = set()
        back = []
        for row in runs:
            if row.category in seen:
                back.append(row)
            seen.add(row.category)
        if len(back) <= max(_FEW_BACK, len(seen) // 5):
            for row in back:
                what = f"类别“{row.category}”隔了别的类别又出现，请核对这一行或上一行的类别"
                problems.append(RowProblem("category-returns", row.line, what, "", row))
