"""Figures: counts, shares, differences and rankings, each with the rows it rests on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.asking import wording
from kg.asking.answers import EVIDENCE_LIMIT, Answer, answered
from kg.asking.frame import LISTS, Ask, BodyRef, Frame, Question
from kg.asking.patterns import is_plain
from kg.asking.plan import Counted
from kg.asking.rows import order

if TYPE_CHECKING:
    from kg.asking.engine import Asker


_COOPERATION = ("cooperation",)
_MANY = 500
"""Duties beyond which their departments are counted by a table that is read as a whole."""
_GROUPS = {"departments": "department", "townships": "township", "categories": "category"}


def percent(part: int, whole: int) -> int:
    """Whole per cent, half rounds up; 0 of nothing is 0."""
    return (200 * part + whole) // (2 * whole) if whole else 0


def number(asker: Asker, question: Question, understood: str) -> Answer:
    """Counts, shares and differences."""
    if question.value == "share":
        return _share(asker, question, understood)
    if question.value == "difference":
        return _difference(asker, question, understood)
    frame = question.frame
    if question.relation in ("minus", "both"):
        found = asker._found(question)
        counted = Counted(len(found.duties), found.duties[:EVIDENCE_LIMIT], found.sparql)
    else:
        counted = asker.planner.count(frame, EVIDENCE_LIMIT)
    value = counted.total
    if question.group in _GROUPS:
        groups = asker.planner.group(frame, _GROUPS[question.group])[0]
        value = len(groups)
        if question.group == "categories" and sum(groups.values()) < counted.total:
            value += 1  # those without a category
    evidence, total = asker.cited(counted.first, counted.total, frame)
    return answered(
        "",
        Ask.NUMBER,
        value,
        understood=understood,
        text=wording.number(value, question),
        evidence=evidence,
        total=total,
        sparql=counted.sparql,
    )


def _share(asker: Asker, question: Question, understood: str) -> Answer:
    assert question.other is not None
    part = asker.planner.count(question.frame, EVIDENCE_LIMIT)
    whole = asker.planner.count(question.other, 0)
    value = percent(part.total, whole.total)
    evidence, total = asker.cited(part.first, part.total, question.frame)
    return answered(
        "",
        Ask.NUMBER,
        value,
        understood=understood,
        text=f"{part.total} ÷ {whole.total} = {value}%",
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
    evidence, total = asker.cited(duties, len(duties), question.frame)
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
    counts, sparql = asker.planner.group(frame, by)
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
    first, number = _rows_of(asker, frame, question, names)
    evidence, total = asker.cited(first, number, frame)
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


def _rows_of(
    asker: Asker, frame: Frame, question: Question, names: list[str]
) -> tuple[list[str], int]:
    """The first duties behind the first places of a ranking, by rank, and how many there are."""
    members = _members(asker, question)
    if question.ask is Ask.DEPARTMENTS:
        lists = frame.lists or tuple(k for k in LISTS if k != "basic")
        refs = [BodyRef(name, "", members[name], "x") for name in names]
        frame = replace(frame, bodies=(), lists=lists, joint=False)
        if len(refs) == 1:
            counted = asker.planner.count(replace(frame, bodies=(refs[0],)), EVIDENCE_LIMIT)
            return list(counted.first), counted.total
        found = _led_by(asker, frame, refs)
        return found[:EVIDENCE_LIMIT], len(found)
    first: list[str] = []
    total = 0
    for name in names:
        part = (
            replace(frame, categories=members[name])
            if question.ask is Ask.CATEGORIES
            else replace(frame, townships=members[name])
        )
        counted = asker.planner.count(part, max(EVIDENCE_LIMIT - len(first), 0))
        first.extend(counted.first)
        total += counted.total
    return first, total


def _members(asker: Asker, question: Question) -> dict[str, tuple[str, ...]]:
    """Label → the categories, the townships or the bodies that are ranked under it."""
    lexicon = asker.lexicon
    found: dict[str, list[str]] = {}
    if question.ask is Ask.CATEGORIES:
        for iri, label in lexicon.categories.items():
            found.setdefault(label, []).append(iri)
    elif question.ask is Ask.TOWNSHIPS:
        for township in lexicon.townships.values():
            county = lexicon.county_of(township.iri)
            for label in {township.name, lexicon.places[county].label if county else ""}:
                found.setdefault(label, []).append(township.iri)
    else:
        for body in lexicon.bodies.values():
            label = body.label
            if question.group == "function":
                label = lexicon.functions.get(body.function, "")
            found.setdefault(label, []).append(body.iri)
    return {label: tuple(iris) for label, iris in found.items()}


def _led_by(asker: Asker, frame: Frame, refs: list[BodyRef]) -> list[str]:
    """The duties of these bodies in their order; bodies are asked for together."""
    if not is_plain(frame) or frame.categories or frame.lists == ("basic",):
        parts = [asker.planner.find(replace(frame, bodies=(ref,))).duties for ref in refs]
        return list(dict.fromkeys(duty for part in parts for duty in part))
    duties: dict[str, list[str]] = {}
    bodies = {body for ref in refs for body in ref.bodies}
    for body, duty in asker.planner.led(bodies, frame):
        duties.setdefault(body, []).append(duty)
    ranked = [sorted((d for b in ref.bodies for d in duties.get(b, ())), key=order) for ref in refs]
    return list(dict.fromkeys(duty for part in ranked for duty in part))


def ranked_duties(asker: Asker, question: Question, understood: str) -> Answer:
    """Duties by the number of their departments."""
    frame = (
        question.frame if question.frame.lists else replace(question.frame, lists=("cooperation",))
    )
    limit, direction = question.rank or (1, "max")
    counts, sparql = _led_most(asker, frame, limit if direction == "max" else 0)
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
        sparql=sparql,
    )


def _led_most(asker: Asker, frame: Frame, limit: int) -> tuple[dict[str, int], str]:
    """Duty → number of departments, those with most among them (``limit`` 0: all of the frame)."""
    planner = asker.planner
    numbers = planner.tables.departments
    if limit and numbers and planner.is_everywhere(frame) and frame == Frame(lists=_COOPERATION):
        keep, found = planner.within(frame), dict[str, int]()
        for number in numbers.values():
            led = planner.tables.led_by(number.__eq__) or {}
            found.update((duty, n) for duty, n in led.items() if keep(duty))
            if len(found) >= limit:
                asked = planner.edges.departments_query(found)
                return found, f"{planner.sparql(frame, None)}\n# departments\n{asked}"
    every = planner.find(frame)
    asked = planner.edges.departments_query(every.duties)
    counts = dict.fromkeys(every.duties, 0)
    many = len(counts) > _MANY and frame.lists == _COOPERATION
    table = planner.tables.led(every.duties) if many else None
    if table is not None:
        counts.update(table)
    else:
        for duty, _ in planner.edges.departments(every.duties)[0]:
            counts[duty] += 1
    return counts, f"{every.sparql}\n# departments\n{asked}"
