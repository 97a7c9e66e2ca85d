"""Nearest: for every form those most like it, compared many at a time.

Says the same as :meth:`kg.meaning.same_duty.Comparer.compare` of each pair. Weights of terms are such that
their sums are exact (see there): it does not matter in which order, nor where, they are added.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

import numpy as np

from kg.matters.candidates import Candidates, distinct, runs
from kg.meaning.same_duty import (
    CLAUSES_COUNT,
    HEAD_MISSING,
    HEAD_NEEDED,
    MOST_OF_CLAUSES,
    ROUNDED,
    UNLIKE_CLAUSES,
    Comparer,
    Evidence,
    Likeness,
    apartness,
)
from kg.values import ListKind

_PAIRS = 1 << 16
"""So many pairs are compared at a time."""

_NAMES, _TEXTS = 256, 64
"""The terms of so many names, or clause texts, are laid out at a time."""

Array = np.ndarray[Any, Any]


class _Numbers(dict[str, int]):
    """Terms by the order in which they were first asked for."""

    def __missing__(self, term: str) -> int:
        number = self[term] = len(self)
        return number


class _Sets:
    """For each form a set of terms, one after the other; terms are numbers."""

    def __init__(self, sets: Sequence[Iterable[str]], numbers: _Numbers) -> None:
        found = [list(map(numbers.__getitem__, terms)) for terms in sets]
        lengths = np.array([len(terms) for terms in found], np.int64)
        self._starts = np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths)))
        self._terms = np.fromiter(chain.from_iterable(found), np.int64, int(self._starts[-1]))

    def of(self, forms: Array) -> tuple[Array, Array, Array]:
        """The terms of forms, one after the other; where each one's begin, and how many they are."""
        lengths = self._starts[forms + 1] - self._starts[forms]
        ends = np.cumsum(lengths)
        begins = ends - lengths
        count = int(ends[-1]) if len(ends) else 0
        at = np.arange(count) + np.repeat(self._starts[forms] - begins, lengths)
        return self._terms[at], begins, lengths

    def totals(self, weights: Array) -> Array:
        """The weight of each form's terms."""
        sums = np.concatenate(([0.0], np.cumsum(weights[self._terms])))
        return np.asarray(sums[self._starts[1:]] - sums[self._starts[:-1]])


class _Laid:
    """The weights of the terms of some forms: a row for each of them, a column for each term they have."""

    def __init__(self, sets: Sequence[_Sets], forms: Array, weights: Array, place: Array) -> None:
        """Lay out several sets of the forms' terms in one table each; ``place`` is room, of zeros."""
        self._place = place
        found = [each.of(forms) for each in sets]
        self._used = distinct(np.concatenate([terms for terms, _, _ in found]))
        place[self._used] = np.arange(1, len(self._used) + 1)  # the first column is for all others
        self._width = len(self._used) + 1
        self._tables = []
        for terms, _, lengths in found:
            table = np.zeros(len(forms) * self._width)
            row = np.repeat(np.arange(len(forms)), lengths)
            table[row * self._width + place[terms]] = weights[terms]
            self._tables.append(table)

    def shared(self, which: int, rows: Array, others: tuple[Array, Array, Array]) -> Array:
        """The weight of what rows of a table have in common with the terms of other forms."""
        terms, begins, lengths = others
        at = np.repeat(rows, lengths) * self._width + self._place[terms]
        sums = np.concatenate(([0.0], np.cumsum(self._tables[which][at])))
        return np.asarray(sums[begins + lengths] - sums[begins])

    def done(self) -> None:
        """Give the room back."""
        self._place[self._used] = 0


