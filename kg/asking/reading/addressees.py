"""Addressees: bodies that the township reports to, as what limits a question or what it asks about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.asking.frame import Ask, Question, Refusal, Status
from kg.asking.planning.plan import Planner
from kg.asking.reading.cues import plain
from kg.asking.reading.marks import Mark
from kg.asking.reading.tokens import BODY, Item, words_before
from kg.asking.rows import order
from kg.patterns import regex


def receiving(
    question: Question, marks: Sequence[Mark], items: Sequence[Item], planner: Planner
) -> Question:
    """The question, a body that the township reports to (要报给某局的事项) limiting the rows as such."""
    frame = question.frame
    if question.ask not in (Ask.DUTIES, Ask.NUMBER) or question.other or frame.topic:
        return question
    if frame.lists == ("reclaimed",):
        return question  # handed up to a body: these rows have no clauses in which one reports
    told = {
        mark.span.iris
        for mark in marks
        if mark.span
        and mark.item.key == BODY
        and (
            _REPORTED.search(before := words_before(items, mark.at, _SENT))
            or (_TOWARDS.search(before) and _SENDS.match(plain(items[mark.at + 1 :])))
        )
    }
    to = tuple(ref for ref in frame.bodies if ref.bodies in told)
    if not to:
        _see_none_reported_to(question, plain(items))
        return question
    rest = tuple(ref for ref in frame.bodies if ref not in to)
    bodies = {body for ref in to for body in planner.bodies(ref, frame)}
    rows = tuple(sorted(planner.edges.reporting(bodies), key=order))
    names = "、".join(f"“{ref.text}”" for ref in to)
    return replace(
        question,
        frame=replace(frame, bodies=rest, joint=frame.joint and len(rest) > 1, rows=rows),
        notes=(*question.notes, f"只算乡镇职责写明报给{names}的"),
    )


def _see_none_reported_to(question: Question, text: str) -> None:
    """Pass a question of rows in which no body is one that is reported to.

    Raises:
        Refusal: one is, and its rows would be those in whose column it stands.
    """
    if question.frame.bodies and (said := _UNREAD.search(text)):
        told = said[0].replace(BODY, "…")
        raise Refusal(Status.NOT_UNDERSTOOD, f"没有用上“{told}”，请问“要报给某局的有哪些”")


_UNREAD = regex(
    f"(?:上报|报送|报备|报告(?=对象|单位|部门|给|到))(?:对象|单位|部门)?[^,，。;；?？]{{0,6}}{BODY}|(?:告诉|告知|知会|通知)[^,，。;；?？{BODY}]{{0,3}}{BODY}的|{BODY}[^,，。;；?？{BODY}]{{0,3}}(?:上报|报送|汇报)的"
    "|[往向朝给](?:我们|咱们?|我)[^,，。;；?？]{0,3}(?:上报|报送|汇报|报(?!名|销|到))"
)
"""A body is one that is reported to, in words that are not read: 上报对象写了某局."""


def told_to(
    question: Question, marks: Sequence[Mark], items: Sequence[Item], planner: Planner
) -> Question:
    """The question; whether a body has to be reported to is known only where the list says so.

    Raises:
        Refusal: it is asked, and the list does not.
    """
    if question.ask is not Ask.BOOLEAN or question.test == "exists" or not question.frame.rows:
        return question
    for mark in marks:
        if (
            mark.span
            and mark.item.key == BODY
            and _REPORTS.search(words_before(items, mark.at, _SENT))
        ):
            to = planner.edges.reporting(planner.bodies(mark.span.body(), question.frame))
            if set(question.frame.rows).isdisjoint(to):
                told = f"清单没有写这一项要报给“{mark.text}”，不能说是或否"
                raise Refusal(Status.NOT_FOUND, told, question.frame.rows[:4])
    return question


_SENT = 24
"""Items in which it is said before a body that something is sent to it."""
_REPORTS = regex("(?:上报|报送|报告|汇报|报)(?:给|到|至)?$")
_REPORTED = regex(
    "(?:上报|报送|报告|汇报|反馈|送交|报)(?:情况|信息|材料|结果|数据)?(?:给|到|至|往)?(?:了|过)?(?:我们|咱们?|你们|俺们?)?$|[向往朝]$"
    r"|\b(?:report|submit|send|forward|hand|notify)\w*\b[^,.;?]{0,30}\b(?:to|with)(?: the| its| their)?(?: county| city| district)? ?$|\bnotify(?: the)?(?: county)? ?$"
)
"""What stands before a body that is reported to: 要报给县农业农村局的."""
_TOWARDS, _SENDS = (
    regex("[往朝](?:我们|咱们?|你们)?$"),
    regex("(?:那[边里儿]?|这[边里儿]?)?(?:上报|报送|报告|报|递|送|交)"),
)
"""What stands before and behind one: 发现了问题要往县消防救援局报的."""


def sends_to(whole: str) -> bool:
    """Whether it is asked to whom the township sends or tells something."""
    return any(pattern.search(whole) for pattern in (_SENT_TO, _WHICH, _WHOM))


_SENT_TO = regex(
    "往哪[个家]?(?:局|部门|单位|家)?(?:送|报|交)|(?<!推)[送交](?:给|到|至)?哪[个几家些](?:局|部门|单位|家)|(?:告诉|知会)(?:谁|哪)|报(?:到|给|去)?哪[儿里]?(?:备案|存档)"
    "|(?:得|要|应|必须)(?:马上|立即|立刻|第一时间)[^,，]{0,2}通知[^,，]{0,4}哪"
)
"""回访结果是送哪个局的, 得马上通知哪几家."""
_WHICH = regex(
    r"(?i)\bto (?:which|what) (?:office|bureau|department|body|agency) (?:does|do|must|should) (?:the (?:town|village)|they|it|we)\b"
    r"|\bwith (?:which|what) (?:office|bureau|department|body) (?:must|should|does|is|are)\b"
)
"""To which bureau does it pass it up, with which office must it be filed."""
_WHOM = regex(
    r"(?i)\bwhom? (?:do|does|must|should) (?:they|it|we|staff|the town)(?: (?:have|need) to)? (?:alert|notify|inform|tell)\b"
)
"""Whom do they have to alert."""
