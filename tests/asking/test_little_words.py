"""Little words that turn a question's meaning: only there, not there, in whose clauses, one or the other, on the average."""

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


def _numbers(answer: Any) -> list[int]:
    return [row["number"] for row in answer]


@pytest.mark.parametrize(
    ("question", "categories"),
    [
        ("哪些类别只出现在喀拉亚尕奇乡的配合清单里", {"安全稳定", "商贸流通"}),
        ("喀拉亚尕奇乡配合清单里有而别的乡镇配合清单里都没有的类别", {"安全稳定", "商贸流通"}),
        ("东城镇哪些类别只有配合清单有", {"教育培训监管"}),
        ("东城镇的配合清单里有、基本清单和收回清单里都没有的类别有哪些", {"教育培训监管"}),
        ("东城镇没有配合事项的类别有哪些", {"精神文明建设", "民族宗教", "投资促进"}),
        ("西北湾镇配合清单和收回清单里都有的类别", {"民生服务", "乡村振兴", "社会保障", "自然资源", "生态环保", "城乡建设", "交通运输", "卫生健康", "应急管理及消防"}),
        ("Which categories appear only in the cooperation list of Kalayagaqi Township?", {"安全稳定", "商贸流通"}),
        ("Which categories appear in the cooperation list of Kalayagaqi Township but in no cooperation list of the other four townships?", {"安全稳定", "商贸流通"}),
        ("Which categories are in the cooperation list of Dongcheng but neither in its basic list nor in its reclaimed list?", {"教育培训监管"}),
    ],
)  # fmt: skip
def test_what_stands_only_there_is_set_against_the_rest(
    asker: Asker, question: str, categories: set[str]
) -> None:
    answer = asker.ask(question)

    assert set(answer.answer) == categories, answer.understood


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("东城镇配合清单里，镇里的职责写到“台账”的是哪些事项", [25, 40, 63]),
        ("东城镇配合职责里提到“台账”的事项", [25, 40, 63]),
        ("东城镇配合事项的条款里提到“台账”的有哪些", [13, 25, 30, 40, 63]),
        ("六户地镇配合清单里，部门职责写到“执法”的是哪些事项", [10, 19, 21, 47, 48, 91]),
        ("六户地镇配合事项里，名称带“宣传”或者“检查”的有哪些", [10, 48, 81, 82, 84, 87, 88]),
        ("名称里没有“银行”、条款里有“银行”的喀拉亚尕奇乡配合事项", [14, 53]),
        ("部门职责里有“法院”、乡镇职责里没有“法院”的喀拉亚尕奇乡配合事项", [26, 67, 84]),
        ("喀拉亚尕奇乡收回的事项里，不是处罚而是奖励的有哪些？", [8, 50]),
        ("Leaving penalties aside, what has Mulei's market regulation bureau taken back from Dongcheng?", [36]),
        ("Which cooperation duties of Dongcheng mention \"台账\" in the township's own clauses?", [25, 40, 63]),
    ],
)  # fmt: skip
def test_words_are_looked_for_in_the_part_that_is_named(
    asker: Asker, question: str, numbers: list[int]
) -> None:
    answer = asker.ask(question)

    assert _numbers(answer.answer) == numbers, answer.understood


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("东城镇的配合事项里，除了公安局以外还有别的部门的有几项", 9),
        ("木垒县农业农村局派给东城镇的活里，有几项还有其他单位参加", 6),
        ("How many cooperation duties in Mulei County name the water bureau and nobody else?", 6),
        ("东城镇平均每个类别有几项配合事项", 6.0),
        ("东城镇的配合事项平均每项有几条乡镇职责", 3.3),
        ("我们奇台县编办统计一下：西北湾镇收回的事项一共由几家部门接走了", 13),
        ("东城镇的基本履职事项，平均每个事项类别有几项？", 5.7),
        ("昌吉市从庙尔沟乡收回的事，平均到每个承接部门头上是几项？", 2.4),
        ("昌吉市只从庙尔沟乡收回一项的部门有几个？", 7),
        ("东城镇配合事项里，条款提到“安全”但名称没提的有几项", 10),
        ("庙尔沟乡要做的和要配合的一共几项", 208),
        ("庙尔沟乡有几个部门既有配合事项又有收回事项", 14),
        ("庙尔沟乡和六户地镇都收走过事项的部门，有几类", 13),
        (
            "Who has more cooperation duties with the police, Dongcheng or Liuhudi, and by how many?",
            1,
        ),
        ("How many county bodies are listed for railway protection in Kalayagaqi Township?", 9),
    ],
)
def test_a_number_is_of_what_is_asked(asker: Asker, question: str, value: float) -> None:
    answer = asker.ask(question)

    assert answer.answer == value, answer.understood


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("东城镇哪些事可以不做", {"reclaimed"}),
        ("东城镇名称里带“处罚”而没有被收回的有哪些", {"basic", "cooperation"}),
    ],
)
def test_what_may_be_left_undone_is_in_the_lists_that_say_so(
    asker: Asker, question: str, expected: set[str]
) -> None:
    answer = asker.ask(question)

    assert {row["list"] for row in answer.answer} == expected, answer.understood


