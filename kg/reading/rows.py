"""Rows: from the cells of a table row to a row of a list, with what is irregular about it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from sys import intern

from kg.findings import shorten
from kg.folding import plain, strip_blanks, strip_markup
from kg.reading.blocks import Block
from kg.values import Columns, ListKind, Row

_SERIAL = re.compile(r"\D*(\d{1,9})\D*")


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


class RowReader:
    """Reads the rows of a document one by one: numbers run on, categories carry over."""

    def __init__(self, problems: list[RowProblem]) -> None:
        """Report what is irregular to ``problems``."""
        self.counts = dict.fromkeys(ListKind, 0)
        self.category = ""
        self._problems = problems
        self._printed: int | None = None
        self._at = _Positions()

    def open(self) -> None:
        """Begin a list: nothing carries over."""
        self.category, self._printed = "", None

    def stand_under(self, columns: Columns) -> None:
        """Read the following rows under this header."""
        self._at = _Positions.of(columns)

    def read(
        self, block: Block, cells: tuple[str, ...], columns: Columns, kind: ListKind
    ) -> Row | None:
        """The row these cells make; None if it names no duty."""
        at = self._at
        verbatim = cells[at.name]
        name = verbatim if verbatim.isalnum() else plain(verbatim)
        if not name:
            return None
        number = self.counts[kind] = self.counts[kind] + 1
        printed = cells[at.number] if at.number is not None else ""
        if not printed.isdecimal():
            printed = strip_blanks(strip_markup(printed))
            if not printed and at.code is not None:
                printed = strip_blanks(strip_markup(cells[at.code]))
        written = cells[at.category] if at.category is not None else ""
        if written == self.category:
            category = written
        else:
            category = strip_blanks(strip_markup(written)) or self.category
        # Lists have many cells in common: one object for each, however many lists are read.
        texts = tuple(map(intern, cells))
        locator = intern(block.locator)
        row = Row(kind, number, printed, category, name, block.line, locator, columns, texts)
        self.category = category
        self._check_serial(row)
        if written != category:
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
        digits = _SERIAL.fullmatch(printed)
        if digits is None:
            return
        value, last = int(digits[1]), self._printed
        self._printed = value
        if last is None or value == last + 1:
            return
        if value == 1:
            what = f"序号从 1 重新开始（上一行是 {last}）"
            self._report("serial-restart", row.line, what, printed, row)
        elif value <= last:
            what = f"序号重复：上一行是 {last}，这一行是 {value}"
            self._report("serial-repeat", row.line, what, printed, row)
        else:
            self._report("serial-jump", row.line, f"序号从 {last} 跳到 {value}", printed, row)

    def _check_category(self, row: Row, written: str) -> None:
        text = strip_markup(written).strip()
        if text and text != row.category:
            what = f"事项类别“{text}”里有空格，读作“{row.category}”"
            self._report("category-blank", row.line, what, text, row)
        elif not text and "category" in row.columns.roles:
            what = f"事项类别沿用上一行：{row.category}"
            self._report("category-carried", row.line, what, "", row)

    def _report(self, kind: str, line: int, message: str, quote: str, row: Row) -> None:
        self._problems.append(RowProblem(kind, line, message, quote, row))
