"""Daily work: what offices ask from day to day is answered as it is said, or refused with the word that was not used."""

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


def _rows(asker: Asker, question: str) -> set[tuple[str, int]]:
    answer = asker.ask(question)
    assert answer.status is Status.ANSWERED, answer.text
    rows: list[dict[str, Any]] = answer.to_json()["answer"]
    return {(row["list"], row["number"]) for row in rows}


@pytest.mark.parametrize(
    ("question", "same"),
    [
        ("六户地镇配合第18、19两项对应部门", "六户地镇配合第18项和第19项由哪些部门牵头"),
        ("东城镇收回第3、5、8三项分别是什么", "东城镇收回清单第3项、第5项和第8项是哪些事项"),
        (
            "拿东城镇和西北湾镇的配合清单对照，东城镇多出来的是哪些事项？",
            "东城镇有而西北湾镇没有的配合事项",
        ),
        (
            "庙尔沟的配合清单，乡级职责仅有一条的事项，占全部配合事项的百分比",
            "庙尔沟乡乡镇职责只有一条的配合事项占配合事项的百分之几",
        ),
        (
            "木垒东城镇配合履职清单一共牵涉到多少个不同的单位？同一单位出现多次只算一个。",
            "东城镇配合事项涉及多少个部门",
        ),
        (
            "伊宁县公安局跟别的部门联合牵头的配合事项有多少条？我们一家单干的不要算进去",
            "伊宁县公安局和别的部门一起牵头的配合事项有多少条",
        ),
        (
            "麻烦列一下，在喀拉亚尕奇乡的配合清单上挂名达到10条（含）以上的县级部门",
            "喀拉亚尕奇乡配合事项不少于10项的部门有哪些",
        ),
        (
            "想测算协同强度：喀拉亚尕奇乡平均每条配合事项挂几家县级部门",
            "喀拉亚尕奇乡平均每条配合事项挂几家县级部门",
        ),
        ("民政口问一下，收养登记哪些乡镇没列进收回？", "收养登记哪些乡镇没列进收回？"),
        ("疑似传销窝点，庙尔沟乡，要同时推送哪几家", "打击传销，庙尔沟乡，涉及哪些部门"),
        (
            "危房改造里面，县住建局自己那头该干些什么？不要乡里的。喀拉亚尕奇乡",
            "喀拉亚尕奇乡危房改造，县住建局该干些什么",
        ),
        (
            "五份清单通篇看，涉及部门个数最多的是哪一条",
            "五个乡镇里涉及部门最多的配合事项是哪一项",
        ),
        (
            "东城镇配合事项，教育局和卫健委至少有一家的",
            "东城镇教育局或者卫健委参与的配合事项有哪些",
        ),
        ("五县都有的收回承接部门类型", "五个乡镇都有的收回承接部门有哪些"),
        ("庙尔沟乡收回事项承接部门里没有的配合部门", "庙尔沟乡只配合、没有收回事项的部门有哪些"),
    ],
)
def test_another_way_to_ask_has_the_same_answer(asker: Asker, question: str, same: str) -> None:
    answer, other = asker.ask(question), asker.ask(same)

    assert answer.status is other.status is Status.ANSWERED, (answer.text, other.text)
    assert answer.answer == other.answer


def test_what_two_have_and_a_third_has_not_is_both_at_once(asker: Asker) -> None:
    found = _rows(asker, "东城镇、西北湾镇都收回了，偏偏庙尔沟乡没收回的事项有哪些")
    both = _rows(asker, "东城镇和西北湾镇都收回的事项有哪些")
    here = _rows(asker, "东城镇有而庙尔沟乡没有的收回事项")

    assert found
    assert found <= here
    assert found <= both


def test_what_one_has_and_none_of_several_is_told(asker: Asker) -> None:
    found = _rows(asker, "喀拉亚尕奇乡收回了而昌吉州四个乡镇全都没收回的，是哪些事项")

    assert found
    for other in ("东城镇", "六户地镇", "西北湾镇", "庙尔沟乡"):
        assert found <= _rows(asker, f"喀拉亚尕奇乡有而{other}没有的收回事项")


def test_of_townships_named_by_their_kind_all_must_have_it(asker: Asker) -> None:
    both = asker.ask("庙尔沟乡和喀拉亚尕奇乡都收回的事项有多少").answer

    assert asker.ask("两个乡都收回的事项有多少").answer == both


def test_a_county_before_the_body_of_another_means_its_own_body(asker: Asker) -> None:
    question = "木垒县、奇台县水利局收回事项差几项"
    one, other = (asker.ask(f"{c}水利局收回事项有几项").answer for c in ("木垒县", "奇台县"))

    assert abs(asker.ask(question).answer) == abs(one - other)


def test_a_duty_that_other_lists_name_otherwise_is_the_same_matter(asker: Asker) -> None:
    answer = asker.ask("哪些乡镇的基本清单里有物业管理").answer

    assert {"昌吉市庙尔沟乡", "玛纳斯县六户地镇", "奇台县西北湾镇"} <= set(answer)


