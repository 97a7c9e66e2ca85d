"""Lists that a converter or a program spoilt: merged, hidden, struck and broken cells of one container.

The others alter words and hand them to a writer; these alter what only one container has. Each gives the
bytes of a file.
"""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Callable
from random import Random
from typing import Any

import doctored
import forms
from doctored import Paper, Section, copy, tables

Spoiler = Callable[[Paper, Random], bytes]
SPOILT: dict[str, tuple[str, Spoiler]] = {}
"""Every way of spoiling a file by its name: the suffix and what makes the file."""


def spoil(suffix: str) -> Callable[[Spoiler], Spoiler]:
    """Note a way of spoiling a file of this kind under its name."""

    def note(function: Spoiler) -> Spoiler:
        SPOILT[function.__name__] = (suffix, function)
        return function

    return note


def _target(paper: Paper, dice: Random, *widths: int) -> tuple[Section, int]:
    """A table and a row of it that has a row below."""
    found = [
        p for p in tables(paper) if len(p.rows) > 2 and len(p.rows[0]) in (widths or (3, 4, 6))
    ]
    part = dice.choice(found)
    return part, dice.randrange(1, len(part.rows) - 1)


# -- Markdown ---------------------------------------------------------------------------------


def markdown(paper: Paper) -> bytes:
    """A sound list in Markdown, the lines of a cell in one."""
    flat = [
        Section(p.lines, [[" ".join(forms.lines_of(c)) for c in r] for r in p.rows]) for p in paper
    ]
    return forms.markdown(flat).encode()


def _lines(paper: Paper, dice: Random) -> tuple[list[str], int]:
    """The lines of a list in Markdown, and where one of its rows stands."""
    lines = markdown(paper).decode().split("\n")
    return lines, dice.choice([at for at, line in enumerate(lines) if re.match(r"\| \d", line)])


def _join(lines: list[str]) -> bytes:
    return "\n".join(lines).encode()


@spoil(".md")
def pipe_missing(paper: Paper, dice: Random) -> bytes:
    lines, at = _lines(paper, dice)
    place = dice.choice([m.start() for m in re.finditer(r" \| ", lines[at])])
    lines[at] = lines[at][:place] + " " + lines[at][place + 3 :]
    return _join(lines)


@spoil(".md")
def pipe_inside_a_cell(paper: Paper, dice: Random) -> bytes:
    lines, at = _lines(paper, dice)
    place = dice.randrange(6, len(lines[at]) - 2)
    lines[at] = lines[at][:place] + "|" + lines[at][place:]
    return _join(lines)


@spoil(".md")
def separator_missing(paper: Paper, dice: Random) -> bytes:
    lines, _ = _lines(paper, dice)
    del lines[dice.choice([at for at, line in enumerate(lines) if line.startswith("| ---")])]
    return _join(lines)


@spoil(".md")
def blank_line_between_rows(paper: Paper, dice: Random) -> bytes:
    lines, at = _lines(paper, dice)
    lines.insert(at, "")
    return _join(lines)


@spoil(".md")
def row_over_two_lines(paper: Paper, dice: Random) -> bytes:
    lines, at = _lines(paper, dice)
    place = dice.randrange(6, len(lines[at]) - 2)
    lines[at : at + 1] = [lines[at][:place], lines[at][place:]]
    return _join(lines)


@spoil(".md")
def row_without_its_first_pipe(paper: Paper, dice: Random) -> bytes:
    lines, at = _lines(paper, dice)
    lines[at] = lines[at][2:]
    return _join(lines)


@spoil(".md")
def row_struck_in_markdown(paper: Paper, dice: Random) -> bytes:
    lines, at = _lines(paper, dice)
    cells = lines[at].strip("| ").split(" | ")
    lines[at] = "| " + " | ".join(f"~~{cell.strip()}~~" for cell in cells) + " |"
    return _join(lines)


# -- CSV --------------------------------------------------------------------------------------


def _records(paper: Paper, dice: Random) -> tuple[list[str], int]:
    lines = doctored.separated(paper).decode("utf-8-sig").split("\r\n")
    return lines, dice.choice([at for at, line in enumerate(lines) if re.match(r"\d+,", line)])


def _csv(lines: list[str]) -> bytes:
    return "\r\n".join(lines).encode()


@spoil(".csv")
def quotation_mark_never_closed(paper: Paper, dice: Random) -> bytes:
    lines, at = _records(paper, dice)
    cells = lines[at].split(",")
    cells[1] = '"' + cells[1].strip('"')
    lines[at] = ",".join(cells)
    return _csv(lines)


