"""Meant: what a search means beside the words it has, from the index of meanings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.frozen import frozen

if TYPE_CHECKING:
    from kg.meaning.rows import Hit
    from kg.store.graph import Graph

LIKELY = 0.2
"""Rows that a search means less likely than this are not shown."""

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


def meant(graph: Graph, text: str) -> Meant:
    """The rows a text means although they do not have its words."""
    from kg.meaning.meaning import Meaning

    meaning = Meaning(graph.meanings)
    decision = meaning.decide(text)
    hits = decision.hits or tuple(hit for hit in meaning.hits(text) if hit.score >= LIKELY)
    read_as = dict.fromkeys(pair for hit in hits for pair in hit.read_as)
    return Meant(hits, tuple(read_as))
