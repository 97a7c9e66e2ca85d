"""Categories that stand as headings with figures, as Markdown has them: ### 1. 党建统领（3项）."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.values import Document

Read = Callable[..., Document]
TITLE = (
    "**云川省松台市青岩县柳湾镇履职事项清单**\n\n2025年8月\n\n基本履职事项清单（3项）\n=====\n\n"
)
HEAD = "序号 | 事项名称\n:-:|---\n"
FIRST = "1 | 抓好党员教育培训，开展组织生活\n"
OTHERS = ("1 | 编制本镇产业发展规划，服务项目落地\n", "2 | 建设农产品分拣中心，对接电商\n")


def found(document: Document) -> list[tuple[str, str]]:
    return [(duty.row.printed, duty.row.category) for duty in document.duties]


def errors(document: Document) -> list[str]:
    return [f.kind for f in document.findings if f.severity == "error"]


@pytest.mark.parametrize("again", [HEAD, ""])
@pytest.mark.parametrize(
    ("first", "second", "category"),
    [
        ("### 1. 党建统领（1项）", "### 2. 经济发展（2项）", "党建统领"),
        ("#### 1、党建统领", "#### 2、经济发展", "党建统领"),
        ("### 一、党建引领（共1项）", "### 二、经济发展（共2项）", "党建引领"),
        ("### 党的建设", "### 经济发展", "党的建设"),
    ],
)
def test_headings_with_figures_name_the_category_of_the_rows_below(
    read: Read, first: str, second: str, category: str, again: str
) -> None:
    text = TITLE + f"{first}\n\n{HEAD}{FIRST}\n{second}\n\n{again}{''.join(OTHERS)}"
    document = read(text, ".md")

    assert errors(document) == []
    assert found(document) == [("1", category), ("1", "经济发展"), ("2", "经济发展")]


def test_a_category_that_has_another_count_is_said(read: Read) -> None:
    text = TITLE + f"### 1. 党建统领（2项）\n\n{HEAD}{FIRST}\n### 2. 经济发展（2项）\n\n{HEAD}"
    document = read(text + "".join(OTHERS), ".md")

    assert [f.line for f in document.findings if f.kind == "count-differs"] == [8]


def test_a_footnote_behind_the_lists_is_said_as_text_outside(read: Read) -> None:
    text = TITLE + HEAD + FIRST + OTHERS[1] + "\n[^1]: 清单由县委编办负责解释。\n"
    document = read(text, ".md")

    assert errors(document) == []
    assert [f.quote for f in document.findings if f.kind == "loose-text"] == [
        "[^1]: 清单由县委编办负责解释。"
    ]


@pytest.mark.parametrize("line", ["### 3. 填表说明", "1. 巡查河道", "3.清理河道（2处）"])
def test_other_numbered_lines_are_no_category(read: Read, line: str) -> None:
    text = TITLE + HEAD + FIRST + f"\n{line}\n\n" + HEAD + OTHERS[1]
    document = read(text, ".md")

    assert [category for _, category in found(document)] == ["", ""]
    assert any(line.lstrip("# ") in f.quote for f in document.findings)


def test_marks_that_are_escaped_read_as_printed(read: Read) -> None:
    head = "序号 | 事项名称 | 主管单位 | 单位职责 | 镇职责\n--|--|--|--|--\n"
    row = "1 | 小型水库巡查管护 | 县水利局 | 1\\. 制定制度。 2\\. 除险加固。 | 组织巡查\n"
    document = read(TITLE.replace("基本履职", "配合履职") + head + row, ".md")

    assert [c.text for c in document.duties[0].superior] == ["制定制度。", "除险加固。"]
