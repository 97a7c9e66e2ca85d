"""Names: department cells taken apart, bodies found in text, names kept where unknown."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pace import at_most

from kg.bodies.names import NameReader
from kg.bodies.places import locate
from kg.values import Township
from kg.vocabulary.loading import Vocabulary


def reader(tables: Vocabulary, place: str = "昌吉州木垒县东城镇") -> NameReader:
    township = locate(place, tables)
    assert isinstance(township, Township)
    return NameReader(tables, township)


def names(tables: Vocabulary, cell: str, place: str = "昌吉州木垒县东城镇") -> list[str]:
    return [department.name for department in reader(tables, place).split(cell).departments]


@pytest.mark.parametrize(
    ("cell", "kinds", "count"),
    [
        ("木垒县水利局、木垒县财政局", [], 2),
        ("县水利局，县财政局", ["name-separator"], 2),
        ("木垒县委宣传部 县水利局", ["name-glued"], 2),
        ("县水利局 县稀奇古怪局 县财政局", ["name-unresolved"], 3),
        ("县稀奇 古怪局", ["name-unresolved", "name-broken"], 1),
        ("木垒县水利局、县水利局", ["name-repeated"], 1),
        ("木垒县应 急管理局", ["name-broken"], 1),
        ("木垒水利局", ["name-place-lost"], 1),
        ("县消防救援大队（县消防救援局）", [], 1),
        ("县消防救援大队 (县消防救援局)", [], 1),
        ("县政府办（数字化发展局）", [], 1),
        ("昌吉州生态环境局 木垒县分局", ["name-broken"], 1),
        ("木垒县稀奇古怪局", ["name-unresolved"], 1),
        ("木垒县稀奇古怪中心木垒县财政局", ["name-unresolved", "name-glued"], 2),
    ],
)
def test_cells_are_taken_apart_and_irregularities_named(
    tables: Vocabulary, cell: str, kinds: list[str], count: int
) -> None:
    split = reader(tables).split(cell)
    assert [problem.kind for problem in split.problems] == kinds
    assert len(split.departments) == count


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("县人社局", "木垒县人力资源和社会保障局"),
        ("中共木垒县委组织部", "木垒县委组织部"),
        ("县编办", "木垒县委机构编制委员会办公室"),
        ("县残联", "木垒县残疾人联合会"),
        ("县消防救援大队", "木垒县消防救援局"),
        ("州生态环境局木垒县分局", "昌吉州生态环境局木垒县分局"),
        ("昌吉回族自治州生态环境局木垒分局", "昌吉回族自治州生态环境局木垒分局"),
        ("昌吉州木垒县生态环境分局", "昌吉州木垒县生态环境分局"),
        ("昌吉州烟草专卖局木垒县分局", "昌吉州烟草专卖局木垒县分局"),
        ("国家统计局木垒调查队", "国家统计局木垒调查队"),
        ("国家税务总局木垒县税务局", "木垒县税务局"),
        ("县市场监督管理局", "木垒县市场监督管理局"),
    ],
)
def test_written_forms_have_one_full_name(tables: Vocabulary, written: str, name: str) -> None:
    assert names(tables, written) == [name]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("县统计局", "国家统计局木垒调查队"),
        ("县住建局", "县城市管理局"),
        ("县市监局", "县行政审批局"),
        ("县科技局", "县商务科技和工业信息化局"),
    ],
)
def test_bodies_that_look_alike_stay_apart(tables: Vocabulary, one: str, other: str) -> None:
    assert len(reader(tables).split(f"{one}、{other}").departments) == 2


def test_a_city_may_be_a_county_and_its_names_want_the_longest_match(tables: Vocabulary) -> None:
    place = "昌吉州昌吉市庙尔沟乡"
    assert names(tables, "市市场监督管理局", place) == ["昌吉市市场监督管理局"]
    assert names(tables, "昌吉州生态环境局昌吉市分局", place) == ["昌吉州生态环境局昌吉市分局"]


@pytest.mark.parametrize("words", ["及其他负有安全生产监督管理职责的部门", "等部门", "等其他部门"])
def test_an_open_set_is_kept_as_words_and_no_body(tables: Vocabulary, words: str) -> None:
    split = reader(tables).split("木垒县应急管理局" + words)
    assert len(split.departments) == 1
    assert split.open_words == words


def test_an_unknown_body_keeps_its_name_and_is_flagged(tables: Vocabulary) -> None:
    (department,) = reader(tables).split("木垒县稀奇古怪局").departments
    assert (department.name, department.known) == ("木垒县稀奇古怪局", False)
    assert department.function.startswith("x-")


def test_elided_names_in_an_enumeration_belong_to_the_county(tables: Vocabulary) -> None:
    found = reader(tables).find("由县水利局、农业农村局和住建局共同办理。")
    assert [m.department.name for m in found] == [
        "木垒县水利局",
        "木垒县农业农村局",
        "木垒县住房和城乡建设局",
    ]


def test_the_name_a_document_prints_is_the_name_throughout(tables: Vocabulary) -> None:
    names_ = reader(tables)
    names_.learn(["木垒县文化体育广播电视台和旅游局", "县文旅局"])
    (department,) = names_.split("县文旅局").departments
    assert department.name == "木垒县文化体育广播电视台和旅游局"


@given(text=st.text(alphabet="县市木垒昌吉州水利局公安委员会、，和等部门（）中共 ", max_size=40))
@example("水利局 中中中中会")
def test_any_words_are_read_and_positions_are_true(tables: Vocabulary, text: str) -> None:
    names_ = reader(tables)
    for mention in (*names_.find(text),):
        assert text[mention.start : mention.end] == mention.written
    # Where a blank parts two bodies a sign takes its place.
    words = "".join(names_.parted(text).split()).strip("：:。")
    for mention in names_.split(text).mentions:
        assert words[mention.start : mention.end] == mention.written


@pytest.mark.parametrize(
    "unit", ["县", "县水利局", "县水利局、", "（", "和", "等", "木垒县", "州生态环境局"]
)
def test_long_words_take_linear_time(tables: Vocabulary, unit: str) -> None:
    text = unit * (50_000 // len(unit))
    names_ = reader(tables)
    with at_most(8):
        names_.find(text)
        names_.split(text)
        names_.read_heading(text)
