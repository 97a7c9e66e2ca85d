"""Assembling: heads and roles become the question they describe."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.asking.frame import (
    LISTS,
    Ask,
    Bounds,
    Frame,
    Question,
    Rank,
    Refusal,
    Status,
    Words,
)
from kg.asking.lexicon import Lexicon
from kg.asking.planning.sides import PER_PLACE, at_home, in_each
from kg.asking.reading.cues import TAKEN_OVER, Cues, plain
from kg.asking.reading.guiding.kinds import OWN_PART
from kg.asking.reading.heads import Guess, compared
from kg.asking.reading.marks import Parts, Sorted, having, of_question
from kg.asking.reading.numbers import between, bounds, counted_as
from kg.asking.reading.operators import FEWER, parties_of, two_lists
from kg.asking.reading.positions import ROLE, numbers
from kg.asking.reading.sharing import OTHER_LISTS, by_kind, difference_of, of_the_same
from kg.asking.reading.tagging import cleaned, joined
from kg.asking.reading.tokens import BODY, NUMBER, PLACES, TOPIC, Item, words_before
from kg.patterns import regex

_ORDERED = (Ask.DEPARTMENTS, Ask.CATEGORIES, Ask.DUTIES)
"""What may be the first of every place: 甲、乙两镇最多的部门分别是谁."""
_LEADER = regex(
    "(?:谁|哪[一Ⓝ]?[个家](?:部门|单位|局)?|什么(?:部门|单位))[^,，。?？]{0,4}(?:牵头|领头)|牵头的?(?:部门|单位|局)?(?:是|为)(?:谁|哪)|(?:谁|哪[一Ⓝ]?[个家](?:部门|单位|局)?)(?:挑|领|牵)的头"
    "|\\bwho (?:takes|is in|has) the lead\\b"
)
"""Who leads is asked, not who is responsible: 由谁牵头, who takes the lead."""

_RELATIONS = {
    "minus": "minus",
    "minus_departments": "departments-minus",
    "and_departments": "departments-and",
    "minus_categories": "categories-minus",
}
_OF_BOTH = {"duties", "minus"}
"""Kinds that 在甲是配合、在乙已收回 may be taken for."""
_WHERE = {
    "name": "name",
    "all": "all",
    "clauses": "clauses",
    "township_clauses": "township",
    "department_clauses": "department",
    "method": "method",
}
_CONDITION = regex(r"(?P<field>departments|township_clauses|having)(?P<op>[<>=]+)(?P<value>\d+)")


class Assembler:
    """Builds questions of one graph's names."""

    def __init__(self, lexicon: Lexicon, parts: Parts) -> None:
        """Prepare for a graph; ``parts`` tells what English words may stand for."""
        self._parts = parts
        self._lexicon = lexicon
        self._own_side = False
        self._apart: set[str] = set()

    def question(
        self, guess: Guess, sorted_marks: Sorted, items: Sequence[Item], cues: Cues
    ) -> Question:
        """The question; its topic is still text (``frame.topic``).

        Raises:
            Refusal: names that several things have; parts that do not fit together.
        """
        kind = guess.best("kind").split("/")
        learned = guess.best("kind") == "clauses/township" and guess.sure("kind") >= _SIDED
        sided = cues.has("side:township") and not OWN_PART.search(cues.text)
        self._own_side = learned or sided
        ask = Ask(kind[0])
        parts = kind[1:]
        if ask is Ask.DEPARTMENTS and cues.has("either"):  # which it is tells the column
            others = [mark for mark in sorted_marks.all if mark.item.key != BODY]
            sorted_marks = replace(sorted_marks, all=others)
        relation = next((r for r in _RELATIONS if r in parts), "")
        two = compared(guess.best("kind"))
        frame = self._frame(guess, sorted_marks, items, second=False)
        other = None
        if two:
            other = self._second(guess, sorted_marks, items)
            if relation in ("minus", "minus_departments", "minus_categories"):
                frame, other = _turned(frame, other, sorted_marks, cues)
            if not OTHER_LISTS.search(cues.text) and (
                (cues.has("others", "only") and not (other.townships or other.places))
                or (cues.has("others") and other.townships == frame.townships)
            ):
                here = self._here(frame)
                rest = tuple(t for t in self._lexicon.townships if t not in here)
                other = replace(other, townships=rest if here else (), places=())
            frame, other = self._parted(frame, other)
            if parts[:1] in (["difference"], ["more"]):  # a bound that is told once holds of both
                other = replace(
                    other,
                    departments=frame.departments,
                    clauses=frame.clauses,
                    discontinued=frame.discontinued,
                )
                other = of_the_same(frame, other, cues.text, self._lexicon)
        several = having(items, sorted_marks, cues)
        if several and ask in (Ask.DUTIES, Ask.NUMBER) and parts[:1] in ([], ["duties"], ["minus"]):
            base, in_all, in_none = several
            frame = replace(
                frame,
                townships=(base,),
                places=(),
                in_all=in_all,
                in_none=in_none,
                discontinued=None,
            )
            return Question(ask, frame)
        if ask in (Ask.DUTIES, Ask.NUMBER) and {*parts} <= _OF_BOTH and not frame.topic:
            both = two_lists(items, sorted_marks.all, frame, cues)
            if both:
                return Question(ask, both[0], other=both[1], relation="both")
        question = Question(
            ask, frame, other=other, relation=_RELATIONS.get(relation, "of" if two else "")
        )
        bodies = sorted_marks.bodies
        self._apart = {
            m.text for m in sorted_marks.all if _BESIDES.search(words_before(items, m.at))
        }
        if ask is Ask.NUMBER:
            count = counted_as(parts[0].replace("duties", ""), cues.text)
            question = replace(question, count=count)
        elif ask is Ask.BOOLEAN:
            taken = parts[0] == "reclaimed" and TAKEN_OVER.search(cues.text)
            test = "taken" if taken else {"may_refuse": "may_not"}.get(parts[0], parts[0])
            question = replace(question, test=test)
        elif ask is Ask.CLAUSES:
            side = "superior" if parts[0] == "department" else "township"
            question = replace(question, side=side)
        elif ask is Ask.DEPARTMENTS and _LEADER.search(cues.text):
            question = replace(question, test="leader")
        question = replace(
            question,
            rank=self._rank(guess, sorted_marks),
            each=bool(guess.best("rank"))
            and ask in _ORDERED
            and (cues.has("each") or bool(PER_PLACE.search(cues.text))),
            having=self._bounds(guess, sorted_marks, items, "having"),
            group="function"
            if "function" in parts or by_kind(question, cues, self._lexicon)
            else "",
            where="source" in parts,
            negate="negate" in parts,
            parties=parties_of(parts, cues),
            excluded=tuple(b for ref in bodies("except") for b in ref.bodies),
        )
        if two and parts and parts[0] in ("difference", "more"):
            question = replace(question, relation=difference_of(cues.text))
        question = in_each(question)
        if question.rank and ask is Ask.DEPARTMENTS and len(question.frame.bodies) > 1:
            question = replace(question, frame=replace(question.frame, joint=False))
        return self._people(question, of_question(sorted_marks, items, clauses=ask is Ask.CLAUSES))

    def _people(self, question: Question, sorted_marks: Sorted) -> Question:
        """The bodies that ask, act or are asked about, where the kind of question has room for them."""
        bodies, frame = sorted_marks.bodies, question.frame
        every = sorted_marks.every_body()
        left_out = (*bodies("without"), *bodies("except"))
        if question.ask is Ask.CLAUSES and set(every) - set(left_out):
            every = tuple(ref for ref in every if ref not in left_out)
        bare = replace(frame, bodies=(), without=(), joint=False)
        if question.ask is Ask.BOOLEAN and question.test == "exists":
            there = tuple(ref for ref in every if ref not in left_out)
            return replace(question, frame=replace(frame, bodies=there, joint=len(there) > 1))
        if question.ask is Ask.BOOLEAN and question.test != "more":
            return replace(question, asker=every, frame=bare, excluded=())
        if question.ask is Ask.CLAUSES:
            side = "superior" if every and not self._own_side else question.side
            actors = () if self._own_side else every
            return replace(question, actors=actors, side=side, frame=bare, excluded=())
        if question.parties == "partners":
            return replace(question, actors=every, frame=bare, excluded=())
        if question.parties == "together":
            with_ = tuple(ref for ref in every if ref.text not in self._apart) or every
            frame = replace(frame, bodies=with_, joint=len(with_) > 1)
            excluded = tuple(b for r in every for b in r.bodies)
            return replace(question, frame=frame, excluded=excluded)
        spare = bodies("asks") or bodies("acts") or bodies("who")
        if spare and not frame.bodies:
            return replace(question, frame=replace(frame, bodies=spare))
        return question

    # -- selections -----------------------------------------------------------------------

    def _frame(
        self, guess: Guess, sorted_marks: Sorted, items: Sequence[Item], second: bool
    ) -> Frame:
        s = sorted_marks
        townships, places = s.townships("at", second), s.places("at", second)
        every = (*townships, *s.townships("at", not second))
        also = self._wider(places, every) if _BOTH.search(plain(items)) else ()
        if townships and also:
            townships = tuple(dict.fromkeys((*townships, *self._inside(also))))
        bodies = s.bodies("in", second)
        lists = guess.best("lists2" if second else "lists")
        frame = Frame(
            lists=tuple(k for k in LISTS if k in lists.split("+")),
            townships=townships,
            places=self._wider(places, townships),
            bodies=bodies,
            joint=len(bodies) > 1 and guess.best("any") != "any",
            without=s.bodies("without", second),
            categories=s.categories("in", second),
            other_categories=s.categories("not", second),
            topic=joined([cleaned(m.text) for m in s.of(TOPIC, "topic", second)]),
            words=tuple(self._words(s, second)),
        )
        if second:
            return frame
        cond = guess.best("cond").split("+")
        all_in = [*s.townships("in_all"), *self._inside(s.places("in_all"))]
        none_in = [*s.townships("in_none"), *self._inside(s.places("in_none"))]
        here = self._here(frame)
        elsewhere = [t for t in self._lexicon.townships if t not in here]
        beside = [t for t in self._inside(s.places("at")) if t not in here]
        others = beside or elsewhere  # 同属一州的四个乡镇
        none_in = [t for t in none_in if t not in here]
        if "in_all all" in cond:
            all_in = list(self._lexicon.townships)
        elif "in_all others" in cond:
            all_in = [*others, *all_in]
        if "in_none others" in cond or "not in_all others" in cond:
            none_in = [*others, *none_in]
        return replace(
            frame,
            numbers=numbers(
                [(m.at, m.number) for m in s.of(NUMBER, ROLE) if m.number is not None], items
            ),
            departments=self._bounds(guess, s, items, "departments"),
            clauses=self._bounds(guess, s, items, "township_clauses"),
            discontinued=True
            if "discontinued" in cond
            else False
            if "not discontinued" in cond
            else None,
            in_all=tuple(dict.fromkeys(all_in)),
            in_none=tuple(dict.fromkeys(none_in)),
        )

    def _second(self, guess: Guess, sorted_marks: Sorted, items: Sequence[Item]) -> Frame:
        """The second selection: what holds of both, and what is said of it alone."""
        if guess.best("lists2") == "-":
            raise Refusal(Status.NOT_UNDERSTOOD, "没有看懂和什么相比")
        return self._frame(guess, sorted_marks, items, second=True)

    def _parted(self, frame: Frame, other: Frame) -> tuple[Frame, Frame]:
        """Two selections, bodies of a county being where townships of that county are.

        甲县农业农村局派给甲镇的比乙县农业农村局派给乙镇的多吗: each has its own.
        """
        frame, other = at_home(frame, other)
        sides = [
            {p for t in self._here(one) for p in self._lexicon.townships[t].places}
            for one in (frame, other)
        ]
        both = tuple(dict.fromkeys((*frame.bodies, *other.bodies)))
        if not all(sides) or len(both) < 2 or not all(ref.place for ref in both):
            return frame, other
        homes = [{self._lexicon.bodies[b].place for b in ref.bodies} for ref in both]
        if not all(any(home & side for side in sides) for home in homes):
            return frame, other
        own = [tuple(r for r, h in zip(both, homes, strict=True) if h & side) for side in sides]
        if not all(own):
            return frame, other
        frame = replace(frame, bodies=own[0], joint=frame.joint and len(own[0]) > 1)
        return frame, replace(other, bodies=own[1], joint=other.joint and len(own[1]) > 1)

    def _here(self, frame: Frame) -> set[str]:
        if frame.townships:
            return set(frame.townships)
        return set(self._inside(frame.places))

    def _inside(self, places: Sequence[str]) -> list[str]:
        return [t for place in places for t in self._lexicon.townships_in(place)]

    def _wider(self, places: tuple[str, ...], townships: tuple[str, ...]) -> tuple[str, ...]:
        """The places that do not just tell where a named township lies."""
        above = {p for t in townships for p in self._lexicon.townships[t].places}
        return tuple(p for p in places if p not in above)

    def _words(self, s: Sorted, second: bool) -> Iterator[Words]:
        """Words that stand (or do not) in some part; those marked so are alternatives."""
        either: dict[str, list[str]] = {}
        for mark in s.all:
            if mark.item.key != TOPIC or mark.scope == ("" if second else "2"):
                continue
            negated = mark.role.startswith("not-")
            role = mark.role.removeprefix("not-")
            where = _WHERE.get(role.rstrip("|"))
            if where is None:
                continue
            texts = [t for t in re.split("[、，,和及与]|或者?|以及", mark.text) if len(t) > 1] or [
                mark.text
            ]
            texts = [_MEANT.sub("", cleaned(t)) for t in texts]
            if all(t.isascii() for t in texts):
                groups, unknown = self._parts(", ".join(texts))
                if unknown or not groups:
                    written = ", ".join(unknown or texts)
                    raise Refusal(
                        Status.NOT_UNDERSTOOD, f"没有看懂这些词 (not understood): {written}"
                    )
                if not (negated or role.endswith("|") or _EITHER.search(mark.text)):
                    yield from (Words(tuple(group), where) for group in groups[1:])
                    groups = groups[:1]  # every phrase has to be there
                texts = list(dict.fromkeys(one for group in groups for one in group))
            if role.endswith("|") and not negated:
                either.setdefault(where, []).extend(texts)
            else:
                yield Words(tuple(texts), where, negated)
        for where, texts in either.items():
            yield Words(tuple(texts), where)

    # -- numbers --------------------------------------------------------------------------

    @staticmethod
    def _bounds(guess: Guess, s: Sorted, items: Sequence[Item], what: str) -> Bounds | None:
        """The bounds of a number of departments, clauses or duties: between those that are said."""
        own = [
            (mark.at, mark.role, mark.number)
            for mark in s.all
            if mark.item.key == NUMBER and mark.role.startswith(what) and mark.number is not None
        ]
        if found := between(own, what, items):
            return found
        for part in guess.best("cond").split("+"):
            match = _CONDITION.fullmatch(part)
            if match and match["field"] == what:
                return bounds(match["op"], int(match["value"]))
        return None

    @staticmethod
    def _rank(guess: Guess, s: Sorted) -> Rank | None:
        label = guess.best("rank")
        first = next((m for m in s.of(NUMBER, "first") if m.number), None)
        place = next((m for m in s.of(NUMBER, "place") if m.number), None)
        if not label:
            return None
        by, order, told, *start = label.split()
        mark = place or first
        number = mark.number if mark and mark.number else 1 if told == "n" else int(told)
        at_place = bool(place) or (bool(start) and not first)
        by = {"township_clauses": "clauses"}.get(by, by)
        return Rank(number, order == "desc", number if at_place else 1, by)


