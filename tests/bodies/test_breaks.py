"""Breaks: blanks, line breaks and numbers between the bodies of a cell and inside one name."""

from __future__ import annotations

import pytest

from kg.bodies.breaks import numbers_parted
from kg.bodies.names import NameReader
from kg.bodies.places import locate
from kg.values import Township
from kg.vocabulary.loading import Vocabulary


def names(tables: Vocabulary, cell: str) -> list[str]:
    township = locate("贵州省黔南州云潭县金凤街道", tables)
    assert isinstance(township, Township)
    found = NameReader(tables, township).split(cell).departments
    return [department.name.removeprefix("云潭县") for department in found]


@pytest.mark.parametrize(
    ("cell", "bodies"),
    [
        ("县公安局\n成都铁路局恩渠工务段", ["公安局", "成都铁路局恩渠工务段"]),
        ("县应急管理局 剑溪水库管理所", ["应急管理局", "剑溪水库管理所"]),
        ("县应急管理局 剑溪水库 管理所", ["应急管理局", "剑溪水库管理所"]),
        (
            "县公安局 县市场监督管理局 贵州电网云潭供电局",
            ["公安局", "市场监督管理局", "贵州电网云潭供电局"],
        ),
        ("县公安局\n金凤派出所", ["公安局", "金凤派出所"]),
        ("县农业农村局 人保财险云潭支公司", ["农业农村局", "人保财险云潭支公司"]),
        ("县教育局；\n云潭县第一中学", ["教育局", "第一中学"]),
        (
            "云潭县农村信用合作联社\n贵州银行云潭支行",
            ["农村信用合作联社", "贵州银行云潭支行"],
        ),
        (
            "<p>县水务局</p><p>剑溪河流域管理中心</p>",
            ["水务局", "剑溪河流域管理中心"],
        ),
    ],
)
def test_a_break_between_two_whole_names_parts_them(
    tables: Vocabulary, cell: str, bodies: list[str]
) -> None:
    assert names(tables, cell) == bodies


def test_a_known_body_glued_to_a_strange_one_is_told_apart(tables: Vocabulary) -> None:
    cell = "云潭中燃城市燃气发展有限公司县市场监督管理局"
    assert names(tables, cell) == ["云潭中燃城市燃气发展有限公司", "市场监督管理局"]


@pytest.mark.parametrize(
    ("cell", "body"),
    [
        ("县文 体局", "文化体育广播电视和旅游局"),
        ("县人力资源和\n社会保障局", "人力资源和社会保障局"),
        ("县 公 安 局", "公安局"),
        ("县公安局\n交通警察大队", "公安局交通警察大队"),
        ("黔南州生态环境局\n云潭分局", "黔南州生态环境局云潭分局"),
        ("县城市建设投资集团 有限公司", "城市建设投资集团有限公司"),
        ("县社会 救助服务中心", "社会救助服务中心"),
        ("中国某某集团贵州有限公司 云潭分公司", "中国某某集团贵州有限公司云潭分公司"),
        ("县水务局\n（县河长制办公室）", "水务局"),
    ],
)
def test_a_break_inside_a_name_leaves_it_one(tables: Vocabulary, cell: str, body: str) -> None:
    assert names(tables, cell) == [body]


@pytest.mark.parametrize(
    "cell",
    [
        "1.县水务局2.县财政局3.国网云潭县供电公司",
        "①县水务局②县财政局③国网云潭县供电公司",
        "（1）县水务局（2）县财政局（3）国网云潭县供电公司",
        "一、县水务局；二、县财政局；三、国网云潭县供电公司",
        "1.县水务局 2.县财政局\n3.国网云潭县供电公司",
    ],
)
def test_numbers_part_bodies_also_where_they_run_on(tables: Vocabulary, cell: str) -> None:
    assert names(tables, cell) == ["水务局", "财政局", "国网云潭县供电公司"]


@pytest.mark.parametrize("cell", ["县地震局103.2频道", "县第2.5中学", "省第一、第二监狱"])
def test_numbers_inside_a_name_part_nothing(cell: str) -> None:
    assert numbers_parted(cell) == cell
