"""Sides: one column that holds what the departments do and what the township does, each under its label.

``县级职责：…；乡镇职责：…`` in a column of duties, in every row, is two columns. Where a row has words before
the first label, or labels that come again, nobody could tell whose the words are: the column stays whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.bodies.breaks import LINE
from kg.findings import shorten
from kg.folding import fold_forms, strip_blanks, strip_markup
from kg.reading.headers import EXTRA, HeaderReader
from kg.reading.lists.found import ListReading
from kg.reading.rows import RowProblem
from kg.reading.tables import Line, Table
from kg.values import Columns
from kg.vocabulary.loading import Vocabulary

_NUMBERING = r"(?:[（(]?(?:[一二三四五六七八九十]{1,2}|\d{1,2})[)）.．、]{1,2}\s*)?"
_LABEL = re.compile(
    rf"(?:(?<=^)|(?<=[\s。；;]))\s*{_NUMBERING}(?P<open>[【\[]?)(?P<label>[\u4e00-\u9fff（()）、/]{{1,20}})"
    r"(?P<shut>[】\]]?)\s*(?:[：:]|(?<=[】\]])|(?P<line>$))\s*",
    re.MULTILINE,
)
"""A label where a line or a sentence begins: ``县级职责：``, ``（二）镇职责:``, ``【乡镇职责】`` on a line of its own."""
_OF_BODY = re.compile("局|部门|单位|中心|院|队|站|公司|委员会|办公室|[县市区旗]委")
_LEADING = ("牵头", "主责", "主体", "主办")
_SUPPORTING = ("配合", "协助", "协同", "协办")
_SUPERIOR, _TOWNSHIP = "superior", "township"
_EMPTY_SIDE = ("", "")


@dataclass(frozen=True, slots=True)
class _Parted:
    """The words of both sides, and the labels they stand under."""

    superior: str
    township: str
    labels: tuple[str, str]


def part_sides(reading: ListReading, vocabulary: Vocabulary) -> None:
    """Make two columns of each column of a table that holds both sides' duties in its rows."""
    reader = _SideReader(vocabulary)
    for table in reading.tables:
        at = _place(table, reader)
        if at is None:
            continue
        parted = [reader.part(line.cells[at], table.columns) for line in table.lines]
        unclear = [line for line, found in zip(table.lines, parted, strict=True) if found is None]
        own = {p.labels[1] for p in parted if p and reader.has_own_name(p.labels[1])}
        if not unclear and len(own) < 2:
            _widen(reading, table, at, [p for p in parted if p], min(own, default=""))
        elif 2 * len(unclear) < len(table.lines):
            for line in unclear:
                reading.problems.append(_unclear(line, table.columns.titles[at], line.cells[at]))


def _place(table: Table, reader: _SideReader) -> int | None:
    """The column that may hold both sides: no other holds the township's, and most of its cells are two."""
    roles = table.columns.roles
    if _TOWNSHIP in roles and _SUPERIOR in roles:
        return None
    for at, role in enumerate(roles):
        if role not in (EXTRA, _SUPERIOR, _TOWNSHIP):
            continue
        filled = [line.cells[at] for line in table.lines if strip_blanks(line.cells[at])]
        labelled = [
            cell
            for cell in filled
            if (found := reader.part(cell, table.columns)) and all(found.labels)
        ]
        if labelled and 2 * len(labelled) > len(filled):
            return at
    return None


def _widen(reading: ListReading, table: Table, at: int, parted: list[_Parted], own: str) -> None:
    """Put two columns in the place of one."""
    columns = table.columns
    first = next(p for p in parted if all(p.labels))
    title = columns.titles[at]
    reading.known_after_all(table, (title,))
    titles = (
        *columns.titles[:at],
        first.labels[0],
        own or first.labels[1],
        *columns.titles[at + 1 :],
    )
    roles = (*columns.roles[:at], _SUPERIOR, _TOWNSHIP, *columns.roles[at + 1 :])
    table.columns = Columns(roles, titles)
    for line, found in zip(table.lines, parted, strict=True):
        line.cells = (*line.cells[:at], found.superior, found.township, *line.cells[at + 1 :])
    what = f"“{title}”一列写着两边的职责，按标签“{titles[at]}”“{titles[at + 1]}”分成两列，请核对"
    reading.report("sides-parted", table.header.line, what, title)


