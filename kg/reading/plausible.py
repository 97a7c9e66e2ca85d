"""Plausibility: whether the rows of a list look like rows of such a list.

A category is known or at least no duty, a name is no category, a cell of departments names
bodies, clauses are clauses of their side. What does not look so was exchanged, shifted or misread.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from rapidfuzz.distance import OSA

from kg.bodies.names import NameReader
from kg.findings import shorten
from kg.folding import fold_blanks, fold_forms, strip_blanks, strip_markup
from kg.reading.rows import RowProblem
from kg.reading.sides import EXCHANGED, SideReader, judge_neighbours
from kg.values import Duty, ListKind, Mention, Row
from kg.vocabulary.loading import Vocabulary

_LONGEST_CATEGORY = 20
_LONGEST_BODY = 30
_SENTENCE = re.compile(r"[。；;！？]")
_ITEM = re.compile(r"(?:^|[；;。\s>])\d{1,2}[.．、](?!\d)")
_ENDS_IN_PLACE = re.compile(r"[、，](?:[县市区州省]|自治[州县]|自治区)?$")
_NO_WORDS = re.compile(r"[^\u4e00-\u9fffA-Za-z]*")
_BRACKET = re.compile(r"[（(][^（）()]*[)）]?$")
_SENTENCE_ENDS = "。；;！!？?：:"
_FULL_STOP = "。"
_USUAL_SHARE = 0.9
_BRACKETS = (("（", "）"), ("《", "》"), ("“", "”"), ("【", "】"), ("〔", "〕"))
_FEWEST_ROWS = 5
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_FEWEST_PAIRS = 3
_SHORT = 6
_FEW_BACK = 2
_TAIL = 200


class Judge:
    """Judges the duties of one township's lists."""

    def __init__(self, vocabulary: Vocabulary, names: NameReader) -> None:
        """``names`` reads the bodies of the document."""
        self._categories = vocabulary.category_by_form
        self._ends = vocabulary.signs.get("office-end", ())
        self._names = names
        self._sides = SideReader(vocabulary)

    def judge(self, duties: Sequence[Duty], problems: list[RowProblem]) -> None:
        """Add what is implausible to ``problems``."""
        self._judge_categories([duty.row for duty in duties], problems)
        margins: list[float] = []
        exchanged: list[tuple[Row, float]] = []
        for duty in duties:
            self._judge_name(duty.row, problems)
            self._judge_repeats(duty.row, problems)
            self._judge_characters(duty.row, problems)
            if duty.row.kind is ListKind.COOPERATION:
                self._judge_bodies(duty, "departments", problems)
                self._judge_clauses(duty, problems)
                margin = self._margin(duty)
                if margin is not None:
                    margins.append(margin)
                    if margin < EXCHANGED:
                        exchanged.append((duty.row, margin))
            elif duty.row.kind is ListKind.RECLAIMED:
                self._judge_bodies(duty, "taker", problems)
        self._judge_sides(margins, exchanged, problems)
        judge_neighbours([duty.row for duty in duties], problems)
        _judge_order([duty.row for duty in duties], problems)
        _judge_endings([duty.row for duty in duties], problems)
        _judge_end([duty.row for duty in duties], problems)

    # -- categories and names -------------------------------------------------------------

    def _is_category(self, words: str) -> bool:
        return words in self._categories and len(words) > 2

    def _judge_categories(self, rows: list[Row], problems: list[RowProblem]) -> None:
        """A category is known, or it stands over several duties and is no duty itself."""
        counts = Counter((row.kind, row.category) for row in rows)
        said: set[tuple[ListKind, str]] = set()
        for row in rows:
            category = row.category
            if not category or category in self._categories:
                continue
            if self._is_category(row.name):
                what = (
                    f"事项类别写的是“{shorten(category)}”，事项名称写的是“{row.name}”；两格对调了"
                )
                problems.append(RowProblem("columns-swapped", row.line, what, row.name, row))
                continue
            if len(category) > _LONGEST_CATEGORY or _SENTENCE.search(category):
                what = f"事项类别一格不像类别：“{shorten(category)}”"
                problems.append(self._of(row, "category-odd", what, "category"))
                continue
            key = (row.kind, category)
            if key in said:
                continue
            said.add(key)
            near = self._near(category)
            what = f"类别表里没有“{category}”（本清单 {counts[key]} 项）"
            what += f"；是不是“{near}”" if near else ""
            problems.append(self._of(row, "category-unknown", what, "category"))

    def _near(self, category: str) -> str:
        for known in self._categories:
            if len(known) > 2 and OSA.distance(known, category, score_cutoff=1) <= 1:
                return known
        return ""

    def _judge_name(self, row: Row, problems: list[RowProblem]) -> None:
        name, what = row.name, ""
        if _NO_WORDS.fullmatch(name):
            what = f"事项名称里没有文字：“{shorten(name)}”"
        elif self._is_category(name):
            what = f"事项名称写的是一个类别：“{name}”"
        elif len(_ITEM.findall(name)) > 1:
            what = f"事项名称一格像是职责条款：“{shorten(name)}”"
        elif name.endswith(self._ends) and self._is_bodies(name):
            what = f"事项名称一格写的是部门：“{shorten(name)}”"
        elif _ENDS_IN_PLACE.search(name):
            what = f"事项名称没有写完，或连着下一格：“{shorten(name)}”"
        if what:
            problems.append(self._of(row, "row-shifted", f"{what}；这一行的格子可能错位", "name"))

    def _is_bodies(self, words: str) -> bool:
        mentions = self._names.read_heading(words)
        return bool(mentions) and all(mention.department.known for mention in mentions)

    # -- departments ----------------------------------------------------------------------

    def _judge_bodies(self, duty: Duty, role: str, problems: list[RowProblem]) -> None:
        """The cell of departments names bodies, or at least words that could be names."""
        cell = duty.row.cell(role)
        if cell is None or not strip_blanks(cell):
            return
        mentions = duty.mentions
        odd = [m.written for m in mentions if not m.department.known and not self._is_name(m)]
        if odd and (len(odd) == len(mentions) or any(len(w) > _LONGEST_BODY for w in odd)):
            header = "对应上级部门" if role == "departments" else "承接部门"
            what = f"{header}一格写的不像部门：“{shorten(odd[0])}”；这一行的格子可能错位"
            problems.append(self._of(duty.row, "department-odd", what, role))

    def _is_name(self, mention: Mention) -> bool:
        words = _BRACKET.sub("", mention.written)
        return (
            len(words) <= _LONGEST_BODY
            and not _SENTENCE.search(words)
            and words.endswith(self._ends)
        )

    # -- clauses --------------------------------------------------------------------------

    def _judge_clauses(self, duty: Duty, problems: list[RowProblem]) -> None:
        for role in ("superior", "township"):
            words = fold_forms(fold_blanks(strip_markup(duty.row.cell(role) or ""))).strip()
            if not words:
                continue
            if self._is_category(words) or (len(words) < 80 and self._is_bodies(words)):
                what = f"职责一格写的不是职责：“{shorten(words)}”；这一行的格子可能错位"
                problems.append(self._of(duty.row, "row-shifted", what, role))

    @staticmethod
    def _judge_repeats(row: Row, problems: list[RowProblem]) -> None:
        """Two long cells of a row with the same words."""
        seen: dict[str, None] = {}
        for text in row.texts:
            words = strip_blanks(text)
            if len(words) > _SHORT and words in seen:
                what = f"两格文字完全相同：“{shorten(words)}”"
                problems.append(
                    RowProblem("cells-repeated", row.line, what, text.strip()[:_TAIL], row)
                )
            seen[words] = None

    @staticmethod
    def _judge_characters(row: Row, problems: list[RowProblem]) -> None:
        for text in row.texts:
            match = _CONTROL.search(text)
            if match:
                what = f"文字里有控制字符 U+{ord(match[0]):04X}，读作空格，导出 XML 时换成空格"
                quote = text[match.end() :].strip()[:_TAIL].split("\n")[0]
                problems.append(RowProblem("control-character", row.line, what, quote, row))
                return

    def _margin(self, duty: Duty) -> float | None:
        superior, township = duty.row.cell("superior"), duty.row.cell("township")
        if not superior or not township:
            return None
        return self._sides.margin(fold_forms(superior), fold_forms(township))

    def _judge_sides(
        self,
        margins: list[float],
        exchanged: list[tuple[Row, float]],
        problems: list[RowProblem],
    ) -> None:
        """Whether the two columns of duties were exchanged: in the header, or in some rows."""
        if len(margins) >= _FEWEST_PAIRS and sum(margins) < 0:
            row = exchanged[0][0] if exchanged else None
            what = "“上级部门职责”和“配合职责”两列像是对调了：部门一列写的是乡镇的事"
            line = row.line if row else 0
            problems.append(RowProblem("columns-swapped", line, what, "", row))
            return
        for row, _ in exchanged:
            what = "“上级部门职责”和“配合职责”两格像是对调了，请核对"
            problems.append(self._of(row, "cells-exchanged", what, "superior"))

    @staticmethod
    def _of(row: Row, kind: str, what: str, role: str) -> RowProblem:
        quote = (row.cell(role) or row.name).strip()[:_TAIL]
        return RowProblem(kind, row.line, what, quote, row)


