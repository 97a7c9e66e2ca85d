"""Categories: how much the name of a duty speaks for a category.

A logistic regression over the characters of a name and their pairs, trained on the lists of this repository:
its weights are the table leanings.csv.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Container
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kg.folding import fold_forms, strip_markup
from kg.vocabulary.loading import Vocabulary
from kg.vocabulary.tables import read_table

COLUMNS = ("gram", "categories")
ALL = "*"
"""The row with the categories and their own weights; other rows name them by their place in it."""
_AND = re.compile(r"[与和及]")
"""The word between two categories that a list has put together: 城乡建设与交通运输."""
_IDEOGRAPHS = re.compile(r"[^\u4e00-\u9fff]+")


def grams(text: str) -> frozenset[str]:
    """The characters of a text and their pairs, markup and everything but ideographs left out."""
    words = _IDEOGRAPHS.sub("", strip_markup(fold_forms(text)))
    return frozenset(words).union(words[place : place + 2] for place in range(len(words) - 1))


def glued(words: str, names: Collection[str]) -> str:
    """What to say of a cell that has two categories, or a number and one; '' where it has not."""
    if words.lstrip("0123456789") in names and words not in names:
        return f"事项类别一格前面连着数字：“{words}”；像是序号和类别写在一格里"
    for end in range(2, len(words) - 1):
        if words[:end] in names and words[end:] in names:
            return f"事项类别一格写着两类：“{words[:end]}”和“{words[end:]}”；像是两行连在一起"
    return ""


@dataclass(frozen=True, slots=True)
class _Weights:
    """The weights of characters and pairs by category."""

    own: dict[str, float]
    grams: dict[str, dict[str, float]]


class CategoryWeights:
    """Weighs names by the table of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Use the table leanings.csv of ``vocabulary``; without one nothing is told."""
        self._weights = _read(vocabulary.checksum, vocabulary.folders)
        self._by_form = {form: c.id for form, c in vocabulary.category_by_form.items()}
        self.names = tuple(
            c.name for c in vocabulary.categories.values() if c.id in self._weights.own
        )
        """The categories of which something is known."""
        self._scores = _scorer(vocabulary.checksum, vocabulary.folders)

    def score(self, name: str, category: str) -> float | None:
        """The log-odds of a name for a category as printed; None if nothing is known of it."""
        return self._scores(name).get(self._by_form.get(category, ""))

    def knows(self, category: str) -> bool:
        """Whether something is known of a category as printed."""
        return self._by_form.get(category, "") in self._weights.own


@lru_cache(maxsize=4)
def _scorer(checksum: str, folders: tuple[Path, ...]) -> Callable[[str], dict[str, float]]:
    """The log-odds of a name for every category that is known, by its id: many lists have the same names."""
    weights = _read(checksum, folders)

    @lru_cache(maxsize=4096)
    def scores(name: str) -> dict[str, float]:
        found = grams(name)
        root = math.sqrt(len(found) or 1)
        said: dict[str, list[float]] = {field: [] for field in weights.own}
        for gram in found:
            for field, weight in weights.grams.get(gram, {}).items():
                said[field].append(weight)
        # Exact whatever the order: that of a set differs from run to run.
        return {field: own + math.fsum(said[field]) / root for field, own in weights.own.items()}

    return scores


def is_compound(category: str, known: Container[str]) -> bool:
    """Whether a category is two known ones that a list has put together: 城乡建设与交通运输."""
    return any(
        category[: match.start()] in known and category[match.end() :] in known
        for match in _AND.finditer(category)
    )


@lru_cache(maxsize=4)
def _read(checksum: str, folders: tuple[Path, ...]) -> _Weights:
    rows = {
        row["gram"]: row["categories"] for _, row in read_table(folders, "leanings", COLUMNS, 1)
    }
    first = _cell(rows.pop(ALL, ""))
    fields = list(first)
    return _Weights(
        first,
        {
            gram: {fields[int(place)]: weight for place, weight in _cell(cell).items()}
            for gram, cell in rows.items()
        },
    )


def _cell(cell: str) -> dict[str, float]:
    parts = (part.partition(":") for part in cell.split(";") if part)
    return {name: float(weight) for name, _, weight in parts}
