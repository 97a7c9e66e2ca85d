"""Bad input: one clear message with file and line, all problems at once, never a traceback."""

from __future__ import annotations

import os
import random
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pace import at_most

from kg import resources
from kg.reading.documents import Source, collect, read_document, read_documents
from kg.values import Document
from kg.vocabulary.loading import Vocabulary

HEADER = "序号\t事项类别\t事项名称\t对应上级部门\t上级部门职责\t乡镇配合职责"
ROW = "1\t乡村振兴\t供水保障\t县水利局\t1.制定规划；2.安排资金。\t1.宣传；2.上报。"
HEAD = f"云溪县竹林镇履职事项清单\n2025年3月\n云溪县竹林镇配合履职事项清单\n{HEADER}\n"


@pytest.fixture
def read(tmp_path: Path, tables: Vocabulary):
    def run(data: bytes | str, name: str = "list.txt") -> Document:
        path = tmp_path / name
        path.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
        with at_most(10):
            document = read_document(Source(name, path), tables)
        assert document.coverage.complete
        return document

    return run


def errors(document: Document) -> list[tuple[str, int]]:
    return [(f.kind, f.line) for f in document.findings if f.severity == "error"]


@pytest.mark.parametrize("data", [b"", b"\n\n", b"  \t \n", b"\xef\xbb\xbf", "\u3000\n".encode()])
def test_an_empty_file_is_said_to_be_empty(read, data: bytes) -> None:
    assert errors(read(data)) == [("empty", 0)]


@pytest.mark.parametrize(
    "data",
    [
        random.Random(1).randbytes(20_000),
        bytes(range(256)) * 20,
        b"\xff\xfe\x00\xd8" * 10,
        bytes(range(0x80, 0xFF)) * 50,
    ],
    ids=["random", "bytes", "surrogates", "high bytes"],
)
def test_rubbish_is_no_text(read, data: bytes) -> None:
    (found,) = errors(read(data))
    assert found[0] == "undecodable"


def test_utf16_without_mark_is_read(read) -> None:
    document = read((HEAD + ROW).encode("utf-16-le"))
    assert errors(document) == []
    assert len(document.duties) == 1


def test_broken_utf8_is_reported_with_its_line(read) -> None:
    data = (HEAD + ROW + "\n").encode("utf-8")
    assert errors(read(data + b"2\t\xe4\xb9\t\n")) == [("undecodable", 6)]


def test_latin1_text_is_no_list(read) -> None:
    kinds = [
        kind for kind, _ in errors(read("Größe der Gemeinde, façade\n".encode("latin-1") * 20))
    ]
    assert kinds in (["undecodable"], ["no-list"])


def test_control_characters_are_reported_with_their_line(read) -> None:
    assert errors(read(HEAD + ROW + "\n2\t\x00\t")) == [("undecodable", 6)]


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ("2\t乡村振兴\t灌溉", "row-too-short"),
        ("2\t乡村振兴\t灌溉\t县水利局\t1.甲。\t1.乙。\t多\t余", "row-too-long"),
        ("2\t乡村振兴\t\t县水利局\t1.甲。\t1.乙。", "row-without-name"),
        ("2 乡村振兴 灌溉 县水利局", "row-broken"),
    ],
)
def test_rows_that_do_not_fit_their_header_are_reported_each_with_its_line(
    read, row: str, kind: str
) -> None:
    document = read(f"{HEAD}{ROW}\n{row}\n3\t乡村振兴\t排水\t县水利局\t1.甲。\t1.乙。\n{row}")
    assert errors(document) == [(kind, 6), (kind, 8)]
    assert len(document.duties) == 2


