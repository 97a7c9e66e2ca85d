"""The entry check: a verdict rests on the same act; what only resembles is unclear."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from click.testing import Result
from pace import at_most

from kg.building import Build
from kg.checking.entry import Checker
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


UNLISTED = "请你乡受理跨境电商保税仓的设立申请并核发许可。"


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
        ("发放高龄津贴", "东城镇", "cooperation"),
        ("追缴违规领取的高龄津贴", "东城镇", "reclaimed"),
        ("农产品质量安全事故处理", "东城镇", "reclaimed"),
        ("农产品质量安全事故处理", "喀拉亚尕奇乡", "cooperation"),
        ("请对露天烧秸秆的农户处以罚款", "东城镇", "unclear"),
        ("请配合开展疫苗接种工作", "东城镇", "cooperation"),
    ],
)
def test_the_verdict_of_a_task(text: str, township: str, verdict: str, checker: Checker) -> None:
    results = checker.check(text, township)["results"]

    assert [result["verdict"] for result in results] == [verdict]
    assert results[0]["evidence"]
    assert ("same" in {duty["act"] for duty in results[0]["duties"]}) is (verdict != "unclear")


def test_not_listed_names_the_nearest_rows_and_why(checker: Checker) -> None:
    (result,) = checker.check(UNLISTED, "庙尔沟乡")["results"]

    assert result["verdict"] == "not_listed"
    assert result["duties"] == []
    assert result["reply"].count("第") >= 3
    assert "最接近" in result["reply"]
    assert [row["number"] for row in result["evidence"]] == [None] * 3


def test_paying_out_is_not_recovering(checker: Checker) -> None:
    duties = checker.check("发放高龄津贴", "东城镇")["results"][0]["duties"]

    assert [(d["list"], d["number"]) for d in duties if d["act"] == "same"] == [("cooperation", 16)]


def test_a_step_of_the_department_is_named(checker: Checker) -> None:
    reply = checker.check("请对露天烧秸秆的农户处以罚款", "东城镇")["results"][0]["reply"]

    assert "木垒县公安局" in reply
    assert "处罚" in reply


def test_a_convener_is_named_only_where_the_list_has_one(checker: Checker) -> None:
    reply = checker.check("机电井管理", "东城镇")["results"][0]["reply"]

    assert "对应上级部门为木垒县水利局" in reply
    assert "牵头" not in reply


def test_a_page_gives_its_tasks(checker: Checker) -> None:
    result = checker.check(NOTICE, "东城镇")
    verdicts = [r["verdict"] for r in result["results"]]

    assert result["asker"] == {"department": "木垒县水利局", "leads": True}
    assert verdicts[:2] == ["reclaimed", "cooperation"]
    assert len(verdicts) == 3


def test_without_a_township_all_are_checked(checker: Checker) -> None:
    results = checker.check("文明养犬管理")["results"]

    assert len({result["township"] for result in results}) == len(results) == 5


@pytest.mark.parametrize(("department", "leads"), [("县水利局", True), ("县公安局", False)])
def test_the_asker_leads_or_not(department: str, leads: bool, checker: Checker) -> None:
    asker = checker.check("机电井管理", "东城镇", department)["asker"]

    assert asker == {"department": f"木垒{department}", "leads": leads}


def test_a_reclaimed_task_has_no_leader(checker: Checker) -> None:
    assert checker.check("工伤认定调查", "东城镇", "县人社局")["asker"]["leads"] is None


def test_an_unknown_township_is_an_error(checker: Checker) -> None:
    with pytest.raises(QueryError, match="没有"):
        checker.check("机电井管理", "泉子街镇")


@pytest.mark.parametrize("department", ["县海洋局", "县人民法院", "经济普查专班"])
def test_an_asker_that_the_lists_do_not_have_is_answered(department: str, checker: Checker) -> None:
    result = checker.check("机电井管理", "东城镇", department)

    assert result["asker"] == {"department": department, "leads": False}
    assert f"来文的{department}（已载入的清单里没有这个单位）" in result["results"][0]["reply"]


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
def test_a_long_text_ends_within_two_seconds(text: str, checker: Checker) -> None:
    with at_most(2):
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


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_file_in_any_usual_encoding(
    encoding: str, kg: Callable[..., Result], five: Build, tmp_path: Path
) -> None:
    path = tmp_path / "通知.txt"
    path.write_bytes("关于工伤的通知\n请各乡镇开展工伤认定调查。".encode(encoding))
    result = kg("check", "--file", path, "--township", "东城镇", "--json", "--store", five.store)

    assert json.loads(result.stdout)["results"][0]["verdict"] == "reclaimed"


def test_what_cannot_be_decoded_is_refused(
    kg: Callable[..., Result], five: Build, tmp_path: Path
) -> None:
    path = tmp_path / "通知.txt"
    path.write_bytes(bytes(range(256)) * 4)
    result = kg("check", "--file", path, "--store", five.store)

    assert result.exit_code == 2
    assert "通知.txt" in result.stderr


def test_a_path_given_as_text_is_noticed(
    kg: Callable[..., Result], five: Build, tmp_path: Path
) -> None:
    path = tmp_path / "通知.txt"
    path.write_text("请各乡镇开展工伤认定调查。", "utf-8")
    there = kg("check", str(path), "--store", five.store)
    gone = kg("check", "没有这个文件.txt", "--store", five.store)

    assert (there.exit_code, gone.exit_code) == (2, 2)
    assert "--file" in there.stderr


@pytest.mark.parametrize(
    "text",
    [
        "请各乡镇开展工伤认定调查，" + "把受伤的经过、时间、地点一一问清楚，" * 6,
        "请各乡镇开展工伤认定调查，填写附件.xlsx",
        "工伤认定调查\x00",
    ],
)
def test_a_text_that_could_not_be_a_file_is_a_text(
    text: str, kg: Callable[..., Result], five: Build
) -> None:
    result = kg("check", text, "--township", "东城镇", "--json", "--store", five.store)

    assert result.exit_code == 0
    assert json.loads(result.stdout)["results"][0]["verdict"] == "reclaimed"


def test_results_as_csv_have_sources(
    kg: Callable[..., Result], five: Build, tmp_path: Path
) -> None:
    path = tmp_path / "结果.csv"
    kg("check", "工伤认定调查", "--township", "东城镇", "-o", path, "--store", five.store)
    data = path.read_bytes()

    assert data.startswith(b"\xef\xbb\xbf")
    header, row = data.decode("utf-8-sig").splitlines()
    assert header.split(",")[-1] == "出处"
    assert re.search(r"mulei-dongcheng-2025-07\.txt:\d+$", row)


def test_results_as_a_workbook(kg: Callable[..., Result], five: Build, tmp_path: Path) -> None:
    path = tmp_path / "结果.xlsx"
    kg("check", "工伤认定调查", "--township", "东城镇", "-o", path, "--store", five.store)
    sheet = openpyxl.load_workbook(path).active

    assert next(cell.value for cell in sheet[1]) == "任务"
    assert sheet.max_row == 2


def test_results_as_a_letter(kg: Callable[..., Result], five: Build, tmp_path: Path) -> None:
    path = tmp_path / "复函.docx"
    kg("check", NOTICE, "--township", "东城镇", "-o", path, "--store", five.store)
    with zipfile.ZipFile(path) as archive:
        told = archive.read("word/document.xml").decode()

    assert "木垒县水利局：" in told
    assert "mulei-dongcheng-2025-07.txt:" in told


def test_a_workbook_needs_a_file(kg: Callable[..., Result], five: Build) -> None:
    result = kg("check", "工伤认定调查", "--format", "xlsx", "--store", five.store)

    assert result.exit_code == 2


@pytest.mark.parametrize("text", ["收回", "检查", "处罚"])
def test_a_text_that_says_only_a_step_names_no_row(text: str, checker: Checker) -> None:
    (result,) = checker.check(text, "东城镇")["results"]

    assert result["verdict"] == "unclear"
    assert result["duties"] == []
    assert "没有说是什么事" in result["reply"]
    assert result["evidence"]


def test_a_thing_no_list_has_is_told_from_a_duty_in_one_sentence(checker: Checker) -> None:
    text = "请各村做好农作物秸秆禁烧宣传，并代销福利彩票三万元。"

    assert [one["verdict"] for one in checker.check(text, "东城镇")["results"]] == [
        "cooperation",
        "not_listed",
    ]


def test_a_sentence_that_runs_on_is_parted_where_its_clauses_are_of_other_duties(
    checker: Checker,
) -> None:
    text = "三季度各机井用了多少水请于10月8日前报来，哪几眼井水不够的由镇里在井之间调剂，未办许可就抽水的由镇里罚款，农田灌溉水费抓紧收。"
    results = checker.check(text, "西北湾镇")["results"]
    assert [r["verdict"] for r in results] == ["cooperation", "cooperation", "reclaimed", "basic"]


def test_a_sentence_about_one_duty_stays_one_task(checker: Checker) -> None:
    text = "对辖区流浪犬进行摸排，拍照登记，及时上报，配合捕捉。"
    assert len(checker.check(text, "西北湾镇")["results"]) == 1


def test_of_several_townships_each_is_told_its_own_task(checker: Checker) -> None:
    text = "会议要求，东城镇抓紧把拖拉机的安全隐患查一遍；庙尔沟乡摸清牧民愿不愿意下山定居。"
    found = checker.check(text, ["木垒县东城镇", "昌吉市庙尔沟乡"])["results"]

    assert [one["township"] for one in found] == ["木垒县东城镇", "昌吉市庙尔沟乡"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("请东城镇做好配合第12项工作", [("木垒县东城镇", "cooperation", 12)]),
        ("东城镇配合12", [("木垒县东城镇", "cooperation", 12)]),
        ("县水利局：请东城镇按照收回清单第三项抓好落实", [("木垒县东城镇", "reclaimed", 3)]),
        (
            "请东城镇落实配合清单第12、13项。",
            [("木垒县东城镇", "cooperation", 12), ("木垒县东城镇", "cooperation", 13)],
        ),
        ("请东城镇做好配合第999项工作", [("木垒县东城镇", "", 0)]),
    ],
)
def test_a_task_that_is_a_number_of_a_list_is_its_row(
    text: str, found: list[tuple[str, str, int]], checker: Checker
) -> None:
    results = checker.check(text)["results"]
    rows = [(r["township"], *(r["duties"] or [{"list": "", "number": 0}])[:1]) for r in results]
    assert [(place, row["list"], row["number"]) for place, row in rows] == found
    assert all(
        r["verdict"] == (kind or "unclear") for r, (_, kind, _) in zip(results, found, strict=True)
    )


def test_a_number_beside_other_words_is_no_row(checker: Checker) -> None:
    (result,) = checker.check("请配合3家企业做好机电井管理", "东城镇")["results"]
    assert result["duties"][0]["name"] == "机电井管理"
