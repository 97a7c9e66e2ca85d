"""Lists: the documents of a build, read or found on the shelf, in their places, by township."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kg.building.parts import Documents, Recipe
from kg.building.shelf import Shelf
from kg.building.workshop import Hands, Say, heads, kept_heads, source_key
from kg.findings import Finding, errors
from kg.frozen import frozen
from kg.reading import placing
from kg.reading.corrections import Correction
from kg.reading.placing import Placing
from kg.reading.sources import Source
from kg.values import Document
from kg.vocabulary.loading import Vocabulary

_FEW = 20
"""So many files are said one by one as their turn comes."""


@frozen
class Lists:
    """Placed documents by the entries of their files; ``entries`` has the key of each file."""

    entries: tuple[str, ...]
    placed: tuple[Placing, ...]

    def key(self, item: Placing) -> str:
        """The entry of a document's file."""
        return self.entries[item.head.source]

    def document(self, item: Placing, documents: Documents) -> Document:
        """A document itself."""
        return documents.one(self.key(item), item)

    def unusable(self, documents: Documents) -> tuple[Document, ...]:
        """The documents that no graph can be made of, or need not."""
        return tuple(self.document(item, documents) for item in self.placed if not item.usable)

    def findings(self, documents: Documents) -> tuple[Finding, ...]:
        """The findings of all documents as read."""
        return tuple(f for item in self.placed for f in self.document(item, documents).findings)

    def recipes(
        self, put_right: Sequence[Correction], base: str, vocabulary: Vocabulary
    ) -> list[Recipe]:
        """What the part of each township is made from."""
        by_code: dict[str, list[tuple[str, Placing]]] = {}
        for item in self.placed:
            if item.usable:
                by_code.setdefault(item.head.code, []).append((self.key(item), item))
        return [
            Recipe.of(code, found, put_right, base, vocabulary.checksum)
            for code, found in by_code.items()
        ]


def read(
    sources: Sequence[Source],
    crew: Hands,
    shelf: Shelf,
    vocabulary: Vocabulary,
    without: Mapping[str, Sequence[tuple[str, str]]],
    announced: Say | None,
) -> Lists:
    """Read what is not on the shelf, and place everything.

    ``without``: by checksum, the (township code, edition) of documents to leave aside.
    """
    keys = [source_key(source, vocabulary) for source in sources]
    found = {at: kept_heads(shelf, key, at) for at, key in enumerate(keys)}
    fresh = [at for at, known in found.items() if known is None]
    for at, made in zip(
        fresh, crew.each("read", [(sources[at], keys[at]) for at in fresh], "读"), strict=True
    ):
        if announced and 1 < len(sources) <= _FEW:
            announced(f"读 {at + 1}/{len(sources)}：{sources[at].name}")
        found[at] = heads(made, at)
    placed = placing.places(head for at in sorted(found) for head in found[at] or ())
    kept = tuple(
        item
        for item in placed
        if (item.head.code, item.edition) not in without.get(item.head.sha256, ())
    )
    return Lists(tuple(keys), kept)


def broken(documents: Sequence[Document]) -> tuple[Document, ...]:
    """Those that have errors."""
    return tuple(document for document in documents if errors(document.findings))
