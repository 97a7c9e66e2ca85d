"""What was understood uses every name that was said; what is refused offers something to type."""

from __future__ import annotations

import pytest

from kg.asking.engine import Asker
from kg.asking.frame import Status
from kg.meaning.sayings.recalling import Memory, names, support
from kg.store.graph import Graph


@pytest.fixture(scope="module")
def asker(graph: Graph) -> Asker:
    return Asker(graph)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("西北湾镇收回事项刨掉住建局接手的，还剩多少项", 28),
        ("五个乡镇里头，配合履职事项列得最多的是哪一家？", ["伊宁县喀拉亚尕奇乡"]),
        ("东城镇跟西北湾镇比，被上级收回事项更多的是哪一个", ["木垒县东城镇"]),
        ("东城镇跟西北湾镇比，被上级收回事项更少的是哪一个", ["奇台县西北湾镇"]),
        ("高龄津贴追缴，是不是东城镇和西北湾镇两家都收回去了？", True),
        (
            "Is it true that in all five townships the civil affairs bureau took over issuing certificates of marital status?",
            False,
        ),
        (
            ("玛纳斯县总工会这边问一下：六户地镇配合清单里，跟我们列在同一项上的还有哪些单位"),
            ["玛纳斯县卫生健康委员会", "玛纳斯县人力资源和社会保障局"],
        ),
        ("东城镇收回清单，社会保障那一类占了总数的百分之多少", None),
        ("五个乡镇比一比，上级收回去的事项哪个乡镇数量最大", ["伊宁县喀拉亚尕奇乡"]),
        ("收回清单的条数，东城镇跟西北湾镇比哪一头更多", ["木垒县东城镇"]),
        ("东城镇、西北湾镇比一比，住建局收回去的事项哪边多", ["奇台县西北湾镇"]),
        (
            "喀拉亚尕奇乡收回的52项里，哪些事项类别不少于8项？",
            ["城乡建设", "自然资源", "民生服务"],
        ),
        (
            "Name the duty categories in the lists of Kalayagaqi but in none of the other townships.",
            ["安全稳定", "商贸流通"],
        ),
        ("Which duty categories appear only in Kalayagaqi?", ["安全稳定", "商贸流通"]),
        (
            "Across all five cooperation lists, which kind of bureau comes second by number of duties it is named in?",
            ["住房和城乡建设局"],
        ),
        (
            "Cooperation list of Kalayagaqi Township, item 31: which superior department is named?",
            ["伊宁县农业农村局"],
        ),
        (
            "In which township did the issuing of marital-status certificates simply end, with no department taking it over?",
            ["伊宁县喀拉亚尕奇乡"],
        ),
        ("动物疫情信息采集在六户地镇和庙尔沟乡都被收回了吗", False),
        ("东城镇配合事项同时写了水利局和农业农村局的有几项", None),
        (
            "Can the county fire and rescue bureau make Xibeiwan Town set up a mini fire station?",
            False,
        ),
    ],
)
def test_operators_turn_the_answer(question: str, expected: object, asker: Asker) -> None:
    answer = asker.ask(question)
    assert answer.status is Status.ANSWERED, answer.text
    assert expected is None or answer.answer == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "List the cooperation duties of Dongcheng naming the water bureau along with the court.",
            0,
        ),
        ("Cooperation duties in Kalayagaqi with the court and the justice bureau in the column", 1),
        ("Any entry with the word 四道沟遗址 in it? Quote it.", 1),
        (
            (
                "Name the departments of Yining that never appear in the cooperation column "
                "but took something back."
            ),
            1,
        ),
        ("Does any entry mention grapes? Show me the entries.", 1),
        ("Name the townships that list camel breeding.", 1),
        ("Under which category heading does Liuhudi file the fight against pyramid selling?", 1),
        (
            "Which townships have a cooperative duty about protecting long-distance gas pipelines?",
            2,
        ),
        (
            "The wording '12月底' turns up in entries on farm machinery safety. In which townships' lists?",
            4,
        ),
        (
            (
                "Power line protection in Kalayagaqi. The police do little. "
                "What does the development and reform commission do?"
            ),
            1,
        ),
        ("Public rental housing in Dongcheng: the town's steps please, not the bureau's.", 5),
    ],
)
def test_english_says_it_in_other_words(question: str, expected: int, asker: Asker) -> None:
    answer = asker.ask(question)
    assert (answer.count or 0) == expected, (answer.understood, answer.text)
    assert (answer.status is Status.ANSWERED) is bool(expected)


@pytest.mark.parametrize(
    ("question", "status", "word"),
    [
        ("Which entries mention flying carpets and straw burning?", "not_understood", "flying"),
        (
            "Is Liuhudi's cooperation list longer than Dongcheng's, is it by more than 30?",
            "not_understood",
            "多出",
        ),
        (
            "What is the town's part in farm machinery inspection in Liuhudi?",
            "not_found",
            "乡镇的职责",
        ),
        ("Is there any duty in Miaoergou's lists about saffron?", "not_found", "saffron"),
        ("Does the county court of Mori ask anything of Dongcheng?", "not_found", "法院"),
        (
            "Kalayagaqi, cooperation: which duties mention a notice of at least five working days?",
            "not_understood",
            "five",
        ),
        ("Which bus line goes to Dongcheng?", "out_of_scope", ""),
    ],
)
def test_what_was_said_and_is_not_used_is_refused(
    question: str, status: str, word: str, asker: Asker
) -> None:
    answer = asker.ask(question)
    assert answer.status == status, answer.understood
    assert word in answer.text


