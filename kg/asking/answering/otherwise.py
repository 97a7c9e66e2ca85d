"""Otherwise: rows that say in other words what was looked for as a word and stands nowhere: 机井, 机电井."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.asking.frame import GROUPS, ROWS, Question
from kg.asking.lexicon import Lexicon
from kg.asking.planning.plan import Planner
from kg.folding import has_chinese
from kg.store.search import FIELDS, TextIndex

if TYPE_CHECKING:
    from kg.meaning.meaning import Meaning

_LIKELY, _SHOWN = 0.4, 5
"""From this probability on a row may say in other words what is looked for; so many are told."""
_COUNTED = 1_000
"""Duties that have a word are counted up to here."""


class Otherwise:
    """Finds such rows with the words and the meanings of one graph."""

    def __init__(
        self,
        lexicon: Lexicon,
        planner: Planner,
        meaning: Callable[[], Meaning],
        text: TextIndex,
    ) -> None:
        """Prepare; what texts mean is opened when first needed."""
        self._lexicon, self._planner, self._meaning, self._text = lexicon, planner, meaning, text

    def rows(self, question: Question, text: str) -> tuple[str, ...]:
        """The rows, for a question that found none by the one word it looked for; none: no such word was."""
        frame = question.frame
        (words, *more) = frame.words or (None,)
        asked = question.ask in (*ROWS, *GROUPS) and not question.other
        if not asked or words is None or more or words.negated:
            return ()
        if "“" in text and question.ask in GROUPS:
            return ()  # none is what is asked for by the letter
        names = [self._lexicon.townships[t].name for t in self._planner.townships(frame)]
        hits = self._meaning().hits(words.texts[0], townships=names, lists=frame.lists or None)
        likely = tuple(hit.key for hit in hits if hit.score >= _LIKELY)
        found = self._planner.find(replace(frame, words=(), rows=likely)) if likely else None
        word = "" if found or "“" in text else self._part(words.texts[0])
        if not word:
            return found.duties[:_SHOWN] if found else ()
        part = replace(frame, words=(replace(words, texts=(word,)),))
        return self._planner.find(part).duties[:_SHOWN]

    def each_alone(self, question: Question) -> bool:
        """Whether some of several words that no row has together are found alone, or one that no list has at all."""
        frame = question.frame
        if not all(self._text.has(text) for words in frame.words for text in words.texts):
            return True
        alone = (replace(frame, words=(words,)) for words in frame.words if not words.negated)
        return any(self._planner.count(one, 0).total for one in alone)

    def _part(self, text: str) -> str:
        """The rarer of two words that lists have and that together no list has: 大喇叭 of 大喇叭宣传; "" for none."""
        has = self._text.has
        if has(text) or not has_chinese(text):
            return ""
        cuts = (cut for cut in range(2, len(text) - 1) if has(text[:cut]) and has(text[cut:]))
        parts = next(((text[cut:], text[:cut]) for cut in cuts), ("",))
        return min(parts, key=self._spread)

    def _spread(self, word: str) -> int:
        """How many duties have a word somewhere, as far as is counted."""
        duties = self._text.duties_with([word], FIELDS, _COUNTED) if word else ()
        return _COUNTED if duties is None else len(duties)
