"""Names in questions: in small letters, without their designator, in quotes, as stories tell them."""

from __future__ import annotations

import pytest

from kg.asking.engine import Asker
from kg.store.graph import Graph


@pytest.fixture(scope="module")
def asker(graph: Graph) -> Asker:
    return Asker(graph)


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("stray dogs, xibeiwan, who catches them", "西北湾镇"),
        ("cooperation duties of Karayagaqi", "喀拉亚尕奇乡"),
        ("duties handed down to miaoergou", "庙尔沟乡"),
        ("duties of the Qitai Water Conservancy Bureau", "奇台县水利局"),
        ("duties of the Mulei Agriculture and Rural Affairs Bureau", "木垒县农业农村局"),
        ("the transport category in Dongcheng Town", "交通运输"),
    ],
)
def test_english_names_are_found_however_they_are_written(
    question: str, named: str, asker: Asker
) -> None:
    assert named in asker.english(question)


def test_a_name_may_be_read_in_several_ways(asker: Asker) -> None:
    assert {"zuoling", "zhaling"} <= {*asker.normal.readings("柞岭")}
    assert {"changle", "zhangle", "changyue"} <= {*asker.normal.readings("长乐")}


@pytest.mark.parametrize(
    ("question", "read"),
    [
        ("duties of the weather bureau (气象局)", "duties of the 气象局"),
        (
            "duties of the ecology and environment branch (生态环境局分局)",
            "duties of the 生态环境局",
        ),
        ("In Qaraaghach (喀拉亚尕奇), who leads", "In 喀拉亚尕奇, who leads"),
        ("duties of Xi Bei Wan, and of Kala Yagaqi", "duties of 西北湾镇, and of 喀拉亚尕奇乡"),
        ("which Qitai office leads", "which 奇台县 office leads"),
        ("the housing & construction bureau leads", "the 住建局 leads"),
        ("the category heading (事项类别) of it", "the category heading of it"),
        ("duties in the health category (卫生健康)", "duties in category “卫生健康”"),
        ("the court and the justice bureau in the column", "the 法院 and the 司法局 in the column"),
        ("entries with camels (骆驼)", "entries with camels “骆驼”"),
        ("entries with '12月底' (end of December)", "entries with “12月底”"),
        ("the townships’ lists, the town’s part", "the townships lists, the town's part"),
    ],
)
def test_what_is_said_twice_is_read_once(question: str, read: str, asker: Asker) -> None:
    assert asker.english(asker.normal(question)) == read


@pytest.mark.parametrize(
    "question",
    ["leave for health reasons", "who provides transport for old people", "the water is dirty"],
)
def test_a_common_english_word_is_no_category(question: str, asker: Asker) -> None:
    assert asker.english(question) == question


def test_an_item_number_is_no_denial(asker: Asker) -> None:
    answer = asker.ask("Liuhudi Town, cooperation list, item No. 12: what is it?")

    assert [(row["list"], row["number"]) for row in answer.evidence] == [("cooperation", 12)]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("东城这边流浪狗归哪个部门管", True),
        ("我在东城开店，流浪狗归哪个部门管", True),
        ("东城路边有流浪狗，归哪个部门管", True),
        ("东城村口有流浪狗，归哪个部门管", True),
        ("东城路上的流浪狗归哪个部门管", False),
        ("东城路12号的流浪狗归哪个部门管", False),
        ("六互地我们小区有流浪狗，归哪个部门管", True),
        ("家住庙儿沟，流浪狗归哪个部门管", True),
        ("六湖迪我们小区有流浪狗，归哪个部门管", False),
    ],
)
def test_a_township_is_known_by_its_bare_name_also_misspelt_where_a_place_is_told(
    question: str, expected: bool, asker: Asker
) -> None:
    spans = asker.reading.trace(asker.normal(question)).tokens
    found = [t for t in spans if t.span and t.span.kind.name == "TOWNSHIP"]

    assert bool(found) is expected


@pytest.mark.parametrize("name", ["木垒县西城镇", "奇台县北城镇"])
def test_a_township_that_is_not_loaded_is_named_in_the_refusal(name: str, asker: Asker) -> None:
    answer = asker.ask(f"我们{name}，微型消防站还用我们建吗")

    assert answer.status.value == "not_found"
    assert name[3:] in answer.text


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("收回的事项里名称出现“考核”二字的有哪些", "考核"),
        ("标题里带民宿的条目全部找出来", "民宿"),
        ("Which cooperation duties mention the one-card system (一卡通) in a clause?", "一卡通"),
    ],
)
def test_words_to_be_found_are_those_in_quotes_or_behind_a_title(
    question: str, word: str, asker: Asker
) -> None:
    answer = asker.ask(question)

    assert f"有“{word}”" in answer.understood
    assert answer.evidence


@pytest.mark.parametrize(
    ("question", "department"),
    [
        ("邻居家丫头才十二岁，爹妈不让念书了叫在家放羊，木垒有没有单位能罚他们", "教育局"),
        ("楼上把阳台改成了厕所，我家阳台顶天天滴水，找物业也不管。我是昌吉市的", "城市管理局"),
    ],
)
def test_a_story_about_a_known_duty_asks_who_is_responsible(
    question: str, department: str, asker: Asker
) -> None:
    answer = asker.ask(question)

    assert [name for name in answer.answer if department in name], answer.understood


def test_a_story_that_asks_for_an_amount_is_not_read_as_asking_who(asker: Asker) -> None:
    answer = asker.ask("公家租的那种便宜房子一个月一平米收多少租金啊")

    assert answer.status.value != "answered"
