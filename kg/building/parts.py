"""Parts: all that a build makes of one township's documents alone, and keeps.

A part depends on nothing but its documents, the tables, people's corrections of them and the program.
What stays the same is not made again; what is made can be made side by side.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from functools import cached_property
from typing import Any

from kg.building import program, tables
from kg.building.shelf import Shelf
from kg.building.summaries import document_figures
from kg.building.together import kept_met, met_values
from kg.findings import Finding
from kg.frozen import frozen
from kg.matters.extracts import Extract, Named, Said, kept_names, kept_said, names_of, said_of
from kg.meaning.wording import WordingReader
from kg.quality import irregularities as quality
from kg.quality.slips import Wordings, kept_wordings, wordings
from kg.rdf.checksums import line_sum
from kg.rdf.iris import Iris
from kg.reading import corrections
from kg.reading.corrections import Correction
from kg.reading.packed import unpack
from kg.reading.placing import Placing, settled
from kg.store.passages import DutyText, duty_texts
from kg.triples.documents import township_lines
from kg.triples.shared_nodes import Met
from kg.values import Document
from kg.vocabulary.loading import Vocabulary

READ, HEAD, PART = "read", "head", "part"
"""Kinds of entries on the shelf: documents, their heads, parts."""
SAID, WORDS, TABLES, PASSAGES = TEXTS = "said", "words", "tables", "passages"
"""Further kinds: the texts of a part's rows, each as one step of a build needs them."""


@frozen
class Recipe:
    """What a part is made from: the documents' entries and placings, and corrections."""

    code: str
    documents: tuple[tuple[str, Placing], ...]
    corrections: tuple[Correction, ...]
    key: str

    @classmethod
    def of(
        cls,
        code: str,
        documents: Sequence[tuple[str, Placing]],
        put_right: Iterable[Correction],
        base: str,
        tables: str,
    ) -> Recipe:
        """The recipe of a township; of all corrections those that may concern it count."""
        own = tuple(item for item in put_right if _concerns(item, code))
        placed = [[key, p.head.index, p.edition, p.part] for key, p in documents]
        key = program.key("part", base, tables, placed, [astuple(item) for item in own])
        return cls(code, tuple(documents), own, key)

    def to_json(self) -> list[Any]:
        """Plain values that :meth:`kept` takes."""
        placed = [
            [key, astuple(placing.head), placing.edition, placing.part]
            for key, placing in self.documents
        ]
        return [self.code, placed, [astuple(item) for item in self.corrections], self.key]


def _concerns(item: Correction, code: str) -> bool:
    return item.where.split("/")[0] == code or (
        item.kind in ("same", "different") and item.right.split("/")[0] == code
    )


class Documents:
    """Documents from the shelf, unpacked once for all that lie in one file."""

    def __init__(self, shelf: Shelf) -> None:
        """Take them from ``shelf``."""
        self._shelf = shelf
        self._last: tuple[str, tuple[Document, ...]] = ("", ())

    def of(self, recipe: Recipe, vocabulary: Vocabulary) -> corrections.Corrected:
        """The documents of a part, put right.

        Raises:
            LookupError: they are not on the shelf.
            VocabularyError: a name in a correction cannot be told.
        """
        found = [self.one(key, placing) for key, placing in recipe.documents]
        return corrections.apply(found, recipe.corrections, vocabulary)

    def one(self, key: str, placing: Placing) -> Document:
        """One document as placed.

        Raises:
            LookupError: it is not on the shelf.
        """
        if self._last[0] != key:
            data = self._shelf.get(READ, key)
            if data is None:
                raise LookupError(key)
            try:
                self._last = (key, unpack(zlib.decompress(data)))
            except (ValueError, zlib.error) as error:
                raise LookupError(key) from error
        return settled(self._last[1][placing.head.index], placing)


