"""Heard: what people's words for duties tell of a task: its rows when it is heard as a story is, and what it sorts under.

Hearing (:mod:`kg.meaning.sayings.hearing`) knows people's words for duties of lists all over the country,
and weighs all Matters of a township with one another and with none of them. The weights are those of which the
trees (:mod:`kg.checking.choice`) have learned what they are worth: ``hearing.json`` here is not that of stories, which
has learned of more stories since.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import field
from functools import cache
from pathlib import Path

from kg.frozen import frozen
from kg.meaning.encoding.nearness import ahead
from kg.meaning.meaning import Meaning
from kg.meaning.sayings.hearing import Hearer
from kg.meaning.sayings.listening import Listener
from kg.meaning.sayings.recalling import sorted_under
from kg.meaning.sayings.sorting import Sort

WEIGHTS = Path(__file__).with_name("hearing.json")
_BROUGHT, _LIKELY = 5, 0.02
"""So many Matters bring their rows, from this probability on."""
_FLOOR = 0.01
_UNKNOWN = 0.5
"""What stands for how much a text sorts under a row where nobody spoke of any of the rows."""


@frozen
class Overheard:
    """The Matters that a task may mean in a township: probability of each, and of none of them."""

    chances: Mapping[str, float] = field(default_factory=dict)
    none: float = 1.0
    rows: tuple[str, ...] = ()
    """The rows (IRIs) of the likeliest."""

    def evidence(self, matter: str) -> dict[str, float]:
        """What speaks for the rows of a Matter."""
        own = self.chances.get(matter, 0.0)
        other = max((p for name, p in self.chances.items() if name != matter), default=0.0)
        return {
            "heard": own,
            "heard_log": math.log(own + _FLOOR) - math.log(_FLOOR),
            "heard_ahead": own - other,
            "heard_first": float(own > 0 and own >= other),
        }

    def of_text(self) -> dict[str, float]:
        """What speaks for no row at all; the most that any has tells whether the task is listed."""
        return {
            "heard_none": self.none,
            "heard_none_log": math.log(self.none + _FLOOR) - math.log(_FLOOR),
            "most_heard": max(self.chances.values(), default=0.0),
        }


class Hearing:
    """Hears tasks against the rows of one index."""

    def __init__(self, meaning: Meaning, listener: Listener) -> None:
        """``listener`` has been taught what people say."""
        self._meaning, self._listener = meaning, listener

    def of(self, topic: str, township: str, *, sensed: bool = True) -> Overheard:
        """What a task means in a township; without ``sensed`` by its words alone."""
        ranked, evidence = self._listener.evidence(
            self._meaning, topic, topic or " ", townships=(township,), sensed=sensed
        )
        found = _hearer().choices(ranked, evidence)
        chances = {one.hits[0].matter: one.probability for one in found}
        rows = [
            hit.key for one in found[:_BROUGHT] if one.probability >= _LIKELY for hit in one.hits
        ]
        return Overheard(chances, max(0.0, 1.0 - math.fsum(chances.values())), tuple(rows))


@cache
def _hearer() -> Hearer:
    """That of tasks, opened once."""
    return Hearer.load(WEIGHTS)


def under(sorts: Sequence[Sort], rows: Sequence[tuple[str, str]]) -> list[dict[str, float]]:
    """How much what people say speaks for each row (its name and Matter), and how much more than for others."""
    found = [sorted_under(sorts, (name,)) for name, _ in rows]
    more = ahead(found, [matter for _, matter in rows])
    return [
        {"sorted": value, "sorted_ahead": lead, "sorted_first": float(value > 0 and lead >= 0)}
        for value, lead in zip(found, more, strict=True)
    ]


def nowhere(sorts: Sequence[Sort], told: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """How much what people say speaks for any row, for a duty that is not there, for no list at all.

    Rows of which nobody said anything (of other lists) tell nothing.
    """
    most = max((one["sorted"] for one in told), default=0.0)
    listed = max((one.value + 1 for one in sorts if one.names), default=0.0)
    none = max((one.value + 1 for one in sorts if not one.names), default=0.0)
    return {
        "most_sorted": most or _UNKNOWN,
        "sorted_elsewhere": max(0.0, listed - most) if most else 0.0,
        "sorted_nowhere": none,
    }
