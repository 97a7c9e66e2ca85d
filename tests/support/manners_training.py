"""How build/vocabulary/manners.csv and works.csv are made: how the rows of each list are put.

Logistic regressions over the names of the bundled lists and of those in build/training, and over names and what the
department does in cooperation and reclaimed lists; a name that several lists print counts once. Run as a program to
write the tables again; it needs scikit-learn.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from kg.reading.plausible.manners import (
    ALL,
    COLUMNS,
    WORKS_COLUMNS,
    features,
    work_features,
    work_of,
)
from kg.values import Document, Duty, ListKind

LEAST_WEIGHT = 0.5
"""Smallest weight that is kept."""
STRENGTH = 30.0
"""Of the regressions: the larger, the less their weights are held small."""
_CLAUSE_ENDS = re.compile("[；。]")


def names(documents: Iterable[Document]) -> list[tuple[str, ...]]:
    """The rows of manners.csv."""
    found = sorted(
        {(d.row.name, d.row.kind.value) for document in documents for d in document.duties}
    )
    weights, own = _learned([features(name) for name, _ in found], [kind for _, kind in found])
    return [
        (ALL, *(f"{weight:.2f}" for weight in own)),
        *(
            (feature, *(f"{weight:.1f}" for weight in line))
            for feature, line in weights
            if max(map(abs, line)) >= LEAST_WEIGHT
        ),
    ]


def works(documents: Iterable[Document]) -> list[tuple[str, ...]]:
    """The rows of works.csv. The first clause of a cell stands alone, too, as that of a moved row may."""
    seen: dict[tuple[str, str], Duty] = {}
    for document in documents:
        for duty in document.duties:
            if duty.row.kind is not ListKind.BASIC:
                seen.setdefault((duty.row.kind.value, duty.row.name), duty)
    texts, kinds = [], []
    for (kind, name), duty in sorted(seen.items()):
        work = work_of(duty)
        parts = (
            (work, _CLAUSE_ENDS.split(work)[0]) if kind == ListKind.COOPERATION.value else (work,)
        )
        texts += [work_features(name, part) for part in parts]
        kinds += [kind] * len(parts)
    weights, own = _learned(texts, kinds)
    return [
        (ALL, f"{own[0]:.2f}"),
        *((feature, f"{line[0]:.1f}") for feature, line in weights if abs(line[0]) >= LEAST_WEIGHT),
    ]


def _learned(
    texts: Sequence[dict[str, float]], kinds: Sequence[str]
) -> tuple[list[tuple[str, Any]], Any]:
    """The weights of each feature for the kinds in their order (for the last of two), and those of the kinds."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    vectors = DictVectorizer()
    model = LogisticRegression(C=STRENGTH, max_iter=1000)
    model.fit(vectors.fit_transform(texts), kinds)
    columns = model.coef_.T.tolist()
    return list(
        zip(vectors.get_feature_names_out(), columns, strict=True)
    ), model.intercept_.tolist()


if __name__ == "__main__":
    from topics_training import documents, write

    read = documents(heard=True)
    write("manners", COLUMNS, names(read))
    write("works", WORKS_COLUMNS, works(read))
