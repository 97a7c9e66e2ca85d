"""Parse: the items of a question, of which each reading takes what it understands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache

from kg.asking.closed.words import (
    BODY,
    CATEGORY,
    FIELD,
    NUMBER,
    ORDINAL,
    PLACE,
    TOWN,
    Item,
    code,
)
from kg.asking.frame import BodyRef, Bounds, Words
from kg.asking.lexicon import Lexicon
from kg.patterns import regex

ONLY = ("only", "just", "solely", "exclusively")
_LONE = ("single", "sole", "lone")
KEPT = f"bckrot{TOWN}{PLACE}"
"""What is no part of a bound between a number and what it counts."""
NAMED = BODY + FIELD
"""Letters of what may be bodies."""
BOUND = "#"
"""The letter of a number with what bounds it."""
_BOUNDS: tuple[tuple[re.Pattern[str], int, int | None], ...] = (
    (regex(f"G{ORDINAL}(?=%?d)"), 0, None),
    (regex(f"G{NUMBER}"), 0, None),
    (regex(f"{NUMBER}(?:J|G(?!{NUMBER}))"), 0, None),
    (regex(f"{NUMBER}(?=rQ)"), 0, 0),
    (regex(f"m_{NUMBER}"), 1, None),
    (regex(f"[Vv]{NUMBER}"), 0, 0),
    (regex(f"L{NUMBER}"), -1_000, 0),
    (regex(f"{NUMBER}j"), -1_000, 0),
    (regex(f"(?:e_|{{){NUMBER}"), -1_000, -1),
)
"""What bounds a number: what the lower and the upper end have more than the number; None: there is no upper one."""
_MOVED = regex(f"(?P<n>{NUMBER})(?P<noun>%?[udr])(?P<how>[Jj])")
"""What bounds a number behind what is counted: six departments or more."""
_TARGET = regex(f"{BOUND}(?P<other>%?)[bckot&/{TOWN}{PLACE}]*(?P<noun>[udr])")
_BEHIND = regex(f"(?P<noun>u|(?<=[.rl])d(?=.(?:[.]|$))){BOUND}(?P<other>)")
_PLACES = regex(f"[?]?I*{NUMBER}(?:t|[bck]l)")
_LISTS = regex(f"I*{NUMBER}l")
_OFFICES = regex(f"I*{NUMBER}(?={BODY}|{FIELD})")
_ALL_OF = regex(f"I+{NUMBER}(?![rdg])")
"""Numbers of all places or lists: the five townships, the five cooperation lists, all three lists."""
_PEOPLE = regex(f"{FIELD}[d+]")
_AS_BODY = regex(
    f"{CATEGORY}(?=[x01A])|(?<=[xX]){CATEGORY}(?=.*{BODY})|(?<={BODY}[&|]){CATEGORY}|{CATEGORY}(?=[&|]+{BODY})"
)
_NUMBER_ASKED = regex("(?<![?])p(?=[.]|$)")
"""The word *number* by itself: how many there are."""
_LEFT_OUT = regex(f"X{CATEGORY}(?![gP])")
_HELD = regex(rf"\^{FIELD}(?:[|/&2]*{FIELD})*")
_SECTION = regex(f"[{{]?{FIELD}[gP]|[g{{]{FIELD}")
_UNDER = regex(f"{{(?!{NUMBER})")
_FILED = regex(f"{CATEGORY}[gP]|g{CATEGORY}")
_BRANCH = regex(f"[{BODY}{FIELD}]<d?|<[{BODY}{FIELD}]")


class Parse:
    """A question being read."""

    def __init__(self, items: Sequence[Item], lexicon: Lexicon) -> None:
        """Begin with all items."""
        self.items, self.lexicon = list(items), lexicon
        self.bounds: dict[str, Bounds] = {}
        self.all_places = self.towns = False
        self.without: tuple[BodyRef, ...] = ()
        self.other_categories: tuple[str, ...] = ()
        self.words: tuple[Words, ...] = ()
        self.discontinued: bool | None = None
        self.several = False

    @property
    def code(self) -> str:
        """The letters of what is left."""
        return code(self.items)

    def has(self, letters: str) -> bool:
        """Whether one of these letters is left."""
        return any(item.letter in letters for item in self.items)

    def of(self, letter: str) -> list[Item]:
        """What is left of a letter."""
        return [item for item in self.items if item.letter == letter]

    def drop(self, letters: str) -> bool:
        """Take all items of these letters; whether there were any."""
        kept = [item for item in self.items if item.letter not in letters]
        found = len(kept) < len(self.items)
        self.items = kept
        return found

    def find(self, pattern: re.Pattern[str], start: int = 0) -> re.Match[str] | None:
        """The first place of a pattern of letters; one whose first letter is not left is not compiled."""
        begins = _beginning(pattern.pattern)
        return pattern.search(self.code, start) if not begins or self.has(begins) else None

    def take(self, pattern: str, becomes: str = "") -> list[Item]:
        """Take the first items of a pattern of letters; its groups ``keep`` and ``kept`` stay."""
        match = self.find(_compiled(pattern))
        if match is None:
            return []
        taken = self.items[match.start() : match.end()]
        kept: Iterable[Item] = ()
        for group in ("keep", "kept"):
            if group in match.re.groupindex and match[group]:
                kept = self.items[match.start(group) : match.end(group)]
        self.items[match.start() : match.end()] = [*kept, *(Item(one, "") for one in becomes)]
        return taken

    def each(
        self, pattern: re.Pattern[str] | str, becomes: Callable[[list[Item]], list[Item]]
    ) -> None:
        """Replace the items of every place of a pattern of letters."""
        compiled = _compiled(pattern) if isinstance(pattern, str) else pattern
        at = 0
        while match := self.find(compiled, at):
            found = becomes(self.items[match.start() : match.end()])
            self.items[match.start() : match.end()] = found
            at = match.start() + len(found)

    # -- names ----------------------------------------------------------------------------

    def named(self) -> bool:
        """Say of each field whether it is a body or a category; whether that is known of all."""
        self.each(_HELD, lambda found: [_as_body(one) for one in found if one.letter != "^"])
        self.each(_PEOPLE, lambda found: [_as_body(found[0])])
        self.each(
            _SECTION, lambda found: [_as_category(one) for one in found if one.letter == FIELD]
        )
        self.each(
            _BRANCH, lambda found: [self._branch(one) for one in found if one.letter in NAMED]
        )
        if self.has(BODY):
            self.each(_LEFT_OUT, lambda found: [found[0], _as_body(found[1])])
        bodies = self.has(BODY) or any(i.body and not i.category for i in self.of(FIELD))
        for n, item in enumerate(self.items):
            if item.letter != FIELD:
                continue
            if item.body and (bodies or not item.category):
                self.items[n] = _as_body(item)
            elif item.category and (not item.body or "b" in self.code):
                self.items[n] = _as_category(item)
        self.each(_UNDER, lambda found: [one for one in found if one.letter != "{"])
        self.each(_FILED, lambda found: [_filed(one) for one in found if one.letter == CATEGORY])
        self.each(_AS_BODY, lambda found: [_as_body(one) for one in found])
        self.drop("^")
        return not self.has(FIELD + "+<P")

    def _branch(self, item: Item) -> Item:
        """A body of which a branch is meant: those of its kind, wherever they are."""
        if item.body is None:
            return item
        bodies = self.lexicon.bodies_of(item.body.function)
        return replace(
            item, letter=BODY, category="", body=BodyRef(item.body.text, item.body.function, bodies)
        )

    # -- numbers --------------------------------------------------------------------------

    def bounded(self) -> bool:
        """Take the bounds of numbers and say what they bound; whether that is known of all."""
        while self.take(f"J(?=G)|J(?={BODY})|L(?![{NUMBER}{ORDINAL}])"):
            pass
        if (match := _NUMBER_ASKED.search(self.code)) and self.items[
            match.start()
        ].text == "number":
            self.items[match.start()] = Item("n", "number")
        text = self.code
        while match := _MOVED.search(text):
            at = match.start()
            number, *counted, how = self.items[at : match.end()]
            self.items[at : match.end()] = [number, how, *counted]
            text = self.code
        for pattern, low, high in _BOUNDS:
            while match := pattern.search(self.code):
                number = next(i for i in self.items[match.start() : match.end()] if i.number)
                bounds = (
                    max(number.number + low, 0),
                    None if high is None else number.number + high,
                )
                self.items[match.start() : match.end()] = [
                    Item(BOUND, number.text, number=bounds[0], high=bounds[1])
                ]
        while match := _TARGET.search(self.code) or _BEHIND.search(self.code):
            noun = match["noun"]
            found = next(i for i in self.items[match.start() : match.end()] if i.letter == BOUND)
            more = 1 if match["other"] else 0
            if noun in self.bounds:
                return False
            high = found.high
            self.bounds[noun] = (found.number + more, None if high is None else high + more)
            kept = [i for i in self.items[match.start() : match.end()] if i.letter in KEPT]
            self.items[match.start() : match.end()] = kept
        if BODY in self.code and "d" not in self.bounds and self.take("(?<![xXH])vd"):
            self.bounds["d"] = (1, 1)
        lone = any(item.text in _LONE for item in self.of("v")) and "d" not in self.bounds
        if lone and self.take("(?<![xXH?])vd(?=[.]|$)"):
            self.bounds["d"] = (1, 1)
        letters = "." + self.code
        kept = [i for i, before in zip(self.items, letters, strict=False) if _counts(i, before)]
        self.items = kept
        alone = self.of(BOUND)
        if len(alone) == 1 and "r" not in self.bounds:
            self.bounds["r"] = (alone[0].number, alone[0].high)
            self.drop(BOUND)
        if "r" in self.bounds:
            self.drop("Q")
        elif any(item.text in ONLY for item in self.of("v")):  # reclaimed lists only
            self.take("(?:^|(?<=[.]))v(?P<keep>[bck]l)|(?P<kept>[bck][rl]*)v(?=[.]|$)")
        if self.has("R") or (
            self.has("ME") and not self.has("me")
        ):  # rank them by how many they have
            self.items = [i for i in self.items if not i.text.startswith("by how m")]
        return True

    def copy(self) -> Parse:
        """The same, to be read in another way."""
        other = Parse(self.items, self.lexicon)
        other.bounds, other.all_places = dict(self.bounds), self.all_places
        other.without, other.other_categories = self.without, self.other_categories
        other.words, other.discontinued = self.words, self.discontinued
        other.several = self.several
        return other

    def everywhere(self) -> None:
        """Take what only says that all lists or all places are meant."""
        count = len(self.lexicon.townships)
        for pattern in (_PLACES, _LISTS, _ALL_OF, _OFFICES):
            match = pattern.search(self.code)
            if match is None:
                continue
            number = next(i for i in self.items[match.start() : match.end()] if i.number)
            if number.number == (3 if pattern is _LISTS else count):
                asked = "?t" if match[0].startswith("?") else "bckl"
                kept = [i for i in self.items[match.start() : match.end()] if i.letter in asked]
                self.items[match.start() : match.end()] = kept
                self.all_places = self.all_places or pattern is not _LISTS
        self.drop("I")
        for town in self.of(TOWN):
            above = self.lexicon.townships[town.span.iris[0]].places if town.span else ()
            self.items = [
                i
                for i in self.items
                if not (i.letter == PLACE and i.span and set(i.span.iris) & set(above))
            ]


_compiled = cache(regex)
"""Patterns of letters that stand where they are used, each made once."""
_SPECIAL, _MAY_LACK = frozenset("([.^$?*+|\\"), frozenset(("?", "*", "{", "|"))
"""Signs with which a pattern does not begin with a letter, and behind one that may be missing."""


@cache
def _beginning(pattern: str) -> str:
    """The letter that every place of a pattern begins with; "" where that is not sure."""
    if pattern[:1] in _SPECIAL or pattern[1:2] in _MAY_LACK:
        return ""
    inside, group = False, 0
    for sign in pattern:
        if sign == "|" and not (inside or group):
            return ""  # an alternative begins otherwise
        inside = sign == "[" or (inside and sign != "]")
        group += not inside and (sign == "(") - (sign == ")")
    return pattern[:1]


def _counts(item: Item, before: str) -> bool:
    """Whether an item is more than the *one* of *the last one*."""
    return item.text != "one" or before == "p"


def _filed(item: Item) -> Item:
    return replace(item, body=None)


def _as_body(item: Item) -> Item:
    return replace(item, letter=BODY, category="") if item.body else item


def _as_category(item: Item) -> Item:
    return replace(item, letter=CATEGORY, body=None) if item.category else item
