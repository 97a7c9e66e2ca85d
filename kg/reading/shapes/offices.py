"""Offices: one column that names the departments and, below each, what it does.

``县农业农村局：1.…  县水利局：1.…`` in every cell of a column 上级部门及职责 names the departments of the row as well
as their duties. Where most cells do and one does not, that row is not read.
"""

from __future__ import annotations

import re

from kg.bodies.breaks import LINE
from kg.findings import shorten
from kg.folding import fold_forms, strip_blanks, strip_markup
from kg.reading.headers import EXTRA
from kg.reading.lists.found import ListReading
from kg.reading.lists.spanned import BODY_ENDS
from kg.reading.rows import RowProblem
from kg.reading.tables import Table
from kg.values import Columns

_BOTH = re.compile(
    r".{0,8}(?:部门|单位)(?:名称)?(?:及|和|与|、|以及|/|及其)(?:其|相应|主要|工作|具体|主体|对应|上级|部门)*(?:职责|责任|分工|任务|内容)(?:分工|内容|任务)?"
)
"""上级部门及职责, 区级职能部门及其主要职责."""
_HEAD = re.compile(
    r"(?:(?<=^)|(?<=[。；;]))\s*(?:[（(]?(?:\d{1,2}|[一二三四五六七八九十])[)）.．、]{1,2}\s*)?[【\[]?"
    rf"(?P<body>[^，。；：:;\n\d【】\[\]]{{2,60}}{BODY_ENDS}(?:（[^（）]{{1,12}}）)?)(?:[】\]]\s*[：:]?|\s*[：:])",
    re.MULTILINE,
)
"""A body before a colon, where a line or a sentence begins."""
DEPARTMENTS = "对应上级部门"
"""What the column of departments is called where none is printed."""
_KNOWN = frozenset("departments supporting taker method taker-and-method".split())


def name_offices(reading: ListReading) -> None:
    """Give each table without a column of departments one, from the heads in its column of duties."""
    for table in reading.tables:
        roles = set(table.columns.roles)
        if "township" not in roles or roles & _KNOWN or not table.lines:
            continue
        at = _place(table)
        if at is None:
            continue
        heads = [_heads(line.cells[at]) for line in table.lines]
        if 2 * sum(map(bool, heads)) <= len(heads):
            continue
        if all(heads):
            _widen(reading, table, at, heads)
            continue
        for line, found in zip(table.lines, heads, strict=True):
            if not found:
                words = strip_markup(line.cells[at]).strip()
                what = (
                    f"“{table.columns.titles[at]}”一格里看不出是哪个部门的职责（别的行都写着“某某局：…”），"
                    f"请写明：“{shorten(words, 40)}”{line.block.where}"
                )
                reading.problems.append(
                    RowProblem("row-unclear", line.block.line, what, line.cells[at][:60])
                )


def _place(table: Table) -> int | None:
    """The column of departments and duties; the superiors' duties where no column has departments."""
    columns = table.columns
    for at, (role, title) in enumerate(zip(columns.roles, columns.titles, strict=True)):
        if role == "superior" or (role == EXTRA and _BOTH.fullmatch(fold_forms(title))):
            return at
    return None


def _heads(cell: str) -> list[str]:
    """The bodies a cell is headed by, none where words stand before the first."""
    text = LINE.sub("\n", cell).strip()
    marks = list(_HEAD.finditer(text))
    if not marks or text[: marks[0].start()].strip():
        return []
    bodies = [
        body for mark in marks for body in re.split("、", strip_blanks(strip_markup(mark["body"])))
    ]
    return list(dict.fromkeys(bodies))


def _widen(reading: ListReading, table: Table, at: int, heads: list[list[str]]) -> None:
    columns = table.columns
    title = columns.titles[at]
    reading.known_after_all(table, (title,))
    table.columns = Columns(
        (*columns.roles[:at], "departments", "superior", *columns.roles[at + 1 :]),
        (*columns.titles[:at], DEPARTMENTS, title, *columns.titles[at + 1 :]),
    )
    for line, found in zip(table.lines, heads, strict=True):
        line.cells = (*line.cells[:at], "、".join(found), *line.cells[at:])
    what = f"“{title}”一列里部门和职责写在一格：冒号前的部门读作对应上级部门，请核对"
    reading.report("offices-parted", table.header.line, what, title)
