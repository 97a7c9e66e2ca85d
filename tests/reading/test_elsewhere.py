"""Lists of other places and shapes: what is read is judged by title and header, not by file."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from kg.reading.documents import collect, read_documents
from kg.values import Document, Duty, ListKind
from kg.vocabulary.loading import Vocabulary

HEADERS = {
    "基本": "序号\t事项类别\t事项名称",
    "配合": "序号\t事项类别\t事项名称\t对应上级部门\t上级部门职责\t乡镇配合职责",
    "收回": "序号\t事项类别\t事项名称\t承接部门及工作方式",
}


def document(
    place: str,
    department: str = "县水利局",
    *,
    titles: tuple[str, str, str] = (
        "基本履职事项清单",
        "配合履职事项清单",
        "上级部门收回事项清单",
    ),
) -> str:
    """A small list of ``place`` with one row in each of its three parts."""
    return "\n".join(
        (
            f"{place}履职事项清单",
            "2025年3月",
            f"{place}{titles[0]}",
            HEADERS["基本"],
            "1\t党的建设\t加强基层党组织建设",
            f"{place}{titles[1]}",
            HEADERS["配合"],
            f"1\t乡村振兴\t供水保障\t{department}\t1.制定规划；2.安排资金。\t1.宣传；2.上报。",
            f"{place}{titles[2]}",
            HEADERS["收回"],
            f"1\t民生服务\t取水许可\t{department}：负责办理。",
        )
    )


@pytest.fixture
def read(tmp_path: Path, tables: Vocabulary):
    def run(*texts: str | bytes, suffix: str = ".txt", place: str | None = None) -> list[Document]:
        for number, text in enumerate(texts):
            data = text if isinstance(text, bytes) else text.encode("utf-8")
            (tmp_path / f"{number}{suffix}").write_bytes(data)
        return list(read_documents(collect([tmp_path]).sources, tables, place=place))

    return run


def severe(document: Document) -> list[str]:
    return [finding.render() for finding in document.findings if finding.severity == "error"]


def duty(document: Document, kind: ListKind) -> Duty:
    return next(duty for duty in document.duties if duty.row.kind is kind)


@pytest.mark.parametrize(
    ("place", "township", "code", "written", "department"),
    [
        ("北京市朝阳区三里屯街道", "朝阳区三里屯街道", "110105", "区水务局", "朝阳区水务局"),
        (
            "重庆市彭水苗族土家族自治县郁山镇",
            "彭水苗族土家族自治县郁山镇",
            "500243",
            "县水利局",
            "彭水苗族土家族自治县水利局",
        ),
        ("江苏省苏州市昆山市周庄镇", "昆山市周庄镇", "320583", "市水务局", "昆山市水务局"),
        (
            "浙江省杭州市西湖区转塘街道",
            "西湖区转塘街道",
            "330106",
            "区住建局",
            "西湖区住房和城乡建设局",
        ),
        ("广东省中山市小榄镇", "中山市小榄镇", "442000", "市水务局", "中山市水务局"),
        ("广东省东莞市虎门镇", "东莞市虎门镇", "441900", "市生态环境局", "东莞市生态环境局"),
        (
            "内蒙古自治区呼伦贝尔市鄂温克族自治旗伊敏苏木",
            "鄂温克族自治旗伊敏苏木",
            "150724",
            "旗水利局",
            "鄂温克族自治旗水利局",
        ),
        ("青山省碧水市云溪县竹林镇", "云溪县竹林镇", "x-", "县水利局", "云溪县水利局"),
        ("云溪县竹林镇", "云溪县竹林镇", "x-", "县水利局", "云溪县水利局"),
        ("碧水市云溪区竹林街道", "云溪区竹林街道", "x-", "区水利局", "云溪区水利局"),
    ],
)
def test_townships_of_every_kind_of_place_are_told(
    read, place: str, township: str, code: str, written: str, department: str
) -> None:
    (found,) = read(document(place, written))
    assert severe(found) == []
    assert found.township is not None
    assert found.township.name == township
    assert found.township.code.startswith(code)
    assert [d.name for d in duty(found, ListKind.COOPERATION).departments] == [department]
    assert [d.name for d in duty(found, ListKind.RECLAIMED).departments] == [department]


def test_the_same_made_up_place_has_the_same_code_everywhere(read) -> None:
    one, other = read(
        document("云溪县竹林镇"), document("云溪县竹林镇").replace("2025年3月", "2025年4月")
    )
    assert one.township is not None
    assert other.township is not None
    assert one.township.code == other.township.code
    assert (one.edition, other.edition) == ("2025-03", "2025-04")


@pytest.mark.parametrize(
    ("place", "township"),
    [
        ("新疆生产建设兵团第八师石河子市北泉镇", "第八师石河子市北泉镇"),
        ("第八师石河子市石河子镇", "第八师石河子市石河子镇"),
        ("新疆生产建设兵团第六师五家渠市一〇一团", None),
        ("第一师阿拉尔市10团", None),
    ],
)
def test_regiments_are_told_by_division_and_city(read, place: str, township: str | None) -> None:
    (found,) = read(document(place, "师市水利局"))
    assert severe(found) == []
    assert found.township is not None
    assert found.township.name.startswith("第")
    assert all(d.known for d in duty(found, ListKind.COOPERATION).departments)
    if township:
        assert found.township.name == township


def test_a_county_name_that_exists_twice_needs_a_place(read) -> None:
    (found,) = read(document("鼓楼区测试街道"))
    assert any("--place" in line and "place-ambiguous" in line for line in severe(found))
    (found,) = read(document("鼓楼区测试街道"), place="江苏省/南京市/鼓楼区/测试街道")
    assert severe(found) == []
    assert found.township is not None
    assert found.township.county.code == "320106"


def test_a_list_without_any_place_needs_one(read) -> None:
    (found,) = read(document(""))
    assert any("no-place" in line for line in severe(found))
    (found,) = read(document(""), place="云溪县/竹林镇")
    assert found.township is not None
    assert severe(found) == []


def test_place_given_does_not_overrule_what_the_document_says(read) -> None:
    (found,) = read(document("云溪县竹林镇"), place="江苏省/苏州市/昆山市/周庄镇")
    assert found.township is not None
    assert found.township.name == "云溪县竹林镇"


@pytest.mark.parametrize(
    "titles",
    [
        ("基本职责事项清单", "配合职责事项清单", "上级部门上收事项清单"),
        ("基本履职事项清单（共1项）", "配合履职事项清单（共1项）", "上级部门收回事项清单（共1项）"),
        ("基本履职事项", "配合履职事项", "上级部门收回事项"),
        ("主责事项清单", "协助事项清单", "部门收回事项清单"),
    ],
)
def test_titles_vary(read, titles: tuple[str, str, str]) -> None:
    (found,) = read(document("云溪县竹林镇", titles=titles))
    assert severe(found) == []
    assert [title.kind.value for title in found.titles] == ["basic", "cooperation", "reclaimed"]
    assert [found.count(kind) for kind in ListKind] == [1, 1, 1]


@pytest.mark.parametrize(
    "before", ["附件1\n", "附件1：", "# ", "一、", "（一）", "## **", "第一部分 "]
)
def test_titles_are_numbered_in_many_ways(read, before: str) -> None:
    text = document("云溪县竹林镇").replace("云溪县竹林镇基本", f"{before}云溪县竹林镇基本")
    (found,) = read(text)
    assert severe(found) == []
    assert found.titles[0].kind is ListKind.BASIC
    assert "title-missing" not in {finding.kind for finding in found.findings}


def test_a_title_may_run_over_several_lines(read) -> None:
    text = document("云溪县竹林镇").replace("云溪县竹林镇配合", "云溪县竹林镇\n配合\n")
    (found,) = read(text)
    assert severe(found) == []
    assert found.count(ListKind.COOPERATION) == 1
    assert found.coverage.complete


def test_lead_and_supporting_departments_in_two_columns(read) -> None:
    text = """云溪县竹林镇配合履职事项清单
