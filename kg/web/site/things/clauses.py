"""The clauses of duties with the parties each names, in the order of the source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from kg.rdf.terms import CERTAINTIES, NAMESPACE, D, W
from kg.store.graph import Graph
from kg.views.details import ClauseFact
from kg.web.site.duties import prepared_or_asked
from kg.web.site.graphs import rows


class _Read(dict[str, list[ClauseFact]]):
    """Clauses read before, by duty; those without any have an empty list."""


_KEPT, _PART = 20_000, 400
"""Duties whose clauses are kept; duties named in one query."""


_NAMES = {"printedNumber": "printed"}
"""Properties that the prepared table calls otherwise."""


def clauses(graph: Graph, duties: Iterable[str]) -> dict[str, list[ClauseFact]]:
    """Clauses by duty, superior ones first; duties without clauses are left out."""
    known = graph.once(_Read, _Read)
    if len(known) > _KEPT:
        known.clear()
    wanted = list(dict.fromkeys(duties))
    missing = [iri for iri in wanted if iri not in known]
    for start in range(0, len(missing), _PART):
        part = missing[start : start + _PART]
        known |= {iri: [] for iri in part} | _read(graph, part)
    return {iri: known[iri] for iri in wanted if known[iri]}


def _read(graph: Graph, wanted: list[str]) -> dict[str, list[ClauseFact]]:
    parties: dict[str, dict[tuple[str, str], int]] = defaultdict(dict)
    for row in prepared_or_asked(graph, "duty-actors", "clause-roles", wanted):
        if row["certainty"] == CERTAINTIES["inferred"] or not {"party", "position"} <= row.keys():
            continue  # what the clause itself does not say
        key = (row["role"].rpartition("#role-")[2], row["party"])
        own, position = parties[row["clause"]], int(row["position"])
        own[key] = min(own.get(key, position), position)
    found: dict[str, list[ClauseFact]] = defaultdict(list)
    for row in _texts(graph, wanted):
        named = parties[row["clause"]]
        found[row["iri"]].append(
            ClauseFact(
                iri=row["clause"],
                side=row.get("side", ""),
                number=int(row.get("number", 0)),
                printed=row.get("printed", ""),
                section=row.get("section", ""),
                heading=row.get("heading", ""),
                text=row.get("text", ""),
                parties=tuple(sorted(named, key=lambda key: (named[key], key))),
            )
        )
    for members in found.values():
        members.sort(key=lambda c: (c.side, c.number, c.iri))
    return found


def _texts(graph: Graph, wanted: list[str]) -> list[dict[str, str]]:
    """The clauses themselves, a row each."""
    made = graph.prepared_of("duty-clauses", wanted)
    if made is not None:
        return made
    values: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for row in rows(graph, "clauses", wanted):
        own = values[row["duty"], row["iri"]]
        if row["property"] != W.type:
            own[_NAMES.get(name := row["property"].removeprefix(NAMESPACE), name)] = row["value"]
        elif row["value"] in {D.SuperiorClause, D.TownshipClause}:
            own["side"] = "superior" if row["value"] == D.SuperiorClause else "township"
    return [{"iri": duty, "clause": iri, **own} for (duty, iri), own in values.items()]
