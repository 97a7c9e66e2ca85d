"""Responsibilities of a duty: who has which part, by which words, how certain."""

from __future__ import annotations

import dataclasses
from functools import cache
from pathlib import Path

import pytest

from kg.bodies.attribution import ResponsibilityReader
from kg.bodies.names import NameReader
from kg.bodies.places import PlaceProblem, locate
from kg.errors import VocabularyError
from kg.reading.duties import interpret
from kg.values import (
    Certainty,
    Columns,
    Department,
    ListKind,
    Reclaim,
    Responsibility,
    Row,
    Side,
    Township,
)
from kg.vocabulary import loading as vocabulary

Shown = tuple[str, str, str]


@cache
def _reader() -> tuple[NameReader, ResponsibilityReader, Township]:
    tables = vocabulary.load()
    township = locate("伊犁州伊宁县喀拉亚尕奇乡", tables)
    assert township is not None
    assert not isinstance(township, PlaceProblem)
    names = NameReader(tables, township)
    return names, ResponsibilityReader(names, township, tables.roles), township


def read(kind: ListKind, **cells: str) -> tuple[Responsibility, ...]:
    """The responsibilities of a row made of these cells."""
    headers = {"superior": "上级部门职责", "township": "乡镇（街道）配合职责"}
    row = Row(
        kind,
        1,
        "1",
        "社会管理",
        "地名管理工作",
        1,
        "第1行",
        Columns(
            tuple(role.replace("_", "-") for role in cells),
            tuple(headers.get(role, role) for role in cells),
        ),
        tuple(cells.values()),
    )
    names, reader, _ = _reader()
    return reader.read(interpret(row, names).duty)


def cooperation(
    superior: str, township: str = "开展宣传。", departments: str = "县民政局"
) -> tuple[Responsibility, ...]:
    return read(ListKind.COOPERATION, departments=departments, superior=superior, township=township)


def shown(found: tuple[Responsibility, ...], side: Side) -> list[Shown]:
    """(role, party, words) of the stated parts of one side's clauses."""
    return [
        (r.role, r.party.name.removeprefix("伊宁县") if r.party else "", r.words)
        for r in found
        if r.side is side and r.certainty in (Certainty.STATED, Certainty.HEADING)
    ]


def test_the_column_leads_jointly_and_the_township_cooperates() -> None:
    found = cooperation("1.制定方案； 2.组织实施。", departments="县民政局、县公安局")
    whole = [
        (r.role, r.party.name if r.party else "", r.certainty) for r in found if r.clause is None
    ]
    assert whole == [
        ("leads", "伊宁县民政局", Certainty.COLUMN),
        ("leads", "伊宁县公安局", Certainty.COLUMN),
        ("cooperatesOn", "伊宁县喀拉亚尕奇乡", Certainty.COLUMN),
    ]
    assert not [r for r in found if r.role == "acts" and r.side is Side.SUPERIOR]


def test_a_clause_that_names_nobody_gets_the_only_department_as_inferred() -> None:
    found = cooperation("审核命名申请；")
    acts = [r for r in found if r.role == "acts" and r.side is Side.SUPERIOR]
    assert [r.certainty for r in acts] == [Certainty.INFERRED]
    assert not [
        r
        for r in found
        if (r.side, r.clause, r.role, r.stated) == (Side.SUPERIOR, 1, "acts", True)
        and isinstance(r.party, Department)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "承保机构（保险公司）在规定时间完成理赔，并在乡、村公开公示。",
        "县人民政府出具承诺函；",
        "医疗机构负责对溺水人员开展救治工作。",
        "征占用草原的单位或个人向县林草局提出草原征占用申请；",
    ],
)
def test_another_subject_is_not_taken_for_the_department(text: str) -> None:
    assert not [r for r in cooperation(text) if r.role == "acts" and r.side is Side.SUPERIOR]


def test_an_open_set_of_subjects_keeps_its_words_and_names_nobody() -> None:
    found = cooperation(
        "各行业主管部门依据各自职责，对农民专业合作社的建设和发展给予指导、扶持和服务；"
    )
    acts = [r for r in found if r.role == "acts" and r.side is Side.SUPERIOR]
    assert [(r.party, r.open_words) for r in acts] == [(None, "各行业主管部门")]


def test_a_convener_of_a_step_is_a_convener_of_that_clause_only() -> None:
    found = cooperation(
        "县卫健委牵头对见义勇为受伤人员进行救治；", departments="县公安局、县卫健委"
    )
    convenes = [
        (r.party.name if r.party else "", r.clause, r.words) for r in found if r.role == "convenes"
    ]
    assert convenes == [("伊宁县卫生健康委员会", 1, "县卫健委牵头")]


