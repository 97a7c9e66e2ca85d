"""Forms: the duties of all lists whose names are identical once places are neutral."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from kg.matters.links import DutyRef
from kg.meaning.rows import Row
from kg.meaning.same_duty import Evidence

_FEW = 32
"""So many documents are kept by their numbers."""

_REMEMBERED = 1 << 13
"""So many such sets are remembered as numbers: they are asked for again and again."""

Held = int | tuple[int, ...]
"""A set of documents: the numbers of few, or a number with a bit for each.

A bit for every document there is, for every form, would take memory with the square of the lists.
"""


@dataclass(frozen=True, slots=True)
class Form:
    """All duties whose names are identical once places are neutral; ``refs`` sorted."""

    refs: tuple[DutyRef, ...]
    name: str
    evidence: Evidence
    held: Held
    row: Callable[[], Row]

    @property
    def documents(self) -> int:
        """A bit for each list document.

        Many forms stand in nearly every list there is, and sets of that many would make every
        comparison of two forms dearer with every list.
        """
        return as_bits(self.held)


def as_bits(held: Held) -> int:
    """A set of documents as one number."""
    return held if isinstance(held, int) else _number(held)


@lru_cache(maxsize=_REMEMBERED)
def _number(held: tuple[int, ...]) -> int:
    if len(held) == 1:  # most forms there are
        return 1 << held[0]
    number = 0
    for bit in held:
        number |= 1 << bit
    return number


def as_held(number: int) -> Held:
    """A set of documents as it is kept."""
    return tuple(bits(number)) if number.bit_count() <= _FEW else number


def bits(number: int) -> Iterator[int]:
    """The places of the bits that are set."""
    while number:
        lowest = number & -number
        yield lowest.bit_length() - 1
        number ^= lowest
