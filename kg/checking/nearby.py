"""Nearby: how near the rows of a township are to a task by their senses, as evidence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kg.meaning.encoding.nearness import nearness
from kg.meaning.encoding.senses import texts_of

if TYPE_CHECKING:
    from kg.matrices import Array
    from kg.meaning.encoding.senses import Senses
    from kg.meaning.packing import Form

NAMES = ("near", "near_ahead", "near_first", "most_near")
"""The names of the evidence, the last one that of the task alone."""


def near(asked: Array, forms: Sequence[Form], senses: Senses) -> list[float]:
    """How near each row is to a task with this vector."""
    texts = [texts_of(form) for form in forms]
    vectors = senses.vectors([text for own in texts for text in own])
    return nearness().to(asked, [[vectors[text] for text in own] for own in texts])


def evidence(values: Sequence[float], matters: Sequence[str]) -> list[dict[str, float]]:
    """What nearness says for each row: how near, and how much nearer than those of other Matters."""
    told = []
    for value, matter in zip(values, matters, strict=True):
        others = (v for v, other in zip(values, matters, strict=True) if other != matter)
        other = max(others, default=0.0)
        told.append(
            {"near": value, "near_ahead": value - other, "near_first": float(value >= other)}
        )
    return told
