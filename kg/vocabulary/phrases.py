"""Phrases: tables of what people say, each phrase of a kind, as alternatives of a pattern."""

from __future__ import annotations

import re
from functools import cached_property

from kg.vocabulary.loading import Vocabulary
from kg.vocabulary.tables import read_table


class Phrases:
    """The phrases of one table of a vocabulary, read when first needed."""

    def __init__(self, vocabulary: Vocabulary, table: str) -> None:
        """``table`` is the name of the table: kind, phrases, example."""
        self._folders, self._table = vocabulary.folders, table

    @cached_property
    def kinds(self) -> dict[str, tuple[str, ...]]:
        """The phrases of each kind, the longest first."""
        rows = read_table(self._folders, self._table, ("kind", "phrases", "example"), 2)
        found: dict[str, set[str]] = {}
        for _, row in rows:
            found.setdefault(row["kind"], set()).update(p for p in row["phrases"].split(";") if p)
        return {
            kind: tuple(sorted(told, key=lambda p: (-len(p), p))) for kind, told in found.items()
        }

    def any(self, kind: str) -> str:
        """A pattern for one of the phrases of a kind, in a group."""
        return f"(?:{'|'.join(map(re.escape, self.kinds[kind]))})"
