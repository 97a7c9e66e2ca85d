"""Lists without tables: labelled blocks, forms of their own for every item, numbered paragraphs."""

from __future__ import annotations

from pathlib import Path

import doctored
import forms
import pytest

from kg.reading.documents import Source, read_document
from kg.values import Document
from kg.vocabulary.loading import Vocabulary

PLACE = "昌吉州木垒县东城镇"
LABELS = {
    3: ("序号", "事项类别", "事项名称"),
    4: ("序号", "事项类别", "事项名称", "承接部门及工作方式"),
    6: ("序号", "事项类别", "事项名称", "对应上级部门", "上级部门职责", "乡镇配合职责"),
}
SHAPES = {
    "a label a line": lambda labels, row: [f"{a}：{b}" for a, b in zip(labels, row, strict=True)],
    "labels in brackets": lambda labels, row: [
        f"【{a}】{b}" for a, b in zip(labels, row, strict=True)
    ],
    "values on lines of their own": lambda labels, row: [
        line
        for a, b in zip(labels, row, strict=True)
        for line in ([f"{a}：{b}"] if len(b) < 8 else [f"{a}：", b])
    ],
    "short labels on one line": lambda labels, row: [
        "  ".join(f"{a}：{b}" for a, b in zip(labels[:3], row[:3], strict=True)),
        *(f"{a}：{b}" for a, b in zip(labels[3:], row[3:], strict=True)),
    ],
    "numbered name, labels below": lambda labels, row: [
        f"{row[0]}. {row[2]}",
        f"事项类别：{row[1]}",
        *(f"{a}：{b}" for a, b in zip(labels[3:], row[3:], strict=True)),
    ],
}


@pytest.fixture
def sections(tmp_path: Path) -> list[forms.Section]:
    path = tmp_path / "short.txt"
    path.write_text(doctored.SHORT, "utf-8")
    return forms.sections(path)


def read(path: Path, data: bytes, tables: Vocabulary) -> Document:
    path.write_bytes(data)
    return read_document(Source(path.name, path), tables)


def severe(document: Document) -> list[str]:
    return [f.render() for f in document.findings if f.severity == "error"]


@pytest.mark.parametrize("shape", SHAPES)
def test_blocks_of_labelled_lines_are_rows(
    shape: str, sections: list[forms.Section], tables: Vocabulary, tmp_path: Path
) -> None:
    gold = read(tmp_path / "gold.txt", doctored.SHORT.encode(), tables)
    lines = []
    for part in sections:
        lines += part.lines
        for row in part.rows[1:]:
            lines += ["", *SHAPES[shape](LABELS[len(row)], row)]
    found = read(tmp_path / "list.txt", "\n".join(lines).encode(), tables)
    assert severe(found) == []
    assert forms.told(found) == forms.told(gold)
    assert found.coverage.complete
    assert "read-from-text" in {f.kind for f in found.findings}


def test_a_form_of_its_own_for_every_item_is_a_row(
    sections: list[forms.Section], tables: Vocabulary, tmp_path: Path
) -> None:
    gold = read(tmp_path / "gold.txt", doctored.SHORT.encode(), tables)
    out = []
    for part in sections:
        out += [forms._paragraph(line) for line in part.lines]
        for row in part.rows[1:]:
            out.append('<w:tbl><w:tblGrid><w:gridCol w:w="900"/><w:gridCol w:w="900"/></w:tblGrid>')
            for label, cell in zip(LABELS[len(row)], row, strict=True):
                cells = "".join(f"<w:tc>{forms._paragraph(x)}</w:tc>" for x in (label, cell))
                out.append(f"<w:tr>{cells}</w:tr>")
            out.append("</w:tbl>")
    found = read(tmp_path / "list.docx", forms.document("".join(out)), tables)
    assert severe(found) == []
    assert forms.told(found) == forms.told(gold)


def test_numbered_paragraphs_are_the_rows_of_a_basic_list(
    tables: Vocabulary, tmp_path: Path
) -> None:
    head, _, rest = doctored.SHORT.partition("序号\t事项类别\t事项名称\n")
    rest = rest[rest.index(f"{PLACE}配合") :]
    names = (
        "一、党的建设\n1.负责党员发展工作\n2.做好村务公开工作\n二、经济发展\n3.开展招商引资工作\n"
    )
    found = read(tmp_path / "list.txt", (head + names + rest).encode(), tables)
    assert severe(found) == []
    assert [(d.row.printed, d.row.category) for d in found.duties[:3]] == [
        ("1", "党的建设"),
        ("2", "党的建设"),
        ("3", "经济发展"),
    ]
    gap = names.replace("2.做好村务公开工作\n", "")
    assert severe(read(tmp_path / "gap.txt", (head + gap + rest).encode(), tables))


def test_what_does_not_come_out_even_stays_as_it_is_and_is_an_error(
    tables: Vocabulary, tmp_path: Path
) -> None:
    text = f"{PLACE}履职事项清单\n2025年7月\n{PLACE}基本履职事项清单\n序号：1\n事项类别：党的建设\n"
    assert severe(read(tmp_path / "list.txt", text.encode(), tables))
    prose = f"{PLACE}基本履职事项清单\n为做好清单工作，现说明如下。\n1.统一思想\n2.提高认识\n"
    assert severe(read(tmp_path / "prose.txt", prose.encode(), tables))
