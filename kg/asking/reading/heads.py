"""Heads and roles: what a sentence asks, and what each name in it is there for, with how sure that is."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.asking.reading import features
from kg.asking.reading.tokens import MARKS, NUMBER, TOPIC, Item
from kg.frozen import frozen
from kg.weights import SCALE, Weights

HEADS = ("kind", "lists", "lists2", "cond", "rank", "any")
"""What is decided of a sentence as a whole."""

_LEAST = 0.0003
_TEMPER = 1.5
"""What was learned is surer than it is right: odds are drawn together."""

Guesses = tuple[tuple[str, float], ...]
"""Labels with their probabilities, the likeliest first."""


@frozen
class Guess:
    """What was learned says of a skeleton: a guess for each head, and for each item a role.

    ``language`` is the one whose weights said it, as :func:`kg.asking.reading.features.language` has it.
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
    """Heads and roles with the weights that were learned."""

    def __init__(self, weights: Weights) -> None:
        """Sort the classes by what they are of, and by who of several learned them."""
        self._weights = weights
        self._biases: dict[str, dict[int, int]] = {}
        self._classes: dict[str, dict[str, dict[int, str]]] = {}
        for number, name in enumerate(weights.about["classes"]):
            model, _, label = name.partition("=")
            head, _, member = model.partition("#")
            language = "en" if member.endswith("en") else ""
            of = self._classes.setdefault(f"{head}{language}", {})
            of.setdefault(model, {})[number] = label

    def guess(self, items: Sequence[Item]) -> Guess:
        """What a skeleton asks and what its marks are there for."""
        sums = self._weights.sums(features.sentence(items))
        language = features.language(items)
        heads = {head: self._softmax(f"{head}{language}", sums) for head in HEADS}
        kind = heads["kind"][0][0]
        roles: list[Guesses] = []
        for at, item in enumerate(items):
            if item.key in _MARKED:
                model = f"role{item.key}{language}"
                if model not in self._classes:
                    roles.append((("none", 1.0),))
                    continue
                found = self._weights.sums(features.role(items, at, kind))
                roles.append(self._softmax(model, found))
            else:
                roles.append(())
        return Guess(heads, tuple(roles), language)

    def _bias(self, model: str) -> dict[int, int]:
        """What a model says of any skeleton."""
        if model not in self._biases:
            self._biases[model] = self._weights.sums([f"{model}:1"])
        return self._biases[model]

    def _softmax(self, head: str, sums: dict[int, int]) -> Guesses:
        """What all that learned a head say on the average: where they differ it is less sure."""
        members = self._classes[head]
        mean: dict[str, float] = {}
        for model, classes in members.items():
            bias = self._bias(model)
            raw = {n: (sums.get(n, 0) + bias.get(n, 0)) / SCALE / _TEMPER for n in classes}
            top = max(raw.values())
            powers = {n: math.exp(v - top) for n, v in raw.items()}
            share = sum(powers.values()) * len(members)
            for n, power in powers.items():
                mean[classes[n]] = mean.get(classes[n], 0.0) + power / share
        found = sorted(mean.items(), key=_order)
        return tuple((label, round(p, 4)) for label, p in found if p >= _LEAST) or tuple(found[:1])


def _order(item: tuple[str, float]) -> tuple[float, str]:
    return -item[1], item[0]


_MARKED = frozenset((*MARKS.values(), TOPIC, NUMBER))


def labels_of(guesses: Iterable[Guesses]) -> list[str]:
    """The likeliest label of each."""
    return [g[0][0] if g else "" for g in guesses]


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
