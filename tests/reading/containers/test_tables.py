"""Tables of every container: merged cells, nested tables, numbers that programs print, deletions."""

from __future__ import annotations

import io

import forms
import openpyxl
import pytest
from openpyxl.styles import Font

from kg.reading.blocks import Block
from kg.reading.containers.grid import Cell, spread
from kg.reading.containers.html import html_blocks
from kg.reading.containers.numbering import Level, Numbering, chinese, label
from kg.reading.containers.odf import odf_blocks
from kg.reading.containers.opening import open_any
from kg.reading.containers.separated import separator
from kg.reading.containers.sheets import workbook_blocks
from kg.reading.containers.text import text_blocks
from kg.reading.containers.word import word_blocks

TEXT = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'


def rows(blocks: list[Block]) -> list[tuple[str, ...]]:
    return [block.cells for block in blocks]


# -- grids --------------------------------------------------------------------------------


def test_a_cell_merged_downwards_stands_in_every_row() -> None:
    grid = spread([[Cell("1"), Cell("党建", 2), Cell("a")], [Cell("2"), Cell("b")]])
    assert [row.cells for row in grid] == [["1", "党建", "a"], ["2", "党建", "b"]]
    assert grid[1].merged == {1}


def test_a_cell_merged_to_the_right_keeps_its_text_in_its_first_column() -> None:
    grid = spread([[Cell("职责分工", 1, 2)], [Cell("上级"), Cell("配合")]])
    assert [row.cells for row in grid] == [["职责分工", ""], ["上级", "配合"]]


def test_rows_of_different_length_get_the_width_of_the_table() -> None:
    grid = spread([[Cell("a", 3, 2)], [Cell("b")], [Cell("c"), Cell("d")]])
    assert [row.cells for row in grid] == [
        ["a", "", "", ""],
        ["a", "", "b", ""],
        ["a", "", "c", "d"],
    ]


def test_rows_under_one_merged_serial_are_one_row_of_the_list() -> None:
    blocks, problems = html_blocks(
        "<table><tr><td rowspan=2>1<td rowspan=2>甲<td>县A局<td>1.制定；"
        "<tr><td>县B局<td>1.监督。<tr><td>2<td>乙<td>县C局<td>1.登记。</table>"
    )
    assert rows(blocks) == [
        ("1", "甲", "县A局\n县B局", "1.制定；\n1.监督。"),
        ("2", "乙", "县C局", "1.登记。"),
    ]
    assert [p.kind for p in problems] == ["row-joined"]


# -- text ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "suffix", "mark"),
    [
        ("序号,事项类别,事项名称", ".txt", ","),
        ("序号;事项类别;事项名称", ".csv", ";"),
        ("序号\t事项类别\t事项名称", ".csv", "\t"),
        ("1,党的建设,学习", ".csv", ","),
        ("开展宣传,做好登记", ".txt", ""),
    ],
)
def test_the_header_tells_what_parts_the_cells(line: str, suffix: str, mark: str) -> None:
    assert separator(["云溪县竹林镇清单", line], suffix) == mark


def test_a_quoted_cell_may_hold_line_breaks() -> None:
    text = '序号\t事项名称\t职责\n1\t学习\t"1.宣传；\n2.上报。"\n2\t"""两新""党建"\t无\n'
    blocks, _ = text_blocks(text)
    assert rows(blocks) == [
        ("序号", "事项名称", "职责"),
        ("1", "学习", "1.宣传；\n2.上报。"),
        ("2", '"两新"党建', "无"),
    ]
    assert [block.line for block in blocks] == [1, 2, 4]


def test_quotation_marks_are_words_where_nothing_shows_that_they_are_the_format() -> None:
    blocks, _ = text_blocks('序号\t事项名称\n1\t"五小"工程\n2\t"双减"\n3\t"未闭合\n4\t登记\n')
    assert rows(blocks)[1:] == [
        ("1", '"五小"工程'),
        ("2", '"双减"'),
        ("3", '"未闭合'),
        ("4", "登记"),
    ]


def test_an_unpaired_mark_never_swallows_rows() -> None:
    text = '序号\t事项名称\t职责\n1\t"学习\t宣传\n2\t登记"\t上报\n'
    assert len(rows(text_blocks(text, ".tsv")[0])) == 3


