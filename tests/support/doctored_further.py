"""Lists doctored further: what offices, spreadsheets and testers do to lists, of kinds the others lack.

Written before the reader was held against them. Each alters a copy of a list in place, for any container;
where a list has nothing to alter it is left as it is.
"""

from __future__ import annotations

import re
from random import Random

from doctored import Doctor, Paper, Section, _any, _insert, _roles, _row, tables
from doctored_again import _basic, _coop, _items, _name, _reclaimed, _renumber

FURTHER: dict[str, Doctor] = {}
"""Every further way of doctoring by its name."""
_ROW = list[str]


def further(function: Doctor) -> Doctor:
    """Note a way of doctoring under its name."""
    FURTHER[function.__name__] = function
    return function


def _split(holder: str) -> tuple[str, str, str]:
    """A cell of a reclaimed duty: what stands before its holder, the holder, the rest."""
    found = re.match(r"(承接部门：)?\s*([^：\s]+?)(：|\s+工作方式：)(.*)", holder, re.S)
    return (found[1] or "", found[2], found[3] + found[4]) if found else ("", "", holder)


def _held(part: Section) -> list[_ROW]:
    return [row for row in part.rows[1:] if _split(row[-1])[1]]


# -- headers ----------------------------------------------------------------------------------


@further
def header_duties_without_their_side(paper: Paper, dice: Random) -> None:
    """上级部门职责 and 乡镇配合职责 are both 职责, or one of them is."""
    header = _coop(paper).rows[0]
    for at in dice.choice([(4,), (5,), (4, 5)]):
        header[at] = dice.choice(["职责", "工作职责", "职责内容"])


@further
def header_by_sound(paper: Paper, dice: Random) -> None:
    """A word written with characters that sound alike."""
    header = _any(paper, dice).rows[0]
    alike = [
        ("部门", "部们"),
        ("配合", "配和"),
        ("职责", "职则"),
        ("承接", "成接"),
        ("事项", "是项"),
    ]
    found = [(at, a, b) for at, word in enumerate(header) for a, b in alike if a in word]
    at, a, b = dice.choice(found)
    header[at] = header[at].replace(a, b)


@further
def header_of_another_side(paper: Paper, dice: Random) -> None:
    """One of the two headers of duties names the other's side, as a clerk edits it."""
    header = _coop(paper).rows[0]
    at = dice.choice([4, 5])
    header[at] = {4: "乡镇职责", 5: "县级部门职责"}[at]


@further
def header_holder_says_who_gave(paper: Paper, dice: Random) -> None:
    header = _reclaimed(paper).rows[0]
    header[-1] = dice.choice(
        ["原承担部门", "移交部门", "原实施主体及工作方式", "配合部门及工作方式"]
    )


@further
def header_departments_and_names_in_one(paper: Paper, dice: Random) -> None:
    """Two columns were made one in the header and in every row."""
    part = _any(paper, dice)
    at = dice.randrange(1, len(part.rows[0]) - 1)
    for row in part.rows:
        row[at : at + 2] = [row[at] + dice.choice(["", " "]) + row[at + 1]]


@further
def columns_transposed_with_headers(paper: Paper, dice: Random) -> None:
    """Columns change places with their headers: nothing is lost and all may be read."""
    part = _any(paper, dice)
    a, b = dice.sample(range(1, len(part.rows[0])), 2)
    for row in part.rows:
        row[a], row[b] = row[b], row[a]


