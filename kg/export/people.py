"""Tables for people, in every form they ask for: a table, CSV, a workbook, JSON.

One rule for all commands: CSV for people has a byte order mark, headings in their language and
guarded cells, so that a spreadsheet opens it right; programs ask for ``--plain`` or JSON.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import Any

from kg.export.terminal import print_table
from kg.frozen import frozen

FORMATS = ("table", "csv", "xlsx", "json")
"""Forms of a table that a command offers."""


@frozen
class Sheet:
    """A table: its headings and rows; ``records`` are the same rows for programs."""

    name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[object]]
    records: Sequence[Mapping[str, Any]] = field(default=())
    title: str = ""


def write_sheet(sheet: Sheet, form: str, output: Path | None) -> bool:
    """Write a table in one of :data:`FORMATS` to a file or to standard output; whether to a file.

    Raises:
        UsageError: a workbook was asked for without a file.
        ExportError: the file cannot be written.
    """
    if form == "table" and output is None:
        if sheet.rows:
            print_table(sheet.headings, sheet.rows, sheet.title)
        return False
    return _put(sheet_bytes(sheet, form), form, output)


def sheet_bytes(sheet: Sheet, form: str) -> bytes:
    """A table as the bytes of a file."""
    if form == "json":
        import json

        found = sheet.records or [dict(zip(sheet.headings, row, strict=True)) for row in sheet.rows]
        return (json.dumps(list(found), ensure_ascii=False, indent=1) + "\n").encode()
    if form == "xlsx":
        from kg.export.workbook import write_sheets

        stream = io.BytesIO()
        write_sheets([(sheet.name, sheet.headings, sheet.rows)], stream)
        return stream.getvalue()
    if form == "csv":
        from kg.export.tables import csv_bytes

        return csv_bytes(sheet.headings, sheet.rows)
    from kg.export.terminal import table_text

    return table_text(sheet.headings, sheet.rows, sheet.title).encode()


def _put(data: bytes, form: str, output: Path | None) -> bool:
    import sys

    from kg.errors import ExportError, UsageError, reason

    if output is None:
        if form == "xlsx":
            raise UsageError("xlsx 不是文字，要用 -o 文件.xlsx (binary: use -o FILE.xlsx)")
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return False
    try:
        output.write_bytes(data)
    except OSError as error:
        raise ExportError(f"写不了 {output}：{reason(error)} (cannot be written)") from error
    return True
