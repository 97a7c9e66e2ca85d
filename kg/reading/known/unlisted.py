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
_PAIR = 2
_BRANCHES = ("分局", "支局", "监管支局", "分公司", "支公司", "分行", "支行", "分中心", "工作站")
_ENTERPRISE = ("公司", "集团", "农场", "林场", "银行")
_NETWORKS = ("国网", "国家电网", "中国电信", "中国移动", "中国联通")
_CLAUSES = ("superior", "township", "method", "taker-and-method")


def settle_unlisted(
    duties: Sequence[Duty], ends: Sequence[str], county: str, problems: list[RowProblem]
) -> None:
    """Make a note of each unresolved name among ``problems`` that the list uses as a name, or that no table would have.

    ``ends`` are the ends of the names of offices, ``county`` is the name of the township's.
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
        and (
            rows[mention.written] >= _SEVERAL
            or _is_said(mention, everything)
            or has_its_own_name(mention.written, county)
        )
    }
    for at, problem in enumerate(problems):
        if problem.kind == "name-unresolved":
            written = next((w for w in own if f"“{w}”" in problem.message), "")
            if written:
                again = rows[written] >= _SEVERAL or not has_its_own_name(written, county)
                why = "清单里几处都这样写" if again else "是企业或设在本地的分支"
                what = f"词表里没有部门“{written}”，{why}，照原样作为一个部门"
                problems[at] = replace(problem, kind="name-unlisted", message=what)


def has_its_own_name(name: str, county: str) -> bool:
    """Whether a name is that of an enterprise, or of a body's branch in the county: no table has them all.

    What begins as one of the great networks does is left in doubt, of which the table knows the branches.
    """
    heads = (county[:length] for length in range(_PAIR, len(county) + 1))
    if name.endswith(tuple(f"{head}{branch}" for head in heads for branch in _BRANCHES)):
        return True
    return name.endswith(_ENTERPRISE) and not name.startswith(_NETWORKS)


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