def _unclear(line: Line, title: str, cell: str) -> RowProblem:
    words = strip_markup(cell).strip()
    what = (
        f"“{title}”一格里看不出哪些是部门的职责、哪些是乡镇的（别的行都有“县级职责：”“乡镇职责：”这样的标签），"
        f"请在各自前面写明：“{shorten(words, 40)}”{line.block.where}"
    )
    return RowProblem("row-unclear", line.block.line, what, cell[:60])


class _SideReader:
    """Knows the labels of both sides."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._headers = HeaderReader(vocabulary)
        self._superior = frozenset(vocabulary.signs.get("side-superior", ()))
        self._township = frozenset(vocabulary.signs.get("side-township", ()))

    def has_own_name(self, label: str) -> bool:
        """Whether a label of the township's side says which township: 某某镇职责."""
        words = label
        for general in sorted(self._township, key=len, reverse=True):
            if words.startswith(general):
                return False
        return bool(words) and not words.startswith(_SUPPORTING)

    def side(self, label: str) -> str:
        """The side a label names, '' if it names none or perhaps another."""
        words = fold_forms(strip_blanks(label))
        if words in self._superior:
            return _SUPERIOR
        if words in self._township:
            return _TOWNSHIP
        role = self._headers.role_of(words)
        if role == _TOWNSHIP and not _OF_BODY.search(words):
            return _TOWNSHIP
        return _SUPERIOR if role == _SUPERIOR else ""

    def part(self, cell: str, columns: Columns) -> _Parted | None:
        """Both sides of a cell, None where they cannot be told apart; a cell may have one side only."""
        text = LINE.sub("\n", cell).strip()
        if not text:
            return _Parted("", "", _EMPTY_SIDE)
        marks = list(self._marks(text))
        if not marks or text[: marks[0][1]].strip():
            return None
        sides = [side for side, *_ in marks]
        turn = next((n for n, side in enumerate(sides) if side != sides[0]), len(sides))
        if len(set(sides[turn:])) > 1:
            return None
        second = marks[turn] if turn < len(marks) else None
        pieces = {
            sides[0]: (text[marks[0][2] : second[1] if second else None].strip(), marks[0][3])
        }
        if second:
            pieces[second[0]] = (text[second[2] :].strip(), second[3])
        superior, township = pieces.get(_SUPERIOR, _EMPTY_SIDE), pieces.get(_TOWNSHIP, _EMPTY_SIDE)
        if self._may_be_supporting(superior[1], township[1], columns):
            return None
        return _Parted(superior[0], township[0], (superior[1], township[1]))

    def _marks(self, text: str) -> Iterator[tuple[str, int, int, str]]:
        """Side, start, end and words of each label."""
        for match in _LABEL.finditer(text):
            alone = match["line"] is not None
            if bool(match["open"]) != bool(match["shut"]) or (
                alone and not _begins_line(text, match.start("label"), bool(match["open"]))
            ):
                continue
            if side := self.side(match["label"]):
                yield side, match.start(), match.end(), strip_blanks(match["label"])

    @staticmethod
    def _may_be_supporting(superior: str, township: str, columns: Columns) -> bool:
        """Whether 配合职责 may be the supporting departments': beside 牵头职责, or where a column has those."""
        return township.startswith(_SUPPORTING) and (
            superior.startswith(_LEADING) or "supporting" in columns.roles
        )


def _begins_line(text: str, start: int, bracketed: bool) -> bool:
    """Whether a label without a colon has its line for itself."""
    before = text[text.rfind("\n", 0, start) + 1 : start - bracketed]
    return re.fullmatch(rf"\s*{_NUMBERING}", before) is not None
