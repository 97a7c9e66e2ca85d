"""Wholes: what a question says before a share, or of all places or lists, that was not understood."""

from __future__ import annotations

import re
from collections.abc import Callable

from kg.asking.frame import Ask, Frame, Question, Refusal, Status
from kg.patterns import regex


def see_whole(question: Question, text: str) -> None:
    """Pass a question (and its skeleton) of which the whole, or the group that is asked for, was understood.

    Raises:
        Refusal: it was not.
    """
    for passed_over, pattern, told in _PASSED_OVER:
        if passed_over(question) and (match := pattern.search(text)):
            raise Refusal(
                Status.NOT_UNDERSTOOD, f"没有用上“{match[0].translate(_MARKED)[-12:]}”，{told}"
            )


def _free(frame: Frame) -> bool:
    """Whether rows are limited by nothing but where they stand."""
    bounds = frame.departments or frame.clauses or frame.upper or frame.without
    told = bounds or frame.other_categories or frame.discontinued is not None
    return not (frame.limited or told)


def _of_a_free_whole(question: Question) -> bool:
    other = question.other
    return question.count == "percent" and other is not None and _free(other)


def _rows(question: Question) -> bool:
    plain = not (question.other or question.rank or question.having)
    return question.ask is Ask.DUTIES and plain


def _of_any(question: Question) -> bool:
    """Whether categories of some lists are asked for, wherever they are."""
    return question.ask is Ask.CATEGORIES and not (
        question.other or question.parties or question.rank
    )


def _townships_by_rows(question: Question) -> bool:
    rank = question.rank
    return question.ask is Ask.TOWNSHIPS and rank is not None and rank.by == "count"


def _taken_away(question: Question) -> bool:
    return question.relation.endswith("minus")


def _yes_or_no(question: Question) -> bool:
    return question.ask is Ask.BOOLEAN


_PASSED_OVER: tuple[tuple[Callable[[Question], bool], re.Pattern[str], str], ...] = (
    (
        _of_a_free_whole,
        regex(
            "^(?:[^,，:：]*[ⒷⒸ]|[^,，:：]*(?:Ⓝ[个家](?!乡|镇|县|市|地|清单)|只有|独家|单独))[^,，:：]*[,，:：](?![^占]*占[^,，]{0,6}(?:全|总|整|所有))[^,，:：]*(?:[ⒷⒸ]|只有|独家|单独)[^,，:：]*(?:百分|比例|几成|比重)"
        ),
        "没有看懂占的是什么",
    ),
    (
        _of_a_free_whole,
        regex("[ⒷⒸ].*(?:占其中|占该类?|占这[类些]|占它们|占里[头面])"),
        "没有看懂占的是什么",
    ),
    (_rows, regex("(?:的|[数位]的?)(?:事项)?(?:类别|门类|大类)[?？。 ]*$"), "请问“哪些类别”"),
    (
        _of_any,
        regex(
            "(?:Ⓝ|各|几|所有|每)[份张个地家]?[^,，。?？哪]{0,12}(?:[都均皆全](?!列|报|写|给|要|说)|个个|无一例外|共有|交集)"
        ),
        "请问“五个乡镇都有的类别”",
    ),
    (
        _townships_by_rows,
        regex("(?:部门|单位|[局机]构?)(?:的)?(?:数量|个数|家数|数)|(?:涉及|牵扯|对应|有)的?(?:部门|单位)(?:最[多少]|[排第])|number of (?:departments|bureaus|offices)"),
        "乡镇只按事项数排，部门数请逐个乡镇问",
    ),
    (
        _yes_or_no,
        regex('(?:[回说讲]|答复|回复)[他她们人家]{0,2}Ⓝ?[句声]?[,，:：]?[“"](?=[^”"]*[ⓀⓃ不没])'),
        "请直接问乡镇还要不要做",
    ),
    (
        _taken_away,
        regex("^[^没不未无非减除差缺]*(?:交集|都(?:有|出现|在)|共有|同时)[^没不未无非减除差缺]*$"),
        "请问“都有的是哪些”",
    ),
)
"""Whether a question does without it, the words, and how to ask."""
_MARKED = str.maketrans({"Ⓝ": "几", "Ⓑ": "", "Ⓣ": "", "Ⓚ": "", "Ⓒ": "", "Ⓟ": ""})
