"""Sides: which townships, bodies and categories stand on each side of a question that sets two against each other."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.asking.frame import LISTS, Ask, BodyRef, Frame, Question, Refusal, Status
from kg.asking.planning.plan import Planner
from kg.patterns import regex


def apart(question: Question, text: str) -> Question:
    """Categories, and departments, that are in none of the others' lists: taken away as such, not duty by duty."""
    frame, relation = question.frame, _APART.get(question.ask, "")
    if not relation or question.other or not frame.in_none or _OF_DUTIES.search(text):
        return question
    other = replace(frame, townships=frame.in_none, places=(), in_none=())
    frame = replace(frame, in_none=())
    return replace(question, frame=frame, other=other, relation=relation)


_APART = {Ask.CATEGORIES: "categories-minus", Ask.DEPARTMENTS: "departments-minus"}
_OF_DUTIES = regex(
    "事项?(?:里|中|上|都|各|分别)*(?:涉及|牵涉|对应|由|归|是|找|的部门)[^,，。]{0,4}(?:部门|单位|局|谁|哪)|\\bduties\\b[^.?]*\\b(?:involve|belong|concern|with)\\b"
)
"""The departments of duties that only one township has: 只有甲镇有的事项涉及哪些部门."""


def of_rows_apart(question: Question, text: str) -> Question:
    """The departments of the rows that only one side has, where these are told first: 甲镇收了、乙镇没收的事项,列出承接部门."""
    apart_ = question.ask is Ask.DEPARTMENTS and question.relation == "departments-minus"
    if not (apart_ and question.other and _ROWS_FIRST.search(text)):
        return question
    return replace(question, relation="minus")


_ROWS_FIRST = regex(
    "[没不未][^,，。]{0,8}的?事项?[,，、;；:：]?(?:请|都|分别|再)?(?:列|写|报|是|由|归|给|对应|承接|涉及)"
)
"""Rows that one side lacks, and what is told of them."""


def in_each(question: Question) -> Question:
    """The question about departments that each place has, whatever duties it has them in.

    One whose selection shares them with itself is such a one.
    """
    if question.parties == "everywhere" and not (question.frame.topic or question.frame.rows):
        return replace(question, frame=replace(question.frame, in_all=()))
    if question.relation != "departments-and" or question.other != question.frame:
        return question
    return replace(question, other=None, relation="", parties="everywhere")


def at_home(frame: Frame, other: Frame) -> tuple[Frame, Frame]:
    """Two selections of bodies, the one named without its place being of the other's: 甲县住建局比水利局多几项."""
    sides = (frame, other)
    if any(one.townships or one.places or len(one.bodies) != 1 for one in sides):
        return sides
    (mine,), (theirs,) = frame.bodies, other.bodies
    if mine.place and not theirs.place:
        return frame, replace(other, places=(mine.place,))
    if theirs.place and not mine.place:
        return replace(frame, places=(theirs.place,)), other
    return sides


def of_one_county(question: Question) -> Question:
    """The question; of bodies named side by side the first one's county is the others', too: 甲县教育局、医保局."""
    frame = question.frame
    own = {ref.place for ref in frame.bodies}
    if len(own) != _TWO or "" not in own or frame.townships or frame.places or question.other:
        return question
    return replace(question, frame=replace(frame, places=tuple(own - {""})))


def categories_both(question: Question, text: str) -> Question:
    """Categories that stand in both of two lists: 配合清单和收回清单里都有的类别."""
    frame = question.frame
    lists = [kind for kind in LISTS if kind in frame.lists]
    other = question.other
    if other is not None and not frame.in_none:
        lists = [kind for kind in LISTS if kind in (*frame.lists, *other.lists)]
    if question.ask is not Ask.CATEGORIES or len(lists) != 2 or not IN_BOTH.search(text):
        return question
    one, two = (replace(frame, lists=(kind,), in_all=(), in_none=()) for kind in lists)
    return replace(question, frame=one, other=two, relation="categories-and")


IN_BOTH = regex(
    "(?:配合|基本|收回)[^,，没未非除]{0,6}(?:和|与|跟|同|、|及)(?:配合|基本|收回)[^,，没未非除]{0,8}(?:都|均|同时)[有在出列写]"
    "|既[^,，没未]{0,8}(?:配合|基本|收回)[^,，没未]{0,6}[,，]?[又也]|\\bin both\\b|\\bboth the\\b"
)
"""Two lists that both have something."""


PER_PLACE = regex("[每逐]一?个?(?:乡镇|镇|县市?|市|地方?)(?:的|里)")
"""The first of every place: 每个乡镇的收回事项里最多的类别."""


def of_each(question: Question, text: str) -> Question:
    """The question, two townships named side by side being asked about both where nothing is said to be common."""
    frame = question.frame
    if not (frame.in_all and frame.townships and _SIDE_BY_SIDE.search(text)) or _COMMON.search(
        text
    ):
        return question
    return replace(
        question, frame=replace(frame, townships=(*frame.townships, *frame.in_all), in_all=())
    )


_SIDE_BY_SIDE = regex("Ⓣ(?:和|与|跟|及|、)Ⓣ的(?:配合|收回|基本)")
"""Two townships have lists: 甲镇和乙乡的配合事项中."""
_COMMON = regex("都|均|共|同|一样|一致|也|皆|双方|重[合叠]|交集")
"""Something is common to them."""


