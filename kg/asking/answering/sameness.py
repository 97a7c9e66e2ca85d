"""Sameness: whether a duty is with the same departments in each of several places (部门一样吗)."""

from __future__ import annotations

from dataclasses import replace

from kg.asking.answering.apart import by_place, together
from kg.asking.answering.context import Context
from kg.asking.answering.naming import departments
from kg.asking.answers import Answer
from kg.asking.frame import Ask, Question, Refusal, Status
from kg.patterns import regex

_SAME = regex(
    "(?P<bodies>部门|单位|科局|机关|[哪那]?[个家]局)(?:上|方面)?(?:，)?"
    "(?:一不一样|一样不一样|相不相同|相同不相同|同不同|(?:是不是|是否|是)?都?(?:不一样|不相同|不同|一样|相同|一致|同一[个家])的?(?:吗|么|嘛|吧|没有|[?？]|$))"
)
"""Whether bodies are the same, at the end: 两地牵头的部门一样吗."""
_DIFFERENT = regex("(?<!一)(?<!相)(?<!同)不(?:一样|相同|同)的?(?:吗|么|嘛|吧|没有|[?？]|$)")
"""The question is whether they differ: 部门不一样吗."""


_ONE_BODY = regex(
    "(?:是不是|是否|是)?都?[由归]?(?:是不是|是否)?同一[个家](?:上级)?(?:部门|单位|局)(?:来|在)?(?P<does>牵头|承接|接手|负责|主管|管|收回)?的?(?:吗|么|嘛|吧|没有)?[?？ ]*$"
)
"""Whether it is one body, at the end: 两地是同一个部门管吗."""


def asked_same(text: str) -> tuple[str, bool, bool]:
    """The question of the bodies themselves, whether sameness was asked, and whether difference was."""
    if match := _ONE_BODY.search(text):
        return f"{text[: match.start()]}由哪些部门{match['does'] or '负责'}？", True, False
    match = _SAME.search(text)
    if match is None or text[match.end() :].strip("?？ "):
        return text, False, False
    differs = bool(_DIFFERENT.search(match[0]))
    return f"{text[: match.start()]}{match['bodies']}分别是哪些？", True, differs


def comparing(question: Question, differs: bool) -> Question:
    """The question of the bodies, asked of each place.

    Raises:
        Refusal: it is not about one duty in several places.
    """
    frame = question.frame
    single = question.ask is Ask.DEPARTMENTS and question.other is None and not question.rank
    named = len(frame.townships) or len(frame.places)
    if not single or named == 1 or (frame.rows is None and not frame.numbers):
        told = "没有看懂拿什么来比一样不一样，请写明是哪一项、哪几个地方"
        raise Refusal(Status.NOT_UNDERSTOOD, told)
    return replace(question, each=True, same="differ" if differs else "same")


def same(context: Context, question: Question, understood: str) -> Answer:
    """Yes or no, each place's bodies told in the text; bodies of one function are the same.

    Raises:
        Refusal: a place that is named has no such duty, or only one has.
    """
    by_label = {body.label: body.function or body.label for body in context.lexicon.bodies.values()}
    named = bool(question.frame.townships or question.frame.places)
    told, sets = [], set()
    for label, one in by_place(context, replace(question, same="")):
        part = departments(context, one, understood)
        if part.answer and part.type is Ask.DEPARTMENTS:
            told.append((label, part))
            sets.add(frozenset(by_label.get(name, name) for name in part.answer))
        elif named:
            raise Refusal(
                Status.NOT_FOUND, f"{label}没有这样的事项，或者没有写部门，比不出一样不一样"
            )
    if len(told) < 2:
        raise Refusal(Status.NOT_FOUND, "只有一个地方有这样的事项，比不出一样不一样")
    value = (len(sets) == 1) is (question.same == "same")
    yes = "是 (yes)" if value else "否 (no)"
    joined = together(question, told, understood)
    return replace(
        joined, type=Ask.BOOLEAN, answer=value, count=None, text=f"{yes}：\n{joined.text}"
    )
