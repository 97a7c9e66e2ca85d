"""Questions as still others put them: what holds of every place, who acts together, what was read surely."""

from __future__ import annotations

import pytest

from kg.asking import engine
from kg.asking.engine import Asker
from kg.asking.frame import Refusal, Status
from kg.asking.planning.grounds import on_no_penalty
from kg.building import build
from kg.resources import folder
from kg.store.graph import Graph


@pytest.fixture(scope="module")
def asker(graph: Graph) -> Asker:
    return engine.asker(graph)


def test_a_city_and_its_prefecture_of_one_name_are_told_apart_as_in_chinese(asker: Asker) -> None:
    bare = asker.ask("Who took over the recovery of old-age allowance in Changji?")
    assert bare.answer == ["昌吉市民政局"], bare.understood
    prefecture = asker.ask("How many duties were reclaimed in Changji Prefecture?")
    assert "昌吉回族自治州" in prefecture.understood


@pytest.mark.parametrize("question", ["我是枫岭镇的，垃圾没人收找谁", "家住枫岭镇，垃圾没人收找谁"])
def test_who_is_of_a_town_without_a_list_gets_no_answer_of_others(
    asker: Asker, question: str
) -> None:
    assert asker.ask(question).status is Status.NOT_FOUND


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("建立微型消防站是不是五个乡镇都收回了", True),
        ("建立微型消防站是不是五个地方无一例外都收回了", True),
        ("对违规领取高龄津贴的追缴，五个乡镇都收回了吗", False),
    ],
)
def test_a_yes_for_all_places_holds_of_each(asker: Asker, question: str, answer: bool) -> None:
    said = asker.ask(question)
    assert said.answer is answer, said.text


def test_as_many_places_as_there_are_not_get_no_yes(asker: Asker) -> None:
    assert asker.ask("建立微型消防站是不是四个乡镇都收回了").answer is None


def test_a_name_with_a_penalty_and_the_act_that_is_asked_about_may_answer() -> None:
    on_no_penalty(["食品摊贩登记管理和处罚"], "给食品摊贩办登记可以不接吗", ())
    with pytest.raises(Refusal):
        on_no_penalty(["对食品摊贩的处罚"], "给食品摊贩办登记可以不接吗", ())


def test_what_is_asked_in_so_many_words_is_not_taken_for_a_story(asker: Asker) -> None:
    where = "Looking after long-distance pipelines for oil and gas, in which of the five places does the township lend a hand?"
    assert asker.ask(where).type == "townships"


def test_what_departments_do_together_is_not_what_each_does(asker: Asker) -> None:
    together = asker.ask("庙尔沟乡残疾人证管理里，市残联和民政局一起做的是哪一条")
    assert len(together.answer) == 1, together.text
    none = asker.ask("西北湾镇残疾人证管理里，县残联和公安局一起做的是哪一条")
    assert none.status is Status.NOT_FOUND


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Asker:
    """An asker over an invented list that marks conveners."""
    place = folder("sources").parent / "training" / "elsewhere" / "hongliutan.txt"
    if not place.is_file():
        pytest.skip("the invented lists are in a checkout only")
    return Asker(Graph(build([place], into=tmp_path_factory.mktemp("marked") / "s").store))


@pytest.mark.parametrize(
    "words", ["除了牵头的那家，旁的部门是谁", "的协办单位有哪些", "除牵头部门外还有哪些部门"]
)
def test_the_departments_beside_a_marked_convener_are_told_without_it(
    marked: Asker, words: str
) -> None:
    said = marked.ask(f"红柳滩镇非法集资风险排查{words}")
    assert set(said.answer or ()) == {"塔拉图旗公安局", "塔拉图旗市场监督管理局"}, said.text


def test_no_convener_marked_means_no_department_beside_it(asker: Asker) -> None:
    assert asker.ask("东城镇农村供水保障除牵头部门外还有哪些部门").status is Status.NOT_FOUND


