"""Two editions of three lists with one of each kind of change: exactly those are found."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from editing import BASIC, COOPERATION, RECLAIMED, Edition
from unjudging import unjudged

from kg.building import build
from kg.comparing.changes import changes
from kg.comparing.comparison import Comparison, compare
from kg.comparing.sides import last_two
from kg.export.reports.comparison import turtle
from kg.export.reports.language import in_language
from kg.export.reports.notice import notice
from kg.export.reports.writing import to_markdown, write
from kg.querying import library
from kg.querying.validation import validate
from kg.store.graph import Graph

Run = Callable[..., Result]
Found = set[tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]]


def dongcheng(new: Edition) -> Found:
    new.add(BASIC, 40, "平安法治", "设立低空飞行服务站，受理无人机飞行报备")
    new.remove(BASIC, "做好民族团结进步建设工作")
    new.row(BASIC, "开展禁毒宣传")[2] = (
        "开展禁毒和防范电信网络诈骗宣传，负责本镇社区戒毒、社区康复工作"
    )
    moved = new.remove(COOPERATION, "农作物病虫害防治")
    new.add(RECLAIMED, 10, moved[1], moved[2], "木垒县农业农村局： 负责农作物病虫害防治。")
    new.row(COOPERATION, "乡镇企业、乡村公共设施")[3] += "、木垒县水利局"
    row = new.row(COOPERATION, "维护学校周边秩序")
    row[4] = row[4].replace("年度计划并组织实施", "年度计划，经县人民政府同意后组织实施")
    row = new.row(RECLAIMED, "公益林管护")
    row[3] = row[3].replace("指导公益林的培育", "指导公益林的培育和抚育采伐")
    return {
        (("added",), (), ("设立低空飞行服务站，受理无人机飞行报备",)),
        (("removed",), ("做好民族团结进步建设工作，推进各民族交往、交流、交融",), ()),
        (
            ("renamed",),
            ("开展禁毒宣传，负责本镇社区戒毒、社区康复工作，依法处置非法种植的毒品原植物",),
            ("开展禁毒和防范电信网络诈骗宣传，负责本镇社区戒毒、社区康复工作",),
        ),
        (("moved",), ("农作物病虫害防治",), ("农作物病虫害防治",)),
        (
            ("departments",),
            ("乡镇企业、乡村公共设施和公益事业的乡村建设规划许可",),
            ("乡镇企业、乡村公共设施和公益事业的乡村建设规划许可",),
        ),
        (
            ("clauses",),
            ("维护学校周边秩序，保护学生、教师、学校的合法权益，为学校提供安全保障",),
            ("维护学校周边秩序，保护学生、教师、学校的合法权益，为学校提供安全保障",),
        ),
        (("method",), ("公益林管护",), ("公益林管护",)),
    }


def miaoergou(new: Edition) -> Found:
    """A basic duty split, two cooperation duties merged, one renamed beyond recognition."""
    whole = new.row(BASIC, "坚持和发展新时代“枫桥经验”")
    old_name = whole[2]
    whole[2] = "坚持和发展新时代“枫桥经验”，发挥人民调解委员会作用"
    new.add(BASIC, int(whole[0]), whole[1], "开展人民调解工作，排查化解矛盾纠纷")
    one, two = (
        new.row(COOPERATION, "残疾人证管理"),
        new.row(COOPERATION, "困难重度残疾人家庭无障碍改造"),
    )
    names = one[2], two[2]
    merged = "残疾人证管理和困难重度残疾人家庭无障碍改造"
    one[2], one[4], one[5] = merged, f"{two[4]} {one[4]}", f"{two[5]} {one[5]}"
    departments = [part for cell in (one[3], two[3]) for part in cell.split("、")]
    one[3] = "、".join(dict.fromkeys(departments))
    new.remove(COOPERATION, names[1])
    row = new.row(COOPERATION, "机电井管理")
    old, row[2] = row[2], "地下水取水设施监管"
    fires = new.row(COOPERATION, "森林草原防灭火")
    new.add(COOPERATION, int(fires[0]), fires[1], "草原防灭火", *fires[3:])
    fires[2] = "森林防灭火"
    return {
        (("split",), ("森林草原防灭火",), ("森林防灭火", "草原防灭火")),
        (("split",), (old_name,), (whole[2], "开展人民调解工作，排查化解矛盾纠纷")),
        (("merged",), (names[1], names[0]), (merged,)),
        (("renamed",), (old,), ("地下水取水设施监管",)),
    }


def kalayagaqi(new: Edition) -> Found:
    """A penalty gone and another one, of the same standing phrases, new: nothing was renamed."""
    gone = next(row for row in new.rows(RECLAIMED) if row[2].endswith("的处罚"))
    new.remove(RECLAIMED, gone[2])
    name = "对违规使用无人驾驶航空器拍摄的处罚"
    new.add(RECLAIMED, 4, gone[1], name, gone[3])
    row = new.rows(COOPERATION)[20]
    row[5] = "1.开展日常巡查，每季度报送一次情况。"
    category = new.rows(BASIC)[30]
    category[1] = "民生服务" if category[1] != "民生服务" else "平安法治"
    return {
        (("removed",), (gone[2],), ()),
        (("added",), (), (name,)),
        (("clauses",), (row[2],), (row[2],)),
        (("category",), (category[2],), (category[2],)),
    }


PLACES = {"东城镇": dongcheng, "庙尔沟乡": miaoergou, "喀拉亚尕奇乡": kalayagaqi}


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> tuple[Graph, dict[str, Found]]:
    home = tmp_path_factory.mktemp("editions")
    expected = {}
    for number, (place, edit) in enumerate(PLACES.items()):
        Edition.bundled(place).write(home / f"{number}-old.txt")
        new = Edition.bundled(place)
        expected[place] = edit(new)
        new.write(home / f"{number}-new.txt", month="2026年3月")
    with unjudged():
        return Graph(build([home], into=home / "store").store), expected


@pytest.fixture(scope="module")
def comparisons(edited: tuple[Graph, dict[str, Found]]) -> dict[str, Comparison]:
    graph, _ = edited
    return {place: compare(graph, *last_two(graph, place)) for place in PLACES}


def _found(comparison: Comparison) -> Found:
    return {
        (
            tuple(kind.value for kind in change.kinds),
            tuple(row.name for row in change.match.a),
            tuple(row.name for row in change.match.b),
        )
        for change in changes(comparison)
    }


@pytest.mark.parametrize("place", PLACES)
def test_exactly_the_changes_that_were_made_are_found(
    place: str, edited: tuple[Graph, dict[str, Found]], comparisons: dict[str, Comparison]
) -> None:
    assert _found(comparisons[place]) == edited[1][place]


_WORDS = {
    "added": "新增",
    "removed": "不再有",
    "renamed": "改了名称",
    "moved": "换了清单",
    "departments": "部门变了",
    "clauses": "职责变了",
    "method": "工作方式变了",
    "category": "类别变了",
    "split": "拆分",
    "merged": "合并",
}


@pytest.mark.parametrize("place", PLACES)
def test_the_library_query_agrees(place: str, edited: tuple[Graph, dict[str, Found]]) -> None:
    graph, expected = edited
    rows = graph.rows(library.find("edition-changes").bind(graph, {"township": place}))

    found = {(row["change"], row["duty"]) for row in rows}

    assert found == {
        (_WORDS[kind], name)
        for kinds, old, new in expected[place]
        for kind in kinds
        for name in new or old
    }


def test_the_graph_of_edited_lists_keeps_the_rules(edited: tuple[Graph, dict[str, Found]]) -> None:
    assert validate(edited[0].store).problems == ()


def test_a_category_under_another_word_for_the_same_is_told_by_both_words(
    tmp_path: Path, small_text: str, kg: Run
) -> None:
    (tmp_path / "old.txt").write_text(small_text.replace("党的建设", "党建工作"), "utf-8")
    later = small_text.replace("党的建设", "基层党建").replace("2025年7月", "2026年3月")
    (tmp_path / "new.txt").write_text(later, "utf-8")
    build([tmp_path], into=tmp_path / "store")

    done = kg("compare", "竹林镇", "--store", tmp_path / "store")

    assert "类别由“党建工作”改为“基层党建”" in done.stdout
    assert "部门调整" not in done.stdout


def test_a_duty_that_nobody_does_any_more_is_told_once(
    tmp_path: Path, small_text: str, kg: Run
) -> None:
    row = next(x for x in small_text.splitlines() if "收养登记" in x)
    cell = row.split("\t")[-1]
    (tmp_path / "old.txt").write_text(small_text, "utf-8")
    later = small_text.replace(row, row.replace(cell, "不再开展此项工作"))
    (tmp_path / "new.txt").write_text(later.replace("2025年7月", "2026年3月"), "utf-8")
    build([tmp_path], into=tmp_path / "store")

    notice = kg("compare", "竹林镇", "--store", tmp_path / "store").stdout
    asked = kg("query", "edition-changes", "-p", "township=竹林镇", "--store", tmp_path / "store")

    assert notice.count("收养登记") == 1
    assert "不再开展的事项（1 项）" in notice
    assert "原承接部门：云溪县民政局" in notice
    assert asked.stdout.count("收养登记") == 2, "its name, and its name before"
    assert "不再开展" in asked.stdout


def test_an_empty_difference_says_so_and_other_numbers_are_none(tmp_path: Path, kg: Run) -> None:
    old = Edition.bundled("东城镇")
    old.write(tmp_path / "old.txt")
    new = Edition.bundled("东城镇")
    rows = new.rows(BASIC)
    rows[3][:], rows[4][:] = list(rows[4]), list(rows[3])
    new.write(tmp_path / "new.txt", month="2026年3月")
    with unjudged():
        build([tmp_path], into=tmp_path / "store")

    done = kg("compare", "东城镇", "--store", tmp_path / "store")

    assert done.exit_code == 0
    assert "内容一致，没有调整" in done.stdout
    assert "2 项只是序号变动" in done.stdout


def test_the_notice_reads_like_one(comparisons: dict[str, Comparison]) -> None:
    text = to_markdown(notice(comparisons["东城镇"]))

    assert text.startswith("# 木垒县东城镇履职事项清单调整情况")
    assert "2026年3月版对2025年7月版作了如下调整：新增 1 项，取消 1 项，更名 1 项" in text
    assert "“农作物病虫害防治”由配合履职事项第 31 项转为上级部门收回事项第 11 项" in text
    assert "承接部门：木垒县农业农村局" in text
    assert "年度计划~~并~~" in text or "**，经县人民政府同意后**" in text
    assert "增加木垒县水利局" in text
    assert "拆分为" in to_markdown(notice(comparisons["庙尔沟乡"]))


@pytest.mark.parametrize("place", ["东城镇", "庙尔沟乡"])
def test_the_notice_says_whence_it_is_and_speaks_english(
    comparisons: dict[str, Comparison], place: str
) -> None:
    report = notice(comparisons[place])
    files = [side.documents[0].path for side in (comparisons[place].a, comparisons[place].b)]
    english = to_markdown(in_language(report, "en"))

    assert all(f"（{file}）" in to_markdown(report) for file in files)
    assert all(f"({file})" in english for file in files)
    assert not re.search("第 [0-9]+ [项条]|改为“|转为|拆分为|合并为|作了如下|清单项数", english)


def test_the_notice_is_a_word_document(comparisons: dict[str, Comparison]) -> None:
    data = write(notice(comparisons["东城镇"]), "docx")

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        text = archive.read("word/document.xml").decode()
    assert "调整情况" in text
    assert "<w:strike/>" in text
    assert data == write(notice(comparisons["东城镇"]), "docx")


def test_editions_as_rdf_say_what_follows_what(comparisons: dict[str, Comparison]) -> None:
    text = turtle(comparisons["庙尔沟乡"]).decode()

    assert "prov:wasRevisionOf" in text
    assert "prov:Revision" in text
    assert "一项分成几项" in text


def test_the_json_of_a_comparison_is_as_documented(
    kg: Run, edited: tuple[Graph, dict[str, Found]]
) -> None:
    done = kg("compare", "东城镇", "--format", "json", "--store", edited[0].directory)
    data = json.loads(done.stdout)

    assert data["editions"] is True
    assert data["counts"]["only-a"] == data["counts"]["only-b"] == 1
    changed = [m for m in data["matches"] if m["status"] == "different"]
    assert {m["method"] for m in changed} <= {"name", "matter", "content"}
    clause = next(m["clauses"][0] for m in changed if m["differences"] == ["clauses"])
    assert "〔＋" in clause["marked"]
