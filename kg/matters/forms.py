"""Forms: the duties of all lists whose names are identical once places are neutral."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kg.matters.links import DutyRef
from kg.meaning.rows import Row
from kg.meaning.same_duty import Evidence


@dataclass(frozen=True, slots=True)
class Form:
    """All duties whose names are identical once places are neutral; ``refs`` sorted.

    ``documents`` has a bit for each list document: many forms stand in nearly every list there is,
    and sets of that many would make every comparison of two forms dearer with every list.
    """

    refs: tuple[DutyRef, ...]
    name: str
    evidence: Evidence
    documents: int
    row: Callable[[], Row]


def bits(number: int) -> Iterator[int]:
    """The places of the bits that are set."""
    bit = 0
    while number:
        if number & 1:
            yield bit
        number >>= 1
        bit += 1
