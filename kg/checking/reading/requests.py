"""Requests: how likely a sentence of a notice asks the township for something, learned from labelled notices.

What a sender does himself, reasons, greetings, money, meetings and contacts have no end of wordings. ``requests.bin``
is a logistic regression over characters, pairs and triples, made by training from build/training/notices.jsonl.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

from kg.meaning.sayings.sorting import grams
from kg.weights import Weights

FILE = Path(__file__).with_name("requests.bin")
RARITY, WEIGHT = 0, 1
"""The numbers under which a gram has its rarity and its weight."""
STEPS = 1000
"""Steps of both per unit."""

KNOWN = 8
"""A sentence is known again by so many characters."""
_RUN, _PART = 4, 0.25
"""So much of its runs of so many characters."""
_SURELY = 0.8
"""A sentence surely asks for something from this probability on."""


class Requests:
    """Tells sentences that ask for something from the rest."""

    def __init__(self, path: Path = FILE) -> None:
        """Open the weights.

        Raises:
            ValueError: it is no file of weights.
        """
        self._weights = Weights(path)
        self._offset = float(self._weights.about["offset"])
        self.probability = lru_cache(maxsize=2048)(self._probability)

    def _probability(self, sentence: str) -> float:
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

    def missed(self, sentences: Iterable[str], told: Iterable[str]) -> list[str]:
        """The sentences that surely ask for something and stand in nothing that was ``told``."""
        whole = "".join(map(written, told))
        return [
            sentence
            for sentence in sentences
            if not _said_in(whole, written(sentence)) and self.probability(sentence) >= _SURELY
        ]


def written(text: str) -> str:
    """The letters and figures of a text."""
    return "".join(filter(str.isalnum, text))


def _said_in(told: str, sentence: str) -> bool:
    """Whether what was told has a good part of a sentence; a very short one is passed over."""
    runs = [sentence[at : at + _RUN] for at in range(len(sentence) - _RUN + 1)]
    return len(sentence) < KNOWN or sum(run in told for run in runs) >= _PART * len(runs)


@cache
def requests() -> Requests:
    """Those of the program, opened once."""
    return Requests()
