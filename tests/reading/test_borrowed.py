"""Sentences of another row, characters of no office, remarks beside cells: said, and never in sound lists."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import doctored
import forms
import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment

from kg.reading.documents import Source, read_source
from kg.values import Document
from kg.vocabulary.loading import Vocabulary

Read = Callable[..., Document]
LIST = doctored.SHORT
TRAINING = Path(__file__).parents[2] / "build" / "training"


def said(document: Document) -> set[tuple[str, str | None, int | None]]:
    return {(f.kind, f.list, f.number) for f in document.findings if f.severity != "note"}


def new(read: Read, *changes: tuple[str, str]) -> set[tuple[str, str | None, int | None]]:
    text = LIST
    for old, other in changes:
        assert old in text
        text = text.replace(old, other, 1)
    return said(read(text)) - said(read(LIST))


@pytest.mark.parametrize(
    ("old", "other", "number"),
    [
        ("1.宣传灌溉政策。", "1.宣传灌溉政策。通知养殖户。", 2),
        ("1.组织强制免疫。", "制定调度方案。1.组织强制免疫。", 3),
        ("2.上报县民政局。", "2.上报县民政局。宣传灌溉政策。", 1),
    ],
)
def test_a_sentence_of_another_row_is_said(read: Read, old: str, other: str, number: int) -> None:
    assert ("cells-repeated", "cooperation", number) in new(read, (old, other))


def test_a_way_of_working_of_another_row_is_said_where_it_was_pasted(read: Read) -> None:
    own = "木垒县民政局： 依据婚姻登记档案出具证明。"
    found = new(read, (own, "木垒县农业农村局： 实施现场检疫。"))
    assert ("cells-repeated", "reclaimed", 1) in found
    assert ("cells-repeated", "reclaimed", 2) not in found


def test_rows_may_say_the_same_of_the_same_matter(read: Read) -> None:
    found = new(
        read,
        ("2.上报县民政局。", "2.上报县民政局。3.动员养殖户参加动物防疫。"),
        ("临时救助发放工作", "动物防疫临时救助发放工作"),
        ("1.通知养殖户。", "1.通知养殖户。2.动员养殖户参加动物防疫。"),
    )
    assert not {kind for kind, *_ in found} & {"cells-repeated"}


def test_ways_of_working_exchanged_are_said_where_a_usual_word_tells_the_way_back(
    read: Read,
) -> None:
    found = new(
        read,
        ("依据婚姻登记档案出具证明。", "?"),
        ("开展执法检查。", "依据婚姻登记档案出具证明。"),
        ("?", "开展执法检查。"),
    )
    assert {("rows-crossed", "reclaimed", 1), ("rows-crossed", "reclaimed", 3)} <= found


def test_a_character_of_no_office_is_said(read: Read) -> None:
    assert ("cell-garbled", "cooperation", 1) in new(read, ("1.受理申请", "1.受䐆申请"))
    assert not new(read, ("1.受理申请", "1.在瞭望塔受理申请"))
    assert not {k for k, *_ in new(read, ("1.受理申请", "1.到大垴村受理申请"))} & {"cell-garbled"}


def test_a_list_in_other_characters_is_said_once(read: Read) -> None:
    found = read(
        LIST.replace("1.受理申请", "1.受䐆䐇䐈䐉请").replace("1.通知养殖户", "1.通䐊䐋䐌䐍户")
    ).findings
    [garbled] = [f for f in found if f.kind == "cell-garbled"]
    assert "8 个" in garbled.message


@pytest.mark.parametrize(
    ("method", "contradicted"),
    [("不再由木垒县农业农村局承接。", True), ("不再由镇代收材料，由县局受理。", False)],
)
def test_a_holder_that_no_longer_holds_is_said(read: Read, method: str, contradicted: bool) -> None:
    found = new(read, ("实施现场检疫。", method))
    assert (("holder-contradicted", "reclaimed", 2) in found) is contradicted


def test_a_title_of_a_former_version_is_said(read: Read) -> None:
    title = "东城镇基本履职事项清单"
    assert {kind for kind, *_ in new(read, (title, f"{title}（调整前）"))} == {"remark-inside"}


@pytest.mark.parametrize("blank", ["\u2028", "\u00ad", "\u2060"])
def test_marks_that_nobody_sees_are_no_part_of_a_word(read: Read, blank: str) -> None:
    text = LIST.replace("木垒县水利局\t", f"木垒县{blank}水利局\t", 1)
    sound, found = read(LIST), read(text)
    assert text != LIST
    assert forms.told(found) == forms.told(sound)


# -- bodies without a place ---------------------------------------------------------------------


@pytest.mark.parametrize("body", ["党政综合办公室", "综治中心", "派出所", "武装部"])
def test_a_body_that_says_no_place_among_others_that_do_is_said(read: Read, body: str) -> None:
    holder = new(read, ("木垒县民政局： 依据", f"{body}： 依据"))
    assert ("department-doubtful", "reclaimed", 1) in holder
    department = new(read, ("\t木垒县水利局\t", f"\t{body}\t"))
    assert ("department-doubtful", "cooperation", 2) in department


def test_offices_of_a_level_and_lists_that_write_no_place_are_no_news(read: Read) -> None:
    assert not new(read, ("木垒县民政局： 依据", "县民政局： 依据"))
    bare = read(LIST.replace("\t木垒县", "\t"))
    assert not [f for f in bare.findings if "只写“" in f.message]


# -- workbooks and documents ------------------------------------------------------------------


def workbook(title: str, *, comment: str = "") -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    sheet.append(["云岭市清溪县石桥镇基本履职事项清单"])
    sheet.append(["序号", "事项类别", "事项名称"])
    sheet.append([1, "党的建设", "负责党员发展、教育、管理工作"])
    sheet.append([2, "党的建设", "做好村务公开工作"])
    if comment:
        sheet.cell(4, 3).comment = Comment(comment, "某人")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read_bytes(path: Path, data: bytes, tables: Vocabulary) -> Document:
    path.write_bytes(data)
    return read_source(Source(path.name, path), tables)[0]


def test_comments_on_cells_of_a_workbook_are_said(tables: Vocabulary, tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    found = read_bytes(path, workbook("表", comment="此项已取消 <&"), tables).findings
    [comment] = [f for f in found if f.kind == "hidden-text"]
    assert "C4" in comment.message
    assert "此项已取消 <&" in comment.message
    assert "hidden-text" not in {f.kind for f in read_bytes(path, workbook("表"), tables).findings}


def test_comments_of_a_document_are_said(tables: Vocabulary, tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text(LIST, "utf-8")
    body = forms.word_body(forms.sections(path))
    part = (
        f'<w:comments {forms.W_NS}><w:comment w:id="0"><w:p><w:r><w:t>此项已取消</w:t></w:r></w:p>'
        "</w:comment></w:comments>"
    )
    document = read_bytes(tmp_path / "list.docx", forms.document(body, comments=part), tables)
    assert [f.quote for f in document.findings if f.kind == "hidden-text"] == ["此项已取消"]


def test_a_sheet_named_as_another_list_is_said(tables: Vocabulary, tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    for title, doubtful in (
        ("配合履职事项清单", True),
        ("基本履职事项清单", False),
        ("表1", False),
    ):
        found = read_bytes(path, workbook(title), tables).findings
        assert ("list-doubtful" in {f.kind for f in found}) is doubtful, title


# -- sound lists ------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(TRAINING.glob("elsewhere/*.txt"))[:6], ids=lambda p: p.stem)
def test_nothing_of_the_kind_is_said_of_sound_lists(read: Read, path: Path) -> None:
    found = read(path.read_text("utf-8")).findings
    messages = [f.message for f in found if f.kind in ("cells-repeated", "cell-garbled")]
    assert not [m for m in messages if "一字不差" in m or "几乎不用的字" in m]
