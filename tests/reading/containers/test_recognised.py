"""Recognised pages: lines and writing found in pictures, every row marked, doubts said, or refused."""

from __future__ import annotations

import importlib.util
import io
import queue
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kg.citing import RECOGNISED, cited, in_english
from kg.findings import errors
from kg.reading.containers import apart, kinds
from kg.reading.containers.kinds import Kind
from kg.reading.containers.limits import Refused
from kg.reading.containers.printed import pdf as printed_pdf
from kg.reading.containers.printed.page import Glyph, Page
from kg.reading.containers.printed.pages import page_blocks
from kg.reading.containers.printed.recognised.ink import ink_of, rules_of, slant_of, without
from kg.reading.containers.printed.recognised.sheet import _Sheet
from kg.reading.containers.printed.recognised.writing import Box, lines_in, usual_height
from kg.reading.containers.recognising import can_recognise
from kg.reading.documents import Source, read_document
from kg.vocabulary.loading import Vocabulary

DATA = Path(__file__).resolve().parents[2] / "data"
needs_ocr = pytest.mark.skipif(not can_recognise(), reason="needs the extra ocr")
SIZE = 10.0
EDGES = (50.0, 90.0, 150.0, 400.0)
HEADER = ("序号", "类别", "事项名称")


# -- ink -------------------------------------------------------------------------------------------


def paper(height: int = 400, width: int = 600) -> Any:
    return np.full((height, width), 245, np.uint8)


def ruled(edges: tuple[int, ...], levels: tuple[int, ...]) -> Any:
    """A table of black lines two points thick."""
    grey = paper()
    for x in edges:
        grey[levels[0] : levels[-1] + 2, x : x + 2] = 20
    for y in levels:
        grey[y : y + 2, edges[0] : edges[-1] + 2] = 20
    return grey


def places(strokes: list[Any]) -> list[int]:
    return sorted({round(stroke.at / 5) * 5 for stroke in strokes})


def test_the_lines_of_a_table_are_found_and_taken_out_of_the_ink() -> None:
    ink = ink_of(ruled((50, 110, 300, 500), (60, 120, 200, 320)))
    level, upright = rules_of(ink, 100)
    assert places(level) == [60, 120, 200, 320]
    assert places(upright) == [50, 110, 300, 500]
    assert without(ink, level, upright).sum() == 0


