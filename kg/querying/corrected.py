"""Corrected: what people have put right in rows, told beside what is printed there."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from kg.store.gate import Bound

if TYPE_CHECKING:
    from kg.store.graph import Graph

# Without a class: few things have such a note, and every duty would be looked at for it.
_NOTES = "SELECT ?iri ?note WHERE { ?iri skos:editorialNote ?note } ORDER BY ?iri ?note"

_CODED = re.compile(r"[\w./:<>#-]+", re.ASCII)
"""A code or an IRI, as the table of corrections has them."""


def where_of(text: str, graph: Callable[[], Graph]) -> str:
    """Where a correction belongs: a duty by list and number or a township by its name, as its code; else the text.

    Raises:
        QueryError: there is no duty of that number, or several.
    """
    if _CODED.fullmatch(text):
        return text
    # Of a question only the corrections are told.
    from kg.querying.lookup import Lookup
    from kg.querying.matters import duty_keys

    key = duty_keys([text], graph)[text]
    if key != text:
        return key
    codes = Lookup.of(graph()).townships_of(text)
    return codes[0] if len(codes) == 1 else text


def corrections(graph: Graph) -> dict[str, str]:
    """The corrections of each duty that has some: what was printed, what it is now, who, when, why."""
    found: dict[str, list[str]] = {}
    for row in graph.rows(Bound(_NOTES)):
        if not row["iri"].startswith(f"{graph.base}duty/"):
            continue
        found.setdefault(row["iri"], []).append(row["note"])
    return {iri: "\n".join(notes) for iri, notes in found.items()}
