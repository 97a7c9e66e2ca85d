"""Responsibilities: who has which part in a duty, by which words, how certain.

The qualified form of every statement about organisations; direct edges are derived from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kg.records import Department, Township

Party = Department | Township
"""An organisation that can have a part in a duty."""


class Side(StrEnum):
    """The two clause cells of a cooperation duty: 上级部门职责 and 配合职责."""

    SUPERIOR = "superior"
    TOWNSHIP = "township"


class Certainty(StrEnum):
    """What a responsibility rests on.

    The clause's own words, a column or the list itself, a department heading above the clause, or
    the reader's conclusion (a clause that names nobody in a row of one department).
    """

    STATED = "stated"
    COLUMN = "column"
    HEADING = "heading"
    INFERRED = "inferred"


class Reclaim(StrEnum):
    """Ways in which a duty is taken back: handed over, no longer done, no longer assessed.

    SHARED: department and township go on together, but nobody is assessed.
    """

    TRANSFERRED = "transferred"
    ABOLISHED = "abolished"
    ASSESSMENT_DROPPED = "assessment-dropped"
    SHARED = "shared-not-assessed"


@dataclass(frozen=True, slots=True)
class Responsibility:
    """One organisation's part in a duty or in one clause of it.

    ``party`` has the ``role`` (acts, leads, reviews …) or, for roles that point to another body
    (guides, reportsTo, handsOver …), is the one it is done to; then ``agents`` are those who do it,
    so that a flow runs from ``agents`` to ``party``. ``party`` is None for an open set, whose words
    are ``open_words``; beside a party they tell that the list it stands in is open. ``clause`` is
    None for the duty as a whole. ``words`` are verbatim.
    """

    role: str
    party: Party | None
    certainty: Certainty
    words: str
    agents: tuple[Party, ...] = ()
    side: Side | None = None
    clause: int | None = None
    open_words: str = ""
    reclaim: Reclaim | None = None

    @property
    def stated(self) -> bool:
        """Whether the document says it (in words, column or heading), not the reader."""
        return self.certainty is not Certainty.INFERRED
