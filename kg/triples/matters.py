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
    for matter in matters.matters:
        iri = matter.iri(iris.base)
        lines.link(iri, W.type, D.Matter)
        lines.link(iri, W.type, W.Concept)
        lines.add(iri, W.label, zh(matter.name))
        for member in matter.members:
            lines.link(_iri(member, iris), D.matter, iri)
        lines.settle()
    for link in matters.links:
        _link(link, iris, lines)
        lines.settle()


def _link(link: Link, iris: Iris, lines: Lines) -> None:
    first, second = _iri(link.first, iris), _iri(link.second, iris)
    lines.link(first, _EDGE[link.kind], second)
    tail = link.second.key.replace("/", "_")
    node = f"{first}/match-{tail}"
    lines.link(node, W.type, D.MatchLink)
    lines.link(node, D.matchSubject, first)
    lines.link(node, D.matchObject, second)
    lines.link(node, D.matchPredicate, _EDGE[link.kind])
    lines.add(node, D.matchMethod, literal(link.method))
    # As the store writes it again (1, not 1.000), so that the checksum holds for an export, too.
    score = f"{link.score:.3f}".rstrip("0").rstrip(".")
    lines.add(node, D.matchScore, typed(score, X.decimal))
    lines.add(node, D.matchReason, zh(link.why))


def _iri(member: DutyRef, iris: Iris) -> str:
    return f"{iris.base}duty/{member.key}"
