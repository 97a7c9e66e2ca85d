"""Weighing: whether a query is surely light or suspected to be slow, and which ones were found slow all the same.

One worker is always kept for light queries (see kg/web/pool.py). A query is light if its text shows
that it joins little: few patterns, each tied to the others by a variable, no paths of any length. What
is not surely light may well be quick; it only has no privilege. What multiplies by its text is suspected,
and waits where it is in nobody's way who is not. What took longer than was weighed is remembered by its
shape, so that its like is not believed again, whoever asks it.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kg.errors import QueryError
from kg.store.tokens import Token, tokens
from kg.web.turns import Pace

_LONGEST = 2048
"""Characters of a query beyond which nobody weighs it: it is not light."""
_PATTERNS = 16
_REMEMBERED = 4096
_NAME = 100
"""Characters of a shape: those of pages are as long as their paths."""
_EACH = frozenset(("queries",))
"""Pages whose like is each for itself."""
_ENDLESS = frozenset("*+!?[")
"""Marks of paths of any length, and of blank nodes, which hide patterns."""
_SKIPPING = frozenset(
    "SELECT CONSTRUCT DESCRIBE GROUP ORDER HAVING LIMIT OFFSET PREFIX BASE FROM".split()
)
"""Words after which no pattern comes before the next bracket."""
_TERMS = frozenset(("iri", "string", "variable", "name", "number"))


@dataclass(frozen=True, slots=True)
class Weight:
    """How a message goes as far as is known, and its shape, '' if nobody looked."""

    pace: Pace
    shape: str

    @property
    def light(self) -> bool:
        """Whether it is surely light."""
        return self.pace is Pace.LIGHT


class Scales:
    """Weighs what clients ask, and remembers what was found slow."""

    def __init__(self) -> None:
        """Nothing has been found slow."""
        self._slow: OrderedDict[str, Pace] = OrderedDict()

    def weigh(self, message: dict[str, Any]) -> Weight:
        """The weight of a message for the workers."""
        own = message.get("library") or message.get("path")
        if own is not None:  # our own questions and pages, prepared for quick answers
            first, _, rest = own.partition("/")
            shape = (f"/{first}/{rest}" if first in _EACH else f"/{first}")[:_NAME]
            return Weight(self._slow.get(shape, Pace.LIGHT), shape)
        if len(message["query"]) > _LONGEST:
            return Weight(Pace.UNKNOWN, "")
        try:
            found = list(tokens(message["query"]))
        except QueryError:
            return Weight(Pace.LIGHT, "")  # refused as soon as it is read
        shape = _shape(found)
        weighed, known = _weighed(found), self._slow.get(shape, Pace.LIGHT)
        return Weight(weighed if known is Pace.LIGHT or weighed is Pace.SUSPECT else known, shape)

    def found_quick(self, weight: Weight) -> None:
        """One of our own pages took no time: what made its like slow, a cold start say, is over."""
        if weight.shape.startswith("/"):
            self._slow.pop(weight.shape, None)

    def found_slow(self, weight: Weight, pace: Pace = Pace.UNKNOWN) -> None:
        """Remember that it took longer than was weighed: its like has this ``pace``.

        Our own pages are never suspected: they end.
        """
        if not weight.shape:
            return
        self._slow[weight.shape] = Pace.UNKNOWN if weight.shape.startswith("/") else pace
        while len(self._slow) > _REMEMBERED:
            self._slow.popitem(last=False)


def _shape(found: Sequence[Token]) -> str:
    """What queries of one kind have in common: all but values and the names of variables."""
    names: dict[str, int] = {}
    parts = []
    for kind, text in found:
        if kind == "variable":
            parts.append(f"?{names.setdefault(text[1:], len(names))}")
        else:
            parts.append(kind if kind in {"string", "number"} else text)
    return hashlib.sha256(" ".join(parts).encode("utf-8", "replace")).hexdigest()


def _weighed(query: Sequence[Token]) -> Pace:
    """What the text shows: light, suspect if it multiplies, else unknown."""
    try:
        found = list(_patterns(iter(query)))
    except _Unknown:
        return Pace.UNKNOWN
    if len(found) > _PATTERNS:
        return Pace.UNKNOWN
    loose = len(found) > 1 and any(one.wide for one in found)
    if loose or not _tied(found):
        return Pace.SUSPECT
    return Pace.UNKNOWN if _fans(found) else Pace.LIGHT


class _Unknown(Exception):
    """Something whose work the text does not show."""


class _Pattern:
    """The variables of a triple pattern or of VALUES; ``wide`` if nothing narrows it."""

    __slots__ = ("object", "subject", "variables", "wide")

    def __init__(self, terms: list[Token], *, data: bool = False) -> None:
        self.variables = {text[1:] for kind, text in terms if kind == "variable"}
        self.subject = _variable(terms[0]) if terms else ""
        self.object = _variable(terms[-1]) if terms and not data else ""
        self.wide = not data and len(terms) > 1 and len(self.variables) == len(terms)


def _variable(term: Token) -> str:
    return term[1][1:] if term[0] == "variable" else ""


def _tied(patterns: list[_Pattern]) -> bool:
    """Whether all patterns with variables hang together: else the engine multiplies them."""
    left = [pattern.variables for pattern in patterns if pattern.variables]
    if not left:
        return True
    reached = set(left.pop())
    while left:
        near = [variables for variables in left if variables & reached]
        if not near:
            return False
        for variables in near:
            reached |= variables
        left = [variables for variables in left if not variables <= reached]
    return True


def _fans(patterns: list[_Pattern]) -> bool:
    """Whether two subjects meet in an object: as many rows as pairs of them."""
    meet: dict[str, set[str]] = {}
    for pattern in patterns:
        if pattern.subject and pattern.object:
            meet.setdefault(pattern.object, set()).add(pattern.subject)
    return any(len(subjects) > 1 for subjects in meet.values())


def _patterns(stream: Iterator[Token]) -> Iterator[_Pattern]:
    """The triple patterns and VALUES of a query, its groups laid flat; expressions are passed by.

    Raises:
        _Unknown: there are paths of any length, blank nodes with patterns, or brackets among terms.
    """
    terms: list[Token] = []
    skipping, expression = True, False
    for kind, text in stream:
        upper = text.upper() if kind == "word" else ""
        if text == "(" and kind == "other":
            if terms and not skipping and not expression:
                raise _Unknown
            _pass_by(stream)
            expression = False
        elif upper == "CONSTRUCT":
            if next(stream, ("", ""))[1] == "{":  # the template is no pattern
                for _, mark in stream:
                    if mark == "}":
                        break
        elif upper == "VALUES":
            yield _values(stream)
            terms = []
        elif upper in {"FILTER", "BIND"}:
            if len(terms) > 2:
                yield _Pattern(terms)
            terms, expression = [], True
        elif upper in {"EXISTS", "NOT"}:
            expression = False
        elif kind == "word" and upper not in {"A", "TRUE", "FALSE"}:
            skipping = skipping or upper in _SKIPPING
            if upper == "GRAPH":
                next(stream, None)
        elif text in {"{", "}"} and kind == "other":
            if len(terms) > 2:
                yield _Pattern(terms)
            terms, skipping, expression = [], False, False
        elif skipping or expression:
            continue
        elif kind in _TERMS or kind == "word":
            ends = kind == "name" and text.endswith(".")
            terms.append((kind, text))
            if ends:
                yield _Pattern(terms)
                terms = []
        elif kind == "other":
            if text in _ENDLESS:
                raise _Unknown
            if text == "^^":
                next(stream, None)
            elif text in {".", ";", ","}:
                if len(terms) > 2:
                    yield _Pattern(terms)
                terms = terms[: {".": 0, ";": 1, ",": 2}[text]]
            elif text == "<<":
                raise _Unknown


def _pass_by(stream: Iterator[Token]) -> None:
    """Go past what is in brackets."""
    depth = 1
    for kind, text in stream:
        if kind == "other" and text in "()":
            depth += 1 if text == "(" else -1
            if not depth:
                return
        elif kind == "word" and text.upper() == "EXISTS":
            raise _Unknown


def _values(stream: Iterator[Token]) -> _Pattern:
    """The variables of a VALUES block, its data passed by."""
    terms: list[Token] = []
    for kind, text in stream:
        if text == "{":
            break
        if kind == "variable":
            terms.append((kind, text))
    for _, text in stream:
        if text == "}":
            break
    return _Pattern(terms, data=True)
