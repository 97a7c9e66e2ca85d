"""A row under the wrong office, list or category, or with words that are not its own, is said."""

from __future__ import annotations

from pathlib import Path

import pytest
from editing import BASIC, COOPERATION, RECLAIMED, Edition

from kg.resources import folder
from kg.values import Document

SMALL = (Path(__file__).parents[1] / "data" / "made-up-list.txt").read_text("utf-8")
DOUBTS = {"department-doubtful", "category-doubtful", "list-doubtful", "cells-exchanged"}


def said(document: Document, number: int) -> set[str]:
    return {f.kind for f in document.findings if f.number == number}


@pytest.fixture
def edition() -> Edition:
    return Edition.bundled("东城镇")


@pytest.mark.parametrize("name", sorted(p.name for p in folder("sources").glob("*.txt")))
def test_a_published_list_is_not_doubted(name: str, alone: dict[str, Document]) -> None:
    assert not [f for f in alone[name].findings if f.kind in DOUBTS]


def test_another_body_of_the_list_is_said(read) -> None:
    header = "序号\t事项名称\t对应上级部门\t上级部门职责\t配合职责"
    rows = [
        "1\t困难老人高龄津贴发放\t县水利局\t1.审核申请材料；2.发放津贴。\t1.受理申请；2.公示名单。",
        "2\t小型水库巡查管护\t县水利局\t1.制定巡查制度。\t1.组织巡查员日常巡查。",
        "3\t困难群众临时救助\t县民政局\t1.审核确认。\t1.受理申请。",
    ]
    document = read("\n".join(["云岭市清溪县石桥镇配合履职事项清单", header, *rows]))
    assert "department-doubtful" in said(document, 1)
    assert not {"department-doubtful", "rows-crossed"} & (said(document, 2) | said(document, 3))


def test_departments_exchanged_in_a_short_list_are_said(read) -> None:
    header = "序号\t事项名称\t对应上级部门\t上级部门职责\t配合职责"
    rows = [
        "1\t高龄津贴发放\t县农业农村局\t1.审核申请材料；2.发放津贴。\t1.受理申请；2.公示名单。",
        "2\t小型水库巡查管护\t县水利局\t1.制定巡查制度。\t1.组织巡查员日常巡查。",
        "3\t动物防疫\t县民政局\t1.组织强制免疫，落实防疫措施。\t1.通知养殖户。",
    ]
    document = read("\n".join(["云岭市清溪县石桥镇配合履职事项清单", header, *rows]))
    assert said(document, 1) & {"rows-crossed", "department-doubtful"}


def test_a_duty_of_another_list_is_said(read, edition: Edition) -> None:
    name = edition.rows(RECLAIMED)[0][2]
    edition.rows(BASIC)[-1][2] = name
    last = len(edition.rows(BASIC))
    assert "list-doubtful" in said(read(edition.text()), last)


def test_clauses_exchanged_in_one_row_are_said(read) -> None:
    row = next(line for line in SMALL.splitlines() if "小型水库" in line)
    cells = row.split("\t")
    cells[4], cells[5] = cells[5], cells[4]
    document = read(SMALL.replace(row, "\t".join(cells)))
    assert "cells-exchanged" in {f.kind for f in document.findings}


def test_the_clauses_of_another_row_behind_a_rows_own_are_said(read, edition: Edition) -> None:
    rows = edition.rows(COOPERATION)
    rows[40][5] += rows[80][5]
    assert "cells-repeated" in said(read(edition.text()), 41)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("抓好党员教育培训", "党的建设抓好党员教育培训"),
        ("抓好党员教育培训", "抓好党员12公务教育培训"),
        ("开展组织生活", "开展组织生活（已划转）"),
        ("开展组织生活", "开展组织生活（不再承担）"),
        ("不再开展此项工作。", "本镇人民政府：不再开展此项工作。"),
    ],
)
def test_words_that_are_not_a_cells_own_are_said(read, before: str, after: str) -> None:
    whole, altered = read(SMALL), read(SMALL.replace(before, after, 1))
    told = {f.kind for f in altered.findings if str(f.severity) != "note"}
    assert told - {f.kind for f in whole.findings if str(f.severity) != "note"}


def test_a_name_that_is_a_category_of_its_list_is_said(read) -> None:
    text = SMALL.replace("党的建设\t", "港湾渔事\t", 1).replace(
        "编制本镇产业发展规划，服务项目落地", "港湾渔事"
    )
    assert "row-shifted" in {f.kind for f in read(text).findings}