@dataclass(frozen=True)
class Part:
    """What was made of one township; its texts are taken from the shelf when they are needed."""

    recipe: Recipe
    values: dict[str, Any]
    shelf: Shelf

    @property
    def key(self) -> str:
        """Its key on the shelf."""
        return self.recipe.key

    @property
    def sum(self) -> int:
        """The checksum of its lines (kg.rdf.checksums)."""
        return int(self.values["sum"], 16)

    @property
    def lines(self) -> int:
        """How many lines it has."""
        return int(self.values["lines"])

    @property
    def figures(self) -> list[dict[str, Any]]:
        """The figures of its documents, without findings."""
        return list(self.values["figures"])

    def findings(self, kind: str) -> list[Finding]:
        """The findings of ``reading`` or of ``quality``."""
        return [Finding(*row) for row in self.values[kind]]

    @property
    def used(self) -> set[Correction]:
        """The corrections that fitted something."""
        return {Correction(*row) for row in self.values["used"]}

    @property
    def notes(self) -> dict[str, tuple[str, ...]]:
        """What people said of its duties."""
        return {key: tuple(said) for key, said in self.values["notes"].items()}

    def met(self) -> Met:
        """What its documents share with others."""
        return kept_met(self.values["met"])

    @cached_property
    def editions(self) -> tuple[tuple[str, tuple[Named, ...]], ...]:
        """The duties of each of its documents by their names."""
        return tuple((edition, kept_names(rows)) for edition, rows in self.values["names"])

    def texts(self, kind: str) -> list[Any]:
        """The texts of its rows of one of the kinds of :data:`TEXTS`.

        Raises:
            LookupError: they are not on the shelf.
        """
        found: list[Any] = _taken(self.shelf, kind, self.key)
        return found

    def extracts(self) -> list[Extract]:
        """What matching needs of its documents."""
        return [
            Extract(self.recipe.code, edition, rows, lambda at=at: self._said(at))  # type: ignore[misc]
            for at, (edition, rows) in enumerate(self.editions)
        ]

    def _said(self, at: int) -> tuple[Said, ...]:
        found = self._said_of.get(at)
        if found is None:
            found = self._said_of[at] = kept_said(self._all_said[at])
        return found

    @cached_property
    def _all_said(self) -> list[Any]:
        return self.texts(SAID)

    @cached_property
    def _said_of(self) -> dict[int, tuple[Said, ...]]:
        return {}

    def wordings(self) -> list[list[Wordings]]:
        """The words of every row of each document."""
        return [[kept_wordings(row) for row in rows] for rows in self.texts(WORDS)]

    def duty_texts(self) -> list[DutyText]:
        """The rows as the text index takes them, in its order."""
        return [
            DutyText(
                iri, code, edition, kind, number, name, tuple((f, n, t) for f, n, t in passages)
            )
            for iri, code, edition, kind, number, name, passages in self.texts(PASSAGES)
        ]

    def forget(self) -> None:
        """Keep the texts no longer in memory."""
        self.__dict__.pop("_all_said", None)
        self.__dict__.pop("_said_of", None)


def taken(shelf: Shelf, recipe: Recipe) -> Part | None:
    """The part of a recipe, if it is on the shelf with its texts."""
    if not all(shelf.has(kind, recipe.key) for kind in TEXTS):
        return None
    try:
        return Part(recipe, _taken(shelf, PART, recipe.key), shelf)
    except LookupError:
        return None


def _taken(shelf: Shelf, kind: str, key: str) -> Any:
    data = shelf.get(kind, key)
    if data is None:
        raise LookupError(key)
    try:
        return json.loads(zlib.decompress(data))
    except (ValueError, zlib.error) as error:
        raise LookupError(key) from error


def lines_of(recipe: Recipe, documents: Documents, vocabulary: Vocabulary, iris: Iris) -> list[str]:
    """The lines of a part that was made before.

    Raises:
        LookupError: its documents are not on the shelf.
        VocabularyError: a table cannot be used, or a name in a correction cannot be told.
    """
    return township_lines(documents.of(recipe, vocabulary).documents, vocabulary, iris)[0]


def made(
    recipe: Recipe,
    shelf: Shelf,
    documents: Documents,
    vocabulary: Vocabulary,
    reader: WordingReader,
    iris: Iris,
) -> list[str]:
    """Make a part and put it on the shelf; its lines are given back.

    Raises:
        LookupError: its documents are not on the shelf.
        VocabularyError: a table cannot be used, or a name in a correction cannot be told.
    """
    corrected = documents.of(recipe, vocabulary)
    found = corrected.documents
    lines, met = township_lines(found, vocabulary, iris)
    tables_of = tables.of_part(lines, met, vocabulary, iris)
    values = {
        "iris": [iris.document(document) for document in found],
        "figures": [document_figures(document) for document in found],
        "reading": [astuple(finding) for document in found for finding in document.findings],
        "quality": [astuple(finding) for finding in quality.check(found, vocabulary)],
        "used": [astuple(item) for item in recipe.corrections if item not in corrected.unused],
        "notes": corrected.notes,
        "sum": f"{line_sum(f'{line}{chr(10)}'.encode() for line in lines):x}",
        "lines": len(lines),
        "met": met_values(met),
        "names": [(d.edition, names_of(d, reader, vocabulary)) for d in found],
    }
    texts = {
        SAID: [said_of(document, reader) for document in found],
        WORDS: [wordings(document, vocabulary) for document in found],
        TABLES: tables_of,
        PASSAGES: [
            (t.iri, t.township, t.edition, t.kind, t.number, t.name, t.passages)
            for t in duty_texts(found, iris)
        ],
    }
    for kind, content in (*texts.items(), (PART, values)):
        shelf.put(
            kind,
            recipe.key,
            zlib.compress(
                json.dumps(content, ensure_ascii=False).encode("utf-8", "surrogatepass"), 1
            ),
        )
    return lines
