"""Fitting: what was understood must use every name that was said, and its parts must go together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from kg.asking.frame import Ask, Question, Refusal, Status
from kg.asking.lexicon import Lexicon
from kg.asking.planning.plan import Planner
from kg.asking.reading.cues import Cues
from kg.asking.reading.marks import Mark
from kg.asking.reading.tokens import BODY, CATEGORY, PLACES, TOPIC, Item, Token
from kg.asking.rows import order
from kg.folding import has_chinese
from kg.patterns import regex

_OF_ROWS = (Ask.DUTIES, Ask.NUMBER, Ask.TOWNSHIPS, Ask.CATEGORIES)
"""What is answered of a set of rows: every name said limits it."""

_OURS = regex("(?:我|我们|本|咱)(?:委|局|单位|部门|中心|院|会|队)(?!员)")
"""Who speaks of an office of theirs: 我委, 本局."""

_WHOLE = 16
"""Characters of a sentence beside its names, above which it hardly asks for a whole list."""


def fitting(
    marks: Sequence[Mark], found: Sequence[Token], question: Question, lexicon: Lexicon
) -> None:
    """Pass a question that has all the names which were said.

    Raises:
        Refusal: one is not in what was understood; it is named.
    """
    have = set(_used(question))
    for mark in marks:
        if mark.span is None or not mark.span.iris or not _limits(mark, question):
            continue
        if have.isdisjoint(mark.span.iris) and not _lies_in(mark, have, lexicon):
            raise Refusal(Status.NOT_UNDERSTOOD, f"没有看懂“{mark.text}”在这里的意思")
    unread = _beside_left_out(marks, found)
    if unread:
        raise Refusal(Status.NOT_UNDERSTOOD, f"没有看懂“{unread}”在这里的意思，请写上部门的名称")
    text = "".join("Ⓑ" if t.key == BODY else t.text for t in found)
    named = BODY in text
    speaker = _OURS.search(text)
    if speaker and not named and question.ask in (*_OF_ROWS, Ask.BOOLEAN):
        raise Refusal(Status.NOT_UNDERSTOOD, f"没有看懂“{speaker[0]}”是哪个部门，请写上名称")
    if question.ask is Ask.DEPARTMENTS and question.rank and not question.frame.lists:
        raise Refusal(Status.NOT_UNDERSTOOD, "没有看懂比的是哪张清单，请写明配合事项还是收回事项")


def loaded_edition(text: str, cues: Cues, lexicon: Lexicon) -> None:
    """Pass a question about the editions that are loaded.

    Raises:
        Refusal: another is asked about.
    """
    loaded = tuple(lexicon.editions)
    year = _YEAR.search(text)
    if year and not any(edition.startswith(year[1]) for edition in loaded):
        raise Refusal(Status.NOT_FOUND, f"没有载入{year[1]}年的版本", loaded)
    older = next((c for c in cues.found if c.effect == "edition"), None)
    if older:
        raise Refusal(Status.NOT_FOUND, f"没有载入“{older.text}”的版本", loaded)


_YEAR = regex(r"(20\d\d) ?(?:年|edition|version|list)")


def of_both(question: Question, text: str) -> Question:
    """The question, rows that two townships both have (甲、乙两边都要做的) being those of both."""
    frame = question.frame
    alone = question.ask is Ask.DUTIES and not (question.other or question.rank or frame.topic)
    if not alone or len(frame.townships) != 1 or len(frame.in_all) != 1 or frame.in_none:
        return question
    if not _BOTH_SIDES.search(text):
        return question
    other = replace(frame, townships=frame.in_all, in_all=())
    return replace(question, frame=replace(frame, in_all=()), other=other, relation="both")


_BOTH_SIDES = regex(
    "两[边地家头处]|两个?(?:乡|镇|乡镇|街道|地方)|双方|两份|both (?:towns|townships|of them|lists|sides)"
)


def convening(question: Question, planner: Planner) -> Question:
    """The question, duties of which a convener is marked (标明了牵头单位的事项) being those alone.

    Raises:
        Refusal: the lists mark none, or something else than duties or departments is asked of them.
    """
    if question.parties != "conveners" or question.ask is Ask.DEPARTMENTS:
        return question
    if question.ask not in (Ask.DUTIES, Ask.NUMBER) or question.other or question.count:
        raise Refusal(Status.NOT_UNDERSTOOD, "没有看懂“牵头”在这里的意思")
    here = filter(planner.within(question.frame), planner.edges.convened())
    rows = tuple(sorted(here, key=order))
    if not rows:
        raise Refusal(Status.NOT_FOUND, "所问的清单没有标明由谁牵头")
    kept = rows if question.frame.rows is None else tuple(set(rows) & set(question.frame.rows))
    notes = (*question.notes, "只算清单标明了牵头部门的")
    return replace(question, parties="", frame=replace(question.frame, rows=kept), notes=notes)


def receiving(
    question: Question, marks: Sequence[Mark], items: Sequence[Item], planner: Planner
) -> Question:
    """The question, a body that the township reports to (要报给某局的事项) limiting the rows as such."""
    frame = question.frame
    if question.ask not in (Ask.DUTIES, Ask.NUMBER) or question.other or frame.topic:
        return question
    told = {
        mark.span.iris
        for mark in marks
        if mark.span and mark.item.key == BODY and _REPORTED.search(_left(items, mark.at))
    }
    to = tuple(ref for ref in frame.bodies if ref.bodies in told)
    if not to:
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


_REPORTED = regex(
    "(?:上报|报送|报告|汇报|反馈|送交|报)(?:情况|信息|材料|结果|数据)?(?:给|到|至|往)?(?:了|过)?$|向$"
    r"|\b(?:report|submit|send|forward|hand|notify)\w*\b[^,.;?]{0,30}\b(?:to|with)(?: the| its| their)?(?: county| city| district)? ?$|\bnotify(?: the)?(?: county)? ?$"
)
"""What stands before a body that is reported to: 要报给县农业农村局的."""


def _left(items: Sequence[Item], at: int) -> str:
    return "".join(item.key for item in items[max(0, at - 24) : at])


def _beside_left_out(marks: Sequence[Mark], found: Sequence[Token]) -> str:
    """Words that stand beside a body which is left out, as if they were one: apart from education and Ⓑ."""
    ordered = sorted(marks, key=lambda mark: mark.item.first)
    for one, two in pairwise(ordered):
        words, body = (one, two) if one.item.key == TOPIC else (two, one)
        if words.item.key != TOPIC or body.item.key != BODY or body.role not in _LEFT_OUT:
            continue
        between = "".join(token.text for token in found[one.item.last : two.item.first])
        if between == "," and has_chinese(words.text):
            continue  # 除开县卫健局,救治管控这项工作
        if _JOINED.fullmatch(between):
            return words.text
    return ""


_LEFT_OUT = ("except", "without")
_JOINED = regex(" ?(?:,|、|和|与|跟|及|以及|,? ?(?:and|or)(?: the)?) ?")


def _limits(mark: Mark, question: Question) -> bool:
    """Whether a name has to be in what was understood; who asks, or is told of, need not be."""
    if mark.item.key in PLACES:
        return True
    if mark.item.key not in (BODY, CATEGORY):
        return False
    return (
        question.ask in _OF_ROWS
        and not question.where
        and not (question.ask is Ask.TOWNSHIPS and question.frame.topic)
    )


def _used(question: Question) -> Iterator[str]:
    """The IRI of every name that what was understood holds."""
    for frame in (question.frame, question.other):
        if frame is None:
            continue
        yield from (*frame.townships, *frame.places, *frame.in_all, *frame.in_none)
        yield from (*frame.categories, *frame.other_categories)
        for ref in (*frame.bodies, *frame.without):
            yield from ref.bodies
    for ref in (*question.actors, *question.asker):
        yield from ref.bodies
    yield from question.excluded


def _lies_in(mark: Mark, have: set[str], lexicon: Lexicon) -> bool:
    """Whether a place just tells where a township lies that is there, or a township stands for its."""
    iris = set(mark.span.iris) if mark.span else set()
    townships = [t for t in have if t in lexicon.townships]
    if any(iris & {*lexicon.townships[t].places} for t in townships):
        return True
    above = {p for t in iris if t in lexicon.townships for p in lexicon.townships[t].places}
    return bool(above & have)
