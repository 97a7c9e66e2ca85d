"""Passages: the words of a duty as the text index takes them, wherever they are read from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.frozen import frozen
from kg.rdf.iris import Iris
from kg.values import LIST_ORDER, Document

Passage = tuple[str, int, str]
"""Field (superior, township or method), number of the clause (0: no clause), text."""


@frozen
class DutyText:
    """A duty with its name and passages, and where it stands."""

    iri: str
    township: str
    edition: str
    kind: str
    number: int
    name: str
    passages: tuple[Passage, ...]


def place(duty: DutyText) -> tuple[str, str, int, int, str]:
    """The order of the text index: division code, edition, list, number."""
    return duty.township, duty.edition, LIST_ORDER[duty.kind], duty.number, duty.iri


def duty_texts(documents: Sequence[Document], iris: Iris) -> Iterator[DutyText]:
    """The duties of ``documents``, in the order of the text index."""
    editions: dict[tuple[str, str], list[DutyText]] = {}
    for document in documents:
        if document.township is None:
            continue
        code, edition = document.township.code, document.edition
        editions.setdefault((code, edition), []).extend(
            DutyText(
                iris.duty(document, duty.row),
                code,
                edition,
                duty.row.kind.value,
                duty.row.number,
                duty.row.name,
                (
                    *(("superior", clause.number, clause.text) for clause in duty.superior),
                    *(("township", clause.number, clause.text) for clause in duty.township),
                    *((("method", 0, duty.method),) if duty.method else ()),
                ),
            )
            for duty in document.duties
        )
    for _, duties in sorted(editions.items()):
        yield from sorted(duties, key=place)
