"""Figures: counts, shares, differences and rankings, each with the rows it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.asking import wording
from kg.asking.answering.context import Context
from kg.asking.answers import EVIDENCE_LIMIT, Answer, answered
from kg.asking.frame import LISTS, Ask, BodyRef, Bounds, Frame, Question, Rank, Refusal, Status
from kg.asking.planning.patterns import is_plain
from kg.asking.planning.plan import Counted
from kg.asking.rows import order

_COOPERATION = ("cooperation",)
_MANY = 500
"""Duties beyond which their departments are counted by a table that is read as a whole."""
_OF_GROUPS = ("departments-and", "departments-minus", "categories-and", "categories-minus")
GROUPS: dict[str, str] = {
    Ask.DEPARTMENTS: "department",
    Ask.TOWNSHIPS: "township",
    Ask.CATEGORIES: "category",
}
"""What duties are counted by, by what is asked for."""


def percent(part: int, whole: int) -> int:
    """Whole per cent, half rounds up; 0 of nothing is 0."""
    return (200 * part + whole) // (2 * whole) if whole else 0


def number(context: Context, question: Question, understood: str) -> Answer:
    """Counts, shares and differences."""
    if question.count == "percent":
        return _share(context, question, understood)
    if question.count == "difference":
        return _difference(context, question, understood)
    frame = question.frame
    if question.relation in ("minus", "both"):
        found = context.found(question)
        total = len(found.duties)
        if question.relation == "both":  # a Matter is counted once: as it stands in the first list
            total = len({*found.duties} & {*context.planner.find(frame).duties})
        counted = Counted(total, found.duties[:EVIDENCE_LIMIT], found.sparql)
    else:
        counted = context.planner.count(frame, EVIDENCE_LIMIT)
    value = counted.total
    if question.count == "matters":
        every = context.found(question).duties
        matter = context.planner.edges.same_matter(every)
        value = len({matter.get(duty, duty) for duty in every})
    if by := GROUPS.get(question.count):
        groups = context.planner.group(frame, by)[0]
        kept = set(groups) - (set(question.excluded) if question.count == "departments" else set())
        if question.other and question.relation in _OF_GROUPS:
            there = context.planner.group(question.other, by)[0]
            kept = context.shared(kept, there, question.relation)
        if question.parties == "everywhere":
            pairs = context.planner.edges.departments(context.found(question).duties)[0]
            kept &= {body for _, body in context.everywhere(pairs, frame)}
        kept = {one for one in kept if _within(groups[one], question.having)}
        if question.group == "function" or question.parties == "everywhere":
            kept = {body.function for b in kept if (body := context.lexicon.bodies.get(b))}
        value = len(kept)
        if (
            question.count == "categories"
            and not question.relation
            and sum(groups.values()) < counted.total
        ):
            value += 1  # those without a category
    return figure(context, question, understood, value, counted)


def figure(
    context: Context, question: Question, understood: str, value: float, counted: Counted
) -> Answer:
    """A number as an answer, cited to the first of the duties that were counted."""
    evidence, total = context.cited(counted.first, counted.total, question.frame)
    return answered(
        "",
        Ask.NUMBER,
        value,
        understood=understood,
        text=wording.number(value, question, counted.total),
        evidence=evidence,
        total=total,
        sparql=counted.sparql,
    )


def _within(count: int, bounds: Bounds | None) -> bool:
    if bounds is None:
        return True
    return bounds[0] <= count and (bounds[1] is None or count <= bounds[1])


def _share(context: Context, question: Question, understood: str) -> Answer:
    assert question.other is not None
    part = context.planner.count(question.frame, EVIDENCE_LIMIT)
    whole = context.planner.count(question.other, 0)
    here, there = (replace(f, townships=(), places=()) for f in (question.frame, question.other))
    if part.total == whole.total and here == there:  # 某局在某镇收回清单中的份额: of itself
        raise Refusal(Status.NOT_UNDERSTOOD, "没有看懂是占什么的百分之几")
    value = percent(part.total, whole.total)
    evidence, total = context.cited(part.first, part.total, question.frame)
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


def _difference(context: Context, question: Question, understood: str) -> Answer:
    assert question.other is not None
    if question.other == question.frame:
        raise Refusal(Status.NOT_UNDERSTOOD, "没有看懂拿什么和什么比相差多少")
    left, right = context.planner.find(question.frame), context.planner.find(question.other)
    value = len(left.duties) - len(right.duties)
    told = f"{len(left.duties)} 项与 {len(right.duties)} 项"
    if question.relation == "fewer":
        value = -value
    elif question.relation == "apart":
        value = abs(value)
    duties = sorted({*left.duties, *right.duties}, key=order)
    evidence, total = context.cited(duties, len(duties), question.frame)
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


def ranking(context: Context, question: Question, understood: str) -> Answer:
    """Departments, functions, townships, counties or categories by their number of duties."""
    frame = question.frame
    marks: dict[str, list[str]] = {}
    if question.parties == "conveners":
        marks, sparql = _marks(context, question)
        counts = _labelled(context, {body: len(duties) for body, duties in marks.items()}, question)
    else:
        counts, sparql = counted_by(context, question)
    if question.having:
        counts = {name: n for name, n in counts.items() if _within(n, question.having)}
    most = question.rank is None or question.rank.most
    ranked = sorted(counts.items(), key=lambda item: (-item[1] if most else item[1], item[0]))
    if question.rank:
        ranked = placed(ranked, question.rank)
    names = [name for name, _ in ranked]
    if marks:
        told = {body for name in names for body in _members(context, question)[name]}
        marked = sorted({duty for body in told for duty in marks.get(body, ())}, key=order)
        first, number = marked[:EVIDENCE_LIMIT], len(marked)
    else:
        first, number = _rows_of(context, frame, question, names)
    evidence, total = context.cited(first, number, frame)
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


def _marks(context: Context, question: Question) -> tuple[dict[str, list[str]], str]:
    """Body → the duties of which the lists say that it convenes (牵头), and the query.

    Raises:
        Refusal: something else than departments is ranked by that, or the lists say it of none.
    """
    if question.ask is not Ask.DEPARTMENTS:
        raise Refusal(Status.NOT_UNDERSTOOD, "没有看懂“牵头”在这里的意思")
    found = context.planner.find(question.frame)
    marks: dict[str, list[str]] = {}
    for duty, body in context.convened(found.duties):
        marks.setdefault(body, []).append(duty)
    if not marks:
        raise Refusal(Status.NOT_FOUND, "所问的清单没有标明由谁牵头")
    return marks, f"{found.sparql}\n# convenes\nSELECT ?duty ?d WHERE {{ ?d :convenes ?duty }}"


def placed(ranked: Sequence[tuple[str, int]], rank: Rank) -> list[tuple[str, int]]:
    """The places asked for of a sequence in order; all who are level with the last are in.

    From the second place on a place is a figure: two firsts do not make the next one third.
    """
    figures = list(dict.fromkeys(count for _, count in ranked))
    if rank.start > 1:
        wanted = set(figures[rank.start - 1 : rank.number])
    else:
        wanted = {count for _, count in ranked[: rank.number]}
    return [item for item in ranked if item[1] in wanted]


def counted_by(context: Context, question: Question) -> tuple[dict[str, int], str]:
    """Name → duties of each that is asked for, and the query; what has no name is left out."""
    counts, sparql = context.planner.group(question.frame, GROUPS[question.ask])
    return _labelled(context, counts, question), sparql


def _labelled(context: Context, counts: dict[str, int], question: Question) -> dict[str, int]:
    """The counts by the names of what was counted; what has no name is left out."""
    lexicon = context.lexicon
    categories = context.categories(question.frame) if question.ask is Ask.CATEGORIES else {}
    total: dict[str, int] = {}
    for iri, count in counts.items():
        if question.ask is Ask.CATEGORIES:
            label = categories.get(iri, "")
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
        if question.ask is Ask.DEPARTMENTS and (
            iri in question.excluded
            or (question.group != "function" and not _mine(context, iri, question.frame))
        ):
            continue
        total[label] = total.get(label, 0) + count
    total.pop("", None)
    return total


def _mine(context: Context, body: str, frame: Frame) -> bool:
    """Whether a named body limits the ranking to its function."""
    return not frame.bodies or any(body in ref.bodies for ref in frame.bodies)


def _rows_of(
    context: Context, frame: Frame, question: Question, names: list[str]
) -> tuple[list[str], int]:
    """The first duties behind the first places of a ranking, by rank, and how many there are."""
    members = _members(context, question)
    if question.ask is Ask.DEPARTMENTS:
        lists = frame.lists or tuple(k for k in LISTS if k != "basic")
        refs = [BodyRef(name, "", members[name], "x") for name in names]
        frame = replace(frame, bodies=(), lists=lists, joint=False)
        if len(refs) == 1:
            counted = context.planner.count(replace(frame, bodies=(refs[0],)), EVIDENCE_LIMIT)
            return list(counted.first), counted.total
        found = _led_by(context, frame, refs)
        return found[:EVIDENCE_LIMIT], len(found)
    first: list[str] = []
    total = 0
    for name in names:
        part = (
            replace(frame, categories=members[name])
            if question.ask is Ask.CATEGORIES
            else replace(frame, townships=members[name])
        )
        counted = context.planner.count(part, max(EVIDENCE_LIMIT - len(first), 0))
        first.extend(counted.first)
        total += counted.total
    return first, total


def _members(context: Context, question: Question) -> dict[str, tuple[str, ...]]:
    """Label → the categories, the townships or the bodies that are ranked under it."""
    lexicon = context.lexicon
    found: dict[str, list[str]] = {}
    if question.ask is Ask.CATEGORIES:
        for iri, label in context.categories(question.frame).items():
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


def _led_by(context: Context, frame: Frame, refs: list[BodyRef]) -> list[str]:
    """The duties of these bodies in their order; bodies are asked for together."""
    if not is_plain(frame) or frame.categories or frame.lists == ("basic",):
        parts = [context.planner.find(replace(frame, bodies=(ref,))).duties for ref in refs]
        return list(dict.fromkeys(duty for part in parts for duty in part))
    duties: dict[str, list[str]] = {}
    bodies = {body for ref in refs for body in ref.bodies}
    for body, duty in context.planner.led(bodies, frame):
        duties.setdefault(body, []).append(duty)
    ranked = [sorted((d for b in ref.bodies for d in duties.get(b, ())), key=order) for ref in refs]
    return list(dict.fromkeys(duty for part in ranked for duty in part))


_CLAUSES_OF = {"clauses": "township", "upper": "superior"}
"""Whose clauses an order of duties counts."""


def ranked_duties(context: Context, question: Question, understood: str) -> Answer:
    """Duties by the number of their departments or township clauses, or by where they stand in their lists."""
    if question.rank and question.rank.by == "number":
        return _by_number(context, question, question.rank, understood)
    frame = (
        question.frame if question.frame.lists else replace(question.frame, lists=("cooperation",))
    )
    rank = question.rank or Rank()
    if rank.by in _CLAUSES_OF:
        (counts, sparql), unit = own_clauses(context, frame, _CLAUSES_OF[rank.by]), "条"
    else:
        counts, sparql = led_most(context, frame, (rank.start == 1) * rank.most * rank.number)
        unit = "个部门"
    ordered = sorted(counts, key=lambda d: (-counts[d] if rank.most else counts[d], order(d)))
    ranked = [duty for duty, _ in placed([(duty, counts[duty]) for duty in ordered], rank)]
    rows = context.reader.rows(ranked)
    return answered(
        "",
        Ask.DUTIES,
        [row.duty() for row in rows],
        understood=understood,
        text="；".join(
            f"{row.township}“{row.name}”（{counts[row.iri]} {unit}）" for row in rows[:10]
        ),
        evidence=context.evidence(ranked, frame),
        sparql=sparql,
    )


def _by_number(context: Context, question: Question, rank: Rank, understood: str) -> Answer:
    """The first or last duties of each list that was asked about."""
    every = context.planner.find(question.frame)
    lists: dict[str, list[str]] = {}
    for duty in sorted(every.duties, key=order):
        lists.setdefault(duty.rpartition("-")[0], []).append(duty)
    chosen: list[str] = []
    for duties in lists.values():
        step = -1 if rank.most else 1
        chosen.extend(duties[::step][rank.start - 1 : rank.number][::step])
    rows = context.reader.rows(chosen)
    return answered(
        "",
        Ask.DUTIES,
        [row.duty() for row in rows],
        understood=understood,
        text=wording.duties(rows, question),
        evidence=context.evidence(chosen, question.frame),
        sparql=every.sparql,
    )


def led_most(context: Context, frame: Frame, limit: int = 0) -> tuple[dict[str, int], str]:
    """Duty → number of departments, those with most among them (``limit`` 0: all of the frame)."""
    planner = context.planner
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


def own_clauses(
    context: Context, frame: Frame, side: str = "township"
) -> tuple[dict[str, int], str]:
    """Duty → number of the township's clauses, or of the departments' ("superior")."""
    found, edges = context.planner.find(frame), context.planner.edges
    clauses = edges.clauses(found.duties, side)
    counts = {duty: clauses[duty] for duty in found.duties}
    return counts, f"{found.sparql}\n# clauses\n{edges.clauses_query(found.duties, side)}"
