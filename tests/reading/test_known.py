"""A copy of a bundled list is held against it: its words, its order, its gaps; names against those of each list."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from editing import BASIC, COOPERATION, RECLAIMED, Edition

from kg.resources import folder
from kg.values import Document

Read = Callable[..., Document]
KINDS = ("edition-again", "order-reversed", "row-missing", "list-doubtful", "holder-contradicted")
DATA = Path(__file__).parents[1] / "data"
MADE_UP = (DATA / "made-up-list.txt").read_text("utf-8")


def said(document: Document, *kinds: str) -> set[tuple[str, str | None, int | None]]:
    return {(f.kind, f.list, f.number) for f in document.findings if f.kind in (kinds or KINDS)}


@pytest.fixture
def edition() -> Edition:
    return Edition.bundled("东城镇")


def test_any_word_changed_in_a_copy_of_a_bundled_list_is_said(read: Read, edition: Edition) -> None:
    cell = edition.rows(COOPERATION)[11]
    cell[4] = cell[4].replace("负责", "不负责", 1)
    cell = edition.rows(COOPERATION)[20]
    cell[5] += "报州有关部门。"
    assert said(read(edition.text()), "edition-again") == {
        ("edition-again", "cooperation", 12),
        ("edition-again", "cooperation", 21),
    }


def test_a_bundled_list_altered_throughout_is_said_once(read: Read, edition: Edition) -> None:
    for row in edition.rows(BASIC):
        row[1] = "综合政务"
    assert len(said(read(edition.text()), "edition-again")) == 1


def test_rows_that_changed_places_are_said(read: Read, edition: Edition) -> None:
    rows = edition.rows(RECLAIMED)
    rows[1][1:], rows[2][1:] = rows[2][1:], rows[1][1:]
    found = said(read(edition.text()), "order-reversed")
    assert found & {("order-reversed", "reclaimed", 2), ("order-reversed", "reclaimed", 3)}


def excerpt(edition: Edition, without: int | None) -> str:
    """Twelve rows of the basic list with a title of their own."""
    rows = [row for at, row in enumerate(edition.rows(BASIC)[:12]) if at != without]
    lines = ["\t".join([str(n), *row[1:]]) for n, row in enumerate(rows, 1)]
    title = "昌吉州木垒县东城镇基本履职事项清单\n2025年7月\n"
    return f"{title}序号\t事项类别\t事项名称\n" + "\n".join(lines)


def test_a_hole_in_a_part_of_a_bundled_list_is_said(read: Read, edition: Edition) -> None:
    assert said(read(excerpt(edition, None)), "row-missing") == set()
    assert said(read(excerpt(edition, 5)), "row-missing") == {("row-missing", "basic", 6)}


def test_half_of_a_bundled_list_that_is_gone_is_said_once(read: Read, edition: Edition) -> None:
    names = [cells[2] for cells in edition.rows(BASIC)]
    half = len(names) // 2
    for name in names[half:]:
        edition.remove(BASIC, name)
    assert said(read(edition.text()), "row-missing") == {("row-missing", "basic", half)}


def test_a_name_told_otherwise_is_said_of_its_own_row(read: Read, edition: Edition) -> None:
    edition.rows(BASIC)[20][2] = "做好乡镇企业安全保障"
    assert said(read(edition.text()), "row-missing") == {("row-missing", "basic", 21)}


def test_a_leading_body_that_became_a_supporting_one_is_said(read: Read, edition: Edition) -> None:
    at = next(n for n, r in enumerate(edition.rows(COOPERATION)) if r[3].count("、") == 1)
    cell = edition.rows(COOPERATION)[at]
    first, _, second = cell[3].partition("、")
    for words in (f"{first}（配合）、{second}", f"{first}、{second}（配合）"):
        cell[3] = words
        assert said(read(edition.text()), "edition-again") == {
            ("edition-again", "cooperation", at + 1)
        }


def test_two_known_names_put_together_with_a_mark_are_said(read: Read, edition: Edition) -> None:
    rows = edition.rows(BASIC)
    rows[11][2] += "，" + rows[12][2]
    found = read(edition.text()).findings
    assert [f.number for f in found if "连着两项" in f.message] == [12]


def test_a_duty_that_known_lists_give_to_an_office_is_not_nobodys(
    read: Read, edition: Edition
) -> None:
    edition.rows(RECLAIMED)[1][3] = "不再开展此项工作"
    assert ("holder-contradicted", "reclaimed", 2) in said(read(edition.text()))


# -- manners ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("走访慰问高龄、独居老人", "对非法占用林地建房的处罚", ("basic", 3)),
        ("走访慰问高龄、独居老人", "农村供水工程安全监管", ("basic", 3)),
        ("对非法行医的查处", "做好村医管理，开展入户健康宣传服务", ("reclaimed", 3)),
    ],
)
def test_a_name_that_is_put_as_those_of_another_list_is_said(
    read: Read, old: str, new: str, where: tuple[str, int]
) -> None:
    assert said(read(MADE_UP), "list-doubtful") == set()
    assert said(read(MADE_UP.replace(old, new)), "list-doubtful") == {("list-doubtful", *where)}


@pytest.mark.parametrize(
    ("table", "columns"),
    [("manners", 4), ("works", 2), ("name_ends", 2), ("name_starts", 2), ("seams", 2)],
)
def test_a_learned_table_has_weights_for_every_feature(table: str, columns: int) -> None:
    written = (folder("vocabulary") / f"{table}.csv").read_text("utf-8")
    rows = list(csv.reader(written.splitlines()))[1:]
    assert rows[0][0] == "*"
    assert {len(row) for row in rows} == {columns}
    assert all(abs(float(weight)) < 50 for row in rows for weight in row[1:])


def test_a_page_of_another_list_among_the_rows_is_said_once(read: Read) -> None:
    lines = (DATA / "other-words.txt").read_text("utf-8").splitlines()
    last = max(n for n, line in enumerate(lines) if line.count("\t") == 2)
    number = int(lines[last].split("\t")[0])
    what = (
        "占道烧烤",
        "违规燃放孔明灯",
        "非法营运三轮车",
        "擅自挖掘路面",
        "乱倒建筑渣土",
        "无证采砂",
    )
    page = [f"{number + n}\t平安法治\t对{act}行为的处罚" for n, act in enumerate(what, 1)]
    document = read("\n".join([*lines[: last + 1], *page, *lines[last + 1 :]]))
    found = [f for f in document.findings if "像是那张清单的一页" in f.message]
    assert [(f.kind, f.list, f.number) for f in found] == [("list-doubtful", "basic", number + 1)]
