"""Printed pages: tables from lines, rows over page ends, scans and tables without lines refused."""

from __future__ import annotations

import pytest
from forms import small_pdf as pdf

from kg.reading.containers import open_apart
from kg.reading.containers.limits import Refused
from kg.reading.containers.printed.lines import goes_on_counting, stops_end_items
from kg.reading.containers.printed.page import Glyph, Page
from kg.reading.containers.printed.pages import page_blocks

SIZE = 10.0
EDGES = (50.0, 90.0, 150.0, 400.0)
HEADER = ("序号", "类别", "事项名称")


def page(number: int = 1) -> Page:
    return Page(number, 500, 700)


def write(on: Page, x: float, y: float, text: str) -> None:
    for at, letter in enumerate(text):
        left = x + at * SIZE
        on.glyphs.append(Glyph(letter, left, y, left + SIZE, y + SIZE))


def table(
    on: Page,
    top: float,
    rows: list[tuple[str, ...]],
    edges: tuple[float, ...] = EDGES,
    open_sides: bool = False,
) -> float:
    """Rows with lines around their cells; None-like ``^`` goes on with the cell above."""
    y = top
    for row in rows:
        lines = [cell.split("\n") for cell in row]
        bottom = y + max(map(len, lines)) * 14 + 6
        for at, cell in enumerate(lines):
            if cell != ["^"]:
                on.draw(edges[at], y, edges[at + 1], y)
                for down, words in enumerate(cell):
                    write(on, edges[at] + 3, y + 4 + 14 * down, words)
        for edge in edges[1:-1] if open_sides else edges:
            on.draw(edge, y, edge, bottom)
        y = bottom
    on.draw(edges[0], y, edges[-1], y)
    return y


def read(*pages: Page) -> list[tuple[str, ...]]:
    return [block.cells for block in page_blocks(pages)[0]]


def kinds(*pages: Page) -> list[str]:
    return [problem.kind for problem in page_blocks(pages)[1]]


def test_lines_make_a_table_and_words_between_tables_are_paragraphs() -> None:
    on = page()
    write(on, 100, 60, "竹林镇基本履职事项清单")
    end = table(on, 100, [HEADER, ("1", "党建", "甲"), ("2", "^", "乙")])
    write(on, 100, end + 30, "竹林镇配合履职事项清单")
    table(on, end + 70, [(*HEADER, "部门"), ("1", "民生", "丙", "县水利局")], (*EDGES, 480.0))
    blocks, problems = page_blocks([on])
    assert [b.cells for b in blocks] == [
        ("竹林镇基本履职事项清单",),
        HEADER,
        ("1", "党建", "甲"),
        ("2", "党建", "乙"),
        ("竹林镇配合履职事项清单",),
        (*HEADER, "部门"),
        ("1", "民生", "丙", "县水利局"),
    ]
    assert problems == []
    assert [b.locator for b in blocks[3:7]] == [
        "第1页 第3行",
        "第1页",
        "第1页 表2 第1行",
        "第1页 表2 第2行",
    ]


def test_a_table_without_lines_at_its_sides_has_all_its_columns() -> None:
    on = page()
    table(on, 100, [HEADER, ("1", "党建", "甲")], open_sides=True)
    assert read(on) == [HEADER, ("1", "党建", "甲")]


def test_lines_that_the_width_broke_are_one_and_ended_ones_stay_apart() -> None:
    on = page()
    full = "二三四五六七八九十一二三四五六七八九十一二三四"
    table(on, 100, [HEADER, ("1", "党建", f"{full}\n五；\n2.宣传。")])
    assert read(on)[1] == ("1", "党建", f"{full}五；\n2.宣传。")


def test_a_row_over_a_page_end_is_put_together_where_the_serials_run_on() -> None:
    first, second = page(1), page(2)
    table(first, 100, [HEADER, ("1", "党建", "甲"), ("2", "民生", "做好低保")])
    write(first, 240, 680, "—1—")
    table(second, 50, [HEADER, ("", "", "申请受理"), ("3", "民生", "丙")])
    blocks, problems = page_blocks([first, second])
    rows = [b for b in blocks if b.tabular and b.cells != HEADER]
    assert [b.cells for b in rows] == [
        ("1", "党建", "甲"),
        ("2", "民生", "做好低保申请受理"),
        ("3", "民生", "丙"),
    ]
    assert rows[1].locator == "第1页 第3行，接第2页 第2行"
    assert [p.kind for p in problems] == ["row-joined"]


