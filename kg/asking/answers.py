"""Answers: the contract's JSON for every way a question can end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from kg.asking.frame import Ask, Refusal, Status
from kg.frozen import frozen

EVIDENCE_LIMIT = 200
"""Evidence rows given for numbers, shares and rankings; their total is told beside."""


NOT_UNDERSTOOD = "没有回答这个问题 (not answered)"
"""What stands as understood where nothing was."""


@frozen
class Answer:
    """What ``kg ask`` gives back; :meth:`to_json` is the contract's form.

    ``shown`` are the rows of the evidence that people see as a table.
    """

    question: str
    status: Status
    understood: str
    text: str
    type: Ask | None = None
    answer: Any = None
    count: int | float | None = None
    evidence: tuple[Mapping[str, Any], ...] = ()
    evidence_total: int = 0
    sparql: str = ""
    suggestions: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The answer as the contract has it."""
        return {
            "question": self.question,
            "status": self.status.value,
            "understood": self.understood,
            "type": self.type.value if self.type else None,
            "answer": self.answer,
            "count": self.count,
            "text": self.text,
            "evidence": [dict(row) for row in self.evidence],
            "evidence_total": self.evidence_total,
            "sparql": self.sparql,
            "suggestions": list(self.suggestions),
        }

    def _repr_html_(self) -> str:
        """What a notebook shows of it."""
        from kg.asking.notebook import table

        return table(self)

    def asked(self, question: str) -> Answer:
        """The same answer to the question as it was typed."""
        return replace(self, question=question)


def refused(question: str, refusal: Refusal, understood: str = "") -> Answer:
    """The answer to a question that gets none."""
    return Answer(
        question,
        refusal.status,
        understood or NOT_UNDERSTOOD,
        refusal.text,
        suggestions=refusal.suggestions,
    )


def answered(
    question: str,
    kind: Ask,
    value: Any,
    *,
    understood: str,
    text: str,
    evidence: Sequence[Mapping[str, Any]],
    total: int | None = None,
    sparql: str,
    suggestions: tuple[str, ...] = (),
) -> Answer:
    """An answer with its evidence; ``total`` where the evidence was cut."""
    count: int | float | None
    if isinstance(value, bool):
        count = None
    elif isinstance(value, int | float):
        count = value
    else:
        count = len(value)
    return Answer(
        question,
        Status.ANSWERED,
        understood,
        text,
        kind,
        value,
        count,
        tuple(evidence),
        len(evidence) if total is None else total,
        sparql,
        suggestions,
    )
