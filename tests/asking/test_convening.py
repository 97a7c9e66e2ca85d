"""Who leads (牵头): by the marks of a list, by single clauses, or by nobody; and townships of a nationality."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.asking import engine
from kg.asking.engine import Asker
from kg.asking.frame import Status
from kg.building import build
from kg.store.graph import Graph
from kg.vocabulary.peoples import plain_township, without_peoples

MARKED = """碧水市云溪县松岭苗族乡
履职事项清单

2025年5月

碧水市云溪县松岭苗族乡配合履职事项清单

序号\t事项类别\t事项名称\t对应上级部门\t上级部门职责\t乡镇配合职责
1\t民生服务\t高龄津贴发放\t云溪县民政局（牵头）、云溪县财政局\t1.县民政局审批，发放津贴； 2.县财政局拨付资金。\t1.受理申请。
2\t平安法治\t反诈宣传\t云溪县公安局（牵头）、云溪县教育局\t1.县公安局组织宣传； 2.县教育局在学校宣传。\t1.入户宣传。
3\t平安法治\t校园周边整治\t云溪县教育局（牵头）、云溪县公安局\t1.县教育局排查； 2.县公安局巡逻。\t1.劝导商贩。
4\t平安法治\t犬只收容\t云溪县公安局\t1.县公安局收容犬只。\t1.上报线索。
"""
UNMARKED = MARKED.replace(
    "犬只收容\t云溪县公安局\t1.县公安局收容犬只。",
    "犬只收容\t云溪县公安局、云溪县城市管理局\t1.县公安局牵头收容犬只； 2.县城市管理局清运。",
)


def _asker(folder: Path, text: str) -> Asker:
    (folder / "a.txt").write_text(text, "utf-8")
    return engine.asker(Graph(build([folder / "a.txt"], into=folder / "s").store))


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Asker:
    return _asker(tmp_path_factory.mktemp("marked"), MARKED)


@pytest.fixture(scope="module")
def partly(tmp_path_factory: pytest.TempPathFactory) -> Asker:
    """A list with a duty of two departments of which it marks none."""
    return _asker(tmp_path_factory.mktemp("partly"), UNMARKED)


def _numbers(asker: Asker, question: str) -> list[int]:
    said = asker.ask(question)
    return [row["number"] for row in said.answer or ()]


def test_what_a_body_leads_is_what_a_list_that_marks_every_row_says(marked: Asker) -> None:
    assert _numbers(marked, "松岭苗族乡的配合事项里，县公安局牵头的是哪几项") == [2, 4]
    assert _numbers(marked, "松岭苗族乡配合县公安局的事项有哪些") == [2, 3, 4]


def test_what_a_body_takes_part_in_without_leading(marked: Asker) -> None:
    said = marked.ask("松岭苗族乡有县公安局参加、但牵头的不是县公安局的配合事项，一共多少项")
    assert said.answer == 1, said.understood


def test_where_not_every_row_is_marked_the_column_counts_and_it_is_told(partly: Asker) -> None:
    said = partly.ask("松岭苗族乡的配合事项里，县公安局牵头的是哪几项")
    assert [row["number"] for row in said.answer] == [2, 3, 4]
    assert "不论原文有没有写明由它牵头" in said.understood


@pytest.mark.parametrize(
    "words",
    ["没有标明牵头部门的配合事项有哪些", "的配合事项中，有两个以上部门却没写谁牵头的是哪几项"],
)
def test_duties_of_several_departments_of_which_none_is_said_to_lead(
    partly: Asker, words: str
) -> None:
    assert _numbers(partly, f"松岭苗族乡{words}") == [4]


def test_no_row_without_a_mark_is_an_answer(marked: Asker) -> None:
    said = marked.ask("松岭苗族乡没有标明牵头部门的配合事项有哪些")
    assert said.answer in ([], None)


def test_who_leads_by_a_clause_is_told_beside_the_column(partly: Asker) -> None:
    said = partly.ask("松岭苗族乡犬只收容由谁牵头")
    assert len(said.answer) == 2
    assert "云溪县公安局（“县公安局牵头收容犬只" in said.text


def test_which_one_of_several_leads_is_the_one_of_the_clause(partly: Asker, graph: Graph) -> None:
    said = partly.ask("松岭苗族乡犬只收容几家单位都挂着名，到底哪家是牵头的")
    assert said.answer == ["云溪县公安局"], said.text
    english = "Eight bodies are listed for policing private tutoring centres in Yining County. Which one of them takes the lead?"
    assert engine.asker(graph).ask(english).answer == ["伊宁县教育局"]


@pytest.mark.parametrize("town", ["松岭苗族乡", "松岭乡", "云溪县松岭", "云溪松岭乡"])
def test_a_township_of_a_nationality_is_known_by_its_plain_name(marked: Asker, town: str) -> None:
    assert marked.ask(f"{town}的高龄津贴发放由谁负责").status is Status.ANSWERED


def test_the_peoples_of_a_name_are_left_out_but_never_the_whole_name() -> None:
    peoples = ("哈尼族", "拉祜族", "苗族", "土族")
    assert without_peoples("云磨哈尼族拉祜族", peoples) == "云磨"
    assert plain_township("云磨苗族乡", peoples) == "云磨乡"
    assert plain_township("土族镇", peoples) == plain_township("云磨乡", peoples) == ""


def test_one_body_and_not_the_other_is_no_question_for_those_without_both(graph: Graph) -> None:
    said = engine.asker(graph).ask("国家统计专项调查，哪几个乡镇配合的是调查队而不是统计局？")
    assert said.answer == ["玛纳斯县六户地镇", "奇台县西北湾镇"], said.understood


def test_two_townships_named_side_by_side_are_both_asked_about(graph: Graph) -> None:
    said = engine.asker(graph).ask("东城镇和西北湾镇的配合事项中，没写谁牵头的有多少项")
    assert "木垒县东城镇、奇台县西北湾镇" in said.understood


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("庙尔沟乡收回的三十多项里，城管局接了几项，占本乡收回总数的百分之几？", 24),
        ("谁家的配合清单条款里提到了村规民约？", ["伊宁县喀拉亚尕奇乡"]),
        ("东城镇收回清单的头三项都是谁接走的", ["木垒县民政局"]),
        ("六户地镇每年修编完山洪灾害防汛预案，送哪家备案", ["玛纳斯县水利局"]),
    ],
)
def test_said_in_other_shapes(graph: Graph, question: str, answer: object) -> None:
    said = engine.asker(graph).ask(question)
    assert said.answer == answer, said.understood
