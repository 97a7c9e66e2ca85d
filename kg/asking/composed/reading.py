"""Reading: a Chinese question all of whose words are known becomes one of the algebra, if every word is used."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kg.asking.closed.comparing import difference, more
from kg.asking.closed.limits import LISTS, Unread
from kg.asking.closed.parse import Parse
from kg.asking.closed.words import BODY
from kg.asking.closed.reading import average, share
from kg.asking.composed.shaping import shaped
from kg.asking.composed.kinds import KINDS
from kg.asking.composed.words import Words
from kg.asking.frame import Question
from kg.asking.lexicon import Lexicon
from kg.asking.linking import Linker
from kg.vocabulary.loading import Vocabulary

_PASSED = frozenset(".rl&?+@")
"""What may be left of a question that is read: pauses, words for rows and lists."""


class Composed:
    """Reads Chinese questions all of whose words are known."""

    def __init__(self, lexicon: Lexicon, linker: Linker, vocabulary: Vocabulary) -> None:
        """Prepare; the table is read with the first question."""
        self._lexicon = lexicon
        self._words = Words(lexicon, linker, vocabulary)

    def read(self, text: str) -> Question | None:
        """The question of a normalised Chinese text; None: it is not read here."""
        items = self._words.items(text)
        if items is None:
            return None
        parse = Parse(items, self._lexicon)
        try:
            shaped(parse)
            if parse.has("b") and parse.has(BODY) and not parse.has("ck"):
                return None  # nobody above is responsible for basic duties
            for kind in KINDS:
                attempt = parse.copy()
                question = kind(attempt)
                if question is not None:
                    _left(attempt)
                    if "r" in attempt.bounds and not question.having:
                        return None
                    return question
        except Unread:
            pass
        return None


def _left(parse: Parse) -> None:
    """See that all words were used.

    Raises:
        Unread: some were not.
    """
    if parse.towns or parse.all_places:
        parse.drop("t")
    if {*parse.code} - _PASSED:
        raise Unread
