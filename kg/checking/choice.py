"""Choice: learned weights and trees turn evidence into how likely each row is the duty, or none is.

``rows`` weigh the evidence of each row, ``none`` that of the text alone; the likeliest share of
all (conditional logit). ``unlisted`` weigh how near anything comes, into the probability that no
list has the task. What evidence means together with other evidence no weight can tell: trees judge after
the weights, and see their shares, too (:mod:`kg.meaning.sayings.trees`).
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from kg.frozen import frozen
from kg.meaning.encoding.nearness import ahead
from kg.meaning.model import logistic
from kg.meaning.sayings.trees import Trees

FILE, TREES = "weights.json", "trees.json"
"""Names of the files of weights and of trees in this package, made by ``python -m kg.checking.training``."""

BIAS = "bias"
"""The evidence that is always 1."""


_KINDS = ("basic", "reclaimed")
"""Evidence of which list a row is; of neither: the third."""
_FIRST = (
    "share", "share_ahead", "share_of_list", "near", "near_ahead", "score", "object_in_row", "object_in_name",
    "text_in_row", "heard", "sorted", "example", "odds", "asked_in_name", "asked_nowhere", "basic", "reclaimed", "missing",
)  # fmt: skip
"""Evidence of the likeliest rows that tells whether the task is listed at all, …"""
_ROWS = 2
"""… of so many rows, …"""
_GREATEST = ("near", "score", "object_in_row", "heard", "sorted", "odds", "text_in_row")
"""… and evidence of which the most that any row has does."""

Evidence = Mapping[str, float]


@frozen
class Forest:
    """Trees that tell the very duty among rows, and trees that tell a task no list has."""

    rows: Trees
    unlisted: Trees


@frozen
class Judged:
    """The probability of each row, that of none (together 1), and that no list has the task."""

    shares: Sequence[float]
    none: float
    unlisted: float


@frozen
class Model:
    """Weights by name of evidence, and the trees that judge after them, if there are any."""

    rows: Evidence
    none: Evidence
    unlisted: Evidence
    trees: Forest | None = None

    @staticmethod
    def load(folder: Path | None = None, *, worded: bool = False) -> Model:
        """What was learned, in this folder (None: this one); ``worded``: where no row's sense is known."""
        return _load(folder or Path(__file__).parent, worded)

    def judged(self, rows: Sequence[Evidence], text: Evidence) -> Judged:
        """What weights and trees say of rows and of the text alone."""
        if self.trees is None:
            return Judged(*self.shares(rows, text), self.probably_unlisted(text))
        beside = self.beside(rows, text)
        chances = [self.trees.rows.chance(one) for one in beside]
        whole = max(1.0, math.fsum(chances))
        found = [round(chance / whole, 4) for chance in chances]
        unlisted = self.trees.unlisted.chance(of_all(beside, chances))
        return Judged(found, round(max(0.0, 1 - math.fsum(found)), 4), round(unlisted, 4))

    def shares(self, rows: Sequence[Evidence], none: Evidence) -> tuple[list[float], float]:
        """The probability of each row by the weights alone, and that of none; together 1."""
        scores = [*(_sum(self.rows, row) for row in rows), _sum(self.none, none)]
        top = max(scores)
        powers = [math.exp(score - top) for score in scores]
        total = math.fsum(powers)
        *found, last = (round(power / total, 4) for power in powers)
        return found, last

    def probably_unlisted(self, whole: Evidence) -> float:
        """The probability by the weights alone that no list has the task."""
        return round(logistic(_sum(self.unlisted, whole)), 4)

    def beside(self, rows: Sequence[Evidence], text: Evidence) -> list[dict[str, float]]:
        """All that is known of each row: its evidence, that of the text, and how it stands beside the other rows.

        ``share…`` are by the weights: its own, that of none, how much more than any other row's, the
        most, and that of the rows of its list together.
        """
        shares, left = self.shares(rows, text)
        kinds = [tuple(row.get(name, 0.0) for name in _KINDS) for row in rows]
        near = sorted((row.get("near", 0.0) for row in rows), reverse=True)
        whole = {
            **text,
            "share_none": left,
            "share_most": max(shares),
            "unlisted": self.probably_unlisted(text),
            "near_second": near[1] if near[1:] else 0.0,
        }
        lead = ahead(shares, range(len(shares)))
        return [
            {
                **row,
                **whole,
                "share": share,
                "share_ahead": more,
                "share_of_list": sum(
                    one for one, other in zip(shares, kinds, strict=True) if other == kind
                ),
            }
            for row, share, more, kind in zip(rows, shares, lead, kinds, strict=True)
        ]


def of_all(beside: Sequence[Evidence], chances: Sequence[float]) -> dict[str, float]:
    """What tells whether a task is listed: the likeliest rows by the trees, and the most that any row has."""
    order = sorted(range(len(beside)), key=lambda at: (-chances[at], at))
    found = {
        **beside[0],
        "chances": math.fsum(chances),
        "chances_reclaimed": math.fsum(
            chance for chance, one in zip(chances, beside, strict=True) if one.get("reclaimed", 0.0)
        ),
        "rows": float(len(beside)),
    }
    for name in _GREATEST:
        found[f"greatest_{name}"] = max(one.get(name, 0.0) for one in beside)
    for place in range(_ROWS):
        at = order[place] if place < len(order) else None
        found[f"chance_{place}"] = 0.0 if at is None else chances[at]
        for name in _FIRST:
            found[f"{name}_{place}"] = 0.0 if at is None else beside[at].get(name, 0.0)
    return found


def _sum(weights: Evidence, evidence: Evidence) -> float:
    return math.fsum(weights.get(name, 0.0) * value for name, value in evidence.items())


@cache
def _read(folder: Path, name: str) -> Any:
    """A file that has both models, opened once."""
    return json.loads((folder / name).read_text("utf-8"))


@cache
def _load(folder: Path, worded: bool) -> Model:
    read, grown = _read(folder, FILE), _read(folder, TREES)
    if worded:
        read, grown = read["worded"], grown["worded"]
    trees = Forest(Trees.of(grown["rows"]), Trees.of(grown["unlisted"]))
    return Model(read["rows"], read["none"], read["unlisted"], trees)
