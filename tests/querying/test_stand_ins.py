"""Two bodies that a county prints apart stay two; where it has only one of them, that one is meant by both names."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.asking.engine import asker
from kg.building import build
from kg.comparing.comparison import compare
from kg.export.records import records
from kg.export.reports.notice import notice
from kg.export.reports.writing import to_markdown
from kg.querying.lookup import Lookup
from kg.store.graph import Graph

LIST = """新疆维吾尔自治区昌吉回族自治州
{county}{township}
履职事项清单

{edition}

{county}{township}基本履职事项清单

序号	事项类别	事项名称
1	党的建设	负责党员发展、教育、管理工作
{county}{township}配合履职事项清单

序号	事项类别	事项名称	对应上级部门	上级部门职责	乡镇配合职责
1	城乡建设	占道经营整治	{county}{streets}	1.清理占道摊点。	1.劝导摊主。
2	城乡建设	违法建设治理	{county}{houses}	1.立案查处。	1.上报线索。
{county}{township}上级部门收回事项清单

序号	事项类别	事项名称	承接部门及工作方式
1	城乡建设	对沿街乱贴乱画的处罚	{county}{streets}： 依法处罚。
2	城乡建设	对擅自改变承重结构的处罚	{county}{houses}： 依法处罚。
3	城乡建设	对露天烧烤的处罚	{county}{streets}： 依法处罚。
"""
CITY, ENFORCEMENT = "城市管理局", "综合行政执法局"
LISTS = {
    "both": ("木垒县", "东城镇", "2025年7月", CITY, ENFORCEMENT),
    "one": ("奇台县", "西北湾镇", "2025年7月", ENFORCEMENT, ENFORCEMENT),
    "later": ("奇台县", "西北湾镇", "2026年7月", CITY, CITY),
}


def written(county: str, township: str, edition: str, streets: str, houses: str) -> str:
    places = {"county": county, "township": township, "edition": edition}
    return LIST.format(**places, streets=streets, houses=houses)


def built(folder: Path, *names: str) -> Graph:
    for name in names:
        (folder / f"{name}.txt").write_text(written(*LISTS[name]), "utf-8")
    paths = [folder / f"{name}.txt" for name in names]
    return Graph(build(paths, into=folder / "store").store)


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return built(tmp_path_factory.mktemp("apart"), "both", "one")


def numbers(graph: Graph, question: str) -> list[tuple[str, int]]:
    answer = asker(graph).ask(question).to_json()
    return sorted((row["township"], row["number"]) for row in answer["answer"])


@pytest.mark.parametrize(
    ("body", "meant"),
    [
        ("木垒县城管局", [("木垒县东城镇", 1), ("木垒县东城镇", 3)]),
        ("木垒县综合行政执法局", [("木垒县东城镇", 2)]),
        ("奇台县城管局", [("奇台县西北湾镇", n) for n in (1, 2, 3)]),
        ("奇台县综合执法局", [("奇台县西北湾镇", n) for n in (1, 2, 3)]),
    ],
)
def test_each_of_two_bodies_has_its_own_duties(
    graph: Graph, body: str, meant: list[tuple[str, int]]
) -> None:
    assert numbers(graph, f"{body}收回了哪些事项") == meant


def test_a_kind_of_office_is_what_stands_for_it_where_a_county_has_no_other(graph: Graph) -> None:
    assert numbers(graph, "城管局收回了哪些事项") == [
        *(("奇台县西北湾镇", n) for n in (1, 2, 3)),
        *(("木垒县东城镇", n) for n in (1, 3)),
    ]


def test_a_command_finds_the_body_that_stands_in(graph: Graph) -> None:
    lookup = Lookup.of(graph)

    assert lookup.department("奇台县城管局") == lookup.department("奇台县综合行政执法局")
    assert lookup.department("木垒县城管局") != lookup.department("木垒县综合行政执法局")


def test_a_body_that_a_reform_made_another_is_called_renamed(tmp_path: Path) -> None:
    graph = built(tmp_path, "one", "later")
    found = compare(graph, "西北湾镇@2025-07", "西北湾镇@2026-07")

    assert "奇台县综合行政执法局改称奇台县城市管理局" in to_markdown(notice(found))


def test_a_short_name_in_a_clause_is_the_body_of_the_column(tmp_path: Path) -> None:
    text = written("木垒县", "东城镇", "2025年7月", "城市管理综合行政执法局", "住房和城乡建设局")
    text = text.replace("1.清理占道摊点。", "1.县综合执法局清理占道摊点。")
    (tmp_path / "a.txt").write_text(text, "utf-8")
    graph = Graph(build([tmp_path / "a.txt"], into=tmp_path / "store").store)
    (first, *_) = (d for d in records(graph) if d["list"] == "cooperation")

    assert first["superior_clauses"][0]["actors"] == ["木垒县城市管理综合行政执法局"]
