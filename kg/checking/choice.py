"""Choice: learned weights turn evidence into how likely each row is the duty, or none is.

``rows`` weigh the evidence of each row, ``none`` that of the text alone; the likeliest share of
all (conditional logit). ``unlisted`` weigh how near anything comes, into the probability that no
list has the task.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from kg.frozen import frozen

FILE = "weights.json"
"""Name of the file of weights in this package: readable, made by ``python -m kg.checking.training``."""

BIAS = "bias"
"""The evidence that is always 1."""


@frozen
class Model:
    """Weights by name of evidence."""

    rows: Mapping[str, float]
    none: Mapping[str, float]
    unlisted: Mapping[str, float]

    @staticmethod
    def load(path: Path | None = None, *, worded: bool = False) -> Model:
        """The weights in this file (None: that of the program); ``worded``: where no row's sense is known."""
        return _load(path or Path(__file__).with_name(FILE), worded)

    def shares(
        self, rows: Sequence[Mapping[str, float]], none: Mapping[str, float]
    ) -> tuple[list[float], float]:
        """The probability of each row, and that of none; together 1."""
        scores = [*(_sum(self.rows, row) for row in rows), _sum(self.none, none)]
        top = max(scores)
        powers = [math.exp(score - top) for score in scores]
        total = math.fsum(powers)
        *found, last = (round(power / total, 4) for power in powers)
        return found, last

    def probably_unlisted(self, whole: Mapping[str, float]) -> float:
        """The probability that no list has the task."""
        score = _sum(self.unlisted, whole)
        return round(1 / (1 + math.exp(-max(-30.0, min(30.0, score)))), 4)


def _sum(weights: Mapping[str, float], evidence: Mapping[str, float]) -> float:
    return math.fsum(weights.get(name, 0.0) * value for name, value in evidence.items())


@cache
def _load(path: Path, worded: bool) -> Model:
    read = json.loads(path.read_text("utf-8"))
    read = read["worded"] if worded else read
    return Model(read["rows"], read["none"], read["unlisted"])
