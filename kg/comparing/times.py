"""Times: how often something is due, and until when, as clauses say it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.comparing.rows import Entry

_COUNT = r"(?:\d+|[一二三四五六七八九十两半]+)"
_OFTEN = re.compile(
    rf"每(?:{_COUNT}?个?)?(?:天|日|周|旬|月|季度?|半年|学期|年)(?!产|度人|人|户)|逐[日周月年]|按[日周月季年]度?(?=报|上报|填报|开展|公示)"
)
"""每季度, 每半年, 每两周, 逐月, 按月上报."""

_UNTIL = re.compile(
    rf"{_COUNT}个?(?:工作日|小时|天|日|周|月)(?:之?内|以内)|\d{{1,2}}月(?:\d{{1,2}}日|底|末)前?|(?:月|季|年)(?:底|末)前?"
)
"""3个工作日内, 24小时内, 10月底前, 年底前."""


@dataclass(frozen=True, slots=True)
class Due:
    """A time a clause names: ``often`` or a deadline, the words, the clause, whose it is."""

    entry: Entry
    often: bool
    words: str
    text: str
    side: str


def times(rows: Sequence[Entry]) -> Iterator[Due]:
    """Every frequency and deadline of the rows, in their order."""
    for row in rows:
        cells = [("上级部门", c.text) for c in row.superior]
        cells += [("乡镇", c.text) for c in row.cooperation]
        if row.method:
            cells.append(("承接部门", row.method))
        for side, text in cells:
            for often, pattern in ((True, _OFTEN), (False, _UNTIL)):
                for words in dict.fromkeys(match[0] for match in pattern.finditer(text)):
                    yield Due(row, often, words, text, side)
