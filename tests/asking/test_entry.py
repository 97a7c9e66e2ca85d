"""The entry check: a verdict rests on the same act; what only resembles is unclear."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from click.testing import Result
from pace import at_most

from kg.asking.entry import Checker
from kg.building import Build
from kg.errors import QueryError
from kg.store.graph import Graph

NOTICE = """木垒县水利局关于开展2025年度机电井管理工作的通知
各乡镇人民政府：
为进一步加强地下水管理，现将有关事项通知如下。
一、请各乡镇于6月30日前完成统计上报。
二、对未经批准擅自取水的行为，由各乡镇进行处罚。
三、做好农村供水保障工作。
四、完成数字孪生流域平台建设。
联系人：张三，电话：123456
木垒县水利局
"""


@pytest.fixture(scope="module")
def checker(graph: Graph) -> Checker:
    return Checker(graph)


@pytest.mark.parametrize(
    ("text", "township", "verdict"),
    [
        ("开展工伤认定调查", "东城镇", "reclaimed"),
        ("出具婚姻状况证明", "喀拉亚尕奇乡", "discontinued"),
        ("出具婚姻状况证明", "东城镇", "reclaimed"),
        ("机电井管理", "六户地镇", "cooperation"),
        ("关于做好机电井管理工作的通知", "六户地镇", "cooperation"),
        ("食品摊贩登记备案", "东城镇", "basic"),
        ("元宇宙平台建设", "东城镇", "not_listed"),
        ("机电井管理", "喀拉亚尕奇乡", "not_listed"),
        ("发放高龄津贴", "东城镇", "cooperation"),
        ("追缴违规领取的高龄津贴", "东城镇", "reclaimed"),
        ("农产品质量安全事故处理", "东城镇", "reclaimed"),
        ("农产品质量安全事故处理", "喀拉亚尕奇乡", "cooperation"),
        ("对侵占、破坏水源和抗旱设施的行为进行处罚", "东城镇", "unclear"),
        ("对露天焚烧秸秆行为进行处罚", "东城镇", "unclear"),
        ("请配合开展疫苗接种工作", "东城镇", "cooperation"),
    ],
)
def test_the_verdict_of_a_task(text: str, township: str, verdict: str, checker: Checker) -> None:
    results = checker.check(text, township)["results"]

    assert [result["verdict"] for result in results] == [verdict]
    assert results[0]["evidence"]
    assert ("same" in {duty["act"] for duty in results[0]["duties"]}) is (
        verdict not in ("not_listed", "unclear") or "侵占" in text
    )


def test_paying_out_is_not_recovering(checker: Checker) -> None:
    duties = checker.check("发放高龄津贴", "东城镇")["results"][0]["duties"]

    assert [(d["list"], d["act"]) for d in duties] == [
        ("cooperation", "same"),
        ("reclaimed", "related"),
    ]


def test_a_step_of_the_department_is_named(checker: Checker) -> None:
    reply = checker.check("对侵占、破坏水源和抗旱设施的行为进行处罚", "东城镇")["results"][0][
        "reply"
    ]

    assert "木垒县水利局" in reply
    assert "处罚" in reply


def test_a_page_gives_its_tasks(checker: Checker) -> None:
    result = checker.check(NOTICE, "东城镇")
    verdicts = [
        (r["duties"][0]["list"], r["duties"][0]["number"], r["verdict"]) for r in result["results"]
    ]

    assert result["asker"] == {"department": "木垒县水利局", "leads": True}
    assert verdicts == [
        ("cooperation", 33, "cooperation"),
        ("reclaimed", 18, "reclaimed"),
        ("cooperation", 32, "cooperation"),
    ]


def test_without_a_township_all_are_checked(checker: Checker) -> None:
    results = checker.check("文明养犬管理")["results"]

    assert len({result["township"] for result in results}) == len(results) == 5


@pytest.mark.parametrize(("department", "leads"), [("县水利局", True), ("县公安局", False)])
def test_the_asker_leads_or_not(department: str, leads: bool, checker: Checker) -> None:
    asker = checker.check("机电井管理", "东城镇", department)["asker"]

    assert asker == {"department": f"木垒{department}", "leads": leads}


def test_a_reclaimed_task_has_no_leader(checker: Checker) -> None:
    assert checker.check("工伤认定调查", "东城镇", "县人社局")["asker"]["leads"] is None


@pytest.mark.parametrize(("township", "department"), [("泉子街镇", None), ("东城镇", "县海洋局")])
def test_an_unknown_name_is_an_error(
    township: str, department: str | None, checker: Checker
) -> None:
    with pytest.raises(QueryError, match="没有"):
        checker.check("机电井管理", township, department)


def test_no_reply_calls_anything_unlawful(checker: Checker) -> None:
    for text in ("对从事无照经营的处罚", "草原违法行为处置", "整治非法卫星电视接收设施", "元宇宙"):
        for result in checker.check(text)["results"]:
            assert "违法" not in result["reply"]
            assert "非法" not in result["reply"]


@pytest.mark.parametrize(
    "text",
    [
        "的" * 100_000,
        "机电井管理。" * 16_000,
        NOTICE * 300,
        "a" * 100_000,
        "、" * 100_000,
        "\n" * 100_000,
    ],
)
def test_a_long_text_ends_within_a_second(text: str, checker: Checker) -> None:
    with at_most(1):
        checker.check(text)


def test_the_command_prints_json(kg: Callable[..., Result], five: Build) -> None:
    result = kg(
        "check", "-", "--township", "东城镇", "--json", "--store", five.store, stdin="工伤认定调查"
    )

    assert json.loads(result.stdout)["results"][0]["verdict"] == "reclaimed"


def test_a_short_text_with_two_tasks_has_two_verdicts(checker: Checker) -> None:
    text = "请各乡镇开展工伤认定调查，并配合做好机电井管理"
    results = checker.check(text, "东城镇")["results"]

    assert [result["verdict"] for result in results] == ["reclaimed", "cooperation"]