@spoil(".csv")
def comma_without_quotation_marks(paper: Paper, dice: Random) -> bytes:
    lines, at = _records(paper, dice)
    line = lines[at].replace('"', "")
    place = dice.randrange(6, len(line) - 1)
    lines[at] = line[:place] + "," + line[place:]
    return _csv(lines)


@spoil(".csv")
def record_in_one_cell(paper: Paper, dice: Random) -> bytes:
    lines, at = _records(paper, dice)
    lines[at] = '"' + lines[at].replace('"', '""') + '"'
    return _csv(lines)


@spoil(".csv")
def semicolons_in_one_record(paper: Paper, dice: Random) -> bytes:
    lines, at = _records(paper, dice)
    lines[at] = lines[at].replace(",", ";")
    return _csv(lines)


@spoil(".csv")
def line_broken_without_quotation_marks(paper: Paper, dice: Random) -> bytes:
    lines, at = _records(paper, dice)
    line = lines[at].replace('"', "")
    place = dice.randrange(3, len(line))
    lines[at : at + 1] = [line[:place], line[place:]]
    return _csv(lines)


# -- workbooks --------------------------------------------------------------------------------


def _book(paper: Paper, dice: Random, *widths: int) -> tuple[Any, Any, int, int]:
    """A workbook, the sheet of a table in it, a row of that sheet and the width of the table."""
    import openpyxl

    part, at = _target(paper, dice, *widths)
    book = openpyxl.load_workbook(io.BytesIO(doctored.workbook(paper)))
    sheet = book.worksheets[next(n for n, other in enumerate(paper) if other is part)]
    return book, sheet, len(part.lines) + 1 + at, len(part.rows[0])


