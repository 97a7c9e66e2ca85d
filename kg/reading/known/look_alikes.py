"""Look-alikes: a character that was misread for one that looks like it, by the table look_alikes.csv.

A misread character makes no word with its neighbours and stands with none of them anywhere else in the list, while the
one that is meant makes a word that the list, or known lists, have several times. Nothing is put right.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from kg.folding import USUAL, fold_forms
from kg.reading.known.characters import words_of
from kg.vocabulary.loading import Vocabulary
from kg.vocabulary.tables import read_table

COLUMNS = ("character", "alike")
_RUN = re.compile(r"[\u4e00-\u9fff]+")
_AGAIN = 3
"""So often the list, and names of known lists, have a pair that is a word of theirs."""
_BOTH = 4
"""The same of the pairs with both neighbours, where the character that is printed may be a word, too."""


class LookAlikes:
    """Knows which characters look alike, by the table of a vocabulary, and which pairs a list is made of."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Use the table look_alikes.csv of ``vocabulary``; without one nothing is told."""
        self._alike = _read(vocabulary.checksum, vocabulary.folders)
        self._known = _printed(vocabulary.checksum, vocabulary.folders)
        self._words = words_of(vocabulary)

    def pairs(self, texts: Iterable[str]) -> Counter[str]:
        """How often two characters stand together in the texts of a list and in the names of known lists."""
        found = Counter(self._known)
        for text in texts:
            found.update(_kept_pairs(text) if len(text) <= USUAL else _pairs_of(text))
        return found

    def misread(self, run: str, pairs: Counter[str]) -> tuple[str, str] | None:
        """A character of a run and the one it was misread for; ``pairs`` are those of its list, the run's among them."""
        for at, printed in enumerate(run):
            before, after = run[at - 1 : at] if at else "", run[at + 1 : at + 2]
            if any(pairs[pair] > 1 for pair in (before + printed, printed + after) if pair[1:]):
                continue
            alone = self._words.is_loose(run, at) and printed not in self._words.inside
            for meant in self._alike.get(printed, ""):
                if self._is_meant(before, meant, after, pairs, alone=alone):
                    return printed, meant
        return None

    def _is_meant(
        self, before: str, meant: str, after: str, pairs: Counter[str], *, alone: bool
    ) -> bool:
        left = pairs[before + meant] if before else 0
        right = pairs[meant + after] if after else 0
        word = (left >= _AGAIN and self._words.link(before, meant)) or (
            right >= _AGAIN and self._words.link(meant, after)
        )
        return word and (alone or (min(left, right) > 1 and left + right >= _BOTH))


def _pairs_of(text: str) -> tuple[str, ...]:
    runs = _RUN.findall(fold_forms(text))
    return tuple(one + other for run in runs for one, other in pairwise(run))


_kept_pairs = lru_cache(maxsize=1024)(_pairs_of)
"""Lists have many a text in common."""


@lru_cache(maxsize=4)
def _read(checksum: str, folders: tuple[Path, ...]) -> dict[str, str]:
    rows = read_table(folders, "look_alikes", COLUMNS, 1)
    return {row["character"]: row["alike"] for _, row in rows}


@lru_cache(maxsize=4)
def _printed(checksum: str, folders: tuple[Path, ...]) -> Counter[str]:
    columns = ("list", "name", "categories", "functions", "lists")
    return Counter(
        pair
        for _, row in read_table(folders, "printed", columns, 2)
        for pair in _pairs_of(row["name"])
    )
