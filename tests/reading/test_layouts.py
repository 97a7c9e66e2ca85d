"""Lists laid out otherwise: articles of WeChat, a sheet for each category, lists side by side."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from kg.reading.documents import Source, read_document, read_source
from kg.values import Document
from kg.vocabulary.loading import Vocabulary

Read = Callable[[str, bytes], Document]


@pytest.fixture
def read(tmp_path: Path, tables: Vocabulary) -> Read:
    def found(name: str, data: bytes) -> Document:
        path = tmp_path / name
        path.write_bytes(data)
        return read_document(Source(path.name, path), tables)

    return found


def rows(document: Document) -> list[tuple[str, str, str, str]]:
    """Each row: its list, number, category and name."""
    return [
        (duty.row.kind.value, duty.row.printed, duty.row.category, duty.row.name)
        for duty in document.duties
    ]


def severe(document: Document) -> list[str]:
    return [finding.kind for finding in document.findings if finding.severity == "error"]


def kinds(document: Document) -> set[str]:
    return {finding.kind for finding in document.findings}


# -- articles -----------------------------------------------------------------------------


def table(*lines: str) -> str:
    """A table of an editor: each cell a section of spans, the text cut anywhere."""

    def cell(text: str) -> str:
        half = len(text) // 2
        spans = f"<span>{text[:half]}</span><span><span>{text[half:]}</span></span>"
        return f"<td><section><p>{spans}</p></section></td>"

    body = "".join(f"<tr>{''.join(map(cell, line.split('|')))}</tr>" for line in lines)
    return f"<section><table><tbody>{body}</tbody></table></section>"


def bold(text: str) -> str:
    return f"<section><p><strong><span>{text}</span></strong></p></section>"


def article(*parts: str, style: str = "visibility: hidden; opacity: 0;") -> bytes:
    inner = "".join(parts)
    return (
        "<!DOCTYPE html><html><head><title></title></head><body><h1>云河市石桥县柳溪镇履职事项清单</h1>"
        f'<div class="rich_media_content" id="js_content" style="{style}"><section><table><tbody><tr>'
        f"<td><section>{inner}</section></td></tr></tbody></table></section></div>"
        "<p>微信扫一扫</p></body></html>"
    ).encode()


PICTURE = '<section><img src="a.png" alt="基本履职事项清单"></section>'
ARTICLE = (
    PICTURE,
    bold("（一）党的建设"),
    table("序号|事项名称", "1|抓好村级党组织换届选举", "2|发展农村党员并开展日常教育"),
    bold("（二）经济发展"),
    table("3|落实产业扶持政策并做好申报"),
    bold("（三）院坝共治"),
    table("4|组织院坝会收集群众意见"),
)
READ = [
    ("basic", "1", "党的建设", "抓好村级党组织换届选举"),
    ("basic", "2", "党的建设", "发展农村党员并开展日常教育"),
    ("basic", "3", "经济发展", "落实产业扶持政策并做好申报"),
    ("basic", "4", "院坝共治", "组织院坝会收集群众意见"),
]


def test_an_article_that_its_script_shows_is_read_with_pictured_title_and_categories_between(
    read: Read,
) -> None:
    found = read("article.html", article(*ARTICLE))
    assert severe(found) == []
    assert rows(found) == READ
    assert "category-unknown" in kinds(found)  # 院坝共治 is said to be new


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (r"（.）(.+?)<", r"\1<"),
        (r"（.）(.+?)<", r"▎\1<"),
        (r"<p><strong><span>（.）(.+?)</span></strong></p>", r'<img alt="\1">'),
        (r"<p><strong><span>（(.)）(.+?)</span></strong></p>", r'<img alt="\1、\2">'),
    ],
)
def test_categories_between_tables_may_be_ornamented_pictured_or_unnumbered(
    before: str, after: str, read: Read
) -> None:
    parts = [*ARTICLE, bold("（四）民生服务"), table("5|做好高龄津贴申请的初审")]
    found = read("article.html", article(*[re.sub(before, after, part) for part in parts]))
    assert rows(found) == [*READ, ("basic", "5", "民生服务", "做好高龄津贴申请的初审")]
    assert severe(found) == []


def test_a_line_without_number_between_few_tables_is_no_category(read: Read) -> None:
    parts = [part.replace("（三）院坝共治", "柳溪发布") for part in ARTICLE]
    assert severe(read("article.html", article(*parts))) == ["row-broken"]


def test_a_line_between_tables_that_is_no_category_stops_the_list(read: Read) -> None:
    parts = [part.replace("（三）院坝共治", "（七）院坝共治") for part in ARTICLE]
    found = read("article.html", article(*parts))
    assert severe(found) == ["row-broken"]


def test_a_picture_between_pictured_categories_that_is_none_of_them_stops_the_list(
    read: Read,
) -> None:
    strong = r"<p><strong><span>（.）(.+?)</span></strong></p>"
    parts = [re.sub(strong, r'<img alt="\1">', part) for part in ARTICLE]
    assert severe(read("article.html", article(*parts))) == ["row-broken"]


def test_pictures_that_are_no_title_say_nothing(read: Read) -> None:
    code = '<img src="b.png" alt="二维码">'
    parts = [part.replace("</table>", f"</table>{code}") for part in ARTICLE]
    found = read("article.html", article(*parts))
    assert (rows(found), severe(found)) == (READ, [])


def test_what_an_article_really_hides_stays_hidden(read: Read) -> None:
    gone = table("5|旧的一项工作安排").replace("<tr>", '<tr style="visibility: hidden">')
    found = read("article.html", article(*ARTICLE, gone))
    assert rows(found) == READ
    assert "hidden-text" in kinds(found)
    assert rows(read("article.html", article(*ARTICLE, style="display: none"))) == []


# -- a sheet for each category ------------------------------------------------------------

Sheet = tuple[str, list[list[object]]]
LISTS = (
    ("一、基本履职事项清单", ["序号", "事项名称"]),
    ("二、配合履职事项清单", ["序号", "事项名称", "对应上级部门", "上级部门职责", "乡镇配合职责"]),
    ("三、上级部门收回事项清单", ["序号", "事项名称", "承接部门", "工作方式"]),
)
PARTY: list[list[list[object]]] = [
    [[1, "抓好村级党组织换届选举"], [2, "发展农村党员并开展日常教育"]],
    [[1, "选派驻村干部", "县委组织部", "组织选派并考核。", "做好驻村干部的生活保障。"]],
    [[1, "党建考核评比", "县委组织部", "通过日常调研了解情况。"]],
]
ECONOMY: list[list[list[object]]] = [
    [[3, "落实产业扶持政策并做好申报"]],
    [[2, "经济普查入户登记", "县统计局", "组织开展调查。", "协助入户并填报调查表。"]],
    [[2, "企业用电监测", "县工业和信息化局", "通过供电数据直接监测。"]],
]
YARD: list[list[list[object]]] = [[[4, "组织院坝会收集群众意见"]], [], []]


def sheet(
    name: str, parts: list[list[list[object]]], title: str = "石桥县柳溪镇履职事项清单"
) -> Sheet:
    lines: list[list[object]] = [[title], []]
    for (heading, header), found in zip(LISTS, parts, strict=True):
        lines += [[heading], *([list(header), *found] if found else [["（本类无）"]]), []]
    return name, lines


def book(*sheets: Sheet, merged: tuple[str, ...] = ()) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for name, values in sheets:
        page = made.create_sheet(name)
        for row in values:
            page.append(row)
        for cells in merged:
            page.merge_cells(cells)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


FRONT: Sheet = ("说明", [["云河市石桥县"], ["柳溪镇履职事项清单"], ["按类别分表编制。"]])


@pytest.mark.parametrize(
    ("party", "economy", "yard"),
    [
        ("1.党的建设", "2.经济发展", "3.院坝共治"),
        ("一、党的建设类", "二、经济发展类", "三、院坝共治类"),
        ("党的建设", "经济发展", "院坝共治"),
    ],
)
def test_sheets_of_categories_make_one_list_that_runs_on(
    party: str, economy: str, yard: str, read: Read
) -> None:
    data = book(FRONT, sheet(party, PARTY), sheet(economy, ECONOMY), sheet(yard, YARD))
    found = read("list.xlsx", data)
    assert severe(found) == []
    assert found.township is not None
    assert found.township.name == "石桥县柳溪镇"
    told = rows(found)
    assert [row[:3] for row in told if row[0] == "basic"] == [
        ("basic", "1", "党的建设"),
        ("basic", "2", "党的建设"),
        ("basic", "3", "经济发展"),
        ("basic", "4", "院坝共治"),
    ]
    assert [row[1:3] for row in told if row[0] == "cooperation"] == [
        ("1", "党的建设"),
        ("2", "经济发展"),
    ]
    assert [row[1:3] for row in told if row[0] == "reclaimed"] == [
        ("1", "党的建设"),
        ("2", "经济发展"),
    ]
    assert "category-from-sheet" in kinds(found)


def test_numbers_may_begin_again_on_the_sheet_of_another_category(read: Read) -> None:
    again = [[[1, *row[1:]] for row in part] for part in ECONOMY]
    found = read("list.xlsx", book(sheet("1.党的建设", PARTY), sheet("2.经济发展", again)))
    assert severe(found) == []
    assert [row[1:3] for row in rows(found)[-3:]] == [("1", "经济发展")] * 3


def test_a_sheet_that_is_there_twice_stops_the_list(read: Read) -> None:
    sheets = [
        sheet(name, PARTY) for name in ("1.党的建设", "2.党的建设", "3.经济发展", "4.民生服务")
    ]
    assert "list-twice" in severe(read("list.xlsx", book(*sheets)))


def test_names_of_sheets_that_are_no_categories_say_none(read: Read) -> None:
    found = read("list.xlsx", book(sheet("Sheet1", PARTY), sheet("报送稿", ECONOMY)))
    assert {row[2] for row in rows(found)} == {""}


def test_a_row_lost_between_two_sheets_is_said(read: Read) -> None:
    lost = [ECONOMY[0], [[3, *ECONOMY[1][0][1:]]], ECONOMY[2]]
    found = read("list.xlsx", book(sheet("1.党的建设", PARTY), sheet("2.经济发展", lost)))
    assert severe(found) == ["serial-start"]


def test_a_title_that_says_another_category_than_its_sheet_is_said(read: Read) -> None:
    other = sheet("2.经济发展", ECONOMY, "石桥县柳溪镇履职事项清单（党的建设类）")
    found = read("list.xlsx", book(FRONT, sheet("1.党的建设", PARTY), other))
    said = [f.message for f in found.findings if f.kind == "category-doubtful"]
    assert any("经济发展" in words and "党的建设" in words for words in said)


def test_a_sheet_of_another_township_is_no_part_of_the_list(
    tmp_path: Path, tables: Vocabulary
) -> None:
    other = sheet("2.经济发展", ECONOMY, "石桥县青坪镇履职事项清单")
    path = tmp_path / "list.xlsx"
    path.write_bytes(book(FRONT, sheet("1.党的建设", PARTY), other))
    first, second = read_source(Source(path.name, path), tables)
    assert [len(rows(first)), len(rows(second))] == [4, 3]
    assert severe(second) == ["serial-start"] * 3


# -- lists side by side -------------------------------------------------------------------

BASIC: list[list[object]] = [
    ["基本履职事项清单（3项）"],
    ["序号", "类别", "事项名称"],
    [1, "党的建设", "抓好村级党组织换届选举"],
    [2, None, "发展农村党员并开展日常教育"],
    [3, "经济发展", "落实产业扶持政策并做好申报"],
]
HELP: list[list[object]] = [
    ["配合履职事项清单（2项）"],
    ["序号", "类别", "事项名称", "对应部门", "部门职责", "镇职责"],
    [1, "党的建设", "选派驻村干部", "县委组织部", "组织选派并考核。", "做好驻村干部的生活保障。"],
    [2, "经济发展", "经济普查", "县统计局", "组织开展普查。", "协助入户并填报普查表。"],
]
TAKEN: list[list[object]] = [
    ["上级部门收回事项清单（1项）"],
    ["序号", "类别", "事项名称", "承接部门及方式"],
    [1, "经济发展", "企业用电监测", "县工业和信息化局：通过供电数据直接监测"],
]
ABOVE: list[list[object]] = [
    ["云河市石桥县柳溪镇履职事项“三张清单”一览表"],
    ["填报单位（盖章）：", None, "柳溪镇人民政府", None, None, "填报时间：", "2025年8月"],
]


def beside(*parts: list[list[object]], gap: int = 1) -> list[list[object]]:
    """Tables next to each other with ``gap`` empty columns between them."""
    lines: list[list[object]] = []
    for at in range(max(map(len, parts))):
        line: list[object] = []
        for part in parts:
            width = max(map(len, part)) + gap
            cells = part[at] if at < len(part) else []
            line += [*cells, *[None] * (width - len(cells))]
        lines.append(line)
    return lines


THREE = {"basic": 3, "cooperation": 2, "reclaimed": 1}


def counted(document: Document) -> dict[str, int]:
    return dict(Counter(row[0] for row in rows(document)))


@pytest.mark.parametrize("gap", [1, 2])
def test_lists_side_by_side_are_read_one_after_the_other(gap: int, read: Read) -> None:
    lines = [*ABOVE, *beside(BASIC, HELP, TAKEN, gap=gap), ["备注：三张清单各自编号。"]]
    data = book(("总表", lines), ("填报说明", [["填报说明"], ["1.按要求填报。"]]), ("Sheet3", []))
    found = read("list.xlsx", data)
    assert severe(found) == []
    assert counted(found) == THREE
    assert found.edition == "2025-08"
    assert [row[2] for row in rows(found)] == [
        *("党的建设", "党的建设", "经济发展"),
        *("党的建设", "经济发展"),
        "经济发展",
    ]
    last = found.duties[-1].row.locator
    assert last == f"工作表“总表” 第5行 {'L至O列' if gap == 1 else 'N至Q列'}"


def test_tables_side_by_side_may_call_their_columns_otherwise(read: Read) -> None:
    other = [HELP[0], ["编号", "领域", "事项", *HELP[1][3:]], *HELP[2:]]
    found = read("list.xlsx", book(("总表", [*ABOVE, *beside(BASIC, other, TAKEN)])))
    assert (counted(found), severe(found)) == (THREE, [])


def test_tables_side_by_side_may_have_headers_in_two_rows(read: Read) -> None:
    header = [[*HELP[1][:4], "职责分工", None], [*[None] * 4, *HELP[1][4:]]]
    parts = [[*part[:2], [], *part[2:]] for part in (BASIC, HELP, TAKEN)]
    lines = [*ABOVE, *beside(parts[0], [HELP[0], *header, *HELP[2:]], parts[2])]
    found = read("list.xlsx", book(("总表", lines), merged=("I4:J4",)))
    assert (counted(found), severe(found)) == (THREE, [])
    duty = next(duty for duty in found.duties if duty.row.kind.value == "cooperation")
    assert "组织选派并考核" in duty.superior[0].text
    assert "做好驻村干部" in duty.township[0].text


@pytest.mark.parametrize("between", ["一、党的建设", "续"])
def test_words_between_tables_side_by_side_stop_the_list(between: str, read: Read) -> None:
    lines = beside(BASIC, HELP, TAKEN)
    lines.insert(3, [None, None, None, between])
    assert severe(read("list.xlsx", book(("总表", [*ABOVE, *lines]))))


def test_a_row_across_tables_side_by_side_stops_the_list(read: Read) -> None:
    lines = [*ABOVE, *beside(BASIC, HELP, TAKEN)]
    lines.insert(4, ["党的建设"])
    assert severe(read("list.xlsx", book(("总表", lines), merged=("A5:O5",))))


def test_tables_side_by_side_without_their_titles_stop_the_list(read: Read) -> None:
    parts = (BASIC[1:], HELP[1:])
    assert "list-unnamed" in severe(read("list.xlsx", book(("总表", [*ABOVE, *beside(*parts)]))))


def test_one_list_in_two_halves_beside_each_other_runs_on(read: Read) -> None:
    half: list[list[object]] = [BASIC[1], [4, "经济发展", "培育农民专业合作社并指导运行"]]
    lines = [["石桥县柳溪镇基本履职事项清单"], *beside(BASIC[1:], half)]
    found = read("list.xlsx", book(("总表", lines)))
    assert ([row[1] for row in rows(found)], severe(found)) == (["1", "2", "3", "4"], [])


def test_lines_that_say_who_filled_a_sheet_in_are_no_rows(read: Read) -> None:
    lines = [["石桥县柳溪镇基本履职事项清单"], ["填报单位：", None, "柳溪镇人民政府"], *BASIC[1:]]
    found = read("list.xlsx", book(("一", lines)))
    assert (counted(found), severe(found)) == ({"basic": 3}, [])
