"""How offices and people of every region write: stated totals, columns in quotes, places as 家, dialects."""

from __future__ import annotations

import csv
from contextlib import nullcontext
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from kg.asking.engine import Asker
from kg.asking.frame import Ask, Frame, Question, Refusal, Status
from kg.asking.normal import Normaliser
from kg.asking.reading.cues import CueTable
from kg.asking.reading.leftovers import unlimited
from kg.asking.reading.telling import told_first
from kg.asking.shapes import branches, joined
from kg.resources import folder
from kg.store.graph import Graph
from kg.vocabulary.loading import load

if TYPE_CHECKING:
    from kg.asking.planning.plan import Planner


@pytest.fixture(scope="module")
def asker(graph: Graph) -> Asker:
    return Asker(graph)


@pytest.fixture(scope="module")
def normal() -> Normaliser:
    return Normaliser(load(None))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("东城镇102项配合履职事项中，只对应一个上级部门的占百分之多少？取整", 75),
        ("五份清单里写着“不再开展此项工作”的合计有几项？", 2),
        ("喀拉亚尕奇乡一百多项配合事项里，公安局挂名的一共几项？", 17),
        ("庙尔沟乡配合清单，只看乡里那一侧的配合职责，条款写到“台账”的有几项", 3),
        ("东城镇配合清单“对应上级部门”一栏出现县水利局的有几条", 9),
    ],
)
def test_what_goes_with_a_figure_is_read(question: str, expected: int, asker: Asker) -> None:
    answer = asker.ask(question)
    assert (answer.status, answer.answer) == (Status.ANSWERED, expected), answer.text


def test_a_total_that_is_wrong_is_told_with_the_right_one(asker: Asker) -> None:
    answer = asker.ask("东城镇99项配合履职事项中，只对应一个上级部门的占百分之多少？")
    assert answer.status is Status.NOT_UNDERSTOOD
    assert "102" in answer.text
    assert "99" in answer.text


def test_places_that_are_named_and_asked_for_as_houses_are_townships(asker: Asker) -> None:
    answer = asker.ask("东城镇、六户地镇、西北湾镇三家里，收养登记已经被收回的是哪几家")
    assert answer.to_json()["type"] == "townships"
    assert len(answer.answer) == 3


@pytest.mark.parametrize(
    ("question", "alone"),
    [
        (
            "东城镇、六户地镇收回事项最多的部门各是谁",
            ["东城镇收回事项最多的部门是谁", "六户地镇收回事项最多的部门是谁"],
        ),
        (
            "木垒县公安局、木垒县民政局派给东城镇的配合事项最多的类别分别是什么",
            [
                "木垒县公安局派给东城镇的配合事项最多的类别是什么",
                "木垒县民政局派给东城镇的配合事项最多的类别是什么",
            ],
        ),
    ],
)
def test_the_first_of_each_is_the_first_of_every_one(
    question: str, alone: list[str], asker: Asker
) -> None:
    answer = asker.ask(question)
    assert answer.status is Status.ANSWERED, answer.text
    assert set(answer.answer) == {one for own in alone for one in asker.ask(own).answer}


def test_a_body_of_a_county_counts_where_its_townships_are(asker: Asker) -> None:
    answer = asker.ask("木垒县公安局派给东城镇的配合事项，是不是比奇台县公安局派给西北湾镇的更多？")
    counts = [
        asker.ask(f"{county}公安局派给{town}的配合事项有多少项").answer
        for county, town in (("木垒县", "东城镇"), ("奇台县", "西北湾镇"))
    ]
    assert answer.answer is (counts[0] > counts[1]), answer.text
    assert str(counts[0]) in answer.text


