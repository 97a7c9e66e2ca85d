"""Reading: a Chinese question all of whose words are known becomes one of the algebra, if every word is used."""

from __future__ import annotations

from kg.asking.closed.limits import Unread
from kg.asking.closed.parse import Parse
from kg.asking.closed.words import BODY
from kg.asking.composed.kinds import KINDS
from kg.asking.composed.shaping import shaped
from kg.asking.composed.words import Words
from kg.asking.frame import Question
from kg.asking.lexicon import Lexicon
from kg.asking.linking import Linker
from kg.asking.planning.plan import Planner
from kg.vocabulary.loading import Vocabulary

_PASSED = frozenset(".rl&?+@")
"""What may be left of a question that is read: pauses, words for rows and lists."""


class Composed:
    """Reads Chinese questions all of whose words are known."""

    def __init__(
        self, lexicon: Lexicon, linker: Linker, planner: Planner, vocabulary: Vocabulary
    ) -> None:
        """Prepare; the table is read with the first question."""
        self._lexicon, self._planner = lexicon, planner
        self._words = Words(lexicon, linker, vocabulary)

    def read(self, text: str) -> Question | None:
        """The question of a normalised Chinese text; None: it is not read here."""
        items = self._words.items(text)
        if items is None:
            return None
        parse = Parse(items, self._lexicon)
        try:
            shaped(parse)
            question = _read(parse)
        except Unread:
            return None
        if question and question.frame.numbers:  # a number that no row has is told otherwise
            found = len(self._planner.find(question.frame).duties)
            return question if found == len(question.frame.numbers) else None
        return question


def _read(parse: Parse) -> Question | None:
    """The question of the first kind whose words are there.

    Raises:
        Unread: it has others besides.
    """
    if parse.has("b") and parse.has(BODY) and not parse.has("ck"):
        return None  # nobody above is responsible for basic duties
    for kind in KINDS:
        attempt = parse.copy()
        question = kind(attempt)
        if question is None:
            continue
        if attempt.towns or attempt.all_places:
            attempt.drop("t")
        if {*attempt.code} - _PASSED or ("r" in attempt.bounds and not question.having):
            raise Unread
        return question
    return None
