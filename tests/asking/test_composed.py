"""Chinese questions all of whose words are known: read by what they say, in any order, or left to the nets."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, product

import pytest

from kg.asking import engine
from kg.asking.composed.words import SENSES, ways
from kg.asking.engine import Asker
from kg.asking.frame import Ask, Question, Status
from kg.asking.reading.tokens import value
from kg.resources import folder
from kg.store.graph import Graph
from kg.vocabulary.tables import read_table

ROWS = read_table((folder("vocabulary"),), "composed", ("kind", "phrases", "example"), 2)
NAMES = {"甲镇": "东城镇", "乙镇": "庙尔沟乡"}
LEFT = "stop"
"""The sense of words that are not read here."""


@pytest.fixture(scope="module")
def asker(graph: Graph) -> Asker:
    return engine.asker(graph)


def read(asker: Asker, question: str) -> Question | None:
    return asker.composed.read(asker.asked(asker.normal(question)).text)


def expanded(phrase: str) -> Iterator[str]:
    return map("".join, product(*ways(phrase)))


def loaded(example: str) -> str:
    for name, town in NAMES.items():
        example = example.replace(name, town)
    return example


def test_every_sense_has_its_letters() -> None:
    assert {row["kind"] for _, row in ROWS} == set(SENSES)


@pytest.mark.parametrize("row", [row for _, row in ROWS], ids=lambda row: row["kind"])
def test_a_sense_is_read(asker: Asker, row: dict[str, str]) -> None:
    phrases = {one for phrase in row["phrases"].split(";") for one in expanded(phrase) if one}

    assert any(phrase in row["example"] for phrase in phrases)
    assert (read(asker, loaded(row["example"])) is None) is (row["kind"] == LEFT)


def test_alternatives_are_written_out() -> None:
    assert [*expanded("(列|写)(在|)")] == ["列在", "列", "写在", "写"]
    assert [value(said) for said in ("三", "十二", "二十", "一百零三", "一百二十", "47")] == [
        3,
        12,
        20,
        103,
        120,
        47,
    ]


SAME = (
    (
        "东城镇配合清单里,有水利局、没有林草局的事项",
        "没有林草局而有水利局的东城镇配合事项",
        "东城镇配合事项:水利局在、林草局不在的",
        "把东城镇水利局的配合事项里带林草局的去掉,剩下的列出来",
        "除林草局外,东城镇配合水利局的事项有哪些",
    ),
    (
        "东城镇配合清单中对应部门不少于三家的有几项",
        "部门数≥3的东城镇配合事项数量",
        "东城镇有多少配合事项挂了三个及以上的部门",
        "三家以上部门的配合事项,东城镇共几项",
    ),
    (
        "从庙尔沟乡收回事项第二多的部门",
        "庙尔沟乡收回事项,承接项数排名第二的是哪家",
        "按收回庙尔沟乡的项数给部门排名,亚军是谁",
    ),
    (
        "六户地镇收回而东城镇没有收回的事项",
        "东城镇没有、六户地镇有的收回事项",
        "收回事项:六户地镇减东城镇",
        "六户地镇收回清单上有,东城镇收回清单上找不到的",
    ),
    (
        "东城镇收回事项中水利局承接的占百分之几",
        "东城镇收回清单里,水利局的占比",
        "水利局接走的在东城镇收回事项里占多大比例(整数百分比)",
    ),
    (
        "五个乡镇平均每个乡镇收回多少项",
        "收回事项镇均几项,五个乡镇一起算",
        "五地收回事项的均值,保留一位小数",
        "把收回的事项匀给五个乡镇,一家多少项",
    ),
    (
        "只有喀拉亚尕奇乡收回、其他乡镇都没有收回的事项",
        "喀拉亚尕奇乡独有的收回事项",
        "收回清单里其余四个乡镇均无、唯独喀拉亚尕奇乡有的",
    ),
    (
        "东城镇配合清单里跟民政局列在一起的还有哪些部门",
        "与民政局同列东城镇配合事项的其他部门",
        "东城镇民政局的配合事项里都有谁跟它搭档",
    ),
    (
        "东城镇乡镇职责至少六条的配合事项",
        "东城镇配合清单,镇里职责不少于六条的",
        "镇上职责条款≥6条的东城镇配合事项",
    ),
    (
        "东城镇配合清单最后两项",
        "东城镇配合事项倒数两条",
        "配合清单末尾的两项是什么,东城镇",
    ),
    (
        "水利局一家单独对应的东城镇配合事项",
        "东城镇配合清单里只写了水利局的",
        "东城镇配合事项,除水利局外再无其他部门的",
    ),
)  # fmt: skip


@pytest.mark.parametrize("ways", SAME, ids=lambda ways: ways[0])
def test_words_in_any_order_say_the_same(asker: Asker, ways: tuple[str, ...]) -> None:
    for one, other in pairwise(ways):
        said, meant = asker.ask(one), asker.ask(other)

        assert read(asker, one) is not None, one
        assert read(asker, other) is not None, other
        assert said.status is Status.ANSWERED
        assert said.answer == meant.answer, (other, meant.understood)
    assert asker.ask(ways[0]).answer != []


@pytest.mark.parametrize(
    "question",
    [
        "东城镇配合清单里有骆驼的事项",  # a word of a duty
        "东城镇配合水利局、住建局的事项有哪些",  # both or either
        "水利局和应急局都有哪些配合事项,东城镇",  # both, or each
        "五个乡镇都收回了哪些事项",  # each, or all of them
        "东城镇、六户地镇各收回几项",  # one figure each
        "东城镇收回事项接得最多的部门接了几项",  # who, and how many
        "东城镇配合清单前十项里有公安局的",  # the first ten of all rows
        "东城镇要报给水利局的配合事项",  # what is reported to it
        "我们镇收回了几项",  # which township is not said
        "水利局没有林草局有的东城镇配合事项",  # either may be the one left out
        "东城镇配合清单除水利局独家的以外还有几项",  # the rows of two conditions
        "庙尔沟乡收回清单第三项以后的事项",  # a place and all beyond
        "各乡镇都收回的事项有哪些",  # each, or all of them
        "庙尔沟乡和六户地镇谁收回得多,多几项",  # who, and how many
        "东城镇地名管理的配合职责有哪些",  # a duty is named
        "西北湾镇收回的事项里有几项归住健局",  # a name that is not spelt so
        "伊宁县农业农村局要喀拉亚尕奇乡配合的比东城镇多几项",  # a body of another county
        "东城镇要交表的配合事项有多少",  # what is to be done in them
    ],
)
def test_what_is_not_clear_is_left(asker: Asker, question: str) -> None:
    assert read(asker, question) is None


def numbers(asker: Asker, question: str) -> list[int]:
    return [row["number"] for row in asker.ask(question).answer]


def test_what_sentences_could_not_say_is_read_by_its_words(asker: Asker) -> None:
    """Each is told by other questions, of one condition each."""
    few = "西北湾镇乡镇职责{}条的配合事项有几项"
    police = set(numbers(asker, "庙尔沟乡配合事项里涉及公安局的"))
    single = set(numbers(asker, "庙尔沟乡配合事项中对应部门恰好一家的"))
    both = set(numbers(asker, "喀拉亚尕奇乡自然资源局和林草局都在的配合事项"))
    two = set(numbers(asker, "喀拉亚尕奇乡对应部门恰好两家的配合事项"))
    here, there = (
        set(asker.ask(f"{town}配合清单有哪些类别").answer) for town in ("东城镇", "西北湾镇")
    )
    farms = [
        asker.ask(f"{county}农业农村局有几项配合事项").answer for county in ("伊宁县", "昌吉市")
    ]
    livelihood = numbers(asker, "东城镇民生服务类的配合事项有哪些")
    shared = asker.ask("东城镇和西北湾镇都有的配合事项类别有哪些").answer
    joint = asker.ask("喀拉亚尕奇乡配合事项中，部门恰为自然资源局加林草局两家的有几项").answer
    less = "伊宁县农业农村局的配合事项数减去昌吉市农业农村局的配合事项数，结果等于几？"

    assert asker.ask("西北湾配合事项，镇里顶多只要干一条的有几项").answer == sum(
        asker.ask(few.format(said)).answer for said in ("恰好一", "不到一")
    )
    assert (
        set(numbers(asker, "昌吉市那份配合履职清单，部门一栏光有公安局的是哪项")) == police & single
    )
    assert joint == len(both & two) > 0
    assert set(shared) == here & there
    assert asker.ask(less).answer == farms[0] - farms[1]
    assert numbers(asker, "东城镇民生服务类配合事项第三项是哪项") == livelihood[2:3]


def test_the_first_row_of_every_category_is_one_each(asker: Asker) -> None:
    said = asker.ask("东城镇收回清单每个类别的第一项")
    categories = asker.ask("东城镇收回清单有几个类别").answer

    assert len(said.answer) == categories > 1
    assert {row["list"] for row in said.answer} == {"reclaimed"}


def test_what_all_townships_have_is_in_each_of_them(asker: Asker, graph: Graph) -> None:
    every = asker.ask("五个乡镇收回清单里都有的类别").answer
    towns = ("庙尔沟乡", "六户地镇", "西北湾镇", "东城镇", "喀拉亚尕奇乡")
    each = [set(asker.ask(f"{town}收回清单有哪些类别").answer) for town in towns]

    assert set(every) == set.intersection(*each)
    assert set(every) < set.union(*each)


def test_townships_without_a_body_are_told(asker: Asker) -> None:
    read_ = read(asker, "哪些乡镇的收回清单里没有公安局")

    assert read_ is not None
    assert read_.ask is Ask.TOWNSHIPS
    assert read_.negate


def test_a_number_of_rows_bounds_the_departments_that_have_so_many(asker: Asker) -> None:
    said = asker.ask("东城镇收回清单里，接手件数正好为二的部门是哪几家")
    counts = [asker.ask(f"东城镇收回清单里{name}收回了几项").answer for name in said.answer]

    assert counts
    assert set(counts) == {2}


@pytest.mark.parametrize(
    "question",
    [
        "喀拉亚尕奇乡配合表的部门栏，同一单位只记一次，数下来有多少家单位",
        "东城镇哪些配合事项是县公安局在部门栏打头的（写在第一个）",
    ],
)
def test_words_for_repeats_and_for_places_in_a_column_are_left(asker: Asker, question: str) -> None:
    assert read(asker, question) is None


@pytest.mark.parametrize(
    "question",
    [
        "五县市逐个过一遍：派给乡镇的配合活儿，哪家局最多？一县报一家",
        "配合清单的类别，喀拉亚尕奇乡设了而东城镇没设的",
        "西北湾镇和东城镇都收回了、庙尔沟乡还在做的有哪些",
    ],
)
def test_what_was_not_told_apart_is_refused(asker: Asker, question: str) -> None:
    assert asker.ask(question).status is Status.NOT_UNDERSTOOD
