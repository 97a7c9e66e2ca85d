"""The bundled lists in other forms: the same words as web page, workbook, document, table of text.

A list is taken apart into its paragraphs and tables once; each writer puts it together again as
offices publish such lists: categories merged over their rows, titles over the whole width, clauses
as paragraphs of a cell.
"""

from __future__ import annotations

import csv
import html
import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

from kg.reading.containers.text import text_blocks
from kg.values import Document, ListKind

_BREAK = re.compile(r"</?p>|<ol[^>]*>")
W_NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@dataclass
class Section:
    """Paragraphs, then the rows of one list, its header first."""

    lines: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)

    @property
    def title(self) -> str:
        return self.lines[-1].strip("# ")


def sections(path: Path) -> list[Section]:
    """A list as published: the cover and its three lists, tables cut at pages put together."""
    blocks, problems = text_blocks(path.read_text("utf-8"))
    assert not problems
    found = [Section()]
    for block in blocks:
        if not block.tabular or "....." in block.text:
            if found[-1].rows:
                found.append(Section())
            found[-1].lines.append(block.text)
        elif not found[-1].rows or block.cells[0] != "序号":
            found[-1].rows.append(list(block.cells))
    return found


def lines_of(cell: str) -> list[str]:
    """The lines that the markup of a cell makes."""
    return [line.strip() for line in _BREAK.sub("\n", cell).split("\n") if line.strip()] or [""]


def told(document: Document) -> list[tuple[object, ...]]:
    """What a document says, whatever form it was read from."""
    assert document.township is not None
    return [
        (
            document.township.name,
            duty.row.kind.value,
            duty.row.number,
            duty.row.printed,
            duty.row.category,
            duty.row.name,
            [department.name for department in duty.departments],
            [(c.printed, c.section, c.heading, c.text) for c in duty.superior],
            [(c.printed, c.section, c.heading, c.text) for c in duty.township],
            duty.method,
            duty.discontinued,
        )
        for duty in document.duties
    ]


def _category_spans(rows: list[list[str]]) -> Iterator[tuple[list[str], int]]:
    """Each row with the rows its category covers; 0 for those covered by one above."""
    yield rows[0], 1
    for _, group in groupby(rows[1:], key=lambda row: row[1]):
        same = list(group)
        for at, row in enumerate(same):
            yield row, 0 if at else len(same)


# -- text ------------------------------------------------------------------------------------------


def markdown(parts: list[Section], *, bare: bool = False) -> str:
    """Pipe tables, with outer pipes or bare."""
    left, right = ("", "") if bare else ("| ", " |")
    lines = []
    for part in parts:
        lines += [line for text in part.lines for line in (text, "")]
        for at, row in enumerate(part.rows):
            cells = [cell.replace("|", "\\|").strip() for cell in row]
            lines.append(left + " | ".join(cells) + right)
            if at == 0:
                lines.append(left + " | ".join("---" for _ in row) + right)
        lines.append("")
    return "\n".join(lines)


def separated(parts: list[Section], mark: str) -> str:
    """One table of text; clauses as lines of a cell in quotation marks."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=mark, lineterminator="\r\n")
    for part in parts:
        writer.writerows([text] for text in part.lines)
        writer.writerows([["\n".join(lines_of(cell)) for cell in row] for row in part.rows])
    return out.getvalue()


LISTS = {kind.value: kind.zh for kind in ListKind}
"""The lists by what a column of list types calls them."""
FLAT = (
    *("清单类型", "序号", "事项类别", "事项名称", "对应上级部门", "上级部门职责", "乡镇配合职责"),
    "承接部门及工作方式",
)
"""The header of a table that holds all lists of a township."""


def flat(parts: list[Section]) -> str:
    """One table with a column that says which list a row is of."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    title = next(part.title for part in parts if part.rows)
    writer.writerow([title.replace("基本履职事项", "履职事项")])
    writer.writerows([text] for text in parts[0].lines if "年" in text and "月" in text)
    writer.writerow(FLAT)
    for kind, part in zip(LISTS.values(), [p for p in parts if p.rows], strict=True):
        for row in part.rows[1:]:
            places = {3: (1, 2, 3), 4: (1, 2, 3, 7), 6: (1, 2, 3, 4, 5, 6)}[len(row)]
            cells = ["" for _ in FLAT]
            cells[0] = kind
            for place, cell in zip(places, row, strict=True):
                cells[place] = "\n".join(lines_of(cell))
            writer.writerow(cells)
    return out.getvalue()


# -- web pages -------------------------------------------------------------------------------------


