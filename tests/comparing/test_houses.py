"""A body and the office that serves it are one house wherever lists are compared, weighed or looked through."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.building import build
from kg.comparing.comparison import compare
from kg.comparing.contradictions import Kind, contradictions
from kg.comparing.impact import Touch, impact
from kg.comparing.load import load
from kg.comparing.network import network
from kg.comparing.rows import entries, sources
from kg.comparing.sides import side
from kg.querying import library
from kg.querying.offices import Offices
from kg.store.graph import Graph

LIST = """{region}
{county}{township}
履职事项清单

2025年7月

{county}{township}基本履职事项清单

序号	事项类别	事项名称
1	党的建设	负责党员发展、教育、管理工作
{county}{township}配合履职事项清单

序号	事项类别	事项名称	对应上级部门	上级部门职责	乡镇配合职责
1	党的建设	组织人大代表视察	{county}{one}	1.{one_short}组织视察。	1.通知代表。
2	党的建设	编写年度大事记	{county}{two}	1.审定大事记。	1.提供材料。
3	乡村振兴	茶叶产业发展工作	{county}{three}	1.制定计划。	1.宣传政策。
4	乡村振兴	农田灌溉调度工作	{county}{four}	1.制定调度方案。	1.宣传灌溉政策。
{county}{township}上级部门收回事项清单

