"""Terms: when a task is due, to whom and what is to be reported, taken out of what it says."""

from __future__ import annotations

from kg.checking.reading.letters import BODY
from kg.patterns import regex

WHEN = regex(
    r"(?:请?(?:于|在))?(?:(?:20)?\d\d年)?(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:份)?(?:\d{1,2}[日号]|底|初|中旬|上旬|下旬)?(?:之?前|起|以前|内)?"
    r"|(?:本|每|这|下)(?:周|月|季度?|旬|天|日)(?:内|底|初|前|[一二三四五六日末])*(?:之?前)?|(?:月|年|季)底(?:之?前)?|(?:年|月)内|20\d\d年?度?"
)
"""A date or a deadline: 于6月30日前, 本周五前, 月底."""
_WITHIN = regex("[于在]?(?:\\d{1,3}|[一二两三五七十]{1,2})个?(?:工作日|小时|日|天)(?:之内|以内|内)")
"""So soon: 3个工作日内."""
_TO_BODY = regex(
    rf"(?:报送?|至|到|向|交|给|函复|反馈|告知)[\u4e00-\u9fff]{{0,12}}?(?:{BODY}[\u4e00-\u9fff]{{0,4}}?[股科处]|{BODY}|股|科|邮箱)"
)
_OUTCOMES = ("结果", "情况", "总结", "小结", "台账", "名单", "清单", "报表", "进度", "进展")
_OUTCOME = regex(f"[\u4e00-\u9fff]{{2}}(?:{'|'.join(_OUTCOMES)})")
_DATE_SIGNS, _SENDING = frozenset("月周季旬天日年"), frozenset("报至到向交给函反告")
# A pattern costs more to compile than a short text costs to read: first whether it can match.


def without_term(text: str) -> str:
    """A text without how soon it is to be done."""
    return _WITHIN.sub("", text)


def without_when(text: str) -> str:
    """A text without its dates."""
    return text if _DATE_SIGNS.isdisjoint(text) else WHEN.sub("", text)


def without_outcome(text: str) -> str:
    """A text without what is to come of it: 排查情况."""
    return _OUTCOME.sub("", text) if any(map(text.__contains__, _OUTCOMES)) else text


def without_receiver(text: str) -> str:
    """A text without whom to report to."""
    return text if _SENDING.isdisjoint(text) else _TO_BODY.sub("", text)


def written(text: str) -> str:
    """The Chinese characters of a text."""
    return "".join(one for one in text if "\u4e00" <= one <= "\u9fff")
