"""What stands in the wrong row, was left out or was written beside the text is said, and nothing else is."""

from __future__ import annotations

import csv

import printed_training
import pytest
from editing import COOPERATION, Edition

from kg.reading.numerals import number_of
from kg.resources import folder
from kg.values import Document
from kg.vocabulary.loading import Vocabulary

KINDS = {
    "rows-crossed",
    "cell-misplaced",
    "page-missing",
    "remark-inside",
    "name-doubtful",
    "department-elsewhere",
    "row-missing",
}


def said(document: Document) -> list[tuple[str, int | None]]:
    return [(f.kind, f.number) for f in document.findings if f.kind in KINDS]


@pytest.fixture
def edition() -> Edition:
    return Edition.bundled("东城镇")


@pytest.mark.parametrize("name", sorted(p.name for p in folder("sources").glob("*.txt")))
def test_a_published_list_gives_no_false_alarm(name: str, alone: dict[str, Document]) -> None:
    assert said(alone[name]) == []


@pytest.mark.parametrize("column", [2, 4, 5])
@pytest.mark.parametrize(("one", "other"), [(3, 70), (20, 21), (45, 90)])
def test_a_cell_exchanged_between_rows_far_apart_is_said_once(
    read, edition: Edition, column: int, one: int, other: int
) -> None:
    first, second = edition.rows(COOPERATION)[one], edition.rows(COOPERATION)[other]
    first[column], second[column] = second[column], first[column]
    assert said(read(edition.text())).count(("rows-crossed", one + 1)) == 1


@pytest.mark.parametrize(("column", "first"), [(2, 31), (4, 12), (5, 55)])
def test_a_column_a_row_too_low_in_five_rows_is_said(
    read, edition: Edition, column: int, first: int
) -> None:
    rows = edition.rows(COOPERATION)[first : first + 5]
    cells = [row[column] for row in rows]
    for row, cell in zip(rows, [cells[-1], *cells[:-1]], strict=True):
        row[column] = cell
    told = [number for _, number in said(read(edition.text())) if number]
    assert told
    assert all(first < number <= first + 5 for number in told)


def test_a_cell_copied_from_another_row_is_said(read, edition: Edition) -> None:
    rows = edition.rows(COOPERATION)
    rows[20][4] = rows[60][4]
    assert ("cell-misplaced", 21) in said(read(edition.text()))


def test_a_page_that_the_contents_count_is_missed(read) -> None:
    text = (folder("sources") / "mulei-dongcheng-2025-07.txt").read_text("utf-8")
    header = "序号\t事项类别\t事项名称\t对应上级部门"
    start = text.rindex(header)
    end = text.index("昌吉州木垒县东城镇上级部门收回")
    document = read(text[:start] + text[end:])
    assert [f.message for f in document.findings if f.kind == "page-missing"] == [
        "目录里《配合履职事项清单》占 36 页，正文里它的表头印了 35 次（别的清单每页一次）；可能缺了一页，请核对"
    ]


@pytest.mark.parametrize(
    ("after", "kind"),
    [
        ("抢险救灾（此项删除）", "remark-inside"),
        ("抢险救灾（待定）", "remark-inside"),
        ("不开展抢险救灾", "name-doubtful"),
    ],
)
def test_what_was_written_beside_a_name_is_said(
    read, edition: Edition, after: str, kind: str
) -> None:
    edition.rows(COOPERATION)[0][2] = after
    assert (kind, 1) in said(read(edition.text()))


def test_a_body_of_another_county_is_said(read, edition: Edition) -> None:
    edition.rows(COOPERATION)[0][3] = "阜康市农业农村局"
    assert ("department-elsewhere", 1) in said(read(edition.text()))


def test_a_list_that_prints_no_count_says_where_it_ends(read, edition: Edition) -> None:
    document = read(edition.text())
    ends = [f for f in document.findings if f.kind == "count-unprinted"]
    assert [(f.list, f.number, str(f.severity)) for f in ends] == [
        (kind, document.duties[at].row.number, "note")
        for kind, at in (("basic", 108), ("cooperation", 210), ("reclaimed", 248))
    ]


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("109", 109),
        ("一百零九", 109),
        ("一〇九", 109),
        ("十二", 12),
        ("二十", 20),
        ("廿三", 23),
        ("两", 2),
        ("百二十", 120),
        ("项", None),
        ("", None),
    ],
)
def test_counts_are_written_in_digits_and_in_chinese(words: str, number: int | None) -> None:
    assert number_of(words) == number


