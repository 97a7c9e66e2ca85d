"""Requests: how likely a sentence of a notice asks the township for something, learned from labelled notices.

What a sender does himself, reasons, greetings, money, meetings and contacts have no end of wordings. ``requests.bin``
has two logistic regressions, made by training from build/training/notices.jsonl: one over characters, pairs and
triples, and one over the vector of a sentence (:mod:`kg.meaning.encoding`). Where the characters leave a doubt,
both are summed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path

from kg.meaning.encoding.encoder import encoder
from kg.meaning.encoding.kept import Kept
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
SENSED = 0.5
"""How much the sense of a sentence counts beside its characters, which say much the same."""
_DOUBT = 4.0
"""Log-odds by characters up to which a sentence is encoded."""
_MOST = 4096
"""Sentences whose log-odds are kept."""


class Requests:
    """Tells sentences that ask for something from the rest."""

    def __init__(self, path: Path = FILE) -> None:
        """Open the weights.

        Raises:
            ValueError: it is no file of weights.
        """
        self._weights = Weights(path)
        about = self._weights.about
        self._offset = float(about["offset"])
        self._sense: Sequence[float] = about["sense"]
        self._sense_offset = float(about["sense_offset"])
        self._by_characters = lru_cache(maxsize=_MOST)(self._weighed)
        self._by_sense = Kept(self._sensed, _MOST)

    def probabilities(self, sentences: Sequence[str]) -> list[float]:
        """The probability that each folded sentence asks the township for something."""
        values = [self._by_characters(sentence) for sentence in sentences]
        doubted = [s for s, v in zip(sentences, values, strict=True) if s and abs(v) <= _DOUBT]
        senses = self._by_sense.of(doubted)
        odds = [v + SENSED * senses.get(s, 0.0) for s, v in zip(sentences, values, strict=True)]
        return [1 / (1 + math.exp(-one)) for one in odds]

    def by_characters(self, sentences: Sequence[str]) -> list[float]:
        """The log-odds of each folded sentence by its characters alone."""
        return [self._by_characters(sentence) for sentence in sentences]

    def _weighed(self, sentence: str) -> float:
        """The log-odds by the characters of a sentence."""
        value = square = 0.0
        for gram, count in grams(sentence).items():
            told = dict(self._weights.of(gram))
            if rarity := told.get(RARITY, 0):
                weight = (1 + math.log(count)) * rarity / STEPS
                square += weight * weight
                value += weight * told.get(WEIGHT, 0) / STEPS
        return (value / math.sqrt(square) if square else 0.0) + self._offset

    def _sensed(self, sentences: Sequence[str]) -> list[float]:
        """The log-odds by the vectors of sentences."""
        vectors = encoder().vectors(sentences)
        return [float(vector @ self._sense) + self._sense_offset for vector in vectors]

    def missed(self, sentences: Iterable[str], told: Iterable[str]) -> list[str]:
        """The sentences that surely ask for something and stand in nothing that was ``told``."""
        whole = "".join(map(written, told))
        left = [one for one in sentences if not _said_in(whole, written(one))]
        chances = self.probabilities(left)
        return [one for one, chance in zip(left, chances, strict=True) if chance >= _SURELY]


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
