"""Prepared tables and the text index make library queries quick; they change no answer."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.building import Build
from kg.errors import QueryError, StoreError
from kg.querying import library as queries
from kg.querying.lookup import Lookup
from kg.store import prepared
from kg.store.gate import CHARACTERS
from kg.store.graph import Graph
from kg.store.prepared import PreparedTables, Table
from kg.store.search import FIELDS

MARKED = sorted(
    name
    for name, item in queries.library().items()
    if prepared.BLOCK.search(item.text) or "# indexed " in item.text
)


class Watched(Graph):
    """A graph that counts what it hands out of its tables and index."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory)
        self.given = 0

    def prepared(self, select: str, bound: Mapping[str, str], over: str = "") -> Table | None:
        table = super().prepared(select, bound, over)
        self.given += table is not None
        return table

    def duties_with(
        self, words: Collection[str], fields: Collection[str] = FIELDS
    ) -> list[str] | None:
        found = super().duties_with(words, fields)
        self.given += found is not None
        return found


class Plain(Graph):
    """A graph that has neither."""

    def prepared(self, select: str, bound: Mapping[str, str], over: str = "") -> Table | None:
        return None

    def duties_with(
        self, words: Collection[str], fields: Collection[str] = FIELDS
    ) -> list[str] | None:
        return None


def rows(graph: Graph, text: str) -> list[tuple[str, ...]]:
    solutions = graph.query(text)
    assert isinstance(solutions, ox.QuerySolutions)
    names = [variable.value for variable in solutions.variables]
    return [tuple(str(solution[name]) for name in names) for solution in solutions]


@pytest.mark.parametrize("name", MARKED)
def test_a_query_answers_the_same_with_tables_and_index_as_without(name: str, five: Build) -> None:
    quick, plain = Watched(five.store), Plain(five.store)
    item = queries.find(name)
    required = {p.name: p.example for p in item.parameters if p.required}
    every = {p.name: p.example for p in item.parameters}
    for values in (required, every):
        expected = rows(plain, item.bind(plain, values))
        assert rows(quick, item.bind(quick, values)) == expected
    assert quick.given


def test_every_scan_of_the_library_is_marked() -> None:
    """Texts are looked up in the index; a CONTAINS without one reads every text of the graph."""
    for name, item in queries.library().items():
        assert "CONTAINS(" not in item.text or "# indexed " in item.text, name
        assert item.text.count("# prepared ") == len(prepared.BLOCK.findall(item.text)), name


def test_columns_are_those_the_engine_gives(five: Build) -> None:
    for select in prepared.selects().values():
        solutions = Graph(five.store).query(select)
        assert isinstance(solutions, ox.QuerySolutions)
        assert prepared.columns(select) == tuple(v.value for v in solutions.variables)


def test_a_bound_parameter_leaves_only_its_own_rows(five: Build) -> None:
    graph = Graph(five.store)
    item = queries.find("no-convener")
    township = next(p.example for p in item.parameters if p.type == "township")
    select = prepared.BLOCK.search(item.text)
    assert select
    whole = graph.prepared(select["select"], {})
    iri = f"<{Lookup.of(graph).township(township)}>"
    some = graph.prepared(select["select"], {"t": iri})
    assert whole
    assert some
    place = whole.columns.index("t")
    assert some.rows == tuple(row for row in whole.rows if row[place] == iri)
    assert 0 < len(some.rows) < len(whole.rows)
    assert item.bind(graph, {"township": township}).count(iri) > len(some.rows)


def test_more_rows_than_the_limit_leave_the_query_as_it_stands(five: Build) -> None:
    graph = Graph(five.store)
    graph.inline = 3
    item = queries.find("no-convener")
    assert "SELECT ?iri ?t ?departments" in item.bind(graph, {})
    assert "VALUES ?iri" not in queries.find("named").bind(graph, {"name": "工作"})


def test_a_store_without_tables_still_answers(five: Build, tmp_path: Path) -> None:
    assert PreparedTables(tmp_path).table("SELECT ?a { ?a ?b ?c }", {}, 10) is None


def test_a_damaged_table_is_said_not_guessed(tmp_path: Path) -> None:
    select = "SELECT ?a WHERE { ?a ?b ?c }"
    prepared.write_table(tmp_path, select, [["<http://x/>"]])
    file = tmp_path / f"{prepared.key(select)}.sqlite"
    file.write_bytes(b"no database at all" * 100)
    with pytest.raises(StoreError, match="预备表损坏"):
        PreparedTables(tmp_path).table(select, {}, 10)


