"""Workbooks as blocks: .xlsx, .xlsm, .xlsb, .xls and .et, read by python-calamine.

Formulas give the value that was last computed, macros and links are never looked at. A sheet's name
is a line of its own where it says more than the sheet itself does; hidden sheets are left aside and
said so.
"""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kg.folding import strip_blanks
from kg.reading.blocks import Block
from kg.reading.containers.archives import Archive, encrypted
from kg.reading.containers.grid import Budget, GridRow, Place, paragraphs, to_blocks, trim
from kg.reading.containers.limits import (
    MAX_CELLS,
    MAX_COLUMNS,
    Refused,
    TextProblem,
    too_large,
)
from kg.reading.containers.struck import struck_cells

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_TELLING_NAME = re.compile(r"清单|事项|履职|职责|收回|配合|乡|镇|街道|县|市|区|20\d\d")
"""What the name of a sheet must hold to be worth reading; ``Sheet1`` and 封面 tell nothing."""
_NUMBERED = re.compile(
    r"^(?:[附表件]{1,2}|[（(]?[一二三四五六七八九十\d]{1,3}[)）]?)+[、.．:：_-]*"
)
"""What stands before the name of a sheet: ``一、基本``, ``表2-配合``, ``附件3收回``."""
_LINES_THAT_NAME = 6
_SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.xml")
_HIDDEN_ROW = re.compile(
    rb'<row\b(?=[^>]*\br="(\d{1,7})")(?=[^>]*\bhidden="(?:1|true)")[^>]*(?<!/)>(.*?)</row>',
    re.DOTALL,
)


def workbook_blocks(data: bytes) -> tuple[list[Block], list[TextProblem]]:
    """The rows of all visible sheets of a workbook.

    Raises:
        Refused: it is damaged, has a password or is larger than any list.
    """
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    blocks: list[Block] = []
    problems: list[TextProblem] = []
    if data.startswith(b"PK"):
        Archive(data).check_size()
        problems.extend(_hidden_rows(Archive(data)))
        problems.extend(struck_cells(Archive(data)))
    book = _open(data)
    budget = Budget()
    for number, meta in enumerate(book.sheets_metadata, 1):
        if meta.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = _sheet(book, meta.name)
        if sheet is None:
            continue
        if meta.visible != SheetVisibleEnum.Visible:
            if any(row.filled for row in _rows(sheet)):
                what = f"工作表“{meta.name}”是隐藏的，没有读入；需要时请取消隐藏 (a hidden sheet)"
                problems.append(TextProblem("hidden-text", 0, what, meta.name))
            continue
        found = sheet_blocks(meta.name, number, _rows(sheet), budget, problems)
        blocks.extend(found)
    return blocks, problems


def _hidden_rows(archive: Archive) -> Iterator[TextProblem]:
    """Rows that the sheets of an .xlsx do not show: a filter hides rows, and so does who drops one."""
    for name in archive.names:
        if not _SHEET_PART.fullmatch(name):
            continue
        hidden = [
            m[1] for m in _HIDDEN_ROW.finditer(archive.read(name)) if b"<v" in m[2] or b"<t" in m[2]
        ]
        if hidden:
            rows = "、".join(number.decode() for number in hidden[:5])
            what = (
                f"有 {len(hidden)} 行是隐藏的（第 {rows} 行{'等' if len(hidden) > 5 else ''}），照样读入；"
                "请核对是筛选时藏起来的，还是不要的 (hidden rows were read)"
            )
            yield TextProblem("hidden-read", int(hidden[0]), what, "")


def sheet_blocks(
    name: str,
    number: int,
    rows: list[GridRow],
    budget: Budget,
    problems: list[TextProblem],
) -> list[Block]:
    """The blocks of one sheet; the name of the sheet first, where it tells something."""

    def place(index: int) -> Place:
        return Place(index + 1, f"工作表“{name}” 第{index + 1}行", number, 0, name)

    blocks = to_blocks(trim(rows), place, budget, problems)
    words = strip_blanks(name)
    if blocks and _TELLING_NAME.search(words):
        said = "".join(strip_blanks(block.text) for block in blocks[:_LINES_THAT_NAME])
        if _NUMBERED.sub("", words) not in said:
            at = Place(1, f"工作表“{name}”的名称", number, 0, name)
            blocks[:0] = paragraphs(name, at, budget)
    return blocks


def _open(data: bytes) -> CalamineWorkbook:
    import python_calamine as calamine

    try:
        return calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except calamine.PasswordError as error:
        raise encrypted() from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise _damaged(error) from error


def _sheet(book: CalamineWorkbook, name: str) -> CalamineSheet | None:
    import python_calamine as calamine

    try:
        return book.get_sheet_by_name(name)
    except calamine.WorksheetNotFound:
        return None
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise _damaged(error) from error


def _damaged(error: Exception) -> Refused:
    what = f"工作簿打不开（{str(error)[:100]}）；请用 Excel 或 WPS 打开，另存为 .xlsx (cannot be opened)"
    return Refused("damaged", what)


def _rows(sheet: CalamineSheet) -> list[GridRow]:
    """The rows of a sheet with merged cells filled down."""
    if sheet.total_height * sheet.total_width > MAX_CELLS:
        raise too_large(f"工作表“{sheet.name}”的单元格超过上限 {MAX_CELLS:,}")
    values = sheet.to_python(skip_empty_area=False)
    rows = [GridRow([_text(value) for value in row]) for row in values]
    if any(len(row.cells) > MAX_COLUMNS for row in rows):
        for row in rows:
            if any(cell.strip() for cell in row.cells[MAX_COLUMNS:]):
                raise too_large(f"工作表“{sheet.name}”的列数超过上限 {MAX_COLUMNS}")
            del row.cells[MAX_COLUMNS:]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        fill(rows, top, left, bottom, right)
    return rows


def fill(rows: list[GridRow], top: int, left: int, bottom: int, right: int) -> None:
    """Repeat the text of a merged range down its first column and mark the places it covers."""
    if top >= len(rows) or left >= len(rows[top].cells):
        return
    text = rows[top].cells[left]
    for at in range(top, min(bottom + 1, len(rows))):
        row = rows[at]
        for column in range(left, min(right + 1, len(row.cells))):
            if column > left:
                row.wide.add(column)
            if at > top:
                row.merged.add(column)
                if column == left:
                    row.cells[column] = text


def _text(value: Any) -> str:
    """A value as the sheet shows it, as far as the file tells."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "")
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime.datetime | datetime.date):
        day = "" if value.day == 1 else f"{value.day}日"
        return f"{value.year}年{value.month}月{day}"
    return str(value)