@pytest.mark.parametrize(("left", "right"), [("| ", " |"), ("", ""), ("| ", "")])
def test_markdown_tables_may_lack_outer_pipes(left: str, right: str) -> None:
    lines = ["序号 | 事项名称", "--- | ---", "1 | 甲\\|乙"]
    text = "\n".join(f"{left}{line}{right}" for line in lines)
    blocks, _ = text_blocks(f"标题\n\n{text}\n\n说明 | 不是表")
    assert [b.cells for b in blocks if b.tabular] == [("序号", "事项名称"), ("1", "甲|乙")]


def test_commas_of_a_sentence_do_not_part_the_cells_of_markdown() -> None:
    text = "| 序号 | 事项名称 | 职责 |\n|---|---|---|\n| 1 | 培训 | 编制工作内容,明确主管部门 |"
    blocks, _ = text_blocks(text, ".md")
    assert rows(blocks)[-1:] == [("1", "培训", "编制工作内容,明确主管部门")]


# -- web pages ----------------------------------------------------------------------------


def test_clauses_in_paragraphs_lists_and_breaks_are_lines_of_a_cell() -> None:
    blocks, _ = html_blocks(
        "<table><tr><td>1<td><p>1.甲；</p><p>2.乙。</p><td>a<br>b<td><ol><li>丙<li>丁</ol>"
        '<td><ol style="list-style-type:none"><li>戊</ol></table>'
    )
    assert rows(blocks) == [("1", "1.甲；\n2.乙。", "a\nb", "1.丙\n2.丁", "戊")]


def test_a_table_that_arranges_tables_is_no_table() -> None:
    inner = "<table><tr><td>序号<td>名称<td>部门<tr><td>1<td>甲<td>乙</table>"
    blocks, _ = html_blocks(f"<table><tr><td>栏目<td><p>标题</p>{inner}</table>")
    assert rows(blocks) == [("栏目",), ("标题",), ("序号", "名称", "部门"), ("1", "甲", "乙")]


def test_a_table_inside_a_row_is_part_of_its_cell() -> None:
    inner = "<table><tr><td>甲<td>乙</table>"
    blocks, _ = html_blocks(f"<table><tr><td>1<td>名称<td>部门<td>{inner}</table>")
    assert rows(blocks) == [("1", "名称", "部门", "甲 乙")]


def test_what_a_browser_does_not_show_is_left_aside_and_said() -> None:
    blocks, problems = html_blocks(
        "<p>甲<script>var x</script></p><p style='display: none'>乙</p><p>丙<del>丁</del></p>"
    )
    assert rows(blocks) == [("甲",), ("丙",)]
    assert [(p.kind, p.quote) for p in problems] == [("hidden-text", "乙"), ("deleted-text", "丁")]


def test_a_hidden_row_of_a_web_page_is_left_aside_and_said() -> None:
    row = "<tr style='display:none'><td>2<td>乙</tr>"
    blocks, problems = html_blocks(f"<table><tr><td>1<td>甲</tr>{row}<tr><td>3<td>丙</tr></table>")
    assert rows(blocks) == [("1", "甲"), ("3", "丙")]
    assert [p.kind for p in problems] == ["hidden-text"]


def test_a_title_over_the_whole_width_is_a_paragraph() -> None:
    blocks, _ = html_blocks(
        "<table><tr><th colspan=2>清单<tr><td>1<td>甲<tr><td colspan=2>注：乙</table>"
    )
    assert [(b.cells, b.tabular) for b in blocks] == [
        (("清单",), False),
        (("1", "甲"), True),
        (("注：乙",), False),
    ]
    assert [b.locator for b in blocks] == ["表1 第1行", "表1 第2行", "表1 第3行"]


def test_a_numbered_heading_of_rows_stays_a_row_of_the_table() -> None:
    blocks, _ = html_blocks(
        "<table><tr><td>1<td>甲<tr><td colspan=2>二、民生服务<tr><td colspan=2>附则：一、二项。</table>"
    )
    assert [(b.cells, b.tabular) for b in blocks[1:]] == [
        (("二、民生服务", ""), True),
        (("附则：一、二项。",), False),
    ]
    blocks, _ = text_blocks("序号,名称\n一、党建,\n1,甲\n注：乙,\n", ".csv")
    assert [b.tabular for b in blocks] == [True, True, True, False]