def web_page(parts: list[Section]) -> str:
    """Tables with a title over the whole width, categories with rowspan, clauses as paragraphs."""
    out = ['<!DOCTYPE html><html><head><meta charset="utf-8"><title>x</title></head><body>']
    for part in parts:
        lines, title = (part.lines[:-1], part.lines[-1]) if part.rows else (part.lines, "")
        out += [f"<p>{html.escape(line)}</p>" for line in lines]
        if not part.rows:
            continue
        out.append("<table>")
        out.append(f'<tr><th colspan="{len(part.rows[0])}">{html.escape(title)}</th></tr>')
        for row, span in _category_spans(part.rows):
            out.append("<tr>")
            for at, cell in enumerate(row):
                if at == 1 and span == 0:
                    continue
                merged = f' rowspan="{span}"' if at == 1 and span > 1 else ""
                words = "".join(f"<p>{html.escape(line)}</p>" for line in lines_of(cell))
                out.append(f"<td{merged}>{words}</td>")
            out.append("</tr>")
        out.append("</table>")
    return "\n".join(out) + "</body></html>"


# -- workbooks -------------------------------------------------------------------------------------


WIDTHS = (6, 14, 60, 34, 110, 110)
"""Widths of columns in half characters."""


def workbook(parts: list[Section]) -> bytes:
    """A cover sheet and a sheet for each list: title row, merged categories, a note at the end."""
    import openpyxl
    from openpyxl.styles import Alignment, Border, Font, Side
    from openpyxl.worksheet.properties import PageSetupProperties

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "封面"
    font = Font(size=9)
    thin = Side(style="thin")
    border = Border(left=thin, right=thin, top=thin, bottom=thin)
    at = 1
    for number, part in enumerate(parts):
        lines, title = (part.lines[:-1], part.title) if part.rows else (part.lines, "")
        for line in lines if number == 0 else ():
            sheet.cell(at, 2, line)
            at += 1
        if not part.rows:
            continue
        page = book.create_sheet(f"表{number}")
        width = len(part.rows[0])
        page.page_setup.orientation = "landscape"
        page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        page.page_setup.fitToHeight = 0
        page.cell(1, 1, title)
        page.merge_cells(start_row=1, end_row=1, start_column=1, end_column=width)
        for down, (row, span) in enumerate(_category_spans(part.rows), 2):
            for across, cell in enumerate(row, 1):
                if across == 2 and span == 0:
                    continue
                text = "\n".join(lines_of(cell))
                value = int(text) if across == 1 and text.isdecimal() else text
                made = page.cell(down, across, value)
                made.alignment = Alignment(wrap_text=True, vertical="center")
            deep = 1
            for across in range(1, width + 1):
                made = page.cell(down, across)
                made.border, made.font = border, font
                if across != 2:
                    across_words = WIDTHS[across - 1] // 2 - 1
                    lines = str(made.value or "").split("\n")
                    deep = max(deep, sum(-(-max(len(line), 1) // across_words) for line in lines))
            page.row_dimensions[down].height = min(12.5 * deep + 8, 409)
            if span > 1:
                page.merge_cells(
                    start_row=down, end_row=down + span - 1, start_column=2, end_column=2
                )
        for across, wide in enumerate(WIDTHS[:width], 1):
            page.column_dimensions["ABCDEF"[across - 1]].width = wide
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


# -- documents -------------------------------------------------------------------------------------


def _paragraph(text: str, properties: str = "") -> str:
    return f'<w:p>{properties}<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def word_body(parts: list[Section], *, numbered: bool = False) -> str:
    """The body of a document; ``numbered``: serials are numbered by Word, their cells are empty."""
    out = []
    for order, part in enumerate(parts):
        out += [_paragraph(line) for line in part.lines]
        if not part.rows:
            continue
        width = len(part.rows[0])
        out.append("<w:tbl><w:tblPr><w:tblBorders>")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
            out.append(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>')
        out.append('</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>')
        wide = {3: (700, 1600, 12500), 4: (700, 1400, 5700, 7000)}.get(
            width, (700, 1200, 2300, 2200, 4200, 4200)
        )
        out += [f'<w:gridCol w:w="{size}"/>' for size in wide]
        out.append("</w:tblGrid>")
        for at, (row, span) in enumerate(_category_spans(part.rows)):
            head = "<w:trPr><w:tblHeader/></w:trPr>" if at == 0 else ""
            out.append(f"<w:tr>{head}")
            for across, cell in enumerate(row):
                merge = ""
                if across == 1 and at > 0:
                    merge = '<w:vMerge w:val="restart"/>' if span else "<w:vMerge/>"
                inner = "".join(map(_paragraph, lines_of(cell)))
                if across == 1 and at > 0 and not span:
                    inner = "<w:p/>"
                if across == 0 and at > 0 and numbered:
                    number = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{order + 1}"/></w:numPr>'
                    inner = f"<w:p><w:pPr>{number}</w:pPr></w:p>"
                out.append(
                    f'<w:tc><w:tcPr><w:tcW w:w="{wide[across]}" w:type="dxa"/>{merge}</w:tcPr>'
                    f"{inner}</w:tc>"
                )
            out.append("</w:tr>")
        out.append("</w:tbl>")
    return "".join(out) + "<w:p/>"


def document(body: str, **parts: str) -> bytes:
    """A .docx with this body; further parts of ``word/`` by name."""
    out = io.BytesIO()
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{main}.{name}+xml"/>' for name in parts
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/><Override '
            f'PartName="/word/document.xml" ContentType="{main}.document.main+xml"/>'
            f"{overrides}</Types>",
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
            f'Type="{office}/officeDocument" Target="word/document.xml"/></Relationships>',
        )
        linked = "".join(
            f'<Relationship Id="p{at}" Type="{office}/{name}" Target="{name}.xml"/>'
            for at, name in enumerate(parts)
        )
        archive.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="{package}/relationships">{linked}</Relationships>',
        )
        page = (
            '<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
            '<w:pgMar w:top="1000" w:right="1000" w:bottom="1000" w:left="1000" '
            'w:header="500" w:footer="500" w:gutter="0"/></w:sectPr>'
        )
        archive.writestr(
            "word/document.xml",
            f'<?xml version="1.0" encoding="UTF-8"?><w:document {W_NS}>'
            f"<w:body>{body}{page}</w:body></w:document>",
        )
        for name, text in parts.items():
            archive.writestr(f"word/{name}.xml", text)
    return out.getvalue()


def numbering(count: int, pattern: str = "%1") -> str:
    """The part ``numbering`` with so many lists of their own."""
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{n}"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        f'<w:numFmt w:val="decimal"/><w:lvlText w:val="{pattern}"/></w:lvl></w:abstractNum>'
        for n in range(1, count + 1)
    )
    numbers = "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in range(1, count + 1)
    )
    return f"<w:numbering {W_NS}>{abstract}{numbers}</w:numbering>"


