"""Offices: a body and the office that serves it (人大 and 人大办公室) are one house.

The rule, stated in build/vocabulary/README.md: what lists print stays two names and two nodes; whatever
compares, weighs or looks for contradictions takes a house as one body; who asks for the body is told of its
office, too, and who asks for the office means the office.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Set
from functools import cached_property
from typing import TYPE_CHECKING

from kg.frozen import frozen
from kg.patterns import regex
from kg.store.names import rows

if TYPE_CHECKING:
    from kg.store.graph import Graph

_SERVING = regex(r"(?:综合)?(?:办公室|办公厅|机关|办)$")
"""What the name of an office has more than that of the body it serves."""
_COMMITTEE = regex(r"^[县市区旗州省]?(?:党委|委|委员会)$")
"""A party committee in its spellings, what is left of 中共甲县委员会, 甲县党委, 县委."""
_GOVERNMENT = regex(r"^[县市区旗州省]?(?:人民)?政府$")
_SEATS = {"委": "党委", "人民政府": "人民政府"}
"""The two seats that the tables do not list as bodies, and how a house of theirs is called."""


@frozen
class House:
    """The house of a department.

    ``key`` is equal in all counties, ``kind`` is what people call such a house, ``name`` what this one is
    called, its county before it.
    """

    key: str
    kind: str
    name: str


NO_HOUSE = House("", "", "")
"""Where it was not asked for, or nobody is named."""


class Offices:
    """The houses of one graph, told by the names of its departments."""

    def __init__(self, graph: Graph) -> None:
        """Prepare for ``graph``; its tables are read when first needed."""
        self._graph = graph

    @classmethod
    def of(cls, graph: Graph) -> Offices:
        """Those of ``graph``, made once."""
        return graph.once(cls, lambda: cls(graph))

    def kin(self, function: str) -> tuple[str, ...]:
        """The kind of body with those of the offices that serve it, and what stands in for it in every place."""
        return (function, *self.serving(function), *self._always(function))

    def serving(self, function: str) -> tuple[str, ...]:
        """The kinds of the offices that serve such a body."""
        return tuple(self._serving.get(function, ()))

    def in_place(self, function: str, place: str) -> str:
        """The kind of body that does the work of ``function`` in a jurisdiction, '' where there is none."""
        kin = self.kin(function)
        kinds = (*kin, *self._stand_ins.get(function, ()))
        found = next((kind for kind in kinds if place in self._places_of(kind)), "")
        return function if found in kin else found

    def bodies(self, function: str) -> list[str]:
        """The bodies of a kind, with those that serve them and those that stand in where a place has none, sorted."""
        own, places = {function, *self.serving(function)}, self._places_of(function)
        others = {*self._stand_ins.get(function, ())} - own
        found = [row["d"] for kind in own for row in self._of_kind.get(kind, ())]
        stand_ins = [row for kind in others for row in self._of_kind.get(kind, ())]
        return sorted(found + [row["d"] for row in stand_ins if row.get("place", "") not in places])

    def _always(self, function: str) -> list[str]:
        """The kinds that stand in for this one wherever they are: no place has both."""
        own = self._places_of(function)
        others = [(o, self._places_of(o)) for o in self._stand_ins.get(function, ())]
        return [other for other, at in others if at and not at & own]

    def _together(self, function: str) -> str:
        """One of the kinds that stand in for each other wherever they are, the same for all of them."""
        return min((function, *self._always(function)))

    @cached_property
    def with_stand_ins(self) -> frozenset[str]:
        """The kinds of body some department is of, or stands in for."""
        others = [o for kind in self._used for o in self._stand_ins.get(kind, ())]
        return frozenset((*self._used, *others))

    def _places_of(self, function: str) -> Set[str]:
        """Where there are bodies of this kind."""
        return self._used.get(function, frozenset())

    @cached_property
    def _rows(self) -> list[dict[str, str]]:
        """The departments as the graph has them: ``d`` and its ``label``, ``function`` and, if any, ``place``."""
        return list(rows(self._graph, "departments"))

    @cached_property
    def _of_kind(self) -> dict[str, list[dict[str, str]]]:
        """Kind of body → the departments of it."""
        found: dict[str, list[dict[str, str]]] = defaultdict(list)
        for row in self._rows:
            found[row["function"]].append(row)
        return found

    @cached_property
    def _used(self) -> dict[str, set[str]]:
        """Kind of body → where there are such bodies."""
        return {kind: {row.get("place", "") for row in own} for kind, own in self._of_kind.items()}

    @cached_property
    def _stand_ins(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for row in sorted(
            rows(self._graph, "function-stand-ins"), key=lambda r: (r["f"], r["other"])
        ):
            found[row["f"]].append(row["other"])
        return found

    def has_office(self, function: str) -> bool:
        """Whether the office that serves such a body is a body of its own somewhere."""
        return function in self._serving

    def house(self, body: str) -> House:
        """The house of the department with this IRI."""
        return self._houses.get(body, NO_HOUSE)

    @cached_property
    def _labels(self) -> dict[str, str]:
        return {row["f"]: row["label"] for row in rows(self._graph, "functions")}

    @cached_property
    def _departments(self) -> dict[str, tuple[str, str, str]]:
        """Department → (its kind, its jurisdiction, its name without the jurisdiction's)."""
        places: dict[str, list[str]] = defaultdict(list)
        for row in rows(self._graph, "place-names"):
            places[row["p"]].append(row["name"])
        called = {
            kind: self._labels.get(self._together(kind), "") for kind in self._used if _known(kind)
        }
        found = {}
        for row in self._rows:
            place, kind = row.get("place", ""), row["function"]
            bare = called.get(kind)
            found[row["d"]] = kind, place, bare or _without(row["label"], places.get(place, ()))
        return found

    @cached_property
    def _words(self) -> frozenset[str]:
        """What bodies of this graph are called, their county aside."""
        known = {label for kind, label in self._labels.items() if _known(kind)}
        return frozenset((*known, *_SEATS, *(bare for _, _, bare in self._departments.values())))

    def _key(self, bare: str) -> str:
        """The name of the house that a name without a county belongs to."""
        served = _SERVING.sub("", bare)
        if served != bare and (seat := _seat(served)) in self._words:
            return seat
        return _seat(bare)

    @cached_property
    def _houses(self) -> dict[str, House]:
        members: dict[tuple[str, str], list[str]] = defaultdict(list)
        for body, (_, place, bare) in self._departments.items():
            members[place, self._key(bare)].append(body)
        names = {row["d"]: row["label"] for row in self._rows}
        return {
            body: House(key, self._called[key], min((names[one] for one in own), key=_short))
            for (_, key), own in members.items()
            for body in own
        }

    @cached_property
    def _called(self) -> dict[str, str]:
        """Key of a house → what it is called without a county: its one kind, else the body's name."""
        kinds: dict[str, set[str]] = defaultdict(set)
        for kind, _, bare in self._departments.values():
            kinds[self._key(bare)].add(self._labels.get(kind, bare) if _known(kind) else bare)
        return {
            key: next(iter(own)) if len(own) == 1 else _SEATS.get(key, key)
            for key, own in kinds.items()
        }

    @cached_property
    def _serving(self) -> dict[str, list[str]]:
        """Kind of body → the kinds of the offices that serve it, in one jurisdiction or by their labels."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        by_label = {label: kind for kind, label in sorted(self._labels.items()) if _known(kind)}
        for kind, label in sorted(self._labels.items()):
            whose = by_label.get(_SERVING.sub("", label))
            if whose and whose != kind:
                found[whose][kind] = None
        houses: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
        for body, (kind, place, bare) in sorted(self._departments.items()):
            houses[place, self._houses[body].key].append((kind, bare))
        for (_, key), own in houses.items():
            for kind, bare in own:
                if _seat(bare) == key:
                    for office, other in own:
                        if office != kind and _seat(other) != key:
                            found[kind][office] = None
        return {kind: list(offices) for kind, offices in found.items()}


def _short(name: str) -> tuple[int, str]:
    return len(name), name


def _known(kind: str) -> bool:
    """Whether a kind of body stands in the tables; the others are named after one printed name."""
    return not kind.rpartition("/")[2].startswith("x-")


def _without(name: str, places: Iterable[str]) -> str:
    """A name without its jurisdiction before it."""
    for place in sorted(places, key=len, reverse=True):
        bare = name.removeprefix("中共")
        # 甲县委 is the committee of 甲县, and of nothing shorter.
        if bare.startswith(place) and len(bare) > len(place):
            return bare[len(place) :]
    return name


def _seat(bare: str) -> str:
    """The two seats in one spelling each; other names as they are."""
    if _COMMITTEE.match(bare):
        return "委"
    return "人民政府" if _GOVERNMENT.match(bare) else bare
