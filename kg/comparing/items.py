"""Items: rows made ready for matching, and the tables they are read with."""

from __future__ import annotations

from kg.comparing.rows import Entry
from kg.matters.items import Item, ItemReader
from kg.meaning.letters import Letter
from kg.meaning.wording import Wording
from kg.vocabulary import loading
from kg.vocabulary.loading import Vocabulary


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
