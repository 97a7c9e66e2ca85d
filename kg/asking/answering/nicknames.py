"""Nicknames: offices called by what they look after (管盖房子的局), in questions about the lists' columns.

What citizens tell of (找了管房子的部门也没用) stays as it is: only a question that speaks of lists is touched.
"""

from __future__ import annotations

import re
from functools import cached_property

from kg.patterns import regex
from kg.vocabulary.loading import Vocabulary
from kg.vocabulary.tables import read_table

COLUMNS = ("kind", "words", "office", "example")
_OF_LISTS = regex("配合|收回|清单|单子|打下手|搭把手|[列挂]名|[栏列][里中上]|在列")
_LOOKS_AFTER = "(?<![哪谁没不])(?:主管|分管|专管|管)"
_OFFICE = "(?:的事|这块|这摊)?的(?:那个|那家)?(?:部门|单位|衙门|局)(?!是?[哪谁]|是什么|叫什么)"
"""An office by its field; not where it is asked which one that is: 管盖房的局是哪个."""
_BEFORE = "(?=[和与跟同、]|两家|都[在挂列有没不]|没有|同时|一起[在挂列]|在列|[列挂]名|在的)"
_BEHIND = "(?:(?<=[和与跟同、有])|(?<=只有)|(?<=写着))"
"""Where a word for an office stands with other bodies, or with what columns do: 警察和…, …都列名."""


class Nicknames:
    """Puts nicknames of offices into their names, with the table of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Prepare; the table is read when first needed."""
        self._vocabulary = vocabulary

    def __call__(self, text: str) -> str:
        """A question about lists with the names of the offices that it calls by nicknames."""
        if not _OF_LISTS.search(text):
            return text
        for pattern in self.patterns:
            text = pattern.sub(self._named, text)
        return text

    def _named(self, match: re.Match[str]) -> str:
        return self._offices[match["word"]]

    @cached_property
    def _rows(self) -> list[tuple[str, str, str]]:
        """(kind, word, office) of every word."""
        rows = read_table(self._vocabulary.folders, "nicknames", COLUMNS, 2)
        return [(r["kind"], w, r["office"]) for _, r in rows for w in r["words"].split(";") if w]

    @cached_property
    def _offices(self) -> dict[str, str]:
        return {word: office for _, word, office in self._rows}

    @cached_property
    def patterns(self) -> tuple[re.Pattern[str], ...]:
        """Offices by their field, and those called by a word, which stands with other bodies or before a verb of columns."""
        field, word = self._any("field"), self._any("word")
        return (
            regex(f"{_LOOKS_AFTER}(?P<word>{field}){_OFFICE}"),
            regex(f"(?P<word>{word}){_BEFORE}"),
            regex(f"{_BEHIND}(?P<word>{word})(?![\u4e00-\u9fff]?局)"),
        )

    def _any(self, kind: str) -> str:
        words = sorted((w for k, w, _ in self._rows if k == kind), key=lambda w: (-len(w), w))
        return "|".join(map(re.escape, words)) or "(?!)"
