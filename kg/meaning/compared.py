"""Compared: what the comparison of names with forms worked out, kept so that one list more adds to it.

How telling characters are comes from the sample, so that what a name and a form say of each other depends on
their own words alone. Of the loaded lists depends only which forms are looked at: the forms that came and
went are told, and the rest is as it was.
"""

from __future__ import annotations

import json
import sys
import zlib
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from kg.hashing import sha256
from kg.meaning.index import ceilings
from kg.meaning.packing import Grams

MOST_CHANGED = 0.25
"""With more than this share of the forms come or gone all is compared anew."""

_FIELDS, _SIZES = 6, 4
_DATA = ("*.json", "*.txt")


class Measures(NamedTuple):
    """What is kept of one name measured against one form (see :mod:`kg.meaning.pairs`)."""

    raw: float
    own: float
    said: float
    thing: float
    characters: float
    people_clash: float


@dataclass(slots=True)
class Known:
    """A name: the grams it looks for with their weights, the best forms by score, those measured.

    ``every``: whether the best are all the forms there are that have any score.
    """

    wanted: list[tuple[str, float]]
    best: list[tuple[int, float]]
    measured: dict[int, Measures]
    every: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """All that was compared: forms in their order, in how many of them grams stand, names by their text.

    A form is named by its first row and its wording.
    """

    forms: tuple[str, ...]
    counts: Mapping[str, tuple[int, int]]
    names: Mapping[str, Known]

    def to_bytes(self, key: str) -> bytes:
        """As :meth:`from_bytes` takes it; ``key`` says of which program and tables this is."""
        grams = {gram: at for at, gram in enumerate(self.counts)}
        sizes, numbers, values = array("I"), array("I"), array("d")
        for known in self.names.values():
            sizes.extend((len(known.wanted), len(known.best), len(known.measured), known.every))
            numbers.extend(grams.setdefault(gram, len(grams)) for gram, _ in known.wanted)
            numbers.extend(form for form, _ in known.best)
            numbers.extend(known.measured)
            values.extend(weight for _, weight in known.wanted)
            values.extend(score for _, score in known.best)
            for measures in known.measured.values():
                values.extend(measures)
        counts = array("I", [count for both in self.counts.values() for count in both])
        head = [
            sys.byteorder,
            key,
            self.forms,
            list(grams),
            list(self.names),
            [len(part) for part in (counts, sizes, numbers, values)],
        ]
        text = json.dumps(head, ensure_ascii=True, separators=(",", ":")).encode()
        parts = (text, b"\n", *(p.tobytes() for p in (counts, sizes, numbers, values)))
        return zlib.compress(b"".join(parts), 1)

    @classmethod
    def from_bytes(cls, data: bytes, key: str) -> Compared | None:
        """What :meth:`to_bytes` wrote; None where it is damaged, or another program's or machine's."""
        try:
            text, _, rest = zlib.decompress(data).partition(b"\n")
            order, made, forms, grams, texts, lengths = json.loads(text)
            if order != sys.byteorder or made != key:
                return None
            reader = _Reader(rest)
            counts, sizes, numbers, values = (
                reader.take(kind, length) for kind, length in zip("IIId", lengths, strict=True)
            )
            both = zip(map(int, counts[::2]), map(int, counts[1::2]), strict=True)
            return cls(
                tuple(forms),
                dict(zip(grams, both, strict=False)),
                dict(zip(texts, _names(grams, sizes, numbers, values), strict=True)),
            )
        except (ValueError, TypeError, IndexError, zlib.error):
            return None


def fingerprint() -> str:
    """The checksum of what the program learned and counted: with other weights nothing is the same."""
    here = Path(__file__).parent
    found = sorted(path for pattern in _DATA for path in here.glob(pattern))
    return sha256(b"".join(sha256(path.read_bytes()).digest() for path in found)).hexdigest()


