"""Seams: whether a name is two, one behind the other without a mark between them.

Where two names meet, the words before end names and phrases, those behind begin some, and the two characters at the
seam stand together in no text. The table pairs.csv has how often two characters stand together in lists, end or begin
a phrase or a name; seams.csv was learned of sound names and of names with the next one glued to them.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kg.reading.known.borders import PAIR, stands_again
from kg.reading.known.weights import evidence, read_weights, weights_of
from kg.values import ListKind, Row
from kg.vocabulary.loading import Vocabulary
from kg.vocabulary.tables import read_table

PAIR_COLUMNS = (
    "first",
    "stands",
    "ends",
    "begins",
    *(f"{of}_{at}" for of in ("basic", "other") for at in ("ends", "begins")),
)
RUN = re.compile(r"[\u4e00-\u9fff]+")
_STEPS = (1, 2, 4, 12)
"""Counts that make a difference: none, one, two, four, a dozen."""
_SHORT, _STEP, _MOST = 0.8, 0.4, 4
_FEW, _USUAL = 10, 16
"""A list of fewer names does not tell how long its names are."""
_THIRD, _FAR = 3, 4
_AGAIN = 2
_SELDOM = 2
_LEAST = 3.5
"""Evidence (log-odds) that two names meet: of 1,442 names of twelve lists never seen two have it, of names glued eight in ten."""
_KEPT = 1 << 16
_LONGEST = 400
"""Characters of a name that are looked at: a hostile one has thousands."""


def level(count: int) -> int:
    """How often something was counted, in steps."""
    return sum(count >= step for step in _STEPS)


@dataclass(frozen=True, slots=True)
class Pairs:
    """How often two characters stand together in texts of lists, and where: in steps, by pair and column."""

    columns: dict[str, dict[str, str]]

    def level(self, column: str, pair: str) -> int:
        """The step of a pair in a column of the table."""
        told = self.columns[column].get(pair[:1], "")
        at = told.find(pair[1:])
        return int(told[at + 1]) if at >= 0 else 0


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one list of a document: how long they are, with what they begin and end."""

    usual: float
    ends: Counter[str]
    begins: Counter[str]

    @classmethod
    def of(cls, names: Sequence[str]) -> Names:
        """The names of a list."""
        lengths = sorted(map(len, names)) or [1]
        half = len(lengths) // 2
        usual = (lengths[half] + lengths[~half]) / 2
        if len(lengths) < _FEW:
            usual = max(usual, _USUAL)
        return cls(usual, Counter(n[-PAIR:] for n in names), Counter(n[:PAIR] for n in names))


def places(name: str) -> Iterator[int]:
    """The places of a name where two may meet: between characters, not beside a mark."""
    for run in RUN.finditer(name[:_LONGEST]):
        yield from range(run.start() + PAIR, run.end() - PAIR + 1)


_Seen = tuple[int, int, int, int, int, int, int, int, int, int]
"""What is counted of a name at a place, in steps."""


_Level = Callable[[str, str], int]
"""The step of a pair in a column, as :meth:`Pairs.level` gives it."""


