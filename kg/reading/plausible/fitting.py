"""Fitting: whether every cell stands in the row it belongs to.

The cells of a row speak of one matter and share rare words; cells of different rows do not. Two rows of
which each has a cell that fits the other at least as well had that cell exchanged, wherever in the list
they stand; a cell that fits another row much better was copied or moved. Nothing is learned from other
lists: rare is what is rare in this one.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import combinations

from kg.reading.plausible.topics import grams
from kg.reading.rows import RowProblem
from kg.values import ListKind, Row

_TEXTS = ("name", "departments", "superior", "township", "taker", "taker-and-method", "method")
_WORDS = {
    "name": "事项名称",
    "departments": "对应上级部门",
    "superior": "上级部门职责",
    "township": "乡镇配合职责",
    "taker": "承接部门",
    "taker-and-method": "承接部门及工作方式",
    "method": "工作方式",
}
_FEWEST = 6
_COMMON = 0.25
"""Pairs of characters in more than this share of the rows tell nothing and are left out."""
_BOTH_GAIN = 0.03
"""Both cells fit the other row so much better: of 10,000 sound pairs of eight further lists one has it (0.02: three), of
exchanged cells three in a hundred fewer."""
_NAMES_GAIN = 0.05
"""The same for a cell that only names bodies, and for every cell of a short list."""
_SHORT = 20
_KEPT = 300
"""Rows of the longest list of which fits are kept: lists seen have 130, and a fit is a number a pair of rows."""
_SUM_GAINS = 0.18
"""Or neither fits worse and together they gain this; the most of a sound pair is 0.14."""
_MOVED = 0.13
"""A single cell fits another row so much better; the most of a sound cell of eight lists is 0.10."""
_WEAK = frozenset(
    "企业 安全 监管 检查 宣传 巡查 服务 政策 群众 项目 农村 农业 经济 社会 人员 信息 建设 排查 管理 工作 开展 组织 负责 落实 配合"
    " 做好 保护 处置 处理 发展 资金 申请 审核 发放 登记 城乡 居民 村民 社区 治理 隐患 保障 保险 困难".split()
)
"""Pairs that the rows of any list share: a link in a list of a few rows is made of others."""
_ALONE = ("name", "superior", "township")
_SIDES = ("superior", "township")
_FEW = (
    *((side, ("name",), 2) for side in _SIDES),
    *((side, tuple(r for r in (*_ALONE, "departments") if r != side), 3) for side in _SIDES),
    ("departments", _ALONE, 2),
    ("name", ("departments", *_SIDES), 1),
)
"""In a list of a few rows: a cell, those it is held against, how many pairs must tell. Of 665 sound rows in
lists of five one department is told falsely; of exchanged cells six in ten are told."""

_Fit = list[list[float]]


class Fits:
    """How well the cells of a list's rows fit one another; of a list of usual length kept for whoever asks again."""

    def __init__(self, rows: Sequence[Row]) -> None:
        """Take the pairs of characters of every cell, and what each of them tells."""
        self.cells = _cells_of(rows)
        self._weights = _weights_of(self.cells)
        self._made: dict[str, _Fit] = {}

    def of(self, role: str) -> _Fit:
        """How well the cell of each row (second index) fits the rest of each row (first index)."""
        found = self._made.get(role) or _fit_of(self.cells, role, self._weights)
        if len(self.cells) <= _KEPT:
            self._made[role] = found
        return found


def judge_fit(rows: Sequence[Row], problems: list[RowProblem]) -> dict[ListKind, Fits]:
    """Report rows that seem to have exchanged a cell, and cells that seem to be another row's.

    The fits of lists that are long enough for them are given back.
    """
    fits: dict[ListKind, Fits] = {}
    for kind in (ListKind.COOPERATION, ListKind.RECLAIMED):
        found = [row for row in rows if row.kind is kind]
        if len(found) >= _FEWEST:
            fits[kind] = Fits(found)
            _judge_list(found, fits[kind], problems)
        else:
            _judge_few(found, problems)
    return fits


def _cells_of(rows: Sequence[Row]) -> list[dict[str, frozenset[str]]]:
    """The pairs of characters of every cell of rows, by its role."""
    return [{role: grams(row.cell(role) or "") for role in _TEXTS} for row in rows]


def _weights_of(cells: list[dict[str, frozenset[str]]]) -> dict[str, float]:
    """What each pair of characters that is not common in these rows tells: the rarer the more."""
    spread = Counter(gram for cell in cells for gram in frozenset().union(*cell.values()))
    few = max(2, int(len(cells) * _COMMON))
    return {g: math.log((len(cells) + 1) / n) ** 2 for g, n in spread.items() if n <= few}


