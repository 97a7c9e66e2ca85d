"""Together: what documents share with others as plain values, and back."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import Any

from kg.triples.shared_nodes import Met
from kg.values import Department, Level, Place


def met_values(met: Met) -> list[Any]:
    """What was met, as JSON takes it."""
    places: dict[Place, int] = {}
    listed: list[Any] = []

    def number(place: Place | None) -> int | None:
        if place is None:
            return None
        if place not in places:
            parent = number(place.parent)
            places[place] = len(listed)
            listed.append([place.code, place.name, place.level, place.printed, place.known, parent])
        return places[place]

    bodies = [
        [
            body.code,
            body.function,
            body.name,
            body.branch,
            number(body.jurisdiction),
            body.known,
            dict(names),
            sorted(met.forms.get(body, ())),
        ]
        for body, names in met.departments.items()
    ]
    spelt = [[number(place), sorted(names)] for place, names in met.places.values()]
    return [listed, bodies, spelt, sorted(met.categories)]


@lru_cache(maxsize=65_536)
def _place(
    code: str, name: str, level: str, printed: str, known: bool, parent: Place | None
) -> Place:
    return Place(code, name, Level(level), printed, known, parent)


def kept_met(values: list[Any]) -> Met:
    """What was met, from the values that :func:`met_values` made."""
    listed, bodies, spelt, categories = values
    places: list[Place] = []
    for *own, parent in listed:
        places.append(_place(*own, None if parent is None else places[parent]))
    departments: dict[Department, Counter[str]] = {}
    forms: dict[Department, set[str]] = {}
    for code, function, name, branch, place, known, names, written in bodies:
        jurisdiction = None if place is None else places[place]
        body = Department(code, function, name, branch, jurisdiction, known)
        departments[body] = Counter(names)
        if written:
            forms[body] = set(written)
    return Met(
        departments,
        forms,
        {places[at].code: (places[at], set(names)) for at, names in spelt},
        set(categories),
    )
