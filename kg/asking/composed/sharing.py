"""Sharing: a share whose whole is what was said before: 社会保障类的收回事项里,医保局接的占该类百分之几."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kg.asking.closed.limits import Unread
from kg.asking.closed.words import BODY, CATEGORY, NUMBER, PLACE, TOWN, WORD, Item, code
from kg.asking.frame import Ask, Question
from kg.patterns import regex

_LIMITS = BODY + CATEGORY + WORD + NUMBER + "vwFTN"
"""What limits the rows of the part further."""
_LISTS = "bckW"
_PARTED = (",", "，", ":", "：", ";", "；", "。")
_WITHIN = regex("其中|里头|里面|当中|之中|之内|该|这|那|它|其")
"""Words for a share that say of what: 占该类."""
_TOOK = regex("^(?!.*(?:事项|清单)).*[接收][^事]*[的了]$")
"""What only says again that something was taken back: 医保局承接的."""


def share_within(items: Sequence[Item], read: Callable[[list[Item]], Question]) -> Question | None:
    """The share of rows that are limited further in a clause of its own; None: it is no such question.

    ``read`` reads items that stand by themselves.

    Raises:
        Unread: one of the two selections is not read.
    """
    letters = code(items)
    at = letters.find("s")
    starts = [n for n, i in enumerate(items[: max(at, 0)]) if i.letter == "." and i.text in _PARTED]
    if at < 0 or not starts:
        return None
    start = starts[-1]
    before, behind = list(items[:start]), list(items[start + 1 :])
    behind = [i for i in behind if not (i.letter in letters[:start] and _TOOK.search(i.text))]
    whole_told = any(_WITHIN.search(i.text) for i in behind if i.letter == "s")
    said = code(behind)
    if {*said} & {*(_LISTS + TOWN + PLACE + "MERai_me")} or not {*said} & {*_LIMITS}:
        return None
    if not {*letters[:start]} & {*(_LISTS + "r")} or "s" in letters[:start]:
        return None
    further = [i for i in behind if i.letter not in "sn*"]
    whole = read(before)
    if not (whole_told or whole.frame.narrowed):
        return None  # as any share
    part = read([*before, Item("&", ""), *further])
    if (whole.ask, part.ask) != (Ask.DUTIES, Ask.DUTIES) or whole == part:
        raise Unread
    if whole.relation or part.relation or whole.rank or part.rank:
        raise Unread
    return Question(Ask.NUMBER, part.frame, count="percent", other=whole.frame, relation="of")
