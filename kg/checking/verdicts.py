"""Verdicts: what the weighed rows of a township mean for a task.

The rules of the contract: a verdict rests on rows with the same act; reclaimed before cooperation
before basic; a step that a row keeps with its departments is unclear; rows that only share the
object are unclear; nothing near is not listed. What a list took back is never called allowed: where
a reclaimed row is a fair reading beside an allowed one, the verdict is unclear.

Rows of one list say the same verdict, so that their probabilities count together.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.checking.weighing import Weighed, Weighing
from kg.frozen import frozen
from kg.meaning.grams import pairs

ACCEPT = 0.55
"""From this probability on a list is meant: more than all else, and than no row at all."""

GUARD, RIVAL_SCORE = 0.07, 0.2
"""Reclaimed rows this likely keep an allowed one from being the verdict; so does one with this score
in meaning whose name has a step that is asked for. Chosen on tasks of authors left out of the
training: none of theirs that was taken back is allowed."""

ASIDE = 0.15
"""Nor does one with this score whose sense is so much farther from the task than the deciding row's (登记 of workshops, where guests at a feast
are 登记): of six fresh tasks that such rows kept from their verdict five were another duty, four of them so far."""

SILENT, FAINT = 0.7, 0.15
"""A reclaimed row about a power that a text does not speak of is the verdict from the one on, and below
the other does not keep a row from it whose step is asked for: 受理 is asked for, 审批 was taken back."""

WEAK, WEAK_SCORE, WEAK_SORTED = 0.6, 0.05, 0.3
"""No row of less score in meaning, of which people say as little, is the verdict below this probability."""

ALSO = 0.5
"""A row is meant, too, that is at least so many times as likely as the likeliest of its list; …"""
OTHERS = 0.3
"""… and one of another list from this probability on."""

UNLISTED, NOWHERE = 0.8, 0.95
"""Not listed: that no list has the task is so probable, that no row is its very duty so, and no row may mean that it was taken back.
Of 45 fresh tasks that the first alone called so 13 were listed or kept by a department; with the second 3 of 28."""
HARDLY_LISTED = 0.5
"""So probable that no list has the task: then no allowed row is believed."""

NEAR, SCORE, OBJECT = 0.13, 0.35, 0.4
"""A row this likely, of this score in meaning or with this share of the object is near."""

NEAR_POWER, SCORE_POWER = 0.05, 0.15
"""So is one where a power is asked for: what lists took back is mostly powers."""

_TWICE, _WORDS = 0.65, 6
"""Names that share so much of the shorter one's pairs, if it has so many, say the same."""

_SHOWN, _COUNTED = 3, 3
_LISTS = ("reclaimed", "cooperation", "basic")


@frozen
class Verdict:
    """What the lists of a township say of a task.

    ``deciding`` are the rows it rests on, ``others`` further rows of the same act, ``related`` rows
    that share the object, ``nearest`` the rows a search finds first. ``step`` is the step that the
    deciding rows keep with their departments; ``why`` of an unclear one: step, guard, act, or bare
    where the text names nothing but a step.
    """

    kind: str
    deciding: tuple[Weighed, ...] = ()
    others: tuple[Weighed, ...] = ()
    related: tuple[Weighed, ...] = ()
    nearest: tuple[Weighed, ...] = ()
    step: str = ""
    why: str = ""


def decide(weighing: Weighing) -> Verdict:
    """The verdict over the weighed rows of one township."""
    rows = weighing.rows
    found = _decided(weighing)
    sure = weighing.unlisted >= UNLISTED and weighing.none >= NOWHERE
    unlisted = sure and not any(_taken(row, 0.0) for row in rows)
    if not rows or (found.why == "act" and unlisted):
        return Verdict("not_listed", (), (), (), rows[:_SHOWN])
    return found