def test_townships_with_more_than_a_named_one_are_told(asker: Asker) -> None:
    here = asker.ask("东城镇收回事项有多少项").answer
    more = asker.ask("比东城镇收回事项多的乡镇有哪些").answer

    assert more == asker.ask(f"收回事项超过{here}项的乡镇有哪些").answer
    assert more
    assert not any("东城镇" in name for name in more)


def test_rows_are_ranked_by_place_of_their_departments_too(asker: Asker) -> None:
    first = _rows(asker, "东城镇部门最多的配合事项是哪项")
    second = _rows(asker, "按牵头单位家数给东城镇的配合事项排序，位居第二的是哪些事项")

    assert second
    assert first.isdisjoint(second)


def test_the_first_category_of_every_township_is_told(asker: Asker) -> None:
    each = asker.ask("每个乡镇的收回事项里最多的类别是什么")

    assert "各地分别" in each.understood


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("人武部挂名的配合事项全找出来", "人武部"),
        ("玛纳斯县科协找六户地镇配合过什么", "科协"),
    ],
)
def test_an_office_that_no_list_has_is_not_found(asker: Asker, question: str, named: str) -> None:
    answer = asker.ask(question)

    assert answer.status is Status.NOT_FOUND
    assert named in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "平均一个县有几个部门承接收回",
        "除了东城镇，其他四个乡镇都有的配合事项",
        "昌吉市配合清单中，市委各部门牵头的一共几项",
        "六户地镇有没有哪个类别全部被收回",
        "庙尔沟乡哪些事是要向市里报材料的",
        "西北湾镇人大代表方面的配合事项",
        "哪些收回事项在五个乡镇中恰好三个乡镇有",
        "六户地镇配合事项里部门最多的是哪项，哪些部门",
        "东城镇基本清单多少字最长的一项",
        "残疾人证管理那条，轮到东城镇做的头两步是什么",
        "庙尔沟乡配合事项中部门要“培训”的",
        "消防那块儿，奇台县住建局要干的是哪句",
        "六户地镇应急救援奖励谁发",
        "庙尔沟乡三张清单的比例",
        "东城镇所有配合事项的部门职责共多少条",
        "农业农村局配合事项五个县排名",
        "按收回事项的数量排，第二名是哪家",
        "昌吉市教育局和木垒县教育局共同的配合事项",
        "西北湾镇与六户地镇收回事项的差异",
        "各乡镇配合清单中部门数为1的事项数量",
        "伊宁县和昌吉市谁的配合部门多",
        "哪个部门的收回事项全是处罚",
        "庙尔沟乡收回清单里排在水利局后面的部门",
        "奇台县哪个类别收回的比例最高",
        "西北湾镇第50项配合事项，乡镇这边要做几件事",
        "东城镇配合事项，教育局和卫健委只有一家的",
    ],
)
def test_what_was_not_used_is_named_and_nothing_answered(asker: Asker, question: str) -> None:
    assert asker.ask(question).status is Status.NOT_UNDERSTOOD


def test_what_a_duty_costs_is_on_no_list(asker: Asker) -> None:
    answer = asker.ask("庙尔沟乡平均每条配合事项一年花掉多少工作经费")

    assert answer.status is Status.OUT_OF_SCOPE


@pytest.mark.parametrize(
    ("question", "same"),
    [
        (
            "Mulei and Manas look nearly identical to me. Which cooperation duties does Dongcheng have that Liuhudi lacks?",
            "Which cooperation duties does Dongcheng have that Liuhudi lacks?",
        ),
        (
            "Within 城乡建设 (urban–rural construction), what has Xibeiwan handed back that Miaoergou has not?",
            "Within 城乡建设, what has Xibeiwan handed back that Miaoergou has not?",
        ),
    ],
)
def test_an_english_sentence_that_names_nothing_else_is_left_out(
    asker: Asker, question: str, same: str
) -> None:
    answer, other = asker.ask(question), asker.ask(same)

    assert answer.status is other.status is Status.ANSWERED, answer.text
    assert answer.answer == other.answer


def test_a_sentence_before_an_english_question_that_limits_it_is_not_left_out(asker: Asker) -> None:
    answer = asker.ask(
        "I only care about winter work. How many cooperation duties does Dongcheng have?"
    )

    assert answer.status is not Status.ANSWERED


@pytest.mark.parametrize(
    ("question", "list_", "number"),
    [
        ("喀拉亚尕奇乡 分户口找哪家", "cooperation", 47),
        ("村民要开分居证明，喀拉亚尕奇乡还能开不", "reclaimed", 1),
        ("喀拉亚尕奇乡集贸市场的秤准不准谁管", "cooperation", 125),
    ],
)
def test_a_duty_in_few_words_is_found(asker: Asker, question: str, list_: str, number: int) -> None:
    evidence = asker.ask(question).to_json()["evidence"]

    assert {(one["list"], one["number"]) for one in evidence} == {(list_, number)}


def test_words_that_make_no_question_end_in_no_crash(asker: Asker) -> None:
    assert asker.ask("剪掉另外写着谁，民政局五").status is not Status.ANSWERED
