"""A row that stands in another list, under another category or with another cell's words is named itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from editing import BASIC, COOPERATION, RECLAIMED, Edition

from kg.quality.bare_names import _BRANCH
from kg.reading.plausible.joint import _NUMBER_INSIDE
from kg.values import Document

Read = Callable[..., Document]
ELSEWHERE = Path(__file__).parents[2] / "build" / "training" / "elsewhere"
LIST = (ELSEWHERE / "hongliutan.txt").read_text("utf-8")
LISTS = ("basic", "cooperation", "reclaimed")
SEEDS = range(4)


def said(document: Document, kind: str) -> set[tuple[str | None, int | None]]:
    found = [f for f in document.findings if f.kind == kind and f.severity != "note"]
    return {(f.list, f.number) for f in found}


@pytest.fixture
def edition() -> Edition:
    return Edition(LIST)


@pytest.mark.parametrize("which", [BASIC, COOPERATION, RECLAIMED])
@pytest.mark.parametrize("seed", SEEDS)
def test_a_row_inside_a_block_with_another_category_is_named_itself(
    read: Read, edition: Edition, which: int, seed: int
) -> None:
    assert not said(read(LIST), "category-returns")
    rows = edition.rows(which)
    inside = [
        at for at in range(1, len(rows) - 1) if rows[at - 1][1] == rows[at][1] == rows[at + 1][1]
    ]
    dice = Random(seed)
    at = dice.choice(inside)
    rows[at][1] = dice.choice(sorted({row[1] for row in rows} - {rows[at][1]}))
    assert said(read(edition.text()), "category-returns") == {(LISTS[which], at + 1)}


@pytest.mark.parametrize("seed", SEEDS)
def test_two_rows_with_each_others_category_are_both_named(
    read: Read, edition: Edition, seed: int
) -> None:
    rows = edition.rows(COOPERATION)
    blocks = sorted({row[1] for row in rows})
    inside = [
        at for at in range(1, len(rows) - 1) if rows[at - 1][1] == rows[at][1] == rows[at + 1][1]
    ]
    dice = Random(seed)
    one = dice.choice(inside)
    other = dice.choice([at for at in inside if rows[at][1] != rows[one][1]])
    assert len(blocks) > 2
    rows[one][1], rows[other][1] = rows[other][1], rows[one][1]
    found = said(read(edition.text()), "category-returns")
    assert found == {("cooperation", one + 1), ("cooperation", other + 1)}


def test_a_category_merged_over_rows_of_the_next_block_is_said(read: Read) -> None:
    names = {
        "党的建设": ["开展党员教育培训", "做好基层党组织换届", "发展党员和党费收缴"],
        "生态环保": ["做好秸秆禁烧巡查", "开展河道水污染巡查", "落实饮用水水源地保护"],
        "民生服务": ["做好高龄老人走访慰问", "开展困难群众临时救助", "做好残疾人两项补贴受理"],
    }
    head = "云岭市清溪县石桥镇基本履职事项清单\n序号\t事项类别\t事项名称\n"
    rows = [(category, name) for category, found in names.items() for name in found]
    for merged in (False, True):
        lines = [
            f"{n}\t{'党的建设' if merged and n in (4, 5) else category}\t{name}"
            for n, (category, name) in enumerate(rows, 1)
        ]
        found = said(read(head + "\n".join(lines)), "category-doubtful")
        assert bool(found & {("basic", 4), ("basic", 5)}) is merged


@pytest.mark.parametrize(
    ("which", "into", "cells"),
    [
        (RECLAIMED, BASIC, ()),
        (COOPERATION, BASIC, ()),
        (BASIC, COOPERATION, (3, 4, 5)),
    ],
)
def test_most_rows_moved_to_another_list_are_told(
    read: Read, edition: Edition, which: int, into: int, cells: tuple[int, ...]
) -> None:
    sound = said(read(LIST), "list-doubtful")
    assert len(sound) < 2
    target = edition.rows(into)
    moved = Random(1).sample(edition.rows(which), 6)
    told = 0
    for row in moved:
        trial = Edition(LIST)
        name = row[2] if len(row) > 3 or which == BASIC else row[1]
        category = row[1] if len(row) > 3 or which == BASIC else target[9][1]
        trial.add(into, 10, category, name, *(target[9][cell] for cell in cells))
        told += (LISTS[into], 11) in said(read(trial.text()), "list-doubtful")
    assert told >= 4


@pytest.mark.parametrize("behind", [True, False])
def test_a_name_with_its_department_in_it_is_said(
    read: Read, edition: Edition, behind: bool
) -> None:
    row = edition.rows(COOPERATION)[5]
    body = row[3].split("、")[0]
    row[2] = row[2] + body if behind else body + row[2]
    assert ("cooperation", 6) in said(read(edition.text()), "name-doubtful")


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("县教育局1.划定学区；2.安排学位；县公安局1.查询户籍。", True),
        ("县教育局1.划定学区；县公安局2.查询户籍。", True),
        ("<p>县教育局</p><p>1.划定学区；</p><p>县公安局</p><p>1.查询户籍。</p>", False),
        ("1.县教育局划定学区；2.县公安局查询户籍。", False),
    ],
)
def test_a_heading_without_colon_inside_a_clause_is_said(read: Read, cell: str, told: bool) -> None:
    text = (
        "云岭市清溪县石桥镇配合履职事项清单\n序号\t事项名称\t对应上级部门\t上级部门职责\t配合职责\n"
        f"1\t幼儿入园\t县教育局、县公安局\t{cell}\t1.核实；2.解释。\n"
    )
    assert bool(said(read(text), "clause-number-slip")) is told


def test_patterns_match_their_examples() -> None:
    assert _NUMBER_INSIDE.search("县公安局1.查询户籍")
    assert not _NUMBER_INSIDE.search("增长1.5倍")
    assert _BRANCH.match("峨岭分局牵头巡护")
    assert not _BRANCH.match("与镇、村同步进行公示")


@pytest.mark.parametrize("which", [BASIC, COOPERATION])
def test_two_rows_at_the_edge_of_a_block_with_the_neighbours_category_are_mostly_told(
    read: Read, which: int
) -> None:
    rows = Edition(LIST).rows(which)
    edges = [
        at
        for at in range(3, len(rows) - 3)
        if rows[at][1] != rows[at - 1][1] and rows[at][1] == rows[at + 1][1] == rows[at + 2][1]
    ]
    sound, told = read(LIST), 0
    for at in edges:
        trial = Edition(LIST)
        for row in trial.rows(which)[at : at + 2]:
            row[1] = rows[at - 1][1]
        new = said(read(trial.text()), "category-doubtful") - said(sound, "category-doubtful")
        told += bool(new)
    assert edges
    assert 2 * told >= len(edges)
