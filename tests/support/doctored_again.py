"""Lists doctored again: further things that happen to lists, of other kinds than ``doctored`` has.

Written before the reader was held against them, as somebody would who does not know it.
"""

from __future__ import annotations

import re
from random import Random

from doctored import Doctor, Paper, Section, _any, _roles, _row, tables

AGAIN: dict[str, Doctor] = {}
"""Every further way of doctoring by its name."""


def again(function: Doctor) -> Doctor:
    """Note a way of doctoring under its name."""
    AGAIN[function.__name__] = function
    return function


def _with(paper: Paper, width: int) -> Section:
    return next(p for p in tables(paper) if len(p.rows[0]) == width)


def _coop(paper: Paper) -> Section:
    return _with(paper, 6)


def _renumber(part: Section) -> None:
    n = 0
    for row in part.rows[1:]:
        if row and row[0].isdecimal():
            n += 1
            row[0] = str(n)
        elif len(row) == len(part.rows[0]):
            n = 0


def _reclaimed(paper: Paper) -> Section:
    return next(p for p in tables(paper) if any("承接" in c or "方式" in c for c in p.rows[0]))


def _basic(paper: Paper) -> Section:
    return next(
        p
        for p in tables(paper)
        if len(p.rows[0]) == 3 and not any("承接" in c or "方式" in c for c in p.rows[0])
    )


def _name(part: Section) -> int:
    return _roles(part).index("name")


