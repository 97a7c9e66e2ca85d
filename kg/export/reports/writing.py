"""Writing a report: Markdown, HTML, CSV, XLSX; Word is in ``word``."""

from __future__ import annotations

import html
import io
import re
from typing import IO

from kg.export.reports import charts
from kg.export.reports.language import in_language
from kg.export.reports.model import Cell, Figure, Heading, Marked, Paragraph, Report, Table
from kg.export.tables import csv_bytes

FORMATS = ("table", "csv", "xlsx", "html", "markdown", "docx")
"""Forms every report can have; the first is for a terminal."""

BINARY = frozenset(("xlsx", "docx"))
"""Those that need a file."""

_STYLE = """
body{font:16px/1.7 "Noto Sans CJK SC","Microsoft YaHei",sans-serif;max-width:68rem;margin:2rem auto;padding:0 1rem;color:#1c1c1c;background:#fff}
h1{font-size:1.6rem;text-align:center}h2{font-size:1.25rem;margin-top:2rem}h3{font-size:1.05rem}
table{border-collapse:collapse;width:100%;margin:.8rem 0}th,td{border:1px solid #b8b8b8;padding:.3rem .5rem;text-align:left;vertical-align:top}
th{background:#f0f0f0}td.n{text-align:right;white-space:nowrap}del{color:#9c1c1c;background:#fdecec}ins{color:#0b5c2b;background:#e6f5ea}
figure{margin:1rem 0}figure svg{max-width:100%;height:auto}caption{text-align:left;font-weight:bold}
td.s{overflow-wrap:anywhere;min-width:7em}th,td{min-width:3em}
@page{size:A4;margin:15mm 13mm}
@media print{body{margin:0;padding:0;max-width:none;font-size:10pt;line-height:1.45}h1{font-size:16pt;margin-top:0}h2{font-size:13pt;margin-top:1.2rem}
table{margin:.5rem 0}th,td{padding:.1rem .35rem}td.s{font-size:8pt;color:#444}
tr,figure{break-inside:avoid}h2,h3,caption{break-after:avoid}thead{display:table-header-group}p{orphans:2;widows:2}
th,del,ins,svg{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
@media (max-width:40rem){table{display:block;overflow-x:auto}}
"""
_SOURCE = re.compile(r"\S[^\n]*:\d+")
"""A file and a line of it: 清单.txt:12."""
_MARKDOWN = re.compile(r"([\\`*_\[\]<>|#])")


def write(report: Report, form: str, language: str = "zh") -> bytes:
    """The report in one of FORMATS but the terminal's."""
    report = in_language(report, language)
    if form == "csv":
        return _csv(report)
    if form == "xlsx":
        return _workbook(report)
    if form == "html":
        return to_html(report).encode()
    if form == "docx":
        from kg.export.reports.word import to_docx

        return to_docx(report)
    return to_markdown(report).encode()


def to_markdown(report: Report) -> str:
    """The report as Markdown (GFM tables)."""
    parts = [f"# {_plain(report.title)}"]
    for block in report.blocks:
        if isinstance(block, Heading):
            parts.append(f"{'#' * block.level} {_plain(block.text)}")
        elif isinstance(block, Paragraph):
            parts.append(f"{'- ' * block.item}{_md(block.text)}")
        elif isinstance(block, Table):
            parts.append(_md_table(block))
        else:
            parts.append(_plain(block.caption))
    text = "\n\n".join(parts)
    return re.sub(r"(?m)^(- .*)\n\n(?=- )", r"\1\n", text) + "\n"


def _md_table(table: Table) -> str:
    lines = [f"| {' | '.join(_plain(name) for name in table.header)} |"]
    lines.append("|" + " --- |" * len(table.header))
    lines += [f"| {' | '.join(_md(cell) for cell in row)} |" for row in table.rows]
    head = f"**{_plain(table.name)}**\n\n" if table.name else ""
    return head + "\n".join(lines)


