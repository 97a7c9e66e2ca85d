"""The index of meanings beside a graph: what a build writes is what memory makes of the graph."""

from __future__ import annotations

from pathlib import Path

from kg.meaning.index import FILE, Index
from kg.meaning.meaning import Meaning
from kg.store.graph import Graph
from kg.store.meanings import open_index, rows


def test_a_build_writes_the_index_that_the_graph_gives(graph: Graph) -> None:
    written = Meaning(Index.load(graph.generation.path / FILE))
    made = Meaning(Index.of(rows(graph.table)))
    for text in ("高龄津贴发放", "追缴高龄津贴", "小饭桌备案"):
        assert written.decide(text) == made.decide(text)


def test_a_store_without_an_index_answers_all_the_same(graph: Graph, tmp_path: Path) -> None:
    index = open_index(tmp_path, graph.table)
    assert index.size == graph.meanings.size
    assert len(index.townships) == 5


def test_every_row_is_in_the_index_with_its_bodies(graph: Graph) -> None:
    found = {row.key: row for row in rows(graph.table)}
    assert len(found) == 1258
    assert all(row.departments for row in found.values() if row.list == "cooperation")
    assert any(clause.actors for row in found.values() for clause in row.superior)
