"""Reading: a Chinese question all of whose words are known becomes one of the algebra, if every word is used."""

from __future__ import annotations

from collections.abc import Sequence

from kg.asking.closed.limits import Unread
from kg.asking.closed.parse import Parse
from kg.asking.closed.words import BODY, Item
from kg.asking.composed.bounding import more_than_one
from kg.asking.composed.kinds import KINDS
from kg.asking.composed.shaping import shaped
from kg.asking.composed.sharing import share_within
from kg.asking.composed.words import Words
from kg.asking.frame import Ask, Frame, Question
from kg.asking.lexicon import Lexicon
from kg.asking.linking import Linker
from kg.asking.planning.plan import Planner
from kg.asking.reading.tokens import value
from kg.asking.rows import order
from kg.patterns import regex
from kg.vocabulary.loading import Vocabulary

_WHOSE = regex(
    "(?<=[么啥个项条件事名])[,，、;；](?:又|都|各|分别)?(?:归|由|是|该|找)?(?:谁|哪个部门|哪个局|哪家|哪些部门|什么部门|哪个单位)(?:来|在)?(?:牵头|管|负责|承接|接手|接|收的|收走|收)?(?:的|了)?[?？。 ]*$"
)
"""Who is responsible for a row, asked beside which it is: ……第三项是什么事，谁牵头."""
_READ_ELSEWHERE = regex(
    "类(?:事项)?(?:里|中)(?:面|头)?[^,，占]{0,6}(?:收回|上收|配合|基本)[^,，占]{0,4}(?:占|比例|比重)|[各每]个?(?:乡镇|镇|县)[^,，。]{0,24}(?:数量|项数|条数)[?？。 ]*$"
)
"""The whole of a share, or the groups of a number, which are read elsewhere: 民生服务类里收回的占多少, 各乡镇……的数量."""
_SO_MANY = regex("哪(?P<number>[两二三四五六七八九])(?P<unit>[项件桩条样])(?!最)")
"""So many rows are expected: 是哪两项."""
_PASSED = frozenset(".rl&?+@")
"""What may be left of a question that is read: pauses, words for rows and lists."""


class Composed:
    """Reads Chinese questions all of whose words are known."""

    def __init__(
        self, lexicon: Lexicon, linker: Linker, planner: Planner, vocabulary: Vocabulary
    ) -> None:
        """Prepare; the table is read with the first question."""
        self._lexicon, self._planner = lexicon, planner
        self.words = Words(lexicon, linker, vocabulary)

    def read(self, text: str) -> Question | None:
        """The question of a normalised Chinese text; None: it is not read here."""
        if _READ_ELSEWHERE.search(text):
            return None
        whose = _WHOSE.search(text)
        so_many = _SO_MANY.search(text)
        said = text[: whose.start()] if whose else text
        said = _SO_MANY.sub("哪几\\g<unit>", said)
        items = self.words.items(self.words.pointed(said))
        if items is None:
            return None
        items = more_than_one(items, self._count)
        try:
            question = share_within(items, self._alone) or self._of(items)
        except Unread:
            return None
        if question and whose:
            question = self._whose(question)
        if question and so_many:
            rows = question.ask is Ask.DUTIES and not question.rank and not question.relation
            found = len(self._planner.find(question.frame).duties) if rows else 0
            question = question if found == value(so_many["number"]) else None
        if question and question.frame.numbers:  # a number that no row has is told otherwise
            found = len(self._planner.find(question.frame).duties)
            return question if found == len(question.frame.numbers) else None
        return question

    def _count(self, kind: str, townships: tuple[str, ...]) -> int:
        """How many duties of a list these townships have."""
        return self._planner.count(Frame((kind,), townships), 0).total

    def _whose(self, question: Question) -> Question | None:
        """Who is responsible for the one row that is asked for: 第三项是什么事，谁牵头; None: of several rows."""
        frame, rank = question.frame, question.rank
        at = rank.by == "number" and rank.number == rank.start if rank else frame.numbers
        if (
            question.ask is not Ask.DUTIES
            or not at
            or len(frame.lists) != 1
            or question.each
            or question.relation
        ):
            return None
        duties = sorted(self._planner.find(frame).duties, key=order)
        if rank:
            duties = duties[:: -1 if rank.most else 1][rank.start - 1 : rank.number]
        if len(duties) != 1:
            return None
        number = order(duties[0])[-1]
        row = Frame(frame.lists, frame.townships, numbers=(number,))
        return Question(Ask.DEPARTMENTS, row)

    def _of(self, items: Sequence[Item]) -> Question | None:
        """The question of items.

        Raises:
            Unread: they are not read.
        """
        parse = Parse(items, self._lexicon)
        shaped(parse)
        return _read(parse)

    def _alone(self, items: list[Item]) -> Question:
        """The question of items that stand by themselves.

        Raises:
            Unread: they are none.
        """
        question = self._of(items)
        if question is None:
            raise Unread
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
