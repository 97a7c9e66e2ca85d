"""Workbook: one sheet a kind of list, one of departments, one of documents, as an .xlsx file.

The same graph gives the same bytes: openpyxl's clock values are taken out again. Cells are guarded
as in the CSV (:func:`kg.export.tables.guarded`).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from typing import IO, TYPE_CHECKING

from kg.export.records import records
from kg.export.tables import DEPARTMENT_COLUMNS, DUTY_COLUMNS, department_rows, duty_row
from kg.folding import guarded
from kg.querying.corrected import corrections
from kg.values import ListKind, shown_edition

if TYPE_CHECKING:
    from openpyxl import Workbook

    from kg.store.graph import Graph

_WIDE = {
    "任务": 40,
    "事项": 40,
    "答复": 60,
    "出处": 30,
    "事项名称": 36,
    "上级部门职责": 60,
    "乡镇配合职责": 60,
    "工作方式": 50,
    "IRI": 30,
}
_WIDTH = 14
_LONGEST_CELL = 32_767
"""Characters a cell of a spreadsheet holds (ECMA-376 applications' limit)."""
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NOT_IN_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_CLOCK = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest date a ZIP archive can say: it stands for none."""
_DOCUMENT_COLUMNS = (
    "乡镇",
    "乡镇代码",
    "版本",
    "文件",
    "SHA-256",
    "基本履职事项",
    "配合履职事项",
    "上级部门收回事项",
)


def write_workbook(graph: Graph, output: IO[bytes], *, all_editions: bool = False) -> None:
    """Write the workbook."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    by_kind: dict[str, list[Sequence[object]]] = {kind.value: [] for kind in ListKind}
    notes = corrections(graph)
    for record in records(graph, all_editions=all_editions):
        by_kind[record["list"]].append(duty_row(record, notes))
    for kind in ListKind:
        _sheet(book, kind.zh, DUTY_COLUMNS, by_kind[kind.value])
    _sheet(book, "部门", DEPARTMENT_COLUMNS, department_rows(graph))
    _sheet(book, "文件", _DOCUMENT_COLUMNS, _document_rows(graph, all_editions))
    stream = io.BytesIO()
    book.save(stream)
    _without_clock(stream, output)


def write_sheets(
    sheets: Iterable[tuple[str, Sequence[str], Iterable[Sequence[object]]]], output: IO[bytes]
) -> None:
    """Write a workbook of (name, headings, rows); names are made such as spreadsheets take."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    used: set[str] = set()
    for name, headings, lines in sheets:
        _sheet(book, _sheet_name(name, used), headings, lines)
    stream = io.BytesIO()
    book.save(stream)
    _without_clock(stream, output)


def _sheet_name(name: str, used: set[str]) -> str:
    r"""At most 31 characters, none of ``[]:*?/\``, each name once (ECMA-376 applications' limits)."""
    base = _NOT_IN_NAME.sub("", name).strip("' ")[:28] or "表"
    made, number = base, 1
    while made.lower() in used:
        number += 1
        made = f"{base}{number}"
    used.add(made.lower())
    return made


def _document_rows(graph: Graph, all_editions: bool) -> Iterable[Sequence[object]]:
    for document in graph.documents:
        current = graph.current_editions[document["township_code"]] == document["edition"]
        if all_editions or current:
            yield (
                document["township"],
                document["township_code"],
                shown_edition(document["edition"]),
                document["document"],
                document["sha256"],
                *(document[kind.value] for kind in ListKind),
            )


def _sheet(
    book: Workbook, title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for number, name in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = _WIDE.get(name, _WIDTH)
    bold, wrapped = Font(bold=True), Alignment(wrap_text=True, vertical="top")

    def cell(value: object, *, head: bool = False) -> object:
        made = WriteOnlyCell(sheet, value if isinstance(value, int) else _text(value))
        if not isinstance(value, int):
            made.data_type = "s"  # never a formula, whatever it begins with
        made.alignment = wrapped
        if head:
            made.font = bold
        return made

    sheet.append([cell(name, head=True) for name in columns])
    count = 1
    for row in rows:
        count += 1
        sheet.append([cell(value) for value in row])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{count}"


def _text(value: object) -> str:
    return _NOT_IN_XML.sub("", guarded(value))[:_LONGEST_CELL]


def _without_clock(stream: IO[bytes], output: IO[bytes]) -> None:
    """Copy the archive with one fixed date and without the times of writing."""
    with (
        zipfile.ZipFile(stream) as source,
        zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for item in source.infolist():
            data = source.read(item)
            if item.filename == "docProps/core.xml":
                data = _CLOCK.sub(b"", data)
            info = zipfile.ZipInfo(item.filename, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3  # else the archive would tell which system wrote it
            target.writestr(info, data)
