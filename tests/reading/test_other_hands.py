"""Lists by other hands: headers of every level, titles with the township inside, pages with more around them."""

from __future__ import annotations

import pytest

from kg.bodies.places import locate
from kg.reading.headers import OF_SUPPORTING, HeaderReader
from kg.values import Document, Duty, ListKind, Township
from kg.vocabulary.loading import Vocabulary

HEADERS = {
    "departments": "主要责任单位 县部门 旗级部门 区职能部门 县对应部门 对应县部门 州级部门 镇街对应上级部门 牵头部门及配合部门 对口市直部门 归口县级主管部门 对应的区直责任单位 相关旗直单位",
    "supporting": "共同责任部门 联合部门 相关配合部门 协同单位 旗级配合部门 师市协助单位",
    "superior": "旗级部门职责 县部门职责 区职责 县级部门承担的职责 部门履职内容 上级部门履职事项",
    "township": "镇政府职责 苏木配合职责 街道办事处配合职责 镇（街）配合职责",
    "taker": "收回至部门 收归部门 收回后承办部门 收回后负责部门 承接单位",
    "method": "收回后履职方式 具体措施 承接部门工作方式 收回后工作要求",
    "taker-and-method": "县级承接部门及工作方式 收回后承接部门及工作方式 承接部门（工作方式）",
    "name": "职责内容 具体履职事项 事项（任务）名称 具体工作事项",
    "category": "所属板块 事项所属领域 行业领域 一级分类",
    "number": "总序号 行号",
}
TITLES = "{place}基本履职事项清单", "{place}配合履职事项清单", "{place}上级部门收回事项清单"


def severe(document: Document) -> list[str]:
    return [finding.render() for finding in document.findings if finding.severity == "error"]


def names(duty: Duty) -> list[str]:
    return [department.name for department in (*duty.departments, *duty.supporting)]


@pytest.mark.parametrize(
    ("role", "header"), [(role, word) for role, words in HEADERS.items() for word in words.split()]
)
def test_headers_of_every_level_and_office_are_known(
    role: str, header: str, tables: Vocabulary
) -> None:
    assert HeaderReader(tables).role_of(header) == role


def test_duties_beside_supporting_departments_are_theirs(tables: Vocabulary) -> None:
    header = "序号 事项名称 牵头部门 牵头部门职责 配合部门 配合部门职责 街道配合职责".split()
    columns = HeaderReader(tables).read(tuple(header))
    assert columns is not None
    assert columns.roles[-2:] == (OF_SUPPORTING, "township")


def test_the_township_may_stand_inside_the_title(read) -> None:
    document = read(
        "云溪县竹林镇履职事项清单\n上级部门收回竹林镇事项清单\n序号\t事项名称\t承接部门\t工作方式\n"
        "1\t收养登记\t县民政局\t负责办理。\n"
    )
    assert severe(document) == []
    assert [d.row.kind for d in document.duties] == [ListKind.RECLAIMED]


def test_a_province_no_table_has_is_not_the_city_of_its_first_words(tables: Vocabulary) -> None:
    found = locate("山南省海阳市凤凰镇", tables)
    assert isinstance(found, Township)
    assert found.name == "海阳市凤凰镇"


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("新疆生产建设兵团第八师一五〇团", "第八师一五〇团"),
        ("新疆生产建设兵团第八师石河子市一五〇团", "第八师石河子市一五〇团"),
        ("兵团第二师铁门关市二十二团", "第二师铁门关市二十二团"),
    ],
)
def test_a_regiment_is_known_by_its_division(tables: Vocabulary, printed: str, name: str) -> None:
    found = locate(printed, tables)
    assert isinstance(found, Township)
    assert found.name == name


def test_a_division_alone_is_no_regiment(tables: Vocabulary) -> None:
    assert locate("新疆生产建设兵团第八师", tables) is None


PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"></head><body><ul><li>首页</li><li>政务公开</li></ul>
<h1>桐溪县白水乡履职事项清单</h1><table><caption>桐溪县白水乡配合履职事项清单</caption>
<tr><td>序号</td><td>事项名称</td><td>上级部门</td><td>上级部门职责</td><td>乡镇职责</td></tr>
<tr><td>1</td><td>供水保障</td><td>桐溪县水利局（牵头）<br>桐溪县财政局</td><td>制定规划。</td><td>开展宣传</td></tr>
</table><div>扫一扫在手机打开当前页</div></body></html>"""


def test_a_web_page_may_have_other_words_around_its_lists(read) -> None:
    document = read(PAGE, ".html")
    assert severe(document) == []
    assert document.township is not None
    assert document.township.name == "桐溪县白水乡"
    (duty,) = document.duties
    assert names(duty) == ["桐溪县水利局", "桐溪县财政局"]
    assert [d.name for d in duty.conveners] == ["桐溪县水利局"]
    assert "name-glued" not in {f.kind for f in document.findings}


def test_bold_cells_of_markdown_are_read_without_their_marks(read) -> None:
    document = read(
        "# 云溪县竹林镇基本履职事项清单\n\n| 序号 | 事项名称 |\n|---|---|\n| 1 | **抗旱** |\n",
        ".md",
    )
    assert [d.row.name for d in document.duties] == ["抗旱"]


def test_an_empty_row_of_a_table_is_none(read) -> None:
    rows = "| 序号 | 事项名称 |\n|---|---|\n|  |  |\n| 1 | 抗旱 |\n| | |\n| 2 | 防汛 |\n|  |  |\n"
    document = read(f"# 云溪县竹林镇基本履职事项清单\n\n{rows}", ".md")
    assert severe(document) == []
    assert [d.row.name for d in document.duties] == ["抗旱", "防汛"]


PARAGRAPHS = """云溪县竹林镇履职事项清单
第一部分 基本履职事项清单（2项）
【党的建设】
1.抓好村党组织建设。
【民生服务】
2.做好低保受理。
第二部分 配合履职事项清单（2项）
【乡村振兴】
1.供水保障。牵头部门：县水利局；配合部门：县财政局；部门职责：制定规划；乡镇职责：开展宣传。
2.抗旱。牵头部门：县应急局；部门职责：调度水源；乡镇职责：组织取水。
"""


def test_an_item_may_be_one_paragraph_with_its_labels_inside(read) -> None:
    document = read(PARAGRAPHS)
    assert severe(document) == []
    assert [(d.row.kind.value, d.row.category, d.row.name) for d in document.duties] == [
        ("basic", "党的建设", "抓好村党组织建设"),
        ("basic", "民生服务", "做好低保受理"),
        ("cooperation", "乡村振兴", "供水保障"),
        ("cooperation", "乡村振兴", "抗旱"),
    ]
    assert [names(d) for d in document.duties[2:]] == [
        ["云溪县水利局", "云溪县财政局"],
        ["云溪县应急管理局"],
    ]


def test_a_last_row_that_nobody_does_any_more_needs_no_full_stop(read) -> None:
    rows = "".join(f"{n}\t事项{n}的考核\t县民政局：负责办理。\n" for n in range(1, 8))
    text = f"云溪县竹林镇上级部门收回事项清单\n序号\t事项名称\t承接部门及工作方式\n{rows}"
    assert severe(read(f"{text}8\t排名通报\t不再开展此项工作\n")) == []
    assert severe(read(f"{text}8\t排名通报\t县民政局：负责办\n")) != []


def test_numbers_restart_and_counts_hold_under_each_heading(read) -> None:
    document = read(
        "云溪县竹林镇基本履职事项清单\n一、乡村振兴（1项）\n序号\t事项名称\n1\t抗旱\n"
        "二、民生服务（1项）\n序号\t事项名称\n1\t低保\n"
        "云溪县竹林镇上级部门收回事项清单\n序号\t事项类别\t事项名称\t承接部门\n"
        "1\t民生服务\t收养登记\t县民政局\n"
    )
    kinds = {f.kind for f in document.findings}
    assert not kinds & {"serial-repeat", "count-differs"}


def test_a_merged_header_that_comes_again_whole_in_its_second_row_is_one(read) -> None:
    document = read(
        "云溪县竹林镇配合履职事项清单\n序号\t履职事项\t职责分工\t\t\n"
        "序号\t履职事项\t牵头部门\t部门职责\t镇配合职责\n1\t供水\t县水利局\t制定规划。\t开展宣传。\n"
    )
    assert severe(document) == []
    assert "header-unknown" not in {f.kind for f in document.findings}
    assert names(document.duties[0]) == ["云溪县水利局"]


def test_a_word_below_a_merged_header_says_the_rest_of_it(read) -> None:
    document = read(
        "云溪县竹林镇配合履职事项清单\n编号\t履职事项\t上级部门\t\t职责分工\t\n"
        "\t\t牵头\t配合\t上级部门\t乡镇\n1\t供水\t县水利局\t县财政局\t制定规划。\t开展宣传。\n"
    )
    assert severe(document) == []
    (duty,) = document.duties
    assert [d.name for d in duty.departments] == ["云溪县水利局"]
    assert [d.name for d in duty.supporting] == ["云溪县财政局"]
    assert [c.text for c in (*duty.superior, *duty.township)] == ["制定规划。", "开展宣传。"]


def test_a_category_may_stand_in_brackets_before_each_name(read) -> None:
    document = read(
        "云溪县竹林镇基本履职事项清单\n1. 【运河管护】巡查河堤\n2. 【民生服务】受理低保申请\n"
    )
    assert [(d.row.category, d.row.name) for d in document.duties] == [
        ("运河管护", "巡查河堤"),
        ("民生服务", "受理低保申请"),
    ]


LINKS = "<table><tr><td>友情链接</td><td>省政府</td></tr></table></div>"


@pytest.mark.parametrize(("cell", "fits"), [("友情链接", True), ("河道采砂许可管理", False)])
def test_a_small_table_at_the_foot_of_a_page_is_no_row(read, cell: str, fits: bool) -> None:
    page = PAGE.replace("</div>", LINKS.replace("友情链接", cell))
    document = read(page, ".html")
    assert (severe(document) == []) is fits
    assert len(document.duties) == 1


@pytest.mark.parametrize(
    ("method", "nobody"),
    [("不再通报考核。", True), ("不再由乡镇办理", False), ("县里统计，乡镇不再报送。", False)],
)
def test_what_is_no_longer_done_is_said_by_the_whole_cell(read, method: str, nobody: bool) -> None:
    document = read(
        "云溪县竹林镇上级部门收回事项清单\n序号\t事项名称\t承接部门及工作方式\n"
        f"1\t排名通报\t{method}\n"
    )
    assert [duty.discontinued for duty in document.duties] == [nobody]


@pytest.mark.parametrize("words", ["县直各部门", "各行业主管部门", "有关单位"])
def test_words_that_name_no_body_are_none(read, words: str) -> None:
    document = read(
        "云溪县竹林镇配合履职事项清单\n序号\t事项名称\t对应上级部门\t上级部门职责\t乡镇配合职责\n"
        f"1\t供水\t{words}\t制定规划。\t开展宣传。\n"
        "云溪县竹林镇上级部门收回事项清单\n序号\t事项名称\t承接部门\t工作方式\n"
        f"1\t收养登记\t{words}\t负责办理。\n"
    )
    for duty in document.duties:
        assert (duty.departments, duty.open_words) == ((), words)
    assert {"department-missing", "holder-open"} <= {f.kind for f in document.findings}
