"""Sheets: the result of a check as rows for people, with where each statement stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kg.asking.frame import LIST_NAMES
from kg.citing import cited

COLUMNS = ("任务", "乡镇", "结论", "事项", "对应部门", "答复", "出处")
"""Header of a file of results."""


def rows(result: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    """A row a task and township, in the order of :data:`COLUMNS`; the verdict as its code."""
    for item in result["results"]:
        same = [duty for duty in item["duties"] if duty["act"] == "same"] or item["duties"]
        bodies = dict.fromkeys(body for duty in same for body in duty["departments"])
        yield (
            item["task"],
            item["township"],
            item["verdict"],
            "；".join(f"{LIST_NAMES[d['list']]}第{d['number']}项 {d['name']}" for d in same),
            "、".join(bodies),
            item["reply"],
            sources(item),
        )


def sources(item: dict[str, Any]) -> str:
    """Document and line of every row a result rests on: ``清单.txt:12；清单.txt:40``."""
    found = dict.fromkeys(
        cited(row["document"], row["line"], row.get("locator", "")) for row in item["evidence"]
    )
    return "；".join(found)