def _judge_order(rows: list[Row], problems: list[RowProblem]) -> None:
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


def _judge_endings(rows: list[Row], problems: list[RowProblem]) -> None:
    """A cell of text that ends without a stop where nearly all others have one."""
    for role in ("superior", "township", "taker-and-method"):
        cells = [(row, text) for row in rows if (text := (row.cell(role) or "").strip())]
        if len(cells) < _FEWEST_PAIRS:
            continue
        ends = [_ending(text) in (_FULL_STOP, "；", ";") for _, text in cells]
        if ends.count(True) < _USUAL_SHARE * (len(cells) - 1):
            continue
        for (row, text), ended in zip(cells, ends, strict=True):
            if not ended:
                what = f"这一格没有句末标点，别的行都有，可能没有写完：“…{text[-20:]}”"
                problems.append(RowProblem("cell-unfinished", row.line, what, text[-40:], row))


def _judge_end(rows: list[Row], problems: list[RowProblem]) -> None:
    """Whether the last row of the document breaks off: it ends otherwise than those before it."""
    if not rows:
        return
    last = max(rows, key=lambda row: row.line)
    rows = [row for row in rows if row.kind is last.kind]
    text = last.texts[-1]
    what = ""
    if _ending(text) != _FULL_STOP and _ends_open(text):
        what = "最后一行没有写完（括号、引号或标记没有结束）"
    elif len(rows) >= _FEWEST_ROWS and text.strip():
        before = [_ending(row.texts[-1]) for row in rows if row is not last]
        usual = max(set(before), key=before.count)
        if usual == _FULL_STOP and before.count(usual) >= _USUAL_SHARE * len(before):
            what = "最后一行没有写完（没有句末标点）" if _ending(text) != usual else ""
    if what:
        what = f"{what}，文件可能被截断"
        problems.append(RowProblem("cut-off", last.line, what, text[-40:], last))


def _ending(cell: str) -> str:
    """What a cell ends with: a full stop of some kind, another mark, or words ('')."""
    end = strip_markup(cell).rstrip()[-1:]
    if end in "。！？!?":
        return _FULL_STOP
    return end if end in _SENTENCE_ENDS or not end.isalnum() else ""


def _ends_open(cell: str) -> bool:
    """Whether a bracket, a quotation or a tag begins near the end of a cell and never ends."""
    tail = cell[-_TAIL:]
    if tail.rfind("<") > tail.rfind(">"):
        return True
    return any(tail.rfind(opening) > tail.rfind(closing) for opening, closing in _BRACKETS)
