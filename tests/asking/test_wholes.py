"""Wholes: what is said of a whole, of all places or of groups is used, or the question is refused."""

from __future__ import annotations

import pytest

from kg.asking import engine
from kg.asking.engine import Asker
from kg.asking.frame import Status
from kg.store.graph import Graph


@pytest.fixture(scope="module")
def asker(graph: Graph) -> Asker:
    return engine.asker(graph)


@pytest.mark.parametrize(
    "question",
    [
        "东城镇基本履职清单哪一类事项数量居中",
        "东城镇三张清单各类别事项数",
        "配合事项部门数的平均值最高的乡镇是哪个",
        "三家及以上部门共同负责的配合事项在五个乡镇里各占多少",
        "喀拉亚尕奇乡基本事项里平安法治类的占比是不是超过10%",
        "五个乡镇收回清单中部门数量最多的是哪个乡镇",
        "五个乡镇里就一个乡镇有的配合事项是哪些",
        "六户地镇名字里带检查的活，哪些是自己的哪些是配合的",
        "对口部门数为零的配合事项有吗",
        "庙尔沟乡第20项配合事项和第21项配合事项哪个涉及的部门多",
        "东城镇配合清单中公安局单独负责的事项，庙尔沟乡也是公安局单独负责吗",
        "哪个部门收回的处罚最多，五个乡镇合起来看",
        "喀拉亚尕奇乡配合清单第100项以后的事项属于哪些类别",
        "东城镇配合事项数最多的类别里，哪个部门出现最多",
        "西北湾镇和六户地镇都没有的收回类别有哪些",
        "六户地镇的配合事项里哪一类没有公安局",
        "庙尔沟乡哪些类别的配合事项全部由一个部门负责",
        "东城镇收回清单最中间的一项",
        "奇台县卫健委收回的事项与木垒县卫健委收回的是否一致",
        "西北湾镇收回事项涉及多少部门，东城镇呢",
        "西北湾镇收回事项涉及的部门总数比东城镇多吗",
        "the last 0 reclaimed duties of Dongcheng Town",
    ],
)
def test_what_no_single_answer_holds_is_refused(asker: Asker, question: str) -> None:
    assert asker.ask(question).status is Status.NOT_UNDERSTOOD


@pytest.mark.parametrize(
    "question",
    ["五个乡镇都列为配合的事项一共有几项", "五个乡镇都有的配合事项有多少项"],
)
def test_what_all_places_have_is_counted_once(asker: Asker, question: str) -> None:
    in_one = asker.ask("东城镇的配合事项里，五个乡镇都有的有几项").answer
    rows = asker.ask("五个乡镇都有的配合事项是哪些").answer

    assert asker.ask(question).answer == in_one
    assert len(rows) > in_one


def test_departments_of_rows_that_one_side_lacks_are_those_of_the_rows(asker: Asker) -> None:
    rows = asker.ask("东城镇收回了而西北湾镇没有收回的事项有哪些").answer
    each = (asker.ask(f"东城镇收回清单第{row['number']}项由谁承接").answer for row in rows)
    named = {name for names in each for name in names}

    assert set(asker.ask("东城镇收了、西北湾镇没收的事项，列出承接部门").answer) == named


def test_a_bureau_that_has_company_is_no_bureau_left_out(asker: Asker) -> None:
    every = asker.ask("东城镇水利局的配合事项有哪些").answer
    alone = asker.ask("东城镇只有水利局一个部门的配合事项有哪些").answer
    more = asker.ask("东城镇配合事项里，除了水利局还涉及其他部门的有哪些").answer

    assert [row["number"] for row in more] == [row["number"] for row in every if row not in alone]


def test_times_bound_the_rows_of_departments(asker: Asker) -> None:
    said = asker.ask("东城镇配合清单出现三到五次的部门有谁").answer
    counts = [asker.ask(f"东城镇{name}的配合事项有几项").answer for name in said]

    assert counts
    assert all(count in range(3, 6) for count in counts)


def test_what_several_places_have_is_counted_once_where_that_is_said(asker: Asker) -> None:
    rows = asker.ask("五个乡镇收回事项一共多少项").answer
    matters = asker.ask("五个乡镇收回清单合并去重后有多少项").answer
    most = max(
        asker.ask(f"{town}收回了多少项").answer
        for town in ("庙尔沟乡", "六户地镇", "西北湾镇", "东城镇", "喀拉亚尕奇乡")
    )

    assert most < matters < rows


def test_a_quoted_word_limits_whose_departments_are_asked(asker: Asker) -> None:
    plain = asker.ask("名称里有“奖励”的收回事项由哪些部门承接").answer

    assert asker.ask("带“奖励”的收回事项由哪些部门承接").answer == plain
    assert len(plain) > 0


def test_what_the_second_place_lacks_the_first_has(asker: Asker) -> None:
    """As asked of each, in English."""
    here, there = (
        set(asker.ask(f"{town}基本履职清单有哪些类别").answer)
        for town in ("喀拉亚尕奇乡", "东城镇")
    )
    said = "Does the basic list of Kalayagaqi have a category that Dongcheng's basic list lacks? Which?"

    assert set(asker.ask(said).answer) == here - there
    assert here - there


def test_a_text_to_be_translated_is_out_of_scope(asker: Asker) -> None:
    answer = asker.ask("把“镇里配合县里牵头”翻译成维语")

    assert answer.status is Status.OUT_OF_SCOPE
