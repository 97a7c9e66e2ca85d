"""Revisions: which row of a newer edition follows which row of an older one.

Rows of successive editions of a township are matched one to one (``kg.matters.succession``): by
name, by Matter, by what they say, a split or merged row with all its parts; they are linked by
prov:wasRevisionOf. A row of an older edition that nothing in the current one follows is withdrawn:
it keeps its IRI and is marked owl:deprecated.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.matters.items import Item, ItemReader
from kg.matters.matching import DutyRef, Matters
from kg.matters.succession import pairs
from kg.rdf.iris import Iris
from kg.rdf.ntriples import Lines, typed
from kg.rdf.terms import W, X
from kg.values import Document, edition_order
from kg.vocabulary.loading import Vocabulary

Rows = list[tuple[DutyRef, Item]]
"""The rows of one edition in the order of its lists."""


def revision_lines(
    documents: Sequence[Document],
    matters: Matters,
    vocabulary: Vocabulary,
    iris: Iris,
    lines: Lines,
) -> None:
    """Write the links between editions of the same township; nothing where each has one."""
    editions: dict[str, set[str]] = {}
    for document in documents:
        if document.township is not None:
            editions.setdefault(document.township.code, set()).add(document.edition)
    several = {
        code: sorted(found, key=edition_order) for code, found in editions.items() if len(found) > 1
    }
    if not several:
        return
    own: dict[str, list[Document]] = {code: [] for code in several}
    for document in documents:
        if document.township is not None and document.township.code in own:
            own[document.township.code].append(document)
    matter_of = {
        member: matter.members[0].key
        for matter in matters.matters
        for member in matter.members
        if member.township in several
    }
    reader = ItemReader(vocabulary)
    for code, order in several.items():
        rows = _rows(own[code], order, matter_of, reader, vocabulary)
        _link(rows, order, iris, lines)
        _documents(own[code], order, iris, lines)
        lines.settle()


def _rows(
    documents: Sequence[Document],
    order: Sequence[str],
    matter_of: dict[DutyRef, str],
    reader: ItemReader,
    vocabulary: Vocabulary,
) -> dict[str, Rows]:
    """The rows of each edition of one township."""
    found: dict[str, Rows] = {edition: [] for edition in order}
    categories = vocabulary.category_by_form
    for document in documents:
        assert document.township is not None
        for duty in document.duties:
            row = duty.row
            ref = DutyRef(document.township.code, document.edition, row.kind, row.number)
            texts = [c.text for c in (*duty.superior, *duty.township)] or [duty.method]
            known = categories.get(row.category)
            category = known.name if known else row.category
            item = reader.item(
                row.kind,
                row.number,
                row.name,
                [text for text in texts if text],
                document.township,
                category,
                matter_of.get(ref, ""),
            )
            found[document.edition].append((ref, item))
    for rows in found.values():
        rows.sort(key=lambda row: row[0])
    return found


def _link(rows: dict[str, Rows], order: Sequence[str], iris: Iris, lines: Lines) -> None:
    open_rows: Rows = []  # of older editions, followed by nothing so far
    follows: dict[DutyRef, set[DutyRef]] = {}
    last: Rows = []
    for edition in order:
        fresh = rows[edition]
        if not fresh:
            continue
        new_of, old_of = _successors(last, fresh, near=True)
        again = [row for row in fresh if row[0] not in old_of]
        late_new, late_old = _successors(open_rows, again, near=False)
        for new, olds in (*old_of.items(), *late_old.items()):
            follows.setdefault(new, set()).update(olds)
        open_rows = [row for row in open_rows if row[0] not in late_new]
        open_rows += [row for row in last if row[0] not in new_of]
        last = fresh
    for new, olds in sorted(follows.items()):
        for old in sorted(olds):
            lines.link(_iri(new, iris), W.wasRevisionOf, _iri(old, iris))
    lives = {ref for ref, _ in rows[order[-1]]}
    waiting = list(lives)
    while waiting:
        for old in follows.get(waiting.pop(), ()):
            if old not in lives:
                lives.add(old)
                waiting.append(old)
    for edition in order[:-1]:
        for ref, _ in rows[edition]:
            if ref not in lives:
                lines.add(_iri(ref, iris), W.deprecated, typed(True, X.boolean))


def _successors(
    older: Rows, newer: Rows, *, near: bool
) -> tuple[dict[DutyRef, set[DutyRef]], dict[DutyRef, set[DutyRef]]]:
    """Every older row → the rows that follow it, and every newer row → those it follows.

    ``near``: the editions follow each other.
    """
    new_of: dict[DutyRef, set[DutyRef]] = {}
    old_of: dict[DutyRef, set[DutyRef]] = {}
    items = ([item for _, item in rows] for rows in (older, newer))
    for pair in pairs(*items, own=near, parts=near):
        for old in (older[at][0] for at in pair.old):
            for new in (newer[at][0] for at in pair.new):
                new_of.setdefault(old, set()).add(new)
                old_of.setdefault(new, set()).add(old)
    return new_of, old_of


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
