"""Named things: duties, departments, townships, categories and lists, with the rows behind them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from kg.asking import wording
from kg.asking.answering import figures
from kg.asking.answering.context import Context
from kg.asking.answering.reports import partners, reported
from kg.asking.answering.steps import Step, Steps
from kg.asking.answers import Answer, answered
from kg.asking.frame import LISTS, REPORTS, Ask, Question, Refusal, Status
from kg.asking.planning.plan import Found
from kg.asking.rows import Row, list_of
from kg.store.gate import iris


def duties(context: Context, question: Question, understood: str) -> Answer:
    """The rows themselves."""
    if question.rank:
        return figures.ranked_duties(context, question, understood)
    return _rows(
        context,
        question,
        context.found(question),
        understood,
        lambda rows: wording.duties(rows, question),
    )


def _rows(
    context: Context,
    question: Question,
    found: Found,
    understood: str,
    told: Callable[[list[Row]], str],
) -> Answer:
    """The rows that were found as an answer, put into words by ``told``."""
    rows = context.reader.rows(found.duties)
    return answered(
        "",
        Ask.DUTIES,
        [row.duty() for row in rows],
        understood=understood,
        text=told(rows),
        evidence=context.evidence(found.duties, question.frame),
        sparql=found.sparql,
    )


def departments(context: Context, question: Question, understood: str) -> Answer:
    """The department columns of the rows, or whom the township reports to."""
    by_kind = question.group == "function" and not (question.relation or question.parties)
    if question.rank or question.having or by_kind:
        return figures.ranking(context, question, understood)
    told = ""
    if question.parties == "partners":
        return partners(context, question, understood)
    if question.parties in REPORTS:
        answer = reported(context, question, understood)
        if answer:
            return answer
        told = "；清单没有写明报给谁，这是对应的部门 (the lists name nobody to report to)"
    found = context.found(question)
    context.narrow(found, question.frame)
    if _own(question, found.duties):
        return _rows(
            context, question, found, understood, lambda rows: wording.departments([], rows, [])
        )
    edges = context.planner.edges
    pairs, sparql = edges.departments(found.duties)
    excluded = set(question.excluded)
    if question.parties == "together":
        excluded |= {b for ref in question.frame.bodies for b in ref.bodies}
    place = {duty: n for n, duty in enumerate(found.duties)}
    pairs.sort(key=lambda pair: (place[pair[0]], pair[1]))
    wanted: Callable[[str], bool] = lambda body: body not in excluded  # noqa: E731
    if question.relation in ("departments-minus", "departments-and") and question.other:
        other = context.planner.find(question.other)
        there = {body for _, body in edges.departments(other.duties)[0]}
        wanted = context.shared({body for _, body in pairs}, there, question.relation).__contains__
        sparql += f"\n# {question.relation}\n{other.sparql}"
    kept = [pair for pair in pairs if wanted(pair[1])]
    asks_leader = question.test == "leader" and not (question.parties or question.relation)
    if asks_leader or question.parties in ("conveners", "helpers"):
        kept, told = _led(context, question, kept, told)
    if question.parties == "shared":
        rows_of = Counter(body for _, body in kept)
        kept = [pair for pair in kept if rows_of[pair[1]] == len(found.duties) > 1]
    if question.parties == "everywhere":
        kept = context.everywhere(kept, question.frame)
    labels = context.labels([body for _, body in kept])
    shown = found.duties
    if question.relation or question.parties in ("conveners", "everywhere"):
        mine = {duty for duty, _ in kept}
        shown = tuple(duty for duty in found.duties if duty in mine)
    rows = context.reader.rows(shown)
    if not (told or question.relation or question.parties):
        shared = [row for row in rows if row.list == "cooperation"] or rows
        steps = [Steps(context, question, row) for row in shared]
        if asked := _steps(steps):
            return _stepped(context, question, asked, found, pairs, understood)
        if len(rows) == 1 and labels[1:] and question.frame.topic:
            told = _step(context, steps[0])
    return answered(
        "",
        Ask.DEPARTMENTS,
        labels,
        understood=understood,
        text=_departments(context, labels, rows) + told,
        evidence=context.evidence(shown, question.frame),
        sparql=f"{found.sparql}\n# departments\n{sparql}",
    )


_FEW = 3
"""Of so many rows it is told which of their clauses say who leads."""


def _departments(context: Context, labels: Sequence[str], rows: Sequence[Row]) -> str:
    """The departments in words, and who leads, by the row or by single clauses of it."""
    shown = [row.iri for row in rows]
    lead = context.labels(sorted(context.conveners(shown)))
    several = labels[1:] and not lead and len(shown) <= _FEW
    steps = context.convened_steps(shown) if several else []
    return wording.departments(
        labels, rows, lead, [(context.labels([body])[0], text) for _, body, text in steps]
    )


def _steps(steps: Sequence[Steps]) -> list[Step]:
    """The step that is asked about in each duty; none where one has none."""
    found = []
    for one in steps:
        step = one.asked()
        if step is None:
            return []
        found.append(step)
    return found


def _stepped(
    context: Context,
    question: Question,
    steps: Sequence[Step],
    found: Found,
    pairs: Sequence[tuple[str, str]],
    understood: str,
) -> Answer:
    """Who does the step that is asked about, with its clause; the department column is told besides."""
    labels = context.labels(sorted({body for step in steps for body in step.bodies}))
    column = context.labels(sorted({body for _, body in pairs}))
    quotes = "；".join(dict.fromkeys(f"“{step.clause.text}”" for step in steps))
    return answered(
        "",
        Ask.DEPARTMENTS,
        labels,
        understood=understood,
        text=f"{'、'.join(labels)}；说的是其中一步，原文：{quotes}；整件事项对应的部门：{'、'.join(column)}",
        evidence=context.evidence(found.duties, question.frame),
        sparql=f"{found.sparql}\n# acts in\nSELECT ?d WHERE {{ VALUES ?clause {{ {iris([s.clause.iri for s in steps])} }} ?d :actsIn ?clause }}",
    )


def _step(context: Context, steps: Steps) -> str:
    """Who does the step that is spoken of, where one clause of one row says it: 谁抽检煤质."""
    step = steps.above()
    who = context.labels(sorted(step.bodies)) if step else []
    return f"；说的这一步，原文写的是“{'、'.join(who)}：{step.clause.text}”" if step and who else ""


def _led(
    context: Context, question: Question, pairs: Sequence[tuple[str, str]], told: str
) -> tuple[list[tuple[str, str]], str]:
    """The (duty, body) pairs of which the list says 牵头, or for helpers those beside them, and what is told besides.

    Who merely asks who leads gets the whole column where the list does not say so of each row.

    Raises:
        Refusal: marks are asked for, and there are none; those of the column are offered.
    """
    duties = list(dict.fromkeys(duty for duty, _ in pairs))
    convened = context.convened(duties)
    lead = [pair for pair in pairs if pair in convened]
    led = {duty for duty, _ in lead}
    beside = [pair for pair in pairs if pair[0] in led and pair not in convened]
    if question.parties:
        if question.parties == "conveners" and not lead and len(duties) <= _FEW:
            by_step = {(duty, body) for duty, body, _ in context.convened_steps(duties)}
            lead = [pair for pair in pairs if pair in by_step]
        if pairs and not lead:
            labels = tuple(context.labels([body for _, body in pairs]))
            raise Refusal(Status.NOT_FOUND, "清单没有标明由谁牵头；部门栏里的部门见下", labels[:8])
        return (beside if question.parties == "helpers" else lead), told
    if not beside or led != {*duties}:
        return list(pairs), told
    others = "、".join(context.labels([body for _, body in beside]))
    return lead, f"{told}；部门栏里还有{others}"


def _own(question: Question, duties: Sequence[str]) -> bool:
    """Whether nobody above is responsible: the township's own duty is told instead of no department."""
    plain = not (question.parties or question.relation or question.frame.lists)
    return plain and bool(duties) and all(list_of(duty) == "basic" for duty in duties)


