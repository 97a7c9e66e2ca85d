"""Lists doctored by an outsider: what clerks and converters do, written down without knowing the reader.

Further kinds than ``doctored``, ``doctored_again`` and ``doctored_further`` have. Each alters a copy of a list in
place, for any container; where a list has nothing to alter it is left as it is.
"""

from __future__ import annotations

import re
from random import Random

from doctored import Doctor, Paper, _any, _roles, _row, tables
from doctored_again import _basic, _coop, _items, _name, _reclaimed, _renumber

OUTSIDE: dict[str, Doctor] = {}
"""Every way of doctoring by its name."""
_CATEGORIES = (
    "党的建设 经济发展 民生服务 平安法治 乡村振兴 社会管理 社会保障 自然资源 生态环保 城乡建设 文化和旅游 "
    "应急管理及消防 市场监管 综合政务"
).split()


def outside(function: Doctor) -> Doctor:
    """Note a way of doctoring under its name."""
    OUTSIDE[function.__name__] = function
    return function


# -- headers -----------------------------------------------------------------------------------


@outside
def header_cell_replaced(paper: Paper, dice: Random) -> None:
    header = _any(paper, dice).rows[0]
    header[dice.randrange(len(header))] = dice.choice(
        "责任科室 完成情况 法律依据 事项来源 办理层级 责任领导 所属站所 工作标准 主管领导".split()
    )


