"""Fields: what a body or a category is called in English without the word that says what it is.

*Transport* of *the transport bureau*, *culture and tourism* of *the culture and tourism category*.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from kg.asking.frame import BodyRef
from kg.asking.lexicon import Lexicon
from kg.folding import match_key
from kg.vocabulary.loading import Vocabulary
from kg.vocabulary.tables import read_table

HEADS = frozenset(
    "bureau commission department office committee federation administration society union court procuratorate"
    " authority agency branch board".split()
)
"""Words that make a field the name of a body: the transport bureau."""
_FUNCTIONS = tuple(
    "function name name_en branch names forms broader pattern note own_patterns stems generic".split()
)
_CATEGORIES = tuple("category name name_en forms".split())
"""The columns of the tables."""


class Fields:
    """The fields of the bodies and categories that one graph has."""

    def __init__(self, lexicon: Lexicon, vocabulary: Vocabulary) -> None:
        """Prepare; the tables are read when first needed."""
        self._lexicon, self._folders = lexicon, vocabulary.folders

    def body(self, field: str) -> BodyRef | None:
        """The body of a field, wherever it is; None if it has none."""
        return self._bodies.get(field)

    def category(self, field: str) -> str:
        """The category of a field; "" if it has none."""
        return self._categories.get(field, "")

    def of_category(self, name: str) -> BodyRef | None:
        """The body that is called as a category is: 自然资源; None if there is none."""
        function = self._lexicon.stems.get(name, "")
        bodies = self._lexicon.bodies_of(function) if function else ()
        return BodyRef(self._lexicon.functions[function], function, bodies) if bodies else None

    @cached_property
    def _bodies(self) -> dict[str, BodyRef]:
        found: dict[str, BodyRef] = {}
        for phrase, chinese in self._department_names():
            head = phrase.rpartition(" ")
            iri = self._meant(chinese, "function")
            bodies = self._lexicon.bodies_of(iri) if iri else ()
            if head[2] in HEADS and head[0] and bodies:
                found.setdefault(head[0], BodyRef(chinese, iri, bodies))
        return found

    @cached_property
    def _categories(self) -> dict[str, str]:
        columns = ("english", "chinese", "kind")
        rows = [row for _, row in read_table(self._folders, "english", columns, 1)]
        named = [(row["english"], row["chinese"]) for row in rows if row["kind"] == "category"]
        tables = read_table(self._folders, "categories", _CATEGORIES, 1)
        named += [(row["name_en"], row["name"]) for _, row in tables]
        found = {one.casefold(): self._meant(chinese, "category") for one, chinese in named}
        return {one: iri for one, iri in found.items() if iri}

    def _department_names(self) -> Iterator[tuple[str, str]]:
        columns = ("english", "chinese", "note")
        for _, row in read_table(self._folders, "glossary", columns, 1):
            if row["note"] == "department":
                for phrase in row["english"].split(";"):
                    yield phrase.strip().casefold(), row["chinese"].split(";")[0]
        for _, row in read_table(self._folders, "functions", _FUNCTIONS, 1):
            yield row["name_en"].casefold(), row["name"]

    def _meant(self, chinese: str, kind: str) -> str:
        entities = self._lexicon.surfaces.get(match_key(chinese), ())
        return next((one.iri for one in entities if one.kind == kind), "")
