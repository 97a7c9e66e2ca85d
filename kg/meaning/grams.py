"""Grams: the characters and pairs of characters a text is compared by."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from operator import add

from kg.patterns import regex

_IDEOGRAPH = regex("[\u3400-\u9fff]")
_RUN = regex(r"[0-9a-z]+|[\u3400-\u4dbf\u4e00-\u9fff]+")


@lru_cache(maxsize=65536)
def pairs(text: str) -> tuple[str, ...]:
    """Pairs of neighbouring characters within runs, each once; Latin words and numbers whole.

    A lone character stands alone.
    """
    found: dict[str, None] = {}
    for piece in _RUN.findall(text):
        if len(piece) == 1 or piece.isascii():
            found[piece] = None
        else:
            found.update(dict.fromkeys(map(add, piece, piece[1:])))
    return tuple(found)


def within(grams: Iterable[str], text: str) -> list[str]:
    """Those of the grams that :func:`pairs` finds in a text; for few grams in many texts."""
    found: list[str] = []
    alone: frozenset[str] | None = None
    for gram in grams:
        if gram in text:
            if len(gram) != 2 or gram.isascii():  # no pair: only where nothing joins it
                if alone is None:
                    alone = frozenset(p for p in _RUN.findall(text) if len(p) == 1 or p.isascii())
                if gram not in alone:
                    continue
            found.append(gram)
    return found


def pairs_at(text: str) -> list[tuple[str, int, int]]:
    """What :func:`pairs` finds, each time it stands there, with start and end."""
    found: list[tuple[str, int, int]] = []
    for match in _RUN.finditer(text):
        start, end = match.span()
        if match[0].isascii() or end - start == 1:
            found.append((match[0], start, end))
        else:
            found += [(text[at : at + 2], at, at + 2) for at in range(start, end - 1)]
    return found


def characters(text: str) -> frozenset[str]:
    """The single Chinese characters of a text."""
    return frozenset(_IDEOGRAPH.findall(text))


def longest_common(first: str, second: str) -> int:
    """The length of the longest run of characters that both texts have."""
    best = 0
    if len(first) > len(second):
        first, second = second, first
    size = len(first)
    for start in range(size):
        while start + best < size and first[start : start + best + 1] in second:
            best += 1
        if best >= size - start:
            break
    return best


@lru_cache(maxsize=8192)
def likeness(first: str, second: str) -> float:
    """How much two names share: 1 for the same, 0 where they have no pair of characters in common."""
    if first == second:
        return 1.0
    one, two = _set_of(first), _set_of(second)
    both = len(one & two)
    return both / (len(one) + len(two) - both or 1)


@lru_cache(maxsize=8192)
def _set_of(name: str) -> frozenset[str]:
    return frozenset(pairs(name))
