"""How build/vocabulary/endings.csv is made: pairs of characters that never end a text.

The training data are the cells of the bundled lists and of those in build/training. Run as a program
to write the table again.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.folding import fold_forms, strip_markup
from kg.reading.plausible.endings import COLUMNS
from kg.values import Document

LEAST = 6
"""Fewest times a pair must be met inside texts."""


def _texts(documents: Iterable[Document]) -> Iterator[str]:
    for document in documents:
        for duty in document.duties:
            yield from (fold_forms(strip_markup(text)).strip() for text in duty.row.texts)


def table(documents: Iterable[Document]) -> list[tuple[str, str]]:
    """The rows of endings.csv."""
    inside: Counter[str] = Counter()
    last: set[str] = set()
    for text in _texts(documents):
        for place in range(len(text) - 1):
            gram = text[place : place + 2]
            if all("\u4e00" <= letter <= "\u9fff" for letter in gram):
                inside[gram] += 1
                after = text[place + 2 : place + 3]
                if not after or not "\u4e00" <= after <= "\u9fff":
                    last.add(gram)
    return sorted((gram, str(n)) for gram, n in inside.items() if n >= LEAST and gram not in last)


if __name__ == "__main__":
    from topics_training import documents

    found = table(documents())
    path = Path(__file__).parents[2] / "build" / "vocabulary" / "endings.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(found)
