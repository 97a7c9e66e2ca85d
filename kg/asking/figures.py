"""Figures: counts, shares, differences and rankings, each with the rows it rests on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.asking import wording
from kg.asking.answers import Answer, answered
from kg.asking.frame import LISTS, Ask, Frame, Question
from kg.asking.rows import order

if TYPE_CHECKING:
    from kg.asking.engine import Asker


def percent(part: int, whole: int) -> int:
    """Whole per cent, half rounds up; 0 of nothing is 0."""
    return (200 * part + whole) // (2 * whole) if whole else 0


def number(asker: Asker, question: Question, understood: str) -> Answer:
    """Counts, shares and differences."""
    if question.value == "share":
        return _share(asker, question, understood)
    if question.value == "difference":
        return _difference(asker, question, understood)
    found = asker._found(question)
    value = len(found.duties)
    if question.group == "departments":
        value = len({d for _, d in asker.planner.departments(found.duties)[0]})
    elif question.group == "townships":
        value = len({row.rsplit("/", 3)[1] for row in found.duties})
    elif question.group == "categories":
        value = len({row.category for row in asker.reader.rows(found.duties)})
    evidence, total = asker.cited(found.duties, question.frame)
    return answered(
        "",
        Ask.NUMBER,
        value,
        understood=understood,
        text=wording.number(value, question),
        evidence=evidence,
        total=total,
        sparql=found.sparql,
    )


def _share(asker: Asker, question: Question, understood: str) -> Answer:
    assert question.other is not None
    part, whole = asker.planner.find(question.frame), asker.planner.find(question.other)
    value = percent(len(part.duties), len(whole.duties))
    evidence, total = asker.cited(part.duties, question.frame)
    return answered(
        "",
        Ask.NUMBER,
        value,
        understood=understood,
        text=f"{len(part.duties)} ÷ {len(whole.duties)} = {value}%",
        evidence=evidence,
        total=total,
        sparql=f"{part.sparql}\n# of\n{whole.sparql}",
    )


def _difference(asker: Asker, question: Question, understood: str) -> Answer:
    assert question.other is not None
    left, right = asker.planner.find(question.frame), asker.planner.find(question.other)
    value = len(left.duties) - len(right.duties)
    told = f"{len(left.duties)} 项与 {len(right.duties)} 项"
    if question.relation == "fewer":
        value = -value
    elif question.relation == "apart":
        value = abs(value)
    duties = sorted({*left.duties, *right.duties}, key=order)
    evidence, total = asker.cited(duties, question.frame)
    return answered(
        "",
        Ask.NUMBER,
        value,
        understood=understood,
        text=f"{told}，相差 {value} 项",
        evidence=evidence,
        total=total,
        sparql=f"{left.sparql}\n# minus\n{right.sparql}",
    )


def ranking(asker: Asker, question: Question, understood: str) -> Answer:
    """Departments, functions, townships, counties or categories by their number of duties."""
    by = {Ask.DEPARTMENTS: "department", Ask.TOWNSHIPS: "township", Ask.CATEGORIES: "category"}[
        question.ask
    ]
    frame = question.frame
    counts, sparql = asker.planner.counts(frame, by)
    counts = _labelled(asker, counts, question)
    counts.pop("", None)
    limit, direction = question.rank or (1, "max")
    ranked = sorted(
        counts.items(), key=lambda item: (-item[1] if direction == "max" else item[1], item[0])
    )
    if len(ranked) > limit:
        edge = ranked[limit - 1][1]
        ranked = [item for n, item in enumerate(ranked) if n < limit or item[1] == edge]
    names = [name for name, _ in ranked]
    duties = _rows_of(asker, frame, question, names)
    evidence, total = asker.cited(duties, frame)
    return answered(
        "",
        question.ask,
        names,
        understood=understood,
        text="；".join(f"{name}（{count} 项）" for name, count in ranked),
        evidence=evidence,
        total=total,
        sparql=sparql,
    )


def _labelled(asker: Asker, counts: dict[str, int], question: Question) -> dict[str, int]:
    lexicon = asker.lexicon
    total: dict[str, int] = {}
    for iri, count in counts.items():
        if question.ask is Ask.CATEGORIES:
            label = lexicon.categories.get(iri, "")
        elif question.ask is Ask.TOWNSHIPS and question.group == "county":
            county = lexicon.county_of(iri)
            label = lexicon.places[county].label if county else ""
        elif question.ask is Ask.TOWNSHIPS:
            label = lexicon.townships[iri].name if iri in lexicon.townships else ""
        elif question.group == "function":
            label = (
                lexicon.functions.get(lexicon.bodies[iri].function, "")
                if iri in lexicon.bodies
                else ""
            )
        else:
            label = lexicon.bodies[iri].label if iri in lexicon.bodies else ""
        if (
            question.ask is Ask.DEPARTMENTS
            and question.group != "function"
            and not _mine(asker, iri, question.frame)
        ):
            continue
        total[label] = total.get(label, 0) + count
    return total


def _mine(asker: Asker, body: str, frame: Frame) -> bool:
    """Whether a named body limits the ranking to its function."""
    return not frame.bodies or any(body in ref.bodies for ref in frame.bodies)


def _rows_of(asker: Asker, frame: Frame, question: Question, names: list[str]) -> list[str]:
    """The duties behind the first places of a ranking, by rank."""
    found: list[str] = []
    for name in names:
        found.extend(asker.planner.find(_only(asker, frame, question, name)).duties)
    return list(dict.fromkeys(found))


def _only(asker: Asker, frame: Frame, question: Question, name: str) -> Frame:
    from kg.asking.frame import BodyRef

    lexicon = asker.lexicon
    if question.ask is Ask.CATEGORIES:
        return replace(
            frame, categories=tuple(k for k, v in lexicon.categories.items() if v == name)
        )
    if question.ask is Ask.TOWNSHIPS:
        chosen = tuple(
            t.iri
            for t in lexicon.townships.values()
            if name
            in (
                t.name,
                lexicon.places[lexicon.county_of(t.iri)].label if lexicon.county_of(t.iri) else "",
            )
        )
        return replace(frame, townships=chosen)
    bodies = tuple(
        b.iri
        for b in lexicon.bodies.values()
        if name
        in (b.label, lexicon.functions.get(b.function) if question.group == "function" else b.label)
    )
    lists = frame.lists or tuple(k for k in LISTS if k != "basic")
    return replace(frame, bodies=(BodyRef(name, "", bodies, "x"),), lists=lists, joint=False)


def ranked_duties(asker: Asker, question: Question, understood: str) -> Answer:
    """Duties by the number of their departments."""
    frame = (
        question.frame if question.frame.lists else replace(question.frame, lists=("cooperation",))
    )
    found = asker.planner.find(frame)
    pairs, sparql = asker.planner.departments(found.duties)
    counts: dict[str, int] = dict.fromkeys(found.duties, 0)
    for duty, _ in pairs:
        counts[duty] += 1
    limit, direction = question.rank or (1, "max")
    ranked = sorted(
        counts, key=lambda d: (-counts[d] if direction == "max" else counts[d], order(d))
    )
    if len(ranked) > limit:
        edge = counts[ranked[limit - 1]]
        ranked = [d for n, d in enumerate(ranked) if n < limit or counts[d] == edge]
    rows = asker.reader.rows(ranked)
    return answered(
        "",
        Ask.DUTIES,
        [row.duty() for row in rows],
        understood=understood,
        text="；".join(
            f"{row.township}“{row.name}”（{counts[row.iri]} 个部门）" for row in rows[:10]
        ),
        evidence=[row.evidence() for row in rows],
        sparql=f"{found.sparql}\n# departments\n{sparql}",
    )
