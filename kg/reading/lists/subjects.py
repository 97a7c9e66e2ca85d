"""Subjects: the departments of items that name none, where each of their clauses says who is responsible.

``师市公安局负责视频监控建设；师市财务局负责…``: the regiments' lists have no line of departments. Only ``甲局负责…``
is sure; an item with another clause gets none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from kg.reading.rows import RowProblem

_SENTENCE = re.compile(r"[；;。\n]+")
_NUMBER = re.compile(r"^\s*(?:[（(]?\d{1,2}[)）.．、]|[①-⑳])\s*")
_SUBJECT = re.compile(
    r"(?:由)?(?P<body>[\u4e00-\u9fff（）()、]{3,60}?[局办委会室院部站队社司所团校处厅心组行])(?:负责|牵头(?!部|单))"
)
"""``师市公安局负责``: who does it, before the word that says so."""
_GOES_ON = ("负责", "牵头")
DEPARTMENTS, SOURCE = "对应上级部门（取自职责各条的主语）", "补充说明"
_SAID = "原文没有写对应部门，取自上级部门职责各条的主语"


def subjects(text: str) -> tuple[str, ...]:
    """Who is responsible by the clauses of a text; () where one of them does not say so."""
    found: dict[str, None] = {}
    for sentence in _SENTENCE.split(text):
        words = _NUMBER.sub("", sentence).strip()
        match = _SUBJECT.match(words)
        if match:
            found[match["body"]] = None
        elif words and not (found and words.startswith(_GOES_ON)):
            return ()
    return tuple(found)


def add_subjects(
    items: Sequence[dict[str, str]], lines: Sequence[int], role_of: Callable[[str], str]
) -> list[RowProblem]:
    """Give items that have no label of departments those of their clauses, most of which must say so."""
    theirs = [next((v for k, v in item.items() if role_of(k) == "superior"), "") for item in items]
    if any(role_of(k) in ("departments", "supporting", "taker") for item in items for k in item):
        return []
    bodies = [subjects(text) for text in theirs]
    if 2 * sum(map(bool, bodies)) <= len(items):
        return []
    for item, found in zip(items, bodies, strict=True):
        item[DEPARTMENTS] = "\n".join(found)
        item[SOURCE] = "\n".join(filter(None, (item.get(SOURCE, ""), _SAID if found else "")))
    without = [line for line, found in zip(lines, bodies, strict=True) if not found]
    what = f"配合清单没有写对应部门，{len(items) - len(without)} 项取自职责各条的主语（甲局负责……），请核对"
    if without:
        what += f"；第 {'、'.join(map(str, without))} 行的各条不都写明由谁负责，没有取"
    return [RowProblem("departments-from-clauses", lines[0], what, "")]
