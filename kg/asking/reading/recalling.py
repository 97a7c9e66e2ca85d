"""Recalling: what people said before of a duty, in words no list has.

``told.tsv`` keeps what people said and the name of the row it is about (empty: on no list), made by
training from build/training. A new text is held against it; what is near speaks for rows of that
name or one much like it, in whatever list, and what was on no list speaks against them all.
"""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg.frozen import frozen
from kg.meaning.grams import pairs
from kg.meaning.readings import keys
from kg.meaning.words import common, function_words

if TYPE_CHECKING:
    from kg.meaning.rows import Hit

TOLD = Path(__file__).with_name("told.tsv")
WEIGHTS = Path(__file__).with_name("recalling.json")

_NEAREST = 12
_LEAST = 0.12
_NEAR = 0.16
_ALIKE = 0.3
"""Names that share less are not much like each other."""

Recalled = Sequence[tuple[float, str]]
"""How near what was said before is, and the name of its row; empty where it was on no list."""


class Memory:
    """What people said before."""

    def __init__(self, told: Iterable[tuple[str, str]]) -> None:
        """Take (text, name of its row) as they are."""
        self._told = list(told)
        grams = [_grams(text) for text, _ in self._told]
        seen = Counter(gram for found in grams for gram in found)
        size = math.log(1 + len(grams))
        self._idf = {g: math.log(1 + len(grams) / (1 + n)) / size for g, n in seen.items()}
        self._holders: dict[str, list[tuple[int, float]]] = defaultdict(list)
        self._lengths: list[float] = []
        for at, found in enumerate(grams):
            weights = {gram: self._weight(gram) for gram in found}
            for gram, weight in weights.items():
                self._holders[gram].append((at, weight))
            self._lengths.append(math.sqrt(sum(w * w for w in weights.values())) or 1.0)

    @staticmethod
    def load(path: Path = TOLD) -> Memory:
        """What the program has been taught."""
        lines = path.read_text("utf-8").splitlines()
        return Memory((line.partition("\t")[0], line.partition("\t")[2]) for line in lines)

    def _weight(self, gram: str) -> float:
        weight = self._idf.get(gram, 1.0)
        weight *= 1 - 0.5 * _common().get(gram, 0.0)
        return weight * (1 - 0.9 * _function().get(gram, 0.0))

    def recall(self, text: str, but: str = "") -> Recalled:
        """What is nearest to a text, leaving out one text: itself, while learning."""
        scores: dict[int, float] = defaultdict(float)
        length = 0.0
        for gram in _grams(text):
            weight = self._weight(gram)
            length += weight * weight
            for at, other in self._holders.get(gram, ()):
                scores[at] += weight * other
        length = math.sqrt(length) or 1.0
        found = [
            (round(score / self._lengths[at] / length, 4), at)
            for at, score in scores.items()
            if not but or self._told[at][0] != but
        ]
        best = sorted(found, key=lambda one: (-one[0], one[1]))[:_NEAREST]
        return [(score, self._told[at][1]) for score, at in best if score >= _LEAST]


def names(recalled: Recalled) -> tuple[str, ...]:
    """The names of rows that near texts were about."""
    return tuple(dict.fromkeys(name for near, name in recalled if name and near >= _NEAR))[:2]


def _grams(text: str) -> set[str]:
    """Pairs of characters, and English words by their stems."""
    found = {gram for gram in pairs(text) if not gram.isascii()}
    return found | {key for key, _, _ in keys(text) if key.isascii() and len(key) > 2}


@lru_cache(maxsize=1)
def _common() -> dict[str, float]:
    return common()


@lru_cache(maxsize=1)
def _function() -> dict[str, float]:
    return function_words()


@lru_cache(maxsize=8192)
def _alike(first: str, second: str) -> float:
    """How much two names share: 1 for the same."""
    if first == second:
        return 1.0
    one, two = set(pairs(first)), set(pairs(second))
    return len(one & two) / (len(one | two) or 1)


def support(recalled: Recalled, names: Iterable[str]) -> tuple[float, float]:
    """How far what was said before speaks for rows of these names: the nearest, and all together."""
    kept = tuple(dict.fromkeys(names))
    best = total = 0.0
    for near, name in recalled:
        if name:
            alike = max(_alike(name, one) for one in kept)
            if alike >= _ALIKE:
                best = max(best, near * alike)
                total += near * alike
    return best, min(total, 1.5)


@frozen
class Choice:
    """A Matter with the probability that a text means it."""

    hits: tuple[Hit, ...]
    probability: float


class Judge:
    """Weighs what the meaning says with what is recalled."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        """Use these weights."""
        self._weights = weights

    @staticmethod
    def load(path: Path = WEIGHTS) -> Judge:
        """The weights of the program."""
        return Judge(json.loads(path.read_text("utf-8"))["weights"])

    def choices(self, ranked: Sequence[Sequence[Hit]], recalled: Recalled) -> list[Choice]:
        """The Matters with their probabilities, the likeliest first."""
        if not ranked:
            return []
        found = []
        for hits, values in zip(ranked, evidence(ranked, recalled), strict=True):
            value = self._weights["bias"] + sum(
                self._weights.get(name, 0.0) * number for name, number in values.items()
            )
            probability = 1 / (1 + math.exp(-max(-30.0, min(30.0, value))))
            found.append(Choice(tuple(hits), round(probability, 4)))
        return sorted(found, key=lambda one: (-one.probability, one.hits[0].key))


def evidence(ranked: Sequence[Sequence[Hit]], recalled: Recalled) -> list[dict[str, float]]:
    """What speaks for each Matter: its own probability, what is recalled, and how far others are."""
    odds = [_logit(hits[0].score) for hits in ranked]
    whole = sum(hits[0].score for hits in ranked) + 0.02
    recall = [support(recalled, [hit.name for hit in hits[:6]]) for hits in ranked]
    unlisted = max((near for near, name in recalled if not name), default=0.0)
    listed = max((near for near, name in recalled if name), default=0.0)
    found = []
    for at, (own, (best, total)) in enumerate(zip(odds, recall, strict=True)):
        others = [one for n, one in enumerate(odds) if n != at] or [-6.0]
        other_best = max((one[0] for n, one in enumerate(recall) if n != at), default=0.0)
        found.append(
            {
                "odds": own,
                "share": ranked[at][0].score / whole,
                "ahead": max(-4.0, min(4.0, own - max(others))),
                "recalled": best,
                "recalled_all": total,
                "recalled_other": other_best,
                "unlisted": unlisted,
                "unlisted_nearer": max(0.0, unlisted - listed),
                "object_in_row": ranked[at][0].evidence.get("object_in_row", 0.0),
                "unmatched": ranked[at][0].evidence.get("unmatched_text", 0.0),
                "words": min(len("".join(ranked[at][0].matched)), 12) / 12,
            }
        )
    return found


def _logit(p: float) -> float:
    return math.log((p + 0.01) / (1.01 - p))
