"""PDF with text as pages: characters and ruling lines, read by pypdfium2.

Scans are recognised by their pictures, fonts without text by their characters; both are refused
with advice. Nothing in a PDF is run: scripts, links, forms and attachments are never looked at.
"""

from __future__ import annotations

import ctypes
import itertools
import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kg.reading.blocks import Block
from kg.reading.containers.archives import encrypted
from kg.reading.containers.limits import MAX_PAGES, Refused, TextProblem, too_large
from kg.reading.containers.printed.page import Glyph, Page
from kg.reading.containers.printed.pages import page_blocks
from kg.reading.containers.recognising import can_recognise

if TYPE_CHECKING:
    import pypdfium2 as pdfium

_MOST_GLYPHS = 200_000
_MOST_OBJECTS = 100_000
_SLANT = 0.1
_NO_LETTER = frozenset((0, 10, 13, 0xFFFE, 0xFFFF))
_SPACE = 32
_FAR = 1e7
_PASSWORD = 4  # FPDF_ERR_PASSWORD
_UPRIGHT = 90
_IMAGE, _PATH = 3, 2  # FPDF_PAGEOBJ_IMAGE, FPDF_PAGEOBJ_PATH
_FORM = 5
_DEEPEST_FORM = 10
_SAME_PLACE = 0.8


def pdf_blocks(data: bytes) -> tuple[list[Block], list[TextProblem]]:
    """The lines and table rows of a PDF.

    Raises:
        Refused: it is damaged, locked, a scan, without ruled tables or larger than any list.
    """
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise encrypted() from error
        what = "PDF 损坏或没有下载完整，打不开；请重新下载 (damaged or cut off)"
        raise Refused("damaged", what) from error
    try:
        count = len(document)
        if count == 0:
            raise Refused("damaged", "PDF 里一页也没有，可能没有下载完整 (no pages)")
        if count > MAX_PAGES:
            raise too_large(f"PDF 有 {count:,} 页，超过上限 {MAX_PAGES:,}")
        slanted: list[str] = []
        blocks, problems = page_blocks(_pages(document, slanted))
        if slanted:
            what = f"斜排的文字（水印）{len(slanted)} 个，没有读入 (slanted text left aside)"
            problems.append(TextProblem("hidden-text", 0, what, "".join(slanted[:40])))
        return blocks, problems
    finally:
        document.close()


def _pages(document: pdfium.PdfDocument, slanted: list[str]) -> Iterator[Page]:
    import pypdfium2 as pdfium

    for index in range(len(document)):
        try:
            page = document[index]
        except pdfium.PdfiumError as error:
            what = f"PDF 的第{index + 1}页打不开，文件可能损坏 (a damaged page)"
            raise Refused("damaged", what) from error
        try:
            found = _read(page, index + 1, slanted)
            yield _recognised(page, index + 1) if found.scanned and can_recognise() else found
        finally:
            page.close()


def _recognised(page: pdfium.PdfPage, number: int) -> Page:
    """A page that is a picture, read as one."""
    from kg.reading.containers.printed.recognised.sheet import LONG_SIDE, recognised_page

    width, height = page.get_size()
    bitmap = page.render(scale=LONG_SIDE / max(width, height), grayscale=True)
    try:
        return recognised_page(
            bitmap.to_numpy().reshape(bitmap.height, -1)[:, : bitmap.width].copy(), number
        )
    finally:
        bitmap.close()


def _read(page: pdfium.PdfPage, number: int, slanted: list[str]) -> Page:
    """The characters and lines of a page, turned as it is shown."""
    import pypdfium2.raw as raw

    turn = page.get_rotation() // _UPRIGHT % 4
    left, bottom, right, top = page.get_bbox()
    width, height = right - left, top - bottom
    if not (0 < width < 1e6 and 0 < height < 1e6):
        raise Refused("damaged", f"PDF 的第{number}页没有大小，文件可能损坏 (a page without size)")

    def shown(x: float, y: float) -> tuple[float, float]:
        x, y = x - left, y - bottom
        if turn == 1:
            return y, x
        if turn == 2:
            return width - x, y
        if turn == 3:
            return height - y, width - x
        return x, height - y

    sides = (height, width) if turn % 2 else (width, height)
    found = Page(number, *sides)
    _read_text(page, found, shown, turn, slanted)
    _read_objects(raw, page.raw, found, shown, None, 0)
    return found


