"""Kinship of duties: Matters and the links between duties, as triples with method and score."""

from __future__ import annotations

from kg.matters.matching import DutyRef, Link, LinkKind, Matters
from kg.rdf.iris import Iris
from kg.rdf.ntriples import Lines, literal, typed, zh
from kg.rdf.terms import D, W, X

_EDGE = {
    LinkKind.EXACT: W.exactMatch,
    LinkKind.CLOSE: W.closeMatch,
    LinkKind.BROADER: W.broadMatch,
    LinkKind.NARROWER: W.narrowMatch,
}


def matter_lines(matters: Matters, iris: Iris, lines: Lines) -> None:
    """Write every Matter with its members, and every link with its evidence."""
    duties = _Duties(iris)
    for matter in matters.matters:
        iri = matter.iri(iris.base)
        lines.link(iri, W.type, D.Matter)
        lines.link(iri, W.type, W.Concept)
        lines.add(iri, W.label, zh(matter.name))
        for member in matter.members:
            lines.link(duties[member][0], D.matter, iri)
        lines.settle()
    for link in matters.links:
        _link(link, duties, lines)
        lines.settle()


class _Duties(dict[DutyRef, tuple[str, str]]):
    """Every duty's IRI, and its name in that of a link; many links have it."""

    def __init__(self, iris: Iris) -> None:
        super().__init__()
        self._iris = iris

    def __missing__(self, duty: DutyRef) -> tuple[str, str]:
        key = duty.key
        found = self[duty] = f"{self._iris.base}duty/{key}", key.replace("/", "_")
        return found


def _link(link: Link, duties: _Duties, lines: Lines) -> None:
    first, (second, tail) = duties[link.first][0], duties[link.second]
    edge = _EDGE[link.kind]
    node = f"{first}/match-{tail}"
    lines.link(first, edge, second)
    lines.link(node, W.type, D.MatchLink)
    lines.link(node, D.matchSubject, first)
    lines.link(node, D.matchObject, second)
    lines.link(node, D.matchPredicate, edge)
    lines.add(node, D.matchMethod, literal(link.method))
    # As the store writes it again (1, not 1.000), so that the checksum holds for an export, too.
    score = f"{link.score:.3f}".rstrip("0").rstrip(".")
    lines.add(node, D.matchScore, typed(score, X.decimal))
    lines.add(node, D.matchReason, zh(link.why))
