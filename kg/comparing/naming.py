"""Naming: what each row itself calls its departments, so that a body renamed by a reform is seen."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import takewhile

from kg.comparing.rows import Body, Entry
from kg.folding import strip_blanks
from kg.vocabulary.loading import Vocabulary
from kg.vocabulary.rows import Function

_BRACKET = re.compile(r"[（(][^（）()]*[）)]$")
"""What stands in brackets after a name: （牵头）."""


def as_printed(rows: Sequence[Entry], vocabulary: Vocabulary) -> tuple[Entry, ...]:
    """The rows with their departments under the full names that stand in them.

    In the graph a body has one name, whatever an edition calls it. A short form stands for the one
    full name that other rows of these print; it says nothing where they print none, or several.
    """
    named = [tuple(_named(body, vocabulary) for body in row.departments) for row in rows]
    printed: dict[str, set[tuple[str, str]]] = {}
    for body in (body for bodies in named for body in bodies if body.called):
        printed.setdefault(body.iri, set()).add((body.name, body.called))
    return tuple(
        replace(row, departments=tuple(_by_others(body, printed) for body in bodies))
        for row, bodies in zip(rows, named, strict=True)
    )


def taken_up(
    old: Sequence[Entry], new: Sequence[Entry], vocabulary: Vocabulary
) -> tuple[Entry, ...]:
    """The rows of an older edition, a body that a reform made another kind of office as what it has become.

    That is so where only the older edition names the one, only the newer the other, both in one place,
    and the one stands in for the other (stand_ins.csv).
    """
    before, after = ({b.iri: b for row in rows for b in row.departments} for rows in (old, new))
    become: dict[str, Body] = {}
    for iri in before.keys() - after.keys():
        place, _, slug = iri.rpartition("/")
        others = {f"{place}/{other}" for other in vocabulary.stand_ins.get(slug, ())}
        found = sorted(others & (after.keys() - before.keys()))
        if len(found) == 1:
            become[iri] = after[found[0]]
    if not become:
        return tuple(old)

    def now(bodies: Sequence[Body]) -> tuple[Body, ...]:
        return tuple(_become(body, become) for body in bodies)

    return tuple(
        replace(
            row,
            departments=now(row.departments),
            supporting=now(row.supporting),
            conveners=now(row.conveners),
        )
        for row in old
    )


def _become(body: Body, become: Mapping[str, Body]) -> Body:
    other = become.get(body.iri)
    if other is None:
        return body
    return replace(body, iri=other.iri, function=other.function, house=other.house)


def _by_others(body: Body, printed: Mapping[str, set[tuple[str, str]]]) -> Body:
    names = printed.get(body.iri, set())
    if body.called or len(names) != 1:
        return body
    ((name, called),) = names
    return replace(body, name=name, called=called)


def _named(body: Body, vocabulary: Vocabulary) -> Body:
    function = vocabulary.functions.get(body.function.rpartition("/")[2])
    if function is None:
        return body
    called, known = full_name(body.words, function), full_name(body.name, function)
    if not called or not known:
        return body
    return replace(body, name=body.name[: -len(known)] + called, called=called)


def full_name(words: str, function: Function) -> str:
    """The full name of an office that words end with; "" if they have a short form of it."""
    text = _BRACKET.sub("", strip_blanks(words))
    fitting = [name for name in (function.name, *function.names) if text.endswith(name)]
    return max(fitting, key=len, default="")


def shared(name: str, place: str) -> int:
    """How many characters a name and the full name of a township begin with in common: its county."""
    pairs = zip(name, place, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