# -- fixed pages -----------------------------------------------------------------------------------

SIZE = 3.5
"""Height of a character on fixed pages, in millimetres."""
_COLUMNS = {3: (12, 26, 232), 4: (12, 26, 110, 122), 6: (12, 24, 46, 42, 73, 73)}
_BOTTOM = 190


def _wrapped(cell: str, width: float) -> list[str]:
    """The printed lines of a cell: Chinese characters are as wide as high, Latin ones half."""
    lines = []
    for text in lines_of(cell):
        line, used = "", 0.0
        for letter in text:
            wide = SIZE if ord(letter) > 0xFF else SIZE / 2
            if used + wide > width - 2:
                kept = line.rstrip("0123456789.") if letter in "0123456789." else line
                lines.append(kept)
                line, used = line[len(kept) :], SIZE / 2 * (len(line) - len(kept))
            line, used = line + letter, used + wide
        lines.append(line)
    return lines


class FixedPages:
    """Draws lists on pages: text objects and ruling lines, as an OFD writer lays them out."""

    def __init__(self) -> None:
        self.pages: list[list[str]] = [[]]
        self.y = 20.0

    def text(self, x: float, y: float, words: str) -> None:
        steps = " ".join(f"{SIZE if ord(c) > 0xFF else SIZE / 2:g}" for c in words[:-1])
        self.pages[-1].append(
            f'<ofd:TextObject ID="1" Boundary="{x:.2f} {y:.2f} 250 {SIZE + 1}" Font="1" '
            f'Size="{SIZE}"><ofd:TextCode X="0" Y="{SIZE * 0.88:.2f}" DeltaX="{steps}">'
            f"{escape(words)}</ofd:TextCode></ofd:TextObject>"
        )

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        box = f"{x0:.2f} {y0:.2f} {max(x1 - x0, 0.1):.2f} {max(y1 - y0, 0.1):.2f}"
        self.pages[-1].append(
            f'<ofd:PathObject ID="2" Boundary="{box}"><ofd:AbbreviatedData>M 0 0 L {x1 - x0:.2f} '
            f"{y1 - y0:.2f}</ofd:AbbreviatedData></ofd:PathObject>"
        )

    def paragraph(self, words: str) -> None:
        if self.y > _BOTTOM - 8:
            self.turn()
        self.text(20, self.y, words)
        self.y += SIZE + 3

    def turn(self) -> None:
        self.pages.append([])
        self.y = 20.0

    def table(self, rows: list[list[str]]) -> None:
        """Rows with a header on every page; a category is printed where its cell begins."""
        wide = _COLUMNS[len(rows[0])]
        edges = [12.0]
        for width in wide:
            edges.append(edges[-1] + width)
        last = None
        for row in [rows[0], *rows[1:]]:
            cells = [_wrapped(cell, width) for cell, width in zip(row, wide, strict=True)]
            deep = max(map(len, cells)) * (SIZE + 0.8) + 2
            if self.y + deep > _BOTTOM and row is not rows[0]:
                self.line(edges[0], self.y, edges[-1], self.y)
                self.turn()
                self._row(
                    [_wrapped(cell, width) for cell, width in zip(rows[0], wide, strict=True)],
                    edges,
                    SIZE + 2.8,
                )
                last = None
            goes_on = row is not rows[0] and row[1] == last
            self._row(
                [c if at != 1 or not goes_on else [] for at, c in enumerate(cells)],
                edges,
                deep,
                open_category=goes_on,
            )
            last = row[1]
        self.line(edges[0], self.y, edges[-1], self.y)
        self.y += 6

    def _row(
        self,
        cells: list[list[str]],
        edges: list[float],
        deep: float,
        *,
        open_category: bool = False,
    ) -> None:
        for at, lines in enumerate(cells):
            if not (at == 1 and open_category):
                self.line(edges[at], self.y, edges[at + 1], self.y)
            for down, words in enumerate(lines):
                if words:
                    self.text(edges[at] + 1, self.y + 1 + down * (SIZE + 0.8), words)
        for edge in edges:
            self.line(edge, self.y, edge, self.y + deep)
        self.y += deep


