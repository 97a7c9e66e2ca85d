"""What was compared is kept: with other lists there are the same Matters, and only the new is compared."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence

import pytest

from kg.building import Build
from kg.matters.decisions import Opinions
from kg.matters.extracts import Extract, extract
from kg.matters.matching import Matters, forms_of, match_extracts
from kg.meaning.compared import Carried, Compared, Known, fingerprint
from kg.meaning.evidence import Evidence
from kg.meaning.model import Model
from kg.meaning.packing import Grams
from kg.meaning.pairs import Pairs
from kg.meaning.sample import Sample
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


def test_the_best_forms_of_a_name_are_known_though_some_came_and_went() -> None:
    chance, found = random.Random(4), 0
    wanted = [(letter, weight / 4) for weight, letter in enumerate("abcdef", 1)]

    def grams(form: str) -> Grams:
        return frozenset(form.partition(" ")[2]), frozenset()

    def best(forms: Sequence[str]) -> list[tuple[int, float]]:
        scores = [sum(w for g, w in wanted if g in grams(form)[0]) for form in forms]
        every = [(at, score) for at, score in enumerate(scores) if score]
        return sorted(every, key=lambda one: (-one[1], one[0]))

    for _ in range(200):
        numbers = sorted(chance.sample(range(10_000, 99_999), 40))
        forms = [f"{n} {''.join(chance.sample('abcdefghij', 3))}" for n in numbers]
        then, now = forms[:], forms[:]
        for _ in range(3):
            then.pop(chance.randrange(len(then)))
            now.pop(chance.randrange(len(now)))
        first = best(then)
        name = Known(wanted, first[:9], {}, len(first) < 9)
        counts = Counter(gram for form in then for gram in grams(form)[0])
        before = Compared(tuple(then), {g: (n, 0) for g, n in counts.items()}, {"name": name})
        known = Carried(before, now, grams, 6, 9).find("name")
        if known is not None:
            found += 1
            assert known.best == best(now)[: len(known.best)]
            assert len(known.best) >= 6 or known.every
            assert known.every == (len(known.best) == len(best(now)))
    assert found > 150


def test_a_chance_that_is_not_worked_out_is_too_small(
    lists: list[Extract], tables: Vocabulary
) -> None:
    forms = forms_of(lists, WordingReader(tables), NONE)
    pairs = Pairs([form.row() for form in forms], [form.documents for form in forms], Sample.load())
    ends = [(one, two) for one in range(0, len(forms), 5) for two in pairs.partners(one)]
    exact = [pairs.chance(one, two) for one, two in ends]
    quick = [pairs.chance(one, two, 0.4) for one, two in ends]

    assert any(0 < chance < 0.4 for chance in exact)
    assert any(chance >= 0.4 for chance in exact)
    for whole, found in zip(exact, quick, strict=True):
        assert found == whole or (found == 0 and whole < 0.4)
    assert quick.count(0) > len(quick) / 4


def test_a_chance_rises_with_its_gap_where_the_model_says_so() -> None:
    model = Model.load()
    gaps = [gap / 8 for gap in range(-48, 49)]
    chances = [model.chance(0.0, 0.0, gap) for gap in gaps]

    assert model.rises == (chances == sorted(chances))
    falling = Model({}, {"gap": 1.0, "gap_ahead": -2.0}, 0.0)
    assert not falling.rises
    assert falling.chance(0.0, 0.0, 1.0) < falling.chance(0.0, 0.0, 0.0)


def test_what_is_damaged_or_another_program_s_is_not_used(
    lists: list[Extract], tables: Vocabulary
) -> None:
    data = matched(lists[:3], tables)[1].to_bytes(fingerprint())

    assert Compared.from_bytes(data, fingerprint()) is not None
    assert Compared.from_bytes(data, "another") is None
    for cut in (0, 1, len(data) // 2, len(data) - 1):
        assert Compared.from_bytes(data[:cut], fingerprint()) is None
    assert Compared.from_bytes(b"no archive at all", fingerprint()) is None
