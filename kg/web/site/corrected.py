"""What people have put right, beside every text of a row they have put right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kg.querying.corrected import corrections
from kg.store.graph import Graph
from kg.web.site.page import Words

LABEL = Words("人工更正", "corrected by a person")
HEADING = Words("更正", "Corrected")
_KIND = "duty/"


class Notes:
    """The corrections by duty: what was printed, what it is now, who, when, why."""

    def __init__(self, graph: Graph) -> None:
        """Read from the graph; ``notes`` reads once."""
        self._base = graph.base + _KIND
        self._by_duty = corrections(graph)

    def of(self, iri: str) -> str:
        """The corrections of a duty, or of the duty a clause belongs to; "" if there are none."""
        if not self._by_duty or not iri.startswith(self._base):
            return ""
        parts = iri[len(self._base) :].split("/")
        return self._by_duty.get(self._base + "/".join(parts[:3]), "")

    def of_row(self, row: Mapping[str, Any]) -> str:
        """The corrections that stand beside a row of a table: its own, or those of what it is about."""
        return str(row.get("corrected") or "") or self.of(str(row.get("iri", "")))


def notes(graph: Graph) -> Notes:
    """The corrections of a graph, read once."""
    return graph.once(Notes, lambda: Notes(graph))