def ofd(parts: list[Section]) -> bytes:
    """The lists as an OFD document."""
    drawn = FixedPages()
    for part in parts:
        for words in part.lines:
            drawn.paragraph(words)
        if part.rows:
            drawn.table(part.rows)
    return ofd_file(drawn.pages)


def ofd_file(pages: list[list[str]]) -> bytes:
    """An OFD package of pages, each a list of drawn objects."""
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "OFD.xml",
            f'<ofd:OFD {space} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocRoot>'
            "Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        )
        listed = "".join(
            f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages))
        )
        archive.writestr(
            "Doc_0/Document.xml",
            f"<ofd:Document {space}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 297 210"
            f"</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>{listed}</ofd:Pages>"
            "</ofd:Document>",
        )
        for n, objects in enumerate(pages):
            archive.writestr(
                f"Doc_0/Pages/Page_{n}/Content.xml",
                f'<ofd:Page {space}><ofd:Content><ofd:Layer ID="9">{"".join(objects)}</ofd:Layer>'
                "</ofd:Content></ofd:Page>",
            )
    return out.getvalue()


_PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 300]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj
4 0 obj<</Length @LENGTH>>stream
@CONTENT
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
trailer<</Root 1 0 R>>
%%EOF
"""


def small_pdf() -> bytes:
    """A small PDF with a ruled table of three columns."""
    drawn = []
    for y in (50, 100, 150, 200):
        drawn.append(f"20 {y} m 380 {y} l S")
    for x in (20, 80, 200, 380):
        drawn.append(f"{x} 50 m {x} 200 l S")
    for row, y in enumerate((170, 120, 70)):
        for column, x in enumerate((30, 90, 210)):
            drawn.append(f"BT /F 10 Tf {x} {y} Td (r{row}c{column}) Tj ET")
    content = "\n".join(drawn).encode()
    length = str(len(content)).encode()
    return _PDF.replace(b"@LENGTH", length).replace(b"@CONTENT", content)


# -- by LibreOffice --------------------------------------------------------------------------------

OFFICE = shutil.which("soffice")
"""LibreOffice, where it is installed."""


def convert(files: list[Path], form: str, folder: Path) -> list[Path]:
    """Files turned into another form by LibreOffice, all in one run."""
    assert OFFICE is not None
    folder.mkdir(parents=True, exist_ok=True)
    profile = (folder.parent / "profile").as_uri()  # made once for all forms: that takes long
    subprocess.run(
        [
            OFFICE,
            f"-env:UserInstallation={profile}",
            "--headless",
            "--convert-to",
            form,
            "--outdir",
            str(folder),
            *map(str, files),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )
    suffix = form.partition(":")[0]
    return [folder / f"{file.stem}.{suffix}" for file in files]
