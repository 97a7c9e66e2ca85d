"""The model: learned weights turn evidence into a probability.

Two steps. ``rank`` weighs the evidence of each candidate into a raw score, learned so that the
right row comes first. ``trust`` weighs the same evidence, the raw score and the gap to the best
row of another Matter into the probability that the row is meant.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from functools import cache
from operator import mul
from pathlib import Path

from kg.frozen import frozen

FILE = "weights.json"
"""Name of the file of weights in this package: readable, made by ``kg.meaning.train``."""

NO_OTHER = 6.0
"""The gap where there is no row of another Matter."""


_ROUNDED = 1e-3
"""More than rounding to four places takes from a weight."""

_RELATIVE = ("gap", "gap_ahead", "gap_behind", "raw")
"""The names of the evidence that :func:`relative` gives."""


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
        return self.chances(evidence, raw)(gap)

    def chances(self, evidence: Mapping[str, float], raw: float) -> Callable[[float], float]:
        """The probability that a candidate is meant, by its gap: for one that is among several sets."""
        weights, bias, known = self.trust, self.bias, _RELATIVE
        own = [weight * evidence[name] for name, weight in weights.items() if name not in known]
        beside = [(weights[name], name) for name in known if name in weights]

        def chance(gap: float) -> float:
            between = relative(raw, gap)
            # An exact sum: the same in whatever order the weights come.
            return logistic(
                bias + math.fsum([*own, *(weight * between[name] for weight, name in beside)])
            )

        return chance

    def own(self, evidence: Mapping[str, float]) -> float:
        """What the evidence of a candidate by itself weighs in :meth:`chance`."""
        return self.bias + math.fsum(
            weight * evidence[name] for name, weight in self.trust.items() if name not in _RELATIVE
        )

    def chance(self, own: float, raw: float, gap: float) -> float:
        """The probability that a candidate is meant whose :meth:`own` weight and score are known."""
        weights = self.trust
        found = [own]
        for name, value in relative(raw, gap).items():
            if name in weights:
                found.append(weights[name] * value)
        return logistic(math.fsum(found))

    @property
    def rises(self) -> bool:
        """Whether a :meth:`chance` never falls as its gap grows."""
        gap, ahead, behind = (self.trust.get(name, 0.0) for name in _RELATIVE[:3])
        return gap >= 0 and gap / 4 + ahead >= 0 and gap / 4 - behind >= 0

    def may_be(self, known: Mapping[str, float], least: float) -> bool:
        """Whether a pair of which this is known may have such a probability, whatever else (0…1) speaks for it."""
        weight = self.pair_bias
        for name, one in self.pair.items():
            found = known.get(name)
            if found is not None:
                weight += one * found
            elif one > 0:
                weight += one
        return weight >= math.log(least / (1 - least)) - _ROUNDED

    def pair_probability(self, evidence: Mapping[str, float]) -> float:
        """The probability that two rows are one duty (see :mod:`kg.meaning.pairs`)."""
        return logistic(self.pair_bias + _weighed(self.pair, evidence))


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
    return math.fsum(map(mul, weights.values(), map(values.__getitem__, weights)))


def logistic(value: float) -> float:
    """Log odds as a probability."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, value))))


@cache
def _load(path: Path) -> Model:
    read = json.loads(path.read_text("utf-8"))
    return Model(
        read["rank"], read["trust"], read["bias"], read.get("pair", {}), read.get("pair_bias", 0.0)
    )
