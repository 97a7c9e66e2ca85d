"""Candidates: which rows are worth comparing, found through rare terms instead of all pairs."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Any

import numpy as np

QUERY_TERMS = 10
"""So many of a name's rarest terms are looked up."""

MOST_ROWS = 200
"""A term of more rows than this is looked up together with a department's function only."""

KEPT = 40
"""So many candidates of one row are compared in full."""

_LOOKED_AT = 1 << 20
"""So many rows are looked at at a time."""

Array = np.ndarray[Any, Any]


class Candidates:
    """An inverted index from terms, and from terms with functions, to positions."""

    def __init__(
        self,
        items: Sequence[tuple[tuple[str, ...], frozenset[str]]],
        weight: Callable[[str], float],
    ) -> None:
        """Index every item: the terms of its name and the functions of its departments.

        Sums of ``weight`` must be exact.
        """
        self._items = items
        counts = Counter(chain.from_iterable(terms for terms, _ in items))
        order = sorted(counts, key=lambda term: (counts[term], term))
        self._number = {term: at for at, term in enumerate(order)}
        """Terms by their rareness."""
        self._many = {term for term in order if counts[term] > MOST_ROWS}
        self._weights = [weight(term) for term in order]
        rows: list[list[int]] = [[] for _ in order]
        self._of_function: dict[tuple[int, str], list[int]] = {}
        for at, (terms, functions) in enumerate(items):
            for term in terms:
                number = self._number[term]
                rows[number].append(at)
                if term in self._many:
                    for function in functions or ("",):
                        self._of_function.setdefault((number, function), []).append(at)
        lengths = [len(found) for found in rows]
        lengths += [len(found) for found in self._of_function.values()]
        ends = np.cumsum(lengths)
        self._begins: list[int] = (ends - lengths).tolist()
        self._lengths = lengths
        self._place = {key: len(order) + at for at, key in enumerate(self._of_function)}
        self._rows = np.fromiter(
            chain.from_iterable(chain(rows, self._of_function.values())), np.int64, int(ends[-1])
        )

    def _lists(self, at: int) -> Iterator[tuple[float, int, int]]:
        """What is looked up for a row: the weight of a term, where its rows begin, and how many."""
        terms, functions = self._items[at]
        for number in sorted(map(self._number.__getitem__, terms))[:QUERY_TERMS]:
            weight, length = self._weights[number], self._lengths[number]
            if length <= MOST_ROWS:
                yield weight, self._begins[number], length
                continue
            for function in sorted(functions) or ("",):
                place = self._place[number, function]
                begin, length = self._begins[place], self._lengths[place]
                if length > MOST_ROWS:
                    # Rows around this one in the order of lists: at worst a link is missed.
                    begin += _window(self._of_function[number, function], at)
                yield weight, begin, min(length, MOST_ROWS)

    def pairs(self) -> Array:
        """Pairs worth comparing, sorted, each once: the first position times the items and the second.

        For each position these are the ones that share most weight of rare terms with it.
        """
        found: list[Array] = []
        asked: list[tuple[int, float, int, int]] = []
        size = 0
        for at in range(len(self._items)):
            for one in self._lists(at):
                asked.append((at, *one))
                size += one[2]
            if size > _LOOKED_AT:
                found.append(self._best(asked))
                asked, size = [], 0
        if asked:
            found.append(self._best(asked))
        return distinct(np.concatenate(found)) if found else np.zeros(0, np.int64)

    def _best(self, asked: Sequence[tuple[int, float, int, int]]) -> Array:
        """For each position that asks its best others, as pairs."""
        positions, weights, begins, lengths = (
            np.array(column) for column in zip(*asked, strict=True)
        )
        ends = np.cumsum(lengths)
        at = np.arange(int(ends[-1])) + np.repeat(begins - (ends - lengths), lengths)
        others, own = self._rows[at], np.repeat(positions, lengths)
        pairs = own * len(self._items) + others
        order = np.argsort(pairs, kind="stable")
        pairs, weight = pairs[order], np.repeat(weights, lengths)[order]
        first = np.flatnonzero(np.concatenate(([True], pairs[1:] != pairs[:-1])))
        total, pairs = np.add.reduceat(weight, first), pairs[first]
        own, others = np.divmod(pairs, len(self._items))
        other = own != others
        own, others, total = own[other], others[other], total[other]
        order = np.lexsort((others, -total, own))
        own, others = own[order], others[order]
        begin = np.searchsorted(own, own)
        kept = np.arange(len(own)) - begin < KEPT
        own, others = own[kept], others[kept]
        both = np.minimum(own, others) * len(self._items) + np.maximum(own, others)
        return distinct(both)


def distinct(numbers: Array) -> Array:
    """Numbers sorted, each once: numpy's own ``unique`` takes twenty times as long for so many."""
    numbers = np.sort(numbers)
    return numbers[_begins(numbers)]


def runs(numbers: Array) -> tuple[Array, Array]:
    """Of sorted numbers those that differ, and which of them stands in each place."""
    begins = _begins(numbers)
    return numbers[begins], np.cumsum(begins) - 1


def _begins(numbers: Array) -> Array:
    found = np.ones(len(numbers), bool)
    found[1:] = numbers[1:] != numbers[:-1]
    return found


def _window(rows: Sequence[int], at: int) -> int:
    """Where the rows around ``at`` begin."""
    return max(0, min(bisect_left(rows, at) - MOST_ROWS // 2, len(rows) - MOST_ROWS))
