"""Replacing: every match of a pattern of letters, by other items."""

from __future__ import annotations

import re
from collections.abc import Callable

from kg.asking.closed.parse import Parse
from kg.asking.closed.words import Item
from kg.patterns import regex

MANY = regex("[几多]")
"""In a word that asks how many there are."""


def replaced(
    parse: Parse, pattern: re.Pattern[str], new: Callable[[list[Item]], list[Item]]
) -> None:
    """Replace the items of every match of a pattern."""
    at = 0
    while match := pattern.search(parse.code, at):
        items = new(parse.items[match.start() : match.end()])
        parse.items[match.start() : match.end()] = items
        at = match.start() + len(items)


def asks_number(parse: Parse) -> bool:
    """Whether a word asks how many there are, and does not only name a number: 几项, but not 项数."""
    return any(MANY.search(item.text) for item in parse.of("n"))
