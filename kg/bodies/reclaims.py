"""Reclaims: in which way a duty was taken back from the townships (上级部门收回事项)."""

from __future__ import annotations

import re

from kg.values import Duty, Reclaim

_NO_LONGER_ASSESSED = re.compile(r"(?:不再|取消|停止|不得)[^，。；]{0,24}?考核")
_NO_LONGER = re.compile(r"(?:不再|取消|停止)[^，。；]{0,24}")
_TOGETHER = re.compile(r"共同|配合完成")


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
