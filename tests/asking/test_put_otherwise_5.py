"""Questions as others again put them: places within a category, two sides as many, others beside one, words in one."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.asking import engine
from kg.asking.engine import Asker
from kg.asking.frame import Status
from kg.building import build
from kg.store.graph import Graph

LIST = """碧水市云溪县松岭乡
履职事项清单

2025年5月

碧水市云溪县松岭乡配合履职事项清单

序号\t事项类别\t事项名称\t对应上级部门\t上级部门职责\t乡镇配合职责
1\t文化旅游\t民宿安全检查\t云溪县公安局（牵头）、云溪县文化和旅游局（牵头）\t1.县公安局检查； 2.县文化和旅游局检查。\t1.上报线索。
2\t水利\t山塘水库管护\t云溪县水利局\t1.县水利局指导巡查。\t1.巡查山塘。
3\t文化旅游\t违建别墅整治\t云溪县自然资源局（牵头）、云溪县公安局\t1.县自然资源局在凤凰山保护区查处违建。\t1.劝阻违建。
"""


@pytest.fixture(scope="module")
def asker(graph: Graph) -> Asker:
    return engine.asker(graph)


@pytest.fixture(scope="module")
def hill(tmp_path_factory: pytest.TempPathFactory) -> Asker:
    folder: Path = tmp_path_factory.mktemp("hill")
    (folder / "a.txt").write_text(LIST, "utf-8")
    return engine.asker(Graph(build([folder / "a.txt"], into=folder / "s").store))


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("庙尔沟乡收回清单，应急管理及消防那一类的第二条是啥？", 32),
        ("东城镇配合清单民生服务类第三项是哪项", None),
    ],
)
def test_the_nth_of_a_category_is_counted_within_it(
    asker: Asker, question: str, number: int | None
) -> None:
    said = asker.ask(question)
    (row,) = said.answer
    assert number in (None, row["number"]), said.understood
    assert "从前面数起" in said.understood


def test_two_lists_that_lack_a_category_are_both_used(asker: Asker) -> None:
    said = asker.ask("东城镇有哪些类别只在基本清单里有，配合和收回两张清单里都没有？")
    assert said.answer == ["精神文明建设", "民族宗教", "投资促进"], said.understood


def test_none_of_a_category_asks_for_the_townships(asker: Asker) -> None:
    said = asker.ask("五个乡镇里，收回清单一条城乡建设类都没有的是哪个？")
    assert said.answer == ["木垒县东城镇"], said.understood


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("东城镇的配合事项和六户地镇的配合事项一样多吗", False),
        ("昌吉市水利局从庙尔沟乡收回的事项，是不是比它要乡里配合的事项还多？", True),
        ("西北湾镇石油天然气长输管道保护，除了发改委还有别的部门吗", False),
        ("东城镇电动自行车安全管理，除了消防救援局还有没有其他部门", True),
        ("Do all five townships have a task about protecting telecom facilities?", True),
    ],
)
def test_a_yes_or_no_about_two_sides_or_others_is_counted(
    asker: Asker, question: str, answer: bool
) -> None:
    said = asker.ask(question)
    assert said.answer is answer, (said.text, said.understood)


def test_as_many_is_never_left_unused(asker: Asker) -> None:
    said = asker.ask("东城镇的基本履职事项有多少项，六户地镇呢，一样多吗")
    assert said.status is Status.NOT_UNDERSTOOD
    assert "一样多" in said.text


def test_both_places_of_two_questions_about_one_matter_are_answered(asker: Asker) -> None:
    said = asker.ask("工伤的事，东城镇收回了没有，六户地镇又在哪张清单上？")
    assert said.answer == ["reclaimed"]
    assert "东城镇" in said.text
    assert "六户地镇" in said.text


def test_a_place_in_an_order_is_never_left_unused(asker: Asker) -> None:
    said = asker.ask("庙尔沟乡收回清单里，承接项数并列第二的是哪几个部门")
    assert said.answer == ["昌吉市城市管理局"], said.understood


def test_something_done_in_town_names_no_township(asker: Asker) -> None:
    said = asker.ask("开春在镇上店里买的苞谷籽，撒下去三成都没出苗，怀疑是假货，木垒县哪个单位查")
    assert said.status is not Status.NOT_FOUND, said.text


def test_offices_that_point_at_each_other_are_no_mark_of_who_leads(asker: Asker) -> None:
    said = asker.ask(
        "喀拉亚尕奇乡火车道旁边天天有人倒拆房子的烂砖头，几个单位互相推，到底谁牵头管？"
    )
    assert said.status is not Status.NOT_FOUND, said.text


def test_which_tasks_nobody_does_are_told_as_tasks(asker: Asker) -> None:
    said = asker.ask(
        "Which tasks at Kalayagaqi have simply been dropped, with nobody doing them any more?"
    )
    assert [row["number"] for row in said.answer] == [1, 14], said.understood


def test_a_category_is_named_as_the_list_prints_it(hill: Asker) -> None:
    said = hill.ask("松岭乡配合清单有哪些事项类别")
    assert said.answer == ["文化旅游", "水利"], said.understood


def test_so_many_that_lead_together_are_told_by_the_marks(hill: Asker, asker: Asker) -> None:
    said = hill.ask("松岭乡有没有哪项配合事项是两个局同时牵头的，是哪一项")
    assert [row["number"] for row in said.answer] == [1], said.understood
    none = asker.ask("东城镇有哪些配合事项由两个部门共同牵头")
    assert none.status is Status.NOT_FOUND


def test_who_is_listed_and_does_not_lead_is_told_by_the_marks(hill: Asker, asker: Asker) -> None:
    said = hill.ask("松岭乡哪些配合事项里县公安局有份但不是牵头的")
    assert [row["number"] for row in said.answer] == [3], said.understood
    none = asker.ask("东城镇哪些配合事项里县消防救援局有份但不是牵头的")
    assert none.status is Status.NOT_FOUND
    assert "没有逐项标明" in none.text


def test_two_words_in_one_that_no_list_has_are_looked_for_together(hill: Asker) -> None:
    said = hill.ask("松岭乡跟凤凰山违建有关的配合事项有哪些")
    assert [row["number"] for row in said.answer] == [3], said.understood
    assert "同时写到" in said.understood
    quoted = hill.ask("松岭乡有没有配合事项提到“凤凰山违建”")
    assert quoted.answer in (False, [], None)


def test_the_same_departments_in_two_places_are_not_everything_both_have(asker: Asker) -> None:
    said = asker.ask("六户地镇和西北湾镇的收回清单，承接部门完全一样的事项有哪些")
    assert said.status is Status.NOT_UNDERSTOOD
    assert "一样" in said.text
    assert "kg compare" in said.text


@pytest.mark.parametrize(
    "question",
    ["六户地镇有而东城镇没有的基本履职类别有哪些", "东城镇没有而六户地镇有的基本履职类别"],
)
def test_categories_that_one_has_and_the_other_lacks_may_be_none(
    asker: Asker, question: str
) -> None:
    said = asker.ask(question)
    assert said.status is Status.ANSWERED, said.text
    assert said.answer == [], said.understood
    assert "类别不见于：木垒县东城镇" in said.understood


def test_what_rows_are_about_is_found_in_their_words(asker: Asker) -> None:
    said = asker.ask("庙尔沟乡的基本履职事项里，跟老年人有关的是哪几条")
    assert [row["number"] for row in said.answer] == [62], said.understood


def test_a_story_that_asks_nothing_asks_who_is_responsible(asker: Asker) -> None:
    said = asker.ask("伊宁县喀拉亚尕奇乡楼道里一股天然气味，群众很害怕")
    assert "伊宁县住房和城乡建设局" in said.answer, said.text


def test_what_a_story_tells_limits_no_rows(asker: Asker) -> None:
    said = asker.ask("来电人称在东城镇一个工地干了半年，老板拖着十来个人的钱不给")
    assert [row["number"] for row in said.answer] == [65], said.text


def test_what_happened_and_was_not_found_is_not_said_to_be_out_of_scope(asker: Asker) -> None:
    said = asker.ask("喀拉亚尕奇乡我们家的户户通小锅盖收不到台了")
    assert said.status is not Status.OUT_OF_SCOPE, said.text


def test_a_doubtful_duty_is_no_ground_for_a_yes(asker: Asker) -> None:
    said = asker.ask("乡镇还要不要给企业开具证明")
    assert said.answer is not True, said.understood


def test_which_of_two_townships_was_relieved_of_a_duty_is_a_township(asker: Asker) -> None:
    said = asker.ask("把工伤认定收回去的是东城镇还是庙尔沟乡")
    assert said.answer == ["木垒县东城镇"], said.understood


@pytest.mark.parametrize(
    ("question", "had", "lacked"),
    [
        ("木垒县哪些局没有给东城镇派过配合任务但是收回了事项", "上级部门收回事项", "配合履职事项"),
        ("昌吉市哪些部门要庙尔沟乡配合，但没有收回过事项", "配合履职事项", "上级部门收回事项"),
    ],
)
def test_which_list_a_department_is_missing_from_is_as_said(
    asker: Asker, question: str, had: str, lacked: str
) -> None:
    said = asker.ask(question)
    first, _, second = said.understood.partition("没有出现在")
    assert had in first, said.understood
    assert lacked in second, said.understood
    assert said.status is Status.ANSWERED


def test_what_is_not_done_any_more_leaves_the_word_beside_it_as_it_is(asker: Asker) -> None:
    said = asker.ask("请列出庙尔沟乡收回事项里不再开展的考核类事项")
    assert "没有“考核”" not in said.understood


@pytest.mark.parametrize(
    ("question", "everything"),
    [
        ("各乡镇的收回事项有哪些", True),
        ("各个乡镇收回了哪些事项", True),
        ("每个乡镇收回的事项有哪些", True),
        ("五个乡镇的收回事项有哪些", True),
        ("东城镇和其他乡镇的收回事项有哪些", True),
        ("各乡镇都收回的事项有哪些", False),
    ],
)
def test_what_each_township_has_is_not_what_all_have_in_common(
    asker: Asker, question: str, everything: bool
) -> None:
    said = asker.ask(question)
    assert (said.evidence_total == 204) is everything, said.understood


def test_an_unread_name_beside_a_place_is_never_passed_over(asker: Asker) -> None:
    said = asker.ask("东城镇和马坪的收回事项有哪些")
    assert said.status is not Status.ANSWERED
    assert "马坪" in said.text


def test_a_category_that_duties_are_not_in_leaves_their_department_in(asker: Asker) -> None:
    said = asker.ask(
        "Which cooperation duties of Miaoergou that involve the forestry and grassland bureau are not in the category natural resources?"
    )
    assert [row["number"] for row in said.answer] == [17, 91], said.understood


def test_whether_it_stands_in_one_category_only_is_not_whether_it_stands_there(
    asker: Asker,
) -> None:
    said = asker.ask("东城镇的配合事项里，县财政局只出现在乡村振兴类，对吗")
    assert said.answer is not True, said.understood


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (
            "东城镇配合事项里，挂名次数最多的前三个部门是谁？",
            ["木垒县农业农村局", "木垒县住房和城乡建设局", "木垒县公安局"],
        ),
        ("西北湾镇的配合清单一共涉及多少个不同的上级部门？", 35),
        ("木垒、玛纳斯、奇台、昌吉市这四个乡镇，平均每个有多少项收回事项？", 38.0),
        ("只算昌吉州那四家，收回事项的均值是几项", 38.0),
        ("多个部门一起对应的配合事项，喀拉亚尕奇乡比西北湾镇多出几条", 21),
        ("东城镇收回的这三十八条，名称里带“处罚”俩字的占百分之几", 42),
        ("昌吉州的四个乡镇当中，收回清单上连一条城乡建设类都没有的是谁", ["木垒县东城镇"]),
    ],
)
def test_numbers_that_say_how_many_there_are_limit_nothing(
    asker: Asker, question: str, answer: object
) -> None:
    said = asker.ask(question)
    assert said.answer == answer, said.understood


def test_a_stated_number_that_is_wrong_is_told(asker: Asker) -> None:
    said = asker.ask("东城镇收回的这三十条，名称里带“处罚”俩字的占百分之几")
    assert "有 38 项，不是 30 项" in said.text


@pytest.mark.parametrize("how", ["不止一条、但又不到五条", "有两条到四条"])
def test_two_bounds_hold_together(asker: Asker, how: str) -> None:
    said = asker.ask(f"昌吉市哪些部门从庙尔沟乡接走的事项{how}")
    assert "2～4 项" in said.understood
    assert len(said.answer) == 5


def test_an_office_called_after_a_category_is_an_office(asker: Asker) -> None:
    said = asker.ask("昌吉市低空经济发展局往庙尔沟乡派了哪些活")
    assert said.status is Status.NOT_FOUND
    assert "昌吉市低空经济发展局" in said.text


def test_the_nth_item_in_english_is_the_duty(asker: Asker) -> None:
    said = asker.ask("Which is the third row of the reclaimed list of Miaoergou Township?")
    assert [row["number"] for row in said.answer] == [3]


@pytest.mark.parametrize(
    "question",
    ["不分县，五个乡镇的收回事项都有份承接的是哪些部门？", "五个乡镇的收回事项里都有的部门是哪些"],
)
def test_departments_of_every_place_need_no_duty_that_all_have(asker: Asker, question: str) -> None:
    said = asker.ask(question)
    assert "玛纳斯县卫生健康委员会" in said.answer, said.understood
    assert "昌吉市城市管理局" not in said.answer


def test_that_ties_are_wanted_is_no_limit(asker: Asker) -> None:
    said = asker.ask("西北湾镇的配合清单里哪个事项类别的条数最多？一样多的都列出来。")
    assert said.answer == ["乡村振兴", "应急管理及消防"], said.understood


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("庙尔沟乡有没有关于养老的事项", True),
        ("西北湾镇配合清单里跟消防有关的有几条", 4),
        (
            "科技特派员服务管理，对口单位是科技局的乡镇有哪些？",
            ["昌吉市庙尔沟乡", "玛纳斯县六户地镇", "伊宁县喀拉亚尕奇乡"],
        ),
        ("六户地配合清单，对应部门三家到四家之间的（三家四家都算）有多少条", 10),
        ("城管局、行政审批局在庙尔沟乡挂名的配合事项合起来一共几项？两家都在的只算一次。", 9),
        (
            "按挂名条数给六户地镇配合清单的上级部门排个队，位列第三的是哪些，条数相同的都列出来",
            ["玛纳斯县公安局", "玛纳斯县市场监督管理局", "玛纳斯县水利局"],
        ),
    ],
)
def test_more_ways_to_say_it(asker: Asker, question: str, answer: object) -> None:
    said = asker.ask(question)
    assert said.answer == answer, said.understood


def test_what_the_township_does_in_one_duty_is_told_not_counted_as_one(asker: Asker) -> None:
    said = asker.ask("东城镇配合第33项，镇上要做几条")
    assert said.type == "clauses"
    assert len(said.answer) > 1


@pytest.mark.parametrize(
    "question",
    [
        "哪几个乡镇的收回事项比配合事项的一半还多",
        "六户地镇配合第17项，三家单位里最后拨补贴的是哪一家？",
        "伊宁县交通运输局在喀拉亚尕奇乡既收回又要求配合的有没有",
    ],
)
def test_what_is_not_done_is_not_left_out(asker: Asker, question: str) -> None:
    assert asker.ask(question).status is Status.NOT_UNDERSTOOD


def test_the_nth_of_a_body_is_counted_within_its_duties(asker: Asker) -> None:
    said = asker.ask("昌吉市行政审批局在庙尔沟配合清单里出现的那些事项，从前往后数第三个是什么")
    assert [row["number"] for row in said.answer] == [52], said.understood


def test_bodies_that_are_compared_are_of_one_county(asker: Asker) -> None:
    said = asker.ask("玛纳斯县人社局收回的比民政局收回的多几项")
    assert said.answer == 3, said.understood


def test_a_share_of_itself_is_refused_or_of_the_whole(asker: Asker) -> None:
    said = asker.ask("住建局出现在东城镇多少比例的配合事项里？以东城镇配合事项总数为分母，取整数")
    assert said.answer == asker.ask("住建局在东城镇的配合事项里占百分之几").answer