def _seen(name: str, of: str, names: Names, level: _Level, at: Iterable[int]) -> Iterator[_Seen]:
    """What is seen at some places of a name."""
    ends, begins = f"{of}_ends", f"{of}_begins"
    tail, head, size = name[-PAIR:], name[:PAIR], len(name)
    longer = min(_MOST, max(0, math.ceil((size / names.usual - _SHORT) / _STEP)))
    for place in at:
        before, behind = name[place - PAIR : place], name[place : place + PAIR]
        last, first = names.ends.get(before, 0), names.begins.get(behind, 0)
        yield (
            min(_THIRD, level("stands", name[place - 1 : place + 1])),
            level("ends", before),
            level("begins", behind),
            level(ends, before),
            level(begins, behind),
            min(_AGAIN, last - (tail == before)),
            min(_AGAIN, first - (head == behind)),
            longer,
            min(place // _THIRD, _FAR),
            min((size - place) // _THIRD, _FAR),
        )


def features(name: str, at: int, kind: ListKind, names: Names, pairs: Pairs) -> list[str]:
    """What is to be seen of a name at a place, but for whether the pair there stands elsewhere in its document."""
    of = _of(kind)
    return _features(of, next(_seen(name, of, names, pairs.level, (at,))))


def _of(kind: ListKind) -> str:
    return "basic" if kind is ListKind.BASIC else "other"


def _features(of: str, seen: _Seen) -> list[str]:
    stands, end, begin, last, first, own_last, own_first, longer, left, right = seen
    return [
        f"{of} stands {stands}",
        f"ends {end}",
        f"begins {begin}",
        f"{of} last {last}",
        f"{of} first {first}",
        f"stands {stands} ends {end}",
        f"stands {stands} begins {begin}",
        f"{of} stands {stands} last {last}",
        f"{of} stands {stands} first {first}",
        f"{of} last {last} first {first}",
        f"{of} longer {longer}",
        f"left {left}",
        f"right {right}",
        f"{of} own last {own_last}",
        f"{of} own first {own_first}",
        f"own last {own_last} first {own_first}",
    ]


def again(kind: ListKind, *, stands: bool) -> str:
    """Whether the pair at a seam stands elsewhere in the document."""
    return f"{_of(kind)} again {int(stands)}"


class Seams:
    """Finds where two names were glued, by the tables of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Use seams.csv and pairs.csv of ``vocabulary``; without them nothing is told."""
        self._weights = weights_of(vocabulary, "seams")
        self._pairs = pairs_of(vocabulary)
        self._level, self._evidence = _kept(vocabulary.checksum, vocabulary.folders)

    def found(self, rows: Sequence[Row]) -> Iterator[tuple[Row, str, str]]:
        """The rows of a document whose name seems to be two, with both."""
        if not self._weights:
            return
        for kind in ListKind:
            of_kind = [row for row in rows if row.kind is kind]
            names = Names.of([row.name for row in of_kind])
            most = max(self._weights.get(again(kind, stands=s), 0.0) for s in (False, True))
            of = _of(kind)
            for row in of_kind:
                score, at = max(self._told(row.name, of, names), default=(-math.inf, 0))
                if score + most <= _LEAST:
                    continue
                stands = stands_again(row.name[at - 1 : at + 1], row, rows)
                if score + self._weights.get(again(kind, stands=stands), 0.0) > _LEAST:
                    yield row, row.name[:at], row.name[at:]

    def behind(self, row: Row, categories: Iterable[str]) -> str:
        """The category that stands behind a whole name: ``……证明办理民生服务``; '' for none."""
        of = _of(row.kind)
        for category in categories:
            before = row.name.removesuffix(category)
            # 助力乡村振兴: the pair across stands in texts.
            if (
                PAIR < len(before) < len(row.name)
                and self._pairs.level(f"{of}_ends", before[-PAIR:])
                and self._pairs.level("stands", before[-1] + category[0]) <= _SELDOM
            ):
                return category
        return ""

    def _told(self, name: str, of: str, names: Names) -> Iterator[tuple[float, int]]:
        """What each place of a name speaks for."""
        found = tuple(places(name))
        if not found:
            return
        for at, seen in zip(found, _seen(name, of, names, self._level, found), strict=True):
            yield self._evidence(of, seen), at


def pairs_of(vocabulary: Vocabulary) -> Pairs:
    """What the table pairs.csv of a vocabulary says; nothing without one."""
    return _pairs(vocabulary.checksum, vocabulary.folders)


@lru_cache(maxsize=4)
def _kept(checksum: str, folders: tuple[Path, ...]) -> tuple[_Level, Callable[[str, _Seen], float]]:
    """The steps of pairs, and what is seen speaks for: each worked out once for the thousands of places of a list."""
    weights = read_weights(checksum, folders, "seams")

    def evidence_of(of: str, seen: _Seen) -> float:
        return evidence(weights, _features(of, seen))

    return (
        lru_cache(maxsize=_KEPT)(_pairs(checksum, folders).level),
        lru_cache(maxsize=_KEPT)(evidence_of),
    )


@lru_cache(maxsize=4)
def _pairs(checksum: str, folders: tuple[Path, ...]) -> Pairs:
    columns: dict[str, dict[str, str]] = {column: {} for column in PAIR_COLUMNS[1:]}
    for _, row in read_table(folders, "pairs", PAIR_COLUMNS, 1):
        for column, told in columns.items():
            if row[column]:
                told[row["first"]] = row[column]
    return Pairs(columns)
