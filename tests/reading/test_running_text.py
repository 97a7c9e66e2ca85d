"""Lists in running text copied from printed pages: wrapped lines, page ends in sentences, no line of departments."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.reading.lists.subjects import subjects
from kg.values import Document

Read = Callable[..., Document]
WIDTH = 22
COVER = ["新疆生产建设兵团第七师", "一五〇团职责事项清单", "（2025年6月）"]
BASIC = [
    "一、基本履职事项清单（3项）",
    "党的建设（2项）",
    "　　1.落实团党委向师市党委请示报告制度，抓好连队党支部书记日常管理",
    "　　2.开展连队“两委”廉洁履职监督",
    "兵地融合（1项）",
    "　　3.建立矛盾纠纷调解室，化解用水用地纠纷，协助做好信息收集",
]
COOPERATION = [
    "二、配合履职事项清单（3项）",
    "经济发展（2项）",
    "　　（一）棉花目标价格补贴面积核查",
    "　　1.上级部门职责：师市农业农村局负责统一部署面积核查；师市财政局负责兑付补贴资金。",
    "　　2.团镇职责：组织连队测量，张榜公示。",
    "　　（二）团场国有资产经营性房屋出租管理",
    "　　1.上级部门职责：师市国有资产监督管理委员会负责审定出租方案、公开招租。",
    "　　2.团镇职责：登记资产现状。",
    "平安法治（1项）",
    "　　（三）边境技防设施维护",
    "　　1.上级部门职责：师市公安局负责视频监控建设；负责设施检修。",
    "　　2.团镇职责：提供电源、引导入场。",
]
RECLAIMED = [
    "三、上级部门收回事项清单（3项）",
    "党的建设（1项）",
    "　　（一）“学习强国”活跃度统计",
    "　　1.工作方式：不再开展此项工作。",
    "民生服务（2项）",
    "　　（二）公租房租金减免审批",
    "　　1.承接部门：师市住房和城乡建设局。",
    "　　2.工作方式：统一审批。",
    "　　（三）机动车检测站执法检查",
    "　　1.承接部门：师市公安局、师市市场监督管理局。",
    "　　2.工作方式：联合检查。",
]


def printed(paragraphs: list[str], every: int = 9, head: str = "第七师公报　　2025年第3期") -> str:
    """The paragraphs as a page prints them, with a number and a head after so many lines."""
    lines: list[str] = []
    for paragraph in paragraphs:
        lines += [paragraph[at : at + WIDTH] for at in range(0, len(paragraph), WIDTH)]
    found: list[str] = []
    for number, line in enumerate(lines):
        if number and number % every == 0:
            found += [f"— {number // every} —", "", head]
        found.append(line)
    return "\n".join(found) + "\n"


def errors(document: Document) -> list[str]:
    return [f.kind for f in document.findings if f.severity == "error"]


def names(document: Document) -> list[tuple[str, str, str]]:
    return [(d.row.printed, d.row.category, d.row.name) for d in document.duties]


@pytest.mark.parametrize("every", [4, 7, 9, 11, 1000])
def test_wrapped_text_is_read_as_its_paragraphs(read: Read, every: int) -> None:
    document = read(printed(COVER + BASIC + COOPERATION + RECLAIMED, every))

    assert errors(document) == []
    assert names(document) == [
        ("1", "党的建设", "落实团党委向师市党委请示报告制度，抓好连队党支部书记日常管理"),
        ("2", "党的建设", "开展连队“两委”廉洁履职监督"),
        ("3", "兵地融合", "建立矛盾纠纷调解室，化解用水用地纠纷，协助做好信息收集"),
        ("（一）", "经济发展", "棉花目标价格补贴面积核查"),
        ("（二）", "经济发展", "团场国有资产经营性房屋出租管理"),
        ("（三）", "平安法治", "边境技防设施维护"),
        ("（一）", "党的建设", "“学习强国”活跃度统计"),
        ("（二）", "民生服务", "公租房租金减免审批"),
        ("（三）", "民生服务", "机动车检测站执法检查"),
    ]
    assert [len(d.departments) for d in document.duties] == [0, 0, 0, 2, 1, 1, 0, 1, 2]
    assert [len(d.superior) for d in document.duties[3:6]] == [1, 1, 1]


def test_departments_are_the_subjects_of_the_clauses_and_said_so(read: Read) -> None:
    document = read(printed(COVER + COOPERATION))

    (said,) = [f for f in document.findings if f.kind == "departments-from-clauses"]
    assert "3 项" in said.message
    assert [[mention.written for mention in duty.mentions] for duty in document.duties] == [
        ["师市农业农村局", "师市财政局"],
        ["师市国有资产监督管理委员会"],
        ["师市公安局"],
    ]
    assert all("主语" in value for duty in document.duties for _, value in duty.extra)


def test_an_item_whose_clauses_do_not_say_who_has_no_departments(read: Read) -> None:
    lines = [line.replace("师市公安局负责视频", "视频") for line in COOPERATION]
    document = read(printed(COVER + lines))

    assert errors(document) == []
    assert document.duties[2].departments == ()
    assert document.duties[2].extra == ()
    (said,) = [f for f in document.findings if f.kind == "departments-from-clauses"]
    assert "没有取" in said.message
    assert "department-missing" in {f.kind for f in document.findings}


def test_a_list_most_of_whose_clauses_do_not_say_who_is_refused(read: Read) -> None:
    lines = [line.replace("局负责", "局").replace("会负责", "会") for line in COOPERATION]
    document = read(printed(COVER + lines))

    assert errors(document) == ["department-column-missing"]


@pytest.mark.parametrize("at", [2, 5, 9])
def test_an_item_without_its_first_line_is_refused(read: Read, at: int) -> None:
    lines = COOPERATION[:at] + COOPERATION[at + 1 :]
    document = read(printed(COVER + lines))

    assert errors(document) != []
    assert document.duties == ()


def test_numerals_inside_a_clause_begin_no_item(read: Read) -> None:
    lines = list(COOPERATION)
    lines[3:4] = [
        "　　1.上级部门职责：",
        "　　（一）师市农业农村局负责统一部署面积核查；",
        "　　（二）师市财政局负责兑付补贴资金。",
    ]
    document = read(printed(COVER + lines, 1000))

    assert [d.row.name for d in document.duties] == [name for _, _, name in ITEMS]


def test_a_clause_cut_at_the_edge_of_the_page_is_one_without_indents_too(read: Read) -> None:
    lines = [line.lstrip("　") for line in COOPERATION]
    document = read(printed(COVER + lines, 1000))

    assert [len(d.superior) for d in document.duties] == [1, 1, 1]
    assert document.duties[0].superior[0].text.startswith("师市农业农村局负责统一部署面积核查；")


ITEMS = [
    ("（一）", "经济发展", "棉花目标价格补贴面积核查"),
    ("（二）", "经济发展", "团场国有资产经营性房屋出租管理"),
    ("（三）", "平安法治", "边境技防设施维护"),
]


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("师市公安局负责甲；师市财政局负责乙。", ("师市公安局", "师市财政局")),
        ("1.县委组织部牵头制定方案。\n2.县财政局负责拨款。", ("县委组织部", "县财政局")),
        ("由县水利局、县气象局负责预警。", ("县水利局、县气象局",)),
        ("县公安局负责立案；负责侦查。", ("县公安局",)),
        ("相关部门负责指导。", ()),
        ("县公安局负责立案；侦查终结后移送。", ()),
        ("县农业农村局组织验收。", ()),
        ("", ()),
    ],
)
def test_who_is_responsible_is_taken_from_plain_words_only(
    text: str, bodies: tuple[str, ...]
) -> None:
    assert subjects(text) == bodies
