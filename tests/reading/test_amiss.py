"""What a list says against itself is told with its row; lists that only look so are not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from doctored import MADE_UP

from kg.findings import Severity
from kg.values import Document, ListKind

Read = Callable[..., Document]
BODIES = "县应急管理局、县公安局"
METHOD = "由县自然资源局执法大队负责立案查处。"
CLAUSE = "1.开展宣传和排查。"


def changed(old: str, new: str, text: str = MADE_UP) -> str:
    assert old in text
    return text.replace(old, new)


def kinds(document: Document) -> list[str]:
    """The kinds of what is said of a document, without notes."""
    return [f.kind for f in document.findings if f.severity is not Severity.NOTE]


def sound(read: Read, text: str) -> bool:
    """Whether a text is read whole, and no more is said of it than of the list it was made of."""
    document = read(text)
    same = [document.count(kind) for kind in ListKind] == [4, 3, 3]
    return same and set(kinds(document)) <= {*kinds(read(MADE_UP)), "loose-text"}


# -- who leads --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "bodies",
    [
        "县应急管理局（牵头）、县公安局（牵头）",
        "县应急管理局(牵头单位)、县公安局（牵头部门）",
        "县应急管理局（主责）、县公安局（主责）",
        "县应急管理局牵头、县公安局牵头",
    ],
)
def test_two_bodies_marked_as_leading_are_said(read: Read, bodies: str) -> None:
    document = read(changed(BODIES, bodies))
    (finding,) = [f for f in document.findings if "标着牵头" in f.message]
    assert (finding.list, finding.number) == ("cooperation", 2)


@pytest.mark.parametrize(
    "clause",
    [
        "由县公安局牵头查处非法运输。",
        "县公安局（牵头）查处非法运输。",
        "县公安局作为牵头单位查处非法运输。",
    ],
)
def test_a_mark_and_a_clause_that_name_two_leading_bodies_are_said(read: Read, clause: str) -> None:
    text = changed(BODIES, "县应急管理局（牵头）、县公安局")
    text = changed("县公安局负责查处非法运输。", clause, text)
    assert any("牵头" in f.message for f in read(text).findings)


@pytest.mark.parametrize("who", ["县应急管理局", "县公安局"])
def test_a_mark_that_the_clauses_repeat_or_a_clause_without_mark_is_none(
    read: Read, who: str
) -> None:
    marked = BODIES.replace("县应急管理局", "县应急管理局（牵头）")
    bodies = marked if who == "县应急管理局" else BODIES
    text = changed(f"{who}负责", f"{who}牵头负责", changed(BODIES, bodies))
    assert not [f for f in read(text).findings if "牵头" in f.message]


# -- given back -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "method",
    [
        "县自然资源局不再直接办理，交由柳湾镇受理、审核并作出决定。",
        "由县自然资源局委托镇政府实施。",
        "县自然资源局授权镇综合执法队作出处罚决定。",
        "按属地管理原则由各乡镇承担。",
        "县自然资源局不再办理，退回柳湾镇。",
        "由县自然资源局监督，柳湾镇具体实施。",
        "由镇便民服务中心受理，县自然资源局审批。",
    ],
)
def test_a_way_of_working_that_gives_the_duty_back_is_said(read: Read, method: str) -> None:
    document = read(changed(METHOD, method))
    assert [f.number for f in document.findings if f.kind == "holder-contradicted"] == [1]


@pytest.mark.parametrize(
    "method",
    [
        "由县自然资源局立案查处，不再由镇受理。",
        "由县自然资源局会同柳湾镇立案查处。",
        "由县自然资源局立案查处，不再对乡镇考核。",
        "由县自然资源局委托乡镇卫生院负责鉴定。",
    ],
)
def test_a_way_of_working_that_only_speaks_of_the_township_is_none(read: Read, method: str) -> None:
    assert "holder-contradicted" not in kinds(read(changed(METHOD, method)))


@pytest.mark.parametrize("clause", ["由镇负责许可审批。", "柳湾镇负责查处和发证。"])
def test_a_clause_of_the_departments_that_the_township_does_is_said(
    read: Read, clause: str
) -> None:
    document = read(changed("县应急管理局负责许可审批。", clause))
    assert [f.number for f in document.findings if f.kind == "cell-misplaced"] == [2]


# -- numbers ----------------------------------------------------------------------------


def numbered(number: Callable[[int], str]) -> str:
    """The list with other numbers before the rows of its cooperation duties."""
    head, rows, end = MADE_UP.partition("1\t经济发展\t小型水库巡查管护")
    after = f"{rows}{end}"
    for place in (1, 2, 3):
        old = f"{place}\t{('经济发展', '平安法治', '生态环保')[place - 1]}"
        after = after.replace(old, f"{number(place)}{old[1:]}", 1)
    return head + after


@pytest.mark.parametrize("form", ["1900/1/{}", "1900-01-0{}", "1月{}日", "Jan-0{}", "2025/{}"])
def test_numbers_that_became_dates_are_said_once(read: Read, form: str) -> None:
    document = read(numbered(form.format))
    assert kinds(document).count("serial-odd") == 1
    assert document.count(ListKind.COOPERATION) == 3


@pytest.mark.parametrize(
    ("numbers", "kind"),
    [
        (["一", "三", "四"], "serial-jump"),
        (["NY-01", "NY-03", "NY-04"], "serial-jump"),
        (["NY-01", "NY-01", "NY-02"], "serial-repeat"),
    ],
)
def test_codes_and_numerals_that_do_not_run_on_are_said(
    read: Read, numbers: list[str], kind: str
) -> None:
    assert kinds(read(numbered(lambda place: numbers[place - 1]))).count(kind) == 1


@pytest.mark.parametrize("form", ["{}.0", "NY-0{}", "2-{}", "2.{}", "（{}）"])
def test_codes_that_run_on_are_sound(read: Read, form: str) -> None:
    assert sound(read, numbered(form.format))


# -- titles, remarks --------------------------------------------------------------------


@pytest.mark.parametrize(
    "place",
    ["青岩县各乡镇", "各乡镇（街道）", "全县乡镇", "青岩县乡镇（街道）", "青岩县"],
)
def test_a_title_of_all_townships_among_those_of_one_is_said(read: Read, place: str) -> None:
    document = read(changed("青岩县柳湾镇配合履职", f"{place}配合履职"))
    assert kinds(document).count("title-general") == 1
    assert document.count(ListKind.COOPERATION) == 3


def test_titles_without_a_place_are_those_of_the_cover(read: Read) -> None:
    text = MADE_UP.replace("青岩县柳湾镇基本", "基本").replace("青岩县柳湾镇配合", "配合")
    assert "title-general" not in kinds(read(text))


def with_column(header: str, remark: str, row: str = "走访慰问高龄、独居老人") -> str:
    """The basic list with a further column that is empty but for one row."""
    lines = []
    for line in MADE_UP.splitlines():
        if line == "序号\t事项类别\t事项名称":
            line += f"\t{header}"
        elif line.count("\t") == 2 and line.split("\t")[2][-2:] != "查处":
            line += f"\t{remark if line.endswith(row) else ''}"
        lines.append(line)
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("header", "remark"),
    [
        ("备注", "2025年11月起取消，不再履行"),
        ("备注", "已废止"),
        ("说明", "停止执行"),
        ("状态", "作废"),
        ("调整情况", "删除"),
        ("备注", "2026年起移交县民政局"),
        ("备注", "待县委编办确认"),
        ("是否保留", "否"),
        ("备注", "×"),
    ],
)
def test_a_remark_that_cancels_its_row_is_said(read: Read, header: str, remark: str) -> None:
    document = read(with_column(header, remark))
    assert [f.number for f in document.findings if f.kind == "remark-inside"] == [3]


@pytest.mark.parametrize(
    "remark", ["重点工作", "新增", "依据《条例》第五条", "每年12月底前完成", "不取消考核"]
)
def test_another_remark_is_none(read: Read, remark: str) -> None:
    assert "remark-inside" not in kinds(read(with_column("备注", remark)))


@pytest.mark.parametrize(
    "line",
    [
        "（说明：柳湾镇已于2025年12月撤销，辖区并入邻近乡镇，本清单不再适用。）",
        "（本清单自2026年1月1日起停止执行）",
        "（本清单已被2026年版替代）",
        "（柳湾镇2025年撤镇设街道）",
        "（待县委常委会审定后执行）",
        "（讨论稿）",
        "（关于停止执行柳湾镇履职事项清单的通知）",
    ],
)
def test_a_line_below_a_title_by_which_the_list_is_no_more_is_said(read: Read, line: str) -> None:
    title = "青岩县柳湾镇基本履职事项清单\n"
    assert "remark-inside" in kinds(read(changed(title, f"{title}{line}\n")))


@pytest.mark.parametrize(
    "line",
    [
        "（此前公布的履职清单同时废止）",
        "（2025年8月印发）",
        "（由县委编办负责解释）",
        "（柳湾镇由原大河乡、小河乡合并设立）",
    ],
)
def test_a_line_on_an_older_list_or_on_none_is_sound(read: Read, line: str) -> None:
    title = "青岩县柳湾镇基本履职事项清单\n"
    assert "remark-inside" not in kinds(read(changed(title, f"{title}{line}\n")))


# -- other places -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "clause",
    [
        "1.迎湖街道开展宣传和排查。",
        "1.迎湖镇负责宣传和排查。",
        "1.由迎湖乡人民政府组织排查。",
        "1.开展宣传，由迎湖街道汇总上报。",
        "1.开展宣传，报迎湖街道。",
        "1.迎湖镇、县公安局开展排查。",
    ],
)
def test_another_township_that_acts_in_a_clause_is_said(read: Read, clause: str) -> None:
    document = read(changed(CLAUSE, clause))
    assert [f.number for f in document.findings if f.kind == "foreign-place"] == [2]


@pytest.mark.parametrize(
    "clause",
    [
        "1.柳湾镇开展宣传和排查。",
        "1.各乡镇开展宣传和排查。",
        "1.集镇开展宣传和排查。",
        "1.督促村镇开展宣传和排查。",
        "1.排查老旧街道，开展宣传。",
        "1.古镇保护宣传和排查。",
        "1.反馈至乡镇。",
    ],
)
def test_words_with_township_in_them_are_none(read: Read, clause: str) -> None:
    assert "foreign-place" not in kinds(read(changed(CLAUSE, clause)))


@pytest.mark.parametrize("place", ["区", "旗", "青禾县", "龙江市"])
def test_offices_of_another_county_are_said_though_the_clauses_name_them(
    read: Read, place: str
) -> None:
    document = read(changed("县应急管理局", f"{place}应急管理局"))
    assert [f.number for f in document.findings if f.kind == "department-elsewhere"] == [2]


# -- cut --------------------------------------------------------------------------------

NAMES = "水稻田调查 屠宰场检疫 排水沟清淤 危房改造 河道保洁 养老院检查 校车检查 油茶低产林改造"


def long_list(width: int, first: int, last: int) -> str:
    """A cooperation list of which the townships' cells of some rows are cut at a width."""
    head, _, _ = MADE_UP.partition("1\t经济发展\t小型水库巡查管护")
    rows = []
    for number, name in enumerate(NAMES.split(), 1):
        cell = f"{'组织人员' if number % 2 else '安排专人'}逐户开展{name}宣传，发现问题及时报县水利局{'备案' * (number % 3)}。"
        cell = cell[:width] if first <= number <= last else cell
        office = f"县水利局负责{name}的技术指导。"
        rows.append(f"{number}\t民生服务\t{name}\t县水利局\t{office}\t{cell}")
    _, title, end = MADE_UP.partition("\n青岩县柳湾镇上级部门收回")
    return head + "\n".join(rows) + "\n" + title + end


