"""Questions of odd shapes: put into one that is read, of all places but some, or with the figures compared."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kg.asking import engine
from kg.asking.answering import nicknames
from kg.asking.answering.nicknames import Nicknames
from kg.asking.answering.turned import COLUMNS, Turns
from kg.asking.engine import Asker
from kg.asking.frame import Status
from kg.asking.wording import understood
from kg.errors import VocabularyError
from kg.resources import folder
from kg.store.graph import Graph
from kg.vocabulary.loading import load
from kg.vocabulary.tables import read_table

ROWS = read_table((folder("vocabulary"),), "turned", COLUMNS, 1)
NICKNAMES = read_table((folder("vocabulary"),), "nicknames", nicknames.COLUMNS, 2)


@pytest.fixture(scope="module")
def asker(graph: Graph) -> Asker:
    return engine.asker(graph)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("庙尔沟乡收回事项承接得最多的是水利局，那排第二的呢？", ["昌吉市城市管理局"]),
        ("除了六户地镇，还有哪些乡镇的配合清单里有供电公司", ["伊宁县喀拉亚尕奇乡"]),
        ("Besides Liuhudi, which townships have the power supply company in their cooperation list?", ["伊宁县喀拉亚尕奇乡"]),
        ("配合事项最多的乡镇和最少的乡镇相差多少项", 32),
        ("收回事项最少的乡镇跟最多的乡镇差几项", 18),
        ("打击传销这一项，五个乡镇里公安局没列在部门栏的是哪几个", ["玛纳斯县六户地镇", "木垒县东城镇"]),
        ("帮个体户办设立、变更登记的辅助事项，五地中哪一家的对应部门不是市监局", ["昌吉市庙尔沟乡"]),
        ("职业病地方病慢性病防治，哪个乡镇对应的部门最多", ["玛纳斯县六户地镇"]),
        ("食品小作坊登记是不是只有东城镇一家收回了", True),
        ("工伤认定调查，每个乡镇都收回了吗", False),
        ("六户地镇慢性病防治那一条，总工会也在里面吗", True),
        ("西北湾镇配合清单里公安局出现的次数排第几", 3),
        ("收回事项的数量，东城镇在五个乡镇里排第几", 3),
        ("西北湾镇第三张表一共多少行", 37),
        ("六户地镇三张表分别几项先不说，合计多少？", 252),
        ("生态环保、城乡建设、交通运输三类合起来，东城镇要配合几项", 16),
        ("六户地镇与东城镇相比，哪家的配合事项里只对应一个部门的更多", ["木垒县东城镇"]),
    ],
)  # fmt: skip
def test_an_odd_shape_is_answered(asker: Asker, question: str, answer: Any) -> None:
    said = asker.ask(question)

    assert said.answer == answer, said.text


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("下面几件里，庙尔沟乡哪些已经收回了：工伤认定调查、建立微型消防站、就业帮扶培训", ["r-006", "r-031"]),
        ("东城镇：高龄津贴发放；违规高龄津贴追缴。分别在哪张清单第几项", ["c-016", "r-003"]),
        ("喀拉亚尕奇乡市监＋商工信＋公安三家同时在的条目", ["c-108", "c-117"]),
        ("玛纳斯县人社局从六户地镇收回的几项里头，写明以后不再对乡镇搞考核的是哪一项", ["r-015"]),
        ("六户地镇乡镇职责条款最多的是哪一项", ["c-042"]),
        ("县网信在喀拉亚尕奇乡挂着哪几件", ["c-044", "c-049", "c-122"]),
    ],
)  # fmt: skip
def test_rows_of_an_odd_shape_are_found(asker: Asker, question: str, rows: list[str]) -> None:
    found = asker.ask(question).answer

    assert [row["iri"].rpartition("/")[2] for row in found] == rows


def test_what_of_a_list_of_duties_is_not_there_is_told(asker: Asker) -> None:
    answer = asker.ask("工伤认定调查、建立微型消防站、就业帮扶培训，庙尔沟乡已经收回了哪几项")

    assert answer.count == 2
    assert "不在其中的：“工伤认定调查”" in answer.understood


@pytest.mark.parametrize(
    "question",
    [
        "除了天山镇，还有哪些乡镇的配合清单里有供电公司",
        "养犬管理是不是只有天山镇一家配合",
        "东城镇配合清单里水利局排在第一位的有几项",
        "东城镇收回事项数是西北湾镇的几倍",
        "东城镇的三张清单各有多少项",
        "东城镇配合清单和收回清单里都有的是哪些",
        "配合事项比基本事项多一倍的乡镇有几个",
        "西南湾的配合事项有多少项",
        "东城镇遛弯那项，放在哪个类目下头",
    ],
)
def test_a_shape_that_cannot_be_filled_is_refused(asker: Asker, question: str) -> None:
    assert asker.ask(question).status is not Status.ANSWERED


@pytest.mark.parametrize(
    "question",
    ["东城镇有哪些配合事项", "除农业农村局外东城镇动物防疫还有哪些部门", "全县消防工作由谁负责"],
)
def test_a_plain_question_stays_as_it_is(question: str) -> None:
    assert Turns(load()).turned(question) is None


@pytest.mark.parametrize("row", [row for _, row in ROWS], ids=lambda row: row["name"])
def test_an_example_of_the_table_becomes_what_it_says(row: dict[str, str]) -> None:
    found = Turns(load()).turned(row["example"])

    assert found is not None
    assert found.text == row["reads"]
    assert found.then == row["then"] or row["then"] == "on"


def test_a_table_that_cannot_be_used_is_refused_with_its_lines(tmp_path: Path) -> None:
    text = f"{','.join(COLUMNS)}\na,最,最多,b,dance,c,d\nb,最,{'最' * 301},b,,c,d\n"
    (tmp_path / "turned.csv").write_text(text, "utf-8")

    with pytest.raises(VocabularyError) as raised:
        Turns(load(tmp_path)).turned("最多")
    assert "turned.csv:2" in str(raised.value)
    assert "turned.csv:3" in str(raised.value)


def test_a_shape_that_cannot_be_filled_in_is_refused_with_its_line(tmp_path: Path) -> None:
    rows = ["a,最,(最,b,,c,d", "b,最,最多,{who},,c,d", "c,最,最多,{before,,c,d"]
    text = "\n".join((",".join(COLUMNS), *rows, ""))
    (tmp_path / "turned.csv").write_text(text, "utf-8")

    with pytest.raises(VocabularyError) as raised:
        Turns(load(tmp_path)).turned("多")
    for line in (2, 3, 4):
        assert f"turned.csv:{line}" in str(raised.value)


def test_what_is_done_with_the_figures_is_told(asker: Asker) -> None:
    text = "配合事项最多的乡镇和最少的乡镇相差多少项"
    read = asker._read(text, english=False)

    assert "最多的比最少的多几项" in understood(read, asker.lexicon)


def test_the_body_that_only_one_place_lacks_is_found(asker: Asker) -> None:
    answer = asker.ask("残疾人证那一条，木垒、奇台、昌吉市都写着、偏偏六户地没写的是哪个局？")

    assert {name[-3:] for name in answer.answer} == {"民政局"}


def test_a_county_beside_a_township_is_not_left_out(asker: Asker) -> None:
    text = asker.ask("昌吉市和六户地镇养犬由哪些部门负责").text

    assert "昌吉市公安局" in text
    assert "玛纳斯县公安局" in text


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("庙尔沟乡退给县里的那份单子上，名称含“处罚”字样的占百分之多少", 71),
        ("六户地镇帮别人打下手的那张表上一共几行", 99),
        ("从喀拉亚尕奇乡收走活儿的部门，照件数排个座次，亚军是哪家", ["伊宁县水利局"]),
        ("我在玛纳斯公安上班，六户地镇要配合的那份清单，部门栏里咱们局亮相几回", 9),
        ("东城镇被木垒水利局接走的、西北湾镇被奇台水利局接走的，头一家比第二家多出几件", 2),
        ("给人跑腿的事多过自己分内事的乡镇有几家", 1),
        ("哪几个乡镇的配合事项比基本事项多", ["伊宁县喀拉亚尕奇乡"]),
        ("基本事项少于配合事项的是哪几个乡镇", ["伊宁县喀拉亚尕奇乡"]),
        ("有几个乡镇的收回事项超过了基本事项", 0),
        ("东城镇打下手的事里，民警跟管盖楼的部门都挂名的有几件", 4),
        ("西北湾镇配合清单里公安局露面、市监局和卫健委谁都没插手的有几项", 4),
        ("喀拉亚尕奇乡收回清单里，标题带“处罚”的都删掉，还剩几项", 24),
    ],
)  # fmt: skip
def test_words_of_talk_are_put_into_those_of_the_lists(
    asker: Asker, question: str, answer: Any
) -> None:
    said = asker.ask(question)

    assert said.answer == answer, said.text


def test_an_office_by_its_nickname_is_left_alone_in_a_story() -> None:
    told = "管房子的部门来看过，没有人修，警察也来过，归谁管"

    assert Turns(load()).turned(told) is None


@pytest.mark.parametrize(
    ("row", "kind"), [(r["example"], r["office"]) for _, r in NICKNAMES], ids=lambda value: value
)
def test_an_example_of_the_nicknames_becomes_an_office(row: str, kind: str) -> None:
    assert kind in Nicknames(load())(f"甲镇配合事项里{row}同时在列的有哪些")
