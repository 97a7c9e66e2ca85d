"""Breath: where speakers take breath in text without any sign, as software writes down what is spoken.

``breath.bin`` has one logistic regression over the characters on either side of a gap; it tells whether people who
type a sign there put one. It is made by :mod:`kg.checking.training.breathing` of labelled notices and of what people say.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Sequence
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from kg.checking.reading.cutting import further
from kg.matrices import Matrices
from kg.patterns import regex

if TYPE_CHECKING:
    from kg.matrices import Array

FILE = Path(__file__).with_name("breath.bin")
ROOM, SIDE = 1 << 20, 1 << 10
"""Numbers that the characters beside a gap can have; they are kept in a square of this side."""
_LEAST, _SPOKEN = 40, regex("[啊吧呢嘛呗哦哈哎咱我你啥]")
"""A run of so many characters without a sign is parted if it is spoken: a title has hardly any of these."""
_OFTEN = 3
_SEAM = regex(
    "(?<=[\u4e00-\u9fff]{2})(?:[哦噢诶欸啊]?(?<![说猜做弄搞没不])对了(?=[\u4e00-\u9fff]{2})|还有就是|再就是|再一个|还有个事|还有[啊呢]|然后呢|完了[啊呢]|第[一二三四五六]个(?![月星季村队组])|头一个|[二三四五]一个(?=[\u4e00-\u9fff]))"
)
"""What people say between two things; breath is taken before it."""
_RUN = regex(f"[\u4e00-\u9fff0-9a-zA-Z·“”《》%]{{{_LEAST},}}")
_SURE, _PERHAPS = 0.4, 0.1
"""From this chance on breath is taken; from the second where a clause is longer than so many characters."""
_LONG, _SHORT = 18, 4
"""So long a clause has a breath where it is likeliest; none is shorter than the second."""


def grams(text: str, at: int) -> list[int]:
    """The numbers of the characters on either side of the gap before the character ``at``."""
    left, right = text[max(0, at - 4) : at], text[at : at + 4]
    told = [f"l{left[-n:]}" for n in range(1, len(left) + 1)]
    told += [f"r{right[:n]}" for n in range(1, len(right) + 1)]
    told += [f"{a}{left[-a:]}|{right[:b]}" for a, b in ((1, 1), (2, 1), (1, 2), (2, 2))]
    return [zlib.crc32(one.encode()) % ROOM for one in told]


class Breath:
    """Tells where breath is taken."""

    def __init__(self, path: Path = FILE) -> None:
        """Open the weights.

        Raises:
            ValueError: it is no file of weights.
        """
        self._file = Matrices(path)

    def taken(self, text: str) -> str:
        """A text whose long spoken runs without any sign have blanks where breath is taken."""
        return _RUN.sub(lambda run: self._parted(run[0]), text)

    def _parted(self, run: str) -> str:
        if len(_SPOKEN.findall(run)) < _OFTEN:
            return run
        pieces = _SEAM.sub(r" \g<0>", run).split()
        return " ".join(part for piece in pieces for part in self._clauses(piece))

    def _clauses(self, run: str) -> list[str]:
        chances = self.chances(run)
        cuts = [at for at in range(_SHORT, len(run) - 1) if chances[at] >= _SURE]
        kept: list[int] = []
        for at in sorted(cuts, key=chances.__getitem__, reverse=True):
            if all(abs(at - other) >= _SHORT for other in kept):
                kept.append(at)

        def inside(start: int, end: int) -> range:
            return range(start + _SHORT, end - _SHORT + 1) if end - start > _LONG else range(0)

        edges = [0, *further(kept, len(run), chances, inside, _PERHAPS), len(run)]
        return [run[a:b] for a, b in pairwise(edges)]

    @cached_property
    def _weights(self) -> Array:
        return self._file.array("grams").reshape(-1)

    def chances(self, run: str) -> Sequence[float]:
        """The chance of a breath before each character; before the first there is none."""
        weights, offset = self._weights, float(self._file.about["offset"])
        found = [0.0]
        for at in range(1, len(run)):
            value = offset + float(weights[grams(run, at)].sum())
            found.append(1 / (1 + math.exp(-value)))
        return found


@cache
def breath() -> Breath:
    """The one of the program, opened once."""
    return Breath()
