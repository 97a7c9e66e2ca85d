"""Searched: what a search finds, and how it was read. The command and the page take it from here."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from kg.frozen import frozen
from kg.querying.finding import narrowed as reading
from kg.querying.finding.narrowed import Filter, Narrowed
from kg.querying.finding.wanted import wanted
from kg.querying.numbered import Found, all_of, of_duties
from kg.store.search import FIELDS, Hit

if TYPE_CHECKING:
    from kg.store.graph import Graph


@frozen
class Searched:
    """What was found, best first, and how.

    ``marked`` are the words to mark where they stand; ``filters`` narrowed what was found, ``unused`` would have left
    nothing, so that their words were looked for as words. ``by`` is words, number, meaning or filter;
    ``read_as`` are pairs of a word and what it was read as.
    """

    hits: list[Hit]
    marked: str
    filters: tuple[Filter, ...] = ()
    unused: tuple[Filter, ...] = ()
    by: str = "words"
    read_as: tuple[tuple[str, str], ...] = ()
    cut: bool = False


def searched(
    graph: Graph,
    text: str,
    *,
    fields: Collection[str] = FIELDS,
    editions: Collection[str] = (),
    limit: int | None = None,
) -> Searched:
    """What the words of a search find: by the number of a duty, by words within its filters, else by meaning.

    ``editions`` are "township code/edition", none: all. Meanings are those of names of current editions.
    """
    names_too = "name" in fields
    if names_too and (numbered := all_of(graph, text)):
        return Searched([_hit(one) for one in numbered], wanted(text), by="number")
    asked = reading.narrowed(graph, text)
    if not asked.words and names_too:
        hits = _all(graph, asked, limit)
        return Searched(hits, "", asked.filters, by="filter", cut=len(hits) == limit)
    hits, cut = _having(graph, asked, fields, editions, limit)
    if hits:
        marked = " ".join((asked.words, *(body.word for body in asked.bodies)))
        return Searched(hits, marked, asked.filters, cut=cut)
    if asked.filters:
        hits = graph.text.find(wanted(text), fields=fields, editions=editions, limit=limit)
        if hits:
            return Searched(hits, wanted(text), unused=asked.filters, cut=len(hits) == limit)
    if not names_too:
        return Searched([], asked.words, asked.filters)
    hits, read_as = _meant(graph, asked, asked.words if asked.filters else text)
    return Searched(hits, asked.words, asked.filters, by="meaning", read_as=read_as)


def _having(
    graph: Graph,
    asked: Narrowed,
    fields: Collection[str],
    editions: Collection[str],
    limit: int | None,
) -> tuple[list[Hit], bool]:
    """Passages that have the words within the filters; and whether there may be more.

    A department filters what it has a part in, and what has its name beside the words.
    """

    def find(words: str) -> list[Hit]:
        return graph.text.find(
            words,
            fields=fields,
            townships=asked.townships,
            editions=editions,
            kinds=asked.lists,
            limit=limit,
        )

    found = find(asked.words)
    cut = len(found) == limit
    for body in asked.bodies:
        own = reading.having(graph, body, {hit.duty for hit in found}) if found else set()
        by_name = find(f"{asked.words} {body.word}")
        own |= {hit.duty for hit in by_name}
        found = [hit for hit in found if hit.duty in own]
    return found, cut


def _all(graph: Graph, asked: Narrowed, limit: int | None) -> list[Hit]:
    """The names of all duties within the filters, in the order of the store."""
    current = graph.current_editions
    codes = asked.townships or tuple(current)
    editions = [f"{code}/{current[code]}" for code in codes if code in current]
    bodies = asked.bodies
    duties = graph.text.listed(
        asked.lists, codes, editions, limit=None if bodies or not limit else limit
    )
    for body in bodies:
        own = reading.having(graph, body)
        duties = [duty for duty in duties if duty in own]
    return [_hit(one) for one in of_duties(graph, duties[:limit])]


def _meant(
    graph: Graph, asked: Narrowed, text: str
) -> tuple[list[Hit], tuple[tuple[str, str], ...]]:
    """Names of duties within the filters that the words mean, and which words were read as which."""
    from kg.meaning.meaning import Meaning
    from kg.querying import meant as meanings

    said = meanings.meant(graph.once(Meaning, lambda: Meaning(graph.meanings)), text)
    hits = [
        hit
        for hit in meanings.passages(said)
        if (not asked.lists or hit.kind in asked.lists)
        and (not asked.townships or hit.township in asked.townships)
    ]
    for body in asked.bodies:
        own = reading.having(graph, body, {hit.duty for hit in hits}) if hits else set()
        hits = [hit for hit in hits if hit.duty in own]
    return hits, said.read_as


def _hit(one: Found) -> Hit:
    return Hit(one.iri, one.code, one.edition, one.list, one.number, "name", 0, one.name)
