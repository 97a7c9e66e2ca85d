"""How build/vocabulary/leanings.csv is made: what the characters of a name say of its category.

The training data are the names of the bundled lists and of those in build/training. Run as a program to
write the table again; it needs scikit-learn.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable

from kg.reading.plausible.categories import ALL, COLUMNS, grams
from kg.values import Document

LEAST_WEIGHT = 0.6
"""Smallest weight that is kept."""
STRENGTH = 100.0
"""Of the regression: the larger, the less its weights are held small."""


def table(documents: Iterable[Document], categories: dict[str, str]) -> list[tuple[str, str]]:
    """The rows of leanings.csv (``categories``: form to id)."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    names = sorted(
        {
            (duty.row.name, categories[duty.row.category])
            for document in documents
            for duty in document.duties
            if duty.row.category in categories
        }
    )
    vectors = DictVectorizer()
    found = [grams(name) for name, _ in names]
    data = vectors.fit_transform({gram: 1 / math.sqrt(len(f)) for gram in sorted(f)} for f in found)
    model = LogisticRegression(C=STRENGTH, max_iter=1000)
    model.fit(data, [category for _, category in names])
    fields = list(model.classes_)
    first = ";".join(f"{f}:{w:.2f}" for f, w in zip(fields, model.intercept_, strict=True))
    weights: dict[str, list[str]] = defaultdict(list)
    for place, line in enumerate(model.coef_):
        for gram, weight in zip(vectors.get_feature_names_out(), line, strict=True):
            if abs(weight) >= LEAST_WEIGHT:
                weights[gram].append(f"{place}:{weight:.1f}")
    return [(ALL, first), *((gram, ";".join(weights[gram])) for gram in sorted(weights))]


def bundled(leave_out: str = "") -> list[tuple[str, str]]:
    """The table that the lists of this repository give, without those named ``leave_out``."""
    from topics_training import documents

    from kg.vocabulary import loading

    forms = {form: c.id for form, c in loading.load().category_by_form.items()}
    return table(documents(leave_out), forms)


if __name__ == "__main__":
    from topics_training import write

    write("leanings", COLUMNS, bundled())
