"""Weighing: how likely a task is the very duty of a row, from named evidence and learned weights.

Meaning says how well words agree; here come in the steps (what is asked, what the row's name says,
whether the row gives that step to the township or keeps it with a department), what stands above
the task, who asks, and what like texts meant before.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, replace

from kg.checking import examples as known
from kg.checking import nearby
from kg.checking.candidates import Candidate, Candidates
from kg.checking.choice import BIAS, Model
from kg.checking.examples import Examples, Near
from kg.checking.heard import Hearing, Overheard, nowhere, under
from kg.checking.reading.tasks import Task
from kg.checking.sides import Sides, alone
from kg.checking.steps import Given, Steps
from kg.checking.steps import allowed as steps_allowed
from kg.frozen import frozen
from kg.meaning.encoding.senses import texts_of
from kg.meaning.meaning import Meaning
from kg.meaning.packing import Form
from kg.meaning.sayings.listening import Listener, listener

_MATCHED = 3
_TAKEN = (
    "text_in_name", "text_in_row", "text_in_clause", "name_in_text", "part_in_text", "object_in_name",
    "object_in_row", "object_of_name", "read", "matched_text", "unmatched_text", "characters_of_name",
    "run", "rarest", "people_clash", "act_and_object", "missing_and_object", "main_absent",
)  # fmt: skip
"""Evidence of meaning that is weighed again."""
_ABOVE = ("odds", "odds_there", "object_in_row", "text_in_row", "score", "gap_here")
"""Evidence that is weighed with what stands above the task, too: how much more it is then."""
_MOST = (
    "odds", "score", "object_in_row", "text_in_row", "text_in_name", "part_in_text", "odds_there",
    "matched_text", "gap_there", "matter_ahead", "example", "near",
)  # fmt: skip
"""Evidence of which the most that any row has tells whether the task is listed at all."""
_TOPICS = frozenset(("救助", "保障"))
"""Steps that say what a duty is about more than what is done."""
_FAR = 60
"""Characters of a long task."""

_LIKELY, _SPELLINGS = 3, 3
"""So many duties that a text sorts under, and so many of the names of each, bring rows."""

Own = Callable[[Sequence[str]], Mapping[str, bool]]
"""IRIs of rows → those with a column of bodies, and whether who asks is in it."""


@frozen
class Weighed:
    """A row of the township asked, with the probability that the task is its very duty.

    ``asked`` are the steps the text asks for, ``given`` those of the row, ``missing`` the reserved
    steps asked for that the row does not give. ``step`` is the one of them that a cooperation row
    keeps with its departments, ``acting`` the bodies whose clauses say it. ``unsaid``: a reclaimed
    row whose name is about a step (处罚, 考核 …) that the text does not speak of; ``silent``: one about
    any power that it does not speak of, whatever else it asks for. ``power``: a power is asked for. ``matched`` are words of the text in the row. ``own``: whether who asks is in the
    row's column; None: not known, or it has none. ``heard``: what hearing says of the township's Matters.
    """

    hit: Candidate
    same: float
    evidence: Mapping[str, float]
    asked: frozenset[str]
    given: Given
    missing: frozenset[str] = frozenset()
    step: str = ""
    acting: tuple[str, ...] = ()
    unsaid: bool = False
    silent: bool = False
    power: bool = False
    matched: tuple[str, ...] = ()
    own: bool | None = None
    heard: Overheard = Overheard()


@frozen
class Weighing:
    """The nearest rows of a township, the likeliest first.

    ``none`` is the probability that no row is the very duty, ``unlisted`` that no list has the
    task; ``evidence`` is that of the text alone.
    """

    rows: tuple[Weighed, ...]
    none: float = 1.0
    unlisted: float = 1.0
    evidence: Mapping[str, float] = field(default_factory=dict)


class Weigher:
    """Weighs tasks against the rows of one index."""

    def __init__(
        self,
        meaning: Meaning,
        steps: Steps,
        model: Model | None = None,
        examples: Examples | None = None,
        ear: Listener | None = None,
    ) -> None:
        """``model``, ``examples`` and ``ear`` (what people say) default to those of the program."""
        self._meaning, self._steps = meaning, steps
        self._ear = ear or listener()
        self._sorts, self._hearing = self._ear.sorted, Hearing(meaning, self._ear)
        self._sides = Sides(meaning.evidence.weight)
        self.model, self._worded = model or Model.load(), model or Model.load(worded=True)
        self.examples = examples or Examples.load()

    def understand(self, tasks: Sequence[Task]) -> None:
        """Make ready what tasks mean that will be weighed: together it takes half the time."""
        self._ear.understand([task.topic for task in tasks])

    def candidates(self, task: Task) -> Candidates:
        """The rows a task may mean, those that near examples meant among them."""
        found = Candidates(self._meaning, task.topic)
        near = self.examples.near(found.said)
        found.like([*self.examples.meant(near), *self.likely(task)], near)
        return found

    def likely(self, task: Task) -> list[str]:
        """The names (folded) of the duties that a task most likely sorts under."""
        sorts = self._sorts(task.topic)[:_LIKELY]
        names = [name for one in sorts for name in one.names[:_SPELLINGS]]
        return [self._meaning.words.fold(name) for name in names]

    def above(self, task: Task) -> Candidates | None:
        """The rows it may mean with what stands above it; None if nothing does."""
        return Candidates(self._meaning, task.context) if task.context else None

    def weigh(
        self,
        task: Task,
        township: str,
        near: Candidates,
        above: Candidates | None = None,
        own: Own | None = None,
        *,
        sensed: bool = True,
        overheard: bool = True,
    ) -> Weighing:
        """The nearest rows of a township, the likeliest to be the very duty first.

        Without ``sensed`` only their words tell: where the senses of many rows would first have to be made.
        Without ``overheard`` words alone tell what is heard of them, too: where there are very many.
        """
        rows = self.rows(task, township, near, above, own, overheard=overheard)
        (asked, _) = self._ear.understand((task.topic,))[task.topic]
        if sensed and rows and asked is not None:
            texts = [texts_of(row.hit.form) for row in rows]
            values = self._meaning.index.senses.near(asked, texts, nearby.of_tasks())
            rows = with_nearness(rows, values)
        return self.judged(task, rows, near.examples)

    def judged(
        self, task: Task, rows: Sequence[Weighed], near: Sequence[Near], model: Model | None = None
    ) -> Weighing:
        """Weighed rows with what near examples say, and how likely each is by the model."""
        if not rows:
            return Weighing(())
        model = model or (self.model if "near" in rows[0].evidence else self._worded)
        told = known.evidence(self.examples, near, [(r.hit.form.name, r.hit.matter) for r in rows])
        sorts = self._sorts(task.topic)
        sorted_ = under(sorts, [(r.hit.form.printed, r.hit.matter) for r in rows])
        full = [
            {**row.evidence, **more, **sort}
            for row, more, sort in zip(rows, told, sorted_, strict=True)
        ]
        text = self._of_text(task, rows, full, near) | nowhere(sorts, sorted_)
        text |= rows[0].heard.of_text()
        said = model.judged(full, text)
        found = [
            replace(row, same=share, evidence=one)
            for row, share, one in zip(rows, said.shares, full, strict=True)
        ]
        found.sort(key=lambda one: (-one.same, one.hit.key))
        return Weighing(tuple(found), said.none, said.unlisted, text)

    def rows(
        self,
        task: Task,
        township: str,
        near: Candidates,
        above: Candidates | None = None,
        own: Own | None = None,
        *,
        overheard: bool = True,
    ) -> list[Weighed]:
        """The rows with their evidence, but what examples say; not yet how likely they are."""
        fold = self._meaning.words.fold
        said, told = fold(task.asked), self._steps.of(fold(task.topic))
        asked = self._steps.own(said) or self._steps.of(said) - self._steps.reserved
        heard = self._hearing.of(task.topic, township, sensed=overheard)
        first = self._measured(near, township, asked, told, heard.rows)
        second = self._measured(above, township, asked, told) if above else first
        whose = own([*dict.fromkeys((*first, *second))]) if own else {}
        best = max((one["odds"] for _, one in (*first.values(), *second.values())), default=0.0)
        nearest = max(
            (one["odds"] for key, (_, one) in {**second, **first}.items() if whose.get(key)),
            default=0.0,
        )
        found: list[Weighed] = []
        for key in dict.fromkeys((*first, *second)):
            hit, evidence = first.get(key) or second[key]
            more = second[key][1] if key in second else evidence
            mine = whose.get(key)
            given = self._steps.given(hit.form)
            missing = self._missing(hit, asked, given)
            kept = hit.list == "cooperation"
            step = min(missing & given.department, default="") if kept else ""
            unsaid = self._unsaid(hit, asked, told, given)
            silent = (
                hit.list == "reclaimed" and self._silent(asked, told, given) and not alone(said)
            )
            found.append(
                Weighed(
                    hit,
                    0.0,
                    {
                        **evidence,
                        **{f"above_{name}": more[name] - evidence[name] for name in _ABOVE},
                        "only_above": float(key not in first),
                        "own": 0.0 if mine is None else 1.0 if mine else -1.0,
                        "own_odds": evidence["odds"] if mine else 0.0,
                        "own_ahead": evidence["odds"] - nearest if mine else 0.0,
                        "others_odds": evidence["odds"] if mine is False else 0.0,
                        "behind": evidence["odds"] - best,
                        "missing": float(bool(missing)),
                        "kept": float(bool(step)),
                        "unsaid": float(unsaid),
                        "power_unsaid": float(silent),
                        "power_unsaid_odds": evidence["odds"] * silent,
                        "alone_cooperation": float(kept and alone(said)),
                        "alone_reclaimed": float(hit.list == "reclaimed" and alone(said)),
                        **self._sides.evidence(said, hit.form),
                        **heard.evidence(hit.matter),
                    },
                    asked,
                    given,
                    missing,
                    step,
                    self._acting(hit.form, step) if step else (),
                    unsaid,
                    silent,
                    bool(asked & self._steps.powers),
                    near.matched(hit) if len(found) < _MATCHED else (),
                    mine,
                    heard,
                )
            )
        return found

    def _measured(
        self,
        near: Candidates,
        township: str,
        asked: frozenset[str],
        told: frozenset[str],
        also: Sequence[str] = (),
    ) -> dict[str, tuple[Candidate, dict[str, float]]]:
        """The nearest rows by IRI, and ``also`` these, with their evidence."""
        hits = near.of(township, also)
        here, there = (
            [(one.matter, _odds(one.score)) for one in some] for some in (hits, near.everywhere())
        )
        return {
            hit.key: (
                hit,
                self._evidence(hit, here, there, asked, told, self._steps.given(hit.form)),
            )
            for hit in hits
        }

    @staticmethod
    def _of_text(
        task: Task,
        rows: Sequence[Weighed],
        evidence: Sequence[Mapping[str, float]],
        near: Sequence[Near],
    ) -> dict[str, float]:
        """The evidence of the text alone, and how near anything comes."""
        found = {
            BIAS: 1.0,
            "long": min(1.0, len(task.topic) / _FAR),
            "power": float(rows[0].power),
            "nothing_asked": float(not rows[0].asked),
            "unlisted_example": max((n.near for n in near if not n.names), default=0.0),
            "any_example": max((n.near for n in near if n.names), default=0.0),
        }
        mine = [one["odds"] for row, one in zip(rows, evidence, strict=True) if row.own]
        found["asker"] = float(any(row.own is not None for row in rows))
        found["own_near"] = max(mine, default=-1.2) if found["asker"] else 0.0
        most = [name for name in _MOST if name in evidence[0]]
        found |= {f"most_{name}": max(one[name] for one in evidence) for name in most}
        found["most_example_elsewhere"] = found["any_example"] - found["most_example"]
        found["most_example_close"] = max(0.0, found["most_example"] - 0.25)
        return found

    def _missing(self, hit: Candidate, asked: frozenset[str], given: Given) -> frozenset[str]:
        """The reserved steps asked for that a row does not give.

        A step that is no power over others (登记, 证明 …) is a part of the work where the row gives
        another of the steps asked for.
        """
        allowed = steps_allowed(hit.list, given, self._steps.powers)
        missing = (asked & self._steps.reserved) - allowed
        return missing & self._steps.powers if asked & allowed else missing

    def _unsaid(
        self, hit: Candidate, asked: frozenset[str], told: frozenset[str], given: Given
    ) -> bool:
        """Whether a reclaimed row is about a step of which a text with other steps says nothing."""
        about = given.name & self._steps.spoken
        return hit.list == "reclaimed" and bool(asked and about) and not given.name & told

    def _silent(self, asked: frozenset[str], told: frozenset[str], given: Given) -> bool:
        """Whether a row is about a power of which a text says nothing: 审批, where 受理 is asked for."""
        about = given.name & self._steps.powers
        return bool(about) and not about & told and not asked & given.name - _TOPICS

    def _acting(self, form: Form, step: str) -> tuple[str, ...]:
        """The bodies that the clauses with a step name as acting."""
        clauses = [c for c in form.superior if step in self._steps.of(c.text)]
        return tuple(dict.fromkeys(actor for c in clauses for actor in c.actors))

    def _evidence(
        self,
        hit: Candidate,
        hits: Sequence[tuple[str, float]],
        everywhere: Sequence[tuple[str, float]],
        asked: frozenset[str],
        told: frozenset[str],
        given: Given,
    ) -> dict[str, float]:
        """What speaks for a row; of the others, here and everywhere, it takes Matters and odds."""
        reserved = self._steps.reserved
        mine = _odds(hit.score)
        here = [odds for matter, odds in hits if matter != hit.matter]
        there = [odds for matter, odds in everywhere if matter != hit.matter]
        same_there = max(
            (odds for matter, odds in everywhere if matter == hit.matter), default=mine
        )
        kind = hit.list
        allowed = steps_allowed(kind, given, self._steps.powers)
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
            "reclaimed_other": float(kind == "reclaimed" and other and not given.name & told),
            "reclaimed_soft": float(kind == "reclaimed" and bool(asked) and not strong),
            "basic_strong": float(kind == "basic" and bool(strong - given.name)),
            "cooperation_strong": float(kind == "cooperation" and bool(strong - allowed)),
        }
        return found


def with_nearness(rows: Sequence[Weighed], values: Sequence[float]) -> list[Weighed]:
    """Rows with how near each is to the task by its sense."""
    more = nearby.evidence(values, [row.hit.matter for row in rows])
    return [
        replace(row, evidence={**row.evidence, **one}) for row, one in zip(rows, more, strict=True)
    ]


def _odds(score: float) -> float:
    score = min(0.9975, max(0.0025, score))
    return math.log(score / (1 - score))


def _clip(gap: float) -> float:
    return max(-5.0, min(5.0, gap)) / 5
