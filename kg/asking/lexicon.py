"""The names a question can use: the graph's own, their short forms, and names known but not loaded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from kg.asking.shapes import (
    COUNTY_ENDS,
    SUFFIXES,
    branches,
    initials,
    local_names,
    township_names,
    without_end,
)
from kg.folding import match_key
from kg.frozen import frozen
from kg.patterns import regex
from kg.querying.offices import Offices
from kg.store.names import rows as name_rows
from kg.vocabulary.loading import Vocabulary
from kg.vocabulary.peoples import SIGN, plain_township
from kg.vocabulary.spellings import Spellings, spellings

if TYPE_CHECKING:
    from kg.store.graph import Graph

Kind = Literal[
    "township", "place", "function", "department", "category", "absent-place", "absent-function"
]

_OFFICE = regex("(?:办公室|机关)$")
_ENDING = regex("(?:管理局|监督管理局|委员会|局)$")


@frozen(order=True)
class Entity:
    """Something a name can mean. ``iri`` is empty for what is not in the graph."""

    kind: Kind
    iri: str
    label: str = field(compare=False)


@frozen
class Township:
    """A loaded township with the county (or city) above it."""

    iri: str
    code: str
    name: str
    short: str
    places: tuple[str, ...]


@frozen
class Place:
    """A jurisdiction of the graph."""

    iri: str
    code: str
    label: str
    level: str
    names: tuple[str, ...]


@frozen
class Body:
    """A department: a function in a jurisdiction."""

    iri: str
    label: str
    function: str
    place: str
    names: tuple[str, ...]


class Surfaces:
    """Names as written → what they can mean: those of the graph, and those known but not loaded."""

    def __init__(
        self, own: Mapping[str, tuple[Entity, ...]], taken: Set[str], known: Spellings
    ) -> None:
        """``own`` are the names of the graph, ``taken`` those of its places; ``heads``: how all begin."""
        self._own, self._taken, self._known = own, taken, known
        self.heads = {name[:2] for names in (own, known.places, known.functions) for name in names}

    def get(self, key: str, default: tuple[Entity, ...] = ()) -> tuple[Entity, ...]:
        """What a name can mean, sorted; ``default`` for no name."""
        found = self._own.get(key)
        place = self._known.places.get(key)
        if place is not None and place not in self._taken:
            absent = Entity("absent-place", "", place)
            return tuple(sorted((*found, absent))) if found else (absent,)
        if found is None and (function := self._known.functions.get(key)) is not None:
            return (Entity("absent-function", "", function),)
        return default if found is None else found

    def __getitem__(self, key: str) -> tuple[Entity, ...]:
        """What a name can mean.

        Raises:
            KeyError: it is no name.
        """
        if not (found := self.get(key)):
            raise KeyError(key)
        return found

    def __contains__(self, key: str) -> bool:
        """Whether it is a name."""
        return bool(self.get(key))

    @cached_property
    def longest(self) -> int:
        """The length of the longest name."""
        return max(map(len, (*self._own, *self._known.places, *self._known.functions)), default=0)


class Lexicon:
    """Every name of one graph and its vocabulary, for look-up by surface."""

    def __init__(self, graph: Graph, vocabulary: Vocabulary) -> None:
        """Prepare; the graph is read when first needed."""
        self._graph = graph
        self._vocabulary = vocabulary

    # -- what the graph has ---------------------------------------------------------------

    @cached_property
    def townships(self) -> dict[str, Township]:
        """Townships by IRI, in the order of their codes."""
        found: dict[str, Township] = {}
        for row in _sorted(name_rows(self._graph, "townships"), "code", "t", "short", "place"):
            above = tuple(self._above(row["place"])) if "place" in row else ()
            short = row.get("short", row["name"])
            found[row["t"]] = Township(row["t"], row["code"], row["name"], short, above)
        return found

    @cached_property
    def bare_townships(self) -> dict[str, tuple[str, ...]]:
        """Names of two characters without 镇 or 乡 → the townships; alone they may mean other things."""
        found: dict[str, tuple[str, ...]] = {}
        for township in self.townships.values():
            plain = plain_township(township.short, self._peoples(township.short))
            for stem in {without_end(name, SUFFIXES) for name in (township.short, plain)}:
                if len(stem) == 2:
                    found[stem] = (*found.get(stem, ()), township.iri)
        return found

    def _peoples(self, short: str) -> Sequence[str]:
        """The nationalities that the name of a township may have."""
        return self._vocabulary.signs.get(SIGN, ()) if "族" in short else ()

    @cached_property
    def places(self) -> dict[str, Place]:
        """Jurisdictions by IRI."""
        found: dict[str, Place] = {}
        names: dict[str, list[str]] = {}
        for row in _sorted(name_rows(self._graph, "places"), "p", "name"):
            names.setdefault(row["p"], []).append(row["name"])
            level = row["level"].rpartition("#")[2].lower()
            found[row["p"]] = Place(row["p"], row["code"], row["label"], level, ())
        return {
            iri: Place(iri, p.code, p.label, p.level, tuple(dict.fromkeys(names[iri])))
            for iri, p in found.items()
        }

    def _above(self, place: str) -> Iterable[str]:
        while place:
            yield place
            place = self._within.get(place, "")

    @cached_property
    def _within(self) -> dict[str, str]:
        return {row["a"]: row["b"] for row in name_rows(self._graph, "within")}

    @cached_property
    def bodies(self) -> dict[str, Body]:
        """Departments by IRI."""
        names: dict[str, list[str]] = {}
        for row in _sorted(name_rows(self._graph, "department-names"), "d", "name"):
            names.setdefault(row["d"], []).append(row["name"])
        return {
            row["d"]: Body(
                row["d"],
                row["label"],
                row["function"],
                row.get("place", ""),
                tuple(dict.fromkeys([row["label"], *names.get(row["d"], ())])),
            )
            for row in _sorted(name_rows(self._graph, "departments"), "d")
        }

    @cached_property
    def functions(self) -> dict[str, str]:
        """Functions that some department has: IRI → label."""
        used = Offices.of(self._graph).with_stand_ins
        rows = _sorted(name_rows(self._graph, "functions"), "f")
        return {row["f"]: row["label"] for row in rows if row["f"] in used}

    @cached_property
    def categories(self) -> dict[str, str]:
        """Categories that some duty has: IRI → label."""
        found = _sorted(name_rows(self._graph, "categories"), "k")
        return {row["k"]: row["label"] for row in found}

    @property
    def editions(self) -> tuple[str, ...]:
        """The loaded editions, each once."""
        return tuple(sorted({str(d["edition"]) for d in self._graph.documents}))

    # -- relations ------------------------------------------------------------------------

    def townships_in(self, place: str) -> tuple[str, ...]:
        """The loaded townships below a jurisdiction."""
        return tuple(self._inside.get(place, ()))

    def counties(self, townships: Iterable[str], places: Iterable[str]) -> set[str]:
        """The counties of these townships and of those below these places; of all where none is named."""
        found = {*townships, *(t for place in places for t in self.townships_in(place))}
        return {self.county_of(township) for township in found or self.townships}

    @cached_property
    def _inside(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for township in self.townships.values():
            for place in township.places:
                found.setdefault(place, []).append(township.iri)
        return found

    def county_of(self, township: str) -> str:
        """The jurisdiction directly above a township, or nothing."""
        places = self.townships[township].places
        return places[0] if places else ""

    def bodies_of(self, function: str, places: Iterable[str] = ()) -> tuple[str, ...]:
        """Departments of a function, in these jurisdictions or anywhere, sorted."""
        wanted = set(places)
        found = Offices.of(self._graph).bodies(function)
        return tuple(b for b in found if not wanted or self.bodies[b].place in wanted)

    def serving(self, bodies: Iterable[str]) -> tuple[str, ...]:
        """These bodies, each with the office that serves it in the same place."""
        found = list(bodies)
        for iri in tuple(found):
            body = self.bodies[iri]
            for kind in Offices.of(self._graph).serving(body.function):
                found += [b.iri for b in self._bodies_of.get(kind, ()) if b.place == body.place]
        return tuple(dict.fromkeys(found))

    def has_office(self, function: str) -> bool:
        """Whether the office that serves such a body is a body of its own."""
        return Offices.of(self._graph).has_office(function)

    @cached_property
    def _bodies_of(self) -> dict[str, list[Body]]:
        found: dict[str, list[Body]] = {}
        for body in sorted(self.bodies.values(), key=lambda b: b.iri):
            found.setdefault(body.function, []).append(body)
        return found

    # -- surfaces -------------------------------------------------------------------------

    @cached_property
    def surfaces(self) -> Surfaces:
        """Every name as written (match_key) → what it can mean."""
        found = self._own_surfaces().items()
        own = {name: tuple(sorted(set(many)) if many[1:] else many) for name, many in found}
        taken = frozenset(name for place in self.places.values() for name in place.names)
        return Surfaces(own, taken, self._spellings)

    @cached_property
    def _spellings(self) -> Spellings:
        return spellings(self._vocabulary)

    def _own_surfaces(self) -> dict[str, list[Entity]]:
        table: dict[str, list[Entity]] = {}

        def add(name: str, entity: Entity) -> None:
            if len(name) > 1:
                table.setdefault(match_key(name), []).append(entity)

        for township in self.townships.values():
            entity = Entity("township", township.iri, township.name)
            above = [name for place in township.places for name in self.places[place].names]
            peoples = self._peoples(township.short)
            for name in township_names(township.name, township.short, above, peoples):
                add(name, entity)
        self._add_places(add)
        for short, iri in initials((t.iri, t.short) for t in self.townships.values()).items():
            add(short, Entity("township", iri, self.townships[iri].name))
        for body in self.bodies.values():
            for name in branches(body.names):
                add(name, Entity("department", body.iri, body.label))
            owner = self.places.get(body.place)
            bare = owner.label.removesuffix("自治县").removesuffix("县") if owner else ""
            for name in body.names:
                if owner and not name.startswith(owner.names) and bare not in name:
                    continue  # 县水利局 is no name of one body
                add(name, Entity("department", body.iri, body.label))
        for name, body in local_names(self.bodies.values(), self.places).items():
            add(name, Entity("department", body.iri, body.label))
        for iri, label in self.functions.items():
            entity = Entity("function", iri, label)
            for name in self.function_names[iri]:
                add(name, entity)
        for iri, label in self.categories.items():
            add(label, Entity("category", iri, label))
        return table

    def _add_places(self, add: _Add) -> None:
        starts: dict[str, set[Entity]] = {}
        taken = {name for place in self.places.values() for name in place.names}
        for place in self.places.values():
            if place.level == "nation":
                continue
            entity = Entity("place", place.iri, place.label)
            for name in place.names:
                add(name, entity)
                if place.level == "county":
                    bare = without_end(name, COUNTY_ENDS)
                    if bare not in taken or not self._wider(bare, place):
                        add(bare, entity)
                    if name.endswith(("县", "市", "区", "旗")) and len(name) > 2:
                        starts.setdefault(name[0] + name[-1], set()).add(entity)
        for short, entities in starts.items():
            if len(entities) == 1:
                add(short, next(iter(entities)))

    def _wider(self, name: str, place: Place) -> bool:
        """Whether a larger place has this very name: then it means the larger one."""
        return any(
            name in other.names for other in self.places.values() if other.iri != place.iri
        ) and not any(name in other.names for other in (place,))

    @cached_property
    def function_names(self) -> dict[str, tuple[str, ...]]:
        """The names of each function, with the ways people call it."""
        names: dict[str, list[str]] = {}
        for row in _sorted(name_rows(self._graph, "function-names"), "f", "name"):
            names.setdefault(row["f"], []).append(row["name"])
        for iri in self.functions:
            slug = iri.rpartition("/")[2]
            stems = self._spellings.stems.get(slug, ())
            names.setdefault(iri, []).extend(
                [f"{stem}{end}" for stem in stems for end in ("部门", "系统", "机关")]
            )
            names[iri].extend(self._spellings.generic.get(slug, ()))
        return {iri: tuple(dict.fromkeys(found)) for iri, found in names.items()}

    @cached_property
    def category_forms(self) -> dict[str, Entity]:
        """Colloquial names of the categories of the graph (城建, 党建), without 类."""
        table: dict[str, Entity] = {}
        for row in _sorted(name_rows(self._graph, "category-names"), "k", "name"):
            if row["k"] in self.categories:
                name = match_key(row["name"])
                entity = Entity("category", row["k"], self.categories[row["k"]])
                table[name] = entity
                table.setdefault(name.removesuffix("类"), entity)
        return table

    @cached_property
    def stems(self) -> dict[str, str]:
        """Short stems of functions (水利, 公安) → the function, where only one has it."""
        found: dict[str, set[str]] = {}
        for iri, label in self.functions.items():
            known = self._spellings.stems.get(iri.rpartition("/")[2], ())
            stem = _ENDING.sub("", label)
            for word in {stem, *known} - {label}:
                if len(word) > 1:
                    found.setdefault(word, set()).add(iri)
        return {word: next(iter(iris)) for word, iris in found.items() if len(iris) == 1}

    def is_township(self, name: str) -> bool:
        """Whether a township of this short name exists somewhere in the nation."""
        return self._vocabulary.has_township(name)

    @cached_property
    def place_names(self) -> dict[str, tuple[str, str]]:
        """Short names of townships and names of counties → IRI and kind."""
        names = {t.short: (t.iri, "township") for t in self.townships.values()}
        for place in self.places.values():
            if place.level == "county":
                names.update((n, (place.iri, "place")) for n in place.names if len(n) > 2)
        return names


if TYPE_CHECKING:
    from collections.abc import Callable

    _Add = Callable[[str, Entity], None]


def _sorted(rows: Iterable[dict[str, str]], *names: str) -> list[dict[str, str]]:
    """Rows in the order of these variables, so that answers do not depend on the engine's."""
    return sorted(rows, key=lambda row: [row.get(name, "") for name in names])
