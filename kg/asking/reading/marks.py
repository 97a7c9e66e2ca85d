"""Marks: the names of a question sorted by what they are there for."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from kg.asking.frame import BodyRef, Refusal, Status
from kg.asking.lexicon import Lexicon
from kg.asking.reading.cues import Cues
from kg.asking.reading.heads import Guess, odds_of
from kg.asking.reading.tagging import cleaned
from kg.asking.reading.tokens import (
    BODY,
    MARKS,
    NUMBER,
    PLACES,
    TOPIC,
    Item,
    Token,
    value,
    words_before,
)
from kg.asking.spans import Span, SpanKind
from kg.frozen import frozen
from kg.patterns import regex

_FIRST, _BOTH, _SECOND = "", "+", "2"
_UNSURE = 1e-3


@frozen
class Mark:
    """A name, number or topic with its role: what it does and in which selection it does it."""

    item: Item
    at: int
    role: str
    scope: str
    sure: float
    text: str
    span: Span | None = None
    number: int | None = None


@frozen
class Trace:
    """How a question was read: for the people who see the answer, and for training."""

    tokens: Sequence[Token]
    topical: Sequence[bool]
    items: Sequence[Item]
    guess: Guess
    marks: Sequence[Mark]
    cues: Cues


def marks(
    items: Sequence[Item], found: Sequence[Token], guess: Guess, relation: bool, parted: bool
) -> list[Mark]:
    """Every mark with its role; where two selections are compared each has its own place."""
    made: list[Mark] = []
    for at, (item, guesses) in enumerate(zip(items, guess.roles, strict=True)):
        if not guesses:
            continue
        text = "".join(t.text for t in found[item.first : item.last])
        number = value(text) if item.key == NUMBER else None
        role, sure = guesses[0]
        if not relation:  # there is one selection only: in which of two it stands does not matter
            sure = odds_of(guesses, role)
        if role == "none" and item.key in (TOPIC, *PLACES):  # of use, unless all is out of scope
            idle, other = sure, "topic" if item.key == TOPIC else "at"
            role, odds = next(((r, p) for r, p in guesses if r != "none"), (other, 0.0))
            sure = max(idle, odds / (1.0 - idle) if idle < 1.0 else 0.0)
        made.append(Mark(item, at, *_scoped(role), sure, text, found[item.first].span, number))
    if parted:
        return _parted(items, made, guess)
    return made if relation else [_only(mark) for mark in made]


def placed(made: Sequence[Mark]) -> list[Mark]:
    """The marks of a question about one matter: every place is where it is asked about."""
    return [replace(m, role="at") if m.role in ("in_all", "in_none") else m for m in made]


def _scoped(role: str) -> tuple[str, str]:
    for scope in (_BOTH, _SECOND):
        if role.endswith(scope) and role != scope:
            return role.removesuffix(scope), scope
    return role, _FIRST


def _only(mark: Mark) -> Mark:
    """A mark where there is one selection only."""
    return Mark(mark.item, mark.at, mark.role, _FIRST, mark.sure, mark.text, mark.span, mark.number)


def _parted(items: Sequence[Item], made: list[Mark], guess: Guess) -> list[Mark]:
    """The marks with scopes so that the two selections differ: the likeliest such assignment.

    What is said before or after the names that are compared holds of both.
    """
    for keys, roles in (
        (PLACES, ("at",)),
        ((MARKS[SpanKind.BODY],), ("in",)),
        ((MARKS[SpanKind.CATEGORY],), ("in",)),
    ):
        group = [n for n, m in enumerate(made) if m.item.key in keys and m.role in roles]
        same = len({s.iris for n in group if (s := made[n].span)}) < 2
        if len(group) < 2 or same:
            continue
        best, chosen = -1.0, None
        for scopes in itertools.product((_FIRST, _BOTH, _SECOND), repeat=len(group)):
            if _FIRST not in scopes or _SECOND not in scopes:
                continue
            score = 1.0
            for n, scope in zip(group, scopes, strict=True):
                odds = dict(guess.roles[made[n].at])
                score *= odds.get(f"{roles[0]}{scope}", _UNSURE)
                if _against(items, made[n].at) or lacks(items, made[n].at):
                    score *= 1.0 if scope == _SECOND else 1e-6
            if score > best:
                best, chosen = score, scopes
        if chosen:
            for n, scope in zip(group, chosen, strict=True):
                made[n] = replace(made[n], scope=scope)
            first, last = made[group[0]].at, made[group[-1]].at
            return [m if first <= m.at <= last else replace(m, scope=_BOTH) for m in made]
    if guess.best("lists") != guess.best("lists2"):  # 某类配合比收回多几项: the lists are compared
        listed = _LISTED.search("".join(item.key[:1] for item in items))
        first = listed.start() if listed else 0
        return [replace(m, scope=_BOTH) if m.at < first else m for m in made]
    return made


_LISTED = regex("配合|基本|收回")


def _against(items: Sequence[Item], at: int) -> bool:
    """Whether a name is what the other is compared with: right after 比, 相比, than."""
    before = _before(items, at) + (" " if at and items[at - 1].key.isspace() else "")
    if re.search("(?:not|without)(?: (?:in|on|from|for|by|the|list|lists|of|at))* $", before):
        return True
    return bool(
        re.search(
            r"(?:比起|相比于?|对照|对比|较之|比|than |compared (?:to|with) |versus |vs\.? )\s*$",
            before,
        )
    )


def lacks(items: Sequence[Item], at: int) -> bool:
    """Whether it is said of a name, before the next, that it has not: 乙没有的."""
    after = ""
    for item in items[at + 1 : at + 12]:
        if item.key in MARKS.values() or item.key in ",;。而但":
            break
        after += item.key
    return bool(re.search("没有|没|无|不用|不需要|不必|未|不在", after))


def two_parts(items: Sequence[Item], kind: str) -> bool:
    """Whether two places are named and one of them is said to have not."""
    at = [n for n, item in enumerate(items) if item.key in PLACES]
    other = (BODY, TOPIC) if kind == "duties" else (BODY,)
    if len(at) != 2 or any(item.key in other for item in items):
        return False
    return any(lacks(items, n) or _NOT_IN.search(_before(items, n)) for n in at)


_NOT_IN = regex("(?:not|without|but not|absent)(?: (?:in|on|from|for|by|the|list|lists|of|at))* ?$")


def _before(items: Sequence[Item], at: int) -> str:
    return " ".join(words_before(items, at).split())


def nothing_left_out(made: Sequence[Mark]) -> None:
    """Pass words of a duty that leave nothing out.

    Raises:
        Refusal: they do: 电动车安全,除了消防那边.
    """
    for mark in made:
        left_out = _LEFT_OUT.search(mark.text) if mark.item.key == TOPIC else None
        again = mark.item.key == TOPIC and mark.role != "topic" and _NOR.search(mark.text)
        if left_out or again:
            words = left_out[0] if left_out else mark.text
            raise Refusal(Status.NOT_UNDERSTOOD, f"没有看懂“{words}”在这里的意思")


def beside_asking(found: Sequence[Token], asks: Callable[[Sequence[Token]], list[bool]]) -> str:
    """What a question says beside its names and the words that ask."""
    told = zip(found, asks(found), strict=True)
    return cleaned("".join(token.text for token, asked in told if not (asked or token.is_mark)))


def untagged(telling: str) -> tuple[str, ...]:
    """The few words of a Chinese question of which none was taken for a duty's: 分户口找哪家."""
    return (telling,) if 1 < len(telling) <= _FEW and not telling.isascii() else ()


