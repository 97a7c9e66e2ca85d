"""A list of another province in Word, with headers and bodies of its own, made by somebody who had not seen the program.

``unseen-list.docx`` has tables over pages and merged categories; ``unseen-list.jsonl`` is what its maker put in.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from kg.reading.documents import Source, read_document
from kg.values import Document
from kg.vocabulary.loading import Vocabulary

DATA = Path(__file__).parents[1] / "data"


@pytest.fixture(scope="module")
def document(tables: Vocabulary) -> Document:
    return read_document(Source("unseen-list.docx", DATA / "unseen-list.docx"), tables)


@pytest.fixture(scope="module")
def labels() -> list[dict[str, Any]]:
    lines = (DATA / "unseen-list.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def _plain(text: str) -> str:
    return "".join(text.split())


def test_every_row_stands_where_it_is_printed(
    document: Document, labels: list[dict[str, Any]]
) -> None:
    rows = [duty.row for duty in document.duties]
    read = {(r.kind.value, r.number): (r.category, _plain(r.name)) for r in rows}

    assert read == {(o["list"], o["number"]): (o["category"], _plain(o["name"])) for o in labels}


def test_every_clause_is_read_whole(document: Document, labels: list[dict[str, Any]]) -> None:
    for duty, label in zip(document.duties, labels, strict=True):
        for side, clauses in (("superior", duty.superior), ("township", duty.township)):
            assert [_plain(c.text) for c in clauses] == [_plain(t) for t in label[side]]
        assert duty.discontinued == label["discontinued"]
        assert len(duty.departments) == len(label["departments"])


def test_clauses_that_begin_with_bodies_of_their_own_rows_are_not_called_cut(
    document: Document,
) -> None:
    kinds = Counter(finding.kind for finding in document.findings if finding.severity != "note")

    assert not [f for f in document.findings if "开头像是少了字" in f.message]
    assert not [f for f in document.findings if f.severity == "error"]
    assert kinds["header-unknown"] == 0
