"""Queries: a text made ready for comparing, with the weight of each of its characters."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import field
from functools import cached_property
from itertools import compress
from operator import mul
from typing import Protocol

from kg.bodies.place_words import place_words
from kg.frozen import frozen
from kg.meaning.acts import Acts
from kg.meaning.grams import characters, pairs, pairs_at
from kg.meaning.index import Index
from kg.meaning.readings import Reading, keys, read, units
from kg.meaning.words import Words, common, function_words
from kg.meaning.wordset import WordSet
from kg.patterns import regex
from kg.stems import STOP_WORDS

COMMON = 0.5
"""How much less a pair counts that is as common as any in Chinese of every kind."""

_NO_WORD = regex(r"[^0-9a-z\u3400-\u4dbf\u4e00-\u9fff]+")


@frozen
class Query:
    """A text made ready.

    ``weights`` has a number for each character of ``text``, 0 where it says nothing about a
    matter; ``things`` marks those that are no act. ``grams`` are pairs with where they stand, ``weight``
    what they weigh together, ``readings`` its words that may stand for others, ``said`` all grams of it and
    of what they surely stand for, ``words`` all grams that are looked for in rows.
    """

    text: str
    core: str
    weights: tuple[float, ...]
    things: tuple[bool, ...]
    total: float
    thing_total: float
    grams: Mapping[str, tuple[int, ...]]
    readings: tuple[Reading, ...]
    said: frozenset[str]
    words: frozenset[str]
    characters: frozenset[str]
    acts: tuple[str, ...]
    aspects: frozenset[str]
    weight: float


@frozen
class Covered:
    """How much of a text some grams say: of all, of what is no act, and by other words."""

    all: float
    things: float
    read: float = field(default=0.0)


class Rarity(Protocol):
    """What knows how telling characters and pairs are: 0 for one in every form, 1 for one in none."""

    def weight(self, gram: str) -> float:
        """Of one."""
        ...

    def weights(self, grams: Iterable[str]) -> dict[str, float]:
        """Of several at once."""
        ...


class Queries:
    """Makes texts ready against one index."""

    def __init__(
        self, index: Index, words: Words, acts: Acts, rarity: Rarity | None = None
    ) -> None:
        """Prepare for the words of one index; ``rarity`` is the index itself where none is given."""
        self._rarity: Rarity = rarity or index
        self._index, self._words, self._acts = index, words, acts
        self._common, self._function = common(), function_words()
        self._weights = _Weights(self._weigh)
        self.weight: Callable[[str], float] = self._weights.__getitem__
        """How telling a character, pair or Latin word is, 0 to 1."""

    def _weigh(self, gram: str) -> float:
        return self._in_chinese(gram, self._rarity.weight(gram))

    def weights(self, grams: Iterable[str]) -> dict[str, float]:
        """How telling each of these grams is."""
        known = self._weights
        return {gram: known[gram] if gram in known else self.weight(gram) for gram in grams}

    def weigh(self, grams: Iterable[str]) -> None:
        """Weigh grams that will be asked for, all at once."""
        unknown = [gram for gram in grams if gram not in self._weights]
        for gram, weight in self._rarity.weights(unknown).items() if unknown else ():
            self._weights[gram] = self._in_chinese(gram, weight)

    def _in_chinese(self, gram: str, weight: float) -> float:
        """The weight of a gram with what it tells in Chinese of any kind."""
        weight *= 1 - COMMON * self._common.get(gram, 0.0)
        return weight * (1 - 0.9 * self._function.get(gram, 0.0))

    @cached_property
    def _places(self) -> WordSet:
        """Names of the loaded places: where, not what."""
        townships = self._index.townships
        return WordSet(self._words.fold(word) for t in townships for word in place_words(t))

    def query(self, text: str) -> Query:
        """Make a text ready."""
        folded, core, readings = self._read(text)
        things = self._acts.without(core)
        grams: dict[str, list[int]] = {}
        weights = [0.0] * len(folded)
        for gram, start, end in pairs_at(core):
            grams.setdefault(gram, []).extend(range(start, end))
        for unit, start, end in units(core):
            for at in range(start, end) if unit not in STOP_WORDS else ():
                weights[at] = self.weight(unit) / (end - start) ** 0.5
        for gram, spots in grams.items():
            if self._function.get(gram) == 1.0 and len(gram) == 2:
                for at in spots:
                    weights[at] *= 0.3
        thing = tuple(one == other for one, other in zip(core, things, strict=True))
        said = _said(grams, readings)
        return Query(
            folded,
            _NO_WORD.sub("", core),
            tuple(weights),
            thing,
            math.fsum(weights) or 1e-9,
            math.fsum(w for w, t in zip(weights, thing, strict=True) if t) or 1e-9,
            {gram: tuple(spots) for gram, spots in grams.items()},
            readings,
            said,
            frozenset(grams).union(*(o.grams for r in readings for o in r.options)),
            characters("".join(said)),
            self._acts.of(folded),
            aspects(self._words, folded),
            max(1e-9, math.fsum(map(self.weight, grams))),
        )

    def _read(self, text: str) -> tuple[str, str, tuple[Reading, ...]]:
        """A text folded, without what says nothing about a matter, and its words that mean others."""
        folded = self._places.blank(self._words.fold(text))
        inside = [unit for unit, _, _ in keys(folded)]
        self._index.read([*pairs(folded), *characters(folded)])
        readings = tuple(read(folded, self._index.phrases(inside), self.weight))
        kept = frozenset(at for r in readings if r.sure == 1 for at in r.positions)
        return folded, self._words.filler.blank(folded, kept), readings

    def wanted(self, query: Query) -> list[tuple[str, float]]:
        """What candidates should have: grams, those of other readings, single characters."""
        return self._wanted(query.grams, query.readings, query.characters)

    def wanted_by(self, text: str) -> list[tuple[str, float]]:
        """What candidates should have for a text that is compared with none."""
        _, core, readings = self._read(text)
        grams = dict.fromkeys(gram for gram, _, _ in pairs_at(core))
        return self._wanted(grams, readings, characters("".join(_said(grams, readings))))

    def _wanted(
        self, grams: Collection[str], readings: Collection[Reading], single: Collection[str]
    ) -> list[tuple[str, float]]:
        others = (gram for r in readings for option in r.options for gram in option.grams)
        self._index.read([*grams, *others, *single])
        found: dict[str, float] = {gram: self.weight(gram) for gram in grams}
        for reading in readings:
            for option in reading.options:
                for gram in option.grams:
                    weight = self.weight(gram) * reading.sure * option.factor
                    found[gram] = max(found.get(gram, 0.0), weight)
        for one in single:
            found.setdefault(one, 0.25 * self.weight(one))
        return sorted(found.items())

    def covered(self, query: Query, has: frozenset[str], single: frozenset[str]) -> Covered:
        """How much of the text these grams, and in part these single characters, say."""
        weights, things = query.weights, query.things
        direct = self._direct(query, has)
        shares = self._shares(query, has, single, direct)
        total = sum(map(mul, shares, weights))
        own = sum(map(weights.__getitem__, sorted(direct)))
        thing = sum(map(mul, compress(shares, things), compress(weights, things)))
        return Covered(
            min(1.0, total / query.total),
            min(1.0, thing / query.thing_total),
            max(0.0, total - own) / query.total,
        )

    def shares(self, query: Query, has: frozenset[str], single: frozenset[str]) -> list[float]:
        """For each character of the text how far these grams say it."""
        return self._shares(query, has, single, self._direct(query, has))

    @staticmethod
    def _direct(query: Query, has: frozenset[str]) -> set[int]:
        """The characters of the text that stand in one of these grams as they are."""
        return {at for gram in query.grams.keys() & has for at in query.grams[gram]}

    @staticmethod
    def _shares(
        query: Query, has: frozenset[str], single: frozenset[str], direct: set[int]
    ) -> list[float]:
        shares = (
            [0.35 if one in single else 0.0 for one in query.text]
            if single
            else [0.0] * len(query.text)
        )
        for at in direct:
            shares[at] = 1.0
        for reading in query.readings:
            best = 0.0
            for option in reading.options:
                hits = sum(map(has.__contains__, option.grams))
                if hits:
                    best = max(best, option.factor * hits / len(option.grams))
            best *= reading.sure
            for at in reading.positions if best else ():
                shares[at] = max(shares[at], best)
        return shares


class _Weights(dict[str, float]):
    """Weights as they are asked for: a look-up of one that is known costs no call."""

    def __init__(self, weigh: Callable[[str], float]) -> None:
        self._weigh = weigh

    def __missing__(self, gram: str) -> float:
        found = self[gram] = self._weigh(gram)
        return found


def _said(grams: Iterable[str], readings: Iterable[Reading]) -> frozenset[str]:
    """Grams with those of what they surely stand for."""
    options = [gram for r in readings for o in r.options if r.sure >= 0.7 for gram in o.grams]
    return frozenset(grams).union(options)


def aspects(words: Words, text: str) -> frozenset[str]:
    """Whom or what a text speaks of where that parts duties: ``people:老年人``."""
    return frozenset(
        f"{aspect}:{term}"
        for aspect, terms in words.aspects.items()
        for word, term in terms
        if word in text
    )
