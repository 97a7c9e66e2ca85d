"""Haste: what is typed or spoken in haste, thing by thing.

A message on a telephone has blanks for its full stops, or nothing but commas, and goes from one thing to the
next with words that have no end (完了, 还有那个谁, 一个要紧的). ``haste.bin`` has one logistic regression that tells,
between two clauses, whether the next thing begins: by the sign and the characters on either side, by how far apart
both sides are in sense (:mod:`kg.meaning.encoding`), and by whether they ask for something. It is made by
:mod:`kg.checking.training.hastening` of labelled notices.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from kg.checking.reading.cutting import THING, further
from kg.checking.reading.letters import is_title
from kg.checking.reading.requests import requests
from kg.matrices import Matrices
from kg.meaning.encoding.encoder import encoder
from kg.patterns import regex

if TYPE_CHECKING:
    from kg.matrices import Array

FILE = Path(__file__).with_name("haste.bin")
ROOM = 4096
"""Numbers that the characters beside a sign can have."""
SCALE = 3.0
"""How much a number counts beside a gram before anything is learned."""
SIGN = regex(r"(?:[,，;；。!！?？:：~…]|——+|\s|[\U0001f300-\U0001faff\u2600-\u27bf])+")
"""What may stand between two clauses."""
_KINDS = (
    ("n", regex(r"\n")),
    (";", regex("[;；]")),
    ("-", regex("—")),
    ("e", regex("[\U0001f300-\U0001faff\u2600-\u27bf]")),
    (".", regex("[。!！?？~…]")),
    (":", regex("[:：]")),
    (",", regex("[,，]")),
)
_NEAR = 3
"""So many clauses on either side are looked at."""
_FEW, _LONG = 5, 60
"""A message has at least so many clauses and characters."""
_BLANKS, _STOPPED = 0.2, 1
"""So much of its signs are blanks and the like, and hardly any a full stop."""
_MANY = 12
"""So many clauses without a full stop are typed in haste, whatever stands between them."""
_SPOKEN = regex(
    "[啊吧呢嘛呗哦哈哎咱啥]|我(?![局委办院会部站所队县市区镇乡街])|你(?![镇乡街办局单处])"
)
_OFTEN = 35
"""What is spoken has one of these in so many characters."""
_TALKS = regex("[你我咱哈啊吧]")
_CUT, _PERHAPS, _TOO_LONG = 0.5, 0.25, 60
"""From this probability on the next thing begins; from the second where a part is longer than so many characters."""
_SPOKEN_CUT = 0.8
"""The first where breath was told from the characters alone, which tell of the next thing as well."""
_WORD = 4
"""A part of so few characters is a word that leads to the next: 第二件, 再一个啊."""
_TEXTS = 16
"""Texts of which it is kept how they were parted."""
_MOST = 120
"""Clauses that are looked at."""
_TYPED, _PARTED = frozenset("-e "), frozenset("n;")


def clauses(text: str) -> list[tuple[int, int]]:
    """Where the clauses of a text begin and end."""
    ends = [(m.start(), m.end()) for m in SIGN.finditer(text)]
    edges = [(0, 0), *ends, (len(text), len(text))]
    return [(start, end) for (_, start), (end, _) in pairwise(edges) if end > start]


def kind(sign: str) -> str:
    """What kind of sign stands between two clauses; a blank is none of the others."""
    return next((name for name, pattern in _KINDS if pattern.search(sign)), " ")


def grams(before: str, sign: str, after: str) -> list[int]:
    """The numbers of the characters on either side of a sign."""
    of = kind(sign)
    told = [f"s{of}", f"sr{of}{after[:2]}"]
    told += [f"r{n}{after[:n]}" for n in (1, 2, 3, 4)]
    told += [f"l{n}{before[-n:]}" for n in (1, 2, 3)]
    return [zlib.crc32(one.encode()) % ROOM for one in told]


def numbers(told: Sequence[str], vectors: Array, odds: Sequence[float], at: int) -> list[float]:
    """How the clauses before and after the sign behind clause ``at`` are to each other.

    ``vectors`` has a row of unit length for each clause, ``odds`` how likely each asks for something.
    """
    left, right = (
        slice(max(0, at - _NEAR + 1), at + 1),
        slice(at + 1, min(len(told), at + 1 + _NEAR)),
    )
    before, after = _unit(vectors[left].sum(axis=0)), _unit(vectors[right].sum(axis=0))
    last, first = vectors[at], vectors[at + 1]
    pairs = ((before, after), (last, first), (before, first), (last, after))
    return [
        *(float(a @ b) for a, b in pairs),
        max(odds[left]) / 4,
        max(odds[right]) / 4,
        odds[at] / 4,
        odds[at + 1] / 4,
        min(len(told[at]), 20) / 20,
        min(len(told[at + 1]), 20) / 20,
        min(at, 6) / 6,
        min(len(told) - at - 2, 6) / 6,
    ]


def _unit(vector: Array) -> Array:
    found: Array = vector / math.sqrt(float(vector @ vector) + 1e-12)
    return found


def senses(told: Sequence[str], mean: Array) -> Array:
    """The vectors of clauses less what all have in common, a row each, of unit length."""
    import numpy as np

    return centred(np.array(encoder().vectors(told)), mean)


def centred(vectors: Array, mean: Array) -> Array:
    """Vectors, a row each, less their ``mean``, of unit length."""
    import numpy as np

    apart = vectors - mean
    found: Array = apart / np.sqrt((apart * apart).sum(axis=1, keepdims=True) + 1e-12)
    return found


class Haste:
    """Parts messages typed in haste."""

    def __init__(self, path: Path = FILE) -> None:
        """Open the weights.

        Raises:
            ValueError: it is no file of weights.
        """
        self._file = Matrices(path)
        # Whoever is told the tasks of a text is told next what was passed over.
        self._kept = lru_cache(maxsize=_TEXTS)(self._parted)

    def parts(self, text: str) -> list[str]:
        """The things of a folded text, one after the other."""
        return list(self._kept(text))

    def _parted(self, text: str) -> list[str]:
        where = clauses(text)[:_MOST]
        least = _SPOKEN_CUT if THING in text else _CUT
        starts = [0, *self._starts(where, self.chances(text, where), least)]
        found = [text[where[a][0] : where[b - 1][1]] for a, b in pairwise(starts)]
        return [*found, text[where[starts[-1]][0] :] if where else text]

    def _starts(
        self, where: Sequence[tuple[int, int]], chances: Sequence[float], least: float
    ) -> list[int]:
        """With which clauses the next thing begins; a long part is cut where it is likeliest, if not sure."""
        starts: list[int] = []
        first = 0
        for at, chance in enumerate(chances, 1):
            if chance >= least and where[at - 1][1] - where[first][0] > _WORD:
                starts.append(at)
                first = at

        def inside(start: int, stop: int) -> range:
            long = stop > start and where[stop - 1][1] - where[start][0] > _TOO_LONG
            return range(start + 1, stop) if long else range(0)

        return further(starts, len(where), [0.0, *chances], inside, _PERHAPS)

    def chances(self, text: str, where: Sequence[tuple[int, int]]) -> list[float]:
        """For each clause but the last the chance that the next thing begins behind it."""
        if len(where) < 2:
            return []
        about, told = self._file.about, [text[a:b] for a, b in where]
        vectors = senses(told, self._file.array("mean"))
        odds = requests().by_characters(told)
        of_grams, of_numbers = self._file.array("grams"), self._file.array("numbers")
        found = []
        for at, (one, following) in enumerate(pairwise(where)):
            sign = text[one[1] : following[0]]
            if THING in sign:
                found.append(1.0)
                continue
            value = float(about["offset"])
            value += float(of_grams[grams(told[at], sign, told[at + 1])].sum())
            value += SCALE * float(of_numbers @ numbers(told, vectors, odds, at))
            found.append(1 / (1 + math.exp(-value)))
        return found


def typed(text: str, *, numbered: bool = False) -> bool:
    """Whether a text is typed in haste: no full stops, and blanks, lines or dashes between clauses, or very many of these.

    Semicolons do as well, and lines, where nothing is ``numbered``. A text with a title or a line that ends
    with a colon (某镇人民政府:) is a letter.
    """
    spoken = THING in text or len(_SPOKEN.findall(text)) * _OFTEN >= len(text)
    if len(text) < _LONG or (text.count("。") > _STOPPED and not spoken):
        return False
    if any(
        is_title(line) or (line.rstrip().endswith(":") and not (spoken and _TALKS.search(line)))
        for line in text.splitlines()
    ):
        return False
    if spoken:
        return True
    where = clauses(text)[:_MOST]
    signs = [kind(text[a[1] : b[0]]) for a, b in pairwise(where)]
    told = _TYPED if numbered else _TYPED | _PARTED
    many = len(where) >= _MANY
    return many or (
        len(where) >= _FEW and sum(one in told for one in signs) >= _BLANKS * len(signs)
    )


@cache
def haste() -> Haste:
    """The one of the program, opened once."""
    return Haste()