def _save(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@spoil(".xlsx")
def departments_merged_over_two_rows(paper: Paper, dice: Random) -> bytes:
    book, sheet, row, _ = _book(paper, dice, 6)
    sheet.merge_cells(start_row=row, end_row=row + 1, start_column=4, end_column=4)
    return _save(book)


@spoil(".xlsx")
def names_merged_over_two_rows(paper: Paper, dice: Random) -> bytes:
    book, sheet, row, _ = _book(paper, dice, 6)
    sheet.merge_cells(start_row=row, end_row=row + 1, start_column=3, end_column=3)
    return _save(book)


@spoil(".xlsx")
def cells_merged_across(paper: Paper, dice: Random) -> bytes:
    book, sheet, row, width = _book(paper, dice)
    column = dice.randrange(1, width)
    sheet.merge_cells(start_row=row, end_row=row, start_column=column, end_column=column + 1)
    return _save(book)


@spoil(".xlsx")
def row_hidden_in_a_sheet(paper: Paper, dice: Random) -> bytes:
    book, sheet, row, _ = _book(paper, dice)
    sheet.row_dimensions[row].hidden = True
    return _save(book)


@spoil(".xlsx")
def column_hidden_in_a_sheet(paper: Paper, dice: Random) -> bytes:
    book, sheet, _, width = _book(paper, dice)
    sheet.column_dimensions["ABCDEF"[dice.randrange(width)]].hidden = True
    return _save(book)


@spoil(".xlsx")
def sheet_hidden(paper: Paper, dice: Random) -> bytes:
    book, sheet, _, _ = _book(paper, dice)
    sheet.sheet_state = "hidden"
    return _save(book)


@spoil(".xlsx")
def number_made_a_date(paper: Paper, dice: Random) -> bytes:
    book, sheet, row, _ = _book(paper, dice)
    sheet.cell(row, 1).value = datetime.date(2025, 1, 2)
    return _save(book)


@spoil(".xlsx")
def number_a_formula_without_value(paper: Paper, dice: Random) -> bytes:
    book, sheet, row, _ = _book(paper, dice)
    sheet.cell(row + 1, 1).value = f"=A{row}+1"
    return _save(book)


@spoil(".xlsx")
def sheet_twice(paper: Paper, dice: Random) -> bytes:
    book, sheet, _, _ = _book(paper, dice)
    book.copy_worksheet(sheet)
    return _save(book)


@spoil(".xlsx")
def row_struck_in_a_sheet(paper: Paper, dice: Random) -> bytes:
    from openpyxl.styles import Font

    book, sheet, row, width = _book(paper, dice)
    for column in range(1, width + 1):
        sheet.cell(row, column).font = Font(strike=True)
    return _save(book)


@spoil(".xlsx")
def cell_inserted_above(paper: Paper, dice: Random) -> bytes:
    """A cell inserted in a column moved those below it down by one."""
    book, sheet, row, width = _book(paper, dice)
    column = dice.randrange(2, width + 1)
    values = [sheet.cell(at, column).value for at in range(row, sheet.max_row + 1)]
    for at, value in enumerate([None, *values], row):
        sheet.cell(at, column).value = value
    return _save(book)


# -- web pages --------------------------------------------------------------------------------


def _page(paper: Paper, dice: Random) -> tuple[str, re.Match[str], list[str]]:
    """A web page, the match of a row of duties in it and the cells of that row."""
    page = doctored.web_page(paper).decode()
    rows = [m for m in re.finditer(r"<tr>.*?</tr>", page) if re.match(r"<tr><td><p>\d+</p>", m[0])]
    row = dice.choice(rows[:-1])
    return page, row, re.findall(r"<td.*?</td>", row[0])


def _put(page: str, row: re.Match[str], text: str) -> bytes:
    return (page[: row.start()] + text + page[row.end() :]).encode()


@spoil(".html")
def cell_spans_a_row_too_far(paper: Paper, dice: Random) -> bytes:
    page, row, cells = _page(paper, dice)
    at = dice.randrange(1, len(cells))
    cells[at] = cells[at].replace("<td", '<td rowspan="2"', 1)
    return _put(page, row, f"<tr>{''.join(cells)}</tr>")


@spoil(".html")
def cell_never_closed(paper: Paper, dice: Random) -> bytes:
    page, row, _ = _page(paper, dice)
    at = row[0].find("</td>", 20)
    return _put(page, row, row[0][:at] + row[0][at + 5 :])


@spoil(".html")
def two_cells_in_one_element(paper: Paper, dice: Random) -> bytes:
    page, row, _ = _page(paper, dice)
    at = dice.choice([m.start() for m in re.finditer("</td><td>", row[0])])
    return _put(page, row, row[0][:at] + row[0][at + 9 :])


@spoil(".html")
def row_not_shown(paper: Paper, dice: Random) -> bytes:
    page, row, _ = _page(paper, dice)
    return _put(page, row, row[0].replace("<tr>", '<tr style="display:none">'))


@spoil(".html")
def row_marked_deleted(paper: Paper, dice: Random) -> bytes:
    page, row, _ = _page(paper, dice)
    return _put(page, row, row[0].replace("<p>", "<p><del>").replace("</p>", "</del></p>"))


@spoil(".html")
def row_in_a_comment(paper: Paper, dice: Random) -> bytes:
    page, row, _ = _page(paper, dice)
    return _put(page, row, f"<!--{row[0]}-->")


@spoil(".html")
def empty_cell_more(paper: Paper, dice: Random) -> bytes:
    page, row, cells = _page(paper, dice)
    cells.insert(dice.randrange(1, len(cells)), "<td></td>")
    return _put(page, row, f"<tr>{''.join(cells)}</tr>")


@spoil(".html")
def cell_over_two_columns(paper: Paper, dice: Random) -> bytes:
    page, row, cells = _page(paper, dice)
    at = dice.randrange(1, len(cells) - 1)
    cells[at : at + 2] = [cells[at].replace("<td", '<td colspan="2"', 1)]
    return _put(page, row, f"<tr>{''.join(cells)}</tr>")


@spoil(".html")
def two_rows_in_one_element(paper: Paper, dice: Random) -> bytes:
    page, row, _ = _page(paper, dice)
    at = page.find("</tr><tr>", row.start())
    return (page[:at] + page[at + 9 :]).encode()


# -- Word documents ---------------------------------------------------------------------------

_Row = Callable[[list[str]], str]


def _document(
    paper: Paper, part: Section, at: int, row: _Row, next_row: _Row | None = None
) -> bytes:
    """A Word document in which ``row`` writes one row of a table, ``next_row`` the one below."""
    out = []
    for other in paper:
        out += [forms._paragraph(line) for line in other.lines]
        if not other.rows:
            continue
        width = max(map(len, other.rows))
        out.append("<w:tbl><w:tblGrid>" + '<w:gridCol w:w="1500"/>' * width + "</w:tblGrid>")
        for number, words in enumerate(other.rows):
            cells = [
                "<w:tc><w:tcPr></w:tcPr>"
                + "".join(map(forms._paragraph, forms.lines_of(cell)))
                + "</w:tc>"
                for cell in words
            ]
            if other is part and number == at:
                out.append(row(cells))
            elif other is part and number == at + 1 and next_row is not None:
                out.append(next_row(cells))
            else:
                out.append(f"<w:tr>{''.join(cells)}</w:tr>")
        out.append("</w:tbl>")
    return forms.document("".join(out) + "<w:p/>")


def _changed(paper: Paper, dice: Random, change: Callable[[str], str]) -> bytes:
    """One cell of a row changed."""
    part, at = _target(paper, dice)
    place = dice.randrange(1, len(part.rows[0]))

    def row(cells: list[str]) -> str:
        cells[place] = change(cells[place])
        return f"<w:tr>{''.join(cells)}</w:tr>"

    return _document(paper, part, at, row)


@spoil(".docx")
def cell_merged_with_the_one_below(paper: Paper, dice: Random) -> bytes:
    part, at = _target(paper, dice, 6)
    place = dice.randrange(2, len(part.rows[0]))

    def first(cells: list[str]) -> str:
        cells[place] = cells[place].replace("<w:tcPr>", '<w:tcPr><w:vMerge w:val="restart"/>')
        return f"<w:tr>{''.join(cells)}</w:tr>"

    def second(cells: list[str]) -> str:
        cells[place] = "<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>"
        return f"<w:tr>{''.join(cells)}</w:tr>"

    return _document(paper, part, at, first, second)


@spoil(".docx")
def cell_over_two_columns_of_the_grid(paper: Paper, dice: Random) -> bytes:
    part, at = _target(paper, dice)
    place = dice.randrange(1, len(part.rows[0]) - 1)

    def row(cells: list[str]) -> str:
        wide = cells[place].replace("<w:tcPr>", '<w:tcPr><w:gridSpan w:val="2"/>')
        cells[place : place + 2] = [wide]
        return f"<w:tr>{''.join(cells)}</w:tr>"

    return _document(paper, part, at, row)


@spoil(".docx")
def row_deleted_while_tracked(paper: Paper, dice: Random) -> bytes:
    part, at = _target(paper, dice)
    mark = "<w:trPr><w:del w:id='1' w:author='a'/></w:trPr>"
    return _document(paper, part, at, lambda cells: f"<w:tr>{mark}{''.join(cells)}</w:tr>")


@spoil(".docx")
def row_begins_a_column_later(paper: Paper, dice: Random) -> bytes:
    part, at = _target(paper, dice)
    mark = "<w:trPr><w:gridBefore w:val='1'/></w:trPr>"
    return _document(paper, part, at, lambda cells: f"<w:tr>{mark}{''.join(cells[1:])}</w:tr>")


@spoil(".docx")
def table_cut_in_two(paper: Paper, dice: Random) -> bytes:
    part, at = _target(paper, dice)
    grid = "<w:tblGrid>" + '<w:gridCol w:w="1500"/>' * len(part.rows[0]) + "</w:tblGrid>"
    cut = f"</w:tbl><w:p/><w:tbl>{grid}"
    return _document(paper, part, at, lambda cells: f"{cut}<w:tr>{''.join(cells)}</w:tr>")


@spoil(".docx")
def words_deleted_while_tracked(paper: Paper, dice: Random) -> bytes:
    def change(cell: str) -> str:
        words = r"<w:r><w:t[^>]*>(.*?)</w:t></w:r>"
        deleted = r"<w:del w:id='1' w:author='a'><w:r><w:delText>\1</w:delText></w:r></w:del>"
        return re.sub(words, deleted, cell)

    return _changed(paper, dice, change)


@spoil(".docx")
def words_hidden(paper: Paper, dice: Random) -> bytes:
    return _changed(
        paper, dice, lambda cell: cell.replace("<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>")
    )


@spoil(".docx")
def words_struck(paper: Paper, dice: Random) -> bytes:
    return _changed(
        paper, dice, lambda cell: cell.replace("<w:r>", "<w:r><w:rPr><w:strike/></w:rPr>")
    )


def sound(paper: Paper, suffix: str) -> bytes:
    """The list as these ways find it."""
    if suffix == ".docx":
        return _document(copy(paper), paper[0], -1, str)
    writers: dict[str, Callable[[Paper], bytes]] = {
        ".md": markdown,
        ".csv": doctored.separated,
        ".xlsx": doctored.workbook,
        ".html": doctored.web_page,
    }
    return writers[suffix](copy(paper))