_FEW = 6
_LEFT_OUT = regex("(?:除了|除开|除去|抛开|撇开)[^,，。]{1,6}?(?:那边|那头|那家|那块|一家|口上)")

_NOR = regex("[也又且](?:不|没|未|无)")
"""What leaves out a second thing, so that no words to be found go on over it: 不涉及甲也不涉及乙."""


@frozen
class Sorted:
    """Marks by kind and role."""

    all: Sequence[Mark]
    lexicon: Lexicon

    def of(self, kind: SpanKind | str, role: str, second: bool = False) -> Iterator[Mark]:
        """The marks of a kind with a role that hold in the first (or the second) selection."""
        key = kind if isinstance(kind, str) and kind in (TOPIC, NUMBER) else MARKS[SpanKind(kind)]
        wanted = (_BOTH, _SECOND) if second else (_FIRST, _BOTH)
        for mark in self.all:
            if mark.item.key == key and mark.role == role and mark.scope in wanted:
                yield mark

    def townships(self, role: str, second: bool = False) -> tuple[str, ...]:
        """Townships with a role.

        Raises:
            Refusal: a name that several loaded townships have.
        """
        found: dict[str, None] = {}
        for mark in self.of(SpanKind.TOWNSHIP, role, second):
            iris = mark.span.iris if mark.span else ()
            if len(iris) > 1 and mark.span and mark.span.note != "kind":
                names = tuple(self.lexicon.townships[t].name for t in iris)
                raise Refusal(Status.NOT_UNDERSTOOD, "同名乡镇不止一个，请写上县名", names)
            found.update(dict.fromkeys(iris))
        return tuple(found)

    def places(self, role: str, second: bool = False) -> tuple[str, ...]:
        """Jurisdictions with a role."""
        return tuple(
            dict.fromkeys(m.span.iris[0] for m in self.of(SpanKind.PLACE, role, second) if m.span)
        )

    def bodies(self, role: str, second: bool = False) -> tuple[BodyRef, ...]:
        """Bodies with a role; one named twice counts once, with its county if that is said."""
        refs = [m.span.body() for m in self.of(SpanKind.BODY, role, second) if m.span]
        kept: list[BodyRef] = []
        for ref in sorted(refs, key=lambda r: not r.place):
            again = (
                r.function == ref.function and (not ref.place or ref.place == r.place) for r in kept
            )
            if not any(again):
                kept.append(ref)
        return tuple(sorted(kept, key=refs.index))

    def every_body(self) -> tuple[BodyRef, ...]:
        """All bodies, whatever they are there for."""
        roles = dict.fromkeys(m.role for m in self.all if m.role != "topic")
        found = [ref for role in roles for ref in self.bodies(role)]
        return tuple(dict.fromkeys(found))

    def categories(self, role: str, second: bool = False) -> tuple[str, ...]:
        """Categories with a role."""
        found = (m.span.iris for m in self.of(SpanKind.CATEGORY, role, second) if m.span)
        return tuple(dict.fromkeys(iri for iris in found for iri in iris))


