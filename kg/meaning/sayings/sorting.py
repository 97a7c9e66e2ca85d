"""Sorting: which duty people mean by such words, learned from what they said of it.

``sorting.bin`` is a linear classifier (one against the rest) over characters, pairs and triples, and
over English stems; its classes are duties by the names they have in the lists, and one for what no
list has. It is made by training from build/training.
"""

from __future__ import annotations

import heapq
import itertools
import math
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from kg.folding import fold_forms
from kg.frozen import frozen
from kg.meaning.readings import keys
from kg.patterns import regex
from kg.weights import Weights

FILE = Path(__file__).with_name("sorting.bin")
STEPS = 1000
"""Steps of a weight per unit in the file."""

MANY = 8
"""From so many texts on a duty's words are well known."""

RARITY = 0
"""The number under which a gram has its rarity; classes count from one."""

_RUN = regex("[\u3400-\u4dbf\u4e00-\u9fff]+")
_LONGEST = 3
_BEST, _PLACES = 12, 4
_STEP = 10**-_PLACES


@frozen
class Sort:
    """A duty by its names (none: what no list has) and how much a text speaks for it.

    ``value`` is about 1 for a text that means it and about -1 for one that does not.
    """

    value: float
    names: tuple[str, ...]


class Sorter:
    """Sorts texts into duties."""

    def __init__(
        self,
        of: Callable[[str], Sequence[tuple[int, int]]],
        classes: Sequence[tuple[str, ...]],
        offsets: Sequence[float],
        texts: Sequence[int] = (),
        packed: Callable[[str], memoryview] | None = None,
        mark: str = "",
    ) -> None:
        """``of`` gives (class number, steps) of a gram; ``offsets`` are the values of no words.

        ``texts`` tells of how many each class was learned: many, if it is not given. ``packed`` gives
        what ``of`` gives as it is in the file, ``mark`` tells it from another.
        """
        self.mark = mark
        self._of, self._classes, self._offsets = of, classes, offsets
        self._packed = packed
        counts = texts or [MANY] * len(classes)
        self.taught = {
            name: count for names, count in zip(classes, counts, strict=True) for name in names
        }
        """Names of duties and how many texts were learned of each."""

    @staticmethod
    def load(path: Path = FILE) -> Sorter:
        """What the program has been taught; the file is read where it is needed.

        Raises:
            ValueError: it is no file of weights.
        """
        taught = Weights(path)
        classes = [tuple(names) for names in taught.about["classes"]]
        offsets, texts = taught.about["offsets"], taught.about["texts"]
        return Sorter(taught.of, classes, offsets, texts, taught.packed, taught.mark)

    def sorted(self, text: str) -> tuple[Sort, ...]:
        """The likeliest duties of a text, best first; nothing where no word is known."""
        return self.told(self.numbered(text))

    def told(self, numbered: Sequence[tuple[float, int]]) -> tuple[Sort, ...]:
        """The duties of what :meth:`numbered` gives."""
        return tuple(Sort(value, self._classes[at]) for value, at in numbered)

    def numbered(self, text: str) -> list[tuple[float, int]]:
        """The values of the likeliest duties of a text with their numbers, best first."""
        # One text alone does not pay for the import of numpy; whoever has it sorts in a fifth of the time.
        numpy = sys.modules.get("numpy") if self._packed else None
        values = self._values(text) if numpy is None else self._summed(text)
        if not values:
            return []
        # What is rounded is looked at only where it may be among the best.
        least = min(heapq.nlargest(_BEST, values)) - _STEP
        best = sorted((-round(v, _PLACES), at) for at, v in enumerate(values) if v >= least)
        return [(-value, at) for value, at in best[:_BEST]]

    def _values(self, text: str) -> list[float]:
        """How much a text speaks for each class; nothing where no word is known."""
        known: list[tuple[float, Sequence[tuple[int, int]]]] = []
        square = 0.0
        for gram, count in grams(text).items():
            row = self._of(gram)
            if row and row[0][0] == RARITY:
                weight = (1 + math.log(count)) * row[0][1] / STEPS
                square += weight * weight
                known.append((weight, row[1:]))
        if not known:
            return []
        length = math.sqrt(square)
        sums = [0.0] * (len(self._offsets) + 1)
        for weight, row in known:
            for number, steps in row:
                sums[number] += weight * steps
        scale = STEPS * length
        return [held / scale + own for held, own in zip(sums[1:], self._offsets, strict=True)]

    def _summed(self, text: str) -> list[float]:
        """The same sums in the same order, by numpy."""
        import numpy as np

        assert self._packed is not None
        weights: list[float] = []
        rows: list[memoryview] = []
        square = 0.0
        for gram, count in grams(text).items():
            row = self._packed(gram)
            if row and row[0] == RARITY:
                weight = (1 + math.log(count)) * row[1] / STEPS
                square += weight * weight
                weights.append(weight)
                rows.append(row[2:])
        if not rows:
            return []
        pairs = np.frombuffer(b"".join(rows), "i2").reshape(-1, 2)
        numbers = pairs[:, 0].astype("u2")
        held = pairs[:, 1] * np.repeat(weights, [len(row) // 2 for row in rows])
        sums = np.bincount(numbers, held, len(self._offsets) + 1)
        values: list[float] = (sums[1:] / (STEPS * math.sqrt(square)) + self._offsets).tolist()
        return values


def grams(text: str) -> Counter[str]:
    """What a text is sorted by, with how often it has it."""
    folded = fold_forms(text).casefold()
    found: Counter[str] = Counter()
    for run in _RUN.findall(folded):
        for size in range(1, _LONGEST + 1):
            found.update(run[at : at + size] for at in range(len(run) - size + 1))
    words = [key for key, _, _ in keys(folded) if key.isascii() and key.isalpha()]
    found.update(f"_{word}" for word in words)
    found.update(f"_{first}_{second}" for first, second in itertools.pairwise(words))
    return found
