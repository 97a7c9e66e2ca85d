"""Summaries: the figures of the documents of a build, as ``kg stats`` and tables show them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from kg.findings import Finding
from kg.values import Document, ListKind


def document_figures(document: Document) -> dict[str, Any]:
    """The figures of one document by itself."""
    township = document.township
    return {
        "document": document.path,
        "sha256": document.sha256,
        "township": township.name if township else None,
        "township_code": township.code if township else None,
        "county": township.county.printed if township else None,
        "edition": document.edition,
        **{kind.value: document.count(kind) for kind in ListKind},
        "superior_clauses": sum(len(duty.superior) for duty in document.duties),
        "township_clauses": sum(len(duty.township) for duty in document.duties),
        "lines": document.coverage.total,
        "lines_in_records": document.coverage.records,
        "lines_furniture": document.coverage.furniture,
        "lines_reported": document.coverage.findings,
    }


def with_findings(
    figures: Iterable[dict[str, Any]], findings: Sequence[Finding]
) -> list[dict[str, Any]]:
    """The figures of documents with how many warnings and notes there are of each.

    A finding without a township is one of every document of its file.
    """
    counts: Counter[tuple[str, str | None, str]] = Counter(
        (finding.document, finding.township, finding.severity.value) for finding in findings
    )

    def count(document: dict[str, Any], severity: str) -> int:
        path, township = document["document"], document["township"]
        named = {township, None}
        return sum(counts[path, name, severity] for name in named)

    return [
        {**one, "warnings": count(one, "warning"), "notes": count(one, "note")} for one in figures
    ]


def duties(figures: Iterable[dict[str, Any]]) -> int:
    """How many duties documents have."""
    return sum(int(one[kind]) for one in figures for kind in ListKind)
