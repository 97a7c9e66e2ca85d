"""Numbers: bounds and places, by the words beside a number."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.asking.frame import Bounds
from kg.asking.reading.tokens import NUMBER, Item

_LEFT = (
    ("<=", "不超过|不多于|至多|最多|顶多|不高于|不大于|at most|no more than|up to"),
    (">=", "不少于|不低于|不小于|至少|起码|最少|达到|达|不下|at least|no fewer than|no less than"),
    (">", "超过|多于|大于|高于|不止|超|more than|over|above|exceeding"),
    ("<", "少于|低于|小于|不到|不足|不满|fewer than|less than|under|below"),
    ("=", "不多不少|恰好|正好|刚好|恰恰|只有|仅有|只|仅|单|就|exactly|only|just"),
)
_RIGHT = (
    (
        ">=",
        "[个项条类家次份]?(?:部门|单位|事项)?(?:及|或|和)?(?:其)?以上|or more|and more|or above",
    ),
    (
        "<=",
        "[个项条类家次份]?(?:部门|单位|事项)?(?:及|或|和)?(?:其)?(?:以内|以下)|or fewer|or less",
    ),
    (">", "[个项条类家次份]?(?:多|开外)(?![少])"),
)
_REACH = 8


def comparison(items: Sequence[Item], at: int) -> str:
    """How a number is meant by the words before and after it; nothing if they do not tell."""
    left = _text(items[max(0, at - _REACH) : at])
    right = _text(items[at + 1 : at + 1 + _REACH])
    for op, pattern in _RIGHT:
        if re.match(rf"\s*(?:{pattern})", right, re.IGNORECASE):
            return op
    for op, pattern in _LEFT:
        if re.search(rf"(?:{pattern})[了是写过出现有着的\s]{{0,4}}$", left, re.IGNORECASE):
            return op
    return ""


def _text(items: Sequence[Item]) -> str:
    latin = any(i.key.isascii() and i.key.isalpha() for i in items)
    text = "".join(i.key if i.key != NUMBER else "#" for i in items)
    return " ".join(" ".join(i.key for i in items).split()) if latin else text


def bounds(op: str, number: int) -> Bounds:
    """A comparison as bounds."""
    return {
        "=": (number, number),
        ">=": (number, None),
        ">": (number + 1, None),
        "<": (0, max(0, number - 1)),
        "<=": (0, number),
    }[op]
