"""Hearing: which Matter a story means, all of them and *none* weighed against one another.

A story says in people's words what happened. Each Matter gets a value by named evidence; together with
the value of "none of them" these make the probabilities (a conditional logit, McFadden 1974). The weights
are learned from strangers' stories about lists whose words nobody had taught, see build/training.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kg.meaning.encoding.nearness import ahead
from kg.meaning.grams import likeness
from kg.meaning.sayings.recalling import ALIKE, Choice, Kin, Recalled, familiar
from kg.meaning.sayings.recalling import evidence as own_evidence
from kg.meaning.sayings.sorting import Sort
from kg.meaning.sayings.understanding import Understood
from kg.meaning.words import FINES
from kg.patterns import regex

if TYPE_CHECKING:
    from kg.meaning.rows import Hit

WEIGHTS = Path(__file__).with_name("hearing.json")

OF_NONE = (
    "agreed_none",
    "agreed_nowhere",
    "sorted_nowhere",
    "sorted_elsewhere",
    "unlisted",
    "unlisted_nearer",
    "meant_none",
    "meant_nowhere",
)
"""Evidence, the same for all Matters, that a story is about none of them."""
NEAREST = "near_most"
"""How near the nearest Matter is; the more, the less a story is about none. Only where senses are at hand."""
OF_SENSES = frozenset(("near", "near_ahead", "near_first", NEAREST))
"""Evidence that the senses of rows give."""
_HEAT = 0.25
"""How far apart what a text sorts under is taken to be: the temperature of the softmax over it. With 0.1, 0.2 and
0.35 the same, one or two of a hundred hard stories apart."""
_FEW = 3
"""Names of a Matter that are looked at."""
_SORTED = (1.0, 0.8, 0.6, 0.5)
"""How much it tells that a name sorts under a duty first, second, third, fourth."""
_PENALTY = regex("处罚|罚款")

Values = Mapping[str, float]
Named = Callable[[str], Sequence[Sort]]
"""What the name of a row sorts under."""


class Hearer:
    """Hears stories with learned weights."""

    def __init__(self, sensed: tuple[Values, Values], worded: tuple[Values, Values]) -> None:
        """Weights of the evidence for a Matter, and of that for none; ``worded`` where no row's sense is known."""
        self._sensed, self._worded = sensed, worded

    @staticmethod
    def load(path: Path = WEIGHTS) -> Hearer:
        """The weights of the program."""
        content = json.loads(path.read_text("utf-8"))
        worded = content["worded"]
        return Hearer((content["weights"], content["none"]), (worded["weights"], worded["none"]))

    def choices(self, ranked: Sequence[Sequence[Hit]], found: Sequence[Values]) -> list[Choice]:
        """The Matters with their probabilities by the evidence ``found``, the likeliest first; they add up to less than 1."""
        if not ranked:
            return []
        weights, against = self._sensed if NEAREST in found[0] else self._worded
        values = [_value(weights, one) for one in found]
        none = _value(against, of_none(found))
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
    some = (*OF_NONE, NEAREST) if NEAREST in found[0] else OF_NONE
    return {"bias": 1.0, **{name: found[0][name] for name in some}}


