"""Counted: set phrases with a number in them, by the sign ``counted`` of signs.csv: 三会一课, 一村一品.

The same phrase with another number was misread or mistyped. Nothing is put right.
"""

from __future__ import annotations

import re
from functools import lru_cache

from kg.folding import strip_blanks
from kg.vocabulary.loading import Vocabulary

_NUMBER = re.compile("[一二两三四五六七八九十]")


class CountedWords:
    """Knows set phrases with numbers, by the signs of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Use the sign ``counted`` of ``vocabulary``; without it nothing is told."""
        self._phrases, self._any = _read(vocabulary.signs.get("counted", ()))

    def other(self, name: str) -> tuple[str, str] | None:
        """A phrase of a name with another number than it has, and as it is written; None if there is none."""
        for found in self._any.finditer(strip_blanks(name)):
            if found[0] not in self._phrases:
                usual = self._phrases.get(_bare(found[0]), "")
                return found[0].strip("“”"), usual.strip("“”")
        return None


def _bare(phrase: str) -> str:
    return _NUMBER.sub("#", phrase)


@lru_cache(maxsize=4)
def _read(phrases: tuple[str, ...]) -> tuple[dict[str, str], re.Pattern[str]]:
    """Phrases by what they are and by what they are without their numbers, and a pattern of all with any numbers."""
    known = {key: phrase for phrase in phrases for key in (phrase, _bare(phrase))}
    longest = sorted({_bare(p) for p in phrases}, key=lambda bare: (-len(bare), bare))
    parts = (re.escape(bare).replace(re.escape("#"), _NUMBER.pattern) for bare in longest)
    return known, re.compile("|".join(parts) or "(?!)")
