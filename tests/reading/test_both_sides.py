"""One column that holds what the departments do and what the township does, each under its label."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.values import Document, Duty

Read = Callable[..., Document]
HEAD = "云川省松台市\n青岩县柳湾镇履职事项清单\n2025年8月\n\n青岩县柳湾镇配合履职事项清单\n"
ROWS = (
    ("经济发展", "小型水库巡查管护", "县水利局", "县水利局负责除险加固", "组织巡查员日常巡查"),
    ("平安法治", "烟花爆竹安全监管", "县公安局", "县公安局负责查处非法运输", "开展宣传和排查"),
    ("生态环保", "秸秆禁烧巡查", "县农业农村局", "县农业农村局负责技术指导", "落实网格巡查"),
)


def listed(shape: str, header: str = "职责分工", **last: str) -> str:
    """A list whose last column has both sides in this shape; ``last`` is the shape of the last row."""
    lines = [f"序号\t事项类别\t事项名称\t对应部门\t{header}"]
    for number, (category, name, body, theirs, ours) in enumerate(ROWS, 1):
        form = last.get("last", shape) if number == len(ROWS) else shape
        lines.append(f"{number}\t{category}\t{name}\t{body}\t" + form.format(theirs, ours))
    return HEAD + "\n".join(lines) + "\n"


def errors(document: Document) -> list[str]:
    return [f.kind for f in document.findings if f.severity == "error"]


def sides(duty: Duty) -> tuple[list[str], list[str]]:
    return (
        [c.text.rstrip("。；") for c in duty.superior],
        [c.text.rstrip("。；") for c in duty.township],
    )


@pytest.mark.parametrize(
    "shape",
    [
        "县级职责：{}；乡镇职责：{}。",
        "县级职责:{}。<br/>乡镇职责:{}。",
        "上级部门职责：{}。 柳湾镇职责：{}。",
        "上级部门：{}；镇：{}",
        "<p>一、部门职责：{}。</p><p>二、镇配合职责：{}。</p>",
        "【县级部门职责】{}。<br>【镇职责】{}。",
        "（一）牵头部门职责<br/>{}。<br/>（二）街道职责<br/>{}。",
        "1.县直部门职责：{}。2.乡镇（街道）职责：{}。",
    ],
)
def test_both_sides_of_one_column_are_read_apart(read: Read, shape: str) -> None:
    document = read(listed(shape))

    assert errors(document) == []
    assert [sides(duty) for duty in document.duties] == [([a], [b]) for *_, a, b in ROWS]
    assert [f.kind for f in document.findings if f.kind == "sides-parted"] == ["sides-parted"]
    assert [f for f in document.findings if f.kind == "header-unknown"] == []


@pytest.mark.parametrize("header", ["职责", "职责划分", "责任分工", "部门职责分工", "工作职责"])
def test_the_labels_decide_whatever_the_column_is_called(read: Read, header: str) -> None:
    document = read(listed("县级职责：{}；乡镇职责：{}。", header))

    assert errors(document) == []
    assert [sides(duty) for duty in document.duties] == [([a], [b]) for *_, a, b in ROWS]


def test_the_township_may_stand_first(read: Read) -> None:
    document = read(listed("乡镇职责：{1}；县级职责：{0}。"))

    assert [sides(duty) for duty in document.duties] == [([a], [b]) for *_, a, b in ROWS]


@pytest.mark.parametrize(
    "last",
    [
        "{}；乡镇职责：{}。",
        "{}。{}。",
        "县级职责：{}；乡镇职责：{}；县级职责：汇总通报。",
        "统一部署。县级职责：{}；乡镇职责：{}。",
    ],
)
def test_a_row_whose_sides_cannot_be_told_apart_is_refused(read: Read, last: str) -> None:
    document = read(listed("县级职责：{}；乡镇职责：{}。", last=last))

    assert set(errors(document)) == {"duty-column-missing", "row-unclear"}
    assert "sides-parted" not in {f.kind for f in document.findings}


@pytest.mark.parametrize(
    "shape",
    [
        "县级职责：{}；县公安局配合职责：{}。",
        "牵头职责：{}；配合职责：{}。",
        "县水利局职责：{}；县公安局职责：{}。",
        "{}，{}",
    ],
)
def test_labels_of_departments_are_not_the_townships(read: Read, shape: str) -> None:
    document = read(listed(shape))

    assert errors(document) == ["duty-column-missing"]


def test_rows_of_two_townships_are_not_put_together(read: Read) -> None:
    document = read(listed("县级职责：{}；柳湾镇职责：{}。", last="县级职责：{}；松坡镇职责：{}。"))

    assert errors(document) == ["duty-column-missing"]


def test_a_row_without_one_side_is_said(read: Read) -> None:
    document = read(listed("县级职责：{}；乡镇职责：{}。", last="县级职责：{}。"))

    assert errors(document) == []
    assert sides(document.duties[-1]) == ([ROWS[-1][3]], [])
    assert [f.number for f in document.findings if f.kind == "clause-missing"] == [3]
