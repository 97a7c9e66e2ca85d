"""Replies: a verdict as sentences that can be put into an answer; nothing is called unlawful.

And the results of a check as rows of a sheet, with where each statement stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from kg.asking.frame import LIST_NAMES
from kg.checking.names import Asker
from kg.checking.verdicts import Verdict
from kg.checking.weighing import Weighed
from kg.citing import cited
from kg.patterns import regex

_JUDGING = regex("违法|非法|违规")
_LONG = 40
_FAINT, _FAINT_SCORE = 0.1, 0.4
_OFFICE = "如有不同意见，可提请编办研究。"

COLUMNS = ("任务", "乡镇", "结论", "事项", "对应部门", "答复", "出处")
"""Header of a file of results."""

Bodies = Callable[[str], Sequence[str]]
"""A duty's IRI → names of bodies."""


def reply(
    verdict: Verdict, departments: Bodies, conveners: Bodies, asker: Asker, leads: bool | None
) -> str:
    """The reply: what the list says, where, who does it, and what the asker has to do with it."""
    told = _rows(verdict.deciding)
    if verdict.others:
        told += f"（另见{_rows(verdict.others)}）"
    if verdict.kind == "reclaimed":
        bodies = _joined(verdict.deciding, departments)
        several = "（几项都可能对应，结论相同）" if len(verdict.deciding) > 1 else ""
        return f"此事已由上级部门收回：{told}{several}，由{bodies}承接，乡镇不再承担。{_OFFICE}"
    if verdict.kind == "discontinued":
        return f"此事按清单不再开展：{told}，没有承接部门。{_OFFICE}"
    if verdict.kind == "cooperation":
        return (
            f"此事属于配合履职事项：{told}，{_leading(verdict.deciding, departments, conveners)}，"
            f"乡镇按清单所列职责配合。{_of_asker(asker, leads)}"
        )
    if verdict.kind == "basic":
        return f"此事属于基本履职事项：{told}，由乡镇负责。"
    if verdict.kind == "not_listed":
        return _not_listed(verdict)
    return _unclear(verdict, departments)


def _unclear(verdict: Verdict, departments: Bodies) -> str:
    if verdict.why == "bare":
        return "这里只说了怎么做，没有说是什么事；请写明做什么、对象是谁，再核对。"
    if verdict.why == "number":
        return "这里只写了清单的第几项，这个乡镇的那张清单没有这一项；请写明是什么事，再核对。"
    told = _rows(verdict.related)
    if verdict.why == "step":
        keeping = [row for row in verdict.related if row.step == verdict.step]
        whose = _actors(keeping, verdict.step, departments)
        return (
            f"清单把“{verdict.step}”这一步交给{whose}：{_rows(keeping)}；"
            f"乡镇只承担清单所列的配合职责。{_OFFICE}"
        )
    if verdict.why == "guard":
        return (
            f"清单里有两种可能：{told}；其中收回事项乡镇不再承担，"
            f"请说明具体要做什么后再定。{_OFFICE}"
        )
    asked = "、".join(sorted(verdict.related[0].asked)) if verdict.related else ""
    what = f"来文要做的是“{asked}”，" if asked else ""
    acts = "；".join(_act(row) for row in verdict.related)
    if all(row.same < _FAINT and row.hit.score < _FAINT_SCORE for row in verdict.related):
        return (
            f"{what}清单里没有找到这件事，只有字面相近的：{acts}；多半没有列，"
            f"请核对后再定。{_OFFICE}"
        )
    return f"{what}清单里只有相近的事项：{acts}；所做的事是否相同，请说明后再定。{_OFFICE}"


def _act(row: Weighed) -> str:
    """A row and what it is about: the step its name says."""
    steps = sorted(row.given.name - row.asked)
    said = f"（说的是{'、'.join(steps)}）" if steps and row.asked else ""
    return f"{where(row)}{said}"


def _not_listed(verdict: Verdict) -> str:
    near = "；".join(f"{where(row)}，{_why_not(row)}" for row in verdict.nearest)
    searched = f"查过三张清单，最接近的是{near}。" if near else "查过三张清单，没有相近的事项。"
    return f"三张清单里都没有列这件事。{searched}需要乡镇承担的，应按职责准入程序办理，可提请编办研究。"


def _why_not(row: Weighed) -> str:
    """Why a near row is not the task."""
    if row.asked and row.given.name and not row.asked & row.given.name:
        return f"做的是{'、'.join(sorted(row.given.name))}，不是{'、'.join(sorted(row.asked))}"
    if shared := [one for one in row.matched if not _JUDGING.search(one)][:3]:
        return f"只有“{'、'.join(shared)}”相同，不是同一件事"
    return "说的不是同一件事"


def where(row: Weighed) -> str:
    """A row by list, number and name; names that judge are left out."""
    hit = row.hit
    name = hit.form.printed if len(hit.form.printed) <= _LONG else f"{hit.form.printed[:_LONG]}…"
    quoted = "" if _JUDGING.search(name) else f"“{name}”"
    return f"{hit.township}{LIST_NAMES[hit.list]}第{hit.number}项{quoted}"


def _rows(rows: Sequence[Weighed]) -> str:
    return "；".join(where(row) for row in rows[:3])


def _joined(rows: Sequence[Weighed], of: Bodies) -> str:
    return "、".join(dict.fromkeys(body for row in rows for body in of(row.hit.key)))


def _leading(rows: Sequence[Weighed], departments: Bodies, conveners: Bodies) -> str:
    """Who is responsible; 牵头 only where the list says so."""
    bodies, convening = _joined(rows, departments), _joined(rows, conveners)
    if convening:
        others = [b for b in bodies.split("、") if b and b not in convening.split("、")]
        return f"清单写明由{convening}牵头" + (
            f"，{'、'.join(others)}同为对应部门" if others else ""
        )
    return (
        f"对应上级部门为{bodies}（清单没有写谁牵头）"
        if "、" in bodies
        else f"对应上级部门为{bodies}"
    )


def _of_asker(asker: Asker, leads: bool | None) -> str:
    if not asker.name or leads is None:
        return ""
    if leads:
        return f"来文的{asker.name}在对应部门之列。"
    unknown = "" if asker.bodies else "（已载入的清单里没有这个单位）"
    return f"来文的{asker.name}{unknown}不在对应部门之列，应由对应部门提出。"


def _actors(rows: Sequence[Weighed], step: str, departments: Bodies) -> str:
    """The bodies whose clauses have the step; the column where none is named."""
    column = list(dict.fromkeys(b for row in rows for b in departments(row.hit.key)))
    acting = [a for row in rows for a in row.acting]
    named = [b for b in column if any(b.endswith(actor) for actor in acting)]
    return "、".join(named or column) or "上级部门"


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
