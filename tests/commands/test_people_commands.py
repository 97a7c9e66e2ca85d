"""kg names, kg matters, kg report: what people look up and decide."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

from kg.building import Build
from kg.resources import folder

Run = Callable[..., Result]


def test_a_department_is_listed_with_its_forms_and_first_place(kg: Run, five: Build) -> None:
    done = kg("names", "伊宁县人力资源", "--store", five.store)

    assert done.exit_code == 0
    assert "县人社局（" in done.stdout
    assert "yining-kalayagaqi-2025-07.txt:" in done.stdout


def test_a_short_form_finds_every_county(kg: Run, five: Build) -> None:
    done = kg("names", "人社局", "--store", five.store)

    for county in ("昌吉市", "玛纳斯县", "奇台县", "木垒县", "伊宁县"):
        assert f"{county}人力资源和社会保障局" in done.stdout


def test_a_vertical_office_names_its_parent(kg: Run, five: Build) -> None:
    done = kg("names", "木垒县分局", "--store", five.store)

    assert "昌吉州生态环境局木垒县分局" in done.stdout
    assert "  昌吉州生态环境局  " in done.stdout


def test_an_unresolved_name_is_listed_with_its_place_and_a_table_to_fill_in(
    kg: Run, small: Path, tmp_path: Path
) -> None:
    text = (small / "zhulin.txt").read_text("utf-8").replace("云溪县财政局", "云溪县云雾办")
    (small / "zhulin.txt").write_text(text, "utf-8")
    kg("build", small, "--store", tmp_path / "s")
    listed = kg("names", "--unresolved", "--store", tmp_path / "s")
    kg("names", "--write", tmp_path / "v", "--store", tmp_path / "s")
    table = (tmp_path / "v" / "unresolved-functions.csv").read_text("utf-8")

    assert "未识别：云溪县云雾办（zhulin.txt:16）" in listed.stdout
    assert "云雾办" in table


def test_what_is_printed_so_is_accepted_as_the_error_says(
    kg: Run, small: Path, tmp_path: Path
) -> None:
    path = small / "zhulin.txt"
    lines = path.read_text("utf-8").splitlines()
    first = max(at for at, line in enumerate(lines) if "收回事项清单" in line)
    at = next(at for at, line in enumerate(lines) if at > first and line.startswith("1\t"))
    lines[at] = lines[at].rpartition("\t")[0] + "\t"
    path.write_text("\n".join(lines), "utf-8")

    refused = kg("build", small, "--store", tmp_path / "s")
    said = re.search(r"(\S+) 里写 (\{.*?\}) 再建", refused.stderr)
    assert refused.exit_code == 1
    assert said is not None
    (small / said[1].removeprefix("在它旁边的")).write_text(said[2], "utf-8")
    done = kg("build", small, "--store", tmp_path / "s")
    gaps = kg("contradictions", "--level", "gap", "--store", tmp_path / "s")

    assert done.exit_code == 0, done.stderr
    assert "收回后没有承接部门" in gaps.stdout


def test_ones_own_table_resolves_a_name(kg: Run, small: Path, tmp_path: Path) -> None:
    text = (small / "zhulin.txt").read_text("utf-8").replace("云溪县财政局", "云溪县云雾办")
    (small / "zhulin.txt").write_text(text, "utf-8")
    kg("build", small, "--store", tmp_path / "s")
    kg("names", "--write", tmp_path / "v", "--store", tmp_path / "s")
    (tmp_path / "v" / "unresolved-functions.csv").rename(tmp_path / "v" / "functions.csv")
    built = kg("build", small, "--vocabulary", tmp_path / "v", "--store", tmp_path / "s")
    listed = kg("names", "--unresolved", "--store", tmp_path / "s")

    assert built.exit_code == 0, built.stderr
    assert "无法识别 0 个" in listed.stdout


def test_a_mistake_in_a_table_is_said_with_file_and_line(
    kg: Run, small: Path, tmp_path: Path
) -> None:
    (tmp_path / "v").mkdir()
    (tmp_path / "v" / "functions.csv").write_text(
        "function,name,name_en,branch,names,forms,broader,pattern,note,own_patterns,stems,generic\n"
        "Bad Slug,甲局,,nowhere,,,,,,,,\n",
        "utf-8",
    )
    done = kg("build", small, "--vocabulary", tmp_path / "v", "--store", tmp_path / "s")

    assert done.exit_code == 1
    assert "functions.csv:2" in done.stderr
    assert "branch" in done.stderr


def test_a_matter_is_listed_in_every_township(kg: Run, five: Build) -> None:
    done = kg("matters", "机电井", "--store", five.store)

    assert done.stdout.count("机电井管理") == 1
    assert done.stdout.count("文字相同") == 4


def test_a_decision_holds_from_the_next_build(kg: Run, tmp_path: Path, five: Build) -> None:
    keys = ("652328104/2025-07/c-033", "652301204/2025-07/c-033")
    kept = kg("matters", "--reject", *keys, "--vocabulary", tmp_path / "v", "--note", "试一试")
    two = [
        folder("sources") / f"{name}-2025-07.txt"
        for name in ("mulei-dongcheng", "changji-miaoergou")
    ]
    kg("build", *two, "--vocabulary", tmp_path / "v", "--store", tmp_path / "s")
    question = f"""ASK {{ <https://dutykg.example/duty/{keys[0]}> :matter ?m .
      <https://dutykg.example/duty/{keys[1]}> :matter ?m }}"""

    assert kept.exit_code == 0, kept.stderr
    assert "否" in kg("query", "-", "--store", tmp_path / "s", stdin=question).stdout
    assert "是" in kg("query", "-", "--store", five.store, stdin=question).stdout


def test_a_decision_without_effect_is_said(kg: Run, small: Path, tmp_path: Path) -> None:
    key = "652328104/2025-07/c-033"
    kg("matters", "--reject", key, "652301204/2025-07/c-033", "--vocabulary", tmp_path / "v")
    built = kg("build", small, "--vocabulary", tmp_path / "v", "--store", tmp_path / "s")

    assert f"{key} 不在已载入的清单里" in built.stderr


def test_a_decision_on_no_duty_is_wrong_usage(kg: Run, tmp_path: Path) -> None:
    done = kg("matters", "--confirm", "甲", "乙", "--vocabulary", tmp_path)

    assert done.exit_code == 2
    assert "看不懂的事项“甲”" in done.stderr


def test_the_report_has_the_fields_of_the_contract(kg: Run, five: Build) -> None:
    done = kg("report", "--format", "json", "--store", five.store)
    found = json.loads(done.stdout)

    assert list(found[0]) == (
        "document township list number line locator kind severity quote message".split()
    )
    assert {f["severity"] for f in found} == {"warning", "note"}


def test_the_report_is_a_table_with_a_summary(kg: Run, five: Build) -> None:
    done = kg("report", "--kind", "foreign-place", "--store", five.store)

    assert "qitai-xibeiwan-2025-07.txt:196" in done.stdout
    assert "foreign-place" in done.stdout


def test_the_report_as_csv_and_html(kg: Run, five: Build, tmp_path: Path) -> None:
    kg("report", "--format", "csv", "-o", tmp_path / "r.csv", "--store", five.store)
    kg("report", "--format", "html", "-o", tmp_path / "r.html", "--store", five.store)
    rows = list(csv.reader(io.StringIO((tmp_path / "r.csv").read_text("utf-8-sig"), newline="")))
    page = (tmp_path / "r.html").read_text("utf-8")

    assert len(rows) > 300
    assert "<script" not in page
    assert "清单质量报告" in page


def test_hostile_text_is_shown_literally_in_the_report(
    kg: Run, small: Path, tmp_path: Path
) -> None:
    text = (
        (small / "zhulin.txt")
        .read_text("utf-8")
        .replace("云溪县财政局", "</td><script>alert(1)</script>办")
    )
    (small / "zhulin.txt").write_text(text, "utf-8")
    kg("build", small, "--store", tmp_path / "s")
    page = kg("report", "--format", "html", "--store", tmp_path / "s").stdout

    assert "<script" not in page


def test_a_clean_list_says_so(kg: Run, five: Build, tmp_path: Path) -> None:
    lists = tmp_path / "lists"
    lists.mkdir()
    (lists / "a.txt").write_text(
        "新疆维吾尔自治区昌吉回族自治州\n木垒县东城镇\n履职事项清单\n2024年3月\n"
        "昌吉州木垒县东城镇基本履职事项清单（共1项）\n序号\t事项类别\t事项名称\n1\t党的建设\t加强党的建设\n"
        "昌吉州木垒县东城镇配合履职事项清单（共1项）\n序号\t事项类别\t事项名称\t对应上级部门\t上级部门职责\t乡镇配合职责\n"
        "1\t民生服务\t供水保障\t木垒县水利局\t1.制定供水保障规划。\t1.宣传供水保障政策。\n"
        "昌吉州木垒县东城镇上级部门收回事项清单（共1项）\n序号\t事项类别\t事项名称\t承接部门及工作方式\n"
        "1\t民生服务\t收养登记\t木垒县民政局： 负责登记。\n",
        "utf-8",
    )
    kg("build", lists, "--store", tmp_path / "s")
    done = kg("report", "--store", tmp_path / "s")

    assert "木垒县东城镇：没有发现不合常规之处" in done.stdout


def test_a_built_graph_is_valid(kg: Run, small: Path, tmp_path: Path) -> None:
    kg("build", small, "--store", tmp_path / "s")
    done = kg("validate", "--store", tmp_path / "s")

    assert done.exit_code == 0, done.stdout
    assert "全部合乎规则" in done.stdout


def test_check_takes_a_duty_by_its_list_and_number(kg: Run, five: Build) -> None:
    done = kg("check", "东城镇收回5", "--json", "--store", five.store)

    (result,) = json.loads(done.stdout)["results"]
    assert (result["township"], result["verdict"]) == ("木垒县东城镇", "reclaimed")
    assert result["task"] == "农产品质量安全事故处理"
    several = kg("check", "配合12", "--store", five.store)
    assert several.exit_code == 1
    assert "请写乡镇" in several.stderr