@pytest.mark.parametrize(
    "question",
    [
        "三张清单里公安局都出现的乡镇",
        "喀拉亚尕奇乡的配合事项里，市场监管局单独一家的多还是和别人一起的多",
        "六户地镇配合清单第一项和最后一项",
        "西北湾镇哪几项配合事项要上报",
        "哪个局在五个乡镇都是收回最多的",
        "东城镇配合清单的部门栏里，有一项把同一个局写了两遍，是哪一项",
        "残联让六户地镇做的事里有没有发钱的",
        "东城镇配合事项中排在第一个的部门是公安局的有几项",
        "六户地镇配合事项里，部门数最多和最少的分别是哪项",
        "东城镇配合事项里，名称最长的是哪一项",
        "名称以“开展”开头的六户地镇配合事项有几项",
        "庙尔沟乡哪个部门收回的事项比它要求配合的还多",
        "哪些部门只在一个乡镇的收回清单里出现",
        "东城镇配合事项里，名称和条款都提到“安全”的有几项",
        "昌吉州四个乡镇里，谁的收回事项最多，谁的最少",
        "东城镇有多少项配合事项的部门里带“委”字",
        "最后一个类别是什么，东城镇基本清单",
        "Which duties did Dongcheng keep that Liuhudi lost to the county?",
        "Does any township have more than 130 cooperation duties?",
        "Which township reclaimed neither adoption registration nor work injury certification?",
    ],
)
def test_what_is_not_done_is_refused(asker: Asker, question: str) -> None:
    assert asker.ask(question).status is Status.NOT_UNDERSTOOD


@pytest.mark.parametrize(
    "question",
    [
        "奇台县畜牧局单独对应的配合事项有几项",
        "奇台县水产局单独一家对应的配合事项有几项",
        "How many cooperation duties in Mulei County name the foreign affairs office?",
        "Does the tobacco bureau appear in Kalayagaqi's cooperation list?",
    ],
)
def test_an_office_that_no_list_has_is_not_left_out(asker: Asker, question: str) -> None:
    assert asker.ask(question).status is Status.NOT_FOUND


@pytest.mark.parametrize(
    "question",
    [
        "西北湾镇，飞机场旁边那户养了上百只鸽子天天放，飞机起降不危险吗",
        "喀拉亚尕奇乡小孩去水库游泳，大人就不怕出事吗",
        "家里手机一格信号没有，打个急救电话还得爬房顶，这像话吗？六户地镇",
        "The dance hall under my flat thumps until 3 a.m. every night, do we have to live like this in Yining County?",
    ],
)
def test_a_complaint_that_ends_as_a_question_gets_no_yes(asker: Asker, question: str) -> None:
    answer = asker.ask(question)

    assert answer.status is Status.ANSWERED
    assert not isinstance(answer.answer, bool)


