"""Doctored lists: what goes wrong with lists between offices, in whatever container they travel.

A list is taken apart into a cover and its tables (``forms.Section``); each function alters one copy in
place with a seeded generator; a writer puts it into a container. Rows may become ragged: the writers
write what is there.
"""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Callable
from pathlib import Path
from random import Random

import forms
from forms import Section

Paper = list[Section]
Doctor = Callable[[Paper, Random], None]
DOCTORS: dict[str, Doctor] = {}
"""Every way of doctoring by its name."""
_TYPOS = "祢木曰巳末亊"
_ROLES = {
    3: ("number", "category", "name"),
    4: ("number", "category", "name", "taker"),
    6: ("number", "category", "name", "departments", "superior", "township"),
}
OTHER_WORDS = {
    "number": ("事项编码", "页码", "行数"),
    "category": ("事项名称", "备注", "牵头部门", "类型", "所属乡镇"),
    "name": ("事项类别", "工作要求", "备注", "事项", "实施依据"),
    "departments": ("配合部门", "承接部门", "备注", "责任人", "联系人", "联系电话", "配合单位"),
    "superior": ("乡镇配合职责", "工作方式", "实施依据", "备注", "工作要求"),
    "township": ("上级部门职责", "工作方式", "实施依据", "备注", "完成时限"),
    "taker": (
        "对应上级部门",
        "上级部门职责",
        "配合职责",
        "备注",
        "实施依据",
        "由谁办理",
        "原承担单位",
    ),
}
"""Headers that do not say what stands below them."""


def doctor(function: Doctor) -> Doctor:
    """Note a way of doctoring under its name."""
    DOCTORS[function.__name__] = function
    return function


def copy(paper: Paper) -> Paper:
    """A copy whose cells can be changed."""
    return [Section(list(part.lines), [list(row) for row in part.rows]) for part in paper]


def tables(paper: Paper) -> list[Section]:
    """The parts that have rows."""
    return [part for part in paper if len(part.rows) > 1]


def _any(paper: Paper, dice: Random, *widths: int) -> Section:
    found = [part for part in tables(paper) if not widths or len(part.rows[0]) in widths]
    return dice.choice(found or tables(paper))


def _row(part: Section, dice: Random) -> int:
    return dice.randrange(1, len(part.rows))


def _typo(word: str, dice: Random) -> str:
    if not word:
        return word
    at = dice.randrange(len(word))
    return (
        word[:at]
        + dice.choice([dice.choice(_TYPOS), "", word[at] * 2, " " + word[at]])
        + word[at + 1 :]
    )


def _roles(part: Section) -> tuple[str, ...]:
    width = len(part.rows[0])
    if width == 3 and any("部门" in cell or "方式" in cell for cell in part.rows[0]):
        return ("number", "name", "taker")
    return _ROLES.get(width, ("number", *("name",) * (width - 1)))


# -- headers ----------------------------------------------------------------------------------


@doctor
def header_words_exchanged(paper: Paper, dice: Random) -> None:
    header = _any(paper, dice).rows[0]
    a, b = dice.sample(range(len(header)), 2)
    header[a], header[b] = header[b], header[a]


@doctor
def header_word_misspelt(paper: Paper, dice: Random) -> None:
    header = _any(paper, dice).rows[0]
    at = dice.randrange(len(header))
    header[at] = _typo(header[at], dice)


@doctor
def header_words_merged(paper: Paper, dice: Random) -> None:
    header = _any(paper, dice).rows[0]
    at = dice.randrange(len(header) - 1)
    header[at : at + 2] = [header[at] + dice.choice(["", "及", " "]) + header[at + 1]]


@doctor
def header_words_merged_and_blank(paper: Paper, dice: Random) -> None:
    header = _any(paper, dice).rows[0]
    at = dice.randrange(len(header) - 1)
    header[at : at + 2] = [header[at] + header[at + 1], ""]


