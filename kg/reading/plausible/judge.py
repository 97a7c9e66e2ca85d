"""Judge: whether the rows of a list look like rows of such a list.

A category is known or at least no duty, a name is no category, a cell of departments names
bodies, clauses are clauses of their side. What does not look so was exchanged, shifted or misread.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from rapidfuzz.distance import OSA

from kg.bodies.names import NameReader
from kg.findings import shorten
from kg.folding import fold_blanks, fold_forms, strip_blanks, strip_markup
from kg.reading.known.printed import Printed
from kg.reading.known.usual import UsualCategories
from kg.reading.plausible.categories import CategoryWeights, glued, is_compound
from kg.reading.plausible.cells import judge_cells
from kg.reading.plausible.copied import judge_copies
from kg.reading.plausible.damaged import judge_damage
from kg.reading.plausible.displaced import judge_displaced
from kg.reading.plausible.endings import EndingReader
from kg.reading.plausible.filing import Filing
from kg.reading.plausible.joint import judge_joint
from kg.reading.plausible.leftovers import judge_leftovers
from kg.reading.plausible.levels import judge_levels
from kg.reading.plausible.manners import MannerReader
from kg.reading.plausible.methods import SIGNS, judge_methods
from kg.reading.plausible.names import judge_names
from kg.reading.plausible.order import judge_order
from kg.reading.plausible.sides import (
    EXCHANGED,
    ClauseWords,
    SideReader,
    judge_neighbours,
    misordered,
)
from kg.reading.plausible.strangers import judge_strangers
from kg.reading.plausible.topics import topic_reader
from kg.reading.plausible.words import WordReader
from kg.reading.rows import RowProblem
from kg.values import Duty, ListKind, Mention, Place, Row, Township
from kg.vocabulary.loading import Vocabulary

_LONGEST_CATEGORY = 20
_LONGEST_BODY = 30
_OWN = 3
"""Rows of a category of which no table knows that make it the place's own: 固边兴边."""
_SENTENCE = re.compile(r"[。；;！？]")
_ITEM = re.compile(r"(?:^|[；;。\s>])\d{1,2}[.．、](?!\d)")
_ENDS_IN_PLACE = re.compile(r"[、，](?:[县市区州省]|自治[州县]|自治区)?$")
_NO_WORDS = re.compile(r"[^\u4e00-\u9fff]*")
_BRACKET = re.compile(r"[（(][^（）()]*[)）]?$")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_BEFORE_COLON = re.compile(r"(?!.{0,12}(?:承接|方式|部门))\s*([^：:。，\s][^：:。，]{0,19})[：:]")
_FEWEST_PAIRS = 3
_REPORTS = r"(?:报|上报|报送|报告|报请|移交|移送|反馈|转交|提交)(?:至|给|到)?"
_SHORT, _LONGEST_REST, _TAIL = 6, 6, 200


