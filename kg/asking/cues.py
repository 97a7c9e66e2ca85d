"""Cues: the words of a question that say what is asked, as a table of patterns.

``questions.csv`` of the vocabulary: slot, value, regular expression. Patterns are tried in the
order of the table on the text in which every name is one mark; what a pattern takes no later one
sees. ``{T}``, ``{C}``, ``{D}``, ``{K}``, ``{P}``, ``{U}`` stand for a township, a place, a body, a
category, a piece of a duty's name, an unknown name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.asking.linking import SpanKind
from kg.errors import VocabularyError
from kg.vocabulary.loading import Vocabulary
from kg.vocabulary.tables import read_table

USED = "\ue010"
"""Stands for a character that a cue has taken."""

_MARKS = {
    "{T}": SpanKind.TOWNSHIP,
    "{C}": SpanKind.PLACE,
    "{D}": SpanKind.BODY,
    "{K}": SpanKind.CATEGORY,
    "{P}": SpanKind.TOPIC,
    "{U}": SpanKind.UNKNOWN,
}
_NUMBERS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {
    "两": 2, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cue:
    """A piece of the masked question that fills a slot; ``number`` is the figure in it, if any."""

    slot: str
    value: str
    start: int
    end: int
    text: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Cues:
    """The cues of a question and what is left of its masked text (USED where a cue stood)."""

    found: tuple[Cue, ...]
    rest: str

    def of(self, slot: str) -> list[Cue]:
        """The cues of a slot, in textual order."""
        return [cue for cue in self.found if cue.slot == slot]

    def values(self, slot: str) -> list[str]:
        """The values of a slot, in textual order, each once."""
        return list(dict.fromkeys(cue.value for cue in self.of(slot)))

    def has(self, slot: str, value: str = "") -> bool:
        """Whether a slot is filled, with this value if one is given."""
        return any(cue.slot == slot and value in ("", cue.value) for cue in self.found)


class CueTable:
    """The patterns of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Load questions.csv.

        Raises:
            VocabularyError: a pattern is malformed.
        """
        self._rows: list[tuple[str, str, re.Pattern[str]]] = []
        columns = ("slot", "value", "pattern", "note")
        for where, row in read_table(vocabulary.folders, "questions", columns, 3):
            pattern = row["pattern"]
            for name, mark in _MARKS.items():
                pattern = pattern.replace(name, mark.value)
            try:
                self._rows.append((row["slot"], row["value"], re.compile(pattern)))
            except re.error as error:
                raise VocabularyError(f"{where}: 正则表达式有误 (bad pattern): {error}") from error

    def find(self, masked: str, text: str = "") -> Cues:
        """The cues in a masked question; what lists never say is looked for in ``text`` too.

        What stands in quotation marks there is a duty's name and no question.
        """
        found: list[Cue] = []
        rest = masked
        plain = re.sub('[“"《][^”"》]*[”"》]', "", text)
        for slot, value, pattern in self._rows:
            outside = pattern.search(plain) if slot == "refuse" else None
            if outside and outside[0]:
                found.append(Cue(slot, value, 0, 0, outside[0]))
            for match in list(pattern.finditer(rest)):
                for start, end in _own(match):
                    found.append(Cue(slot, value, start, end, rest[start:end], _number(match)))
                    rest = rest[:start] + USED * (end - start) + rest[end:]
        return Cues(tuple(sorted(found, key=lambda cue: (cue.start, cue.end))), rest)


def _own(match: re.Match[str]) -> Iterator[tuple[int, int]]:
    """The span of a match, unless it is empty or runs over something already taken."""
    if match.end() > match.start() and not any(c == USED for c in match[0]):
        yield match.span()


def _number(match: re.Match[str]) -> int | None:
    for text in match.groupdict().values():
        if text:
            return numeral(text)
    return None


def numeral(text: str) -> int | None:
    """A number below 100 as people write it: 3, 三, 十二, three."""
    if text.isdigit():
        return int(text)
    if text.casefold() in _NUMBERS:
        return _NUMBERS[text.casefold()]
    tens, ten, ones = text.partition("十")
    if ten and (not tens or tens in _NUMBERS) and (not ones or ones in _NUMBERS):
        return _NUMBERS.get(tens, 1) * 10 + _NUMBERS.get(ones, 0)
    return None


def acts(vocabulary: Vocabulary) -> frozenset[str]:
    """Words for what is done to something (处罚, 奖励, 考核 …), from contrasts.csv."""
    columns = ("aspect", "term", "words", "alone", "note")
    rows = read_table(vocabulary.folders, "contrasts", columns, 2)
    return frozenset(
        word.removeprefix("行政")
        for _, row in rows
        if row["aspect"] == "act"
        for word in (row["term"], *re.split("[;；]", row["words"]))
        if word
    )
