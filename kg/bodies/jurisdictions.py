"""Jurisdictions: the places a document is of, under every name its text may use for them.

In a list of 甲县 the words 甲县, 县, 本县 and 中共甲县 are one place, 州 and 省 are those it lies in.
"""

from __future__ import annotations

from functools import cached_property

from kg.bodies.places import bare_name
from kg.bodies.templates import Fields, PlaceName
from kg.values import Level, Place
from kg.vocabulary.loading import Vocabulary

FIELDS = {Level.COUNTY: "{county}", Level.PREFECTURE: "{prefecture}", Level.PROVINCE: "{province}"}
"""The field of a template that stands for a place of a level."""


class Jurisdictions:
    """The county of a document and the places above it, by their names."""

    def __init__(self, vocabulary: Vocabulary, county: Place | None) -> None:
        """The places of a document of ``county`` (None: it has none)."""
        self.vocabulary = vocabulary
        self.county = county

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """The county of the document and the places above it, the nation left out."""
        places = []
        place = self.county
        while place is not None and place.level is not Level.NATION:
            places.append(place)
            place = place.parent
        return tuple(places)

    @cached_property
    def prefixes(self) -> dict[str, Place]:
        """Every word for one of the document's own places (甲县, 县, 中共甲县, 州 …) → the place.

        The nearest place owns a generic word: in a list of a county-level city 市 is that city.
        """
        table: dict[str, Place] = {}
        for place in self.places:
            for name in self.names_of(place):
                table.setdefault(name, place)
                table.setdefault("中共" + name, place)
        return table

    def names_of(self, place: Place) -> tuple[str, ...]:
        """The names a document may use for its own ``place``, the printed one first."""
        row = self.vocabulary.places.get(place.code)
        aliases = (row.name, *row.aliases) if row else (place.name,)
        full = (place.printed, *(name for name in aliases if len(name) > 2))
        return tuple(dict.fromkeys((*full, *generic_names(place))))

    @cached_property
    def generic(self) -> frozenset[str]:
        """The words that name a place by its level only (县, 本县)."""
        return frozenset(name for place in self.places for name in generic_names(place))

    @cached_property
    def fields(self) -> Fields:
        """Field of a template → the names it may stand for in this document."""
        fields: dict[str, dict[str, bool]] = {}
        for place in self.places:
            names = dict.fromkeys(self.names_of(place), True)
            names.update(dict.fromkeys(generic_names(place), False))
            row = self.vocabulary.places.get(place.code)
            short = row.bare if row and row.bare else self._short_name(place)
            bare = {short: True} if short else {}
            if place is self.county:
                fields["{county}"] = names
                longer = {name[:-1]: full for name, full in names.items() if len(name) > 2}
                fields["{county-bare}"] = longer | bare
            else:
                fields.setdefault(FIELDS.get(place.level, ""), names | bare)
        return {
            field: tuple(
                PlaceName(text, full)
                for text, full in sorted(names.items(), key=lambda item: (-len(item[0]), item[0]))
            )
            for field, names in fields.items()
        }

    def _short_name(self, place: Place) -> str:
        """The name of a place no table has without 县 and peoples (云磨 of 云磨哈尼族自治县)."""
        name = bare_name(place.printed, self.vocabulary.signs.get("ethnic", ()))
        return name if len(name) > 1 and name != place.printed else ""

    @cached_property
    def fields_by_name(self) -> dict[str, tuple[str, ...]]:
        """A name of one of the document's places → the fields it may stand for."""
        table: dict[str, list[str]] = {name: [] for name in self.prefixes}
        for field, names in self.fields.items():
            for name in names:
                table.setdefault(name.text, []).append(field)
        return {name: tuple(fields) for name, fields in table.items()}

    @cached_property
    def names_by_start(self) -> dict[str, tuple[tuple[PlaceName, Place | None], ...]]:
        """First character → names of the document's places, longest first.

        The place is None for a name that only counts in a template (a name without 县 or 省).
        """
        index: dict[str, list[tuple[PlaceName, Place | None]]] = {}
        for name in self.fields_by_name:
            entry = PlaceName(name, name not in self.generic), self.prefixes.get(name)
            index.setdefault(name[0], []).append(entry)
        return {
            first: tuple(sorted(names, key=lambda item: (-len(item[0].text), item[0].text)))
            for first, names in index.items()
        }


def generic_names(place: Place) -> tuple[str, ...]:
    """The words a text uses for the place by its level: 县, 本县, 州, 自治区."""
    name = place.printed
    if place.level is Level.PROVINCE:
        words = ["自治区" if name.endswith("自治区") else name[-1:]]
    elif name.endswith("地区"):
        words = ["地区"]
    else:
        words = [name[-1:]]
        if "师" in name[:-2] and name.endswith("市"):  # a division and its city are one office
            words.append("师市")
    return tuple(before + word for word in words if word for before in ("", "本", "我"))