def townships(context: Context, question: Question, understood: str) -> Answer:
    """The townships of the rows, or those that have none of them."""
    if question.rank or question.having:
        return figures.ranking(context, question, understood)
    found = context.found(question)
    rows = context.reader.rows(found.duties)
    names = list(dict.fromkeys(row.township for row in rows))
    evidence = context.evidence(found.duties, question.frame)
    if question.negate:
        known, have = context.lexicon.townships, set(names)
        scope = [t for t in context.planner.townships(question.frame) if known[t].name not in have]
        if (
            question.frame.bodies and question.frame.rows
        ):  # 不是林草局接的: of those that have the duty
            whole = context.planner.find(replace(question.frame, bodies=()))
            there = {row.township for row in context.reader.rows(whole.duties)}
            scope = [t for t in scope if known[t].name in there]
        names = [known[t].name for t in scope]
        codes = [known[t].code for t in scope]
        evidence = [*context.reader.titles(question.frame.lists or LISTS, codes), *evidence]
    return answered(
        "",
        Ask.TOWNSHIPS,
        names,
        understood=understood,
        text=wording.names(names, "个乡镇"),
        evidence=evidence,
        sparql=found.sparql,
    )


def _in_each(
    named: Sequence[tuple[Row, str]], wanted: set[str], where: Callable[[Row], str]
) -> list[tuple[Row, str]]:
    """The rows with their categories of those categories that stand in each place ``wanted``."""
    have: dict[str, set[str]] = {}
    for row, category in named:
        have.setdefault(category, set()).add(where(row))
    return [(row, category) for row, category in named if have[category] >= wanted]


