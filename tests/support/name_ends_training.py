"""How build/vocabulary/name_ends.csv is made: how names end, and how cut ones do.

A logistic regression over the names of the bundled lists and of those in build/training and over the same names cut at
places drawn by a seeded generator; a name that several lists print counts once. Run as a program to write the table
again; it needs scikit-learn.

How it was weighed: six times with a sixth of the lists left out, and on two pairs of lists never seen (cut by the
generator of somebody who had not seen the program).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from random import Random

from kg.reading.known.borders import Borders
from kg.reading.known.characters import words_of
from kg.reading.known.name_ends import SHORTEST, features
from kg.reading.known.weights import ALL, COLUMNS
from kg.values import Document, ListKind, Row
from kg.vocabulary import loading

LEAST_WEIGHT = 0.2
"""Smallest weight that is kept."""
CUTS = 3
"""Cuts of each name."""
_SHORTEST_CUT, _LEAST_LOST = 6, 2
_MARKS = "，、。；“”（）"


def cuts(name: str) -> list[int]:
    """The places where a name may be cut: not beside a mark, which tells by itself."""
    places = range(_SHORTEST_CUT, len(name) - _LEAST_LOST)
    return [at for at in places if not set(name[at - 1 : at + 1]) & set(_MARKS)]


def names(documents: Iterable[Document]) -> Iterator[tuple[Row, Borders]]:
    """One row of each name of a kind of list, and how the phrases of its document end."""
    seen: set[tuple[ListKind, str]] = set()
    for document in documents:
        rows = [duty.row for duty in document.duties]
        borders = Borders(rows)
        for row in rows:
            if len(row.name) >= SHORTEST and (row.kind, row.name) not in seen:
                seen.add((row.kind, row.name))
                yield row, borders


def table(documents: Iterable[Document]) -> list[tuple[str, str]]:
    """The rows of name_ends.csv."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    words, dice = words_of(loading.load()), Random("name ends")
    found: list[tuple[dict[str, float], bool]] = []
    for row, borders in sorted(names(documents), key=lambda one: (one[0].kind.value, one[0].name)):
        places = cuts(row.name)
        drawn = dice.sample(places, min(CUTS, len(places)))
        for name, cut in ((row.name, False), *((row.name[:at], True) for at in drawn)):
            told = features(name, row.kind, borders.ending(name, row), words)
            found.append((dict.fromkeys(told, 1.0), cut))
    vectors = DictVectorizer()
    model = LogisticRegression(max_iter=1000)
    model.fit(vectors.fit_transform([told for told, _ in found]), [cut for _, cut in found])
    weights = zip(vectors.get_feature_names_out(), model.coef_[0].tolist(), strict=True)
    return [
        (ALL, f"{model.intercept_[0]:.2f}"),
        *((feature, f"{w:.1f}") for feature, w in weights if abs(w) >= LEAST_WEIGHT),
    ]


if __name__ == "__main__":
    from topics_training import documents, write

    write("name_ends", COLUMNS, table(documents(heard=True)))