def test_a_line_that_goes_over_a_narrow_column_alone_is_found() -> None:
    grey = ruled((50, 90, 500), (60, 320))
    grey[200:202, 50:90] = 20
    level, _ = rules_of(ink_of(grey), 100)
    assert [(s.start // 10, s.end // 10) for s in level if 190 < s.at < 210] == [(5, 9)]


def test_strokes_that_end_in_the_middle_of_a_cell_are_no_lines_of_a_table() -> None:
    grey = ruled((50, 300, 500), (60, 320))
    grey[150:152, 90:240] = 20  # an underline
    grey[180:183, 330:362] = 20  # the character one
    grey[100:130, 400:403] = 20
    level, upright = rules_of(ink_of(grey), 100)
    assert places(level) == [60, 320]
    assert places(upright) == [50, 300, 500]


def test_a_line_close_between_two_lines_of_writing_is_found() -> None:
    grey = ruled((50, 300, 500), (60, 98, 320))
    for top in (64, 102):
        for left in range(306, 480, 9):  # strokes right up to the line, above and below
            grey[top : top + 31, left : left + 6] = 20
    level, _ = rules_of(ink_of(grey), 100)
    assert places(level) == [60, 100, 320]
    assert sum(s.end - s.start for s in level if 90 < s.at < 105) > 440


def test_a_page_of_specks_is_refused() -> None:
    grey = paper(1200, 1600)
    for top in range(20, 1180, 20):
        for left in range(20, 1580, 40):
            grey[top : top + 8, left : left + 8] = 10
    with pytest.raises(Refused, match="污点"):
        _Sheet(grey).page(1)


def test_a_character_in_a_low_row_is_no_line_between_columns() -> None:
    grey = ruled((50, 300, 500), (60, 92, 200))
    for left in (120, 180, 360):
        grey[64:90, left : left + 3] = 20  # paper left above and below
    _, upright = rules_of(ink_of(grey), 100)
    assert places(upright) == [50, 300, 500]


def test_lines_are_found_beside_a_table_of_other_columns() -> None:
    grey = paper()
    grey[60:202] = ruled((50, 500), (60, 98, 200))[60:202]
    grey[220:362] = ruled((50, 300, 500), (220, 360))[220:362]
    grey[200:215, 50:52] = 20  # a character hangs from the side of the first
    for left in range(56, 490, 9):
        grey[64:95, left : left + 6] = 20
        grey[102:130, left : left + 6] = 20
    level, _ = rules_of(ink_of(grey), 100)
    assert places(level) == [60, 100, 200, 220, 360]


def test_writing_between_two_tables_does_not_join_their_lines() -> None:
    grey = ruled((50, 300, 500), (60, 160))
    grey[200:302] = ruled((50, 300, 500), (200, 300))[200:302]
    grey[166:196, 300:302] = 20  # a character's stroke, in line with both
    _, upright = rules_of(ink_of(grey), 100)
    assert all(stroke.end < 170 or stroke.start > 190 for stroke in upright)


def test_shades_of_paper_are_no_ink_and_dust_is_none() -> None:
    grey = np.tile(np.linspace(120, 250, 600).astype(np.uint8), (400, 1))
    assert ink_of(grey).sum() == 0
    grey[100, 300] = 0
    assert ink_of(grey).sum() == 0
    grey[200:204, 300:330] = 10
    assert ink_of(grey)[200:204, 300:330].all()


def test_the_shadow_at_the_edge_of_a_scan_is_no_ink() -> None:
    grey = paper()
    grey[:, 590:594] = 0
    grey[3:6] = 0
    assert ink_of(grey).sum() == 0


@pytest.mark.parametrize("degrees", [-2.0, -0.5, 0.0, 1.0])
def test_the_slant_of_a_page_is_found(degrees: float) -> None:
    ink = np.zeros((800, 800), np.bool_)
    at = np.arange(100, 700)
    for y in range(150, 650, 50):
        rows = np.round(y - (at - 400) * np.tan(np.radians(degrees))).astype(int)
        ink[rows, at] = True
    assert slant_of(ink) == pytest.approx(-degrees, abs=0.15)


# -- writing ---------------------------------------------------------------------------------------


def blot(ink: Any, left: int, top: int, right: int, bottom: int) -> None:
    ink[top:bottom, left:right] = True


def test_lines_of_writing_are_found_from_top_to_bottom() -> None:
    ink = np.zeros((200, 300), np.bool_)
    for top in (10, 50, 90):
        blot(ink, 20, top, 200, top + 28)
    whole = Box(0, 0, 300, 200)
    assert usual_height(ink, [whole]) == 28
    assert [(b.top, b.bottom) for b in lines_in(ink, whole, 28)] == [(10, 38), (50, 78), (90, 118)]


def test_the_strokes_of_one_character_are_one_line_and_lines_that_touch_are_two() -> None:
    ink = np.zeros((200, 300), np.bool_)
    for top in (10, 20, 31):  # three
        blot(ink, 20, top, 48, top + 3)
    blot(ink, 20, 80, 200, 106)
    blot(ink, 90, 106, 93, 110)  # a stroke that reaches down
    blot(ink, 20, 110, 200, 136)
    found = lines_in(ink, Box(0, 0, 300, 200), 28)
    assert (found[0].top, found[0].bottom) == (10, 34)
    assert [round(b.height / 10) for b in found] == [2, 3, 3]


def test_a_single_stroke_is_writing_and_pieces_far_apart_are_two() -> None:
    ink = np.zeros((100, 400), np.bool_)
    blot(ink, 20, 40, 48, 43)  # the character one
    blot(ink, 300, 30, 350, 58)
    found = lines_in(ink, Box(0, 0, 400, 100), 28)
    assert [(b.left, b.right) for b in found] == [(20, 48), (300, 350)]


# -- pages -----------------------------------------------------------------------------------------


def recognised(
    rows: list[tuple[str, ...]], number: int = 1, sure: dict[str, float] | None = None
) -> Page:
    """A page as the recogniser hands it out; ``sure`` has the characters that it doubts."""
    on = Page(number, 500, 700, recognised=True)
    y = 100.0
    for row in rows:
        for at, cell in enumerate(row):
            on.draw(EDGES[at], y, EDGES[at + 1], y)
            for step, letter in enumerate(cell):
                left = EDGES[at] + 3 + step * SIZE
                glyph = Glyph(letter, left, y + 4, left + SIZE, y + 14)
                glyph.sure = (sure or {}).get(letter, 0.99)
                on.glyphs.append(glyph)
        for edge in EDGES:
            on.draw(edge, y, edge, y + 20)
        y += 20
    on.draw(EDGES[0], y, EDGES[-1], y)
    return on


ROWS = [HEADER, ("1", "党建", "学习贯彻党的创新理论"), ("2", "民生", "开展临时救助")]


def test_every_row_says_that_it_was_recognised_and_the_page_how_surely() -> None:
    blocks, problems = page_blocks([recognised(ROWS)])
    assert all(block.locator.endswith(RECOGNISED) for block in blocks)
    assert [p.kind for p in problems] == ["recognised"]
    assert "平均把握 99.0%" in problems[0].message


def test_a_row_over_two_pages_says_it_once() -> None:
    second = recognised([HEADER, ("", "", "和再救助"), ("3", "民生", "走访")], 2)
    blocks, _ = page_blocks([recognised(ROWS), second])
    joined = next(b for b in blocks if b.cells[0] == "2")
    assert joined.cells[2] == "开展临时救助和再救助"
    assert joined.locator == f"第1页 第3行，接第2页 第2行{RECOGNISED}"


def test_a_printed_page_beside_a_recognised_one_is_not_marked() -> None:
    printed = recognised([HEADER, ("3", "民生", "走访慰问")], 2)
    printed.recognised = False
    blocks, _ = page_blocks([recognised(ROWS), printed])
    assert [b.locator.endswith(RECOGNISED) for b in blocks] == [True] * 3 + [False] * 2


def test_rows_that_share_a_cell_in_a_scan_are_an_error() -> None:
    on = recognised(ROWS)
    on.across = [
        ruling for ruling in on.across if not (130 < ruling.at < 150 and ruling.start > 140)
    ]
    problem = next(p for p in page_blocks([on])[1] if p.kind == "illegible")
    assert "第1页 第3行和上一行之间，第 3 格没有找到横线" in problem.message


@pytest.mark.parametrize(
    ("letter", "sure", "kind"),
    [("贯", 0.7, "recognised-unsure"), ("贯", 0.3, "illegible"), ("贯", 0.9, None)],
)
def test_a_doubted_character_is_said_with_its_row(
    letter: str, sure: float, kind: str | None
) -> None:
    blocks, problems = page_blocks([recognised(ROWS, sure={letter: sure})])
    found = [p for p in problems if p.kind != "recognised"]
    assert [p.kind for p in found] == ([kind] if kind else [])
    for problem in found:
        assert problem.line == blocks[1].line
        assert f"“{letter}”（{sure:.0%}）" in problem.message


def test_a_page_that_can_hardly_be_read_is_an_error_and_a_blur_is_refused() -> None:
    letters = {letter: 0.85 for row in ROWS for cell in row for letter in cell}
    assert "illegible" in [p.kind for p in page_blocks([recognised(ROWS, sure=letters)])[1]]
    with pytest.raises(Refused, match="太不清楚"):
        page_blocks([recognised(ROWS, sure=dict.fromkeys(letters, 0.5))])


def test_text_beside_a_picture_is_not_taken_for_what_the_picture_says() -> None:
    on = recognised(ROWS)
    on.recognised, on.pictured, on.picture = False, 0.6, (0.0, 300.0, 500.0, 700.0)
    assert on.scanned
    on.picture = (0.0, 0.0, 500.0, 420.0)
    assert on.layered
    assert not on.scanned


# -- without the extra -----------------------------------------------------------------------------


def test_without_the_extra_a_picture_is_refused_with_the_way_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(kinds, "can_recognise", lambda: False)
    refused = kinds.refusal(Kind.PICTURE)
    assert refused is not None
    for way in ("duty-kg[ocr]", ".docx", "录入"):
        assert way in str(refused)


def picture_as_pdf() -> bytes:
    """A PDF whose only page is a picture (DCTDecode, its bytes are of no account here)."""
    import pypdfium2 as pdfium
    from pypdfium2 import raw

    document = pdfium.PdfDocument.new()
    page = document.new_page(600, 400)
    bitmap = pdfium.PdfBitmap.new_native(60, 40, raw.FPDFBitmap_BGR)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, 60, 40)
    image = pdfium.PdfImage.new(document)
    image.set_bitmap(bitmap)
    image.set_matrix(pdfium.PdfMatrix().scale(600, 400))
    page.insert_obj(image)
    page.gen_content()
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_without_the_extra_a_scan_is_refused_with_the_way_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(printed_pdf, "can_recognise", lambda: False)
    with pytest.raises(Refused, match=r"duty-kg\[ocr\].*录入"):
        printed_pdf.pdf_blocks(picture_as_pdf())


# -- citing ----------------------------------------------------------------------------------------


def test_a_citation_has_the_mark_of_its_row() -> None:
    assert cited("清单.pdf", 12, "第1页 第3行") == "清单.pdf:12"
    assert cited("清单.pdf", 12, f"第1页 第3行{RECOGNISED}") == f"清单.pdf:12{RECOGNISED}"


def test_a_place_is_said_in_english() -> None:
    place = f"第1页 表2 第3行，接第2页 第2行{RECOGNISED}"
    english = "page 1 table 2 row 3, continued on page 2 row 2 (recognised, not printed)"
    assert in_english(place) == english
    assert in_english("工作表“基本” 第2行") == "sheet “基本” row 2"


# -- the child -------------------------------------------------------------------------------------


class Busy(apart._Child):
    """A child that says twice that it is busy, then what it found."""

    def _start(self) -> None:
        class Process:
            stdin = io.BytesIO()
            stdout = None
            returncode = 0

            def poll(self) -> None:
                return None

            kill = wait = poll

        self._process = Process()  # type: ignore[assignment]
        self._answers = queue.SimpleQueue()
        self._files = 9
        for said in ({"busy": True}, {"busy": True}, {"lost": "memory"}):
            self._answers.put(said)


def test_pages_that_take_long_are_waited_for_one_by_one() -> None:
    assert Busy().open("x", b"", 5.0).problems[0].message.startswith("读它要用的内存")


# -- with the extra --------------------------------------------------------------------------------


def told(path: Path, tables: Vocabulary) -> list[tuple[object, ...]]:
    document = read_document(Source(path.name, path), tables)
    assert errors(document.findings) == ()
    return [
        (
            duty.row.kind,
            duty.row.number,
            duty.row.category,
            duty.row.name,
            [department.name for department in duty.departments],
            [clause.text for clause in (*duty.superior, *duty.township)],
            duty.method,
        )
        for duty in document.duties
    ]


@needs_ocr
@pytest.mark.parametrize("form", ["png", "worn.jpg", "side.pdf"])
def test_a_picture_of_a_list_is_read_as_the_list(
    form: str, tables: Vocabulary, tmp_path: Path
) -> None:
    from PIL import Image

    path = tmp_path / f"made-up-list.{form}"
    with Image.open(DATA / "made-up-list.png") as picture:
        grey = picture.convert("L")
    if form == "png":
        grey.save(path)
    elif form == "worn.jpg":
        noise = np.random.default_rng(7).normal(0, 12, (grey.height, grey.width))
        tilted = np.asarray(grey.rotate(0.8, Image.Resampling.BICUBIC, fillcolor=255), np.float32)
        worn = np.clip(tilted * 0.8 + 30 + noise, 0, 255).astype(np.uint8)
        Image.fromarray(worn).save(path, quality=45)
    else:
        grey.transpose(Image.Transpose.ROTATE_90).save(path, resolution=200)
    document = read_document(Source(path.name, path), tables)
    assert all(duty.row.locator.endswith(RECOGNISED) for duty in document.duties)
    assert "recognised" in [finding.kind for finding in document.findings]
    assert told(path, tables) == told(DATA / "made-up-list.txt", tables)


@needs_ocr
def test_nothing_is_fetched_and_no_other_library_is_loaded() -> None:
    """The network is run by itself: what comes with it to fetch models is never loaded."""
    import sys

    from kg.reading.containers.printed.recognised.model import recogniser

    recogniser().read([np.full((30, 90), 255, np.uint8)])
    assert importlib.util.find_spec("rapidocr") is not None
    assert "rapidocr" not in sys.modules
    assert "cv2" not in sys.modules
