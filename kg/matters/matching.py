"""Matters: the same duty across townships, lists and editions, each link with its reason.

Rows with identical names (places neutral) belong together. For the others candidates come from an
index of rare terms, never from all pairs; the best match of two lists in both directions is joined
when the evidence suffices, one row per list document at most, so that nothing is chained together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.collecting import uncollected
from kg.matters.clusters import Matching
from kg.matters.decisions import Opinion, Opinions, load_opinions, opinion, save_opinions
from kg.matters.forms import Form
from kg.matters.links import (
    Doubt,
    DutyRef,
    Link,
    LinkKind,
    Matter,
    Matters,
    matter_iri,
    member_iri,
)
from kg.meaning.place_words import without_place
from kg.meaning.rows import Clause, Row
from kg.meaning.same_duty import Evidence
from kg.meaning.wording import WordingReader
from kg.values import Document, Duty
from kg.vocabulary.loading import Vocabulary

__all__ = [
    "Doubt",
    "DutyRef",
    "Link",
    "LinkKind",
    "Matter",
    "Matters",
    "Opinion",
    "Opinions",
    "load_opinions",
    "match",
    "matter_iri",
    "member_iri",
    "opinion",
    "save_opinions",
]


def match(
    documents: Sequence[Document], vocabulary: Vocabulary, opinions: Opinions | None = None
) -> Matters:
    """Group the duties of all documents into Matters.

    Without ``opinions`` those of matters.csv in the vocabulary's folders hold.

    Raises:
        VocabularyError: a table (neutral, synonyms, contrasts, matters) cannot be used.
    """
    if opinions is None:
        opinions = load_opinions(vocabulary.folders)
    with uncollected():
        return Matching(_forms(documents, vocabulary, opinions), opinions).result()


def _forms(documents: Sequence[Document], vocabulary: Vocabulary, opinions: Opinions) -> list[Form]:
    reader = WordingReader(vocabulary)
    rejected = opinions.rejected_keys
    found: dict[str, list[tuple[DutyRef, Document, Duty]]] = {}
    numbers: dict[tuple[str, str], int] = {}
    for document in documents:
        code = document.township.code if document.township else f"d-{document.sha256[:8]}"
        for duty in document.duties:
            ref = DutyRef(code, document.edition, duty.row.kind, duty.row.number)
            numbers.setdefault(ref.document, len(numbers))
            key = reader.wording(duty.row.name, document.township).key
            # A rejected row stands alone: its text says no more what it belongs to.
            key = f"{key}\n{ref.key}" if ref.key in rejected else key
            found.setdefault(key or ref.key, []).append((ref, document, duty))
    forms = []
    for group in found.values():
        group.sort(key=lambda item: item[0])
        ref, document, duty = group[0]
        forms.append(
            Form(
                tuple(item[0] for item in group),
                duty.row.name,
                _evidence(group, reader, vocabulary),
                _bits({numbers[item[0].document] for item in group}),
                _row(ref, duty),
            )
        )
    forms.sort(key=lambda form: form.refs[0])
    return forms


def _row(ref: DutyRef, duty: Duty) -> Row:
    row = duty.row
    return Row(
        ref.key,
        ref.key,
        ref.township,
        row.kind.value,
        row.number,
        row.category,
        row.name,
        tuple(without_place(body.name) for body in duty.departments),
        tuple(Clause(clause.text) for clause in duty.superior),
        tuple(Clause(clause.text) for clause in duty.township),
        duty.method,
    )


def _bits(positions: Iterable[int]) -> int:
    return sum(1 << position for position in positions)


def _evidence(
    group: list[tuple[DutyRef, Document, Duty]], reader: WordingReader, vocabulary: Vocabulary
) -> Evidence:
    _, document, duty = group[0]
    categories = vocabulary.category_by_form
    terms: tuple[str, ...] = ()
    for _, source, item in group:
        texts = [clause.text for clause in (*item.superior, *item.township)] or [item.method]
        if any(texts):
            terms = reader.terms("\n".join(texts), source.township)
            break
    return Evidence(
        reader.wording(duty.row.name, document.township),
        frozenset(ref.kind for ref, _, _ in group),
        frozenset(body.function for _, _, item in group for body in item.departments),
        frozenset(
            categories[item.row.category].id
            if item.row.category in categories
            else item.row.category
            for _, _, item in group
        ),
        terms,
    )
