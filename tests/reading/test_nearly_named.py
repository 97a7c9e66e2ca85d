"""A body that is written nearly as one that is known is said, whatever its words stand beside."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from editing import RECLAIMED, Edition

from kg.values import Document

Read = Callable[..., Document]
ELSEWHERE = Path(__file__).parents[2] / "build" / "training" / "elsewhere"
LIST = (ELSEWHERE / "hongliutan.txt").read_text("utf-8")
COUNTY = "塔拉图旗"


def with_holder(holder: str) -> str:
    """The list with another holder of its first reclaimed duty; how it works says nothing of bodies."""
    edition = Edition(LIST)
    edition.rows(RECLAIMED)[0][-1] = f"承接部门：{holder} 工作方式：接申请后派员核查并作出认定。"
    return edition.text()


def said(document: Document) -> set[str]:
    return {f.kind for f in document.findings if (f.list, f.number) == ("reclaimed", 1)}


@pytest.mark.parametrize(
    "holder",
    [
        f"{COUNTY}力资源和社会保障局",
        f"{COUNTY}人力资源和会保障局",
        "会保障局",
        "塔某图旗民政局",
    ],
)
def test_a_holder_that_lost_characters_is_said_though_its_rest_is_part_of_other_names(
    read: Read, holder: str
) -> None:
    assert "name-unresolved" in said(read(with_holder(holder)))


@pytest.mark.parametrize(
    ("holder", "kind"),
    [
        ("云岭市安局塔拉图分局", "name-unresolved"),
        ("委员会塔拉图分局", "name-unresolved"),
        ("塔拉图分局", "name-unresolved"),
        (f"{COUNTY}数据管理公安局塔拉图分局", "name-unresolved"),
        ("云岭茶山管理局塔拉图分局", "name-unlisted"),
    ],
)
def test_a_branch_is_one_of_its_own_only_where_its_office_is_no_misprint(
    read: Read, holder: str, kind: str
) -> None:
    assert said(read(with_holder(holder))) & {"name-unresolved", "name-unlisted"} == {kind}


@pytest.mark.parametrize(("holder", "told"), [("旅游局", True), (f"{COUNTY}民政局", False)])
def test_an_office_without_its_county_is_said_where_all_others_have_it(
    read: Read, holder: str, told: bool
) -> None:
    assert ("department-doubtful" in said(read(with_holder(holder)))) is told
