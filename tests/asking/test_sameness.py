"""Whether places have the same departments; and other ways of asking that mean what a plain one means."""

from __future__ import annotations

import pytest

from kg.asking.answering.sameness import compared
from kg.asking.engine import Asker
from kg.asking.frame import Status
from kg.store.graph import Graph


@pytest.fixture(scope="module")
def asker(graph: Graph) -> Asker:
    return Asker(graph)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("机电井管理东城镇和西北湾镇的部门一样吗", True),
        ("文明养犬管理工作，五个乡镇对应的部门是不是都一样", False),
        ("文明养犬管理工作东城镇和庙尔沟乡的部门不一样吗", True),
        ("机电井管理，东城镇和西北湾镇由同一个部门管吗", True),
        ("文明养犬管理工作，东城镇和庙尔沟乡是不是都列了行政审批局", False),
        ("文明养犬管理工作，东城镇和庙尔沟乡是不是都列了农业农村局", True),
    ],
)
def test_bodies_of_one_function_are_the_same_wherever_they_are(
    question: str, expected: bool, asker: Asker
) -> None:
    answer = asker.ask(question)
    assert answer.status is Status.ANSWERED, answer.text
    assert answer.answer is expected, (answer.understood, answer.text)
    assert answer.evidence


@pytest.mark.parametrize(
    "question",
    [
        "东城镇和西北湾镇的部门一样吗",
        "东城镇和西北湾镇的部门分别是哪些",
        "机电井管理东城镇的部门一样吗",
        "骆驼养殖，东城镇和庙尔沟乡的部门一样吗",
        "牧道，东城镇和庙尔沟乡的部门一样吗",
    ],
)
def test_nothing_is_compared_that_no_duty_or_place_was_named_for(
    question: str, asker: Asker
) -> None:
    assert asker.ask(question).status is not Status.ANSWERED


def test_only_the_end_of_a_question_asks_whether_bodies_are_the_same() -> None:
    assert compared("和一样的部门有哪些") is None
    assert compared("部门一样的事项有哪些") is None


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("文明养犬管理工作，庙尔沟乡比东城镇多了哪家", ["行政审批局", "城市管理局"]),
        ("和东城镇比，庙尔沟乡文明养犬管理工作多了哪些部门", ["行政审批局", "城市管理局"]),
        ("文明养犬管理工作，东城镇比庙尔沟乡少了哪些部门", ["行政审批局", "城市管理局"]),
        ("文明养犬管理工作，东城镇比庙尔沟乡多哪个部门", ["住房和城乡建设局"]),
    ],
)
def test_bodies_that_one_place_has_more_are_told(
    question: str, expected: list[str], asker: Asker
) -> None:
    answer = asker.ask(question)
    assert answer.status is Status.ANSWERED, answer.text
    assert sorted(name[3:] for name in answer.answer) == sorted(expected), answer.text


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("平安法治这一类在东城镇配合清单里占比多少", "东城镇配合清单里平安法治类占百分之几"),
        ("哪个部门在东城镇配合清单里出现得最勤", "东城镇配合清单里出现最多的是哪个部门"),
        (
            "东城镇配合清单上，哪个部门露面的次数仅次于第一名",
            "东城镇配合清单里排第二多的是哪个部门",
        ),
        (
            "县水利局，无论配合的还是收回的，在东城镇涉及哪些条目",
            "东城镇配合和收回清单里县水利局的事项有哪些",
        ),
        (
            "How many duties were taken back from Dongcheng Town, discontinued ones included?",
            "东城镇收回事项一共多少项",
        ),
        (
            "东城镇收回的事项，由县水利局承接（含与别家一起）的占比是多少",
            "东城镇收回事项里县水利局承接的占百分之几",
        ),
        ("请统计东城镇收回清单中由县水利局承接的条数", "东城镇收回清单里县水利局承接的有多少项"),
    ],
)
def test_it_may_be_said_in_other_words(said: str, plain: str, asker: Asker) -> None:
    one, other = asker.ask(said), asker.ask(plain)
    assert one.status is Status.ANSWERED, one.text
    assert (one.type, one.answer) == (other.type, other.answer), (one.understood, other.understood)


def test_a_place_without_the_duty_is_told(asker: Asker) -> None:
    answer = asker.ask("天然气长输管道保护，西北湾镇是谁牵头，庙尔沟乡又是谁牵头")
    assert answer.status is Status.ANSWERED, answer.text
    assert "昌吉市庙尔沟乡的清单没有找到这一项" in answer.understood
