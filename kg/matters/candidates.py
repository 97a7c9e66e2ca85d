"""Candidates: which rows are worth comparing, found through rare terms instead of all pairs."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from heapq import nsmallest

QUERY_TERMS = 10
"""So many of a name's rarest terms are looked up."""

MOST_ROWS = 200
"""A term of more rows than this is looked up together with a department's function only."""

KEPT = 40
"""So many candidates of one row are compared in full."""


class CandidateIndex:
    """An inverted index from terms, and from terms with functions, to positions."""

    def __init__(
        self,
        items: Sequence[tuple[tuple[str, ...], frozenset[str]]],
        weight: Callable[[str], float],
    ) -> None:
        """Index every item: the terms of its name and the functions of its departments."""
        self._items = items
        self._weight = weight
        self._rows: dict[str, list[int]] = {}
        self._rows_of_function: dict[tuple[str, str], list[int]] = {}
        for at, (terms, _) in enumerate(items):
            for term in terms:
                self._rows.setdefault(term, []).append(at)
        for at, (terms, functions) in enumerate(items):
            for term in terms:
                if len(self._rows[term]) > MOST_ROWS:
                    for function in functions or ("",):
                        self._rows_of_function.setdefault((term, function), []).append(at)

    def _lists(self, at: int) -> Iterable[tuple[str, Sequence[int]]]:
        terms, functions = self._items[at]
        rarest = sorted(terms, key=lambda term: (len(self._rows[term]), term))[:QUERY_TERMS]
        for term in rarest:
            rows = self._rows[term]
            if len(rows) <= MOST_ROWS:
                yield term, rows
                continue
            for function in sorted(functions) or ("",):
                shared = self._rows_of_function[(term, function)]
                if len(shared) <= MOST_ROWS:
                    yield term, shared
                else:
                    # Rows around this one in the order of lists: at worst a link is missed.
                    yield term, _window(shared, at)

    def near(self, at: int) -> list[int]:
        """Positions that share most weight of rare terms with this one, best first."""
        found: dict[int, float] = {}
        for term, rows in self._lists(at):
            weight = self._weight(term)
            for other in rows:
                found[other] = found.get(other, 0.0) + weight
        found.pop(at, None)
        ranked = nsmallest(KEPT, ((-round(weight, 6), other) for other, weight in found.items()))
        return [other for _, other in ranked]


def _window(rows: Sequence[int], at: int) -> Sequence[int]:
    start = max(0, min(bisect_left(rows, at) - MOST_ROWS // 2, len(rows) - MOST_ROWS))
    return rows[start : start + MOST_ROWS]
