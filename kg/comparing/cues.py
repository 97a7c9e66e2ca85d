"""Cues: the words of comparing.csv: who only assists, minds only his own share, leads, assesses."""

from __future__ import annotations

import re

from kg.vocabulary.loading import Vocabulary
from kg.vocabulary.tables import read_table

COLUMNS = ("kind", "words", "note")


class Cues:
    """The words of one vocabulary, as patterns."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Load comparing.csv.

        Raises:
            VocabularyError: it cannot be used.
        """
        words: dict[str, list[str]] = {}
        for _, row in read_table(vocabulary.folders, "comparing", COLUMNS, 1):
            words[row["kind"]] = [word for word in re.split("[;；]", row["words"]) if word]

        def pattern(kind: str) -> re.Pattern[str]:
            longest = sorted(words.get(kind, ()), key=lambda word: (-len(word), word))
            return re.compile("|".join(map(re.escape, longest)) or "(?!)")

        self.assists, self.share = pattern("assists"), pattern("share")
        self.leads, self.assesses = pattern("leads"), pattern("assesses")
