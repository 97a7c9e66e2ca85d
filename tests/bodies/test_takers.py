"""Who holds a reclaimed duty, by its cell."""

from __future__ import annotations

import pytest

from kg.bodies.names import NameReader
from kg.bodies.places import locate
from kg.bodies.takers import taker_and_method, taker_part
from kg.values import Township
from kg.vocabulary.loading import Vocabulary


@pytest.fixture
def names(tables: Vocabulary) -> NameReader:
    township = locate("昌吉州木垒县东城镇", tables)
    assert isinstance(township, Township)
    return NameReader(tables, township)


@pytest.mark.parametrize(
    ("cell", "taker", "method"),
    [
        ("工作方式：组织专业队伍建设", "", "组织专业队伍建设"),
        ("承接方式: 纳入统一平台。", "", "纳入统一平台。"),
        ("承接部门：县水利局 工作方式：组织建设", "县水利局", "组织建设"),
        ("县水利局：组织建设", "县水利局", "组织建设"),
    ],
)
def test_a_way_of_working_without_a_holder_names_nobody(
    names: NameReader, cell: str, taker: str, method: str
) -> None:
    assert taker_and_method(cell, names) == (taker, method)
    assert taker_part(cell, names) == taker