class _Marks:
    """Which of several marks each form has, as bits."""

    def __init__(self, sets: Sequence[Iterable[object]]) -> None:
        numbers: dict[object, int] = {}
        rows = [[numbers.setdefault(one, len(numbers)) for one in found] for found in sets]
        self._table = np.zeros((len(sets), len(numbers) // 8 + 1), np.uint8)
        for at, row in enumerate(rows):
            for number in row:
                self._table[at, number >> 3] |= 1 << (number & 7)
        self.any: Array = np.asarray(self._table.any(axis=1))

    def shared(self, one: Array, two: Array) -> Array:
        """Whether two forms have one in common."""
        return np.asarray((self._table[one] & self._table[two]).any(axis=1))


class Nearest:
    """Compares forms with those that share rare terms with them; positions stand for them."""

    def __init__(self, evidence: Sequence[Evidence], comparer: Comparer) -> None:
        """Lay out what is compared of each form."""
        self._evidence, self._comparer = evidence, comparer
        measures = [comparer.measure(item) for item in evidence]
        names = _Numbers()
        self._names = _Sets([one.terms for one in measures], names)
        self._heads = _Sets([one.head for one in measures], names)
        self._name_weights = np.array([comparer.weight(term) for term in names])
        clauses = _Numbers()
        self._clauses = _Sets([item.clause_terms for item in evidence], clauses)
        self._clause_weights = np.array([comparer.clause_weight(term) for term in clauses])
        self._norm = self._clauses.totals(self._clause_weights)
        self._weight = np.array([one.weight for one in measures])
        self._head_weight = np.array([one.head_weight for one in measures])
        lengths = [comparer.length(item) for item in evidence]
        ranks = {length: rank for rank, length in enumerate(sorted(set(lengths)))}
        self._rank = np.array([ranks[length] for length in lengths], np.int64)
        self._parts = np.array([item.wording.parts for item in evidence], np.int64)
        self._functions = _Marks([item.functions for item in evidence])
        self._categories = _Marks([item.categories for item in evidence])
        self._kinds = _Marks([item.kinds for item in evidence])
        self._basic = np.array([ListKind.BASIC in item.kinds for item in evidence], bool)
        self._acts = _Marks([one.acts for one in measures])
        aspects: dict[object, int] = {}
        self._aspects = [
            aspects.setdefault((item.wording.aspects, item.wording.sole), len(aspects))
            for item in evidence
        ]
        self._apart: dict[tuple[int, int], str] = {}

    def pairs(self, floor: float) -> Iterator[tuple[int, int, Likeness]]:
        """Pairs of forms, the first one first, that are at least so much alike."""
        if not self._evidence:
            return
        terms = [(one.wording.terms, one.functions) for one in self._evidence]
        numbers = Candidates(terms, self._comparer.weight).pairs()
        for begin in range(0, len(numbers), _PAIRS):
            one, two = np.divmod(numbers[begin : begin + _PAIRS], len(self._evidence))
            yield from self._compared(one, two, floor)

    def _compared(
        self, one: Array, two: Array, floor: float
    ) -> Iterator[tuple[int, int, Likeness]]:
        """Compare pairs; the first forms are sorted."""
        first, second = self._weight[one], self._weight[two]
        shared, heads = self._names_shared(one, two)
        dice = 2 * shared / (first + second)
        there, back = shared / first, shared / second
        smaller = np.minimum(1.0, np.minimum(first, second) / 15)
        longer = np.where(self._rank[one] < self._rank[two], two, one)
        head = heads / self._head_weight[longer]
        score = 0.45 * dice + 0.25 * np.maximum(there, back) * smaller + 0.30 * head
        late = (self._parts[longer] > 1) & (dice < HEAD_NEEDED) & (head < HEAD_MISSING)
        score = np.where(late, score - 0.20, score)
        functions = self._functions.any[one] & self._functions.any[two]
        same = self._functions.shared(one, two)
        score = np.where(functions, score + np.where(same, 0.08, -0.12), score)
        score = np.where(self._categories.shared(one, two), score + 0.05, score)
        basic = self._basic[one] | self._basic[two]
        minus = np.where(basic, 0.20, 0.05)
        minus = np.where(self._kinds.shared(one, two), 0.0, minus)
        acts = self._acts.any[one] & self._acts.any[two] & ~self._acts.shared(one, two)
        other_act = np.where(acts, 0.20, 0.0)
        # Clauses are long: only those are compared that might make enough of a score.
        most = score + MOST_OF_CLAUSES - minus - other_act
        kept = np.flatnonzero(most >= floor - ROUNDED)
        one, two, score, dice = one[kept], two[kept], score[kept], dice[kept]
        minus, other_act, there, back = minus[kept], other_act[kept], there[kept], back[kept]
        said, clauses = self._clauses_alike(one, two)
        score = np.where(said, score + CLAUSES_COUNT * np.minimum(0.5, clauses), score)
        unlike = said & (clauses < 0.1) & (dice < 0.5) & (clauses < UNLIKE_CLAUSES)
        score = np.where(unlike, score - 0.06, score)
        score = np.minimum(1.0, np.maximum(0.0, score - minus - other_act))
        columns = (each.tolist() for each in (one, two, score, dice, there, back))
        for a, b, found, alike, *covers in zip(*columns, strict=True):
            if (rounded := round(found, 4)) >= floor:
                yield a, b, Likeness(rounded, alike, (covers[0], covers[1]), self._are_apart(a, b))

    def _names_shared(self, one: Array, two: Array) -> tuple[Array, Array]:
        """The weight of the terms that two names share, and of those of the longer one's head."""
        shared, heads = np.zeros(len(one)), np.zeros(len(one))
        place = np.zeros(len(self._name_weights), np.int64)
        for some, own, rows in _some(one, _NAMES):
            laid = _Laid((self._names, self._heads), own, self._name_weights, place)
            others = two[some]
            terms = self._names.of(others)
            shared[some] = laid.shared(0, rows, terms)
            its = laid.shared(0, rows, self._heads.of(others))
            mine = laid.shared(1, rows, terms)
            heads[some] = np.where(self._rank[one[some]] < self._rank[others], its, mine)
            laid.done()
        return shared, heads

    def _clauses_alike(self, one: Array, two: Array) -> tuple[Array, Array]:
        """Whether both say something in clauses, and how much that is alike."""
        norm = np.sqrt(self._norm[one] * self._norm[two])
        said = norm > 0
        alike = np.zeros(len(one))
        place = np.zeros(len(self._clause_weights), np.int64)
        which = np.flatnonzero(said)
        for some, own, rows in _some(one[which], _TEXTS):
            laid = _Laid((self._clauses,), own, self._clause_weights, place)
            at = which[some]
            alike[at] = laid.shared(0, rows, self._clauses.of(two[at])) / norm[at]
            laid.done()
        return said, alike

    def _are_apart(self, one: int, two: int) -> str:
        key = self._aspects[one], self._aspects[two]
        found = self._apart.get(key)
        if found is None:
            found = apartness(self._evidence[one].wording, self._evidence[two].wording)
            self._apart[key] = found
        return found


def _some(one: Array, forms: int) -> Iterator[tuple[slice, Array, Array]]:
    """Sorted first forms of pairs, some at a time: which pairs, these forms, and which of them each pair has."""
    own, rows = runs(one)
    for begin in range(0, len(own), forms):
        bounds = np.searchsorted(rows, (begin, begin + forms))
        some = slice(int(bounds[0]), int(bounds[1]))
        yield some, own[begin : begin + forms], rows[some] - begin
