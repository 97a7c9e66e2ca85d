"""Questions as people who had not heard of the program put them: refusals, either-or, dialect, glosses in brackets."""

from __future__ import annotations

import csv

import pytest

from kg.asking import engine
from kg.asking.engine import Asker
from kg.asking.frame import Status
from kg.asking.normal import Normaliser
from kg.asking.planning.choosing import AskedActs
from kg.asking.reading.cues import Cues
from kg.asking.translating import in_english
from kg.resources import folder
from kg.store.graph import Graph
from kg.vocabulary.loading import Vocabulary


@pytest.fixture(scope="module")
def asker(graph: Graph) -> Asker:
    return engine.asker(graph)


@pytest.mark.parametrize(
    ("question", "refused"),
    [
        ("加油站的例行检查让我们东城镇做，我们不去查，行不行？", True),
        ("屠宰检疫我们六户地镇不去做行不行", True),
        ("机电井的事我们东城镇不去管，可以吗？", False),
        ("控辍保学我们六户地镇不搞，成不成？", False),
    ],
)
def test_whether_one_may_leave_it_is_answered_the_other_way_round(
    asker: Asker, question: str, refused: bool
) -> None:
    said = asker.ask(question)

    assert said.answer is refused, said.understood
    assert "能不能不做" in said.understood


@pytest.mark.parametrize(
    ("question", "answer", "listed"),
    [
        ("东城镇还要把多领的高龄津贴追回来吗", False, "reclaimed"),
        ("高龄津贴发放东城镇能不做吗", False, "cooperation"),
        ("多领的高龄津贴让六户地镇去追缴，可以不去吗", True, "reclaimed"),
        ("农业农村局想让庙尔沟乡接着做农机安全检查，我办可否直接退回？", True, "reclaimed"),
    ],
)
def test_the_act_that_is_asked_decides(
    asker: Asker, question: str, answer: bool, listed: str
) -> None:
    said = asker.ask(question)

    assert said.answer is answer, said.text
    assert {row["list"] for row in said.evidence} == {listed}


@pytest.mark.parametrize(
    "question",
    [
        "西北湾镇还要给农机考核打分吗",  # the rows on machines say nothing of it
        "东城镇高龄津贴还要做吗",  # one part is kept, another was taken back
        "水利局叫我们东城镇接着搞取水许可，我们能退回去吗",  # a penalty is no permit
    ],
)
def test_no_yes_or_no_rests_on_a_neighbour(asker: Asker, question: str) -> None:
    assert asker.ask(question).status is Status.NOT_UNDERSTOOD


def test_acts_that_another_is_helped_with_are_not_asked() -> None:
    acts = AskedActs()

    assert acts.of("把多发的津贴追回来") == {"追缴"}
    assert "考核" not in acts.of("协助县里考核")
    assert not acts.of("这件事能不能退回")


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("东城镇的收养登记还归我们办伐？", False),
        ("养犬管理要我们庙尔沟乡配合不咯？", True),
        ("喀拉亚尕奇乡今年还用挨家挨户去催惠民保吗", False),
        ("喀拉亚尕奇乡眼下还得催缴惠民保不", False),
    ],
)
def test_a_yes_or_no_is_told_by_its_ending(asker: Asker, question: str, answer: bool) -> None:
    said = asker.ask(question)

    assert said.answer is answer, said.text


def test_words_that_end_like_dialect_stay(tables: Vocabulary) -> None:
    normal = Normaliser(tables)

    assert normal("甲镇还能发林木采伐") == "甲镇还能发林木采伐"
    assert normal("甲镇还能办伐？") == "甲镇还能办吗?"
    assert normal("归甲镇管呗？") == "归甲镇管吧?"
    assert normal("要甲镇做不咯") == "要甲镇做不"


@pytest.mark.parametrize(
    ("question", "bodies"),
    [
        ("东城镇的机电井管理是水利局管还是农业农村局管？", {"木垒县水利局"}),
        ("六户地镇的屠宰检疫现在归农业农村局还是市场监管局", {"玛纳斯县农业农村局"}),
        ("庙尔沟乡打击传销是公安牵头还是市监牵头？", {"昌吉市公安局", "昌吉市市场监督管理局"}),
        (
            "喀拉亚尕奇乡防沙治沙不力的处罚，由林草口罚还是由自然资源口罚？",
            {"伊宁县林业和草原局"},
        ),
    ],
)
def test_which_of_two_bodies_is_answered_by_the_column(
    asker: Asker, question: str, bodies: set[str]
) -> None:
    said = asker.ask(question)

    assert {*said.answer} == bodies, said.text
    assert "which of them it is" in in_english(said.understood)


@pytest.mark.parametrize(
    ("text", "either"),
    [
        ("Ⓣ的Ⓚ是Ⓑ管还是Ⓑ管?", True),
        ("是Ⓑ接得多还是Ⓑ接得多?", False),
        ("Ⓑ或者Ⓑ牵头的有几项", False),
        ("是Ⓑ办还是我们Ⓣ办?", False),
    ],
)
def test_either_or_is_of_two_bodies(text: str, either: bool) -> None:
    assert Cues((), text).has("either") is either


