"""Items: rows made ready for matching, and the tables they are read with.

Who compares a township with one after another waits for its own list to be read once. Reading a list and
making it ready takes three quarters of a comparison of two.
"""

from __future__ import annotations

import pickle
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar, cast

from kg.collecting import uncollected
from kg.comparing.cues import Cues
from kg.comparing.rows import Entry, Part, Said, Source, entries, order
from kg.matters.items import Item, ItemReader
from kg.meaning.letters import Letter
from kg.meaning.wording import Wording
from kg.values import ListKind
from kg.vocabulary import loading
from kg.vocabulary.loading import Vocabulary

if TYPE_CHECKING:
    from kg.store.graph import Graph

_ORDINAL = re.compile(r"^[（(]?[一二三四五六七八九十\d]+[）)]?[、.．]?\s*")
"""The number of a heading (一、, （二）, 3.)."""
T = TypeVar("T")
KEPT = 12
"""Documents that are kept, some four megabytes each."""
LAID_BY = 400
"""Documents that are laid by, some 150 kilobytes each: to take one up is a sixth of reading it."""


class Reader:
    """Reads names and clauses of rows with one vocabulary: the packaged one if none is given."""

    def __init__(self, vocabulary: Vocabulary | None = None) -> None:
        """Load its tables.

        Raises:
            VocabularyError: one cannot be used.
        """
        self.vocabulary = vocabulary or loading.load()
        self._items = ItemReader(self.vocabulary)

    @cached_property
    def cues(self) -> Cues:
        """The words that comparing goes by.

        Raises:
            VocabularyError: their table cannot be used.
        """
        return Cues(self.vocabulary)

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


Text = tuple[int, str]
"""A clause under its heading, and its number."""


HEADED = "superior, headed"
"""What departments do, with the department that stands as a heading above: no cell of its own."""


def texts(row: Entry, *, houses: bool = False) -> dict[str, tuple[Text, ...]]:
    """The texts of a row by cell: a column by its header; and HEADED.

    With ``houses`` bodies are named in them by the kind of office they are: 县编办 and 县委机构编制委员会办公室
    say the same, so do 县人大 and 县人大办.
    """
    named = _named(row) if houses else ()

    def say(clause: Said) -> str:
        text = clause.text
        for words, kind in named:
            text = text.replace(words, kind)
        return text

    cells: dict[str, tuple[Text, ...]] = {
        "superior": tuple((c.number, _headed(c.section, say(c))) for c in row.superior),
        HEADED: tuple(
            (c.number, _headed(c.section, f"{bodies}{say(c)}"))
            for c, bodies in zip(row.superior, _bodies_above(row.superior, houses), strict=True)
        ),
        "township": tuple((c.number, _headed(c.section, say(c))) for c in row.cooperation),
    }
    if row.kind is ListKind.RECLAIMED:
        cells["method"] = ((1, row.method),)
    cells |= {header: ((1, text),) for header, text in row.extra}
    return {cell: tuple(x for x in said if x[1]) for cell, said in cells.items()}


def cells(row: Entry, reader: Reader, *, houses: bool = False) -> dict[str, tuple[str, ...]]:
    """What the texts of a row say by cell, in order; texts that say the same are equal."""
    return {
        cell: tuple(reader.key(row, text) for _, text in said)
        for cell, said in texts(row, houses=houses).items()
    }


def phrases(row: Entry, reader: Reader) -> frozenset[str]:
    """What its name and each of its clauses say, in no order."""
    return frozenset(reader.key(row, text) for text in (row.name, *row.texts))


_BODY = "\u3400"
"""Stands before the kind of an office in place of its name; no list prints this character."""


def _named(row: Entry) -> tuple[tuple[str, str], ...]:
    """The names by which a row calls bodies, the longest first, and their kinds: a clause may name one in passing."""
    said = (part for clause in (*row.superior, *row.cooperation) for part in clause.parts)
    named = {(part.words or part.name, kind) for part in said if (kind := _house(part))}
    return tuple(sorted(named, key=lambda name: (-len(name[0]), name)))


