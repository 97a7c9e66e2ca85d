"""Corrected: what people have put right in rows, told beside what is printed there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.store.gate import Bound

if TYPE_CHECKING:
    from kg.store.graph import Graph

# Without a class: few things have such a note, and every duty would be looked at for it.
_NOTES = "SELECT ?iri ?note WHERE { ?iri skos:editorialNote ?note } ORDER BY ?iri ?note"


def corrections(graph: Graph) -> dict[str, str]:
    """The corrections of each duty that has some: what was printed, what it is now, who, when, why."""
    found: dict[str, list[str]] = {}
    for row in graph.rows(Bound(_NOTES)):
        if not row["iri"].startswith(f"{graph.base}duty/"):
            continue
        found.setdefault(row["iri"], []).append(row["note"])
    return {iri: "\n".join(notes) for iri, notes in found.items()}
