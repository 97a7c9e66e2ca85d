"""Prepared tables from parts: what a township adds to each, and the tables of all together.

A table whose rows each belong to one township is the rows of all parts; one that counts duties is the
sum of their counts. The few others are evaluated over the triples of all parts that they ask for.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from kg.frozen import frozen
from kg.rdf.iris import Iris
from kg.rdf.ntriples import Lines
from kg.rdf.terms import PREFIXES, W
from kg.store import prepared
from kg.triples.shared_nodes import Met, Shared
from kg.vocabulary.loading import Vocabulary

_OF_ONE_TOWNSHIP = frozenset(("iri", "t", "doc", "l"))
"""First columns of tables whose rows each belong to one township: duty, township, document, list."""
_COUNTS = re.compile(r"\(COUNT\(DISTINCT \?iri\) AS \?\w+\) WHERE")
"""The head of a table that counts duties; no duty is in two townships."""
_NAME = re.compile(r"(?<![\w<])(\w*):([A-Za-z]\w*)")
"""A name with its prefix: ``:leads``, ``org:classification``."""
_KIND_OF = re.compile(r"(?<![?\w])a\s+\?(\w+)")
"""A class that is a variable: ``?any a ?class``."""
_GIVEN = re.compile(r"VALUES\s+\?(\w+)")
"""A variable whose values stand in the query."""
_NUMBER = re.compile(r'"(\d+)"')

Rows = list[list[str]]


class Kind(Enum):
    """How the table of all is had from those of the parts."""

    ROWS = "rows"
    SUMS = "sums"
    WHOLE = "whole"


@frozen
class Select:
    """A sub-select of the library that is prepared.

    ``names`` are those that stand in it, predicates and classes; it asks for things of ``any_class`` where
    it does not name the class.
    """

    text: str
    kind: Kind
    names: frozenset[str]
    any_class: bool


@cache
def selects() -> tuple[Select, ...]:
    """All that are prepared."""
    return tuple(
        Select(text, _kind(text), frozenset(_names(text)), _any_class(text))
        for text in prepared.selects().values()
    )


def _kind(text: str) -> Kind:
    if prepared.columns(text)[0] in _OF_ONE_TOWNSHIP:
        return Kind.ROWS
    if text.count("SELECT") == 1 and _COUNTS.search(text):
        return Kind.SUMS
    return Kind.WHOLE


def _any_class(text: str) -> bool:
    return not set(_KIND_OF.findall(text)) <= set(_GIVEN.findall(text))


def _names(text: str) -> Iterator[str]:
    yield W.type
    for prefix, name in _NAME.findall(text):
        if prefix in PREFIXES:
            yield PREFIXES[prefix] + name


def of_part(
    lines: Iterable[str], met: Met, vocabulary: Vocabulary, iris: Iris
) -> tuple[list[Rows], list[str]]:
    """What one township adds: rows of each table that can be had alone, lines for the others."""
    around = Lines()
    shared = Shared(around, vocabulary, iris)
    shared.meet(met)
    shared.write()
    own = _asked_for(lines, Kind)
    graph = _graph((*own, *_asked_for(around.found, Kind)))
    rows = [
        _rows(graph, select.text) if select.kind is not Kind.WHOLE else [] for select in selects()
    ]
    return rows, _asked_for(own, (Kind.WHOLE,))


def _asked_for(lines: Iterable[str], kinds: Iterable[Kind]) -> list[str]:
    """The lines whose predicate a table of these kinds asks for; of classes, those that it names."""
    kinds = set(kinds)
    asking = [select for select in selects() if select.kind in kinds]
    wanted = {f"<{name}>" for select in asking for name in select.names}
    of_class, every = f"<{W.type}>", any(select.any_class for select in asking)

    def asked(line: str) -> bool:
        _, predicate, rest = line.split(" ", 2)
        if predicate == of_class and not every:
            return rest.removesuffix(" .") in wanted
        return predicate in wanted

    return [line for line in lines if asked(line)]


def _graph(lines: Sequence[str]) -> ox.Store:
    graph = ox.Store()
    graph.bulk_load(
        "".join(f"{line}\n" for line in lines).encode(), ox.RdfFormat.N_TRIPLES, lenient=True
    )
    return graph


def _rows(graph: ox.Store, select: str) -> Rows:
    solutions = graph.query(select, prefixes=PREFIXES)
    assert isinstance(solutions, ox.QuerySolutions)
    return sorted([str(term) for term in solution] for solution in solutions)


def write(folder: Path, parts: Sequence[list[Rows]], lines: Iterable[str]) -> None:
    """Write the tables of all parts; ``lines`` are those that the other tables ask for, of all.

    Raises:
        StoreError: they cannot be written.
    """
    graph = _graph(_asked_for(lines, (Kind.WHOLE,)))
    for at, select in enumerate(selects()):
        if select.kind is Kind.WHOLE:
            rows = _rows(graph, select.text)
        elif select.kind is Kind.ROWS:
            rows = sorted(row for part in parts for row in part[at])
        else:
            rows = _sums(row for part in parts for row in part[at])
        prepared.write_table(folder, select.text, rows)


def _sums(rows: Iterable[list[str]]) -> Rows:
    totals: defaultdict[tuple[str, ...], int] = defaultdict(int)
    last = ""
    for *key, last in rows:
        totals[tuple(key)] += _number(last)
    return sorted([*key, _NUMBER.sub(f'"{total}"', last, count=1)] for key, total in totals.items())


def _number(term: str) -> int:
    found = _NUMBER.match(term)
    assert found is not None
    return int(found[1])
