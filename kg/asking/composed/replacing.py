"""Replacing: every match of a pattern of letters, by other items."""

from __future__ import annotations

import re
from collections.abc import Callable

from kg.asking.closed.parse import Parse
from kg.asking.closed.words import Item
from kg.patterns import regex

_SPECIAL, _MAY_LACK = frozenset("([.^$?*+|\\"), frozenset(("?", "*", "{", "|"))
"""Signs with which a pattern does not begin with a letter, and behind one that may be missing."""
MANY = regex("[几多]")
"""In a word that asks how many there are."""


def replaced(
    parse: Parse, pattern: re.Pattern[str], new: Callable[[list[Item]], list[Item]]
) -> None:
    """Replace the items of every match of a pattern; it is not compiled where its first letter is not there."""
    first, second = pattern.pattern[:1], pattern.pattern[1:2]
    begins = first not in _SPECIAL and second not in _MAY_LACK
    if begins and not parse.has(first) and not _alternates(pattern.pattern):
        return
    at = 0
    while match := pattern.search(parse.code, at):
        items = new(parse.items[match.start() : match.end()])
        parse.items[match.start() : match.end()] = items
        at = match.start() + len(items)


def _alternates(pattern: str) -> bool:
    """Whether a pattern may have alternatives outside of brackets."""
    outside = pattern.partition("(")[0] + pattern.rpartition(")")[2]
    return "|" in outside or ")|" in pattern


def asks_number(parse: Parse) -> bool:
    """Whether a word asks how many there are, and does not only name a number: 几项, but not 项数."""
    return any(MANY.search(item.text) for item in parse.of("n"))