@further
def table_turned_on_its_side(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    part.rows[:] = [list(column) for column in zip(*part.rows, strict=True)]


# -- titles -----------------------------------------------------------------------------------


@further
def titles_go_round(paper: Paper, dice: Random) -> None:
    found = tables(paper)
    last = [part.lines[-1] for part in found]
    for part, title in zip(found, [*last[1:], last[0]], strict=True):
        part.lines[-1] = title


@further
def title_kind_edited(paper: Paper, dice: Random) -> None:
    """配合 becomes 基本, or the other way round, in the words of a title."""
    part = dice.choice([_coop(paper), _basic(paper), _reclaimed(paper)])
    for a in ("基本履职", "配合履职", "上级部门收回"):
        if a in part.lines[-1]:
            others = [b for b in ("基本履职", "配合履职", "上级部门收回") if b != a]
            part.lines[-1] = part.lines[-1].replace(a, dice.choice(others))
            return


@further
def title_denied(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    words = ["不纳入", "拟取消的", "原", "已废止的", "拟新增"]
    part.lines[-1] = re.sub(
        r"(基本履职|配合履职|上级部门收回)", lambda m: dice.choice(words) + m[1], part.lines[-1]
    )


@further
def title_of_the_same_name_elsewhere(paper: Paper, dice: Random) -> None:
    """A township of the same name in another county, in one title."""
    part = _any(paper, dice)
    part.lines[-1] = re.sub(
        r"[\u4e00-\u9fff]{1,12}?[县市区](?=[\u4e00-\u9fff]{2,5}(镇|乡|街道))",
        "阜康市",
        part.lines[-1],
        count=1,
    )


@further
def title_one_character_off(paper: Paper, dice: Random) -> None:
    """One character of the township's name is another, in one title."""
    part = _any(paper, dice)
    found = re.search(r"([\u4e00-\u9fff])(镇|乡|街道)(?=基本|配合|上级)", part.lines[-1])
    if found:
        at = found.start(1)
        part.lines[-1] = part.lines[-1][:at] + dice.choice("域城沟湾") + part.lines[-1][at + 1 :]


@further
def title_of_two_townships(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    part.lines[-1] = re.sub(r"(镇|乡|街道)(?=基本|配合|上级)", r"\1、河口镇", part.lines[-1])


@further
def title_of_a_department(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    part.lines[-1] = re.sub(
        r"[\u4e00-\u9fff]{2}(镇|乡|街道)(?=基本|配合|上级)", "民政局", part.lines[-1]
    )


# -- departments and holders --------------------------------------------------------------------


@further
def department_of_the_level_above(paper: Paper, dice: Random) -> None:
    """The county's office becomes the prefecture's."""
    row = dice.choice(_coop(paper).rows[1:])
    row[3] = re.sub(r"^[\u4e00-\u9fff]{0,12}?[县市区]", dice.choice(["省", "昌吉州"]), row[3])


@further
def department_of_another_row_with_its_clauses(paper: Paper, dice: Random) -> None:
    """Department and its duties are another row's, the name and the township's are its own."""
    rows = _coop(paper).rows[1:]
    a, b = dice.sample(rows, 2)
    a[3], a[4] = b[3], b[4]


@further
def department_of_a_like_office(paper: Paper, dice: Random) -> None:
    """Another office of the same county, of neighbouring matters."""
    like = [
        ("水利局", "农业农村局"),
        ("民政局", "人力资源和社会保障局"),
        ("应急管理局", "消防救援大队"),
        ("公安局", "司法局"),
        ("自然资源局", "住房和城乡建设局"),
        ("农业农村局", "林业和草原局"),
        ("卫生健康", "医疗保障"),
        ("教育局", "文化体育广播电视和旅游局"),
    ]
    rows = _coop(paper).rows[1:]
    found = [(row, a, b) for row in rows for a, b in like if a in row[3]]
    if found:
        row, a, b = dice.choice(found)
        row[3] = row[3].replace(a, b)


@further
def departments_run_together(paper: Paper, dice: Random) -> None:
    """The marks between several departments are gone."""
    many = [row for row in _coop(paper).rows[1:] if "、" in row[3]]
    if many:
        row = dice.choice(many)
        row[3] = row[3].replace("、", "")


@further
def department_in_the_name(paper: Paper, dice: Random) -> None:
    row = dice.choice(_coop(paper).rows[1:])
    row[2], row[3] = row[2] + row[3], ""


@further
def departments_merged_too_far(paper: Paper, dice: Random) -> None:
    """Equal departments printed once; the blank of another row was merged with them."""
    rows = _coop(paper).rows[1:]
    at = dice.randrange(1, len(rows))
    rows[at][3] = ""


@further
def holder_another_of_the_list(paper: Paper, dice: Random) -> None:
    rows = _held(_reclaimed(paper))
    row = dice.choice(rows)
    before, own, rest = _split(row[-1])
    others = [_split(r[-1])[1] for r in rows if _split(r[-1])[1] != own]
    row[-1] = before + dice.choice(others or [own]) + rest


@further
def holder_without_colon(paper: Paper, dice: Random) -> None:
    row = dice.choice(_held(_reclaimed(paper)))
    row[-1] = row[-1].replace("：", "", 1) if "承接部门" not in row[-1] else row[-1][5:]


@further
def holder_no_longer(paper: Paper, dice: Random) -> None:
    """A duty that an office took over is said to be done by nobody."""
    row = dice.choice(_held(_reclaimed(paper)))
    _, own, _ = _split(row[-1])
    row[-1] = dice.choice(["不再开展此项工作。", f"{own}：不再开展。", f"不再由{own}承接。"])


@further
def method_gone(paper: Paper, dice: Random) -> None:
    row = dice.choice(_held(_reclaimed(paper)))
    before, own, _ = _split(row[-1])
    row[-1] = before + own + "："


@further
def holder_and_method_of_different_rows(paper: Paper, dice: Random) -> None:
    rows = _held(_reclaimed(paper))
    if len(rows) > 1:
        a, b = dice.sample(rows, 2)
        a[-1] = _split(a[-1])[0] + _split(a[-1])[1] + _split(b[-1])[2]


# -- cells ------------------------------------------------------------------------------------


@further
def cell_as_a_spreadsheet_fails(paper: Paper, dice: Random) -> None:
    """What a spreadsheet shows where it cannot show the cell."""
    part = _any(paper, dice)
    row = part.rows[_row(part, dice)]
    row[dice.randrange(1, len(row))] = dice.choice(["#REF!", "#N/A", "#####", "#VALUE!", "0"])


@further
def number_as_a_date(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    part.rows[_row(part, dice)][0] = dice.choice(["1月2日", "2025-01-03", "45658", "1.5", "-3"])


@further
def cell_cut_with_dots(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    row = part.rows[_row(part, dice)]
    at = dice.randrange(2, len(row))
    row[at] = row[at][: max(3, len(row[at]) // 2)] + dice.choice(["…", "……", "...", "（略）"])


@further
def cell_at_the_length_limit(paper: Paper, dice: Random) -> None:
    """The end of long cells is cut where a field of the programme ended, all at one length."""
    part = _any(paper, dice, 4, 6)
    longest = max(len(row[-1]) for row in part.rows[1:]) * 2 // 3
    for row in part.rows[1:]:
        row[-1] = row[-1][:longest]


@further
def cell_garbled(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    row = part.rows[_row(part, dice)]
    at = dice.randrange(1, len(row))
    row[at] = dice.choice(
        ["???", "锟斤拷锟斤拷", "�" * 4, row[at].encode().decode("gbk", "replace")]
    )


@further
def cell_marked_up(paper: Paper, dice: Random) -> None:
    """Markup of a page stands in the cell as words."""
    part = _any(paper, dice)
    row = part.rows[_row(part, dice)]
    at = dice.randrange(1, len(row))
    row[at] = dice.choice(
        [f"&lt;p&gt;{row[at]}&lt;/p&gt;", f"{row[at]}&nbsp;", f"<s>{row[at]}</s>", f"~~{row[at]}~~"]
    )


@further
def cells_of_duties_merged(paper: Paper, dice: Random) -> None:
    """Both sides' duties stand in one cell."""
    row = dice.choice(_coop(paper).rows[1:])
    at = dice.choice([4, 5])
    row[at], row[9 - at] = row[4] + row[5], ""


@further
def clause_denied(paper: Paper, dice: Random) -> None:
    row = dice.choice(_coop(paper).rows[1:])
    at = dice.choice([4, 5])
    row[at] = re.sub(
        r"(\d[.．])", lambda m: m[1] + dice.choice(["不再", "停止", "未"]), row[at], count=1
    )


@further
def clause_from_the_other_side_in_front(paper: Paper, dice: Random) -> None:
    rows = [row for row in _coop(paper).rows[1:] if len(_items(row[5])) > 1]
    if rows:
        row = dice.choice(rows)
        first, *rest = _items(row[5])
        row[4], row[5] = first + row[4], "".join(rest)


@further
def clauses_of_a_row_of_the_same_office(paper: Paper, dice: Random) -> None:
    """The duties of another row that names the same departments."""
    rows = _coop(paper).rows[1:]
    pairs = [(a, b) for a in rows for b in rows if a is not b and a[3] == b[3]]
    a, b = dice.choice(pairs or [(rows[0], rows[-1])])
    at = dice.choice([4, 5])
    a[at] = b[at]


@further
def name_of_the_basic_list(paper: Paper, dice: Random) -> None:
    row, other = dice.choice(_coop(paper).rows[1:]), dice.choice(_basic(paper).rows[1:])
    row[2] = other[2]


@further
def name_of_another_row(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    a, b = dice.sample(part.rows[1:], 2)
    a[_name(part)] = b[_name(part)]


@further
def name_without_its_object(paper: Paper, dice: Random) -> None:
    """The middle of a name is gone."""
    part = _any(paper, dice)
    row, at = part.rows[_row(part, dice)], _name(part)
    third = max(1, len(row[at]) // 3)
    row[at] = row[at][:third] + row[at][2 * third :]


@further
def name_and_department_changed_places(paper: Paper, dice: Random) -> None:
    row = dice.choice(_coop(paper).rows[1:])
    row[2], row[3] = row[3], row[2]


@further
def side_and_name_changed_places(paper: Paper, dice: Random) -> None:
    row = dice.choice(_coop(paper).rows[1:])
    at = dice.choice([4, 5])
    row[2], row[at] = row[at], row[2]


# -- rows -------------------------------------------------------------------------------------


@further
def row_again_with_another_number(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    row = list(part.rows[_row(part, dice)])
    row[0] = str(len(part.rows))
    part.rows.append(row)


@further
def row_again_with_another_department(paper: Paper, dice: Random) -> None:
    part = _coop(paper)
    at = _row(part, dice)
    row = list(part.rows[at])
    row[3] = dice.choice([r[3] for r in part.rows[1:] if r[3] != row[3]] or [row[3]])
    part.rows.insert(at + 1, row)
    _renumber(part)


@further
def row_of_another_county(paper: Paper, dice: Random) -> None:
    """A row pasted from another county's list, numbers made to run on."""
    part = _coop(paper)
    row = [
        "1",
        part.rows[-1][1],
        "畜禽养殖污染防治监管",
        "临河县农业农村局、巴彦市生态环境局临河分局",
        "1.临河县农业农村局指导畜禽粪污综合利用。2.巴彦市生态环境局临河分局查处违法排污。",
        "1.开展巡查，发现问题上报临河县农业农村局。",
    ]
    part.rows.insert(_row(part, dice), row)
    _renumber(part)


@further
def row_moved_and_renumbered(paper: Paper, dice: Random) -> None:
    """A row stands elsewhere in its table, numbers made to run on."""
    part = _any(paper, dice)
    row = part.rows.pop(_row(part, dice))
    part.rows.insert(dice.randrange(1, len(part.rows) + 1), row)
    _renumber(part)


@further
def rows_moved_to_the_end(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    at = _row(part, dice)
    moved = part.rows[at : at + 3]
    del part.rows[at : at + 3]
    part.rows += moved


@further
def tables_interleaved(paper: Paper, dice: Random) -> None:
    """Every other row is another table's, cut or filled to the width."""
    a, b = dice.sample(tables(paper), 2)
    width = len(a.rows[0])
    rows = [a.rows[0]]
    for at, row in enumerate(a.rows[1:]):
        rows.append(row)
        if at + 1 < len(b.rows):
            other = b.rows[at + 1]
            rows.append([*other[:width], *[""] * (width - len(other))])
    a.rows[:] = rows
    paper.remove(b)


@further
def row_half_of_another(paper: Paper, dice: Random) -> None:
    """The cells from one on are the next row's, whose own are gone with its beginning."""
    part = _any(paper, dice, 4, 6)
    if len(part.rows) > 2:
        at = dice.randrange(1, len(part.rows) - 1)
        cut = dice.randrange(2, len(part.rows[0]))
        part.rows[at : at + 2] = [[*part.rows[at][:cut], *part.rows[at + 1][cut:]]]


@further
def note_between_rows(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    words = [
        "注：以下事项自2026年1月1日起取消",
        "以下事项暂不执行",
        "以上事项由上级部门收回",
        "以下为拟新增事项",
        "（以下为河口镇事项）",
    ]
    _insert(part, dice, words)


@further
def category_heading_between_rows(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    words = ["二、生态环保（5项）", "三、民生服务", "（四）平安法治"]
    _insert(part, dice, words)


@further
def numbers_from_zero(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    for row in part.rows[1:]:
        row[0] = str(int(row[0]) - 1) if row[0].isdecimal() else row[0]


@further
def number_with_its_digits_turned(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    row = part.rows[_row(part, dice)]
    row[0] = row[0][::-1] if len(row[0]) > 1 and row[0] != row[0][::-1] else row[0] + "1"


@further
def last_table_gone(paper: Paper, dice: Random) -> None:
    paper.remove(tables(paper)[-1])


@further
def last_table_without_rows(paper: Paper, dice: Random) -> None:
    part = tables(paper)[-1]
    del part.rows[1:]


@further
def rows_of_a_second_township(paper: Paper, dice: Random) -> None:
    """The same table again for another township, without title: its rows are numbered anew."""
    part = _any(paper, dice)
    place = re.search(r"([\u4e00-\u9fff]{2})(?:镇|乡|街道)(?=基本|配合|上级)", part.lines[-1])
    again = [
        [cell.replace(place[1] if place else "#", "河口") for cell in row] for row in part.rows
    ]
    at = _name(part)
    for row in again[1:]:
        row[at] = row[at].replace("工作", "事务")
    part.rows += again[dice.choice([0, 1]) :]


@further
def first_table_last_without_title(paper: Paper, dice: Random) -> None:
    found = tables(paper)
    first = found[0]
    rows = first.rows[:]
    first.rows[:] = []
    first.lines.pop()
    found[-1].rows += rows


@further
def category_shifted_a_row(paper: Paper, dice: Random) -> None:
    """All categories stand a row too low."""
    part = _any(paper, dice)
    if _roles(part)[1] == "category":
        old = [row[1] for row in part.rows[1:]]
        for row, word in zip(part.rows[1:], [old[0], *old], strict=False):
            row[1] = word


@further
def category_renamed_throughout(paper: Paper, dice: Random) -> None:
    """One category is another in all of its rows."""
    part = _any(paper, dice)
    if _roles(part)[1] == "category":
        found = sorted({row[1] for row in part.rows[1:]})
        a = dice.choice(found)
        b = dice.choice([x for x in ("民生服务", "平安法治", "生态环保", "乡村振兴") if x != a])
        for row in part.rows[1:]:
            row[1] = b if row[1] == a else row[1]
