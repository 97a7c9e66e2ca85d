"""Reclaims: in which way a duty was taken back from the townships (上级部门收回事项)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.folding import strip_blanks, strip_markup
from kg.values import Duty, Reclaim

_NO_LONGER_ASSESSED = re.compile(r"(?:不再|取消|停止|不得)[^，。；]{0,24}?考核")
_NO_LONGER = re.compile(r"(?:不再|取消|停止)[^，。；]{0,24}")
_TOGETHER = re.compile(r"共同|配合完成")
_WHOLE = re.compile(r"[此该本这]?项?(?:工作|事项|职责|任务|职能)?")
"""What 不再开展 is followed by where it is said of the whole duty: 此项工作."""
_NO_MORE = "不再"
_BY_WHOM = "由"
"""A word before the one who goes on with a duty: ``取消排名通报，改由县信访局掌握``."""


def reclaim_of(duty: Duty) -> Reclaim:
    """How a duty was taken back, by the words of the reclaimed cell.

    Nobody named: it is no longer done. 不再考核: the department stays and the assessment ends, with
    共同完成 the township goes on as well. Anything else: the department took it over.
    """
    if duty.discontinued:
        return Reclaim.ABOLISHED
    if _NO_LONGER_ASSESSED.search(duty.method):
        shared = _TOGETHER.search(duty.method) is not None
        return Reclaim.SHARED if shared else Reclaim.ASSESSMENT_DROPPED
    return Reclaim.TRANSFERRED


def reclaim_words(duty: Duty) -> str:
    """The words that say the duty, or its assessment, is given up; '' where none do."""
    found = _NO_LONGER_ASSESSED.search(duty.method) or _NO_LONGER.search(duty.method)
    return found[0] if found else ""


def says_no_more(method: str, nobody: Sequence[str]) -> str:
    """The word by which a sentence says of the whole duty, and of nothing more, that nobody does it any more.

    ``取消对镇的排名通报。`` and ``不再开展此项工作，由县民政局统计。`` say what somebody does; ``不再开展此项工作。`` does not.
    """
    sentences = re.split(r"[。；;]", strip_blanks(strip_markup(method)))
    return next((w for s in sentences if (w := whole_given_up(s, nobody))), "")


def whole_given_up(sentence: str, nobody: Sequence[str]) -> str:
    """The first word of a sentence that has nothing but words by which nobody does a thing any more."""
    words = [
        next((w for w in nobody if part.startswith(w) and _WHOLE.fullmatch(part[len(w) :])), "")
        for part in re.split(r"[，,]", sentence)
    ]
    return words[0] if all(words) else ""


def goes_on_with(method: str, start: int, nobody: Sequence[str]) -> bool:
    """Whether a way of working gives a thing up and says by whom it goes on: the body at ``start``."""
    text = strip_blanks(method)
    return text.startswith((_NO_MORE, *nobody)) and method[:start].rstrip().endswith(_BY_WHOM)
