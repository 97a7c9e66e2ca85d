"""Counts: how many items a document says its lists have, to be held against what was read.

A last row that is lost leaves no trace but this: 合计 109 项 below a table, 基本履职事项109项 on a cover.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.reading.blocks import Block
from kg.reading.numerals import CHINESE, COUNT, number_of
from kg.values import ListKind

_UNIT = "[项条件个]"
_TOTAL = re.compile(
    r"(?:(?:注|说明|备注)[:：])?(?:以上|本表|本清单|本清单所列|全表|上述)?(?:履职)?(?:事项|项目)?"
    rf"(?:合计|总计|共计|共有?|合共|总共|总数)[:：为]?(?:共?有|共)?(?:事项|履职事项)?(?P<count>{COUNT})"
    rf"{_UNIT}?(?:履职)?(?:事项)?[。.]?"
)
"""A line that is a total and nothing else: 合计：109项, 合计共109项, 以上事项共一百零九项。"""
_OF_PART = re.compile(rf"小计[:：]?{COUNT}{_UNIT}?[。.]?")
_OF_LIST = re.compile(
    rf"(?P<list>基本|配合|协助|收回|上收)[^\d，。；、{CHINESE}]{{0,16}}?(?P<count>{COUNT}){_UNIT}"
)
"""The count of one list in running text: 基本履职事项109项."""
_OF_ALL = re.compile(
    rf"(?:共有?|合计|总计|共计)(?:履职)?(?:职责)?(?:事项)?(?P<count>{COUNT}){_UNIT}(?=[，,：:；;（(]|其中)"
)
_ABOVE = re.compile(
    rf"(?:以上|上述|本表|本清单)[^\d，。；、{CHINESE}]{{0,8}}(?P<count>{COUNT})[项条]"
)
"""The count of the table above in a remark: 以上37项事项由各部门执行."""
_KINDS = {
    "基本": ListKind.BASIC,
    "配合": ListKind.COOPERATION,
    "协助": ListKind.COOPERATION,
    "收回": ListKind.RECLAIMED,
    "上收": ListKind.RECLAIMED,
}
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Said:
    """A printed count of the items of one list (None: of all lists together)."""

    kind: ListKind | None
    count: int
    block: Block


def total_of(text: str) -> int | None:
    """The count of a line (as titles are compared) that is a total; None if it is no total."""
    match = _TOTAL.fullmatch(text)
    return number_of(match["count"]) if match else None


def count_above(text: str) -> int | None:
    """The count that a remark below a table (as titles are compared) gives of it, else None."""
    match = _ABOVE.search(text) if len(text) <= _LONGEST else None
    return number_of(match["count"]) if match else None


def is_subtotal(text: str) -> bool:
    """Whether a line (as titles are compared) is the total of a part of a table."""
    return _OF_PART.fullmatch(text) is not None


def counts_in(text: str, block: Block) -> list[Said]:
    """The counts of lists in a paragraph (as titles are compared) on a cover or between tables."""
    if len(text) > _LONGEST or not any(letter.isdecimal() or letter in CHINESE for letter in text):
        return []
    found = [
        Said(_KINDS[m["list"]], count, block)
        for m in _OF_LIST.finditer(text)
        if (count := number_of(m["count"])) is not None
    ]
    everything = _OF_ALL.search(text)
    count = number_of(everything["count"]) if everything else None
    if count is not None and len(found) > 1:
        found.append(Said(None, count, block))
    return found