@pytest.mark.parametrize(
    ("question", "count"),
    [
        (
            "Among the market supervision cooperation duties of Xibeiwan Town, which have more than one department?",
            2,
        ),
        ("Second place only: which department took back the second most duties from Dongcheng?", 1),
        (
            "How many cooperation duties in Xibeiwan name the culture, sports, radio, TV and tourism bureau?",
            None,
        ),
    ],
)
def test_english_names_of_kinds_and_places_in_an_order_are_read(
    question: str, count: int | None, asker: Asker
) -> None:
    answer = asker.ask(question)
    assert answer.status is Status.ANSWERED, answer.text
    assert answer.answer if count is None else len(answer.answer) == count


@pytest.mark.parametrize(
    ("question", "same"),
    [
        (
            "东城镇、六户地镇都把收养登记收回了，喀拉亚尕奇乡的收回清单里有没有这一项？",
            "喀拉亚尕奇乡的收回清单里有没有收养登记这一项？",
        ),
        (
            "木垒县农业农村局名下，要东城镇配合的和已经从镇上收回的，全部列出来",
            None,
        ),
        ("东城镇要报给县水利局的配合事项有哪些", None),
        (
            "残疾人证管理这一项，部门里没有民政局的是哪几个乡镇？",
            None,
        ),
    ],
)
def test_each_part_of_a_sentence_has_its_own_meaning(
    question: str, same: str | None, asker: Asker
) -> None:
    answer = asker.ask(question)
    assert answer.status is Status.ANSWERED, answer.text
    if same:
        assert answer.answer == asker.ask(same).answer
    elif answer.to_json()["type"] == "townships":
        assert set(answer.answer) < {t.name for t in asker.lexicon.townships.values()}
    else:
        lists = {row["list"] for row in answer.answer}
        assert lists == ({"cooperation", "reclaimed"} if "收回" in question else {"cooperation"})


def test_conveners_are_those_the_list_marks(asker: Asker) -> None:
    for question in (
        "五份配合清单里，标明了牵头部门的事项有多少项",
        "请把东城镇配合清单中注明了“牵头”的部门报出来",
    ):
        answer = asker.ask(question)  # the five lists mark none: all of them would be untrue
        assert answer.status is Status.NOT_FOUND, answer.text
        assert "牵头" in answer.text
    marked = asker.ask("农村供水保障工作由哪个部门牵头")
    assert marked.status is Status.ANSWERED


@pytest.mark.parametrize(
    ("question", "kind", "count"),
    [
        ("市场监管类事项收回得最多的是东城镇、六户地镇还是西北湾镇？", "townships", None),
        (
            "Which townships no longer supervise daycare because the county took it back?",
            "townships",
            3,
        ),
        (
            "Punishing traders who operate without a licence was reclaimed almost everywhere. Which township is the exception?",
            "townships",
            1,
        ),
        ("六户地镇要报给县住建局的配合事项有哪些", "duties", 3),
        ("喀拉亚尕奇乡的配合履职事项，两家及以上部门对口的占几成？", "number", None),
        ("西北湾镇收回清单里名称带“处罚”或者“查处”字样的有几项", "number", None),
    ],
)
def test_what_is_asked_for_is_what_the_words_say(
    question: str, kind: str, count: int | None, asker: Asker
) -> None:
    answer = asker.ask(question)
    assert (answer.status, answer.to_json()["type"]) == (Status.ANSWERED, kind), answer.text
    assert count is None or len(answer.answer) == count
    if "占几成" in question:
        assert answer.answer == 37


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("喀拉亚尕奇乡收回事项由县住建局承接的，占该乡收回总数百分之多少(四舍五入到整数)", 23),
        ("Mean number of cooperation duties per township over the five lists?", 106.0),
        ("What percentage of Miaoergou's reclaimed duties went to the city water bureau?", 26),
        (
            "庙尔沟乡的收回事项，哪些市直部门一家就接了五项以上",
            ["昌吉市水利局", "昌吉市城市管理局"],
        ),
        ("木垒县和奇台县收回的事项里写明“不再开展”的都列出来，两个县的都要", None),
    ],
)
def test_figures_and_bounds_are_those_that_are_asked_for(
    question: str, expected: object, asker: Asker
) -> None:
    answer = asker.ask(question)
    if expected is None:
        assert answer.status is not Status.ANSWERED or answer.answer == []
    else:
        assert (answer.status, answer.answer) == (Status.ANSWERED, expected), answer.text


