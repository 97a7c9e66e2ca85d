"""Duties: two single duties side by side, each named by its list and number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.comparing.comparison import Comparison, Match, Status
from kg.comparing.differences import differences
from kg.comparing.items import Reader
from kg.comparing.naming import as_printed
from kg.comparing.rows import Entry, entries, sources
from kg.comparing.sides import Side
from kg.comparing.sides import side as side_of
from kg.errors import QueryError
from kg.matters.succession import How
from kg.querying.lookup import shown
from kg.querying.numbered import Found, duty
from kg.vocabulary.running import numbered

if TYPE_CHECKING:
    from kg.store.graph import Graph
    from kg.vocabulary.loading import Vocabulary

_APART = "两项不属于同一事项；按写法逐条对比"


def compare_duties(
    graph: Graph, a: str, b: str, vocabulary: Vocabulary | None = None
) -> Comparison | None:
    """Compare the duty ``a`` (东城镇配合33) with ``b``: a duty, too, or a place that has the same matter.

    None if neither names a duty by its number.

    Raises:
        QueryError: no such duty, several fit, or the place does not have the matter.
    """
    named = [said is not None and bool(said.list) for said in (numbered(a), numbered(b))]
    if not any(named):
        return None
    found = [
        duty(graph, text) if is_duty else None for text, is_duty in zip((a, b), named, strict=True)
    ]
    known = next(item for item in found if item)
    one, two = (
        _entry(graph, item) if item else _there(graph, _entry(graph, known), text)
        for item, text in zip(found, (a, b), strict=True)
    )
    reader = Reader(vocabulary)
    own = one.township.code == two.township.code
    if own:
        (one,), (two,) = (as_printed((row,), reader.vocabulary) for row in (one, two))
    differ = differences((one,), (two,), reader, own=own)
    same = bool(one.matter) and one.matter == two.matter
    status = Status.DIFFERENT if differ.kinds else Status.SAME
    how, why = (How.MATTER.value, "") if same else ("none", _APART)
    match = Match(status, (one,), (two,), how, float(same), not same, differ, why)
    return Comparison(_side(graph, one), _side(graph, two), (match,), False)


def _entry(graph: Graph, found: Found) -> Entry:
    """The row of a duty that was found."""
    documents = [d for d in sources(graph) if d.code == found.code and d.edition == found.edition]
    return next(row for row in entries(graph, documents) if row.iri == found.iri)


def _there(graph: Graph, row: Entry, place: str) -> Entry:
    """The row of the same matter in a place."""
    rows = [
        other
        for other in entries(graph, side_of(graph, place).documents)
        if other.matter and other.matter == row.matter
    ]
    if len(rows) != 1:
        many = "、".join(
            f"{other.township.name} {other.kind.zh}{other.number}" for other in rows[:8]
        )
        raise QueryError(
            f"“{shown(place)}”有几项：{many}；请写一项 (several there: name one)"
            if rows
            else f"“{shown(place)}”没有与“{row.name}”相同的事项 (no such matter there)"
        )
    return rows[0]


def _side(graph: Graph, row: Entry) -> Side:
    documents = tuple(
        d for d in sources(graph) if d.path == row.document and d.edition == row.edition
    )
    return Side(f"{row.township.name} {row.kind.zh}第 {row.number} 项", documents)
