"""Sides: whether a text asks for what a row gives to the township or for what its departments keep.

The words of a row's name are left out: both sides say them. What is left is compared with the
clauses of each side, and with the nearest clause only: a long column says a little of everything.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache

from kg.meaning.grams import pairs
from kg.meaning.packing import Form
from kg.meaning.rows import Clause
from kg.patterns import regex

_ALONE = regex(
    "自行|自主(?!创业|申报|学习)|直接(?!报|上报|反馈|联系|告)|全权|(?:乡|镇|街道|你们|你单位)(?:里|上)?自己"
    "|不(?:再|用|必|需)?(?:经|报|往|到|跑)(?:县|市|区|我局|上级)|说了算|一律由(?:你|各|乡|镇)"
)
"""Words that leave a decision to the township alone: 由你镇自行审定, 不再报县."""


class Sides:
    """Compares a text with the clauses of the two sides of rows."""

    def __init__(self, weight: Callable[[str], float]) -> None:
        """``weight`` says how telling a pair of characters is."""
        self._weight = weight
        self._clauses = lru_cache(maxsize=4096)(_clauses)

    def evidence(self, asked: str, form: Form) -> dict[str, float]:
        """How much of a folded text the nearest clause of each side says, 0 to 1."""
        if form.list != "cooperation":
            return {"side_township": 0.0, "side_department": 0.0}
        named = frozenset(pairs(form.name))
        told = {gram: self._weight(gram) for gram in pairs(asked) if gram not in named}
        total = math.fsum(told.values()) or 1.0

        def best(clauses: Sequence[frozenset[str]]) -> float:
            said = (math.fsum(w for gram, w in told.items() if gram in one) for one in clauses)
            return max(said, default=0.0) / total

        own, kept = best(self._clauses(form.own)), best(self._clauses(form.superior))
        return {"side_township": max(0.0, own - kept), "side_department": max(0.0, kept - own)}


def alone(text: str) -> bool:
    """Whether a text leaves the decision to the township alone."""
    return bool(_ALONE.search(text))


def _clauses(clauses: tuple[Clause, ...]) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(pairs(clause.text)) for clause in clauses)
