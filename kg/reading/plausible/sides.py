"""Sides: whether a cell of clauses reads like a department's work or like the township's.

A small trained table (sides.csv: pairs of characters with weights) tells the two columns of a
cooperation list apart; where it says the opposite of the header, cells or headers were exchanged.
Cells exchanged between a row and the next are told by the words they share with the names.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from kg.findings import shorten
from kg.folding import fold_forms, strip_markup
from kg.reading.rows import RowProblem
from kg.values import Clause, Columns, Duty, ListKind, Row
from kg.vocabulary.loading import Vocabulary
from kg.vocabulary.tables import read_table

_KEPT = re.compile(r"[^\u4e00-\u9fff，；。、]+")
_COLUMNS = ("gram", "weight")
_GIVEN_UP = re.compile(r"不再(?:承担|开展|负责|实施|办理)|(?:已|予以)(?:收回|上收)")
"""What a reclaimed list says of a duty; a cooperation duty is one that is done."""
_PART = re.compile(r"[，。；;]")
_QUOTE = 200
_NOT = "不"
_BY = "由"
_BY_VILLAGE = re.compile(
    r"由(?:各|所在|本)?(?:行政)?(?:村|社区)(?:[（(](?:社区|居)[)）])?(?:民?委员会|委会|级|“?两委”?)?(?:自行)?"
    r"(?:完成|负责|承担|实施|办理|落实|执行)"
)
"""A duty that is left to villages: ``由村（社区）完成``."""
_SHORTEST_BODY = 4
"""Characters of a body with which no clause of a township begins, in ten thousand rows."""
_FEWEST = 4
_IDEOGRAPHS = re.compile(r"[^\u4e00-\u9fff]+")
_COMMON = frozenset("开展 工作 做好 负责 组织 配合 管理 服务 处罚 行政".split())
_MARGIN = 0.25
_TEXTS = ("superior", "township", "taker-and-method", "method")
_TOWNSHIPS = -1.2
EXCHANGED = -0.5
"""Below this a pair of cells is taken for exchanged; no row of eight lists that were each left out of the
training comes near it, and of exchanged ones nine in ten do."""


def grams(cell: str) -> set[str]:
    """The pairs of neighbouring characters of a cell, markup, numbers and blanks left out."""
    text = _KEPT.sub("", strip_markup(cell))
    return {text[place : place + 2] for place in range(len(text) - 1)}


class SideReader:
    """Compares two cells by the table of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Use the table sides.csv of ``vocabulary``; without one nothing is told."""
        self._weights = _weights(vocabulary)

    def margin(self, superior: str, township: str) -> float | None:
        """How much more ``superior`` reads like a department's work; None if too short to tell."""
        first, second = grams(superior), grams(township)
        if len(first) < _FEWEST or len(second) < _FEWEST or not self._weights:
            return None
        return self._side(first) - self._side(second)

    def is_townships(self, text: str) -> bool:
        """Whether a text can only be a township's work: of 249 ways of working of offices none is."""
        found = grams(text)
        return len(found) >= _FEWEST and self._side(found) < _TOWNSHIPS

    def _side(self, found: set[str]) -> float:
        known = [self._weights[gram] for gram in found if gram in self._weights]
        return math.fsum(known) / math.sqrt(len(found))