@again
def row_gone_and_renumbered(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    del part.rows[_row(part, dice)]
    _renumber(part)


@again
def last_row_gone(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    part.rows.pop()


@again
def second_half_gone(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    del part.rows[len(part.rows) // 2 + 1 :]


@again
def name_column_last(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    at = _name(part)
    for row in part.rows[1:]:
        row.append(row.pop(at))


@again
def list_again_with_other_words(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    at = _name(part)
    again = [list(r) for r in part.rows]
    for row in again[1:]:
        row[at] = row[at].replace("工作", "") + dice.choice(["等工作", "事宜", "相关工作"])
    paper.insert(paper.index(part) + 1, Section(part.lines[-1:], again))


@again
def another_townships_title_inside(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    at = _row(part, dice)
    title = re.sub(r"[\u4e00-\u9fff]{2}(镇|街道|乡)", r"河口\1", part.lines[-1].lstrip("# "))
    part.rows[at:at] = [[title], list(part.rows[0])]


@again
def row_in_two_renumbered(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    i = _row(part, dice)
    at = _name(part)
    row = part.rows[i]
    half = len(row[at]) // 2
    second = list(row)
    row[at], second[at] = row[at][:half], row[at][half:]
    part.rows.insert(i + 1, second)
    _renumber(part)


@again
def rows_glued_renumbered(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    if len(part.rows) < 3:
        return
    i = dice.randrange(1, len(part.rows) - 1)
    a, b = part.rows[i], part.rows.pop(i + 1)
    for n in range(1, len(a)):
        if a[n] != b[n]:
            a[n] += dice.choice(["、", "；", ""]) + b[n]
    _renumber(part)


@again
def clauses_of_another_row_behind(paper: Paper, dice: Random) -> None:
    part = _coop(paper)
    a, b = dice.sample(part.rows[1:], 2)
    n = dice.choice([4, 5])
    a[n] += b[n]


@again
def clauses_exchanged_with_a_far_row(paper: Paper, dice: Random) -> None:
    part = _coop(paper)
    a, b = dice.sample(part.rows[1:], 2)
    n = dice.choice([4, 5])
    a[n], b[n] = b[n], a[n]


@again
def names_exchanged_with_a_far_row(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice, 6, 4)
    a, b = dice.sample(part.rows[1:], 2)
    n = _name(part)
    a[n], b[n] = b[n], a[n]


@again
def departments_exchanged_with_a_far_row(paper: Paper, dice: Random) -> None:
    part = _coop(paper)
    a, b = dice.sample(part.rows[1:], 2)
    a[3], b[3] = b[3], a[3]


@again
def holders_exchanged(paper: Paper, dice: Random) -> None:
    """Only the names before the colon change places."""
    part = _reclaimed(paper)
    a, b = dice.sample(part.rows[1:], 2)
    x, y = (re.split("[：]", r[-1], maxsplit=1) for r in (a, b))
    if len(x) == len(y) == 2:
        a[-1], b[-1] = y[0] + "：" + x[1], x[0] + "：" + y[1]


@again
def department_a_row_up(paper: Paper, dice: Random) -> None:
    part = _coop(paper)
    i = dice.randrange(2, len(part.rows))
    part.rows[i - 1][3] += "、" + part.rows[i][3]
    part.rows[i][3] = ""


@again
def department_a_row_down(paper: Paper, dice: Random) -> None:
    part = _coop(paper)
    i = dice.randrange(1, len(part.rows) - 1)
    part.rows[i + 1][3] = part.rows[i][3]
    part.rows[i][3] = ""


@again
def department_another_of_the_list(paper: Paper, dice: Random) -> None:
    part = _coop(paper)
    r = dice.choice(part.rows[1:])
    r[3] = dice.choice([x[3] for x in part.rows[1:] if x[3] != r[3]] or [r[3]])


@again
def department_of_another_county(paper: Paper, dice: Random) -> None:
    part = _coop(paper)
    r = dice.choice(part.rows[1:])
    r[3] = re.sub(r"^[\u4e00-\u9fff]{2,9}?([县市区])", r"吉木萨尔\1", r[3])


@again
def department_added(paper: Paper, dice: Random) -> None:
    part = _coop(paper)
    r = dice.choice(part.rows[1:])
    r[3] += "、" + dice.choice([x[3] for x in part.rows[1:] if x[3] != r[3]] or [r[3]])


@again
def department_dropped(paper: Paper, dice: Random) -> None:
    part = _coop(paper)
    many = [r for r in part.rows[1:] if "、" in r[3]]
    if many:
        r = dice.choice(many)
        names = r[3].split("、")
        names.pop(dice.randrange(len(names)))
        r[3] = "、".join(names)


@again
def department_misread(paper: Paper, dice: Random) -> None:
    part = _coop(paper)
    r = dice.choice(part.rows[1:])
    at = dice.randrange(len(r[3]))
    r[3] = r[3][:at] + dice.choice("玫攻祢曰") + r[3][at + 1 :]


@again
def department_is_the_township(paper: Paper, dice: Random) -> None:
    part = _coop(paper)
    r = dice.choice(part.rows[1:])
    place = re.search(r"([\u4e00-\u9fff]{2}(?:镇|乡|街道))(?=配合|基本|上级)", part.lines[-1])
    r[3] = (place[1] if place else "石桥镇") + "人民政府"


@again
def category_another_of_the_list(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    if _roles(part)[1] != "category":
        part = _coop(paper)
    r = dice.choice(part.rows[1:])
    r[1] = dice.choice([x[1] for x in part.rows[1:] if x[1] != r[1]] or [r[1]])


@again
def category_before_the_name(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    if _roles(part)[1] != "category":
        part = _coop(paper)
    r = dice.choice(part.rows[1:])
    r[2] = r[1] + r[2]


@again
def category_and_name_in_one(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    if _roles(part)[1] != "category":
        part = _coop(paper)
    r = dice.choice(part.rows[1:])
    r[2] = r[1] + dice.choice(["", "：", " "]) + r[2]
    r[1] = ""


@again
def reclaimed_by_another_title(paper: Paper, dice: Random) -> None:
    part = _reclaimed(paper)
    part.lines[-1] = re.sub(
        r"上级部门收回事项清单",
        dice.choice(
            ["赋权事项清单", "下放事项清单", "承接事项清单", "委托事项清单", "收回职权目录"]
        ),
        part.lines[-1],
    )


@again
def holder_emptied_in_a_row(paper: Paper, dice: Random) -> None:
    part = _reclaimed(paper)
    r = dice.choice(part.rows[1:])
    r[-1] = dice.choice(["", "/", "—", "另行通知", "待定"])


@again
def holder_is_the_township(paper: Paper, dice: Random) -> None:
    part = _reclaimed(paper)
    r = dice.choice(part.rows[1:])
    rest = r[-1].partition("：")[2]
    r[-1] = dice.choice(["本镇人民政府", "乡镇", "石桥镇人民政府"]) + "：" + (rest or r[-1])


@again
def clauses_swapped_in_all_rows_but_one(paper: Paper, dice: Random) -> None:
    part = _coop(paper)
    keep = dice.choice(part.rows[1:])
    for r in part.rows[1:]:
        if r is not keep:
            r[4], r[5] = r[5], r[4]


@again
def clauses_swapped_in_a_row(paper: Paper, dice: Random) -> None:
    part = _coop(paper)
    r = dice.choice(part.rows[1:])
    r[4], r[5] = r[5], r[4]


@again
def number_twice(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    i = _row(part, dice)
    for r in part.rows[i:]:
        if r[0].isdecimal():
            r[0] = str(int(r[0]) - 1)


@again
def numbers_exchanged(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    a, b = dice.sample(part.rows[1:], 2)
    a[0], b[0] = b[0], a[0]


@again
def header_again_in_another_order(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    h = list(part.rows[0])
    tail = h[1:]
    dice.shuffle(tail)
    part.rows.insert(_row(part, dice), [h[0], *tail])


@again
def foreign_table_inside(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    i = _row(part, dice)
    part.rows[i:i] = dice.choice(
        [
            [
                ["序号", "姓名", "联系电话"],
                ["1", "张三", "13800000000"],
                ["2", "李四", "13900000000"],
                list(part.rows[0]),
            ],
            [
                ["序号", "处罚事项", "法律依据"],
                ["1", "对违法占地的处罚", "《土地管理法》第七十七条"],
                list(part.rows[0]),
            ],
            [["1", "张三", "13800000000"], ["2", "李四", "13900000000"]],
        ]
    )


@again
def row_of_the_basic_list_in_cooperation(paper: Paper, dice: Random) -> None:
    a, b = _basic(paper), _coop(paper)
    r = list(dice.choice(a.rows[1:]))
    o = dice.choice(b.rows[1:])
    b.rows.insert(_row(b, dice), [r[0], r[1], r[2], *o[3:]])
    _renumber(b)


@again
def row_of_cooperation_in_the_basic_list(paper: Paper, dice: Random) -> None:
    a, b = _basic(paper), _coop(paper)
    r = list(dice.choice(b.rows[1:]))
    a.rows.insert(_row(a, dice), r[:3])
    _renumber(a)


@again
def row_of_reclaimed_in_the_basic_list(paper: Paper, dice: Random) -> None:
    a, b = _basic(paper), _reclaimed(paper)
    r = list(dice.choice(b.rows[1:]))
    n = _name(b)
    a.rows.append([str(len(a.rows)), a.rows[-1][1], r[n]])


@again
def row_twice_renumbered(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    part.rows.append(list(dice.choice(part.rows[1:])))
    _renumber(part)


@again
def township_in_the_header_changed(paper: Paper, dice: Random) -> None:
    part = _coop(paper)
    part.rows[0][5] = "河口镇配合职责"


@again
def clauses_copied_to_the_other_side(paper: Paper, dice: Random) -> None:
    part = _coop(paper)
    r = dice.choice(part.rows[1:])
    if dice.random() < 0.5:
        r[5] = r[4]
    else:
        r[4] = r[5]


_ITEM = re.compile(r"(?:<p>)?\s*\d{1,2}[.．].*?(?=(?:<p>)?\s*\d{1,2}[.．]|$)", re.S)


def _items(cell: str) -> list[str]:
    return [m[0] for m in _ITEM.finditer(cell)]


@again
def clause_gone(paper: Paper, dice: Random) -> None:
    part = _coop(paper)
    rows = [(r, n) for r in part.rows[1:] for n in (4, 5) if len(_items(r[n])) > 1]
    if rows:
        r, n = dice.choice(rows)
        it = _items(r[n])
        it.pop(dice.randrange(len(it)))
        r[n] = "".join(it)


@again
def clause_moved_to_the_other_side(paper: Paper, dice: Random) -> None:
    part = _coop(paper)
    rows = [r for r in part.rows[1:] if len(_items(r[4])) > 1]
    if rows:
        r = dice.choice(rows)
        it = _items(r[4])
        last = it.pop()
        r[4] = "".join(it)
        r[5] += last


@again
def clauses_numbered_from_another(paper: Paper, dice: Random) -> None:
    part = _coop(paper)
    rows = [(r, n) for r in part.rows[1:] for n in (4, 5) if len(_items(r[n])) > 1]
    if rows:
        r, n = dice.choice(rows)
        r[n] = re.sub(r"\b1[.．]", "3.", r[n], count=1)


@again
def rows_upside_down_renumbered(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    part.rows[1:] = part.rows[:0:-1]
    _renumber(part)


@again
def names_a_row_down(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    at = _name(part)
    names = [r[at] for r in part.rows[1:]]
    for r, n in zip(part.rows[1:], [names[-1], *names], strict=False):
        r[at] = n


@again
def name_cut_at_the_end(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    r = dice.choice(part.rows[1:])
    at = _name(part)
    r[at] = r[at][: max(3, len(r[at]) * dice.choice([1, 2]) // 3)]


@again
def name_cut_at_the_front(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    r = dice.choice(part.rows[1:])
    at = _name(part)
    r[at] = r[at][max(1, len(r[at]) // 3) :]


@again
def name_misread(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    r = dice.choice(part.rows[1:])
    n = _name(part)
    at = dice.randrange(len(r[n]))
    r[n] = r[n][:at] + dice.choice("祢木曰巳末亊") + r[n][at + 1 :]


@again
def name_with_a_number_before(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    r = dice.choice(part.rows[1:])
    n = _name(part)
    r[n] = str(dice.randrange(2, 30)) + dice.choice([".", "、", " "]) + r[n]


@again
def name_said_to_be_gone(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    r = dice.choice(part.rows[1:])
    n = _name(part)
    r[n] += dice.choice(["（取消）", "（已划转）", "(暂缓)", "（不再承担）", "【作废】"])


@again
def blanks_between_characters(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    r = dice.choice(part.rows[1:])
    n = dice.randrange(1, len(r))
    r[n] = " ".join(r[n][:20]) + r[n][20:]


@again
def line_broken_in_the_name(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    i = _row(part, dice)
    n = _name(part)
    r = part.rows[i]
    half = len(r[n]) // 2
    part.rows[i : i + 1] = [[*r[:n], r[n][:half]], [r[n][half:], *r[n + 1 :]]]


@again
def full_width_numbers(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    for r in part.rows[1:]:
        r[0] = r[0].translate(str.maketrans("0123456789", "０１２３４５６７８９"))


@again
def full_width_blanks_for_tabs(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    i = _row(part, dice)
    part.rows[i] = ["\u3000".join(part.rows[i])]


@again
def row_without_its_first_cells(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    i = _row(part, dice)
    n = dice.choice([1, 2])
    part.rows[i] = part.rows[i][n:]


@again
def row_shifted_and_padded(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    r = part.rows[_row(part, dice)]
    at = dice.randrange(1, len(r) - 1)
    r.pop(at)
    r.append("")


@again
def two_titles_run_together(paper: Paper, dice: Random) -> None:
    found = tables(paper)
    at = dice.randrange(len(found) - 1)
    a, b = found[at], found[at + 1]
    a.lines[-1] = a.lines[-1] + "、" + b.lines[-1]
    a.rows += b.rows[1:] if len(a.rows[0]) == len(b.rows[0]) else b.rows
    paper.remove(b)


@again
def header_synonym_of_another_role(paper: Paper, dice: Random) -> None:
    part = _coop(paper)
    n, words = dice.choice(
        [
            (3, ["配合部门", "责任单位", "主体责任"]),
            (4, ["配合责任", "乡镇职责", "部门配合职责"]),
            (5, ["部门职责", "主体责任", "上级配合职责"]),
        ]
    )
    part.rows[0][n] = dice.choice(words)


@again
def header_synonyms_exchanged(paper: Paper, dice: Random) -> None:
    part = _coop(paper)
    part.rows[0][4], part.rows[0][5] = dice.choice(
        [("乡镇职责", "部门职责"), ("配合责任", "主体责任"), ("镇村职责", "县级部门职责")]
    )


@again
def cover_date_in_the_future(paper: Paper, dice: Random) -> None:
    for part in paper:
        part.lines[:] = [re.sub(r"2025年|二〇二五年", "2052年", line) for line in part.lines]


@again
def total_row_at_the_end(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    part.rows.append(["", "合计", f"{len(part.rows) + 1}项", *[""] * (len(part.rows[0]) - 3)])


@again
def number_of_the_list_in_the_category(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    r = part.rows[_row(part, dice)]
    r[0], r[1] = r[0] + r[1], ""
