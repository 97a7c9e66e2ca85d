"""Verdicts: what the weighed rows of a township mean for a task.

The rules of the contract: a verdict rests on rows with the same act; reclaimed before cooperation
before basic; a step that a row keeps with its departments is unclear; rows that only share the
object are unclear; nothing near is not listed. What a list took back is never called allowed: where
a reclaimed row is a fair reading beside an allowed one, the verdict is unclear.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.checking.weighing import Weighed

ACCEPT = 0.5
"""From this probability on a row is the very duty."""

GUARD = 0.2
"""From this probability on a reclaimed row keeps an allowed one from being the verdict."""

NEAR = 0.06
"""From this probability on a row is near enough that the lists are not silent."""

_SHARED = 0.3
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the lists of a township say of a task.

    ``deciding`` are the rows it rests on, ``others`` further rows of the same act, ``related`` rows
    that share the object, ``nearest`` the rows a search finds first. ``step`` is the step that the
    deciding rows keep with their departments; ``why`` of an unclear one: step, guard or act.
    """

    kind: str
    deciding: tuple[Weighed, ...] = ()
    others: tuple[Weighed, ...] = ()
    related: tuple[Weighed, ...] = ()
    nearest: tuple[Weighed, ...] = ()
    step: str = ""
    why: str = ""


def decide(rows: Sequence[Weighed]) -> Verdict:
    """The verdict over the weighed rows of one township, likeliest first."""
    same = [row for row in rows if row.same >= ACCEPT]
    rest = [row for row in rows if row.same < ACCEPT]
    related = tuple(row for row in rest if _shares(row))[:_SHOWN]
    nearest = tuple(rest[:_SHOWN])
    if same:
        for kind in ("reclaimed", "cooperation", "basic"):
            deciding = tuple(row for row in same if row.hit.list == kind)
            if deciding:
                break
        others = tuple(row for row in same if row not in deciding)
        if kind == "reclaimed":
            silent = not any(row.form.departments for row in deciding)
            kind = "discontinued" if silent else kind
            return Verdict(kind, deciding, others, related, nearest)
        step = next((row.step for row in deciding if row.step), "")
        if step:
            return Verdict("unclear", (), (), (*deciding, *others, *related)[:_SHOWN], nearest, step, "step")
        taken = tuple(row for row in rest if row.hit.list == "reclaimed" and row.same >= GUARD)
        if taken:
            return Verdict("unclear", (), (), (*taken, *deciding)[:_SHOWN], nearest, "", "guard")
        return Verdict(kind, deciding, others, related, nearest)
    if related:
        step = next((row.step for row in related if row.step), "")
        return Verdict("unclear", (), (), related, nearest, step, "step" if step else "act")
    return Verdict("not_listed", (), (), (), nearest)


def _shares(row: Weighed) -> bool:
    """Whether a row is about the same object."""
    return row.same >= NEAR or row.hit.score >= _SHARED
