"""Counts a document prints of its lists are held against what was read: only they tell a lost last row."""

from __future__ import annotations

import doctored
import pytest

from kg.reading.lists.counts import is_subtotal, total_of
from kg.values import Document

LAST = "5\t民生服务\t做好养老服务工作\n"


def counted(document: Document) -> list[str]:
    assert not [f.render() for f in document.findings if f.severity == "error"]
    return [f.message for f in document.findings if f.kind == "count-differs"]


@pytest.mark.parametrize(
    "total",
    ["合计\t\t{}项", "\t合计\t{}", "合计：{}项", "共计{}项", "合计\t{}\t", "以上共 {} 项。"],
)
def test_a_total_below_a_table_is_no_row_and_is_checked(read, total: str) -> None:
    sound = read(doctored.SHORT.replace(LAST, LAST + total.format(5) + "\n"))
    assert counted(sound) == []
    assert len(sound.duties) == 11
    lost = read(doctored.SHORT.replace(LAST, total.format(5) + "\n"))
    assert counted(lost) == ["表下面写明合计 5 项，读到 4 项"]


@pytest.mark.parametrize(
    "words",
    [
        "本清单共{all}项，其中基本履职事项{b}项、配合履职事项3项、上级部门收回事项3项。",
        "（基本履职事项{b}项，配合履职事项3项，上级部门收回事项3项）",
        "目录\n一、基本履职事项清单（{b}项）……1\n二、配合履职事项清单（3项）……3",
    ],
)
def test_counts_on_the_cover_or_in_the_contents_are_checked(read, words: str) -> None:
    text = doctored.SHORT.replace("2025年7月", "2025年7月\n" + words.format(b=5, all=11))
    assert counted(read(text)) == []
    assert any("5 项，读到 4 项" in said for said in counted(read(text.replace(LAST, ""))))


def test_a_total_of_all_lists_at_the_end_is_not_that_of_the_last(read) -> None:
    assert counted(read(doctored.SHORT + "合计11项\n")) == []
    assert counted(read(doctored.SHORT + "合计12项\n")) != []


def test_categories_as_headings_above_their_own_headers_are_kept_and_counted(read) -> None:
    head = "序号\t事项名称\n"
    rows = ("1\t负责党员发展、教育、管理工作\n2\t做好村务公开工作\n", "3\t做好农村经济统计工作\n")
    first, rest = doctored.SHORT.split("序号\t事项类别\t事项名称\n", 1)
    rest = rest[rest.index("昌吉州木垒县东城镇配合") :]
    text = f"{first}一、党的建设（2项）\n{head}{rows[0]}二、经济发展（1项）\n{head}{rows[1]}{rest}"
    sound = read(text)
    assert [d.row.category for d in sound.duties[:3]] == ["党的建设", "党的建设", "经济发展"]
    assert counted(sound) == []
    assert counted(read(text.replace("（1项）", "（2项）"))) == [
        "标题“经济发展”写明 2 项，读到 1 项"
    ]


def test_only_a_line_that_is_nothing_else_is_a_total() -> None:
    assert total_of("合计:109项") == 109
    assert total_of("共享单车停放秩序管理") is None
    assert total_of("做好合计12项工作") is None
    assert is_subtotal("小计:12项")
