"""A report as a Word document: the few parts of Office Open XML (ECMA-376) that it needs.

The same report gives the same bytes: nothing in it has a clock.
"""

from __future__ import annotations

import io
import re
import zipfile
from xml.sax.saxutils import escape

from kg.export.reports import charts
from kg.export.reports.model import Cell, Heading, Marked, Paragraph, Report, Table

_EPOCH = (1980, 1, 1, 0, 0, 0)
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument'
    '.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument'
    '.wordprocessingml.styles+xml"/></Types>'
)
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ROOT = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r1" Type="{_OFFICE}/officeDocument"'
    ' Target="word/document.xml"/></Relationships>'
)
_PARTS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r1" Type="{_OFFICE}/styles"'
    ' Target="styles.xml"/></Relationships>'
)
_FONTS = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{0}"/>'


def _style(name: str, shown: str, font: str, half_points: int, more: str = "") -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{shown}"/>{more}'
        f'<w:rPr>{_FONTS.format(font)}<w:sz w:val="{half_points}"/></w:rPr></w:style>'
    )


# Type faces and sizes of official documents (GB/T 9704-2012): title 小标宋 二号, text 仿宋 三号.
_STYLES = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:styles xmlns:w="{_W}">'
    + _style("Normal", "Normal", "仿宋", 24)
    + _style("Title", "Title", "方正小标宋简体", 44, '<w:pPr><w:jc w:val="center"/></w:pPr>')
    + _style(
        "Heading2", "heading 2", "黑体", 32, '<w:pPr><w:keepNext/><w:outlineLvl w:val="1"/></w:pPr>'
    )
    + _style(
        "Heading3", "heading 3", "楷体", 28, '<w:pPr><w:keepNext/><w:outlineLvl w:val="2"/></w:pPr>'
    )
    + _style("Cell", "Cell", "仿宋", 21)
    + "</w:styles>"
)
_SHEET = (11906, 16838)
"""A4, in twentieths of a point."""
_MARGINS = 1474 + 1587
_CROWDED = 90
"""A table that wants room for more letters side by side is put on pages that lie on their side."""
_LEAST, _MOST = 7, 18
"""A column is given room for at least and at most so many letters."""
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="808080"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def to_docx(report: Report) -> bytes:
    """The document's bytes."""
    tables = [block for block in report.blocks if isinstance(block, Table)]
    across = any(sum(_wanted(table)) > _CROWDED for table in tables)
    width, height = _SHEET[::-1] if across else _SHEET
    room = width - _MARGINS
    body = [_paragraph(report.title, "Title")]
    for block in report.blocks:
        if isinstance(block, Heading):
            body.append(_paragraph(block.text, f"Heading{min(3, max(2, block.level))}"))
        elif isinstance(block, Paragraph):
            body.append(_paragraph(block.text, "Normal", indent=not block.item))
        elif isinstance(block, Table):
            if block.name:
                body.append(_paragraph(block.name, "Heading3"))
            body.append(_table(block, room))
            body.append(_paragraph("", "Normal"))
        else:
            body.append(_paragraph(block.title, "Heading3"))
            body.append(charts.word_table(block, room))
            body.append(_paragraph(block.caption, "Cell"))
    lying = ' w:orient="landscape"' * across
    top, bottom = (1587, 1474) if across else (2098, 1984)
    page = (
        f'<w:sectPr><w:pgSz w:w="{width}" w:h="{height}"{lying}/><w:pgMar w:top="{top}" w:right="1474"'
        f' w:bottom="{bottom}" w:left="1587" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>'
    )
    document = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="{_W}">'
        f"<w:body>{''.join(body)}{page}</w:body></w:document>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (
            ("[Content_Types].xml", _TYPES),
            ("_rels/.rels", _ROOT),
            ("word/_rels/document.xml.rels", _PARTS),
            ("word/styles.xml", _STYLES),
            ("word/document.xml", document),
        ):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            archive.writestr(info, text)
    return stream.getvalue()


def _paragraph(cell: Cell, style: str, *, indent: bool = False) -> str:
    first = '<w:ind w:firstLineChars="200"/>' if indent else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{first}</w:pPr>{_runs(cell)}</w:p>'


def _runs(cell: Cell) -> str:
    if not isinstance(cell, Marked):
        return _run(str(cell))
    return "".join(
        _run(piece.b)
        if piece.equal
        else _run(piece.a, '<w:strike/><w:color w:val="9C1C1C"/>')
        + _run(piece.b, '<w:color w:val="0B5C2B"/><w:u w:val="single"/>')
        for piece in cell.pieces
    )


def _run(text: str, marks: str = "") -> str:
    if not text:
        return ""
    shown = escape(_NOT_IN_XML.sub("", text))
    properties = f"<w:rPr>{marks}</w:rPr>" if marks else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{shown}</w:t></w:r>'


def _table(table: Table, room: int) -> str:
    widths = _widths(table, room)
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = _row(table.header, widths, "<w:tblHeader/>")
    rows = "".join(_row(row, widths) for row in table.rows)
    return (
        '<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/>'
        f"<w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr>"
        f"<w:tblGrid>{columns}</w:tblGrid>{head}{rows}</w:tbl>"
    )


def _widths(table: Table, room: int) -> list[int]:
    """Columns as wide as their text wants, none too narrow to read, together the page."""
    wanted = _wanted(table)
    whole = sum(wanted)
    return [room * part // whole for part in wanted]


def _wanted(table: Table) -> list[int]:
    """How many letters each column wants side by side."""
    wanted = []
    for at, name in enumerate(table.header):
        texts = [str(name), *(str(row[at]) for row in table.rows)]
        longest = max(len(text) for text in texts)
        wanted.append(min(_MOST, max(_LEAST, longest)))
    return wanted


def _row(cells: tuple[Cell, ...], widths: list[int], properties: str = "") -> str:
    return (
        f"<w:tr><w:trPr><w:cantSplit/>{properties}</w:trPr>"
        + "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
            f"{_paragraph(cell, 'Cell')}</w:tc>"
            for cell, width in zip(cells, widths, strict=True)
        )
        + "</w:tr>"
    )
