"""Hearing: which Matter a story means, all of them and *none* weighed against one another.

A story says in people's words what happened. Each Matter gets a value by named evidence; together with
the value of "none of them" these make the probabilities (a conditional logit, McFadden 1974). The weights
are learned from strangers' stories about lists whose words nobody had taught, see build/training.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kg.meaning.sayings.recalling import Choice, Kin, Recalled, familiar
from kg.meaning.sayings.recalling import evidence as own_evidence
from kg.meaning.sayings.sorting import Sort
from kg.patterns import regex

if TYPE_CHECKING:
    from kg.meaning.rows import Hit

WEIGHTS = Path(__file__).with_name("hearing.json")

OF_NONE = ("sorted_nowhere", "sorted_elsewhere", "unlisted", "unlisted_nearer")
"""Evidence, the same for all Matters, that a story is about none of them."""
FINES = regex("罚|\\bfin(?:e|ed|es|ing)\\b|\\bpenali[sz]|\\bpunish")
"""Who punishes is asked, not who is in charge of the topic."""
_PENALTY = regex("处罚|罚款")

Values = Mapping[str, float]


class Hearer:
    """Hears stories with learned weights."""

    def __init__(self, weights: Values, none: Values) -> None:
        """``weights`` of the evidence for a Matter, and of that for ``none``."""
        self._weights, self._none = weights, none

    @staticmethod
    def load(path: Path = WEIGHTS) -> Hearer:
        """The weights of the program."""
        content = json.loads(path.read_text("utf-8"))
        return Hearer(content["weights"], content["none"])

    def choices(self, ranked: Sequence[Sequence[Hit]], found: Sequence[Values]) -> list[Choice]:
        """The Matters with their probabilities by the evidence ``found``, the likeliest first; they add up to less than 1."""
        if not ranked:
            return []
        values = [_value(self._weights, one) for one in found]
        none = _value(self._none, of_none(found))
        highest = max((*values, none))
        parts = [math.exp(value - highest) for value in values]
        whole = sum(parts) + math.exp(none - highest)
        made = (
            Choice(tuple(hits), round(part / whole, 4))
            for hits, part in zip(ranked, parts, strict=True)
        )
        return sorted(made, key=lambda one: (-one.probability, one.hits[0].key))


def _value(weights: Values, values: Values) -> float:
    return sum(weights.get(name, 0.0) * value for name, value in values.items())


def of_none(found: Sequence[Values]) -> dict[str, float]:
    """What speaks for no Matter at all, of the evidence for each."""
    return {"bias": 1.0, **{name: found[0][name] for name in OF_NONE}}


def evidence(
    story: str,
    ranked: Sequence[Sequence[Hit]],
    recalled: Recalled,
    sorts: Sequence[Sort],
    kin: Kin,
    taught: Mapping[str, int],
) -> list[dict[str, float]]:
    """What speaks for each Matter, by name.

    ``story`` is the whole of it, in which a fine may be asked for; ``taught`` has the texts learned of a name.
    """
    fines = bool(FINES.search(story))
    own = own_evidence(ranked, recalled, sorts, kin)
    best = max((one["sorted"] for one in own), default=0.0)
    found = []
    for hits, values in zip(ranked, own, strict=True):
        kind = familiar(hits, sorts, recalled, kin, taught)
        penalty = bool(_PENALTY.search(hits[0].name))
        sorted_ = values["sorted"]
        found.append(
            {
                **hits[0].evidence,
                **values,
                "bias": 1.0,
                "few": float(kind == "few"),
                "untaught": float(kind == "untaught"),
                "fines_penalty": float(fines and penalty),
                "penalty_unasked": float(penalty and not fines),
                "fines_other": float(fines and not penalty),
                "sorted_some": min(sorted_, 1.0),
                "sorted_surely": max(0.0, sorted_ - 1),
                "sorted_behind": sorted_ - best,
                "sorted_best": float(0 < sorted_ == best and kind != "untaught"),
            }
        )
    return found
