"""Hostile files: bombs, entities, depths and spans are refused in one sentence, the next file is read."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import forms
import openpyxl
import pytest

from kg.reading.containers import apart, open_apart
from kg.reading.containers.limits import MAX_UNPACKED
from kg.reading.documents import Source, read_document
from kg.vocabulary.loading import Vocabulary

ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)
ENTITIES = (
    '<!DOCTYPE l [<!ENTITY a "哈哈">'
    + "".join(
        f'<!ENTITY {c} "{f"&{p};" * 10}">' for p, c in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + '<!ENTITY x SYSTEM "file:///etc/passwd">]>'
)


def replaced(data: bytes, name: str, change: dict[str, str] | str) -> bytes:
    """An archive with an entry replaced, or with words in it replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for entry in old.namelist():
            text = old.read(entry)
            if entry == name:
                if isinstance(change, str):
                    text = change.encode()
                else:
                    for before, after in change.items():
                        text = text.replace(before.encode(), after.encode())
            new.writestr(entry, text)
    return out.getvalue()


def word(inner: str, declared: str = "") -> bytes:
    text = f"{declared}<w:document {forms.W_NS}><w:body>{inner}</w:body></w:document>"
    return replaced(forms.document(""), "word/document.xml", text)


def calc(rows: str, declared: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", 8) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f"{declared}<office:document-content {ODF}><office:body><office:spreadsheet>"
            f'<table:table table:name="a">{rows}</table:table></office:spreadsheet></office:body>'
            "</office:document-content>",
        )
    return out.getvalue()


def sheet(**cells: str) -> bytes:
    book = openpyxl.Workbook()
    for place, value in cells.items():
        book.worksheets[0][place] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def bomb() -> bytes:
    """A document that unpacks to more than the limit."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("word/document.xml", "w") as stream,
    ):
        for _ in range(MAX_UNPACKED // (1 << 20) + 1):
            stream.write(b" " * (1 << 20))
    return out.getvalue()


CELL = "<table:table-cell {}><text:p>a</text:p></table:table-cell>"
HUGE = "9" * 8


def calc_row(more: str = "", cell: str = "") -> str:
    return f"<table:table-row {more}>{CELL.format(cell)}</table:table-row>"


def pages(*objects: str) -> bytes:
    return forms.ofd_file([list(objects)])


TEXT_OBJECT = (
    '<ofd:TextObject ID="1" Boundary="0 0 9 9" Size="3"><ofd:TextCode X="0" Y="0" DeltaX="{}">'
    "序号事项</ofd:TextCode></ofd:TextObject>"
)

REFUSED = {
    "a bomb": (bomb, "解压后超过上限"),
    "entities in .docx": (lambda: word("<w:p><w:r><w:t>&i;&x;</w:t></w:r></w:p>", ENTITIES), "DTD"),
    "entities in .ods": (lambda: calc("&i;&x;", ENTITIES), "DTD"),
    "depth": (lambda: word("<w:tbl><w:tr><w:tc>" * 5000), "打不开"),
    "spans in .docx": (
        lambda: word(
            '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="99999"/></w:tcPr></w:tc></w:tr></w:tbl>'
        ),
        "超过上限",
    ),
    "columns in .ods": (
        lambda: calc(calc_row("", f'table:number-columns-repeated="{HUGE}"')),
        "超过上限",
    ),
    "rows in .ods": (lambda: calc(calc_row(f'table:number-rows-repeated="{HUGE}"')), "超过上限"),
    "depth of a page": (lambda: b"<html><body>" + b"<div>" * 100_000 + b"x", "嵌套"),
    "tables in tables": (lambda: b"<html>" + b"<table><tr><td>" * 3_000 + b"x", "嵌套"),
    "spans of a page": (
        lambda: b"<table>" + b"<tr><td rowspan=65534 colspan=9>a</td></tr>" * 3_000 + b"</table>",
        "超过上限",
    ),
    "far cells": (lambda: sheet(A1="a", XFD1048576="b"), "内存"),
    "a long cell": (lambda: b"<table><tr><td>" + b"a" * 500_000 + b"<td>b</table>", "超过"),
    "many glyphs": (
        lambda: pages(TEXT_OBJECT.replace("序号事项", "事" * 5_000).format("1") * 45),
        "字符超过上限",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_hostile_file_is_refused_in_one_sentence(what: str) -> None:
    make, words = REFUSED[what]

    contents = open_apart("清单.docx", make())

    assert contents.blocks == []
    assert len(contents.problems) == 1
    assert words in contents.problems[0].message
    assert "passwd" not in contents.problems[0].message


def test_huge_numbers_that_mean_nothing_cost_nothing() -> None:
    merged = {
        "</sheetData>": '</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    }
    data = replaced(sheet(A1="a"), "xl/worksheets/sheet1.xml", merged)
    assert [b.text for b in open_apart("a.xlsx", data).blocks] == ["a"]
    offsets = open_apart("a.ofd", pages(TEXT_OBJECT.replace("事项", "乡镇").format(f"g {HUGE} 3")))
    assert [b.text for b in offsets.blocks] == ["序号乡镇"]
    spans = f"table:number-rows-spanned='{HUGE}' table:number-columns-spanned='2'"
    assert len(open_apart("a.ods", calc(calc_row("", spans))).blocks) == 1


def test_no_formula_macro_or_link_is_looked_at() -> None:
    data = sheet(
        A1="序号", B1='=WEBSERVICE("http://127.0.0.1/")', A2='=HYPERLINK("x","y")', B2="甲"
    )
    texts = [b.text for b in open_apart("a.xlsx", data).blocks]
    assert not any("WEBSERVICE" in text or "HYPERLINK" in text for text in texts)


def test_a_file_that_takes_too_long_is_given_up_and_the_next_one_read() -> None:
    row = "<w:tr>" + "<w:tc><w:p/></w:tc>" * 200 + "</w:tr>"
    slow = word("<w:tbl>" + row * 2000 + "</w:tbl>")
    given_up = open_apart("a.docx", slow, seconds=0.02)
    assert "秒还没有读完" in given_up.problems[0].message
    assert [b.text for b in open_apart("b.docx", word(forms._paragraph("甲"))).blocks] == ["甲"]


def test_a_child_that_is_killed_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    good = word(forms._paragraph("甲"))
    assert open_apart("a.docx", good).blocks
    process = apart._CHILD._process
    assert process is not None
    process.kill()
    process.wait()
    assert open_apart("a.docx", good).blocks


def test_a_child_that_cannot_start_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    apart._CHILD.end()
    monkeypatch.setattr(apart.sys, "executable", "/nowhere/python")
    problem = open_apart("a.docx", word(forms._paragraph("甲"))).problems[0]
    assert (problem.kind, "启动不了" in problem.message) == ("unreadable", True)


def test_every_refusal_is_one_finding_of_its_document(tables: Vocabulary, tmp_path: Path) -> None:
    path = tmp_path / "清单.docx"
    path.write_bytes(word("&i;", ENTITIES))
    document = read_document(Source(path.name, path), tables)
    assert [(f.kind, f.line) for f in document.findings] == [("damaged", 0)]
    assert document.duties == ()
