"""The comparison of two sides: what both have and how it differs, what only one of them has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from kg.comparing.differences import Difference, Differences, Read, answered_by, differences
from kg.comparing.items import Reader, Recent
from kg.comparing.naming import as_printed, categories_as_printed, taken_up
from kg.comparing.rows import Entry, entry_json, order
from kg.comparing.sides import Side, side
from kg.comparing.texts import marked
from kg.matters.succession import How, Pair, pairs
from kg.store.gate import string_term
from kg.values import LIST_ORDER, edition_order

if TYPE_CHECKING:
    from kg.store.graph import Graph
    from kg.vocabulary.loading import Vocabulary

DOUBTFUL = 0.5
"""A pair that rests on content or wording alone is doubtful below this score."""

_LINKS = """
SELECT ?first ?second ?predicate ?method ?score ?reason WHERE {
  %s
  ?link :matchSubject ?first ; :matchObject ?second ; :matchPredicate ?predicate ;
    :matchMethod ?method ; :matchScore ?score ; :matchReason ?reason .
}"""


_NAMED = 2_000  # rows up to which their links are asked for by name


class Status(StrEnum):
    """How a duty stands on two sides."""

    SAME = "same"
    DIFFERENT = "different"
    SPLIT = "split"
    MERGED = "merged"
    ONLY_A = "only-a"
    ONLY_B = "only-b"

    @property
    def zh(self) -> str:
        """In Chinese."""
        return _ZH[self]


_ZH = {
    Status.SAME: "相同",
    Status.DIFFERENT: "有差别",
    Status.SPLIT: "一项分成几项",
    Status.MERGED: "几项并成一项",
    Status.ONLY_A: "只在甲",
    Status.ONLY_B: "只在乙",
}


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the graph between two rows: how they relate, method, score, why."""

    predicate: str
    method: str
    score: float
    why: str