@pytest.mark.parametrize(
    "question",
    [
        "Are there cooperation duties that the Red Cross has to itself in Changji City? Which?",
        "昌吉市红十字会独自一家的配合事项有哪些",
    ],
)
def test_what_a_department_has_to_itself_is_never_what_it_shares(
    asker: Asker, question: str
) -> None:
    said = asker.ask(question)
    numbers = [row["number"] for row in said.answer or ()]
    assert numbers in ([], [41, 42]), said.understood


@pytest.mark.parametrize(
    "question", ["红柳滩镇非法集资风险排查由谁牵头", "红柳滩镇非法集资风险排查的牵头单位是谁"]
)
def test_who_leads_is_the_marked_convener_and_who_is_beside_it_is_told(
    marked: Asker, question: str
) -> None:
    said = marked.ask(question)
    assert said.answer == ["塔拉图旗财政局"], said.text
    assert "塔拉图旗公安局" in said.text


def test_where_no_convener_is_marked_the_column_is_told(asker: Asker) -> None:
    leads, responsible = (
        asker.ask(f"东城镇农村供水保障工作由哪些部门{verb}").answer for verb in ("牵头", "负责")
    )
    assert leads == responsible != []


def test_which_categories_are_no_duties(asker: Asker) -> None:
    said = asker.ask(
        "Which duty categories exist in Kalayagaqi but in none of the other townships?"
    )
    assert set(said.answer) == {"安全稳定", "商贸流通"}, said.understood


def test_how_many_offices_is_no_count_of_duties(asker: Asker) -> None:
    said = asker.ask("How many different county offices have taken duties back from Dongcheng?")
    assert said.answer == 13, said.text


def test_words_that_no_list_has_together_are_not_counted_as_none(asker: Asker) -> None:
    said = asker.ask("关于发放奖励的收回事项有多少项")
    assert said.status is Status.NOT_UNDERSTOOD
    assert any("奖励" in near for near in said.suggestions)
    assert asker.ask("写到“发放奖励”的收回事项有多少项").answer == 0


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        (
            "Of the five townships, which one saw the largest number of duties taken back?",
            "townships",
        ),
        ("有没有只出现在庙尔沟乡、其他四个乡镇都没有的配合事项，列一下", "duties"),
        (
            "Which cooperation duties in Dongcheng come from the Mulei disabled persons' federation?",
            "duties",
        ),
    ],
)
def test_what_is_asked_for_is_what_is_answered(asker: Asker, question: str, kind: str) -> None:
    said = asker.ask(question)
    assert said.type == kind, said.text
    assert said.answer


def test_a_word_in_quotes_ends_with_its_quotes(asker: Asker) -> None:
    said = asker.ask("喀拉亚尕奇乡配合事项里，哪一项的条款写了“24小时内”要上报")
    assert "“24小时内”" in said.understood or said.status is not Status.ANSWERED
    assert "要上报”" not in said.understood


@pytest.mark.parametrize(
    "question",
    [
        "If staff in Kalayagaqi find trees planted on top of a long-distance gas pipeline, which bureau do they report it to?",
        "喀拉亚尕奇乡发现输气管道上面种了树，报给哪个局",
    ],
)
def test_whom_the_township_reports_to_is_one_of_the_column(asker: Asker, question: str) -> None:
    assert asker.ask(question).answer == ["伊宁县发展和改革委员会"]


@pytest.mark.parametrize(
    "question",
    [
        "Which categories appear in Kalayagaqi's cooperation list but in none of the other four cooperation lists?",
        "Which duty categories exist in Kalayagaqi's cooperation list but in none of the other lists?",
    ],
)
def test_categories_that_others_lack_are_not_those_of_duties_that_others_lack(
    asker: Asker, question: str
) -> None:
    said = asker.ask(question)
    assert set(said.answer or ()) <= {"安全稳定", "商贸流通"}, said.understood


def test_whom_a_lead_is_passed_to_is_whom_the_township_reports_to(asker: Asker) -> None:
    passed = "When Kalayagaqi staff find a shop breaking the price rules, which office do they pass the lead to?"
    assert asker.ask(passed).answer == ["伊宁县市场监督管理局"]
