"""Bodies that no table has and that the list itself knows: the county's own 茶业发展中心.

A misprint stands once. A body that stands in the columns of several rows, or is named by the clauses as it is
in the column, is one of the place's own: it is kept as printed and said in a note.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from kg.folding import fold_forms, strip_blanks, strip_markup
from kg.reading.rows import RowProblem
from kg.values import Duty, Mention

_SHORTEST = 4
"""Characters of a name without its place that tell it in a clause."""
_LONGEST = 30
_SEVERAL = 2
_CLAUSES = ("superior", "township", "method", "taker-and-method")


def settle_unlisted(
    duties: Sequence[Duty], ends: Sequence[str], problems: list[RowProblem]
) -> None:
    """Make a note of each unresolved name among ``problems`` that the list uses as a name.

    ``ends`` are the ends of the names of offices.
    """
    unknown = [(d, m) for d in duties for m in d.mentions if not m.department.known]
    if not unknown:
        return
    rows = Counter(written for _, written in {(d.row.line, m.written) for d, m in unknown})
    texts = {
        duty.row.line: strip_blanks(
            fold_forms("\n".join(strip_markup(duty.row.cell(role) or "") for role in _CLAUSES))
        )
        for duty in duties
    }
    everything = "\n".join(texts.values())
    own = {
        mention.written
        for _, mention in unknown
        if _is_name(mention, tuple(ends))
        and (rows[mention.written] >= _SEVERAL or _is_said(mention, everything))
    }
    for at, problem in enumerate(problems):
        if problem.kind == "name-unresolved":
            written = next((w for w in own if f"“{w}”" in problem.message), "")
            if written:
                what = f"词表里没有部门“{written}”，清单里几处都这样写，照原样作为一个部门"
                problems[at] = replace(problem, kind="name-unlisted", message=what)


def _is_name(mention: Mention, ends: tuple[str, ...]) -> bool:
    return len(mention.written) <= _LONGEST and mention.written.endswith(ends)


def _is_said(mention: Mention, text: str) -> bool:
    """Whether clauses name the body, with its place or without: 县茶业发展中心."""
    written = strip_blanks(fold_forms(mention.written))
    place = mention.department.jurisdiction
    bare = written.removeprefix(place.printed if place else "")
    # The cell of a holder has its name once more than the way of working.
    need = 1 + (f"{written}：" in text)
    return len(bare) >= _SHORTEST and text.count(bare) >= need
