"""Sentences that a careful reader stumbles over: each kind is found, its look-alikes are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.findings import Finding
from kg.quality.irregularities import check
from kg.quality.phrasing import (
    COMMA_IN_LIST,
    FOR_TO,
    OUTSIDER,
    OUTSIDER_DOES,
    STOP_IN_LIST,
    TOWNSHIP_DOES,
    VERB_DOUBLED,
    says_nothing,
)
from kg.reading.documents import Source, read_source
from kg.vocabulary.loading import Vocabulary

CLAUSES = "1.县水利局制定供水规划； 2.县财政局安排资金。"
METHOD = "云溪县民政局： 依据婚姻登记档案"


@pytest.mark.parametrize(
    "text",
    [
        "开展居民取暖现状、能源使用等情况进行摸排调查",
        "负责全县土壤污染防治工作实施统一监督管理",
        "做好困难群众救助工作进行宣传",
    ],
)
def test_two_verbs_for_one_object(text: str) -> None:
    assert VERB_DOUBLED.search(text)


@pytest.mark.parametrize(
    "text",
    [
        "开展日常巡查，对发现的问题进行处置",
        "负责对环境噪声污染防治工作实施统一监督管理",
        "负责按照方案对完成情况进行验收",
        "做好安全监管工作，实施分级管理",
        "负责项目管理实施方案的编制",
        "组织开展工作情况汇报",
    ],
)
def test_one_verb_is_none_too_many(text: str) -> None:
    assert not VERB_DOUBLED.search(text)


@pytest.mark.parametrize(
    ("pattern", "text", "wrong"),
    [
        (COMMA_IN_LIST, "对造成的路面，U型渠等其他破损问题进行恢复", True),
        (COMMA_IN_LIST, "对破损的路面、水渠等其他问题进行恢复", False),
        (COMMA_IN_LIST, "落实上级的法规，按村庄规划等其他要求审查", False),
        (STOP_IN_LIST, "做好日常管理。英烈事迹弘扬宣传，英烈遗物收集整理等工作；", True),
        (STOP_IN_LIST, "做好日常管理。对英烈事迹弘扬宣传，做好遗物收集整理等工作；", False),
        (OUTSIDER, "建设单位提出申请，县林草局出具说明", True),
        (OUTSIDER, "征占用草原的单位或个人向县林草局提出申请", True),
        (OUTSIDER, "承保机构接到核实结果完成汇总", True),
        (OUTSIDER, "残疾人到定点医院鉴定；", True),
        (OUTSIDER, "残疾人联合会提供名单", False),
        (OUTSIDER, "企业提交的材料由县局审查", False),
        (FOR_TO, "对批准补贴的人员录入“一卡通”系统", True),
        (FOR_TO, "对涉嫌违法图斑的位置、信息推送至属地乡", True),
        (FOR_TO, "对录入信息初审、复审", False),
        (FOR_TO, "对审核通过的人员进行公示并录入系统", False),
        (FOR_TO, "对确诊人员建档并推送至乡", False),
        (OUTSIDER, "受理用地单位提出复垦验收申请；", False),
        (OUTSIDER, "指导建设单位提出的方案；", False),
        (OUTSIDER, "对企业提交材料进行审查", False),
        (OUTSIDER_DOES, "调查员落实调查样本；", True),
        (OUTSIDER_DOES, "承保机构每季度提供清单；", True),
        (OUTSIDER_DOES, "各村辅助调查员联系农户；", True),
        (OUTSIDER_DOES, "业主提出维修要求；", True),
        (OUTSIDER_DOES, "业主委员会备案管理；", False),
        (OUTSIDER_DOES, "施工单位资质审查；", False),
        (OUTSIDER_DOES, "监督施工单位落实方案；", False),
        (TOWNSHIP_DOES, "发现病死畜禽后，乡镇人民政府立即向县农业农村局报告", True),
        (TOWNSHIP_DOES, "由本镇组织清理", True),
        (TOWNSHIP_DOES, "对乡镇上报的材料进行审核", False),
        (TOWNSHIP_DOES, "由县水利局负责，乡镇级不再开展", False),
    ],
)
def test_marks_and_who_acts(pattern: object, text: str, wrong: bool) -> None:
    assert bool(pattern.search(text)) is wrong  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("name", "method", "nothing"),
    [
        ("收养登记", "由县民政局负责收养登记。", True),
        ("对违规领取津贴的追缴", "对违规领取津贴的追缴。", True),
        ("工伤认定调查", "负责开展工伤认定调查工作。", True),
        ("收养登记", "由县民政局负责收养登记，核对材料。", False),
        ("动物检疫", "县农业农村局派兽医到场检疫。", False),
        ("工伤认定调查", "", False),
        ("工伤认定调查", "由县人力资源和社会保障局负责开展工伤认定调查。", True),
        ("社保补贴审核确认", "由县人社局对社保补贴进行审核确认。", True),
        ("对无照经营的处罚", "由县市监局对无照经营进行处罚。", True),
        ("对无照经营的处罚", "由县市监局对无照经营进行检查。", False),
    ],
)
def test_a_way_of_working_that_says_nothing(name: str, method: str, nothing: bool) -> None:
    assert says_nothing(name, method) is nothing


@pytest.fixture
def found(small: Path, tables: Vocabulary, request: pytest.FixtureRequest) -> list[Finding]:
    """The findings of the small list with a cell changed."""
    text = (small / "zhulin.txt").read_text("utf-8")
    old, new = request.param
    assert old in text
    (small / "zhulin.txt").write_text(text.replace(old, new), "utf-8")
    documents = read_source(Source("zhulin.txt", small / "zhulin.txt"), tables)
    return [*(f for document in documents for f in document.findings), *check(documents, tables)]


@pytest.mark.parametrize(
    ("found", "kind", "words"),
    [
        (
            (CLAUSES, "<p>1.县水利局制定规划； 2.县水利局组织验收；</p><p>3.县财政局安排资金；</p><p>4.县财政局拨款。</p>"),
            "clause-glued",
            "2.县水利局组织验收",
        ),
        ((CLAUSES, "1.县水利局负责烈士设施保护的工作的培训； 2.县财政局安排资金。"), "word-repeated", "保护的工作的培训"),
        ((CLAUSES, "1.县水利局制定规划，开展用水等情况进行调查； 2.县财政局安排资金。"), "verb-doubled", "开展用水等情况进行"),
        ((CLAUSES, "1.县水利局制定规划，对完工的项目进行验； 2.县财政局安排资金。"), "word-missing", "项目进行验"),
        ((CLAUSES, "1.县水利局绘制权属界限图，督促施工工期； 2.县财政局安排资金。"), "word-misused", "绘制权属界限图"),
        ((CLAUSES, "1.县水利局绘制权属界线图，督促施工工期； 2.县财政局安排资金。"), "word-misused", "督促施工工期"),
        ((CLAUSES, "1.建设单位提出申请； 2.县水利局审查； 3.县财政局安排资金。"), "outsider-acts", "建设单位提出申请；"),
    ],
    indirect=["found"],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_the_sentence_is_found_and_quoted(found: list[Finding], kind: str, words: str) -> None:
    quotes = [finding.quote for finding in found if finding.kind == kind]

    assert any(words in quote for quote in quotes), found


@pytest.mark.parametrize(
    "found",
    [
        (
            CLAUSES,
            "<p>1.县水利局制定规划； 2.县水利局组织验收；</p><p>3.县财政局安排资金； 4.县财政局拨款。</p>",
        )
    ],
    indirect=True,
)
def test_paragraphs_of_several_clauses_are_a_lists_own_way(found: list[Finding]) -> None:
    assert not [finding for finding in found if "一段里" in finding.message]
