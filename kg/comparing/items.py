"""Items: rows made ready for matching, and the tables they are read with.

Who compares a township with one after another waits for its own list to be read once. Reading a list and
making it ready takes three quarters of a comparison of two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.comparing.rows import Entry, Source, entries, order
from kg.matters.items import Item, ItemReader
from kg.meaning.letters import Letter
from kg.meaning.wording import Wording
from kg.vocabulary import loading
from kg.vocabulary.loading import Vocabulary

if TYPE_CHECKING:
    from kg.store.graph import Graph

KEPT = 8
"""Documents that are kept, some four megabytes each."""


class Reader:
    """Reads names and clauses of rows with one vocabulary: the packaged one if none is given."""

    def __init__(self, vocabulary: Vocabulary | None = None) -> None:
        """Load its tables.

        Raises:
            VocabularyError: one cannot be used.
        """
        self.vocabulary = vocabulary or loading.load()
        self._items = ItemReader(self.vocabulary)

    def item(self, entry: Entry) -> Item:
        """A row as it is matched."""
        return self._items.item(
            entry.kind,
            entry.number,
            entry.name,
            entry.texts,
            entry.township,
            entry.category,
            entry.matter,
        )

    def name_key(self, entry: Entry) -> str:
        """What the name of a row says, however it is printed."""
        return self._items.names.key(entry.name, entry.township)

    def wording(self, entry: Entry, text: str) -> Wording:
        """A text of a row as names are compared."""
        return self._items.names.wording(text, entry.township)

    def letters(self, entry: Entry, text: str) -> tuple[Letter, ...]:
        """A text of a row, letter by letter."""
        return self._items.letters.letters(text, entry.township)

    def key(self, entry: Entry, text: str) -> str:
        """What a text of a row says, however it is printed."""
        return self._items.letters.key(text, entry.township)


@dataclass(slots=True)
class _Listed:
    rows: dict[str, Entry]
    items: dict[str, Item]


class Recent:
    """Rows and items of the documents of one graph, read with one vocabulary."""

    def __init__(self, graph: Graph, vocabulary: Vocabulary | None = None) -> None:
        """Nothing has been read.

        Raises:
            VocabularyError: a table of the vocabulary cannot be used.
        """
        self.reader = Reader(vocabulary)
        self._graph = graph
        self._known: dict[str, _Listed] = {}

    @classmethod
    def of(cls, graph: Graph, vocabulary: Vocabulary | None) -> Recent:
        """What is kept with the graph; a vocabulary of one's own is read with for this time only."""
        if vocabulary is not None:
            return cls(graph, vocabulary)
        known = graph.derived.get(cls)
        if not isinstance(known, cls):
            known = graph.derived[cls] = cls(graph)
        known.reader = Reader()  # it remembers every letter it has read
        return known

    def rows(self, documents: Sequence[Source]) -> tuple[Entry, ...]:
        """The rows of these documents, by township, edition, list and number."""
        if len(documents) > KEPT // 2:
            return entries(self._graph, documents)
        found = (row for each in documents for row in self._listed(each).rows.values())
        return tuple(sorted(found, key=order))

    def item(self, row: Entry) -> Item:
        """A row as it is matched."""
        listed = next((x for x in self._known.values() if x.rows.get(row.iri) is row), None)
        if listed is None:  # changed since it was read, or one of too many
            return self.reader.item(row)
        if row.iri not in listed.items:
            listed.items[row.iri] = self.reader.item(row)
        return listed.items[row.iri]

    def _listed(self, document: Source) -> _Listed:
        # The one asked for last is the last to be forgotten.
        known = self._known.pop(document.iri, None)
        if known is None:
            known = _Listed({row.iri: row for row in entries(self._graph, (document,))}, {})
        self._known[document.iri] = known
        if len(self._known) > KEPT:
            del self._known[next(iter(self._known))]
        return known
