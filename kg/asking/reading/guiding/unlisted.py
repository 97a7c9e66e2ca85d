"""Unlisted: what is asked that no list tells, whatever else is said: 那张工单办得咋样了, 在编的各多少人, 帮我写个通知."""

from __future__ import annotations

from kg.asking.frame import Refusal, Status
from kg.asking.reading.cues import CueTable

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
