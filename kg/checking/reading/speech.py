"""Speech: the things that are spoken in one breath, by what is asked of them.

Where :mod:`kg.checking.reading.breath` parts a run without any sign into clauses, a thing goes on until something was asked;
the next one begins where the characters look like it. ``breath.bin`` has the few numbers that weigh both.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.checking.reading.cutting import THING, further
from kg.checking.reading.requests import requests

CUT, PERHAPS, TOO_LONG = 0.3, 0.16, 45
"""From this chance on the next thing begins; from the second in a part with more characters."""
_MUCH = 4.0


def numbers(
    clauses: Sequence[str], at: int, since: int, odds: Sequence[tuple[float, float]]
) -> list[float]:
    """What tells whether the next thing begins behind clause ``at``, the one before having begun with clause ``since``.

    ``odds`` has for each clause the log-odds of a breath before it, and of the next thing beginning with it.
    """
    ask = requests().by_characters
    breath, begins = (one / _MUCH for one in odds[at + 1])
    before = [one / _MUCH for one in ask(clauses[since : at + 1])]
    (whole,) = ask(["".join(clauses[since : at + 1])])
    after = [one / _MUCH for one in ask(clauses[at + 1 : at + 3])]
    long = sum(map(len, clauses[since : at + 1]))
    asked = max(before)
    return [
        begins,
        breath,
        asked,
        before[-1],
        whole / _MUCH,
        after[0],
        max(after),
        min(long, 40) / 20,
        min(len(clauses[at + 1]), 16) / 8,
        min(at + 1 - since, 4) / 2,
        float(long < 8),
        asked * begins,
        before[-1] * begins,
        after[0] * begins,
        min(long, 40) / 20 * begins,
    ]


def begun(
    clauses: Sequence[str], odds: Sequence[tuple[float, float]], weigh: Sequence[float]
) -> list[int]:
    """With which clauses the next thing begins; the first weight is the offset."""
    import math

    starts: list[int] = []
    chances = [0.0]
    for at in range(len(clauses) - 1):
        told = numbers(clauses, at, starts[-1] if starts else 0, odds)
        value = weigh[0] + sum(w * n for w, n in zip(weigh[1:], told, strict=True))
        chances.append(1 / (1 + math.exp(-value)))
        if chances[-1] >= CUT:
            starts.append(at + 1)
    ends = [0]
    for clause in clauses:
        ends.append(ends[-1] + len(clause))

    def inside(start: int, stop: int) -> range:
        return range(start + 1, stop) if ends[stop] - ends[start] > TOO_LONG else range(0)

    return further(starts, len(clauses), chances, inside, PERHAPS)


def joined(clauses: Sequence[str], starts: Sequence[int]) -> str:
    """The clauses with blanks between them, and a sign of its own where the next thing begins."""
    begins = frozenset(starts)
    told = (THING if n in begins else " " for n in range(1, len(clauses)))
    return clauses[0] + "".join(
        sign + clause for sign, clause in zip(told, clauses[1:], strict=True)
    )
