"""Load and structure: counts, ties, the network in words, deadlines, charts."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import Result

from kg.comparing.load import Load, load, ranked, times
from kg.comparing.sides import side
from kg.export.reports.charts import svg
from kg.export.reports.language import in_language
from kg.export.reports.load import report
from kg.export.reports.model import Figure
from kg.export.reports.word import to_docx
from kg.export.reports.writing import to_html
from kg.querying import library
from kg.store.graph import Graph

Run = Callable[..., Result]
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def found(graph: Graph) -> Load:
    return load(graph)


def test_equal_counts_share_a_rank_and_the_next_is_skipped() -> None:
    assert ranked([("a", 1), ("b", 3), ("c", 3), ("d", 2)]) == [
        (1, "b", 3), (1, "c", 3), (3, "d", 2), (4, "a", 1),
    ]  # fmt: skip


def test_the_library_counts_the_same(graph: Graph, found: Load) -> None:
    rows = graph.rows(library.find("functions-by-load").bind(graph, {}))
    expected: Counter[str] = Counter()
    for row in rows:  # the library lists an office apart; load counts it with the body it serves
        house = (
            row["office"].removesuffix("办公室")
            if row["office"][:2] in "人大政协"
            else row["office"]
        )
        expected[house] += int(row["pushedDown"])

    assert {s.name: s.pushed for s in found.functions if s.pushed} == +expected


def test_alone_and_jointly_add_up(found: Load) -> None:
    assert all(s.alone + s.jointly == s.pushed for s in found.departments)
    assert sum(t.cooperation for t in found.townships) == 530


def test_a_place_counts_its_own_lists_only(graph: Graph) -> None:
    own = load(graph, side(graph, "木垒县").documents)

    assert [(t.name, t.basic, t.cooperation, t.reclaimed) for t in own.townships] == [
        ("木垒县东城镇", 109, 102, 38)
    ]
    assert all("木垒" in s.name or not s.pushed for s in own.departments)


def test_the_network_is_said_in_sentences(found: Load) -> None:
    said = found.network.sentences()

    assert said[0].startswith("联系最广的是")
    assert "最短的联系有" in said[1]
    assert sum(len(group) for group in found.network.communities) == len(found.network.nodes)
    assert all(0 <= node.betweenness <= 1 for node in found.network.nodes)


@pytest.mark.parametrize(
    ("text", "often", "until"),
    [
        ("每季度报送一次情况；", ["每季度"], []),
        ("每两周巡查一次", ["每两周"], []),
        ("收到后3个工作日内反馈，24小时内上报", [], ["3个工作日内", "24小时内"]),
        ("于10月底前完成，年底前验收", [], ["10月底前", "年底前"]),
        ("按月上报用水量", ["按月"], []),
        ("落实每人每户补贴", [], []),
    ],
)
def test_times_are_read_as_printed(
    text: str, often: list[str], until: list[str], graph: Graph
) -> None:
    from dataclasses import replace

    from kg.comparing.rows import Said, entries, sources

    row = next(r for r in entries(graph, sources(graph)[:1]) if r.cooperation)
    row = replace(row, superior=(), method="", cooperation=(Said("x", 1, "1", "", text),))
    due = list(times([row]))

    assert [d.words for d in due if d.often] == often
    assert [d.words for d in due if not d.often] == until


def test_charts_are_well_formed_and_the_page_needs_nothing_else(found: Load) -> None:
    made = report(found, "负担")
    figures = [block for block in made.blocks if isinstance(block, Figure)]

    assert len(figures) == 2
    for figure in figures:
        ET.fromstring(svg(figure))
    page = to_html(made)
    assert "<script" not in page
    assert "http://" not in page.replace("http://www.w3.org/2000/svg", "")


def test_a_county_has_a_printable_report(kg: Run, graph: Graph, tmp_path: Path) -> None:
    for ending in ("docx", "html", "xlsx"):
        path = tmp_path / f"木垒县.{ending}"
        assert kg("load", "木垒县", "-o", path, "--store", graph.directory).exit_code == 0
        assert path.stat().st_size > 3000


def test_a_word_document_has_the_charts_as_bars_that_print(found: Load) -> None:
    document = zipfile.ZipFile(io.BytesIO(to_docx(report(found, "负担")))).read("word/document.xml")
    tables = ET.fromstring(document).findall(f".//{WORD}tbl")
    charts = [table for table in tables if table.find(f".//{WORD}shd") is not None]

    assert len(charts) == 2
    for row in charts[1].findall(f"{WORD}tr")[1:]:
        spans = [int(span.get(f"{WORD}val", "")) for span in row.iter(f"{WORD}gridSpan")]
        assert sum(spans) == 61
        assert min(spans) > 0
    assert "各乡镇基本、配合、收回事项数" in document.decode()


def test_charts_speak_english_with_the_report(found: Load) -> None:
    page = to_html(in_language(report(found, "负担"), "en"))

    assert "handed down" in page
    assert not re.search("独自负责|共同负责|各乡镇基本", page)


def test_the_json_has_every_part(kg: Run, graph: Graph) -> None:
    data = json.loads(kg("load", "--format", "json", "--store", graph.directory).stdout)

    assert set(data) == {
        "documents", "departments", "functions", "townships", "network", "due", "up", "down", "copies",
    }  # fmt: skip
    assert data["up"]
    assert data["copies"][0]["share"] >= data["copies"][-1]["share"]


def test_every_counting_line_has_the_first_row_it_counts(graph: Graph, found: Load) -> None:
    made = report(found, "负担", whole=True)
    lines = {(d["document"], d["line"]) for d in _rows_of(graph)}

    for block in made.tables:
        assert block.header[-1] in ("最早出处", "出处"), block.name
        for row in block.rows:
            for source in str(row[-1]).split("；"):
                document, _, line = source.rpartition(":")
                assert (document, int(line)) in lines, (block.name, row)


def test_the_first_row_of_a_department_names_it(graph: Graph, found: Load) -> None:
    from kg.comparing.rows import entries, sources

    rows = {row.source: row for row in entries(graph, [d for d in sources(graph) if d.current])}

    for share in found.departments:
        if share.pushed or share.reclaimed:
            row = rows[share.source]
            said = {body.house.name or body.name for body in row.departments}
            acting = {
                p.house.name or p.name for c in (*row.superior, *row.cooperation) for p in c.parts
            }
            assert share.name in said | acting
    for one, two, _, source in found.network.pairs:
        assert {one, two} <= {body.house.kind for body in rows[source].departments}


def test_a_table_that_is_cut_says_of_how_many_rows(kg: Run, graph: Graph) -> None:
    cut = kg("load", "--store", graph.directory).stdout
    whole = kg("load", "--format", "csv", "--store", graph.directory).stdout

    assert "行，这里是前 30 行" in cut
    assert "这里是前" not in whole
    assert whole.count("报告") + whole.count("上报,") > cut.count("上报  ") > 0


def test_what_is_printed_of_one_place_is_whole_and_names_party_bodies_as_people_do(
    kg: Run, graph: Graph, tmp_path: Path
) -> None:
    kg("load", "木垒县", "-o", str(tmp_path / "a.md"), "--store", graph.directory)
    text = (tmp_path / "a.md").read_text("utf-8")

    assert "这里是前" not in text
    assert "党委组织部" in text
    assert not re.search(r"(?:[|、是和] ?)委组织部", text)


def test_a_place_may_be_given_as_an_option_and_a_province_by_its_short_name(
    kg: Run, graph: Graph
) -> None:
    as_option = kg("load", "--in", "木垒县", "--store", graph.directory)
    province = kg("load", "新疆", "--store", graph.directory)
    twice = kg("load", "木垒县", "--in", "伊宁县", "--store", graph.directory)

    assert as_option.stdout == kg("load", "木垒县", "--store", graph.directory).stdout
    assert "5 个乡镇" in province.stdout
    assert twice.exit_code == 2


@pytest.mark.parametrize(
    "command", [("load",), ("contradictions",), ("impact", "县水利局", "--in")]
)
def test_a_department_where_a_place_belongs_is_noticed(
    kg: Run, graph: Graph, command: tuple[str, ...]
) -> None:
    done = kg(*command, "木垒县农业农村局", "--store", graph.directory)

    assert done.exit_code == 1
    assert "是部门" in done.stderr
    assert done.stdout == ""


def _rows_of(graph: Graph) -> list[dict[str, object]]:
    from kg.comparing.rows import entries, sources

    return [
        {"document": row.document, "line": row.line}
        for row in entries(graph, [d for d in sources(graph) if d.current])
    ]
