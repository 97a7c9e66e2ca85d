"""A cell that a spreadsheet would take for a formula is guarded in every table for people."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from click.testing import Result

from kg.folding import plain, strip_markup
from kg.reading import corrections

Run = Callable[..., Result]
EVIL = '=HYPERLINK("http://evil.example")'
STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")


@pytest.fixture
def evil(kg: Run, small: Path, tmp_path: Path) -> Path:
    text = (small / "zhulin.txt").read_text("utf-8")
    text = text.replace("农村供水保障工作", "=1+1农村供水工作").replace(
        "1.审核地名；", "1.@SUM(审核地名)；"
    )
    text = text.replace("云溪县财政局", "－云雾办").replace("收养登记\t", "+收养登记\t")
    (small / "zhulin.txt").write_text(text, "utf-8")
    done = kg("build", small, "--store", tmp_path / "s")
    assert done.exit_code == 0, done.stderr
    return tmp_path / "s"


def cells(path: Path) -> list[str]:
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        found = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert {cell.data_type for cell in found if cell.value is not None} <= {"s", "n"}
        return [str(cell.value) for cell in found if cell.data_type == "s"]
    text = path.read_text("utf-8-sig")
    return [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize(
    "command",
    [
        ("export", "--format", "SUFFIX"),
        ("query", "named", "-p", "name=工作"),
        ("search", "收养登记"),
        ("search", "审核地名"),
        ("ask", "竹林镇收回事项有哪些"),
    ],
    ids=lambda command: command[0],
)
def test_no_cell_is_a_formula(
    kg: Run, evil: Path, tmp_path: Path, suffix: str, command: tuple[str, ...]
) -> None:
    path = tmp_path / f"t.{suffix}"
    arguments = [suffix if part == "SUFFIX" else part for part in command]
    done = kg(*arguments, "-o", path, "--store", evil)

    assert done.exit_code == 0, done.stderr
    assert [cell for cell in cells(path) if cell.startswith(STARTS)] == []
    assert any(cell.startswith("'") for cell in cells(path))


@pytest.mark.parametrize("name", ["duties", "clauses", "departments", "edges"])
def test_no_cell_of_a_folder_of_tables_is_a_formula(
    kg: Run, evil: Path, tmp_path: Path, name: str
) -> None:
    kg("export", "--format", "csv", "-o", f"{tmp_path}/t/", "--store", evil)

    assert [cell for cell in cells(tmp_path / "t" / f"{name}.csv") if cell.startswith(STARTS)] == []


def test_no_cell_of_the_report_or_of_a_table_to_fill_in_is_a_formula(
    kg: Run, evil: Path, tmp_path: Path
) -> None:
    kg("report", "-o", tmp_path / "r.csv", "--store", evil)
    kg("names", "--write", tmp_path / "v", "--store", evil)
    kg(
        "matters",
        "--reject",
        "1/2025-07/c-001",
        "2/2025-07/c-001",
        "--note",
        EVIL,
        "--vocabulary",
        tmp_path / "v",
    )

    for path in (
        tmp_path / "r.csv",
        tmp_path / "v" / "unresolved-functions.csv",
        tmp_path / "v" / "matters.csv",
    ):
        assert [cell for cell in cells(path) if cell.startswith(STARTS)] == []


def test_no_cell_of_the_corrections_is_a_formula_and_each_is_read_as_it_was_meant(
    tmp_path: Path,
) -> None:
    made = corrections.correction("body", "1", "=甲局", "@乙局", "+丙", "2026-03-01", EVIL)
    corrections.save(tmp_path, [made])

    assert [cell for cell in cells(tmp_path / "corrections.csv") if cell.startswith(STARTS)] == []
    assert corrections.load((tmp_path,)) == (made,)


def test_the_page_of_a_view_guards_what_it_saves() -> None:
    script = Path(__file__).parents[2] / "kg" / "views" / "templates" / "table.js"

    assert r"/^[=+\-@\t\r\n＝＋－＠]/" in script.read_text("utf-8")


@pytest.mark.parametrize(
    "text", ["控制<PM 2.5>浓度", "a<b 且 c>d", "温度<5 度", "<通知>", "x<y>z", "<2.5 米>"]
)
def test_a_sign_that_begins_no_tag_is_kept(text: str) -> None:
    assert strip_markup(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "<p>甲</p>",
        "<P>甲</P>",
        "<br/>甲",
        '<span style="x">甲</span>',
        "<o:p>甲</o:p>",
        "<script>甲</script>",
        "<strong >甲</strong>",
        "<H3>甲</H3>",
    ],
)
def test_a_tag_is_no_text(text: str) -> None:
    assert plain(text).strip() == "甲"


def test_a_name_with_such_a_sign_is_read_whole(kg: Run, small: Path, tmp_path: Path) -> None:
    text = (small / "zhulin.txt").read_text("utf-8").replace("农村供水保障工作", "<PM 2.5>监测工作")
    (small / "zhulin.txt").write_text(text, "utf-8")
    kg("build", small, "--store", tmp_path / "s")
    done = kg("query", "named", "-p", "name=监测", "--store", tmp_path / "s")

    assert "<PM 2.5>监测工作" in done.stdout
