"""Sameness: whether a duty is with the same departments in several places (部门一样吗), or which one has more (多了哪家)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.asking import wording
from kg.asking.answering.apart import by_place, together
from kg.asking.answering.context import Context
from kg.asking.answering.naming import departments
from kg.asking.answers import Answer
from kg.asking.frame import Ask, Question, Refusal, Status
from kg.frozen import frozen
from kg.patterns import regex

_SAME = regex(
    "(?P<bodies>部门|单位|科局|机关|[哪那]?[个家]局)(?:上|方面)?(?:，)?"
    "(?:一不一样|一样不一样|相不相同|相同不相同|同不同|(?:是不是|是否|是)?都?(?:不一样|不相同|不同|一样|相同|一致|同一[个家])的?(?:吗|么|嘛|吧|没有|[?？]|$))"
)
"""Whether bodies are the same, at the end: 两地牵头的部门一样吗."""
_DIFFERENT = regex("(?<!一)(?<!相)(?<!同)不(?:一样|相同|同)的?(?:吗|么|嘛|吧|没有|[?？]|$)")
"""The question is whether they differ: 部门不一样吗."""


_ONE_BODY = regex(
    "(?:是不是|是否|是)?都?[由归]?(?:是不是|是否)?(?:同一[个家批拨些类]|同样的|一样的)(?:上级)?(?:部门|单位|局)(?:来|在)?(?P<does>牵头|承接|接手|负责|主管|管|收回)?的?(?:吗|么|嘛|吧|没有)?[?？ ]*$"
)
"""Whether it is one body, at the end: 两地是同一个部门管吗."""


_MORE = regex(
    "(?:对应的?|配合的?|上级的?|的|在|里|上|都|，|,)*(?P<more>多|少)(?:列|写|挂|对应|牵涉|涉及)?(?:了|出|出来|的是?)*(?:是|有)?(?:一[个家])?(?:哪|什么)(?:[一几]?家|[一些几个]*(?:上级)?(?:部门|单位|局))(?:来|在|负责|配合|管|参与)*(?P<about>[^,，。?？]{0,12})[?？ ]*$"
)
"""Which bodies one of two places has more, at the end: 甲镇养犬比乙镇多了哪家."""
_ODD = regex(
    "[,，]?(?:[只就]?有)?[一1哪]个?(?P<what>县|地方|乡镇|镇|家)[^,，。?？]{0,10}?(?:的?(?:部门|单位))?(?:跟|和|与|同)(?:其他|其它|别处|别的?|另外|其余)[^,，。?？]{0,8}?(?:都)?(?:不一样|不同|不相同|不是[一1]个(?:样|路数|部门|单位|局|路子|口|说法))的?"
    "(?:[,，](?:那)?(?:是|归)?(?P<asks>哪[一个家些]*(?:部门|单位|局|县|地方|乡镇|镇)?|谁)[^,，。?？]{0,4})?[?？ ]*$"
)
"""Which place, or whose body, is the odd one out, at the end: 有一个县的部门跟其他地方不一样,是哪个部门."""
_BUT_ONE = regex(
    "[,，](?:唯独|偏偏|只有|就)(?:有)?(?:[一1]个?)?(?:地方|县|乡镇|镇|家)(?P<told>[^,，。?？]{0,16}?(?:不是|例外|不一样|不同|不是[一1][家个样]))[,，]"
    "(?:那里|那儿|它|这个?|那个?)?(?:是|归)?(?:在)?(?P<asks>哪[一个家些里儿]*(?:部门|单位|局|县|地方|乡镇|镇)?|谁)[^,，。?？]{0,6}[?？ ]*$"
)
"""The same, told as an exception: 唯独一个地方不是,那里是哪个局接的."""
_A_BODY = regex("部门|单位|局|谁")
_BESIDE = regex("(?:和|跟|与|同)(?P<other>[^,，。]{2,14}?)(?:相比较?|比起来|比较|比)[,，]?")
"""The place that is compared with, said first: 和乙镇比，甲镇多了哪家."""


@frozen
class Comparison:
    """What is compared: the question of the bodies of both places, and how.

    ``how`` is same, differ, first (what the place named first has more), second, odd-body or odd-place
    (the only one that has others).
    """

    text: str
    how: str


def compared(text: str) -> Comparison | None:
    """The comparison of bodies that a normalised question asks for; None for any other question."""
    if match := _ONE_BODY.search(text):
        does = match["does"] or "负责"
        return Comparison(f"{text[: match.start()]}由哪些部门{does}？", "same")
    match = _SAME.search(text)
    if match and not text[match.end() :].strip("?？ "):
        how = "differ" if _DIFFERENT.search(match[0]) else "same"
        return Comparison(f"{text[: match.start()]}{match['bodies']}分别是哪些？", how)
    if (match := _ODD.search(text) or _BUT_ONE.search(text)) and len(text[: match.start()]) > _TWO:
        body = _A_BODY.search(match["asks"] or "")
        told = f"{text[: match.start()]}由哪些部门负责？"
        return Comparison(told, "odd-body" if body else "odd-place")
    return _of_more(text)


def _of_more(text: str) -> Comparison | None:
    """Which bodies one of two places has more: 甲镇比乙镇多了哪家."""
    match = _MORE.search(text)
    if match is None:
        return None
    told, less = text[: match.start()], match["more"] == "少"
    about = f"，{match['about']}" if len(match["about"]) > 1 else ""
    beside = _BESIDE.search(told)
    if beside:
        told = f"{told[: beside.start()]}{beside['other']}和{told[beside.end() :]}"
    elif told.count("比") == 1:
        told = told.replace("比", "和")
    else:
        return None
    first = bool(beside) is less
    return Comparison(f"{told}{about}由哪些部门负责？", "first" if first else "second")


def comparing(question: Question, how: str) -> Question:
    """The question of the bodies, asked of each place.

    Raises:
        Refusal: it is not about one duty in several places.
    """
    frame = question.frame
    single = question.ask is Ask.DEPARTMENTS and question.other is None and not question.rank
    named = len(frame.townships) or len(frame.places)
    two = how not in ("first", "second") or named == _TWO
    if not single or named == 1 or not two or (frame.rows is None and not frame.numbers):
        told = "没有看懂拿什么来比，请写明是哪一项、哪几个地方"
        raise Refusal(Status.NOT_UNDERSTOOD, told)
    return replace(question, each=True, compared=how)


_TWO = 2


def compare(context: Context, question: Question, understood: str) -> Answer:
    """Yes or no, or the bodies that one place has more; each place's own are told in the text.

    Bodies of one function are the same.

    Raises:
        Refusal: a place that is named has no such duty, or only one has.
    """
    functions = {
        body.label: body.function or body.label for body in context.lexicon.bodies.values()
    }
    named = bool(question.frame.townships or question.frame.places)
    told: list[tuple[str, Answer]] = []
    for label, one in by_place(context, replace(question, compared="")):
        part = departments(context, one, understood)
        if part.answer and part.type is Ask.DEPARTMENTS:
            told.append((label, part))
        elif named:
            raise Refusal(Status.NOT_FOUND, f"{label}没有这样的事项，或者没有写部门，不能相比")
    if len(told) < _TWO:
        raise Refusal(Status.NOT_FOUND, "只有一个地方有这样的事项，不能相比")
    sets = [{functions.get(name, name) for name in part.answer} for _, part in told]
    joined = together(question, told, understood)
    if question.compared in ("first", "second"):
        at = 0 if question.compared == "first" else 1
        more = [n for n in told[at][1].answer if functions.get(n, n) not in sets[1 - at]]
        text = f"{told[at][0]}多：{'、'.join(more) or '没有'}\n{joined.text}"
        return replace(joined, answer=more, count=len(more), text=text)
    if question.compared in _ODD_ONES:
        return _odd_one(question, told, sets, joined)
    alike = all(one == sets[0] for one in sets)
    value = alike is (question.compared == "same")
    return replace(
        joined,
        type=Ask.BOOLEAN,
        answer=value,
        count=None,
        text=f"{wording.verdict(value)}：\n{joined.text}",
    )


_ODD_ONES = ("odd-body", "odd-place")
_THREE = 3


def _odd_one(
    question: Question, told: Sequence[tuple[str, Answer]], sets: Sequence[set[str]], joined: Answer
) -> Answer:
    """The one place whose bodies are others than those of all the rest, or its bodies.

    Raises:
        Refusal: there is none, or more than one.
    """
    odd = [at for at, one in enumerate(sets) if sets.count(one) == 1]
    rest = [one for one in sets if sets.count(one) > 1]
    if len(sets) < _THREE or len(odd) != 1 or any(one != rest[0] for one in rest):
        raise Refusal(Status.NOT_FOUND, f"没有正好一个地方与其余各地不同：\n{joined.text}")
    label, part = told[odd[0]]
    if question.compared == "odd-place":
        text = f"{label}与其余各地不同：\n{joined.text}"
        return replace(joined, type=Ask.TOWNSHIPS, answer=[label], count=1, text=text)
    text = f"{label}与其余各地不同：{'、'.join(part.answer)}\n{joined.text}"
    return replace(joined, answer=part.answer, count=len(part.answer), text=text)
