"""Enumerated: a row whose name lists several things of which the other side has a row each.

水、大气、噪声污染防治 is 水污染防治, 大气污染防治 and 噪声污染防治. Their clauses have next to nothing in common.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from itertools import takewhile

from kg.folding import fold_forms, strip_blanks
from kg.matters.items import Item

_MARK = "、"
_BRACKETS = re.compile("[（(]([^（）()]+)[）)]")
_OPEN = "等"
"""What ends a list that has more."""

LONG = 8
"""A thing that is listed has so many characters at most."""

TAIL = 4
"""What is done with each of them is found again by so many characters at least."""

HALF = 0.5
"""So many of the things are found again."""


def enumerated(
    wholes: Sequence[Item],
    items: Sequence[Item],
    partner: Mapping[int, int],
    closed: Collection[int],
    taken: Collection[int],
) -> list[tuple[int, tuple[int, ...], float]]:
    """(row, the rows of what it lists, how many of those there are) for each row that lists several."""
    used = set(taken)
    names = [_plain(item.name) for item in items]
    found: list[tuple[int, tuple[int, ...], float]] = []
    for at, whole in enumerate(wholes):
        things = _plain(whole.name).replace(_OPEN, "").split(_MARK)
        inside = _bracketed(whole.name)
        many = len(things) > 2 and max(map(len, things[:-1])) <= LONG
        if at in closed or not (many or inside):
            continue
        near = partner.get(at)
        free = {
            other: names[other]
            for other, item in enumerate(items)
            if item.kind is whole.kind and (other == near or other not in used)
        }
        parts = _named(inside, free) if inside else {}
        if not parts and many:
            parts = _parts(things, free)
        if len(parts) < 2 or (near is not None and near not in parts):
            continue
        found.append((at, tuple(sorted(parts)), len(set(parts.values())) / len(inside or things)))
        used.update(parts)
    return found


def _parts(things: Sequence[str], names: Mapping[int, str]) -> dict[int, str]:
    """The names that are one of the things and what is done with all, and which thing that is.

    The last thing ends where what is done begins: wherever the most are found.
    """
    *listed, last = things
    best: dict[int, str] = {}
    for end in range(1, min(LONG, len(last) - TAIL) + 1):
        done = last[end:]
        found = {
            at: thing
            for at, name in names.items()
            for thing in (*listed, last[:end])
            if name.startswith(thing) and _shared(name[len(thing) :], done) >= TAIL
        }
        told = len(set(found.values()))
        if told >= max(2, HALF * len(things)) and told > len(set(best.values())):
            best = found
    return best


def _bracketed(name: str) -> tuple[str, ...]:
    """The things that brackets in a name list: 出具婚姻状况证明（婚姻关系证明、分居证明）; none where it says that there are more."""
    for said in _BRACKETS.findall(name):
        things = tuple(_plain(thing) for thing in said.split(_MARK))
        if len(things) > 1 and _OPEN not in said and min(map(len, things)) >= TAIL:
            return things
    return ()


def _named(things: Sequence[str], names: Mapping[int, str]) -> dict[int, str]:
    """The names that say one of the things each; nothing unless all things are found, each in one name."""
    found = {
        at: said[0]
        for at, name in names.items()
        if len(said := [thing for thing in things if thing in name]) == 1
    }
    return found if sorted(found.values()) == sorted(things) else {}


def _shared(one: str, two: str) -> int:
    """How many characters two texts begin with in common."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, two, strict=False)))


@lru_cache(maxsize=4096)
def _plain(name: str) -> str:
    return fold_forms(strip_blanks(name))
