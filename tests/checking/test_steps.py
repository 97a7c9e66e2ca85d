"""Steps: what is asked, and what a list gives to whom."""

from __future__ import annotations

import pytest

from kg.checking.steps import Steps


@pytest.fixture(scope="module")
def steps() -> Steps:
    return Steps()


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("先罚了再说", "处罚"),
        ("开具罚单", "处罚"),
        ("把多发的钱要回来", "追缴"),
        ("把加油站检查一遍", "检查"),
        ("打分排名", "考核"),
        ("办理行驶证", "登记"),
        ("镇里组织个捕狗队把流浪狗抓完", "捕捉"),
        ("便民大厅直接给发证", "证照"),
        ("自行组织摇号、确定入住人", "分配"),
        ("挨家挨户通知,告诉他们手机上能缴", "宣传"),
        ("欠的水费挨家去收", "征缴"),
        ("村里的秤逐台登记", "统计"),
        ("补贴先由镇财政垫付", "拨付"),
    ],
)
def test_people_say_steps_in_their_words(text: str, step: str, steps: Steps) -> None:
    assert step in steps.of(text)


def test_helping_with_a_power_is_not_having_it(steps: Steps) -> None:
    assert "处罚" not in steps.own("协助县市场监督管理局查处传销")
    assert "处罚" in steps.own("对传销人员罚款")


def test_going_to_a_market_is_not_going_to_an_office(steps: Steps) -> None:
    assert "处罚" in steps.own("到市场上对摊贩罚款")


def test_what_is_passed_on_is_not_decided(steps: Steps) -> None:
    text = "初审后报县自然资源局审批"

    assert "审批" not in steps.own(text)
    assert "审批" not in steps.own(text, listed=True)


def test_powers_are_reserved(steps: Steps) -> None:
    assert steps.spoken <= steps.powers <= steps.reserved
    assert "处罚" in steps.spoken
    assert "登记" in steps.reserved - steps.powers


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("把没办证养狗的情况告诉派出所", "证照"),
        ("方案报我局备案", "登记"),
        ("经主要领导审定后报我室", "审批"),
        ("填好思想品德考核登记表", "考核"),
        ("由县自然资源局审批", "审批"),
        ("没检的催摊主到我局备案", "登记"),
        ("易淹的地方列个清单,今晚发我备案", "登记"),
    ],
)
def test_a_step_that_is_only_told_of_is_not_asked(text: str, step: str, steps: Steps) -> None:
    assert step not in steps.own(text)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("停着的船摸一遍，认定是不是三无由县农业农村局来", False),
        ("报成了有奖励，奖励我们兑", False),
        ("谁该挨罚由我局大队来定", False),
        ("补贴的审批由我局核算", False),
        ("不要自己去查封门面", False),
        ("对违规的直接罚款后报我局", True),
        ("你们把罚款收了交我们", True),
        ("罚款由镇里收", True),
    ],
)
def test_a_step_that_others_take_is_not_asked_of_the_township(
    text: str, asked: bool, steps: Steps
) -> None:
    assert bool(steps.own(text) & steps.powers) is asked


def test_a_step_asked_beside_one_told_of_is_found(steps: Steps) -> None:
    assert "处罚" in steps.own("没办证还在开门的按规定罚")
    assert "审批" in steps.own("由乡镇审批后报我局备案")


def test_what_is_no_longer_done_is_not_asked(steps: Steps) -> None:
    assert "处罚" not in steps.own("能调解的不再立案")
    assert "处罚" in steps.own("一律立案")


def test_the_paid_are_no_payment(steps: Steps) -> None:
    assert "征缴" not in steps.of("已缴费人员统计")


@pytest.mark.parametrize(("text", "step"), [("组织竣工验收", "验收"), ("补助款拨到户", "拨付")])
def test_accepting_works_and_paying_out_never_go_without_saying(
    text: str, step: str, steps: Steps
) -> None:
    assert step in steps.own(text)
    assert step in steps.reserved


def test_without_its_steps_a_text_may_say_nothing(steps: Steps) -> None:
    assert steps.without("检查处罚") == ""
    assert steps.without("养犬检查") == "养犬"


def test_a_list_leaves_the_township_what_it_makes_before_it_is_sent(steps: Steps) -> None:
    assert "证明" in steps.own("出具相关证明报县残联处理", listed=True)
    assert "审批" not in steps.own("提出审批意见报县水利局", listed=True)
