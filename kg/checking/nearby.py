"""Nearby: how near the rows of a township are to a task by their senses, as evidence."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kg.meaning.encoding.nearness import Nearness, ahead, nearness

FILE = Path(__file__).with_name("nearness.bin")
"""What was learned of how tasks speak of duties, see :mod:`kg.meaning.encoding.nearness`."""

NAMES = ("near", "near_ahead", "near_first", "most_near")
"""The names of the evidence, the last one that of the task alone."""


def of_tasks() -> Nearness:
    """How near rows are to tasks."""
    return nearness(FILE)


def evidence(values: Sequence[float], matters: Sequence[str]) -> list[dict[str, float]]:
    """What nearness says for each row: how near, and how much nearer than those of other Matters."""
    return [
        {"near": value, "near_ahead": more, "near_first": float(more >= 0)}
        for value, more in zip(values, ahead(values, matters), strict=True)
    ]
