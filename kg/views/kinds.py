"""Kinds of views and how names on the command line become a view."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kg.errors import QueryError, UsageError
from kg.lookup import Lookup
from kg.views.facts import Facts

if TYPE_CHECKING:
    from kg.graph import Graph
    from kg.views.model import View

KINDS = {
    "overview": (0, 0),
    "township": (1, 1),
    "department": (1, 1),
    "duty": (1, 2),
    "matter": (1, 2),
    "compare": (2, 2),
    "matrix": (0, 0),
    "collaboration": (0, 1),
}
"""Kinds with the least and the most names each takes."""


def make(graph: Graph, kind: str, names: Sequence[str] = (), *, every_duty: bool = False) -> View:
    """The view of ``kind`` for ``names`` as people write them.

    Raises:
        UsageError: no such kind, or too few or too many names.
        QueryError: a name is in no loaded list, or fits several things.
    """
    return of_facts(Facts(graph), kind, names, every_duty=every_duty)


def of_facts(facts: Facts, kind: str, names: Sequence[str] = (), *, every_duty: bool = False) -> View:
    """Like :func:`make`, over facts that were read before."""
    if kind not in KINDS:
        raise UsageError(f"没有“{kind}”这种图；可用 {'、'.join(KINDS)} (no such view)")
    least, most = KINDS[kind]
    if not least <= len(names) <= most:
        wanted = str(least) if least == most else f"{least}–{most}"
        raise UsageError(f"{kind} 要 {wanted} 个名称 (needs {wanted} names): {' '.join(names)}")
    if every_duty and kind != "overview":
        raise UsageError("--level all 只用于 overview (only for overview)")
    lookup = Lookup(facts.graph)
    if kind == "township":
        from kg.views.township import township

        return township(facts, _township(facts, lookup, names[0]))
    if kind == "department":
        from kg.views.department import department

        return department(facts, *lookup.department(names[0]))
    if kind == "matrix":
        from kg.views.matrix import matrix

        return matrix(facts)
    raise UsageError(f"{kind} 还没有 (not there yet)")


def _township(facts: Facts, lookup: Lookup, name: str) -> str:
    iri = lookup.township(name)
    if iri not in facts.townships:
        raise QueryError(f"{name} 没有已载入的清单 (no list of it is loaded)")
    return iri