@pytest.mark.parametrize(("first", "last", "width"), [(2, 5, 9), (4, 8, 13), (1, 4, 11)])
def test_cells_of_a_page_cut_at_one_width_are_said(
    read: Read, first: int, last: int, width: int
) -> None:
    document = read(long_list(width, first, last))
    said = [f.number for f in document.findings if "裁去" in f.message]
    assert said == list(range(first, last + 1))


def test_cells_that_are_whole_are_not_said_to_be_cut(read: Read) -> None:
    assert not [f for f in read(long_list(99, 1, 8)).findings if "裁去" in f.message]


# -- furniture --------------------------------------------------------------------------

TABLES = [
    [
        "清单名称\t事项数量",
        "基本履职事项清单\t4",
        "配合履职事项清单\t3",
        "收回事项清单\t3",
        "合计\t10",
    ],
    ["序号\t清单名称\t项数\t备注", "1\t基本履职事项清单\t4\t", "2\t配合履职事项清单\t3\t"],
    ["清单\t数量（项）", "基本履职事项\t4项", "配合履职事项\t三项", "总计\t10项"],
    ["基本履职事项清单\t配合履职事项清单\t收回事项清单\t合计", "4\t3\t3\t10"],
    ["类别\t基本履职事项\t配合履职事项\t收回事项", "党的建设\t1\t0\t0", "合计\t4\t3\t3"],
    ["事项类别\t事项数量", "党的建设\t1", "经济发展\t2"],
]


