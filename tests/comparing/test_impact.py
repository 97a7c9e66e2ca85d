"""What a reform of a department touches."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import docx
import pytest
from click.testing import Result
from docx.enum.section import WD_ORIENT

from kg.comparing.impact import Reform, Touch, impact
from kg.comparing.rereading import reread
from kg.errors import QueryError
from kg.export.reports.model import Report, table
from kg.export.reports.word import to_docx
from kg.resources import folder
from kg.store.graph import Graph
from kg.values import ListKind

Run = Callable[..., Result]


def test_every_row_of_the_department_is_touched(graph: Graph) -> None:
    found = impact(graph, "木垒县水利局")
    led = {e.entry.number for e in found.effects if e.role == "leads"}

    assert found.reform is Reform.NONE
    assert led == {12, 28, 32, 33, 61, 62, 65, 86, 91}
    assert {e.entry.township.name for e in found.effects} == {"木垒县东城镇"}


def test_merged_into_one_that_is_there_already(graph: Graph) -> None:
    found = impact(graph, "木垒县水利局", merge_into="木垒县农业农村局")
    folded = [e for e in found.effects if e.touch is Touch.FOLDED]

    assert [e.entry.name for e in folded] == ["农村饮用水源地保护工作"]
    assert "木垒县水利局" not in folded[0].after
    handed = next(e for e in found.effects if e.entry.number == 12 and e.role == "leads")
    assert (handed.before, handed.after) == ("木垒县水利局", "木垒县农业农村局")


def test_renamed_in_every_county_with_its_own_name(graph: Graph) -> None:
    found = impact(graph, "县水利局", rename="水务局")
    rows = {e.before: e.after for e in found.effects if e.role == "leads" and "、" not in e.before}

    assert rows["木垒县水利局"] == "木垒县水务局"
    assert rows["昌吉市水利局"] == "昌吉市水务局"
    clause = next(e for e in found.effects if e.clause and "报县水利局" in e.before)
    assert "报县水务局" in clause.after


def test_abolished_some_rows_have_nobody_left(graph: Graph) -> None:
    touches = Counter(e.touch for e in impact(graph, "木垒县水利局", abolish=True).effects)

    assert touches[Touch.ORPHANED] > 0 < touches[Touch.LOST]
    assert touches[Touch.DANGLING] > 0
    assert not touches[Touch.RENAMED]


@pytest.mark.parametrize(
    ("department", "target"),
    [
        ("木垒县水利局", "木垒县水利局"),
        ("木垒县水利局", "伊宁县水利局"),
        ("桃园县水利局", "县财政局"),
    ],
)
def test_what_cannot_be_is_said(graph: Graph, department: str, target: str) -> None:
    with pytest.raises(QueryError):
        impact(graph, department, merge_into=target)


@pytest.mark.parametrize(
    ("department", "new", "said"),
    [
        ("木垒县水利局", "县水利局", "就是现在的名称"),
        ("水利局", "水利局", "就是现在的名称"),
        ("县水利局", "农业农村局", "并入它用 --merge-into"),
        ("木垒县水利局", "东城镇配合33", "这里要写部门的新名称"),
        ("木垒县水利局", "伊宁县", "这里要写部门的新名称"),
    ],
)
def test_a_new_name_is_new(graph: Graph, department: str, new: str, said: str) -> None:
    with pytest.raises(QueryError, match=said):
        impact(graph, department, rename=new)


def test_the_command(kg: Run, graph: Graph) -> None:
    done = kg("impact", "木垒县水利局", "--abolish", "--format", "json", "--store", graph.directory)
    data = json.loads(done.stdout)

    assert data["reform"] == "abolish"
    assert data["orphans"] > 0
    assert kg("impact", "木垒县水利局", "--abolish", "--rename", "x").exit_code == 2


def test_other_tables_change_just_what_rests_on_them(
    kg: Run, two_graph: Graph, tmp_path: Path
) -> None:
    own = (folder("vocabulary") / "functions.csv").read_text("utf-8").splitlines()
    row = next(line for line in own if line.startswith("water-resources,"))
    cells = row.split(",")
    cells[1], cells[4], cells[5] = "水务局", "", "水利局"
    (tmp_path / "functions.csv").write_text(f"{own[0]}\n{','.join(cells)}\n", "utf-8")

    found = reread(two_graph, tmp_path)

    column = [x for x in found if x.what == "部门栏" and x.township == "木垒县东城镇"]
    led = {x.number for x in column if x.kind is ListKind.COOPERATION}
    assert led == {12, 28, 32, 33, 61, 62, 65, 86, 91}
    assert {(x.before.count("水利局"), x.after.count("水务局")) for x in column} == {(1, 1)}
    assert all("水利局" in x.before for x in found)
    where = ("--format", "json", "--store", two_graph.directory)
    done = kg("impact", "--vocabulary", tmp_path, *where)
    assert len(json.loads(done.stdout)) == len(found)


def test_the_same_tables_change_nothing(two_graph: Graph, tmp_path: Path) -> None:
    assert reread(two_graph, tmp_path) == ()


def test_impact_is_of_a_department_or_of_tables(kg: Run, graph: Graph, tmp_path: Path) -> None:
    for words in ((), ("县水利局", "--vocabulary", tmp_path)):
        done = kg("impact", *words, "--store", graph.directory)
        assert done.exit_code == 2
        assert "--vocabulary" in done.stderr


def test_a_place_whose_lists_do_not_name_the_department_is_named(kg: Run) -> None:
    zh = kg("impact", "木垒县水利局", "--abolish", "--in", "伊宁县")
    en = kg("impact", "木垒县水利局", "--abolish", "--in", "伊宁县", "--lang", "en")

    assert (zh.exit_code, en.exit_code) == (1, 1)
    assert "撤销木垒县水利局" in zh.output
    assert "伊宁县的清单没有写到这个部门" in zh.output
    assert "The lists of 伊宁县 do not name this department" in en.output


@pytest.mark.parametrize(("wide", "size"), [(True, (16838, 11906)), (False, (11906, 16838))])
def test_a_document_with_a_crowded_table_lies_on_its_side_and_breaks_no_row(
    wide: bool, size: tuple[int, int]
) -> None:
    words = "一条很长的职责条款要写满一格" * 2
    rows = [[words] * (6 if wide else 2)]
    made = to_docx(Report("甲", (table("", [f"栏{n}" for n in range(len(rows[0]))], rows),)))

    document = docx.Document(BytesIO(made))

    page = document.sections[0]
    assert page.page_width is not None
    assert page.page_height is not None
    assert (page.page_width.twips, page.page_height.twips) == size
    assert (page.orientation is WD_ORIENT.LANDSCAPE) is wide
    assert document.element.xml.count("w:cantSplit") == 2
    columns = sum(cell.width.twips for cell in document.tables[0].rows[0].cells)
    assert columns == pytest.approx(size[0] - 1474 - 1587, abs=10)
