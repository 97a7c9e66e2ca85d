"""Prepared tables from parts: what a township adds to each, and the tables of all together.

A table whose rows each belong to one township is the rows of all parts; one that counts duties, or names
the first place of them, is the sum of their counts and the least of their places. Those over Matters and over
all counties are folded of what the parts give for them (:mod:`kg.building.folding`). Any other is
evaluated over the triples of all parts that it asks for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from kg.building import folding
from kg.building.folding import Rows
from kg.frozen import frozen
from kg.rdf.iris import Iris
from kg.rdf.ntriples import Lines
from kg.rdf.terms import PREFIXES, W
from kg.store import prepared
from kg.triples.shared_nodes import Met, Shared
from kg.vocabulary.loading import Vocabulary

_OF_ONE_TOWNSHIP = frozenset(("iri", "t", "where", "doc", "l"))
"""First columns of tables whose rows each belong to one township: duty, township, document, list."""
_ADDED = re.compile(r"\(COUNT\(DISTINCT \?iri\) AS \?(\w+)\)")
"""A column of counted duties; no duty is in two townships."""
_LEAST = re.compile(r"\(MIN\(\?at\) AS \?(\w+)\)")
"""A column of the first place: a text."""
_TOGETHER = frozenset((":matter",))
"""What no township alone says of its duties."""
_NAME = re.compile(r"(?<![\w<])(\w*):([A-Za-z]\w*)")
"""A name with its prefix: ``:leads``, ``org:classification``."""
_KIND_OF = re.compile(r"(?<![?\w])a\s+\?(\w+)")
"""A class that is a variable: ``?any a ?class``."""
_GIVEN = re.compile(r"VALUES\s+\?(\w+)")
"""A variable whose values stand in the query."""


class Kind(Enum):
    """How the table of all is had from those of the parts."""

    ROWS = "rows"
    MERGED = "merged"
    FOLDED = "folded"
    WHOLE = "whole"


_ALONE = (Kind.ROWS, Kind.MERGED)
"""What a township adds to such a table is asked of it alone."""


@frozen
class Select:
    """A sub-select of the library that is prepared.

    ``names`` are those that stand in it, predicates and classes; it asks for things of ``any_class`` where
    it does not name the class. ``added`` and ``least`` are its columns of counts and of first places.
    """

    text: str
    kind: Kind
    names: frozenset[str]
    any_class: bool
    added: frozenset[str] = frozenset()
    least: frozenset[str] = frozenset()


@cache
def selects() -> tuple[Select, ...]:
    """All that are prepared."""
    return tuple(_select(text, _kind(text)) for text in prepared.selects().values())


@cache
def _given() -> tuple[Select, ...]:
    """What parts give for the tables that are folded."""
    return tuple(_select(text, Kind.ROWS) for text in folding.selects().values())


def _select(text: str, kind: Kind) -> Select:
    columns = frozenset(_ADDED.findall(text)), frozenset(_LEAST.findall(text))
    return Select(text, kind, frozenset(_names(text)), _any_class(text), *columns)


def _kind(text: str) -> Kind:
    if prepared.key(text) in folding.folds():
        return Kind.FOLDED
    if prepared.columns(text)[0] in _OF_ONE_TOWNSHIP:
        return Kind.ROWS
    merged = len(_ADDED.findall(text)) + len(_LEAST.findall(text))
    if merged and text.count("SELECT") == 1 and merged == text.count(" AS ?", 0, _end(text)):
        return Kind.WHOLE if any(name in text for name in _TOGETHER) else Kind.MERGED
    return Kind.WHOLE


def _end(text: str) -> int:
    """Where the head of a select ends."""
    return text.index("WHERE") if "WHERE" in text else text.index("{")


def _any_class(text: str) -> bool:
    return not set(_KIND_OF.findall(text)) <= set(_GIVEN.findall(text))


def _names(text: str) -> Iterator[str]:
    yield W.type
    for prefix, name in _NAME.findall(text):
        if prefix in PREFIXES:
            yield PREFIXES[prefix] + name


def of_part(
    lines: Iterable[str], met: Met, vocabulary: Vocabulary, iris: Iris
) -> tuple[list[Rows], list[Rows], list[str]]:
    """What one township adds: rows of each table that can be had alone, those to fold, lines for the others."""
    around = Lines()
    shared = Shared(around, vocabulary, iris)
    shared.meet(met)
    shared.write()
    alone = [one for one in selects() if one.kind in _ALONE]
    others = [one for one in selects() if one.kind is Kind.WHOLE]
    own = list(lines)
    graph = _graph(_asked_for((*own, *around.found), (*alone, *_given())))
    rows = [_rows(graph, one.text) if one.kind in _ALONE else [] for one in selects()]
    return rows, [_rows(graph, one.text) for one in _given()], _asked_for(own, others)


def _asked_for(lines: Iterable[str], asking: Sequence[Select]) -> list[str]:
    """The lines whose predicate one of these tables asks for; of classes, those that it names."""
    if not asking:
        return []
    wanted = {f"<{name}>" for select in asking for name in select.names}
    of_class, every = f"<{W.type}>", any(select.any_class for select in asking)

    found = []
    for line in lines:
        _, predicate, rest = line.split(" ", 2)
        if (
            rest.removesuffix(" .") if predicate == of_class and not every else predicate
        ) in wanted:
            found.append(line)
    return found


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


def write(
    folder: Path,
    parts: Sequence[tuple[list[Rows], list[Rows]]],
    lines: Iterable[str],
    matter_of: Mapping[str, str],
) -> None:
    """Write the tables of all parts, each with its rows and those to fold.

    ``lines`` are those that the other tables ask for, of all; ``matter_of`` has for each duty its Matter,
    both as terms.

    Raises:
        StoreError: they cannot be written.
    """
    whole = [one for one in selects() if one.kind is Kind.WHOLE]
    graph = _graph(_asked_for(lines, whole)) if whole else None
    given = {
        name: [row for _, folded in parts for row in folded[at]]
        for at, name in enumerate(folding.selects())
    }
    for at, select in enumerate(selects()):
        if select.kind is Kind.FOLDED:
            rows = sorted(folding.folds()[prepared.key(select.text)](given, matter_of))
        elif graph is not None and select.kind is Kind.WHOLE:
            rows = _rows(graph, select.text)
        elif select.kind is Kind.ROWS:
            rows = sorted(row for part, _ in parts for row in part[at])
        else:
            rows = _merged(select, (row for part, _ in parts for row in part[at]))
        prepared.write_table(folder, select.text, rows)


def _merged(select: Select, rows: Iterable[list[str]]) -> Rows:
    """The rows of all parts, of those that differ in counts and places alone one."""
    columns = prepared.columns(select.text)
    named = [at for at, name in enumerate(columns) if name not in select.added | select.least]
    added = [at for at, name in enumerate(columns) if name in select.added]
    least = [at for at, name in enumerate(columns) if name in select.least]
    found: dict[tuple[str, ...], list[str]] = {}
    for row in rows:
        known = found.setdefault(tuple(row[at] for at in named), row)
        if known is row:
            continue
        both = list(known)
        for at in added:
            both[at] = folding.number(folding.value(known[at]) + folding.value(row[at]))
        for at in least:
            both[at] = min(known[at], row[at], key=folding.text)
        found[tuple(row[at] for at in named)] = both
    return sorted(found.values())
