"""Cells that were copied, damaged or edited, bodies of another level, names that are none: said, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.values import Document

Read = Callable[..., Document]
MADE_UP = (Path(__file__).parents[1] / "data" / "made-up-list.txt").read_text("utf-8")
SHORT = (Path(__file__).parents[1] / "data" / "short-list.txt").read_text("utf-8")


def said(document: Document, *kinds: str) -> list[tuple[str, str | None, int | None]]:
    """The kinds of findings with the list and the number of their rows."""
    return [(f.kind, f.list, f.number) for f in document.findings if f.kind in kinds]


def words(document: Document, kind: str) -> str:
    return " ".join(f.message for f in document.findings if f.kind == kind)


KINDS = (
    *("cells-repeated", "cell-garbled", "cell-unfinished", "row-shifted", "name-doubtful"),
    *("department-elsewhere", "department-doubtful", "remark-inside", "holder-contradicted"),
    *("order-reversed", "category-doubtful", "serial-odd"),
)


@pytest.mark.parametrize("text", [MADE_UP, SHORT], ids=["made up", "short"])
def test_of_a_sound_list_nothing_is_said(read: Read, text: str) -> None:
    assert said(read(text), *KINDS) == []


def changed(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new)


# -- copied -----------------------------------------------------------------------------------


def test_duties_that_stand_word_for_word_in_a_row_further_down_are_said(read: Read) -> None:
    text = changed(
        MADE_UP,
        "<p>1.市生态环境局青岩分局负责执法查处。</p>",
        "<p>1.县水利局制定巡查制度，开展业务培训。</p><p>2.县水利局负责除险加固。</p>",
    )
    assert ("cells-repeated", "cooperation", 3) in said(read(text), "cells-repeated")


def test_a_few_words_that_two_rows_share_are_no_copy(read: Read) -> None:
    text = changed(MADE_UP, "1.落实网格巡查，发现火点立即上报。", "1.开展宣传。")
    text = changed(text, "1.组织巡查员日常巡查。</p><p>2.发现险情及时报县水利局。", "1.开展宣传。")
    assert said(read(text), "cells-repeated") == []


def test_a_way_of_working_of_another_office_is_a_copy(read: Read) -> None:
    text = changed(SHORT, "依据婚姻登记档案出具证明。", "由执法大队立案并作出处罚。")
    text = changed(text, "开展执法检查。", "由执法大队立案并作出处罚。")
    assert ("cells-repeated", "reclaimed", 3) in said(read(text), "cells-repeated")


# -- damaged ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("#REF!", "row-shifted"),
        ("#######", "row-shifted"),
        ("走访慰问锟斤拷老人", "cell-garbled"),
        ("走访慰问\ufffd\ufffd老人", "cell-garbled"),
        ("璧拌鎱伴棶楂橀緞", "cell-garbled"),
        ("走访慰问高龄……", "cell-unfinished"),
        ("走访慰问高龄老人（略）", "cell-unfinished"),
        ("&lt;p&gt;走访慰问高龄老人", "name-doubtful"),
    ],
)
def test_a_damaged_cell_is_said(read: Read, cell: str, kind: str) -> None:
    document = read(changed(MADE_UP, "走访慰问高龄、独居老人", cell))
    assert (kind, "basic", 3) in said(document, kind)


def test_cells_that_all_end_at_one_length_were_cut_there(read: Read) -> None:
    texts = [f"{number}.按照有关规定组织开展本辖区内的各项宣传教育和日常巡" for number in (1, 1, 1)]
    text = changed(SHORT, "1.受理申请；2.上报县民政局。", texts[0])
    text = changed(text, "1.宣传灌溉政策。", texts[1].replace("宣传", "排查"))
    text = changed(text, "1.通知养殖户。", texts[2].replace("教育", "防疫"))
    found = said(read(text), "cell-unfinished")
    assert {number for _, kind, number in found if kind == "cooperation"} == {1, 2, 3}


# -- levels -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("body", "elsewhere"), [("市水利局", True), ("市供电公司", False)])
def test_one_office_of_the_city_among_those_of_the_county_is_said(
    read: Read, body: str, elsewhere: bool
) -> None:
    text = changed(MADE_UP, "小型水库巡查管护\t县水利局", f"小型水库巡查管护\t{body}")
    found = said(read(text), "department-elsewhere")
    assert (("department-elsewhere", "cooperation", 1) in found) is elsewhere


def test_offices_of_the_city_in_nearly_all_rows_are_said_once(read: Read) -> None:
    head, table, rest = MADE_UP.partition("青岩县柳湾镇配合履职事项清单")
    text = head + table + rest.replace("县水利局", "市水利局").replace("县应急", "市应急")
    document = read(text.replace("县公安局", "市公安局"))
    assert said(document, "department-elsewhere") == [("department-elsewhere", "cooperation", 1)]
    assert "2 项写的都是上一级的部门" in words(document, "department-elsewhere")


def test_a_holder_that_is_not_who_works_is_said(read: Read) -> None:
    text = changed(MADE_UP, "承接部门：县卫健委", "承接部门：县教育局")
    assert ("department-doubtful", "reclaimed", 3) in said(read(text), "department-doubtful")


# -- names ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("，独居老人走访慰问", "标点开头"),
        ("走访慰问老人1.上门探访", "连着职责条款"),
        ("慰问", "只有 2 个字"),
        ("停止走访慰问高龄老人", "不再做的事"),
        ("走访高龄老人，取消上门慰问", "不再做的事"),
        ("高龄老人不再走访慰问", "不再"),
        ("走访慰问老人走访慰问老人", "写了两遍"),
        ("走访老人抓好党员教育培训，开展组织生活", "连着另一项"),
    ],
)
def test_a_name_that_is_more_or_less_than_a_name_is_said(read: Read, name: str, why: str) -> None:
    document = read(changed(MADE_UP, "走访慰问高龄、独居老人", name))
    assert ("name-doubtful", "basic", 3) in said(document, "name-doubtful")
    assert why in words(document, "name-doubtful")


@pytest.mark.parametrize("name", ["未成年人保护", "不动产登记宣传", "做好2.5公里道路养护"])
def test_a_name_that_only_looks_so_is_left_alone(read: Read, name: str) -> None:
    document = read(changed(MADE_UP, "小型水库巡查管护", name))
    assert said(document, "name-doubtful") == []


@pytest.mark.parametrize(("name", "said_so"), [("和经营安全检查", True), ("和谐社区建设", False)])
def test_a_name_that_goes_on_with_what_is_before_it_is_said(
    read: Read, name: str, said_so: bool
) -> None:
    document = read(changed(MADE_UP, "小型水库巡查管护", name))
    assert bool(said(document, "name-doubtful")) is said_so


def test_a_name_that_is_a_clause_of_its_row_is_said(read: Read) -> None:
    text = changed(SHORT, "临时救助发放工作", "审核申请材料")
    assert ("name-doubtful", "cooperation", 1) in said(read(text), "name-doubtful")


def test_a_side_that_holds_the_other_one_is_said(read: Read) -> None:
    text = changed(
        MADE_UP,
        "市生态环境局青岩分局负责执法查处。</p>",
        "市生态环境局青岩分局负责执法查处。</p><p>1.落实网格巡查，发现火点立即上报。</p>",
    )
    assert ("cells-exchanged", "cooperation", 3) in said(read(text), "cells-exchanged")


def test_a_name_that_breaks_at_a_mark_is_said(read: Read) -> None:
    text = changed(MADE_UP, "走访慰问高龄、独居老人", "走访慰问高龄、居老人")
    assert said(read(text), "name-doubtful", "cell-unfinished")


# -- notes and what a cooperation duty cannot say --------------------------------------------------


@pytest.mark.parametrize(
    "note",
    ["注：此项自2026年起取消", "此项工作已移交", "（见附件3）", "①", "备注：由县委编办负责解释"],
)
def test_a_note_beside_a_text_is_said(read: Read, note: str) -> None:
    text = changed(MADE_UP, "发现火点立即上报。", f"发现火点立即上报。{note}")
    assert ("remark-inside", "cooperation", 3) in said(read(text), "remark-inside")


def test_a_cooperation_duty_that_is_done_no_longer_is_said(read: Read) -> None:
    text = changed(MADE_UP, "1.落实网格巡查，发现火点立即上报。", "由县级统一负责，乡镇不再承担。")
    assert ("remark-inside", "cooperation", 3) in said(read(text), "remark-inside")


@pytest.mark.parametrize(
    ("clause", "kind"),
    [
        ("1.不组织网格巡查，发现火点立即上报。", "remark-inside"),
        ("1.依法作出处罚决定并送达。", "cells-exchanged"),
        ("1.对焚烧秸秆的处以罚款。", "cells-exchanged"),
        ("1.市生态环境局青岩分局负责巡查火点。", "cells-exchanged"),
        ("1.配合做好行政处罚的送达。", ""),
        ("1.不定期开展网格巡查，发现火点立即上报。", ""),
    ],
)
def test_a_clause_of_the_township_that_denies_or_decides_is_said(
    read: Read, clause: str, kind: str
) -> None:
    document = read(changed(MADE_UP, "1.落实网格巡查，发现火点立即上报。", clause))
    found = said(document, "remark-inside", "cells-exchanged")
    assert found == ([(kind, "cooperation", 3)] if kind else [])


def test_words_before_nobody_are_said(read: Read) -> None:
    text = changed(MADE_UP, "\t不再开展此项工作。", "\t各村（社区）：不再开展此项工作。")
    assert said(read(text), "holder-contradicted") == [("holder-contradicted", "reclaimed", 2)]


@pytest.mark.parametrize(
    "before", ["县公安局：由县公安局送戒，镇", "县公安局: 由县公安局送戒，街道"]
)
def test_a_township_that_does_no_longer_is_no_end_of_another_cell(read: Read, before: str) -> None:
    text = changed(MADE_UP, "\t不再开展此项工作。", f"\t{before}不再承担押送。")
    assert not said(read(text), "row-shifted")


@pytest.mark.parametrize(
    ("cells", "shifted"),
    [
        ("平安法治\t平安建设\t县应急管理局", False),  # a duty that is called after a category
        ("平安法治\t平安建设\t烟花爆竹安全监管", True),
        ("烟花爆竹安全监管\t平安建设\t县应急管理局", True),
    ],
)
def test_a_duty_called_like_a_category_is_shifted_only_where_other_cells_are(
    read: Read, cells: str, shifted: bool
) -> None:
    text = changed(MADE_UP, "平安法治\t烟花爆竹安全监管\t县应急管理局、县公安局", cells)
    assert bool(said(read(text), "row-shifted")) is shifted


# -- order and categories --------------------------------------------------------------------------


def test_a_row_that_stands_before_the_first_category_is_said(read: Read) -> None:
    first = "1\t党的建设\t抓好党员教育培训，开展组织生活\n"
    second = "2\t经济发展\t编制本镇产业发展规划，服务项目落地\n"
    moved = "1" + second[1:] + "2" + first[1:]
    text = changed(MADE_UP, first + second, moved)
    assert "都从“党的建设”一类开始" in words(read(text), "order-reversed")


def test_lists_of_a_township_have_their_categories_in_one_order(read: Read) -> None:
    head, header, rows = SHORT.partition("承接部门及工作方式\n")
    one, two, three = rows.strip().split("\n")
    moved = "\n".join(f"{n}{row[1:]}" for n, row in enumerate((two, one, three), 1))
    document = read(f"{head}{header}{moved}\n")
    assert said(document, "order-reversed")


@pytest.mark.parametrize(
    ("order", "kind"),
    [
        ("党的建设 经济发展 乡村振兴 民生服务 平安法治 生态环保", "order-reversed"),
        ("党的建设 民生服务 经济发展 平安法治 生态环保 乡村振兴", "order-differs"),
    ],
)
def test_one_category_was_moved_but_several_stand_in_an_order_of_their_own(
    read: Read, order: str, kind: str
) -> None:
    head = "云溪县竹林镇{}履职事项清单\n序号\t事项类别\t事项名称{}\n"
    basic = "党的建设 经济发展 民生服务 平安法治 乡村振兴 生态环保".split()
    rows = "".join(f"{n}\t{name}\t做好本镇第{n}件事\n" for n, name in enumerate(basic, 1))
    shared = "".join(
        f"{n}\t{name}\t第{n}件事的落实\t县财政局\t1.制定方案{n}；2.督办。\t1.宣传{n}；2.上报。\n"
        for n, name in enumerate(order.split(), 1)
    )
    columns = "\t对应上级部门\t上级部门职责\t乡镇配合职责"
    document = read(head.format("基本", "") + rows + "\n" + head.format("配合", columns) + shared)
    found = [f for f in document.findings if f.kind.startswith("order-") and "不同" in f.message]
    assert [f.kind for f in found] == [kind]


def test_names_in_the_order_of_their_sound_were_sorted_by_a_program(read: Read) -> None:
    names = "组织培训党员 安排党员学习 慰问孤寡老人 宣传惠民政策 办理居住证明 支持返乡就业 保护河道环境".split()
    names.sort(key=lambda name: name.encode("gb18030"))
    rows = "".join(f"{n}\t综合政务\t{name}\n" for n, name in enumerate(names, 1))
    head, header, rest = MADE_UP.partition("序号\t事项类别\t事项名称\n")
    text = head + header + rows + rest[rest.index("\n青岩县柳湾镇配合") :]
    assert "按拼音或笔画" in words(read(text), "order-reversed")


def test_a_category_another_one_in_all_of_its_rows_is_said(read: Read) -> None:
    head, title, rest = SHORT.partition("东城镇配合履职")
    document = read(head.replace("党的建设", "生态环保") + title + rest)
    assert {n for _, _, n in said(document, "category-doubtful")} >= {1, 2}


def test_a_number_of_another_list_is_said(read: Read) -> None:
    text = changed(MADE_UP, "3\t民生服务\t走访", "配合3\t民生服务\t走访")
    assert ("serial-odd", "basic", 3) in said(read(text), "serial-odd")


# -- bodies and holders ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("added", "method", "said_so"),
    [
        ("县水利局", "", True),
        ("县公安局", "", False),
        ("县水利局", "县水利局移交线索，", False),
        ("县水利局", "联合设点，", False),
    ],
)
def test_a_holder_that_has_nothing_to_do_with_the_duty_is_said(
    read: Read, added: str, method: str, said_so: bool
) -> None:
    text = changed(
        MADE_UP,
        "3\t对非法行医的查处\t承接部门：县卫健委 工作方式：由县卫健委负责立案查处。",
        f"3\t动物检疫\t县农业农村局、{added}：{method}派官方兽医实施现场检疫，出具动物检疫证明。",
    )
    found = [f for f in read(text).findings if f.kind == "department-doubtful"]
    assert bool([f for f in found if added in f.message]) is said_so


@pytest.mark.parametrize(
    ("holder", "method", "doubted"),
    [
        ("县人社局", "由县劳动人事争议仲裁院受理。", False),
        ("县水利局", "由县劳动人事争议仲裁院受理。", True),
    ],
)
def test_an_office_and_its_part_are_no_other_holder(
    read: Read, holder: str, method: str, doubted: bool
) -> None:
    text = changed(
        MADE_UP,
        "对非法行医的查处\t承接部门：县卫健委 工作方式：由县卫健委负责立案查处。",
        f"劳动人事争议仲裁\t承接部门：{holder} 工作方式：{method}",
    )
    assert bool(said(read(text), "department-doubtful")) is doubted


def test_a_body_without_its_county_among_names_that_have_it_is_said(read: Read) -> None:
    row = "{n}\t乡村振兴\t第{n}条渠的灌溉调度\t木垒县水利局\t1.制定方案{n}；2.调水。\t1.宣传{n}；2.上报。\n"
    rows = "".join(row.format(n=n) for n in range(4, 8))
    text = changed(SHORT, "1.通知养殖户。\n", f"1.通知养殖户。\n{rows}")
    assert not said(read(text), "department-doubtful")
    text = changed(text, "第6条渠的灌溉调度\t木垒县水利局", "第6条渠的灌溉调度\t县水利局")
    assert said(read(text), "department-doubtful") == [("department-doubtful", "cooperation", 6)]


@pytest.mark.parametrize(
    ("name", "cell", "said_so"),
    [
        ("对非法行医的查处", "不再开展此项工作。", True),
        ("村医达标考核", "不再开展此项工作。", False),
        ("对非法行医的查处", "县卫健委：由县卫健委立案查处，不再开展此项工作。", True),
        ("村医达标考核", "县卫健委：由县卫健委掌握情况，不再对乡镇考核。", False),
        ("村医达标考核", "取消考核，不再开展此项工作。", False),
        ("油烟净化设施验收", "法律依据已废止，不再开展此项工作。", False),
        ("油烟净化设施验收", "取消考核，不再开展此项工作。", True),
        ("再生育审批", "不再开展此项工作。", False),
        ("油烟净化设施验收", "县卫健委巡查，不再开展此项工作。", True),
    ],
)
def test_an_act_by_which_an_office_decides_is_not_done_by_nobody(
    read: Read, name: str, cell: str, said_so: bool
) -> None:
    text = changed(
        MADE_UP,
        "对非法行医的查处\t承接部门：县卫健委 工作方式：由县卫健委负责立案查处。",
        f"{name}\t{cell}",
    )
    assert bool(said(read(text), "holder-contradicted")) is said_so


def test_one_way_of_working_for_two_kinds_of_acts_is_a_copy(read: Read) -> None:
    rows = "\n4\t对非法采血的查处\t承接部门：县卫健委 工作方式：由县卫健委负责立案查处。\n"
    assert said(read(MADE_UP + rows), "cells-repeated") == []
    rows = rows.replace("对非法采血的查处", "血液检测机构登记")
    assert ("cells-repeated", "reclaimed", 4) in said(read(MADE_UP + rows), "cells-repeated")


def test_what_was_taken_back_is_nobodys_help(read: Read) -> None:
    text = changed(MADE_UP, "对非法行医的查处", "配合上级查处非法行医")
    assert ("name-doubtful", "reclaimed", 3) in said(read(text), "name-doubtful")


# -- pages, characters, columns --------------------------------------------------------------------


def test_a_page_that_has_only_its_header_is_missed(read: Read) -> None:
    header = "序号\t事项类别\t事项名称\n"
    row = "4\t生态环保\t落实河湖巡查，清理河道垃圾\n"
    assert said(read(changed(MADE_UP, row, header + row)), "page-missing") == []
    for text in (row + header, header + header + row):
        assert len(said(read(changed(MADE_UP, row, text)), "page-missing")) == 1


@pytest.mark.parametrize(("name", "said_so"), [("清理道河垃圾", True), ("清理河道垃圾", False)])
def test_characters_turned_round_are_said(read: Read, name: str, said_so: bool) -> None:
    text = changed(MADE_UP, "小型水库巡查管护", name)
    assert ("颠倒" in words(read(text), "name-doubtful")) is said_so


def test_cells_that_have_only_a_first_clause_are_said(read: Read) -> None:
    row = "{n}\t乡村振兴\t第{n}条渠的灌溉调度\t木垒县水利局\t1.制定方案{n}；2.调水。\t1.宣传第{n}条渠的水价。{more}\n"
    for more, found in (("", 1), ("2.上报。", 0)):
        rows = "".join(row.format(n=n, more=more) for n in range(4, 8))
        text = changed(SHORT, "1.通知养殖户。\n", f"1.通知养殖户。\n{rows}")
        text = changed(text, "1.受理申请；2.上报县民政局。", "1.受理申请。")
        assert len(said(read(text), "cell-unfinished")) == found


def test_a_page_whose_header_has_its_columns_in_a_wrong_order_is_an_error(read: Read) -> None:
    row = "2\t平安法治\t"
    for sides, refused in (("上级部门职责\t配合职责", False), ("配合职责\t上级部门职责", True)):
        header = f"序号\t事项类别\t事项名称\t对应上级部门\t{sides}\n"
        document = read(changed(MADE_UP, row, header + row))
        assert ("columns-swapped" in {f.kind for f in document.findings}) is refused


@pytest.mark.parametrize("cell", ["党的建设民生服务", "木垒县民政局", "5民生服务"])
def test_a_category_that_is_two_or_a_body_is_an_error(read: Read, cell: str) -> None:
    document = read(changed(SHORT, "民生服务\t临时", f"{cell}\t临时"))
    assert [f.kind for f in document.findings if f.severity == "error"] == ["row-shifted"]


def test_rows_sorted_by_their_body_are_said(read: Read) -> None:
    bodies = "住建局 公安局 司法局 教育局 民政局 水利局 财政局".split()
    row = "{n}\t乡村振兴\t第{n}件事的落实\t县{body}\t1.制定方案{n}；2.督办。\t1.宣传{n}；2.上报。"
    head = "云溪县竹林镇配合履职事项清单\n序号\t事项类别\t事项名称\t对应上级部门\t上级部门职责\t乡镇配合职责\n"
    for names, found in ((sorted(bodies), True), (bodies[::2] + bodies[1::2], False)):
        text = "\n".join(row.format(n=n, body=body) for n, body in enumerate(names, 1))
        assert ("部门按拼音" in words(read(head + text), "order-reversed")) is found
