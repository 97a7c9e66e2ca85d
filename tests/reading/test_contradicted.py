"""Titles, dates and headers that contradict the rest of a document are said; numbers of columns are no duty."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.reading.lists.dates import editions, impossible_date, month_of
from kg.values import Document

Read = Callable[..., Document]
MADE_UP = (Path(__file__).parents[1] / "data" / "made-up-list.txt").read_text("utf-8")
PLACED = "普洱市青岩县柳湾镇"


def _said(document: Document, kind: str) -> list[tuple[int, str]]:
    return [(f.line, f.message) for f in document.findings if f.kind == kind]


def _csv(text: str) -> str:
    return text.replace("\t", ",")


def _html(text: str) -> str:
    rows = []
    for line in text.splitlines():
        cells = "".join(f"<td>{cell}</td>" for cell in line.split("\t"))
        rows.append(f"<table><tr>{cells}</tr></table>" if "\t" in line else f"<p>{line}</p>")
    return "\n".join(rows).replace("</table>\n<table>", "")


def _markdown(text: str) -> str:
    rows = []
    for line in text.splitlines():
        cells = line.split("\t")
        rows.append(f"| {' | '.join(cells)} |" if len(cells) > 1 else f"\n{line}\n")
        if line.startswith("序号"):
            rows.append("|" + "---|" * len(cells))
    return "\n".join(rows)


@pytest.mark.parametrize("name", ["基本", "配合", "上级部门收回"])
@pytest.mark.parametrize("other", ["临沧市", "红河哈尼族彝族自治州"])
def test_a_title_with_another_prefecture_than_the_others_is_refused(
    read: Read, name: str, other: str
) -> None:
    text = MADE_UP.replace("云川省松台市\n青岩县柳湾镇", PLACED).replace(
        "\n青岩县柳湾镇", f"\n{PLACED}"
    )
    document = read(text.replace(f"{PLACED}{name}", f"{other}青岩县柳湾镇{name}"))
    ((line, message),) = _said(document, "place-differs")
    assert line == {"基本": 4, "配合": 11, "上级部门收回": 17}[name]
    assert other in message
    assert "普洱市" in message


def test_a_cover_with_another_prefecture_or_a_title_with_another_province_is_refused(
    read: Read,
) -> None:
    text = MADE_UP.replace("云川省松台市\n", "").replace("\n青岩县柳湾镇", f"\n{PLACED}")
    cover = read(f"临沧市{text}")
    assert [line for line, _ in _said(cover, "place-differs")] == [1]
    province = read(
        f"{PLACED}{text[len('青岩县柳湾镇') :]}".replace(f"{PLACED}配合", "四川省青岩县柳湾镇配合")
    )
    assert "四川省" in _said(province, "place-differs")[0][1]


@pytest.mark.parametrize("short", ["昌吉州", "新疆维吾尔自治区昌吉回族自治州", ""])
def test_a_prefecture_in_short_or_left_out_is_none(read: Read, short: str) -> None:
    county = "木垒县东城镇"
    text = MADE_UP.replace("云川省松台市\n", "").replace("青岩县柳湾镇", f"昌吉回族自治州{county}")
    document = read(text.replace(f"昌吉回族自治州{county}配合", f"{short}{county}配合"))
    assert _said(document, "place-differs") == []


@pytest.mark.parametrize(
    "words",
    [
        "2025年17月",
        "2025-13",
        "2025年2月30日",
        "二〇二五年十三月",
        "2025.00",
        "２０２５年６月３１日",
    ],
)
@pytest.mark.parametrize("where", ["cover", "csv", "title", "behind"])
def test_an_impossible_date_is_said_at_its_line_and_is_no_date(
    read: Read, words: str, where: str
) -> None:
    text, line = MADE_UP.replace("2025年8月", words), 3
    if where == "title":
        text, line = MADE_UP.replace("2025年8月\n", ""), 11
        text = text.replace("柳湾镇配合履职事项清单", f"柳湾镇配合履职事项清单（{words}）")
    elif where == "behind":
        text, line = f"{MADE_UP.rstrip()}\n\n{words}\n", MADE_UP.rstrip().count("\n") + 3
    document = read(_csv(text), ".csv") if where == "csv" else read(text)
    ((said_at, _),) = _said(document, "date-impossible")
    assert said_at == line
    assert _said(document, "date-missing") == []
    if where == "behind":
        assert document.edition == "2025-08"
    else:
        assert (document.date_printed, document.edition[:2]) == ("", "u-")
    assert len(document.duties) == 10


def test_days_that_no_calendar_has_are_said_in_clauses_too(read: Read) -> None:
    document = read(MADE_UP.replace("组织巡查员日常巡查", "每年6月31日前组织巡查"))
    assert [line for line, _ in _said(document, "date-impossible")] == [14]
    assert _said(read(MADE_UP.replace("日常巡查", "于2月29日巡查")), "date-impossible") == []


def test_printed_dates_are_possible_or_not() -> None:
    assert [month_of(text) for text in ("2025年7月31日", "2025-7-31", "2024年2月29日")] == [
        "2025-07",
        "2025-07",
        "2024-02",
    ]
    assert impossible_date("二〇二五年二月二十九日") == "二〇二五年二月二十九日"
    assert impossible_date("2025年7月") == ""
    assert editions("清单（2023年版）、2024版、2023年7月、〔2022〕5号") == ["2023年版", "2024版"]


@pytest.mark.parametrize("words", ["（2023年版）", "（2024版）", "（二〇二三年版）", "（2023）"])
def test_a_year_behind_a_title_that_is_not_the_covers_is_said(read: Read, words: str) -> None:
    for title in ("柳湾镇履职事项清单", "柳湾镇配合履职事项清单", "柳湾镇上级部门收回事项清单"):
        ((_, message),) = _said(read(MADE_UP.replace(title, f"{title}{words}")), "date-differs")
        assert words.strip("（）") in message
        assert "2025年8月" in message


def test_a_year_inside_a_title_or_of_a_header_that_is_not_the_covers_is_said(read: Read) -> None:
    inside = MADE_UP.replace("柳湾镇配合履职", "柳湾镇2023年配合履职")
    assert [line for line, _ in _said(read(inside), "date-differs")] == [12]
    header = MADE_UP.replace("上级部门职责\t配合职责", "上级部门职责\t配合职责（2023年版）")
    assert [line for line, _ in _said(read(header), "date-differs")] == [13]
    assert len(_said(read(_html(header), ".html"), "date-differs")) == 1
    other = MADE_UP.replace("2025年8月\n", "")
    other = other.replace("镇基本履职事项清单", "镇基本履职事项清单（2023年版）")
    other = other.replace("镇配合履职事项清单", "镇配合履职事项清单（2025年版）")
    assert len(_said(read(other), "date-differs")) == 1


def test_the_year_of_the_cover_and_a_column_of_a_year_are_no_contradiction(read: Read) -> None:
    same = MADE_UP.replace("柳湾镇配合履职事项清单", "柳湾镇配合履职事项清单（2025年版）")
    column = MADE_UP.replace("承接部门及工作方式", "承接部门及工作方式\t2023年完成情况")
    column = column.replace("立案查处。\n", "立案查处。\t好\n").replace(
        "此项工作。", "此项工作。\t"
    )
    for text in (same, column):
        assert _said(read(text), "date-differs") == []


@pytest.mark.parametrize("name", ["石桥镇", "青岩县石桥乡", "城南街道"])
@pytest.mark.parametrize("form", [(str, ".txt"), (_html, ".html"), (_markdown, ".md")])
def test_a_header_that_names_another_township_is_said(
    read: Read, name: str, form: tuple[Callable[[str], str], str]
) -> None:
    write, suffix = form
    text = MADE_UP.replace("上级部门职责\t配合职责", f"上级部门职责\t{name}配合职责")
    document = read(write(text), suffix)
    ((_, message),) = _said(document, "header-other-name")
    assert name in message
    assert "柳湾镇" in message
    assert _said(document, "header-own-name") == []
    assert len(document.duties) == 10


def test_one_of_several_headers_that_names_another_township_is_said(read: Read) -> None:
    header = "序号\t事项类别\t事项名称\t对应上级部门\t上级部门职责\t"
    text = MADE_UP.replace(f"{header}配合职责", f"{header}柳湾镇配合职责")
    text = text.replace("\n2\t平安", f"\n{header}石桥镇配合职责\n2\t平安")
    document = read(text)
    assert [line for line, _ in _said(document, "header-other-name")] == [15]
    assert [line for line, _ in _said(document, "header-own-name")] == [13]


@pytest.mark.parametrize(
    "words",
    [
        "柳湾镇",
        "青岩县柳湾镇",
        "柳湾乡",
        "乡镇",
        "本镇",
        "各乡镇",
        "乡镇（街道）",
        "县乡镇",
        "所在镇",
    ],
)
def test_a_header_with_its_own_or_a_general_name_is_not(read: Read, words: str) -> None:
    document = read(MADE_UP.replace("上级部门职责\t配合职责", f"上级部门职责\t{words}配合职责"))
    assert _said(document, "header-other-name") == []


@pytest.mark.parametrize(
    ("six", "three"),
    [
        ("甲 乙 丙 1 2 3", "甲 乙 1"),
        ("1 2 3 4 5 6", "1 2 3"),
        ("（1） （2） （3） （4） （5） （6）", "(1) (2) (3)"),
        ("A B C D E F", "a b c"),
        ("栏次 1 2 3 4 5", "栏次 1 2"),
        ("第1栏 第2栏 第3栏 第4栏 第5栏 第6栏", "— 1 2"),
        ("Ⅰ Ⅱ Ⅲ Ⅳ Ⅴ Ⅵ", "① ② ③"),
    ],
)
@pytest.mark.parametrize(
    "form", [(str, ".txt"), (_csv, ".csv"), (_html, ".html"), (_markdown, ".md")]
)
def test_a_row_that_numbers_the_columns_is_furniture(
    read: Read, six: str, three: str, form: tuple[Callable[[str], str], str]
) -> None:
    write, suffix = form
    lines = []
    for line in MADE_UP.splitlines():
        lines.append(line)
        if line.startswith("序号"):
            labels = six if line.count("\t") == 5 else three
            lines.append(labels.replace(" ", "\t"))
    document = read(write("\n".join(lines)), suffix)
    plain = read(write(MADE_UP), suffix)
    assert [d.row.texts for d in document.duties] == [d.row.texts for d in plain.duties]
    assert [(f.kind, f.message) for f in document.findings] == [
        (f.kind, f.message) for f in plain.findings
    ]


@pytest.mark.parametrize(
    "row", ["1\t甲\t乙", "1\t2\t3项任务", "2\t3\t4", "1\t一\t二", "甲\t丙\t丁"]
)
def test_other_rows_of_labels_are_no_numbers_of_columns(read: Read, row: str) -> None:
    document = read(MADE_UP.replace("事项名称\n1\t党的建设", f"事项名称\n{row}\n1\t党的建设"))
    assert len(document.duties) == 11 or any(f.severity == "error" for f in document.findings)


def test_labels_among_the_rows_are_no_numbers_of_columns(read: Read) -> None:
    document = read(MADE_UP.replace("\n3\t民生服务\t走访", "\n甲\t乙\t丙\n3\t民生服务\t走访"))
    assert any(f.severity == "error" for f in document.findings)
