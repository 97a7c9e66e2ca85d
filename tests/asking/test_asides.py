"""What is said beside a question: left out and told so, or kept where it is what the question is about."""

from __future__ import annotations

import re

import pytest

from kg.asking import engine
from kg.asking.engine import Asker
from kg.asking.frame import Status
from kg.resources import folder
from kg.store.graph import Graph
from kg.vocabulary.tables import read_table

TABLE = read_table((folder("vocabulary"),), "asides", ("kind", "phrases", "example"), 2)


@pytest.fixture(scope="module")
def asker(graph: Graph) -> Asker:
    return engine.asker(graph)


@pytest.mark.parametrize("row", [row for _, row in TABLE], ids=lambda row: row["kind"])
def test_each_kind_of_aside_has_an_example_with_one(row: dict[str, str]) -> None:
    phrases = sorted(filter(None, row["phrases"].split(";")), key=len)
    assert re.search("|".join(map(re.escape, phrases)), row["example"])


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("农业农村局在喀拉亚尕奇配合的有多少项，哎不对不对，我问的是它收回去了几项", 5),
        ("财务说玛纳斯县总工会就挂了职工互助一项，我印象里不止，配合清单里到底挂了几项", 2),
        ("昌吉市庙尔沟乡收上去的里头，城市管理局接了几条？老陈说七条，我数着不像", 8),
        ("五家收回的各有多少……算了别全列，就伊宁县那个乡比昌吉市那个乡多几条", 18),
        ("吵了一上午了，一句话：五个里面收回事项条数垫底的是哪个乡镇", ["昌吉市庙尔沟乡"]),
        ("我手机上翻不到那么后头，西北湾收回的第三十五项是哪个局拿走的", ["奇台县应急管理局"]),
        (
            "我一直说伊宁县收回去最多的是水利局，科里小王不服，你评评理，到底哪个部门收得最多",
            ["伊宁县住房和城乡建设局"],
        ),
        (
            "上周农业局来人说剩饭泔水的监管归他们，我就问一句，奇台西北湾的餐厨垃圾监管写在哪张清单里",
            ["cooperation"],
        ),
    ],
)
def test_what_is_said_beside_a_question_is_not_asked(
    asker: Asker, question: str, answer: object
) -> None:
    said = asker.ask(question)
    assert said.answer == answer, said.understood
    assert "没有用上" in said.understood


def test_what_is_heard_of_a_matter_is_the_matter(asker: Asker) -> None:
    said = asker.ask("听说困难老人家里可以给装扶手、铺防滑地砖，喀拉亚尕奇，最后是县上哪个局批")
    assert said.answer == ["伊宁县民政局"], said.understood


def test_a_duty_named_only_in_what_somebody_says_is_not_lost(asker: Asker) -> None:
    said = asker.ask(
        "老李说收养登记五个乡镇的清单上都写了，那庙尔沟乡写的是哪个局承接，我怎么找不着"
    )
    assert said.status is Status.NOT_FOUND, said.understood


def test_a_claim_that_is_asked_about_is_not_left_out(asker: Asker) -> None:
    said = asker.ask("局里说灵活就业的社保补贴还是我们镇上审核确认，东城镇的，局里这话对不对")
    assert said.status is not Status.ANSWERED or said.answer is False, said.understood


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (
            "粮油应急供应网点，奇台的——等等，说岔了，是昌吉市的，配合单上写的哪家",
            ["昌吉市发展和改革委员会"],
        ),
        ("喀拉亚尕奇基本履职一共多少项？同事说87，我不太信", 87),
        ("六户地的配合比东城少几项？他们说少五项，我没数", 3),
        ("一个数就行，多的我没空看：庙尔沟乡被上级收回去多少件？", 34),
    ],
)
def test_slips_and_doubts_do_no_harm(asker: Asker, question: str, answer: object) -> None:
    said = asker.ask(question)
    assert said.answer == answer, said.understood


def test_a_claim_that_nobody_counts_is_no_question_of_departments(asker: Asker) -> None:
    said = asker.ask(
        "老王拍胸脯说昌吉市庙尔沟乡也把烟花爆竹监管交上去了，跟伊宁、奇台一样。他是不是记错了？"
    )
    assert said.status is Status.NOT_UNDERSTOOD
