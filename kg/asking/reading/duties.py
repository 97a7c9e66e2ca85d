"""Duties: the words of a question that are about a duty, found in the rows."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.asking.frame import Ask, Frame, Question, Refusal, Status
from kg.asking.lexicon import Lexicon
from kg.asking.reading.tagging import joined
from kg.asking.rows import list_of, order
from kg.asking.topics import Topics
from kg.meaning.rows import Decision, Hit

if TYPE_CHECKING:
    from kg.meaning.meaning import Meaning

_SURE = 0.65
"""A whole sentence has words that are about something else: it must be surer than a topic."""
_OWN = 0.3
"""So much surer a story must be about a duty of the township's own than about one of a department."""
_LIKELY, _APART = 0.45, 0.39
"""A story is taken for a row from this probability on, if the next Matter is far enough behind.
Chosen on 469 complaints with the rows they are about."""
_SHORT = 8
"""Only so short a topic is a name that lists could have; a story was not understood, it is not absent."""
_CERTAIN = 0.9
_ONE_WORD, _LEFT_OVER, _PLAIN = 2, 0.35, 0.8
"""Of 469 complaints, such a match below this probability was wrong as often as right."""
_WORDS, _ASIDE = 4, 12
"""A topic of so few characters in a sentence of so many more does not tell what it is about."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a question says about a duty: the tagged runs, and the sentence without names."""

    runs: tuple[str, ...]
    whole: str
    reclaimed: bool = False
    narrated: bool = False
    several: bool = False

    @property
    def topic(self) -> str:
        """The runs as one text."""
        return joined(self.runs)

    @property
    def parts(self) -> tuple[str, ...]:
        """The duties that are named one by one: 防汛抗旱和禁毒分别由谁负责."""
        texts = (part.strip() for run in self.runs for part in _AND.split(run))
        return tuple(part for part in texts if len(part) > 1)


_AND = re.compile("[、,，]|以及|还有|和|与|及| and ")


class _Elsewhere(Refusal):
    """A duty that other townships have, and the one asked about has not."""


