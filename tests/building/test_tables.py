"""Prepared tables from parts: what of a township's lines they are made of."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from kg.building import build, folding, tables
from kg.building.tables import Kind, Select
from kg.rdf.terms import D, W
from kg.store import generations, prepared

LINES = [
    f"<https://x.example/a> <{W.type}> <{D.Duty}> .",
    f"<https://x.example/a> <{W.type}> <{D.Clause}> .",
    f"<https://x.example/a> <{D.leads}> <https://x.example/b> .",
    f"<https://x.example/a> <{D.category}> <https://x.example/b> .",
]


def asked(text: str) -> list[int]:
    """The lines, by their places, that a select asks for."""
    select = Select(text, Kind.WHOLE, frozenset(tables._names(text)), tables._any_class(text))
    return [LINES.index(line) for line in tables._asked_for(LINES, (select,))]


def test_lines_of_the_predicates_and_classes_it_names() -> None:
    assert asked("SELECT ?a ?b WHERE { ?a a :Duty ; :leads ?b }") == [0, 2]


def test_classes_that_are_given_as_values() -> None:
    text = "SELECT ?a { VALUES ?class { :Clause } ?a a ?class }"
    assert asked(text) == [1]


def test_every_class_where_none_is_named() -> None:
    assert asked("SELECT ?a { ?a a ?class }") == [0, 1]


def test_every_table_is_what_its_select_finds_in_the_whole_graph(
    tmp_path: Path, small_text: str
) -> None:
    """Of several townships of one county: what one of them has is a part of what all have."""
    for at, place in enumerate(("竹林镇", "松岭镇", "梅溪乡")):
        text = small_text.replace("竹林镇", place)
        if at == 2:
            text = text.replace("地名管理", "门牌管理")
        (tmp_path / f"{at}.txt").write_text(text, "utf-8")
    store = build(sorted(tmp_path.glob("*.txt")), into=tmp_path / "store").store
    generation, graph = generations.open_graph(store)
    filled = set()
    for select in tables.selects():
        path = generation.path / prepared.FOLDER / prepared.file_name(select.text)
        connection = sqlite3.connect(path)
        found = [list(row) for row in connection.execute("SELECT * FROM prepared")]
        connection.close()
        assert found == tables._rows(graph, select.text), select.text
        if found:
            filled.add(select.kind)
    assert filled == {Kind.ROWS, Kind.MERGED, Kind.FOLDED}


def test_places_are_least_by_their_text_not_as_they_are_written() -> None:
    assert min(['"a!b"', '"a"'], key=folding.text) == '"a"'
    assert folding.text('"say \\"so\\""') == 'say "so"'


def test_a_select_over_matters_is_never_merged() -> None:
    text = "SELECT ?m (COUNT(DISTINCT ?iri) AS ?n) WHERE { ?iri :matter ?m } GROUP BY ?m"
    assert tables._kind(text) is Kind.WHOLE
    assert tables._kind(text.replace(":matter", ":category")) is Kind.MERGED
