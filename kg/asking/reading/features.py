"""Features: what the tagger looks at beside the words, and in which language a question is."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from kg.asking.reading.tokens import Item, Token


class Around:
    """What the lists know of pairs of characters: pair → passages and names that have it."""

    def __init__(self, passages: dict[str, int], names: dict[str, int]) -> None:
        """Take counts as they are."""
        self.passages, self.names = passages, names

    def buckets(self, pair: str) -> tuple[int, int]:
        """How common a pair is, roughly."""
        return _bucket(self.passages.get(pair, 0)), _bucket(self.names.get(pair, 0))


def _bucket(count: int) -> int:
    return 0 if not count else 1 if count < 3 else 2 if count < 10 else 3 if count < 50 else 4


def pairs(found: Sequence[Token]) -> set[str]:
    """The pairs of characters that the tagger wants to know about."""
    return {a.key + b.key for a, b in itertools.pairwise(found)}


SEEN = (5, 5, 5, 5, 2, 2, 2, 3)
"""How many values each thing has that is known of a token beside its word."""


def seen(found: Sequence[Token], around: Around) -> list[tuple[int, ...]]:
    """What is known of each token beside its word.

    How common its pairs are in the passages and names of the lists (to the left, to the right),
    whether it belongs to a piece of a name, is quoted, is a mark; its kind.
    """
    rows: list[tuple[int, ...]] = []
    for at, token in enumerate(found):
        before = found[at - 1].key if at else ""
        after = found[at + 1].key if at + 1 < len(found) else ""
        left, right = around.buckets(before + token.key), around.buckets(token.key + after)
        latin = token.key.isascii() and token.key.isalpha()
        kind = 2 if latin else 1 if token.is_blank else 0
        rows.append((*left, *right, int(token.piece), int(token.quoted), int(token.is_mark), kind))
    return rows


def language(found: Sequence[Token] | Sequence[Item]) -> str:
    """``en`` for more Latin words than half of the Chinese characters beside the marks, else ""."""
    words = [one.key for one in found if one.key[0].isalpha()]
    return "en" if sum(word.isascii() for word in words) * 2 > len(words) else ""
