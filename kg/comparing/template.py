"""The template: the common wording of a place's lists, and what each township departs from.

A matter that at least half of the townships have is common; its common wording is what most of them
say, word for word but for their own place names. Each township is compared with it as with another list.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.comparing.comparison import Comparison, Match, Status
from kg.comparing.differences import Differences, differences
from kg.comparing.items import Reader
from kg.comparing.rows import Entry, entries, order
from kg.comparing.sides import Side, side
from kg.errors import QueryError
from kg.values import LIST_ORDER

if TYPE_CHECKING:
    from kg.store.graph import Graph
    from kg.vocabulary.loading import Vocabulary


@dataclass(frozen=True, slots=True)
class Common:
    """A common matter: a row that has its common wording, and how many townships say just that."""

    row: Entry
    alike: int
    townships: int


@dataclass(frozen=True, slots=True)
class Template:
    """The common matters of a place, and each township's comparison with them (A is the template)."""

    place: Side
    common: tuple[Common, ...]
    departures: tuple[Comparison, ...]


def template(graph: Graph, name: str, vocabulary: Vocabulary | None = None) -> Template:
    """The template of the townships of a place.

    Raises:
        QueryError: nothing of this name is loaded, or only one township there.
    """
    place = side(graph, name)
    if len(place.townships) < 2:
        raise QueryError(
            f"“{name}”只有一个乡镇，谈不上共同的写法 (one township has no common wording)"
        )
    reader = Reader(vocabulary)
    rows = entries(graph, place.documents)
    by_matter: dict[str, list[Entry]] = defaultdict(list)
    for row in rows:
        by_matter[row.matter or row.iri].append(row)
    total = len(place.townships)
    common = [
        _common(group, reader)
        for group in by_matter.values()
        if 2 * len({row.township.code for row in group}) >= total
        and len({row.township.code for row in group}) > 1
    ]
    common.sort(key=lambda c: (LIST_ORDER[c.row.kind.value], c.row.number, order(c.row)))
    named = Side(f"{name.strip()}的共同写法", place.documents)
    departures = []
    for code in place.townships:
        own = [row for row in rows if row.township.code == code]
        documents = tuple(d for d in place.documents if d.code == code)
        title = f"{documents[0].township.name}"
        departures.append(_departures(named, Side(title, documents), common, own, reader))
    return Template(place, tuple(common), tuple(departures))


def _common(group: Sequence[Entry], reader: Reader) -> Common:
    """What most of them say; of equally many the earliest."""
    group = sorted(group, key=order)
    kinds = Counter(row.kind for row in group)
    kind = max(kinds, key=lambda k: kinds[k])
    bodies = Counter(row.functions for row in group if row.kind is kind)
    words = {row.iri: _words(row, reader) for row in group}
    said = Counter(words[row.iri] for row in group if row.kind is kind)
    chosen = max(
        (row for row in group if row.kind is kind),
        key=lambda row: (said[words[row.iri]], bodies[row.functions], _earlier(row, group)),
    )
    return Common(chosen, said[words[chosen.iri]], len({row.township.code for row in group}))


def _earlier(row: Entry, group: Sequence[Entry]) -> int:
    return -next(at for at, other in enumerate(group) if other is row)


def _words(row: Entry, reader: Reader) -> str:
    return "\n".join(reader.key(row, text) for text in (row.name, *row.texts))


def _departures(
    named: Side, own_side: Side, common: Sequence[Common], own: Sequence[Entry], reader: Reader
) -> Comparison:
    by_matter: dict[str, list[Entry]] = defaultdict(list)
    for row in own:
        by_matter[row.matter or row.iri].append(row)
    matches = []
    for item in common:
        rows = tuple(by_matter.pop(item.row.matter or item.row.iri, ()))
        if not rows:
            matches.append(
                Match(Status.ONLY_A, (item.row,), (), "none", 0.0, False, Differences(()))
            )
            continue
        found = differences((item.row,), rows, reader, own=False)
        status = Status.DIFFERENT if found.kinds else Status.SAME
        why = f"{item.townships} 个乡镇有，{item.alike} 个这样写"
        matches.append(Match(status, (item.row,), rows, "matter", 1.0, False, found, why))
    for rows_left in by_matter.values():
        matches.append(
            Match(Status.ONLY_B, (), tuple(rows_left), "none", 0.0, False, Differences(()))
        )
    return Comparison(named, own_side, tuple(matches), False)