def test_one_lead_of_several_is_the_one_that_the_list_marks(asker: Asker) -> None:
    said = asker.ask("喀拉亚尕奇乡的大气污染防治写了七八家，哪个部门牵头？")

    assert said.status is Status.NOT_FOUND
    assert "没有标明由谁牵头" in said.text
    assert said.suggestions


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("五个乡镇里，基本履职清单最长的一家比最短的一家多出多少条？", 24),
        ("收回清单最短的乡镇比最长的少多少项", 18),
        ("西北湾镇有几项配合事项是公安、住建两家都挂在部门栏的", 3),
        ("农产品质量安全事故处理在喀拉亚尕奇乡和东城镇各写在哪类单子上？", ["cooperation", "reclaimed"]),
        ("Across all five townships, how many duties were handed up to water bureaus (水利局)?", 37),
    ],
)  # fmt: skip
def test_figures_and_lists_are_answered(asker: Asker, question: str, answer: object) -> None:
    said = asker.ask(question)

    assert said.answer == answer, said.text


def test_the_longest_of_one_townships_lists_is_no_townships_difference(asker: Asker) -> None:
    assert asker.ask("东城镇三张清单里最长的比最短的多几条").status is Status.NOT_UNDERSTOOD


def test_four_bodies_named_by_their_stems_are_all_in_the_column(asker: Asker) -> None:
    said = asker.ask("喀拉亚尕奇乡哪几项配合事项，公安、住建、市监、交通四家都在部门栏里？")

    assert [row["number"] for row in said.answer] == [73, 75, 108]


def test_words_to_be_found_are_those_in_quotes(asker: Asker) -> None:
    said = asker.ask("职责条款里提到村里“大喇叭”的是哪些事项")

    assert {row["number"] for row in said.answer} == {12}
    assert "不看前面的“村里”" in said.understood


@pytest.mark.parametrize(
    ("question", "read"),
    [
        (
            "duties of the county's commerce, science and industry bureau (商务科技和工业信息化局)",
            "duties of the 商务科技和工业信息化局",
        ),
        (
            "the police, fire and civil affairs bureau (民政局) have it",
            "公安局, fire and 民政局 have it",
        ),
        (
            "which social-security (社会保障) cooperation duties",
            "which “社会保障” cooperation duties",
        ),
        ("duties on social security (社会保障)", "duties on social security “社会保障”"),
    ],
)
def test_what_chinese_in_brackets_says_again_is_read_once(
    asker: Asker, question: str, read: str
) -> None:
    assert asker.english(asker.normal(question)) == read


def test_every_character_of_a_township_can_be_read(tables: Vocabulary) -> None:
    normal = Normaliser(tables)
    with (folder("vocabulary") / "townships.csv").open(encoding="utf-8") as file:
        names = {character for row in csv.DictReader(file) for character in row["name"]}

    unread = {one for one in names if one >= "\u4e00" and not normal.reading(one).isascii()}
    assert len(unread) < 3, unread  # characters that no dictionary has
    assert normal.reading("蒲滧") == "puyao"


def test_a_price_in_a_sentence_of_its_own_is_out_of_scope(asker: Asker) -> None:
    said = asker.ask("东城今年鹰嘴豆收购能给到多少钱一公斤？等价再卖划算吗")

    assert said.status is Status.OUT_OF_SCOPE


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (
            "老乡家灶房失火，锅都揭不开了，先给几百块救个急。六户地镇自己签字就能给批么？",
            True,
        ),
        (
            (
                "The county disabled persons' federation wants Xibeiwan to hand out the awards for people who"
                " did outstanding work for the disabled. May the town turn that down?"
            ),
            True,
        ),
    ],
)
def test_a_yes_or_no_in_a_story_is_of_what_the_story_means(
    asker: Asker, question: str, answer: bool
) -> None:
    said = asker.ask(question)

    assert said.answer is answer, said.understood


def test_a_story_that_asks_last_who_does_it_is_no_yes_or_no(asker: Asker) -> None:
    said = asker.ask(
        "两口子从定西来西北弯租地种了六年，娃在这念完高三。村里给那张写住了几年的表盖了章，接下来娃能不能在这考大学，是谁卡这道关？"
    )

    assert said.answer == ["奇台县教育局"], said.understood


def test_how_many_and_which_wants_the_rows(asker: Asker) -> None:
    said = asker.ask("西北湾镇的配合事项里居然有几件部门栏没有公安局又是生态环保类的，是哪些")

    assert said.type in (None, "duties")


@pytest.mark.parametrize("name", ["西便门街道", "上和门镇", "大有来乡"])
def test_a_township_that_is_not_loaded_is_not_answered_for_its_county(
    asker: Asker, name: str
) -> None:
    said = asker.ask(f"木垒县{name}有多少项基本履职事项")

    assert said.status is Status.NOT_FOUND
    assert name in said.text
