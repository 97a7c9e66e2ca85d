"""Questions the bundled lists answer with nothing: two editions, and lists with faults."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.building import build
from kg.querying import library as queries
from kg.store.graph import Graph


def answer(graph: Graph, query: str, /, **values: str) -> list[dict[str, str]]:
    return list(graph.rows(queries.find(query).bind(graph, values)))


@pytest.fixture
def editions(small: Path, tmp_path: Path) -> Graph:
    """July, and an August edition: one duty new, one gone, one moved to another list."""
    july = (small / "zhulin.txt").read_text("utf-8")
    august = july.replace("2025年7月", "2025年8月")
    august = august.replace("2\t民生服务\t开展临时救助工作", "2\t民生服务\t收养登记")
    august = august.replace(
        "1\t民生服务\t收养登记\t云溪县民政局： 负责收养登记。",
        "1\t民生服务\t殡葬管理执法检查\t云溪县民政局： 负责殡葬执法。",
    )
    (small / "zhulin-08.txt").write_text(august, "utf-8")
    return Graph(build([small], into=tmp_path / "editions").store)


def test_what_changed_between_two_editions(editions: Graph) -> None:
    rows = answer(editions, "edition-changes", township="竹林镇")

    assert {(row["change"], row["list"], row["duty"]) for row in rows} == {
        ("新增", "reclaimed", "殡葬管理执法检查"),
        ("不再有", "basic", "开展临时救助工作"),
        ("换了清单", "basic", "收养登记"),
    }


def test_only_the_latest_edition_answers(editions: Graph) -> None:
    counts = answer(editions, "townships")
    asked = answer(editions, "task-status", name="收养登记")

    assert [(row["edition"], row["cooperation"]) for row in counts] == [("2025-08", "2")]
    assert [(row["list"], row["verdict"]) for row in asked] == [("basic", "可以：乡镇主责")]


def test_both_editions_are_listed(editions: Graph) -> None:
    rows = answer(editions, "documents")

    assert [(row["edition"], row["current"]) for row in rows] == [
        ("2025-07", "false"),
        ("2025-08", "true"),
    ]


def test_an_unknown_body_is_listed(small: Path, tmp_path: Path) -> None:
    path = small / "zhulin.txt"
    path.write_text(
        path.read_text("utf-8").replace("\t云溪县民政局\t", "\t云溪县地名管护总站\t"), "utf-8"
    )
    rows = answer(Graph(build([small], into=tmp_path / "s").store), "unresolved-names")

    assert [(row["department"], row["duty"]) for row in rows] == [
        ("云溪县地名管护总站", "地名管理")
    ]


def test_a_name_in_two_lists_is_found(small: Path, tmp_path: Path) -> None:
    path = small / "zhulin.txt"
    path.write_text(path.read_text("utf-8").replace("开展临时救助工作", "收养登记"), "utf-8")
    rows = answer(Graph(build([small], into=tmp_path / "s").store), "repeated-names")

    assert [(r["duty"], r["list"], r["otherList"]) for r in rows] == [
        ("收养登记", "basic", "reclaimed")
    ]


def test_an_empty_township_cell_is_found(small: Path, tmp_path: Path) -> None:
    path = small / "zhulin.txt"
    text = path.read_text("utf-8")
    path.write_text(text.replace("做好地名标志维护工作。", ""), "utf-8")
    rows = answer(Graph(build([small], into=tmp_path / "s").store), "no-township-clause")

    assert [row["duty"] for row in rows] == ["地名管理"]
