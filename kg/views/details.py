"""Details: the clauses of duties with the parties each clause names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.rdf.terms import CERTAINTIES, EDGES, D
from kg.store.gate import iri_term

if TYPE_CHECKING:
    from kg.store.graph import Graph

_CLAUSES = """
SELECT ?duty ?iri ?side ?number ?printed ?section ?heading ?text WHERE {
  %s
  VALUES (?cls ?side) { (:SuperiorClause "superior") (:TownshipClause "township") }
  ?iri a ?cls ; :clauseOf ?duty ; :number ?number ; :text ?text .
  OPTIONAL { ?iri :printedNumber ?printed }
  OPTIONAL { ?iri :section ?section }
  OPTIONAL { ?iri :heading ?heading }
}"""
_ACTING = """
SELECT ?clause ?edge ?party WHERE {
  %s
  ?clause :clauseOf ?duty .
  ?party ?edge ?clause .
}"""
_OTHERS = """
SELECT ?clause ?edge ?party WHERE {
  %s
  ?clause :clauseOf ?duty .
  ?clause ?edge ?party .
}"""
_ROLES: tuple[tuple[str, dict[str, str]], ...] = (
    (_ACTING, {D.actsIn: "acts", EDGES["convenes"]: "convenes"}),
    (_OTHERS, {iri: role for role, iri in sorted(EDGES.items())}),
)
"""Queries for the parties of clauses, each with its edges and what they say."""
_OF_CLAUSES = frozenset(role for _, roles in _ROLES for role in roles.values()) - frozenset(
    ("leads", "supports", "cooperatesOn", "reclaimed", "relievedOf")
)
"""What parties are to a clause; those of a duty as a whole are edges to it, not of a clause."""
_INFERRED = CERTAINTIES["inferred"]
"""Of what a reader inferred there are no edges."""
_FEW = 400
"""Up to here the duties are named in the query; above, everything is read."""


@dataclass(frozen=True, slots=True)
class ClauseFact:
    """One clause: ``side`` is superior or township; parties are (role, IRI)."""

    iri: str
    side: str
    number: int
    printed: str
    section: str
    heading: str
    text: str
    parties: tuple[tuple[str, str], ...]


class _Known(dict[str, list[ClauseFact]]):
    """Clauses read before, by duty: a store never changes."""


_KEPT = 5_000
"""Duties whose clauses are kept."""


def clauses(graph: Graph, duties: Collection[str]) -> dict[str, list[ClauseFact]]:
    """Clauses by duty, superior ones first, in the order of the source; duties without are left out."""
    known = graph.once(_Known, _Known)
    wanted = set(duties)
    missing = wanted - known.keys()
    if missing and len(known) + len(missing) > _KEPT:
        known.clear()
        missing = wanted
    read: dict[str, list[ClauseFact]] = {iri: [] for iri in missing}
    if missing:
        read |= _read(graph, missing)
    if len(read) <= _KEPT:
        known |= read
    found = known | read
    return defaultdict(list, {iri: found[iri] for iri in sorted(wanted) if found[iri]})


def among(variable: str, terms: Iterable[str], *, few: bool) -> str:
    """A pattern that lets a variable be one of these terms.

    ``few`` rows are named already: then it is a filter. Beside a hundred duties Virtuoso took minutes
    for a second list of values.
    """
    if few:
        return f" FILTER(?{variable} IN ({', '.join(map(iri_term, terms))}))"
    return f" VALUES ?{variable} {{ {' '.join(map(iri_term, terms))} }}"


def _read(graph: Graph, wanted: set[str]) -> dict[str, list[ClauseFact]]:
    rows, acting = (
        graph.prepared_of("duty-clauses", wanted),
        graph.prepared_of("duty-actors", wanted),
    )
    if rows is None or acting is None:
        return _asked(graph, wanted)
    parties: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in acting:
        role = row["role"].rpartition("#role-")[2]
        if row["certainty"] != _INFERRED and "party" in row and role in _OF_CLAUSES:
            parties[row["clause"]].add((role, row["party"]))
    return _made((row | {"duty": row["iri"], "iri": row["clause"]} for row in rows), parties)


def _asked(graph: Graph, wanted: set[str]) -> dict[str, list[ClauseFact]]:
    """The clauses of an endpoint, or of a store that was built before there were tables of them."""
    few = len(wanted) <= _FEW
    where = f"VALUES ?duty {{ {' '.join(map(iri_term, sorted(wanted)))} }}" if few else ""
    parties: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for query, roles in _ROLES:
        for row in graph.table(query % (where + among("edge", roles, few=few)), "clause"):
            parties[row["clause"]].add((roles[row["edge"]], row["party"]))
    rows = graph.table(_CLAUSES % where, "iri")
    return _made((row for row in rows if row["duty"] in wanted), parties)


def _made(
    clauses_: Iterable[dict[str, str]], parties: Mapping[str, set[tuple[str, str]]]
) -> dict[str, list[ClauseFact]]:
    found: dict[str, list[ClauseFact]] = defaultdict(list)
    for row in clauses_:
        found[row["duty"]].append(
            ClauseFact(
                iri=row["iri"],
                side=row["side"],
                number=int(row["number"]),
                printed=row.get("printed", ""),
                section=row.get("section", ""),
                heading=row.get("heading", ""),
                text=row["text"],
                parties=tuple(sorted(parties.get(row["iri"], ()))),
            )
        )
    for rows in found.values():
        rows.sort(key=lambda c: (c.side, c.number, c.iri))
    return found