@outside
def header_inside_with_number(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    part.rows.insert(_row(part, dice), [dice.choice(["", "1"]), *part.rows[0][1:]])


@outside
def header_numbers_row(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    part.rows.insert(1, [str(i + 1) for i in range(len(part.rows[0]))])


@outside
def header_at_the_bottom(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    part.rows.append(part.rows.pop(0))


@outside
def header_opposite(paper: Paper, dice: Random) -> None:
    header = _coop(paper).rows[0]
    k, w = dice.choice(
        [
            (3, "对应下级部门"),
            (4, "下级部门职责"),
            (5, "主体职责"),
            (4, "配合部门职责"),
            (5, "上级配合职责"),
            (3, "被配合单位"),
            (3, "监督部门"),
        ]
    )
    header[k] = w


@outside
def header_reclaimed_opposite(paper: Paper, dice: Random) -> None:
    header = _reclaimed(paper).rows[0]
    header[-1] = dice.choice(
        "移出部门及工作方式 原承接部门及工作方式 拟承接部门及工作方式 承接乡镇及工作方式 承接村（社区） 收回前承担部门 下放部门及工作方式 不承接部门".split()
    )


@outside
def header_both_sides_in_one(paper: Paper, dice: Random) -> None:
    part = _coop(paper)
    for i, row in enumerate(part.rows):
        row[4:6] = ["上级部门职责及配合职责" if i == 0 else row[4] + row[5]]


@outside
def header_order_changes_midway(paper: Paper, dice: Random) -> None:
    part = _coop(paper)
    i = _row(part, dice)
    header = list(part.rows[0])
    header[4], header[5] = header[5], header[4]
    part.rows.insert(i, header)


# -- titles ------------------------------------------------------------------------------------


@outside
def title_draft(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    part.lines[-1] += dice.choice(
        "（征求意见稿） （修订对照） （取消部分） （拟新增） （已废止） 附表".split()
    )


@outside
def reclaimed_title_misspelt(paper: Paper, dice: Random) -> None:
    part = _reclaimed(paper)
    part.lines[-1] = part.lines[-1].replace(
        "上级部门收回事项清单",
        dice.choice(
            [
                "上级部门收会事项清单",
                "上级部们收回事项清单",
                "上级部门回收事项清单",
                "上级部门收四事项清单",
                "上级收回",
                "上级部门下放事项清单",
                "上级部门交办事项清单",
                "上级部门收回事项清",
            ]
        ),
    )


@outside
def place_in_all_titles_changed(paper: Paper, dice: Random) -> None:
    for part in tables(paper):
        part.lines[-1] = re.sub(
            r"[\u4e00-\u9fff]{2}(镇|乡|街道)(?=基本|配合|上级)", r"河口\1", part.lines[-1]
        )


@outside
def place_level_changed(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    part.lines[-1] = re.sub(
        r"(镇|乡|街道)(?=基本|配合|上级)",
        lambda m: {"镇": "乡", "乡": "镇", "街道": "镇"}[m[1]],
        part.lines[-1],
    )


@outside
def county_in_title_changed(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    part.lines[-1] = re.sub(r"([\u4e00-\u9fff]{2})县", r"临河县", part.lines[-1], count=1)


@outside
def county_replaced_in_departments(paper: Paper, dice: Random) -> None:
    part = _coop(paper)
    row = dice.choice(part.rows[1:])
    row[3] = re.sub(r"^[\u4e00-\u9fff]{0,9}?[县市区]", "临河县", row[3])


@outside
def date_impossible(paper: Paper, dice: Random) -> None:
    for part in paper:
        part.lines[:] = [
            re.sub(
                r"(\d{4})年(\d+)月",
                dice.choice([r"\1年13月", r"2205年\2月", r"\1年0月", r"1025年\2月"]),
                line,
            )
            for line in part.lines
        ]


@outside
def title_as_full_row_in_table(paper: Paper, dice: Random) -> None:
    a, b = dice.sample(tables(paper), 2)
    i = _row(a, dice)
    t = b.lines[-1].lstrip("# ")
    a.rows.insert(i, [t] * len(a.rows[0]))


@outside
def title_not_reclaimed(paper: Paper, dice: Random) -> None:
    part = _reclaimed(paper)
    part.lines[-1] = part.lines[-1].replace(
        "收回",
        dice.choice("不予收回 未收回 暂缓收回 拟收回 应收回未收回 收回后返还".split()),
    )


@outside
def title_split(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    t = part.lines.pop()
    k = len(t) - dice.choice([2, 4, 6])
    part.lines += [t[:k], t[k:]]


@outside
def title_below_table(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    t = part.lines.pop()
    part.rows.append([t])


@outside
def title_year(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    part.lines[-1] += dice.choice(["（2019年版）", "（2023年）", "（试行）"])


@outside
def title_without_township(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    part.lines[-1] = re.sub(r"^.*?(?=基本|配合|上级)", "", part.lines[-1].lstrip("# "))


@outside
def titles_two_swapped_words(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    part.lines[-1] = part.lines[-1].replace("履职事项", "事项履职").replace("收回事项", "事项收回")


@outside
def cover_of_another_kind(paper: Paper, dice: Random) -> None:
    paper[0].lines[:] = [
        x.replace("履职事项清单", dice.choice(["权责清单", "行政执法事项清单", "村级履职事项清单"]))
        for x in paper[0].lines[:-1]
    ] + paper[0].lines[-1:]


# -- departments, holders and categories -------------------------------------------------------


@outside
def departments_rotated(paper: Paper, dice: Random) -> None:
    part = _coop(paper)
    c = [row[3] for row in part.rows[1:]]
    k = dice.choice([1, -1])
    c = c[-k:] + c[:-k]
    for row, x in zip(part.rows[1:], c, strict=True):
        row[3] = x


@outside
def department_shifted_one_row_in_the_middle(paper: Paper, dice: Random) -> None:
    part = _coop(paper)
    n = len(part.rows) - 1
    if n < 3:
        return
    a = dice.randrange(1, n)
    b = min(n, a + dice.choice([1, 2, 3]))
    c = [row[3] for row in part.rows[a : b + 1]]
    c = [c[-1], *c[:-1]]
    for row, x in zip(part.rows[a : b + 1], c, strict=True):
        row[3] = x


@outside
def category_any_known(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    if _roles(part)[1] != "category":
        part = _coop(paper)
    row = dice.choice(part.rows[1:])
    row[1] = dice.choice([k for k in _CATEGORIES if k != row[1]])


@outside
def category_is_a_department(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    if _roles(part)[1] != "category":
        part = _coop(paper)
    row = dice.choice(part.rows[1:])
    row[1] = dice.choice("水利 县民政局 农业农村局 党政办 综合执法".split())


@outside
def county_to_city_everywhere(paper: Paper, dice: Random) -> None:
    for part in paper:
        for row in part.rows[1:]:
            for i in range(3, len(row)):
                row[i] = row[i].replace("县", "市")


@outside
def departments_filled_down(paper: Paper, dice: Random) -> None:
    part = _coop(paper)
    i = _row(part, dice)
    for row in part.rows[i + 1 :]:
        row[3] = part.rows[i][3]


@outside
def holder_and_method_split(paper: Paper, dice: Random) -> None:
    part = _reclaimed(paper)
    row = dice.choice(part.rows[1:])
    a, _, b = row[-1].partition("：")
    i = part.rows.index(row)
    row[-1] = a + "："
    part.rows.insert(i + 1, [""] * (len(row) - 1) + [b])


@outside
def holder_does_not_fit(paper: Paper, dice: Random) -> None:
    part = _reclaimed(paper)
    rs = [row for row in part.rows[1:] if "：" in row[-1]]
    row = dice.choice(rs)
    own = re.search(r"[\u4e00-\u9fff]{1,8}?[县市区]", row[-1])
    row[-1] = re.sub(
        r"(?:[\u4e00-\u9fff]{0,8}?[县市区])[\u4e00-\u9fff]{2,14}?局(?=[：\s])",
        lambda m: (
            (own[0] if own else "县")
            + dice.choice("教育局 医疗保障局 统计局 审计局 档案馆".split())
        ),
        row[-1],
        count=1,
    )


@outside
def rows_of_two_categories_exchanged(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    if _roles(part)[1] != "category":
        return
    a, b = dice.sample(part.rows[1:], 2)
    a[1], b[1] = b[1], a[1]


@outside
def department_of_a_word_missing(paper: Paper, dice: Random) -> None:
    part = _coop(paper)
    row = dice.choice(part.rows[1:])
    row[3] = re.sub(r"(局|委|部|中心|队)$", "", row[3])


@outside
def department_only_county(paper: Paper, dice: Random) -> None:
    part = _coop(paper)
    row = dice.choice(part.rows[1:])
    row[3] = dice.choice("县 县局 各部门 相关部门 县直各部门 上级部门".split())


@outside
def clause_of_department_names_another(paper: Paper, dice: Random) -> None:
    part = _coop(paper)
    row = dice.choice(part.rows[1:])
    o = dice.choice([x for x in part.rows[1:] if x[3] != row[3]] or [row])
    row[4] = o[4]


@outside
def coop_row_without_superior_side(paper: Paper, dice: Random) -> None:
    part = _coop(paper)
    row = dice.choice(part.rows[1:])
    row[4] = dice.choice(["", "无", "—", "同上", "略", "见配合职责"])


@outside
def department_is_a_company(paper: Paper, dice: Random) -> None:
    row = dice.choice(_coop(paper).rows[1:])
    row[3] = dice.choice(
        "清溪县城市建设投资有限公司 某某有限公司 石桥村村民委员会 张三 清溪县第一中学 李四（县水利局） 县委、县政府".split()
    )


@outside
def holder_empty_with_label(paper: Paper, dice: Random) -> None:
    row = dice.choice(_reclaimed(paper).rows[1:])
    row[-1] = "承接部门： 工作方式：" + row[-1].split("：")[-1]


@outside
def holder_is_the_townships_team(paper: Paper, dice: Random) -> None:
    row = dice.choice(_reclaimed(paper).rows[1:])
    row[-1] = (
        dice.choice(["镇综合行政执法队：", "综合行政执法大队（镇）：", "各村（社区）："])
        + row[-1].split("：")[-1]
    )


@outside
def row_serial_and_category_only(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    i = _row(part, dice)
    if _roles(part)[1] == "category":
        part.rows[i] = part.rows[i][:2] + [""] * (len(part.rows[0]) - 2)


@outside
def names_and_categories_swapped_from_row(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    if _roles(part)[1] != "category":
        return
    for row in part.rows[_row(part, dice) :]:
        row[1], row[2] = row[2], row[1]


@outside
def department_and_superior_exchanged(paper: Paper, dice: Random) -> None:
    row = dice.choice(_coop(paper).rows[1:])
    row[3], row[4] = row[4], row[3]


@outside
def superior_emptied_into_department(paper: Paper, dice: Random) -> None:
    row = dice.choice(_coop(paper).rows[1:])
    row[3] = row[3] + " " + row[4]
    row[4] = ""


@outside
def category_with_count(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    if _roles(part)[1] != "category":
        return
    row = part.rows[_row(part, dice)]
    row[1] += dice.choice("（3项） 3 ： 类 一".split())


@outside
def every_name_with_category(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    if _roles(part)[1] != "category":
        return
    for row in part.rows[1:]:
        row[2] = row[1] + row[2]


# -- cells -------------------------------------------------------------------------------------


@outside
def name_is_first_clause(paper: Paper, dice: Random) -> None:
    part = _coop(paper)
    row = dice.choice(part.rows[1:])
    it = _items(row[4]) or [row[4]]
    row[2] = re.sub(r"<[^>]+>|^\s*\d+[.．]|[。；]$", "", it[0]).strip()


@outside
def foreign_township_in_clause(paper: Paper, dice: Random) -> None:
    part = _coop(paper)
    row = dice.choice(part.rows[1:])
    row[5] = (
        re.sub(r"1[.．]", "1.河口镇", row[5], count=1)
        if re.search(r"1[.．]", row[5])
        else "河口镇" + row[5]
    )


@outside
def township_renamed_in_cells(paper: Paper, dice: Random) -> None:
    m = re.search(
        r"([\u4e00-\u9fff]{2,5})(?:镇|乡|街道)(?=基本|配合|上级)", tables(paper)[0].lines[-1]
    )
    if m:
        for part in tables(paper):
            for row in part.rows:
                row[:] = [c.replace(m[1], "河口") for c in row]


@outside
def names_cut_at_a_length(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    n = _name(part)
    most = dice.choice([6, 8, 10])
    for row in part.rows[1:]:
        row[n] = row[n][:most]


@outside
def column_blank_on_a_page(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    at = dice.randrange(1, len(part.rows[0]))
    i = _row(part, dice)
    for row in part.rows[i : i + 2]:
        row[at] = ""


@outside
def number_word_in_name_changed(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    row = dice.choice(part.rows[1:])
    n = _name(part)
    ch = [
        ("开展", "停止"),
        ("做好", "取消"),
        ("负责", "协助"),
        ("落实", "暂缓"),
        ("组织", "不再组织"),
    ]
    for a, b in ch:
        if a in row[n]:
            row[n] = row[n].replace(a, b, 1)
            return
    row[n] = "不再" + row[n]


@outside
def cells_in_one_with_marks(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    row = part.rows[_row(part, dice)]
    i = part.rows.index(row)
    part.rows[i] = [dice.choice(["、", "|", " ", "；"]).join(row)]


@outside
def name_and_clause_glued(paper: Paper, dice: Random) -> None:
    part = _coop(paper)
    row = dice.choice(part.rows[1:])
    it = _items(row[5])
    row[2] += re.sub(r"<[^>]+>", "", it[0] if it else row[5])


@outside
def clause_of_reclaimed_in_coop(paper: Paper, dice: Random) -> None:
    row = dice.choice(_coop(paper).rows[1:])
    row[dice.choice([4, 5])] = dice.choice(
        ["不再开展此项工作。", "此项工作已收回。", "由县级统一负责，乡镇不再承担。"]
    )


@outside
def name_doubled(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    row = part.rows[_row(part, dice)]
    row[_name(part)] *= 2


@outside
def clause_text_doubled(paper: Paper, dice: Random) -> None:
    row = dice.choice(_coop(paper).rows[1:])
    k = dice.choice([4, 5])
    row[k] *= 2


@outside
def bracket_opened(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    row = part.rows[_row(part, dice)]
    n = _name(part)
    k = len(row[n]) // 2
    row[n] = row[n][:k] + "（" + row[n][k:]


# -- rows --------------------------------------------------------------------------------------


@outside
def serial_twice_next_skipped(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    i = _row(part, dice)
    part.rows[i][0] = part.rows[i - 1][0] if i > 1 else part.rows[min(2, len(part.rows) - 1)][0]


@outside
def footnote_inside(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    part.rows.insert(
        _row(part, dice),
        [
            dice.choice(
                "注：本表由县委编办负责解释。 *标注事项为新增事项 备注：第2项仅限试点村 说明：以下由综合执法队承担 （此处删去3项）".split()
            )
        ],
    )


@outside
def footnote_as_full_row(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    w = len(part.rows[0])
    part.rows.insert(
        _row(part, dice),
        [
            dice.choice("注 备注 说明 *".split()),
            *[dice.choice(["本表由县委编办负责解释", "其中第2项仅限试点村"])] + [""] * (w - 2),
        ],
    )


@outside
def footnote_glued_to_a_cell(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    row = part.rows[_row(part, dice)]
    row[-1] += dice.choice(
        "注：此项自2026年起取消 ① * （见附件3） 注：本表由县委编办负责解释。".split()
    )


@outside
def sides_swapped_from_a_row(paper: Paper, dice: Random) -> None:
    part = _coop(paper)
    i = _row(part, dice)
    for row in part.rows[i:]:
        row[4], row[5] = row[5], row[4]


@outside
def second_row_lost_in_a_merge(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    if len(part.rows) < 3:
        return
    i = dice.randrange(1, len(part.rows) - 1)
    at = dice.randrange(1, len(part.rows[0]))
    part.rows[i + 1][at] = ""


@outside
def rows_sorted_by_name(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    n = _name(part)
    part.rows[1:] = sorted(part.rows[1:], key=lambda row: row[n])


@outside
def rows_sorted_by_name_renumbered(paper: Paper, dice: Random) -> None:
    rows_sorted_by_name(paper, dice)
    for part in tables(paper):
        _renumber(part)


@outside
def row_again_slightly_edited(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    i = _row(part, dice)
    row = list(part.rows[i])
    n = _name(part)
    row[n] = row[n].replace("工作", "") if "工作" in row[n] else row[n] + "工作"
    part.rows.insert(i + 1, row)
    _renumber(part)


@outside
def lines_of_cells_become_rows(paper: Paper, dice: Random) -> None:
    """each clause below the first a row of its own under its column"""
    part = _coop(paper)
    i = _row(part, dice)
    row = part.rows[i]
    new = []
    for at in (4, 5):
        it = _items(row[at])
        for k, x in enumerate(it[1:]):
            while len(new) <= k:
                new.append([""] * 6)
            new[k][at] = x
        if it:
            row[at] = it[0]
    part.rows[i + 1 : i + 1] = new


@outside
def coop_row_without_township_side(paper: Paper, dice: Random) -> None:
    part = _coop(paper)
    row = dice.choice(part.rows[1:])
    row[5] = dice.choice(["", "无", "—", "同上", "略", "见上级部门职责"])


@outside
def name_of_a_reclaimed_row_in_coop(paper: Paper, dice: Random) -> None:
    row = dice.choice(_coop(paper).rows[1:])
    row[2] = dice.choice(_reclaimed(paper).rows[1:])[_name(_reclaimed(paper))]


@outside
def row_of_dashes(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    part.rows.insert(_row(part, dice), ["——"] * len(part.rows[0]))


@outside
def row_only_serial(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    i = _row(part, dice)
    part.rows[i] = [part.rows[i][0]] + [""] * (len(part.rows[0]) - 1)


@outside
def row_subtotal(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    part.rows.insert(
        _row(part, dice), ["小计", "", f"{dice.randrange(1, 9)}项"] + [""] * (len(part.rows[0]) - 3)
    )


@outside
def row_crossed_words(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    row = part.rows[_row(part, dice)]
    row[_name(part)] = "（删）" + row[_name(part)]


@outside
def row_of_old_version(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    i = _row(part, dice)
    row = list(part.rows[i])
    row[_name(part)] = "原：" + row[_name(part)]
    part.rows.insert(i, row)


@outside
def rows_two_in_one_line_with_tabs(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    if len(part.rows) > 2:
        i = dice.randrange(1, len(part.rows) - 1)
        part.rows[i : i + 2] = [part.rows[i] + part.rows[i + 1]]


@outside
def row_from_another_township(paper: Paper, dice: Random) -> None:
    part = _basic(paper)
    part.rows.append([str(len(part.rows)), part.rows[-1][1], "推进河口镇集镇提升改造"])


@outside
def serial_with_list_name(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    for row in part.rows[1:]:
        row[0] = dice.choice(["基本", "配合", "收回"]) + row[0]


@outside
def all_serials_one(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    for row in part.rows[1:]:
        row[0] = "1"


@outside
def serials_reversed(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    n = len(part.rows)
    for k, row in enumerate(part.rows[1:], 1):
        row[0] = str(n - k)


@outside
def name_upper_row_appended(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    i = _row(part, dice)
    n = _name(part)
    if i > 1:
        part.rows[i][n] = part.rows[i - 1][n] + part.rows[i][n]


@outside
def whole_list_shifted_by_a_blank_column(paper: Paper, dice: Random) -> None:
    part = _any(paper, dice)
    for row in part.rows[1:]:
        row.insert(1, "")
        row.pop()
