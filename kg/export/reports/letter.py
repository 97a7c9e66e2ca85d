"""The letter that answers a notice: every task with its verdict, the reply and where it stands.

A draft for a clerk: nothing is signed, dated or called unlawful.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kg.asking.frame import LIST_NAMES
from kg.checking.replies import sources
from kg.export.reports.model import Block, Heading, Paragraph, Report, table
from kg.export.wording import word

_NUMBERS = "一二三四五六七八九十"
_LONG = 60
_ACTS = {"same": "同一件事", "related": "相近"}


def letter(result: Mapping[str, Any], corrected: Mapping[str, str] | None = None) -> Report:
    """The letter for what :meth:`kg.checking.entry.Checker.check` said of a text.

    ``corrected`` is what people have put right, by duty: it stands behind the duty.
    """
    notes = corrected or {}
    asker = result["asker"]["department"] or "来文单位"
    found = result["results"]
    towns = list(dict.fromkeys(one["township"] for one in found))
    if not found:
        nothing = f"{asker}：来文中没有看到要求乡镇承担的具体工作，请补充说明。"
        return Report("关于来文事项职责准入核对情况的复函（草稿）", (Paragraph(nothing),))
    named = towns[0] if len(towns) == 1 else f"{len(towns)} 个乡镇"
    blocks: list[Block] = [
        Paragraph(f"{asker}：", item=True),
        Paragraph(
            f"来文收悉。对照{named}履职事项清单（基本、配合、上级部门收回三张）逐项核对，"
            f"来文涉及 {len(dict.fromkeys(one['task'] for one in found))} 项工作，情况如下。"
        ),
        table("核对结果", ("序号", "任务", "乡镇", "结论", "清单依据"), _overview(found)),
    ]
    for number, one in enumerate(found, 1):
        town = f"（{one['township']}）" if len(towns) > 1 else ""
        blocks += [
            Heading(2, f"{_counted(number)}、{_short(one['task'])}{town}"),
            Paragraph(f"结论：{word('verdict', one['verdict'], 'zh')}。{one['reply']}"),
            *(
                Paragraph(
                    f"{_ACTS[duty['act']]}：{LIST_NAMES[duty['list']]}第{duty['number']}项"
                    f"“{duty['name']}”"
                    + _bodies(duty["departments"])
                    + _note(notes.get(duty.get("iri", ""), "")),
                    item=True,
                )
                for duty in one["duties"]
            ),
            Paragraph(f"出处：{sources(one)}", item=True),
        ]
    blocks.append(
        Paragraph(
            "以上按已载入的清单核对，只说明清单的分工，供研究时参考；有不同意见的，可提请编办研究。"
        )
    )
    return Report("关于来文事项职责准入核对情况的复函（草稿）", tuple(blocks))


def _overview(found: list[dict[str, Any]]) -> list[tuple[str | int, ...]]:
    return [
        (
            number,
            _short(one["task"]),
            one["township"],
            word("verdict", one["verdict"], "zh"),
            "；".join(
                f"{LIST_NAMES[duty['list']]}第{duty['number']}项"
                for duty in one["duties"]
                if duty["act"] == "same"
            )
            or "—",
        )
        for number, one in enumerate(found, 1)
    ]


def _bodies(departments: list[str]) -> str:
    return f"（{'、'.join(departments)}）" if departments else ""


def _note(corrected: str) -> str:
    return f"（{'；'.join(corrected.splitlines())}）" if corrected else ""


def _short(text: str) -> str:
    one = text.replace("\n", " ").strip("。；;，, ")
    return one if len(one) <= _LONG else f"{one[:_LONG]}…"


def _counted(number: int) -> str:
    tens, ones = divmod(number, 10)
    if tens > 9:
        return str(number)
    ten = "" if not tens else "十" if tens == 1 else f"{_NUMBERS[tens - 1]}十"
    return ten + (_NUMBERS[ones - 1] if ones else "")
