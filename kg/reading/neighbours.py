"""Neighbours: cells that were exchanged between a row and the next one.

The name of a duty shares words with its own cells. Two rows whose names share clearly more with each
other's cells than with their own had a cell exchanged: in eight lists no sound pair comes near it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from kg.folding import fold_forms, strip_markup
from kg.reading.rows import RowProblem
from kg.values import ListKind, Row

_KEPT = re.compile(r"[^\u4e00-\u9fff]+")
_COMMON = frozenset("开展 工作 做好 负责 组织 配合 管理 服务 处罚 行政".split())
_MARGIN = 0.25
_COLUMNS = ("superior", "township", "taker-and-method", "method")


def judge_neighbours(rows: Sequence[Row], problems: list[RowProblem]) -> None:
    """Report pairs of rows that seem to have exchanged a cell."""
    for first, second in pairwise(rows):
        if first.kind is not second.kind or first.kind is ListKind.BASIC:
            continue
        if any(_crosses(first, second, role) for role in _COLUMNS):
            what = (
                f"第 {first.number} 项与第 {second.number} 项像是对调了一格"
                "（名称与职责互相对得上，与自己的对不上），请核对"
            )
            problems.append(RowProblem("rows-crossed", first.line, what, first.name, first))


def _crosses(first: Row, second: Row, role: str) -> bool:
    one, other = first.cell(role), second.cell(role)
    if not one or not other:
        return False
    texts = _pairs(one), _pairs(other)
    names = _pairs(first.name) - _COMMON, _pairs(second.name) - _COMMON
    own = _share(names[0], texts[0]) + _share(names[1], texts[1])
    return _share(names[0], texts[1]) + _share(names[1], texts[0]) - own > _MARGIN


def _pairs(text: str) -> set[str]:
    words = _KEPT.sub("", strip_markup(fold_forms(text)))
    return {words[place : place + 2] for place in range(len(words) - 1)}


def _share(name: set[str], text: set[str]) -> float:
    return len(name & text) / len(name) if name else 0.0