class Judge:
    """Judges the duties of one township's lists."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        names: NameReader,
        township: Township | None,
        words: WordReader,
    ) -> None:
        """``names`` reads the bodies of the document, ``township`` is the list's, ``words`` tells whole words."""
        signs = vocabulary.signs
        self._own = _above(township.place) if township else None
        self._county = township.place.parent if township else None
        self._name = township.place.name if township else ""
        self._categories = vocabulary.category_by_form
        self._ends = signs.get("office-end", ())
        self._not_names = signs.get("no-name", ())
        self._instead = frozenset((*self._not_names, *signs.get("empty", ())))
        self._common = signs.get("common-pair", ())
        self._closing = (*self._ends, *signs.get("name-end", ()))
        self._watermarks = signs.get("watermark", ())
        self._nobody = signs.get("nobody", ())
        self._remarks = signs.get("remark-inside", ())
        self._not_negated = signs.get("not-negated", ())
        self._denied = signs.get("denied", ()), signs.get("not-denied", ())
        self._not_taken = signs.get("not-taken", ())
        self._clause_words = ClauseWords(vocabulary)
        self._hollow = [*signs.get("hollow", ()), *signs.get("no-content", ())]
        self._names_of_categories = frozenset(c.name for c in vocabulary.categories.values())
        self._names = names
        self._sides = SideReader(vocabulary)
        usual = UsualCategories(vocabulary)
        self._in_order = township is not None and usual.knows_order(township.code)
        self._printed = Printed(vocabulary)
        self._topics = topic_reader(vocabulary)
        self._manners = MannerReader(vocabulary)
        self._acts = [signs.get(sign, ()) for sign in SIGNS]
        self._filing = Filing(self._topics, CategoryWeights(vocabulary), usual, self._printed)
        self._endings = EndingReader(vocabulary)
        self._words = words

    def judge(
        self, duties: Sequence[Duty], titles: Sequence[str], problems: list[RowProblem]
    ) -> None:
        """Add what is implausible to ``problems``; ``titles`` are those the document prints."""
        rows = [duty.row for duty in duties]
        self._judge_categories(rows, problems)
        margins: list[tuple[Row, float]] = []
        exchanged: list[tuple[Row, float]] = []
        for duty in duties:
            self._judge_name(duty.row, problems)
            self._judge_elsewhere(duty, problems)
            self._judge_repeats(duty.row, problems)
            self._judge_characters(duty.row, problems)
            if duty.row.kind is ListKind.COOPERATION:
                self._judge_bodies(duty, "departments", problems)
                self._judge_clauses(duty, problems)
                margin = self._margin(duty)
                if margin is not None:
                    margins.append((duty.row, margin))
                turned = margin is not None and margin < EXCHANGED
                if self._reports(duty, "superior") or (turned and not self._reports(duty)):
                    exchanged.append((duty.row, margin or 0.0))
            elif duty.row.kind is ListKind.RECLAIMED:
                self._judge_bodies(duty, "taker", problems)
                self._judge_nobody(duty, problems)
        self._judge_sides(margins, exchanged, problems)
        judge_cells(
            rows,
            titles,
            self._not_names,
            self._nobody,
            self._names_of_categories,
            self._remarks,
            {"不": self._not_negated},
            problems,
        )
        judge_names(duties, *self._denied, problems)
        judge_leftovers(
            duties,
            self._instead,
            self._watermarks,
            self._name,
            self._names.read_heading,
            problems,
            self._hollow,
        )
        judge_methods(
            duties,
            self._nobody,
            self._acts,
            self._names.read_heading,
            self._sides.is_townships,
            problems,
            self._not_taken,
        )
        judge_neighbours(rows, problems)
        judge_displaced(duties, self._topics, self._printed.confirms, problems)
        judge_strangers(duties, self._name, self._common, self._printed, self._topics, problems)
        judge_damage(rows, problems)
        judge_copies(duties, problems)
        judge_levels(duties, self._county, self._names.find, self._topics.related, problems)
        self._filing.judge(duties, self._names, problems)
        judge_joint(duties, self._topics, self._printed.gives, self._names, self._county, problems)
        judge_order(rows, self._categories, problems, known=self._in_order)
        self._endings.judge(duties, self._nobody, self._closing, problems)
        self._words.judge(rows, self._printed.prints, problems)
        self._manners.judge(duties, self._printed.prints, self._words.begins_with_action, problems)

    # -- categories and names -------------------------------------------------------------

    def _is_category(self, words: str) -> bool:
        return words in self._categories and len(words) > 2

    def _judge_categories(self, rows: list[Row], problems: list[RowProblem]) -> None:
        """A category is known, or it stands over several duties and is no duty itself."""
        counts = Counter((row.kind, row.category) for row in rows)
        known = sum(row.category in self._categories for row in rows)
        said: set[str] = set()
        for row in rows:
            category = row.category
            if not category:
                continue
            rest = self._rest_of_category(category, row.name)
            if rest:
                what = (
                    f"事项类别“{category}{rest}”断成两截，后半截在事项名称里：“{shorten(row.name)}”"
                )
                problems.append(self._of(row, "row-shifted", what, "name"))
                continue
            if category in self._categories or is_compound(category, self._categories):
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
            once = counts[row.kind, category] == 1
            what = glued(category, self._names_of_categories) if once else ""
            if once and 2 * known > len(rows) and self._is_bodies(category):
                what = f"事项类别一格写的是部门：“{shorten(category)}”；这一行的格子可能错位"
            if what:
                problems.append(self._of(row, "row-shifted", what, "category"))
                continue
            if category in said:
                continue
            said.add(category)
            near = self._near(category)
            count = counts[row.kind, category]
            what = f"类别表里没有“{category}”（本清单 {count} 项）"
            what += f"；是不是“{near}”" if near else ""
            kind = "category-unknown" if near or count < _OWN else "category-own"
            problems.append(self._of(row, kind, what, "category"))

    def _rest_of_category(self, category: str, name: str) -> str:
        """The beginning of a name that makes a piece of a category (生态) a whole one (生态环保)."""
        for count in range(2, min(_LONGEST_REST, len(name)) + 1):
            whole = category + name[:count]
            if whole in self._names_of_categories and category not in self._names_of_categories:
                return name[:count]
        return ""

    def _near(self, category: str) -> str:
        near = (k for k in self._categories if OSA.distance(k, category, score_cutoff=1) <= 1)
        return next((known for known in near if len(known) > 2), "")

    def _judge_name(self, row: Row, problems: list[RowProblem]) -> None:
        name, what = row.name, ""
        if _NO_WORDS.fullmatch(name):
            what = f"事项名称里没有文字：“{shorten(name)}”"
        elif self._is_category(
            name
        ) and not (  # 平安法治 | 平安建设 | 县委政法委: nothing is shifted
            row.category in self._categories and self._is_bodies(row.cell("departments") or "")
        ):
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
        found = self._names.read_heading(words)
        return bool(found) and all(mention.department.known for mention in found)

    # -- departments ----------------------------------------------------------------------

    def _judge_bodies(self, duty: Duty, role: str, problems: list[RowProblem]) -> None:
        """The cell of departments names bodies, or at least words that could be names."""
        cell = duty.row.cell(role)
        if cell is None or not strip_blanks(cell):
            return
        mentions = duty.mentions
        odd = [m.written for m in mentions if not m.department.known and not self._is_name(m)]
        long = any(len(words) > _LONGEST_BODY for words in odd)
        if odd and (long or len(odd) == len(mentions) or _SENTENCE.search(strip_markup(cell))):
            header = "对应上级部门" if role == "departments" else "承接部门"
            what = f"{header}一格写的不像部门：“{shorten(odd[0])}”；这一行的格子可能错位"
            problems.append(self._of(duty.row, "department-odd", what, role))

    def _judge_elsewhere(self, duty: Duty, problems: list[RowProblem]) -> None:
        """The bodies of a cell are those of the township's own county or of one above it."""
        if self._own is None:
            return
        for body in dict.fromkeys((*duty.departments, *duty.supporting)):
            place = body.jurisdiction
            if place is not None and place.known and place.code not in self._own:
                what = f"写的是别处的部门“{body.name}”；照原样读入，请核对"
                quote = next((m.written for m in duty.mentions if m.department == body), "")
                problems.append(
                    RowProblem("department-elsewhere", duty.row.line, what, quote, duty.row)
                )

    @staticmethod
    def _judge_nobody(duty: Duty, problems: list[RowProblem]) -> None:
        """Nobody does it any more, and yet words stand before the colon where the holder stands."""
        if not duty.discontinued or duty.departments:
            return
        for role in ("taker-and-method", "taker"):
            cell = fold_forms(strip_markup(duty.row.cell(role) or ""))
            if found := _BEFORE_COLON.match(cell):
                what = f"写着不再开展，前面又写着“{shorten(found[1])}”；是否还有人承担请核对"
                problems.append(
                    RowProblem(
                        "holder-contradicted", duty.row.line, what, cell[:_TAIL].strip(), duty.row
                    )
                )

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
        self._clause_words.judge(duty, problems)
        firsts = sum(clause.printed == "1" for clause in duty.township)
        if firsts > 1 and not any(c.heading or c.section for c in duty.township):
            what = "配合职责的编号又从 1 开始，像是连着另一项的职责，请核对"
            problems.append(self._of(duty.row, "clause-number-slip", what, "township"))

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

    @staticmethod
    def _reports(duty: Duty, side: str = "township") -> bool:
        """Whether a side of a row reports to its only department: then that is the township's work.

        In eight lists a third of the townships' cells report to the department, of its own cells none.
        """
        if len(duty.departments) != 1:
            return False
        text = strip_blanks(strip_markup(duty.row.cell(side) or ""))
        return any(
            body in duty.departments
            and where.startswith(side[0])
            and re.search(rf"{_REPORTS}{re.escape(strip_blanks(words))}", text)
            for body, words, where in duty.named
        )

    def _judge_sides(
        self,
        margins: list[tuple[Row, float]],
        exchanged: list[tuple[Row, float]],
        problems: list[RowProblem],
    ) -> None:
        """Whether the two columns of duties were exchanged: in a header, or in some rows."""
        if len(margins) >= _FEWEST_PAIRS and sum(margin for _, margin in margins) < 0:
            row = exchanged[0][0] if exchanged else None
            what = "“上级部门职责”和“配合职责”两列像是对调了：部门一列写的是乡镇的事"
            line = row.line if row else 0
            problems.append(RowProblem("columns-swapped", line, what, "", row))
            return
        turned = misordered(margins)
        for rows in turned:
            what = "再次出现的表头里“上级部门职责”和“配合职责”两列像是对调了，以下各行都是"
            problems.append(RowProblem("columns-swapped", rows[0].line, what, "", rows[0]))
        for row in (row for row, _ in exchanged if not any(row in rows for rows in turned)):
            what = "“上级部门职责”和“配合职责”两格像是对调了，请核对"
            problems.append(self._of(row, "cells-exchanged", what, "superior"))

    @staticmethod
    def _of(row: Row, kind: str, what: str, role: str) -> RowProblem:
        quote = (row.cell(role) or row.name).strip()[:_TAIL]
        return RowProblem(kind, row.line, what, quote, row)


def _above(place: Place | None) -> frozenset[str]:
    """The codes of a place and of those above it."""
    return frozenset(one.code for one in place.lineage()) if place else frozenset()
