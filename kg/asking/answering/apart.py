"""Apart: what is asked of each of several places or bodies (分别, 各自) is answered for one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from kg.asking.answering.context import Context, Handler
from kg.asking.answers import EVIDENCE_LIMIT, Answer, answered
from kg.asking.frame import Question


def apart(handler: Handler, context: Context, question: Question, understood: str) -> Answer:
    """The answers of every place together, each place's own told in the text.

    Raises:
        Refusal: one of the places has no answer.
    """
    parts = [
        (label, handler(context, one, understood)) for label, one in by_place(context, question)
    ]
    return together(question, parts, understood)


def together(question: Question, parts: Sequence[tuple[str, Answer]], understood: str) -> Answer:
    """One answer of those of several places or bodies."""
    values = [value for _, part in parts for value in part.answer]
    rows = [row for _, part in parts for row in part.evidence]
    return answered(
        "",
        question.ask,
        list(_once(values)),
        understood=understood,
        text="\n".join(f"{label}：{part.text}" for label, part in parts),
        evidence=list(_once(rows))[:EVIDENCE_LIMIT],
        total=sum(part.evidence_total for _, part in parts),
        sparql="\n".join(f"# {label}\n{part.sparql}" for label, part in parts),
    )


def by_place(context: Context, question: Question) -> Iterable[tuple[str, Question]]:
    """(name, question) of each place or body that is named, of every category, or of every township."""
    frame, lexicon = question.frame, context.lexicon
    if question.group == "category":
        counted, _ = context.planner.group(frame, "category")
        labels = context.categories(frame)
        parts = [
            (labels[one], replace(frame, categories=(one,))) for one in labels if one in counted
        ]
        question = replace(question, group="")
    elif len(frame.bodies) > 1 and len((*frame.townships, *frame.places)) < 2:
        parts = [(ref.text, replace(frame, bodies=(ref,), joint=False)) for ref in frame.bodies]
    elif frame.places and not frame.townships:
        parts = [
            (lexicon.places[place].label, replace(frame, places=(place,))) for place in frame.places
        ]
    else:
        parts = [
            (lexicon.townships[township].name, replace(frame, townships=(township,), places=()))
            for township in frame.townships or lexicon.townships
        ]
    for label, named in parts:
        yield label, replace(question, each=False, frame=named)


def _once(found: Iterable[Any]) -> Iterable[Any]:
    seen = set()
    for one in found:
        key = one["iri"] if isinstance(one, Mapping) else one
        if key not in seen:
            seen.add(key)
            yield one
