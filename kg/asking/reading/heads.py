"""Heads and roles: what a sentence asks, and what each name in it is there for, with how sure that is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from kg.asking.reading.nets import Nets
from kg.asking.reading.tokens import MARKS, NUMBER, PLACES, TOPIC, Item, language
from kg.frozen import frozen

HEADS = ("kind", "lists", "lists2", "cond", "rank", "any")
"""What is decided of a sentence as a whole."""

AGAINST, DOUBTED = 0.02, 0.2
"""What is left of a guess that a phrase speaks against, or that wants one which is not there."""
TOLD = 0.9
"""How sure a kind is that a phrase tells."""

_LEAST = 0.001

Guesses = tuple[tuple[str, float], ...]
"""Labels with their probabilities, the likeliest first."""


@frozen
class Guess:
    """What was learned says of a skeleton: a guess for each head, and for each item a role.

    ``language`` is that of the sentence, as :func:`kg.asking.reading.tokens.language` has it.
    """

    heads: dict[str, Guesses]
    roles: tuple[Guesses, ...]
    language: str = ""

    def best(self, head: str) -> str:
        """The likeliest label of a head."""
        return self.heads[head][0][0]

    def sure(self, head: str) -> float:
        """How likely that is."""
        return self.heads[head][0][1]


class Model:
    """Heads and roles as the nets read them."""

    def __init__(self, nets: Callable[[], Nets]) -> None:
        """Open the nets with the first question."""
        self._nets = nets

    def guess(self, items: Sequence[Item]) -> Guess:
        """What a skeleton asks and what its marks are there for."""
        keys = [item.key for item in items]
        read, others = self._nets().frames.guess(keys)
        heads = {head: _sorted(odds) for head, odds in read.items()}
        if compared(heads["kind"][0][0]) and keys.count(PLACES[1]) > 1 and PLACES[0] not in keys:
            # Counties are compared as townships are, of which more was learned.
            towns = [PLACES[0] if key == PLACES[1] else key for key in keys]
            others = self._nets().frames.guess(towns)[1]
        roles: list[Guesses] = []
        for item, odds in zip(items, others, strict=True):
            unknown: Guesses = (("none", 1.0),) if item.key in _MARKED else ()
            roles.append(_sorted(odds) if odds else unknown)
        return Guess(heads, tuple(roles), language(items))


def _sorted(odds: dict[str, float]) -> Guesses:
    """The likeliest first, rounded: the last digits differ from machine to machine."""
    found = sorted(((label, round(p, 3)) for label, p in odds.items()), key=_order)
    return tuple(one for one in found if one[1] >= _LEAST) or tuple(found[:1])


def _order(item: tuple[str, float]) -> tuple[float, str]:
    return -item[1], item[0]


_MARKED = frozenset((*MARKS.values(), TOPIC, NUMBER))


_COMPARED = (
    "minus",
    "percent",
    "difference",
    "more",
    "minus_departments",
    "and_departments",
    "minus_categories",
)


def compared(kind: str) -> bool:
    """Whether a kind of question has a second selection."""
    return any(part in _COMPARED for part in kind.split("/")[1:])


def with_head(guess: Guess, head: str, label: str) -> Guess:
    """A guess in which a head has a label."""
    found = guess.heads[head]
    first = (label, dict(found).get(label, 0.5))
    return replace(
        guess, heads={**guess.heads, head: (first, *(f for f in found if f[0] != label))}
    )


def odds_of(guesses: Guesses, role: str) -> float:
    """How likely a role is, whichever of two selections it stands in (+ and 2 at its end)."""
    bare = role.rstrip("+2")
    return sum(odds for other, odds in guesses if other.rstrip("+2") == bare)


def with_role(guess: Guess, at: int, role: str, odds: float | None = None) -> Guess:
    """A guess in which a mark has a role, as sure as it was learned unless ``odds`` are given."""
    roles = list(guess.roles)
    sure = dict(roles[at]).get(role, 0.5) if odds is None else odds
    roles[at] = ((role, sure), *(r for r in roles[at] if r[0] != role))
    return replace(guess, roles=tuple(roles))


def turned(heads: dict[str, Guesses], kind: str, sure: float = 0.0) -> str:
    """Make this the kind, as sure as the likeliest was, or so ``sure``; given back."""
    heads["kind"] = ((kind, max(sure, heads["kind"][0][1])), *heads["kind"])
    return kind
