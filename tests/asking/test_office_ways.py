"""Questions as people of offices put them: positions, ranks, bounds, clauses counted, the odd one out, claims."""

from __future__ import annotations

import pytest

from kg.asking import engine
from kg.asking.engine import Asker
from kg.asking.frame import Status
from kg.store.graph import Graph


@pytest.fixture(scope="module")
def asker(graph: Graph) -> Asker:
    return engine.asker(graph)


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("六户地镇收回清单倒着数第二项是什么", 42),
        ("从后往前第3个配合事项，西北湾镇那份，是哪一项", 96),
        ("庙尔沟乡配合清单最前面的一项", 1),
        ("东城镇收回清单最末尾一条是什么", 38),
        ("六户地镇收回清单里社会保障这一类排在第二的是哪一项", None),
    ],
)
def test_a_place_from_either_end_is_found(asker: Asker, question: str, number: int | None) -> None:
    said = asker.ask(question)
    (row,) = said.answer
    assert number in (None, row["number"]), said.understood


def test_whose_the_last_rows_are_is_told(asker: Asker) -> None:
    said = asker.ask("伊宁县收回清单压在最后面的三项，都让谁接走了")
    assert said.answer == ["伊宁县应急管理局", "伊宁县市场监督管理局"], said.understood


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("红十字“三救三献”，落到六户地镇头上的职责总共几条", 12),
        ("伊宁县国土调查那项，上级部门职责列了多少条？", 9),
        ("退耕还林管理，市里的加上庙尔沟乡自己的，条款总共多少条？", 13),
    ],
)
def test_clauses_are_counted(asker: Asker, question: str, number: int) -> None:
    said = asker.ask(question)
    assert said.answer == number, said.understood
    assert "条款有几条" in said.understood
    assert said.evidence


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("木垒、玛纳斯、奇台三个县的住建局，配合事项合起来多少项", 35),
        ("六户地镇的基本事项减去收回事项还剩多少", 67),
        ("西北湾镇基本清单，党的建设类减去乡村振兴类，得几", 7),
        ("三个镇的基本履职事项，均摊到每个镇是多少条", 110.0),
        ("喀拉亚尕奇乡每个配合事项，乡里的职责平均有几条", 2.8),
        ("名字里带“处罚”的，在六户地镇收回清单里是多大比例？", 47),
        ("伊宁县的收回事项，扣掉注明不再开展的，真正有单位承接的还有几项", 50),
    ],
)
def test_numbers_put_in_other_words_are_counted(asker: Asker, question: str, number: float) -> None:
    said = asker.ask(question)
    assert said.answer == number, said.understood


def test_clauses_of_the_departments_are_bounded_as_such(asker: Asker) -> None:
    said = asker.ask("庙尔沟乡配合清单中，上级部门职责那一栏超过十条的事项")
    assert {row["number"] for row in said.answer} == {64, 65, 85}, said.understood


def test_bodies_named_in_one_breath_are_of_one_place(asker: Asker) -> None:
    said = asker.ask("昌吉市教育局或者司法局，有其中任意一家的配合事项都给我列上")
    assert {row["township"] for row in said.answer} == {"昌吉市庙尔沟乡"}, said.understood


def test_a_body_by_its_stem_that_has_no_part_is_left_out(asker: Asker) -> None:
    said = asker.ask("市监局参与、但公安没掺和进来的配合事项，奇台县")
    assert {row["number"] for row in said.answer} == {25, 92, 94, 95}, said.understood


@pytest.mark.parametrize(
    "question",
    [
        "没搞防沙治沙造成土地沙化的处罚，有一个县收的部门跟其他地方不一样，是哪个部门",
        "不采取防沙治沙措施造成土地沙化的处罚，收回以后哪个地方的承接部门跟其他几家不是一个路数",
    ],
)
def test_the_odd_one_out_is_found(asker: Asker, question: str) -> None:
    said = asker.ask(question)
    assert said.answer in (["玛纳斯县自然资源局"], ["玛纳斯县六户地镇"]), said.understood
    assert "不同" in said.text


def test_where_none_or_several_are_odd_nothing_is_told(asker: Asker) -> None:
    said = asker.ask("机电井管理，有一个县的部门跟其他地方不一样，是哪个部门")
    assert said.status is Status.NOT_FOUND, said.text


def test_a_county_with_the_ending_of_a_township_is_another_place(asker: Asker) -> None:
    said = asker.ask("老奇台镇的配合清单一共多少项")
    assert said.status is Status.NOT_FOUND
    assert "老奇台镇" in said.text


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("东城镇有哪几项配合工作，发现了问题是要往县消防救援局报的", {88, 93}),
        ("东城镇要向县自然资源局上报的有哪几项？", {49, 50, 51}),
    ],
)
def test_what_is_reported_to_a_body_is_only_that(
    asker: Asker, question: str, numbers: set[int]
) -> None:
    said = asker.ask(question)
    assert {row["number"] for row in said.answer} == numbers, said.understood


@pytest.mark.parametrize(
    ("question", "holds"),
    [
        ("昨天开会说农村供水保障东城镇是主责，这个说法对吗", False),
        (
            "我们镇边上开了个加油站，味儿大得很。有人说东城镇的加油站安全检查早收到县上去了，真的假的",
            True,
        ),
        ("六户地镇卫生院说疫苗接种全归他们，镇上没事，对不对", False),
        ("领导说西北湾镇的收回事项比配合事项多，真的假的", False),
    ],
)
def test_a_claim_is_held_against_the_lists(asker: Asker, question: str, holds: bool) -> None:
    said = asker.ask(question)
    assert said.answer is holds, said.understood
    assert said.evidence


