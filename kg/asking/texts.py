"""Mentions: which duties have a word in their text, as a word and not by accident."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from functools import cache
from typing import TYPE_CHECKING

from kg.folding import match_key
from kg.store.search import CLAUSE_FIELDS, FIELDS, Hit, TextIndex

if TYPE_CHECKING:
    from kg.store.graph import Graph

PARTS = {
    "all": FIELDS,
    "clauses": CLAUSE_FIELDS,
    "name": ("name",),
    "township": ("township",),
    "department": ("superior",),
    "method": ("method",),
}
"""Where words can stand."""

_RATIO = 3


class Mentions:
    """Finds words in the texts of one graph."""

    def __init__(self, graph: Graph, index: TextIndex) -> None:
        """Prepare for a graph and its text index."""
        self._graph = graph
        self._index = index

    def duties(self, word: str, where: str = "all", townships: Collection[str] = ()) -> set[str]:
        """The duties of the current editions with ``word`` in a part of their text (see PARTS)."""
        hits = self.hits(word, where, townships)
        return {hit.duty for hit in hits}

    def hits(self, word: str, where: str = "all", townships: Collection[str] = ()) -> list[Hit]:
        """The passages with ``word``, accidents left out (宣传销售 is not 传销)."""
        current = self._graph.current_editions
        hits = [
            hit
            for hit in self._index.find(word, fields=PARTS[where], townships=townships)
            if current.get(hit.township) == hit.edition
        ]
        key = match_key(word)
        if not 2 <= len(key) <= 3:
            return hits
        # Many lists have the same words: each text is looked at once.
        around = cache(lambda text: frozenset(_contexts(key, text)))
        accidents = self._accidents(key, Counter(c for hit in hits for c in around(hit.text)))
        if accidents:  # how common neighbours are is counted in every list and every part
            every = self._index.find(word, fields=PARTS["all"])
            accidents = self._accidents(key, Counter(c for hit in every for c in around(hit.text)))
        return [hit for hit in hits if not around(hit.text) <= accidents]

    def _accidents(
        self, key: str, contexts: Counter[tuple[str, str]]
    ) -> frozenset[tuple[str, str]]:
        """Neighbours (left, right) between which the word is the end of one and the start of another.

        宣传|销售: both 宣传 and 销售 are far more common than 宣传 before 销 and 销售 after 传.
        """
        lefts, rights = Counter[str](), Counter[str]()
        for (left, right), count in contexts.items():
            lefts[left] += count
            rights[right] += count
        wanted = {left + key[0] for left, _ in contexts if left} | {
            key[-1] + right for _, right in contexts if right
        }
        pairs = self._index.pairs(wanted)
        return frozenset(
            (left, right)
            for left, right in contexts
            if left
            and right
            and pairs.get(left + key[0], 0) >= _RATIO * lefts[left] + 1
            and pairs.get(key[-1] + right, 0) >= _RATIO * rights[right] + 1
        )


def _contexts(key: str, text: str) -> Iterator[tuple[str, str]]:
    """The characters before and after each place where the word stands; empty at punctuation."""
    folded = match_key(text)
    start = folded.find(key)
    while start >= 0:
        before = folded[start - 1 : start]
        after = folded[start + len(key) : start + len(key) + 1]
        yield (before if before.isalnum() else "", after if after.isalnum() else "")
        start = folded.find(key, start + 1)
