"""Locations: which document and line a node of the graph comes from.

A person mends a source, not a graph: every message about a node names the place its Citation
names; a node without one is placed by what it belongs to.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import pyoxigraph as ox

from kg.rdf.terms import D, W

_TYPE, _LABEL = ox.NamedNode(W.type), ox.NamedNode(W.label)
_CITATION, _DOCUMENT = ox.NamedNode(D.citation), ox.NamedNode(D.inDocument)
_LINE, _PATH = ox.NamedNode(D.line), ox.NamedNode(D.path)
_IN_LIST, _SOURCE = ox.NamedNode(D.inList), ox.NamedNode(W.wasDerivedFrom)
_KIND, _NUMBER, _TOWNSHIP = (ox.NamedNode(iri) for iri in (D.listKind, D.number, D.ofTownship))
_UP = tuple(ox.NamedNode(iri) for iri in (D.clauseOf, D.responsibilityFor))
_DOWN = tuple(
    ox.NamedNode(iri)
    for iri in (D.citation, D.extraColumn, D.clauseOf, D.responsibilityFor, D.party)
)
_SHARED = tuple(
    ox.NamedNode(iri)
    for iri in (
        D.category,
        D.matter,
        W.classification,
        D.jurisdiction,
        D.within,
        W.unitOf,
        W.broader,
        D.ofTownship,
        W.inScheme,
    )
)
_DEPTH = 8
_DUTY_KINDS = frozenset((D.Duty, D.BasicDuty, D.CooperationDuty, D.ReclaimedDuty))

Node = ox.NamedNode | ox.BlankNode


@dataclass(frozen=True, slots=True)
class Location:
    """Where a node comes from; ``line`` is 0 and texts are empty where the graph does not say."""

    document: str = ""
    line: int = 0
    locator: str = ""
    quote: str = ""
    township: str | None = None
    list: str | None = None
    number: int | None = None


class Locator:
    """Finds the locations of nodes of one graph."""

    def __init__(self, graph: ox.Store) -> None:
        """Prepare to look in ``graph``."""
        self._graph = graph
        self.locate = lru_cache(maxsize=4096)(self._locate)

    def _locate(self, node: Node) -> Location:
        """The location of ``node``; empty where nothing in the graph leads to a document."""
        duty = self._duty(node)
        about = self._about(duty) if duty else Location()
        citation = self._evidence(node, _DEPTH, set())
        document = None
        if citation is not None:
            document = self._node(citation, _DOCUMENT) or citation
        if document is None or not self._text(document, _PATH):
            document = self._document(node) or (self._document(duty) if duty else None)
        path = self._text(document, _PATH) if document else ""
        line = self._text(citation, _LINE) if citation else ""
        return Location(
            path,
            int(line) if line.isdecimal() else 0,
            self._text(citation, ox.NamedNode(D.locator)) if citation else "",
            self._text(citation, ox.NamedNode(D.quote)) if citation else "",
            about.township,
            about.list,
            about.number,
        )

    def label(self, node: Node) -> str:
        """The Chinese name of a node, '' where it has none."""
        labels = [
            quad.object.value
            for quad in self._graph.quads_for_pattern(node, _LABEL, None, None)
            if isinstance(quad.object, ox.Literal)
        ]
        return min(labels, key=lambda text: (text.isascii(), text), default="")

    def _about(self, duty: Node) -> Location:
        duty_list = self._node(duty, _IN_LIST)
        township = self._node(duty, _TOWNSHIP)
        number = self._text(duty, _NUMBER)
        return Location(
            township=(self.label(township) or None) if township else None,
            list=(self._text(duty_list, _KIND) or None) if duty_list else None,
            number=int(number) if number.isdecimal() else None,
        )

    def _evidence(self, node: Node, depth: int, seen: set[Node]) -> Node | None:
        """The nearest citation with a line: the node's own, its owner's, that of what uses it.

        A document stands for itself: what is said of it has no line.
        """
        if depth == 0 or node in seen:
            return None
        seen.add(node)
        if self._text(node, _LINE) or self._text(node, _PATH):
            return node
        for own in self._objects(node, _CITATION):
            if self._text(own, _LINE):
                return own
        for predicate in _UP:
            for owner in self._objects(node, predicate):
                found = self._evidence(owner, depth - 1, seen)
                if found is not None:
                    return found
        for predicate in (*_DOWN, *_SHARED):
            user = self._first_subject(predicate, node)
            if user is not None:
                found = self._evidence(user, depth - 1, seen)
                if found is not None:
                    return found
        return None

    def _duty(self, node: Node) -> Node | None:
        """The duty a node is or belongs to."""
        current: Node | None = node
        for _ in range(_DEPTH):
            if current is None:
                return None
            types = {t.value for t in self._objects(current, _TYPE) if isinstance(t, ox.NamedNode)}
            if types & _DUTY_KINDS:
                return current
            above = [owner for predicate in _UP for owner in self._objects(current, predicate)]
            used = [self._first_subject(predicate, current) for predicate in _DOWN[:2]]
            current = next((n for n in (*above, *used) if n is not None), None)
        return None

    def _document(self, node: Node) -> Node | None:
        if self._text(node, _PATH):
            return node
        for predicate in (_DOCUMENT, _SOURCE, _IN_LIST):
            target = self._node(node, predicate)
            if target is not None:
                found = target if self._text(target, _PATH) else self._node(target, _DOCUMENT)
                if found is not None and self._text(found, _PATH):
                    return found
        return None

    def _objects(self, node: Node, predicate: ox.NamedNode) -> list[Node]:
        quads = self._graph.quads_for_pattern(node, predicate, None, None)
        found = {q.object for q in quads if isinstance(q.object, ox.NamedNode | ox.BlankNode)}
        return sorted(found, key=str)

    def _node(self, node: Node, predicate: ox.NamedNode) -> Node | None:
        return next(iter(self._objects(node, predicate)), None)

    def _first_subject(self, predicate: ox.NamedNode, node: Node) -> Node | None:
        quads = self._graph.quads_for_pattern(None, predicate, node, None)
        found = {q.subject for q in quads if isinstance(q.subject, ox.NamedNode | ox.BlankNode)}
        return min(found, key=str, default=None)

    def _text(self, node: Node, predicate: ox.NamedNode) -> str:
        quads = self._graph.quads_for_pattern(node, predicate, None, None)
        return min((q.object.value for q in quads if isinstance(q.object, ox.Literal)), default="")
