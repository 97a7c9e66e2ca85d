"""Examples: what people said before, and the duties it meant; the like of it means the like.

``examples.json`` is made by training from the labelled texts. An example names its duties by the
names that lists give them, so that it speaks for a row of any list that is named alike.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from kg.frozen import frozen
from kg.meaning.grams import pairs

FILE = "examples.json"
"""Name of the file of examples in this package."""

_GRAMS = b'"grams": {\n'
"""What stands before the lines of pairs in the file."""

_LEAST = 0.12
"""Texts less alike than this have nothing to say of each other."""
_NEAREST = 25
"""So many of the nearest are asked what they mean."""
_MEANT, _NAMES = 5, 8
"""So many of them, and so many names of their duties, bring rows that nothing else would."""
_ALIKE = 0.55
"""Names that share less than this (Dice over pairs) are those of different duties."""


@frozen
class Near:
    """An example near a text: which it is, how near (cosine, 0 to 1), the names of its duties.

    No name: what the example asks for is on no list.
    """

    at: int
    near: float
    names: tuple[int, ...]


class Examples:
    """Finds the examples near a text."""

    def __init__(
        self,
        names: Sequence[str],
        grams: Mapping[str, str],
        lengths: Sequence[float],
        meant: Sequence[Sequence[int]],
    ) -> None:
        """``grams`` are pairs with their weight and the examples that have them: ``0.5 3 17``.

        They stay texts until a text has the pair: most are never asked for.
        ``lengths`` are those of the examples' vectors, ``meant`` the numbers of their ``names``.
        """
        self.names, self._grams, self._lengths, self._meant = names, grams, lengths, meant
        self.alike = cache(self._alike)

    @classmethod
    def of(
        cls,
        said: Iterable[tuple[Iterable[str], Iterable[str]]],
        weight: Callable[[str], float],
    ) -> Examples:
        """Examples of (pairs of a text, names of its duties)."""
        numbers: dict[str, int] = {}
        grams: dict[str, tuple[float, list[int]]] = {}
        lengths, meant = [], []
        for at, (pairs_of, names) in enumerate(said):
            square = 0.0
            for gram in sorted(set(pairs_of)):
                if gram not in grams:
                    grams[gram] = (round(weight(gram), 3), [])
                grams[gram][1].append(at)
                square += grams[gram][0] ** 2
            lengths.append(round(math.sqrt(square) or 1.0, 4))
            meant.append([numbers.setdefault(name, len(numbers)) for name in names])
        told = {gram: f"{w} {' '.join(map(str, held))}" for gram, (w, held) in grams.items()}
        return cls(list(numbers), told, lengths, meant)

    @classmethod
    def load(cls, path: Path | None = None) -> Examples:
        """The examples in this file; None: those of the program."""
        return _load(path or Path(__file__).with_name(FILE))

    def save(self, path: Path) -> None:
        """Write the examples, a pair of characters a line."""

        def told(value: object) -> str:
            return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

        lines = [
            '{"about": "Examples of kg.checking, see examples.py. Made by training, not by hand.",',
            f'"names": {told(self.names)},',
            f'"lengths": {told(self._lengths)},',
            f'"meant": {told(self._meant)},',
            _GRAMS.decode().rstrip(),
            ",\n".join(f"{told(gram)}:{told(self._grams[gram])}" for gram in sorted(self._grams)),
            "}}",
        ]
        path.write_text("\n".join(lines) + "\n", "utf-8", newline="\n")

    def near(self, text: Mapping[str, float]) -> list[Near]:
        """The examples near a text of these weighted pairs, the nearest first."""
        square = 0.0
        scores: dict[int, float] = {}
        for gram, weight in text.items():
            own, *holders = self._grams.get(gram, str(weight)).split()
            power = float(own) ** 2
            square += power
            for holder in map(int, holders):
                scores[holder] = scores.get(holder, 0.0) + power
        length = math.sqrt(square) or 1.0
        found = [
            Near(at, near, tuple(self._meant[at]))
            for at, score in scores.items()
            if (near := round(score / (length * self._lengths[at]), 4)) >= _LEAST
        ]
        return sorted(found, key=lambda one: (-one.near, one.at))

    def meant(self, near: Sequence[Near]) -> list[str]:
        """The names of the duties of the nearest examples."""
        first = (self.names[number] for one in near[:_MEANT] for number in one.names)
        return list(dict.fromkeys(first))[:_NAMES]

    def _alike(self, number: int, name: str) -> float:
        """How much the name of a row is one of the examples', 0 to 1."""
        known = self.names[number]
        if known == name:
            return 1.0
        one, two = frozenset(pairs(known)), frozenset(pairs(name))
        if not one or not two:
            return 0.0
        share = 2 * len(one & two) / (len(one) + len(two))
        return share if share >= _ALIKE else 0.0


def evidence(
    examples: Examples, near: Sequence[Near], rows: Sequence[tuple[str, str]]
) -> list[dict[str, float]]:
    """What near examples say of each row, given as (name, Matter)."""
    nearest = near[0].near if near else 0.0
    found: list[list[float]] = []
    for name, _ in rows:
        said = [
            one.near * max((examples.alike(n, name) for n in one.names), default=0.0)
            for one in near[:_NEAREST]
        ]
        found.append(sorted((s for s in said if s), reverse=True)[:4])
    best: dict[str, float] = {}
    for (_, matter), said in zip(rows, found, strict=True):
        best[matter] = max(best.get(matter, 0.0), said[0] if said else 0.0)
    told = []
    for (_, matter), said in zip(rows, found, strict=True):
        first = said[0] if said else 0.0
        other = max((score for one, score in best.items() if one != matter), default=0.0)
        told.append(
            {
                "example": first,
                "examples": math.fsum(said) / 4,
                "example_ahead": first - other,
                "example_first": float(first > 0 and first >= nearest - 1e-9),
                "example_close": max(0.0, first - 0.3),
            }
        )
    return told


@cache
def _load(path: Path) -> Examples:
    data = path.read_bytes()
    head, _, body = data.partition(_GRAMS)
    read = json.loads(head + b'"grams":{}}')
    return Examples(read["names"], _Lines(body), read["lengths"], read["meant"])


class _Lines(Mapping[str, str]):
    """The pairs of a file of examples, a line each in the order of their bytes, parsed when asked for."""

    def __init__(self, data: bytes) -> None:
        """``data`` are the lines."""
        self._data = data

    def __getitem__(self, gram: str) -> str:
        """What the line of a pair says."""
        wanted, data = gram.encode(), self._data
        low, high = 0, len(data)
        while low < high:
            middle = (low + high) // 2
            start = data.rfind(b"\n", 0, middle) + 1
            end = data.find(b"\n", middle)
            end = len(data) if end < 0 else end
            key, _, value = data[start:end].partition(b'":"')
            if key[1:] == wanted:
                return value.rstrip(b'",}').decode()
            if value and key[1:] < wanted:
                low = end + 1
            else:
                high = start
        raise KeyError(gram)

    def __iter__(self) -> Iterator[str]:
        """The pairs in their order."""
        for line in self._data.split(b"\n"):
            key, _, value = line.partition(b'":"')
            if value:
                yield key[1:].decode()

    def __len__(self) -> int:
        """How many there are."""
        return sum(1 for _ in self)
