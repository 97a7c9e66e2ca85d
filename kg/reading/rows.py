"""Rows: from the cells of a table row to a row of a list, with what is irregular about it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from sys import intern

from kg.findings import shorten
from kg.folding import fold_forms, plain, strip_blanks, strip_markup
from kg.reading.tables import Line, serial
from kg.values import Columns, ListKind, Row

_CODE = re.compile(
    r"[A-Za-z0-9（）()\-—–.．、_/第项号条款类一二三四五六七八九十百\u4e00-\u9fff]{1,24}"
)
_WORDS = re.compile(r"[\u4e00-\u9fff]")
_NUMERALS = re.compile(r"[第（(]?[一二三四五六七八九十百]{1,5}[)）、.项]?")


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Something irregular met while reading rows; becomes a finding of the document."""

    kind: str
    line: int
    message: str
    quote: str
    row: Row | None = None


@dataclass(frozen=True, slots=True)
class _Positions:
    """Where the columns stand that every row is looked up by."""

    name: int = 0
    number: int | None = None
    code: int | None = None
    category: int | None = None

    @classmethod
    def of(cls, columns: Columns) -> _Positions:
        places = {role: place for place, role in enumerate(columns.roles)}
        return cls(places["name"], places.get("number"), places.get("code"), places.get("category"))


