"""Shapes: tables that say with their form what others say in columns of their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.reading.documents import Source, read_document
from kg.reading.titles import is_furniture, is_unit, title_text
from kg.values import Document, Duty
from kg.vocabulary.loading import Vocabulary

Read = Callable[..., Document]

PLACE = "江北省东湖市云溪县柳沟镇"
BASIC = (
    "序号\t事项类别\t事项名称",
    "1\t党的建设\t负责党员发展、教育和党费收缴使用",
    "2\t民生服务\t受理审核最低生活保障申请并入户核查",
    "3\t民生服务\t建立困境儿童台账，开展定期探访",
)
COOPERATION = (
    "序号\t事项类别\t事项名称\t对应上级部门\t上级部门职责\t配合职责",
    "1\t生态环保\t畜禽养殖污染防治\t县农业农村局、县水利局\t县农业农村局：1.指导养殖场建设粪污处理设施。 县水利局：1.巡查河道排口。\t1.摸清养殖场户底数；2.发现直排及时上报。",
    "2\t城乡建设\t农村危房改造\t县财政局\t县财政局：1.下达补助资金。\t1.受理农户申请；2.组织公示。",
)
RECLAIMED = (
    "序号\t事项类别\t事项名称\t承接部门\t工作方式",
    "1\t经济发展\t招商引资任务指标分解\t/\t不再开展此项工作",
    "2\t民生服务\t民办养老机构等级评定\t县民政局\t委托第三方机构评定，结果向社会公布",
)


@pytest.fixture
def read(tmp_path: Path, tables: Vocabulary) -> Read:
    """Reads a document of three lists; each may be given in another shape."""

    def found(
        *,
        basic: tuple[str, ...] = BASIC,
        cooperation: tuple[str, ...] = COOPERATION,
        reclaimed: tuple[str, ...] = RECLAIMED,
        behind: tuple[str, ...] = (),
        title: str = "上级部门收回事项清单",
    ) -> Document:
        lines = [
            *(f"{PLACE}基本履职事项清单", *basic),
            *(f"{PLACE}配合履职事项清单", *cooperation),
            *(f"{PLACE}{title}", *reclaimed),
            *behind,
        ]
        path = tmp_path / "list.txt"
        path.write_text("\n".join(lines), "utf-8")
        return read_document(Source(path.name, path), tables)

    return found


def severe(document: Document) -> list[str]:
    return [finding.kind for finding in document.findings if finding.severity == "error"]


def kinds(document: Document) -> set[str]:
    return {finding.kind for finding in document.findings}


def of(document: Document, kind: str) -> list[Duty]:
    return [duty for duty in document.duties if duty.row.kind.value == kind]


def names(document: Document, kind: str) -> list[tuple[int, str, str]]:
    return [(d.row.number, d.row.category, d.row.name) for d in of(document, kind)]


def departments(document: Document) -> list[list[str]]:
    return [[body.name for body in duty.departments] for duty in of(document, "cooperation")]


def clauses(duty: Duty) -> tuple[list[str], list[str]]:
    return [c.text for c in duty.superior], [c.text for c in duty.township]


USUAL = [["云溪县农业农村局", "云溪县水利局"], ["云溪县财政局"]]
NAMES = [
    (1, "党的建设", "负责党员发展、教育和党费收缴使用"),
    (2, "民生服务", "受理审核最低生活保障申请并入户核查"),
    (3, "民生服务", "建立困境儿童台账，开展定期探访"),
]


def test_the_usual_shape(read: Read) -> None:
    found = read()
    assert severe(found) == []
    assert names(found, "basic") == NAMES
    assert departments(found) == USUAL


# -- halves -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "rows",
    [
        # down the left group, then the right one
        ("1\t党的建设\t{0}\t3\t民生服务\t{2}", "2\t民生服务\t{1}\t\t\t"),
        # row by row
        ("1\t党的建设\t{0}\t2\t民生服务\t{1}", "3\t民生服务\t{2}\t\t\t"),
    ],
)
def test_groups_of_columns_side_by_side_are_one_list(read: Read, rows: tuple[str, str]) -> None:
    words = [name for _, _, name in NAMES]
    header = f"{BASIC[0]}\t{BASIC[0]}"
    found = read(basic=(header, *(row.format(*words) for row in rows)))
    assert severe(found) == []
    assert names(found, "basic") == NAMES
    assert "columns-beside" in kinds(found)


def test_groups_whose_numbers_do_not_count_on_are_not_put_in_order(read: Read) -> None:
    words = [name for _, _, name in NAMES]
    rows = (f"1\t党的建设\t{words[0]}\t1\t民生服务\t{words[1]}", f"2\t民生服务\t{words[2]}\t\t\t")
    found = read(basic=(f"{BASIC[0]}\t{BASIC[0]}", *rows))
    assert "row-unclear" in severe(found)


# -- ticks --------------------------------------------------------------------------------

TICKED = "序号\t事项类别\t事项名称\t县农业农村局\t县水利局\t县财政局\t配合职责"


def test_columns_of_ticks_name_the_departments(read: Read) -> None:
    rows = (
        "1\t生态环保\t畜禽养殖污染防治\t√\t√\t\t1.摸清养殖场户底数；2.发现直排及时上报。",
        "2\t城乡建设\t农村危房改造\t\t\t√\t1.受理农户申请；2.组织公示。",
    )
    found = read(cooperation=(TICKED, *rows))
    assert severe(found) == []
    assert departments(found) == USUAL
    assert "columns-ticked" in kinds(found)


@pytest.mark.parametrize("other", ["○", "*", "△"])
def test_two_kinds_of_marks_are_not_guessed(read: Read, other: str) -> None:
    rows = (
        f"1\t生态环保\t畜禽养殖污染防治\t●\t{other}\t\t1.摸清养殖场户底数；2.发现直排及时上报。",
        "2\t城乡建设\t农村危房改造\t\t\t●\t1.受理农户申请；2.组织公示。",
    )
    assert "department-column-missing" in severe(read(cooperation=(TICKED, *rows)))


def test_a_row_without_any_tick_is_not_passed_over(read: Read) -> None:
    rows = (
        "1\t生态环保\t畜禽养殖污染防治\t√\t√\t\t1.摸清养殖场户底数；2.发现直排及时上报。",
        "2\t城乡建设\t农村危房改造\t\t\t\t1.受理农户申请；2.组织公示。",
    )
    assert "department-column-missing" in severe(read(cooperation=(TICKED, *rows)))


# -- offices ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "open_", "shut"),
    [
        ("上级部门及职责", "", "："),
        ("区级职能部门及其主要职责", "", "："),
        ("县级部门和职责分工", "【", "】"),
    ],
)
def test_departments_and_duties_in_one_cell(read: Read, title: str, open_: str, shut: str) -> None:
    def cell(*parts: tuple[str, str]) -> str:
        return "<br>".join(f"{open_}{body}{shut}{what}" for body, what in parts)

    rows = (
        f"序号\t事项类别\t事项名称\t{title}\t乡镇职责",
        "1\t生态环保\t畜禽养殖污染防治\t"
        + cell(("县农业农村局", "（1）指导建设粪污处理设施。"), ("县水利局", "（1）巡查河道排口。"))
        + "\t1.摸清养殖场户底数；2.发现直排及时上报。",
        "2\t城乡建设\t农村危房改造\t"
        + cell(("县财政局", "（1）下达补助资金；（2）检查使用情况。"))
        + "\t1.受理农户申请；2.组织公示。",
    )
    found = read(cooperation=rows)
    assert severe(found) == []
    assert departments(found) == USUAL
    first, second = of(found, "cooperation")
    assert clauses(first)[0] == ["指导建设粪污处理设施。", "巡查河道排口。"]
    assert clauses(second)[0] == ["下达补助资金；", "检查使用情况。"]


def test_a_cell_without_a_department_among_others_is_an_error(read: Read) -> None:
    rows = (
        "序号\t事项类别\t事项名称\t上级部门及职责\t乡镇职责",
        "1\t生态环保\t畜禽养殖污染防治\t县水利局：1.巡查河道排口。\t1.摸清养殖场户底数。",
        "2\t城乡建设\t农村危房改造\t县财政局：1.下达补助资金。\t1.受理农户申请。",
        "3\t城乡建设\t违法建设查处\t1.责令限期改正。\t1.开展日常巡查。",
    )
    assert "row-unclear" in severe(read(cooperation=rows))


# -- prefixes -----------------------------------------------------------------------------


@pytest.mark.parametrize("shape", ["【{}】{}", "〔{}〕{}", "{}—{}", "{}：{}"])
def test_categories_in_front_of_the_names(read: Read, shape: str) -> None:
    rows = (f"{number}\t{shape.format(*words)}" for number, *words in NAMES)
    found = read(basic=("序号\t事项名称", *rows))
    assert severe(found) == []
    assert names(found, "basic") == NAMES
    assert "category-from-name" in kinds(found)


def test_words_before_a_dash_that_are_no_category_stay_in_the_name(read: Read) -> None:
    rows = ("1\t某事—开展宣传", "2\t另事—开展巡查", "3\t他事—开展登记")
    found = read(basic=("序号\t事项名称", *rows))
    assert [name for _, _, name in names(found, "basic")] == [row.split("\t")[1] for row in rows]


# -- cells on lines -----------------------------------------------------------------------


def stacked(rows: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(cell for row in rows for cell in row.split("\t"))


def test_cells_on_lines_of_their_own_are_rows_where_they_come_out_even(read: Read) -> None:
    found = read(
        basic=stacked(BASIC), cooperation=stacked(COOPERATION), reclaimed=stacked(RECLAIMED)
    )
    assert severe(found) == []
    assert names(found, "basic") == NAMES
    assert departments(found) == USUAL
    assert [d.discontinued for d in of(found, "reclaimed")] == [True, False]


def test_a_lost_cell_is_not_made_up_for(read: Read) -> None:
    lines = list(stacked(BASIC))
    del lines[7]
    found = read(basic=tuple(lines), cooperation=stacked(COOPERATION), reclaimed=stacked(RECLAIMED))
    assert "list-empty" in severe(found)
    (said,) = (f.message for f in found.findings if f.kind == "list-empty")
    assert "每格各占一行" in said


# -- beside the lists ---------------------------------------------------------------------

GRANTED = (
    f"附件4　{PLACE}赋权事项清单",
    "序号\t赋权事项名称\t赋权部门\t行使层级",
    "1\t对擅自占用城市道路的处罚\t县城市管理局\t乡镇",
    "2\t临时救助对象认定\t县民政局\t乡镇",
)


def test_a_catalogue_of_another_kind_behind_the_lists_is_set_aside(read: Read) -> None:
    found = read(behind=GRANTED)
    assert severe(found) == []
    assert len(found.duties) == 7
    assert "table-aside" in kinds(found)


def test_it_is_an_error_where_a_list_is_missing(tmp_path: Path, tables: Vocabulary) -> None:
    path = tmp_path / "list.txt"
    lines = (f"{PLACE}基本履职事项清单", *BASIC, *GRANTED)
    path.write_text("\n".join(lines), "utf-8")
    assert severe(read_document(Source(path.name, path), tables))


@pytest.mark.parametrize(
    "title", ["旗级部门收回事项清单", "州直部门收回事项清单", "上级部门收回事项清单"]
)
def test_departments_of_any_level_take_back(read: Read, title: str) -> None:
    found = read(title=title)
    assert severe(found) == []
    assert len(of(found, "reclaimed")) == 2


def test_what_a_sheet_and_a_page_print_beside_a_table() -> None:
    assert is_unit("单位：项")
    assert not is_unit("单位：民政局")
    for words in ("单位：项", "（单位：个）", "【打印此页】【关闭窗口】", "打印本页"):
        assert is_furniture(title_text(words))
    assert not is_furniture(title_text("打印村务公开材料"))


def test_signatures_in_two_cells_below_a_table_are_no_row(read: Read) -> None:
    below = "填报单位：柳沟镇人民政府\t\t填报日期：2025年6月"
    found = read(basic=(*BASIC, below))
    assert severe(found) == []
    assert names(found, "basic") == NAMES


def test_traditional_characters_are_refused_with_advice(tmp_path: Path, tables: Vocabulary) -> None:
    path = tmp_path / "list.txt"
    rows = ("序號\t事項類別\t事項名稱", "1\t黨的建設\t負責黨員發展", "2\t民生服務\t開展定期探訪")
    path.write_text("\n".join(("雲溪縣柳溝鎮基本履職事項清單", *rows)), "utf-8")
    (said,) = (f for f in read_document(Source(path.name, path), tables).findings)
    assert said.severity == "error"
    assert "繁转简" in said.message


# -- clauses and running text -------------------------------------------------------------


def test_clauses_numbered_in_one_character(read: Read) -> None:
    row = "1\t城乡建设\t农村危房改造\t县财政局\t⑴下达补助资金；⑵检查使用情况。\t⒈受理农户申请；⒉组织公示。"
    found = read(cooperation=(COOPERATION[0], row))
    (duty,) = of(found, "cooperation")
    assert clauses(duty) == (["下达补助资金；", "检查使用情况。"], ["受理农户申请；", "组织公示。"])


def test_a_first_item_that_nobody_took_over_in_running_text(read: Read) -> None:
    lines = (
        "1.招商引资任务指标分解",
        "工作方式：不再开展此项工作",
        "2.民办养老机构等级评定",
        "承接部门：县民政局",
        "工作方式：委托第三方机构评定",
    )
    found = read(reclaimed=lines)
    assert severe(found) == []
    assert [d.discontinued for d in of(found, "reclaimed")] == [True, False]


@pytest.mark.parametrize(
    ("wrong", "kind"),
    [
        ("县财政局TBD下达补助资金", "cell-unfinished"),
        ("下达补助资金（此处待核实）", "cell-unfinished"),
        ("在O日内下达补助资金", "word-doubtful"),
        ("在Z4小时内下达补助资金", "word-doubtful"),
        ("下达补助资金并nong业保险", "word-doubtful"),
    ],
)
def test_what_was_left_to_do_or_mistyped_is_told(read: Read, wrong: str, kind: str) -> None:
    row = f"1\t城乡建设\t农村危房改造\t县财政局\t1.{wrong}。\t1.受理农户申请。"
    found = read(cooperation=(COOPERATION[0], row))
    assert any(f.kind == kind and f.number == 1 for f in found.findings)


@pytest.mark.parametrize(
    "sound", ["推广app使用", "维护wifi设备", "每日2L饮水", "落实24小时值守", "使用e站办理"]
)
def test_letters_that_belong_there_are_not(read: Read, sound: str) -> None:
    row = f"1\t城乡建设\t农村危房改造\t县财政局\t1.{sound}。\t1.受理农户申请。"
    found = read(cooperation=(COOPERATION[0], row))
    assert not any(f.kind == "word-doubtful" for f in found.findings)
