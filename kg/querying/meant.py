"""Meant: what a search means beside the words it has, from the index of meanings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.frozen import frozen

if TYPE_CHECKING:
    from kg.meaning.meaning import Meaning
    from kg.meaning.rows import Hit
    from kg.store.graph import Graph
    from kg.store.search import Hit as Passage

LIKELY = 0.3
"""Rows that a search means less likely than this are not shown."""

SURE = 0.6
"""Where one is so likely, less likely ones are not shown."""

_RANKED = 60


@frozen
class Meant:
    """Rows a text may mean, the likeliest first, and which words were read as which."""

    hits: tuple[Hit, ...]
    read_as: tuple[tuple[str, str], ...]


def scores(graph: Graph, text: str) -> dict[str, float]:
    """Duty (IRI) → how likely the text means it; the likeliest only."""
    from kg.meaning.meaning import Meaning

    return {hit.key: hit.score for hit in Meaning(graph.meanings).hits(text, limit=_RANKED)}


def meant(meaning: Meaning, text: str) -> Meant:
    """The rows a text means although they do not have its words."""
    from kg.meaning.sayings.listening import listener

    choices = listener().choices(meaning, text)
    likely = [one for one in choices if one.probability >= LIKELY]
    if likely and likely[0].probability >= SURE:
        likely = [one for one in likely if one.probability >= SURE]
    hits = tuple(replace(hit, score=one.probability) for one in likely for hit in one.hits)
    read_as = dict.fromkeys(pair for hit in hits for pair in hit.read_as)
    return Meant(hits, tuple(read_as))


def passages(said: Meant) -> list[Passage]:
    """The names of the rows that are meant, as a search gives what it found."""
    from kg.store.search import Hit as Passage

    found = []
    for hit in said.hits:
        code, edition = hit.key.rsplit("/", 3)[1:3]
        found.append(Passage(hit.key, code, edition, hit.list, hit.number, "name", 0, hit.name))
    return found
