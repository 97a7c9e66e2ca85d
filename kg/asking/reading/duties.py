"""Duties: the words of a question that are about a duty, found in the rows."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.asking.frame import LISTS, Ask, Frame, Question, Refusal, Status
from kg.asking.lexicon import Lexicon
from kg.asking.planning.choosing import NAMED, AskedActs, also, likeliest, taken_as
from kg.asking.planning.grounds import (
    acted,
    on_both,
    on_institution,
    on_no_penalty,
    on_one_side,
    on_penalty,
)
from kg.asking.planning.plan import Planner
from kg.asking.reading.leftovers import narrow
from kg.asking.reading.telling import Said, listener
from kg.asking.rows import list_of, order, township_code
from kg.asking.topics import Topics
from kg.frozen import frozen
from kg.meaning.words import FINES
from kg.patterns import regex

if TYPE_CHECKING:
    from kg.meaning.meaning import Meaning
    from kg.meaning.sayings.recalling import Choice

_WHOLE = 0.65
"""A row is taken as meant by a whole sentence (or English words) from this probability on, by words for a duty from ``NAMED``. Chosen on 2,100 texts whose rows are known: 5 % of them then are wrong."""
_STORY, _ENGLISH_STORY, _STORY_WORDS = 0.5, 0.6, 0.7
"""The same of a story in Chinese, in English, and of its words for a duty alone. Its Matters are weighed against one
another and against none; hearing.json has what came of it for lists that were left out of the training."""
_CERTAIN = 0.9
_SURELY = 0.95
"""What other townships have by name is here under another one only from this probability on."""
_SHARED = 0.2
_FEW = 5
"""Of more townships that are named it is not told one by one which have no such duty."""
_SHORT = 8
"""Only so short a topic is a name that lists could have; a story was not understood, it is not absent."""
_WORDS, _ASIDE = 4, 12
"""A topic of so few characters in a sentence of so many more does not tell what it is about."""


_OF_EACH = (Ask.DEPARTMENTS, Ask.CLAUSES, Ask.LISTS)
"""What is told of each of the townships that are named."""
_DOES = ("", "may", "may_not")
"""Yes or no, whether the township has to do something."""
_DOING = regex("[去来把让给叫请要]")
"""What tells somebody to do something is no name that the lists could lack: 去农资店查假种子."""
_CONTAINS = regex("有没有|[里中]有|包含|含有|contains?|includes?|anything")
"""Whether a list has something is asked, not what something is."""
_LATIN = regex("[A-Za-z]")
_ENGLISH = regex("[A-Za-z]{2,} [a-z]{2,} [A-Za-z]{2,}")


_YES = 0.75
"""From this probability on a duty that the township still has is one that a yes may rest on."""


@frozen
class _Sought:
    """Where a duty is sought, and what is asked of it."""

    townships: Sequence[str]
    everywhere: bool
    lists: Sequence[str]
    ask: Ask
    limited: bool = False


class _Elsewhere(Refusal):
    """A duty that other townships have, and the one asked about has not."""


class Duties:
    """Finds the rows that a question is about."""

    def __init__(
        self, topics: Topics, meaning: Callable[[], Meaning], lexicon: Lexicon, planner: Planner
    ) -> None:
        """``meaning`` is opened when it is first needed, ``planner`` tells which townships are asked about."""
        self._topics, self._meaning, self._lexicon = topics, meaning, lexicon
        self._planner = planner
        self._acts = AskedActs()

    def resolved(self, question: Question, said: Said) -> Question:
        """The question with the rows its topic means.

        Raises:
            Refusal: no row is meant, or several that are not the same duty.
        """
        frame = question.frame
        hard = frame.lists if self._hard(question, said) else ()
        try:
            everywhere, towns = (
                not (frame.townships or frame.places),
                self._planner.townships(frame),
            )
            sought = _Sought(towns, everywhere, hard, question.ask, narrow(question))
            rows, told = self._within(said, sought)
        except _Elsewhere:
            if question.test != "exists":
                raise
            rows, told = (), ("这里的清单没有这一项，别处有",)
        anywhere = replace(frame, lists=(), topic=said.topic or said.whole, rows=rows)
        guessed = question.test == "exists" and frame.bodies and not self._there(said, anywhere)
        if guessed and not self._planner.find(anywhere).duties:  # of a guess no is not said
            nearest = f"没有找到说“{anywhere.topic}”的事项，最接近的见下"
            raise Refusal(Status.NOT_UNDERSTOOD, nearest, rows[:4])
        if question.ask is Ask.BOOLEAN and question.test in _DOES:
            rows, more = self._of_act(rows, said, sought)
            told = (*told, *more)
            on_no_penalty(self._names(rows), said.whole, rows)
        if question.ask is Ask.BOOLEAN and FINES.search(said.whole):
            on_penalty(rows, self._names(rows), said.topic or said.whole)
        if question.ask in (Ask.BOOLEAN, Ask.DEPARTMENTS) and told:
            on_institution(rows, self._names(rows), said.topic)
        if frame.lists and not hard and question.test == "exists":
            rows = self._there(said, frame) or rows  # where the lists have none, others are told of
        elif question.test in LISTS and _CONTAINS.search(said.whole):
            rows = (*rows, *self._there(said, replace(frame, lists=(question.test,))))
            if said.topic.isascii() and all(list_of(row) != question.test for row in rows):
                raise Refusal(Status.NOT_UNDERSTOOD, f"没有找到说“{said.topic}”的事项", rows[:4])
        elif frame.lists and not hard and question.ask is Ask.BOOLEAN:
            frame = replace(frame, lists=())  # a yes or no is looked up in all rows that are meant
        elif frame.lists and not hard:
            wanted = tuple(row for row in rows if list_of(row) in frame.lists)
            if not wanted and question.ask is Ask.DEPARTMENTS:  # 防台风转移群众这件配合事项
                with contextlib.suppress(Refusal):
                    wanted, told = self._within(said, replace(sought, lists=frame.lists))
            rows = wanted or rows
            frame = replace(frame, lists=())
        return replace(
            question,
            frame=replace(frame, topic=said.topic or said.whole, rows=rows),
            other=self._compared(question, said, rows),
            notes=(*question.notes, *told),
        )

    def _of_act(
        self, rows: Sequence[str], said: Said, sought: _Sought
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The rows of the act that is asked, where those found are its neighbours."""
        names = [self._lexicon.townships[t].name for t in sought.townships]

        def choices(lists: Sequence[str]) -> Sequence[Choice]:
            return listener().choices(self._meaning(), said.whole, townships=names, lists=lists)

        return self._acts.rows(rows, said.whole, self._meaning().form_of, choices)

    def _codes(self, townships: Sequence[str]) -> tuple[str, ...]:
        return tuple(self._lexicon.townships[t].code for t in townships)

    def _there(self, said: Said, frame: Frame) -> tuple[str, ...]:
        """The rows of the lists asked about that say the topic itself."""
        codes = self._codes(self._planner.townships(frame))
        found = self._topics.link(said.topic, codes, frame.lists) if len(said.topic) > 1 else None
        return found.duties if found else ()

    def _names(self, rows: Sequence[str]) -> list[str]:
        return [self._meaning().form_of(row).name for row in rows]

    def due(self, question: Question, said: Said) -> Question:
        """A question for clauses that say a time, with the rows that are meant.

        Raises:
            Refusal: none is, so that the lists do not tell.
        """
        topic = said.topic or said.whole
        try:
            return self.resolved(
                replace(question, frame=replace(question.frame, topic=topic)), said
            )
        except Refusal as refusal:
            told = "清单里没有找到写着期限或次数的条款"
            raise Refusal(Status.OUT_OF_SCOPE, told, refusal.suggestions) from refusal

    def _compared(self, question: Question, said: Said, rows: Sequence[str]) -> Frame | None:
        """The other selection of a comparison of departments: the same duty there, if it has none."""
        other = question.other
        if other is None or not question.relation.startswith("departments-"):
            return other
        if other.rows or other.words or not (other.townships or other.places):
            return other
        same = self._topics.same_matter(rows, self._planner.codes(other))
        if not same:
            raise Refusal(Status.NOT_FOUND, f"相比的地方的清单里没有“{said.topic or said.whole}”")
        return replace(other, topic=said.topic or said.whole, rows=tuple(sorted(same, key=order)))

    @staticmethod
    def _hard(question: Question, said: Said) -> bool:
        """Whether the lists limit the rows; who is responsible is asked of any list."""
        if question.ask in (Ask.DEPARTMENTS, Ask.CLAUSES, Ask.BOOLEAN, Ask.LISTS):
            return (
                said.reclaimed
                and question.frame.lists == ("reclaimed",)
                and question.ask is Ask.DEPARTMENTS
            )
        return True

    def _within(self, said: Said, sought: _Sought) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The rows in these lists; a story that fits none there is sought in all: 野狗归谁收走."""
        try:
            return self._each(said, sought)
        except Refusal:
            if not (said.narrated and sought.lists and sought.ask is Ask.DEPARTMENTS):
                raise
            return self._each(said, replace(sought, lists=()))

    def _each(self, said: Said, sought: _Sought) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The rows of the topic, or those of each duty where several are named one by one."""
        parts = said.parts
        if sought.ask is Ask.DUTIES and said.items and not self._one(said, sought):
            return self._those(said, sought)
        if len(parts) < 2 or not (said.several or self._named_each(said, sought)):
            return self._everywhere(said, sought)
        rows: dict[str, None] = {}
        notes: dict[str, None] = {}
        for part in parts:
            one = replace(said, runs=(part,), whole=part, narrated=False, several=False)
            found, told = self._everywhere(one, sought)
            rows.update(dict.fromkeys(found))
            notes.update(dict.fromkeys(told))
        return tuple(sorted(rows, key=order)), tuple(notes)

    def _one(self, said: Said, sought: _Sought) -> bool:
        """Whether one duty says the whole topic."""
        return bool(self._topics.link(said.topic, self._codes(sought.townships)).duties)

    def _those(self, said: Said, sought: _Sought) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The rows of the duties named one by one that stand in these lists; of the others it is told."""
        rows: dict[str, None] = {}
        missing: list[str] = []
        for part in said.items:
            one = replace(said, runs=(part,), whole=part, several=False)
            found: Sequence[str] = ()
            with contextlib.suppress(Refusal):
                found, _ = self._everywhere(one, replace(sought, lists=()))
            mine = [row for row in found if not sought.lists or list_of(row) in sought.lists]
            rows.update(dict.fromkeys(mine))
            missing += [] if mine else [part]
        if not rows:
            raise Refusal(Status.NOT_UNDERSTOOD, f"没有找到说“{said.topic}”的事项")
        others = "、".join(f"“{part}”" for part in missing)
        return tuple(sorted(rows, key=order)), (f"不在其中的：{others}",) if others else ()

    def _named_each(self, said: Said, sought: _Sought) -> bool:
        """Whether each part of a topic that no row has names a row itself: 地名管理和农村公路养护."""
        if said.narrated or sought.ask is not Ask.DEPARTMENTS:
            return False
        codes = () if sought.everywhere else self._codes(sought.townships)
        found = [self._topics.link(part, codes).duties for part in (said.topic, *said.parts)]
        return not found[0] and all(found[1:])

    def _everywhere(self, said: Said, sought: _Sought) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The rows of the topic, in each of the townships that are named; where there is none is told."""
        rows, notes = self._rows(said, sought)
        if sought.everywhere or sought.limited or sought.ask not in _OF_EACH:
            return rows, notes
        have = {township_code(row) for row in rows}
        for iri in sought.townships:
            town = self._lexicon.townships[iri]
            if town.code in have or len(sought.townships) > _FEW:
                continue
            try:
                more, told = self._rows(said, replace(sought, townships=(iri,)))
            except Refusal:
                more, told = (), (f"{town.name}的清单没有找到这一项",)
            rows = tuple(sorted({*rows, *more}, key=order))
            notes = tuple(dict.fromkeys((*notes, *told)))
        return rows, notes

    def _rows(self, said: Said, sought: _Sought) -> tuple[tuple[str, ...], tuple[str, ...]]:
        known, lists, ask = self._lexicon.townships, sought.lists, sought.ask
        codes = () if sought.everywhere else self._codes(sought.townships)
        told = len(said.topic) >= _WORDS or len(said.whole) - len(said.topic) < _ASIDE
        strict = (
            self._topics.link(said.topic, codes, lists) if len(said.topic) > 1 and told else None
        )
        if strict and strict.duties:
            return strict.duties, ()
        names = None if sought.everywhere else [known[t].name for t in sought.townships]
        choices, read = self._read(said, names, lists, ask)
        surely = bool(choices) and choices[0].probability >= _SURELY
        if strict and not sought.everywhere and not surely and self._topics.said(said.topic):
            self._refuse(said, (), strict.near, sought, codes)
        if ask in (Ask.DEPARTMENTS, Ask.BOOLEAN) and FINES.search(said.whole):
            choices = acted(choices)
        chosen = likeliest(choices, ask, led=ask is Ask.DEPARTMENTS and not lists)
        least = self._least(said, read, sought)
        if chosen and ask is Ask.BOOLEAN and all(h.list != "reclaimed" for h in chosen.hits):
            least = max(least, _YES)
        if chosen and max(c.probability for c in (choices[0], chosen)) >= least:
            if ask is Ask.DEPARTMENTS and not (said.narrated or _LATIN.search(said.whole)):
                on_both(chosen, said.parts)
            if ask is Ask.BOOLEAN:
                near = [c.hits[0].key for c in choices[:3]]
                on_no_penalty([hit.name for hit in chosen.hits], said.whole, near)
                on_one_side(chosen, choices, said.topic or said.whole)
            meant = [chosen, *(c for c in choices if c is not chosen and also(c))]
            rows = tuple(sorted((h.key for c in meant for h in c.hits), key=order))
            return rows, taken_as(chosen, read)
        self._refuse(said, choices, strict.near if strict else (), sought, codes)
        raise AssertionError

    @staticmethod
    def _least(said: Said, read: str, sought: _Sought) -> float:
        """The probability from which on a row may be taken as meant by the words that were read."""
        if sought.limited:
            return _CERTAIN  # 占、多几项、第几名: what seems a duty's words may be the question's
        if said.narrated and read == said.topic != said.told:
            return _STORY_WORDS
        if said.narrated:
            return _ENGLISH_STORY if _ENGLISH.search(said.whole) else _STORY
        return _WHOLE if read == said.whole or read.isascii() else NAMED

    def _read(
        self,
        said: Said,
        names: Sequence[str] | None,
        lists: Sequence[str],
        ask: Ask,
    ) -> tuple[Sequence[Choice], str]:
        """The Matters by the tagged words, or else by the whole sentence; a story is read whole."""
        aside = (
            ask is Ask.DEPARTMENTS
            and len(said.topic) < _WORDS
            and len(said.whole) - len(said.topic) >= _ASIDE
        )
        acted = ask is Ask.BOOLEAN and len(said.whole) > len(said.topic)  # 还能对烧秸秆的开罚单吗
        texts: tuple[str, ...] = (
            (said.told or said.whole, said.topic)
            if said.narrated or acted
            else ("" if aside else said.topic, said.whole)
        )
        if said.narrated and ask is Ask.DEPARTMENTS and FINES.search(said.whole):
            texts = (said.whole,)  # its words for a duty alone do not tell the act
        best: tuple[Sequence[Choice], str] = ((), said.whole)
        for text in dict.fromkeys(texts):
            if len(text) < 2:
                continue
            choices = listener().choices(
                self._meaning(),
                text,
                townships=names,
                lists=lists or None,
                story=said.whole if said.narrated else "",
            )
            if choices and (not best[0] or choices[0].probability > best[0][0].probability):
                best = (choices, text)
            if choices and choices[0].probability >= (_STORY if said.narrated else _CERTAIN):
                break
        return best

    def _refuse(
        self,
        said: Said,
        choices: Sequence[Choice],
        near: Sequence[str],
        sought: _Sought,
        codes: Sequence[str],
    ) -> None:
        """Why no row is meant: it stands elsewhere, nowhere, or was not understood.

        Raises:
            Refusal: always.
        """
        topic = said.topic or said.whole
        if len(said.topic) > 1 and (sought.lists or not sought.everywhere):
            here = self._topics.link(said.topic, codes).duties if sought.lists else ()
            if here:
                raise Refusal(Status.NOT_FOUND, f"“{topic}”不在所问的清单里", here[:5])
            elsewhere = self._topics.link(said.topic).duties
            if elsewhere and (not choices or choices[0].probability < _SHARED):
                raise _Elsewhere(
                    Status.NOT_FOUND,
                    f"所问地方的清单里没有“{topic}”；别处有，不能当作这里的答案",
                    elsewhere[:5],
                )
        keys = tuple(c.hits[0].key for c in choices[:3]) or tuple(near[:3])
        if sum(c.probability >= _SHARED for c in choices) > 1:
            raise Refusal(
                Status.NOT_UNDERSTOOD, f"“{topic}”可能指几件不同的事项，请说得更具体", keys
            )
        likely = choices[0].probability if choices else 0.0
        named = len(said.runs) == 1 and len(said.topic) <= _SHORT and not said.narrated
        if named and likely < _SHARED and not _DOING.match(said.topic):
            raise Refusal(Status.NOT_FOUND, f"已载入的清单里没有“{topic}”这样的事项", keys)
        raise Refusal(Status.NOT_UNDERSTOOD, f"没有找到说“{topic}”的事项，最接近的见下", keys)
