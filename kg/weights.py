"""Weights: what was learned, in one file that opens at once and is read where it is needed.

Features are known by eight bytes of their hash. The file has a line of JSON (classes and the
figures of the training), the hashes in order, where the weights of each begin, and the weights: a
class (up to 65,535) and a number in 1/16.
"""

from __future__ import annotations

import json
import mmap
import struct
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from kg.hashing import blake2b

SCALE = 64
"""Steps of a weight per unit."""

_MAGIC = b"KGW1\n"


def hashed(feature: str) -> int:
    """The number a feature is known by."""
    return int.from_bytes(blake2b(feature.encode(), digest_size=8).digest(), "little")


def write(path: Path, about: Mapping[str, Any], weights: Mapping[str, Mapping[int, int]]) -> None:
    """Write weights: feature → class → steps (see SCALE)."""
    known = {hashed(feature): dict(sorted(row.items())) for feature, row in weights.items() if row}
    head = json.dumps(about, ensure_ascii=False, sort_keys=True).encode() + b"\n"
    head += b" " * (-(len(head) + len(_MAGIC) + 8) % 8)
    keys = sorted(known)
    starts: list[int] = []
    rows: list[bytes] = []
    position = 0
    for key in keys:
        starts.append(position)
        row = known[key]
        position += len(row)
        rows.extend(
            struct.pack("<Hh", number, max(-32768, min(32767, w))) for number, w in row.items()
        )
    starts.append(position)
    with path.open("wb") as file:
        file.write(_MAGIC + struct.pack("<II", len(head), len(keys))[:8])
        file.seek(len(_MAGIC) + 8)
        file.write(head)
        file.write(b"".join(struct.pack("<Q", key) for key in keys))
        file.write(b"".join(struct.pack("<I", start) for start in starts))
        file.write(b"".join(rows))


class Weights:
    """Weights for reading."""

    def __init__(self, path: Path) -> None:
        """Open a file of weights.

        Raises:
            ValueError: it is none.
        """
        with path.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        if self._map[: len(_MAGIC)] != _MAGIC:
            raise ValueError(f"no weights: {path}")
        start = len(_MAGIC) + 8
        size, count = struct.unpack("<II", self._map[len(_MAGIC) : start])
        self.about: dict[str, Any] = json.loads(self._map[start : start + size])
        view = memoryview(self._map)
        keys = start + size
        starts = keys + 8 * count
        rows = starts + 4 * (count + 1)
        self._keys = view[keys:starts].cast("Q")
        self._starts = view[starts:rows].cast("I")
        self._numbers, self._steps = view[rows:].cast("H"), view[rows:].cast("h")
        self._count = count
        self._head = slice(start, start + size)
        self._found = lru_cache(maxsize=60_000)(self._find)

    @cached_property
    def mark(self) -> str:
        """Tells this file from those of another training, all of whose figures are others."""
        return blake2b(self._map[self._head], digest_size=8).hexdigest()

    def _where(self, feature: str) -> tuple[int, int]:
        key = hashed(feature)
        at = bisect_left(self._keys, key)
        if at == self._count or self._keys[at] != key:
            return 0, 0
        return 2 * self._starts[at], 2 * self._starts[at + 1]

    def packed(self, feature: str) -> memoryview:
        """The pairs of :meth:`of` as they are in the file: two bytes a class, two its steps."""
        first, last = self._where(feature)
        return self._steps[first:last]

    def _find(self, feature: str) -> tuple[tuple[int, int], ...]:
        first, last = self._where(feature)
        numbers, steps = self._numbers[first:last].tolist(), self._steps[first:last].tolist()
        return tuple(zip(numbers[::2], steps[1::2], strict=True))

    def of(self, feature: str) -> tuple[tuple[int, int], ...]:
        """(class, steps) of a feature; nothing where it was never seen."""
        return self._found(feature)

    def sums(self, features: Iterable[str]) -> dict[int, int]:
        """Class → sum of the steps of these features."""
        total: dict[int, int] = defaultdict(int)
        found = self._found
        for feature in features:
            for number, steps in found(feature):
                total[number] += steps
        return total