def _decided(weighing: Weighing) -> Verdict:
    """The verdict if the task is on a list at all."""
    rows = weighing.rows
    reclaimed = sum(row.same for row in rows if row.hit.list == "reclaimed")
    shares = {kind: sum(_first(rows, kind)) for kind in _LISTS}
    kind = max(_LISTS, key=lambda one: shares[one])
    same = [row for row in rows if row.hit.list == kind]
    meant = shares[kind] >= ACCEPT
    if meant and same and shares[kind] < WEAK and _weak(same[0]):
        meant = False
    if not same or not meant:
        return _unsaid(weighing)
    deciding = tuple(row for row in same if row.same >= ALSO * same[0].same)
    others = tuple(row for row in rows if row.hit.list != kind and row.same >= OTHERS)
    rest = [row for row in rows if row not in deciding and row not in others]
    related = tuple(row for row in rest if _shares(row))[:_SHOWN]
    nearest = tuple(rest[:_SHOWN])
    if kind == "reclaimed":
        if shares[kind] < SILENT and all(row.silent for row in deciding):
            return Verdict("unclear", (), (), rows[:_SHOWN], nearest, "", "act")
        silent = not any(row.hit.form.departments for row in deciding)
        return Verdict("discontinued" if silent else kind, deciding, others, related, nearest)
    step = next((row.step for row in deciding if row.step), "")
    shown = (*deciding, *others, *related)[:_SHOWN]
    if step or all(row.missing for row in deciding):
        return Verdict("unclear", (), (), shown, nearest, step, "step" if step else "act")
    sensed = max(row.evidence.get("near", 0.0) for row in deciding)
    taken = tuple(
        row for row in rows if _taken(row, reclaimed, sensed - ASIDE) or _said_twice(row, deciding)
    )
    if taken:
        shown = (*deciding, *taken)[:_SHOWN]
        return Verdict("unclear", (), (), shown, nearest, "", "guard")
    if weighing.unlisted >= HARDLY_LISTED:
        return Verdict("unclear", (), (), shown, nearest, "", "act")
    return Verdict(kind, deciding, others, related, nearest)


def _weak(row: Weighed) -> bool:
    """Whether hardly anything but the step speaks for a row."""
    said = row.evidence.get("sorted", 0.0)
    return row.hit.score < WEAK_SCORE and said < WEAK_SORTED


def _taken(row: Weighed, reclaimed: float, near: float = -1.0) -> bool:
    """Whether a list may mean by this row that the duty was taken back; ``near``: how near a row of its score has to be."""
    if row.hit.list != "reclaimed":
        return False
    silent = row.silent and bool(row.asked) and row.same < FAINT
    likely = reclaimed >= GUARD and row.same >= GUARD / 3 and not silent
    same = bool(row.asked & row.given.name) and not row.unsaid and not row.silent
    rival = row.hit.score >= RIVAL_SCORE and row.evidence.get("near", 1.0) >= near
    return likely or (rival and same)


def _said_twice(row: Weighed, deciding: Sequence[Weighed]) -> bool:
    """Whether a reclaimed row's name says nearly what a deciding row's says: the list has it twice."""
    if row.hit.list != "reclaimed":
        return False
    mine = frozenset(pairs(row.hit.form.name))
    for one in deciding:
        other = frozenset(pairs(one.hit.form.name))
        least = min(len(mine), len(other))
        if least >= _WORDS and len(mine & other) >= _TWICE * least:
            return True
    return False


def _first(rows: Sequence[Weighed], kind: str) -> list[float]:
    """The probabilities of the likeliest rows of a list; many unlikely ones make none likely."""
    return [row.same for row in rows if row.hit.list == kind][:_COUNTED]


def _unsaid(weighing: Weighing) -> Verdict:
    """The verdict where no list is meant: a step of others, or something like it."""
    related = tuple(row for row in weighing.rows if _shares(row))[:_SHOWN]
    nearest = weighing.rows[:_SHOWN]
    step = next((row.step for row in related if row.step), "")
    return Verdict("unclear", (), (), related or nearest, nearest, step, "step" if step else "act")


def _shares(row: Weighed) -> bool:
    """Whether a row is about the same object."""
    near, score = (NEAR_POWER, SCORE_POWER) if row.power else (NEAR, SCORE)
    said = row.evidence.get("object_in_row", 0.0)
    return row.same >= near or row.hit.score >= score or said >= OBJECT
