"""What was compared is kept: with other lists there are the same Matters, and only the new is compared."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from kg.building import Build
from kg.matters.decisions import Opinions
from kg.matters.extracts import Extract, extract
from kg.matters.matching import Matters, match_extracts
from kg.meaning.compared import Compared, fingerprint
from kg.meaning.evidence import Evidence
from kg.meaning.wording import WordingReader
from kg.values import Document
from kg.vocabulary.loading import Vocabulary

NONE = Opinions(())


@pytest.fixture(scope="module")
def lists(five: Build, tables: Vocabulary) -> list[Extract]:
    """A sixth of the rows of each of the five lists, and the next sixth as another township's."""
    reader = WordingReader(tables)
    return [
        part(extract(document, reader, tables), document, sixth)
        for document in five.documents
        for sixth in (0, 1)
    ]


def part(whole: Extract, document: Document, sixth: int) -> Extract:
    at = [n for n in range(len(whole.rows)) if n % 6 == sixth]
    said = tuple(whole.said()[n] for n in at)
    rows = tuple(whole.rows[n] for n in at)
    return Extract(f"{whole.code}{sixth}", document.edition, rows, lambda: said)


def again(found: Compared | None) -> Compared:
    """As the next build has it."""
    assert found is not None
    read = Compared.from_bytes(found.to_bytes("here"), "here")
    assert read == found
    return read


def matched(
    lists: Sequence[Extract], tables: Vocabulary, before: Compared | None = None
) -> tuple[Matters, Compared]:
    matters, compared = match_extracts(lists, tables, NONE, before)
    return matters, again(compared)


def test_lists_that_come_and_go_give_the_matters_of_all(
    lists: list[Extract], tables: Vocabulary
) -> None:
    before = matched(lists[:8], tables)[1]
    for there in (lists[:9], lists[1:], lists[3:9]):
        matters, before = matched(there, tables, before)
        assert matters == matched(there, tables)[0]


def test_only_what_is_new_is_measured(
    lists: list[Extract], tables: Vocabulary, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured: list[int] = []
    measure = Evidence.measure

    def counted(self: Evidence, *given: object) -> dict[str, float]:
        measured.append(1)
        return measure(self, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(Evidence, "measure", counted)
    before = matched(lists[:-1], tables)[1]
    all_of_them = len(measured)
    measured.clear()
    matched(lists[:-1], tables, before)
    assert not measured

    matched(lists, tables, before)
    assert 0 < len(measured) < all_of_them / 3


def test_what_is_damaged_or_another_program_s_is_not_used(
    lists: list[Extract], tables: Vocabulary
) -> None:
    data = matched(lists[:3], tables)[1].to_bytes(fingerprint())

    assert Compared.from_bytes(data, fingerprint()) is not None
    assert Compared.from_bytes(data, "another") is None
    for cut in (0, 1, len(data) // 2, len(data) - 1):
        assert Compared.from_bytes(data[:cut], fingerprint()) is None
    assert Compared.from_bytes(b"no archive at all", fingerprint()) is None
