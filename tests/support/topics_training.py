"""How build/vocabulary/topics.csv is made: pairs of characters in texts of offices.

The training data are the rows of the bundled lists and of the lists in build/training; a text that
several lists share counts once. Run as a program to write the table again.
"""

from __future__ import annotations

import csv
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from kg.reading.plausible.topics import ALL, COLUMNS, TEXTS, grams
from kg.values import Document

LEAST = 3
"""Fewest texts that a pair of characters must stand in."""
MOST = 2400
"""Most pairs kept: those that tell most about the office."""

Counts = dict[str, Counter[str]]


def counts(documents: Iterable[Document]) -> Counts:
    """Texts by pair of characters and office."""
    offices: Counts = defaultdict(Counter)
    seen: set[tuple[str, frozenset[str]]] = set()
    for document in documents:
        for duty in document.duties:
            fields = {d.function for d in duty.departments if d.function}
            for role in TEXTS:
                found = grams(duty.row.cell(role) or "")
                for field in fields if found else ():
                    if (field, found) not in seen:
                        seen.add((field, found))
                        for gram in (ALL, *found):
                            offices[gram][field] += 1
    return offices


def table(documents: Iterable[Document]) -> list[tuple[str, ...]]:
    """The rows of topics.csv."""
    offices = counts(documents)
    told = [
        (_tells(found, offices[ALL]), gram)
        for gram, found in offices.items()
        if gram != ALL and found.total() >= LEAST
    ]
    kept = sorted(gram for _, gram in sorted(told, reverse=True)[:MOST])
    order = {field: n for n, field in enumerate(sorted(offices[ALL]))}
    return [
        (ALL, _sizes(offices[ALL])),
        *((gram, _cell(offices[gram], order)) for gram in kept),
    ]


def _tells(found: Counter[str], sizes: Counter[str]) -> float:
    """How much a pair of characters tells about the field: its texts times the relative entropy."""
    total, everything = found.total(), sizes.total()
    return sum(
        count * math.log(count / total * everything / sizes[field])
        for field, count in found.items()
    )


def _sizes(found: Counter[str]) -> str:
    return ";".join(f"{field}:{count}" for field, count in sorted(found.items()))


def _cell(found: Counter[str], order: dict[str, int]) -> str:
    """Counts by the place of their field in the first row, to keep the table short."""
    return ";".join(f"{order[field]}:{count}" for field, count in sorted(found.items()))


def documents(leave_out: str = "", *, heard: bool = False) -> list[Document]:
    """The lists of this repository, invented ones too, without those whose name has ``leave_out``.

    ``heard`` are those that only stories were told of.
    """
    from kg import resources
    from kg.reading.documents import collect, read_documents
    from kg.vocabulary import loading

    training = Path(__file__).parents[2] / "build" / "training"
    return [
        document
        for folder in (
            resources.folder("sources"),
            *(training / name for name in ("lists", "elsewhere", *(("heard",) if heard else ()))),
        )
        for document in read_documents(collect([folder]).sources, loading.load())
        if not leave_out or leave_out not in document.path
    ]


def bundled(leave_out: str = "") -> list[tuple[str, ...]]:
    """The table that the lists of this repository give."""
    return table(documents(leave_out, heard=True))


def write(name: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Write a table of the vocabulary."""
    path = Path(__file__).parents[2] / "build" / "vocabulary" / f"{name}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


if __name__ == "__main__":
    write("topics", COLUMNS, bundled())
