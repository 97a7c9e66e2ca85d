"""Sentences that a careful reader stumbles over: patterns of how they are built, whatever they are about.

The patterns are a table that people edit, ``build/vocabulary/sentences.csv``: ``kind`` of finding, ``pattern``
(at most 300 characters), ``message``, and examples of what it finds (``wrong``) and what it must not (``right``),
several with ``|`` between them; a test tries them. Nothing is put right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from kg.findings import KINDS
from kg.frozen import frozen
from kg.vocabulary.loading import Vocabulary
from kg.vocabulary.tables import read_table, refuse, wrong_pattern

Slip = tuple[str, str, str]
"""Kind, message and the words of the source."""
COLUMNS = ("name", "kind", "pattern", "message", "wrong", "right")
"""Columns of the table."""
_LONGEST = 300
_EDGE = "，；。： "
"""What a match may begin with and a quote does not."""


@frozen
class Rule:
    """A row of the table."""

    kind: str
    pattern: re.Pattern[str]
    message: str


class SentenceReader:
    """Finds the sentences that the table of a vocabulary describes; without one nothing is found."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Use the table sentences.csv of ``vocabulary``.

        Raises:
            VocabularyError: a pattern cannot be used, or a kind of finding is not known.
        """
        self._rules = _read(vocabulary.checksum, vocabulary.folders)

    def slips(self, text: str) -> Iterator[Slip]:
        """What the rules find in a text, quoted as it stands."""
        for rule in self._rules:
            for match in rule.pattern.finditer(text):
                yield rule.kind, f"{rule.message}；照原样保留", match[0].strip(_EDGE)


@lru_cache(maxsize=4)
def _read(checksum: str, folders: tuple[Path, ...]) -> tuple[Rule, ...]:
    rules, problems = list[Rule](), list[str]()
    for where, row in read_table(folders, "sentences", COLUMNS, 1):
        if row["kind"] not in KINDS:
            problems.append(f"{where}: 没有“{row['kind']}”这个种类 (no such kind of finding)")
        elif wrong := wrong_pattern(row["pattern"], _LONGEST):
            problems.append(f"{where}: {wrong}")
        else:
            rules.append(Rule(row["kind"], re.compile(row["pattern"]), row["message"]))
    refuse(problems)
    return tuple(rules)