序号	事项类别	事项名称	承接部门及工作方式
1	民生服务	出具婚姻状况证明	{county}民政局： 依据婚姻登记档案出具证明。
"""
BODIES = ("人大", "县人大", "委", "茶叶专班", "水利局")
OFFICES = ("人大办公室", "县人大办", "委办公室", "茶叶专班办公室", "水利局办公室")
PAIRS = {"人大", "委", "茶叶专班", "水利局"}


def written(bodies: tuple[str, ...], county: str, township: str) -> str:
    names = dict(zip(("one", "one_short", "two", "three", "four"), bodies, strict=True))
    region = "新疆维吾尔自治区昌吉回族自治州"
    return LIST.format(region=region, county=county, township=township, **names)


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """Two counties, one of which prints bodies, the other their offices, and a third list that has both in one county."""
    folder = tmp_path_factory.mktemp("houses")
    lists = {
        "a": written(BODIES, "木垒县", "东城镇"),
        "b": written(OFFICES, "奇台县", "西北湾镇"),
        "c": written(OFFICES, "木垒县", "照壁山乡").replace("木垒县民政局", "木垒县人大"),
        "d": written(BODIES, "奇台县", "半截沟镇").replace(
            "奇台县人大\t", "奇台县人大、奇台县人大办公室\t"
        ),
    }
    for name, text in lists.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    return Graph(build([folder], into=folder / "store").store)


def compared(graph: Graph, one: str, two: str) -> list[str]:
    found = compare(graph, side(graph, one), side(graph, two))
    return [kind.value for match in found.matches for kind in match.kinds]


def test_names_stay_two_and_the_house_is_one(pair: Graph) -> None:
    rows = entries(pair, sources(pair))
    names = {b.name: b.house.key for row in rows for b in row.departments}

    assert {"木垒县人大", "木垒县人大办公室", "木垒县水利局", "木垒县水利局办公室"} <= set(names)
    assert {key for name, key in names.items() if "民政" not in name} == PAIRS


def test_places_that_print_the_office_have_no_other_department(pair: Graph) -> None:
    assert "departments" not in compared(pair, "东城镇", "西北湾镇")


def test_nothing_is_called_another_department_or_without_convener(pair: Graph) -> None:
    wrong = {Kind.OTHER_DEPARTMENTS, Kind.NO_CONVENER, Kind.TWO_LEADS}
    found = {(f.kind, f.name) for f in contradictions(pair) if f.kind in wrong}

    # Taken back by a bureau here, by the 人大 there: within a county that is two leaders, too.
    name = "出具婚姻状况证明"
    assert found == {(Kind.TWO_LEADS, name), (Kind.OTHER_DEPARTMENTS, name)}


def test_load_and_network_count_the_house_once(pair: Graph) -> None:
    found = load(pair)
    functions = {share.name: share.pushed for share in found.functions if share.pushed}
    bodies = {share.name: share.pushed for share in found.departments}

    assert functions == {"人大": 4, "党委": 4, "茶叶专班": 4, "水利局": 4}
    assert bodies["木垒县人大"] == bodies["奇台县人大"] == 2
    assert "木垒县人大办公室" not in bodies
    assert not network(entries(pair, sources(pair))).nodes


@pytest.mark.parametrize(("name", "rows"), [("县人大", 5), ("木垒县水利局", 2), ("木垒县人大", 3)])
def test_a_reform_of_the_body_touches_its_office(pair: Graph, name: str, rows: int) -> None:
    assert impact(pair, name).duties == rows


def test_a_reform_of_the_office_leaves_the_body(pair: Graph) -> None:
    found = impact(pair, "县人大办公室", abolish=True)

    assert found.duties == 3
    assert Touch.LOST in {effect.touch for effect in found.effects}


def test_the_office_is_renamed_with_the_body(pair: Graph) -> None:
    found = impact(pair, "县人大", rename="县人民代表会议")
    rows = {e.before: e.after for e in found.effects if not e.clause}
    clauses = {e.before: e.after for e in found.effects if e.clause}

    assert rows["木垒县人大"] == "木垒县人民代表会议"
    assert rows["木垒县人大办公室"] == "木垒县人民代表会议办公室"
    assert clauses["县人大组织视察。"] == "县人民代表会议组织视察。"
    assert clauses["县人大办组织视察。"] == "县人民代表会议办公室组织视察。"


def test_words_that_end_like_an_office_are_no_house(graph: Graph) -> None:
    offices = Offices.of(graph)
    served = {kind.rpartition("/")[2] for kind in (*offices._serving,)}

    assert served == {"peoples-congress", "cppcc"}


def test_the_library_query_of_other_departments_takes_the_house_as_one(graph: Graph) -> None:
    query = library.find("other-department")
    for one, two in (("东城镇", "六户地镇"), ("喀拉亚尕奇乡", "东城镇"), ("六户地镇", "西北湾镇")):
        rows = list(graph.rows(query.bind(graph, {"township": one, "other": two})))

        assert rows
        assert not [r for r in rows if "人大" in r["department"] or "政协" in r["department"]]


def test_words_before_a_name_stay_in_a_renamed_clause(graph: Graph) -> None:
    found = impact(graph, "伊宁县人大", rename="人民代表会议")
    changed = {
        e.after for e in found.effects if e.before.endswith("县人民代表大会常务委员会任命；")
    }

    assert len(changed) == 1
    assert changed.pop().endswith("由县人民法院提请县人民代表会议任命；")


def test_the_city_of_a_market_bureau_stays(tmp_path: Path) -> None:
    text = written(BODIES, "木垒县", "东城镇").replace("水利局", "市场监督管理局")
    text = text.replace("1.制定调度方案。", "1.联合市场监管部门开展检查。")
    (tmp_path / "a.txt").write_text(text, "utf-8")
    graph = Graph(build([tmp_path / "a.txt"], into=tmp_path / "store").store)
    found = impact(graph, "木垒县市场监督管理局", rename="市场局")

    assert {e.after for e in found.effects if not e.clause} == {"木垒县市场局"}
    assert not any("市市场" in e.after for e in found.effects)


CALLED = {
    "东城镇": ("县委编办", "县党史研究室", "县人大", "县人社局"),
    "照壁山乡": (
        "县委机构编制委员会办公室",
        "县委党史和文献研究室",
        "县人大办",
        "县人力资源和社会保障局",
    ),
    "西吉尔镇": ("县委组织部", "县委党史和文献研究室", "县人大办", "县人社局"),
}


def test_clauses_that_call_a_body_otherwise_say_the_same(tmp_path: Path) -> None:
    for township, (staff, history, congress, labour) in CALLED.items():
        text = written(BODIES, "木垒县", township)
        text = text.replace("1.县人大组织视察。", f"1.{congress}组织视察，会同{staff}核对编制。")
        told = f"1.通知代表，报{congress}； 2.配合{history}收集资料； 3.材料送至县政务中心{congress}窗口。"
        text = text.replace("1.通知代表。", told)
        text = text.replace("1.制定调度方案。", f"<p>{labour}：</p> <p>1.制定调度方案。</p>")
        (tmp_path / f"{township}.txt").write_text(text, "utf-8")
    graph = Graph(build([tmp_path], into=tmp_path / "store").store)

    def clauses(one: str, two: str, *, brief: bool) -> list[int]:
        found = compare(graph, side(graph, one), side(graph, two), brief=brief)
        return [match.a[0].number for match in found.matches if "clauses" in map(str, match.kinds)]

    for brief in (False, True):
        assert clauses("东城镇", "照壁山乡", brief=brief) == []
        assert clauses("照壁山乡", "西吉尔镇", brief=brief) == [1]
