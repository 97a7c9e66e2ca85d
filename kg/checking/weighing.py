"""Weighing: how likely a task is the very duty of a row, from named evidence and learned weights.

Meaning says how well words agree; here the steps come in: what is asked, what the row's name says,
and whether the row gives that step to the township or keeps it with a department.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from kg.checking.candidates import Candidate, Candidates
from kg.checking.notices import Task
from kg.checking.steps import Given, Steps
from kg.frozen import frozen
from kg.meaning.meaning import Meaning
from kg.meaning.packing import Form

FILE = "weights.json"
"""Name of the file of weights in this package: readable, made by ``python -m kg.checking.train``."""

_WEIGHED, _MATCHED = 10, 3
_OWN, _ALIEN = 0.7, -0.7
"""What it adds to the odds of a row that the body that asks is, or is not, in its column."""
_TAKEN = (
    "text_in_name", "text_in_row", "text_in_clause", "name_in_text", "part_in_text", "object_in_name",
    "object_in_row", "object_of_name", "read", "matched_text", "unmatched_text", "characters_of_name",
    "run", "rarest", "people_clash", "act_and_object", "missing_and_object", "main_absent",
)  # fmt: skip
"""Evidence of meaning that is weighed again."""


@frozen
class Weighed:
    """A row of the township asked, with the probability that the task is its very duty.

    ``asked`` are the steps the text asks for, ``given`` those of the row, ``missing`` the reserved
    steps asked for that the row does not give. ``step`` is the one of them that a cooperation row
    keeps with its departments, ``acting`` the bodies whose clauses say it. ``alone`` is the
    probability of a reclaimed row if only reclaimed rows compete and its name asks for no reserved
    step that the text does not; 0 for other rows. ``unsaid``: a reclaimed
    row whose name is about a step (处罚, 考核 …) that the text does not speak of. ``power``: a power is asked for. ``matched`` are words of the text in the row.
    ``alien``: the body that asks is known, and not in the row's column.
    """

    hit: Candidate
    same: float
    evidence: Mapping[str, float]
    asked: frozenset[str]
    given: Given
    missing: frozenset[str] = frozenset()
    step: str = ""
    acting: tuple[str, ...] = ()
    alone: float = 0.0
    unsaid: bool = False
    power: bool = False
    matched: tuple[str, ...] = ()
    alien: bool = False


@frozen
class Model:
    """Weights by name of evidence."""

    weights: Mapping[str, float]
    bias: float

    @staticmethod
    def load(path: Path | None = None) -> Model:
        """The weights in this file; None: those of the program."""
        return _load(path or Path(__file__).with_name(FILE))

    def probability(self, evidence: Mapping[str, float]) -> float:
        """The probability that the task is the row's duty."""
        total = self.bias + math.fsum(w * evidence.get(n, 0.0) for n, w in self.weights.items())
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


@cache
def _load(path: Path) -> Model:
    read = json.loads(path.read_text("utf-8"))
    return Model(read["weights"], read["bias"])


def leaning(rows: Sequence[Weighed], own: Mapping[str, bool]) -> list[Weighed]:
    """The rows as a body that asks makes them likely: ``own`` says of a row whether it is the body's.

    Bureaus write about their own work; a row without bodies, or a body unknown, changes nothing.
    """
    found = []
    for row in rows:
        mine = own.get(row.hit.key)
        lean = 0.0 if mine is None else _OWN if mine else _ALIEN
        same = round(1 / (1 + math.exp(-_odds(row.same) - lean)), 4)
        found.append(replace(row, same=same, alien=mine is False))
    return sorted(found, key=lambda one: (-one.same, one.hit.key))