def test_terms_of_every_kind_come_back_as_they_were(tmp_path: Path) -> None:
    nasty = '"a\\"b\\\\c\\n。}{ # end"'
    terms = [
        "<http://x/水?a=b&c>",
        nasty,
        '"甲"@zh',
        '"3"^^<http://www.w3.org/2001/XMLSchema#integer>',
    ]
    select = "SELECT ?a ?b ?c ?d WHERE { }"
    prepared.write_table(tmp_path, select, [terms])
    table = PreparedTables(tmp_path).table(select, {"a": terms[0]}, 10)
    assert table
    text = f"SELECT * WHERE {{\n# prepared x\n{{ {select} }}\n# end\n}}"
    solutions = ox.Store().query(prepared.fill(text, lambda *_: table))
    assert isinstance(solutions, ox.QuerySolutions)
    assert [[str(s[name]) for name in "abcd"] for s in solutions] == [terms]


def test_a_table_half_written_is_not_seen(tmp_path: Path) -> None:
    def broken() -> Iterator[list[str]]:
        yield ["<http://x/>"]
        raise sqlite3.OperationalError("disk is full")

    with pytest.raises(StoreError):
        prepared.write_table(tmp_path, "SELECT ?a WHERE {}", broken())
    assert PreparedTables(tmp_path).table("SELECT ?a WHERE {}", {}, 10) is None


def test_other_marked_parts_make_another_store(
    five: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = prepared.fingerprint()
    assert Graph(five.store).summary["prepared_sha256"] == before
    monkeypatch.setattr(prepared, "selects", lambda: {"0" * 16: "SELECT ?a {}"})
    assert prepared.fingerprint() != before


def test_long_tables_pass_the_gate_for_queries_of_people(five: Build, tmp_path: Path) -> None:
    """What the program itself puts into a query is no reason to refuse it."""

    class Long(Plain):
        def prepared(self, select: str, bound: Mapping[str, str], over: str = "") -> Table | None:
            row = ("<http://x/d>", '"cooperation"', "1")
            return Table(("d", "kind", "n"), (row,) * 150_000) if "?kind" in select else None

    graph = Long(five.store)
    text = queries.find("branches").bind(graph, {})
    assert len(text) > CHARACTERS
    assert list(graph.rows(text)) == []
    with pytest.raises(QueryError):
        list(graph.rows(text + " "))


@pytest.fixture(scope="module")
def texts(five: Build) -> list[tuple[str, str]]:
    """(duty, text) of every name, clause and way of working."""
    graph = Graph(five.store)
    query = (
        "SELECT ?d ?text { { ?d a :Duty ; rdfs:label ?text } UNION { ?d :method ?text }"
        " UNION { ?c :clauseOf ?d ; :text ?text } }"
    )
    return sorted((row["d"], row["text"]) for row in graph.rows(query))


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_the_index_misses_no_duty_that_has_the_word(
    data: st.DataObject, graph: Graph, texts: list[tuple[str, str]]
) -> None:
    _, text = data.draw(st.sampled_from(texts))
    start = data.draw(st.integers(0, max(0, len(text) - 1)))
    word = text[start : start + data.draw(st.integers(1, 6))]
    found = graph.duties_with([word])
    if found is not None:
        assert {duty for duty, text in texts if word in text} <= set(found)


def test_counts_are_added_up_where_there_are_more_rows_than_a_query_takes(five: Build) -> None:
    item = queries.find("category-counts")
    quick, plain = Watched(five.store), Plain(five.store)
    quick.inline = 100  # of five townships: more rows, but not when added up

    assert rows(quick, item.bind(quick, {})) == rows(plain, item.bind(plain, {}))
    assert quick.given


def test_a_variable_that_rows_are_added_over_stands_nowhere_else() -> None:
    for name in MARKED:
        text = queries.find(name).text
        for block in prepared.BLOCK.finditer(text):
            if over := block["over"]:
                outside = text.replace(block[0], "")
                slots = f"VALUES ?{over} {{ UNDEF }}"
                assert outside.count(f"?{over}") - outside.count(f"?{over} {{ UNDEF }}") == 0, slots
