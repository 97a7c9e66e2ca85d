"""The mark of who leads and who supports stands with the body it is meant for, or it is said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.values import Document

Read = Callable[..., Document]
MADE_UP = (Path(__file__).parents[1] / "data" / "made-up-list.txt").read_text("utf-8")
CELL = "县应急管理局、县公安局"


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        (CELL, False),
        ("县应急管理局（牵头）、县公安局", False),
        ("县应急管理局、县公安局（配合）", False),
        ("牵头部门：县应急管理局 配合部门：县公安局", False),
        ("县应急管理局、县公安局（牵头）", True),
        ("县应急管理局（配合）、县公安局", True),
    ],
)
def test_a_mark_that_stands_with_another_body_is_said(read: Read, cell: str, told: bool) -> None:
    found = read(MADE_UP.replace(CELL, cell)).findings
    said = {f.number for f in found if f.kind == "department-doubtful"}
    assert said == ({2} if told else set())


def test_each_body_that_is_marked_leads_whatever_stands_between_them(read: Read) -> None:
    for cell in ("县应急管理局（牵头）、县公安局（牵头）", "县应急管理局（牵头） 县公安局（牵头）"):
        duty = next(d for d in read(MADE_UP.replace(CELL, cell)).duties if d.conveners)
        assert [body.name[-3:] for body in duty.conveners] == ["管理局", "公安局"]
