"""Titles with a letter or figure before them, codes for numbers, further departments in rows without a number."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.values import Document

Read = Callable[..., Document]
COVER = "云川省松台市青岩县柳湾镇履职事项清单\n2025年8月\n"
BASIC = "编号\t类别\t事项名称\n{0}1\t党的建设\t抓好党员教育培训，开展组织生活\n{0}2\t\t公开集体资产台账\n"
COOPERATION = (
    "编号\t类别\t事项名称\t镇职责\t主管部门\t主管部门职责\n"
    "{0}1\t经济发展\t芒果出口备案果园管理\t提供果园信息\t县农业农村局\t开展果园巡检\n"
    "\t\t\t\t松台海关驻青岩办事处\t审核出口备案\n"
    "\t\t\t\t县市场监督管理局\t检查冷库\n"
    "{0}2\t\t重点项目征地\t开展政策宣讲\t县自然资源局\t组织征地\n"
    "\t\t\t\t县财政局\t筹集补偿款\n"
)


def errors(document: Document) -> list[str]:
    return [f.kind for f in document.findings if f.severity == "error"]


@pytest.mark.parametrize("marks", ["A.|B.", "A、|B、", "1-|2-", "Ⅰ.|Ⅱ.", "A-|B-"])
def test_a_letter_or_figure_before_a_title_is_its_number(read: Read, marks: str) -> None:
    first, second = marks.split("|")
    text = COVER + f"{first}基本履职事项清单\n" + BASIC.format("")
    document = read(text + f"{second}配合履职事项清单\n" + COOPERATION.format(""))

    assert errors(document) == []
    assert [duty.row.kind.value for duty in document.duties] == [
        *["basic"] * 2,
        *["cooperation"] * 2,
    ]


@pytest.mark.parametrize("header", ["编号", "编码"])
@pytest.mark.parametrize("code", ["B-", "", "PH", "2-"])
def test_rows_without_number_and_name_are_further_departments(
    read: Read, code: str, header: str
) -> None:
    text = COOPERATION.format(code).replace("编号", header)
    document = read(COVER + "B.配合履职事项清单\n" + text, ".tsv")

    assert errors(document) == []
    assert [duty.row.printed for duty in document.duties] == [f"{code}1", f"{code}2"]
    first, second = document.duties
    assert [d.name for d in first.departments] == [
        "青岩县农业农村局",
        "松台海关驻青岩办事处",
        "青岩县市场监督管理局",
    ]
    assert [(c.text, [m.department.name for m in c.heading_mentions]) for c in second.superior] == [
        ("组织征地", ["青岩县自然资源局"]),
        ("筹集补偿款", ["青岩县财政局"]),
    ]
    assert [c.text for c in second.township] == ["开展政策宣讲"]
    assert len([f for f in document.findings if f.kind == "row-joined"]) == 3


def test_a_further_row_behind_which_a_number_is_missing_is_refused(read: Read) -> None:
    text = COOPERATION.replace("{0}2\t\t重点项目征地", "{0}3\t\t重点项目征地").format("B-")
    document = read(COVER + "B.配合履职事项清单\n" + text, ".tsv")

    assert errors(document) == ["row-unclear", "row-unclear"]


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [("县农业|农村局", "开展|巡检"), ("县农业农村局|县财政局", "开展果园巡|检；发布结果。")],
)
def test_the_rest_of_a_row_that_was_cut_is_no_further_department(
    read: Read, theirs: str, ours: str
) -> None:
    (body, rest), (duty, end) = theirs.split("|"), ours.split("|")
    text = (
        "编号\t类别\t事项名称\t镇职责\t主管部门\t主管部门职责\n"
        f"B-1\t经济发展\t芒果出口备案果园管理\t提供果园信息\t{body}\t{duty}\n"
        f"\t\t\t\t{rest}\t{end}\n"
        "B-2\t\t重点项目征地\t开展政策宣讲\t县自然资源局\t组织征地\n"
    )
    document = read(COVER + "B.配合履职事项清单\n" + text, ".tsv")

    assert "".join(c.text for c in document.duties[0].superior).startswith(duty + end[:1])
    assert all(c.heading is None for c in document.duties[0].superior)


def test_a_note_in_the_first_cell_of_a_last_row_is_text_outside(read: Read) -> None:
    text = COVER + "A.基本履职事项清单\n" + BASIC.format("A-") + "注：1.前缀对应清单。\t\t\n"
    document = read(text, ".tsv")

    assert errors(document) == []
    assert len(document.duties) == 2
    assert [f.line for f in document.findings if f.kind == "loose-text"] == [7]
