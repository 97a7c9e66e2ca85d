"""Askers: what an English question tells of who asks it, and where a message comes from.

*I am a meteorologist, and I would like to see …*; *message from a volunteer: …*. The phrases stand
in ``courtesy.csv``: how such clauses open (``asker``), and what a heading before a colon has (``heading``).
Their places are kept; a clause that names a body the rest does not name is no such clause.
"""

from __future__ import annotations

import re
from functools import cached_property

from kg.asking.courtesies import Asked
from kg.asking.linking import Linker
from kg.asking.spans import SpanKind
from kg.patterns import regex
from kg.vocabulary.loading import Vocabulary
from kg.vocabulary.tables import read_table

_PAUSE = regex(
    r"[.!?;:] +|, (?:and|so|but) (?=(?:I|we) )|, (?=(?:which|what|who|how) )", re.IGNORECASE
)
_HEADING = regex(r"(?P<told>[^:?]{4,80}): +")
_OURS = regex(r"\b(?:we|us|our|ours|i|my|me)\b", re.IGNORECASE)
_SOME = regex(r"\ban? $")
_LONGEST = 16
"""Words of a clause that only tells who asks."""
_PLACES = (SpanKind.TOWNSHIP, SpanKind.PLACE)


class Askers:
    """Leaves out who asks, with the table of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary, linker: Linker) -> None:
        """Prepare; the table is read with the first English question."""
        self._folders, self._linker = vocabulary.folders, linker

    def heading(self, text: str) -> Asked:
        """A question, its names in Chinese, without the heading of a message before a colon."""
        match = _HEADING.match(text)
        if match and self._headings.search(match["told"]):
            return self._without(match["told"], text[match.end() :]) or Asked(text, ())
        return Asked(text, ())

    def asker(self, text: str) -> Asked:
        """A question, its names in Chinese, without the clauses that tell who asks."""
        at = 0
        for match in [*_PAUSE.finditer(text), None]:
            end = match.start() if match else len(text)
            clause, rest = text[at:end], text[:at] + text[match.end() if match else end :]
            tells = self._openings.match(clause) and len(clause.split()) <= _LONGEST
            asks = (match and "?" in match[0]) or clause.rstrip().endswith("?")
            if tells and not asks and rest.strip():
                left = self._without(clause, rest)
                if left:
                    inner = self.asker(left.text)
                    return Asked(inner.text, (*left.dropped, *inner.dropped))
            at = match.end() if match else end
        return Asked(text, ())

    def _without(self, clause: str, rest: str) -> Asked | None:
        """The rest with the places of a clause that is left out; None if more than places would be lost."""
        spans = self._linker.link(clause).spans
        names = [span for span in spans if span.kind is not SpanKind.TOPIC]
        ours = _OURS.search(rest)
        for span in names:
            kind_of_office = not ours and _SOME.search(
                clause[: span.start]
            )  # we're a staffing office
            if span.kind not in _PLACES and span.text not in rest and not kind_of_office:
                return None
        places = [span.text for span in names if span.kind in _PLACES and span.text not in rest]
        told = f"{''.join(places)}: {rest}" if places else rest
        return Asked(told[:1].upper() + told[1:], (clause.strip(" .,"),))

    @cached_property
    def _phrases(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for _, row in read_table(self._folders, "courtesy", ("kind", "phrases", "example"), 2):
            found.setdefault(row["kind"], []).extend(filter(None, row["phrases"].split(";")))
        return found

    @cached_property
    def _openings(self) -> re.Pattern[str]:
        return _any(self._phrases["asker"])

    @cached_property
    def _headings(self) -> re.Pattern[str]:
        return _any(self._phrases["heading"])


def _any(phrases: list[str]) -> re.Pattern[str]:
    words = "|".join(map(re.escape, sorted(phrases, key=len, reverse=True)))
    return re.compile(rf"\b(?:{words})(?![A-Za-z])", re.IGNORECASE)