def having(
    items: Sequence[Item], s: Sorted, cues: Cues
) -> tuple[str, tuple[str, ...], tuple[str, ...]] | None:
    """甲和乙都有、丙没有: the first township, those that have it too, those that have not.

    Only where three or more are named and some of them are said to have not. A county stands for its only township.

    Raises:
        Refusal: several counties are named with more than one township.
    """
    named = [m for m in s.all if m.span and m.item.key in PLACES and m.span.iris]
    have = [m for m in named if not lacks(items, m.at)]
    have_not = [m for m in named if lacks(items, m.at)]
    if len(named) < 3 or not have or not have_not or not cues.has("negation", "exclusion"):
        return None
    found = {m.at: _townships_of(m, s.lexicon) for m in named}
    if any(len(found[m.at]) != 1 for m in have):
        raise Refusal(Status.NOT_UNDERSTOOD, "县里不止一个乡镇，请写乡镇的名称")
    first, *others = (found[m.at][0] for m in have)
    return first, tuple(others), tuple(t for m in have_not for t in found[m.at])


def _townships_of(mark: Mark, lexicon: Lexicon) -> tuple[str, ...]:
    """The township that a mark names, or those of a place."""
    assert mark.span is not None
    if mark.span.kind is SpanKind.TOWNSHIP:
        return mark.span.iris[:1]
    return tuple(t for place in mark.span.iris for t in lexicon.townships_in(place))


def of_one_matter(made: Sequence[Mark], items: Sequence[Item]) -> list[Mark]:
    """The marks of a question about one matter, of places those that the asking clause has.

    采伐审批在甲、乙都收回了,丙的收回清单里有没有: what is told of the others is no place asked about.
    """
    places = [m for m in made if m.item.key in PLACES]
    ends = [n for n, item in enumerate(items) if item.key in ",，;；。"]
    starts = [0, *(n + 1 for n in ends)]
    for first, last in zip(starts, [*ends, len(items)], strict=True):
        said = "".join(item.key for item in items[first:last])
        here = [m for m in places if first <= m.at < last]
        if here and len(here) < len(places) and _WHETHER.search(said):
            before = "".join(item.key for item in items[:first])
            if places[0].at < first and not _ASKING.search(before) and _TOLD.search(before):
                return [m for m in made if m not in places or m in here]
    return list(made)


_WHETHER = regex(
    "哪[一Ⓝ]?[张个份](?:清单|表)|有没有|是不是|是否|有无|在不在|能不能|要不要|[吗么嘛][?？]?$|呢[?？]?$"
)
_TOLD = regex("都|已经?|收回了|是配合|是基本|有这|不用|取消了")
"""What a clause says that only tells how it is elsewhere."""
_ENDS = frozenset(".。!！?？;；")
_ASKING = regex(
    "谁|哪|什么|啥|怎么|多少|几|[了过]没有?(?=[,，])|[有是]没有|[是能要]不[是能要]|是否|\\b(?:what|which|who|whom|how|list|show|tell|quote|give)\\b",
    re.IGNORECASE,
)


def of_question(made: Sorted, items: Sequence[Item], *, clauses: bool) -> Sorted:
    """The marks of a question for clauses without the bodies of sentences that only tell.

    Almost all is the housing bureau's. What is left for the ecology bureau?
    """
    bodies = [m for m in made.all if m.item.key == MARKS[SpanKind.BODY]]
    if not clauses or len(bodies) < 2:
        return made
    ends = [n for n, item in enumerate(items) if item.key in _ENDS]
    starts = [0, *(n + 1 for n in ends)]
    asking: list[Mark] = []
    for first, last in zip(starts, [*ends, len(items)], strict=True):
        if _ASKING.search("".join(item.key for item in items[first:last])):
            asking += [m for m in bodies if first <= m.at < last]
    if not asking:
        return made
    return replace(made, all=[m for m in made.all if m not in bodies or m in asking])


Parts = Callable[[str], tuple[list[list[str]], list[str]]]
"""What each known phrase of English words stands for in the lists, and the words that are not known."""
