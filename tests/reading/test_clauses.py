"""Clauses: how the items of a duty cell are told apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pace import at_most

from kg.reading.clauses import read_clauses
from kg.values import Clause, Department, Mention

BODIES = ("县水利局", "县民政局", "县教育局")


def heading(text: str) -> tuple[Mention, ...]:
    """Know three bodies, alone or listed."""
    parts = text.strip().rstrip("：:").split("、")
    if not all(part in BODIES for part in parts):
        return ()
    return tuple(Mention(part, 0, len(part), Department("000001", part, part)) for part in parts)


def clauses(cell: str) -> tuple[Clause, ...]:
    return read_clauses(cell, heading)[0]


def texts(cell: str) -> list[str]:
    return [clause.text for clause in clauses(cell)]


def kinds(cell: str) -> list[str]:
    return [problem.kind for problem in read_clauses(cell, heading)[1]]


@pytest.mark.parametrize(
    "cell",
    [
        "<p>1.甲；</p> <p>2.乙。</p>",
        "1.甲； 2.乙。",
        "1.甲；2.乙。",
        "1、甲；2、乙。",
        "1．甲；\n2．乙。",
        "<p>1.甲； 2.乙。</p>",
        "<ol style='x'><p>1.甲；</p><p>2.乙。</p>",
        "<div>1. 甲；<br/>2. 乙。</div>",
        "（1）甲；（2）乙。",
        "①甲；②乙。",
        "1)甲；2)乙。",
    ],
)
def test_numbered_items_are_told_apart_in_every_markup(cell: str) -> None:
    assert [(c.number, c.text) for c in clauses(cell)] == [(1, "甲；"), (2, "乙。")]


@pytest.mark.parametrize(
    "cell", ["甲； 乙。", "甲；\n乙。", "<p>甲；</p><p>乙。</p>", "<ol><li>甲；<li>乙。"]
)
def test_without_numbers_a_blank_or_a_new_block_after_a_stop_parts_the_items(cell: str) -> None:
    assert texts(cell) == ["甲；", "乙。"]
    assert "clause-unnumbered" in kinds(cell)


def test_a_semicolon_inside_a_numbered_item_does_not_split() -> None:
    assert texts("1.甲；乙； 丙。 2.丁。") == ["甲；乙；丙。", "丁。"]


@pytest.mark.parametrize("text", ["投资1.5亿元的项目；", "每年2025.7月前完成；", "按3.2条办理；"])
def test_a_decimal_number_begins_no_item(text: str) -> None:
    assert texts(f"1.{text} 2.乙。") == [text, "乙。"]


def test_numbering_that_does_not_go_on_begins_no_item_unless_a_stop_precedes() -> None:
    assert texts("1.按第 7.条办理 2.乙。") == ["按第7.条办理", "乙。"]


def test_numbers_restart_under_sections_whose_title_is_kept() -> None:
    found = clauses("一、安置工作 1.甲； 2.乙。 二、扶持工作 1.丙。")
    assert [(c.number, c.printed, c.section) for c in found] == [
        (1, "1", "一、安置工作"),
        (2, "2", "一、安置工作"),
        (3, "1", "二、扶持工作"),
    ]
    assert kinds("一、安置工作 1.甲； 2.乙。 二、扶持工作 1.丙。") == []


def test_text_on_the_line_of_a_section_is_a_clause_of_it() -> None:
    found = clauses("一、分户：收到申请后办理。 二、落户：核查后办理。")
    assert [(c.section, c.text) for c in found] == [
        ("一、分户", "收到申请后办理。"),
        ("二、落户", "核查后办理。"),
    ]


@pytest.mark.parametrize("end", ["；", "。", "。 "])
def test_a_department_heading_behind_a_sentence_without_a_break_is_a_heading(end: str) -> None:
    found = clauses(f"县水利局：1.甲；2.乙{end}县民政局：1.丙；2.丁某：见后。")
    assert [(c.text.rstrip("；。"), (c.heading or "").rstrip("：")) for c in found] == [
        ("甲", "县水利局"),
        ("乙", "县水利局"),
        ("丙", "县民政局"),
        ("丁某：见后", "县民政局"),
    ]
    assert [c.heading for c in clauses(f"1.通知{end}群众反映：1.丙")] == [None, None]


@pytest.mark.parametrize(
    "cell",
    [
        "<p>县水利局</p><p>1.甲；</p><p>2.乙。</p><p>县民政局</p><p>1.丙。</p>",
        "县水利局 1.甲； 2.乙。 县民政局 1.丙。",
        "县水利局：1.甲；2.乙。 县民政局：1.丙。",
        "一、县水利局 1.甲； 2.乙。 二、县民政局 1.丙。",
    ],
)
def test_a_department_heading_holds_until_the_next_and_is_in_neither_text_nor_section(
    cell: str,
) -> None:
    found = clauses(cell)
    assert [(c.text, c.heading_mentions[0].written) for c in found] == [
        ("甲；", "县水利局"),
        ("乙。", "县水利局"),
        ("丙。", "县民政局"),
    ]
    assert {c.section for c in found} == {None}


def test_a_slip_in_the_numbering_stays_as_printed_and_is_reported() -> None:
    assert [c.printed for c in clauses("1.甲；2.乙；2.丙。")] == ["1", "2", "2"]
    assert kinds("1.甲；2.乙；2.丙。") == ["clause-number-slip"]


def test_a_stray_mark_is_dropped_from_the_text_and_reported() -> None:
    assert texts("1.甲。 。") == ["甲。"]
    assert kinds("1.甲。 。") == ["stray-mark"]


def test_inline_tags_and_references_are_no_words() -> None:
    (clause,) = clauses("1.报<b>县水利局</b>&amp;归档。")
    assert clause.text == "报县水利局&归档。"
    assert clause.quote in "1.报<b>县水利局</b>&amp;归档。"


def test_an_item_numbered_in_chinese_keeps_its_number() -> None:
    assert [
        (c.printed, c.section) for c in clauses("一、县水利局指导乡镇。 二、县民政局办理。")
    ] == [
        ("一", None),
        ("二", None),
    ]


def test_blanks_inside_chinese_words_are_folded_and_the_quote_is_verbatim() -> None:
    (clause,) = clauses("1.发展 和改 革。")
    assert (clause.text, clause.quote) == ("发展和改革。", "发展 和改 革。")


PIECES = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<ol style='x'>",
        "1.",
        "2、",
        "；",
        "。",
        " ",
        "\n",
        "一、",
        "县水利局",
        "：",
        "（3）",
        "①",
        "甲",
        "&lt;",
        "<",
        ">",
        "9",
        "<b>",
    ]
)


@given(st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=60))
def test_any_cell_is_read_and_every_quote_stands_in_it(cell: str) -> None:
    for position, clause in enumerate(clauses(cell), 1):
        assert clause.number == position
        assert clause.text
        assert clause.quote in cell


@pytest.mark.parametrize(
    "unit",
    [
        "1.甲；",
        "；",
        "；" * 3 + "x",
        " ",
        "1 ",
        "（1）",
        "一、",
        "县水利局 ",
        "<p>甲",
        "<b>甲</b>",
        "<p ",
        "。 ",
        "1.甲<b>乙</b>；2.丙；",
        "：",
        "、",
        "甲，1.",
        "&amp;",
        "\n",
    ],
)
def test_a_huge_cell_takes_no_more_than_linear_time(unit: str) -> None:
    cell = unit * (200_000 // len(unit))
    with at_most(5):
        read_clauses(cell, heading)
