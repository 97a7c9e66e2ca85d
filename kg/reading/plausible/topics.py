"""Topics: how much a text speaks for an office.

A small trained table (topics.csv) has how often pairs of characters stand in texts of each kind of office. What follows from it for a row is said by ``filing``.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path

from kg.folding import fold_forms, strip_markup
from kg.values import Department, Duty
from kg.vocabulary.loading import Vocabulary
from kg.vocabulary.tables import read_table

COLUMNS = ("gram", "offices")
ALL = "*"
"""The row with the number of texts of each field; other rows name fields by their place in it."""
TEXTS = ("name", "superior", "township", "taker-and-method", "method")
"""The columns whose words are about the matter of a row."""
_IDEOGRAPHS = re.compile(r"[^\u4e00-\u9fff]+")
_FEWEST = 2
_CHANCE = 1.0
"""Texts as all have them that are laid to those counted, so that few texts tell little. Of rows of lists never seen
twice as many wrong bodies are told as without, at the same share of false alarms."""
_OFTEN = -0.7
"""How often a kind of office has rows, as a log to the mean, for its texts to tell anything."""
_SELDOM = 3
"""Offices that have a character in their names for it to speak of one of them."""

_Counts = dict[str, dict[str, int]]


@lru_cache(maxsize=1024)
def grams(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a text, markup and everything but ideographs left out."""
    words = _IDEOGRAPHS.sub("", strip_markup(fold_forms(text)))
    return frozenset(words[place : place + 2] for place in range(len(words) - 1))


def words_of(duty: Duty, *, township: bool = True) -> str:
    """What a row says of its matter, without the cell that names its bodies; without what the township does."""
    cells = ("name", "superior", "township") if township else ("name", "superior")
    return "。".join(filter(None, (*map(duty.row.cell, cells), duty.method)))


class TopicReader:
    """How much a text speaks for an office, by the table of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Use the table topics.csv of ``vocabulary``; without one nothing is told."""
        self._offices = _read(vocabulary.checksum, vocabulary.folders)
        self._wider = {slug: f.broader for slug, f in vocabulary.functions.items() if f.broader}
        self._parts: dict[str, list[str]] = {}
        for slug, whole in self._wider.items():
            self._parts.setdefault(whole, []).append(vocabulary.functions[slug].name)
        self._stems = {slug: f.stems for slug, f in vocabulary.functions.items()}
        self.every_body = vocabulary.signs.get("every-body", ())
        self.any_matter = frozenset(vocabulary.signs.get("any-matter", ()))
        """Kinds of offices that see to a side of any matter: permits, money."""
        heads = {
            f.name.removesuffix("局"): slug
            for slug, f in vocabulary.functions.items()
            if f.name.endswith("局") and self._offices.knows(slug)
        }
        names = {slug: frozenset(f.name) for slug, f in vocabulary.functions.items()}
        often = Counter(one for characters in names.values() for one in characters)
        self._own = {
            slug: frozenset(one for one in characters if often[one] <= _SELDOM)
            for slug, characters in names.items()
        }
        self._joined = {
            slug: tuple(kind for head, kind in heads.items() if head in f.name)
            for slug, f in vocabulary.functions.items()
            if not self._offices.knows(slug)
        }
        self._kinds = tuple(
            dict.fromkeys(
                (*self._offices.fields, *self._wider, *filter(self._joined.get, self._joined))
            )
        )
        self.kin = cache(self._kin)
        self._known_kin = cache(self._kin_that_is_known)

    def office(self, text: str, departments: Iterable[Department]) -> float | None:
        """The evidence of a text for the best of these bodies; None if none of them is known."""
        kinds = {body.function for body in departments}
        return max(self.offices(text, kinds).values(), default=None)

    def offices(self, text: str, kinds: Iterable[str] | None = None) -> dict[str, float]:
        """The evidence of a text for these kinds of offices by their slugs, or for all; of those that are known.

        What speaks for an office speaks for its centres and brigades, too.
        """
        found, score = grams(text), self._offices.score
        return {
            kind: max(score(found, one) for one in known)
            for kind in (self._kinds if kinds is None else kinds)
            if (known := self._known_kin(kind))
        }

    def often(self, function: str) -> float:
        """How often an office has a row, as the log of its texts to those that an office has on average."""
        return self._offices.often(function)

    def is_usual(self, function: str) -> bool:
        """Whether texts tell something of a kind of office: it has rows often enough, and not of any matter."""
        return self.often(function) > _OFTEN and function not in self.any_matter

    def _kin(self, function: str) -> tuple[str, ...]:
        """A kind of office and the one that it is part of (退役军人服务中心, 退役军人事务局).

        Of one that was put together and of which no texts are known those that its name has: 农业农村和科技局.
        """
        wider = self._wider.get(function)
        return (function, *((wider,) if wider else ()), *self._joined.get(function, ()))

    def _kin_that_is_known(self, function: str) -> tuple[str, ...]:
        return tuple(one for one in self.kin(function) if self._offices.knows(one))

    def parts(self, function: str) -> Sequence[str]:
        """What the offices that are part of one are called (派出所 of 公安局), and what it is called in brief (交通部门)."""
        return (*self._parts.get(function, ()), *self._stems.get(function, ()))

    def speaks_of(self, function: str, text: str) -> bool:
        """Whether a text has a character that hardly another office has in its name: 渔, of 渔业局."""
        return not self._own.get(function, frozenset()).isdisjoint(text)

    def related(self, one: str, other: str) -> bool:
        """Whether two kinds of offices are one, or one is part of the other."""
        return one in self.kin(other) or other in self.kin(one)


