"""Sides: whether a cell of clauses reads like a department's work or like the township's.

A small trained table (sides.csv: pairs of characters with their log-odds) tells the two columns of a
cooperation list apart; where it says the opposite of the header, cells or headers were exchanged.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from kg.folding import strip_markup
from kg.vocabulary.loading import Vocabulary
from kg.vocabulary.tables import read_table

_KEPT = re.compile(r"[^\u4e00-\u9fff，；。、]+")
_COLUMNS = ("gram", "weight")
_FEWEST = 8
EXCHANGED = -0.12
"""Below this a pair of cells is taken for exchanged; no row of eight lists comes near it."""


def grams(cell: str) -> set[str]:
    """The pairs of neighbouring characters of a cell, markup, numbers and blanks left out."""
    text = _KEPT.sub("", strip_markup(cell))
    return {text[place : place + 2] for place in range(len(text) - 1)}


class SideReader:
    """Compares two cells by the table of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Use the table sides.csv of ``vocabulary``; without one nothing is told."""
        self._weights = _weights(vocabulary)

    def margin(self, superior: str, township: str) -> float | None:
        """How much more ``superior`` reads like a department's work; None if too short to tell."""
        first, second = grams(superior), grams(township)
        if len(first) < _FEWEST or len(second) < _FEWEST or not self._weights:
            return None
        return self._mean(first) - self._mean(second)

    def _mean(self, found: set[str]) -> float:
        return sum(self._weights.get(gram, 0.0) for gram in found) / len(found)


@lru_cache(maxsize=4)
def _read(checksum: str, folders: tuple[Path, ...]) -> dict[str, float]:
    rows = read_table(folders, "sides", _COLUMNS, 1)
    return {row["gram"]: float(row["weight"]) for _, row in rows}


def _weights(vocabulary: Vocabulary) -> dict[str, float]:
    return _read(vocabulary.checksum, vocabulary.folders)
