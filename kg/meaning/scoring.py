"""Scoring: the forms of an index that share most with a text, added up many at a time.

Says the same as :meth:`kg.meaning.index.Index.candidates`: weights are added in the same order, one after the
other. Where thousands of names are held against thousands of forms it takes a tenth of the time.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from kg.meaning.index import Index, ceilings

_MORE = 10
"""Of so many times the forms that are wanted those are chosen that are not too many of one Matter."""


Array = np.ndarray[Any, Any]


class Scorer:
    """Scores the forms of one index."""

    def __init__(self, index: Index) -> None:
        """Score the forms of ``index``."""
        self._index = index
        self._limits = ceilings(index.size)

    def candidates(
        self, wanted: Sequence[tuple[str, float]], limit: int
    ) -> list[tuple[int, float]]:
        """Forms that share weighted grams with a text, best first, at most three of a Matter."""
        self._index.read(gram for gram, _ in wanted)
        found, weights, lengths = [], list[float](), list[int]()
        for gram, weight in wanted:
            both = self._index.postings(gram)
            for forms, factor, most in zip(both, (1.0, 0.4), self._limits, strict=True):
                if weight > 0 and 0 < len(forms) <= most:
                    found.append(np.frombuffer(forms, np.uintc))
                    weights.append(weight * factor)
                    lengths.append(len(forms))
        if not found:
            return []
        scores = np.bincount(np.concatenate(found), np.repeat(weights, lengths))
        there = np.flatnonzero(scores)
        best = self._best(there, scores, limit, limit)
        # Seldom there are too many of one Matter among them.
        return best if len(best) == limit else self._best(there, scores, _MORE * limit, limit)

    def _best(self, there: Array, scores: Array, many: int, limit: int) -> list[tuple[int, float]]:
        """The best of the forms that are ``there``, chosen among so ``many``."""
        if len(there) > many:
            own = scores[there]
            there = there[own >= np.partition(own, -many)[-many]]
        found = dict(zip(there.tolist(), scores[there].tolist(), strict=True))
        return self._index.best(found, limit)
