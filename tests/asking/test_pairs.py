"""Questions about the departments of two named duties, shares of what was said before, and words of their kind."""

from __future__ import annotations

import pytest

from kg.asking import engine
from kg.asking.engine import Asker
from kg.asking.frame import Status
from kg.store.graph import Graph

FIRST, SECOND = "见义勇为", "食品安全突发事件处置"


@pytest.fixture(scope="module")
def asker(graph: Graph) -> Asker:
    return engine.asker(graph)


def told(asker: Asker, question: str) -> set[str]:
    answer = asker.ask(question)
    assert answer.status is Status.ANSWERED, answer.text
    return set(answer.answer)


@pytest.fixture(scope="module")
def departments(asker: Asker) -> tuple[set[str], set[str]]:
    first, second = (told(asker, f"东城镇“{name}”是哪些部门的事") for name in (FIRST, SECOND))
    assert first - second
    assert second - first
    assert first & second
    return first, second


@pytest.mark.parametrize(
    "question",
    [
        "东城镇的“{}”和“{}”两项，对应部门里重合的是谁",
        "东城镇{}、{}这两件事，哪些部门都参与",
        "东城镇“{}”与“{}”共同的部门是哪些",
    ],
)
def test_departments_that_two_duties_have_in_common_are_those_of_both(
    asker: Asker, departments: tuple[set[str], set[str]], question: str
) -> None:
    assert told(asker, question.format(FIRST, SECOND)) == departments[0] & departments[1]


@pytest.mark.parametrize(
    ("question", "turned"),
    [
        ("东城镇的“{}”减去“{}”，剩哪些部门", False),
        ("东城镇“{}”有、“{}”没有的部门是哪些", False),
        ("东城镇“{}”没有、“{}”有的部门是哪些", True),
        ("东城镇“{}”与“{}”，只管前一件、不参加后一件的部门是哪些", False),
        ("东城镇“{}”与“{}”，只管后一件、不参加前一件的部门是哪些", True),
    ],
)
def test_departments_of_one_duty_and_not_of_the_other_are_read_or_refused(
    asker: Asker, departments: tuple[set[str], set[str]], question: str, turned: bool
) -> None:
    first, second = departments[::-1] if turned else departments
    answer = asker.ask(question.format(FIRST, SECOND))

    assert answer.status is not Status.ANSWERED or set(answer.answer) == first - second


def test_departments_of_one_duty_less_those_of_another_are_read(
    asker: Asker, departments: tuple[set[str], set[str]]
) -> None:
    first, second = departments

    assert told(asker, f"东城镇“{FIRST}”有、“{SECOND}”没有的部门是哪些") == first - second


def test_departments_of_two_duties_together_are_counted_once(
    asker: Asker, departments: tuple[set[str], set[str]]
) -> None:
    first, second = departments
    answer = asker.ask(f"东城镇“{FIRST}”和“{SECOND}”，两项对应的部门合并去重后共几家")

    assert answer.answer == len(first | second)


@pytest.mark.parametrize(
    "question",
    [
        "东城镇“见义勇为”和“食品安全突发事件处置”，两张桌子都坐得上的重合部门按笔画排是谁",
        "东城镇“见义勇为”和“修建飞船”，两项共同的部门是谁",
    ],
)
def test_what_is_not_understood_of_two_duties_is_refused(asker: Asker, question: str) -> None:
    assert asker.ask(question).status is not Status.ANSWERED


def test_a_share_is_one_of_what_was_said_before(asker: Asker) -> None:
    livelihood = asker.ask("喀拉亚尕奇乡收回清单里社会保障类有几项").answer
    insured = asker.ask("喀拉亚尕奇乡收回清单里社会保障类、医保局承接的有几项").answer
    both = asker.ask("昌吉市城管局和公安局都在的配合事项有几项").answer
    one = asker.ask("昌吉市城管局的配合事项有几项").answer
    share = asker.ask("喀拉亚尕奇乡收回清单社会保障类，医保局承接的占该类百分之几").answer
    beside = asker.ask("昌吉市城管局参与的配合事项，有多大比例是跟公安局同列的").answer

    assert share == round(100 * insured / livelihood)
    assert beside == round(100 * both / one)


@pytest.mark.parametrize(
    "question",
    [
        "喀拉亚尕奇乡收回清单社会保障类，医保局揽下来的占该类里百分之几十几",
        "东城镇水利局挂牌的配合事项，应急局掺一脚的占其中百分之几",
    ],
)
def test_a_share_of_an_unknown_whole_is_refused(asker: Asker, question: str) -> None:
    answer = asker.ask(question)

    assert answer.status is Status.NOT_UNDERSTOOD or "占：" in answer.understood


def test_categories_of_all_three_lists_are_in_each(asker: Asker) -> None:
    every = told(asker, "西北湾镇三张单子（基本、配合、收回）都出现的类别")
    each = [
        told(asker, f"西北湾镇{name}清单有哪些类别") for name in ("基本履职", "配合履职", "收回")
    ]

    assert every == set.intersection(*each)
    assert every < set.union(*each)


def test_figures_of_one_and_two_digits_part_the_categories(asker: Asker) -> None:
    every = told(asker, "六户地镇配合清单有哪些类别")
    large = told(asker, "六户地镇配合清单里，条目数达到两位数的类别")
    small = told(asker, "六户地镇配合清单里条目数为个位数的类别有哪些")

    assert large | small == every
    assert large
    assert small
    assert not large & small


def test_a_word_in_quotes_is_read_for_what_it_says(asker: Asker) -> None:
    plain = asker.ask("东城镇独有的收回事项有哪些").answer

    assert asker.ask("样本里属于东城镇“独一份”的收回事项有哪些").answer == plain
    assert len(plain) > 0


def test_the_former_and_the_latter_are_those_that_were_named(asker: Asker) -> None:
    plain = asker.ask("东城镇有、庙尔沟乡没有的配合事项有哪些").answer

    said = asker.ask("东城镇与庙尔沟乡的配合清单，前者有、后者没有的事项是哪些").answer
    assert said == plain
    assert len(plain) > 0


@pytest.mark.parametrize(
    "question",
    [
        "庙尔沟乡收回清单从末尾往前数第三条，叫啥名、归谁接？",
        "庙尔沟乡收回清单倒数第三项是什么，谁承接的",
    ],
)
def test_who_answers_for_a_row_is_told_beside_which_it_is(asker: Asker, question: str) -> None:
    row = asker.ask("庙尔沟乡收回清单倒数第三项是什么").answer[0]
    number = row["number"]

    assert told(asker, question) == told(asker, f"庙尔沟乡收回清单第{number}项由谁承接")


def test_so_many_rows_are_expected_as_there_are(asker: Asker) -> None:
    rows = asker.ask("玛纳斯县残联要六户地镇配合的是哪几项").answer
    assert len(rows) == len("两件")

    assert asker.ask("玛纳斯县残联要六户地镇配合的是哪两件").answer == rows


def test_a_reply_in_quotes_is_no_duty(asker: Asker) -> None:
    said = "上头催我们庙尔沟乡搞微型消防站，我们能不能回一句“这不归乡里了”？"

    assert asker.ask(said).answer is not False


def test_what_is_to_be_prepared_is_said_by_clauses(asker: Asker) -> None:
    answer = asker.ask("县里巡察组要进村，喀拉亚尕奇乡这边得给人家准备些什么")

    assert answer.type == "clauses"
    assert answer.evidence
