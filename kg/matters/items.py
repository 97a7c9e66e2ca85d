"""Items: rows as they are compared, and how much two of them are alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from kg.frozen import frozen
from kg.meaning.letters import LetterReader
from kg.meaning.wording import Wording, WordingReader
from kg.values import ListKind, Township
from kg.vocabulary.loading import Vocabulary

COMMON = 3
"""What more rows of a list say is a standing phrase of it."""

WORDY = 10
"""A name of fewer character pairs is no account of the work."""

ENOUGH = 8
"""With fewer character pairs of its own a row is known by its name alone."""


@frozen
class Item:
    """A row as compared: its name, what its clauses or way of working say, who answers for it.

    ``content`` are the character pairs of all clauses, ``matter`` is "" where it is not known, ``name`` is as printed.
    """

    kind: ListKind
    number: int
    wording: Wording
    content: frozenset[str]
    category: str = ""
    matter: str = ""
    name: str = ""

    @property
    def key(self) -> str:
        """The name, places neutral and without punctuation."""
        return self.wording.key


@lru_cache(maxsize=8)
def own(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """The items with only what is their own: standing phrases of a list tell no row from another.

    The lists asked for last are remembered: a reader compares one with others.
    """
    counts = Counter[str]()
    for item in items:
        counts.update(item.content)
    common = {gram for gram, count in counts.items() if count > COMMON}
    found = []
    for item in items:
        own = item.content - common
        found.append(replace(item, content=own if len(own) >= ENOUGH else frozenset()))
    return tuple(found)


class ItemReader:
    """Makes items of rows, with the tables of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Load the tables.

        Raises:
            VocabularyError: one cannot be used.
        """
        self.names = WordingReader(vocabulary)
        self.letters = LetterReader(vocabulary)

    def item(
        self,
        kind: ListKind,
        number: int,
        name: str,
        texts: Iterable[str],
        township: Township | None,
        category: str = "",
        matter: str = "",
    ) -> Item:
        """A row: ``texts`` are its clauses, or its way of working."""
        content = frozenset[str]().union(*(self.letters.grams(text, township) for text in texts))
        wording = self.names.wording(name, township)
        return Item(kind, number, wording, content, category, matter, name)


def covered(part: Item, whole: Item) -> float:
    """How much of ``part`` stands in ``whole``: of its clauses, or of its name without those."""
    if part.content and whole.content:
        return len(part.content & whole.content) / len(part.content)
    terms = frozenset(part.wording.terms)
    return len(terms & frozenset(whole.wording.terms)) / len(terms) if terms else 0.0


def name_likeness(one: Item, two: Item) -> float:
    """Dice of the character pairs of two names, synonyms and filler aside."""
    return _dice(frozenset(one.wording.terms), frozenset(two.wording.terms))


def head_likeness(one: Item, two: Item) -> float:
    """The same of the first parts of two names, which say what they are about."""
    return _dice(frozenset(one.wording.head), frozenset(two.wording.head))


def content_likeness(one: Item, two: Item) -> float | None:
    """Dice of what the clauses say; None where one of the two has none."""
    if not one.content or not two.content:
        return None
    return _dice(one.content, two.content)


def work(one: Item, two: Item) -> float:
    """How much of the name of a row without clauses the clauses of another one say; 0 if both have some, or neither."""
    if bool(one.content) == bool(two.content):
        return 0.0
    short, long = (two, one) if one.content else (one, two)
    said = frozenset(short.wording.terms)
    if len(said) < WORDY:
        return 0.0
    return len(said & (long.content | frozenset(long.wording.terms))) / len(said)


def _dice(one: frozenset[str], two: frozenset[str]) -> float:
    return 2 * len(one & two) / (len(one) + len(two)) if one or two else 0.0


def likeness(one: Item, two: Item) -> float:
    """0…1: the better of name and clauses, with a share of the other."""
    name, content = name_likeness(one, two), content_likeness(one, two)
    if content is None:
        return name
    return 0.75 * max(name, content) + 0.25 * min(name, content)
