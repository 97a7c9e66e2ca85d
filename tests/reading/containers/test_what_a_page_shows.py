"""Web pages: what is shown beside and instead of words; numbers that a narrow column parts over two pages."""

from __future__ import annotations

import pytest

from kg.reading.blocks import Block
from kg.reading.containers.html import html_blocks
from kg.reading.lists.found import ListReading
from kg.reading.lists.joining import join_numbers
from kg.reading.tables import Line, Table
from kg.values import Columns


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("<ruby>违<rp>(</rp><rt>wei</rt><rp>)</rp></ruby>法用地", "违法用地"),
        ("<textarea>县民政局</textarea>", "县民政局"),
    ],
)
def test_a_cell_has_the_words_that_a_page_shows(cell: str, read: str) -> None:
    blocks, _ = html_blocks(f"<table><tr><td>1<td>{cell}<tr><td>2<td>乙</table>")

    assert [block.cells for block in blocks] == [("1", read), ("2", "乙")]


def test_a_collapsed_row_is_left_aside_and_said() -> None:
    row = '<tr style="visibility: collapse"><td>2<td>乙'
    blocks, problems = html_blocks(f"<table><tr><td>1<td>甲{row}<tr><td>3<td>丙</table>")

    assert [block.cells for block in blocks] == [("1", "甲"), ("3", "丙")]
    assert [problem.kind for problem in problems] == ["hidden-text"]


COLUMNS = Columns(("number", "category", "name"), ("序号", "事项类别", "事项名称"))


def line(page: int, *cells: str) -> Line:
    return Line(Block(page, "\t".join(cells), cells, True, f"第{page}页 第1行"), cells)


def joined(*lines: Line) -> tuple[list[tuple[str, ...]], list[str]]:
    header = Block(1, "序号", ("序号",), True, "第1页 第1行")
    reading = ListReading()
    reading.tables.append(Table(header, COLUMNS, None, "", None, 0, lines=list(lines)))
    join_numbers(reading)
    return [one.cells for one in reading.tables[0].lines], [p.kind for p in reading.problems]


NINE = [line(1, str(n), "民生服务", f"第{n}件事") for n in range(1, 10)]


def test_a_number_parted_over_two_pages_is_one() -> None:
    cells, kinds = joined(*NINE, line(1, "1", "平安", "排查"), line(2, "0", "法治", "矛盾纠纷"))

    assert cells[9:] == [("10", "平安法治", "排查矛盾纠纷")]
    assert kinds == ["row-joined"]


def test_two_rows_with_numbers_of_their_own_stay_two() -> None:
    apart = line(1, "1", "平安法治", "排查矛盾"), line(1, "0", "平安法治", "调解纠纷")
    again = line(1, "1", "平安法治", "排查矛盾"), line(2, "2", "平安法治", "调解纠纷")

    for two in (apart, again):
        cells, kinds = joined(*NINE, *two)
        assert cells[9:] == [one.cells for one in two]
        assert kinds == []