@doctor
def header_word_blank(paper: Paper, dice: Random) -> None:
    header = _any(paper, dice).rows[0]
    header[dice.randrange(len(header))] = ""


@doctor
def header_word_gone(paper: Paper, dice: Random) -> None:
    header = _any(paper, dice).rows[0]
    header.pop(dice.randrange(len(header)))


@doctor
def header_of_another_column(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    at = dice.randrange(len(part.rows[0]))
    part.rows[0][at] = dice.choice(OTHER_WORDS[_roles(part)[at]])


@doctor
def header_says_two_things(paper: Paper, dice: Random) -> None:
    header = _any(paper, dice).rows[0]
    a, b = dice.sample(range(len(header)), 2)
    header[a] = header[b]


@doctor
def header_of_another_list(paper: Paper, dice: Random) -> None:
    a, b = dice.sample(tables(paper), 2)
    a.rows[0] = list(b.rows[0])


@doctor
def header_gone(paper: Paper, dice: Random) -> None:
    del _any(paper, dice).rows[0]


@doctor
def header_shifted(paper: Paper, dice: Random) -> None:
    header = _any(paper, dice).rows[0]
    by = dice.choice([1, -1])
    header[:] = header[by:] + header[:by]


@doctor
def header_of_page_two_exchanged(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    header = list(part.rows[0])
    a, b = dice.sample(range(len(header)), 2)
    header[a], header[b] = header[b], header[a]
    part.rows.insert(_row(part, dice), header)


@doctor
def header_of_page_two_misspelt(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    header = list(part.rows[0])
    for _ in range(dice.choice([1, 2])):
        at = dice.randrange(len(header))
        header[at] = _typo(header[at], dice)
    part.rows.insert(_row(part, dice), header)


@doctor
def header_of_page_two_is_another_lists(paper: Paper, dice: Random) -> None:
    a, b = dice.sample(tables(paper), 2)
    a.rows.insert(_row(a, dice), list(b.rows[0]))


@doctor
def unknown_column(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    at = dice.randrange(len(part.rows[0]) + 1)
    word = dice.choice(["", "责任人", "经办", "办理时限", "序"])
    for n, row in enumerate(part.rows):
        row.insert(at, word if n == 0 else dice.choice(["", "张三", "已核", row[-1][:8]]))


# -- titles -----------------------------------------------------------------------------------


@doctor
def title_gone(paper: Paper, dice: Random) -> None:
    _any(paper, dice).lines.pop()


@doctor
def titles_gone(paper: Paper, dice: Random) -> None:
    for part in tables(paper):
        part.lines.pop()


@doctor
def titles_exchanged(paper: Paper, dice: Random) -> None:
    a, b = dice.sample(tables(paper), 2)
    a.lines[-1], b.lines[-1] = b.lines[-1], a.lines[-1]


@doctor
def title_of_another_list(paper: Paper, dice: Random) -> None:
    a, b = dice.sample(tables(paper), 2)
    a.lines[-1] = b.lines[-1]


@doctor
def title_misspelt(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    part.lines[-1] = _typo(part.lines[-1], dice)


@doctor
def title_of_another_kind(paper: Paper, dice: Random) -> None:
    kinds = (
        "2026年重点工作任务清单 行政执法事项清单 权责清单 公共服务事项清单 村级协助事项清单 负面清单 "
        "考核事项清单 整改任务清单 基本公共服务清单 联合执法事项清单 收费事项清单 职责准入清单"
    )
    _any(paper, dice).lines[-1] = dice.choice(kinds.split())


def _parted(title: str) -> tuple[str, str] | None:
    """The place of a title, and what it says of the list; None where it names no list."""
    starts = (title.index(kind) for kind in ("基本", "配合", "上级", "收回") if kind in title)
    at = next(starts, None)
    return None if at is None else (title[:at], title[at:])


@doctor
def title_of_another_township(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    if parted := _parted(part.lines[-1]):
        places = ["昌吉州奇台县古城乡", "清溪县河口镇", "古城乡", "河口镇", "红旗街道"]
        part.lines[-1] = dice.choice(places) + parted[1]


@doctor
def title_of_a_village(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    if parted := _parted(part.lines[-1]):
        part.lines[-1] = parted[0] + dice.choice(["沙河村", "和平社区"]) + parted[1]


@doctor
def title_of_the_county(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    if parted := _parted(part.lines[-1]):
        part.lines[-1] = dice.choice(["各乡镇", "清溪县各乡镇", ""]) + parted[1]


@doctor
def title_twice(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    part.lines.append(dice.choice(tables(paper)).lines[-1])


@doctor
def title_inside(paper: Paper, dice: Random) -> None:
    """A title of another list in the middle of a table, as a row of its own."""
    a, b = dice.sample(tables(paper), 2)
    a.rows.insert(_row(a, dice), [b.lines[-1]])


@doctor
def title_and_header_inside(paper: Paper, dice: Random) -> None:
    a, b = dice.sample(tables(paper), 2)
    a.rows[(at := _row(a, dice)) : at] = [[b.lines[-1]], list(a.rows[0])]


@doctor
def title_below_the_header(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    part.rows.insert(1, [part.lines.pop()])


@doctor
def title_count_wrong(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    part.lines[-1] += f"（共{len(part.rows) - 1 + dice.choice([-2, -1, 1, 3])}项）"


@doctor
def cover_of_another_township(paper: Paper, dice: Random) -> None:
    paper[0].lines[:] = ["清溪县河口镇", "履职事项清单", "2025年5月"] + (
        paper[0].lines[-1:] if paper[0].rows else []
    )


# -- columns ----------------------------------------------------------------------------------


def _swap(row: list[str], a: int, b: int) -> None:
    if max(a, b) < len(row):
        row[a], row[b] = row[b], row[a]


@doctor
def columns_exchanged(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    a, b = dice.sample(range(len(part.rows[0])), 2)
    for row in part.rows[1:]:
        _swap(row, a, b)


@doctor
def columns_exchanged_from_a_row_on(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    a, b = dice.sample(range(len(part.rows[0])), 2)
    for row in part.rows[_row(part, dice) :]:
        _swap(row, a, b)


@doctor
def cells_exchanged_in_a_row(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    a, b = dice.sample(range(len(part.rows[0])), 2)
    _swap(part.rows[_row(part, dice)], a, b)


@doctor
def cells_exchanged_in_some_rows(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    a, b = dice.sample(range(len(part.rows[0])), 2)
    for row in part.rows[1:]:
        if dice.random() < 0.3:
            _swap(row, a, b)


@doctor
def column_shifted_down(paper: Paper, dice: Random) -> None:
    """From one row on the cells of a column stand a row too low."""
    part = _any(paper, dice, 4, 6)
    at, start = dice.randrange(1, len(part.rows[0])), _row(part, dice)
    cells = [row[at] for row in part.rows[start:]]
    for row, cell in zip(part.rows[start:], ["", *cells], strict=False):
        row[at] = cell


@doctor
def column_shifted_up(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice, 4, 6)
    at, start = dice.randrange(1, len(part.rows[0])), _row(part, dice)
    cells = [row[at] for row in part.rows[start:]]
    for row, cell in zip(part.rows[start:], [*cells[1:], ""], strict=True):
        row[at] = cell


@doctor
def column_sorted_alone(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice, 4, 6)
    at = dice.randrange(2, len(part.rows[0]))
    cells = sorted(row[at] for row in part.rows[1:])
    for row, cell in zip(part.rows[1:], cells, strict=True):
        row[at] = cell


@doctor
def column_filled_down(paper: Paper, dice: Random) -> None:
    """A cell dragged over those below it."""
    part = _any(paper, dice)
    at, start = dice.randrange(1, len(part.rows[0])), _row(part, dice)
    for row in part.rows[start + 1 : start + 1 + dice.choice([1, 2, 5])]:
        row[at] = part.rows[start][at]


@doctor
def column_emptied(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    at = dice.randrange(len(part.rows[0]))
    for row in part.rows[1:]:
        row[at] = ""


@doctor
def column_emptied_from_a_row_on(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    at = dice.randrange(len(part.rows[0]))
    for row in part.rows[_row(part, dice) :]:
        row[at] = ""


@doctor
def column_gone(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    at = dice.randrange(len(part.rows[0]))
    for row in part.rows:
        row.pop(at)


@doctor
def column_gone_below_the_header(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    at = dice.randrange(len(part.rows[0]))
    for row in part.rows[1:]:
        row.pop(at)


@doctor
def rows_shifted_right(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    at = dice.randrange(len(part.rows[0]) - 1)
    for row in part.rows[_row(part, dice) :]:
        row.insert(at, "")
        if dice.random() < 0.5:
            row.pop()


@doctor
def rows_shifted_left(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    at = dice.randrange(len(part.rows[0]) - 1)
    for row in part.rows[_row(part, dice) :]:
        row.pop(at)
        row.append("")


# -- rows -------------------------------------------------------------------------------------


@doctor
def row_split_in_a_cell(paper: Paper, dice: Random) -> None:
    """A row over two lines: every cell from one on goes on below."""
    part = _any(paper, dice)
    at = _row(part, dice)
    row = part.rows[at]
    place = dice.randrange(1, len(row))
    half = len(row[place]) // 2
    part.rows[at : at + 1] = [
        [*row[:place], row[place][:half]],
        [row[place][half:], *row[place + 1 :]],
    ]


@doctor
def row_split_at_a_cell(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    at = _row(part, dice)
    row, place = part.rows[at], dice.randrange(1, len(part.rows[at]))
    part.rows[at : at + 1] = [row[:place], row[place:]]


@doctor
def row_split_under_its_columns(paper: Paper, dice: Random) -> None:
    """The second halves of cells in a row of their own, under their columns."""
    part = _any(paper, dice)
    at = _row(part, dice)
    row = part.rows[at]
    rest = [""] * len(row)
    for place in range(2, len(row)):
        if dice.random() < 0.7:
            half = len(row[place]) // 2
            row[place], rest[place] = row[place][:half], row[place][half:]
    part.rows.insert(at + 1, rest)


@doctor
def row_over_a_page(paper: Paper, dice: Random) -> None:
    row_split_under_its_columns(paper, dice)
    for part in tables(paper):
        for at, row in enumerate(part.rows):
            if row and not row[0] and at:
                part.rows[at:at] = [["- 3 -"], list(part.rows[0])]
                return


@doctor
def row_named_twice_over_a_page(paper: Paper, dice: Random) -> None:
    """The second half repeats the number of the row, as some programs print it."""
    row_split_under_its_columns(paper, dice)
    for part in tables(paper):
        for at, row in enumerate(part.rows[1:], 1):
            if row and not row[0]:
                row[0] = part.rows[at - 1][0]
                return


@doctor
def rows_merged(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    if len(part.rows) < 3:
        return
    at = dice.randrange(1, len(part.rows) - 1)
    first, second = part.rows[at], part.rows.pop(at + 1)
    glue = dice.choice(["", " ", "\n"])
    for place in range(1, len(first)):
        if first[place] != second[place]:
            first[place] += glue + second[place]


@doctor
def rows_merged_at_the_end(paper: Paper, dice: Random) -> None:
    """The next row glued behind a row's last cell."""
    part = _any(paper, dice)
    if len(part.rows) < 3:
        return
    at = dice.randrange(1, len(part.rows) - 1)
    part.rows[at][-1] += dice.choice(["", " "]) + " ".join(part.rows.pop(at + 1))


@doctor
def first_rows_gone(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    del part.rows[1 : 1 + min(dice.choice([1, 2]), len(part.rows) - 2)]


@doctor
def inner_rows_gone(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    at = dice.randrange(1, max(2, len(part.rows) - 1))
    del part.rows[at : min(at + dice.choice([1, 1, 3]), len(part.rows) - 1)]


@doctor
def row_twice(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    at = _row(part, dice)
    part.rows.insert(at, list(part.rows[at]))


@doctor
def rows_exchanged(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    if len(part.rows) < 3:
        return
    a, b = dice.sample(range(1, len(part.rows)), 2)
    part.rows[a], part.rows[b] = part.rows[b], part.rows[a]


@doctor
def row_of_another_list(paper: Paper, dice: Random) -> None:
    """A row moved into another table, made as wide as it."""
    a, b = dice.sample(tables(paper), 2)
    row = a.rows.pop(_row(a, dice)) if dice.random() < 0.5 else list(dice.choice(a.rows[1:]))
    width = len(b.rows[0])
    row = [*row[:width], *[""] * (width - len(row))]
    at = dice.randrange(1, len(b.rows) + 1)
    if dice.random() < 0.5:
        row[0] = str(at)
        for below in b.rows[at:]:
            below[0] = str(int(below[0]) + 1) if below[0].isdecimal() else below[0]
    b.rows.insert(at, row)


@doctor
def tables_run_together(paper: Paper, dice: Random) -> None:
    """A table below another with neither title nor header, made as wide."""
    found = tables(paper)
    at = dice.randrange(len(found) - 1)
    first, second = found[at], found[at + 1]
    width = len(first.rows[0])
    pad = dice.random() < 0.5
    for row in second.rows[1:]:
        first.rows.append([*row[:width], *[""] * (width - len(row))] if pad else row)
    paper.remove(second)


@doctor
def tables_in_another_order(paper: Paper, dice: Random) -> None:
    """The rows of two tables under each other's titles, headers with them."""
    a, b = dice.sample(tables(paper), 2)
    a.rows, b.rows = b.rows, a.rows


@doctor
def list_twice(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    paper.insert(paper.index(part) + 1, Section(part.lines[-1:], [list(r) for r in part.rows]))


@doctor
def table_twice(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    part.rows += [list(row) for row in part.rows[dice.choice([0, 1]) :]]


@doctor
def half_a_table_twice(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    half = len(part.rows) // 2 + 1
    part.rows[half:half] = [list(row) for row in part.rows[1:half]]


@doctor
def cut_in_the_middle(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    row = part.rows[_row(part, dice)]
    del part.rows[part.rows.index(row) + 1 :]
    place = dice.randrange(1, len(row))
    row[place:] = [row[place][: dice.randrange(len(row[place]) + 1)]]
    del paper[paper.index(part) + 1 :]


@doctor
def cut_in_the_last_cell(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    row = part.rows[_row(part, dice)]
    del part.rows[part.rows.index(row) + 1 :]
    row[-1] = row[-1][: dice.randrange(1, len(row[-1]) + 1)]
    del paper[paper.index(part) + 1 :]


def _insert(part: Section, dice: Random, words: list[str]) -> None:
    """A line of its own, one of ``words``, between rows."""
    part.rows.insert(_row(part, dice), [dice.choice(words)])


@doctor
def furniture_inside(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    words = [
        "- 12 -",
        "续表",
        "第3页 共20页",
        part.lines[-1],
        "12",
        "（接上页）",
        "履职事项清单",
        "此页无正文",
    ]
    _insert(part, dice, words)


@doctor
def furniture_in_a_cell(paper: Paper, dice: Random) -> None:
    """A running head or page number in the middle of a cell's text."""
    part = _any(paper, dice)
    row = part.rows[_row(part, dice)]
    at = dice.randrange(2, len(row))
    half = len(row[at]) // 2
    words = dice.choice(["- 12 -", "第3页 共20页", part.lines[-1], "12"])
    row[at] = row[at][:half] + words + row[at][half:]


@doctor
def cell_by_cell(paper: Paper, dice: Random) -> None:
    """A table pasted as one cell a line."""
    part = _any(paper, dice)
    part.rows[:] = [[cell] for row in part.rows for cell in row if cell]


@doctor
def rows_cell_by_cell(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    at = _row(part, dice)
    part.rows[at : at + 1] = [[cell] for cell in part.rows[at] if cell]


@doctor
def serial_gone(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    part.rows[_row(part, dice)][0] = ""


@doctor
def serials_jump(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    by = dice.choice([1, 2, -1])
    for row in part.rows[_row(part, dice) :]:
        row[0] = str(int(row[0]) + by) if row[0].isdecimal() else row[0]


@doctor
def serial_glued_to_the_next_cell(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    row = part.rows[_row(part, dice)]
    row[:2] = dice.choice([[row[0] + row[1]], ["", row[0] + row[1]], ["", row[0] + "." + row[1]]])


@doctor
def serial_misread(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    part.rows[_row(part, dice)][0] = dice.choice(
        ["l", "O", "I2", "一", "甲", "99", "0", "-", "1 2"]
    )


# -- cells ------------------------------------------------------------------------------------


@doctor
def cell_emptied(paper: Paper, dice: Random) -> None:
    row = (part := _any(paper, dice)).rows[_row(part, dice)]
    row[dice.randrange(len(row))] = ""


@doctor
def cell_of_the_next_row(paper: Paper, dice: Random) -> None:
    """The cells of one column exchanged between a row and the next."""
    part = _any(paper, dice, 4, 6)
    if len(part.rows) < 3:
        return
    at, place = dice.randrange(1, len(part.rows) - 1), dice.randrange(2, len(part.rows[0]))
    one, other = part.rows[at], part.rows[at + 1]
    one[place], other[place] = other[place], one[place]


@doctor
def cell_copied_from_above(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    if len(part.rows) < 3:
        return
    at, place = dice.randrange(2, len(part.rows)), dice.randrange(1, len(part.rows[0]))
    part.rows[at][place] = part.rows[at - 1][place]


@doctor
def cell_copied_from_the_left(paper: Paper, dice: Random) -> None:
    row = (part := _any(paper, dice)).rows[_row(part, dice)]
    at = dice.randrange(1, len(row))
    row[at] = row[at - 1]


@doctor
def cell_half_in_the_next(paper: Paper, dice: Random) -> None:
    """The end of a cell stands before the words of the next."""
    row = (part := _any(paper, dice)).rows[_row(part, dice)]
    at = dice.randrange(1, len(row) - 1)
    cut = dice.randrange(len(row[at]) + 1)
    row[at], row[at + 1] = row[at][:cut], row[at][cut:] + row[at + 1]


@doctor
def cell_begins_in_the_one_before(paper: Paper, dice: Random) -> None:
    row = (part := _any(paper, dice)).rows[_row(part, dice)]
    at = dice.randrange(1, len(row) - 1)
    cut = dice.randrange(len(row[at + 1]) + 1)
    row[at], row[at + 1] = row[at] + row[at + 1][:cut], row[at + 1][cut:]


@doctor
def cell_split_in_two(paper: Paper, dice: Random) -> None:
    """A cell becomes two; what stood behind moves right."""
    row = (part := _any(paper, dice)).rows[_row(part, dice)]
    at = dice.randrange(1, len(row))
    cut = len(row[at]) // 2
    row[at : at + 1] = [row[at][:cut], row[at][cut:]]
    if dice.random() < 0.5:
        row.pop()


@doctor
def cells_glued(paper: Paper, dice: Random) -> None:
    row = (part := _any(paper, dice)).rows[_row(part, dice)]
    at = dice.randrange(1, len(row) - 1)
    row[at : at + 2] = [row[at] + row[at + 1]]
    if dice.random() < 0.5:
        row.insert(dice.choice([at, at + 1, len(row)]), "")


@doctor
def cells_rotated(paper: Paper, dice: Random) -> None:
    row = (part := _any(paper, dice)).rows[_row(part, dice)]
    by = dice.randrange(1, len(row))
    row[:] = row[by:] + row[:by]


@doctor
def clause_cut(paper: Paper, dice: Random) -> None:
    row = (part := _any(paper, dice, 4, 6)).rows[_row(part, dice)]
    at = dice.randrange(len(row) - (2 if len(row) == 6 else 1), len(row))
    row[at] = row[at][: max(4, len(row[at]) * 2 // 3)]


@doctor
def clause_of_the_next_row(paper: Paper, dice: Random) -> None:
    """The end of a cell stands at the beginning of the same cell a row below."""
    part = _any(paper, dice, 4, 6)
    if len(part.rows) < 3:
        return
    at, place = dice.randrange(1, len(part.rows) - 1), dice.randrange(3, len(part.rows[0]))
    one, other = part.rows[at], part.rows[at + 1]
    cut = len(one[place]) * 2 // 3
    one[place], other[place] = one[place][:cut], one[place][cut:] + other[place]


@doctor
def department_is_something_else(paper: Paper, dice: Random) -> None:
    row = (part := _any(paper, dice, 6)).rows[_row(part, dice)]
    if len(row) == 6:
        row[3] = dice.choice(
            [
                "张三 13800000000",
                "同上",
                "〃",
                row[1],
                row[2],
                "各村（社区）",
                "本镇",
                "√",
                "见备注",
                "4",
                row[0],
            ]
        )


@doctor
def department_cut(paper: Paper, dice: Random) -> None:
    row = (part := _any(paper, dice, 6)).rows[_row(part, dice)]
    if len(row) == 6:
        row[3] = row[3][: dice.randrange(1, len(row[3]))]


@doctor
def holder_is_something_else(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice, 4)
    row = part.rows[_row(part, dice)]
    body, _, rest = row[-1].partition("：")
    row[-1] = dice.choice(
        [rest, body, "同上", "见附件", f"工作方式：{rest}", "本镇：" + rest, "√", row[1], row[2]]
    )


@doctor
def name_is_something_else(paper: Paper, dice: Random) -> None:
    row = (part := _any(paper, dice)).rows[_row(part, dice)]
    at = _roles(part).index("name")
    row[at] = dice.choice(
        [row[1], row[-1], "同上", "12", "小计", "合计", "备注：以上事项由各科室负责", row[0], "—"]
    )


@doctor
def category_is_something_else(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    row = part.rows[_row(part, dice)]
    if _roles(part)[1] == "category":
        row[1] = dice.choice(["县水利局", "同上", "12", row[-1], row[2], "〃", _typo(row[1], dice)])


@doctor
def category_blank_where_it_changes(paper: Paper, dice: Random) -> None:
    """A merged category that reaches too far down."""
    part = _any(paper, dice)
    if _roles(part)[1] != "category":
        return
    changes = [n for n in range(2, len(part.rows)) if part.rows[n][1] != part.rows[n - 1][1]]
    if changes:
        at = dice.choice(changes)
        if dice.random() < 0.5:
            part.rows[at][1] = ""
        else:
            part.rows[at][1] = part.rows[at - 1][1]


@doctor
def merged_categories_reach_too_far(paper: Paper, dice: Random) -> None:
    """Every category printed once, over its rows; one of them a row too low."""
    part = _any(paper, dice)
    if _roles(part)[1] != "category":
        return
    last = ""
    for row in part.rows[1:]:
        row[1], last = ("" if row[1] == last else row[1]), row[1]
    filled = [
        n for n in range(2, len(part.rows) - 1) if part.rows[n][1] and not part.rows[n + 1][1]
    ]
    if filled:
        at = dice.choice(filled)
        part.rows[at][1], part.rows[at + 1][1] = "", part.rows[at][1]


# -- containers -------------------------------------------------------------------------------


def text(paper: Paper) -> bytes:
    """Paragraphs and rows with tabs, as the bundled lists are."""
    lines = []
    for part in paper:
        lines += part.lines
        lines += ["\t".join(cell.replace("\n", " ") for cell in row) for row in part.rows]
        lines.append("")
    return "\n".join(lines).encode()


def separated(paper: Paper) -> bytes:
    """CSV of a spreadsheet: every record as wide as the widest."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    wide = max((len(row) for part in paper for row in part.rows), default=1)
    for part in paper:
        for line in part.lines:
            writer.writerow([line, *[""] * (wide - 1)])
        for row in part.rows:
            cells = ["\n".join(forms.lines_of(cell)) for cell in row]
            writer.writerow([*cells, *[""] * (wide - len(cells))])
    return out.getvalue().encode("utf-8-sig")


def _words(cell: str) -> str:
    return "".join(f"<p>{html.escape(line)}</p>" for line in forms.lines_of(cell))


def web_page(paper: Paper) -> bytes:
    """A table each; nothing is merged but a lone cell over the whole width."""
    out = ['<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>']
    for part in paper:
        out += [f"<p>{html.escape(line)}</p>" for line in part.lines]
        if not part.rows:
            continue
        out.append("<table>")
        width = max(map(len, part.rows))
        for row in part.rows:
            span = f' colspan="{width}"' if len(row) == 1 else ""
            out.append("<tr>" + "".join(f"<td{span}>{_words(c)}</td>" for c in row) + "</tr>")
        out.append("</table>")
    return "".join([*out, "</body></html>"]).encode()


def workbook(paper: Paper) -> bytes:
    """A sheet for each table, its paragraphs above it."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for number, part in enumerate(paper):
        sheet = book.create_sheet(f"Sheet{number + 1}")
        for line in part.lines:
            sheet.append([line])
        for row in part.rows:
            cells = ["\n".join(forms.lines_of(cell)) for cell in row]
            sheet.append([int(c) if c.isdecimal() and len(c) < 6 else c for c in cells])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def document(paper: Paper) -> bytes:
    """A Word document, a table each."""
    out = []
    for part in paper:
        out += [forms._paragraph(line) for line in part.lines]
        if not part.rows:
            continue
        width = max(map(len, part.rows))
        out.append("<w:tbl><w:tblGrid>" + '<w:gridCol w:w="1500"/>' * width + "</w:tblGrid>")
        for row in part.rows:
            span = f'<w:tcPr><w:gridSpan w:val="{width}"/></w:tcPr>' if len(row) == 1 else ""
            cells = "".join(
                f"<w:tc>{span}{''.join(map(forms._paragraph, forms.lines_of(cell)))}</w:tc>"
                for cell in row
            )
            out.append(f"<w:tr>{cells}</w:tr>")
        out.append("</w:tbl>")
    return forms.document("".join(out) + "<w:p/>")


WRITERS: dict[str, tuple[str, Callable[[Paper], bytes]]] = {
    "text": (".txt", text),
    "csv": (".csv", separated),
    "web page": (".html", web_page),
    "workbook": (".xlsx", workbook),
    "document": (".docx", document),
}
"""Containers by name: suffix and writer."""

# -- lists to doctor --------------------------------------------------------------------------

_DATA = Path(__file__).resolve().parents[1] / "data"
SHORT = (_DATA / "short-list.txt").read_text("utf-8")
"""A list of a bundled township with a few rows."""
MADE_UP = (_DATA / "made-up-list.txt").read_text("utf-8")
"""A list of a county that no table knows, clauses as paragraphs, a reclaimed list without category."""
