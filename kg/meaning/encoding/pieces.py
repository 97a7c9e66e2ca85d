"""Pieces: a text cut into the pieces of words an encoder knows.

The unigram model of SentencePiece (Kudo 2018): every piece has a log-probability, and a word is cut where
these add up to the most.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_BLANK = "\u2581"
"""Stands before a word."""
_BLANKS = re.compile(r"\s+")
_UNLIKELY = 10.0
"""How much less likely than the least likely piece a character is that no piece has."""


class Pieces:
    """Cuts texts."""

    def __init__(self, pieces: Sequence[str], scores: Sequence[float], unknown: int) -> None:
        """``scores`` are log-probabilities; ``unknown`` is the number of what no piece has."""
        self._known = dict(zip(pieces, range(len(pieces)), strict=True))
        self._scores = scores
        self._unknown, self._least = unknown, min(scores) - _UNLIKELY
        self._longest = max(map(len, pieces))

    def cut(self, text: str) -> list[int]:
        """The numbers of the pieces of a text, in order."""
        words = _BLANKS.sub(" ", unicodedata.normalize("NFKC", text)).strip().split(" ")
        return [number for word in words if word for number in self._word(_BLANK + word)]

    def _word(self, word: str) -> list[int]:
        # The best sum up to each place, with where its last piece begins and which it is.
        best: list[tuple[float, int, int]] = [(0.0, 0, self._unknown)]
        for end in range(1, len(word) + 1):
            found = (best[end - 1][0] + self._least, end - 1, self._unknown)
            for start in range(max(0, end - self._longest), end):
                number = self._known.get(word[start:end])
                if (
                    number is not None
                    and (total := best[start][0] + self._scores[number]) > found[0]
                ):
                    found = (total, start, number)
            best.append(found)
        cut: list[int] = []
        end = len(word)
        while end:
            _, end, number = best[end]
            if not (cut and cut[-1] == number == self._unknown):  # several unknown are one
                cut.append(number)
        return cut[::-1]
