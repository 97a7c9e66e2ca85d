"""Sets of words found in texts: leftmost, longest first, like an alternation, without its start-up."""

from __future__ import annotations

from collections.abc import Iterable
from operator import add


class WordSet:
    """Words to find. A Latin word is found only where it is no part of a longer one."""

    def __init__(self, words: Iterable[str]) -> None:
        """Sort the words by their first two characters."""
        starts: dict[str, list[str]] = {}
        for word in dict.fromkeys(words):
            if word:
                starts.setdefault(word[:2], []).append(word)
        self._starts = {
            first: tuple(sorted(found, key=lambda word: (-len(word), word)))
            for first, found in starts.items()
        }
        self._single = frozenset(first for first in starts if len(first) == 1)

    def find(self, text: str) -> list[tuple[int, str]]:
        """The words in a text with where they begin; none overlaps."""
        found, end, starts, single = [], 0, self._starts, self._single
        pairs = enumerate(map(add, text, text[1:] + " "))
        if single:
            begun = [(at, two) for at, two in pairs if two in starts or two[0] in single]
        else:
            begun = [(at, two) for at, two in pairs if two in starts]
        for at, two in begun:
            if at >= end:
                for word in (*starts.get(two, ()), *starts.get(two[0], ())):
                    if text.startswith(word, at) and _whole(text, at, word):
                        found.append((at, word))
                        end = at + len(word)
                        break
        return found

    def match(self, text: str) -> str:
        """The longest word that a text begins with; nothing if it begins with none."""
        for word in (*self._starts.get(text[:2], ()), *self._starts.get(text[:1], ())):
            if text.startswith(word) and _whole(text, 0, word):
                return word
        return ""

    def within(self, text: str) -> bool:
        """Whether a text has one of the words."""
        return bool(self.find(text))

    def without(self, text: str) -> str:
        """A text with the words cut out."""
        kept, at = [], 0
        for start, word in self.find(text):
            kept.append(text[at:start])
            at = start + len(word)
        return "".join((*kept, text[at:]))

    def blank(self, text: str, kept: frozenset[int] = frozenset()) -> str:
        """The text with a line break for each character of the words, except inside ``kept``."""
        found = self.find(text)
        if not found:
            return text
        out = list(text)
        for at, word in found:
            span = range(at, at + len(word))
            if not kept or kept.isdisjoint(span):
                out[at : at + len(word)] = "\n" * len(word)
        return "".join(out)


def _whole(text: str, at: int, word: str) -> bool:
    if not word[0].isascii():
        return True
    end = at + len(word)
    before = at > 0 and text[at - 1].isascii() and text[at - 1].isalnum()
    after = end < len(text) and text[end].isascii() and text[end].isalnum()
    return not before and not after
