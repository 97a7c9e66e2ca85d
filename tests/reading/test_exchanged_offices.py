"""Rows that exchanged a name, a department or a side are said by what their names and their setting tell."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from editing import RECLAIMED, Edition

from kg.reading.plausible.displaced import _MARK
from kg.reading.plausible.leftovers import _NAMED_TOWNSHIP
from kg.values import Document

Read = Callable[..., Document]
ELSEWHERE = Path(__file__).parents[2] / "build" / "training" / "elsewhere"
LIST = (ELSEWHERE / "hongliutan.txt").read_text("utf-8")

NAMES = {
    "小型水库巡查管护": "县水利局",
    "动物疫病强制免疫": "县农业农村局",
    "养老机构备案检查": "县民政局",
    "学校食堂食品安全检查": "县市场监督管理局",
    "森林火灾扑救演练": "县林业局",
    "道路客运站点管理": "县交通运输局",
    "房屋安全鉴定": "县住房和城乡建设局",
    "传染病疫情流调": "县卫生健康局",
    "退役军人优抚": "县退役军人事务局",
    "危险化学品检查": "县应急管理局",
}
SIDES = (("1.制定方案。", "1.组织动员。"), ("<p>1.制定方案。</p>", "<p>1.组织动员。</p>"))


def text_of(rows: list[list[str]]) -> str:
    header = "序号\t事项名称\t对应上级部门\t上级部门职责\t配合职责"
    lines = ["\t".join((str(n), *row)) for n, row in enumerate(rows, 1)]
    return "\n".join(["云岭市清溪县石桥镇配合履职事项清单", header, *lines])


def rows() -> list[list[str]]:
    return [[name, body, *SIDES[at % 2]] for at, (name, body) in enumerate(NAMES.items())]


def said(document: Document, *kinds: str) -> set[int | None]:
    return {f.number for f in document.findings if f.kind in kinds}


@pytest.mark.parametrize("column", [0, 1], ids=["names", "departments"])
def test_rows_far_apart_that_exchanged_a_name_or_a_department_are_said(
    read: Read, column: int
) -> None:
    assert not said(read(text_of(rows())), "rows-crossed")
    changed = rows()
    changed[0][column], changed[7][column] = changed[7][column], changed[0][column]
    found = said(read(text_of(changed)), "rows-crossed", "department-doubtful")
    assert found & {1, 8}
    assert found <= {1, 8}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("医疗保险基金骗保行为查处", "对私自打井、无证取水的处罚"),
        ("病残儿医学鉴定", "用人单位拖欠工资立案查处"),
        ("动物检疫合格证明出具", "用人单位拖欠工资立案查处"),
    ],
)
def test_reclaimed_rows_that_exchanged_their_holders_are_said(
    read: Read, one: str, other: str
) -> None:
    edition = Edition(LIST)
    first, second = edition.row(RECLAIMED, one), edition.row(RECLAIMED, other)
    assert not said(read(LIST), "rows-crossed") & {int(first[0]), int(second[0])}
    first[-1], second[-1] = second[-1], first[-1]
    numbers = said(read(edition.text()), "rows-crossed", "department-doubtful")
    assert numbers & {int(first[0]), int(second[0])}


@pytest.mark.parametrize(
    ("name", "method", "told"),
    [
        ("病残儿医学鉴定", "不再开展此项工作。", True),
        ("家庭经济状况核对", "不再开展此项工作。", True),
        ("村级台账月度排名", "不再开展此项工作。", False),
        ("村级台账月度排名", "不再开张此项工作。", True),
    ],
)
def test_what_nobody_does_any_more_is_doubted_by_its_act_and_by_its_words(
    read: Read, name: str, method: str, told: bool
) -> None:
    edition = Edition(LIST)
    row = edition.row(RECLAIMED, "病残儿医学鉴定")
    row[2], row[3] = name, method
    assert (int(row[0]) in said(read(edition.text()), "holder-contradicted")) is told


def test_two_sides_that_are_set_in_two_ways_are_said_where_all_others_are_set_alike(
    read: Read,
) -> None:
    assert not said(read(text_of(rows())), "cell-misplaced")
    changed = rows()
    changed[2][3], changed[7][3] = changed[7][3], changed[2][3]
    assert said(read(text_of(changed)), "cell-misplaced") == {3, 8}
    for at in range(0, 10, 2):  # where many rows are, that is the list's manner
        changed[at][3] = SIDES[1][1]
    assert not said(read(text_of(changed)), "cell-misplaced")


@pytest.mark.parametrize(
    "text", ["<p>1.巡查；</p>", '<ol style="x"> 1.巡查； ', "1.巡查<br>2.上报"]
)
def test_a_setting_is_told_by_its_mark(text: str) -> None:
    assert _MARK.search(text)


def many(count: int = 24) -> list[list[str]]:
    """Rows of two bodies each, both of which the clauses name."""
    pairs = list(NAMES.values())
    found = []
    for at in range(count):
        one, other = pairs[at % 10], pairs[(at + 3) % 10]
        clauses = f"1.{one}制定第{at}号方案；2.{other}检查落实。"
        found.append([f"第{at}号水库周边联合整治", f"{one}、{other}", clauses, "1.组织动员。"])
    return found


def test_a_body_that_no_clause_names_is_said_where_clauses_name_all(read: Read) -> None:
    assert not said(read(text_of(many())), "department-doubtful")
    changed = many()
    changed[4][1] = changed[4][1].split("、")[0] + "、县气象局"
    assert 5 in said(read(text_of(changed)), "department-doubtful")


def test_the_only_row_whose_duties_have_no_number_is_said(read: Read) -> None:
    """If it could be one that was taken back; what is done with the township may be set otherwise."""
    assert not said(read(text_of(many())), "list-doubtful")
    for odd in (1, 2):
        changed = many()
        for row in changed[:odd]:
            row[2] = "依法受理、审批、发证。"
        assert (1 in said(read(text_of(changed)), "list-doubtful")) is (odd == 1)


@pytest.mark.parametrize(("place", "told"), [("柳林镇", True), ("石桥镇", False), ("本镇", False)])
def test_rows_that_speak_of_another_township_than_the_cover_are_said(
    read: Read, place: str, told: bool
) -> None:
    changed = many()
    for row in changed:
        row[3] = f"1.负责{place}的组织动员。"
    assert bool(said(read(text_of(changed)), "place-varies")) is told


@pytest.mark.parametrize(
    ("text", "named"), [("负责东城镇", True), ("负责本镇", False), ("住房和城乡建设", False)]
)
def test_a_township_is_told_from_words_for_ones_own(text: str, named: bool) -> None:
    assert bool(_NAMED_TOWNSHIP.search(text)) is named


def test_a_side_of_one_clause_needs_no_marks_where_several_rows_have_such_a_one(read: Read) -> None:
    for odd, told in ((2, True), (3, False)):
        changed = rows() + [[f"{name}演练", *cells] for name, *cells in rows()]
        for row in changed[1:6:2][:odd]:
            row[3] = "组织动员。"
        assert bool(said(read(text_of(changed)), "cell-misplaced")) is told


def test_a_body_that_a_clause_means_with_the_others_is_not_said(read: Read) -> None:
    changed = many()
    changed[4][1] += "、县气象局"
    changed[4][2] += "3.其他部门落实行业监管。"
    assert 5 not in said(read(text_of(changed)), "department-doubtful")


@pytest.mark.parametrize("mark", ["，", " "])
def test_how_a_list_parts_its_bodies_is_said_once(read: Read, mark: str) -> None:
    kind = "name-separator" if mark.strip() else "name-glued"
    for odd, findings in ((5, 5), (6, 1)):
        changed = many()
        for row in changed[:odd]:
            row[1] = row[1].replace("、", mark)
        found = [f for f in read(text_of(changed)).findings if f.kind == kind]
        assert len(found) == findings
        assert found[0].line == 3
    assert "6 行" in found[0].message
    assert "、8 行" in found[0].message


def test_two_names_of_one_office_that_changed_places_are_said(read: Read) -> None:
    """Neither name has a word of its own texts, each has one of the other's."""
    changed = rows()
    changed[0] = ["住宅楼院提升", "县住房和城乡建设局", "1.确定住宅改造计划。", "1.征集居民需求。"]
    changed[1] = ["餐饮店燃气安检", "县住房和城乡建设局", "1.监督燃气入户。", "1.排查用气隐患。"]
    sound = text_of(changed)
    changed[0][0], changed[1][0] = changed[1][0], changed[0][0]
    assert not said(read(sound), "rows-crossed") & {1, 2}
    assert said(read(text_of(changed)), "rows-crossed") >= {1, 2}


@pytest.mark.parametrize(
    ("holder", "method", "told"),
    [
        ("县公安局、县民政局", "县公安局立案查处；县民政局协助。", False),
        ("县公安局", "县民政局负责受理；县公安局协助。", True),
        ("县农业农村局", "由县农业综合行政执法大队查处。", False),
    ],
)
def test_a_way_of_working_that_begins_with_another_office_is_said(
    read: Read, holder: str, method: str, told: bool
) -> None:
    text = "\n".join(
        [
            "云岭市清溪县石桥镇上级部门收回事项清单",
            "序号\t事项名称\t承接部门及工作方式",
            f"1\t对占道经营行为的查处\t承接部门：{holder} 工作方式：{method}",
            "2\t收养登记\t承接部门：县民政局 工作方式：县民政局受理。",
        ]
    )
    assert (1 in said(read(text), "department-doubtful")) is told


def test_a_branch_of_another_city_is_said(read: Read) -> None:
    changed = rows()
    for at in (2, 4, 6):
        changed[at][1] = "云岭市生态环境局清溪分局"
    assert not said(read(text_of(changed)), "department-elsewhere")
    changed[4][1] = "青河市生态环境局清溪分局"
    assert said(read(text_of(changed)), "department-elsewhere") == {5}
