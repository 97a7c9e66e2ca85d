"""Placeless: a body that does not say whose it is, where all others of the list say it: 党政办 among 县民政局, 县水利局.

Read by the list's county it becomes an office of the county; a name of its own (某黄河河务局) stays as it is. What is written so is the township's own as often, or has
lost what stood before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.folding import strip_blanks
from kg.reading.rows import RowProblem
from kg.values import Duty, ListKind, Mention, Township

_LEVEL = re.compile(r"(?:原|中共)?(?:[县市区旗州省盟]|地区|自治|国|中|全国|兵团|师)")
"""What begins the name of a body that says whose it is, besides a place: ``县水利局``, ``国网…公司``, ``中国…银行``."""
_FEWEST_PLACED, _SHARE = 3, 0.04
"""Bodies with a place, and the share of the rows that may have one without it; where more have, it is the list's manner."""


def judge_placeless(
    duties: Sequence[Duty], township: Township | None, problems: list[RowProblem]
) -> None:
    """Add rows whose body alone says no place and no level to ``problems``."""
    if township is None:
        return
    said = {p.line for p in problems if p.kind in ("department-doubtful", "name-place-lost")}
    places = {name for p in township.place.lineage() for name in (p.name, p.printed) if name}
    placed, bare = 0, list[tuple[Duty, Mention]]()
    for duty in duties:
        for at, mention in enumerate(duty.mentions):
            if _LEVEL.match(mention.written) or any(name in mention.written for name in places):
                placed += 1
            elif at == 0 and not mention.elided and _is_given(mention, township):
                bare.append((duty, mention))
    rows = sum(duty.row.kind is not ListKind.BASIC for duty in duties)
    if placed >= _FEWEST_PLACED and len(bare) <= max(1, _SHARE * rows):
        problems.extend(problem for problem in _said(bare) if problem.line not in said)


def _is_given(mention: Mention, township: Township) -> bool:
    """Whether the list's county was put before a name that has none."""
    body = mention.department
    return body.jurisdiction == township.county and body.name != strip_blanks(mention.written)


def _said(bare: Sequence[tuple[Duty, Mention]]) -> Iterator[RowProblem]:
    for duty, mention in bare:
        what = (
            f"别的各项都写明是哪一级、哪里的部门，这一项只写“{mention.written}”，按“{mention.department.name}”读入；"
            "可能是乡镇自己的机构，或掉了前面的字，请核对"
        )
        yield RowProblem("department-doubtful", duty.row.line, what, mention.written, duty.row)
