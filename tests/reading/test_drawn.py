"""Tables drawn with characters or parted by blanks, and lists in the headings of Markdown, are read."""

from __future__ import annotations

from collections.abc import Callable

from kg.values import Document

Read = Callable[..., Document]
COVER = "青山省碧水市\n云溪县竹林镇履职事项清单\n2025年7月\n\n"


def severe(document: Document) -> list[str]:
    return [finding.message for finding in document.findings if finding.severity == "error"]


def names(document: Document) -> list[tuple[str, str, str]]:
    return [(d.row.kind.letter, d.row.category, d.row.name) for d in document.duties]


def test_a_table_drawn_with_lines_of_characters_is_a_table(read: Read) -> None:
    document = read(
        COVER + "云溪县竹林镇基本履职事项清单\n"
        "┌──┬────┬──────┐\n│序号│事项类别│事项名称│\n├──┼────┼──────┤\n"
        "│1│党的建设│做好党员发展工作│\n├──┼────┼──────┤\n│2│经济发展│开展招商引资工作│\n└──┴────┴──────┘\n"
    )
    assert severe(document) == []
    assert names(document) == [
        ("b", "党的建设", "做好党员发展工作"),
        ("b", "经济发展", "开展招商引资工作"),
    ]
    assert not [f for f in document.findings if f.kind == "loose-text"]


BLANKS = (
    "云溪县竹林镇配合履职事项清单\n"
    "序号  事项类别  事项名称  对应上级部门  上级部门职责  配合职责\n"
    "1  自然资源  退耕还林补助核查  县林业局  负责核查验收。  组织农户申报。\n"
)


def test_cells_parted_by_blanks_are_read_where_every_row_has_as_many(read: Read) -> None:
    document = read(COVER + BLANKS)
    assert severe(document) == []
    (duty,) = document.duties
    assert [d.name for d in duty.departments] == ["云溪县林业局"]
    assert [c.text for c in duty.township] == ["组织农户申报。"]
    assert "columns-by-gaps" in [f.kind for f in document.findings]


def test_where_a_row_has_fewer_cells_nothing_is_read_so(read: Read) -> None:
    document = read(COVER + BLANKS + "2  生态环保  秸秆禁烧巡查  县生态环境分局  开展巡查。\n")
    assert document.duties == ()
    assert severe(document)


def test_a_list_in_headings_and_bullets_of_markdown_is_read(read: Read) -> None:
    document = read(
        "# 青山省碧水市云溪县竹林镇履职事项清单\n\n2025年7月\n\n## 一、基本履职事项清单\n\n### 党的建设（2项）\n\n"
        "1. 做好党员发展工作\n2. 开展组织生活\n\n### 经济发展（1项）\n\n3. 编制产业发展规划\n\n"
        "## 二、配合履职事项清单\n\n### 1. 危房改造\n\n- 事项类别：城乡建设\n- 对应上级部门：县住房和城乡建设局\n"
        "- 上级部门职责：核定改造对象。\n- 配合职责：受理申请。\n\n### 2. 河道采砂监管\n\n- 事项类别：生态环保\n"
        "- 对应上级部门：县水利局\n- 上级部门职责：查处非法采砂。\n- 配合职责：巡查并上报。\n",
        ".md",
    )
    assert severe(document) == []
    assert names(document) == [
        ("b", "党的建设", "做好党员发展工作"),
        ("b", "党的建设", "开展组织生活"),
        ("b", "经济发展", "编制产业发展规划"),
        ("c", "城乡建设", "危房改造"),
        ("c", "生态环保", "河道采砂监管"),
    ]
    assert all(d.departments and d.superior and d.township for d in document.duties[3:])


def test_a_numbered_line_that_says_it_is_the_name_is_only_the_name(read: Read) -> None:
    document = read(
        COVER
        + "云溪县竹林镇配合履职事项清单\n1.事项名称：高标准农田建设\n事项类别：乡村振兴\n对应上级部门：县农业农村局\n"
        "上级部门职责：组织验收。\n配合职责：落实管护责任。\n2.事项名称：农机安全检查\n事项类别：乡村振兴\n"
        "对应上级部门：县农业农村局\n上级部门职责：组织检查。\n配合职责：宣传法规。\n"
    )
    assert severe(document) == []
    assert [name for _, _, name in names(document)] == ["高标准农田建设", "农机安全检查"]
