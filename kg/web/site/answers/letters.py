"""The reply to a notice as a Word document, made of the verdicts: what a clerk would send back."""

from __future__ import annotations

from typing import Any

_NOTE = (
    "以上依据公布的乡镇（街道）履职事项清单逐条核对，只说明清单怎么写，不代替法律判断；"
    "有不同意见的，可提请编办研究。"
)


def letter(told: dict[str, Any], verdicts: dict[str, tuple[str, str]]) -> bytes:
    """The DOCX of a check: one heading a task, its reply, and the rows with their source.

    ``told`` has the form of the contract; ``verdicts`` are names of verdicts in both languages.
    """
    from kg.export.reports.model import Block, Heading, Paragraph, Report, table
    from kg.export.reports.writing import write

    blocks: list[Block] = []
    asker = told["asker"]["department"]
    towns = list(dict.fromkeys(result["township"] for result in told["results"]))
    blocks.append(Paragraph(f"{asker or '有关部门'}："))
    blocks.append(
        Paragraph(
            f"来文收悉。经对照{'、'.join(towns)}履职事项清单，"
            f"来文所列 {len({r['task'] for r in told['results']})} 项任务核对情况如下："
        )
    )
    for number, result in enumerate(told["results"], 1):
        place = f"（{result['township']}）" if len(towns) > 1 else ""
        blocks.append(Heading(2, f"{number}．{result['task']}{place}"))
        blocks.append(Paragraph(f"核对结论：{verdicts[result['verdict']][0]}。"))
        if result["reply"]:
            blocks.append(Paragraph(result["reply"]))
        rows = [_row(item) for item in result["evidence"]]
        if rows:
            blocks.append(table("依据", ("清单", "序号", "原文", "出处"), rows))
    blocks.append(Paragraph(_NOTE))
    blocks.append(Paragraph(towns[0] if len(towns) == 1 else ""))
    return write(Report("关于来文所列任务的核对答复", tuple(blocks)), "docx")


def _row(item: dict[str, Any]) -> tuple[str, str, str, str]:
    from kg.web.site.duties import list_name

    number = str(item["number"]) if item.get("number") else "（查过，没有）"
    return (list_name(item["list"]), number, item["quote"], f"{item['document']}:{item['line']}")
