"""Nearby: how near the rows of a township are to a task by their senses, as evidence."""

from __future__ import annotations

from collections.abc import Sequence

from kg.meaning.encoding.nearness import ahead

NAMES = ("near", "near_ahead", "near_first", "most_near")
"""The names of the evidence, the last one that of the task alone."""


def evidence(values: Sequence[float], matters: Sequence[str]) -> list[dict[str, float]]:
    """What nearness says for each row: how near, and how much nearer than those of other Matters."""
    return [
        {"near": value, "near_ahead": more, "near_first": float(more >= 0)}
        for value, more in zip(values, ahead(values, matters), strict=True)
    ]
