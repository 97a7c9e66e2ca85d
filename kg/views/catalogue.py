"""Kinds of views and how names on the command line become a view."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kg.errors import QueryError, UsageError
from kg.folding import match_key
from kg.kinds import ListKind
from kg.querying.lookup import Lookup, near_names
from kg.views.facts import Facts
from kg.vocabulary.plural import ones
from kg.vocabulary.running import numbered

if TYPE_CHECKING:
    from kg.store.graph import Graph
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

_IRI = re.compile(r"[a-z][a-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]+")
"""An absolute IRI, for instance https://lists.example/duty/1/2025-07/b-001."""
_LETTER = {kind.value: kind.short for kind in ListKind}


def make(graph: Graph, kind: str, names: Sequence[str] = (), *, every_duty: bool = False) -> View:
    """The view of ``kind`` for ``names`` as people write them.

    Raises:
        UsageError: no such kind, or too few or too many names.
        QueryError: a name is in no loaded list, or fits several things.
    """
    return of_facts(Facts(graph), kind, names, every_duty=every_duty)


def _wanted(kind: str, least: int, most: int, names: Sequence[str]) -> str:
    """What is said to too few or too many names."""
    given = f"，给了 {len(names)} 个：{'、'.join(names)}" if names else "，没有给"
    if not most:
        return f"{kind} 不带名称{given} ({kind} takes no name)"
    wanted = str(least) if least == most else f"{least}–{most}"
    return f"{kind} 要 {wanted} 个名称{given} ({kind} takes {ones(f'{wanted} names')})"


def of_facts(
    facts: Facts, kind: str, names: Sequence[str] = (), *, every_duty: bool = False
) -> View:
    """Like :func:`make`, over facts that were read before."""
    if kind not in KINDS:
        raise UsageError(f"没有“{kind}”这种图；可用 {'、'.join(KINDS)} (no such view)")
    least, most = KINDS[kind]
    if not least <= len(names) <= most:
        raise UsageError(_wanted(kind, least, most, names))
    if every_duty and kind != "overview":
        raise UsageError("--level all 只用于 overview (only for overview)")
    lookup = Lookup(facts.graph)
    if kind == "township":
        from kg.views.kinds.township import township

        return township(facts, _township(facts, lookup, names[0]))
    if kind == "department":
        from kg.views.kinds.department import department

        function, place = lookup.department(names[0])
        return department(facts, function, place, lookup.kin(function)[1:])
    if kind == "matrix":
        from kg.views.kinds.matrix import matrix

        return matrix(facts)
    if kind == "overview" and every_duty:
        from kg.views.kinds.everything import everything

        return everything(facts)
    if kind == "overview":
        from kg.views.kinds.overview import overview

        return overview(facts)
    if kind == "compare":
        from kg.views.kinds.compare import compare

        return compare(facts, *(_place(facts, lookup, name) for name in names))
    if kind == "collaboration":
        from kg.views.kinds.collaboration import collaboration

        return collaboration(facts, lookup.department(names[0])[0] if names else None)
    iri = find_duty(facts, lookup, names, several=kind == "matter")
    if kind == "duty":
        from kg.views.kinds.duty import duty_view

        return duty_view(facts, iri)
    from kg.views.kinds.matter import matter

    return matter(facts, iri)


def find_duty(facts: Facts, lookup: Lookup, names: Sequence[str], *, several: bool = False) -> str:
    """The duty that ``names`` mean: an IRI, ``丙镇 配合12``, ``丙镇配合第12项``, ``丙镇 名称``, or a name alone.

    Raises:
        QueryError: none fits, or several do (``several``: then the first, in the order of lists).
    """
    wanted = names[-1]
    if len(names) == 1 and _IRI.fullmatch(wanted):
        if facts.those([wanted]):
            return wanted
        if several and (members := facts.of_matter(wanted)):
            return members[0].iri
    number = numbered(wanted)
    place = names[0] if len(names) == 2 else number.township if number else ""
    pool = facts.of_townships(_township(facts, lookup, place)) if place else facts.duties
    if several and any(duty.matter == wanted for duty in pool):
        return next(duty.iri for duty in pool if duty.matter == wanted)
    if number:
        found = [d for d in pool if d.number == number.number and number.list in {"", d.kind}]
    else:
        key = match_key(wanted)
        found = [d for d in pool if match_key(d.name) == key]
        found = found or [d for d in pool if key and key in match_key(d.name)]
    if not found:
        if len(names) == 1 and (other := lookup.another(wanted, "事项")):
            raise QueryError(other)
        near = near_names(wanted, (d.name for d in pool))
        hint = f"；是不是：{'、'.join(near)}" if near else ""
        raise QueryError(f"已载入的清单里没有事项“{' '.join(names)}”{hint} (no such duty)")
    if len(found) > 1 and not several:
        examples = "；".join(
            f"{facts.name(d.township)} {_LETTER[d.kind]}{d.number} {d.name[:30]}" for d in found[:8]
        )
        raise QueryError(
            f"“{' '.join(names)}”有 {len(found)} 项，请写 乡镇 清单序号，例如：{examples} (several fit)"
        )
    return found[0].iri


def _place(facts: Facts, lookup: Lookup, name: str) -> str:
    """A township with a list, else a county of such townships."""
    try:
        return _township(facts, lookup, name)
    except QueryError as error:
        try:
            county = lookup.county(name)
        except QueryError:
            raise error from None
        if all(town.place != county for town in facts.townships.values()):
            raise QueryError(f"{name} 没有已载入的清单 (no list of it is loaded)") from None
        return county


def _township(facts: Facts, lookup: Lookup, name: str) -> str:
    iri = lookup.township(name)
    if iri not in facts.townships:
        raise QueryError(f"{name} 没有已载入的清单 (no list of it is loaded)")
    return iri
