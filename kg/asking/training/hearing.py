"""Hearing: ``hearing.json`` is made of strangers' stories with the rows they are about.

Each story is held against the lists it was told of, as a question would be. The weights are those of a
conditional logit with "none of them" as a further choice; figures by leaving each set of lists out.
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from kg.asking.training.graphs import graph_of
from kg.meaning.meaning import Meaning
from kg.meaning.sayings import hearing
from kg.meaning.sayings.recalling import Memory, kin, likeness, names
from kg.meaning.sayings.sorting import Sort, Sorter
from kg.resources import folder
from kg.store.graph import Graph

_RIDGE = 0.3
"""Strength of the pull of the weights to zero."""
_UNLISTED = 2.0
"""How much a story counts that is on no list: there are few."""
_ELSEWHERE, _ALIKE = 0.5, 0.25
"""How much a story counts that is told of a place of other lists, and how much the names of its duty and of a
row may share there for it to be on no list of that place."""
_SEED = 1
_FROM = (0.3, 0.35, 0.4, 0.5, 0.6, 0.8)

Array = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class Heard:
    """A text of a story against the Matters of a place: their evidence, which is right, and that for none."""

    lists: str
    story: str
    matters: list[dict[str, float]]
    right: Array
    none: dict[str, float]
    weight: float
    away: bool
    """Whether it is told of a place of other lists than it was written for."""


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
    heard = list(_heard(data))
    own = sorted({name for one in heard for values in one.matters for name in values})
    of_none = ["bias", *hearing.OF_NONE]
    numbers = _numbers(heard, own, of_none)
    weights = _fitted(numbers)
    figures = _figures(heard, numbers)
    content = {
        "about": "Weights of kg.meaning.sayings.hearing, made by training, not by hand.",
        "figures": figures,
        "weights": _rounded(own, weights[: len(own)]),
        "none": _rounded(of_none, weights[len(own) :]),
    }
    shown = json.dumps(content, ensure_ascii=False, indent=1)
    hearing.WEIGHTS.write_text(shown + "\n", "utf-8", newline="\n")
    return figures


def _rounded(names_: Sequence[str], values: Iterable[float]) -> dict[str, float]:
    return {name: round(float(value), 4) for name, value in zip(names_, values, strict=True)}


def _heard(data: Path) -> Iterable[Heard]:
    """The stories, each text of them (the whole, and its words for a duty) held against its lists."""
    told = defaultdict(list)
    for line in (data / "stories.jsonl").read_text("utf-8").splitlines():
        record = json.loads(line)
        told[tuple(record["lists"])].append(record)
    ear = _Ear(Memory.load(), Sorter.load())
    places = {
        lists: _Place.of(graph_of([_path(data, name) for name in lists])) for lists in sorted(told)
    }
    pick = random.Random(_SEED)
    for lists, records in sorted(told.items()):
        for record in records:
            right = {tuple(place) for place in record["right"]}
            weight = (1.0 if right else _UNLISTED) / len(record["texts"])
            for text in record["texts"]:
                found = ear.hears(places[lists], record, text, record["townships"])
                if found:
                    is_right = [bool(right.intersection(hits)) for hits in found.rows]
                    yield found.heard("+".join(lists), record["id"], is_right, weight, away=False)
            other = pick.choice([one for one in places if one != lists])
            town = pick.choice(sorted(places[other].names))
            meant = {places[lists].name(place) for place in right}
            if right and not ear.there(meant, places[other].names[town]):
                found = ear.hears(places[other], record, record["texts"][0], [town])
                if found:
                    none = [False] * len(found.rows)
                    yield found.heard("+".join(lists), record["id"], none, _ELSEWHERE, away=True)


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


@dataclass(frozen=True, slots=True)
class _Found:
    """The Matters of a place with their evidence, and the rows of each."""

    matters: list[dict[str, float]]
    rows: list[set[tuple[str, str, int]]]

    def heard(
        self, lists: str, story: str, right: Sequence[bool], weight: float, *, away: bool
    ) -> Heard:
        none = hearing.of_none(self.matters)
        return Heard(lists, story, self.matters, np.array(right, float), none, weight, away)


@dataclass(frozen=True, slots=True)
class _Ear:
    """What the program was taught."""

    memory: Memory
    sorter: Sorter

    def hears(
        self, place: _Place, record: dict[str, Any], text: str, townships: Sequence[str] | None
    ) -> _Found | None:
        """A text of a story against the rows of a place; None where nothing is like it."""
        recalled, sorts = self.memory.recall(text), self.sorter.sorted(text)
        also = names(recalled, sorts)
        ranked = place.meaning.ranked(text, townships=townships, lists=record["kinds"], also=also)
        if not ranked:
            return None
        near = kin(ranked, recalled, sorts, self.sorter.sorted)
        taught = self.sorter.taught
        found = hearing.evidence(record["story"], ranked, recalled, sorts, near, taught)
        rows = [{(hit.township, hit.list, hit.number) for hit in hits} for hits in ranked]
        return _Found(found, rows)

    def there(self, meant: Iterable[str], rows: Mapping[Any, str]) -> bool:
        """Whether a row may be one of the duties that are meant: by its name, or by what it sorts under."""
        own = {name for one in meant for sort in self._sorts(one) for name in sort.names}
        own.update(meant)
        return any(
            own.intersection(name for sort in self._sorts(row) for name in sort.names)
            or any(likeness(name, row) >= _ALIKE for name in own)
            for row in rows.values()
        )

    def _sorts(self, name: str) -> Sequence[Sort]:
        return self.sorter.sorted(name)[:2]


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
        right[at, longest] = float(not one.right.any())
    none = np.array([[one.none[name] for name in of_none] for one in heard])
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
        mine = numbers.of(lists == left_out)
        chances = mine.chances(weights)[:, :-1]
        for one, own in zip((h for h in heard if h.lists == left_out), chances, strict=True):
            best = int(own.argmax())
            known = (float(own[best]), bool(np.append(one.right, np.zeros(len(own)))[best]))
            place = f"{kind}, of another place" if one.away else kind
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
