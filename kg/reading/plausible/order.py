"""Order: whether the rows of a list stand in the order in which such lists have them.

Categories follow one another, numbers run on. Lists of one county have their categories in the order
of the table categories.csv; lists elsewhere begin with its first one, too, and have the rest in one
of their own. The three lists of a township have the categories they share in one order; none is sorted
by its words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations, groupby, pairwise

from kg.reading.rows import RowProblem
from kg.reading.tables import serial
from kg.values import ListKind, Row
from kg.vocabulary.rows import Category

_FEW_BACK = 2
_MOST_STRAY = 8
"""Rows of one run that are named each."""
_FEWEST_ROWS, _FEWEST_CATEGORIES = 8, 5
_FEWEST_SHARED = 3
_MOST_MOVED = 1
"""One category that stands elsewhere was moved; of ten lists never seen nine have several, each in an order of its own."""
_MOST_CATEGORIES = 60
"""Lists seen have 20; in a hostile one every row may have its own."""
_FEWEST_SORTED = 6
"""Names or categories that must stand in the order of their characters to be called sorted."""
_REVERSED = 0.9
"""The share of pairs of rows the wrong way round; of eight lists none had more than 0.79."""


def judge_order(
    rows: Sequence[Row],
    categories: Mapping[str, Category],
    problems: list[RowProblem],
    *,
    known: bool = False,
) -> None:
    """Add what stands out of order to ``problems``.

    ``categories`` knows them as printed, in the order of the table; ``known`` says that lists of
    the same prefecture are in that order.
    """
    _judge_returns(rows, problems)
    _judge_restarts(rows, problems)
    _judge_sorted(rows, problems)
    _judge_lists(rows, problems)
    order = dict.fromkeys(category.id for category in categories.values())
    places = {name: at for at, name in enumerate(order)}
    if known:
        _judge_known(
            rows, {name: places[category.id] for name, category in categories.items()}, problems
        )
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
        elif kind is not ListKind.RECLAIMED and 0 in (place for _, place in found):
            _judge_first(kind, found, problems)


def _judge_first(kind: ListKind, found: list[tuple[Row, int]], problems: list[RowProblem]) -> None:
    """Every basic and cooperation list seen begins with the first category of the table where it has it."""
    row, place = found[0]
    if place:
        first = next(row for row, place in found if place == 0)
        what = (
            f"{kind.short}清单都从“{first.category}”一类开始，这张从“{row.category}”开始；"
            "前面的行可能挪动过，请与原件核对"
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
    """Rows that stand apart from the others of their category, in a list that is otherwise in blocks."""
    for kind in ListKind:
        found = [row for row in rows if row.kind is kind and row.category]
        most = max(_FEW_BACK, len({row.category for row in found}) // 5)
        for run, around in _strays(found, most):
            first, last = run[0], run[-1]
            which = f"第 {first.number} 项" + (f"至第 {last.number} 项" if len(run) > 1 else "")
            where = f"夹在“{around}”一类中间" if around else "与同类的别的各项不在一处"
            for row in run[:_MOST_STRAY]:
                what = f"{which}的类别“{row.category}”{where}；类别可能填错，或这一行挪动过，请核对"
                problems.append(RowProblem("category-returns", row.line, what, row.name, row))


def _strays(rows: Sequence[Row], most: int) -> list[tuple[list[Row], str]]:
    """The fewest rows without which every category stands in one block, each run with the category around it.

    None where there are more than ``most`` runs of them: such a list is in no blocks.
    """
    runs = [list(group) for _, group in groupby(rows, key=lambda row: row.category)]
    strays: list[tuple[list[Row], str]] = []
    if len(runs) - len({row.category for row in rows}) > 2 * most:
        return []
    while len(runs) > len({run[0].category for run in runs}):
        if len(strays) == most:
            return []
        longest: dict[str, int] = {}
        for at, run in enumerate(runs):
            here = longest.setdefault(run[0].category, at)
            if len(run) > len(runs[here]):
                longest[run[0].category] = at
        inside = [
            0 < at < len(runs) - 1 and runs[at - 1][0].category == runs[at + 1][0].category
            for at in range(len(runs))
        ]
        _, _, at = min(
            (len(run), not inside[at], at)
            for at, run in enumerate(runs)
            if inside[at] or longest[run[0].category] != at
        )
        around = runs[at - 1][0].category if inside[at] else ""
        strays.append((runs.pop(at), around))
        runs = [
            [row for run in group for row in run]
            for _, group in groupby(runs, key=lambda run: run[0].category)
        ]
    return strays


def _judge_sorted(rows: Sequence[Row], problems: list[RowProblem]) -> None:
    """Rows sorted by name or by category, as a spreadsheet does by sound and by code."""
    for kind in ListKind:
        found = [row for row in rows if row.kind is kind]
        for words, texts in (
            ("名称", [row.name for row in found]),
            ("类别", [name for name, _ in groupby(row.category for row in found)]),
            ("部门", [name for name, _ in groupby(_body(row) for row in found) if name]),
        ):
            if len(set(texts)) >= _FEWEST_SORTED and _is_sorted(texts):
                what = f"《{kind.zh}清单》的{words}按拼音或笔画编码排着，像是在表格软件里重新排过序，请与原件核对"
                problems.append(RowProblem("order-reversed", found[0].line, what, "", found[0]))


def _body(row: Row) -> str:
    """The cell that names who a row is for; '' where it holds more than that."""
    return (row.cell("departments") or row.cell("taker") or "").strip()


def _is_sorted(texts: list[str]) -> bool:
    by_sound = [text.encode("gb18030") for text in texts]
    return any(
        all(steps) or not any(steps)
        for steps in (
            [before <= after for before, after in pairwise(texts)],
            [before <= after for before, after in pairwise(by_sound)],
        )
    )


def _judge_lists(rows: Sequence[Row], problems: list[RowProblem]) -> None:
    """Categories that two lists of a township share stand in another order in the one than in the other."""
    found = {kind: [row for row in rows if row.kind is kind and row.category] for kind in ListKind}
    orders = {kind: _order(rows) for kind, rows in found.items()}
    said = {p.row.category for p in problems if p.kind == "order-reversed" and p.row}
    moves: list[tuple[Row, str, ListKind]] = []
    for first, second in combinations(ListKind, 2):
        places = {name: at for at, name in enumerate(orders[first])}
        shared = [name for name in orders[second] if name in places]
        kept = _longest_rising([places[name] for name in shared])
        moved = [name for at, name in enumerate(shared) if at not in kept]
        whole = len(shared) in (len(orders[first]), len(orders[second]))
        turned = whole and len(shared) > 1 and len(kept) == 1
        few = len(shared) >= _FEWEST_SHARED and 3 * len(moved) <= len(shared)
        if not few and not (turned and max(len(found[first]), len(found[second])) > 2):
            continue
        told = [name for name in moved if name not in said]
        said.update(told)
        moved_rows = [next(row for row in found[second] if row.category == name) for name in told]
        if turned and told:
            what = (
                f"类别{'、'.join(f'“{name}”' for name in told)}在这张清单里的先后与《{first.zh}清单》正相反；"
                "有一张可能颠倒了次序，请与原件核对"
            )
            problems.append(
                RowProblem("order-reversed", moved_rows[0].line, what, "", moved_rows[0])
            )
        else:
            moves += [(row, name, first) for row, name in zip(moved_rows, told, strict=True)]
    if len(moves) > _MOST_MOVED:
        where = "；".join(
            f"“{name}”在{row.kind.short}与{first.short}清单里" for row, name, first in moves
        )
        row = moves[0][0]
        what = (
            f"几张清单里类别的先后不一样：{where}先后不同；多半是当地自己的排法，如不是请与原件核对"
        )
        problems.append(RowProblem("order-differs", row.line, what, "", row))
        return
    for row, name, first in moves:
        what = (
            f"类别“{name}”在这张清单里的先后与《{first.zh}清单》不同；"
            "有一张的行可能挪动过，请与原件核对"
        )
        problems.append(RowProblem("order-reversed", row.line, what, "", row))


def _judge_known(
    rows: Sequence[Row], places: Mapping[str, int], problems: list[RowProblem]
) -> None:
    """Categories that stand elsewhere than in all lists of the prefecture."""
    for kind in ListKind:
        found = [row for row in rows if row.kind is kind and row.category in places]
        names = _order(found)
        kept = _longest_rising([places[name] for name in names])
        for name in (name for at, name in enumerate(names) if at not in kept):
            row = next(row for row in found if row.category == name)
            what = f"类别“{name}”的先后与本地别的清单都不同；这里的行可能挪动过，请与原件核对"
            problems.append(RowProblem("order-reversed", row.line, what, "", row))


def _order(rows: Sequence[Row]) -> list[str]:
    """The categories of a list in their order; none where they stand in no blocks."""
    runs = [name for name, _ in groupby(row.category for row in rows)]
    names = list(dict.fromkeys(runs))
    in_blocks = len(runs) <= len(names) + _FEW_BACK
    return names if in_blocks and len(names) <= _MOST_CATEGORIES else []


def _longest_rising(places: list[int]) -> set[int]:
    """The indexes of a longest rising sequence of places."""
    best: list[list[int]] = []
    for at, place in enumerate(places):
        before = [run for run in best if places[run[-1]] < place]
        best.append([*_longest(before), at])
    return set(_longest(best))


def _longest(runs: list[list[int]]) -> list[int]:
    return max(runs, key=len) if runs else []
