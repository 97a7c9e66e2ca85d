"""Requests: how likely a sentence of a notice asks the township for something, learned from labelled notices.

What a sender does himself, reasons, greetings, money, meetings and contacts have no end of wordings. ``requests.bin``
is a logistic regression over characters, pairs and triples, made by training from build/training/notices.jsonl.
"""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

from kg.meaning.sayings.sorting import grams
from kg.weights import Weights

FILE = Path(__file__).with_name("requests.bin")
RARITY, WEIGHT = 0, 1
"""The numbers under which a gram has its rarity and its weight."""
STEPS = 1000
"""Steps of both per unit."""


class Requests:
    """Tells sentences that ask for something from the rest."""

    def __init__(self, path: Path = FILE) -> None:
        """Open the weights.

        Raises:
            ValueError: it is no file of weights.
        """
        self._weights = Weights(path)
        self._offset = float(self._weights.about["offset"])

    def probability(self, sentence: str) -> float:
        """The probability that a folded sentence asks the township for something."""
        value = square = 0.0
        for gram, count in grams(sentence).items():
            told = dict(self._weights.of(gram))
            if rarity := told.get(RARITY, 0):
                weight = (1 + math.log(count)) * rarity / STEPS
                square += weight * weight
                value += weight * told.get(WEIGHT, 0) / STEPS
        value = value / math.sqrt(square) if square else 0.0
        return 1 / (1 + math.exp(-(value + self._offset)))


@cache
def requests() -> Requests:
    """Those of the program, opened once."""
    return Requests()