def test_tables_of_html_inside_markdown_leave_its_lines_apart() -> None:
    blocks, _ = html_blocks(
        "# 竹林镇\n2025年6月\n\n<table><tr><td>1<td>甲</tr></table>\n\n# 配合\n<table>\n<tr><td>2<td>乙</table>"
    )
    assert [b.cells for b in blocks] == [
        *(("# 竹林镇",), ("2025年6月",), ("1", "甲"), ("# 配合",), ("2", "乙")),
    ]


# -- Word ---------------------------------------------------------------------------------


def cell(inner: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def para(text: str, properties: str = "") -> str:
    return f"<w:p>{properties}{TEXT.format(text)}</w:p>"


def test_tracked_insertions_are_text_and_deletions_are_said() -> None:
    body = (
        f"<w:p>{TEXT.format('甲')}<w:ins>{TEXT.format('乙')}</w:ins>"
        "<w:del><w:r><w:delText>丙</w:delText></w:r></w:del></w:p>"
        "<w:tbl><w:tr><w:trPr><w:del/></w:trPr>" + cell(para("丁")) + "</w:tr>"
        "<w:tr>" + cell(para("1")) + cell(para("戊")) + "</w:tr></w:tbl>"
    )
    blocks, problems = word_blocks(forms.document(body))
    assert rows(blocks) == [("甲乙",), ("1", "戊")]
    assert [(p.kind, p.quote) for p in problems] == [("deleted-text", "丙")]


def test_hidden_text_and_field_codes_are_no_text() -> None:
    body = (
        f"<w:p>{TEXT.format('甲')}<w:r><w:rPr><w:vanish/></w:rPr><w:t>乙</w:t></w:r>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
    )
    blocks, problems = word_blocks(forms.document(body))
    assert rows(blocks) == [("甲",)]
    assert [p.quote for p in problems] == ["乙"]


@pytest.mark.parametrize(
    ("mark", "kept"), [("<w:strike/>", "甲"), ('<w:strike w:val="0"/>', "甲乙")]
)
def test_text_that_is_struck_out_is_left_aside_and_said(mark: str, kept: str) -> None:
    struck = f"<w:r><w:rPr>{mark}</w:rPr><w:t>乙</w:t></w:r>"
    blocks, problems = word_blocks(forms.document(f"<w:p>{TEXT.format('甲')}{struck}</w:p>"))
    assert rows(blocks) == [(kept,)]
    assert [p.kind for p in problems] == ["deleted-text"] * (kept == "甲")


def test_numbers_that_word_prints_are_counted() -> None:
    number = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    row = "<w:tr>" + cell(f"<w:p>{number}</w:p>") + cell(para("甲")) + "</w:tr>"
    data = forms.document(f"<w:tbl>{row * 3}</w:tbl>", numbering=forms.numbering(1))
    assert rows(word_blocks(data)[0]) == [("1", "甲"), ("2", "甲"), ("3", "甲")]


def test_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{para('封面')}</w:txbxContent>"
    body = (
        '<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/'
        f'markup-compatibility/2006"><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>'
        "</mc:AlternateContent></w:r></w:p>" + para("正文")
    )
    assert rows(word_blocks(forms.document(body))[0]) == [("封面",), ("正文",)]


def test_grid_spans_and_skipped_columns_keep_the_columns_apart() -> None:
    body = (
        "<w:tbl><w:tr>" + cell(para("a")) + cell(para("b"), '<w:gridSpan w:val="2"/>') + "</w:tr>"
        '<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>'
        + cell(para("c"))
        + cell(para("d"))
        + "</w:tr></w:tbl>"
    )
    assert rows(word_blocks(forms.document(body))[0]) == [("a", "b", ""), ("", "c", "d")]


def test_footnotes_are_left_aside_and_said() -> None:
    notes = f"<w:footnotes {forms.W_NS}><w:footnote>{para('依据')}</w:footnote></w:footnotes>"
    _, problems = word_blocks(forms.document(para("甲"), footnotes=notes))
    assert [p.quote for p in problems] == ["依据"]


def test_labels_are_printed_as_word_prints_them() -> None:
    assert [chinese(n) for n in (1, 10, 12, 20, 102, 110)] == [
        *("一", "十", "十二", "二十", "一百〇二", "一百一十"),
    ]
    assert label(4, "lowerRoman") == "iv"
    assert label(3, "decimalEnclosedCircle") == "③"
    levels = {0: Level("chineseCounting", "%1、"), 1: Level("decimal", "%2.")}
    counted = Numbering(levels)
    assert [counted.next(d) for d in (0, 1, 1, 0, 1)] == ["一、", "1.", "2.", "二、", "1."]


# -- workbooks ----------------------------------------------------------------------------


def book(*sheets: tuple[str, list[list[object]]], merged: str = "", hidden: str = "") -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for name, values in sheets:
        sheet = made.create_sheet(name)
        for row in values:
            sheet.append(row)
        if merged:
            sheet.merge_cells(merged)
        if name == hidden:
            sheet.sheet_state = "hidden"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_every_sheet_is_read_and_its_name_where_it_tells_something() -> None:
    data = book(
        ("Sheet1", [["封面"]]),
        ("竹林镇基本履职事项清单", [["序号", "名称"], [1, "甲"], [2.5, True]]),
    )
    blocks, _ = workbook_blocks(data)
    assert rows(blocks) == [
        ("封面",),
        ("竹林镇基本履职事项清单",),
        ("序号", "名称"),
        ("1", "甲"),
        ("2.5", "是"),
    ]
    assert blocks[3].locator == "工作表“竹林镇基本履职事项清单” 第2行"
    assert (blocks[3].line, blocks[3].sheet) == (2, "竹林镇基本履职事项清单")


@pytest.mark.parametrize("name", ["一、收回", "表3-收回", "附件3收回"])
def test_the_name_of_a_sheet_says_nothing_that_its_title_says(name: str) -> None:
    blocks, _ = workbook_blocks(book((name, [["收回事项清单"], ["序号", "名称"], [1, "甲"]])))
    assert rows(blocks)[0] == ("收回事项清单",)


def test_merged_cells_of_a_sheet_are_filled_down() -> None:
    data = book(("a", [["1", "党建", "甲"], ["2", None, "乙"]]), merged="B1:B2")
    blocks, _ = workbook_blocks(data)
    assert rows(blocks) == [("1", "党建", "甲"), ("2", "党建", "乙")]
    assert blocks[1].merged == (1,)


def test_a_hidden_row_of_a_sheet_is_read_and_said() -> None:
    made = openpyxl.load_workbook(io.BytesIO(book(("a", [["甲"], ["乙"]]))))
    made["a"].row_dimensions[2].hidden = True
    out = io.BytesIO()
    made.save(out)
    blocks, problems = workbook_blocks(out.getvalue())
    assert rows(blocks) == [("甲",), ("乙",)]
    assert [(p.kind, p.line) for p in problems] == [("hidden-read", 2)]


def test_a_hidden_sheet_is_left_aside_and_said() -> None:
    data = book(("a", [["甲"]]), ("b", [["乙"]]), hidden="b")
    blocks, problems = workbook_blocks(data)
    assert rows(blocks) == [("甲",)]
    assert [(p.kind, p.quote) for p in problems] == [("hidden-text", "b")]


def test_totals_and_empty_columns_are_no_part_of_the_table() -> None:
    data = book(
        ("a", [[None, "序号", "名称"], [None, 1, "甲"], [None, "合计", 1], [None, "注：乙"]])
    )
    blocks, _ = workbook_blocks(data)
    assert [(b.cells, b.tabular) for b in blocks] == [
        (("序号", "名称"), True),
        (("1", "甲"), True),
        (("合计 1",), False),
        (("注：乙",), False),
    ]


def test_one_cell_for_two_columns_of_a_row_is_said() -> None:
    data = book(("a", [["序号", "上级", "配合"], [1, "共同做好", None]]), merged="B2:C2")
    _, problems = workbook_blocks(data)
    assert [p.kind for p in problems] == ["cells-merged"]


# -- OpenDocument -------------------------------------------------------------------------

ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)


