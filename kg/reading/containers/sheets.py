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
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.findings import shorten
from kg.folding import resolve_references, strip_blanks
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
_FEWEST_BESIDE, _FEWEST_COLUMNS = 2, 2
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.xml")
_HIDDEN_ROW = re.compile(
    rb'<row\b(?=[^>]*\br="(\d{1,7})")(?=[^>]*\bhidden="(?:1|true)")[^>]*(?<!/)>(.*?)</row>',
    re.DOTALL,
)

_COMMENTS_PART = re.compile(r"xl/(?:comments/)?comments?\d*\.xml")
_COMMENT = re.compile(
    rb'<comment\b(?=[^>]*\bref="([A-Z]{1,3}\d{1,7})")[^>]*>(.*?)</comment>', re.DOTALL
)
_COMMENT_TEXT = re.compile(rb"<t\b[^>/]*>(.*?)</t>", re.DOTALL)
_MOST_COMMENTS, _SHOWN_COMMENTS = 1000, 3


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
        problems.extend(_comments(Archive(data)))
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


def _comments(archive: Archive) -> Iterator[TextProblem]:
    """Comments on cells of an .xlsx (``此项已取消``), which the values do not have."""
    found: list[str] = []
    for name in archive.names:
        if _COMMENTS_PART.fullmatch(name):
            for _, comment in zip(
                range(_MOST_COMMENTS), _COMMENT.finditer(archive.read(name)), strict=False
            ):
                words = b"".join(_COMMENT_TEXT.findall(comment[2])).decode("utf-8", "replace")
                found.append(
                    f"{comment[1].decode()} 格：{shorten(resolve_references(words).strip(), 30)}"
                )
    if found:
        what = (
            f"有 {len(found)} 格带批注，没有读入；请核对批注是否改了清单（{'；'.join(found[:_SHOWN_COMMENTS])}）"
            " (comments left aside)"
        )
        yield TextProblem("hidden-text", 0, what, "")


def sheet_blocks(
    name: str,
    number: int,
    rows: list[GridRow],
    budget: Budget,
    problems: list[TextProblem],
) -> list[Block]:
    """The blocks of one sheet; the name of the sheet first, where it tells something."""
    blocks: list[Block] = []
    for part in _parts(rows):

        def place(index: int, part: _Part = part) -> Place:
            line = part.first + index + 1
            return Place(line, f"工作表“{name}” 第{line}行{part.columns}", number, 0, name)

        blocks.extend(to_blocks(part.rows, place, budget, problems))
    words = strip_blanks(name)
    if blocks and _TELLING_NAME.search(words):
        said = "".join(strip_blanks(block.text) for block in blocks[:_LINES_THAT_NAME])
        if _NUMBERED.sub("", words) not in said:
            at = Place(1, f"工作表“{name}”的名称", number, 0, name)
            blocks[:0] = paragraphs(name, at, budget)
    return blocks


@dataclass(slots=True)
class _Part:
    """Rows of a sheet from ``first`` on, all columns of them or some (``columns``: how they are told)."""

    rows: list[GridRow]
    first: int = 0
    columns: str = ""


def _parts(rows: list[GridRow]) -> list[_Part]:
    """A sheet as it is read: from top to bottom, or tables side by side one after the other.

    Tables stand side by side where columns without any text part them from the header down, and each has
    a header of its own in the same row. What stands above or below all of them is read before and after.
    """
    grid = trim(rows)
    for at, row in enumerate(grid):
        runs = _runs([row])
        if _are_headers(grid, at, runs):
            apart = _runs(grid[at:]) == runs
            return (apart and _beside(grid, at, runs, _first_column(rows))) or [_Part(grid)]
    return [_Part(grid)]


def _runs(rows: list[GridRow]) -> list[range]:
    """The columns that rows of several cells fill, each run of them between columns without any text."""
    used = {p for row in rows if len(row.filled) > 1 for p in (*row.filled, *row.wide)}
    starts = sorted(at for at in used if at - 1 not in used)
    ends = sorted(at + 1 for at in used if at + 1 not in used)
    return [range(start, end) for start, end in zip(starts, ends, strict=True)]


def _are_headers(grid: list[GridRow], at: int, runs: list[range]) -> bool:
    """Whether a row is the header of each run: with words in common, or the numbers begin below each."""
    if len(runs) < _FEWEST_BESIDE or any(len(run) < _FEWEST_COLUMNS for run in runs):
        return False
    heads = [[strip_blanks(grid[at].cells[place]) for place in run] for run in runs]
    if any(word.isdecimal() for head in heads for word in head):
        return False
    below = grid[at + 1].cells if at + 1 < len(grid) else []
    numbered = bool(below) and all(strip_blanks(below[run.start]) == "1" for run in runs)
    return numbered or len(set.intersection(*map(set, heads))) >= _FEWEST_COLUMNS


def _beside(grid: list[GridRow], at: int, runs: list[range], first: int) -> list[_Part]:
    """What stands above, each table with its title, what stands below; nothing where rows run across."""
    start = at
    while start and all(sum(p in run for p in grid[start - 1].filled) == 1 for run in runs):
        start -= 1
    end = len(grid)
    while end > at + 1 and not (grid[end - 1].filled and _is_within(grid[end - 1], runs)):
        end -= 1
    if not all(_is_within(row, runs) for row in grid[start:end]):
        return []
    tables = [
        _Part(
            [_cut(row, run) for row in grid[start:end]],
            start,
            f" {_letter(first + run.start)}至{_letter(first + run.stop - 1)}列",
        )
        for run in runs
    ]
    return [_Part(grid[:start]), *tables, _Part(grid[end:], end)]


def _is_within(row: GridRow, runs: list[range]) -> bool:
    """Whether no cell of a row stands between two tables or runs over from one to the next."""
    return all(any(p in run for run in runs) for p in row.filled) and all(
        any(p in run and p > run.start for run in runs) for p in row.wide
    )


def _cut(row: GridRow, run: range) -> GridRow:
    """The cells of a row in some columns."""
    return GridRow(
        row.cells[run.start : run.stop],
        {place - run.start for place in row.merged if place in run},
        {place - run.start for place in row.wide if place in run},
    )


def _first_column(rows: list[GridRow]) -> int:
    """The first column with text, where a grid without the empty ones begins."""
    return min((place for row in rows for place in row.filled), default=0)


def _letter(column: int) -> str:
    """The name of a column: A, B … Z, AA."""
    over, rest = divmod(column, len(_LETTERS))
    return (_letter(over - 1) if over else "") + _LETTERS[rest]


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
