"""What reading a form costs beside the library that opens it: CPU seconds of the same file."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import forms
import pytest

from kg.reading.containers.opening import open_any
from kg.resources import folder

RUNS = 3
LIMITS = {"xlsx": 1.0, "pdf": 3.0, "html": 6.0, "docx": 6.0}
"""How many times the library's own time a form may take.

For web pages and Word documents the library is the bare parser with the text of every cell: no
merged cells, numbers or paragraphs.
"""


@pytest.fixture(scope="module")
def parts() -> list[forms.Section]:
    return forms.sections(folder("sources") / "mulei-dongcheng-2025-07.txt")


def bare_html(data: bytes) -> None:
    from lxml import html

    root = html.document_fromstring(data)
    ["".join(cell.itertext()) for cell in root.iter("td", "th")]


def bare_xlsx(data: bytes) -> None:
    import openpyxl

    for sheet in openpyxl.load_workbook(io.BytesIO(data)):
        list(sheet.iter_rows(values_only=True))


def bare_docx(data: bytes) -> None:
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    ["".join(cell.itertext()) for cell in root.iter("{*}tc")]


def bare_pdf(data: bytes) -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    for page in document:
        text = page.get_textpage()
        [text.get_charbox(at) for at in range(text.count_chars())]
        [item.get_bounds() for item in page.get_objects()]
    document.close()


def seconds(call: Callable[[], object]) -> float:
    """The least of a few runs, in CPU seconds."""
    taken = []
    for _ in range(RUNS):
        start = time.process_time()
        call()
        taken.append(time.process_time() - start)
    return min(taken)


@pytest.mark.parametrize("form", ["html", "xlsx", "docx", "pdf"])
def test_reading_a_form_beside_its_library(
    form: str, parts: list[forms.Section], tmp_path: Path
) -> None:
    if form == "pdf":
        if forms.OFFICE is None:
            pytest.skip("needs LibreOffice")
        source = tmp_path / "list.docx"
        source.write_bytes(forms.document(forms.word_body(parts)))
        data = forms.convert([source], "pdf", tmp_path / "out")[0].read_bytes()
    else:
        data = {
            "html": lambda: forms.web_page(parts).encode(),
            "xlsx": lambda: forms.workbook(parts),
            "docx": lambda: forms.document(forms.word_body(parts)),
        }[form]()
    bare = {"html": bare_html, "xlsx": bare_xlsx, "docx": bare_docx, "pdf": bare_pdf}[form]

    ours, theirs = seconds(lambda: open_any(f"a.{form}", data)), seconds(lambda: bare(data))

    print(f"\n{form}: {ours:.3f} s, library {theirs:.3f} s, ratio {ours / theirs:.1f}")
    assert ours < LIMITS[form] * theirs
