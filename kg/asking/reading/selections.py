"""Selections: whose clauses bound or order rows, of which place each side is, and duties counted once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.asking.frame import ROWS, Ask, Frame, Question
from kg.asking.planning.plan import Planner
from kg.patterns import regex

_ABOVE = regex(
    "(?:[县市区](?:里|级|上|直)?(?:自己|部门)?|部门|上级|单位|局里?)(?:那?一?[栏边头块方])?的?(?:职责|条款|条文)"
)
_BELOW = regex("(?:乡镇|[镇乡村本]里?|街道|自己)(?:那?一?[栏边头块])?(?:上|的)?(?:职责|条款|条文)")
"""Whose clauses are counted: 县里那栏职责, 镇里的职责."""
_DISTINCT = regex(
    "去重|不同的事|不重复|(?:只|就|仅|合并|合起来|合)(?:算|计|数)(?:作|成)?[一1Ⓝ][次项条遍回个件]|distinct dut|counted once"
)
"""What is one duty in several places is counted once: 去重后, 同一件事只算一次."""
_THESE = regex("[两二三四五六七八九2-9]个(?:乡|镇|街道)(?:里|上)?[都均]")
"""All of those that one word names have it: 两个乡都收回的."""
_ALL_COUNTED = regex("合计|加起来|累计|总条|条目|加总|in total|altogether")
"""Every row is counted, however many of them are one duty."""


def once(question: Question, text: str, planner: Planner) -> Question:
    """The number of duties that all places have: the same one is counted once."""
    frame = question.frame
    if len(frame.townships) > 1 and {*frame.townships} < {*frame.in_all} and _THESE.search(text):
        frame = replace(frame, in_all=frame.townships)  # 两个乡都收回的
        question = replace(question, frame=frame)
    if question.ask is not Ask.NUMBER or question.count or _ALL_COUNTED.search(text):
        return question
    towns = planner.townships(frame)
    apart = frame.in_all or frame.in_none or question.other
    if len(towns) > 1 and not apart and _DISTINCT.search(text):
        return replace(question, count="matters")
    if len(frame.in_all) < _SEVERAL or set(frame.in_all) != {*towns}:
        return question
    return replace(question, frame=in_the_first(frame, frame.in_all))


def in_the_first(frame: Frame, towns: Sequence[str]) -> Frame:
    """What all these townships have, as it stands in the first of them: it is counted once."""
    first, *rest = towns
    return replace(frame, townships=(first,), places=(), in_all=tuple(rest))


_SEVERAL = 2


def own_places(question: Question) -> Question:
    """The question; of a difference each side is of the place that its body is of: 甲县水利局比乙县水利局多几项."""
    frame, other = question.frame, question.other
    if question.count != "difference" or other is None:
        return question

    def own(one: Frame) -> Frame:
        named = {ref.place for ref in one.bodies if ref.place}
        away = len(named) == 1 and one.places and not named & {*one.places} and not one.townships
        return replace(one, places=tuple(named)) if away else one

    return replace(question, frame=own(frame), other=own(other))


def of_upper(question: Question, text: str) -> Question:
    """The question, so many clauses being those of the departments where that is said: 部门职责超过十条的."""
    frame, rank = question.frame, question.rank
    if not _ABOVE.search(text) or _BELOW.search(text):
        return question
    if rank and rank.by == "clauses":
        return replace(question, rank=replace(rank, by="upper"))
    if frame.clauses is None:
        return question
    return replace(question, frame=replace(frame, clauses=None, upper=frame.clauses))


_LIST_THEM = regex("列(?:一?下|出来?|一列|给)|list them")
"""What is said beside a question whether there are such duties: they are wanted themselves."""


def limits(question: Question) -> bool:
    """Whether something limits what is asked of a duty: else what the duty is was said beside the question."""
    frame = question.frame
    more = question.rank or question.having or question.count not in ("", "townships")
    whole = question.ask in ROWS and question.count != "townships"
    return bool(
        whole or frame.limited or more or question.parties or question.other or question.then
    )


def listed_too(question: Question, dropped: Sequence[str]) -> Question:
    """The question, the duties being wanted of which it is asked whether there are any: 有没有……，列一下."""
    wanted = question.test == "exists" and not question.frame.topic
    if wanted and any(map(_LIST_THEM.search, dropped)):
        return replace(question, ask=Ask.DUTIES, test="")
    return question