def test_a_row_without_serial_is_left_alone_where_a_number_is_missing() -> None:
    first, second = page(1), page(2)
    table(first, 100, [HEADER, ("1", "党建", "甲"), ("2", "民生", "乙")])
    table(second, 50, [HEADER, ("", "民生", "丙"), ("4", "民生", "丁")])
    assert ("", "民生", "丙") in read(first, second)


def test_a_category_cut_by_the_page_end_is_whole_in_every_row() -> None:
    first, second = page(1), page(2)
    table(first, 100, [HEADER, ("1", "党建", "甲"), ("2", "^", "丁"), ("3", "民生", "乙")])
    table(second, 50, [HEADER, ("", "服务", "工作"), ("4", "^", "丙")])
    rows = read(first, second)
    assert ("3", "民生服务", "乙工作") in rows
    assert ("4", "民生服务", "丙") in rows


def test_a_category_printed_on_the_next_page_belongs_to_the_rows_of_both() -> None:
    first, second = page(1), page(2)
    table(first, 100, [HEADER, ("1", "党建", "甲"), ("2", "", "乙"), ("3", "^", "丙")])
    table(second, 50, [HEADER, ("4", "民生", "丁"), ("5", "^", "戊")])
    assert [row[1] for row in read(first, second) if row != HEADER] == [
        *("党建", "民生", "民生", "民生", "民生")
    ]
    assert kinds(first, second) == ["category-over-page"] * 2


def test_a_category_that_goes_on_at_the_head_of_a_page_is_carried() -> None:
    first, second = page(1), page(2)
    table(first, 100, [HEADER, ("1", "党建", "甲"), ("2", "^", "乙")])
    table(second, 50, [HEADER, ("3", "", "丙"), ("4", "民生", "丁")])
    assert [row[1] for row in read(first, second) if row != HEADER] == [
        *("党建", "党建", "党建", "民生")
    ]


def test_a_category_printed_nowhere_is_said() -> None:
    on = page()
    table(
        on, 100, [HEADER, ("1", "党建", "甲"), ("2", "^", "乙"), ("3", "", "丙"), ("4", "^", "丁")]
    )
    assert kinds(on) == ["category-unclear"]


def test_text_over_the_lines_is_an_error() -> None:
    on = page()
    table(on, 100, [HEADER, ("1", "党建", "甲"), ("2", "党建", "乙")])
    write(on, 200, 115, "压线的文字")
    assert "text-overlaps" in kinds(on)


def test_heads_that_every_page_repeats_are_read_once() -> None:
    pages = []
    for number in (1, 2, 3):
        on = page(number)
        write(on, 50, 20, "竹林镇履职事项清单")
        table(on, 100, [HEADER, (str(number), "党建", "甲")])
        pages.append(on)
    assert [row for row in read(*pages) if len(row) == 1] == [("竹林镇履职事项清单",)]
    assert kinds(*pages) == ["running-head"]


def test_a_scan_is_refused_with_advice() -> None:
    on = page()
    on.pictured = 0.95
    with pytest.raises(Refused, match="扫描件"):
        page_blocks([on])


def test_scanned_pages_among_others_are_an_error_that_names_them() -> None:
    first, second, third = page(1), page(2), page(3)
    for on in (first, third):
        table(on, 100, [HEADER, (str(on.number), "党建", "甲")])
    second.pictured = 0.95
    problem = next(p for p in page_blocks([first, second, third])[1] if p.kind == "scanned")
    assert problem.message.startswith("第2页")


def test_recognised_text_over_a_picture_is_said() -> None:
    on = page()
    table(on, 100, [HEADER, ("1", "党建", "学习贯彻"), ("2", "党建", "教育培训")])
    on.pictured = 1.0
    assert kinds(on) == ["recognised"]


def test_a_table_without_lines_is_refused_with_advice() -> None:
    on = page()
    for down, row in enumerate([HEADER, ("1", "党建", "甲")]):
        for x, words in zip(EDGES, row, strict=False):
            write(on, x, 100 + 20 * down, words)
    with pytest.raises(Refused, match="没有框线"):
        page_blocks([on])


