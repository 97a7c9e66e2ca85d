"""Word sets: the longest word of a table at a place of a text, without compiling a pattern."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import add


class WordSet:
    """Words looked up by their first two characters, the longest first: quick to make."""

    def __init__(self, words: Iterable[str]) -> None:
        """Take these words; empty ones are left out."""
        starts: dict[str, set[str]] = {}
        for word in words:
            if word:
                starts.setdefault(word[:2], set()).add(word)
        self._starts = {
            one: tuple(sorted(found, key=lambda word: (-len(word), word)))
            for one, found in starts.items()
        }

    def match(self, text: str, at: int = 0) -> str:
        """The longest word that stands at this place; nothing if none does."""
        for word in self._starts.get(text[at : at + 2], ()):
            if text.startswith(word, at):
                return word
        one = text[at : at + 1]
        return one if one in self._starts else ""

    def find(self, text: str) -> Iterator[tuple[int, str]]:
        """The words of a text and where they stand; none overlaps an earlier one."""
        end, starts = 0, self._starts
        for at, two in enumerate(map(add, text, text[1:] + " ")):
            if (two in starts or two[0] in starts) and at >= end:
                word = self.match(text, at)
                if word:
                    yield at, word
                    end = at + len(word)

    def within(self, text: str) -> bool:
        """Whether a text has one of the words."""
        return next(self.find(text), None) is not None

    def without(self, text: str) -> str:
        """A text with the words cut out."""
        kept, at = [], 0
        for start, word in self.find(text):
            kept.append(text[at:start])
            at = start + len(word)
        return "".join((*kept, text[at:]))
