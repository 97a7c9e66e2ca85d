"""Who tells first who asks, and why; words that are quoted, steep, or said of several things."""

from __future__ import annotations

import pytest

from kg.asking.engine import Asker
from kg.store.graph import Graph


@pytest.fixture(scope="module")
def asker(graph: Graph) -> Asker:
    return Asker(graph)


@pytest.mark.parametrize(
    ("told", "plain"),
    [
        (
            "下周奇台县水利局来西北湾镇座谈，领导让我拉个单子：凡是配合事项里带他们局名字的，都列出来。",
            "西北湾镇的配合事项里，凡是带奇台县水利局名字的，都列出来",
        ),
        (
            "我刚调到玛纳斯县农业农村局，下礼拜去六户地跑一趟。走之前想弄明白：我们局从他们镇收走了哪些事？",
            "玛纳斯县农业农村局从六户地镇收走了哪些事？",
        ),
        (
            "写毕业论文，我去东城镇调研过。那边的收回清单一共多少项？",
            "东城镇的收回清单一共多少项？",
        ),
        (
            "I study water law and am visiting 西北湾镇 next month. Which duties did the water bureau take back there?",
            "Which duties did the water bureau take back in 西北湾镇?",
        ),
    ],
)
def test_who_asks_and_why_is_left_out_and_said_to_be(asker: Asker, told: str, plain: str) -> None:
    answer, wanted = asker.ask(told), asker.ask(plain)

    assert wanted.status == "answered"
    assert answer.answer == wanted.answer
    assert "没有用上" in answer.understood


@pytest.mark.parametrize(
    "question",
    [
        # What it is about stands in the sentences before: without them every duty would be told.
        "我是东城镇新来的值班员，气象台刚发预警，夜里有大风。真到那份儿上，清单上给我们镇派的是哪几样活？",
        # Two bodies, and nobody knows whose list is wanted.
        "下周县水利局和县财政局来东城镇座谈，领导让我拉个单子：凡是配合事项里带他们局名字的，都列出来。",
        "我在东城镇上班。谁管？",
    ],
)
def test_what_is_more_than_who_asks_is_not_left_out(asker: Asker, question: str) -> None:
    assert asker.ask(question).status != "answered"


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("收回清单里有“不再开展”这几个字的有多少条？", "不再开展"),
        ("How many rows of the reclaimed list contain the words “不再开展”?", "不再开展"),
        ("“大喇叭”这个词，都写进了哪些地方的哪几条里？", "大喇叭"),
    ],
)
def test_quoted_words_are_looked_for_as_they_stand(asker: Asker, question: str, word: str) -> None:
    answer = asker.ask(question)

    assert answer.status == "answered"
    assert f"文字里有“{word}”" in answer.understood


@pytest.mark.parametrize(
    "question",
    [
        "光看配合那张表的部门栏，公安局的名字在东城镇和西北湾镇两处哪一处挂得更勤？",
        "西北湾镇帮上头打下手的那张单子，条目最花哨的是哪个类别？",
        "西北湾镇的配合事项，一般都是一条挂着两三家局。挂四家的有多少条？",
    ],
)
def test_what_picks_or_bounds_is_never_left_out(asker: Asker, question: str) -> None:
    assert asker.ask(question).status == "not_understood"


def test_a_body_is_meant_by_its_stem_where_talk_points_to_it(asker: Asker) -> None:
    spoken = asker.ask("西北湾镇收回去的事情当中，由住建那边接手的占百分之几？")

    assert (spoken.status, spoken.answer) == ("answered", 24)
    assert (
        asker.ask("庙尔沟乡给水利口打配合的有几件").answer
        == asker.ask("庙尔沟乡配合水利局的有几件").answer
    )


def test_a_clause_at_the_end_asks_whether_one_may_refuse(asker: Asker) -> None:
    answer = asker.ask(
        "三只胀了的死羊漂在水边，农业农村局让我们六户地镇派人捞起来收走。村里的小年轻说这跟咱没关系，可以不管吧？"
    )

    assert (answer.status, answer.answer) == ("answered", True)  # it was taken back
    assert "能不能不做" in answer.understood


@pytest.mark.parametrize("told", ["水利这块", "水利那一块", "水利这摊", "水利局"])
def test_a_body_named_by_its_stem_behind_a_township_is_that_body(asker: Asker, told: str) -> None:
    answer = asker.ask(f"东城镇{told}要我们配合的有哪些").to_json()

    assert answer["status"] == "answered"
    wanted = asker.ask("县水利局让东城镇配合哪些事项").to_json()["answer"]
    assert [one["iri"] for one in answer["answer"]] == [one["iri"] for one in wanted]


@pytest.mark.parametrize("question", ["东城镇民政有几项收回", "东城镇配合事项公安有几项"])
def test_the_stem_of_a_body_is_never_left_out(asker: Asker, question: str) -> None:
    answer = asker.ask(question).to_json()

    assert answer["status"] == "not_understood"
    assert "没有用上" in answer["text"]
