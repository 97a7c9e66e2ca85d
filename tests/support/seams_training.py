"""How build/vocabulary/pairs.csv and seams.csv are made: which characters stand together, and where two names meet.

The pairs are counted over the texts of the bundled lists and of those in build/training, each text once. The weights
are a logistic regression over places inside names and over the places where a name met the one of the next row; the
pairs for it are counted over the lists that are not looked at. Run as a program to write both again; it needs
scikit-learn.

How it was weighed: on twelve lists never seen, each name alone and with the next one behind it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from random import Random

from kg.folding import fold_forms, strip_blanks, strip_markup
from kg.reading.known.borders import PAIR, stands_again
from kg.reading.known.seams import (
    PAIR_COLUMNS,
    RUN,
    Names,
    Pairs,
    again,
    features,
    level,
    places,
)
from kg.reading.known.weights import ALL, COLUMNS
from kg.values import Document, ListKind, Row

FOLDS, DRAWN = 6, 8
LEAST_STANDS = 2
LEAST_WEIGHT = 0.05


def counted(documents: Sequence[Document]) -> dict[str, Counter[str]]:
    """How often each pair stands in texts and where, by column of the table."""
    found: dict[str, Counter[str]] = {column: Counter() for column in PAIR_COLUMNS[1:]}
    texts: set[str] = set()
    names: set[tuple[str, str]] = set()
    for row in (duty.row for document in documents for duty in document.duties):
        new = {fold_forms(strip_blanks(strip_markup(text))) for text in row.texts} - texts
        texts |= new
        for run in (run for text in new for run in RUN.findall(text)):
            found["stands"].update(run[at : at + PAIR] for at in range(len(run) - 1))
            found["ends"][run[-PAIR:]] += 1
            found["begins"][run[:PAIR]] += 1
        of = "basic" if row.kind is ListKind.BASIC else "other"
        if (of, row.name) not in names:
            names.add((of, row.name))
            found[f"{of}_ends"][row.name[-PAIR:]] += 1
            found[f"{of}_begins"][row.name[:PAIR]] += 1
    return {
        column: Counter({pair: n for pair, n in counts.items() if _is_kept(column, pair, n)})
        for column, counts in found.items()
    }


def _is_kept(column: str, pair: str, count: int) -> bool:
    whole = len(pair) == PAIR and RUN.fullmatch(pair) is not None
    return whole and (column != "stands" or count >= LEAST_STANDS)


def pairs_table(found: dict[str, Counter[str]]) -> list[tuple[str, ...]]:
    """The rows of pairs.csv: second characters, each with its step, by the first one."""
    told = {
        column: {
            first: "".join(
                f"{pair[1]}{level(count)}"
                for pair, count in sorted(counts.items())
                if pair[0] == first
            )
            for first in sorted({pair[0] for pair in counts})
        }
        for column, counts in found.items()
    }
    firsts = sorted({first for column in told.values() for first in column})
    return [
        (first, *(told[column].get(first, "") for column in PAIR_COLUMNS[1:])) for first in firsts
    ]


def as_read(found: dict[str, Counter[str]]) -> Pairs:
    """The table as the program reads it."""
    columns: dict[str, dict[str, str]] = {column: {} for column in PAIR_COLUMNS[1:]}
    for column, counts in found.items():
        for pair, count in counts.items():
            told = columns[column]
            told[pair[0]] = f"{told.get(pair[0], '')}{pair[1]}{level(count)}"
    return Pairs(columns)


def samples(document: Document, pairs: Pairs, dice: Random) -> Iterator[tuple[list[str], bool]]:
    """Places inside names, and those where a name meets the next one, with what is to be seen there."""
    rows = [duty.row for duty in document.duties]
    for kind in ListKind:
        of_kind = [row for row in rows if row.kind is kind]
        names = [row.name for row in of_kind]
        whole = Names.of(names)
        for at, row in enumerate(of_kind):
            inside = list(places(row.name))
            for place in dice.sample(inside, min(DRAWN, len(inside))):
                yield _seen(row.name, place, kind, whole, pairs, row, rows), False
            if at + 1 < len(names):
                glued = row.name + names[at + 1]
                without = Names.of([*names[:at], glued, *names[at + 2 :]])
                if len(row.name) in places(glued):
                    yield _seen(glued, len(row.name), kind, without, pairs, row, rows), True


def _seen(
    name: str, at: int, kind: ListKind, names: Names, pairs: Pairs, row: Row, rows: Sequence[Row]
) -> list[str]:
    stands = stands_again(name[at - 1 : at + 1], row, rows)
    return [*features(name, at, kind, names, pairs), again(kind, stands=stands)]


def weights(documents: Sequence[Document]) -> list[tuple[str, str]]:
    """The rows of seams.csv."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    dice = Random("seams")
    order = sorted(documents, key=lambda document: document.path)
    dice.shuffle(order)
    found: list[tuple[list[str], bool]] = []
    for fold in range(FOLDS):
        others = [document for at, document in enumerate(order) if at % FOLDS != fold]
        pairs = as_read(counted(others))
        for document in order[fold::FOLDS]:
            found.extend(samples(document, pairs, dice))
    vectors = DictVectorizer()
    seen = vectors.fit_transform([dict.fromkeys(told, 1.0) for told, _ in found])
    model = LogisticRegression(max_iter=2000, C=0.5)
    model.fit(seen, [glued for _, glued in found])
    told = zip(vectors.get_feature_names_out(), model.coef_[0].tolist(), strict=True)
    return [
        (ALL, f"{model.intercept_[0]:.2f}"),
        *((feature, f"{w:.2f}") for feature, w in told if abs(w) >= LEAST_WEIGHT),
    ]


if __name__ == "__main__":
    from topics_training import documents, write

    lists = documents(heard=True)
    write("seams", COLUMNS, weights(lists))
    write("pairs", PAIR_COLUMNS, pairs_table(counted(lists)))