def test_a_department_heading_makes_it_the_actor() -> None:
    found = cooperation(
        "<p>县教育局</p><p>1.推送中职学生数据。</p><p>县农业农村局：</p><p>1.对相关材料进行复核，并将审核结果反馈至乡；</p>",
        departments="县教育局、县农业农村局",
    )
    assert shown(found, Side.SUPERIOR) == [
        ("acts", "教育局", "县教育局"),
        ("acts", "农业农村局", "县农业农村局："),
        ("reviews", "农业农村局", "对相关材料进行复核"),
        ("feedsBackTo", "喀拉亚尕奇乡", "反馈至乡"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "将结果报县人社局审核。",
            [
                ("reportsTo", "人力资源和社会保障局", "报县人社局"),
                ("reviews", "人力资源和社会保障局", "报县人社局审核"),
            ],
        ),
        (
            "报县自然资源局审批。",
            [
                ("reportsTo", "自然资源局", "报县自然资源局"),
                ("approves", "自然资源局", "报县自然资源局审批"),
            ],
        ),
        (
            "上报县委社工部备案；",
            [
                ("reportsTo", "委社会工作部", "上报县委社工部"),
                ("filesWith", "委社会工作部", "上报县委社工部备案"),
            ],
        ),
        (
            "分别移交县委组织部、县人社局；",
            [
                ("handsOver", "委组织部", "移交县委组织部"),
                ("handsOver", "人力资源和社会保障局", "移交县委组织部、县人社局"),
            ],
        ),
        ("向县残联反馈改造完成情况。", [("feedsBackTo", "残疾人联合会", "向县残联反馈")]),
        (
            "向县应急管理局报告本辖区自然灾害造成的人员伤亡情况；",
            [("reportsTo", "应急管理局", "向县应急管理局报告")],
        ),
        ("协助县林草局开展有害生物防控。", [("assists", "林业和草原局", "协助县林草局")]),
        (
            "会同县林草局、县自然资源局提出用地意见",
            [
                ("actsWith", "林业和草原局", "会同县林草局"),
                ("actsWith", "自然资源局", "会同县林草局、县自然资源局"),
            ],
        ),
        (
            "在县发改委的指导下组织开展信用示范创建活动",
            [("guides", "喀拉亚尕奇乡", "县发改委的指导下")],
        ),
        (
            "对县农业农村局推送的经营异常名录进行现场核实",
            [("refersTo", "喀拉亚尕奇乡", "县农业农村局推送")],
        ),
        ("领取并发放县红十字会提供的救助金", [("handsOver", "喀拉亚尕奇乡", "县红十字会提供")]),
        ("协助相关部门开展监督检查；", [("assists", "", "协助相关部门")]),
    ],
)
def test_township_clauses_tell_what_goes_where(text: str, expected: list[Shown]) -> None:
    assert shown(cooperation("制定方案。", text), Side.TOWNSHIP) == expected


def test_a_flow_runs_from_the_agents_to_the_party() -> None:
    found = cooperation(
        "县公安局接到乡上报的线索后，及时派员核查；", "将线索上报县公安局。", "县公安局"
    )
    flows = [
        ([a.name for a in r.agents], r.party.name if r.party else "")
        for r in found
        if r.role == "reportsTo"
    ]
    assert flows == [(["伊宁县喀拉亚尕奇乡"], "伊宁县公安局")] * 2


def test_departments_guide_the_township() -> None:
    found = cooperation("县民政局指导乡做好农畜物资储备；")
    guided = [(r.agents, r.party) for r in found if r.role == "guides"]
    names, _, township = _reader()
    assert guided == [(names.split("县民政局").departments, township)]


@pytest.mark.parametrize(
    ("cell", "reclaim", "words"),
    [
        ("承接部门：县民政局 工作方式：由县民政局负责办理。", Reclaim.TRANSFERRED, "地名管理工作"),
        ("不再开展此项工作", Reclaim.ABOLISHED, "不再开展此项工作"),
        (
            "承接部门：县人社局 工作方式：由县人社局与本乡共同完成县域内城镇新增就业人数的工作任务，不再对乡完成情况进行考核",
            Reclaim.SHARED,
            "不再对乡完成情况进行考核",
        ),
        (
            "承接部门：县医保局 工作方式：由县医保局实时收集参保人员信息，不再对乡进行考核",
            Reclaim.ASSESSMENT_DROPPED,
            "不再对乡进行考核",
        ),
    ],
)
def test_ways_of_taking_back(cell: str, reclaim: Reclaim, words: str) -> None:
    found = read(ListKind.RECLAIMED, taker_and_method=cell)
    assert {r.reclaim for r in found} == {reclaim}
    assert [r.words for r in found if r.role == "relievedOf"] == [words]
    assert bool([r for r in found if r.role == "reclaimed"]) is (reclaim is not Reclaim.ABOLISHED)


def test_words_are_verbatim() -> None:
    superior = "1.县民政局会同县公安局核查，报州民政局审批； 2.指导乡做好工作。"
    township = "1.及时上报县民政局； 2.配合县公安局开展工作。"
    for found in cooperation(superior, township, "县民政局、县公安局"):
        if found.clause is not None and found.certainty is Certainty.STATED:
            assert found.words in superior + township


def test_responsibilities_cannot_be_changed() -> None:
    found = cooperation("县民政局审核；")[0]
    with pytest.raises(dataclasses.FrozenInstanceError):
        found.role = "acts"  # type: ignore[misc]


HEADER = "role,name,name_en,axis,party,strength,before,after,note\n"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("sees,看,sees,sight,target,0,看,,", "roles.csv:2: axis"),
        ("sees,看,sees,work,nobody,0,看,,", "roles.csv:2: party"),
        ("sees,看,sees,work,target,high,看,,", "roles.csv:2: strength"),
        ("Sees,看,sees,work,target,0,看,,", "roles.csv:2: 角色代码"),
        ("sees,看,sees,work,target,0,会同,,", "“会同”已属于 actsWith"),
    ],
)
def test_mistakes_in_the_table_are_told_with_file_and_line(
    tmp_path: Path, row: str, message: str
) -> None:
    (tmp_path / "roles.csv").write_text(HEADER + row + "\n", encoding="utf-8")
    with pytest.raises(VocabularyError) as caught:
        vocabulary.load(tmp_path)
    assert message in str(caught.value)


def test_a_table_of_ones_own_adds_words(tmp_path: Path) -> None:
    row = "actsWith,会同,acts with,work,partner,4,会同;联合;携手,会同,"
    (tmp_path / "roles.csv").write_text(HEADER + row + "\n", encoding="utf-8")
    assert "携手" in vocabulary.load(tmp_path).roles["actsWith"].before