@pytest.mark.parametrize("table", TABLES, ids=[rows[0] for rows in TABLES])
def test_a_table_of_counts_before_or_behind_the_lists_is_no_list(
    read: Read, table: list[str]
) -> None:
    before = changed("2025年8月\n", "2025年8月\n\n各清单事项数量\n" + "\n".join(table) + "\n")
    assert sound(read, before)
    assert sound(read, MADE_UP.rstrip("\n") + "\n\n" + "\n".join(table) + "\n")


def test_a_table_of_counts_that_differ_is_said(read: Read) -> None:
    rows = "\n".join(TABLES[0]).replace("清单\t4", "清单\t5")
    document = read(changed("2025年8月\n", f"2025年8月\n\n{rows}\n"))
    assert kinds(document).count("count-differs") == 1


@pytest.mark.parametrize(
    "notes",
    [
        ["说明：1.本清单由县委编办负责解释。", "2.本清单自印发之日起施行。"],
        ["说明：", "1.本清单由县委编办负责解释。", "2.未列入的事项按有关规定办理。"],
        ["注：", "（一）由县委编办负责解释；", "（二）自印发之日起施行。"],
        ["1.本清单由县委编办负责解释。", "2.本清单自印发之日起施行。"],
        ["附注：①由县委编办解释；", "②自印发之日起施行。"],
    ],
)
def test_numbered_notes_behind_a_list_are_no_clauses(read: Read, notes: list[str]) -> None:
    words = "\n".join(notes)
    assert sound(read, f"{MADE_UP.rstrip()}\n{words}\n")
    assert sound(read, changed("\n\n青岩县柳湾镇配合", f"\n{words}\n\n青岩县柳湾镇配合"))
