"""How build/vocabulary/sides.csv is made: pairs of characters that tell whose work a cell is.

The training data are the cooperation rows of the bundled lists and of those in build/training: a logistic
regression over the difference of the two cells of a row. Run as a program to write the table again; it
needs scikit-learn.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable

from kg.folding import fold_forms
from kg.reading.plausible.sides import grams

LEAST_WEIGHT = 0.2
"""Smallest weight that is kept."""
STRENGTH = 10.0
"""Of the regression: the larger, the less its weights are held small."""


def difference(superior: str, township: str) -> dict[str, float]:
    """What a row shows: the pairs of both cells, each side of length one, the township's negative."""
    found: Counter[str] = Counter()
    for text, sign in ((superior, 1), (township, -1)):
        side = grams(fold_forms(text))
        for gram in side:
            found[gram] += sign / math.sqrt(len(side))  # type: ignore[assignment]
    return dict(found)


def weights(rows: Iterable[tuple[str, str]]) -> dict[str, float]:
    """Weights by pair of characters, of rows (上级部门职责, 配合职责)."""
    from scipy.sparse import vstack
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    data = [difference(*row) for row in sorted(set(rows))]
    vectors = DictVectorizer()
    found = vectors.fit_transform(data)
    sides = vstack([found, -found])
    model = LogisticRegression(C=STRENGTH, fit_intercept=False, max_iter=1000)
    model.fit(sides, [1] * len(data) + [0] * len(data))
    names = vectors.get_feature_names_out()
    return {
        gram: round(float(weight), 1)
        for gram, weight in zip(names, model.coef_[0], strict=True)
        if abs(weight) >= LEAST_WEIGHT
    }


def bundled(leave_out: str = "") -> dict[str, float]:
    """The weights that the lists of this repository give, without those named ``leave_out``."""
    from topics_training import documents

    return weights(
        (duty.row.cell("superior") or "", duty.row.cell("township") or "")
        for document in documents(leave_out)
        for duty in document.duties
        if duty.row.cell("superior") and duty.row.cell("township")
    )


if __name__ == "__main__":
    from topics_training import write

    table = bundled()
    rows = sorted(table.items(), key=lambda item: (-item[1], item[0]))
    write("sides", ("gram", "weight"), [(gram, str(weight)) for gram, weight in rows])
