"""Nearness: how near a row is to what a text asks, by their vectors.

Vectors of all texts have much in common; that is taken away first. What tells a duty from its neighbours
(the thing it is about, not the tone of who speaks of it) was learned from tasks, with the rows they mean and those they do
not: a part that is added to the vector of what is asked. ``nearness.bin`` here is that of stories, and was learned from
fewer tasks; that of tasks is in :mod:`kg.checking.nearby`, made by ``python -m kg.checking.training``.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg.matrices import Matrices

if TYPE_CHECKING:
    from kg.matrices import Array

FILE = Path(__file__).with_name("nearness.bin")


class Nearness:
    """Nearness by the matrices of a file."""

    def __init__(self, path: Path = FILE) -> None:
        """Open the file.

        Raises:
            ValueError: it has no matrices.
        """
        file = Matrices(path)
        self._common = file.array("common")
        self._asked, self._meant = file.array("asked"), file.array("meant")

    def to(self, asked: Array, rows: Sequence[Sequence[Array]]) -> list[float]:
        """How near each row is by the nearest of its vectors: 1 would be the same, some are below 0.

        ``asked`` is the vector of a text; all vectors are of unit length.
        """
        told = self.own(asked)
        told = told + self._meant.T @ (self._asked @ told)
        return [max(float(self.own(vector) @ told) for vector in own) for own in rows]

    def own(self, vector: Array) -> Array:
        """A vector without what all have in common, of unit length."""
        import numpy as np

        left: Array = vector - self._common
        left /= np.sqrt(left @ left)
        return left


def ahead(values: Sequence[float], groups: Sequence[Hashable]) -> list[float]:
    """How much more each value is than the most of any other group; of a single group, than 0."""
    return [
        value
        - max((v for v, other in zip(values, groups, strict=True) if other != own), default=0.0)
        for value, own in zip(values, groups, strict=True)
    ]


@cache
def nearness(path: Path = FILE) -> Nearness:
    """That of a file, opened once."""
    return Nearness(path)
