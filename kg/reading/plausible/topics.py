"""Topics: how much a text speaks for an office.

A small trained table (topics.csv) has how often pairs of characters stand in texts of each kind of office. What follows from it for a row is said by ``filing``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from kg.folding import fold_forms, strip_markup
from kg.values import Department
from kg.vocabulary.loading import Vocabulary
from kg.vocabulary.tables import read_table

COLUMNS = ("gram", "offices")
ALL = "*"
"""The row with the number of texts of each field; other rows name fields by their place in it."""
TEXTS = ("name", "superior", "township", "taker-and-method", "method")
"""The columns whose words are about the matter of a row."""
_IDEOGRAPHS = re.compile(r"[^\u4e00-\u9fff]+")
_FEWEST = 2

_Counts = dict[str, dict[str, int]]


@lru_cache(maxsize=1024)
def grams(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a text, markup and everything but ideographs left out."""
    words = _IDEOGRAPHS.sub("", strip_markup(fold_forms(text)))
    return frozenset(words[place : place + 2] for place in range(len(words) - 1))


class TopicReader:
    """How much a text speaks for an office, by the table of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Use the table topics.csv of ``vocabulary``; without one nothing is told."""
        self._offices = _read(vocabulary.checksum, vocabulary.folders)

    def office(self, text: str, departments: Iterable[Department]) -> float | None:
        """The evidence of a text for the best of these bodies; None if none of them is known."""
        functions = {d.function for d in departments if self._offices.knows(d.function)}
        if not functions:
            return None
        found = grams(text)
        return max(self._offices.score(found, function) for function in functions)

    def offices(self, text: str) -> dict[str, float]:
        """The evidence of a text for every kind of office that is known, by its slug."""
        return self._offices.scores(grams(text))


class _Table:
    """Counts of pairs of characters by field."""

    def __init__(self, counts: _Counts) -> None:
        self._sizes = counts.pop(ALL, {})
        self._all = sum(self._sizes.values())
        self._counts = counts
        totals = {gram: sum(found.values()) for gram, found in counts.items()}
        self._totals = {gram: total for gram, total in totals.items() if total}
        self._logs: dict[str, tuple[float, dict[str, float]]] = {}
        self.score = lru_cache(maxsize=4096)(self._score)

    def knows(self, field: str) -> bool:
        """Whether enough texts of a field were counted."""
        return self._sizes.get(field, 0) >= _FEWEST

    def _score(self, found: frozenset[str], field: str) -> float:
        """What pairs of characters say for a field that is known."""
        none, logs = self._logs_of(field)
        known = [logs.get(gram, none) for gram in found if gram in self._totals]
        # Exact whatever the order: that of a set differs from run to run.
        return math.fsum(known) / math.sqrt(len(known)) if known else 0.0

    def scores(self, found: frozenset[str]) -> dict[str, float]:
        """What pairs of characters say for every field that is known; like ``score``, in one pass."""
        known = sorted(gram for gram in found if gram in self._totals)
        fields = [field for field in self._sizes if self.knows(field)]
        none = {field: self._logs_of(field)[0] for field in fields}
        sums = {field: len(known) * none[field] for field in fields}
        for gram in known:
            for field in self._counts[gram]:
                if field in sums:
                    sums[field] += self._logs_of(field)[1][gram] - none[field]
        root = math.sqrt(len(known)) or 1.0
        return {field: total / root for field, total in sums.items()}

    def _logs_of(self, field: str) -> tuple[float, dict[str, float]]:
        """What a pair says for a field in which it was never seen, and what others say."""
        made = self._logs.get(field)
        if made is None:
            size = self._sizes[field]
            logs = {
                gram: math.log((counts[field] * self._all / self._totals[gram] + 1) / (size + 1))
                for gram, counts in self._counts.items()
                if counts.get(field)
            }
            made = self._logs[field] = math.log(1 / (size + 1)), logs
        return made


@lru_cache(maxsize=4)
def _read(checksum: str, folders: tuple[Path, ...]) -> _Table:
    return _Table(_counts([row for _, row in read_table(folders, "topics", COLUMNS, 1)]))


def _counts(rows: Sequence[dict[str, str]]) -> _Counts:
    found: _Counts = {ALL: {}}
    fields: list[str] = []
    for row in sorted(rows, key=lambda row: row["gram"] != ALL):
        parts = [part.partition(":") for part in row["offices"].split(";") if part]
        if row["gram"] == ALL:
            fields = [field for field, _, _ in parts]
            found[ALL] = {field: int(count) for field, _, count in parts}
        else:
            found[row["gram"]] = {fields[int(place)]: int(count) for place, _, count in parts}
    return found
