"""Folding: the prepared tables over Matters and over all counties, from rows that each township gives.

What a township gives is asked of its own triples: ``queries/tables/parts/*.rq``. Which duties are one Matter
is known of all lists only; so these tables are put together here, as their selects say.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache

from kg.rdf.terms import X
from kg.resources import folder
from kg.store import prepared

PARTS = "parts"
"""Folder in ``queries/tables`` with what a township gives."""

_NUMBER = re.compile(r'"(\d+)"')
_INTEGER = f"^^<{X.integer}>"

Rows = list[list[str]]
"""Rows of a table: terms as N-Triples write them."""
Given = Mapping[str, Rows]
"""What all townships give, by the name of its select."""
MatterOf = Mapping[str, str]
Fold = Callable[[Given, MatterOf], Iterable[list[str]]]


@cache
def selects() -> dict[str, str]:
    """What a township is asked for, by name."""
    found = {}
    for path in sorted((folder("queries") / prepared.TABLES / PARTS).glob("*.rq")):
        text = path.read_text("utf-8")
        found[path.stem] = text[text.index("SELECT") :].strip()
    return found


@cache
def folds() -> dict[str, Fold]:
    """How each of the tables is put together, by its key."""
    known: dict[str, Fold] = {
        "common-matters": _everywhere,
        "contradictions": _in_several_lists,
        "only-here": _in_one_township,
        "functions-everywhere": _in_all_counties,
    }
    return {prepared.key(prepared.marked(name, name)): fold for name, fold in known.items()}


def value(term: str) -> int:
    """The number that a term is."""
    found = _NUMBER.match(term)
    assert found is not None
    return int(found[1])


def number(count: int) -> str:
    """A number as a term."""
    return f'"{count}"{_INTEGER}'


text = prepared.said
"""The text that a term is: quotes and what is escaped would sort otherwise."""


def _of_matters(given: Given, matter_of: MatterOf) -> Iterator[tuple[str, list[str]]]:
    """Each current duty with its Matter; one whose Matter is not known is in none."""
    for row in given["duties"]:
        matter = matter_of.get(row[0])
        if matter is not None:
            yield matter, row


def _everywhere(given: Given, matter_of: MatterOf) -> Iterator[list[str]]:
    every = len({township for township, _ in given["townships"]})
    townships: defaultdict[str, set[str]] = defaultdict(set)
    first: defaultdict[str, list[str]] = defaultdict(list)
    for matter, (_, township, _, at) in _of_matters(given, matter_of):
        townships[matter].add(township)
        first[matter].append(at)
    for matter, found in townships.items():
        if len(found) == every:
            places = first[matter]
            yield [matter, number(every), number(len(places)), min(places, key=text)]


def _in_several_lists(given: Given, matter_of: MatterOf) -> Iterator[list[str]]:
    kinds: defaultdict[str, set[str]] = defaultdict(set)
    for matter, (_, _, kind, _) in _of_matters(given, matter_of):
        kinds[matter].add(kind)
    return ([matter] for matter, found in kinds.items() if len(found) > 1)


def _in_one_township(given: Given, matter_of: MatterOf) -> Iterator[list[str]]:
    townships: defaultdict[str, set[str]] = defaultdict(set)
    for matter, (_, township, _, _) in _of_matters(given, matter_of):
        townships[matter].add(township)
    return ([matter, *found] for matter, found in townships.items() if len(found) == 1)


def _in_all_counties(given: Given, _: MatterOf) -> Iterator[list[str]]:
    every = len({county for _, county in given["townships"] if county != prepared.UNBOUND})
    found: defaultdict[str, dict[str, list[tuple[int, str]]]] = defaultdict(dict)
    for function, county, duties, at in given["functions"]:
        found[function].setdefault(county, []).append((value(duties), at))
    for function, counties in found.items():
        if len(counties) == every:
            rows = [row for of_county in counties.values() for row in of_county]
            least = min((at for _, at in rows), key=text)
            yield [function, number(every), number(sum(count for count, _ in rows)), least]
