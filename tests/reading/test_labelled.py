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
    "headings and bold labels of Markdown": lambda labels, row: [
        f"### {row[0]}. {row[2]}",
        *(f"- **{a}**：{b}" for a, b in zip(labels[1:], row[1:], strict=True) if a != labels[2]),
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


REGIMENT = "第十四师昆山市皮墨垦区云台团场"
WRITTEN = {
    "numbered names and clauses": (
        ("一、党的建设\n1.落实党建责任\n2.发展党员\n二、维稳戍边\n3.组织民兵训练\n"),
        (
            "1.农业用水定额管理\n"
            "类别：乡村振兴\n"
            "牵头部门：师市水利局\n"
            "配合部门：师市农业农村局\n"
            "师市部门职责：\n"
            "1.下达指标；\n"
            "2.监督检查。\n"
            "团场职责：\n"
            "1.落实计划；\n"
            "2.上报数据。\n"
            "2.棉花补贴发放\n"
            "类别：经济发展\n"
            "牵头部门：师市发展改革委\n"
            "师市部门职责：1.制定方案。\n"
            "团场职责：1.核实面积。\n"
        ),
        (
            "1.劳动能力鉴定\n"
            "类别：社会保障\n"
            "承接部门：师市人力资源和社会保障局\n"
            "工作方式：组织鉴定。\n"
            "2.订报任务\n"
            "类别：综合政务\n"
            "工作方式：不再开展\n"
        ),
    ),
    "numbers in brackets": (
        ("（一）党的建设\n（1）落实党建责任\n（2）发展党员\n（二）维稳戍边\n（3）组织民兵训练\n"),
        (
            "（一）乡村振兴\n"
            "1．农业用水定额管理\n"
            "【对应部门】师市水利局\n"
            "【部门职责】下达指标；监督检查。\n"
            "【团场配合职责】落实计划；上报数据。\n"
            "（二）经济发展\n"
            "2．棉花补贴发放\n"
            "【对应部门】师市发展改革委\n"
            "【部门职责】制定方案。\n"
            "【团场配合职责】核实面积。\n"
        ),
        (
            "1．劳动能力鉴定\n"
            "【承接部门】师市人力资源和社会保障局\n"
            "【承接方式】组织鉴定。\n"
            "2．订报任务\n"
            "【承接方式】不再开展\n"
        ),
    ),
    "第1项, category behind the name, spaced labels": (
        (
            "第1项 落实党建责任（党的建设）\n"
            "第2项 发展党员（党的建设）\n"
            "第3项 组织民兵训练（维稳戍边）\n"
        ),
        (
            "第1项：农业用水定额管理\n"
            "  类　　别：乡村振兴\n"
            "  对应上级部门：师市水利局\n"
            "  上级部门职责：下达指标；监督检查。\n"
            "  团场配合职责：落实计划；上报数据。\n"
            "第2项：棉花补贴发放\n"
            "  类　　别：经济发展\n"
            "  对应上级部门：师市发展改革委\n"
            "  上级部门职责：制定方案。\n"
            "  团场配合职责：核实面积。\n"
        ),
        (
            "第1项：劳动能力鉴定\n"
            "  承接部门：师市人力资源和社会保障局\n"
            "  工作方式：组织鉴定。\n"
            "第2项：订报任务\n"
            "  工作方式：不再开展\n"
        ),
    ),
    "事项1": (
        ("事项1：落实党建责任\n事项2：发展党员\n事项3：组织民兵训练\n"),
        (
            "事项1：农业用水定额管理\n"
            "事项类别：乡村振兴\n"
            "牵头单位：师市水利局\n"
            "单位职责：下达指标；监督检查。\n"
            "团场职责：落实计划；上报数据。\n"
            "事项2：棉花补贴发放\n"
            "事项类别：经济发展\n"
            "牵头单位：师市发展改革委\n"
            "单位职责：制定方案。\n"
            "团场职责：核实面积。\n"
        ),
        (
            "事项1：劳动能力鉴定\n"
            "承接单位：师市人力资源和社会保障局\n"
            "工作方式：组织鉴定。\n"
            "事项2：订报任务\n"
            "工作方式：不再开展\n"
        ),
    ),
    "labels alone on a line, rules between": (
        (
            "事项名称：落实党建责任\n"
            "事项类别：党的建设\n"
            "\n"
            "事项名称：发展党员\n"
            "事项类别：党的建设\n"
            "\n"
            "事项名称：组织民兵训练\n"
            "事项类别：维稳戍边\n"
        ),
        (
            "事项名称：农业用水定额管理\n"
            "事项类别：乡村振兴\n"
            "对应上级部门：师市水利局\n"
            "上级部门职责\n"
            "1.下达指标；\n"
            "2.监督检查。\n"
            "团场配合职责\n"
            "1.落实计划；\n"
            "2.上报数据。\n"
            "----\n"
            "事项名称：棉花补贴发放\n"
            "事项类别：经济发展\n"
            "对应上级部门：师市发展改革委\n"
            "上级部门职责\n"
            "1.制定方案。\n"
            "团场配合职责\n"
            "1.核实面积。\n"
        ),
        (
            "事项名称：劳动能力鉴定\n"
            "承接部门及工作方式：师市人力资源和社会保障局：组织鉴定。\n"
            "\n"
            "事项名称：订报任务\n"
            "承接部门及工作方式：不再开展\n"
        ),
    ),
    "colloquial labels": (
        (
            "1. 落实党建责任\n"
            "类别：党的建设\n"
            "2. 发展党员\n"
            "类别：党的建设\n"
            "3. 组织民兵训练\n"
            "类别：维稳戍边\n"
        ),
        (
            "1. 农业用水定额管理\n"
            "类别：乡村振兴\n"
            "部门：师市水利局\n"
            "部门做什么：下达指标；监督检查。\n"
            "团镇做什么：落实计划；上报数据。\n"
            "2. 棉花补贴发放\n"
            "类别：经济发展\n"
            "部门：师市发展改革委\n"
            "部门做什么：制定方案。\n"
            "团镇做什么：核实面积。\n"
        ),
        (
            "1. 劳动能力鉴定\n"
            "收回部门：师市人力资源和社会保障局\n"
            "收回方式：组织鉴定。\n"
            "2. 订报任务\n"
            "收回方式：不再开展\n"
        ),
    ),
}
"""Blocks as regiments and streets write them, list by list."""


@pytest.mark.parametrize("shape", WRITTEN)
def test_blocks_in_many_hands_give_the_same_rows(
    shape: str, tables: Vocabulary, tmp_path: Path
) -> None:
    titles = ("基本履职事项清单", "配合履职事项清单", "上级部门收回事项清单")
    parts = [f"云台团场{a}\n{b}" for a, b in zip(titles, WRITTEN[shape], strict=True)]
    text = f"{REGIMENT}履职事项清单\n2025年7月\n" + "\n".join(parts)
    found = read(tmp_path / "list.txt", text.encode(), tables)
    assert severe(found) == []
    assert [(d.row.kind.letter, d.row.name) for d in found.duties] == [
        ("b", "落实党建责任"),
        ("b", "发展党员"),
        ("b", "组织民兵训练"),
        ("c", "农业用水定额管理"),
        ("c", "棉花补贴发放"),
        ("r", "劳动能力鉴定"),
        ("r", "订报任务"),
    ]
    bodies = [[b.name.removeprefix("第十四师昆山市") for b in d.departments] for d in found.duties]
    assert bodies[3:] == [["水利局"], ["发展和改革委员会"], ["人力资源和社会保障局"], []]
    assert all(d.superior and d.township for d in found.duties[3:5])
    assert found.duties[6].discontinued
