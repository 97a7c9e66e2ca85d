"""Matters: the same duty across townships, lists and editions, each link with its reason.

Rows with identical names (places neutral) belong together. For the others candidates come from an
index of rare terms, never from all pairs; the best match of two lists in both directions is joined
when the evidence suffices, one row per list document at most, so that nothing is chained together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from sys import intern

from kg.collecting import uncollected
from kg.matters.clusters import Matching
from kg.matters.decisions import Opinion, Opinions, load_opinions, opinion, save_opinions
from kg.matters.extracts import Extract, extract
from kg.matters.forms import Form, as_held
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
from kg.meaning.compared import Compared
from kg.meaning.rows import Clause, Row
from kg.meaning.same_duty import Evidence
from kg.meaning.wording import WordingReader
from kg.values import Document
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
    "match_extracts",
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
    reader = WordingReader(vocabulary)
    with uncollected():
        extracts = [extract(document, reader, vocabulary) for document in documents]
        return Matching(forms_of(extracts, reader, opinions), opinions, None).result()


def match_extracts(
    extracts: Sequence[Extract],
    vocabulary: Vocabulary,
    opinions: Opinions,
    before: Compared | None = None,
    reader: WordingReader | None = None,
) -> tuple[Matters, Compared | None]:
    """Group the duties of documents that are not at hand into Matters; ``reader`` reads their names.

    What was compared ``before`` need not be compared again; what was compared is given back, if anything was.

    Raises:
        VocabularyError: a table (neutral, synonyms, contrasts) cannot be used.
    """
    with uncollected():
        forms = forms_of(extracts, reader or WordingReader(vocabulary), opinions)
        matching = Matching(forms, opinions, before)
        matters = matching.result()
        return matters, matching.pairs.compared() if matching.pairs else None


def forms_of(extracts: Sequence[Extract], reader: WordingReader, opinions: Opinions) -> list[Form]:
    """The duties of all documents by their names, places neutral."""
    rejected = opinions.rejected_keys
    found: dict[str, list[tuple[DutyRef, Extract, int]]] = {}
    numbers: dict[tuple[str, str], int] = {}
    for one in extracts:
        numbers.setdefault((one.code, one.edition), len(numbers))
        for position, row in enumerate(one.rows):
            ref = one.ref(position)
            key = reader.wording_of(row.neutral).key
            # A rejected row stands alone: its text says no more what it belongs to.
            key = f"{key}\n{ref.key}" if rejected and ref.key in rejected else key
            found.setdefault(key or ref.key, []).append((ref, one, position))
    forms = []
    for group in found.values():
        group.sort(key=lambda item: item[0])
        ref, one, position = group[0]
        forms.append(
            Form(
                tuple(item[0] for item in group),
                one.rows[position].name,
                _evidence(group, reader),
                as_held(_bits({numbers[item[0].document] for item in group})),
                lambda ref=ref, one=one, position=position: _row(ref, one, position),  # type: ignore[misc]
            )
        )
    forms.sort(key=lambda form: form.refs[0])
    return forms


def _row(ref: DutyRef, one: Extract, position: int) -> Row:
    row, said = one.rows[position], one.said()[position]
    return Row(
        ref.key,
        ref.key,
        ref.township,
        row.kind,
        row.number,
        said.category,
        row.name,
        said.departments,
        tuple(Clause(text) for text in said.superior),
        tuple(Clause(text) for text in said.township),
        said.method,
    )


def _bits(positions: Iterable[int]) -> int:
    return sum(1 << position for position in positions)


def _evidence(group: list[tuple[DutyRef, Extract, int]], reader: WordingReader) -> Evidence:
    rows = [one.rows[position] for _, one, position in group]
    terms: tuple[str, ...] = ()
    for _, one, position in group:
        text = one.said()[position].terms
        if text:
            # One object for each term: a few thousand different ones stand millions of times.
            terms = tuple(map(intern, text.split("\n")))
            break
    return Evidence(
        reader.wording_of(rows[0].neutral),
        frozenset(ref.kind for ref, _, _ in group),
        frozenset(function for row in rows for function in row.functions),
        frozenset(row.category for row in rows),
        terms,
    )
