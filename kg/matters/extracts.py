"""Extracts: what matching needs of a document, as plain values that can be kept without it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

from kg.bodies.place_words import without_place
from kg.frozen import frozen
from kg.matters.links import DutyRef
from kg.meaning.wording import WordingReader
from kg.values import Document, ListKind
from kg.vocabulary.loading import Vocabulary


class Named(NamedTuple):
    """A duty by its name: as printed, with places neutral, and what its columns say."""

    kind: str
    number: int
    name: str
    neutral: str
    functions: tuple[str, ...]
    category: str


class Said(NamedTuple):
    """What a duty says: its columns, clauses, way of working; ``terms``: by what all that is compared, line by line."""

    category: str
    departments: tuple[str, ...]
    superior: tuple[str, ...]
    township: tuple[str, ...]
    method: str
    terms: str


@frozen
class Extract:
    """One document: every duty's name is at hand, what they say is asked for where it is needed."""

    code: str
    edition: str
    rows: tuple[Named, ...]
    said: Callable[[], tuple[Said, ...]]

    def ref(self, position: int) -> DutyRef:
        """The duty at a position."""
        row = self.rows[position]
        return DutyRef(self.code, self.edition, ListKind(row.kind), row.number)


def names_of(
    document: Document, reader: WordingReader, vocabulary: Vocabulary
) -> tuple[Named, ...]:
    """Every duty of a document by its name."""
    categories = vocabulary.category_by_form
    return tuple(
        Named(
            duty.row.kind.value,
            duty.row.number,
            duty.row.name,
            reader.neutral(duty.row.name, document.township),
            tuple(dict.fromkeys(body.function for body in duty.departments)),
            categories[duty.row.category].id
            if duty.row.category in categories
            else duty.row.category,
        )
        for duty in document.duties
    )


def said_of(document: Document, reader: WordingReader) -> tuple[Said, ...]:
    """What every duty of a document says."""
    found = []
    for duty in document.duties:
        superior = tuple(clause.text for clause in duty.superior)
        township = tuple(clause.text for clause in duty.township)
        texts = (*superior, *township) or (duty.method,)
        terms = reader.terms("\n".join(texts), document.township) if any(texts) else ()
        bodies = tuple(without_place(body.name) for body in duty.departments)
        found.append(
            Said(duty.row.category, bodies, superior, township, duty.method, "\n".join(terms))
        )
    return tuple(found)


def extract(document: Document, reader: WordingReader, vocabulary: Vocabulary) -> Extract:
    """The extract of a document that is at hand."""
    code = document.township.code if document.township else f"d-{document.sha256[:8]}"
    return Extract(
        code,
        document.edition,
        names_of(document, reader, vocabulary),
        cache(lambda: said_of(document, reader)),
    )


def kept_names(rows: list[Any]) -> tuple[Named, ...]:
    """Names as they come back from JSON."""
    return tuple(Named(k, n, name, text, tuple(f), c) for k, n, name, text, f, c in rows)


def kept_said(rows: list[Any]) -> tuple[Said, ...]:
    """What was said, as it comes back from JSON."""
    return tuple(Said(c, tuple(d), tuple(s), tuple(t), m, n) for c, d, s, t, m, n in rows)