def test_a_case_is_handed_over_to_whom_the_clause_says(asker: Asker) -> None:
    answer = asker.ask("烧秸秆烧出大事了，我们庙尔沟乡该把案子移交给哪个部门")

    assert answer.answer == ["昌吉市公安局"]


def test_nobody_took_over_what_is_not_done_any_more(asker: Asker) -> None:
    question = "Did any department in Yining County take over issuing certificates of marital status from Kalayagaqi?"

    assert asker.ask(question).answer is False


def test_who_denied_that_it_is_the_towns_is_right_about_what_was_taken_back(asker: Asker) -> None:
    question = "家长不送娃娃上学，县教育局要我们西北湾镇去开罚单，我们说不归镇里，站得住脚吗"

    assert asker.ask(question).answer is True


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("庙尔沟乡配合第57项，巡查发现违法线索要上报给谁？", ["昌吉市林业和草原局"]),
        ("科技特派员这一项，对口的不是单设的科技局、而是商务科技和工业信息化局的是哪几个乡镇？", ["奇台县西北湾镇", "木垒县东城镇"]),
        ("职业病、慢性病这一项，人社局和总工会也跟着参加的是哪个镇", ["玛纳斯县六户地镇"]),
    ],
)  # fmt: skip
def test_what_is_told_beside_a_number_or_a_body_turns_nothing_round(
    asker: Asker, question: str, answer: list[str]
) -> None:
    assert asker.ask(question).answer == answer


@pytest.mark.parametrize(
    ("question", "number", "among"),
    [
        ("昌吉市哪些部门配合清单和收回清单里都有", 14, "昌吉市城市管理局"),
        ("伊宁县哪些部门既有配合事项又有收回事项", 13, "伊宁县水利局"),
        ("五个乡镇收回清单里都有的部门有哪些", 50, "伊宁县水利局"),
        ("把五个乡镇的配合清单合起来看，被点名次数排前三的是哪几类局？", 3, "农业农村局"),
        (
            "Which bodies appear in the cooperation list of Kalayagaqi but in none of the other four townships' cooperation lists?",
            4,
            "伊宁县气象局",
        ),
        (
            "Except for the Red Cross itself, which departments appear in Dongcheng's cooperation duties that involve the Red Cross?",
            1,
            "木垒县民政局",
        ),
    ],
)
def test_departments_of_both_lists_and_of_all_places_are_those_of_both_and_of_all(
    asker: Asker, question: str, number: int, among: str
) -> None:
    answer = asker.ask(question)

    assert len(answer.answer) == number, answer.understood
    assert among in answer.answer


@pytest.mark.parametrize(
    ("question", "value", "said"),
    [
        ("五个乡镇的收回清单里是不是都有公益林管护？", False, "伊宁县喀拉亚尕奇乡"),
        ("东城镇和西北湾镇的收回清单里是不是都有收养登记", True, ""),
    ],
)
def test_what_all_are_to_have_each_of_them_has(
    asker: Asker, question: str, value: bool, said: str
) -> None:
    answer = asker.ask(question)

    assert answer.answer is value
    assert said in answer.text


def test_who_is_of_a_place_that_is_not_loaded_is_not_told_of_another(asker: Asker) -> None:
    answer = asker.ask("我是木垒县大南沟乡的，我们乡配合清单里文明养犬是第几项？")

    assert answer.status is Status.NOT_FOUND
    assert "大南沟乡" in answer.text


def test_how_many_people_live_there_is_on_no_list(asker: Asker) -> None:
    answer = asker.ask("这五个乡镇的常住人口各是多少，哪个乡镇人口最多？")

    assert answer.status is Status.OUT_OF_SCOPE


