"""Editions: a duty cut into what its name lists in brackets, and three laid together that only their names tell."""

from __future__ import annotations

import pytest
from editing import BASIC, RECLAIMED, Change, Edition, Edits, compared, edited, told

from kg.comparing.comparison import Comparison


def dongcheng(new: Edition) -> set[Change]:
    """One cut into two."""
    proof = new.row(RECLAIMED, "出具婚姻状况证明")
    whole, after = proof[2], int(proof[0])
    halves = ("出具婚姻关系证明", "出具分居证明")
    proof[2:] = [halves[0], "木垒县民政局： 依据婚姻登记历史档案，出具婚姻关系证明。"]
    new.add(RECLAIMED, after, proof[1], halves[1], "不再开展此项工作")
    return {("split", (whole,), halves)}


def xibeiwan(new: Edition) -> set[Change]:
    """Three laid together."""
    first, *others = (new.row(BASIC, name) for name in ("加强工会", "加强共青团", "加强妇联"))
    olds = (first[2], *(new.remove(BASIC, row[2])[2] for row in others))
    first[2] = "加强工会、共青团、妇联基层组织和阵地建设，维护职工、青少年、妇女儿童合法权益"
    return {("merged", olds, (first[2],))}


EDITS: Edits = {
    "东城镇": (dongcheng, "", "2025年7月"),
    "西北湾镇": (xibeiwan, "", "2025年7月"),
}


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Comparison, set[Change]]]:
    graph, expected = edited(EDITS, tmp_path_factory.mktemp("editions"))
    comparisons = compared(graph, EDITS)
    return {place: (comparisons[place], expected[place]) for place in EDITS}


@pytest.mark.parametrize("place", EDITS)
def test_rows_cut_up_or_laid_together_are_told(
    place: str, editions: dict[str, tuple[Comparison, set[Change]]]
) -> None:
    comparison, expected = editions[place]

    assert told(comparison) == expected