def one_not_other(question: Question, text: str) -> Question:
    """The question, of two bodies the one that is in the row and the one that is not: 部门里有甲局、没有乙局."""
    frame = question.frame
    apart = question.negate and frame.joint and len(frame.bodies) == 2
    if not (apart and _ONE_NOT_OTHER.search(text)):
        return question
    one, other = frame.bodies
    alone = replace(frame, bodies=(one,), without=(*frame.without, other), joint=False)
    return replace(question, frame=alone, negate=False)


_ONE_NOT_OTHER = regex("Ⓑ[、,，]?(?:但是?|而|却)?(?:又)?(?:没有?|不是|无)[^Ⓑ,，。?？]{0,3}Ⓑ")
"""One body and not the other: 有调查队、没有统计局; 是调查队而不是统计局."""


def body_against_body(question: Question, planner: Planner) -> Question:
    """The question, two bodies of one place being compared where a county is named beside its own township.

    甲县从乙镇收回的事项里,住建局接的比水利局多几项: the county is no other side.
    """
    frame, other = question.frame, question.other
    compares = question.count == "difference" or question.test == "more"
    if not compares or other is None or len(frame.bodies) != 2 or frame.bodies != other.bodies:
        return question
    here, there = (set(planner.townships(one)) for one in (frame, other))
    if not (here <= there or there <= here):
        return question
    narrow = frame if here <= there else other
    one, two = frame.bodies
    sides = (replace(narrow, bodies=(body,), joint=False) for body in (one, two))
    return replace(question, frame=next(sides), other=next(sides))


def of_the_other(question: Question, text: str) -> Question:
    """The question on which list a duty is in one of two places, of which the other's list is said.

    甲镇收回的那件事，到乙镇归哪张清单: asked of 乙镇 alone.
    """
    frame = question.frame
    two = len(frame.townships) == _TWO and not (frame.places or frame.in_all or frame.in_none)
    if question.ask is not Ask.LISTS or not two:
        return question
    said = [m["said"] for m in _OF_PLACE.finditer(text)]
    told = [bool(_TOLD.search(one)) and not _ASKED.search(one) for one in said]
    if len(said) != _TWO or sum(told) != 1 or not _ASKED.search(said[told.index(False)]):
        return question
    asked = frame.townships[told.index(False)]
    return replace(question, frame=replace(frame, townships=(asked,), lists=()))


_TWO = 2
_OF_PLACE = regex("Ⓣ(?P<said>[^Ⓣ]*)")
"""What is said behind each place."""
_TOLD = regex("配合|基本|主责|收回|收走|收上|上收|上交|交上去|自己的")
_ASKED = regex("哪|什么|啥|何|还是|基本、配合|没有|[了收]没|吗|么|是不是|是否|能不能")
"""The list that a place has is told, or asked for."""

_ALSO_THERE = regex(
    "也(?:都|同样)?(?:出现|有|在|列|要|是|得|挂)|同样(?:出现|有|在|列|要)|\\balso\\b", re.IGNORECASE
)
"""What is here, and also there: 甲县水利局让乡镇配合的事里,哪些也出现在乙县."""


def also_there(question: Question, text: str, planner: Planner) -> Question:
    """The question about a body's duties that another place has, too, asked of the body's own place.

    Raises:
        Refusal: a body is asked about where it has no business.
    """
    frame = question.frame
    placed = frame.townships or frame.places
    rows = question.ask in (Ask.DUTIES, Ask.NUMBER)
    if not rows or question.other or not (placed and frame.bodies):
        return question
    away = [ref for ref in frame.bodies if ref.bodies and not _has_business(ref, frame, planner)]
    if not away:
        return question
    if not _ALSO_THERE.search(text) or question.ask is Ask.NUMBER:
        told = f"“{away[0].text}”和所问的地方不在一处，没有看懂问的是哪里的清单"
        raise Refusal(Status.NOT_UNDERSTOOD, told)
    here = tuple(
        t
        for t in planner.townships(Frame())
        if all(_has_business(ref, Frame(townships=(t,)), planner) for ref in frame.bodies)
    )
    there = tuple(sorted({*frame.in_all, *planner.townships(frame)}))
    return replace(question, frame=replace(frame, townships=here, places=(), in_all=there))


def _has_business(ref: BodyRef, frame: Frame, planner: Planner) -> bool:
    """Whether a body, with its county or without, is one of those of the places of a frame."""
    try:
        return bool(planner.bodies(replace(ref, place=""), frame))
    except Refusal:
        return False


def of_other_side(question: Question, what: str) -> Question | None:
    """The question about clauses beside which those of the other side are left out: 不要乡里的; None: others are."""
    less = next((side for side, words in _SIDES.items() if words.fullmatch(what)), "")
    if not less or question.side == less:
        return None
    return replace(question, notes=(*question.notes, f"不算“{what}”"))


_SIDES = {
    "township": regex(
        "(?:乡镇|[乡镇村](?:里|上)?|街道|基层|我们)(?:这|那)?(?:边|头|一方|一?栏)?(?:做|干|负责)?的?(?:职责|那些)?"
    ),
    "superior": regex(
        "(?:上级|部门|单位|[县市区](?:里|上|局)?|[委办]?局)(?:这|那)?(?:边|头|一方|一?栏)?(?:做|干|负责)?的?(?:职责|那些)?"
    ),
}
"""Whose clauses are left out."""
