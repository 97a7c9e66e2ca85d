"""Parties: responsibilities as nodes, and the direct edges derived from them.

The qualified form (a Responsibility) says role, certainty and words; the direct edge keeps queries
short. An edge stands for every *stated* responsibility; what the reader inferred has none.
"""

from __future__ import annotations

from kg.rdf.iris import Iris
from kg.rdf.ntriples import Lines, typed, zh
from kg.rdf.terms import RECLAIM_KINDS, D, W, X, edge
from kg.triples.shared_nodes import Shared
from kg.values import Department, Duty, Party, Responsibility, Side

_OF_THE_DUTY = frozenset(
    ("leads", "convenes", "supports", "cooperatesOn", "reclaimed", "relievedOf")
)
"""Roles whose edge runs from the party to the duty (or, for convenes, to the step)."""


class PartyWriter:
    """Writes the responsibilities of duties."""

    def __init__(self, lines: Lines, shared: Shared, iris: Iris) -> None:
        """Write into ``lines``; departments are described by ``shared``."""
        self._lines = lines
        self._shared = shared
        self._iris = iris

    def write(self, duty: Duty, iri: str) -> None:
        """Every responsibility of a duty, numbered in order, with its direct edges."""
        for mention in duty.mentions:
            self._shared.note(mention.department, mention.written, f"{iri}/citation")
        for department, written, clause in duty.named:
            self._shared.note(department, written, f"{iri}/clause-{clause}/citation")
        for number, responsibility in enumerate(duty.responsibilities, 1):
            self._responsibility(responsibility, f"{iri}/r-{number:02d}", number, iri)

    def _responsibility(
        self, responsibility: Responsibility, node: str, number: int, duty: str
    ) -> None:
        lines = self._lines
        clause = _clause(responsibility, duty)
        lines.link(node, W.type, D.Responsibility)
        lines.link(node, D.responsibilityFor, duty)
        lines.link(node, D.role, self._iris.role(responsibility.role))
        lines.link(node, D.certainty, self._iris.certainty(responsibility.certainty.value))
        lines.add(node, D.position, typed(number, X.integer))
        lines.link(node, D.citation, f"{clause or duty}/citation")
        if clause:
            lines.link(node, D.inClause, clause)
        if responsibility.words:
            lines.add(node, D.asWritten, zh(responsibility.words))
        if responsibility.open_words:
            lines.add(node, D.openWords, zh(responsibility.open_words))
        if responsibility.reclaim:
            lines.link(node, D.reclaimKind, RECLAIM_KINDS[responsibility.reclaim.value])
        for agent in responsibility.agents:
            lines.link(node, D.agent, self._party(agent))
        if responsibility.party is None:
            return
        party = self._party(responsibility.party)
        lines.link(node, D.party, party)
        if responsibility.stated:
            self._edge(responsibility.role, party, clause, duty)

    def _edge(self, role: str, party: str, clause: str | None, duty: str) -> None:
        if role in _OF_THE_DUTY:
            self._lines.link(party, edge(role), clause or duty)
        elif role == "acts":
            self._lines.link(party, D.actsIn, clause or duty)
        else:
            self._lines.link(clause or duty, edge(role), party)

    def _party(self, party: Party) -> str:
        if isinstance(party, Department):
            return self._shared.department(party)
        return self._iris.township(party.code)


def _clause(responsibility: Responsibility, duty: str) -> str | None:
    if responsibility.clause is None:
        return None
    letter = "s" if responsibility.side is Side.SUPERIOR else "t"
    return f"{duty}/clause-{letter}{responsibility.clause}"
