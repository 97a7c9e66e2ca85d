"""Teaching the sorter: a linear classifier over what people said of each duty.

Texts that judge others are themselves sorted by what was taught without them (out of five parts).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from kg.meaning.sayings import sorting
from kg.meaning.sayings.sorting import RARITY, STEPS, Sort, Sorter, grams
from kg.weights import write

_PARTS = 5
_SEED = 5
_STRENGTH = 1.0
_LEAST = 0.05
"""Weights nearer to nothing are left out."""
_SEEN = 2
"""A Chinese gram has to stand in so many texts; an English one in one."""

Told = Sequence[tuple[str, tuple[str, ...]]]
"""Texts and the names of the duty that each means; none: it is on no list."""


def held_out(told: Told) -> list[tuple[Sort, ...]]:
    """How each text is sorted by what was taught with four fifths of the others."""
    import random

    pick = random.Random(_SEED)
    part = [pick.randrange(_PARTS) for _ in told]
    found: list[tuple[Sort, ...]] = [()] * len(told)
    for one in range(_PARTS):
        sorter = _sorter(*_taught([t for t, p in zip(told, part, strict=True) if p != one]))
        for at, (text, _) in enumerate(told):
            if part[at] == one:
                found[at] = sorter.sorted(text)
    return found


def taught(told: Told) -> Sorter:
    """A sorter that is not written."""
    return _sorter(*_taught(told))


def teach(told: Told) -> Sorter:
    """Write ``sorting.bin``."""
    table, about = _taught(told)
    write(sorting.FILE, about, table)
    return Sorter.load()


Table = dict[str, dict[int, int]]


def _sorter(table: Table, about: dict[str, Any]) -> Sorter:
    rows = {gram: tuple(sorted(row.items())) for gram, row in table.items()}
    return Sorter(lambda gram: rows.get(gram, ()), about["classes"], about["offsets"])


def _taught(told: Told) -> tuple[Table, dict[str, Any]]:
    """Gram → class → steps, and the classes with their offsets."""
    import numpy as np
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import TfidfTransformer
    from sklearn.svm import LinearSVC

    counted = [grams(text) for text, _ in told]
    seen = Counter(gram for found in counted for gram in found)
    vocabulary = {
        gram: n
        for n, gram in enumerate(
            sorted(g for g, n in seen.items() if n >= _SEEN or g.startswith("_"))
        )
    }
    data, index, starts = [], [], [0]
    for found in counted:
        own = sorted((vocabulary[g], n) for g, n in found.items() if g in vocabulary)
        index += [at for at, _ in own]
        data += [1 + float(np.log(n)) for _, n in own]
        starts.append(len(index))
    matrix = csr_matrix((data, index, starts), shape=(len(told), len(vocabulary)))
    transformer = TfidfTransformer()
    x = transformer.fit_transform(matrix)
    classes = sorted({names for _, names in told})
    place = {names: n for n, names in enumerate(classes)}
    model = LinearSVC(C=_STRENGTH, random_state=_SEED)
    model.fit(x, np.array([place[names] for _, names in told]))
    table = dict(_rows(vocabulary, transformer.idf_, model.coef_))
    offsets = [round(float(value), 4) for value in model.intercept_]
    counts = Counter(names for _, names in told)
    return table, {"classes": classes, "offsets": offsets, "texts": [counts[c] for c in classes]}


def _rows(
    vocabulary: dict[str, int], rarity: Sequence[float], weights: Any
) -> Iterator[tuple[str, dict[int, int]]]:
    for gram, at in vocabulary.items():
        column = weights[:, at]
        row = {n + 1: round(float(column[n]) * STEPS) for n in _large(column)}
        yield gram, {RARITY: round(float(rarity[at]) * STEPS), **row}


def _large(column: Any) -> Sequence[int]:
    import numpy as np

    return [int(n) for n in np.flatnonzero(np.abs(column) >= _LEAST)]
