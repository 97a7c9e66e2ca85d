"""Recalling: what people said before of a duty, in words no list has.

``told.bin`` keeps of what people said the pairs of characters and stems, and the name of the row it
is about (empty: on no list), made by training from build/training. A new text is held against it;
what is near speaks for rows of that name or one much like it, in whatever list, and what was on no
list speaks against them all.
"""

from __future__ import annotations

import json
import math
import sys
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg.frozen import frozen
from kg.matrices import list_in_text, list_of_text
from kg.meaning.grams import likeness, pairs
from kg.meaning.model import logistic
from kg.meaning.readings import keys
from kg.meaning.sayings.sorting import MANY, Sort
from kg.meaning.words import common, function_words
from kg.weights import Weights, write

if TYPE_CHECKING:
    from kg.meaning.rows import Hit

TOLD = Path(__file__).with_name("told.bin")
WEIGHTS = Path(__file__).with_name("recalling.json")

_NEAREST, _PLACES = 12, 4
_STEP = 2 * 10**-_PLACES
_KIN = 2
_NAMED = 3
"""Names of a Matter that are sorted, and duties that each of them may be."""
_LEAST = 0.12
_NEAR = 0.16
_LIKELY = 4
_NAMES, _SPOKEN_FOR = 3, -0.5
"""How many names of a duty are looked for whose words the text clearly has."""
ALIKE = 0.3
"""Names that share less are not much like each other."""

_SAME = 0.55
"""Names that share so much are those of one duty: it need not be looked for by its meaning."""

Kin = Mapping[str, Mapping[str, float]]
"""Names of duties of other lists: the Matters that each may be here, and how much speaks for it."""

Recalled = Sequence[tuple[float, str]]
"""How near what was said before is, and the name of its row; empty where it was on no list."""


_NOTHING: Mapping[str, float] = {}
_NO_KIN: Kin = {}
_NONE_TAUGHT: Mapping[str, int] = {}