def categories(context: Context, question: Question, understood: str) -> Answer:
    """The categories of the rows, or those that a second selection does not have."""
    if question.rank or question.having:
        return figures.ranking(context, question, understood)
    found = context.found(question)
    rows = context.reader.rows(found.duties)
    sparql = found.sparql
    labels = context.categories(question.frame)
    of = dict(context.planner.edges.categories(found.duties))
    named = [(row, of[row.iri]) for row in rows if of.get(row.iri) in labels]
    if question.relation in ("categories-minus", "categories-and") and question.other:
        other = context.planner.find(question.other)
        there = {category for _, category in context.planner.edges.categories(other.duties)}
        kept = context.shared({category for _, category in named}, there, question.relation)
        named = [(row, category) for row, category in named if category in kept]
        sparql += f"\n# {question.relation}\n{other.sparql}"
    if question.parties == "everywhere":
        scope = {
            context.lexicon.townships[t].name for t in context.planner.townships(question.frame)
        }
        named = _in_each(named, scope, lambda row: row.township)
    if question.parties == "throughout":
        named = _in_each(named, {*(question.frame.lists or LISTS)}, lambda row: row.list)
    names = list(dict.fromkeys(labels[category] for _, category in named))
    shown = [row.iri for row, _ in named]
    return answered(
        "",
        Ask.CATEGORIES,
        names,
        understood=understood,
        text=wording.names(names, "个类别"),
        evidence=context.evidence(shown, question.frame),
        sparql=sparql,
    )


def lists(context: Context, question: Question, understood: str) -> Answer:
    """The lists that the rows stand in."""
    found = context.planner.find(question.frame)
    context.narrow(found, question.frame)
    kinds = [kind for kind in LISTS if any(list_of(d) == kind for d in found.duties)]
    rows = context.reader.rows(found.duties)
    return answered(
        "",
        Ask.LISTS,
        kinds,
        understood=understood,
        text=wording.lists(rows),
        evidence=context.evidence(found.duties, question.frame),
        sparql=found.sparql,
    )
