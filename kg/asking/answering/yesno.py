"""Yes or no: each test is looked up in the rows; nothing is true for want of a contradiction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.asking import wording
from kg.asking.answering.context import Context
from kg.asking.answering.steps import is_above
from kg.asking.answers import Answer, answered
from kg.asking.frame import LISTS, Ask, Frame, Question, Refusal, Status
from kg.asking.rows import list_of, township_code

AS_MANY, ANYONE_ELSE = "as-many", "anyone-else"
"""What is asked of a yes or no put into other words: whether both have as many, whether there are others."""


def tested(question: Question, then: str) -> Question:
    """The question about more, or about one alone, asked as it was meant.

    Raises:
        Refusal: it was not read as such a question.
    """
    if (
        question.test != {AS_MANY: "more", ANYONE_ELSE: "sole"}[then]
        or question.relation == "fewer"
    ):
        raise Refusal(Status.NOT_UNDERSTOOD, "没有把握看懂问的是什么，请换个说法或说得更短")
    if then == AS_MANY:
        return replace(question, relation="equal")
    return replace(question, test="others")


def boolean(context: Context, question: Question, understood: str) -> Answer:
    """True or false with the rows it rests on.

    Raises:
        Refusal: the duty is not listed there (unless that is what was asked).
    """
    if question.test == "more":
        return _more(context, question, understood)
    frame = question.frame
    found = context.planner.find(frame)
    context.narrow(found, frame)
    value, deciding, note = _decided(context, question, found.duties)
    rows = context.reader.rows(deciding)
    text = wording.yes_no(value, rows)
    return answered(
        "",
        Ask.BOOLEAN,
        value,
        understood=understood,
        text=f"{text}；{note}" if note else text,
        evidence=context.evidence(deciding, frame),
        sparql=found.sparql,
    )


def _decided(
    context: Context, question: Question, duties: Sequence[str]
) -> tuple[bool, Sequence[str], str]:
    """The value, the rows that decide it and what has to be said beside."""
    test = question.test or "may"
    if test == "exists":
        elsewhere = () if duties else _elsewhere(context, question)
        if question.parties == "everywhere" and duties:
            without = _without(context, question, duties)
            return not without, duties, f"没有的：{'、'.join(without)}" if without else ""
        return bool(duties), duties or elsewhere, _NOT_HERE if elsewhere else ""
    if test == "taken":  # not what nobody does any more
        led = {duty for duty, _ in context.planner.edges.departments(duties)[0]}
        held = [d for d in duties if d in led and list_of(d) == "reclaimed"]
        return bool(held), held or duties, ""
    if test in LISTS:
        held = [d for d in duties if list_of(d) == test]
        _alike([d for d in duties if list_of(d) == "reclaimed"], duties)
        return _everywhere(context, question, held), held or duties, ""
    if not duties:
        raise Refusal(Status.NOT_FOUND, "所问地方的清单里没有这样的事项")
    if test in ("leads", "convenes", "sole", "others"):
        return _leads(context, question, duties)
    value, deciding, note = _may(context, question, duties)
    return (not value if test == "may_not" else value), deciding, note


_NOT_HERE = "所问的清单里没有这一项，它列在上面这张清单里"


def _elsewhere(context: Context, question: Question) -> Sequence[str]:
    """The rows meant that stand in other lists than those asked about: what a no rests on."""
    if not (question.frame.rows and question.frame.lists):
        return ()
    return context.planner.find(replace(question.frame, lists=())).duties


def _everywhere(context: Context, question: Question, duties: Sequence[str]) -> bool:
    """Whether there are such duties, in each of the townships where several are named."""
    return bool(duties) and not _without(context, question, duties)


def _without(context: Context, question: Question, duties: Sequence[str]) -> list[str]:
    """The names of the townships asked about that have none of these duties."""
    have = {township_code(duty) for duty in duties}
    known = [context.lexicon.townships[t] for t in question.frame.townships]
    return [township.name for township in known if township.code not in have]


def _leads(
    context: Context, question: Question, duties: Sequence[str]
) -> tuple[bool, Sequence[str], str]:
    """Whether the named bodies (all of them) stand in the column, alone for sole.

    Whoever asks for 牵头 where the list says who that is (``convenes``) gets no yes for another one.
    """
    pairs = context.planner.edges.departments(duties)[0]
    leaders = {body for _, body in pairs}
    groups = [context.departments([ref], question.frame) for ref in question.asker]
    columns = _columns(context, question, pairs)
    there = bool(groups) and all(column & group for group in groups for column in columns)
    others = leaders - {body for group in groups for body in group}
    if question.test == "sole":
        there = there and not others
    if question.test == "others":
        there = bool(others)
    column = f"原文的部门：{'、'.join(context.labels(sorted(leaders))) or '无'}"
    stated = context.conveners(duties) if question.test == "convenes" else set()
    if stated:
        there = there and all(stated & group for group in groups)
        column = f"原文写明由{'、'.join(context.labels(sorted(stated)))}牵头；{column}"
    return there, duties, column


def _columns(
    context: Context, question: Question, pairs: Sequence[tuple[str, str]]
) -> list[set[str]]:
    """The bodies of the duties (duty, body): of each township for itself where several are named."""
    frame = question.frame
    several = len(frame.places) > 1 and not frame.townships
    towns = context.planner.townships(frame) if several else frame.townships
    named = {context.lexicon.townships[t].code for t in towns}
    if len(named) < 2:
        return [{body for _, body in pairs}]
    return [{b for duty, b in pairs if township_code(duty) == code} for code in sorted(named)]


def _may(
    context: Context, question: Question, duties: Sequence[str]
) -> tuple[bool, Sequence[str], str]:
    """Whether the township may be asked: reclaimed no; cooperation only by those in the column."""
    back = [duty for duty in duties if list_of(duty) == "reclaimed"]
    _alike(back, duties)
    if back:
        holders = context.labels([b for _, b in context.planner.edges.departments(back)[0]])
        return False, back, f"已收回，由{'、'.join(holders)}承接" if holders else "已不再开展"
    shared = [duty for duty in duties if list_of(duty) == "cooperation"]
    if len(shared) == len(duties):
        _own_step(context, question, shared)
    if not question.asker or not shared:
        own = question.asker and not shared
        return True, duties, "这是乡镇自己的基本履职事项" if own else ""
    pairs = context.planner.edges.departments(shared)[0]
    asking = context.departments(question.asker, question.frame)
    mine = [duty for duty in shared if any(d == duty and b in asking for d, b in pairs)]
    leaders = "、".join(context.labels([body for _, body in pairs]))
    if mine:
        return True, mine, ""
    own_rows = [duty for duty in duties if list_of(duty) == "basic"]
    if own_rows:
        return True, own_rows, "这是乡镇自己的基本履职事项"
    return False, shared, f"“{question.asker[0].text}”不在这项的对应上级部门里，对应的是{leaders}"


def _own_step(context: Context, question: Question, duties: Sequence[str]) -> None:
    """See that what is said to be done is no step that the list gives to a department above.

    Raises:
        Refusal: it is in a department's clause, and neither in a name nor in the township's clauses.
    """
    if is_above(context, question, context.reader.rows(duties)):
        told = f"“{question.frame.topic}”只写在上级部门的职责里，乡镇的职责没有写这一步，不能一概说是或否"
        raise Refusal(Status.NOT_UNDERSTOOD, told, tuple(duties[:4]))


def _alike(back: Sequence[str], duties: Sequence[str]) -> None:
    """See that no township keeps one part of what was named while another part was taken back.

    Raises:
        Refusal: one does; what is meant has to be said.
    """
    kept = [duty for duty in duties if duty not in back]
    both = {township_code(duty) for duty in back} & {township_code(duty) for duty in kept}
    if both:
        rows = [duty for duty in duties if township_code(duty) in both]
        told = "这里有的项已收回，有的项仍要乡镇做，不能一概说是或否；请说明是哪一项"
        raise Refusal(Status.NOT_UNDERSTOOD, told, tuple(rows[:4]))


def _more(context: Context, question: Question, understood: str) -> Answer:
    """Whether the first selection has more duties than the second."""
    assert question.other is not None
    left = context.planner.count(question.frame, 200)
    right = context.planner.count(question.other, 0)
    held = {"fewer": left.total < right.total, "equal": left.total == right.total}
    value = held.get(question.relation, left.total > right.total)
    frame: Frame = question.frame
    evidence, total = context.cited(left.first, left.total, frame)
    return answered(
        "",
        Ask.BOOLEAN,
        value,
        understood=understood,
        text=f"{wording.verdict(value)}：{left.total} 项与 {right.total} 项",
        evidence=evidence,
        total=total,
        sparql=f"{left.sparql}\n# against\n{right.sparql}",
    )
