"""Asking: which of what was cut out of a notice asks for something, and what else in it does.

Forms have no end: a message of the same person by a shorter name, a request beside what the sender does himself.
What the rules of :mod:`notices` take for a task and what they pass over is held against what requests are like.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from kg.checking.reading.items import clauses_of, sentences_of
from kg.checking.reading.letters import is_title
from kg.checking.reading.requests import requests
from kg.checking.reading.sayings import Sayings
from kg.checking.reading.tasks import WHOLE
from kg.patterns import regex

_NO_REQUEST, _TOLD, _WORDED, _TERSE = 0.5, 0.3, 0.25, 20
"""What none of its sentences asks for with this probability is no task beside others; the second where it is told the
township, or as one is told what to do. One of so few characters that is worded as a request is taken to be so much likelier."""
_PLAIN = 0.8
"""A sentence that no word marks as a request plainly is one from this probability on."""
_NUMBERED = 0.1
"""The same for a numbered item where another one surely asks: 三件事：①…；②…；③给养老院评定星级."""
_CELLS = regex(r"[|\t]| {3}")
"""A row of a table, which is read as one."""
_MARK = regex(
    r"^(?:[(\[【][一二三四五六七八九十\d]{1,3}[)\]】][、.:]?|[一二三四五六七八九十\d]{1,3}[、.)]|[①-⑳])\s*"
)
"""The number that a sentence begins with."""
_PHRASE = 20
"""Characters of a phrase that every notice has, or of a contact."""


class Asking:
    """Tells requests apart with the sayings of some vocabulary."""

    def __init__(self, sayings: Sayings) -> None:
        """Use these sayings; the weights are those of the program."""
        self._is = sayings

    def asked(self, found: Sequence[str], marked: Sequence[bool] = ()) -> list[bool]:
        """Whether each of what may be tasks is one; never none of them.

        ``marked`` says which are numbered: beside one that asks, the others most likely ask, too.
        """
        if len(found) < 2:
            return [True] * len(found)
        parts = [[part for part in sentences_of(text) if part.strip()] or [text] for text in found]
        likely = iter(requests().probabilities([one for said in parts for one in said]))
        chances = [
            self._chance(text, max(islice(likely, len(said))))
            for text, said in zip(found, parts, strict=True)
        ]
        most = max(chances)
        numbered = marked or [False] * len(found)
        some = any(c >= _NO_REQUEST and n for c, n in zip(chances, numbered, strict=True))
        return [
            chance
            >= min(most, _NUMBERED if some and n else _TOLD if self._told(text) else _NO_REQUEST)
            for text, chance, n in zip(found, chances, numbered, strict=True)
        ]

    def missed(self, told: Sequence[str], found: Sequence[str]) -> list[str]:
        """The sentences of what was told that surely ask for something and are in nothing that was found."""
        if any(len(text) >= WHOLE for text in found):  # the rest of it is not there to compare
            return []
        sentences = (_MARK.sub("", one.strip()) for part in told for one in sentences_of(part))
        return requests().missed(filter(self._may_ask, dict.fromkeys(sentences)), found)

    def each(self, told: Sequence[str]) -> list[list[str]]:
        """Sentences none of which is worded as a request, by the requests among them; one alone is the whole.

        What leads to a request belongs to it, what follows the last one, too.
        """
        if len(told) < 2:
            return [list(told)]
        chances = requests().probabilities(told)
        if sum(chance >= _PLAIN for chance in chances) < 2:
            return [list(told)]
        found: list[list[str]] = [[]]
        for sentence, chance in zip(told, chances, strict=True):
            found[-1].append(sentence)
            if chance >= _PLAIN:
                found.append([])
        *whole, rest = found
        whole[-1] += rest
        return whole

    def _told(self, text: str) -> bool:
        """Whether a text names the township as who does it, or begins with what to do."""
        return self._is.imperative(text) or self._is.of_township(text)

    def _chance(self, text: str, chance: float) -> float:
        """How likely a text asks for something; a short one that is worded as a request is doubted less."""
        return chance + _WORDED if len(text) <= _TERSE and self._is.wants(text) else chance

    def _may_ask(self, sentence: str) -> bool:
        """Whether a sentence is not plainly something else: a title, a reason, a row of a table, how and when to report."""
        sayings = self._is
        no = (sayings.introduces, sayings.counts, sayings.reason, sayings.empty, sayings.bare)
        if _CELLS.search(sentence) or is_title(sentence) or any(one(sentence) for one in no):
            return False
        if self._is.by_the_way(sentence) and len(sentence) <= _PHRASE:
            return False
        return not any(map(self._is.negated, clauses_of(sentence)))