def test_a_list_that_is_shared_takes_nothing_away(asker: Asker) -> None:
    both = asker.ask("昌吉市哪些部门配合清单和收回清单里都有").answer
    apart = asker.ask("昌吉市哪些部门配合清单里有、收回清单里没有").answer

    assert both
    assert apart
    assert not set(both) & set(apart)


def test_words_that_no_list_has_together_are_no_answer_of_none(asker: Asker) -> None:
    said = asker.ask("配合职责里提到大喇叭宣传的，分别是哪几个乡镇？")
    quoted = asker.ask("哪些乡镇的条款里有“大喇叭宣传”")

    assert said.status is Status.NOT_UNDERSTOOD
    assert "大喇叭" in said.text
    assert quoted.answer == []  # as it was asked for, by the letter


def test_quoted_words_are_looked_for_without_what_is_said_of_them(asker: Asker) -> None:
    plain = asker.ask("收回事项的工作方式里有“月底前”的有哪些").answer
    more = asker.ask("收回事项的承接说明里出现“月底前”这种期限的，都是哪些").answer

    assert more == plain != []


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("市行政审批局在庙尔沟乡配合事项里沾边的一共几项来着，报表就差这一格", 5),
        ("帮我快点数一下六户地镇基本履职清单，“自然资源”加“生态环保”两类拢共几条", 12),
        ("喀拉亚尕奇乡配合清单中对应部门恰好两家的事项数", 19),
        ("东城镇收回事项由水利局承接的比例，分母为该镇收回事项总数，取整百分数", 21),
        ("收回事项五地一共204项吧，其中名称带处罚的占几成几，给整数百分比", 52),
        ("写材料要个底数，木垒东城镇配合清单上牵涉的部门去掉重复的总共几家", 36),
    ],
)
def test_what_people_say_beside_a_count_changes_nothing(
    asker: Asker, question: str, value: float
) -> None:
    answer = asker.ask(question)

    assert answer.answer == value, answer.understood


def test_a_clause_of_its_own_that_limits_is_never_left_out(asker: Asker) -> None:
    for question in (
        "东城镇配合事项有几项，县级以外的不算",
        "东城镇配合事项有几项，只算夜里做的",
        "冬天才做的，东城镇配合事项有几项",
    ):
        assert asker.ask(question).status is not Status.ANSWERED, question


def test_of_several_counties_that_have_and_one_that_has_not_each_is_heard(asker: Asker) -> None:
    towns = asker.ask("东城镇和西北湾镇都收回了、六户地镇却没有收回的事项").answer
    counties = asker.ask("木垒和奇台都收上去了、玛纳斯却没收的事项，麻烦找一下").answer

    assert counties == towns != []


def test_each_county_has_its_own_first(asker: Asker) -> None:
    for question in (
        "Which department has taken back the most duties in each county?",
        "每个县收回事项最多的部门是哪个",
    ):
        assert len(asker.ask(question).answer) == 5, question


def test_what_each_township_has_is_told_of_each(asker: Asker) -> None:
    answer = asker.ask("每个乡镇各有多少项配合事项")

    assert len(answer.answer) == 5
    assert "木垒县东城镇（" in answer.text


def test_who_tells_a_story_is_no_office_asked_about(asker: Asker) -> None:
    story = "机场的人说跑道边上我们村有人放家鸽，派出所推给镇上，西北湾镇清单里这事到底算哪张单子的"

    assert asker.ask(story).status is Status.ANSWERED


def test_the_number_of_a_draft_is_no_rows(asker: Asker) -> None:
    assert len(asker.ask("正在改第二稿，东城镇收回清单里有哪些").answer) == 38


def test_who_asks_is_a_body_only_where_it_is_spoken_of(asker: Asker) -> None:
    assert asker.ask("我是编办的，东城镇配合事项有几项").answer == 102
    assert _numbers(asker.ask("我是奇台县水利局的，从西北湾镇手里一共接回来哪些事？").answer)[
        :2
    ] == [
        17,
        18,
    ]
