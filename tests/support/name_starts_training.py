"""How build/vocabulary/name_starts.csv is made: how names begin, and how those do that lost their beginning.

A logistic regression over the names of the bundled lists and of those in build/training and over the same names without
their first characters; a name that several lists print counts once, and how often two characters begin something is
counted over the lists that are not looked at. Run as a program to write the table again; it needs scikit-learn.

How it was weighed: on twelve lists never seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from seams_training import FOLDS, as_read, counted

from kg.reading.known.borders import PAIR, Borders
from kg.reading.known.characters import words_of
from kg.reading.known.name_starts import SHORTEST, features
from kg.reading.known.seams import RUN, Pairs
from kg.reading.known.weights import ALL, COLUMNS
from kg.values import Document, ListKind
from kg.vocabulary import loading

LEAST_WEIGHT = 0.15
_LOST, _CUTS = range(1, 8), 2


def samples(
    document: Document, pairs: Pairs, seen: set[tuple[ListKind, str]], dice: Random
) -> Iterator[tuple[list[str], bool]]:
    """What is to be seen of each name of a document, and of the same without its beginning."""
    words = words_of(loading.load())
    rows = [duty.row for duty in document.duties]
    borders = Borders(rows)
    for row in rows:
        if (row.kind, row.name) in seen:
            continue
        seen.add((row.kind, row.name))
        lost = dice.sample(_LOST, _CUTS)
        for cut in (0, *lost):
            name = row.name[cut:]
            if len(name) >= SHORTEST and RUN.fullmatch(row.name[: cut + PAIR + 1]):
                elsewhere = borders.beginning(name, row)
                yield features(name, row.kind, elsewhere, words, pairs), cut > 0


def table(documents: Sequence[Document]) -> list[tuple[str, str]]:
    """The rows of name_starts.csv."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    dice = Random("name starts")
    order = sorted(documents, key=lambda document: document.path)
    dice.shuffle(order)
    found: list[tuple[list[str], bool]] = []
    seen: set[tuple[ListKind, str]] = set()
    for fold in range(FOLDS):
        others = [document for at, document in enumerate(order) if at % FOLDS != fold]
        pairs = as_read(counted(others))
        for document in order[fold::FOLDS]:
            found.extend(samples(document, pairs, seen, dice))
    vectors = DictVectorizer()
    model = LogisticRegression(max_iter=2000, C=0.5)
    model.fit(
        vectors.fit_transform([dict.fromkeys(told, 1.0) for told, _ in found]),
        [late for _, late in found],
    )
    weights = zip(vectors.get_feature_names_out(), model.coef_[0].tolist(), strict=True)
    return [
        (ALL, f"{model.intercept_[0]:.2f}"),
        *((feature, f"{w:.1f}") for feature, w in weights if abs(w) >= LEAST_WEIGHT),
    ]


if __name__ == "__main__":
    from topics_training import documents, write

    write("name_starts", COLUMNS, table(documents(heard=True)))