def _is_merged(written: list[str]) -> bool:
    """Whether blank categories are those of merged cells: many, and no category printed twice running.

    Where rows print the category of the row before once more, the cells are not merged; a page that
    begins with the category again stands behind a blank one.
    """
    blank = sum(not words for words in written)
    again = sum(bool(words) and words == before for before, words in pairwise(written))
    first = written.index("") if "" in written else len(written)
    # Printed up to one row, in none after it: the rest is one category only where it is short.
    if blank and not any(written[first:]) and (again or 2 * (len(written) - first) > len(written)):
        return False
    return blank > max(1, len(written) // 5) and 4 * again <= blank


class RowReader:
    """Reads the rows of one list of a document: numbers run on, categories carry over."""

    def __init__(self, kind: ListKind, problems: list[RowProblem]) -> None:
        """Read rows of ``kind``; report what is irregular to ``problems``."""
        self.kind = kind
        self.count = 0
        self.last: int | None = None
        self.before: int | None = None
        self.category = ""
        self._problems = problems
        self._at = _Positions()
        self._columns: Columns | None = None
        self._previous = ""
        self._merged = True
        self._bare = False
        self._digits = False
        self._apart = False
        self._after: int | None = None

    def stand_under(
        self, columns: Columns, lines: list[Line], *, apart: bool = False, after: int | None = None
    ) -> None:
        """Read the following rows, ``lines`` of them, under this header; nothing carries over.

        ``apart``: rows of other lists stand between them, and the numbers run over all of them.
        ``after`` is the last number of the table before, which may be another list's.
        """
        self._apart, self._after = apart, after
        self._at = at = _Positions.of(columns)
        self._columns = columns
        self._bare = False
        self.category = ""
        if self.last is not None:
            self.before = self.last
        self.last = None
        # Where nearly every row prints its category a blank one is no merged cell.
        self._merged = at.category is not None and _is_merged(
            [strip_blanks(line.cells[at.category]) for line in lines]
        )
        if at.number is not None:
            digits = sum(serial(line.cells[at.number]) is not None for line in lines)
            self._digits = 2 * digits >= len(lines)

    def read(self, line: Line) -> Row | None:
        """The row these cells make; None if it names no duty."""
        at, cells, block = self._at, line.cells, line.block
        columns = self._columns
        assert columns is not None
        verbatim = cells[at.name]
        name = verbatim if verbatim.isalnum() else plain(verbatim)
        name = fold_forms(name)
        if not name:
            return None
        self.count += 1
        printed = cells[at.number] if at.number is not None else ""
        if not printed.isdecimal():
            printed = strip_blanks(strip_markup(printed))
            if not printed and at.code is not None:
                printed = strip_blanks(strip_markup(cells[at.code]))
        if line.category:
            self.category = line.category
        written = cells[at.category] if at.category is not None else ""
        if written == self.category:
            category = written
        else:
            category = fold_forms(strip_blanks(strip_markup(written))) or self.category
        # Lists have many cells in common: one object for each, however many lists are read.
        texts = tuple(map(intern, cells))
        locator = intern(block.locator)
        row = Row(
            self.kind, self.count, printed, category, name, block.line, locator, columns, texts
        )
        self._check_serial(row)
        self.category = self._previous = category
        if written != category or not category:
            self._check_category(row, written)
        if verbatim != name:
            text = strip_markup(verbatim).strip()
            if text != name and strip_blanks(text) == strip_blanks(name):
                what = f"事项名称里有空格，读作“{shorten(name)}”"
                self._report("word-blank", row.line, what, text, row)
        return row

    def _check_serial(self, row: Row) -> None:
        printed = row.printed
        if not printed:
            if "number" in row.columns.roles:
                self._report("serial-missing", row.line, "这一行没有序号", "", row)
            return
        value = serial(printed)
        if value is None:
            self._check_shape(row)
            return
        last = self.last
        self.last = value
        if self._apart and (last is None or value > last):
            return
        if last is None:
            self._check_start(row, value)
        elif value == last + 1:
            return
        elif value == 1 and self._may_restart(row, last):
            what = f"序号从 1 重新开始（上一行是 {last}）"
            self._report("serial-restart", row.line, what, printed, row)
        elif value <= last:
            what = f"序号重复或倒退：上一行是 {last}，这一行是 {value}"
            self._report("serial-repeat", row.line, what, printed, row)
        else:
            what = f"序号从 {last} 跳到 {value}，缺 {value - last - 1} 项"
            self._report("serial-jump", row.line, what, printed, row)

    def _may_restart(self, row: Row, last: int) -> bool:
        """Whether numbers may begin again here: with another category, or where none is given."""
        if last == 1:  # one item under a category that stands as a heading
            return "category" not in row.columns.roles and row.category != self._previous
        return not row.category or row.category != self._previous

    def _check_start(self, row: Row, value: int) -> None:
        """A table begins at 1, or goes on where the one before it ended."""
        goes_on = {(last or 0) + 1 for last in (self.before, self._after)}
        if value == 1 or not self._digits or value in goes_on:
            return
        missing = "1" if value == 2 else f"1 至 {value - 1}"
        what = f"《{self.kind.zh}清单》从第 {value} 项开始"
        what += f"，前面缺第 {missing} 项" if value else "，不是从 1 开始"
        self._report("serial-start", row.line, what, row.printed, row)

    def _check_shape(self, row: Row) -> None:
        """A number is a number, a numeral or a code; words are the rest of another cell."""
        printed = row.printed
        other = next((k for k in ListKind if k is not self.kind and k.short in printed), None)
        if other and self.kind.short not in printed:
            what = f"序号“{shorten(printed)}”写的是{other.short}清单，这里是《{self.kind.zh}清单》"
            self._report("serial-odd", row.line, what, printed, row)
            return
        words = len(_WORDS.findall(printed))
        if _NUMERALS.fullmatch(printed) or (
            _CODE.fullmatch(printed) and (words == 0 or not self._digits)
        ):
            if self._digits:
                what = f"序号一格印的是“{shorten(printed)}”，别的行是数字"
                self._report("serial-odd", row.line, what, printed, row)
            return
        what = f"序号一格里不是序号，是“{shorten(printed)}”；这一行的格子可能错位"
        self._report("row-shifted", row.line, what, printed, row)

    def _check_category(self, row: Row, written: str) -> None:
        text = strip_markup(written).strip()
        if text and text != row.category and fold_forms(text) != row.category:
            what = f"事项类别“{text}”里有空格，读作“{row.category}”"
            self._report("category-blank", row.line, what, text, row)
        elif not text and "category" in row.columns.roles:
            if not row.category:
                if not self._bare:
                    what = f"从第 {row.number} 项起没有写事项类别，到写明类别的一项为止"
                    self._report("category-empty", row.line, what, "", row)
                self._bare = True
            elif self._merged:
                what = f"事项类别沿用上一行：{row.category}"
                self._report("category-carried", row.line, what, "", row)
            else:
                what = f"这一行没有写事项类别（别的行都写了），沿用上一行：{row.category or '无'}"
                self._report("category-empty", row.line, what, "", row)

    def _report(self, kind: str, line: int, message: str, quote: str, row: Row) -> None:
        self._problems.append(RowProblem(kind, line, message, quote, row))
