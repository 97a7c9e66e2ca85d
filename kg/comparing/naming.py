"""Naming: what each row itself calls its departments and its category, so that a new name of either is seen."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

from kg.comparing.rows import Body, Entry, Source
from kg.folding import fold_forms, strip_blanks
from kg.vocabulary.loading import Vocabulary
from kg.vocabulary.rows import Function

if TYPE_CHECKING:
    from kg.store.graph import Graph

_BRACKET = re.compile(r"[（(][^（）()]*[）)]$")
"""What stands in brackets after a name: （牵头）."""

_SOURCE_ROWS = """
SELECT ?iri ?row WHERE {
  VALUES ?doc { %s }
  ?iri prov:wasDerivedFrom ?doc ; a :Duty ; :citation ?c . ?c :sourceRow ?row .
}"""


def categories_as_printed(
    graph: Graph,
    documents: Sequence[Source],
    sides: Sequence[Sequence[tuple[Entry, ...]]],
    vocabulary: Vocabulary,
) -> list[list[tuple[Entry, ...]]]:
    """The groups of rows of each side under the categories that they print, blanks aside.

    In the graph 政务 and 综合政务 are one. A row that prints none (merged cells, headings) has the
    name that the other rows of its document print, if they print one only; else the name in the graph.
    """
    among = " ".join(f"<{document.iri}>" for document in documents)
    cells = {r["iri"]: r["row"].split("\t") for r in graph.rows(_SOURCE_ROWS % among)}
    found: dict[str, str] = {}
    names: dict[tuple[str, str], set[str]] = {}
    for row in (row for side in sides for group in side for row in group):
        for cell in cells.get(row.iri, ()):
            text = fold_forms(strip_blanks(cell))
            known = vocabulary.category_by_form.get(text)
            if text and row.category in (text, known.name if known else ""):
                found[row.iri] = text
                names.setdefault((row.edition, row.category), set()).add(text)
                break

    def named(row: Entry) -> Entry:
        others = names.get((row.edition, row.category), ())
        alone = min(others) if len(others) == 1 else row.category
        return replace(row, category=found.get(row.iri, alone))

    return [[tuple(map(named, group)) for group in side] for side in sides]


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
