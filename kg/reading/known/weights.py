"""Weights: what each thing that is to be seen speaks for or against, by a table that was learned."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from kg.vocabulary.loading import Vocabulary
from kg.vocabulary.tables import read_table

COLUMNS = ("feature", "weight")
ALL = "*"
"""The row with what speaks for it whatever is seen."""


def weights_of(vocabulary: Vocabulary, table: str) -> dict[str, float]:
    """The weights (log-odds) in a table of a vocabulary, by feature; none without the table.

    Raises:
        VocabularyError: the table cannot be used.
    """
    return read_weights(vocabulary.checksum, vocabulary.folders, table)


def evidence(weights: Mapping[str, float], found: Iterable[str]) -> float:
    """What the features that were found speak for together, in log-odds."""
    return math.fsum(weights.get(feature, 0.0) for feature in (ALL, *found))


@lru_cache(maxsize=16)
def read_weights(checksum: str, folders: tuple[Path, ...], table: str) -> dict[str, float]:
    """The weights in a table of these folders, once for each ``checksum`` of theirs."""
    return {
        row["feature"]: float(row["weight"]) for _, row in read_table(folders, table, COLUMNS, 1)
    }
