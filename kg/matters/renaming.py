"""Renaming: whether a row that stands where another one stood is that one under quite another name.

Names alone do not say that 双拥 is 拥军优属; what is known of the meaning of names does, and a short form that
leaves letters out (爱卫, 爱国卫生). Of 489 pairs of neighbours of six lists, which stand as near, seven reach the limit.
"""

from __future__ import annotations

import re

from kg.matters.items import Item
from kg.meaning.pairs import Pairs
from kg.meaning.rows import Row
from kg.meaning.same_duty import apartness
from kg.meaning.sample import Sample

LIKELY = 0.15
"""From this chance of two names on they may be one duty, if one stands where the other one stood."""

SURE = 0.6
"""The same of names that say another act or object."""

_LEFT_OUT = 2
"""So many letters are left out between two of a short form at most."""


def chance(one: Item, two: Item) -> float:
    """How likely two rows of one list and category are one duty by their names; 0 where it is too little."""
    rows = [
        Row(key, key, "", item.kind.value, item.number, item.category, item.name)
        for key, item in (("a", one), ("b", two))
    ]
    found = Pairs(rows, (1, 2), Sample.load()).chance(0, 1)
    least = SURE if apartness(one.wording, two.wording) else LIKELY
    if found >= least:
        return found
    return LIKELY if least == LIKELY and shortened(one, two) else 0.0


def shortened(one: Item, two: Item) -> bool:
    """Whether one name has two letters side by side that the other one has with a few between them."""
    return _shortens(one, two) or _shortens(two, one)


def _shortens(short: Item, full: Item) -> bool:
    return any(
        len(pair) == 2 and pair not in full.key and re.search(_spread(pair), full.key) is not None
        for pair in short.wording.terms
    )


def _spread(pair: str) -> str:
    return f"{re.escape(pair[0])}.{{1,{_LEFT_OUT}}}{re.escape(pair[1])}"
