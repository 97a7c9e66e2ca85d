"""Tables as people's editors and spreadsheets save them are read; what is not what it seems is refused."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import VocabularyError
from kg.resources import folder
from kg.vocabulary.loading import COLUMNS, load
from kg.vocabulary.sheets import read_sheet
from kg.vocabulary.tables import read_table

COLUMN = ("name", "note")
TEXT = "name,note\n水利局,管水\n交通运输局,管路\n"


def read(folder: Path, data: bytes) -> list[dict[str, str]]:
    (folder / "t.csv").write_bytes(data)
    return [row for _, row in read_table([folder], "t", COLUMN, 1)]


EXPECTED = [{"name": "水利局", "note": "管水"}, {"name": "交通运输局", "note": "管路"}]


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("gb18030"),
        TEXT.replace("\n", "\r\n").encode("utf-8-sig"),
        TEXT.replace("\n", "\r\n").encode("gb18030"),
        TEXT.replace("\n", ",,\n").encode(),
        (TEXT.replace("\n", ",,,\r\n") + ",,,,\r\n,,,,\r\n").encode("gb18030"),
        TEXT.replace("\n", "\r").encode("utf-8-sig"),
        TEXT.rstrip("\n").encode(),
    ],
)
def test_a_table_is_read_however_it_was_saved(tmp_path: Path, data: bytes) -> None:
    assert read(tmp_path, data) == EXPECTED


@pytest.mark.parametrize("name", sorted(path.stem for path in folder("vocabulary").glob("*.csv")))
def test_every_table_of_the_program_may_be_saved_again_by_a_spreadsheet(
    tmp_path: Path, name: str
) -> None:
    text = (folder("vocabulary") / f"{name}.csv").read_text("utf-8")
    rows = list(csv.reader(io.StringIO(text)))
    saved = io.StringIO(newline="")
    csv.writer(saved, lineterminator="\r\n").writerows([*row, "", ""] for row in rows)
    (tmp_path / f"{name}.csv").write_bytes(saved.getvalue().encode("gb18030"))

    problems: list[str] = []
    _, plain = read_sheet(folder("vocabulary") / f"{name}.csv", problems)
    _, again = read_sheet(tmp_path / f"{name}.csv", problems, tuple(rows[0]))

    assert problems == []
    assert [cells for _, cells in again] == [cells for _, cells in plain]


def test_a_guarded_cell_is_what_it_guards(tmp_path: Path) -> None:
    assert read(tmp_path, "name,note\n甲,'=1+1\n乙,'引号\n".encode()) == [
        {"name": "甲", "note": "=1+1"},
        {"name": "乙", "note": "'引号"},
    ]


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode()[:-20] + b"\xff" + TEXT.encode()[-20:],  # UTF-8 with a byte broken
        b"name,note\n\xff\xff\xff\n",
        "name,note,more\n甲,乙,丙\n".encode(),
        "name,note\n甲,乙,丙\n".encode(),
        "name;note\n甲;乙\n".encode(),
    ],
)
def test_a_table_that_cannot_be_read_for_sure_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(VocabularyError, match=r"t\.csv"):
        read(tmp_path, data)


def test_ones_own_vocabulary_may_be_in_gb18030_with_trailing_commas(tmp_path: Path) -> None:
    header = ",".join(COLUMNS["functions"])
    row = dict.fromkeys(COLUMNS["functions"], "") | {
        "function": "cloud-office", "name": "云雾办公室", "branch": "government", "forms": "云雾办",
    }  # fmt: skip
    text = f"{header},,\r\n{','.join(row.values())},,\r\n"
    (tmp_path / "functions.csv").write_bytes(text.encode("gb18030"))

    assert "cloud-office" in load(tmp_path).functions


ROW = "grain-station,粮食储备站,Grain Station,government,,粮站;粮库,,,,,,"


@pytest.mark.parametrize(
    ("encoding", "change"),
    [
        ("utf-8", str),
        ("utf-8-sig", lambda text: text.replace("\n", "\r\n")),
        ("gb18030", lambda text: text.replace("\n", ",,,\r\n")),
        ("utf-16", str),
        ("utf-16", lambda text: text.replace(",", "\t")),
        ("utf-8", lambda text: text.replace(",", "\t")),
        ("utf-8", lambda text: text + ",,,,,,,,,,,,\n\n"),
        ("gb18030", lambda text: text.replace(";", "；")),
    ],
)
def test_a_table_is_read_however_a_spreadsheet_saved_it(
    encoding: str, change: Callable[[str], str], tmp_path: Path
) -> None:
    text = f"{','.join(COLUMNS['functions'])}\n{ROW}\n"
    (tmp_path / "functions.csv").write_bytes(change(text).encode(encoding))

    assert load(tmp_path).functions["grain-station"].name == "粮食储备站"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
def test_townships_of_an_own_table_are_found_however_they_were_saved(
    encoding: str, tmp_path: Path
) -> None:
    text = "code,name,,\r\n999901001,竹林墟镇,,\r\n"
    (tmp_path / "townships.csv").write_bytes(text.encode(encoding))

    assert load(tmp_path).has_township("竹林墟镇")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("function.csv", "是不是 functions.csv"),
        ("functions - 副本.csv", "是不是 functions.csv"),
        ("Functions.CSV", "请改名为 functions.csv"),
        ("functions.xlsx", "另存为 functions.csv"),
        ("places.txt", "另存为 places.csv"),
    ],
)
def test_a_table_that_would_not_be_read_is_said(name: str, said: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("x", "utf-8")

    with pytest.raises(VocabularyError, match=said):
        load(tmp_path)


def test_other_files_beside_the_tables_are_left_alone(tmp_path: Path) -> None:
    for name in ("README.md", "说明.csv", "通讯录.xlsx"):
        (tmp_path / name).write_text("x", "utf-8")

    load(tmp_path)
