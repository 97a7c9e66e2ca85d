"""Fitting: weights that explain labelled examples best. Plain Python: any machine gets the same."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import mul

Vector = list[float]
Objective = Callable[[Vector], tuple[float, Vector]]
"""Weights → what is to be made small, and its gradient."""

_MEMORY = 10
_TOLERANCE = 1e-5


@dataclass(frozen=True, slots=True)
class Choice:
    """One text: the evidence of its candidates, which of them are right, how much it counts."""

    candidates: tuple[Vector, ...]
    right: tuple[bool, ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Example:
    """One candidate: its evidence, whether it is right, how much it counts."""

    evidence: Vector
    right: bool
    weight: float = 1.0


def fit_choices(choices: Sequence[Choice], *, ridge: float = 0.3, rounds: int = 80) -> Vector:
    """Weights under which the right candidates of each text come first (conditional logit)."""
    usable = [choice for choice in choices if any(choice.right) and not all(choice.right)]
    size = len(usable[0].candidates[0])

    def objective(weights: Vector) -> tuple[float, Vector]:
        value = ridge / 2 * _dot(weights, weights)
        gradient = [ridge * one for one in weights]
        for choice in usable:
            scores = [_dot(weights, evidence) for evidence in choice.candidates]
            top = max(scores)
            powers = [math.exp(score - top) for score in scores]
            total = sum(powers)
            good = sum(p for p, right in zip(powers, choice.right, strict=True) if right)
            value -= choice.weight * math.log(max(good / total, 1e-12))
            for power, right, evidence in zip(powers, choice.right, choice.candidates, strict=True):
                pull = choice.weight * (power / total - (power / max(good, 1e-12) if right else 0))
                if abs(pull) > 1e-6:
                    for at, one in enumerate(evidence):
                        if one:
                            gradient[at] += pull * one
        return value, gradient

    return minimise(objective, [0.0] * size, rounds)


def fit_probability(
    examples: Sequence[Example], *, ridge: float = 3.0, rounds: int = 100
) -> tuple[Vector, float]:
    """Weights and bias of the probability that a candidate is right (logistic regression)."""
    size = len(examples[0].evidence)

    def objective(weights: Vector) -> tuple[float, Vector]:
        inner, bias = weights[:-1], weights[-1]
        value = ridge / 2 * _dot(inner, inner)
        gradient = [ridge * one for one in inner] + [0.0]
        for example in examples:
            score = _dot(inner, example.evidence) + bias
            probability = 1 / (1 + math.exp(-max(-35.0, min(35.0, score))))
            value -= example.weight * math.log(
                max(1e-12, probability if example.right else 1 - probability)
            )
            pull = example.weight * (probability - example.right)
            if abs(pull) > 1e-7:
                for at, one in enumerate(example.evidence):
                    if one:
                        gradient[at] += pull * one
                gradient[-1] += pull
        return value, gradient

    weights = minimise(objective, [0.0] * (size + 1), rounds)
    return weights[:-1], weights[-1]


def minimise(objective: Objective, start: Vector, rounds: int) -> Vector:
    """The point where a smooth convex objective is smallest (L-BFGS with a halving step)."""
    point = list(start)
    value, gradient = objective(point)
    steps: deque[tuple[Vector, Vector, float]] = deque(maxlen=_MEMORY)
    for _ in range(rounds):
        direction = _direction(gradient, steps)
        slope = _dot(direction, gradient)
        length = 1.0 if steps else min(1.0, 1 / (1e-12 + math.sqrt(_dot(gradient, gradient))))
        while True:
            moved = [one + length * step for one, step in zip(point, direction, strict=True)]
            new_value, new_gradient = objective(moved)
            if new_value <= value + 1e-4 * length * slope or length < 1e-10:
                break
            length /= 2
        move = [b - a for a, b in zip(point, moved, strict=True)]
        turn = [b - a for a, b in zip(gradient, new_gradient, strict=True)]
        if (curve := _dot(move, turn)) > 1e-12:
            steps.append((move, turn, 1 / curve))
        done = abs(value - new_value) <= _TOLERANCE * max(1.0, abs(value))
        point, value, gradient = moved, new_value, new_gradient
        if done:
            break
    return point


def _direction(gradient: Vector, steps: Sequence[tuple[Vector, Vector, float]]) -> Vector:
    found = list(gradient)
    shares = []
    for move, turn, inverse in reversed(steps):
        share = inverse * _dot(move, found)
        shares.append(share)
        found = [a - share * b for a, b in zip(found, turn, strict=True)]
    if steps:
        move, turn, inverse = steps[-1]
        scale = 1 / (inverse * _dot(turn, turn))
        found = [scale * one for one in found]
    for (move, turn, inverse), share in zip(steps, reversed(shares), strict=True):
        other = inverse * _dot(turn, found)
        found = [a + (share - other) * b for a, b in zip(found, move, strict=True)]
    return [-one for one in found]


def _dot(first: Sequence[float], second: Sequence[float]) -> float:
    return float(sum(map(mul, first, second)))
