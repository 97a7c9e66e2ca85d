"""Mirrors: tables of a whole county in which townships and departments stand in one column.

``单位`` holds a street in one row and a department in the next; the department's rows repeat the
street's from the other side (``关联单位``, ``来源镇街``). The column is whose row it is; a row seen from the
other side is no second duty.
"""

from __future__ import annotations

import re
from dataclasses import replace

from kg.findings import shorten
from kg.folding import fold_forms, plain, strip_blanks, strip_markup
from kg.reading.headers import EXTRA, HeaderReader
from kg.reading.rows import RowProblem
from kg.reading.tables import Line, Table
from kg.values import Columns

_TOWN = re.compile(r"[\u4e00-\u9fff·]{1,24}(?:街道(?:办事处)?|镇|乡|苏木|团场|(?<=\d)团)")
_OWN_DUTIES = frozenset("职责 工作职责 职责内容 具体职责 承担职责 责任内容 职责任务".split())
"""Headers of what the body in front does, whoever it is."""
_HOLDERS = ("departments", EXTRA, "supporting")


def is_township(cell: str) -> bool:
    """Whether a cell reads like the name of a township or street."""
    return _TOWN.fullmatch(fold_forms(strip_blanks(strip_markup(cell)))) is not None


def whose_rows(columns: Columns, lines: list[Line], headers: HeaderReader) -> Columns:
    """The columns with the one that says whose row it is as ``place``, told by its cells."""
    if not lines:
        return columns
    roles = list(columns.roles)
    for at, role in enumerate(roles):
        filled = [cell for line in lines if (cell := line.cells[at]).strip()]
        towns = sum(map(is_township, filled))
        if role not in _HOLDERS or not filled or 2 * towns < len(filled) or not towns:
            continue
        if "place" in roles:
            other = roles.index("place")
            if sum(bool(line.cells[other].strip()) for line in lines) >= len(filled):
                continue  # every row says its township there; this is another column of places
            roles[other] = EXTRA
        roles[at] = "place"
        break
    if "departments" not in roles:
        for at, role in enumerate(roles):
            if role == EXTRA and headers.role_of(columns.titles[at]) == "departments":
                roles[at] = "departments"
                break
    if "place" in roles and "township" not in roles:
        for at, role in enumerate(roles):
            if role == EXTRA and strip_blanks(columns.titles[at]) in _OWN_DUTIES:
                roles[at] = "township"
                break
    return replace(columns, roles=tuple(roles))


def without_mirrors(
    table: Table, columns: Columns, lines: list[Line], problems: list[RowProblem]
) -> list[Line]:
    """The rows that are a township's own; those of a department are said to be its view of them."""
    if "place" not in columns.roles:
        return lines
    place, name = columns.roles.index("place"), columns.roles.index("name")
    own = [
        line for line in lines if is_township(line.cells[place]) or not line.cells[place].strip()
    ]
    if len(own) == len(lines) or not own:
        return lines
    names = {strip_blanks(plain(line.cells[name])) for line in own}
    for line in lines:
        if line in own:
            continue
        words = shorten(plain(line.cells[name]))
        if strip_blanks(plain(line.cells[name])) in names:
            kind = "row-mirrored"
            what = f"这一行是{plain(line.cells[place])}一方的同一事项“{words}”，不另算一项"
        else:
            kind = "row-unclear"
            what = f"这一行是{plain(line.cells[place])}的事项“{words}”，看不出属于哪个乡镇"
        text = line.block.text.strip()[:200]
        problems.append(RowProblem(kind, line.block.line, what, text))
    return own
