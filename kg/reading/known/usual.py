"""Usual: in which categories known lists have the duties of an office.

Counted over the table printed.csv: a name that known lists print with an office and under a category is one
duty of both. An office that has many duties, and none in a category, speaks against that category.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kg.reading.known.printed import COLUMNS
from kg.values import Department
from kg.vocabulary.loading import Vocabulary
from kg.vocabulary.tables import read_table

_PREFECTURE = 4
"""Digits of a township's code that are its prefecture's."""
_FEWEST_LISTS = 2
_FEWEST = 5
"""Duties that must be known of an office, or nothing is told of it."""


@dataclass(frozen=True, slots=True)
class _Counts:
    """Duties by office and category, by office, by category (the share of all); lists by prefecture."""

    both: dict[tuple[str, str], int]
    offices: dict[str, int]
    shares: dict[str, float]
    prefectures: dict[str, int]


class UsualCategories:
    """How much an office speaks for a category, by the table of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Use the table printed.csv of ``vocabulary``; without one nothing is told."""
        self._counts = _read(vocabulary.checksum, vocabulary.folders)
        self._by_form = {form: c.id for form, c in vocabulary.category_by_form.items()}

    def leaning(self, departments: Iterable[Department], category: str) -> float:
        """The log-odds of a category as printed for the best of these bodies; 0 if nothing is known."""
        counts, field = self._counts, self._by_form.get(category, "")
        share = counts.shares.get(field)
        known = [d.function for d in departments if counts.offices.get(d.function, 0) >= _FEWEST]
        if not share or not known:
            return 0.0
        # One duty that is spread as all are stands beside those counted: none is not never.
        return max(
            math.log(
                (counts.both.get((office, field), 0) + share)
                / ((counts.offices[office] + 1) * share)
            )
            for office in known
        )

    def knows_order(self, township: str) -> bool:
        """Whether several known lists of a township's prefecture have the categories in the table's order."""
        return self._counts.prefectures.get(township[:_PREFECTURE], 0) >= _FEWEST_LISTS


@lru_cache(maxsize=4)
def _read(checksum: str, folders: tuple[Path, ...]) -> _Counts:
    both: Counter[tuple[str, str]] = Counter()
    offices: Counter[str] = Counter()
    categories: Counter[str] = Counter()
    lists: set[str] = set()
    for _, row in read_table(folders, "printed", COLUMNS, 2):
        lists.update(place.partition("#")[0] for place in row["lists"].split(";") if place)
        for office in filter(None, row["functions"].split(";")):
            for category in filter(None, row["categories"].split(";")):
                both[office, category] += 1
                offices[office] += 1
                categories[category] += 1
    total = categories.total() or 1
    shares = {name: count / total for name, count in categories.items()}
    return _Counts(both, offices, shares, Counter(name[:_PREFECTURE] for name in lists))
