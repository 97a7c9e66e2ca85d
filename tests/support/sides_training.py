"""How build/vocabulary/sides.csv is made: pairs of characters that tell whose work a cell is.

The training data are the cooperation rows of the bundled lists. Run as a program to write it again.
"""

from __future__ import annotations

import csv
import math
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from kg.reading.plausible.sides import grams

LEAST = 12
FEWEST_TOWNSHIPS = 3
LEAST_WEIGHT = 0.4


def weights(rows: Iterable[tuple[str, str, str]]) -> dict[str, float]:
    """Log-odds by pair of characters, of (township, 上级部门职责, 配合职责) rows."""
    superior: Counter[str] = Counter()
    township: Counter[str] = Counter()
    places: dict[str, set[str]] = {}
    for place, theirs, ours in rows:
        for side, text in ((superior, theirs), (township, ours)):
            found = grams(text)
            side.update(found)
            for gram in found:
                places.setdefault(gram, set()).add(place)
    table = {}
    for gram in sorted(places):
        total = superior[gram] + township[gram]
        weight = math.log((superior[gram] + 1) / (township[gram] + 1))
        if total >= LEAST and len(places[gram]) >= FEWEST_TOWNSHIPS and abs(weight) >= LEAST_WEIGHT:
            table[gram] = round(weight, 1)
    return table


def bundled() -> dict[str, float]:
    """The weights that the bundled lists give."""
    from kg import resources
    from kg.reading.documents import collect, read_documents
    from kg.vocabulary import loading

    documents = read_documents(collect([resources.folder("sources")]).sources, loading.load())
    return weights(
        (document.path, duty.row.cell("superior") or "", duty.row.cell("township") or "")
        for document in documents
        for duty in document.duties
        if duty.row.cell("superior")
    )


if __name__ == "__main__":
    path = Path(__file__).parents[2] / "build" / "vocabulary" / "sides.csv"
    table = bundled()
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("gram", "weight"))
        writer.writerows(sorted(table.items(), key=lambda item: (-item[1], item[0])))