def _judge_list(rows: list[Row], fits: Fits, problems: list[RowProblem]) -> None:
    cells = fits.cells
    crossed = {problem.line for problem in problems if problem.kind == "rows-crossed"}
    said = {at for at, row in enumerate(rows) if row.line in crossed}
    for role in _TEXTS:
        texts = [cell[role] for cell in cells]
        if sum(map(bool, texts)) < _FEWEST:
            continue
        fit = fits.of(role)
        names = role in ("departments", "taker") or len(rows) < _SHORT
        for first, second in _exchanged(fit, texts, _NAMES_GAIN if names else _BOTH_GAIN):
            if first in said or second in said:
                continue
            said |= {first, second}
            what = (
                f"第 {rows[first].number} 项与第 {rows[second].number} 项像是对调了“{_WORDS[role]}”一格"
                "（各自与对方的其余各格更对得上），请核对"
            )
            row = rows[first]
            problems.append(RowProblem("rows-crossed", row.line, what, row.name, row))
        if role not in _ALONE or rows[0].kind is not ListKind.COOPERATION:
            continue
        for at, better in _moved(fit, texts):
            if at in said:
                continue
            said.add(at)
            what = f"“{_WORDS[role]}”一格像是第 {rows[better].number} 项的，与本项其余各格对不上，请核对"
            quote = (rows[at].cell(role) or "").strip()[:60]
            problems.append(RowProblem("cell-misplaced", rows[at].line, what, quote, rows[at]))


def _judge_few(rows: list[Row], problems: list[RowProblem]) -> None:
    """The same in a list of a few rows: rows share words with the other's cell that they do not share with their own.

    Words of a third row tell nothing.
    """
    cells = _cells_of(rows)
    said: set[tuple[int, int]] = set()
    for role, others, least in _FEW:
        texts = [cell[role] for cell in cells]
        rest = [frozenset().union(*(cell[other] for other in others)) for cell in cells]
        for one, other in combinations(range(len(rows)), 2):
            if (one, other) in said or not texts[one] or not texts[other]:
                continue
            third = frozenset().union(*(t for at, t in enumerate(texts) if at not in (one, other)))
            own = (rest[one] & texts[one]) | (rest[other] & texts[other])
            across = (rest[one] & texts[other]) | (rest[other] & texts[one])
            known = third | _WEAK
            told = len(across - known - (rest[one] & rest[other]))
            if own - known or told < (least if own else 1):
                continue
            said.add((one, other))
            what = (
                f"第 {rows[one].number} 项与第 {rows[other].number} 项像是对调了“{_WORDS[role]}”一格"
                "（与对方的其余各格更对得上），请核对"
            )
            problems.append(
                RowProblem("rows-crossed", rows[one].line, what, rows[one].name, rows[one])
            )


def _fit_of(cells: list[dict[str, frozenset[str]]], role: str, weights: dict[str, float]) -> _Fit:
    """How well the cell of each row (second index) fits the rest of each row (first index)."""
    count = len(cells)
    rest = [frozenset().union(*(v for k, v in cell.items() if k != role)) for cell in cells]
    sizes = [[_size(text, weights) for text in side] for side in (rest, [c[role] for c in cells])]
    standing: dict[str, list[int]] = defaultdict(list)
    for at, cell in enumerate(cells):
        for gram in cell[role]:
            if gram in weights:
                standing[gram].append(at)
    fit = [[0.0] * count for _ in cells]
    for at, found in enumerate(rest):
        line, size = fit[at], sizes[0][at]
        for gram in found & standing.keys():
            weight = weights[gram]
            for other in standing[gram]:
                line[other] += weight
        for other, sum_of_both in enumerate(line):
            if sum_of_both:
                line[other] /= size * sizes[1][other]
    return fit


def _size(text: frozenset[str], weights: dict[str, float]) -> float:
    return math.sqrt(sum(map(weights.__getitem__, weights.keys() & text))) or 1.0


def _exchanged(fit: _Fit, texts: list[frozenset[str]], least: float) -> list[tuple[int, int]]:
    """Pairs of rows whose cells fit each other's row, the clearest first."""
    found = []
    for one, line in enumerate(fit):
        if not texts[one]:
            continue
        for other in range(one + 1, len(fit)):
            gain = line[other] - line[one]
            if gain < 0 or not texts[other] or texts[one] == texts[other]:
                continue
            back = fit[other][one] - fit[other][other]
            if back >= 0 and (min(gain, back) > least or gain + back > _SUM_GAINS):
                found.append((gain + back, one, other))
    return [(one, other) for _, one, other in sorted(found, reverse=True)]


def _moved(fit: _Fit, texts: list[frozenset[str]]) -> list[tuple[int, int]]:
    """Cells that fit another row much better than their own, with that row."""
    found = []
    for at, text in enumerate(texts):
        if text:
            better = max(range(len(fit)), key=lambda row: fit[row][at])
            if fit[better][at] - fit[at][at] > _MOVED:
                found.append((at, better))
    return found
