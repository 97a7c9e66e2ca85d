"""What copying, replacing and programs leave in cells is said with its row; words that look so are not."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from doctored import MADE_UP, SHORT

from kg.values import Document

Read = Callable[..., Document]
NAME = "小型水库巡查管护"


def said(document: Document, kind: str) -> list[tuple[str, str | None, int | None]]:
    """The findings of a kind with the list and the number of their rows."""
    return [(f.kind, f.list, f.number) for f in document.findings if f.kind == kind]


def changed(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        (f"★{NAME}", "name-doubtful"),
        (f"①{NAME}", "name-doubtful"),
        (f"{NAME}14", "name-doubtful"),
        (f"{NAME}2025-07-03", "name-doubtful"),
        (f"{NAME}??", "name-doubtful"),
        (f"{NAME}（请农业农村局核实）", "name-doubtful"),
        (f"{NAME}（主任意见：删除）", "name-doubtful"),
        (f"{NAME}（县公安局）", "name-doubtful"),
        (f"事项名称：{NAME}", "name-doubtful"),
        (f"{NAME}/山塘管护", "name-doubtful"),
        (f"{NAME} management work", "name-doubtful"),
        ("小型水库、山塘和", "name-doubtful"),
        ("小型水库、山塘等", "name-doubtful"),
        (f"工作负责{NAME}", "name-doubtful"),
        ("对小型水库的处罚对在河", "name-doubtful"),
        ("小型水库管护工作负责", "name-doubtful"),
        (f"{NAME}√", "name-doubtful"),
        (f"{NAME}（否）", "name-doubtful"),
        (f"请取消{NAME}", "name-doubtful"),
        (f"小型◆{NAME}", "name-doubtful"),
        ("县水利局工作", "name-doubtful"),
        ("（暂无）", "row-shifted"),
        ("未命名事项", "row-shifted"),
        ("其他工作", "name-doubtful"),
        ("做好上级交办的各项任务", "name-doubtful"),
        (f"{NAME}（与第8项合并）", "remark-inside"),
        (f"{NAME}（2026年起取消）", "name-doubtful"),
        (f"{NAME}（移交区级）", "remark-inside"),
        ("小型j水库巡查管护", "name-doubtful"),
        ("小型(xiǎo)水库巡查管护", "name-doubtful"),
        ("小型□□巡查管护", "cell-garbled"),
        (f"水利管理-{NAME}", "name-doubtful"),
        ("小型水…查管护", "name-doubtful"),
        ("《中华人民共和国水法》第三十条", "name-doubtful"),
        (f"{NAME}（共3条）", "name-doubtful"),
        (f"{NAME}【行政检查】", "name-doubtful"),
        ("小型型水库巡查管护", "name-doubtful"),
        ("县水利局负责除险", "name-doubtful"),
        (f"{NAME}内部资料", "furniture-inside"),
        (f"{NAME}www.example.gov.cn", "furniture-inside"),
        (f"XX县{NAME}", "cell-unfinished"),
        (f"（乡镇名）{NAME}", "cell-unfinished"),
        ("错误!未找到引用源。", "row-shifted"),
        ("TRUE", "row-shifted"),
    ],
)
def test_what_stands_beside_a_name_is_said(read: Read, name: str, kind: str) -> None:
    document = read(changed(MADE_UP, NAME, name))
    assert (kind, "cooperation", 1) in said(document, kind)


@pytest.mark.parametrize(
    "name",
    [
        "“两癌”筛查宣传",
        "办理热线12345",
        "组织群众参与",
        "森林防火知识普及",
        "低保等级评定和同等",
        "困难家庭结对",
        "推荐帮扶对象",
        "指导群众使用政务服务APP",
        "乡（镇）村公共设施维护",
        "本乡乡道管护工作作风监督",
        "社区e站建设",
        "“我们的节日”——文化活动",
        "公益事业建设（含小型水库）",
    ],
)
def test_a_name_that_only_looks_so_is_not_said(read: Read, name: str) -> None:
    document = read(changed(MADE_UP, NAME, name))
    found = [f for f in document.findings if f.number == 1 and f.list == "cooperation"]
    assert {f.kind for f in found} & {"name-doubtful", "cell-unfinished", "row-shifted"} == set()


@pytest.mark.parametrize(
    ("old", "new", "kind", "number"),
    [
        ("1.落实网格巡查，发现火点立即上报。", "同上。", "cell-unfinished", 3),
        ("1.落实网格巡查，发现火点立即上报。", "nan", "cell-unfinished", 3),
        ("1.落实网格巡查，发现火点立即上报。", "做好配合工作。", "cell-unfinished", 3),
        ("<p>2.发现线索上报", "<p>2，发现线索上报", "clause-number-slip", 2),
        ("和排查。</p><p>2.发现", "和排查；2发现", "clause-number-slip", 2),
        ("<p>2.发现线索上报", "<p>Z.发现线索上报", "clause-number-slip", 2),
        ("<p>1.开展宣传", "&lt;p&gt;1.开展宣传", "cell-garbled", 2),
        ("和排查。</p><p>2.发现", "和排查。\\n2.发现", "furniture-inside", 2),
        ("县应急管理局、县公安局\t", "县应急管理局、\t", "cell-unfinished", 2),
        ("县应急管理局、县公安局\t", "县应急管理局或县公安局\t", "name-separator", 2),
        ("<p>1.市生态环境局青岩分局负责", "<p>1.柳湾镇负责", "cells-exchanged", 3),
        ("<p>1.落实网格", "部门职责：<p>1.落实网格", "cells-exchanged", 3),
    ],
)
def test_what_stands_in_the_place_of_duties_is_said(
    read: Read, old: str, new: str, kind: str, number: int
) -> None:
    assert (kind, "cooperation", number) in said(read(changed(MADE_UP, old, new)), kind)


@pytest.mark.parametrize(
    "behind",
    [
        "县卫健委：由县卫健委负责立案查处。",
        "承接部门：县卫健委 工作方式：由县卫健委负责。",
        "不再开展此项工作。",
    ],
)
def test_a_way_of_working_that_holds_the_next_row_is_said(read: Read, behind: str) -> None:
    text = changed(MADE_UP, "执法大队负责立案查处。", f"执法大队负责立案查处。{behind}")
    assert said(read(text), "holder-contradicted") == [("holder-contradicted", "reclaimed", 1)]


@pytest.mark.parametrize(
    "method",
    [
        "由县自然资源局负责立案查处，过渡期内仍由乡镇承担。",
        "不由县自然资源局执法大队负责立案查处。",
        "入户宣传动员，组织村民参加，发现问题及时上报县自然资源局，配合做好调查。",
    ],
)
def test_a_way_of_working_that_leaves_the_duty_to_the_township_is_said(
    read: Read, method: str
) -> None:
    text = changed(MADE_UP, "由县自然资源局执法大队负责立案查处。", method)
    assert said(read(text), "holder-contradicted") == [("holder-contradicted", "reclaimed", 1)]


def test_a_clause_that_breaks_off_before_the_next_one_is_said(read: Read) -> None:
    text = changed(MADE_UP, "<p>1.开展宣传和排查。</p>", "<p>1.开展宣传和排</p>")
    assert ("cell-unfinished", "cooperation", 2) in said(read(text), "cell-unfinished")


@pytest.mark.parametrize(
    ("name", "is_said"),
    [
        (
            "加强妇联基层织建设，推进妇联阵地建设和管理，维护妇女儿童合法权益，开展妇女儿童关爱帮扶工作",
            True,
        ),
        ("加强妇联基层组织建设，推进妇女儿童合法权益，开展妇女儿童关爱帮扶工作", True),
        ("加强妇联基层组织建设，办理政协委员提案", True),
        ("加强妇联基层组织建设与推进妇联阵地建设", False),
    ],
)
def test_a_known_name_with_a_character_or_a_piece_less_is_said(
    read: Read, name: str, is_said: bool
) -> None:
    document = read(changed(SHORT, "做好村务公开工作", name))
    assert (("name-doubtful", "basic", 2) in said(document, "name-doubtful")) is is_said


def test_a_town_that_calls_itself_a_street_is_said(read: Read) -> None:
    document = read(changed(MADE_UP, "编制本镇产业", "编制本街道产业"))
    assert said(document, "place-varies") == [("place-varies", "basic", 2)]
    assert not said(read(changed(MADE_UP, "编制本镇", "编制本乡镇")), "place-varies")


def test_marks_of_a_list_before_clauses_are_no_words_of_them(read: Read) -> None:
    text = changed(
        MADE_UP, "<p>1.开展宣传和排查。</p><p>2.发现", "<p>• 开展宣传和排查。</p><p>● 发现"
    )
    clauses = [d.township for d in read(text).duties if d.row.name == "烟花爆竹安全监管"]
    assert [c.text[:2] for c in clauses[0]] == ["开展", "发现"]


def test_a_long_clause_of_another_row_is_said(read: Read) -> None:
    text = changed(
        MADE_UP,
        "发现火点立即上报。</p>",
        "发现火点立即上报。</p><p>2.县水利局制定巡查制度，开展业务培训。</p>",
    )
    assert ("cells-repeated", "cooperation", 3) in said(read(text), "cells-repeated")


def test_a_side_that_shares_no_word_with_its_row_is_said(read: Read) -> None:
    side = (
        "<p>1.入户走访独居老人，登记子女联系方式，建立探访台账。</p>"
        "<p>2.每月陪同就医取药，代办高龄津贴认证手续，张罗助餐送餐。</p>"
    )
    text = changed(MADE_UP, "<p>1.落实网格巡查，发现火点立即上报。</p>", side)
    assert ("cell-misplaced", "cooperation", 3) in said(read(text), "cell-misplaced")


@pytest.mark.parametrize("header", ["配合职责（已取消）", "原配合职责"])
def test_a_column_that_is_not_in_force_is_not_read_as_one_that_is(read: Read, header: str) -> None:
    document = read(changed(MADE_UP, "上级部门职责\t配合职责", f"上级部门职责\t{header}"))
    assert any(f.severity == "error" for f in document.findings)


@pytest.mark.parametrize("behind", ["（收回）", "（附：上级部门收回事项清单）"])
def test_a_title_that_names_another_list_in_brackets_is_not_known(read: Read, behind: str) -> None:
    document = read(changed(MADE_UP, "镇配合履职事项清单", f"镇配合履职事项清单{behind}"))
    assert any(f.severity == "error" for f in document.findings)


def test_the_first_part_of_a_name_that_known_lists_print_longer_is_said(read: Read) -> None:
    whole = "加强妇联基层组织建设，推进妇联阵地建设和管理"
    document = read(changed(SHORT, "做好村务公开工作", whole.split("，", maxsplit=1)[0]))
    assert ("name-doubtful", "basic", 2) in said(document, "name-doubtful")


def test_a_row_with_columns_that_its_list_leaves_empty_is_said(read: Read) -> None:
    out = io.StringIO()
    writer = csv.writer(out)
    header = (
        "清单类型 序号 事项类别 事项名称 对应上级部门 上级部门职责 乡镇配合职责 承接部门及工作方式"
    )
    writer.writerow(["昌吉州木垒县东城镇履职事项清单"])
    writer.writerow(header.split())
    kinds = {3: "基本", 6: "配合", 4: "收回"}
    for line in SHORT.split("\n"):
        cells = line.split("\t")
        if not cells[0].isdecimal():
            continue
        dragged = cells[:3] == ["1", "民生服务", "临时救助发放工作"]
        number = {"1": "6"}.get(cells[0], cells[0]) if dragged else cells[0]
        if len(cells) == 6 and not dragged:
            number = str(int(number) - 1)
        row = [kinds[3 if dragged else len(cells)], number, *cells[1:3], *cells[3:6]]
        row += [""] * (8 - len(row))
        if len(cells) == 4:
            row[4], row[7] = "", cells[3]
        writer.writerow(row)
    document = read(out.getvalue(), ".csv")
    found = [f.line for f in document.findings if f.kind == "list-doubtful"]
    assert found == [8]


@pytest.mark.parametrize(("clause", "told"), [("收集火点情况报。", True), ("及时上报。", False)])
def test_a_report_without_a_receiver_is_said(read: Read, clause: str, told: bool) -> None:
    text = changed(MADE_UP, "1.落实网格巡查，发现火点立即上报。", f"1.落实网格巡查，{clause}")
    assert bool(said(read(text), "cell-unfinished")) is told
