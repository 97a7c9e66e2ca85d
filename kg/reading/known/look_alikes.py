"""Look-alikes: a character that was misread for one that looks like it, or typed for one of the same sound.

Which those are is in the tables look_alikes.csv and sound_alikes.csv. Such a character makes no word with its neighbours and stands with none of them anywhere else in the list, while the
one that is meant makes a word that the list, or known lists, have several times. Nothing is put right.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from operator import add
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
_OF_KINDS = frozenset("树木花草果菜竹鱼鸟虫山水河湖江溪桥塔寺")
"""What has many kinds, each with a name of its own that looks like it: a rare character there is such a name."""
_USUAL = 8
"""So often a word is proof enough in a clause, whatever stands on the other side."""


class LookAlikes:
    """Knows which characters look alike, by the table of a vocabulary, and which pairs a list is made of."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Use the table look_alikes.csv of ``vocabulary``; without one nothing is told."""
        self._alike = _read("look_alikes", vocabulary.checksum, vocabulary.folders)
        self._sounds = _read("sound_alikes", vocabulary.checksum, vocabulary.folders)
        self._known = _printed(vocabulary.checksum, vocabulary.folders)
        self._words = words_of(vocabulary)

    def pairs(self, texts: Iterable[str]) -> Counter[str]:
        """How often two characters stand together in the texts of a list and in the names of known lists."""
        found = Counter(self._known)
        for text in texts:
            found.update(_kept_pairs(text) if len(text) <= USUAL else _pairs_of(text))
        return found

    def misread(self, run: str, pairs: Counter[str]) -> tuple[str, str] | None:
        """A character of a name and the one it was misread for; ``pairs`` are those of its list, its own among them."""
        return self._found(run, _once(run, pairs), pairs, self._alike)

    def mistyped(self, run: str, pairs: Counter[str]) -> tuple[str, str] | None:
        """A character of a name that makes no word, and the one it was typed for."""
        return self._found(run, _once(run, pairs), pairs, self._sounds, loose=True)

    def misprinted(self, run: str, pairs: Counter[str]) -> tuple[str, str] | None:
        """The same of a clause, of which there are many: what is meant is a usual word, or stands so on both sides.

        Of the clauses of some 70 sound lists 6 are told so; of those with one character misread or mistyped half.
        """
        once = _once(run, pairs)
        if not once:
            return None
        return self._found(run, once, pairs, self._alike, sure=True) or self._found(
            run, once, pairs, self._sounds, loose=True, sure=True
        )

    def _found(
        self,
        run: str,
        once: Sequence[int],
        pairs: Counter[str],
        others: Mapping[str, str],
        *,
        loose: bool = False,
        sure: bool = False,
    ) -> tuple[str, str] | None:
        for at in once:
            printed = run[at]
            before, after = run[at - 1 : at] if at else "", run[at + 1 : at + 2]
            if not (meant := others.get(printed)):
                continue
            alone = self._words.is_loose(run, at)
            if loose and not alone:
                continue
            if before and printed in self._words.sound.get(before, ""):
                continue  # 清产核资
            alone = alone and printed not in self._words.inside
            for one in meant:
                if one in _OF_KINDS and not self._is_printed(printed):
                    continue  # 古榕 is no misread 古树, but one of them
                if self._is_meant(before, one, after, pairs, alone=alone, sure=sure):
                    return printed, one
        return None

    def _is_printed(self, character: str) -> bool:
        """Whether a character stands anywhere in the names of known lists."""
        return any(character in pair for pair in self._known)

    def _is_meant(
        self, before: str, meant: str, after: str, pairs: Counter[str], *, alone: bool, sure: bool
    ) -> bool:
        left = pairs[before + meant] if before else 0
        right = pairs[meant + after] if after else 0
        words = [
            times
            for times, pair in ((left, before + meant), (right, meant + after))
            if times >= _AGAIN and self._words.link(pair[0], pair[1])
        ]
        if not words or not (alone or (min(left, right) > 1 and left + right >= _BOTH)):
            return False
        beside = (left or not before) and (right or not after)
        return not sure or bool(beside) or max(words) >= _USUAL


def _once(run: str, pairs: Counter[str]) -> list[int]:
    """Where the characters of a run are that stand beside their neighbours nowhere else."""
    times = pairs.get
    seldom = [True, *[times(pair, 0) <= 1 for pair in map(add, run, run[1:])], True]
    return [at for at, (one, other) in enumerate(pairwise(seldom)) if one and other]


def _pairs_of(text: str) -> tuple[str, ...]:
    runs = _RUN.findall(fold_forms(text))
    return tuple(pair for run in runs for pair in map(add, run, run[1:]))


_kept_pairs = lru_cache(maxsize=1024)(_pairs_of)
"""Lists have many a text in common."""


@lru_cache(maxsize=8)
def _read(table: str, checksum: str, folders: tuple[Path, ...]) -> dict[str, str]:
    rows = read_table(folders, table, COLUMNS, 1)
    return {row["character"]: row["alike"] for _, row in rows}


@lru_cache(maxsize=4)
def _printed(checksum: str, folders: tuple[Path, ...]) -> Counter[str]:
    columns = ("list", "name", "categories", "functions", "lists")
    return Counter(
        pair
        for _, row in read_table(folders, "printed", columns, 2)
        for pair in _pairs_of(row["name"])
    )
