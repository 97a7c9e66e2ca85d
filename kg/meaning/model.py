"""The model: learned weights turn evidence into a probability.

Two steps. ``rank`` weighs the evidence of each candidate into a raw score, learned so that the
right row comes first. ``trust`` weighs the same evidence, the raw score and the gap to the best
row of another Matter into the probability that the row is meant.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import field
from functools import cache
from pathlib import Path

from kg.frozen import frozen

FILE = "weights.json"
"""Name of the file of weights in this package: readable, made by ``kg.meaning.train``."""

NO_OTHER = 6.0
"""The gap where there is no row of another Matter."""


@frozen
class Model:
    """Weights by name of evidence."""

    rank: Mapping[str, float]
    trust: Mapping[str, float]
    bias: float
    pair: Mapping[str, float] = field(default_factory=dict)
    pair_bias: float = 0.0

    @staticmethod
    def load(path: Path | None = None) -> Model:
        """The weights in this file; None: those of the program."""
        return _load(path or Path(__file__).with_name(FILE))

    def raw(self, evidence: Mapping[str, float]) -> float:
        """The raw score of one candidate."""
        return _weighed(self.rank, evidence)

    def probability(self, evidence: Mapping[str, float], raw: float, gap: float) -> float:
        """The probability that this candidate is meant."""
        values = {**evidence, **relative(raw, gap)}
        return _logistic(self.bias + _weighed(self.trust, values))

    def pair_probability(self, evidence: Mapping[str, float]) -> float:
        """The probability that two rows are one duty (see :mod:`kg.meaning.pairs`)."""
        return _logistic(self.pair_bias + _weighed(self.pair, evidence))


def relative(raw: float, gap: float) -> dict[str, float]:
    """Evidence that only the comparison with other candidates gives."""
    return {
        "gap": max(-4.0, min(4.0, gap)) / 4,
        "gap_ahead": max(0.0, min(gap, 1.0)),
        "gap_behind": max(0.0, min(-gap, 1.0)),
        "raw": raw / 10,
    }


def gaps(raw: Sequence[float], matters: Sequence[int]) -> list[float]:
    """How far each candidate is ahead of the best one of another Matter."""
    best: dict[int, float] = {}
    for score, matter in zip(raw, matters, strict=True):
        best[matter] = max(score, best.get(matter, -math.inf))
    order = sorted(best, key=lambda matter: (-best[matter], matter))[:2]
    found = []
    for score, matter in zip(raw, matters, strict=True):
        other = next((best[one] for one in order if one != matter), None)
        found.append(NO_OTHER if other is None else score - other)
    return found


def _weighed(weights: Mapping[str, float], values: Mapping[str, float]) -> float:
    return math.fsum(weight * values[name] for name, weight in weights.items())


def _logistic(value: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, value))))


@cache
def _load(path: Path) -> Model:
    read = json.loads(path.read_text("utf-8"))
    return Model(
        read["rank"], read["trust"], read["bias"], read.get("pair", {}), read.get("pair_bias", 0.0)
    )
