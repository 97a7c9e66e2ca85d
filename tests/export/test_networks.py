"""Exports for drawing programs, Neo4j and spreadsheets: complete, with roles, the same each time."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ET
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import networkx
import openpyxl
import pytest
from click.testing import Result

from kg.building import build
from kg.commands.export import EXPORT_FORMATS
from kg.export.files import FORMATS
from kg.store.graph import Graph
from kg.values import ListKind

Run = Callable[..., Result]
STRUCTURE = {"clauseOf", "unitOf"}
TEXTS = ("xlsx", "graphml", "gexf")


def written(graph: Graph, name: str, *, all_editions: bool = False) -> bytes:
    stream = io.BytesIO()
    write = FORMATS[name].stream
    assert write is not None
    write(graph, stream, all_editions)
    return stream.getvalue()


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def roles_in(graph: Graph) -> Counter[str]:
    """Direct edges by role, counted in the graph."""
    found = graph.rows(
        "SELECT ?role (COUNT(*) AS ?n) WHERE { ?r a :Responsibility ; :role ?role } GROUP BY ?role"
    )
    slugs = {row["role"].rpartition("role-")[2] for row in found}
    counts: Counter[str] = Counter()
    for slug in slugs:
        edge = "actsIn" if slug == "acts" else slug
        row = next(graph.rows(f"SELECT (COUNT(*) AS ?n) WHERE {{ ?a :{edge} ?b }}"))
        counts[edge] = int(row["n"])
    return +counts


def test_the_command_offers_what_the_library_writes() -> None:
    assert sorted(EXPORT_FORMATS) == sorted(FORMATS)


@pytest.mark.parametrize("name", ["graphml", "gexf"])
def test_an_undated_edition_is_called_so_in_drawings(graph: Graph, name: str) -> None:
    text = written(graph, name).decode()

    assert "未注明日期" in text
    assert '"u-' not in text
    assert ">u-" not in text


def test_graphml_keeps_every_edge_with_its_role(graph: Graph) -> None:
    network = networkx.read_graphml(io.BytesIO(written(graph, "graphml")), force_multigraph=True)
    roles = Counter(role for *_, role in network.edges(data="role"))
    kinds = Counter(kind for _, kind in network.nodes(data="kind"))

    assert {role: n for role, n in roles.items() if role not in STRUCTURE} == roles_in(graph)
    assert roles["leads"] == 1400
    assert roles["clauseOf"] == kinds["clause"]
    assert (kinds["basic"], kinds["cooperation"], kinds["reclaimed"]) == (524, 530, 204)
    assert all(certainty for *_, certainty in edges_with_certainty(network))


def edges_with_certainty(network: networkx.Graph) -> list[tuple[str, str, str, str]]:
    return [
        (start, end, values["role"], values.get("certainty", ""))
        for start, end, values in network.edges(data=True)
        if values["role"] not in STRUCTURE
    ]


def test_gexf_keeps_every_edge_with_its_role_and_no_clock(two_graph: Graph) -> None:
    data = written(two_graph, "gexf")
    network = networkx.read_gexf(io.BytesIO(data))
    roles = Counter(role for *_, role in network.edges(data="role"))

    assert b"lastmodifieddate" not in data
    assert {role: n for role, n in roles.items() if role not in STRUCTURE} == roles_in(two_graph)
    assert network.nodes[next(iter(network))]["label"]


def test_edge_ids_are_unique(small_graph: Graph) -> None:
    for name in ("graphml", "gexf"):
        root = ET.fromstring(written(small_graph, name))
        ids = [e.get("id") for e in root.iter() if e.tag.endswith("}edge")]
        assert len(ids) == len(set(ids)) > 5


def test_neo4j_tables_fit_together(kg: Run, graph: Graph, tmp_path: Path) -> None:
    done = kg("export", "--format", "neo4j", "-o", tmp_path / "n", "--store", graph.directory)
    nodes, links = rows(tmp_path / "n" / "nodes.csv"), rows(tmp_path / "n" / "relationships.csv")
    ids = {row["iri:ID"] for row in nodes}
    types = Counter(row[":TYPE"] for row in links)

    assert done.exit_code == 0
    assert len(ids) == len(nodes)
    assert all(row[":START_ID"] in ids and row[":END_ID"] in ids for row in links)
    assert {role: types[role] for role in roles_in(graph)} == roles_in(graph)
    assert sum("Duty" in row[":LABEL"].split(";") for row in nodes) == 1258
    assert all(row[":LABEL"] and row["name"] for row in nodes)
    assert all(row["line:int"].isdigit() for row in nodes if row[":LABEL"].startswith("Duty;"))
    assert not any("\n" in value for row in (*nodes, *links) for value in row.values())


def test_the_workbook_has_a_sheet_a_list(graph: Graph) -> None:
    book = openpyxl.load_workbook(io.BytesIO(written(graph, "xlsx")), read_only=True)
    counts = {sheet.title: len(list(sheet.rows)) - 1 for sheet in book}

    assert list(counts) == [*(kind.zh for kind in ListKind), "部门", "文件"]
    assert [counts[kind.zh] for kind in ListKind] == [524, 530, 204]
    assert counts["文件"] == 5
    assert [c.value for c in next(iter(book["部门"].rows))][:2] == ["名称", "职能"]


def test_no_cell_of_the_workbook_is_a_formula(small: Path, tmp_path: Path) -> None:
    path = small / "zhulin.txt"
    path.write_text(
        path.read_text("utf-8").replace("开展临时救助工作", "=HYPERLINK(1)救助"), "utf-8"
    )
    graph = Graph(build([small], into=tmp_path / "s").store)
    book = openpyxl.load_workbook(io.BytesIO(written(graph, "xlsx")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]

    assert "'=HYPERLINK(1)救助" in {cell.value for cell in cells}
    assert not [cell for cell in cells if cell.data_type == "f"]


@pytest.mark.parametrize("name", TEXTS)
def test_the_same_graph_gives_the_same_bytes(
    small_graph: Graph, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    first = written(small_graph, name)
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    monkeypatch.setattr("time.strftime", lambda *_: "2033-05-18")

    assert written(small_graph, name) == first


def test_a_workbook_says_nothing_of_its_time(small_graph: Graph) -> None:
    with zipfile.ZipFile(io.BytesIO(written(small_graph, "xlsx"))) as archive:
        assert {item.date_time for item in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"dcterms:modified" not in archive.read("docProps/core.xml")


@pytest.mark.parametrize("name", ["xlsx", "neo4j"])
def test_what_is_no_text_needs_a_file(kg: Run, graph: Graph, name: str) -> None:
    done = kg("export", "--format", name, "--store", graph.directory)

    assert done.exit_code == 2
    assert "-o" in done.stderr