class Weigher:
    """Weighs tasks against the rows of one index."""

    def __init__(self, meaning: Meaning, steps: Steps, model: Model | None = None) -> None:
        """``model`` defaults to that of the program."""
        self._meaning, self._steps = meaning, steps
        self.model = model or Model.load()

    def candidates(self, task: Task) -> Candidates:
        """The rows a task may mean."""
        return Candidates(self._meaning, task.topic)

    def above(self, task: Task) -> Candidates | None:
        """The rows it may mean with what stands above it; None if nothing does."""
        return Candidates(self._meaning, task.context) if task.context else None

    def weigh(
        self, task: Task, township: str, near: Candidates, everywhere: Sequence[Candidate]
    ) -> list[Weighed]:
        """The nearest rows of a township, the likeliest to be the very duty first."""
        hits = near.of(township)[:_WEIGHED]
        fold = self._meaning.words.fold
        asked, told = self._steps.of(fold(task.asked)), self._steps.of(fold(task.topic))
        asked = self._steps.own(fold(task.asked)) or asked
        found: list[Weighed] = []
        for hit in hits:
            form = hit.form
            given = self._steps.given(form)
            evidence = self._evidence(hit, hits, everywhere, asked, told, given)
            missing = self._missing(hit, asked, given)
            kept = hit.list == "cooperation"
            step = min(missing & given.department, default="") if kept else ""
            found.append(
                Weighed(
                    hit,
                    round(self.model.probability(evidence), 4),
                    evidence,
                    asked,
                    given,
                    missing,
                    step,
                    self._acting(form, step) if step else (),
                    self._alone(hit, hits, everywhere, asked, told, given),
                    self._unsaid(hit, asked, told, given),
                    bool(asked & self._steps.powers),
                    near.matched(hit) if len(found) < _MATCHED else (),
                )
            )
        return sorted(found, key=lambda one: (-one.same, one.hit.key))

    def _missing(self, hit: Candidate, asked: frozenset[str], given: Given) -> frozenset[str]:
        """The reserved steps asked for that a row does not give.

        A step that is no power over others (登记, 证明 …) is a part of the work where the row gives
        another of the steps asked for.
        """
        allowed = _allowed(hit.list, given, self._steps.powers)
        missing = (asked & self._steps.reserved) - allowed
        return missing & self._steps.powers if asked & allowed else missing

    def _unsaid(
        self, hit: Candidate, asked: frozenset[str], told: frozenset[str], given: Given
    ) -> bool:
        """Whether a reclaimed row is about a step of which a text with other steps says nothing."""
        about = given.name & self._steps.spoken
        return hit.list == "reclaimed" and bool(asked and about) and not given.name & told

    def _alone(
        self,
        hit: Candidate,
        hits: Sequence[Candidate],
        everywhere: Sequence[Candidate],
        asked: frozenset[str],
        told: frozenset[str],
        given: Given,
    ) -> float:
        """The probability of a reclaimed row of the same step against reclaimed rows alone."""
        unsaid = (given.name & self._steps.reserved) - asked
        if hit.list != "reclaimed" or unsaid or (asked and given.name and not asked & given.name):
            return 0.0
        here, there = ([h for h in some if h.list == "reclaimed"] for some in (hits, everywhere))
        return round(
            self.model.probability(self._evidence(hit, here, there, asked, told, given)), 4
        )

    def _acting(self, form: Form, step: str) -> tuple[str, ...]:
        """The bodies that the clauses with a step name as acting."""
        clauses = [c for c in form.superior if step in self._steps.of(c.text)]
        return tuple(dict.fromkeys(actor for c in clauses for actor in c.actors))

    def _evidence(
        self,
        hit: Candidate,
        hits: Sequence[Candidate],
        everywhere: Sequence[Candidate],
        asked: frozenset[str],
        told: frozenset[str],
        given: Given,
    ) -> dict[str, float]:
        reserved = self._steps.reserved
        mine = _odds(hit.score)
        here = [_odds(h.score) for h in hits if h.matter != hit.matter]
        there = [_odds(h.score) for h in everywhere if h.matter != hit.matter]
        same_there = max(
            (_odds(h.score) for h in everywhere if h.matter == hit.matter), default=mine
        )
        kind = hit.list
        allowed = _allowed(kind, given, self._steps.powers)
        strong, named = asked & reserved, given.name & reserved
        other = bool(asked and given.name and not asked & given.name)
        found = {name: hit.evidence.get(name, 0.0) for name in _TAKEN}
        found |= {
            "score": hit.score,
            "odds": mine / 5,
            "gap_here": _clip(mine - max(here, default=-6.0)),
            "gap_there": _clip(mine - max(there, default=-6.0)),
            "odds_there": max(mine, same_there) / 5,
            "matter_ahead": _clip(max(mine, same_there) - max(there, default=-6.0)),
            "odds_strong": mine / 5 * bool(strong - allowed),
            "odds_asked_nowhere": mine / 5 * (bool(asked) and not asked & allowed),
            "first_here": float(mine >= max(here, default=-9.0)),
            "first_there": float(mine >= max(there, default=-9.0)),
            "asked_in_name": float(bool(asked & given.name)),
            "asked_in_township": float(bool(asked & given.township)),
            "asked_elsewhere": float(other),
            "asked_nowhere": float(bool(asked) and not asked & allowed),
            "strong_missing": float(bool(strong - given.name)),
            "strong_not_given": float(bool(strong - allowed)),
            "strong_in_name": float(bool(strong & given.name)),
            "strong_of_department": float(bool(strong & given.department - allowed)),
            "named_missing": float(bool(named - told)),
            "named_not_asked": float(bool(named - asked)),
            "reclaimed": float(kind == "reclaimed"),
            "basic": float(kind == "basic"),
            "reclaimed_soft": float(kind == "reclaimed" and bool(asked) and not strong),
            "basic_strong": float(kind == "basic" and bool(strong - given.name)),
            "cooperation_strong": float(kind == "cooperation" and bool(strong - allowed)),
        }
        return found


def _allowed(kind: str, given: Given, powers: frozenset[str]) -> frozenset[str]:
    """The steps that a row gives to whoever it is about.

    A power in the name of a cooperation row is the department's where only its clauses have it.
    """
    if kind == "cooperation":
        kept = (given.department & powers) - given.township
        return (given.name - kept) | given.township
    return given.name | given.holder


def _odds(score: float) -> float:
    score = min(0.9975, max(0.0025, score))
    return math.log(score / (1 - score))


def _clip(gap: float) -> float:
    return max(-5.0, min(5.0, gap)) / 5
