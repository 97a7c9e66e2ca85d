"""Breath: where speakers take breath, and go on to the next thing, in text without any sign.

Software that writes down what is spoken puts no sign at all. ``breath.bin`` has two logistic regressions over the characters
beside a gap: one tells whether people who type a sign there put one, the other whether the next thing begins there.
It is made by :mod:`kg.checking.training.breathing`.
"""

from __future__ import annotations

from functools import cache, cached_property
from itertools import accumulate, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.checking.reading.cutting import further
from kg.checking.reading.speech import begun, joined
from kg.matrices import Matrices
from kg.patterns import regex

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kg.matrices import Array

FILE = Path(__file__).with_name("breath.bin")
BITS, SIDE = 19, 1 << 10
"""Bits of the numbers that the characters beside a gap can have; their weights are kept in rows of so many."""
_BESIDE = ((1, 1), (2, 1), (1, 2), (2, 2), (3, 1), (1, 3))
_MOST, _FAR = 4, 7
"""Characters on one side that are looked at together, and how far away a pair of them may begin."""
_MIXED = (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9)
"""Odd numbers by which bits are mixed (SplitMix64, Steele, Lea and Flood 2014)."""
_LEAST, SPOKEN = 40, regex("[啊吧呢嘛呗哦哈哎咱我你啥]")
"""A run of so many characters without a sign is parted if it is spoken: a title has hardly any of these."""
_OFTEN, _ENDLESS = 3, 80
"""So many of these; none is needed where the run has so many characters."""
_SEAM = regex(
    "(?<=[\u4e00-\u9fff]{2})(?:[哦噢诶欸啊]?(?<![说猜做弄搞没不])对了(?=[\u4e00-\u9fff]{2})|至于|还有就是|再就是|再一个|还有个事|还有[啊呢]|然后呢|完了[啊呢]|第[一二三四五六]个(?![月星季村队组])|头一个|[二三四五]一个(?=[\u4e00-\u9fff]))"
)
"""What people say between two things; with it the next begins."""
_MOST_AT_ONCE, _HAN = 3_000, regex("[\u4e00-\u9fff]")
"""Nobody speaks so long without a stop."""
_RUN = regex(f"[\u4e00-\u9fff0-9a-zA-Z·“”《》%]{{{_LEAST},}}")
_SURE, _PERHAPS = 0.4, 0.1
"""From this chance on breath is taken; from the second where a clause is longer than so many characters."""
_LONG, _SHORT = 18, 3
"""So long a clause has a breath where it is likeliest; none is shorter than the second."""


_NEVER, _SURELY = -20.0, 4.0
"""Log-odds of a breath before anything is said, and before what people say between two things."""


def written(text: str) -> list[str]:
    """The characters of a text as they are learned: all figures are one, and all Latin letters."""
    return ["0" if c.isdigit() else "a" if c.isascii() and c.isalpha() else c for c in text]


def _looked_at() -> list[range]:
    """Which characters are looked at together, by their places from the gap on."""
    sides = [range(-n, 0) for n in range(1, _MOST + 1)] + [range(n) for n in range(1, _MOST + 1)]
    beside = [range(-left, right) for left, right in _BESIDE]
    far = [range(at, at + 2) for at in range(-_FAR, _FAR) if at not in (-2, -1, 0)]
    return [*sides, *beside, *far]


def grams(text: str) -> NDArray[Any]:
    """A row of numbers for each gap before a character but the first: those of the characters beside it."""
    import numpy as np

    one, other = (np.uint64(number) for number in _MIXED)
    there = np.zeros(len(text) + 2 * (_FAR + 2), np.uint64)
    there[_FAR + 2 : _FAR + 2 + len(text)] = [ord(c) for c in written(text)]
    gaps = np.arange(1, len(text)) + _FAR + 2
    found = np.empty((len(gaps), len(together := _looked_at())), np.int32)
    for column, places in enumerate(together):
        told = np.full(len(gaps), column + 1, np.uint64) * one
        for place in places:
            told = (told + there[gaps + place]) * one
            told = (told ^ (told >> np.uint64(30))) * other
            told ^= told >> np.uint64(27)
        found[:, column] = told >> np.uint64(64 - BITS)
    return found


class Breath:
    """Tells where breath is taken, and where the next thing begins."""

    def __init__(self, path: Path = FILE) -> None:
        """Open the weights.

        Raises:
            ValueError: it is no file of weights.
        """
        self._file = Matrices(path)

    def taken(self, text: str) -> str:
        """A text whose long spoken runs without any sign have blanks where breath is taken, others where the next thing begins."""
        return _RUN.sub(lambda run: self._parted(run[0]), text)

    def _parted(self, run: str) -> str:
        endless = len(run) >= _ENDLESS and len(_HAN.findall(run)) * 2 > len(run)
        if (len(SPOKEN.findall(run)) < _OFTEN and not endless) or len(run) > _MOST_AT_ONCE:
            return run
        clauses, beside = self.clauses(run)
        return joined(clauses, begun(clauses, beside, self._file.about["things"]))

    def clauses(self, run: str) -> tuple[list[str], list[tuple[float, float]]]:
        """The clauses of a run without any sign, and for each the odds of a breath and of the next thing before it."""
        odds = self._odds(run)
        parts = self._parts(run, odds)
        at = accumulate(map(len, parts[:-1]), initial=0)
        return parts, [(float(odds[n, 0]), float(odds[n, 1])) for n in at]

    @staticmethod
    def _parts(run: str, odds: Array) -> list[str]:
        chances = _chances(odds)
        kept: list[int] = []
        for at in sorted(range(_SHORT, len(run) - 1), key=chances.__getitem__, reverse=True):
            if chances[at] < _SURE:
                break
            if all(abs(at - other) >= _SHORT for other in kept):
                kept.append(at)

        def inside(start: int, end: int) -> range:
            return range(start + _SHORT, end - _SHORT + 1) if end - start > _LONG else range(0)

        edges = [0, *further(kept, len(run), chances, inside, _PERHAPS), len(run)]
        return [run[a:b] for a, b in pairwise(edges)]

    @cached_property
    def _weights(self) -> tuple[Array, Array]:
        return self._file.array("breath").reshape(-1), self._file.array("begins").reshape(-1)

    def _odds(self, run: str) -> Array:
        """For each character the log-odds of a breath before it, and of the next thing beginning with it."""
        import numpy as np

        found = np.full((len(run), 2), _NEVER, "f4")
        if len(run) > 1:
            told = grams(run)
            for column, weights in enumerate(self._weights):
                found[1:, column] = weights[told].sum(axis=1) + self._file.about["offsets"][column]
            for seam in _SEAM.finditer(run, 1):
                found[seam.start()] = np.maximum(found[seam.start()], _SURELY)
        return found


def _chances(odds: Array) -> list[float]:
    """The chance of a breath before each character: that of a sign, or of the next thing."""
    import numpy as np

    found: list[float] = (1 / (1 + np.exp(-odds.max(axis=1)))).tolist()
    return found


@cache
def breath() -> Breath:
    """The one of the program, opened once."""
    return Breath()
