"""Revisions: which row of a newer edition follows which row of an older one.

Rows of one Matter in successive editions of a township are linked (prov:wasRevisionOf): same name
and list first, then same name, then in order. A row of an older edition whose Matter the current
edition no longer has is withdrawn: it keeps its IRI and is marked owl:deprecated.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kg.matters.matching import DutyRef, Matters
from kg.rdf.iris import Iris
from kg.rdf.ntriples import Lines, typed
from kg.rdf.terms import W, X
from kg.values import Document, edition_order

Names = dict[DutyRef, str]


def revision_lines(
    documents: Sequence[Document], matters: Matters, iris: Iris, lines: Lines
) -> None:
    """Write the links between editions of the same township; nothing where each has one."""
    editions: dict[str, set[str]] = {}
    names: Names = {}
    for document in documents:
        if document.township is not None:
            editions.setdefault(document.township.code, set()).add(document.edition)
    several = {
        code: sorted(found, key=edition_order) for code, found in editions.items() if len(found) > 1
    }
    own: dict[str, list[Document]] = {code: [] for code in several}
    for document in documents:
        if document.township is None or document.township.code not in own:
            continue
        code = document.township.code
        own[code].append(document)
        for row in (duty.row for duty in document.duties):
            names[DutyRef(code, document.edition, row.kind, row.number)] = row.name
    # Grouped once: looking through all members for each township grows with their square.
    for matter in matters.matters:
        groups: dict[str, list[DutyRef]] = {}
        for member in matter.members:
            if member.township in several:
                groups.setdefault(member.township, []).append(member)
        for code, members in sorted(groups.items()):
            _rows(members, several[code], names, iris, lines)
        lines.settle()
    for code, order in several.items():
        _documents(own[code], order, iris, lines)


def _rows(
    members: Sequence[DutyRef], order: Sequence[str], names: Names, iris: Iris, lines: Lines
) -> None:
    by_edition = [[m for m in members if m.edition == edition] for edition in order]
    older: list[DutyRef] = []
    for rows in by_edition:
        if rows and older:
            for new, old in successors(older, rows, names):
                lines.link(_iri(new, iris), W.wasRevisionOf, _iri(old, iris))
        older = rows or older
    if not by_edition[-1]:
        for member in members:
            lines.add(_iri(member, iris), W.deprecated, typed(True, X.boolean))


def successors(
    older: Sequence[DutyRef], newer: Sequence[DutyRef], names: Names
) -> list[tuple[DutyRef, DutyRef]]:
    """Pairs (newer, older) of one Matter; every row of both has at least one."""
    rules: tuple[Callable[[DutyRef, DutyRef], bool], ...] = (
        lambda new, old: names[new] == names[old] and new.kind == old.kind,
        lambda new, old: names[new] == names[old],
        lambda new, old: new.kind == old.kind,
        lambda new, old: True,
    )
    pairs: list[tuple[DutyRef, DutyRef]] = []
    free_new, free_old = sorted(newer), sorted(older)
    for rule in rules:
        for new in list(free_new):
            old = next((old for old in free_old if rule(new, old)), None)
            if old is not None:
                pairs.append((new, old))
                free_new.remove(new)
                free_old.remove(old)
    # One row became several, or several one: what is left follows the best of the other side.
    pairs += [(new, _best(new, sorted(older), names)) for new in free_new]
    pairs += [(_best(old, sorted(newer), names), old) for old in free_old]
    return sorted(pairs)


def _best(row: DutyRef, others: Sequence[DutyRef], names: Names) -> DutyRef:
    return min(others, key=lambda o: (names[o] != names[row], o.kind != row.kind, o))


def _documents(
    documents: Sequence[Document], order: Sequence[str], iris: Iris, lines: Lines
) -> None:
    """Lists follow the last earlier list of their kind, the files with them."""
    last: dict[str, tuple[str, str]] = {}
    for edition in order:
        found: dict[str, tuple[str, str]] = {}
        for document in documents:
            if document.edition != edition:
                continue
            for kind in {duty.row.kind for duty in document.duties}:
                found[kind.value] = (iris.duty_list(document, kind), iris.document(document))
        for name, pair in sorted(found.items()):
            for new, old in zip(pair, last.get(name, ()), strict=False):
                lines.link(new, W.wasRevisionOf, old)
        last |= found


def _iri(ref: DutyRef, iris: Iris) -> str:
    return f"{iris.base}duty/{ref.key}"
