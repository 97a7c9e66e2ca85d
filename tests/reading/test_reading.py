"""Reading the bundled lists: every row, every line, every quirk accounted for."""

from __future__ import annotations

from collections import Counter

import pytest

from kg import resources
from kg.reading.documents import collect, read_documents
from kg.values import Document, ListKind
from kg.vocabulary.loading import Vocabulary

ROWS = {
    "652328104": (109, 102, 38),
    "652324105": (110, 99, 43),
    "654021202": (87, 130, 52),
    "652325108": (111, 98, 37),
    "652301204": (107, 101, 34),
}


@pytest.fixture(scope="module")
def documents(bundled: tuple[Document, ...]) -> dict[str, Document]:
    return {document.township.code: document for document in bundled if document.township}


def lines(document: Document) -> list[str]:
    path = resources.folder("sources") / document.path
    return path.read_text("utf-8").split("\n")


def test_every_row_is_read_with_unbroken_numbers(documents: dict[str, Document]) -> None:
    for code, counts in ROWS.items():
        document = documents[code]
        assert tuple(document.count(kind) for kind in ListKind) == counts
        for kind in ListKind:
            rows = [duty.row for duty in document.duties if duty.row.kind is kind]
            assert [row.printed for row in rows] == [str(n + 1) for n in range(len(rows))]


def test_the_clauses_are_as_many_as_a_count_by_hand(documents: dict[str, Document]) -> None:
    duties = [duty for document in documents.values() for duty in document.duties]
    assert sum(len(duty.superior) for duty in duties) == 2096
    assert sum(len(duty.township) for duty in duties) == 1693


def test_every_line_is_accounted_for_and_counted_honestly(documents: dict[str, Document]) -> None:
    for document in documents.values():
        written = [line for line in lines(document) if line.strip()]
        assert document.coverage.total == len(written)
        assert document.coverage.complete
        rows = {duty.row.line for duty in document.duties}
        assert document.coverage.records == len(rows)
        # What is in no record holds no duty: titles, headers, cover, contents.
        others = [
            line for n, line in enumerate(lines(document), 1) if line.strip() and n not in rows
        ]
        assert all(len(line) < 90 for line in others)


def test_quotes_stand_unchanged_at_their_lines(documents: dict[str, Document]) -> None:
    for document in documents.values():
        text = lines(document)
        for duty in document.duties:
            line = text[duty.row.line - 1]
            assert duty.row.quote == line
            for clause in (*duty.superior, *duty.township):
                assert clause.quote in line
        for finding in document.findings:
            if finding.line:
                assert finding.quote in text[finding.line - 1], finding


def test_no_body_of_the_bundled_lists_is_unresolved(documents: dict[str, Document]) -> None:
    for document in documents.values():
        for duty in document.duties:
            assert all(department.known for department in duty.departments), duty.row
            assert duty.departments or duty.discontinued or duty.row.kind is ListKind.BASIC


def test_only_what_nobody_does_any_more_is_discontinued(documents: dict[str, Document]) -> None:
    found = [
        (code, duty.row.number)
        for code, document in documents.items()
        for duty in document.duties
        if duty.discontinued
    ]
    assert found == [("654021202", 1), ("654021202", 14)]


def test_the_irregularities_are_those_the_lists_have(documents: dict[str, Document]) -> None:
    kinds = Counter(f.kind for document in documents.values() for f in document.findings)
    assert not [f for d in documents.values() for f in d.findings if f.severity == "error"]
    assert kinds["name-glued"] == 3
    assert kinds["name-repeated"] == 2
    assert kinds["name-separator"] == 1
    assert kinds["name-place-lost"] == 1
    assert kinds["clause-number-slip"] == 1
    assert kinds["cover-missing"] == kinds["date-missing"] == 1


def test_reading_twice_gives_equal_documents(
    documents: dict[str, Document], tables: Vocabulary
) -> None:
    again = read_documents(collect([resources.folder("sources")]).sources, tables)
    assert {d.path: d for d in again} == {d.path: d for d in documents.values()}