def evidence(
    story: str,
    ranked: Sequence[Sequence[Hit]],
    recalled: Recalled,
    sorts: Sequence[Sort],
    kin: Kin,
    taught: Mapping[str, int],
    named: Named,
    understood: Sequence[Understood],
    near: Sequence[float] | None = None,
) -> list[dict[str, float]]:
    """What speaks for each Matter, by name.

    ``story`` is the whole of it, in which a fine may be asked for; ``taught`` has the texts learned of a name,
    ``named`` tells what a name of a row sorts under, ``understood`` what the text means by its sense, ``near``
    how near each Matter is by those of its rows, where they are at hand.
    """
    fines = bool(FINES.search(story))
    own_names = [
        (names, _under(names, named))
        for names in (list(dict.fromkeys(hit.name for hit in hits[:6]))[:_FEW] for hits in ranked)
    ]
    agreed, none, nowhere = agreement(own_names, shares(sorts))
    meant, meant_none, meant_nowhere = agreement(own_names, understood)
    of_none_ = {
        "agreed_none": none,
        "agreed_nowhere": nowhere,
        "meant_none": meant_none,
        "meant_nowhere": meant_nowhere,
    }
    most, clearest = max(agreed, default=0.0), max(meant, default=0.0)
    own = own_evidence(ranked, recalled, sorts, kin)
    best = max((one["sorted"] for one in own), default=0.0)
    found = []
    for at, (hits, values) in enumerate(zip(ranked, own, strict=True)):
        others = max((one for n, one in enumerate(agreed) if n != at), default=0.0)
        kind = familiar(hits, sorts, recalled, kin, taught)
        penalty = bool(_PENALTY.search(hits[0].name))
        sorted_ = values["sorted"]
        found.append(
            {
                **hits[0].evidence,
                **values,
                **of_none_,
                "agreed": agreed[at],
                "agreed_log": math.log(agreed[at] + 0.02),
                "agreed_first": float(agreed[at] > others),
                "agreed_behind": agreed[at] - most,
                "meant": meant[at],
                "meant_log": math.log(meant[at] + 0.02),
                "meant_first": float(meant[at] == clearest > 0),
                "meant_behind": meant[at] - clearest,
                "meant_agreed_log": math.log(meant[at] + agreed[at] + 0.02),
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
    if not near:
        return found
    return [{**one, **more} for one, more in zip(found, nearness(near), strict=True)]


def nearness(near: Sequence[float]) -> list[dict[str, float]]:
    """What speaks for each Matter by how near it is: how much nearer than all others, too."""
    most = max(near, default=0.0)
    return [
        {"near": value, "near_ahead": more, "near_first": float(more > 0), NEAREST: most}
        for value, more in zip(near, ahead(near, range(len(near))), strict=True)
    ]


def shares(sorts: Sequence[Sort]) -> list[Understood]:
    """The duties that a story sorts under, with a probability each (a softmax)."""
    best = max((one.value for one in sorts), default=0.0)
    parts = [math.exp((one.value - best) / _HEAT) for one in sorts]
    whole = math.fsum(parts) or 1.0
    return [Understood(part / whole, one.names) for one, part in zip(sorts, parts, strict=True)]


Duties = tuple[Sequence[str], Mapping[tuple[str, ...], float]]
"""Names of a Matter, and the duties that they sort under."""


def agreement(
    ranked: Sequence[Duties], duties: Sequence[Understood]
) -> tuple[list[float], float, float]:
    """How far duties with their probabilities are each Matter: 0 not at all, 1 surely; how far no list's, or no Matter.

    Duties are a Matter as far as its names are like theirs or sort under them. So a thing that is only
    mentioned speaks for its row less than what the rest of a story tells.
    """
    agreed, nowhere, none = [0.0] * len(ranked), 0.0, 0.0
    for one in duties:
        if not one.names:
            none += one.probability
            continue
        near = [_nearness(one.names, *own) for own in ranked]
        if max(near, default=0.0) < ALIKE:
            nowhere += one.probability
        for at, nearness in enumerate(near):
            agreed[at] += nearness * one.probability
    return agreed, none, nowhere


def _under(names: Sequence[str], named: Named) -> dict[tuple[str, ...], float]:
    """The duties that names sort under, by their own names, and how far each is one of them."""
    found: dict[tuple[str, ...], float] = {}
    for name in names:
        for weight, duty in zip(_SORTED, named(name), strict=False):
            strength = weight * min(1.0, duty.value + 1)
            found[duty.names] = max(found.get(duty.names, 0.0), strength)
    return found


def _nearness(
    duty: tuple[str, ...], names: Sequence[str], under: Mapping[tuple[str, ...], float]
) -> float:
    """How far a duty by its names is one of these names: like one, or what one sorts under."""
    alike = max([likeness(a, b) for a in duty for b in names], default=0.0)
    return max(alike if alike >= ALIKE else 0.0, under.get(duty, 0.0))
