"""Sound wordings are not told, and what looks like them and is damaged still is.

Who gets forty hints on a sound list reads none. Each case has a wording of sound lists and a damaged one beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.quality.irregularities import check
from kg.quality.neighbour_names import townships_elsewhere
from kg.reading.plausible.categories import is_compound
from kg.values import Document
from kg.vocabulary.loading import Vocabulary

Read = Callable[..., Document]
MADE_UP = (Path(__file__).parents[1] / "data" / "made-up-list.txt").read_text("utf-8")
METHOD = "承接部门：县卫健委 工作方式：由县卫健委负责立案查处。"


def said(document: Document, *kinds: str) -> set[str]:
    """The kinds among these of which a warning is in the document."""
    return {f.kind for f in document.findings if f.kind in kinds}


def changed(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new)


# -- what was taken back ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "doubted"),
    [
        ("县卫健委：取消对镇的排名通报，依据诊疗系统掌握情况，不再下达指标。", False),
        ("县卫健委：不再要求镇报送，由县卫健委统计。", False),
        ("县卫健委：停止收取材料。", False),
        ("取消，不再开展此项工作。", False),
        ("县卫健委：不再开展此项工作。", True),
        ("县卫健委：取消。", True),
        ("县卫健委：由县卫健委掌握情况，不再开展此项工作。", True),
    ],
)
def test_who_gives_a_part_up_contradicts_nothing(read: Read, cell: str, doubted: bool) -> None:
    text = changed(MADE_UP, f"对非法行医的查处\t{METHOD}", f"村医达标通报\t{cell}")
    assert bool(said(read(text), "holder-contradicted")) is doubted


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("取消排名通报，改由县卫健委内部分析。", False),
        ("不再开展，由县卫健委统计。", False),
        ("县卫健委依据诊疗系统统计。", True),
        ("取消代收，村医直接报送县卫健委。", True),
    ],
)
def test_a_holder_behind_what_was_given_up_is_plain(read: Read, cell: str, told: bool) -> None:
    document = read(changed(MADE_UP, f"对非法行医的查处\t{METHOD}", f"村医达标通报\t{cell}"))
    assert [d.name for d in document.duties[-1].departments] == ["青岩县卫生健康委员会"]
    assert bool(said(document, "holder-in-text")) is told
    assert not said(document, "holder-contradicted")


# -- categories -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("category", "known"),
    [
        ("城乡建设与交通运输", True),
        ("应急管理和市场监管", True),
        ("城乡建没与交通运输", False),
        ("城乡建设与", False),
    ],
)
def test_two_known_categories_in_one_are_known(read: Read, category: str, known: bool) -> None:
    document = read(changed(MADE_UP, "1\t经济发展\t小型水库", f"1\t{category}\t小型水库"))
    assert ("category-unknown" not in said(document, "category-unknown")) is known


def test_the_parts_of_a_category_are_whole_ones() -> None:
    known = {"交通", "城乡建设"}
    assert is_compound("城乡建设和交通", known)
    assert not is_compound("城乡建设交通", known)


# -- departments ------------------------------------------------------------------------------

BODY = "青岩县稀茶产业发展中心"


@pytest.mark.parametrize(
    ("cell", "clause", "own"),
    [
        (BODY, "县稀茶产业发展中心", True),
        (BODY, "县水利局", False),
        ("青岩县稀荼产业发展中心", "县稀茶产业发展中心", False),
    ],
)
def test_a_body_that_the_clauses_name_as_the_column_does_is_the_places_own(
    read: Read, cell: str, clause: str, own: bool
) -> None:
    text = changed(MADE_UP, "小型水库巡查管护\t县水利局", f"小型水库巡查管护\t{cell}")
    document = read(changed(text, "<p>1.县水利局制定", f"<p>1.{clause}制定"))
    kinds = said(document, "name-unresolved", "name-unlisted")
    assert kinds == {"name-unlisted" if own else "name-unresolved"}


def test_a_body_that_stands_in_several_columns_is_the_places_own(read: Read) -> None:
    text = changed(MADE_UP, "小型水库巡查管护\t县水利局", f"小型水库巡查管护\t{BODY}")
    text = changed(text, "监管\t县应急管理局、县公安局", f"监管\t{BODY}、县公安局")
    assert said(read(text), "name-unresolved", "name-unlisted") == {"name-unlisted"}


@pytest.mark.parametrize(
    ("body", "clause", "elsewhere"),
    [
        ("市水利局", "市水利局", False),
        ("市水利局", "县水利局", True),
    ],
)
def test_a_body_of_the_city_that_the_clauses_name_is_meant(
    read: Read, body: str, clause: str, elsewhere: bool
) -> None:
    text = changed(MADE_UP, "小型水库巡查管护\t县水利局", f"小型水库巡查管护\t{body}")
    text = changed(text, "<p>1.县水利局制定", f"<p>1.{clause}制定")
    assert bool(said(read(text), "department-elsewhere")) is elsewhere


@pytest.mark.parametrize(
    ("column", "clause", "known"),
    [
        ("国网上海市电力公司宝山供电分公司", "国网宝山供电分公司", True),
        ("上海海警局宝山工作站", "宝山海警工作站", True),
        ("上海海事局宝山海事处", "宝山海事处", True),
        ("国网上海市电力公司宝山供申分公司", "国网宝山供电分公司", False),
    ],
)
def test_a_branch_is_one_body_by_its_long_and_its_short_name(
    read: Read, tables: Vocabulary, column: str, clause: str, known: bool
) -> None:
    document = read(
        "上海市宝山区罗店镇配合履职事项清单\n序号\t事项名称\t对应上级部门\t上级部门职责\t乡镇配合职责\n"
        f"1\t线路下的树木清理\t{column}\t1.{clause}负责修剪。\t1.协调村民。\n"
    )
    found = [*document.findings, *check([document], tables)]
    kinds = {f.kind for f in found} & {"name-unresolved", "name-glued", "actor-not-in-column"}
    assert (not kinds) is known


@pytest.mark.parametrize(
    ("clause", "told"),
    [
        ("国家公园管理局青岩分局负责巡护。", False),
        ("国家金融监督管理总局青岩监管支局负责提示风险。", False),
        ("水利局与村同步巡查。", True),
    ],
)
def test_the_branch_of_an_office_says_where_it_is(
    read: Read, tables: Vocabulary, clause: str, told: bool
) -> None:
    document = read(changed(MADE_UP, "1.县应急管理局负责许可审批。", f"1.{clause}"))
    kinds = {f.kind for f in check([document], tables)}
    assert ("name-place-lost" in kinds) is told


def test_a_word_with_the_name_of_a_town_inside_is_none(tables: Vocabulary) -> None:
    assert not list(townships_elsewhere(tables, "罗店镇", "推进示范小城镇建设，创建平安街道"))


# -- names and clauses ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "told"), [("不可降解塑料制品清查", False), ("不清理河道垃圾", True)]
)
def test_a_name_may_begin_with_a_word_that_begins_with_not(
    read: Read, name: str, told: bool
) -> None:
    document = read(changed(MADE_UP, "小型水库巡查管护", name))
    assert bool(said(document, "name-doubtful")) is told


@pytest.mark.parametrize(
    ("clause", "told"), [("暂停发放逾期未认证人员待遇。", False), ("暂停巡查。", True)]
)
def test_a_clause_may_say_that_a_payment_is_stopped(read: Read, clause: str, told: bool) -> None:
    document = read(changed(MADE_UP, "1.县应急管理局负责许可审批。", f"1.{clause}"))
    assert bool(said(document, "remark-inside")) is told


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("科学划分网格，配备网格员", False),
        ("抓商户党建，设立驿站", False),
        ("调度派驻中队，开展联合巡查", False),
        ("与寺庙管理委员会建立联系", False),
        ("管护田菁、碱蓬，清理漂浮垃圾和浒苔", False),
        ("开展槟榔园管理，引导种植户退出土法熏烤", False),
        ("登记人、房、企、车基础信息", False),
        ("运用“主官上、权下放”机制", False),
        ("结合老乡会活动做好经常性联系", False),
        ("党员教育培训，开展组织生活", True),
        ("慰问高龄、居老人", True),
        ("清理河河道垃圾", True),
    ],
)
def test_words_of_a_place_are_no_slips(read: Read, name: str, told: bool) -> None:
    text = changed(MADE_UP, "抓好党员教育培训，开展组织生活", name)
    found = [f for f in read(text).findings if (f.list, f.number) == ("basic", 1)]
    assert any(f.kind in ("name-doubtful", "cell-unfinished") for f in found) is told


@pytest.mark.parametrize(("name", "kind"), [("清理浒苔和垃圾", "word-misused"), ("清理垃圾", "")])
def test_a_seldom_character_is_a_note(read: Read, name: str, kind: str) -> None:
    found = said(read(changed(MADE_UP, "抓好党员教育培训", name)), "word-misused", "name-doubtful")
    assert found == ({kind} if kind else set())


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("青岩茶叶运营有限公司", "name-unlisted"),
        ("海岱茶山管理局青岩分局", "name-unlisted"),
        ("青岩县稀茶产业发展中心", "name-unresolved"),
    ],
)
def test_an_enterprise_and_a_branch_have_names_of_their_own(
    read: Read, body: str, kind: str
) -> None:
    text = changed(MADE_UP, "小型水库巡查管护\t县水利局", f"小型水库巡查管护\t{body}")
    assert said(read(text), "name-unresolved", "name-unlisted") == {kind}


# -- pages ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("pages", "missing"), [(4, False), (5, True), (12, False)])
def test_a_page_is_missed_only_where_nearly_every_page_has_a_header(
    read: Read, pages: int, missing: bool
) -> None:
    header = "序号\t事项类别\t事项名称\n"
    rows = "".join(f"{n}\t党的建设\t做好第{n}件事\n{header}" for n in range(1, 4))
    shared = "序号\t事项名称\t对应上级部门\n"
    others = "".join(f"{n}\t第{n}件事的落实\t县水利局\n{shared}" for n in range(1, 4))
    text = (
        f"云溪县竹林镇履职事项清单\n目录\n基本履职事项清单……1\n配合履职事项清单……5\n收回事项清单……{5 + pages}\n"
        f"云溪县竹林镇基本履职事项清单\n{header}{rows}4\t党的建设\t做好第4件事\n"
        f"云溪县竹林镇配合履职事项清单\n{shared}{others}4\t第4件事的落实\t县水利局\n"
        "云溪县竹林镇上级部门收回事项清单\n序号\t事项名称\t承接部门\t工作方式\n1\t收养登记\t县民政局\t负责办理。\n"
    )
    assert bool(said(read(text), "page-missing")) is missing