_EITHER = regex(r",|\bor\b", re.IGNORECASE)
"""One of several words is enough."""

_NEVER = regex(
    r"\b(?:never|not|no|without|isn't|aren't|don't|doesn't|absent|missing|lacking)\b[^,.;?]{0,40}?"
    r"\b(?:(?P<cooperation>cooperation)|(?P<reclaimed>reclaimed|taken back|took back)|(?P<basic>basic|own))\b"
)
"""The list that is left out: never appear in the cooperation column but took something back."""


_PLACE = regex("[ⓉⓅ]")
"""Of two places before *lacks* the second lacks something: what A has that B lacks."""


def _turned(frame: Frame, other: Frame, s: Sorted, cues: Cues) -> tuple[Frame, Frame]:
    """Two selections of which the second is left out, turned where the first was said to be."""
    same = replace(frame, lists=other.lists) == other
    fewer = FEWER.search(cues.text)
    second = fewer and fewer[0].isascii() and len(_PLACE.findall(cues.text, 0, fewer.start())) > 1
    if fewer and not second and not same and frame.lists == other.lists:
        first = next((m.span.iris for m in s.all if m.span and m.item.key in PLACES), ())
        mine = {*frame.townships, *frame.places}
        return (other, frame) if mine and mine <= {*first} else (frame, other)
    match = _NEVER.search(cues.text)
    if match is None or not same or len(frame.lists) != 1 or len(other.lists) != 1:
        return frame, other
    left_out = (match.lastgroup,)
    return (other, frame) if left_out == frame.lists != other.lists else (frame, other)


_SIDED = 0.9
"""From this on whose clauses are meant is learned, whoever asks."""

_MEANT = regex("^(?:[A-Za-z'’-]+ +)+(?=[\u4e00-\u9fff]{2})")
"""English words before Chinese ones to be found only lead to them: the string 物业."""
_BOTH = regex("Ⓟ[^ⓉⓅ]*[和与跟及、]Ⓣ|Ⓣ[^ⓉⓅ]*[和与跟及、]Ⓟ")
"""A county and a township of another, both of which are meant: 甲市和乙镇, 甲市负责养犬的跟乙镇的."""
_BESIDES = regex("(?:除了?|除开|除去|besides|apart from|other than|except)(?: the)? ?$")
"""What stands before a body that is left out, though it is there: 除了公安局还有谁."""
