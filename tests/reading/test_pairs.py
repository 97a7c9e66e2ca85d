"""Columns that go together, clauses that lost their number, and who is meant: what other forms of lists get wrong is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from kg.bodies.takers import taker_and_method
from kg.findings import Severity
from kg.values import Document
from kg.vocabulary.loading import Vocabulary

Read = Callable[..., Document]
MADE_UP = (Path(__file__).parents[1] / "data" / "made-up-list.txt").read_text("utf-8")
COOPERATION = "青岩县柳湾镇配合履职事项清单"
RECLAIMED = "青岩县柳湾镇上级部门收回事项清单"
WORKS = (
    ("河道清障", "县水利局", "县公安局", "县水利局组织清障", "县公安局维护秩序"),
    ("校园消防检查", "县消防救援局", "县教育局", "县消防救援局开展检查", "县教育局督促整改"),
    (
        "药店巡查",
        "县市场监督管理局",
        "县医疗保障局",
        "县市场监督管理局检查药品",
        "县医疗保障局核查医保",
    ),
    ("古树保护", "县林业局", "县自然资源局", "县林业局编制名录", "县自然资源局提供图斑"),
    ("客车超员整治", "县交通运输局", "县公安局", "县交通运输局检查客车", "县公安局依法处罚"),
)
PAIRED = ("序号", "事项名称", "主体责任部门", "主体责任", "配合责任部门", "配合责任", "镇责任")


def changed(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new)


def table(title: str, *rows: Sequence[str]) -> str:
    """A list of the made-up township, numbered."""
    head, *others = rows
    lines = ["\t".join(head), *("\t".join((str(n), *row)) for n, row in enumerate(others, 1))]
    return "\n".join((title, *lines, ""))


def paired(works: Sequence[Sequence[str]] = WORKS, head: Sequence[str] = PAIRED) -> str:
    """A list with the duties of those that lead and of those that support apart."""
    rows = [
        (name, lead, f"{one}。", other, f"{two}。", "巡查上报。")
        for name, lead, other, one, two in works
    ]
    return table("青岩县柳湾镇属地管理责任清单", head, *rows)


def said(document: Document, kind: str) -> list[int | None]:
    """The rows of which a warning or error of this kind speaks."""
    return [f.number for f in document.findings if f.kind == kind and f.severity != Severity.NOTE]


# -- who leads and who supports -----------------------------------------------------------------


def test_columns_that_go_together_are_read_and_nothing_is_said_of_them(read: Read) -> None:
    document = read(paired())
    first = document.duties[0]
    assert [d.name for d in first.departments] == ["青岩县水利局"]
    assert [d.name for d in first.supporting] == ["青岩县公安局"]
    assert not {"clause-missing", "columns-swapped", "department-doubtful"} & {
        f.kind for f in document.findings
    }


def test_supporting_bodies_of_whom_nothing_is_said_are_told(read: Read) -> None:
    document = read(changed(paired(), "县教育局督促整改。", "—"))
    assert said(document, "clause-missing") == [2]


def test_exchanged_columns_of_bodies_stop_the_build(read: Read) -> None:
    alone = [(name, "—", lead, one, two) for name, lead, _, one, two in WORKS[:4]]
    document = read(paired([*alone, WORKS[4]]))
    assert said(document, "columns-swapped") == [1]


def test_leading_and_supporting_bodies_exchanged_in_a_row_are_told(read: Read) -> None:
    name, lead, other, one, two = WORKS[2]
    works = [*WORKS[:2], (name, other, lead, one, two), *WORKS[3:]]
    assert said(read(paired(works)), "department-doubtful") == [3]


def test_a_row_that_begins_with_a_supporting_body_is_told_where_all_others_begin_with_one_that_leads(
    read: Read,
) -> None:
    head = ("序号", "事项名称", "牵头部门", "配合部门", "部门职责", "镇配合职责")
    more = [("道路除雪", "县交通运输局", "县公安局", "县交通运输局调度机械", "县公安局疏导交通")]
    rows = [(n, a, b, f"1.{x}；2.{y}。", "巡查上报。") for n, a, b, x, y in (*WORKS, *more, *WORKS)]
    name, lead, support, does, town = rows[3]
    turned = [*rows[:3], (name, support, lead, does, town), *rows[4:]]
    assert 4 not in said(read(table(COOPERATION, head, *rows)), "department-doubtful")
    assert 4 in said(read(table(COOPERATION, head, *turned)), "department-doubtful")


def test_the_only_row_that_marks_nobody_as_leading_is_told(read: Read) -> None:
    head = ("序号", "事项名称", "对应上级部门", "部门职责", "镇配合职责")
    rows = [
        (f"{name}{n}", f"{a}（牵头）、{b}", f"1.{x}；2.{y}。", "巡查上报。")
        for n in "甲乙"
        for name, a, b, x, y in WORKS[:4]
    ]
    name, bodies, does, town = rows[5]
    lost = [*rows[:5], (name, bodies.replace("（牵头）", ""), does, town), *rows[6:]]
    what = "别的各项几个部门里都标着由哪一个牵头"
    told = [f.number for f in read(table(COOPERATION, head, *lost)).findings if what in f.message]
    assert told == [6]


# -- headers ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "loads"),
    [
        ("配合职责", True),
        ("乡镇（街道）配合职责", True),
        ("部门配合职责", False),
    ],
)
def test_what_departments_help_with_is_not_the_townships(
    read: Read, header: str, loads: bool
) -> None:
    document = read(changed(MADE_UP, "\t配合职责", f"\t{header}"))
    assert bool(said(document, "duty-column-missing")) is not loads


def test_a_header_of_what_was_before_is_not_read(read: Read) -> None:
    text = changed(MADE_UP, "承接部门及工作方式", "收回前实施部门")
    assert said(read(text), "holder-column-missing") == [None]


def test_categories_under_another_header_stop_the_build(read: Read) -> None:
    text = changed(MADE_UP, "序号\t事项类别\t事项名称\n1\t党", "序号\t责任部门\t事项名称\n1\t党")
    assert said(read(text), "columns-swapped") == [None]


def test_a_column_of_both_sides_may_stand_beside_names_that_say_cooperation(read: Read) -> None:
    head = ("序号", "配合事项", "责任部门", "职责分工")
    rows = [(n, a, f"县级部门职责：{x}。镇配合职责：巡查上报。") for n, a, _, x, _ in WORKS]
    document = read(table(COOPERATION, head, *rows))
    assert next((d.row.name, len(d.superior), len(d.township)) for d in document.duties) == (
        "河道清障",
        1,
        1,
    )


# -- clauses ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("1.县应急管理局负责许可审批；2.县公安局负责查处非法运输。", False),
        ("1.县应急管理局负责许可审批；县公安局负责查处非法运输。", True),
        ("1.县应急管理局审批；发证；2.县公安局负责查处非法运输。", False),
        ("1.县应急管理局负责许可审批；由县公安局查处；2.组织培训。", True),
        ("1.负责许可审批；查处非法运输。", True),
    ],
)
def test_a_clause_that_lost_its_number_is_told(read: Read, cell: str, told: bool) -> None:
    old = "<p>1.县应急管理局负责许可审批。</p><p>2.县公安局负责查处非法运输。</p>"
    document = read(changed(MADE_UP, old, cell))
    assert (2 in said(document, "clause-number-slip")) is told


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("开展宣传和排查", "开展宣传？排查", "cell-garbled"),
        ("1.开展宣传和排查", "县公安局：1.开展宣传和排查", "cells-exchanged"),
        ("1.开展宣传和排查", "由县公安局开展宣传和排查", "cells-exchanged"),
        (
            "发现线索上报县公安局。",
            "发现线索上报县公安局。上级部门职责：组织考核。",
            "cells-exchanged",
        ),
        ("1.县应急管理局负责许可审批", "本镇：1.县应急管理局负责许可审批", "cells-exchanged"),
    ],
)
def test_words_of_the_other_side_and_lost_characters_are_told(
    read: Read, old: str, new: str, kind: str
) -> None:
    assert 2 in said(read(changed(MADE_UP, old, new)), kind)
    assert 2 not in said(read(MADE_UP), kind)


# -- what was taken back -------------------------------------------------------------------------


class _Names:
    """Knows a body by its last character."""

    county_printed = "青岩县"

    def read_heading(self, words: str) -> tuple[str, ...]:
        return (words,) if words.endswith("局") and "。" not in words else ()

    def is_name(self, words: str) -> bool:
        return words.endswith("局")

    def parted(self, cell: str) -> str:
        return cell


def test_a_holder_may_stand_before_the_label_of_its_way_of_working() -> None:
    cell = "县农业农村局。工作方式：由县农业农村局派员检查。"
    assert taker_and_method(cell, _Names()) == (  # type: ignore[arg-type]
        "县农业农村局",
        "由县农业农村局派员检查。",
    )


@pytest.mark.parametrize(
    ("method", "told"),
    [
        ("由县自然资源局立案查处。", True),
        ("由县自然资源局会同相关部门立案查处。", False),
        ("县自然资源局立案，县林业局拆除。", False),
        ("依法立案查处。", False),
    ],
)
def test_a_holder_of_whom_nothing_is_said_is_told(read: Read, method: str, told: bool) -> None:
    old = "承接部门：县自然资源局 工作方式：由县自然资源局执法大队负责立案查处。"
    text = changed(MADE_UP, old, f"承接部门：县自然资源局、县林业局 工作方式：{method}")
    found = [f for f in read(text).findings if "没有写到它" in f.message]
    assert [f.number for f in found] == ([1] if told else [])


def test_an_empty_way_of_working_is_told_where_the_others_have_one(read: Read) -> None:
    head = ("序号", "事项名称", "承接部门", "工作方式")
    rows = [(name, lead, f"由{lead}检查处罚。") for name, lead, *_ in WORKS]
    lost = [*rows[:1], (rows[1][0], rows[1][1], ""), *rows[2:]]
    assert said(read(table(RECLAIMED, head, *rows)), "method-missing") == []
    assert said(read(table(RECLAIMED, head, *lost)), "method-missing") == [2]


# -- rows ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("PH-13", "serial-jump"),
        ("PH-02", "serial-repeat"),
        ("JB-04", "serial-odd"),
        ("", "serial-odd"),
    ],
)
def test_codes_in_the_place_of_numbers_run_on(read: Read, code: str, kind: str) -> None:
    head = ("编码", "事项名称", "对应上级部门", "部门职责", "镇配合职责")
    rows = [
        (f"PH-{n:02d}", w[0], w[1], f"{w[3]}。", "巡查上报。") for n, w in enumerate(WORKS * 2, 1)
    ]
    assert said(read("\n".join((COOPERATION, *map("\t".join, (head, *rows))))), kind) == []
    rows[3] = (code, *rows[3][1:])
    assert 4 in said(read("\n".join((COOPERATION, *map("\t".join, (head, *rows))))), kind)


def test_a_category_that_one_row_writes_otherwise_is_told(read: Read) -> None:
    names = ("走访慰问老人", "发放高龄津贴", "组织适龄儿童体检", "帮扶困难家庭", "登记残疾人需求")
    title, head = "青岩县柳湾镇基本履职事项清单", ("序号", "事项类别", "事项名称")
    rows = [("民生服务", name) for name in names]
    assert said(read(table(title, head, *rows)), "category-doubtful") == []
    rows[2] = ("民生", names[2])
    assert said(read(table(title, head, *rows)), "category-doubtful") == [3]


def test_a_basic_duty_that_helps_a_department_is_told(read: Read) -> None:
    text = changed(MADE_UP, "走访慰问高龄、独居老人", "协助县级部门走访慰问高龄、独居老人")
    assert said(read(text), "list-doubtful") == [3]


def test_a_body_keeps_the_name_that_its_short_forms_are_short_for(
    read: Read, tables: Vocabulary
) -> None:
    head = ("序号", "事项名称", "对应上级部门", "部门职责", "镇配合职责")
    rows = [(f"林地巡护{n}", "县林草局", "组织巡护。", "上报情况。") for n in "甲乙丙丁"]
    document = read(
        table(COOPERATION, head, *rows, ("古树保护", "县林业局", "编制名录。", "上报情况。"))
    )
    assert {d.name for duty in document.duties for d in duty.departments} == {"青岩县林业和草原局"}


def test_a_total_row_may_say_how_many_once_more(read: Read) -> None:
    text = changed(MADE_UP, "\n青岩县柳湾镇上级", "\n合计\t\t共3项\t\t\t\n青岩县柳湾镇上级")
    assert said(read(text), "count-differs") == []
    assert said(read(changed(text, "共3项", "共5项")), "count-differs") != []


def test_categories_a_row_too_low_are_told(read: Read) -> None:
    kinds = {
        "党的建设": ("做好发展党员工作", "开展党内关怀帮扶", "加强基层党组织建设"),
        "经济发展": ("服务小微企业发展", "培育特色产业", "开展经济普查"),
        "民生服务": ("受理最低生活保障申请", "走访慰问高龄老人", "做好残疾人帮扶"),
        "生态环保": ("开展河道巡查", "整治生活垃圾", "落实秸秆禁烧"),
    }
    title, head = "青岩县柳湾镇基本履职事项清单", ("序号", "事项类别", "事项名称")
    rows = [(kind, name) for kind, names in kinds.items() for name in names]
    lower = [(rows[max(0, at - 1)][0], name) for at, (_, name) in enumerate(rows)]
    what = "类别一列像是下移了一行"
    assert not [f for f in read(table(title, head, *rows)).findings if what in f.message]
    assert [f for f in read(table(title, head, *lower)).findings if what in f.message]


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("县应急管理局负责许可审批", "乡应急管理局负责许可审批", "word-doubtful"),
        ("开展宣传和排查。</p><p>2.", "开展宣传和排查2.", "clause-number-slip"),
    ],
)
def test_another_level_and_a_number_inside_a_sentence_are_told(
    read: Read, old: str, new: str, kind: str
) -> None:
    assert 2 in said(read(changed(MADE_UP, old, new)), kind)


def test_the_one_side_without_numbers_is_told_where_all_others_have_them(read: Read) -> None:
    head = ("序号", "事项名称", "对应上级部门", "部门职责", "镇配合职责")
    rows = [
        (f"{w[0]}{n}", w[1], f"1.{w[3]}；2.通报情况。", "上报。") for n in "甲乙丙" for w in WORKS
    ]
    name, body, does, town = rows[6]
    lost = [*rows[:6], (name, body, does.replace("1.", "").replace("2.", ""), town), *rows[7:]]
    assert said(read(table(COOPERATION, head, *rows)), "clause-number-slip") == []
    assert said(read(table(COOPERATION, head, *lost)), "clause-number-slip") == [7]


@pytest.mark.parametrize(
    ("old", "new", "kind", "number"),
    [
        ("走访慰问高龄、独居老人", "配合走访慰问高龄、独居老人", "list-doubtful", 3),
        ("独居老人", "独居老人（由县级部门实施）", "name-doubtful", 3),
        ("开展宣传和排查。", "开展宣传和排查，由村（社区）完成。", "remark-inside", 2),
    ],
)
def test_who_else_does_a_duty_of_the_township_is_told(
    read: Read, old: str, new: str, kind: str, number: int
) -> None:
    assert number not in said(read(MADE_UP), kind)
    assert number in said(read(changed(MADE_UP, old, new)), kind)


def test_a_header_of_both_sides_is_not_the_townships(read: Read) -> None:
    text = changed(MADE_UP, "上级部门职责\t配合职责", "上级部门及乡镇职责\t备注")
    assert said(read(text), "duty-column-missing") == [None]


def test_a_cell_that_says_twice_who_leads_is_told(read: Read) -> None:
    bodies = "牵头部门：县应急管理局 配合部门：县公安局"
    once = changed(MADE_UP, "\t县应急管理局、县公安局\t", f"\t{bodies}\t")
    twice = changed(once, bodies, f"{bodies}牵头部门：县水利局")
    what = "一格里写了两次由谁牵头"
    assert not [f for f in read(once).findings if what in f.message]
    assert [f.number for f in read(twice).findings if what in f.message] == [2]
