"""A list turned over, and a name without what is done, are said; lists as published are not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.reading.documents import Source, read_document
from kg.resources import folder
from kg.values import Document
from kg.vocabulary.loading import Vocabulary

TRAINING = Path(__file__).resolve().parents[2] / "build" / "training" / "lists"
LISTS = sorted([*folder("sources").glob("*.txt"), *TRAINING.glob("*.txt")])
Read = Callable[..., Document]


def lines_of(kind: str, rows: list[tuple[str, str]]) -> str:
    """A list of this kind: category and name of each row, with further cells where it has them."""
    more = {"基本履职": "", "配合履职": "\t对应上级部门\t上级部门职责\t乡镇配合职责"}.get(
        kind, "\t承接部门及工作方式"
    )
    cells = {"基本履职": "", "配合履职": "\t云溪县民政局\t制定办法。\t开展宣传。"}.get(
        kind, "\t云溪县民政局： 组织检查。"
    )
    title = "上级部门收回" if kind == "收回" else kind
    head = f"碧水市云溪县竹林镇{title}事项清单\n\n序号\t事项类别\t事项名称{more}\n"
    return head + "".join(
        f"{number}\t{category}\t{name}{cells}\n" for number, (category, name) in enumerate(rows, 1)
    )


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_a_list_as_published_is_in_its_order(
    path: Path, tables: Vocabulary, alone: dict[str, Document]
) -> None:
    document = alone.get(path.name) or read_document(Source(path.name, path), tables)
    assert "order-reversed" not in [finding.kind for finding in document.findings]
    assert not [f for f in document.findings if "只写了对什么" in f.message]


ORDERED = [
    ("党的建设", "做好党员发展工作"),
    ("经济发展", "做好农村经济统计工作"),
    ("民生服务", "做好养老服务工作"),
    ("平安法治", "开展普法宣传工作"),
    ("社会保障", "做好社会保险宣传工作"),
    ("生态环保", "开展河湖巡查工作"),
    ("城乡建设", "做好村庄规划工作"),
    ("市场监管", "开展食品安全宣传工作"),
    ("综合政务", "做好政务公开工作"),
]


@pytest.mark.parametrize("kind", ["基本履职", "配合履职"])
def test_a_list_turned_over_is_said(read: Read, kind: str) -> None:
    text = f"青山省碧水市\n云溪县竹林镇\n2025年7月\n{lines_of(kind, ORDERED[::-1])}"
    found = [f for f in read(text).findings if f.kind == "order-reversed"]
    assert ["最后是“党的建设”" in f.message for f in found] == [True]
    straight = f"青山省碧水市\n云溪县竹林镇\n2025年7月\n{lines_of(kind, ORDERED)}"
    assert "order-reversed" not in [f.kind for f in read(straight).findings]


def test_a_list_without_the_first_category_turned_over_is_said_if_it_is_long(read: Read) -> None:
    text = f"青山省碧水市\n云溪县竹林镇\n2025年7月\n{lines_of('收回', ORDERED[:0:-1])}"
    assert "order-reversed" in [f.kind for f in read(text).findings]
    text = f"青山省碧水市\n云溪县竹林镇\n2025年7月\n{lines_of('收回', ORDERED[4:1:-1])}"
    assert "order-reversed" not in [f.kind for f in read(text).findings]


def test_a_name_that_says_no_more_than_upon_what_is_said(read: Read) -> None:
    rows = [
        ("民生服务", "对违规领取低保金的追回"),
        ("城乡建设", "对违法占地建房的处罚"),
        ("城乡建设", "对占用道路"),
        ("市场监管", "对无证经营的查处"),
    ]
    text = f"青山省碧水市\n云溪县竹林镇\n2025年7月\n{lines_of('收回', rows)}"
    found = [f for f in read(text).findings if "只写了对什么" in f.message]
    assert [(f.kind, f.quote) for f in found] == [("cell-unfinished", "对占用道路")]