序号\t事项类别\t事项名称\t牵头部门\t配合部门\t部门职责\t乡镇配合职责\t实施依据\t备注
1\t平安法治\t校园安全\t县教育局\t县公安局、县卫健委\t1.检查。\t1.巡查。\t《某法》第3条\t季度"""
    (found,) = read(text)
    row = duty(found, ListKind.COOPERATION)
    assert [d.name for d in row.departments] == ["云溪县教育局"]
    assert row.conveners == row.departments
    assert [d.name for d in row.supporting] == ["云溪县公安局", "云溪县卫生健康委员会"]
    assert row.extra == (("实施依据", "《某法》第3条"), ("备注", "季度"))


def test_lead_and_supporting_departments_in_one_cell(read) -> None:
    (found,) = read(document("云溪县竹林镇", "牵头部门：县水利局 配合部门：县财政局、县住建局"))
    row = duty(found, ListKind.COOPERATION)
    assert [d.name for d in row.departments] == ["云溪县水利局"]
    assert [d.name for d in row.conveners] == ["云溪县水利局"]
    assert len(row.supporting) == 2


def test_holder_and_way_of_working_in_two_columns(read) -> None:
    text = """云溪县竹林镇上级部门收回事项清单
序号\t事项名称\t承接部门\t工作方式
1\t收养登记\t县民政局\t负责办理。
2\t惠民保征缴\t——\t不再开展此项工作"""
    (found,) = read(text)
    first, second = found.duties
    assert [d.name for d in first.departments] == ["云溪县民政局"]
    assert first.method == "负责办理。"
    assert (second.departments, second.discontinued) == ((), True)


def test_a_department_column_in_a_reclaimed_list_names_the_holder(read) -> None:
    text = """云溪县竹林镇上级部门收回事项清单
