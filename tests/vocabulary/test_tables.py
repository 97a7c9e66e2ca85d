"""Tables as people's editors and spreadsheets save them are read; what is not what it seems is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import VocabularyError
from kg.vocabulary.loading import COLUMNS, load
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


def test_a_guarded_cell_is_what_it_guards(tmp_path: Path) -> None:
    assert read(tmp_path, "name,note\n甲,'=1+1\n乙,'引号\n".encode()) == [
        {"name": "甲", "note": "=1+1"},
        {"name": "乙", "note": "'引号"},
    ]


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode()[:-20] + b"\xff" + TEXT.encode()[-20:],  # UTF-8 with a byte broken
        TEXT.encode("utf-16"),
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
