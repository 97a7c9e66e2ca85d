"""Seams: whether a name is two, one behind the other without a mark between them.

Where two names meet, the words before end names and phrases, those behind begin some, and the two characters at the
seam stand together in no text. The table pairs.csv has how often two characters stand together in lists, end or begin
a phrase or a name; seams.csv was learned of sound names and of names with the next one glued to them.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kg.reading.known.borders import PAIR, stands_again
from kg.reading.known.weights import evidence, weights_in, weights_of
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
_LONGEST = 400
"""Characters of a name that are looked at: a hostile one has thousands."""

_Seen = tuple[str, int, int, int, int, int, int, int]
"""What is to be seen of a place whatever its list: the kind of list, how its pairs stand in texts, how far in it is."""


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


def features(name: str, at: int, kind: ListKind, names: Names, pairs: Pairs) -> list[str]:
    """What is to be seen of a name at a place, but for whether the pair there stands elsewhere in its document."""
    seen = _seen(name, at, _of(kind), pairs)
    return _features(*seen, *_seen_beside(name, at, names), _longer(name, names))


def _seen(name: str, at: int, of: str, pairs: Pairs) -> _Seen:
    """What is to be seen whatever the other names are."""
    before, behind, across = name[at - PAIR : at], name[at : at + PAIR], name[at - 1 : at + 1]
    stands = min(_THIRD, pairs.level("stands", across))
    end, begin = pairs.level("ends", before), pairs.level("begins", behind)
    last, first = pairs.level(f"{of}_ends", before), pairs.level(f"{of}_begins", behind)
    left, right = min(at // _THIRD, _FAR), min((len(name) - at) // _THIRD, _FAR)
    return of, stands, end, begin, last, first, left, right


def _seen_beside(name: str, at: int, names: Names) -> tuple[int, int]:
    """How often another name of its list ends, and begins, as the parts of a name do."""
    before, behind = name[at - PAIR : at], name[at : at + PAIR]
    return (
        min(_AGAIN, names.ends[before] - (name[-PAIR:] == before)),
        min(_AGAIN, names.begins[behind] - (name[:PAIR] == behind)),
    )


def _longer(name: str, names: Names) -> int:
    return min(_MOST, max(0, math.ceil((len(name) / names.usual - _SHORT) / _STEP)))


def _of(kind: ListKind) -> str:
    return "basic" if kind is ListKind.BASIC else "other"


def _features(
    of: str,
    stands: int,
    end: int,
    begin: int,
    last: int,
    first: int,
    left: int,
    right: int,
    own_last: int,
    own_first: int,
    longer: int,
) -> list[str]:
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
        self._known = _known(vocabulary.checksum, vocabulary.folders)
        self._pairs = pairs_of(vocabulary)

    def found(self, rows: Sequence[Row]) -> Iterator[tuple[Row, str, str]]:
        """The rows of a document whose name seems to be two, with both."""
        if not self._weights:
            return
        for kind in ListKind:
            of_kind = [row for row in rows if row.kind is kind]
            names = Names.of([row.name for row in of_kind])
            most = max(self._weights.get(again(kind, stands=s), 0.0) for s in (False, True))
            for row in of_kind:
                score, at = max(self._told(row.name, kind, names), default=(-math.inf, 0))
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

    def _told(self, name: str, kind: ListKind, names: Names) -> Iterator[tuple[float, int]]:
        longer, known = _longer(name, names), self._known
        for at, seen in known.places(name, _of(kind)):
            yield known.evidence(seen, _seen_beside(name, at, names), longer), at


class _Known:
    """What was found out of places, kept: lists have many a name in common, and places look alike."""

    def __init__(self, weights: Mapping[str, float], pairs: Pairs) -> None:
        self._weights, self._pairs = weights, pairs
        self._kept = lru_cache(maxsize=2048)(self._places)
        self.evidence = lru_cache(maxsize=16384)(self._evidence)

    def places(self, name: str, of: str) -> Sequence[tuple[int, _Seen]]:
        """The places of a name in such a list, with what is to be seen of them."""
        return (self._kept if len(name) <= _LONGEST else self._places)(name, of)

    def _places(self, name: str, of: str) -> Sequence[tuple[int, _Seen]]:
        return [(at, _seen(name, at, of, self._pairs)) for at in places(name)]

    def _evidence(self, seen: _Seen, beside: tuple[int, int], longer: int) -> float:
        return evidence(self._weights, _features(*seen, *beside, longer))


def pairs_of(vocabulary: Vocabulary) -> Pairs:
    """What the table pairs.csv of a vocabulary says; nothing without one."""
    return _pairs(vocabulary.checksum, vocabulary.folders)


@lru_cache(maxsize=4)
def _known(checksum: str, folders: tuple[Path, ...]) -> _Known:
    return _Known(weights_in(checksum, folders, "seams"), _pairs(checksum, folders))


@lru_cache(maxsize=4)
def _pairs(checksum: str, folders: tuple[Path, ...]) -> Pairs:
    columns: dict[str, dict[str, str]] = {column: {} for column in PAIR_COLUMNS[1:]}
    for _, row in read_table(folders, "pairs", PAIR_COLUMNS, 1):
        for column, told in columns.items():
            if row[column]:
                told[row["first"]] = row[column]
    return Pairs(columns)
