"""Exports: complete, deterministic, readable by others, safe in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import Result

from kg.building import Build, build
from kg.export.networks import to_networkx
from kg.export.rdf import FORMATS, write_rdf
from kg.export.records import records
from kg.export.tables import csv_bytes, guarded
from kg.store.graph import Graph

Run = Callable[..., Result]


def exported(graph: Graph, name: str) -> bytes:
    stream = io.BytesIO()
    write_rdf(graph, name, stream)
    return stream.getvalue()


def test_two_builds_give_the_same_bytes_in_every_format(small: Path, tmp_path: Path) -> None:
    first, second = (Graph(build([small], into=tmp_path / name).store) for name in ("a", "b"))

    for name in FORMATS:
        assert exported(first, name) == exported(second, name)


def test_the_five_lists_give_the_same_quads_twice(graph: Graph, again: Path) -> None:
    assert exported(graph, "nquads") == exported(Graph(again), "nquads")


@pytest.mark.parametrize("name", ["turtle", "jsonld", "rdfxml"])
def test_no_triple_is_lost_in_a_format(small: Path, tmp_path: Path, name: str) -> None:
    graph = Graph(build([small], into=tmp_path / "s").store)
    read = ox.Store()
    read.load(exported(graph, name), FORMATS[name])

    assert {str(q.triple) for q in read} == {str(q.triple) for q in graph.store}


def test_named_graphs_hold_one_edition_each_and_what_is_shared(small: Path, tmp_path: Path) -> None:
    graph = Graph(build([small], into=tmp_path / "s").store)
    read = ox.Store()
    read.load(exported(graph, "trig"), FORMATS["trig"])
    names = sorted(str(name) for name in read.named_graphs())

    assert len(read) == len(graph.store)
    assert len(names) == 2
    assert names[0] == "<https://dutykg.example/graph/shared>"
    assert names[1].endswith("/2025-07>")


def test_there_are_no_blank_nodes(graph: Graph) -> None:
    assert "_:" not in exported(graph, "ntriples").decode()[:2_000_000].replace('"_:', "")
    assert not list(graph.rows("SELECT ?x WHERE { ?x ?p ?o . FILTER(isBlank(?x)) } LIMIT 1"))


def test_iris_are_ascii(graph: Graph) -> None:
    for row in graph.rows(
        "SELECT DISTINCT ?x WHERE { { ?x ?p ?o } UNION { ?s ?p ?x FILTER(isIRI(?x)) } }"
    ):
        assert row["x"].isascii()


def test_a_record_of_each_list_has_the_fields_of_the_contract(graph: Graph) -> None:
    found = list(records(graph))
    fields = (
        "iri document edition township township_code list number printed category name line locator departments "
        "supporting conveners open_ended discontinued method concept extra superior_clauses township_clauses"
    ).split()

    assert len(found) == 1258
    assert all(list(record) == fields for record in found)
    order = [
        (r["township_code"], ("basic", "cooperation", "reclaimed").index(r["list"]), r["number"])
        for r in found
    ]
    assert order == sorted(order)


def test_a_list_edition_shows_in_the_iri(graph: Graph) -> None:
    first = next(r for r in records(graph) if r["list"] == "cooperation" and r["number"] == 12)

    assert first["iri"].endswith(f"duty/{first['township_code']}/{first['edition']}/c-012")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "＝1"])
def test_a_formula_becomes_text(text: str) -> None:
    assert guarded(text) == "'" + text


def test_csv_opens_right_in_a_chinese_excel() -> None:
    data = csv_bytes(("名称", "数"), [("=cmd|' /C calc'!A0", 3), ("两行\n一格", 4)])

    assert data.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))) == [
        ["名称", "数"],
        ["'=cmd|' /C calc'!A0", "3"],
        ["两行\n一格", "4"],
    ]


def test_csv_has_one_row_a_duty(kg: Run, five: Build, tmp_path: Path) -> None:
    done = kg("export", "--format", "csv", "-o", tmp_path / "duties.csv", "--store", five.store)
    rows = list(
        csv.reader(io.StringIO((tmp_path / "duties.csv").read_text("utf-8-sig"), newline=""))
    )

    assert done.exit_code == 0
    assert len(rows) == 1259


def test_jsonl_has_one_object_a_line(kg: Run, five: Build) -> None:
    done = kg("export", "--format", "jsonl", "--store", five.store)
    lines = done.stdout_bytes.decode().splitlines()

    assert len(lines) == 1258
    assert json.loads(lines[0])["list"] == "basic"


def test_the_network_has_the_direct_edges(graph: Graph) -> None:
    network = to_networkx(graph)
    duties = [
        n for n, kind in network.nodes(data="kind") if kind in {"basic", "cooperation", "reclaimed"}
    ]

    assert len(duties) == 1258
    assert sum(1 for *_, role in network.edges(data="role") if role == "cooperatesOn") == 530
    assert all(network.in_degree(duty) >= 1 for duty in duties)


def test_rdflib_reads_the_same_graph(small: Path, tmp_path: Path) -> None:
    graph = Graph(build([small], into=tmp_path / "s").store)

    assert len(graph.to_rdflib()) == len(graph.store)


def test_an_unwritable_file_is_one_message(kg: Run, five: Build, tmp_path: Path) -> None:
    done = kg(
        "export", "--format", "turtle", "-o", tmp_path / "none" / "x.ttl", "--store", five.store
    )

    assert done.exit_code == 1
    assert "写不了" in done.stderr
