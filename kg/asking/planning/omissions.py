"""Omissions: words by which a question limits, orders or counts, and that what was understood does without."""

from __future__ import annotations

import re
from collections.abc import Callable

from kg.asking.frame import GROUPS, Ask, Question, Refusal, Status
from kg.patterns import regex

_OF_ROWS = (Ask.DUTIES, Ask.NUMBER)
_CLAUSES = ("clauses", "upper")


def see_none_omitted(question: Question, text: str) -> None:
    """Pass a question (and its skeleton) of which no such word was left out.

    Raises:
        Refusal: one was; it is named.
    """
    for omitted, pattern, told in _OMITTED:
        if omitted(question) and (match := pattern.search(text)):
            raise Refusal(Status.NOT_UNDERSTOOD, f"没有用上“{match[0].translate(_MARKED)}”，{told}")


def _keeps_all(question: Question) -> bool:
    """Whether nothing is left out of the rows that are asked for."""
    frame = question.frame
    out = frame.without or frame.other_categories or frame.in_none or question.excluded
    narrowed = frame.rows is not None or frame.numbers or frame.discontinued is not None
    negated = any(words.negated for words in frame.words)
    rows = question.ask in _OF_ROWS and not (question.other or question.rank or question.notes)
    return rows and not (out or narrowed or negated)


def _counts_no_clauses(question: Question) -> bool:
    """Whether rows are asked for, however many clauses they have."""
    frame, rank = question.frame, question.rank
    bound = frame.clauses or frame.upper or (rank and rank.by in _CLAUSES)
    return question.ask in _OF_ROWS and not (bound or question.count or question.other)


def _of_any_taker(question: Question) -> bool:
    """Whether rows of what was taken back are asked for, taken over by somebody or not."""
    frame = question.frame
    rows = question.ask in _OF_ROWS and frame.lists == ("reclaimed",) and not question.count
    free = not (frame.bodies or frame.topic or frame.rows or frame.departments or question.other)
    return rows and free and frame.discontinued is None


def _told_not_counted(question: Question) -> bool:
    return question.ask is Ask.CLAUSES and not question.count


def _bodies_bounded(question: Question) -> bool:
    return question.ask is Ask.DEPARTMENTS and question.having is not None


def _of_several(question: Question) -> bool:
    """Whether rows of bodies are asked for, whoever else stands in them."""
    frame = question.frame
    plain = not (frame.departments or frame.in_none or question.other or question.actors)
    return question.ask in _OF_ROWS and bool(frame.bodies) and plain and not question.parties


def _of_all_rows(question: Question) -> bool:
    """Whether the departments of all rows of a list are asked for."""
    frame = question.frame
    narrowed = frame.numbers or frame.topic or frame.rows or frame.words or question.rank
    return question.ask is Ask.DEPARTMENTS and not (narrowed or question.having)


def _of_places(question: Question) -> bool:
    return question.count == "average"


def _categories_unordered(question: Question) -> bool:
    return question.ask is Ask.CATEGORIES and _unordered(question) and not question.other


def _apart(question: Question) -> bool:
    return question.ask is Ask.DUTIES and question.other is not None


def _unordered(question: Question) -> bool:
    frame = question.frame
    of_lists = not (frame.topic or frame.rows or question.then)
    return question.ask in GROUPS and question.rank is None and of_lists


def _up(question: Question) -> bool:
    return question.rank is None or question.rank.most


def _down(question: Question) -> bool:
    return question.rank is None or not question.rank.most


def _plain_number(question: Question) -> bool:
    return question.ask is Ask.NUMBER and not (question.count or question.then)


_OMITTED: tuple[tuple[Callable[[Question], bool], re.Pattern[str], str], ...] = (
    (
        _keeps_all,
        regex(
            "(?:其余|剩余|余下|剩下|还剩)(?!的?[两三四五六几ⓃⓉ]|个|各?(?:乡镇|镇|地|县)|[^,，。?？]{0,4}(?:部门|单位|局))"
        ),
        "没有看懂要去掉的是什么",
    ),
    (
        _counts_no_clauses,
        regex(
            "(?:职责|条款)[^。?？]{0,6}条数|(?:职责|条款)的?(?:条数|数量|总数)|(?:多少|几)条(?:职责|条款)"
        ),
        "请问“职责超过（不到）几条的”",
    ),
    (
        _of_any_taker,
        regex(
            "(?<![没未无])[有由][^,，。?？]{0,4}(?:部门|单位)(?:来|在)?(?:承接|接手|接着|接盘|接收|接管)|(?<![没未无])(?:有|明确|写明|注明)了?(?:承接|接手|接收)(?:部门|单位)"
        ),
        "请问“有部门承接的有几项”",
    ),
    (
        _told_not_counted,
        regex("总?条数|总数|合计"),
        "请问“职责条款有几条”",
    ),
    (
        _bodies_bounded,
        regex("(?:职责|条款)[^,，。?？]{0,8}(?:条|Ⓝ)"),
        "请问“哪些事项的职责超过（不到）几条”",
    ),
    (
        _of_several,
        regex("独[挑扛揽办占]|单[列写挂]了?Ⓑ|包揽|单挑|单扛|独门|一家说了算"),
        "请问“只有某局一个部门的有哪些”",
    ),
    (
        _of_all_rows,
        regex("(?:最后面?|最末|末尾|垫底|压轴|打头|开头|最前面)的?[那这]?[一Ⓝ]?[条项件]"),
        "请写明是第几项",
    ),
    (
        _of_places,
        regex(
            "[一每]个?(?:配合|收回|基本)?(?:履职)?事项(?!平均)|(?:职责|[干做管])[^,，。?？]{0,3}(?:几|多少)条"
        ),
        "请问“平均每项几条职责”",
    ),
    (
        _unordered,
        regex("大头|扎堆|居首|之最|冠军|亚军|季军|(?i:\\btop ?[Ⓝ0-9])"),
        "请问最多的（第几多的）是哪个",
    ),
    (
        _apart,
        regex("的[^,，。?？哪]{0,6}(?:部门|单位)[?？。 ]*$"),
        "请问“哪些部门收回了……、没有配合……”",
    ),
    (_up, regex("升序"), "请问最少的是哪个"),
    (_down, regex("降序"), "请问最多的是哪个"),
    (
        _plain_number,
        regex("均摊|平摊|分摊|匀[给到成]|摊[给到]|[家个]摊"),
        "请问“平均每个乡镇多少项”",
    ),
    (_plain_number, regex("份额|占比|比重|除以|÷"), "请问“占百分之几”"),
)
"""Whether a question does without it, the words, and how to ask."""
_MARKED = str.maketrans({"Ⓝ": "几", "Ⓑ": "", "Ⓣ": "", "Ⓚ": "", "Ⓒ": ""})
