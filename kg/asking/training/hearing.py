"""Hearing: ``hearing.json`` is made of strangers' stories with the rows they are about.

Each story is held against the lists it was told of, as a question would be. The weights are those of a
conditional logit with "none of them" as a further choice; figures by leaving each set of lists out.
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from kg.asking.training.graphs import graph_of
from kg.meaning.grams import likeness
from kg.meaning.meaning import Meaning
from kg.meaning.sayings import hearing
from kg.meaning.sayings.listening import listener
from kg.resources import folder
from kg.store.graph import Graph

_RIDGE = 0.3
"""Strength of the pull of the weights to zero."""
_UNLISTED = 2.0
"""How much a story counts that is on no list: there are few."""
_ELSEWHERE, _ALIKE = 0.5, 0.25
"""How much a story counts that is told of a place of other lists, and how much the names of its duty and of a
row may share there for it to be on no list of that place."""
_SORTS = 2
"""Duties that a name is taken to sort under."""
_SEED = 1
_FROM = (0.3, 0.35, 0.4, 0.5, 0.6, 0.8)

Array = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class Heard:
    """A text of a story against the Matters of a place: their evidence, and which of them are right."""

    lists: str
    story: str
    matters: list[dict[str, float]]
    right: list[bool]
    weight: float
    away: bool
    """Whether it is told of a place of other lists than it was written for."""
    hard: bool
    """Whether it was written to mislead: it also mentions things of other duties, or is on no list."""


@dataclass(frozen=True, slots=True)
class _Numbers:
    """All of it in numbers: texts by Matters by evidence, of which ``there`` marks what is no padding."""

    matters: Array
    there: Array
    right: Array
    none: Array
    weight: Array

    def of(self, chosen: Array) -> _Numbers:
        """Some of the texts."""
        return _Numbers(
            self.matters[chosen],
            self.there[chosen],
            self.right[chosen],
            self.none[chosen],
            self.weight[chosen],
        )

    def chances(self, weights: Array) -> Array:
        """The probability of each Matter, and last of none."""
        size = self.matters.shape[2]
        values = np.where(self.there, self.matters @ weights[:size], -np.inf)
        values = np.append(values, (self.none @ weights[size:])[:, None], axis=1)
        parts = np.exp(values - values.max(axis=1, keepdims=True))
        return np.asarray(parts / parts.sum(axis=1, keepdims=True))


def learn(data: Path) -> dict[str, Any]:
    """Write the weights; gives the figures."""
    return write(list(_heard(data)))


def write(heard: Sequence[Heard]) -> dict[str, Any]:
    """Write the weights learned of these, with and without the senses of rows; gives the figures with them."""
    figures, sensed = _learned(heard)
    _, worded = _learned([replace(one, matters=_worded(one.matters)) for one in heard])
    content = {
        "about": "Weights of kg.meaning.sayings.hearing, made by training, not by hand.",
        "figures": figures,
        **sensed,
        "worded": worded,
    }
    shown = json.dumps(content, ensure_ascii=False, indent=1)
    hearing.WEIGHTS.write_text(shown + "\n", "utf-8", newline="\n")
    return figures


def _worded(matters: Sequence[dict[str, float]]) -> list[dict[str, float]]:
    return [
        {name: value for name, value in one.items() if name not in hearing.OF_SENSES}
        for one in matters
    ]


def _learned(heard: Sequence[Heard]) -> tuple[dict[str, Any], dict[str, dict[str, float]]]:
    """Figures and weights."""
    own = sorted({name for one in heard for values in one.matters for name in values})
    of_none = list(hearing.of_none(heard[0].matters))
    numbers = _numbers(heard, own, of_none)
    weights = _fitted(numbers)
    return _figures(heard, numbers), {
        "weights": _rounded(own, weights[: len(own)]),
        "none": _rounded(of_none, weights[len(own) :]),
    }


def _rounded(names_: Sequence[str], values: Iterable[float]) -> dict[str, float]:
    return {name: round(float(value), 4) for name, value in zip(names_, values, strict=True)}


def _heard(data: Path) -> Iterable[Heard]:
    """The stories, each text of them (the whole, and its words for a duty) held against its lists."""
    told = defaultdict(list)
    for line in (data / "stories.jsonl").read_text("utf-8").splitlines():
        record = json.loads(line)
        told[tuple(record["lists"])].append(record)
    places = {
        lists: _Place.of(graph_of([_path(data, name) for name in lists])) for lists in sorted(told)
    }
    pick = random.Random(_SEED)
    for lists, records in sorted(told.items()):
        for record in records:
            own, here = {tuple(place) for place in record["right"]}, "+".join(lists)
            hard = bool(record.get("hard"))
            weight = (1.0 if own else _UNLISTED) / len(record["texts"])
            for text in record["texts"]:
                found, right = places[lists].hears(record, text, record["townships"], own)
                if found:
                    yield Heard(here, record["id"], found, right, weight, away=False, hard=hard)
            other = places[pick.choice([one for one in places if one != lists])]
            town = pick.choice(sorted(other.names))
            meant = {places[lists].name(place) for place in own}
            if own and not _there(meant, other.names[town].values()):
                found, right = other.hears(record, record["texts"][0], [town], set())
                if found:
                    yield Heard(here, record["id"], found, right, _ELSEWHERE, away=True, hard=hard)


@dataclass(frozen=True, slots=True)
class _Place:
    """A set of lists, with the names of the rows of each township."""

    meaning: Meaning
    names: dict[str, dict[tuple[str, int], str]]

    @staticmethod
    def of(graph: Graph) -> _Place:
        index = graph.meanings
        found: dict[str, dict[tuple[str, int], str]] = defaultdict(dict)
        for _, form, _, township, kind, number in index.rows(forms=range(index.size)):
            found[township][kind, number] = index.form(form).printed
        return _Place(Meaning(index), dict(found))

    def name(self, place: tuple[str, str, int]) -> str:
        """The name of a row; empty where there is none."""
        return self.names.get(place[0], {}).get(place[1:], "")

    def hears(
        self,
        record: dict[str, Any],
        text: str,
        townships: Sequence[str] | None,
        own: Set[tuple[str, str, int]],
    ) -> tuple[list[dict[str, float]], list[bool]]:
        """The evidence of a text of a story for the Matters of the place, and which have one of its ``own`` rows."""
        ranked, found = listener().evidence(
            self.meaning, text, record["story"], townships=townships, lists=record["kinds"]
        )
        rows = ({(hit.township, hit.list, hit.number) for hit in hits} for hits in ranked)
        return found, [not own.isdisjoint(matter) for matter in rows]


def _there(meant: Set[str], rows: Iterable[str]) -> bool:
    """Whether a row may be one of the duties that are meant: by its name, or by what it sorts under."""
    own = meant | {name for one in meant for name in _sorted_under(one)}
    return any(
        not own.isdisjoint(_sorted_under(row)) or any(likeness(name, row) >= _ALIKE for name in own)
        for row in rows
    )


def _sorted_under(name: str) -> Iterator[str]:
    return (other for one in listener().sorted(name)[:_SORTS] for other in one.names)


def _path(data: Path, name: str) -> Path:
    return {"five": folder("sources"), "invented": data / "lists"}.get(name, data / name)


def _numbers(heard: Sequence[Heard], own: Sequence[str], of_none: Sequence[str]) -> _Numbers:
    longest = max(len(one.matters) for one in heard)
    matters = np.zeros((len(heard), longest, len(own)))
    there = np.zeros((len(heard), longest), bool)
    right = np.zeros((len(heard), longest + 1))
    for at, one in enumerate(heard):
        size = len(one.matters)
        matters[at, :size] = [[values.get(name, 0.0) for name in own] for values in one.matters]
        there[at, :size] = True
        right[at, :size] = one.right
        right[at, longest] = not any(one.right)
    nones = [hearing.of_none(one.matters) for one in heard]
    none = np.array([[values[name] for name in of_none] for values in nones])
    return _Numbers(matters, there, right, none, np.array([one.weight for one in heard]))


def _fitted(found: _Numbers) -> Array:
    def loss(weights: Array) -> tuple[float, Array]:
        chances = found.chances(weights)
        hit = (chances * found.right).sum(axis=1) + 1e-12
        off = found.weight[:, None] * (chances - chances * found.right / hit[:, None])
        slope = np.append(
            np.einsum("tm,tme->e", off[:, :-1], found.matters), off[:, -1] @ found.none
        )
        total = _RIDGE * weights @ weights / 2 - (found.weight * np.log(hit)).sum()
        return float(total), slope + _RIDGE * weights

    start = np.zeros(found.matters.shape[2] + found.none.shape[1])
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B").x)


def _figures(heard: Sequence[Heard], numbers: _Numbers) -> dict[str, Any]:
    """How many of the likeliest Matters are right and wrong from which probability on, by sets left out.

    Of stories told of a place whose lists do not seem to have the duty every row is wrong; some may be right after all.
    """
    lists = np.array([one.lists for one in heard])
    groups: dict[str, dict[str, tuple[float, bool]]] = defaultdict(dict)
    for left_out in sorted({one.lists for one in heard}):
        weights = _fitted(numbers.of(lists != left_out))
        kind = left_out if left_out in ("five", "invented") else "elsewhere"
        mine = [one for one in heard if one.lists == left_out]
        chances = numbers.of(lists == left_out).chances(weights)[:, :-1]
        for one, own in zip(mine, chances, strict=True):
            best = int(own.argmax())
            known = (float(own[best]), one.right[best])
            told = "of another place" if one.away else "hard" if one.hard else ""
            place = f"{kind}, {told}" if told else kind
            groups[place][one.story] = max(groups[place].get(one.story, known), known)
    return {
        kind: {
            "stories": len(found),
            **{
                f"right and wrong from {least}": [
                    sum(p >= least and ok is wanted for p, ok in found.values())
                    for wanted in (True, False)
                ]
                for least in _FROM
            },
        }
        for kind, found in sorted(groups.items())
    }