@pytest.mark.parametrize("count", ["（共一百零九项）", "（一百零九项）", "（109项）", "共109项"])
def test_a_title_that_counts_in_any_numerals_is_held_against_the_rows(
    read, edition: Edition, count: str
) -> None:
    lines = edition.text().splitlines()
    title = next(n for n, line in enumerate(lines) if line.endswith("东城镇基本履职事项清单"))
    lines[title] += count
    whole = read("\n".join(lines))
    last = max(n for n, line in enumerate(lines) if line.count("\t") == 2 and line[:3] == "109")
    lost = read("\n".join(lines[:last] + lines[last + 1 :]))
    assert [f.kind for f in whole.findings].count("count-differs") == 0
    assert [f.kind for f in lost.findings].count("count-differs") == 1


def test_a_name_that_is_a_piece_of_a_known_one_is_said(read, edition: Edition) -> None:
    rows = edition.rows(COOPERATION)
    at = next(n for n, row in enumerate(rows) if len(row[2]) > 15 and row[2].isalnum())
    whole = rows[at][2]
    for piece in (whole[:8], whole[-8:]):
        rows[at][2] = piece
        assert ("name-doubtful", at + 1) in said(read(edition.text()))


def test_two_known_names_in_one_cell_are_said(read, edition: Edition) -> None:
    rows = edition.rows(COOPERATION)
    rows[60][2] += rows[61][2]
    assert ("name-doubtful", 61) in said(read(edition.text()))


def test_another_category_or_office_than_known_lists_have_is_said(read, edition: Edition) -> None:
    row = edition.rows(COOPERATION)[60]
    row[1], row[3] = "民生服务", "木垒县财政局"
    found = {f.kind for f in read(edition.text()).findings if f.number == 61}
    assert {"category-doubtful", "department-doubtful"} <= found


@pytest.mark.parametrize("which", [0, 1, 2])
def test_a_known_edition_without_its_last_row_is_said(read, edition: Edition, which: int) -> None:
    name = edition.rows(which)[-1][2]
    edition.remove(which, name)
    document = read(edition.text())
    assert [name[:20] in f.message for f in document.findings if f.kind == "row-missing"] == [True]
    later = read(edition.text(month="2026年7月"))
    assert not [f for f in later.findings if f.kind == "row-missing"]


def test_the_table_of_known_names_is_what_the_bundled_lists_print(
    bundled: tuple[Document, ...], tables: Vocabulary
) -> None:
    written = (folder("vocabulary") / "printed.csv").read_text("utf-8")
    assert [tuple(row) for row in csv.reader(written.splitlines())][1:] == printed_training.of(
        bundled, tables
    )


SMALL = """云溪县竹林镇配合履职事项清单
{count}
序号\t事项类别\t事项名称\t对应上级部门\t上级部门职责\t乡镇配合职责
1\t乡村振兴\t供水保障\t县水利局\t1.制定规划；2.安排资金。\t1.宣传政策；2.上报情况。
2\t乡村振兴\t抗旱取水\t县应急管理局\t{superior}\t{township}
"""
SUPERIOR, TOWNSHIP = "调度抗旱物资，统筹水源。", "统计受旱面积，报县应急管理局。"


def small(count: str = "", superior: str = SUPERIOR, township: str = TOWNSHIP) -> str:
    return SMALL.format(count=count, superior=superior, township=township)


def kinds(document: Document) -> set[str]:
    return {finding.kind for finding in document.findings}


def test_a_department_that_reports_to_itself_was_exchanged(read) -> None:
    assert "cells-exchanged" not in kinds(read(small()))
    assert "cells-exchanged" in kinds(read(small(superior=TOWNSHIP, township=SUPERIOR)))


def test_a_cell_that_is_numbered_twice_has_another_rows_duties(read) -> None:
    twice = "1.宣传；2.上报。1.巡查；2.报告。"
    assert "clause-number-slip" not in kinds(read(small(township="1.宣传；2.上报。")))
    assert "clause-number-slip" in kinds(read(small(township=twice)))


@pytest.mark.parametrize(
    ("count", "differs"), [("（共三项）", True), ("（共2项）", False), ("", False)]
)
def test_a_count_on_a_line_below_the_title_is_checked(read, count: str, differs: bool) -> None:
    assert ("count-differs" in kinds(read(small(count)))) is differs


def test_numbers_that_begin_again_once_are_said(read) -> None:
    names = ["党的建设", "经济发展", "民生服务", "平安法治", "乡村振兴", "生态环保"]
    rows = [f"{n}\t{name}\t做好{name}第{n}件事" for n, name in enumerate(names, 1)]
    head = "云溪县竹林镇基本履职事项清单\n序号\t事项类别\t事项名称\n"
    assert "serial-repeat" not in kinds(read(head + "\n".join(rows)))
    rows[4:] = [f"{n}{row[1:]}" for n, row in enumerate(rows[4:], 1)]
    assert "serial-repeat" in kinds(read(head + "\n".join(rows)))
