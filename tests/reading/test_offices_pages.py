"""Lists as offices and their pages print them: page information, headers in two rows, holders with texts of
their own, words of a sheet before the place, who signs below the last item.
"""

from __future__ import annotations

import pytest

from kg.bodies.places import locate, printed_above
from kg.reading.headers import HeaderReader
from kg.values import Document, Duty, ListKind, Township
from kg.vocabulary.loading import Vocabulary

PLACE = "甘肃省定西市洮砚县鹿坪镇"


def severe(document: Document) -> list[str]:
    return [finding.render() for finding in document.findings if finding.severity == "error"]


def kinds(document: Document) -> list[str]:
    return [finding.kind for finding in document.findings]


def names(duty: Duty) -> list[str]:
    bodies = (*duty.departments, *duty.supporting)
    return [body.name.removeprefix("洮砚县") for body in bodies]


def reclaimed(read, cell: str) -> Duty:
    document = read(
        f"{PLACE}上级部门收回事项清单\n序号\t事项类别\t事项名称\t承接部门及工作方式\n"
        f"1\t城乡建设\t占道经营处罚\t{cell}\n"
    )
    assert severe(document) == []
    (duty,) = document.duties
    return duty


# -- holders with a text of their own -----------------------------------------------------------


@pytest.mark.parametrize(
    "cell",
    [
        "县综合行政执法局：巡查并依法处罚；<br>定西市生态环境局洮砚分局：监测取证。",
        "<p>县综合行政执法局：巡查并依法处罚。</p><p>定西市生态环境局洮砚分局：监测取证。</p>",
        "1.县综合行政执法局：巡查并依法处罚；2.定西市生态环境局洮砚分局：监测取证。",
        "县综合行政执法局（牵头）：依法处罚；定西市生态环境局洮砚分局（配合）：监测取证。",
    ],
)
def test_each_of_several_holders_with_a_text_of_its_own_holds_the_duty(read, cell: str) -> None:
    duty = reclaimed(read, cell)
    assert names(duty) == ["综合行政执法局", "定西市生态环境局洮砚分局"]
    assert "依法处罚" in duty.method
    assert "监测取证" in duty.method


def test_a_holder_glued_on_behind_a_full_stop_is_read_and_said(read) -> None:
    document = read(
        f"{PLACE}上级部门收回事项清单\n序号\t事项类别\t事项名称\t承接部门及工作方式\n"
        "1\t城乡建设\t占道经营处罚\t县综合行政执法局：依法处罚。县公安局：维护秩序。\n"
    )
    assert names(document.duties[0]) == ["综合行政执法局", "公安局"]
    assert "holder-contradicted" in kinds(document)


@pytest.mark.parametrize(
    "cell",
    [
        "县综合行政执法局：依法处罚；注意事项：文明执法。",
        "县综合行政执法局：依法处罚；鹿坪镇人民政府：不再承担。",
        "县综合行政执法局：依法处罚；镇党委：不再承担。",
        "县综合行政执法局：依法处罚；责任单位：按职责分工。",
    ],
)
def test_labels_and_the_township_are_no_further_holders(read, cell: str) -> None:
    assert names(reclaimed(read, cell)) == ["综合行政执法局"]


# -- places -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "履职事项汇总海濠区沙汀街道职责事项清单汇总表",
        "01_海濠区沙汀街道履职事项清单",
        "附件2：海濠区沙汀街道履职事项清单（公示稿）",
        "Sheet1海濠区沙汀街道",
        "江苏省南通市履职事项清单海濠区沙汀街道",
    ],
)
def test_words_of_a_sheet_a_file_or_a_title_are_no_part_of_a_place(
    words: str, tables: Vocabulary
) -> None:
    located = locate(words, tables)
    assert isinstance(located, Township)
    assert located.name == "海濠区沙汀街道"
    above = printed_above(words, tables)
    assert (above.printed if above else "") == ("南通市" if "南通" in words else "")


@pytest.mark.parametrize(
    "words",
    [
        "履职事项清单编制说明参照海濠区沙汀街道的做法",
        "信息公开海濠区沙汀街道要闻",
        "政务公开走进海濠区各街道",
    ],
)
def test_a_place_that_other_words_speak_of_is_not_the_lists(words: str, tables: Vocabulary) -> None:
    assert locate(words, tables) is None


def test_the_number_of_a_regiment_is_its_name(tables: Vocabulary) -> None:
    located = locate("第八师150团", tables)
    assert isinstance(located, Township)
    assert located.name == "第八师150团"


# -- pages --------------------------------------------------------------------------------------

INFORMATION = (
    "<table><tr><td>索 引 号：</td><td>GS01/2025-3</td><td>分类：</td><td>机构职能</td></tr>"
    "<tr><td>发布机构：</td><td>洮砚县人民政府</td><td>成文日期：</td><td>2025-06-20</td></tr>"
    "<tr><td>名称：</td><td colspan=3>{title}</td></tr></table>"
)
HEADER = (
    "<tr><td rowspan=2>序号</td><td rowspan=2>类别</td><td rowspan=2>事项名称</td><td colspan=2>{over}</td>"
    "<td rowspan=2>镇配合职责</td></tr><tr><td>{body}</td><td>{duties}</td></tr>"
)
ROWS = (
    "<tr><td rowspan=2>1</td><td rowspan=2>应急管理</td><td rowspan=2>消防安全检查</td><td>县消防救援大队</td>"
    "<td>组织检查</td><td rowspan=2>协助排查。</td></tr><tr><td>国网洮砚某某供电所</td><td>检修线路</td></tr>"
    "<tr><td>2</td><td>应急管理</td><td>防汛抢险</td><td>县水务局</td><td>统一指挥。</td><td>转移群众。</td></tr>"
)


