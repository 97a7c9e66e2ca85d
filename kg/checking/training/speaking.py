"""Speaking: the few numbers that weigh where the next thing begins in speech (:mod:`kg.checking.reading.speech`).

What tells breath and things knows the texts that it was learned from too well. So it is learned twice, each time without half of the
authors, and these numbers from what it says of their texts: messages that somebody wrote, without their signs, and some that are made.
"""

from __future__ import annotations

import random
import zlib
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from kg.checking.reading.breath import SPOKEN, Breath
from kg.checking.reading.speech import numbers
from kg.checking.training.joining import Pieces, Run, made

_MADE, _MUCH, _SEED = 700, 3.0, 5
"""Messages that are made of each half's things, and how much those that somebody wrote count beside them."""
_LEAST, _OFTEN = 40, 2
"""Characters of such a message, and of them those that are spoken."""
_PEOPLE = "people"

Known = tuple[list[list[float]], list[bool], list[bool]]
"""What is known of gaps, whether a thing begins there, and whether somebody wrote the message."""


def half(author: str) -> int:
    """Which half of the authors one is of."""
    return zlib.crc32(author.encode()) >> 3 & 1


def authors(told: Sequence[Run], of: Pieces) -> frozenset[str]:
    """All who wrote something, but the people who told of duties."""
    things = {who for own in of.things.values() for who, _ in own}
    return frozenset({run.author for run in told} | things) - {_PEOPLE}


def learn(told: Sequence[Run], of: Pieces, halves: Sequence[Breath]) -> tuple[list[float], float]:
    """The weights, the offset first, and the area under the curve of what somebody wrote, each half left out.

    ``halves`` have learned nothing of the authors of the half of their number.
    """
    everybody, known = authors(told, of), []
    own = replace(of, things={name: k for name, k in of.things.items() if name != _PEOPLE})
    for number, breath in enumerate(halves):
        mine = [run for run in told if half(run.author) == number and _spoken(run.text)]
        others = frozenset(one for one in everybody if half(one) != number)
        some = made(own, random.Random(_SEED + number), _MADE, [*others, _PEOPLE])  # noqa: S311
        known.append(_known([*mine, *some], breath))
    wanted, odds = [], []
    for number, (rows, begins, wrote) in enumerate(known):
        others_told = [one for n, one in enumerate(known) if n != number]
        found = _fitted(others_told).decision_function(np.array(rows))
        wanted += [b for b, w in zip(begins, wrote, strict=True) if w]
        odds += [float(o) for o, w in zip(found, wrote, strict=True) if w]
    model = _fitted(known)
    weights = [float(model.intercept_[0]), *map(float, model.coef_[0])]
    return weights, round(float(roc_auc_score(wanted, odds)), 3)


def _spoken(text: str) -> bool:
    return len(text) >= _LEAST and len(SPOKEN.findall(text)) >= _OFTEN


def _known(runs: Sequence[Run], breath: Breath) -> Known:
    """What is known of the gaps between the clauses of runs."""
    found: Known = ([], [], [])
    for run in runs:
        clauses, beside = breath.clauses(run.text)
        since = 0
        for clause, place in enumerate(accumulate(map(len, clauses[:-1]))):
            begins = _beside(run.begins, place)
            if not _beside(run.unknown, place):
                found[0].append(numbers(clauses, clause, since, beside))
                found[1].append(begins)
                found[2].append(run.real)
            since = clause + 1 if begins else since
    return found


def _beside(places: frozenset[int], at: int) -> bool:
    """Whether one of these places, but the first of a text, is at most a character away."""
    return any(place in places for place in (at - 1, at, at + 1) if place)


def _fitted(known: Sequence[Known]) -> Any:
    rows = np.array([row for one in known for row in one[0]])
    begins = np.array([b for one in known for b in one[1]])
    wrote = np.array([w for one in known for w in one[2]])
    weights = np.where(wrote, _MUCH, 1.0)
    return LogisticRegression(max_iter=500).fit(rows, begins, sample_weight=weights)
