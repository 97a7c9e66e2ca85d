"""Many lists: matching compares wordings, not lists, and keeps only what it needs."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from kg.matters import matching as matters
from kg.matters.clusters import FLOOR, Matching, _first_choices
from kg.matters.forms import Form
from kg.matters.nearest import Nearest
from kg.meaning.model import gaps
from kg.meaning.pairs import _ahead
from kg.meaning.same_duty import Comparer, Evidence, Likeness
from kg.values import Document, Township
from kg.vocabulary import loading as vocabulary


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
    bundled: tuple[Document, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    once = compared(monkeypatch, repeated(bundled, 1))

    assert compared(monkeypatch, repeated(bundled, 6)) == once


def test_hardly_a_pair_is_compared_twice(
    bundled: tuple[Document, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    total, different = compared(monkeypatch, repeated(bundled, 1))

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
    bundled: tuple[Document, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    (matching,) = forms(repeated(bundled, 10), monkeypatch)
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


class Counted(int):
    """A set of lists that counts how often it is held against another one."""

    asked = 0

    def __and__(self, other: int) -> int:
        Counted.asked += 1
        return int(self) & int(other)

    __rand__ = __and__


def scattered(rows: int, lists: int) -> dict[int, int]:
    """Rows, each in some of the lists, whichever."""
    chosen = random.Random(lists)
    return {row: chosen.getrandbits(lists) | 1 << chosen.randrange(lists) for row in range(rows)}


def scores_of(rows: int) -> dict[int, float]:
    """Scores of rows; some are equal."""
    return {row: (row * 7 % 5) / 4 for row in range(rows)}


def list_by_list(scores: dict[int, float], lists: dict[int, int]) -> dict[int, set[float]]:
    found: dict[int, set[float]] = {row: set() for row in lists}
    for bit in range(max(lists.values()).bit_length()):
        group = [row for row in lists if lists[row] >> bit & 1]
        for row, gap in zip(group, gaps([scores[row] for row in group], group), strict=True):
            found[row].add(gap)
    return found


@pytest.mark.parametrize("count", [1, 2, 3, 9, 30])
def test_a_row_is_ahead_of_the_same_others_as_list_by_list(count: int) -> None:
    for rows in (1, 2, 12):
        lists, scores = scattered(rows, count), scores_of(rows)
        assert _ahead(scores, lists) == list_by_list(scores, lists)


def test_ten_times_the_lists_do_not_make_rows_dearer_to_compare() -> None:
    def asked(count: int) -> int:
        Counted.asked = 0
        _ahead(scores_of(36), {row: Counted(held) for row, held in scattered(36, count).items()})
        return Counted.asked

    # Each row against each other one at most, however many lists there are.
    assert 0 < asked(40) <= 2 * 36 * 35
    assert asked(4000) <= 2 * 36 * 35


def in_some_list(
    chances: dict[tuple[int, int], float], documents: Sequence[int]
) -> set[tuple[int, int]]:
    best: dict[tuple[int, int], tuple[float, int]] = {}
    for (one, two), chance in sorted(chances.items()):
        for first, second in ((one, two), (two, one)):
            for bit in range(documents[second].bit_length()):
                held = documents[second] >> bit & 1
                if held and chance > best.get((first, bit), (0.0, -1))[0]:
                    best[first, bit] = chance, second
    return {(first, second) for (first, _), (_, second) in best.items()}


@pytest.mark.parametrize("count", [1, 4, 40])
def test_the_likeliest_are_those_that_each_list_would_name(count: int) -> None:
    documents = list(scattered(14, count).values())
    chosen = random.Random(count)
    pairs = [(one, two) for one in range(14) for two in range(one + 1, 14)]
    chances = {pair: chosen.randrange(5) / 4 for pair in chosen.sample(pairs, 60)}

    assert _first_choices(chances, documents) == in_some_list(chances, documents)