class _Reader:
    """Takes arrays from bytes, one after the other."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = memoryview(data), 0

    def take(self, kind: str, length: int) -> array[int] | array[float]:
        found: array[float] = array(kind)
        size = length * found.itemsize
        found.frombytes(self._data[self._at : self._at + size])
        self._at += size
        if len(found) != length:
            raise ValueError(length)
        return found


def _names(
    grams: Sequence[str],
    sizes: Sequence[float],
    numbers: Sequence[float],
    values: Sequence[float],
) -> Iterator[Known]:
    at = value = 0
    for start in range(0, len(sizes), _SIZES):
        wanted, best, measured, every = map(int, sizes[start : start + _SIZES])
        middle, last = at + wanted, at + wanted + best
        scores, measures = value + wanted, value + wanted + best
        end = measures + _FIELDS * measured
        found = map(
            Measures, *(values[measures + field : end : _FIELDS] for field in range(_FIELDS))
        )
        yield Known(
            [
                (grams[int(gram)], weight)
                for gram, weight in zip(numbers[at:middle], values[value:scores], strict=True)
            ],
            [
                (int(form), score)
                for form, score in zip(numbers[middle:last], values[scores:measures], strict=True)
            ],
            dict(zip(map(int, numbers[last : last + measured]), found, strict=True)),
            bool(every),
        )
        at, value = last + measured, end


class Carried:
    """What was compared before, for the forms that there are now."""

    def __init__(
        self,
        before: Compared,
        forms: Sequence[str],
        grams: Callable[[str], Grams],
        looked_at: int,
        kept: int,
    ) -> None:
        """``grams`` gives those of a form; of the best forms so many are ``looked_at``, and some more ``kept``.

        Raises:
            ValueError: too much is other.
        """
        place = {form: at for at, form in enumerate(forms)}
        there = set(before.forms)
        fresh = [at for at, form in enumerate(forms) if form not in there]
        gone = [form for form in before.forms if form not in place]
        if len(fresh) + len(gone) > MOST_CHANGED * len(forms):
            raise ValueError(len(fresh) + len(gone))
        self._before, self._looked_at, self._kept = before, looked_at, kept
        self._now = [place.get(form, -1) for form in before.forms]
        self.counts = dict(before.counts)
        changed = set[str]()
        for form in gone:
            changed |= self._count(grams(form), -1)
        # Which of the forms that came have a gram, and for how much it counts.
        self._fresh: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        own = [(at, grams(forms[at])) for at in fresh]
        for _, both in own:
            changed |= self._count(both, 1)
        limits = ceilings(len(forms))
        self._other = self._crossed(changed, ceilings(len(before.forms)), limits)
        for at, both in own:
            for side, factor in enumerate((1.0, 0.4)):
                for gram in both[side]:
                    if self.counts[gram][side] <= limits[side]:
                        self._fresh[gram].append((at, factor))

    def _count(self, grams: Grams, step: int) -> set[str]:
        for side, found in enumerate(grams):
            for gram in found:
                names, clauses = self.counts.get(gram, (0, 0))
                both = (names + step, clauses) if side == 0 else (names, clauses + step)
                self.counts[gram] = both
                if both == (0, 0):
                    del self.counts[gram]
        return set().union(*grams)

    def _crossed(
        self, changed: set[str], then: tuple[int, int], now: tuple[int, int]
    ) -> frozenset[str]:
        """The grams that were looked up and are no more, or the other way round."""
        least = min(*then, *now)
        before = self._before.counts
        known = {gram for gram, both in self.counts.items() if max(both) > least}
        known |= {gram for gram in changed if max(before.get(gram, (0, 0))) > least}
        found = set()
        for gram in known:
            pairs = zip(before.get(gram, (0, 0)), self.counts.get(gram, (0, 0)), strict=True)
            for side, (one, two) in enumerate(pairs):
                if (one > then[side]) != (two > now[side]):
                    found.add(gram)
        return frozenset(found)

    def find(self, text: str) -> Known | None:
        """What is known of a name; None where it must be compared anew, but for what was measured."""
        known = self._before.names.get(text)
        if known is None or not self._other.isdisjoint(gram for gram, _ in known.wanted):
            return None
        now = self._now
        best = [(now[form], score) for form, score in known.best if now[form] >= 0]
        scores, every = self._scores(known.wanted), known.every
        if scores:
            last = best[-1] if best else None
            best += scores.items()
            best.sort(key=lambda one: (-one[1], one[0]))
            if last and not every:
                # What was not kept may come anywhere behind the last one that was.
                del best[best.index(last) + 1 :]
        if not every and len(best) < self._looked_at:
            return None
        if len(best) > self._kept:
            del best[self._kept :]
            every = False
        return Known(known.wanted, best, self.measured(text), every)

    def wanted(self, text: str) -> list[tuple[str, float]] | None:
        """What a name looks for; None where it was not known."""
        known = self._before.names.get(text)
        return known.wanted if known else None

    def measured(self, text: str) -> dict[int, Measures]:
        """What a name was measured against."""
        known = self._before.names.get(text)
        if known is None:
            return {}
        now = self._now
        return {now[form]: found for form, found in known.measured.items() if now[form] >= 0}

    def _scores(self, wanted: Sequence[tuple[str, float]]) -> dict[int, float]:
        """What the forms that came score, as the index counts it."""
        scores: dict[int, float] = {}
        for gram, weight in wanted:
            if weight > 0:
                for form, factor in self._fresh.get(gram, ()):
                    scores[form] = scores.get(form, 0.0) + weight * factor
        return scores