def across_only(on: Page, rows: list[tuple[str, ...]], skip: tuple[int, ...] = ()) -> Page:
    """Rows with lines between them, but for those after ``skip``, and none between columns."""
    for down, row in enumerate(rows):
        if down not in skip:
            on.draw(EDGES[0], 95 + 20 * down, EDGES[-1], 95 + 20 * down)
        for x, words in zip(EDGES, row, strict=False):
            write(on, x + 3, 100 + 20 * down, words)
    on.draw(EDGES[0], 95 + 20 * len(rows), EDGES[-1], 95 + 20 * len(rows))
    return on


UNPARTED = [HEADER, ("1", "党建", "学习贯彻党的创新理论"), ("2", "民生", "临时救助")]


def test_columns_are_told_by_blanks_where_rows_have_lines() -> None:
    blocks, problems = page_blocks([across_only(page(), UNPARTED)])
    assert [block.cells for block in blocks] == UNPARTED
    assert [problem.kind for problem in problems] == ["columns-by-gaps"]


def test_a_page_that_goes_on_has_the_columns_of_the_one_before() -> None:
    rest = [("3", "民生", "走访慰问高龄老人"), ("4", "民生", "甲")]
    pages = [across_only(page(1), UNPARTED), across_only(page(2), rest)]
    assert read(*pages) == [*UNPARTED, *rest]


@pytest.mark.parametrize(
    "rows",
    [
        [HEADER, ("1", "党建", "甲"), ("2", "民生事项的内容很长", "乙")],  # no blank left
        [("序号", "类别", "事项名称 说明"), ("1", "党建", "甲乙丙丁戊己"), ("2", "民生", "丙丁")],
        [("序号", "", "事项名称"), ("1", "党建", "甲"), ("2", "民生", "乙")],
    ],
)
def test_columns_that_blanks_do_not_tell_are_refused(rows: list[tuple[str, ...]]) -> None:
    rows = [tuple(cell.replace(" ", "\u3000\u3000") for cell in row) for row in rows]
    with pytest.raises(Refused, match="没有框线"):
        page_blocks([across_only(page(), rows)])


def test_rows_without_a_line_between_them_are_refused() -> None:
    with pytest.raises(Refused, match="没有框线"):
        page_blocks([across_only(page(), UNPARTED, skip=(2,))])
    with pytest.raises(Refused, match="没有框线"):
        page_blocks([across_only(page(), UNPARTED, skip=(1, 2))])


def test_one_page_whose_columns_cannot_be_told_refuses_the_document() -> None:
    bad = [("3", "民生事项的内容很长", "走访"), ("4", "民生", "甲")]
    with pytest.raises(Refused, match="没有框线"):
        page_blocks([across_only(page(1), UNPARTED), across_only(page(2), bad)])


def test_fonts_without_text_are_refused() -> None:
    on = page()
    table(on, 100, [("\ue001\ue002", "\ue003"), ("\ue004", "\ue005\ue006")], (50, 90, 200))
    with pytest.raises(Refused, match="乱码"):
        page_blocks([on])


def test_a_pdf_is_read_as_it_is_shown_however_it_is_turned() -> None:
    upright = [b.cells for b in open_apart("a.pdf", pdf()).blocks]
    assert upright == [tuple(f"r{row}c{column}" for column in range(3)) for row in range(3)]
    shifted = pdf().replace(b"[0 0 400 300]", b"[0 0 400 300]/CropBox[10 10 390 290]")
    assert [b.cells for b in open_apart("a.pdf", shifted).blocks] == upright
    for turn in (90, 180, 270):
        turned = open_apart("a.pdf", pdf().replace(b"/MediaBox", b"/Rotate %d/MediaBox" % turn))
        cells = {cell for block in turned.blocks for cell in block.cells}
        assert all(len(block.cells) == 3 for block in turned.blocks)
        assert len(cells) == 9


@pytest.mark.parametrize(
    ("text", "ended"), [("甲。\n乙。", True), ("甲；乙。\n丙。", False), ("1.甲。\n乙。", False)]
)
def test_a_stop_ends_an_item_where_no_line_goes_on_behind_one(text: str, ended: bool) -> None:
    assert stops_end_items(text) is ended


def test_a_line_that_goes_on_counting_is_an_item() -> None:
    assert goes_on_counting("1.甲；2.乙", "3.丙")
    assert not goes_on_counting("1.甲", "3.丙")
    assert not goes_on_counting("甲", "2025.6")