def _house(part: Part) -> str:
    """What a party is compared by in other places; nothing for one that is no office."""
    kind = part.house.key or part.function
    return f"{_BODY}{kind.rpartition('/')[2]}" if kind else ""


def _bodies_above(clauses: Sequence[Said], houses: bool) -> Iterator[str]:
    """The departments that stand as a heading above each clause, said once: 民政局：1.审批 says what 1.民政局审批 does."""
    above: tuple[str, ...] = ()
    for clause in clauses:
        found = [p for p in clause.parts if (p.role, p.certainty) == ("acts", "heading")]
        here = tuple((houses and _house(p)) or p.words.rstrip("：: ") for p in found)
        yield "" if here == above else "、".join(here)
        above = here


def _headed(section: str, text: str) -> str:
    """A clause under its heading, whose own number says nothing."""
    heading = _ORDINAL.sub("", section)
    return f"{heading}：{text}" if heading else text


@dataclass(slots=True)
class _Listed:
    rows: dict[str, Entry] = field(default_factory=dict)
    items: dict[str, Item] = field(default_factory=dict)
    cells: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    """What each row says by cell."""
    houses: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    """The same, bodies by their kinds."""
    phrases: dict[str, frozenset[str]] = field(default_factory=dict)


def _kept(row: Entry, kept: dict[str, T], read: Callable[[Entry], T]) -> T:
    """What was read of a row before; else it is read and kept."""
    if row.iri not in kept:
        kept[row.iri] = read(row)
    return kept[row.iri]


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
        self._laid_by: dict[str, bytes] = {}

    @classmethod
    def of(cls, graph: Graph, vocabulary: Vocabulary | None) -> Recent:
        """What is kept with the graph; a vocabulary of one's own is read with for this time only."""
        if vocabulary is not None:
            return cls(graph, vocabulary)
        known = graph.once(cls, lambda: cls(graph))
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
        return _kept(row, self._of_row(row).items, self.reader.item)

    def cells(self, row: Entry, *, houses: bool) -> dict[str, tuple[str, ...]]:
        """What a row says by cell; with ``houses`` bodies count by the kind of office they are."""
        listed = self._of_row(row)
        kept = listed.houses if houses else listed.cells
        return _kept(row, kept, lambda row: cells(row, self.reader, houses=houses))

    def phrases(self, row: Entry) -> frozenset[str]:
        """What the name of a row and each of its clauses say."""
        return _kept(row, self._of_row(row).phrases, lambda row: phrases(row, self.reader))

    def lay_by(self, document: Source) -> None:
        """Make a document ready to be compared with another place's, for when it is kept no more.

        In this process alone: bytes that lie in a store could be anybody's.
        """
        if document.iri in self._laid_by or len(self._laid_by) >= LAID_BY:
            return
        for row in self.rows((document,)):
            self.item(row)
            self.cells(row, houses=True)
        self._laid_by[document.iri] = zlib.compress(pickle.dumps(self._known[document.iri]))

    def _of_row(self, row: Entry) -> _Listed:
        """The list a row was read with; an empty one if it was changed since then, or is one of too many."""
        known = (listed for listed in self._known.values() if listed.rows.get(row.iri) is row)
        return next(known, _Listed())

    def _listed(self, document: Source) -> _Listed:
        # The one asked for last is the last to be forgotten.
        known = self._known.pop(document.iri, None)
        if known is None and (laid_by := self._laid_by.get(document.iri)):
            with uncollected():
                known = cast(_Listed, pickle.loads(zlib.decompress(laid_by)))  # noqa: S301 -- made here
        if known is None:
            known = _Listed({row.iri: row for row in entries(self._graph, (document,))})
        self._known[document.iri] = known
        if len(self._known) > KEPT:
            del self._known[next(iter(self._known))]
        return known