def test_what_one_column_has_more_than_another_is_no_union_of_both(asker: Asker) -> None:
    answer = asker.ask("打击传销，伊宁县那边的对应部门比木垒县多了哪家？")
    assert answer.status is Status.NOT_UNDERSTOOD or answer.answer == ["伊宁县公安局"]


def test_bodies_of_every_row_are_those_that_all_have(asker: Asker) -> None:
    every = [set(asker.ask(f"东城镇配合{n}由哪些部门负责").answer) for n in (86, 87)]
    shared = asker.ask("东城镇配合事项86号和87号，两项栏里都有的部门是哪些？")
    assert shared.status is not Status.ANSWERED or set(shared.answer) == every[0] & every[1]


def test_a_story_is_heard_without_the_clause_that_only_asks() -> None:
    asking = CueTable(load(None)).asking_words
    assert told_first("楼上天天漏水,物业不管,这种事该找哪个部门", asking) == "楼上天天漏水,物业不管"
    assert told_first("楼上天天漏水,消防那边不来", asking) == "楼上天天漏水,消防那边不来"
    assert told_first("热线来件:楼上天天漏水,物业不管", asking) == "楼上天天漏水,物业不管"
    assert "给办" in told_first("娃三岁了还没上户口,哪个单位给办", asking)


def test_words_of_dialects_become_those_of_the_standard_language(normal: Normaliser) -> None:
    with (folder("vocabulary") / "dialect.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        assert any(word in row["example"] for word in row["written"].split(";")), row
        assert row["standard"] in normal(row["example"]), row


def test_a_power_company_is_known_by_its_grid_and_county() -> None:
    assert branches(["国网某省电力公司某某县供电公司"]) == {"国网某某县供电公司"}


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("东城镇的配合事项是不是每一项都有县公安局？", "每"),
        ("东城镇配合事项里没有县公安局的吗", "有没有"),
        ("东城镇配合清单共28项对吗", "共"),
        ("东城镇半小时内要报的事项有哪些", "半小时内"),
        ("东城镇配合事项里最多部门的那项有几个部门", "最多"),
        ("东城镇哪些配合事项既不涉及公安也不涉及城管", "也不"),
        ("五个乡镇配合清单里有县财政局参与的分别有几项", "逐个"),
        ("东城镇基本清单一共几项，民生服务占几项", "分开"),
    ],
)
def test_a_word_that_nothing_can_be_done_with_is_refused_by_its_name(
    question: str, named: str, asker: Asker
) -> None:
    answer = asker.ask(question)
    assert answer.status is Status.NOT_UNDERSTOOD, answer.text
    assert named in answer.text


def test_whether_there_is_one_denies_nothing(asker: Asker) -> None:
    rows = asker.ask("东城镇收回事项里由县水利局承接的有哪些").answer
    there = asker.ask("东城镇收回事项里有没有县水利局承接的？")
    assert there.answer is True
    assert there.count is None
    assert len(there.evidence) == len(rows)
    assert asker.ask("东城镇收回事项里有没有县公安局承接的？").answer is False


def test_as_many_here_as_there_is_a_difference_of_none(asker: Asker) -> None:
    told = "东城镇收回事项里由{}承接的有几项"
    education, health = (
        asker.ask(told.format(f"县{name}")).answer for name in ("教育局", "卫健委")
    )
    assert education == health > 0
    assert asker.ask("东城镇收回事项里县教育局比县卫健委多几项").answer == 0


def test_no_yes_is_said_to_a_step_of_a_department_above(asker: Asker) -> None:
    answer = asker.ask("庙尔沟乡要不要制定牧民定居方案")
    assert answer.status is Status.NOT_UNDERSTOOD
    assert "上级部门的职责" in answer.text
    kept = asker.ask("六户地镇要不要协助开展募捐")  # the department's clause has the township do it
    assert kept.answer is True, kept.text