class ClauseWords:
    """Tells clauses that say what their side does not do: a duty given up or denied, an act of an office."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Use the signs of ``vocabulary``."""
        signs = ("denied", "not-denied", "not-negated", "decides", "helps-decide")
        told = [tuple(vocabulary.signs.get(sign, ())) for sign in signs]
        self._denied, self._not_denied, self._not_negated, self._decides, self._helps = told

    def judge(self, duty: Duty, problems: list[RowProblem]) -> None:
        """Add the clauses of a cooperation duty that are no duties of their side to ``problems``."""
        for clause in (*duty.superior, *duty.township):
            if what := self._denial(clause.text):
                what = f"{what}；照原样保留，请核对：“{shorten(clause.text, 30)}”"
                quote = clause.text[:_QUOTE]
                problems.append(RowProblem("remark-inside", duty.row.line, what, quote, duty.row))
        bodies = tuple(m.written for m in duty.mentions if len(m.written) >= _SHORTEST_BODY)
        for number, clause in enumerate(duty.township, 1):
            what = ""
            if word := self._decision(clause):
                what = f"配合职责里写着“{word}”，那是有权的部门才做的事"
            elif _begins_with(duty, number, bodies):
                what = "配合职责里有一条以对应的部门开头"
            elif village := _BY_VILLAGE.search(fold_forms(clause.text)):
                what = f"配合职责里写着“{village[0]}”，那不是乡镇的职责"
                what = f"{what}；照原样保留，请核对：“{shorten(clause.text, 30)}”"
                quote = clause.text[:_QUOTE]
                problems.append(RowProblem("remark-inside", duty.row.line, what, quote, duty.row))
                return
            elif clause.heading and _heads(duty, number):
                what = f"配合职责里有一段写在“{clause.heading}”下面"
            if what:
                what = (
                    f"{what}，像是部门一方的职责；照原样保留，请核对：“{shorten(clause.text, 30)}”"
                )
                quote = clause.text[:_QUOTE]
                problems.append(RowProblem("cells-exchanged", duty.row.line, what, quote, duty.row))
                return

    def _denial(self, words: str) -> str:
        if given_up := _GIVEN_UP.search(words):
            return f"职责条款里写着“{given_up[0]}”，像是别的清单的文字"
        if words.startswith(self._denied) and not words.startswith(self._not_denied):
            return f"职责条款以“{words[:2]}”开头，像是取消了的职责"
        if words.startswith(_NOT) and not words.startswith(self._not_negated):
            return f"职责条款以“{words[:3]}”开头，写的是不做什么"
        return ""

    def _decision(self, clause: Clause) -> str:
        """The word for what only an office with the power to decide does; none in ten thousand townships' cells."""
        before = ""
        for part in _PART.split(fold_forms(clause.text)):
            word = next((word for word in self._decides if word in part), "")
            before += part.partition(word)[0] if word else part
            if word:
                return "" if any(help_word in before for help_word in self._helps) else word
        return ""


def _begins_with(duty: Duty, number: int, bodies: tuple[str, ...]) -> bool:
    """Whether a clause of the township begins with a department of the row, in the column's words or its own."""
    text = fold_forms(duty.township[number - 1].text).removeprefix(_BY)
    ours = {*duty.departments, *duty.supporting}
    named = (w for body, w, where in duty.named if body in ours and where == f"t{number}")
    return text.startswith((*bodies, *(words for words in named if len(words) >= _SHORTEST_BODY)))


def _heads(duty: Duty, number: int) -> bool:
    """Whether a department of the row stands as the heading of a clause of the township."""
    ours = {*duty.departments, *duty.supporting}
    heading = duty.township[number - 1].heading or ""
    return any(
        body in ours and where == f"t{number}" and words in heading
        for body, words, where in duty.named
    )


@lru_cache(maxsize=4)
def _read(checksum: str, folders: tuple[Path, ...]) -> dict[str, float]:
    rows = read_table(folders, "sides", _COLUMNS, 1)
    return {row["gram"]: float(row["weight"]) for _, row in rows}


def _weights(vocabulary: Vocabulary) -> dict[str, float]:
    return _read(vocabulary.checksum, vocabulary.folders)


def misordered(margins: Sequence[tuple[Row, float]]) -> list[list[Row]]:
    """The rows below a header whose words stand in another order than in the first, if that one is wrong.

    ``margins`` are rows with how much more the department's cell reads like a department's work.
    """
    below: dict[Columns, list[tuple[Row, float]]] = {}
    for row, margin in margins:
        below.setdefault(row.columns, []).append((row, margin))
    words = [sorted(columns.titles) for columns in below]
    return [
        [row for row, _ in pairs]
        for titles, pairs in zip(words[1:], list(below.values())[1:], strict=True)
        if titles == words[0] and math.fsum(margin for _, margin in pairs) < 0
    ]


# -- a row and the next ------------------------------------------------------------------------


def judge_neighbours(rows: Sequence[Row], problems: list[RowProblem]) -> None:
    """Report pairs of rows that seem to have exchanged a cell.

    The name of a duty shares words with its own cells. Two names that share clearly more with each
    other's cells had one exchanged: in eight lists no sound pair comes near it.
    """
    for first, second in pairwise(rows):
        if first.kind is not second.kind or first.kind is ListKind.BASIC:
            continue
        if any(_crosses(first, second, role) for role in _TEXTS):
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
    words = _IDEOGRAPHS.sub("", strip_markup(fold_forms(text)))
    return {words[place : place + 2] for place in range(len(words) - 1)}


def _share(name: set[str], text: set[str]) -> float:
    return len(name & text) / len(name) if name else 0.0
