"""The department column against the clauses: kinds a careful reader finds."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.building import Build, build
from kg.findings import Finding
from kg.quality.irregularities import check
from kg.quality.report import folded
from kg.reading.documents import Source, read_source
from kg.store.graph import Graph
from kg.vocabulary.loading import Vocabulary

MADE_UP = (Path(__file__).parents[1] / "data" / "made-up-list.txt").read_text("utf-8")
COLUMN = "云溪县水利局、云溪县财政局"
CLAUSES = "1.县水利局制定供水规划； 2.县财政局安排资金。"


@pytest.fixture
def found(small: Path, tables: Vocabulary, request: pytest.FixtureRequest) -> list[Finding]:
    """The findings of the small list with its row of two departments changed."""
    column, clauses = request.param
    text = (small / "zhulin.txt").read_text("utf-8")
    text = text.replace(f"{COLUMN}\t{CLAUSES}", f"{column}\t{clauses}")
    (small / "zhulin.txt").write_text(text, "utf-8")
    documents = read_source(Source("zhulin.txt", small / "zhulin.txt"), tables)
    said = [*(f for document in documents for f in document.findings), *check(documents, tables)]
    return [finding for finding in said if finding.line == 16]


@pytest.mark.parametrize(
    ("found", "kind", "words"),
    [
        (
            ("云溪县水利局、云溪县财政局、云溪县公安局", CLAUSES),
            "department-without-clause",
            "云溪县公安局，条款里没有提到它",
        ),
        (
            (COLUMN, "1.会同云溪县水利局制定规划； 2.做好其他工作。"),
            "department-without-clause",
            "云溪县财政局",
        ),
        (
            ("县林业和草原局 云溪县林业和草原局、云溪县财政局", CLAUSES),
            "name-repeated",
            "写了不止一次",
        ),
        (("云溪县水 利局、云溪县财政局", CLAUSES), "name-broken", "部门名称中间有空格"),
        (("云溪县财政局（牵头）、云溪县水 利局", CLAUSES), "name-broken", "部门名称中间有空格"),
        (
            (COLUMN, "1.县水利局制定供水规划； 2.县财政局安排资金。 <p>县水利局负责督查。</p>"),
            "clause-unnumbered",
            "1 条没有编号",
        ),
        (
            (COLUMN, "1.县水利局制定供水规划； 2.县财政局安排资金；  做好资料整理。"),
            "clause-unnumbered",
            "“做好资料整理。”没有编号",
        ),
        (
            (COLUMN, "<p>1.县水利局制定供水规划，</p> <p>2.县财政局安排资金。</p>"),
            "clause-number-slip",
            "用了逗号，没有用分号",
        ),
        ((COLUMN, CLAUSES + "县水利局and县财政局"), "latin-word", "夹着“and”"),
        (
            (COLUMN, "1.县水利局指导街道制定供水规划； 2.县财政局安排资金。"),
            "level-word",
            "指导街道",
        ),
        (
            ("云溪县公安局（牵头）、云溪县水利局、云溪县财政局", CLAUSES),
            "lead-without-clause",
            "云溪县公安局牵头",
        ),
    ],
    indirect=["found"],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_slip_is_found_and_quoted(found: list[Finding], kind: str, words: str) -> None:
    messages = [finding.message for finding in found if finding.kind == kind]

    assert any(words in message for message in messages), found
    assert all(finding.quote for finding in found if finding.kind == kind)


@pytest.mark.parametrize(
    "found",
    [
        (COLUMN, CLAUSES),
        ("云溪县水利局 云溪县财政局", CLAUSES),
        (
            COLUMN,
            "<p>县水利局：</p> <p>1.制定规划；</p> <p>2.检查。</p> <p>县财政局：</p> <p>安排资金。</p>",
        ),
        # A body that no table has stands in the clauses as in the column; the work of its station is its own.
        (
            "云溪县水利局、云溪县果蔬中心",
            "1.县水利局制定供水规划； 2.县果蔬中心发布虫情测报。",
        ),
        (
            "云溪县水利局、云溪县公安局",
            "1.县水利局制定供水规划； 2.县公安局城关派出所督促物业值守。",
        ),
    ],
    indirect=True,
)
def test_what_is_regular_is_not_reported(found: list[Finding]) -> None:
    kinds = {"department-without-clause", "name-repeated", "lead-without-clause", "word-blank"}

    assert [f for f in found if f.kind in kinds or "有编号的条款中间" in f.message] == []


def test_findings_are_on_less_than_a_third_of_the_lines(five: Build) -> None:
    graph = Graph(five.store)
    listed = folded(graph.generation.findings)  # as the report lists them
    lines = {(finding["document"], finding["line"]) for finding in listed if finding["line"]}
    rows = sum(len(document.duties) for document in five.documents)

    assert len(lines) < rows / 3


@pytest.mark.parametrize(
    ("found", "kind", "words"),
    [
        (
            (COLUMN, "1.县水利局会同县公安局、县民政局制定供水规划； 2.县财政局安排资金。"),
            "partner-not-in-column",
            "要会同云溪县公安局、云溪县民政局",
        ),
        (
            (COLUMN, "1.县水利局制定供水规划，协调县公安局维护秩序； 2.县财政局安排资金。"),
            "partner-not-in-column",
            "要协调、征求、移送的云溪县公安局",
        ),
        (
            (COLUMN, "1.县水利局、竹林镇共同开展宣传； 2.县财政局安排资金。"),
            "outsider-acts",
            "做事的也有竹林镇",
        ),
        (
            (COLUMN, "1.县水利局会同县财政局制定规划； 2.由项目审批单位督促整改。"),
            "outsider-acts",
            "由“项目审批单位”去做",
        ),
        (
            (COLUMN, "1.县水利局制定供水规划，报县财政局备案； 2.县水利局组织实施。"),
            "department-without-clause",
            "云溪县财政局，条款里只作为报送、商请的对象写到",
        ),
        (
            (COLUMN, "1.县水利局制定供水规划； 2.县财政局安排资金； 3.县公安局维护秩序。"),
            "actor-not-in-column",
            "条款里由云溪县公安局去做",
        ),
    ],
    indirect=["found"],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_who_does_something_and_who_does_not_is_held_against_the_column(
    found: list[Finding], kind: str, words: str
) -> None:
    assert [f.kind for f in found if words in f.message] == [kind]


def test_a_department_that_acts_in_the_cell_of_the_township_is_found(
    small: Path, tmp_path: Path
) -> None:
    text = (small / "zhulin.txt").read_text("utf-8")
    text = text.replace("1.开展宣传；", "1.开展宣传，县民政局发放补贴；")
    (small / "zhulin.txt").write_text(text, "utf-8")
    done = build([small], into=tmp_path / "s")

    (found,) = [f for f in done.findings if f.kind == "actor-not-in-column"]
    assert "乡镇职责里由云溪县民政局去做" in found.message


@pytest.mark.parametrize(
    "found",
    [
        (COLUMN, CLAUSES),
        ("县人大办、云溪县财政局", "1.县人大常委会制定方案； 2.县财政局安排资金。"),
        ("县人大、云溪县财政局", "1.县财政局会同县人大办公室制定方案； 2.县人大组织视察。"),
        ("云溪县公安局、云溪县财政局", "1.公安局制定方案； 2.县财政局会同县公安局、派出所安排资金。"),
        ("云溪县水利局等有关部门", "1.县水利局会同县公安局制定方案。"),
    ],
    indirect=True,
    ids=["as it is", "the body", "its office", "a station", "open"],
)  # fmt: skip
def test_an_office_stands_for_its_body_and_an_open_column_for_all(found: list[Finding]) -> None:
    kinds = {f.kind for f in found}

    assert not kinds & {"partner-not-in-column", "actor-not-in-column"}


@pytest.mark.parametrize(
    ("found", "names"),
    [
        ((COLUMN, "1.县水利局制定供水规划，报民政局审核； 2.县财政局安排资金。"), ["民政局"]),
        ((COLUMN, "1.县水利局、财政局制定供水规划； 2.县财政局安排资金。"), []),
        ((COLUMN, "1.县水利局制定供水规划，报州民政局审核； 2.县财政局安排资金。"), []),
    ],
    indirect=["found"],
)
def test_a_name_that_does_not_say_whose_it_is_is_found(
    found: list[Finding], names: list[str]
) -> None:
    said = [f.message for f in found if f.kind == "name-place-lost"]

    assert len(said) == len(names)
    assert all(name in message for name, message in zip(names, said, strict=True))


@pytest.mark.parametrize(("receiver", "said"), [("县气象局", True), ("县公安局", False)])
def test_a_body_that_is_told_and_stands_nowhere_else_is_found(
    tmp_path: Path, tables: Vocabulary, receiver: str, said: bool
) -> None:
    text = MADE_UP.replace("发现线索上报县公安局", f"发现线索上报{receiver}")
    (tmp_path / "list.txt").write_text(text, "utf-8")
    documents = read_source(Source("list.txt", tmp_path / "list.txt"), tables)
    found = [f.number for f in check(documents, tables) if f.kind == "department-doubtful"]
    assert found == ([2] if said else [])


@pytest.mark.parametrize(
    ("clause", "said"),
    [
        ("发现问题及时上报；", "写“上报”而没有写报给谁"),
        ("排查违规培训，上报线索；", "写“上报线索”而没有写报给谁"),
        ("监测隐患点，发现和报告异常情况；", "写“发现和报告异常情况”而没有写报给谁"),
        ("发现违法行为及时上报相关部门；", "报给的是“相关部门”"),
        ("整理资料，移交房屋征收部门；", "报给的是“房屋征收部门”"),
        ("督促单位向消防救援部门进行申报备案；", "报给的是“消防救援部门”"),
        ("根据县水利局的要求，未整改的及时上报；", "写“上报”而没有写报给谁"),
        ("发现问题及时上报县水利局；", ""),
        ("完成网上报名审核；", ""),
        ("发现问题报告县水利局和相关部门；", ""),
        ("接到溺水报告，组织营救；", ""),
        ("落实信息上报制度；", ""),
    ],
)
def test_who_is_told_is_said_by_name(
    small: Path, tmp_path: Path, tables: Vocabulary, clause: str, said: str
) -> None:
    text = (small / "zhulin.txt").read_text("utf-8").replace("1.开展宣传；", f"1.{clause}")
    assert clause in text
    (tmp_path / "list.txt").write_text(text, "utf-8")
    documents = read_source(Source("list.txt", tmp_path / "list.txt"), tables)
    found = [f.message for f in check(documents, tables) if f.kind == "report-to-nobody"]
    assert len(found) == bool(said)
    assert all(said in message for message in found)
