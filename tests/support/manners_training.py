"""How build/vocabulary/manners.csv is made: how the names of each list begin and end.

The names of the bundled lists and of those in build/training; one that several lists print counts once. Run
as a program to write the table again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from kg.reading.plausible.manners import ALL, COLUMNS, features
from kg.values import Document, ListKind

LEAST = 2
"""Fewest names that must be put so."""


def table(documents: Iterable[Document]) -> list[tuple[str, ...]]:
    """The rows of manners.csv."""
    names = {(duty.row.name, duty.row.kind) for document in documents for duty in document.duties}
    found: dict[str, Counter[ListKind]] = defaultdict(Counter)
    for name, kind in names:
        for feature in (ALL, *features(name)):
            found[feature][kind] += 1
    return [
        (feature, *(str(counts[kind]) for kind in ListKind))
        for feature, counts in sorted(found.items())
        if counts.total() >= LEAST
    ]


def bundled(leave_out: str = "") -> list[tuple[str, ...]]:
    """The table that the lists of this repository give, without those named ``leave_out``."""
    from topics_training import documents

    return table(documents(leave_out))


if __name__ == "__main__":
    from topics_training import write

    write("manners", COLUMNS, bundled())