def test_two_duties_are_answered_one_by_one(asker: Asker) -> None:
    both = asker.ask("喀拉亚尕奇乡防汛抗旱、森林草原防灭火两件事分别由哪些部门负责").answer
    one = asker.ask("喀拉亚尕奇乡防汛抗旱由哪些部门负责").answer
    other = asker.ask("喀拉亚尕奇乡森林草原防灭火由哪些部门负责").answer
    assert set(both) == {*one, *other}


def test_an_office_that_is_not_named_is_asked_back(asker: Asker) -> None:
    answer = asker.ask("请把我局在西北湾镇的配合事项全部列出来")
    assert answer.status is Status.NOT_UNDERSTOOD
    assert "我局" in answer.text


def test_a_township_is_known_by_two_characters_after_its_county(asker: Asker) -> None:
    assert asker.ask("木垒东城收回了几项").answer == asker.ask("东城镇收回了几项").answer


def test_a_duty_of_the_townships_own_is_told_by_its_row(asker: Asker) -> None:
    answer = asker.ask("西北湾镇机场跑道附近放飞家鸽的排查归谁管").to_json()
    assert answer["type"] == "duties"
    assert {row["list"] for row in answer["answer"]} == {"basic"}
    assert "由乡镇自己负责" in answer["text"]


@pytest.mark.parametrize(
    "question", ["公安局和司法局分别派给东城镇几项", "东城镇今年的表现怎么评价比较好"]
)
def test_a_refusal_offers_questions_that_can_be_typed(question: str, asker: Asker) -> None:
    answer = asker.ask(question)
    assert answer.status is not Status.ANSWERED
    assert answer.suggestions
    if "分别" not in question:
        assert asker.ask(answer.suggestions[0]).status is Status.ANSWERED


def test_what_was_said_before_speaks_for_rows_of_that_name_and_alike() -> None:
    memory = Memory.of([("电梯老是把人关在里头", "电梯安全监管"), ("想办护照去哪里", "")])
    recalled = memory.recall("小区电梯又把人关在里头了")
    assert names(recalled) == ("电梯安全监管",)
    same, _ = support(recalled, ["电梯安全监管"])
    alike, _ = support(recalled, ["电梯等特种设备安全监管"])
    other, _ = support(recalled, ["秸秆禁烧"])
    assert same > alike > other == 0
    assert memory.recall("护照去哪里办")[0][1] == ""


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("喀拉亚尕奇乡收回的53项里，哪些事项类别不少于8项？", "52"),
        ("三个乡镇比一比，上级收回去的事项哪个乡镇数量最大", "三"),
    ],
)
def test_a_number_that_does_not_fit_is_named(question: str, word: str, asker: Asker) -> None:
    answer = asker.ask(question)
    assert answer.status is Status.NOT_UNDERSTOOD
    assert word in answer.text


def test_all_duties_are_no_office_of_a_township(asker: Asker) -> None:
    answer = asker.ask("东城镇三张清单所有事项当中，收回的占百分之多少")
    assert (answer.status, answer.type) == (Status.ANSWERED, "number"), answer.text


def test_who_leads_and_is_responsible_is_one_question(asker: Asker) -> None:
    plain, both = (asker.ask(f"东城镇农业保险归哪个部门{verb}") for verb in ("负责", "牵头负责"))
    assert plain.answer
    assert both.answer == plain.answer


def test_what_is_left_out_and_not_known_as_a_body_refuses(asker: Asker) -> None:
    answer = asker.ask("喀拉亚尕奇乡配合119号电动车安全管理，除了消防上的，还有哪几家一块儿弄")
    assert answer.status is Status.NOT_UNDERSTOOD


def test_a_category_takes_its_share_of_the_list_that_is_named(asker: Asker) -> None:
    answer = asker.ask("东城镇收回清单，社会保障那一类占了总数的百分之多少")
    assert "÷ 38" in answer.text


@pytest.mark.parametrize(
    ("question", "right"),
    [
        ("东城镇还用不用做工伤认定调查", False),
        ("工伤认定调查还需不需要东城镇做", False),
        ("别的乡都不用管了，那我们东城镇还要不要做工伤认定调查", False),
        ("我听说工伤认定调查不归乡镇了，那东城镇还能接着做吗", False),
        ("听说县里自己干了，东城镇还用不用管机电井", True),
        ("东城镇不用再管工伤认定调查了吧", True),
    ],
)
def test_what_is_said_before_does_not_turn_what_is_asked(
    question: str, right: bool, asker: Asker
) -> None:
    assert asker.ask(question).answer is right
