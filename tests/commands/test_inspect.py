"""``kg inspect``: what is in a file, as people and programs read it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import forms
import openpyxl
from click.testing import Result

from kg.commands.inspect import _ROLES
from kg.export.wording import translated
from kg.reading.containers import Kind


def write(folder: Path, text: str, name: str = "清单.docx") -> Path:
    source = folder / "source.txt"
    source.write_text(text, "utf-8")
    path = folder / name
    path.write_bytes(forms.document(forms.word_body(forms.sections(source))))
    return path


def test_a_document_is_shown_with_its_tables_lists_and_what_was_left_aside(
    kg: Callable[..., Result], tmp_path: Path, small_text: str
) -> None:
    result = kg("inspect", write(tmp_path, small_text))

    assert result.exit_code == 0, result.output
    assert "Word 文档（.docx）" in result.stdout
    assert "承接部门及工作方式→承接部门及方式" in result.stdout
    assert "云溪县竹林镇" in result.stdout
    assert "可以读入" in result.stdout


def test_the_same_as_json(kg: Callable[..., Result], tmp_path: Path, small_text: str) -> None:
    result = kg("inspect", write(tmp_path, small_text), "--json")

    seen = json.loads(result.stdout)
    assert (seen["container"], seen["loads"], len(seen["tables"])) == ("docx", True, 3)
    lists = {found["list"]: found["rows"] for found in seen["documents"][0]["lists"]}
    assert lists == {"basic": 2, "cooperation": 2, "reclaimed": 2}
    assert seen["tables"][1]["columns"][3] == {"header": "对应上级部门", "role": "departments"}
    assert seen["documents"][0]["lists"][1]["first"] == "表2 第2行"


def test_a_column_of_both_sides_is_shown_as_such(kg: Callable[..., Result], tmp_path: Path) -> None:
    rows = [
        f"{n}\t经济发展\t{name}\t县水利局\t县级职责：{a}。乡镇职责：{b}。"
        for n, (name, a, b) in enumerate(
            [("水库巡查", "负责除险加固", "组织日常巡查"), ("河道清淤", "编制方案", "协调施工")], 1
        )
    ]
    head = "云溪县竹林镇配合履职事项清单\n序号\t事项类别\t事项名称\t对应部门\t职责分工\n"
    path = tmp_path / "one.txt"
    path.write_text(head + "\n".join(rows) + "\n", "utf-8")

    seen = json.loads(kg("inspect", path, "--json").stdout)
    shown = kg("inspect", path, "--draft").stdout

    assert seen["tables"][0]["columns"][4] == {"header": "职责分工", "role": "both-sides"}
    assert "职责分工→上级职责和乡镇职责" in shown
    drafted = json.loads((tmp_path / "one.txt.map.json").read_text("utf-8"))
    assert "职责分工" not in drafted["columns"]


def test_a_file_that_would_not_load_is_exit_1_and_says_why(
    kg: Callable[..., Result], tmp_path: Path
) -> None:
    path = tmp_path / "扫描.pdf"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"x" * 50)

    result = kg("inspect", path)

    assert result.exit_code == 1
    assert "图片" in result.stdout
    assert "不能读入" in result.stdout


def test_a_draft_of_a_mapping_file_is_written_once(
    kg: Callable[..., Result], tmp_path: Path, small_text: str
) -> None:
    path = write(tmp_path, small_text)

    assert kg("inspect", path, "--draft").exit_code == 0
    draft = json.loads((tmp_path / "清单.docx.map.json").read_text("utf-8"))
    assert draft["columns"]["事项名称"] == "name"
    assert draft["place"].endswith("云溪县/竹林镇")
    built = kg("build", path, "--store", tmp_path / "store")
    assert built.exit_code == 0, built.output
    again = kg("inspect", path, "--draft")
    assert again.exit_code == 1
    assert "没有覆盖" in again.output


def test_a_folder_in_which_a_list_was_skipped_is_exit_1(
    kg: Callable[..., Result], small: Path, tmp_path: Path
) -> None:
    (small / "另一份.docx").write_bytes(b"\x89PNG\r\n\x1a\n" + b"x" * 50)

    refused = kg("build", small, "--store", tmp_path / "store")
    assert refused.exit_code == 1
    assert "另一份.docx" in refused.output
    assert "读 2/2：" in refused.output
    kept = kg("build", small, "--store", tmp_path / "store", "--keep-going")
    assert kept.exit_code == 0
    assert "略过 (left out): 另一份.docx" in kept.output


def test_a_workbook_is_told_by_the_names_of_file_and_sheets(
    kg: Callable[..., Result], tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet("基本履职事项清单")
    header = ["序号", "事项类别", "事项名称"]
    for row in (header, [1, "党的建设", "开展党员教育"], [2, None, "发展党员"], ["合计", None, 2]):
        sheet.append(row)
    sheet.merge_cells("B2:B3")
    path = tmp_path / "云溪县竹林镇2025年6月.xlsx"
    book.save(path)

    seen = json.loads(kg("inspect", path, "--json").stdout)

    assert seen["loads"], seen["findings"]
    (document,) = seen["documents"]
    assert (document["township"], document["edition"]) == ("云溪县竹林镇", "2025-06")
    assert [(found["list"], found["rows"]) for found in document["lists"]] == [("basic", 2)]
    assert not [f for f in seen["findings"] if f["kind"] in ("count-differs", "loose-text")]


def test_ids_of_programs_are_not_shown_and_a_folder_is_called_one(
    kg: Callable[..., Result], tmp_path: Path
) -> None:
    path = tmp_path / "别的.txt"
    path.write_text("这不是清单\n只有两行\n", "utf-8")

    assert "版本 未注明日期" in kg("inspect", path).stdout
    assert "是文件夹" in kg("inspect", tmp_path).output


def test_what_is_in_a_file_is_said_in_english_but_for_the_words_of_the_source(
    kg: Callable[..., Result], tmp_path: Path, small_text: str
) -> None:
    shown = kg("inspect", write(tmp_path, small_text), "--lang", "en").stdout

    assert "Word document (.docx); " in shown
    assert "承接部门及工作方式→holder and way of working" in shown
    assert "云溪县竹林镇, edition" in shown
    assert shown.rstrip().endswith("\nloads")
    for word in ("读作", "张表", "行是", "版本", "可以读入"):
        assert word not in shown


def test_every_container_and_every_use_of_a_column_has_english_words() -> None:
    said = [kind.zh for kind in Kind] + list(_ROLES.values())

    assert [word for word in said if not translated(word, "en").isascii()] == []
