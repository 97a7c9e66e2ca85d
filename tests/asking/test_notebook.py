"""An answer as a notebook shows it: its rows with their source and a link, everything escaped."""

from __future__ import annotations

from kg.asking.answers import Answer
from kg.asking.frame import Status

ROW = {
    "township": "甲县乙镇",
    "edition": "2025-07",
    "list": "cooperation",
    "number": 12,
    "document": "a<b>.txt",
    "line": 173,
    "locator": "第173行",
    "quote": "防汛 & <抗旱>",
    "iri": "https://dutykg.example/duty/1/2025-07/c-012",
}


def answer(*rows: dict[str, object], total: int = 0) -> Answer:
    return Answer(
        "问", Status.ANSWERED, "懂了", "共 <1> 项", evidence=rows, evidence_total=total or len(rows)
    )


def test_a_row_has_its_list_number_source_and_link() -> None:
    shown = answer(ROW)._repr_html_()

    assert "<td>配合履职事项</td><td>12</td>" in shown
    assert 'href="https://dutykg.example/duty/1/2025-07/c-012"' in shown
    assert "a&lt;b&gt;.txt:173" in shown


def test_what_the_source_says_is_text() -> None:
    shown = answer(ROW)._repr_html_()

    assert "防汛 &amp; &lt;抗旱&gt;" in shown
    assert "共 &lt;1&gt; 项" in shown
    assert "<抗旱>" not in shown


def test_an_address_that_is_no_web_address_is_no_link() -> None:
    assert "<a " not in answer(ROW | {"iri": "javascript:alert(1)"})._repr_html_()


def test_rows_that_are_not_shown_are_counted() -> None:
    shown = answer(*[ROW] * 60, total=90)._repr_html_()

    assert shown.count("<tr>") == 51
    assert "另有 40 行" in shown
