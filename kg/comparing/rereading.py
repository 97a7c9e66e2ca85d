"""Rereading: which statements change when the lists of a store are read with other tables.

The files the store keeps are read twice, with its own tables and with the others; nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import StoreError
from kg.reading import corrections
from kg.reading.documents import read_documents
from kg.reading.sources import Source
from kg.store import originals
from kg.values import LIST_ORDER, Department, Document, Duty, ListKind, Responsibility
from kg.vocabulary import loading

if TYPE_CHECKING:
    from kg.store.graph import Graph
    from kg.vocabulary.loading import Vocabulary

_KEPT = ("leads", "supports", "convenes", "reclaimed")
"""Roles of a row as a whole that its columns of departments say already."""


@dataclass(frozen=True, slots=True)
class Reread:
    """One statement that changes: the row, what it says (a column, or a role in a clause), both readings."""

    township: str
    kind: ListKind
    number: int
    name: str
    document: str
    line: int
    what: str
    role: str
    before: str
    after: str

    @property
    def source(self) -> str:
        """The file and line it stands in."""
        return f"{self.document}:{self.line}"


def reread(graph: Graph, folder: Path) -> tuple[Reread, ...]:
    """The statements that change with the tables of ``folder`` laid over the packaged ones.

    Raises:
        StoreError: the store was built without its sources, or its own tables are gone.
        VocabularyError: the tables cannot be used.
    """
    kept = originals.read(graph.generation.path)
    if kept.overlay is not None and not Path(kept.overlay).is_dir():
        raise StoreError(
            f"上次建图用的词表文件夹不在了：{kept.overlay} (the tables of the last build are gone)"
        )
    own = loading.load(Path(kept.overlay) if kept.overlay else None)
    sources = [
        Source(o.name, kept.path(o), o.place, o.edition, ListKind(o.kind) if o.kind else None)
        for o in kept.files
    ]
    put_right = corrections.load((*own.folders, graph.directory))
    sides = [_read(sources, tables, put_right, graph) for tables in (own, loading.load(folder))]
    found: list[Reread] = []
    for key in sorted(sides[0].keys() | sides[1].keys()):
        one, two = sides[0].get(key), sides[1].get(key)
        if one is None or two is None:
            words = ["有这一项" if side else "没有这一项" for side in (one, two)]
            found += [_changed(*side, "整项", "", *words) for side in (one, two) if side]
            continue
        told = _statements(one[1]), _statements(two[1])
        for what in sorted(told[0].keys() | told[1].keys()):
            before, after = told[0].get(what, ""), told[1].get(what, "")
            if before != after:
                cell, _, role = what.partition("|")
                found.append(_changed(*one, cell, role, before, after))
    return tuple(found)


_Key = tuple[str, str, int, int, str]


def _read(
    sources: Sequence[Source],
    tables: Vocabulary,
    put_right: Sequence[corrections.Correction],
    graph: Graph,
) -> dict[_Key, tuple[Document, Duty]]:
    """The rows of the loaded documents, by where they stand."""
    loaded = {(d["document"], d["edition"]) for d in graph.documents}
    documents = corrections.apply(read_documents(sources, tables), put_right, tables).documents
    return {
        (document.path, document.edition, LIST_ORDER[row.kind.value], row.number, ""): (
            document,
            duty,
        )
        for document in documents
        if (document.path, document.edition) in loaded
        for duty in document.duties
        for row in (duty.row,)
    }


def _statements(duty: Duty) -> dict[str, str]:
    """What a row says of organisations: ``cell|role`` → names."""
    said = {
        "部门栏": _names(duty.departments),
        "配合部门栏": _names(duty.supporting),
        "牵头": _names(duty.conveners),
    }
    for item in duty.responsibilities:
        if item.clause is None and item.role in _KEPT:
            continue
        side = {"superior": "上级部门职责", "township": "配合职责"}.get(
            item.side.value if item.side else "", "工作方式"
        )
        where = f"{side}{item.clause}|{item.role}" if item.clause else f"{side}|{item.role}"
        said[where] = "、".join(x for x in (said.get(where, ""), _party(item)) if x)
    return said


def _names(departments: Sequence[Department]) -> str:
    return "、".join(_name(department) for department in departments)


def _name(department: Department) -> str:
    return department.name + "（未识别）" * (not department.known)


def _party(item: Responsibility) -> str:
    if isinstance(item.party, Department):
        return _name(item.party)
    return item.party.name if item.party else item.open_words


def _changed(
    document: Document, duty: Duty, what: str, role: str, before: str, after: str
) -> Reread:
    row = duty.row
    place = document.township.name if document.township else document.path
    return Reread(
        *(place, row.kind, row.number, row.name, document.path, row.line),
        *(what, role, before, after),
    )


def to_json(found: Sequence[Reread]) -> list[dict[str, Any]]:
    """``[{"township", "list", "number", "name", "document", "line", "where", "role", "before", "after"}]``."""
    return [
        {
            "township": item.township,
            "list": item.kind.value,
            "number": item.number,
            "name": item.name,
            "document": item.document,
            "line": item.line,
            "where": item.what,
            "role": item.role,
            "before": item.before,
            "after": item.after,
        }
        for item in found
    ]


def rows_touched(found: Sequence[Reread]) -> Iterator[tuple[str, ListKind, int]]:
    """The rows with a statement that changes, each once."""
    yield from dict.fromkeys((item.township, item.kind, item.number) for item in found)
