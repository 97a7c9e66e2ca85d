"""Lists as other counties publish them: every row, name and body, on the first run.

The files in tests/data/published were written in wordings and shapes of other provinces; places and
rows are made up. expected.json has what stands in each, told by a person.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.reading.documents import Source, read_document
from kg.values import Document
from kg.vocabulary.loading import Vocabulary

FOLDER = Path(__file__).resolve().parents[1] / "data" / "published"
EXPECTED = json.loads((FOLDER / "expected.json").read_text("utf-8"))
PLACES = {"zone.csv": "江北省/东湖市/云溪区/东湖街道"}
"""What a person has to say where a file names no township that can be told."""


def rows(document: Document) -> list[list[object]]:
    return [
        [
            duty.row.kind.value,
            duty.row.printed,
            duty.row.category,
            duty.row.name,
            [department.name for department in duty.departments],
            [department.name for department in duty.supporting],
            len(duty.superior),
            len(duty.township),
            duty.method,
            duty.discontinued,
        ]
        for duty in document.duties
    ]


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_list_of_another_county_is_read_whole(name: str, tables: Vocabulary) -> None:
    document = read_document(Source(name, FOLDER / name), tables, place=PLACES.get(name))

    assert [f.render() for f in document.findings if f.severity == "error"] == []
    assert document.township is not None
    assert document.township.name == EXPECTED[name]["township"]
    assert document.coverage.complete
    assert rows(document) == EXPECTED[name]["rows"]