def test_rows_before_any_header_are_reported(read) -> None:
    assert ("row-without-header", 1) in errors(read(f"{ROW}\n{HEAD}{ROW}"))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("云溪县竹林镇配合履职事项清单", "list-empty"),
        (HEAD, "list-empty"),
        (HEADER, "no-list"),
        ("春眠不觉晓\n处处闻啼鸟", "no-list"),
        ("a\tb\tc\n1\t2\t3", "no-list"),
    ],
)
def test_a_document_without_rows_is_no_list(read, text: str, kind: str) -> None:
    assert kind in [found for found, _ in errors(read(text))]


def test_a_line_too_long_is_left_out_and_reported_and_the_rest_is_read(read) -> None:
    document = read(f"{HEAD}{ROW}\n2\t乡村振兴\t{'长' * 500_000}\t县水利局\t甲\t乙\n")
    assert errors(document) == [("too-large", 6)]
    assert len(document.duties) == 1


def test_a_line_of_nine_megabytes_is_reported_at_once(read) -> None:
    assert ("too-large", 6) in errors(read(f"{HEAD}{ROW}\n{'长' * 3_000_000}"))


def test_two_hundred_thousand_tags_in_a_cell_are_reported_at_once(read) -> None:
    tags = "<p>" * 100_000 + "</p>" * 100_000
    assert ("too-large", 5) in errors(read(HEAD + ROW.replace("1.宣传", tags)))


def test_a_file_over_the_limit_is_not_even_read(tmp_path: Path, tables: Vocabulary) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    document = read_document(Source("big.txt", path), tables)
    assert errors(document) == [("too-large", 0)]


def test_a_file_that_vanishes_is_reported(tmp_path: Path, tables: Vocabulary) -> None:
    (tmp_path / "a.txt").write_text(HEAD + ROW, "utf-8")
    (tmp_path / "b.txt").write_text(HEAD + ROW, "utf-8")
    sources = collect([tmp_path]).sources
    (tmp_path / "a.txt").unlink()
    gone, there = sorted(read_documents(sources, tables), key=lambda d: d.path)
    assert errors(gone) == [("unreadable", 0)]
    assert there.duties


@pytest.mark.skipif(
    sys.platform == "win32" or (hasattr(os, "geteuid") and os.geteuid() == 0),
    reason="permissions do not bind here",
)
def test_a_file_without_permission_is_reported(tmp_path: Path, tables: Vocabulary) -> None:
    path = tmp_path / "a.txt"
    path.write_text(HEAD + ROW, "utf-8")
    path.chmod(0)
    assert errors(read_document(Source("a.txt", path), tables)) == [("unreadable", 0)]


def test_a_folder_named_like_a_list_is_walked_as_a_folder(
    tmp_path: Path, tables: Vocabulary
) -> None:
    (tmp_path / "x.txt").mkdir()
    (tmp_path / "x.txt" / "list.txt").write_text(HEAD + ROW, "utf-8")
    assert [source.name for source in collect([tmp_path]).sources] == ["x.txt/list.txt"]
    assert errors(read_document(Source("x.txt", tmp_path / "x.txt"), tables)) == [("unreadable", 0)]


def test_a_missing_path_is_reported_not_raised(tmp_path: Path, tables: Vocabulary) -> None:
    (document,) = read_documents(collect([tmp_path / "none.txt"]).sources, tables)
    assert errors(document) == [("unreadable", 0)]


def test_a_folder_without_lists_yields_no_source_and_says_what_was_left(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"x")
    (tmp_path / ".hidden.txt").write_bytes(b"x")
    (tmp_path / "README.txt").write_bytes(b"x")
    collected = collect([tmp_path])
    assert collected.sources == ()
    assert [finding.kind for finding in collected.findings] == ["file-skipped"]


@pytest.mark.parametrize("mark", ["duty-kg.json", "duty-kg-site.json"])
def test_a_store_or_site_among_the_lists_is_left_and_said(tmp_path: Path, mark: str) -> None:
    """It has copies of the lists: they would stand twice, and its tables are no lists."""
    ours = tmp_path / "made" / "shelf"
    ours.mkdir(parents=True)
    (ours.parent / mark).write_bytes(b"{}")
    for folder in (tmp_path, ours):
        (folder / "list.txt").write_bytes(b"x")
    collected = collect([tmp_path])
    assert [source.name for source in collected.sources] == ["list.txt"]
    assert [(f.kind, f.document) for f in collected.findings] == [("file-skipped", "made")]


