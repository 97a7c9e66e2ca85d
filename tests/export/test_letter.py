"""The letter that answers a notice: every task, its verdict and where it stands."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from kg.export.reports.letter import letter
from kg.export.reports.model import Heading, Paragraph
from kg.export.reports.word import to_docx

DUTY = {
    "list": "cooperation",
    "number": 3,
    "name": "机电井管理",
    "act": "same",
    "departments": ["竹林县水利局"],
}
RESULT: dict[str, Any] = {
    "asker": {"department": "竹林县水利局", "leads": True},
    "results": [
        {
            "task": "统计机电井用水量。",
            "township": "竹林县柳湾镇",
            "verdict": "cooperation",
            "duties": [DUTY],
            "reply": "此事属于配合履职事项。",
            "evidence": [{"document": "柳湾.txt", "line": 40}],
        },
        {
            "task": "代收车船税",
            "township": "竹林县柳湾镇",
            "verdict": "not_listed",
            "duties": [],
            "reply": "三张清单里都没有列这件事。",
            "evidence": [{"document": "柳湾.txt", "line": 1}],
        },
    ],
}


def test_a_letter_has_every_task_with_its_verdict_and_source() -> None:
    report = letter(RESULT)
    said = [str(block.text) for block in report.blocks if isinstance(block, Paragraph)]

    assert [b.text for b in report.blocks if isinstance(b, Heading)] == [
        "一、统计机电井用水量",
        "二、代收车船税",
    ]
    assert said[0] == "竹林县水利局："
    assert any("柳湾.txt:40" in text for text in said)
    assert [row[-1] for row in report.tables[0].rows] == ["配合履职事项第3项", "—"]


def test_a_letter_is_a_word_document() -> None:
    with zipfile.ZipFile(io.BytesIO(to_docx(letter(RESULT)))) as archive:
        text = re.sub("<[^>]+>", "", archive.read("word/document.xml").decode())

    assert "复函（草稿）" in text
    assert "此事属于配合履职事项。" in text


def test_a_text_without_a_task_is_answered_too() -> None:
    report = letter({"asker": {"department": None, "leads": None}, "results": []})

    assert "没有看到" in str(report.blocks[0].text)  # type: ignore[union-attr]
