"""Provenance: the source tables can be written again, and every quote stands at its line."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from kg.asking.engine import asker
from kg.building import Build, build
from kg.export.records import records
from kg.export.source import source_tables, write_source_folder
from kg.querying.validation import validate
from kg.resources import folder
from kg.store.graph import Graph

Run = Callable[..., Result]
_TAG = re.compile(r"</?\w+[^<>]*>")


def source_rows(path: Path) -> dict[str, list[list[str]]]:
    """The rows of a list file, read with nothing of the program: by tabs and serial numbers."""
    found: dict[str, list[list[str]]] = {}
    kinds = iter(("basic", "cooperation", "reclaimed"))
    for line in path.read_text("utf-8").splitlines():
        cells = line.split("\t")
        if len(cells) < 3 or not cells[0].strip().isdigit():
            continue
        if cells[0].strip() == "1":
            kind = next(kinds)
        found.setdefault(kind, []).append(cells)
    return found


def test_every_cell_of_the_five_lists_is_written_again(
    kg: Run, five: Build, tmp_path: Path
) -> None:
    done = kg("export", "--format", "source", "-o", f"{tmp_path / 'out'}/", "--store", five.store)
    graph = Graph(five.store)
    files = {table.name: table for table in source_tables(graph)}
    compared = 0
    for name, table in files.items():
        lines = (tmp_path / "out" / name).read_text("utf-8").splitlines()
        written = [line.split("\t") for line in lines[1:]]
        read = source_rows(folder("sources") / table.document)[table.kind.value]
        assert written == read, name
        assert len(lines[0].split("\t")) == len(read[0])
        compared += len(written)

    assert done.exit_code == 0
    assert (len(files), compared) == (15, 1258)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(files)


def test_every_header_stands_in_its_source(graph: Graph) -> None:
    for table in source_tables(graph):
        lines = (folder("sources") / table.document).read_text("utf-8").splitlines()
        assert any(line.split("\t") == list(table.header) for line in lines)


def test_every_quote_stands_at_its_line(graph: Graph) -> None:
    lines = {
        path.name: path.read_text("utf-8").splitlines() for path in folder("sources").glob("*.txt")
    }
    checked = 0
    for row in graph.rows(
        "SELECT ?path ?line ?quote WHERE { ?c a :Citation ; :line ?line ; :quote ?quote ;"
        " :inDocument/:path ?path }"
    ):
        assert row["quote"].strip(), row
        assert row["quote"] in lines[row["path"]][int(row["line"]) - 1], row
        checked += 1
    count = next(iter(graph.rows("SELECT (COUNT(?c) AS ?n) WHERE { ?c a :Citation }")))

    assert checked == int(count["n"]) > 1258


def test_a_fragment_names_the_line_of_its_citation(graph: Graph) -> None:
    """RFC 5147: positions lie between lines, so that line n is line=n-1,n."""
    rows = list(
        graph.rows("SELECT ?f ?n { ?c a :Citation ; :line ?n OPTIONAL { ?c :fragment ?f } }")
    )

    assert rows
    assert all(row.get("f") == f"line={int(row['n']) - 1},{row['n']}" for row in rows)


def test_everything_stated_of_a_row_leads_to_a_citation(graph: Graph) -> None:
    for kind in ("Duty", "Clause", "Responsibility", "DutyList", "WrittenForm"):
        without = graph.rows(
            f"SELECT ?x WHERE {{ ?x a :{kind} . MINUS {{ ?x :citation/:line ?line }} }}"
        )
        assert not list(without), kind


def words(text: str) -> str:
    """The normalisation: no markup, no blanks, no marks."""
    return re.sub(r"\W", "", _TAG.sub("", text))


def test_cells_of_clauses_can_be_put_together_from_the_clauses(graph: Graph) -> None:
    """Without the kept rows, too: numbers, sections, headings and texts in order are the cell."""
    clauses: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in graph.rows(
        """SELECT ?duty ?side ?number ?printed ?section ?heading ?text WHERE {
          VALUES (?cls ?side) { (:SuperiorClause "上级部门职责") (:TownshipClause "配合职责") }
          ?c a ?cls ; :clauseOf ?duty ; :number ?number ; :text ?text .
          OPTIONAL { ?c :printedNumber ?printed } OPTIONAL { ?c :section ?section }
          OPTIONAL { ?c :heading ?heading } }"""
    ):
        clauses.setdefault((row["duty"], row["side"]), []).append(row)
    compared = 0
    for row in graph.rows(
        "SELECT ?duty ?row ?header WHERE { ?duty a :CooperationDuty ; :citation/:sourceRow ?row ;"
        " :inList/:sourceHeader ?header }"
    ):
        for header, cell in zip(row["header"].split("\t"), row["row"].split("\t"), strict=True):
            side = next((s for s in ("上级部门职责", "配合职责") if header.endswith(s)), None)
            if side is None:
                continue
            said, last = "", {"section": "", "heading": ""}
            for clause in sorted(clauses[row["duty"], side], key=lambda c: int(c["number"])):
                for part, before in last.items():
                    if clause.get(part, "") != before:
                        last[part] = clause.get(part, "")
                        said += clause.get(part, "")
                said += clause.get("printed", "") + clause["text"]
            assert words(said) == words(cell), row["duty"]
            compared += 1

    assert compared == 2 * 530


def test_a_row_under_another_header_keeps_that_header(small: Path, tmp_path: Path) -> None:
    path = small / "zhulin.txt"
    path.write_text(
        path.read_text("utf-8").replace(
            "2\t民生服务\t开展临时救助工作",
            "序号\t事项类别\t事项名称\t备注\n2\t民生服务\t开展临时救助工作\t每年两次",
        ),
        "utf-8",
    )
    graph = Graph(build([small], into=tmp_path / "s").store)
    paths = write_source_folder(graph, tmp_path / "out")

    assert paths[0].read_text("utf-8").splitlines() == [
        "序号\t事项类别\t事项名称",
        "1\t党的建设\t加强基层党组织建设",
        "序号\t事项类别\t事项名称\t备注",
        "2\t民生服务\t开展临时救助工作\t每年两次",
    ]


def test_the_text_of_all_tables_can_be_read_again(kg: Run, small: Path, tmp_path: Path) -> None:
    store = build([small], into=tmp_path / "s").store
    text = kg("export", "--format", "source", "--store", store).stdout_bytes.decode()
    (tmp_path / "again.txt").write_text(text, "utf-8")
    again = Graph(
        build(
            [tmp_path / "again.txt"],
            into=tmp_path / "t",
            place="青山省/碧水市/云溪县/竹林镇",
        ).store
    )

    def rows(graph: Graph) -> list[tuple[tuple[str, ...], ...]]:
        return [table.rows for table in source_tables(graph)]

    assert rows(again) == rows(Graph(store))


def test_lists_in_files_of_their_own_are_documents_of_their_own(
    small: Path, tmp_path: Path
) -> None:
    text = (small / "zhulin.txt").read_text("utf-8")
    head, *parts = re.split(r"(?=碧水市云溪县竹林镇\w+清单\n)", text)
    for number, part in enumerate(parts):
        (small / f"{number}.txt").write_text(head + part, "utf-8")
    (small / "zhulin.txt").unlink()
    graph = Graph(build([small], into=tmp_path / "s").store)

    found = [(record["list"], record["document"]) for record in records(graph)]
    asked = asker(graph).ask("云溪县水利局把哪些事项交给乡镇配合").to_json()

    assert [table.document for table in source_tables(graph)] == ["0.txt", "1.txt", "2.txt"]
    assert len(found) == 6
    assert set(found) == {("basic", "0.txt"), ("cooperation", "1.txt"), ("reclaimed", "2.txt")}
    assert validate(graph.store).conforms
    assert (asked["status"], asked["count"]) == ("answered", 1)


@pytest.mark.parametrize("arguments", [("turtle", "out/"), ("csv", None)])
def test_the_kind_of_target_fits_the_format(
    kg: Run, five: Build, arguments: tuple[str, str | None]
) -> None:
    name, target = arguments
    options = ("-o", target) if target else ()
    done = kg("export", "--format", name, *options, "--store", five.store)

    assert done.exit_code == (2 if target else 0)
