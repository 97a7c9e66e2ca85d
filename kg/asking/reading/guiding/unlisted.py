"""Unlisted: what is asked that no list tells, whatever else is said: 那张工单办得咋样了, 在编的各多少人, 帮我写个通知."""

from __future__ import annotations

from kg.asking.frame import Refusal, Status
from kg.asking.reading.cues import CueTable
from kg.asking.reading.marks import Trace

_OUT = {
    "writing": "这里只查清单，不代写文稿，也不翻译 (texts are not written here)",
    "unlisted": "清单里不写这个（办理进展、人数、编制）；清单只写事项由谁牵头、谁配合、谁收回",
}


def in_lists(table: CueTable, whole: str) -> None:
    """See that nothing is asked that no list tells.

    Raises:
        Refusal: something is.
    """
    for effect, told in _OUT.items():
        if table.outside(whole, effect):
            raise Refusal(Status.OUT_OF_SCOPE, told)


def outside(trace: Trace, whole: str, *, stated: bool) -> Refusal:
    """The refusal of a question of which the nets say that no list tells it: out of scope, or not understood.

    ``whole`` is what it says beside its names, ``stated`` whether something is told rather than asked.
    """
    told = whole[:_SHOWN]
    surely = trace.cues.has("outside")
    short = len(told) < _SAYS and not (any(trace.topical) or surely)
    if short or stated or (trace.guess.sure("kind") < _NOTHING and not surely):
        return Refusal(Status.NOT_UNDERSTOOD, "没有看懂问的是什么")
    said = f"（{told}）" if told else ""
    text = f"清单里不写这个{said}；清单只写事项由谁牵头、谁配合、谁收回"
    return Refusal(Status.OUT_OF_SCOPE, text)


_SHOWN = 40
"""Characters of a question that are told again."""
_NOTHING = 0.9
"""So sure it must be that lists say nothing of what is asked, before that is told."""
_SAYS = 6
"""Characters without which nothing is asked: 你好."""