def open_document(inner: str, kind: str = "spreadsheet") -> bytes:
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        archive.writestr(
            "content.xml",
            f"<office:document-content {ODF}><office:body><office:{kind}>{inner}"
            f"</office:{kind}></office:body></office:document-content>",
        )
    return out.getvalue()


def test_merged_and_repeated_cells_of_open_document() -> None:
    def one(text: str, more: str = "") -> str:
        return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"

    covered = "<table:covered-table-cell/>"
    down = 'table:number-rows-spanned="2"'
    inner = (
        f'<table:table table:name="a"><table:table-row>{one("1")}{one("党建", down)}{one("甲")}'
        f"</table:table-row><table:table-row>{one('2')}{covered}{one('乙')}</table:table-row>"
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row></table:table>'
    )
    blocks, _ = odf_blocks(open_document(inner))
    assert rows(blocks) == [("1", "党建", "甲"), ("2", "党建", "乙")]


def test_tracked_deletions_of_open_document_are_said() -> None:
    inner = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>旧</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes><text:p>新<text:s/>文</text:p>"
    )
    blocks, problems = odf_blocks(open_document(inner, "text"))
    assert rows(blocks) == [("新 文",)]
    assert [p.kind for p in problems] == ["deleted-text"]


def test_text_of_a_table_outside_its_cells_is_said() -> None:
    page = "<html><body><table><tr><td>序号</td><td>事项名称</td></tr><tr>{}</tr></table></body></html>"
    for lost in ("<pd>1</pd><pd>防汛</pd>", "1 防汛</td>"):
        contents = open_any("a.html", page.format(lost).encode())
        assert [p.kind for p in contents.problems] == ["row-broken"]
        assert "防汛" in contents.problems[0].message
    assert not open_any("a.html", page.format("<td>1</td><td>防汛</td>").encode()).problems


