"""The clauses of duties with the parties each names, in the order of the source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from kg.rdf.terms import CERTAINTIES, NAMESPACE, D, W
from kg.store.graph import Graph
from kg.views.details import ClauseFact
from kg.web.site.graphs import rows


class _Read(dict[str, list[ClauseFact]]):
    """Clauses read before, by duty; those without any have an empty list."""


_KEPT, _PART = 20_000, 400
"""Duties whose clauses are kept; duties named in one query."""


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
    values: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for row in rows(graph, "clauses", wanted):
        own = values[row["duty"], row["iri"]]
        if row["property"] != W.type:
            own[row["property"].removeprefix(NAMESPACE)] = row["value"]
        elif row["value"] in {D.SuperiorClause, D.TownshipClause}:
            own["side"] = "superior" if row["value"] == D.SuperiorClause else "township"
    parties: dict[str, dict[tuple[str, str], int]] = defaultdict(dict)
    for row in rows(graph, "clause-roles", wanted):
        if row["certainty"] == CERTAINTIES["inferred"]:
            continue  # what the clause itself does not say
        key = (row["role"].rpartition("#role-")[2], row["party"])
        parties[row["clause"]].setdefault(key, int(row["position"]))
    found: dict[str, list[ClauseFact]] = defaultdict(list)
    for (duty, iri), own in values.items():
        named = parties[iri]
        found[duty].append(
            ClauseFact(
                iri=iri,
                side=own.get("side", ""),
                number=int(own.get("number", 0)),
                printed=own.get("printedNumber", ""),
                section=own.get("section", ""),
                heading=own.get("heading", ""),
                text=own.get("text", ""),
                parties=tuple(sorted(named, key=lambda key: (named[key], key))),
            )
        )
    for members in found.values():
        members.sort(key=lambda c: (c.side, c.number, c.iri))
    return found
