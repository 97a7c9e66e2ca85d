"""Containers are told by content, and what cannot be read is refused with the way in."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import forms
import pytest

from kg.reading.containers import Kind, open_apart
from kg.reading.containers.encodings import decode
from kg.reading.containers.kinds import is_html, recognise
from kg.reading.containers.limits import Refused
from kg.reading.containers.recognising import can_recognise
from kg.reading.sources import collect

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 504


def stream(name: str) -> bytes:
    return OLE + (name + "\0").encode("utf-16-le")


def package(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (forms.document("<w:p/>"), Kind.WORD),
        (package(**{"xl/workbook.xml": ""}), Kind.SPREADSHEET),
        (package(mimetype="application/vnd.oasis.opendocument.spreadsheet"), Kind.ODS),
        (package(mimetype="application/vnd.oasis.opendocument.text"), Kind.ODT),
        (package(mimetype="application/vnd.oasis.opendocument.presentation"), Kind.SLIDES),
        (package(**{"ppt/presentation.xml": ""}), Kind.SLIDES),
        (package(**{"OFD.xml": ""}), Kind.OFD),
        (package(**{"清单.txt": "x"}), Kind.ARCHIVE),
        (stream("WordDocument"), Kind.OLD_WORD),
        (stream("Workbook"), Kind.OLD_SPREADSHEET),
        (stream("PowerPoint Document"), Kind.SLIDES),
        (stream("EncryptedPackage"), Kind.ENCRYPTED),
        (OLE, Kind.OTHER),
        (b"%PDF-1.7\n", Kind.PDF),
        (b"\xef\xbb\xbf\n%PDF-1.4", Kind.PDF),
        (b"{\\rtf1\\ansi", Kind.RTF),
        (b"\x89PNG\r\n\x1a\n", Kind.PICTURE),
        (b"\xff\xd8\xff\xe0", Kind.PICTURE),
        (b"Rar!\x1a\x07", Kind.ARCHIVE),
        (b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n", Kind.MHTML),
        ("序号\t事项名称".encode(), Kind.TEXT),
    ],
    ids=lambda value: value if isinstance(value, Kind) else "",
)
def test_a_container_is_told_by_its_content(data: bytes, kind: Kind) -> None:
    assert recognise(data) is kind


PICTURE = ("damaged", "重新扫描") if can_recognise() else ("scanned", "文字识别")
"""What is said of a picture that is none: with the extra ocr it is looked into."""


@pytest.mark.parametrize(
    ("data", "kind", "advice"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"x" * 99, *PICTURE),
        (package(**{"清单.txt": "x"}), "unknown-format", "解压"),
        (b"Rar!\x1a\x07" + b"x" * 99, "unknown-format", "解压"),
        (stream("EncryptedPackage"), "encrypted", "去掉密码"),
        (stream("PowerPoint Document"), "unknown-format", ".docx"),
        (OLE, "unknown-format", ".docx"),
        (b"PK\x03\x04" + b"x" * 99, "damaged", "重新下载"),
        (b"%PDF-1.7\n" + b"x" * 99, "damaged", "重新下载"),
        (stream("Workbook"), "damaged", "另存为 .xlsx"),
        (b"MZ" + b"\0" * 99, "unknown-format", ".docx"),
    ],
)
@pytest.mark.parametrize("name", ["清单.txt", "清单.docx"])
def test_what_cannot_be_read_is_said_with_the_way_in(
    data: bytes, kind: str, advice: str, name: str
) -> None:
    contents = open_apart(name, data)

    assert contents.blocks == []
    assert [p.kind for p in contents.problems] == [kind]
    assert advice in contents.problems[0].message


def test_old_documents_without_an_office_program_get_one_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from kg.reading.containers import office

    monkeypatch.setattr(office, "soffice", lambda: None)
    with pytest.raises(Refused, match=r"另存为 \.docx"):
        office.to_docx(b"", Kind.OLD_WORD)


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE html><p>x",
        "\n <html><body>",
        "<?xml version='1.0'?>\n<html>",
        "<!-- saved --><table><tr>",
        "说明\n<table><tr><td>1</td></tr></table>",
    ],
)
def test_a_web_page_is_one_by_any_name(text: str) -> None:
    assert is_html(text)


@pytest.mark.parametrize("text", ["1\t党的建设\t<p>1.宣传；</p>", '<ol style="x"> 1.制定', "a < b"])
def test_markup_inside_a_list_makes_no_web_page(text: str) -> None:
    assert not is_html(text)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_encodings_of_chinese_offices_are_told_apart(encoding: str) -> None:
    text = "云溪县竹林镇基本履职事项清单\n序号\t事项类别\t事项名称\n1\t党的建设\t学习\n"
    assert decode(text.encode(encoding)).text == text


def test_a_cut_utf16_file_is_said_to_be_broken() -> None:
    data = "履职事项清单\n序号\t事项名称\n".encode("utf-16-le")[:-1]
    with pytest.raises(Refused, match="UTF-16"):
        decode(data)


def test_in_a_folder_a_document_of_any_name_is_read_and_others_are_reported(
    tmp_path: Path,
) -> None:
    (tmp_path / "清单").write_bytes(forms.document("<w:p/>"))
    (tmp_path / "旧.dat").write_text("竹林镇履职事项清单", "gb18030")
    (tmp_path / "run.py").write_text("print()", "utf-8")
    (tmp_path / "list.txt.map.json").write_text('{"place": "履职 清单 事项"}', "utf-8")

    found = collect([tmp_path])

    assert [source.name for source in found.sources] == ["旧.dat", "清单"]
    assert [(f.document, f.kind) for f in found.findings] == [("run.py", "file-skipped")]