def test_a_bureau_of_several_fields_is_known_by_their_first_characters() -> None:
    assert {"教体科局", "教体科技局"} <= joined(["某某区教育体育和科学技术局"])
    assert not joined(["某某县文化和旅游局", "某某县水利局"])


def test_what_is_said_before_two_lists_holds_of_both(asker: Asker) -> None:
    one, two = (asker.ask(f"东城镇乡村振兴类{name}事项有几项").answer for name in ("配合", "收回"))
    assert one != two
    assert asker.ask("东城镇乡村振兴类配合比收回多几项").answer == one - two


def test_whether_a_body_is_reported_to_is_said_only_where_the_list_does(asker: Asker) -> None:
    assert asker.ask("东城镇末级渠系运行维修养护工作要不要报县水利局").answer is True
    assert asker.ask("东城镇末级渠系运行维修养护工作要不要报县司法局").answer is None


def test_one_of_two_places_is_a_township_and_the_first_of_bodies_tells_its_number(
    asker: Asker,
) -> None:
    places = asker.ask("东城镇和西北湾镇哪边要做骆驼养殖").to_json()
    assert (places["type"], places["answer"]) == ("townships", ["奇台县西北湾镇"])
    first = asker.ask("东城镇哪个部门的配合事项最多，有几项")
    assert first.answer == asker.ask("东城镇配合事项最多的部门是谁").answer


def test_a_question_that_asks_for_more_says_that_one_thing_is_answered(asker: Asker) -> None:
    assert "其余请分开问" in asker.ask("东城镇卫生健康类收回事项有几项，都由谁承接").understood
    assert "分开" not in asker.ask("东城镇收回事项由县水利局承接的有几项，分别是什么").understood


def test_a_word_that_stands_nowhere_is_no_none_where_rows_say_it_otherwise(asker: Asker) -> None:
    answer = asker.ask("水利局管的事里面哪几件是跟机井有关的，喀拉亚尕奇乡")

    assert answer.status is Status.NOT_UNDERSTOOD
    assert any("地下水取水工程" in near for near in answer.suggestions)


def test_who_has_more_and_how_many_is_no_negative_number(asker: Asker) -> None:
    assert asker.ask("庙尔沟乡和六户地镇谁收回得多，多几项").answer == 9


def test_the_third_category_is_no_third_row(asker: Asker) -> None:
    assert asker.ask("西北湾镇配合清单第三类是什么，有几项").status is Status.NOT_UNDERSTOOD


@pytest.mark.parametrize("letter", ["ᾖ", "ß", "ŉ", "ﬁ"])
def test_a_letter_that_folds_to_two_breaks_no_name_after_it(asker: Asker, letter: str) -> None:
    answer = asker.ask(f"西北湾镇受理社会救助{letter}住房救助申请材料并开展调查审核工作归谁管")

    assert answer.status in Status


def test_a_bureau_left_out_beside_ties_in_brackets_is_left_out(asker: Asker) -> None:
    answer = asker.ask("玛纳斯县承接六户地镇收回事项最多部门（住建局不计，并列全列）").to_json()

    assert "玛纳斯县住房和城乡建设局" not in (answer["answer"] or ())


@pytest.mark.parametrize(("rows", "refused"), [(3, True), (0, False)])
def test_a_word_of_the_rows_names_is_not_left_out_of_a_selection(rows: int, refused: bool) -> None:
    planner = cast("Planner", SimpleNamespace(count=lambda *_: SimpleNamespace(total=rows)))

    with pytest.raises(Refusal, match="赤潮") if refused else nullcontext():
        unlimited(Question(Ask.DUTIES, Frame()), ("赤潮",), planner)


def test_a_phrase_of_courtesy_that_begins_with_a_shorter_one_is_left_out_whole(
    asker: Asker,
) -> None:
    asked = asker.asked(asker.normal("请教下，东城镇配合事项有几项"))

    assert (asked.text, asked.dropped) == ("东城镇配合事项有几项", ("请教下",))