序号\t事项名称\t责任部门
1\t收养登记\t县民政局"""
    (found,) = read(text)
    assert found.count(ListKind.RECLAIMED) == 1
    assert [d.name for d in found.duties[0].departments] == ["云溪县民政局"]


def test_numbers_may_restart_under_each_category_and_categories_stand_as_headings(read) -> None:
    text = """云溪县竹林镇基本履职事项清单
序号\t事项名称
一、党的建设（2项）
1\t甲工作
2\t乙工作
二、民生服务（1项）
1\t丙工作"""
    (found,) = read(text)
    rows = [duty.row for duty in found.duties]
    assert [(r.number, r.printed, r.category) for r in rows] == [
        (1, "1", "党的建设"),
        (2, "2", "党的建设"),
        (3, "1", "民生服务"),
    ]
    assert severe(found) == []
    assert found.coverage.complete


def test_merged_category_cells_carry_on(read) -> None:
    text = """云溪县竹林镇基本履职事项清单
序号\t事项类别\t事项名称
1\t党的建设\t甲工作
2\t\t乙工作
3\t民生服务\t丙工作"""
    (found,) = read(text)
    assert [d.row.category for d in found.duties] == ["党的建设", "党的建设", "民生服务"]


def test_codes_stand_for_numbers(read) -> None:
    text = """云溪县竹林镇基本履职事项清单
编码\t事项类别\t事项名称
A-01\t党的建设\t甲工作
A-02\t党的建设\t乙工作"""
    (found,) = read(text)
    assert [(d.row.number, d.row.printed) for d in found.duties] == [(1, "A-01"), (2, "A-02")]
    assert severe(found) == []


MARKDOWN = """# 云溪县竹林镇履职事项清单

## 云溪县竹林镇配合履职事项清单