def _md(cell: Cell) -> str:
    if isinstance(cell, Marked):
        return "".join(
            _plain(piece.b)
            if piece.equal
            else f"~~{_plain(piece.a)}~~" * bool(piece.a.strip())
            + f"**{_plain(piece.b)}**" * bool(piece.b.strip())
            for piece in cell.pieces
        )
    return _plain(str(cell))


def _plain(text: str) -> str:
    """The text with Markdown's own marks taken for letters; on one line."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def to_html(report: Report) -> str:
    """The report as one page that needs nothing else."""
    body = "\n".join(_html_block(block) for block in report.blocks)
    title = html.escape(report.title)
    return (
        '<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style></head>\n"
        f"<body><main><h1>{title}</h1>\n{body}\n</main></body></html>\n"
    )


def _html_block(block: Heading | Paragraph | Table | Figure) -> str:
    if isinstance(block, Heading):
        return f"<h{block.level}>{html.escape(block.text)}</h{block.level}>"
    if isinstance(block, Paragraph):
        return f"<p>{'・ ' * block.item}{cell_html(block.text)}</p>"
    if isinstance(block, Figure):
        return f"<figure>{charts.svg(block)}<figcaption>{html.escape(block.caption)}</figcaption></figure>"
    caption = f"<caption>{html.escape(block.name)}</caption>" if block.name else ""
    head = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in block.header)
    rows = "\n".join(
        "<tr>" + "".join(f"<td{_class(cell)}>{cell_html(cell)}</td>" for cell in row) + "</tr>"
        for row in block.rows
    )
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>\n{rows}\n</tbody></table>"


def _class(cell: Cell) -> str:
    """The class of a cell: n for a number, s for a source, which may be broken anywhere."""
    if isinstance(cell, int | float):
        return " class=n"
    return " class=s" if isinstance(cell, str) and _SOURCE.fullmatch(cell) else ""


def cell_html(cell: Cell) -> str:
    """A cell as HTML, changes as ``del`` and ``ins``."""
    if isinstance(cell, Marked):
        return "".join(
            html.escape(piece.b)
            if piece.equal
            else f"<del>{html.escape(piece.a)}</del>" * bool(piece.a)
            + f"<ins>{html.escape(piece.b)}</ins>" * bool(piece.b)
            for piece in cell.pieces
        )
    return html.escape(str(cell))


def _values(row: tuple[Cell, ...]) -> list[object]:
    return [str(cell) if isinstance(cell, Marked) else cell for cell in row]


def _csv(report: Report) -> bytes:
    """The tables below each other; if they have one header, as one table."""
    headers = {table.header for table in report.tables}
    if len(headers) == 1:
        rows = [_values(row) for table in report.tables for row in table.rows]
        return csv_bytes(next(iter(headers)), rows)
    width = max((len(table.header) for table in report.tables), default=1)
    lines: list[list[object]] = []
    for table in report.tables:
        lines.append([table.name])
        lines.append(list(table.header))
        lines += [_values(row) for row in table.rows]
    padded = [line + [""] * (width - len(line)) for line in lines]
    return csv_bytes([str(cell) for cell in padded[0]], padded[1:]) if padded else b""


def _workbook(report: Report) -> bytes:
    stream = io.BytesIO()
    write_workbook(report, stream)
    return stream.getvalue()


def write_workbook(report: Report, output: IO[bytes]) -> None:
    """Each table on a sheet of its own, named as the table or as the heading above it."""
    from kg.export.workbook import write_sheets

    sheets: list[tuple[str, tuple[str, ...], list[list[object]]]] = []
    above = report.title
    for block in report.blocks:
        if isinstance(block, Heading):
            above = block.text
        elif isinstance(block, Table):
            rows = [_values(row) for row in block.rows]
            sheets.append((block.name or above, block.header, rows))
    write_sheets(sheets, output)
