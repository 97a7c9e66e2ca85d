"""Sides: the township's part of a duty is told from its departments' part."""

from __future__ import annotations

import pytest

from kg.checking.sides import Sides, alone
from kg.meaning.packing import Form
from kg.meaning.rows import Clause

FORM = Form(
    1,
    1,
    "cooperation",
    "",
    "房屋征收与补偿",
    ("住房和城乡建设局",),
    (Clause("做好征收拆迁协议的签订"), Clause("核算发放征收补偿款")),
    (Clause("做好政策宣传和征求意见"), Clause("协助第三方做好房屋的测量、评估")),
    "",
    "房屋征收与补偿",
)


@pytest.fixture(scope="module")
def sides() -> Sides:
    return Sides(lambda _: 1.0)


def test_what_the_departments_do_leans_to_them(sides: Sides) -> None:
    told = sides.evidence("与住户签订征收拆迁协议", FORM)

    assert told["side_department"] > 0.3
    assert told["side_township"] == 0


def test_what_the_township_does_leans_to_it(sides: Sides) -> None:
    told = sides.evidence("协助第三方测量、评估", FORM)

    assert told["side_township"] > 0.3
    assert told["side_department"] == 0


def test_rows_without_clauses_have_no_sides(sides: Sides) -> None:
    basic = Form(2, 2, "basic", "", "宅基地审批", (), (), (), "", "宅基地审批")

    assert set(sides.evidence("审批宅基地", basic).values()) == {0.0}


@pytest.mark.parametrize("text", ["由你镇自行审定", "乡里自己鉴定", "批准后不再报县", "直接发证"])
def test_a_decision_may_be_left_to_the_township_alone(text: str) -> None:
    assert alone(text)


@pytest.mark.parametrize("text", ["直接报告公安局", "引导自主创业", "初审后报县局审批"])
def test_passing_on_leaves_no_decision(text: str) -> None:
    assert not alone(text)
