"""Many townships: the loaded lists again and again under other names, for pictures of any size."""

from __future__ import annotations

from dataclasses import replace

from kg.store.graph import Graph
from kg.views.facts import Facts


def multiplied(graph: Graph, copies: int) -> Facts:
    """Facts with every township, its departments and its duties ``copies`` times."""
    one, many = Facts(graph), Facts(graph)
    many.duties = [
        replace(
            duty,
            iri=f"{duty.iri}/copy-{copy}",
            township=f"{duty.township}/copy-{copy}",
            parties=tuple((role, f"{party}/copy-{copy}") for role, party in duty.parties),
        )
        for copy in range(copies)
        for duty in one.duties
    ]
    for table in ("townships", "departments"):
        named = {
            f"{iri}/copy-{copy}": replace(
                found, iri=f"{iri}/copy-{copy}", label=f"{found.label}（{copy + 1}）"
            )
            for copy in range(copies)
            for iri, found in getattr(one, table).items()
        }
        setattr(many, table, named)
    return many