def test_a_page_without_its_end_is_said() -> None:
    page = b"<html><body><table><tr><td>1</td><td>2</td></tr></table></body></html>"
    assert not open_any("a.html", page).problems
    assert [p.kind for p in open_any("a.html", page[:-24]).problems] == ["page-unclosed"]


@pytest.mark.parametrize(
    ("head", "row"),
    [
        ("", "<tr style='text-decoration:line-through;color:red'>"),
        ("", "<tr style='TEXT-DECORATION: underline line-through'>"),
        ("<style>.gone{text-decoration:line-through}</style>", "<tr class='a gone'>"),
        ("<style>td, tr.gone > td { text-decoration-line: line-through }</style>", "<tr>"),
        ("<style>table #old{text-decoration:line-through #c00}</style>", "<tr id=old>"),
    ],
)
def test_a_row_that_a_style_strikes_out_is_left_aside_and_said(head: str, row: str) -> None:
    cells = "<td>2</td><td>乙</td></tr>"
    table = f"<table><tr><th>1<th>甲</tr>{row}{cells}<tr><th>3<th>丙</tr></table>"
    blocks, problems = html_blocks(f"<html><head>{head}</head><body>{table}</body></html>")
    assert [words for words in rows(blocks) if any(words)] == [("1", "甲"), ("3", "丙")]
    assert [p.kind for p in problems] == ["deleted-text"]


def test_a_struck_cell_keeps_its_column() -> None:
    struck = "<td style='text-decoration:line-through'>乙</td>"
    blocks, problems = html_blocks(f"<table><tr><td>1{struck}<td>丙<tr><td>2<td>丁<td>戊</table>")
    assert rows(blocks) == [("1", "", "丙"), ("2", "丁", "戊")]
    assert [p.quote for p in problems] == ["乙"]


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("tr:nth-child(2){text-decoration:line-through}", ["struck-read"]),
        ("a:hover{text-decoration:line-through}", []),
        ("@media print{tr{text-decoration:line-through}}", []),
        (".other{text-decoration:line-through} tr{color:red}", []),
    ],
)
def test_rules_that_strike_out_nobody_knows_what_are_said(rule: str, said: list[str]) -> None:
    table = "<table><tr><td>1<td>甲<tr><td>2<td>乙</table>"
    blocks, problems = html_blocks(f"<html><style>{rule}</style><body>{table}</body></html>")
    assert rows(blocks) == [("1", "甲"), ("2", "乙")]
    assert [p.kind for p in problems] == said


def test_struck_cells_of_a_workbook_are_read_and_said() -> None:
    data = book(("a", [["1", "甲"], ["2", "乙"], ["3", "丙"]]))
    made = openpyxl.load_workbook(io.BytesIO(data))
    for cell in made["a"][2]:
        cell.font = Font(strike=True)
    out = io.BytesIO()
    made.save(out)
    blocks, problems = workbook_blocks(out.getvalue())
    assert rows(blocks) == [("1", "甲"), ("2", "乙"), ("3", "丙")]
    assert [(p.kind, p.line) for p in problems] == [("struck-read", 2)]
