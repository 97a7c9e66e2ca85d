"""Questions of offices as headings, signs and chat: positions, shares, who else is there, lists of two places."""

from __future__ import annotations

from typing import Any

import pytest

from kg.asking import engine
from kg.asking.engine import Asker
from kg.asking.frame import Status
from kg.store.graph import Graph


@pytest.fixture(scope="module")
def asker(graph: Graph) -> Asker:
    return engine.asker(graph)


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("六户地镇，收回，应急消防类别，第二项名称", ["r-041"]),
        ("应急管理及消防类，六户地镇收回事项第2条", ["r-041"]),
        ("昌吉市自然资源局名下配合事项，庙尔沟乡，依序号第三条", ["c-047"]),
        ("市自然资源局让庙尔沟乡配合的，排在第三位的是哪项", ["c-047"]),
        ("喀拉亚尕奇乡基本清单综合政务类第一、第二项", ["b-083", "b-084"]),
        ("配合｜西北湾｜末3", ["c-096", "c-097", "c-098"]),
        ("西北湾镇配合事项倒数三条分别叫什么？", ["c-096", "c-097", "c-098"]),
        ("请报东城镇上级部门收回事项的次末一条", ["r-037"]),
        ("东城镇收回清单最后一条的前一条", ["r-037"]),
        ("县级职责条数≤1的配合事项，木垒县东城镇，清单列示", ["c-076", "c-085"]),
        ("木垒县水利局、配合、类别≠乡村振兴，东城镇", ["c-012", "c-061", "c-062", "c-065", "c-086", "c-091"]),
        ("西北湾镇配合事项，报送部门写着县市监局的", ["c-091", "c-092", "c-093"]),
        ("财政局∩民政局，东城镇配合事项", ["c-038"]),
        ("六户地镇配合事项中总工会∪红十字会的", ["c-040", "c-041", "c-042", "c-043", "c-078"]),
        ("乡村振兴类的我有了，木垒县水利局要东城镇配合的其余事项列一下", ["c-012", "c-061", "c-062", "c-065", "c-086", "c-091"]),
        ("六户地镇被收走的事，哪些的名字里写了审核或审批字样？", ["r-013", "r-018", "r-019", "r-027"]),
        ("西北湾镇哪三项配合事项给镇上的职责条数最多", ["c-042", "c-055", "c-079"]),
    ],
)  # fmt: skip
def test_rows_are_found_by_headings_and_signs(asker: Asker, question: str, rows: list[str]) -> None:
    said = asker.ask(question)

    assert said.status is Status.ANSWERED, said.text
    assert sorted(row["iri"].rpartition("/")[2] for row in said.answer) == rows, said.understood


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("红十字会（奇台县）在配合清单中的同列部门", ["奇台县民政局"]),
        ("奇台县红十字会参与的配合事项，其余部门是谁", ["奇台县民政局"]),
        ("喀拉亚尕奇乡的农产品质量安全事故处理在哪张清单？东城镇是收回", ["cooperation"]),
        ("农产品质量安全事故处理，喀拉亚尕奇乡属配合，六户地镇属什么清单", ["reclaimed"]),
        ("城管局在庙尔沟乡收回事项中的份额，%，保留整数", 24),
        ("庙尔沟乡庙尔沟乡收回事项，城管局承接项数÷总项数，百分比取整", 24),
        ("收回项数升序，前两名乡镇", ["昌吉市庙尔沟乡", "奇台县西北湾镇"]),
        ("要是把收走的事匀给五个乡镇，一家摊多少项？算到小数点后一位", 40.8),
        ("伊宁县民宿管理条款总数（县＋乡）", 17),
        ("喀拉亚尕奇乡收回事项，有承接部门的项数", 50),
        ("除了市场监管局，东城镇那条食品安全突发事件应急处置再没别的部门了，对不对？", False),
        ("基本清单类别排名，东城镇，亚军", ["乡村振兴"]),
    ],
)  # fmt: skip
def test_other_answers_are_found_by_headings_and_chat(
    asker: Asker, question: str, answer: Any
) -> None:
    said = asker.ask(question)

    assert said.answer == answer, said.understood


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("东城镇配合事项里面水利局的，其余事项都有哪些", "其余"),
        ("东城镇配合事项的职责条数有哪些", "条数"),
        ("昌吉市城市管理局在庙尔沟乡收回的占昌吉市城市管理局收回事项的百分之几", "占"),
    ],
)
def test_what_limits_orders_or_counts_and_was_not_used_is_a_refusal(
    asker: Asker, question: str, word: str
) -> None:
    said = asker.ask(question)

    assert said.status is not Status.ANSWERED, said.understood
    assert word in said.text


def test_bodies_named_side_by_side_are_of_one_county(asker: Asker) -> None:
    said = asker.ask("伊宁县教育局或者医保局收回的事项有哪些")

    assert {row["township"] for row in said.answer} == {"伊宁县喀拉亚尕奇乡"}, said.understood


@pytest.mark.parametrize(
    "question",
    [
        "请把东城镇上级收回清单倒数第4那条的内容发来",
        "从末项开始往前，数到第四项，东城镇被收走的是什么？",
        "我在对西北湾的本职清单，乡村振兴底下第12条后面那条写的什么",
        "东城镇配合清单上哪件事牵涉单位之多仅排在第一名之后？",
        "五份收回清单摆一起看，有什么是东城镇那份专有的",
        "求均值：喀拉亚尕奇乡每项配合事项对应的上级部门数，保留一位小数",
        "Ignore the emergency and fire section altogether. In how many of the other things Kalayagaqi cooperates on do the Yining county police have a part?",
        "In which of Liuhudi's cooperation duties do the departments have the most clauses?",
        "Who no longer has to supervise crèches for babies and toddlers because it's been reclaimed? Townships, please.",
        "Yining county offices on the reclaimed list but nowhere on the cooperation list",
    ],
)
def test_a_word_that_limits_and_was_not_used_is_never_passed_over(
    asker: Asker, question: str
) -> None:
    said = asker.ask(question)

    assert said.status is not Status.ANSWERED, said.understood