def test_a_claim_of_two_parts_is_not_half_answered(asker: Asker) -> None:
    said = asker.ask("他们说养犬登记是公安的事，西北湾镇只配合，对吧")
    assert said.status is Status.NOT_UNDERSTOOD
    assert "一句一句" in said.text


@pytest.mark.parametrize(
    ("question", "bodies"),
    [
        (
            "伊宁县防溺水开会要发通知，教育局就是我们自己，不用算，其他还得叫谁",
            {"农业农村局", "民政局", "卫生健康委员会", "住房和城乡建设局", "公安局", "水利局"},
        ),
        (
            "伊宁县电动车安全，消防我打过了没人接，消防以外还挂了哪几家",
            {"市场监督管理局", "公安局"},
        ),
    ],
)
def test_departments_that_are_not_wanted_are_left_out(
    asker: Asker, question: str, bodies: set[str]
) -> None:
    said = asker.ask(question)
    here = {name.removeprefix("伊宁县") for name in said.answer}
    assert bodies <= here
    assert not here & {"教育局"} if "教育局" in question else "消防救援局" not in here


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("六户地镇收回清单后三项是哪三项", {41, 42, 43}),
        ("玛纳斯县教育局和民政局收回去的事项合在一起是哪些", {1, 2, 3, 4, 18}),
        ("西北湾镇，一项里头牵扯部门不下六家的配合事项", {22}),
        ("西北湾镇配合清单里应急管理及消防这一类，排第三的是哪项", {81}),
        ("光东城镇一家被收回、别处收回表都没写的，是什么事", {34, 36}),
        ("东城镇配合清单里，上级部门一方条款数量最多的是哪一项？", {65}),
        ("机场跑道边上不让放家鸽那条，我记得有，在哪个清单排多少号", {93}),
        ("拿东城镇跟六户地镇的配合清单对一对，东城多出来的是哪些", {40, 61, 75, 77}),
    ],
)
def test_rows_are_found_however_an_office_puts_it(
    asker: Asker, question: str, numbers: set[int]
) -> None:
    said = asker.ask(question)
    assert {row["number"] for row in said.answer} == numbers, said.understood


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("从后往前数，东城镇收回清单第2项，归哪家接", ["木垒县市场监督管理局"]),
        ("昌吉市农业农村局的配合事项集中在哪个类别", ["乡村振兴"]),
        ("六户地镇配合清单里有、收回清单里没有的部门有几家", 23),
        ("六户地镇回访农户对保险满不满意，结果送哪个局", ["玛纳斯县财政局"]),
        ("玛纳斯县民政局和昌吉市民政局的配合事项差了几项", 1),
        ("伊宁县农业农村局挂名的配合事项里面，跟别的部门一起挂名的有多少项？", 18),
        ("西北湾的清洁能源改造，上面部门那一边一共写了多少条", 12),
        (
            "同事巡查碰到有人黑灌液化气，喀拉亚尕奇乡得马上通知县里哪几家",
            ["伊宁县住房和城乡建设局", "伊宁县市场监督管理局", "伊宁县公安局"],
        ),
        ("婚姻状况证明别处都移给民政局了，哪个乡镇是干脆停办、没人接的？", ["伊宁县喀拉亚尕奇乡"]),
        (
            "农产品质量安全事故处理，东城镇早收上去了，到了喀拉亚尕奇乡放在哪张清单里",
            ["cooperation"],
        ),
    ],
)
def test_one_answer_is_found_however_an_office_puts_it(
    asker: Asker, question: str, answer: object
) -> None:
    said = asker.ask(question)
    assert said.answer == answer, said.understood


@pytest.mark.parametrize(
    "question",
    [
        "昌吉市哪些部门给庙尔沟乡派了不少于5项配合，却一项都没收回过",
        "西北湾镇去年办这些配合事项花了多少经费",
        "喀拉亚尕奇乡民宿管理那项，部门干的条数跟乡里干的条数相差多少",
    ],
)
def test_what_is_not_understood_is_not_answered_over(asker: Asker, question: str) -> None:
    assert asker.ask(question).status is not Status.ANSWERED


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Of the five places, who has the shortest cooperation list?", ["奇台县西北湾镇"]),
        (
            "Whom do Dongcheng staff have to alert when they find a fire hazard with an e-bike?",
            None,
        ),
        ("Can Dongcheng town still register a small home food workshop?", False),
        ("By how many does Kalayagaqi's cooperation list outrun Xibeiwan's?", 32),
    ],
)
def test_english_put_otherwise_is_understood(asker: Asker, question: str, answer: object) -> None:
    said = asker.ask(question)
    assert answer is None or said.answer == answer, said.understood
    assert answer is not None or "木垒县消防救援局" in said.answer


def test_a_matter_that_is_put_off_is_not_the_one_asked_about(asker: Asker) -> None:
    said = asker.ask("早上刚开完防汛会，防汛先放放，东城镇年鉴编纂这活县里哪个部门抓")
    assert said.answer == ["木垒县委党史和文献研究室"], said.understood
    assert "防汛先放放" in said.understood
