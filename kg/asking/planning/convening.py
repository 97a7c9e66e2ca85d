"""Convening: the duties of which a list says who leads them (牵头), where questions ask for those."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from kg.asking.frame import Ask, Frame, Question, Refusal, Status
from kg.asking.planning.plan import Planner
from kg.asking.rows import list_of, order
from kg.patterns import regex

CONVENED = regex("(?<!自己)(?<![乡镇]里)(?<!部门)(?<!单位)牵头(?!的?(?:上级|县级)?(?:部门|单位))")
"""A body leads: 县公安局牵头的配合事项; not the township itself, nor bodies that are asked for."""
_BY = regex("Ⓑ[^,，。?？]{0,3}牵头|牵头的?(?:部门|单位)?是Ⓑ")
"""The body that leads stands there by name."""
BESIDE = regex(
    "Ⓑ[^,，。?？]{0,4}(?:参加|参与|在列|在内|列了?名|挂了?名|有份)?[^。?？]{0,6}(?:牵头的?(?:却|又)?(?:不是|并非|不归)|(?:不|没有?|并不|并非)(?:由它|是它|是)?牵头)"
)
"""The body is among them and does not lead: 有公安局参加、牵头的不是公安局."""
_UNMARKED = regex(
    "(?:没有?|未|不曾|无)(?:标|写|注|载|定|说|指)?[明注示定]?(?:出|清楚?)?(?:是|由|是由)?(?:谁|哪[一个家]{0,2}(?:部门|单位)?(?:来)?)?牵头"
)
"""Nobody is said to lead: 没有标明牵头部门的, 没写谁牵头的."""
JOINTLY = regex("Ⓝ(?:个|家)?(?:部门|单位|局)?(?:共同|同时|一起|联合|并列)牵头")
"""So many lead it together: 由两个部门共同牵头."""
_COUNTED = ("", "percent", "difference")
_ROWS = (Ask.DUTIES, Ask.NUMBER, Ask.TOWNSHIPS)
_IN_COLUMN = "部门栏里有它的都算，不论原文有没有写明由它牵头"
_MARKED_ALONE = "只算清单标明了牵头部门的"


def convening(question: Question, text: str, planner: Planner) -> Question:
    """The question, its duties being those that are led as it says.

    Duties of which a convener is marked (标明了牵头单位的事项) are those alone. What a body leads is what its
    column has, unless the list says of every duty with several departments who leads it: then those of others
    do not count. ``text`` is the question with signs for its names.

    Raises:
        Refusal: the lists mark none, or something else than duties or departments is asked of them.
    """
    if question.ask in _ROWS and not question.frame.bodies and _UNMARKED.search(text):
        return _by_nobody(question, planner)
    if question.ask in _ROWS and not question.frame.bodies and JOINTLY.search(text):
        return _jointly(question, planner)
    if question.parties != "conveners" or question.ask is Ask.DEPARTMENTS:
        return _led_by(question, text, planner)
    asked = question.ask in _ROWS or question.test == "more"
    if not asked or question.count not in _COUNTED:
        raise Refusal(Status.NOT_UNDERSTOOD, "没有看懂“牵头”在这里的意思")
    frame, other = _marked(question.frame, planner), question.other
    if other is not None and question.count != "percent":
        other = _marked(other, planner)
    if not frame.rows and not (other and other.rows):
        raise Refusal(Status.NOT_FOUND, "所问的清单没有标明由谁牵头")
    notes = (*question.notes, _MARKED_ALONE)
    return replace(question, parties="", frame=frame, other=other, notes=notes)


def _by_nobody(question: Question, planner: Planner) -> Question:
    """The question, its duties being those with several departments of which none is said to lead.

    Raises:
        Refusal: a share or a difference is asked of them.
    """
    if question.count not in ("", "townships") or question.other or question.rank:
        raise Refusal(Status.NOT_UNDERSTOOD, "没有看懂“牵头”在这里的意思")
    frame = replace(question.frame, departments=None)
    found = planner.find(frame).duties
    several = _several(found, planner)
    marked = {duty for duty, _ in planner.edges.conveners(several)}
    rows = tuple(sorted(several - marked, key=order))
    notes = (*question.notes, "只算有几个部门而没有标明由谁牵头的")
    return replace(question, parties="", frame=replace(frame, rows=rows), notes=notes)


def _jointly(question: Question, planner: Planner) -> Question:
    """The question, its duties being those of which so many departments are said to lead.

    Raises:
        Refusal: how many was not understood, a share is asked of them, or the lists mark nobody.
    """
    bounds = question.frame.departments
    if bounds is None or question.count not in ("", "townships") or question.other:
        raise Refusal(Status.NOT_UNDERSTOOD, "没有看懂几个部门“牵头”在这里的意思")
    frame = replace(question.frame, departments=None)
    leads = Counter(duty for duty, _ in planner.edges.conveners(planner.find(frame).duties))
    if not leads:
        raise Refusal(Status.NOT_FOUND, "所问的清单没有标明由谁牵头")
    low, high = bounds
    rows = [d for d, n in leads.items() if n >= low and (high is None or n <= high)]
    notes = (*question.notes, _MARKED_ALONE)
    frame = replace(frame, rows=tuple(sorted(rows, key=order)))
    return replace(question, parties="", frame=frame, notes=notes)


def _several(duties: Sequence[str], planner: Planner) -> set[str]:
    """Those of the duties that have several departments with which the township cooperates."""
    pairs, _ = planner.edges.departments(duties)
    bodies = Counter(duty for duty, _ in pairs if list_of(duty) == "cooperation")
    return {duty for duty, number in bodies.items() if number > 1}


def _led_by(question: Question, text: str, planner: Planner) -> Question:
    """The question, a body that leads (or does not) limiting the duties as the lists mark them."""
    frame = question.frame
    if not (question.ask in _ROWS and frame.bodies and CONVENED.search(text)):
        return question
    beside = bool(BESIDE.search(text))
    if beside:
        frame = replace(frame, without=())
    plain = not (frame.topic or frame.rows or frame.joint or question.rank or question.other)
    clear = plain and (beside or not frame.without) and (beside or _BY.search(text))
    split = _apart(frame, planner) if clear else None
    if split is None:
        if beside:
            told = "清单没有逐项标明由谁牵头，分不出哪些不是由它牵头的"
            raise Refusal(Status.NOT_FOUND, told)
        return replace(question, notes=(*question.notes, _IN_COLUMN))
    led, others = split
    rows = others if beside else led
    told = f"清单逐项标明了谁牵头：由它牵头的 {len(led)} 项，由别的部门牵头的 {len(others)} 项"
    return replace(question, frame=replace(frame, rows=rows), notes=(*question.notes, told))


def _apart(frame: Frame, planner: Planner) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The duties of the selection that its bodies lead, and those that others do; None: not all are marked."""
    found = planner.find(frame).duties
    several = _several(found, planner)
    pairs = planner.edges.conveners(several)
    if not several or {duty for duty, _ in pairs} != several:
        return None
    bodies = {body for ref in frame.bodies for body in ref.bodies}
    mine = {duty for duty, body in pairs if body in bodies}
    led = tuple(duty for duty in found if duty not in several or duty in mine)
    return led, tuple(duty for duty in found if duty not in led)


def _marked(frame: Frame, planner: Planner) -> Frame:
    """The selection, of its duties those of which a convener is marked."""
    rows = sorted(filter(planner.within(frame), planner.edges.convened(frame.bodies)), key=order)
    return replace(frame, rows=tuple(r for r in rows if frame.rows is None or r in frame.rows))
