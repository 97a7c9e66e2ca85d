"""Alterations: what happens to lists on their way through offices, as small functions.

Each takes the lines of a list and a seeded random generator and alters the lines in place.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

Lines = list[str]
Alteration = Callable[[Lines, Random], None]
ALTERATIONS: dict[str, Alteration] = {}
"""Every alteration by its name."""
_MISREAD = "祢木曰巳末亊"
_UNKNOWN_TITLES = (
    "2026年重点工作任务清单 审批事项清单 公共服务事项清单 行政执法事项清单 问题整改台账 民生实事项目清单 职责准入事项清单"
).split()
_UNKNOWN_HEADERS = "由谁办理 内容 项目 怎么做 谁来管 其他情况 栏目一".split()
_TITLE = re.compile(r"(?:基本履职|配合履职|收回)事项清单\s*$")


def alteration(function: Alteration) -> Alteration:
    """Note an alteration under its name."""
    ALTERATIONS[function.__name__] = function
    return function


def rows(lines: Lines) -> list[int]:
    """Where the rows stand."""
    return [n for n, line in enumerate(lines) if "\t" in line and line.split("\t")[0].isdigit()]


def headers(lines: Lines) -> list[int]:
    """Where the headers stand."""
    return [n for n, line in enumerate(lines) if line.startswith("序号\t")]


def titles(lines: Lines) -> list[int]:
    """Where the titles of the three lists stand."""
    return [n for n, line in enumerate(lines) if "\t" not in line and _TITLE.search(line)]


def _misread(word: str, random: Random) -> str:
    place = random.randrange(len(word))
    return word[:place] + random.choice(_MISREAD) + word[place + 1 :]


def _edit(lines: Lines, at: int, change: Callable[[list[str]], object]) -> None:
    cells = lines[at].split("\t")
    change(cells)
    lines[at] = "\t".join(cells)


def _edit_all_like(lines: Lines, header: str, change: Callable[[list[str]], object]) -> None:
    for at, line in enumerate(lines):
        if line == header:
            _edit(lines, at, change)


def _swap(first: int, second: int) -> Callable[[list[str]], None]:
    def change(cells: list[str]) -> None:
        cells[first], cells[second] = cells[second], cells[first]

    return change


def _section(lines: Lines, random: Random) -> tuple[int, int]:
    starts = titles(lines)
    chosen = random.randrange(len(starts))
    end = starts[chosen + 1] if chosen + 1 < len(starts) else len(lines)
    return starts[chosen], end


# -- headers ----------------------------------------------------------------------------------


@alteration
def header_words_swapped(lines: Lines, random: Random) -> None:
    header = lines[random.choice(headers(lines))]
    first, second = random.sample(range(len(header.split("\t"))), 2)
    _edit_all_like(lines, header, _swap(first, second))


@alteration
def header_word_misread(lines: Lines, random: Random) -> None:
    header = lines[random.choice(headers(lines))]
    cells = header.split("\t")
    at = random.randrange(len(cells))
    word = _misread(cells[at], random)
    _edit_all_like(lines, header, lambda found: found.__setitem__(at, word))


@alteration
def header_word_blank(lines: Lines, random: Random) -> None:
    header = lines[random.choice(headers(lines))]
    at = random.randrange(len(header.split("\t")))
    _edit_all_like(lines, header, lambda found: found.__setitem__(at, ""))


@alteration
def header_word_unknown(lines: Lines, random: Random) -> None:
    header = lines[random.choice(headers(lines))]
    at = random.randrange(len(header.split("\t")))
    word = random.choice(_UNKNOWN_HEADERS)
    _edit_all_like(lines, header, lambda found: found.__setitem__(at, word))


@alteration
def header_word_dropped(lines: Lines, random: Random) -> None:
    at = random.choice(headers(lines))
    _edit(lines, at, lambda cells: cells.pop(random.randrange(len(cells))))


@alteration
def header_word_twice(lines: Lines, random: Random) -> None:
    at = random.choice(headers(lines))
    first, second = random.sample(range(len(lines[at].split("\t"))), 2)
    _edit(lines, at, lambda cells: cells.__setitem__(first, cells[second]))


@alteration
def header_dropped(lines: Lines, random: Random) -> None:
    del lines[random.choice(headers(lines))]


@alteration
def header_of_another_list(lines: Lines, random: Random) -> None:
    at = random.choice(headers(lines))
    lines[at] = random.choice([lines[n] for n in headers(lines) if lines[n] != lines[at]])


# -- columns ----------------------------------------------------------------------------------


@alteration
def column_dropped(lines: Lines, random: Random) -> None:
    width = len(lines[random.choice(headers(lines))].split("\t"))
    at = random.randrange(width)
    for n, line in enumerate(lines):
        if line.count("\t") == width - 1:
            _edit(lines, n, lambda cells: cells.pop(at))


@alteration
def column_emptied(lines: Lines, random: Random) -> None:
    width = len(lines[random.choice(headers(lines))].split("\t"))
    at = random.randrange(width)
    for n in rows(lines):
        if lines[n].count("\t") == width - 1:
            _edit(lines, n, lambda cells: cells.__setitem__(at, ""))


@alteration
def columns_swapped(lines: Lines, random: Random) -> None:
    width = len(lines[random.choice(headers(lines))].split("\t"))
    first, second = random.sample(range(width), 2)
    for n in rows(lines):
        if lines[n].count("\t") == width - 1:
            _edit(lines, n, _swap(first, second))


# -- titles -----------------------------------------------------------------------------------


@alteration
def title_dropped(lines: Lines, random: Random) -> None:
    del lines[random.choice(titles(lines))]


@alteration
def titles_dropped(lines: Lines, random: Random) -> None:
    for at in reversed(titles(lines)):
        del lines[at]


@alteration
def titles_exchanged(lines: Lines, random: Random) -> None:
    first, second = random.sample(titles(lines), 2)
    lines[first], lines[second] = lines[second], lines[first]


@alteration
def title_twice(lines: Lines, random: Random) -> None:
    first, second = random.sample(titles(lines), 2)
    lines[first] = lines[second]


@alteration
def title_misread(lines: Lines, random: Random) -> None:
    at = random.choice(titles(lines))
    lines[at] = _misread(lines[at], random)


@alteration
def title_of_another_kind(lines: Lines, random: Random) -> None:
    lines[random.choice(titles(lines))] = random.choice(_UNKNOWN_TITLES)


@alteration
def title_of_another_township(lines: Lines, random: Random) -> None:
    at = random.choice(titles(lines))
    lines[at] = "昌吉州奇台县古城乡" + re.sub(r"^.*?(?=基本|配合|上级部门收回)", "", lines[at])


@alteration
def title_of_a_village(lines: Lines, random: Random) -> None:
    at = random.choice(titles(lines))
    lines[at] = re.sub(r"(镇|乡|街道)(?=基本|配合|上级部门收回)", r"\1沙河村", lines[at], count=1)


# -- cells ------------------------------------------------------------------------------------


@alteration
def cells_swapped(lines: Lines, random: Random) -> None:
    at = random.choice(rows(lines))
    first, second = random.sample(range(len(lines[at].split("\t"))), 2)
    _edit(lines, at, _swap(first, second))


@alteration
def cell_emptied(lines: Lines, random: Random) -> None:
    at = random.choice(rows(lines))
    _edit(lines, at, lambda cells: cells.__setitem__(random.randrange(len(cells)), ""))


@alteration
def cell_dropped(lines: Lines, random: Random) -> None:
    at = random.choice(rows(lines))
    _edit(lines, at, lambda cells: cells.pop(random.randrange(len(cells))))


@alteration
def cell_twice(lines: Lines, random: Random) -> None:
    at = random.choice(rows(lines))
    first, second = random.sample(range(len(lines[at].split("\t"))), 2)
    _edit(lines, at, lambda cells: cells.__setitem__(first, cells[second]))


@alteration
def cells_merged(lines: Lines, random: Random) -> None:
    def merge(cells: list[str]) -> None:
        at = random.randrange(len(cells) - 1)
        cells[at : at + 2] = [cells[at] + cells[at + 1]]

    _edit(lines, random.choice(rows(lines)), merge)


@alteration
def cells_rotated(lines: Lines, random: Random) -> None:
    def rotate(cells: list[str]) -> None:
        by = random.randrange(1, len(cells))
        cells[:] = cells[by:] + cells[:by]

    _edit(lines, random.choice(rows(lines)), rotate)


@alteration
def holder_removed(lines: Lines, random: Random) -> None:
    at = random.choice([n for n in rows(lines) if "：" in lines[n].split("\t")[-1][:60]])
    _edit(lines, at, lambda cells: cells.__setitem__(-1, cells[-1].partition("：")[2]))


@alteration
def category_misread(lines: Lines, random: Random) -> None:
    at = random.choice([n for n in rows(lines) if lines[n].split("\t")[1]])
    _edit(lines, at, lambda cells: cells.__setitem__(1, _misread(cells[1], random)))


# -- rows -------------------------------------------------------------------------------------


@alteration
def first_rows_dropped(lines: Lines, random: Random) -> None:
    start = random.choice(titles(lines))
    for at in [n for n in rows(lines) if n > start][: random.choice([1, 2])][::-1]:
        del lines[at]


@alteration
def inner_row_dropped(lines: Lines, random: Random) -> None:
    inner = [n for n in rows(lines) if n + 1 in rows(lines) and n - 1 in rows(lines)]
    del lines[random.choice(inner)]


@alteration
def row_twice(lines: Lines, random: Random) -> None:
    at = random.choice(rows(lines))
    lines.insert(at, lines[at])


@alteration
def rows_exchanged(lines: Lines, random: Random) -> None:
    first, second = random.sample(rows(lines), 2)
    lines[first], lines[second] = lines[second], lines[first]


@alteration
def row_in_another_list(lines: Lines, random: Random) -> None:
    at = random.choice(rows(lines))
    others = [n for n in rows(lines) if lines[n].count("\t") != lines[at].count("\t")]
    lines.insert(random.choice(others), lines[at])


@alteration
def row_broken_at_a_cell(lines: Lines, random: Random) -> None:
    at = random.choice(rows(lines))
    cells = lines[at].split("\t")
    cut = random.randrange(1, len(cells))
    lines[at : at + 1] = ["\t".join(cells[:cut]), "\t".join(cells[cut:])]


@alteration
def row_broken_anywhere(lines: Lines, random: Random) -> None:
    at = random.choice(rows(lines))
    cut = random.randrange(2, len(lines[at]) - 1)
    lines[at : at + 1] = [lines[at][:cut], lines[at][cut:]]


@alteration
def row_cell_by_cell(lines: Lines, random: Random) -> None:
    at = random.choice(rows(lines))
    lines[at : at + 1] = lines[at].split("\t")


@alteration
def row_over_a_page(lines: Lines, random: Random) -> None:
    at = random.choice(rows(lines))
    cells = lines[at].split("\t")
    rest = [""] * len(cells)
    for place in range(2, len(cells)):
        half = len(cells[place]) // 2
        cells[place], rest[place] = cells[place][:half], cells[place][half:]
    header = lines[max(n for n in headers(lines) if n < at)]
    lines[at : at + 1] = ["\t".join(cells), "- 3 -", header, "\t".join(rest)]


@alteration
def row_with_blanks(lines: Lines, random: Random) -> None:
    at = random.choice(rows(lines))
    lines[at] = lines[at].replace("\t", " ")


@alteration
def number_removed(lines: Lines, random: Random) -> None:
    _edit(lines, random.choice(rows(lines)), lambda cells: cells.__setitem__(0, ""))


@alteration
def number_glued(lines: Lines, random: Random) -> None:
    at = random.choice(rows(lines))
    _edit(lines, at, lambda cells: cells.__setitem__(slice(0, 2), [cells[0] + cells[1]]))


@alteration
def number_misread(lines: Lines, random: Random) -> None:
    word = random.choice(["l", "O", "1O", "甲", "X", "99", "0", "-"])
    _edit(lines, random.choice(rows(lines)), lambda cells: cells.__setitem__(0, word))


@alteration
def list_twice(lines: Lines, random: Random) -> None:
    start, end = _section(lines, random)
    lines[end:end] = lines[start:end]


@alteration
def table_twice(lines: Lines, random: Random) -> None:
    start, end = _section(lines, random)
    lines[end:end] = lines[start + 1 : end]


@alteration
def row_of_another_table(lines: Lines, random: Random) -> None:
    lines.insert(random.choice(rows(lines)), "1\t行政处罚\t对违法占地的处罚\t《土地管理法》")
