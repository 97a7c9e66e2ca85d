"""Views: pictures and tables of the graph, each in one file that works by double click."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.store.graph import Graph
    from kg.views.picture import Picture

__all__ = ["view"]


def view(graph: Graph, kind: str, *names: str, level: str = "") -> Picture:
    """A view of ``graph``: kind and names as in ``kg view``; ``level="all"`` for every duty.

    Raises:
        UsageError: no such kind or level, or a wrong number of names.
        QueryError: a name is in no loaded list, or fits several things.
    """
    from kg.errors import UsageError
    from kg.views import catalogue as kinds
    from kg.views.facts import Facts
    from kg.views.picture import Picture

    if level not in {"", "all"}:
        raise UsageError(f"level 只能是 all (may only be all): {level}")
    facts = Facts(graph)
    return Picture(facts, kinds.of_facts(facts, kind, names, every_duty=level == "all"))