class _Table:
    """Counts of pairs of characters by field."""

    def __init__(self, counts: _Counts) -> None:
        self._sizes = counts.pop(ALL, {})
        self._all = sum(self._sizes.values())
        self._counts = counts
        totals = {gram: sum(found.values()) for gram, found in counts.items()}
        self._totals = {gram: total for gram, total in totals.items() if total}
        self._logs: defaultdict[str, dict[str, float]] = defaultdict(dict)
        self.score = lru_cache(maxsize=16384)(self._score)
        self._counted = lru_cache(maxsize=1024)(self._that_were_counted)

    @property
    def fields(self) -> Iterable[str]:
        """The fields of which texts were counted."""
        return self._sizes.keys()

    def knows(self, field: str) -> bool:
        """Whether enough texts of a field were counted."""
        return self._sizes.get(field, 0) >= _FEWEST

    def often(self, field: str) -> float:
        """The log of the number of texts of a field to the mean; 0 if it is not known."""
        size = self._sizes.get(field, 0)
        return math.log(size * len(self._sizes) / self._all) if size else 0.0

    def _score(self, found: frozenset[str], field: str) -> float:
        """What pairs of characters say for a field that is known."""
        known = self._counted(found)
        if not known:
            return 0.0
        logs = self._logs[field]
        values = [logs[gram] if gram in logs else self._log(gram, field) for gram in known]
        # Exact whatever the order: that of a set differs from run to run.
        return math.fsum(values) / math.sqrt(len(known))

    def _that_were_counted(self, found: frozenset[str]) -> tuple[str, ...]:
        """Those of the pairs that every field knows of."""
        return tuple(found & self._totals.keys())

    def _log(self, gram: str, field: str) -> float:
        """What a pair says for a field: how often it stands there to how often it would by chance.

        A pair that by chance would hardly stand in the texts of a small office says nothing by its absence.
        """
        by_chance = self._totals[gram] * (self._sizes[field] / self._all) + _CHANCE
        made = math.log((self._counts[gram].get(field, 0) + _CHANCE) / by_chance)
        self._logs[field][gram] = made
        return made


@lru_cache(maxsize=4)
def topic_reader(vocabulary: Vocabulary) -> TopicReader:
    """That of a vocabulary: for a short list to make one takes as long as to use it."""
    return TopicReader(vocabulary)


@lru_cache(maxsize=4)
def _read(checksum: str, folders: tuple[Path, ...]) -> _Table:
    return _Table(_counts([row for _, row in read_table(folders, "topics", COLUMNS, 1)]))


def _counts(rows: Sequence[dict[str, str]]) -> _Counts:
    found: _Counts = {ALL: {}}
    fields: list[str] = []
    for row in sorted(rows, key=lambda row: row["gram"] != ALL):
        parts = [part.partition(":") for part in row["offices"].split(";") if part]
        if row["gram"] == ALL:
            fields = [field for field, _, _ in parts]
            found[ALL] = {field: int(count) for field, _, count in parts}
        else:
            found[row["gram"]] = {fields[int(place)]: int(count) for place, _, count in parts}
    return found