class Duties:
    """Finds the rows that a question is about."""

    def __init__(self, topics: Topics, meaning: Callable[[], Meaning], lexicon: Lexicon) -> None:
        """``meaning`` is opened when it is first needed."""
        self._topics, self._meaning, self._lexicon = topics, meaning, lexicon

    def resolved(self, question: Question, said: Said, townships: Sequence[str]) -> Question:
        """The question with the rows its topic means.

        Raises:
            Refusal: no row is meant, or several that are not the same duty.
        """
        frame = question.frame
        hard = frame.lists if self._hard(question, said) else ()
        try:
            rows, notes = self._each(frame, said, townships, hard, question.ask)
        except _Elsewhere:
            if question.test != "exists":
                raise
            rows, notes = (), ("这里的清单没有这一项，别处有",)
        if frame.lists and not hard:
            wanted = tuple(row for row in rows if list_of(row) in frame.lists)
            rows = wanted or rows
            frame = replace(frame, lists=())
        return replace(
            question,
            frame=replace(frame, topic=said.topic or said.whole, rows=rows),
            notes=(*question.notes, *notes),
        )

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

    def _each(
        self,
        frame: Frame,
        said: Said,
        townships: Sequence[str],
        lists: Sequence[str],
        ask: Ask,
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The rows of the topic, or those of each duty where several are named one by one."""
        parts = said.parts
        if not said.several or len(parts) < 2:
            return self._rows(frame, said, townships, lists, ask)
        rows: dict[str, None] = {}
        notes: dict[str, None] = {}
        for part in parts:
            one = replace(said, runs=(part,), whole=part, narrated=False, several=False)
            found, told = self._rows(frame, one, townships, lists, ask)
            rows.update(dict.fromkeys(found))
            notes.update(dict.fromkeys(told))
        return tuple(sorted(rows, key=order)), tuple(notes)

    def _rows(
        self,
        frame: Frame,
        said: Said,
        townships: Sequence[str],
        lists: Sequence[str],
        ask: Ask,
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        everywhere = not (frame.townships or frame.places)
        known = self._lexicon.townships
        codes = () if everywhere else tuple(known[t].code for t in townships)
        told = len(said.topic) >= _WORDS or len(said.whole) - len(said.topic) < _ASIDE
        strict = (
            self._topics.link(said.topic, codes, lists) if len(said.topic) > 1 and told else None
        )
        if strict and strict.duties:
            return strict.duties, ()
        if strict and not everywhere and self._topics.said(said.topic):
            self._refuse(said, Decision("none", (), ()), strict.near, everywhere, lists, codes)
        names = None if everywhere else [known[t].name for t in townships]
        led = ("cooperation", "reclaimed") if ask is Ask.DEPARTMENTS and not lists else None
        decision, read = self._decided(said, names, lists or led, ask)
        if led and (said.narrated or decision.kind != "match"):
            # nobody above has it: the township itself may
            wider, words = self._decided(said, names, None, ask)
            if decision.kind != "match" or trust(wider) > trust(decision) + _OWN:
                decision, read = wider, words
        if decision.kind == "match" and self._sure(decision, said, read, everywhere):
            rows = tuple(sorted((h.key for h in decision.hits), key=order))
            return rows, self._notes(decision, read)
        self._refuse(said, decision, strict.near if strict else (), everywhere, lists, codes)
        raise AssertionError

    @staticmethod
    def _sure(decision: Decision, said: Said, read: str, everywhere: bool) -> bool:
        """Whether a row may be taken as meant by the words that were read."""
        if said.narrated:
            surer = everywhere and decision.score >= _SURE  # other places word it otherwise
            return surer or trust(decision) >= _APART
        unsure = read == said.whole or read.isascii()
        return decision.score >= (_SURE if unsure else 0.5)

    def _decided(
        self,
        said: Said,
        names: Sequence[str] | None,
        lists: Sequence[str] | None,
        ask: Ask,
    ) -> tuple[Decision, str]:
        """The decision on the tagged words, or else on the whole sentence; a story is read whole."""
        meaning = self._meaning()
        if said.narrated:
            return self._story(said, names, lists)
        best: tuple[Decision, str] | None = None
        aside = (
            ask is Ask.DEPARTMENTS
            and len(said.topic) < _WORDS
            and len(said.whole) - len(said.topic) >= _ASIDE
        )
        for text in dict.fromkeys(("" if aside else said.topic, said.whole)):
            if len(text) < 2:
                continue
            decision = meaning.decide(text, townships=names, lists=lists)
            if best is None or (
                decision.kind == "match"
                and (best[0].kind != "match" or decision.score > best[0].score)
            ):
                best = (decision, text)
            if decision.kind == "match" and decision.score >= _CERTAIN:
                break
        assert best is not None
        return best

    def _story(
        self, said: Said, names: Sequence[str] | None, lists: Sequence[str] | None
    ) -> tuple[Decision, str]:
        """What a story is about: read whole, and where that is unsure by the words of a duty in it."""
        found = []
        for text in dict.fromkeys((said.whole, said.topic)):
            if len(text) > 1:
                found.append(
                    (
                        self._meaning().decide(text, townships=names, lists=lists, accept=_LIKELY),
                        text,
                    )
                )
                if trust(found[-1][0]) >= _APART:
                    break
        return max(found, key=lambda one: trust(one[0]))

    def _notes(self, decision: Decision, text: str) -> tuple[str, ...]:
        first = decision.hits[0]
        notes = [f"“{everyday}”按“{formal}”理解" for everyday, formal in first.read_as[:3]]
        notes.append(
            f"“{text[:40]}”按事项“{first.name[:40]}”理解（把握 {round(first.score * 100)}%）"
        )
        return tuple(dict.fromkeys(notes))

    def _refuse(
        self,
        said: Said,
        decision: Decision,
        near: Sequence[str],
        everywhere: bool,
        lists: Sequence[str],
        codes: Sequence[str],
    ) -> None:
        """Why no row is meant: it stands elsewhere, nowhere, or was not understood.

        Raises:
            Refusal: always.
        """
        topic = said.topic or said.whole
        if len(said.topic) > 1 and (lists or not everywhere):
            here = self._topics.link(said.topic, codes).duties if lists else ()
            if here:
                raise Refusal(Status.NOT_FOUND, f"“{topic}”不在所问的清单里", here[:5])
            elsewhere = self._topics.link(said.topic).duties
            if elsewhere:
                raise _Elsewhere(
                    Status.NOT_FOUND,
                    f"所问地方的清单里没有“{topic}”；别处有，不能当作这里的答案",
                    elsewhere[:5],
                )
        keys = tuple(hit.key for hit in decision.near[:3]) or tuple(near[:3])
        if decision.kind == "ambiguous":
            raise Refusal(
                Status.NOT_UNDERSTOOD, f"“{topic}”可能指几件不同的事项，请说得更具体", keys
            )
        if len(said.runs) == 1 and len(said.topic) <= _SHORT and not said.narrated:
            raise Refusal(Status.NOT_FOUND, f"已载入的清单里没有“{topic}”这样的事项", keys)
        raise Refusal(Status.NOT_UNDERSTOOD, f"没有找到说“{topic}”的事项，最接近的见下", keys)


def trust(decision: Decision) -> float:
    """How far a decision may be trusted: by its log odds, and by how far the next Matter is behind."""
    if decision.kind != "match" or (decision.score < _PLAIN and _thin(decision.hits[0])):
        return -1.0
    odds = (decision.score + 0.01) / (1.01 - decision.score)
    return 0.25 * math.log(odds) + decision.score - decision.second


def _thin(hit: Hit) -> bool:
    """Whether one short word is all that a story shares with a row, and most of it is left over."""
    return (
        len(hit.matched) < 2
        and len("".join(hit.matched)) <= _ONE_WORD
        and hit.evidence.get("object_in_row", 1.0) < _LEFT_OVER
    )


def names_of(hits: Sequence[Hit]) -> tuple[str, ...]:
    """The names of rows, each once."""
    return tuple(dict.fromkeys(hit.name for hit in hits))
