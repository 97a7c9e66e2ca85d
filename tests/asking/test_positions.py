"""Rows by where they stand in a list, and clauses that say how often or until when."""

from __future__ import annotations

import pytest

from kg.asking.engine import Asker
from kg.store.graph import Graph


@pytest.fixture(scope="module")
def asker(graph: Graph) -> Asker:
    return Asker(graph)


@pytest.mark.parametrize(
    ("question", "list_", "numbers"),
    [
        ("东城镇配合清单头两条是什么", "cooperation", [1, 2]),
        ("六户地镇收回清单打头的三条给我看看", "reclaimed", [1, 2, 3]),
        ("东城镇配合事项的最后三项列出来", "cooperation", [100, 101, 102]),
        ("六户地镇配合清单倒数第二条", "cooperation", [98]),
        ("The first three duties on Dongcheng's reclaimed list?", "reclaimed", [1, 2, 3]),
        ("东城镇配合事项第20到23项分别是什么", "cooperation", [20, 21, 22, 23]),
        ("列出西北湾镇收回事项第10-12项", "reclaimed", [10, 11, 12]),
        ("东城镇配合第33、35、40项", "cooperation", [33, 35, 40]),
        ("Dongcheng Town cooperation items 20 to 22", "cooperation", [20, 21, 22]),
        ("Name the third cooperation duty of Miaoergou", "cooperation", [3]),
    ],
)
def test_rows_are_found_by_where_they_stand(
    question: str, list_: str, numbers: list[int], asker: Asker
) -> None:
    answer = asker.ask(question)
    assert [(d["list"], d["number"]) for d in answer.answer] == [(list_, n) for n in numbers]
    assert len(answer.evidence) == len(numbers)


@pytest.mark.parametrize("question", ["东城镇配合第0项是什么", "东城镇配合清单前0项谁牵头"])
def test_a_number_that_no_row_has_is_no_whole_list(question: str, asker: Asker) -> None:
    assert asker.ask(question).status == "not_understood"


def test_fewest_clauses_are_counted_as_clauses(asker: Asker) -> None:
    most, fewest = (
        asker.ask(f"六户地镇乡镇职责条款最{way}的配合事项有哪些") for way in ("多", "少")
    )
    assert "（12 条）" in most.text
    assert "（1 条）" in fewest.text
    assert "TownshipClause" in most.sparql


def test_the_most_are_counted_not_the_first_rows(asker: Asker) -> None:
    answer = asker.ask("东城镇配合事项里牵涉部门最多的前三项")
    assert answer.type == "duties"
    assert [d["number"] for d in answer.answer] != [1, 2, 3]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("西北湾镇的机井用水量隔多长时间往上报一回？", "每季度"),
        (
            "How often does Liuhudi town have to report the water drawn from its motor-pumped wells?",
            "每季度",
        ),
        ("喀拉亚尕奇乡复审完公租房的材料，公示最少得挂几个工作日？", "7个工作日"),
    ],
)
def test_clauses_say_how_often_and_how_long(question: str, said: str, asker: Asker) -> None:
    answer = asker.ask(question)
    assert answer.type == "clauses", answer
    assert all(said in text for text in answer.answer)
    assert answer.evidence


@pytest.mark.parametrize(
    "question",
    ["办低保几个工作日能批下来，东城镇", "残疾证几天内能办好", "东城镇高龄津贴隔多久复核一次"],
)
def test_times_no_clause_tells_are_refused(question: str, asker: Asker) -> None:
    assert asker.ask(question).status == "out_of_scope"


def test_a_place_in_small_letters_that_is_not_loaded_is_not_found(asker: Asker) -> None:
    answer = asker.ask("Which county departments work with Yaha town in Kuqa on flood control?")
    assert answer.status == "not_found"


def test_a_long_name_is_known_by_its_first_character(asker: Asker) -> None:
    answer = asker.ask("喀乡的民宿管理由谁负责")
    assert "伊宁县喀拉亚尕奇乡" in answer.understood
    assert answer.status == "answered"


def test_an_office_of_the_township_itself_asks_and_is_not_looked_up(asker: Asker) -> None:
    answer = asker.ask("铁路护路联防由哪家统筹牵头，喀拉亚尕奇乡综治办要对接")
    assert answer.status == "answered"
    assert "伊宁县委政法委员会" in answer.answer


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "外地来打工的人家，娃娃在我们西北湾镇报名高考，那张登记表上“居住时间”该谁审核签字？清单里是哪一句",
            "居住时间",
        ),
        (
            "庙尔沟乡牧民定居那个事，分房子抽签、发钥匙清单上写的是谁干？把原话给我看一下",
            "发放钥匙",
        ),
    ],
)
def test_who_does_it_with_the_words_of_the_list_is_the_clause_that_says_so(
    question: str, said: str, asker: Asker
) -> None:
    answer = asker.ask(question)
    assert answer.type == "clauses"
    assert len(answer.answer) == 1
    assert said in answer.answer[0]