def test_clauses_exchanged_between_rows_of_a_short_list_are_said(read) -> None:
    header = "序号\t事项名称\t对应上级部门\t上级部门职责\t配合职责"
    rows = [
        "1\t农业水价调整\t县水利局\t1.制定方案。\t1.通知养殖户。",
        "2\t动物防疫\t县农业农村局\t1.组织强制免疫。\t1.宣传水价政策。",
        "3\t临时救助\t县民政局\t1.审核确认。\t1.受理申请。",
    ]
    document = read("\n".join(["云岭市清溪县石桥镇配合履职事项清单", header, *rows]))
    assert "rows-crossed" in said(document, 1)


@pytest.mark.parametrize("exchanged", [False, True])
def test_bodies_exchanged_between_rows_of_a_short_list_are_said(read, exchanged: bool) -> None:
    bodies = ["区城市管理局", "区文物局"]
    first, second = reversed(bodies) if exchanged else bodies
    rows = [
        f"1\t户外广告整治\t{first}\t1.拆除违法广告。\t1.劝导自拆。",
        f"2\t文物周边建设管控\t{second}\t1.查处违建。\t1.发现动土及时报告。",
        "3\t公租房复核\t区民政局\t1.比对信息。\t1.入户核查。",
    ]
    header = "序号\t事项名称\t对应上级部门\t上级部门职责\t配合职责"
    document = read("\n".join(["云岭市清溪区石桥镇配合履职事项清单", header, *rows]))
    assert ("rows-crossed" in said(document, 1)) is exchanged


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("做好高龄老人走访慰问和信息登记", "经济发展"), ("秸秆禁烧巡查", "党的建设")],
)
def test_a_category_merged_over_a_row_too_many_is_said(read, name: str, wrong: str) -> None:
    rows = ["1\t党的建设\t组织开展党员教育培训", "2\t经济发展\t做好招商引资和企业服务"]
    if wrong == "党的建设":
        rows.reverse()
        rows = [f"{n}{row[1:]}" for n, row in enumerate(rows, 1)]
    right = "民生服务" if "老人" in name else "生态环保"
    for category, doubted in ((wrong, True), (right, False)):
        text = ["云岭市清溪县石桥镇基本履职事项清单", "序号\t事项类别\t事项名称", *rows]
        document = read("\n".join([*text, f"3\t{category}\t{name}"]))
        assert ("category-doubtful" in said(document, 3)) is doubted


def test_two_names_in_one_cell_of_an_unknown_list_are_said(read) -> None:
    glued = "负责党员发展、教育、管理工作做好村务公开工作"
    document = read(SMALL.replace("抓好党员教育培训，开展组织生活", glued))
    assert "name-doubtful" in {f.kind for f in document.findings if f.list == "basic"}


def test_a_list_that_files_otherwise_than_known_ones_is_told_once(read) -> None:
    names = [
        "秸秆禁烧巡查",
        "大气污染防治",
        "生活垃圾分类",
        "河道水污染巡查",
        "饮用水水源地保护",
        "畜禽养殖污染防治",
    ]
    rows = [f"{n}\t党的建设\t{name}" for n, name in enumerate(names, 1)]
    text = ["云岭市清溪县石桥镇基本履职事项清单", "序号\t事项类别\t事项名称", *rows]
    found = [f for f in read("\n".join(text)).findings if f.kind == "category-doubtful"]
    assert [f.number for f in found] == [1]
    assert "第 1、2、3、4、5、6 项印的是“党的建设”，更像“生态环保”" in found[0].message


def test_words_of_a_place_that_begin_other_phrases_were_not_cut(read) -> None:
    header = "序号\t事项名称\t对应上级部门\t上级部门职责\t配合职责"
    rows = [
        "1\t孖渔港清淤\t县水利局\t1.制定方案。\t1.通知渔户。",
        "2\t动物防疫\t县农业农村局\t1.组织强制免疫。\t1.宣传防疫政策。",
    ]
    again = rows[1].replace("1.宣传防疫政策", "1.孖渔各户逐户登记")
    for lines, doubted in ((rows, True), ([rows[0], again], False)):
        document = read("\n".join(["云岭市清溪县石桥镇配合履职事项清单", header, *lines]))
        assert ("name-doubtful" in said(document, 1)) is doubted
