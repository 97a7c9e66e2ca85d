"""Times: how often something is due, until when and how long, as clauses write it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from kg.patterns import regex

_COUNT = r"(?:\d+|[一二三四五六七八九十两半]+)"
_OFTEN = regex(
    rf"每(?:{_COUNT}?个?)?(?:天|日|周|旬|月|季度?|半年|学期|年)(?!产|度人|人|户)|逐[日周月年]|按[日周月季年]度?(?=报|上报|填报|开展|公示)"
)
_UNTIL = regex(
    rf"{_COUNT}个?(?:工作日|小时|分钟|天|日|周|月)(?:之?内|以内)|\d{{1,2}}月(?:\d{{1,2}}日|底|末)前?|(?:月|季|年)(?:底|末)前?"
)
_LASTS = regex(
    rf"{_COUNT}个?(?:工作日|小时|分钟|天|周|月)(?!之?内|以内)|(?<!月){_COUNT}日(?!之?内|以内)"
)


def often(text: str) -> list[str]:
    """The words that say how often: 每季度, 每半年, 每两周, 逐月, 按月上报."""
    return _found(_OFTEN, text)


def until(text: str) -> list[str]:
    """The words that say until when: 3个工作日内, 24小时内, 10月底前, 年底前."""
    return _found(_UNTIL, text)


def lasting(text: str) -> list[str]:
    """The words that say how long: 不少于7个工作日 (the 7个工作日 of it)."""
    return _found(_LASTS, text)


def limited(text: str) -> list[str]:
    """The words that say until when or how long."""
    return until(text) + lasting(text)


SAYS: Mapping[str, Callable[[str], list[str]]] = {"often": often, "until": limited}
"""What is asked (how often; until when or how long) → the words of a text that say it."""


def _found(pattern: re.Pattern[str], text: str) -> list[str]:
    return list(dict.fromkeys(match[0] for match in pattern.finditer(text)))