def page(over: str, body: str, duties: str, *, title: str = "", heading: str = "") -> str:
    header = HEADER.format(over=over, body=body, duties=duties)
    information = INFORMATION.format(title=heading or "洮砚县鹿坪镇履职事项清单")
    return (
        f"<html><head><title>{title}</title></head><body><div>首页 &gt; 政务公开</div>{information}"
        f"<h1>{heading or '洮砚县鹿坪镇履职事项清单'}</h1><p>鹿坪镇配合履职事项清单</p>"
        f"<table>{header}{ROWS}</table></body></html>"
    )


@pytest.mark.parametrize(
    ("over", "body", "duties"),
    [
        ("对应上级部门及职责", "部门名称", "主要职责"),
        ("上级部门及职责分工", "名称", "职责"),
        ("县级责任部门及任务", "单位", "工作职责"),
        ("责任部门", "部门", "职责内容"),
    ],
)
def test_page_information_is_set_aside_and_a_department_heads_its_duties(
    read, over: str, body: str, duties: str
) -> None:
    document = read(page(over, body, duties), ".html")
    assert severe(document) == []
    assert document.township is not None
    assert document.township.name == "洮砚县鹿坪镇"
    assert kinds(document).count("page-information") == 1
    first, second = document.duties
    assert names(first) == ["消防救援局", "国网洮砚某某供电所"]
    assert [(c.heading, c.text) for c in first.superior] == [
        ("县消防救援大队", "组织检查"),
        ("国网洮砚某某供电所", "检修线路"),
    ]
    assert [c.heading for c in second.superior] == [None]


def test_the_title_of_a_page_says_the_county_that_its_heading_leaves_out(read) -> None:
    title = "洮砚县鹿坪镇履职事项清单_洮砚县人民政府门户网站"
    words = page("责任部门", "部门", "职责内容", title=title, heading="鹿坪镇履职事项清单")
    document = read(words, ".html")
    assert severe(document) == []
    assert document.township is not None
    assert document.township.name == "洮砚县鹿坪镇"


def test_a_row_that_is_no_page_information_is_not_set_aside(read) -> None:
    words = page("责任部门", "部门", "职责内容").replace("索 引 号：", "防汛抢险")
    assert any("row-without-header" in line for line in severe(read(words, ".html")))


def test_the_lower_row_of_a_header_says_what_of_the_department_a_column_has(
    tables: Vocabulary,
) -> None:
    upper = ("序号", "事项名称", "对应上级部门及职责", "", "乡镇职责")
    lower = ("序号", "事项名称", "名称", "主要职责", "乡镇职责")
    columns = HeaderReader(tables).under(upper, lower)
    assert columns is not None
    assert columns.roles == ("number", "name", "departments", "superior", "township")


# -- the end ------------------------------------------------------------------------------------


def blocks_of(last: str, behind: list[str]) -> str:
    lines = [PLACE, "履职事项清单", "", "上级部门收回事项清单"]
    acts = ["特种设备检查", "占道经营处罚", "非法采砂查处", "违法建设查处", "药品抽检", "校车许可"]
    for number, act in enumerate(acts, 1):
        text = "依法处理。" if number < len(acts) else last
        lines += [f"序号：{number}", "事项类别：城乡建设", f"事项名称：{act}"]
        lines += ["承接部门：县市场监督管理局", f"工作方式：{text}", ""]
    return "\n".join((*lines, *behind)) + "\n"


@pytest.mark.parametrize(
    "behind",
    [
        ["鹿坪镇人民政府办公室", "2025年5月印发"],
        ["鹿坪镇人民政府 2025年5月20日"],
        ["县委编办", "2025年5月"],
        ["抄送：县委编办"],
        ["（此件公开发布）"],
    ],
)
def test_who_signs_below_the_last_item_is_no_part_of_it(read, behind: list[str]) -> None:
    document = read(blocks_of("依法处理。", behind))
    assert severe(document) == []
    assert document.duties[-1].method == "依法处理。"
    assert "cell-unfinished" not in kinds(document)


def test_a_last_item_without_a_stop_before_a_signature_is_said_and_is_not_cut_off(read) -> None:
    document = read(blocks_of("依法处理", ["鹿坪镇人民政府办公室", "2025年5月印发"]))
    assert severe(document) == []
    assert "cell-unfinished" in kinds(document)


@pytest.mark.parametrize("last", ["依法处理", "由县局组织检查，计划于2025年6月"])
def test_a_last_item_that_breaks_off_is_cut_off(read, last: str) -> None:
    document = read(blocks_of(last, []))
    assert "cut-off" in kinds(document)
    assert document.duties[-1].method == last
    assert {d.row.kind for d in document.duties} == {ListKind.RECLAIMED}
