"""Titles that say 苏木 only, titles over two lines, rows that a page end cuts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.values import Document

Read = Callable[..., Document]
COVER = "云川省松台盟\n青岩旗柳湾苏木履职事项清单\n2025年8月\n"
BASIC = "序号\t类别\t事项名称\n1\t党的建设\t抓好党员教育培训，开展组织生活\n2\t\t公开集体资产台账\n"
COOPERATION = (
    "序号\t类别\t事项名称\t牵头部门\t部门职责\t苏木职责\n"
    "1\t民生服务\t困难牧户住房改造\t旗住房和城乡建设局\t1.制定计划。2.组织验收。\t组织申报。\n"
    "{}"
    "2\t民生服务\t草畜平衡奖励发放\t旗财政局\t拨付资金。\t公示面积。\n"
)


def errors(document: Document) -> list[str]:
    return [f.kind for f in document.findings if f.severity == "error"]


@pytest.mark.parametrize("words", ["苏木", "苏木（镇）", "苏木乡镇", "镇", "街道", "团镇"])
def test_a_title_may_say_the_kind_of_township_only(read: Read, words: str) -> None:
    text = COVER + f"{words}基本履职事项清单\n{BASIC}{words}配合履职事项清单\n"
    document = read(text + COOPERATION.format(""))

    assert errors(document) == []
    assert len(document.duties) == 4
    assert document.township is not None
    assert document.township.name == "青岩旗柳湾苏木"


def test_a_title_over_two_lines_is_one(read: Read) -> None:
    text = "云川省松台盟\n2025年8月\n松台盟青岩旗柳湾\n苏木基本履职事项清单\n" + BASIC
    document = read(text)

    assert errors(document) == []
    assert document.township is not None
    assert document.township.name == "青岩旗柳湾苏木"


@pytest.mark.parametrize("words", ["嘎查", "柳湾嘎查", "村", "村（社区）"])
def test_lists_of_villages_are_refused(read: Read, words: str) -> None:
    document = read(COVER + f"{words}基本履职事项清单\n" + BASIC)

    assert errors(document) != []
    assert document.duties == ()


def test_a_category_printed_again_where_a_page_cuts_a_row_is_one(read: Read) -> None:
    rest = "\t民生服务\t\t\t3.提供名单。\t\n"
    document = read(COVER + "苏木配合履职事项清单\n" + COOPERATION.format(rest))

    assert errors(document) == []
    assert [duty.row.category for duty in document.duties] == ["民生服务", "民生服务"]
    assert [c.text for c in document.duties[0].superior][-1] == "提供名单。"
    assert [f.kind for f in document.findings if f.kind == "row-joined"] == ["row-joined"]


def test_another_category_there_is_still_refused(read: Read) -> None:
    rest = "\t经济发展\t\t\t3.提供名单。\t\n"
    document = read(COVER + "苏木配合履职事项清单\n" + COOPERATION.format(rest))

    assert errors(document) != []
