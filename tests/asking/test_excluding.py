"""Clauses that take something out of a question: applied to what was read, or the question is refused."""

from __future__ import annotations

import re

import pytest

from kg.asking import engine
from kg.asking.engine import Asker
from kg.asking.frame import Status
from kg.resources import folder
from kg.store.graph import Graph
from kg.vocabulary.tables import read_table

TABLE = read_table((folder("vocabulary"),), "excluding", ("kind", "phrases", "example"), 2)


@pytest.fixture(scope="module")
def asker(graph: Graph) -> Asker:
    return engine.asker(graph)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("喀拉亚尕奇乡被收回的事项，除了名称里带“处罚”的，还剩多少项", 24),
        ("应急局五个地方加起来收回了几项，伊宁那个先别算进去", 7),
        ("撇开伊宁县不算，其余四地的配合清单里有生态环境部门挂名的合计多少条", 25),
        ("交通运输类收回的，加起来几条——昌吉市的不算啊，刚忘说了", 8),
        ("六户地收回的那张，把水利局和住建局的刨掉，还剩几项，急着填表", 31),
        ("玛纳斯县教育局在六户地镇的配合清单里占了几条，收回的不要掺进来", 4),
    ],
)
def test_what_is_not_to_be_counted_is_not(asker: Asker, question: str, answer: int) -> None:
    said = asker.ask(question)
    assert said.answer == answer, said.understood


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        (
            "行政审批局在庙尔沟那份里挂了好几条，养狗那条我知道了不用说，剩下的是哪几条",
            {24, 52, 97, 100},
        ),
        ("红十字会在木垒挂的那几项，跟民政局一块的不要，剩下的", {42, 43}),
        (
            "西北湾的配合清单，公安局和卫健委两家都在里头的是哪几条，光有一家的不算",
            {16, 20, 22, 91},
        ),
        ("奇台宣传部让西北湾配合的，跟文旅局合着干的不要", {73}),
        (
            "东城镇配合事项，有县公安局的，可要是市监局也在里头就剔了去，还剩哪些？",
            {15, 35, 61, 63, 94, 102},
        ),
        ("木垒县红十字会那几项配合事项，刨掉跟民政局搭伙的那条，还剩啥", {42, 43}),
        ("六户地镇配合清单里有农业农村局的事项挑出来，乡村振兴那一类的不要。", {17, 19, 51, 61}),
        ("昌吉市行政审批局跟别家搭着列的配合条目，独一家的那条去掉", {19, 24, 52, 100}),
        (
            "六户地镇三张清单里所有市场监管类的，去掉名称带“食品”的，再去掉带“登记”的，还剩哪几条",
            {94, 96, 43},
        ),
    ],
)
def test_duties_that_are_not_wanted_are_left_out(
    asker: Asker, question: str, numbers: set[int]
) -> None:
    said = asker.ask(question)
    assert {row["number"] for row in said.answer} == numbers, said.understood


def test_a_number_outside_the_bounds_changes_nothing(asker: Asker) -> None:
    said = asker.ask("庙尔沟配合清单里，挂名超过八项的部门有哪几家，八项整的不要")
    assert said.answer == ["昌吉市农业农村局", "昌吉市公安局"]
    assert "已在所问之外" in said.understood


def test_what_is_to_be_left_out_and_not_understood_is_refused(asker: Asker) -> None:
    said = asker.ask("应急管理局收回去的，五地加一起多少条？发奖的那种别给我凑数")
    assert said.status is Status.NOT_UNDERSTOOD
    assert "发奖的那种" in said.text


def test_a_story_in_which_something_is_not_counted_stays_a_story(asker: Asker) -> None:
    said = asker.ask("在木垒给砖厂干活，手叫机器轧了，老板说是我自己不小心、不算数，我找哪里来查？")
    assert said.answer == ["木垒县人力资源和社会保障局"]


@pytest.mark.parametrize("row", [row for _, row in TABLE], ids=lambda row: row["kind"])
def test_each_kind_of_phrase_has_an_example_with_one_of_them(row: dict[str, str]) -> None:
    phrases = sorted(filter(None, row["phrases"].split(";")), key=len)
    assert re.search("|".join(map(re.escape, phrases)), row["example"])


@pytest.mark.parametrize(
    "question",
    [
        "给望潮街道派了哪些配合任务？",
        "按给望潮街道派配合任务的条数给市级部门排个队，排第二的是哪家？",
        "帮望潮街道数一下配合事项有多少条",
        "跟望潮街道一样都收回了的事项有哪些",
        "县里通知岩翁镇报数，收回的有几项",
    ],
)
def test_a_township_that_nothing_knows_is_never_passed_over(asker: Asker, question: str) -> None:
    said = asker.ask(question)
    assert said.status is Status.NOT_FOUND
    assert re.search("没有载入“(?:望潮街道|岩翁镇)”", said.text)
