"""Averages: how many duties a township, a category or a department has, how many departments or clauses a duty."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kg.asking.answering.context import Context
from kg.asking.answering.figures import figure, led_most, own_clauses
from kg.asking.answers import EVIDENCE_LIMIT, Answer, answered
from kg.asking.frame import Ask, Frame, Question

_A_DUTY: dict[str, tuple[Callable[[Context, Frame], tuple[Mapping[str, int], str]], str]] = {
    "average_departments": (led_most, "个部门"),
    "average_clauses": (own_clauses, "条乡镇职责"),
}
"""What of a duty is counted."""
_PER = {"per_category": "category", "per_department": "department"}
COUNTS = frozenset(("average", *_A_DUTY, *_PER))
"""Counts of a question (``Question.count``) that are averages."""


def average(total: int, of: int) -> float:
    """The mean with one decimal, half rounds up; of nothing it is 0."""
    if not of:
        return 0.0
    from decimal import ROUND_HALF_UP, Decimal

    return float((Decimal(total) / of).quantize(Decimal("0.1"), ROUND_HALF_UP))


def mean(context: Context, question: Question, understood: str) -> Answer:
    """The answer to a question for an average."""
    if question.count in _A_DUTY:
        return _a_duty(context, question, understood)
    frame = question.frame
    counted = context.planner.count(frame, EVIDENCE_LIMIT)
    if by := _PER.get(question.count):
        groups = context.planner.group(frame, by)[0]
        value = average(sum(groups.values()), len(groups))
    else:
        value = average(counted.total, len(context.planner.townships(frame)))
    return figure(context, question, understood, value, counted)


def _a_duty(context: Context, question: Question, understood: str) -> Answer:
    """Departments (those of the column, of reclaimed duties the takers) or clauses a duty."""
    frame = question.frame
    of, unit = _A_DUTY[question.count]
    counts, sparql = of(context, frame)
    total = sum(counts.values())
    value = average(total, len(counts))
    evidence, number = context.cited(list(counts)[:EVIDENCE_LIMIT], len(counts), frame)
    return answered(
        "",
        Ask.NUMBER,
        value,
        understood=understood,
        text=f"平均每项 {value} {unit}（{len(counts)} 项共 {total} {unit[0]}）",
        evidence=evidence,
        total=number,
        sparql=sparql,
    )