def _read_text(
    page: pdfium.PdfPage, found: Page, shown: Any, turn: int, slanted: list[str]
) -> None:
    import pypdfium2.raw as raw

    text = page.get_textpage()
    try:
        count = text.count_chars()
        if count > _MOST_GLYPHS:
            raise too_large(f"第{found.number}页有 {count:,} 个字符，超过上限 {_MOST_GLYPHS:,}")
        box = raw.FS_RECTF()
        handle = text.raw
        there = ctypes.byref(box)
        seen: dict[tuple[str, int, int], Glyph] = {}
        letter_of, made_up = raw.FPDFText_GetUnicode, raw.FPDFText_IsGenerated
        place, slant = raw.FPDFText_GetLooseCharBox, raw.FPDFText_GetCharAngle
        for index in range(count):
            code = letter_of(handle, index)
            if code in _NO_LETTER or (code == _SPACE and made_up(handle, index) == 1):
                continue
            if not place(handle, index, there) or not abs(box.left + box.bottom) < _FAR:
                continue
            letter = chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
            angle = slant(handle, index)
            if angle > 0 and abs(math.sin(2 * angle)) > _SLANT:
                if not letter.isspace():
                    slanted.append(letter)
                continue
            x0, y0 = shown(box.left, box.top)
            x1, y1 = shown(box.right, box.bottom)
            glyph = Glyph(letter, min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
            # Bold print is imitated by drawing a character twice, a hair apart.
            key = (letter, round(glyph.x), round(glyph.y))
            twin = seen.get(key)
            if twin and abs(twin.x - glyph.x) < _SAME_PLACE and abs(twin.y - glyph.y) < _SAME_PLACE:
                continue
            seen[key] = glyph
            found.glyphs.append(glyph)
    finally:
        text.close()


def _read_objects(
    raw: Any, holder: Any, found: Page, shown: Any, matrices: Any, depth: int
) -> None:
    """The lines and pictures of a page, those of the forms it is put together from too."""
    form = matrices is not None
    count = (raw.FPDFFormObj_CountObjects if form else raw.FPDFPage_CountObjects)(holder)
    if count > _MOST_OBJECTS:
        raise too_large(f"第{found.number}页有 {count:,} 个图形，超过上限 {_MOST_OBJECTS:,}")
    get = raw.FPDFFormObj_GetObject if form else raw.FPDFPage_GetObject
    for index in range(count):
        item = get(holder, index)
        kind = raw.FPDFPageObj_GetType(item)
        if kind == _PATH:
            _read_path(raw, item, found, shown, matrices or ())
        elif kind == _IMAGE:
            _read_picture(raw, item, found, shown, matrices or ())
        elif kind == _FORM and depth < _DEEPEST_FORM:
            inner = (_matrix(raw, item), *(matrices or ()))
            _read_objects(raw, item, found, shown, inner, depth + 1)


def _matrix(raw: Any, item: Any) -> Any:
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, ctypes.byref(matrix)):
        return (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _apply(matrices: Any, x: float, y: float) -> tuple[float, float]:
    for a, b, c, d, e, f in matrices:
        x, y = a * x + c * y + e, b * x + d * y + f
    return x, y


def _read_path(raw: Any, item: Any, found: Page, shown: Any, matrices: Any) -> None:
    """The straight pieces of a path; filled thin rectangles are lines, too."""
    steps = (_matrix(raw, item), *matrices)
    count = raw.FPDFPath_CountSegments(item)
    if count <= 0 or count > 5_000:
        return
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    parts: list[list[tuple[float, float]]] = []
    for index in range(count):
        segment = raw.FPDFPath_GetPathSegment(item, index)
        kind = raw.FPDFPathSegment_GetType(segment)
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        if kind == raw.FPDF_SEGMENT_MOVETO:
            points = []
            parts.append(points)
        elif kind != raw.FPDF_SEGMENT_LINETO:
            points = []  # a curve draws no table
            parts.append(points)
            continue
        points.append(shown(*_apply(steps, x.value, y.value)))
        if raw.FPDFPathSegment_GetClose(segment) and len(points) > 1:
            points.append(points[0])
    for part in parts:
        if len(part) >= 4 and _is_box(part):
            xs, ys = [p[0] for p in part], [p[1] for p in part]
            found.frame(min(xs), min(ys), max(xs), max(ys))
        else:
            for start, end in itertools.pairwise(part):
                found.draw(*start, *end)


def _is_box(points: list[tuple[float, float]]) -> bool:
    """Whether the points are the corners of an upright rectangle."""
    xs = {round(x) for x, _ in points}
    ys = {round(y) for _, y in points}
    return len(points) <= 5 and len(xs) <= 2 and len(ys) <= 2


def _read_picture(raw: Any, item: Any, found: Page, shown: Any, matrices: Any) -> None:
    steps = (_matrix(raw, item), *matrices)
    corners = [shown(*_apply(steps, x, y)) for x, y in ((0, 0), (1, 0), (0, 1), (1, 1))]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    share = (max(xs) - min(xs)) * (max(ys) - min(ys)) / (found.width * found.height)
    if share > found.pictured:
        found.pictured, found.picture = share, (min(xs), min(ys), max(xs), max(ys))
