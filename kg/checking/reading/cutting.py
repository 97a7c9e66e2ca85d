"""Cutting: what is too long is cut where that is likeliest, though nobody is sure of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

THING = "\x1f"
"""Stands where the next thing begins in speech without signs: a blank that nobody types and that ends no line."""


def further(
    cuts: Iterable[int],
    end: int,
    chances: Sequence[float],
    inside: Callable[[int, int], range],
    perhaps: float,
) -> list[int]:
    """The cuts of something with places from 0 to ``end``, in order, and further ones.

    ``chances`` has the chance of a cut before each place, ``inside`` tells the places at which a part, from its
    first place to the one behind it, may be cut: none where it is short enough. Only from the chance ``perhaps`` on it is.
    """
    found = sorted(cuts)
    parts = [*pairwise((0, *found, end))]
    while parts:
        start, stop = parts.pop()
        likely = max(inside(start, stop), key=chances.__getitem__, default=None)
        if likely is not None and chances[likely] >= perhaps:
            found.append(likely)
            parts += [(start, likely), (likely, stop)]
    return sorted(found)
