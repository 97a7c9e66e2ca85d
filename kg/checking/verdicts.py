"""Verdicts: what the weighed rows of a township mean for a task.

The rules of the contract: a verdict rests on rows with the same act; reclaimed before cooperation
before basic; a step that a row keeps with its departments is unclear; rows that only share the
object are unclear; nothing near is not listed. What a list took back is never called allowed: where
a reclaimed row is a fair reading beside an allowed one, the verdict is unclear.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.checking.weighing import Weighed
from kg.frozen import frozen

ACCEPT = 0.55
"""From this probability on a row is the very duty."""

LIKELY, AHEAD, LIKELY_SCORE = 0.4, 2.0, 0.12
"""So is the first row from LIKELY on, if it is AHEAD times as likely as the next one and meaning
gives it some score; not where another body than those of its column asks."""

GUARD, RIVAL, RIVAL_SCORE = 0.2, 0.4, 0.08
"""A reclaimed row this likely, alone or among all rows, keeps an allowed one from being the verdict."""

NEAR, SCORE, OBJECT = 0.13, 0.35, 0.4
"""A row this likely, of this score in meaning or with this share of the object is near."""

NEAR_POWER, SCORE_POWER = 0.05, 0.15
"""So is one where a power is asked for: what lists took back is mostly powers."""

_SHOWN = 3


@frozen
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
    same = _same(rows)
    rest = [row for row in rows if row not in same]
    related = tuple(row for row in rest if _shares(row))[:_SHOWN]
    nearest = tuple(rest[:_SHOWN])
    if same:
        for kind in ("reclaimed", "cooperation", "basic"):
            deciding = tuple(row for row in same if row.hit.list == kind)
            if deciding:
                break
        others = tuple(row for row in same if row not in deciding)
        if kind == "reclaimed":
            silent = not any(row.hit.form.departments for row in deciding)
            kind = "discontinued" if silent else kind
            return Verdict(kind, deciding, others, related, nearest)
        step = next((row.step for row in deciding if row.step), "")
        shown = (*deciding, *others, *related)[:_SHOWN]
        if step or all(row.missing for row in deciding):
            return Verdict("unclear", (), (), shown, nearest, step, "step" if step else "act")
        taken = tuple(row for row in rest if _taken(row))
        if taken:
            shown = (*taken, *deciding)[:_SHOWN]
            return Verdict("unclear", (), (), shown, nearest, "", "guard")
        return Verdict(kind, deciding, others, related, nearest)
    if related:
        step = next((row.step for row in related if row.step), "")
        return Verdict("unclear", (), (), related, nearest, step, "step" if step else "act")
    return Verdict("not_listed", (), (), (), nearest)


def _same(rows: Sequence[Weighed]) -> list[Weighed]:
    """The rows that are the very duty."""
    fitting = [row for row in rows if not row.unsaid]
    same = [row for row in fitting if row.same >= ACCEPT]
    if same or not fitting:
        return same
    first = fitting[0]
    ahead = all(row.same * AHEAD < first.same for row in rows if row is not first)
    likely = first.same >= LIKELY and first.hit.score >= LIKELY_SCORE and not first.alien
    return [first] if ahead and likely else []


def _taken(row: Weighed) -> bool:
    """Whether a list may mean by this row that the duty was taken back."""
    return (
        row.hit.list == "reclaimed"
        and not row.unsaid
        and (row.same >= GUARD or (row.alone >= RIVAL and row.hit.score >= RIVAL_SCORE))
    )


def _shares(row: Weighed) -> bool:
    """Whether a row is about the same object."""
    near, score = (NEAR_POWER, SCORE_POWER) if row.power else (NEAR, SCORE)
    said = row.evidence.get("object_in_row", 0.0)
    return row.same >= near or row.hit.score >= score or said >= OBJECT