@dataclass(frozen=True, slots=True)
class Match:
    """One duty: its rows on both sides and how they differ.

    ``method``: name (same name), matter (one Matter), content (what the rows say), part (one row
    cut up), none (only one side has it). ``score`` 0…1; ``doubtful`` where a person should look.
    ``near`` are rows of the other side that may be meant, with score and reason.
    """

    status: Status
    a: tuple[Entry, ...]
    b: tuple[Entry, ...]
    method: str
    score: float
    doubtful: bool
    differences: Differences
    why: str = ""
    near: tuple[tuple[Entry, float, str], ...] = ()

    @property
    def kinds(self) -> tuple[Difference, ...]:
        """What differs."""
        return self.differences.kinds

    @property
    def name(self) -> str:
        """What to call it."""
        return (self.b if len(self.b) == 1 or not self.a else self.a)[0].name


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sides and all their duties, those of A in the order of its lists first."""

    a: Side
    b: Side
    matches: tuple[Match, ...]
    editions: bool
    """Whether the sides are two editions of one township, A the older one."""

    @property
    def empty(self) -> bool:
        """Whether nothing differs (other numbers are no difference)."""
        return all(match.status is Status.SAME for match in self.matches)

    def of(self, status: Status) -> tuple[Match, ...]:
        """The matches of one status."""
        return tuple(match for match in self.matches if match.status is status)

    def with_difference(self, kind: Difference) -> tuple[Match, ...]:
        """The matches that differ in this."""
        return tuple(match for match in self.matches if kind in match.kinds)

    @property
    def counts(self) -> dict[str, int]:
        """Matches by status and by difference."""
        found = Counter(match.status.value for match in self.matches)
        kinds = Counter(kind.value for match in self.matches for kind in match.kinds)
        return {s.value: found[s.value] for s in Status} | {
            d.value: kinds[d.value] for d in Difference
        }

    @property
    def renumbered(self) -> tuple[Match, ...]:
        """Rows of one list that stand under another number: no change, but worth a line."""
        return tuple(
            m
            for m in self.matches
            if len(m.a) == len(m.b) == 1
            and m.a[0].kind is m.b[0].kind
            and m.a[0].number != m.b[0].number
        )


def compare(
    graph: Graph,
    a: str | Side,
    b: str | Side,
    vocabulary: Vocabulary | None = None,
    *,
    brief: bool = False,
) -> Comparison:
    """Compare two sides of a graph, given by name (:func:`kg.comparing.sides.side`).

    With ``brief`` it is told in which respects duties differ, not by which words (a third of the time).

    The JSON form (:func:`to_json`)::

        {"a": {"title", "documents": [{"township", "township_code", "edition", "document"}]}, "b": {…},
         "editions": true|false, "empty": true|false,
         "counts": {"same": 60, "different": 12, "split", "merged", "only-a", "only-b",
                    "list", "departments", "name", "category", "clauses", "method", "other"},
         "matches": [{"status": "same|different|split|merged|only-a|only-b",
            "differences": ["list", "departments", …], "name", "method": "name|matter|content|part|none",
            "score": 0.93, "doubtful": false, "why": "名称用词相近 68%",
            "a": [{"iri", "township", "edition", "list", "number", "name", "category", "departments": [names],
                   "document", "line", "locator"}], "b": [as a],
            "departments_only_a": [names], "departments_only_b": [names],
            "clauses": [{"cell": "superior|township|method|HEADER", "status": "changed|added|removed",
                         "a_number", "b_number", "a", "b", "marked": "…〔−旧〕〔＋新〕…",
                         "pieces": [{"equal": true, "a": "…", "b": "…"}]}],
            "near": [{"iri", "township", "list", "number", "name", "score", "why"}]}],
         "renumbered": [{"a": iri, "b": iri}]}

    Raises:
        QueryError: a name fits nothing loaded, or several things.
    """
    one = a if isinstance(a, Side) else side(graph, a)
    two = b if isinstance(b, Side) else side(graph, b)
    own = one.townships == two.townships and len(one.townships) == 1
    if own and _newer(one, two):
        one, two = two, one
    recent = Recent.of(graph, vocabulary)
    reader = recent.reader
    rows_a, rows_b = recent.rows(one.documents), recent.rows(two.documents)
    if own:
        rows_a, rows_b = (as_printed(rows, reader.vocabulary) for rows in (rows_a, rows_b))
        rows_a = taken_up(rows_a, rows_b, reader.vocabulary)
    groups_a, groups_b = _groups(rows_a, one), _groups(rows_b, two)
    items = [[recent.item(group[0]) for group in groups] for groups in (groups_a, groups_b)]
    found = pairs(items[0], items[1], own=own)
    if own:  # only now: duties are paired by what their categories are, not by what they are called
        files, sides = (*one.documents, *two.documents), (groups_a, groups_b)
        groups_a, groups_b = categories_as_printed(graph, files, sides, reader.vocabulary)
    links = _links(graph, {row.iri for row in (*rows_a, *rows_b)})
    said = recent if brief else None
    matches = [_match(p, groups_a, groups_b, reader, links, own=own, brief=said) for p in found]
    done_a = {at for pair in found for at in pair.old}
    done_b = {at for pair in found for at in pair.new}
    by_iri = {row.iri: row for row in (*rows_a, *rows_b)}
    doubts = _doubts(graph, by_iri)
    ends: dict[str, list[tuple[str, Link]]] = {}
    for (first, second), link in links.items():
        ends.setdefault(first, []).append((second, link))
    for groups, done, status, other in (
        (groups_a, done_a, Status.ONLY_A, {row.iri for row in rows_b}),
        (groups_b, done_b, Status.ONLY_B, {row.iri for row in rows_a}),
    ):
        for at, group in enumerate(groups):
            if at not in done:
                near = _near(group, other, by_iri, ends, doubts)
                a_rows, b_rows = (group, ()) if status is Status.ONLY_A else ((), group)
                same = Differences(())
                match = Match(status, a_rows, b_rows, "none", 0.0, bool(near), same, "", near)
                matches.append(match)
    matches.sort(key=_position)
    return Comparison(one, two, tuple(matches), own)


def _newer(one: Side, two: Side) -> bool:
    ages = [max(edition_order(d.edition) for d in side.documents) for side in (one, two)]
    return ages[0] > ages[1]


def _groups(rows: Sequence[Entry], side: Side) -> list[tuple[Entry, ...]]:
    """The rows of a side by duty: each for itself in one township, by Matter over several."""
    if side.single:
        return [(row,) for row in rows]
    found: dict[str, list[Entry]] = {}
    for row in rows:
        found.setdefault(row.matter or row.iri, []).append(row)
    return [tuple(group) for group in found.values()]


def _match(
    pair: Pair,
    groups_a: Sequence[tuple[Entry, ...]],
    groups_b: Sequence[tuple[Entry, ...]],
    reader: Reader,
    links: Mapping[tuple[str, str], Link],
    *,
    own: bool,
    brief: Read | None,
) -> Match:
    a = tuple(row for at in pair.old for row in groups_a[at])
    b = tuple(row for at in pair.new for row in groups_b[at])
    if pair.split or pair.merged:
        status = Status.SPLIT if pair.split else Status.MERGED
        why = f"几项合起来说了这一项的 {round(pair.score * 100)}%"
        apart = answered_by(a, b, own=own)
        return Match(status, a, b, How.PART.value, pair.score, pair.score < 0.8, apart, why)
    score, why = pair.score, ""
    if pair.how is How.MATTER:
        direct = [link for x in a for y in b if (link := links.get((x.iri, y.iri)))]
        score, why = 1.0, "经其他清单归为同一事项"
        if direct:
            best = max(direct, key=lambda link: link.score)
            score, why = best.score, best.why
    elif pair.how is How.CONTENT:
        why = f"名称或职责相近 {round(score * 100)}%"
    found = differences(a, b, reader, own=own, brief=brief)
    status = Status.DIFFERENT if found.kinds else Status.SAME
    doubtful = pair.how in (How.CONTENT, How.MATTER) and score < DOUBTFUL
    return Match(status, a, b, pair.how.value, round(score, 3), doubtful, found, why)


def _links(graph: Graph, among: set[str]) -> dict[tuple[str, str], Link]:
    found: dict[tuple[str, str], Link] = {}
    for row in graph.table(_LINKS % _narrowed(among), "first"):
        if row["first"] in among and row["second"] in among:
            predicate = row["predicate"].rpartition("#")[2]
            link = Link(predicate, row["method"], float(row["score"]), row["reason"])
            found[row["first"], row["second"]] = found[row["second"], row["first"]] = link
    return found


def _narrowed(among: set[str]) -> str:
    """What holds of links among these rows, in a query; rows have many to other lists."""
    if not among or len(among) > _NAMED:
        return ""
    lists = {iri.rpartition("/")[0] for iri in among}
    first = " ".join(f"<{iri}>" for iri in sorted(among))
    starts = [f"STRSTARTS(STR(?second), {string_term(each + '/')})" for each in sorted(lists)]
    return f"VALUES ?first {{ {first} }} FILTER({' || '.join(starts)})"


def _doubts(graph: Graph, among: Container[str]) -> dict[str, list[tuple[str, float, str]]]:
    """Pairs among these rows that were nearly joined, by each of their ends."""
    found: dict[str, list[tuple[str, float, str]]] = {}
    for d in graph.doubts or ():
        if d["first"] not in among or d["second"] not in among:
            continue
        for one, two in ((d["first"], d["second"]), (d["second"], d["first"])):
            found.setdefault(one, []).append((two, d["score"], d["why"]))
    return found


def _near(
    group: Sequence[Entry],
    other: set[str],
    by_iri: Mapping[str, Entry],
    links: Mapping[str, Sequence[tuple[str, Link]]],
    doubts: Mapping[str, Sequence[tuple[str, float, str]]],
) -> tuple[tuple[Entry, float, str], ...]:
    linked: dict[str, tuple[float, str]] = {}
    nearly: dict[str, tuple[float, str]] = {}
    for row in group:
        for second, link in links.get(row.iri, ()):
            if second in other:
                said = (link.score, "部分与整体；" * (link.method == "part") + link.why)
                linked[second] = max(linked.get(second, said), said)
        for second, score, why in doubts.get(row.iri, ()):
            if second in other:
                nearly[second] = max(nearly.get(second, (score, why)), (score, why))
    found = nearly | linked
    chosen = sorted(found.items(), key=lambda item: (-item[1][0], item[0]))
    return tuple((by_iri[iri], score, why) for iri, (score, why) in chosen[:3])


def _position(match: Match) -> tuple[Any, ...]:
    row = min(match.a or match.b, key=order)
    return (LIST_ORDER[row.kind.value], row.number, not match.a, order(row))


def to_json(comparison: Comparison) -> dict[str, Any]:
    """The form documented at :func:`compare`."""
    return {
        "a": _side(comparison.a),
        "b": _side(comparison.b),
        "editions": comparison.editions,
        "empty": comparison.empty,
        "counts": comparison.counts,
        "matches": [_match_json(match) for match in comparison.matches],
        "renumbered": [{"a": m.a[0].iri, "b": m.b[0].iri} for m in comparison.renumbered],
    }


def _side(side: Side) -> dict[str, Any]:
    return {
        "title": side.title,
        "documents": [
            {
                "township": document.township.name,
                "township_code": document.code,
                "edition": document.edition,
                "document": document.path,
            }
            for document in side.documents
        ],
    }


def _match_json(match: Match) -> dict[str, Any]:
    found = match.differences
    return {
        "status": match.status.value,
        "differences": [kind.value for kind in match.kinds],
        "name": match.name,
        "method": match.method,
        "score": match.score,
        "doubtful": match.doubtful,
        "why": match.why,
        "a": [entry_json(row) for row in match.a],
        "b": [entry_json(row) for row in match.b],
        "departments_only_a": [body.name for body in found.only_a],
        "departments_only_b": [body.name for body in found.only_b],
        "clauses": [
            {
                "cell": change.cell,
                "status": change.status,
                "a_number": change.a_number,
                "b_number": change.b_number,
                "a": change.a,
                "b": change.b,
                "marked": marked(change.pieces),
                "pieces": [{"equal": p.equal, "a": p.a, "b": p.b} for p in change.pieces],
            }
            for change in found.clauses
        ],
        "near": [
            {
                "iri": row.iri,
                "township": row.township.name,
                "list": row.kind.value,
                "number": row.number,
                "name": row.name,
                "score": score,
                "why": why,
            }
            for row, score, why in match.near
        ],
    }