def test_a_csv_with_an_open_quote_is_reported(read) -> None:
    text = 'a,b\n序号,事项类别,事项名称\n1,党建,"没有结束\n2,党建,乙\n'
    assert ("undecodable", 3) in errors(read(text, "list.csv"))


def bundled() -> list[Path]:
    return sorted(resources.folder("sources").glob("*.txt"))


SHARES = (34, 47, 58, 71, 83, 91, 97)


def cut_documents() -> list[tuple[str, bytes]]:
    """Each bundled list cut at places spread over its last two thirds; KG_ALTERATIONS: at all of them."""
    cuts = []
    for number, path in enumerate(bundled()):
        data = path.read_bytes()
        chosen = SHARES if "KG_ALTERATIONS" in os.environ else SHARES[number % 2 :: 2]
        cuts.extend(
            (f"{path.stem[:6]}@{share}", data[: len(data) * share // 100]) for share in chosen
        )
    return cuts


@pytest.mark.parametrize(("where", "data"), cut_documents(), ids=lambda value: str(value)[:20])
def test_a_list_cut_off_in_the_middle_is_an_error(read, where: str, data: bytes) -> None:
    for cut in (data[:-1], data[:-2], data[: data.rfind(b"\t")]):
        try:
            words = cut.decode("utf-8")
        except UnicodeDecodeError:
            words = ""
        # The last cells of one list end without any stop: cut there, nothing tells.
        if not (where in ("yining@91", "yining@97") and words and "\t" in words[-200:-1]):
            assert errors(read(cut)), (where, words[-40:])


PIECES = st.sampled_from(
    [
        HEAD, ROW, HEADER, "\n", "\t", "1\t", "2.", "、", "配合履职事项清单", "目录", "<p>", "</p>", "县水利局",
        "：", "云溪县", "序号", "事项名称", "|", "\"", ",", "一、", "（1项）", "&#0;", "\u3000", "\u202e", "￾", "🀄",
    ]
)  # fmt: skip


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.lists(PIECES, max_size=25).map("".join) | st.text(max_size=80), csv=st.booleans())
def test_any_text_is_read_and_every_line_accounted_for(read, text: str, csv: bool) -> None:
    data = text.encode("utf-8", "surrogatepass")
    document = read(data, "list.csv" if csv else "list.txt")
    for duty in document.duties:
        for clause in (*duty.superior, *duty.township):
            assert clause.quote in duty.row.quote
    for finding in document.findings:
        assert finding.message
        assert finding.kind


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(read, data: bytes) -> None:
    document = read(data)
    assert document.duties or document.findings


UNITS = (
    "一、",
    "县",
    "县水利局、",
    "县水利局及",
    "等部门",
    "（",
    "1",
    "，",
    "牵头部门：",
    "承接部门：",
    "甲：",
    " ",
    "（牵头）",
    "及其他",
    "目录1",
    "木",
    "市",
)


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("column", [2, 3, 4])
def test_hostile_cells_take_seconds_at_most(read, unit: str, column: int) -> None:
    cells = ROW.split("\t")
    cells[column] = unit * (100_000 // len(unit))
    read(HEAD + "\t".join(cells))


@pytest.mark.parametrize("unit", UNITS)
def test_hostile_lines_take_seconds_at_most(read, unit: str) -> None:
    line = unit * (100_000 // len(unit))
    read(
        f"{line}\n{HEAD}{line}\n{ROW}\n{line}\n云溪县竹林镇上级部门收回事项清单\n序号\t事项名称\t承接部门及工作方式\n1\t甲\t{line}"
    )