| 序号 | 事项类别 | 事项名称 | 对应上级部门 | 上级部门职责 | 乡镇配合职责 |
|:---:|---|---|---|---|---|
| 1 | 乡村振兴 | 供水保障 | 县水利局、县财政局 | 1.规划；<br>2.资金。 | 1.宣传。 |
"""


def test_markdown_tables_are_read(read) -> None:
    (found,) = read(MARKDOWN, suffix=".md")
    row = duty(found, ListKind.COOPERATION)
    assert severe(found) == []
    assert len(row.departments) == 2
    assert [clause.text for clause in row.superior] == ["规划；", "资金。"]
    assert row.row.line == 7


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_text_is_read_in_the_encodings_and_line_ends_offices_write(
    read, encoding: str, newline: str
) -> None:
    (found,) = read(document("云溪县竹林镇").replace("\n", newline).encode(encoding))
    assert severe(found) == []
    assert [d.row.line for d in found.duties] == [5, 8, 11]


def test_csv_cells_may_hold_line_breaks_and_lines_are_physical(read) -> None:
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(["云溪县竹林镇配合履职事项清单"])
    writer.writerow(HEADERS["配合"].split("\t"))
    writer.writerow(["1", "乡村振兴", "供水保障", "县水利局", "1.规划；\n2.资金。", "1.宣传。"])
    writer.writerow(["2", "乡村振兴", "灌溉，排水", "县水利局", "1.规划。", "1.宣传。"])
    (found,) = read(stream.getvalue().encode("utf-8-sig"), suffix=".csv")
    assert severe(found) == []
    assert [d.row.line for d in found.duties] == [3, 5]
    assert [c.text for c in found.duties[0].superior] == ["规划；", "资金。"]
    assert found.duties[1].row.name == "灌溉，排水"


def test_each_list_in_a_file_of_its_own_makes_one_edition(read) -> None:
    parts = document("云溪县竹林镇").split("\n")
    cover = parts[:2]
    files = ["\n".join((*cover, *parts[start : start + 3])) for start in (2, 5, 8)]
    found = read(*files)
    assert [severe(d) for d in found] == [[], [], []]
    assert {d.edition for d in found} == {"2025-03"}
    assert sorted(d.part for d in found) == [1, 2, 3]
    assert all("list-missing" in {f.kind for f in d.findings} for d in found)


def test_the_same_list_twice_in_a_month_is_another_edition(read) -> None:
    text = document("云溪县竹林镇")
    found = read(text, text.replace("供水保障", "供水安全"))
    assert [d.edition for d in found] == ["2025-03", "2025-03.2"]


def test_the_same_file_twice_is_read_once_and_said(read) -> None:
    text = document("云溪县竹林镇")
    first, second = sorted(read(text, text), key=lambda d: d.path)
    assert first.duties
    assert not second.duties
    assert [f.kind for f in second.findings] == ["duplicate-document"]


@pytest.mark.parametrize(
    "title", ["权责清单", "权力和责任清单", "行政执法事项清单", "公共服务事项清单"]
)
def test_a_power_list_is_refused(read, title: str) -> None:
    text = f"云溪县竹林镇{title}\n序号\t权力类型\t权力名称\n1\t行政处罚\t罚款"
    (found,) = read(text)
    assert not found.duties
    assert [f.kind for f in found.findings if f.severity == "error"] == ["other-document"]


@pytest.mark.parametrize(
    ("header", "cell", "leading", "supporting"),
    [
        ("上级部门（牵头/配合）", "牵头：县水利局<br>配合：县财政局", ["水利局"], ["财政局"]),
        ("对应上级部门（主责）", "县水利局、县财政局", ["水利局", "财政局"], []),
        ("对应上级部门", "县水资源分局\n县特色产业发展局", ["水资源分局", "特色产业发展局"], []),
    ],
)
def test_labels_brackets_and_lines_part_the_bodies(
    read, header: str, cell: str, leading: list[str], supporting: list[str]
) -> None:
    text = (
        document("云溪县竹林镇")
        .replace("对应上级部门", header)
        .replace("\t县水利局\t", f"\t{cell}\t")
    )
    text = text.replace("\n", "\r\n").replace(f"\t{cell}\t".replace("\n", "\r\n"), f'\t"{cell}"\t')
    (found,) = read(text, suffix=".tsv")
    assert severe(found) == []
    row = duty(found, ListKind.COOPERATION)
    assert [d.name.removeprefix("云溪县") for d in row.departments] == leading
    assert [d.name.removeprefix("云溪县") for d in row.supporting] == supporting


def test_the_matter_of_a_cooperation_list_may_be_headed_by_the_list(read) -> None:
    text = document("云溪县竹林镇").replace(
        "事项名称\t对应上级部门\t上级部门职责\t乡镇配合职责",
        "配合事项\t对应上级部门\t上级部门职责\t乡镇配合内容",
    )
    (found,) = read(text)
    assert severe(found) == []
    assert duty(found, ListKind.COOPERATION).row.name == "供水保障"


def test_a_page_with_much_around_its_title_tells_its_place(read) -> None:
    page = "首页 > 政务公开 > 基层清单\n云溪街道清单公布\n发布日期：2025-05-20 来源：党政办\n"
    text = document("竹林街道").replace(
        "竹林街道履职事项清单", "青山省碧水市云溪区竹林街道履职事项清单", 1
    )
    (found,) = read(page + text)
    assert severe(found) == []
    assert found.township is not None
    assert found.township.name == "云溪区竹林街道"


@pytest.mark.parametrize("title", ["上收区级部门事项清单", "收回县直部门履职事项清单"])
def test_titles_may_say_to_whom_duties_go_back(read, title: str) -> None:
    titles = ("基本履职事项清单", "配合履职事项清单", title)
    (found,) = read(document("云溪县竹林镇", titles=titles))
    assert severe(found) == []
    assert duty(found, ListKind.RECLAIMED).row.name == "取水许可"


def test_a_holder_marked_as_leading_is_the_body_and_its_convener(read) -> None:
    text = """云溪县竹林镇上级部门收回事项清单
序号\t事项名称\t承接部门及工作方式
1\t非法采砂查处\t云溪县水利局（牵头）、云溪县公安局： 开展巡查，依法查处。
2\t收养登记\t云溪县民政局： 受理并登记。"""
    (found,) = read(text)
    assert [d.name for d in found.duties[0].departments] == ["云溪县水利局", "云溪县公安局"]
    assert [d.name for d in found.duties[0].conveners] == ["云溪县水利局"]