@pytest.mark.parametrize(
    "question",
    [
        "木垒县的电动车安全，除了消防那边，还有哪个局也挂着？",
        "你说实话，东城镇配合的事是不是太多了，砍掉哪几项比较合理？",
    ],
)
def test_what_is_left_out_or_a_matter_of_opinion_is_not_answered_as_if_it_were_not_said(
    question: str, asker: Asker
) -> None:
    assert asker.ask(question).status in ("not_understood", "out_of_scope")


@pytest.mark.parametrize(
    ("question", "word"),
    [
        (
            "Give me every fireworks-related duty that a county bureau took away from a township.",
            "烟花",
        ),
        ("木垒县水利局从东城镇收回的处罚中有哪几项？", "处罚"),
    ],
)
def test_every_word_of_a_duty_limits_the_answer(question: str, word: str, asker: Asker) -> None:
    answer = asker.ask(question)
    assert answer.answer
    assert all(word in duty["name"] for duty in answer.answer)


@pytest.mark.parametrize(
    "question",
    [
        "东城镇配合事项部门栏里有教育的是哪几条",
        "东城镇配合清单，对应上级部门一栏写了教育局的有哪些",
    ],
)
def test_a_body_that_stands_in_the_column_is_not_left_out(question: str, asker: Asker) -> None:
    answer = asker.ask(question)
    assert answer.answer
    assert "没有" not in answer.understood
    assert "教育局" in answer.understood


@pytest.mark.parametrize(
    "question",
    [
        "东城镇能不能不做高龄津贴的事",
        "高龄津贴东城镇还要做吗",
        "高龄津贴东城镇收回了吗",
        "东城镇高龄津贴是不是配合事项",
        "东城镇可不可以不管食品摊贩",
        "Can Dongcheng decline elderly allowance work?",
        "Is food stall registration still done by Liuhudi?",
    ],
)
def test_no_yes_or_no_where_one_part_was_taken_back_and_another_is_kept(
    question: str, asker: Asker
) -> None:
    answer = asker.ask(question)
    assert answer.status == "not_understood"
    assert any("上级部门收回事项" in near for near in answer.suggestions)
    assert any("上级部门收回事项" not in near for near in answer.suggestions)


def test_a_yes_or_no_is_given_where_the_part_is_said(asker: Asker) -> None:
    assert asker.ask("东城镇能不能不做高龄津贴的发放管理").answer is False
    assert asker.ask("东城镇还要不要追缴违规领取的高龄津贴").answer is False


@pytest.mark.parametrize("question", ["乡镇卫生院归乡镇管吗", "图书馆归乡镇管吗", "图书馆归谁管"])
def test_an_institution_is_not_taken_for_a_duty_that_is_near_it(
    question: str, asker: Asker
) -> None:
    assert asker.ask(question).status == "not_understood"


def test_an_institution_is_found_by_the_words_of_its_name(asker: Asker) -> None:
    assert asker.ask("微型消防站归东城镇管吗").answer is False


@pytest.mark.parametrize(
    "question", ["东城镇党政办负责什么", "六户地镇司法所管什么", "东城镇综治办有多少项配合事项"]
)
def test_the_work_of_an_office_inside_a_township_is_not_the_townships(
    question: str, asker: Asker
) -> None:
    assert asker.ask(question).status == "out_of_scope"


def test_an_office_inside_a_township_may_ask(asker: Asker) -> None:
    assert asker.ask("东城镇党政办想问一下我们镇有多少项配合事项").answer == 102


def test_a_duty_is_not_answered_where_half_of_what_was_said_is_left_out(asker: Asker) -> None:
    answer = asker.ask("网吧接纳未成年人谁查")
    assert answer.status == "not_understood"
    assert "网吧接纳" in answer.text


def test_who_is_in_charge_tells_the_townships_own_part_too(asker: Asker) -> None:
    answer = asker.ask("东城镇食品摊贩归谁管")
    assert answer.answer == ["木垒县市场监督管理局"]
    assert "乡镇自己负责" in answer.text


@pytest.mark.parametrize(
    "question",
    ["六户地镇可以罚款的事项有哪些", "六户地镇要验收的事项有哪些", "需要乡镇上报的事项有多少"],
)
def test_rows_are_not_told_where_the_act_that_limits_them_is_left_out(
    question: str, asker: Asker
) -> None:
    assert asker.ask(question).status == "not_understood"


def test_who_did_it_before_is_not_who_does_it_now(asker: Asker) -> None:
    assert asker.ask("收养登记以前是谁做的").status == "not_found"
    assert asker.ask("收养登记现在是谁做的").status == "answered"
