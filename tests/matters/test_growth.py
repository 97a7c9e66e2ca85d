"""Many lists: matching compares wordings, not lists, and keeps only what it needs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kg.matters import matching as matters
from kg.matters.clusters import FLOOR, Matching
from kg.matters.forms import Form
from kg.matters.nearest import Nearest
from kg.meaning.same_duty import Comparer, Evidence, Likeness
from kg.reading.documents import collect, read_documents
from kg.resources import folder
from kg.values import Document, Township
from kg.vocabulary import loading as vocabulary


@pytest.fixture(scope="module")
def documents() -> tuple[Document, ...]:
    return read_documents(collect([folder("sources")]).sources, vocabulary.load(None))


def repeated(documents: tuple[Document, ...], times: int) -> list[Document]:
    """The same lists in so many townships each."""
    found = []
    for number in range(times):
        for document in documents:
            assert document.township is not None
            place = replace(document.township.place, code=f"{document.township.code}{number:03d}")
            found.append(replace(document, township=Township(document.township.name, place)))
    return found


def compared(monkeypatch: pytest.MonkeyPatch, documents: list[Document]) -> tuple[int, int]:
    """How many pairs are compared, and how many different ones."""
    pairs: list[tuple[str, str]] = []
    many, one_pair = Nearest._compared, Comparer.compare

    def counted(self: Nearest, one: Any, two: Any, floor: float) -> Any:
        keys = [item.wording.key for item in self._evidence]
        pairs.extend((keys[a], keys[b]) for a, b in zip(one, two, strict=True))
        return many(self, one, two, floor)

    def alone(self: Comparer, first: Evidence, second: Evidence) -> Likeness:
        pairs.append((first.wording.key, second.wording.key))
        return one_pair(self, first, second)

    with monkeypatch.context() as patched:
        patched.setattr(Nearest, "_compared", counted)
        patched.setattr(Comparer, "compare", alone)
        matters.match(documents, vocabulary.load(None))
    return len(pairs), len(set(pairs))


def test_more_lists_of_the_same_wordings_need_no_more_comparisons(
    documents: tuple[Document, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    once = compared(monkeypatch, repeated(documents, 1))

    assert compared(monkeypatch, repeated(documents, 6)) == once


def test_hardly_a_pair_is_compared_twice(
    documents: tuple[Document, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    total, different = compared(monkeypatch, repeated(documents, 1))

    assert 0 < total <= 1.05 * different


def forms(documents: list[Document], monkeypatch: pytest.MonkeyPatch) -> list[Matching]:
    made: list[Matching] = []
    start = Matching.result

    def kept(self: Matching) -> matters.Matters:
        made.append(self)
        return start(self)

    with monkeypatch.context() as patched:
        patched.setattr(Matching, "result", kept)
        matters.match(documents, vocabulary.load(None))
    return made


def test_what_matching_keeps_is_small(
    documents: tuple[Document, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    (matching,) = forms(repeated(documents, 10), monkeypatch)
    found: list[Form] = matching._forms

    # A form in all 50 lists has one number for them, one in few has theirs; equal terms are one object.
    assert max(form.documents.bit_count() for form in found) == 50
    assert {form.documents.bit_count() <= 32 for form in found} == {True, False}
    for form in found:
        count = form.documents.bit_count()
        assert isinstance(form.held, int) if count > 32 else len(form.held) == count  # type: ignore[arg-type]
    terms = [
        term
        for form in found
        for term in (*form.evidence.clause_terms, *form.evidence.wording.terms)
        if len(term) == 2
    ]
    assert len(set(map(id, terms))) == len(set(terms))
    assert min(item.score for item in matching._likeness.values()) >= FLOOR
