"""What stands in brackets behind a title: which list it is, or that it is not in force."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.values import Document, ListKind

Read = Callable[..., Document]
MADE_UP = (Path(__file__).parents[1] / "data" / "made-up-list.txt").read_text("utf-8")


def test_brackets_behind_a_general_title_name_the_list(read: Read) -> None:
    text = MADE_UP
    for name in ("基本履职事项", "配合履职事项", "上级部门收回事项"):
        text = text.replace(f"柳湾镇{name}清单", f"柳湾镇履职事项清单（{name}）")
    document = read(text)
    assert [f for f in document.findings if f.severity == "error"] == []
    assert [d.row.kind for d in document.duties] == [
        *[ListKind.BASIC] * 4,
        *[ListKind.COOPERATION] * 3,
        *[ListKind.RECLAIMED] * 3,
    ]


@pytest.mark.parametrize("words", ["（已废止）", "（征求意见稿）", "（拟取消部分）"])
def test_a_title_that_says_the_list_is_not_in_force_is_said(read: Read, words: str) -> None:
    document = read(MADE_UP.replace("柳湾镇配合履职事项清单", f"柳湾镇配合履职事项清单{words}"))
    assert [(f.kind, f.line) for f in document.findings if f.kind == "remark-inside"] == [
        ("remark-inside", 12)
    ]


@pytest.mark.parametrize("words", ["（共3项）", "（2025年版）", "（试行）"])
def test_other_words_behind_a_title_are_not(read: Read, words: str) -> None:
    document = read(MADE_UP.replace("柳湾镇配合履职事项清单", f"柳湾镇配合履职事项清单{words}"))
    assert [f.kind for f in document.findings if f.kind == "remark-inside"] == []


@pytest.mark.parametrize(
    "header",
    [
        "对应上级部门（单位）\t上级部门（单位）职责\t乡镇（街道）配合职责",
        "主管部门\t主管部门承担的职责\t柳湾镇承担的配合职责",
        "业务主管部门\t业务主管部门职责\t乡镇职责任务",
    ],
)
def test_headers_with_words_in_brackets_are_known(read: Read, header: str) -> None:
    document = read(MADE_UP.replace("对应上级部门\t上级部门职责\t配合职责", header))
    assert [f.message for f in document.findings if f.severity == "error"] == []
    assert len(document.duties) == 10
    assert all(d.superior and d.township for d in document.duties if d.row.kind.letter == "c")


@pytest.mark.parametrize("mark", ["①", "※", "[1]"])
def test_the_mark_of_a_footnote_is_no_part_of_a_title_nor_the_note_of_the_table(
    read: Read, mark: str
) -> None:
    title = "青岩县柳湾镇配合履职事项清单"
    note = "①本清单由县委编办解释。\n\n" if mark == "①" else ""
    document = read(MADE_UP.replace(title, f"{note}{title}{mark}"))
    assert [f for f in document.findings if f.severity == "error"] == []
    assert len(document.duties) == len(read(MADE_UP).duties)
