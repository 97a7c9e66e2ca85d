"""Outnumbering: the townships that have more of one kind of duty than of another, and how many they are."""

from __future__ import annotations

from dataclasses import replace

from kg.asking.answering.context import Context
from kg.asking.answering.figures import counted_by
from kg.asking.answers import EVIDENCE_LIMIT, Answer, answered
from kg.asking.frame import Ask, Question, Refusal, Status

MORE, HOW_MANY = "more", "how-many-more"
"""The townships themselves, or their number."""
_SHOWN = 8


def outnumbering(question: Question, then: str) -> Question:
    """The question how many more duties of one kind there are, asked of every township by itself.

    Raises:
        Refusal: it is not a difference of two kinds of duty in the same places.
    """
    frame, other = question.frame, question.other
    counts = question.ask is Ask.NUMBER and question.count == "difference"
    if not counts or other is None or question.relation not in ("of", "apart"):
        raise Refusal(Status.NOT_UNDERSTOOD, "没有看懂是哪两样事项比多少")
    if frame.topic or other.topic or frame.lists == other.lists or question.rank:
        raise Refusal(Status.NOT_UNDERSTOOD, "没有看懂是哪两样事项比多少")
    if (frame.townships, frame.places) != (other.townships, other.places):
        raise Refusal(Status.NOT_UNDERSTOOD, "没有看懂比的是不是同一些乡镇")
    if then == MORE:
        return replace(question, ask=Ask.TOWNSHIPS, count="", then=then)
    return replace(question, count="townships", then=then)


def outnumbered(context: Context, question: Question, understood: str) -> Answer:
    """The townships in which the first selection has more duties than the second."""
    assert question.other is not None
    more, sparql = counted_by(context, Question(Ask.TOWNSHIPS, question.frame))
    less, second = counted_by(context, Question(Ask.TOWNSHIPS, question.other))
    known = context.lexicon.townships
    scope = context.planner.townships(question.frame)
    found = [t for t in scope if more.get(known[t].name, 0) > less.get(known[t].name, 0)]
    names = [known[t].name for t in found]
    told = "；".join(f"{n}（{more.get(n, 0)} 比 {less.get(n, 0)}）" for n in names[:_SHOWN])
    cited = found or list(scope)
    rows = context.planner.count(replace(question.frame, townships=tuple(cited)), EVIDENCE_LIMIT)
    evidence, total = context.cited(rows.first, rows.total, question.frame)
    return answered(
        "",
        question.ask,
        names if question.ask is Ask.TOWNSHIPS else len(names),
        understood=understood,
        text=f"{len(names)} 个乡镇：{told}" if names else "没有这样的乡镇 (none)",
        evidence=evidence,
        total=total,
        sparql=f"{sparql}\n# other\n{second}",
    )
