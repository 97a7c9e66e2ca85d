"""What pages and comparisons read of many duties comes from prepared tables: the same that the graph answers."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.building import Build
from kg.comparing.rows import entries, sources
from kg.errors import StoreError
from kg.rdf.terms import PREFIXES
from kg.store import prepared
from kg.store.graph import Graph
from kg.web.site import duties
from kg.web.site.site import answer
from kg.web.site.things.clauses import clauses


class Counted(Graph):
    """A graph that counts the tables it hands rows out of."""

    given = 0

    def prepared_of(self, name: str, iris: Collection[str]) -> list[dict[str, str]] | None:
        self.given += 1
        return super().prepared_of(name, iris)


class Older(Graph):
    """A store that was built before there were such tables."""

    def prepared_of(self, name: str, iris: Collection[str]) -> list[dict[str, str]] | None:
        return None


def test_rows_are_the_same_with_tables_and_without(five: Build) -> None:
    quick, older = Counted(five.store), Older(five.store)
    for source in sources(quick):
        rows = entries(quick, (source,))
        assert rows == entries(older, (source,))
        iris = [row.iri for row in rows]
        assert duties.read(quick, iris) == duties.read(older, iris)
        assert clauses(quick, iris) == clauses(older, iris)
    assert quick.given


def test_a_document_is_shown_the_same_with_tables_and_without(five: Build) -> None:
    quick, older = Counted(five.store), Older(five.store)
    path = f"source/{quick.documents[0]['document']}"
    message = {"path": path, "query": "", "accept": "text/html", "lang": "zh", "root": ""}
    assert answer(quick, message).body == answer(older, message).body
    assert quick.given


def test_what_is_no_duty_has_no_rows(five: Build) -> None:
    graph = Graph(five.store)
    assert graph.prepared_of("duty-rows", [f"{graph.base}duty/none"]) == []
    assert graph.prepared_of("duty-rows", []) == []


def test_terms_are_said_as_the_graph_says_them() -> None:
    store = ox.Store()
    select = """SELECT ?term { VALUES ?term {
      <https://x.example/a> "plain" "说“好”"@zh "a \\"b\\" \\\\ c\\nd\\te" 12 true "" "None" } }"""
    found = store.query(select, prefixes=PREFIXES)
    assert isinstance(found, ox.QuerySolutions)
    for (term,) in found:
        assert prepared.said(str(term)) == term.value


def test_a_damaged_table_is_told(tmp_path: Path) -> None:
    select = prepared.own("duty-rows")
    (tmp_path / prepared.file_name(select)).write_text("no database, but long enough to be read\n")
    with pytest.raises(StoreError):
        prepared.PreparedTables(tmp_path).of(select, ["https://x.example/a"])