class Memory:
    """What people said before: for each text its row's name, its length, and who has which gram."""

    def __init__(
        self,
        holders: Callable[[str], Sequence[int]],
        rows: Sequence[str],
        lengths: Sequence[float],
        grams: Mapping[str, Sequence[int]] | None = None,
        packed: Callable[[str], memoryview] | None = None,
    ) -> None:
        """Take what ``of`` or ``load`` have prepared; ``grams`` only to save it.

        ``packed`` gives what ``holders`` gives as it is in the file: pairs of a number and a one.
        """
        self._packed = packed
        self._holders, self._rows, self._lengths = holders, rows, lengths
        self._grams = grams or {}

    @staticmethod
    def of(told: Iterable[tuple[str, str]]) -> Memory:
        """The memory of (text, name of its row), as training uses it."""
        found = list(told)
        holders: dict[str, list[int]] = defaultdict(list)
        for at, (text, _) in enumerate(found):
            for gram in sorted(_grams(text)):
                holders[gram].append(at)
        size = len(found)
        squares = [0.0] * size
        for gram, held in holders.items():
            weight = _weight(gram, len(held), size)
            for at in held:
                squares[at] += weight * weight
        lengths = [round(math.sqrt(square), 4) or 1.0 for square in squares]
        rows = [name for _, name in found]
        return Memory(lambda gram: holders.get(gram, ()), rows, lengths, holders)

    @staticmethod
    def load(path: Path = TOLD) -> Memory:
        """What the program has been taught; the file is read where it is needed."""
        told = Weights(path)
        names_ = told.about["names"]
        rows = list(map(names_.__getitem__, list_of_text("H", told.about["rows"])))
        lengths = list_of_text("d", told.about["lengths"])

        def holders(gram: str) -> list[int]:
            return [at for at, _ in told.of(gram)]

        return Memory(holders, rows, lengths, packed=told.packed)

    def save(self, path: Path = TOLD) -> None:
        """Write a memory made by ``of``: the texts' grams, not the texts."""
        names_ = sorted(set(self._rows))
        place = {name: n for n, name in enumerate(names_)}
        about = {
            "names": names_,
            "rows": list_in_text("H", (place[name] for name in self._rows)),
            "lengths": list_in_text("d", self._lengths),
        }
        write(path, about, {gram: dict.fromkeys(held, 1) for gram, held in self._grams.items()})

    def recall(self, text: str, but: Callable[[int], bool] | None = None) -> Recalled:
        """What is nearest to a text; while learning without some, by their numbers."""
        # As in sorting: whoever has imported numpy adds up in a fifth of the time.
        if self._packed is not None and but is None and "numpy" in sys.modules:
            found = self._summed(text, self._packed)
        else:
            found = self._values(text, but or (lambda at: False))
        rounded = ((round(value, _PLACES), at) for value, at in found)
        best = sorted(rounded, key=lambda one: (-one[0], one[1]))[:_NEAREST]
        return [(score, self._rows[at]) for score, at in best if score >= _LEAST]

    def _values(self, text: str, but: Callable[[int], bool]) -> list[tuple[float, int]]:
        """How near what was said before is to a text, all that has something in common with it."""
        scores: dict[int, float] = defaultdict(float)
        length, size = 0.0, len(self._rows)
        for gram in sorted(_grams(text)):
            held = self._holders(gram)
            weight = _weight(gram, len(held), size)
            length += weight * weight
            for at in held:
                scores[at] += weight * weight
        length = math.sqrt(length) or 1.0
        return [
            (score / self._lengths[at] / length, at) for at, score in scores.items() if not but(at)
        ]

    def _summed(self, text: str, packed: Callable[[str], memoryview]) -> list[tuple[float, int]]:
        """The same sums in the same order, by numpy: those that may be of the nearest."""
        import numpy as np

        length, size = 0.0, len(self._rows)
        scores = np.zeros(size)
        for gram in sorted(_grams(text)):
            pairs_ = packed(gram)
            weight = _weight(gram, len(pairs_) // 2, size)
            length += weight * weight
            if pairs_:
                scores[np.frombuffer(pairs_, "u2")[::2]] += weight * weight
        length = math.sqrt(length) or 1.0
        held = np.flatnonzero(scores)
        values = scores[held] / np.asarray(self._lengths)[held] / length
        if len(values) > _NEAREST:
            kept = values >= np.partition(values, -_NEAREST)[-_NEAREST] - _STEP
            values, held = values[kept], held[kept]
        return list(zip(values.tolist(), held.tolist(), strict=True))


def _weight(gram: str, holders: int, texts: int) -> float:
    """How much a gram tells that so many of the texts have."""
    weight = math.log(1 + texts / (1 + holders)) / math.log(1 + texts)
    weight *= 1 - 0.5 * _common().get(gram, 0.0)
    return weight * (1 - 0.9 * _function().get(gram, 0.0))


def names(recalled: Recalled, sorts: Sequence[Sort] = ()) -> tuple[str, ...]:
    """The names of rows that near texts were about, and of those a text sorts under."""
    near = dict.fromkeys(name for score, name in recalled if name and score >= _NEAR)
    likely = [
        name
        for one in sorts[:_LIKELY]
        for name in one.names[: _NAMES if one.value > _SPOKEN_FOR else 1]
    ]
    return tuple(dict.fromkeys((*tuple(near)[:2], *likely)))


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


def kin(
    ranked: Sequence[Sequence[Hit]],
    recalled: Recalled,
    sorts: Sequence[Sort],
    sorted_: Callable[[str], Sequence[Sort]],
    but: Collection[str] = (),
) -> Kin:
    """What the likeliest duties are here that have no row of nearly their name: those of other lists.

    A row is of the duty that its own name sorts under (``sorted_``), while learning but for some.
    """
    said = [one.names[0] for one in sorts[:_KIN] if one.names]
    said += list(dict.fromkeys(name for near, name in recalled if name and near >= _NEAR))[:_KIN]
    here = {hit.name for hits in ranked for hit in hits[:6]}
    strange = [n for n in dict.fromkeys(said) if not any(likeness(n, h) >= _SAME for h in here)]
    if not strange:
        return {}
    found: dict[str, dict[str, float]] = {name: {} for name in strange}
    for hits in ranked:
        matter = hits[0].matter
        for own in list(dict.fromkeys(hit.name for hit in hits))[:_NAMED]:
            for one in sorted_(own)[:_NAMED]:
                strength = min(1.0, one.value + 1)
                for name in strange:
                    if name in one.names and name not in but:
                        kept = found[name]
                        kept[matter] = max(kept.get(matter, 0.0), strength)
    return found


def support(
    recalled: Recalled, names: Iterable[str], matter: str = "", kin: Kin = _NO_KIN
) -> tuple[float, float]:
    """How far what was said before speaks for rows of these names: the nearest, and all together."""
    kept = tuple(dict.fromkeys(names))
    best = total = 0.0
    for near, name in recalled:
        if name:
            alike = max(likeness(name, one) for one in kept)
            alike = max(alike, kin.get(name, _NOTHING).get(matter, 0.0))
            if alike >= ALIKE:
                best = max(best, near * alike)
                total += near * alike
    return best, min(total, 1.5)


@frozen
class Choice:
    """A Matter with the probability that a text means it."""

    hits: tuple[Hit, ...]
    probability: float


class Judge:
    """Weighs what the meaning says with what is recalled and what a text sorts under.

    Of duties that people's words were learned for the words tell more than of those that few texts
    were about, or none: each kind has weights of its own.
    """

    def __init__(
        self, weights: Mapping[str, Mapping[str, float]], taught: Mapping[str, int] = _NONE_TAUGHT
    ) -> None:
        """Use the weights "taught", "few" and "untaught"; ``taught`` has the texts learned of a name."""
        self._weights, self._taught = weights, taught

    @staticmethod
    def load(taught: Mapping[str, int], path: Path = WEIGHTS) -> Judge:
        """The weights of the program."""
        return Judge(json.loads(path.read_text("utf-8"))["weights"], taught)

    def choices(
        self,
        ranked: Sequence[Sequence[Hit]],
        recalled: Recalled,
        sorts: Sequence[Sort] = (),
        kin: Kin = _NO_KIN,
    ) -> list[Choice]:
        """The Matters with their probabilities, the likeliest first."""
        if not ranked:
            return []
        found = []
        for hits, values in zip(ranked, evidence(ranked, recalled, sorts, kin), strict=True):
            weights = self._weights[familiar(hits, sorts, recalled, kin, self._taught)]
            value = weights["bias"] + sum(weights.get(n, 0.0) * v for n, v in values.items())
            found.append(Choice(tuple(hits), round(logistic(value), 4)))
        return sorted(found, key=lambda one: (-one.probability, one.hits[0].key))


def familiar(
    hits: Sequence[Hit],
    sorts: Sequence[Sort],
    recalled: Recalled,
    kin: Kin,
    taught: Mapping[str, int],
) -> str:
    """Whether many words of people are known of a Matter (taught), a few (few) or none (untaught)."""
    texts = max(taught.get(hit.name, 0) for hit in hits)
    if texts >= MANY:
        return "taught"
    return "few" if texts or akin(hits, sorts, recalled, kin) else "untaught"


def akin(hits: Sequence[Hit], sorts: Sequence[Sort], recalled: Recalled, kin: Kin) -> bool:
    """Whether a Matter is one of the duties, of whatever list, that a text's words are known of."""
    said = [one.names for one in sorts[:_LIKELY] if one.names]
    said += [(name,) for _, name in recalled[:_LIKELY] if name]
    own = [hit.name for hit in hits[:6]]
    matter = hits[0].matter
    return any(
        kin.get(names_[0], _NOTHING).get(matter, 0.0) >= _SAME
        or any(likeness(name, one) >= _SAME for name in names_ for one in own)
        for names_ in said
    )


def sorted_under(
    sorts: Sequence[Sort], names: Iterable[str], matter: str = "", kin: Kin = _NO_KIN
) -> float:
    """How much a text sorts under a duty of these names: 0 not at all, about 2 surely."""
    kept = tuple(dict.fromkeys(names))
    best = 0.0
    for one in sorts:
        value = one.value + 1
        if not one.names or value <= best:
            continue
        alike = max(likeness(name, other) for name in one.names for other in kept)
        alike = max(alike, kin.get(one.names[0], _NOTHING).get(matter, 0.0))
        if alike >= ALIKE:
            best = max(best, value * alike)
    return best


def _elsewhere(sorts: Sequence[Sort], names: Collection[str]) -> float:
    """How much a text sorts under a duty that none of these rows is: other lists may have it."""
    for one in sorts[:_LIKELY]:
        if one.names and not any(likeness(a, b) >= ALIKE for a in one.names for b in names):
            return max(0.0, one.value + 1)
    return 0.0


def evidence(
    ranked: Sequence[Sequence[Hit]],
    recalled: Recalled,
    sorts: Sequence[Sort] = (),
    kin: Kin = _NO_KIN,
) -> list[dict[str, float]]:
    """What speaks for each Matter: its own probability, what is recalled, and how far others are."""
    sorted_ = [
        sorted_under(sorts, [hit.name for hit in hits[:6]], hits[0].matter, kin) for hits in ranked
    ]
    no_list = max((one.value + 1 for one in sorts if not one.names), default=0.0)
    elsewhere = _elsewhere(sorts, {hit.name for hits in ranked for hit in hits[:6]})
    odds = [_logit(hits[0].score) for hits in ranked]
    whole = sum(hits[0].score for hits in ranked) + 0.02
    recall = [
        support(recalled, [hit.name for hit in hits[:6]], hits[0].matter, kin) for hits in ranked
    ]
    unlisted = max((near for near, name in recalled if not name), default=0.0)
    listed = max((near for near, name in recalled if name), default=0.0)
    found = []
    for at, (own, (best, total)) in enumerate(zip(odds, recall, strict=True)):
        others = [one for n, one in enumerate(odds) if n != at] or [-6.0]
        other_best = max((one[0] for n, one in enumerate(recall) if n != at), default=0.0)
        sorted_other = max((one for n, one in enumerate(sorted_) if n != at), default=0.0)
        found.append(
            {
                "sorted": sorted_[at],
                "sorted_other": sorted_other,
                "sorted_first": float(sorted_[at] > sorted_other),
                "sorted_nowhere": no_list,
                "sorted_elsewhere": elsewhere,
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
