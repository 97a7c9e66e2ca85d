"""Topics: rows of different lists that are about the same thing, whatever they ask of it.

Not a contradiction: one list may hand a topic's heavy part to a department and leave its daily part
with the township. A person who draws up a list wants to see both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from kg.comparing.items import Reader
from kg.comparing.rows import Entry, order
from kg.meaning.meaning import Meaning
from kg.meaning.words import Words
from kg.values import ListKind

if TYPE_CHECKING:
    from kg.store.graph import Graph

LIKELY = 0.5
"""From this probability on that the name of one row means the other they share a topic."""

_LOOKED_AT = 12


def topics(
    graph: Graph,
    by_matter: Mapping[str, Sequence[Entry]],
    reader: Reader,
    say: Callable[[str], None] = lambda message: None,
) -> list[tuple[tuple[Entry, ...], tuple[Entry, ...], float, str]]:
    """(rows of one Matter, rows of another in other lists, how likely, why), the likeliest first."""
    meaning = Meaning(graph.meanings, Words(reader.vocabulary.folders))
    matter_of = {row.iri: matter for matter, rows in by_matter.items() for row in rows}
    found: dict[tuple[str, str], tuple[float, str]] = {}
    for count, (matter, rows) in enumerate(by_matter.items(), 1):
        if count % 500 == 0:
            say(f"比对了 {count:,} / {len(by_matter):,} 件事项 (matters looked at)")
        first = min(rows, key=order)
        own = {row.kind for row in rows}
        others = [kind.value for kind in ListKind if kind not in own]
        for hit in meaning.hits(first.name, lists=others, limit=_LOOKED_AT):
            other = matter_of.get(hit.key)
            if hit.score < LIKELY or other is None or other == matter:
                continue
            pair = (min(matter, other), max(matter, other))
            if pair not in found or found[pair][0] < hit.score:
                words = "、".join(hit.matched[:6])
                found[pair] = (hit.score, f"都说到：{words}" if words else "说的是相近的事")
    return [
        (
            tuple(sorted(by_matter[one], key=order)),
            tuple(sorted(by_matter[two], key=order)),
            round(score, 3),
            why,
        )
        for (one, two), (score, why) in sorted(
            found.items(), key=lambda item: (-item[1][0], item[0])
        )
    ]
