"""Slips that lists of other provinces may have: each is said of its row, and the lists as printed are sound."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.findings import Severity
from kg.reading.headers import HeaderReader
from kg.values import Document
from kg.vocabulary.loading import Vocabulary

Read = Callable[..., Document]
DATA = Path(__file__).parents[1] / "data"
GUIYI, QINGMA, SHIGUAN = (
    (DATA / f"{name}.txt").read_text("utf-8") for name in ("guiyi", "qingma", "shiguan")
)
MOST = 4
"""Warnings of a sound list of another province beside those of its place and date."""
KINDS = (
    "rows-crossed",
    "cell-misplaced",
    "department-doubtful",
    "category-doubtful",
    "holder-contradicted",
    "count-differs",
    "cell-unfinished",
)


def exchanged(text: str, one: str, other: str) -> str:
    assert text.count(one) == text.count(other) == 1
    return text.replace(one, "\0").replace(other, one).replace("\0", other)


def changed(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new)


def told(document: Document, *kinds: str) -> set[tuple[str | None, int | None]]:
    """The rows of which a warning of some kinds is said."""
    return {
        (f.list, f.number)
        for f in document.findings
        if f.kind in (kinds or KINDS) and f.severity is not Severity.NOTE
    }


@pytest.mark.parametrize("text", [GUIYI, QINGMA, SHIGUAN], ids=["guiyi", "qingma", "shiguan"])
def test_sound_lists_of_other_provinces_are_hardly_doubted(read: Read, text: str) -> None:
    assert len(told(read(text))) <= MOST


def test_neighbours_whose_sides_have_words_of_the_other_row_only_are_said(read: Read) -> None:
    text = exchanged(
        GUIYI,
        "1.组织护路队员开展日常巡查； 2.协助清理沿线彩钢瓦、塑料薄膜等轻飘物。",
        "组织网格员入户宣传，推广安装国家反诈中心应用。",
    )
    found = told(read(text), "rows-crossed")
    assert {("cooperation", 7), ("cooperation", 8)} <= found


@pytest.mark.parametrize(
    ("number", "method", "other"),
    [
        (6, "组织考试，审核材料，核发证件。", "开展监督检查，依法立案查处。"),
        (12, "受理投诉举报，依法立案查处。", "受理申请，审核材料，核发许可证。"),
    ],
    ids=["permit", "fine"],
)
def test_a_way_of_working_of_the_other_kind_of_act_is_said(
    read: Read, number: int, method: str, other: str
) -> None:
    text = changed(GUIYI, method, other)
    assert ("reclaimed", number) in told(read(text), "holder-contradicted")


def test_an_office_that_its_own_clauses_leave_out_is_said_where_all_others_are_named(
    read: Read,
) -> None:
    text = changed(GUIYI, "2.县水利局实施水源工程管护。", "2.实施水源工程管护。")
    assert told(read(text), "department-doubtful") == {("cooperation", 12)}


@pytest.mark.parametrize(
    ("text", "one", "other", "number"),
    [
        (QINGMA, "县财政局牵头建立监测预警", "县公安局侦办非法集资", 3),
        (SHIGUAN, "县医保局落实大病保险", "县民政局实施临时救助", 4),
    ],
    ids=["numbered", "in one"],
)
def test_offices_exchanged_in_the_clauses_of_a_row_are_said(
    read: Read, text: str, one: str, other: str, number: int
) -> None:
    altered = changed(text, one, other[:4] + one[4:])
    altered = changed(altered, other, one[:4] + other[4:])
    assert ("cooperation", number) in told(read(altered), "department-doubtful")


def test_a_total_that_contradicts_the_title_is_said(read: Read) -> None:
    last = next(line for line in QINGMA.splitlines() if line.startswith("17\t市场监管"))
    assert not told(read(changed(QINGMA, last, f"{last}\n合计\t\t17项\t\t\t")), "count-differs")
    assert told(read(changed(QINGMA, last, f"{last}\n合计\t\t19项\t\t\t")), "count-differs")


@pytest.mark.parametrize(
    ("line", "is_said"),
    [("（县级部门配合乡镇事项）", True), ("（共17项）", False), ("（2025年8月）", False)],
)
def test_a_line_in_brackets_below_a_title_that_says_more_is_said(
    read: Read, line: str, is_said: bool
) -> None:
    title = "郴州市潇阳县青麻镇配合履职事项清单（共17项）"
    document = read(changed(QINGMA, title, f"{title}\n{line}"))
    assert is_said is any(f.kind == "loose-text" and line in f.quote for f in document.findings)


def test_a_holder_that_hands_the_duty_back_is_said(read: Read) -> None:
    text = changed(SHIGUAN, "——\t不再开展", "不再开展此项工作，由乡镇自行决定\t不再开展")
    assert ("reclaimed", 9) in told(read(text), "holder-contradicted")


def test_a_last_row_that_has_only_the_beginning_of_what_others_say_is_said(read: Read) -> None:
    text = GUIYI[: GUIYI.index("\n11\t应急管理及消防\t对小餐饮")]
    assert ("reclaimed", 10) not in told(read(text), "cell-unfinished")
    cut = text.rstrip().removesuffix("此项工作")
    assert ("reclaimed", 10) in told(read(cut), "cell-unfinished")


def test_an_office_of_another_category_than_the_duty_is_said(read: Read) -> None:
    text = changed(QINGMA, "油茶低产林改造\t潇阳县林业局", "油茶低产林改造\t潇阳县民政局")
    assert ("cooperation", 9) in told(read(text), "department-doubtful")


def test_a_slip_of_a_category_is_said_in_a_list_that_files_many_rows_its_own_way(
    read: Read,
) -> None:
    text = changed(SHIGUAN, "乡村振兴\t花椒冻害保险理赔", "平安法治\t花椒冻害保险理赔")
    assert ("cooperation", 9) in told(read(text), "category-doubtful")


def test_a_header_in_two_rows_may_have_one_cell_that_no_table_has(tables: Vocabulary) -> None:
    reader = HeaderReader(tables)
    upper = ("序号", "事项名称", "区级部门", "", "", "街道")
    lower = ("", "", "牵头单位", "职责", "联系人分机", "配合职责")
    columns = reader.under(upper, lower)
    assert columns is not None
    assert columns.roles == ("number", "name", "departments", "superior", "extra", "township")
    assert reader.under(upper, ("", "", "牵头单位", "分机", "联系人分机", "配合职责")) is None
    assert reader.role_of("收回后承接及方式") == "taker-and-method"
