"""Who does one step of a duty: the body whose clause alone says it, not the whole department column."""

from __future__ import annotations

import pytest

from kg.asking import engine
from kg.asking.engine import Asker
from kg.asking.translating import in_english
from kg.store.graph import Graph


@pytest.fixture(scope="module")
def asker(graph: Graph) -> Asker:
    return engine.asker(graph)


@pytest.mark.parametrize(
    ("question", "body"),
    [
        ("创业担保贷款，贴息的钱归谁拨？喀拉亚尕奇乡那边", "伊宁县财政局"),
        ("东城镇的液化气瓶产品质量归哪个局", "木垒县市场监督管理局"),
        ("喀拉亚尕奇乡雨露计划，审核结果由哪个部门反馈？", "伊宁县农业农村局"),
        ("东城镇食品安全突发事件，流行病学调查由谁来做", "木垒县卫生健康委员会"),
        (
            "维护学校周边秩序，检查指导学校电力设施的这一步，六户地镇条款里写的是谁",
            "玛纳斯县发展和改革委员会",
        ),
        ("六户地镇编防汛抗旱预案，由县上谁来指导制定应急预案", "玛纳斯县应急管理局"),
        ("政策性农业保险，满意度回访的调查结果，西北湾镇该报哪个局", "奇台县财政局"),
    ],
)
def test_a_step_is_answered_by_its_clause(asker: Asker, question: str, body: str) -> None:
    answer = asker.ask(question)

    assert answer.answer == [body], answer.text


@pytest.mark.parametrize(
    "question",
    [
        "东城镇城镇燃气安全监督管理由谁负责",
        "东城镇食品安全突发事件应急处置归哪个部门管",
        "东城镇食品安全突发事件应急处置涉及哪些部门",
        "昌吉市庙尔沟乡桥洞底下睡着个要饭的老大爷，应该通知谁",
    ],
)
def test_a_duty_as_a_whole_has_its_whole_column(asker: Asker, question: str) -> None:
    assert len(asker.ask(question).answer) > 2


def test_the_clause_and_the_whole_column_are_told_beside_a_step(asker: Asker) -> None:
    text = asker.ask("创业担保贷款，贴息的钱归谁拨？喀拉亚尕奇乡那边").text

    assert "县财政局拨付创业担保贷款贴息资金" in text
    assert "整件事项对应的部门：伊宁县财政局、伊宁县人力资源和社会保障局" in text
    assert "that is one step of the duty" in in_english(text)
