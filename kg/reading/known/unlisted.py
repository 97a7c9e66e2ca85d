"""Bodies that no table has and that the list itself knows: the county's own 茶业发展中心.

A misprint stands once. A body that stands in the columns of several rows, or is named by the clauses as it is
in the column, is one of the place's own: it is kept as printed and said in a note. What stands in a text only as
part of another body's name (会保障局 of 社会保障局) is not named there, and a branch whose office is another one but for a
character (市安局某分局) is no branch of its own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from rapidfuzz.distance import OSA

from kg.bodies.names import NameReader
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
_CLAUSES = ("superior", "township")


def settle_unlisted(
    duties: Sequence[Duty], names: NameReader, county: str, problems: list[RowProblem]
) -> None:
    """Make a note of each unresolved name among ``problems`` that the list uses as a name, or that no table would have.

    ``names`` reads the bodies of the list, ``county`` is the name of the township's.
    """
    ends = names.signs("office-end")
    unknown = [(d, m) for d in duties for m in d.mentions if not m.department.known]
    if not unknown:
        return
    rows = Counter(written for _, written in {(d.row.line, m.written) for d, m in unknown})
    texts = [_text_of(duty) for duty in duties]
    bodies = {mention for duty in duties for mention in duty.mentions if mention.department.known}
    own = {
        mention.written
        for _, mention in unknown
        if _is_name(mention, tuple(ends))
        and not _is_end_of(mention, bodies)
        and (
            rows[mention.written] >= _SEVERAL
            or _is_said(mention, texts, names)
            or (
                has_its_own_name(mention.written, county)
                and not _is_nearly_one_of(mention, bodies)
                and not _is_nearly_known(mention.written, county, names)
            )
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


def _text_of(duty: Duty) -> str:
    """What a row says beside the cell that names its bodies."""
    cells = [strip_markup(duty.row.cell(role) or "") for role in _CLAUSES]
    return strip_blanks(fold_forms("\n".join((*cells, strip_markup(duty.method)))))


def _is_said(mention: Mention, texts: Sequence[str], names: NameReader) -> bool:
    """Whether clauses name the body, with its place or without: 县茶业发展中心."""
    written = strip_blanks(fold_forms(mention.written))
    place = mention.department.jurisdiction
    bare = written.removeprefix(place.printed if place else "")
    return len(bare) >= _SHORTEST and any(_names_it(text, bare, names) for text in texts)


def _names_it(text: str, bare: str, names: NameReader) -> bool:
    """Whether a text has these words elsewhere than inside a longer name of a body that is known."""
    places = [m.start() for m in re.finditer(re.escape(bare), text)]
    known = [m for m in names.find(text) if m.department.known] if places else []
    return any(not any(m.start < at < m.end for m in known) for at in places)


def _is_end_of(mention: Mention, bodies: Iterable[Mention]) -> bool:
    """Whether a name is the end of that of another body of the list (崇定分局): its beginning is gone."""
    return any(
        len(body.written) > len(mention.written) and body.written.endswith(mention.written)
        for body in bodies
        if body.department.key != mention.department.key
    )


def _is_nearly_one_of(mention: Mention, bodies: Iterable[Mention]) -> bool:
    """Whether a name is that of another body of the list but for one character."""
    return any(OSA.distance(mention.written, body.written, score_cutoff=1) <= 1 for body in bodies)


def _is_nearly_known(name: str, county: str, names: NameReader) -> bool:
    """Whether a branch in the county is that of an office of the tables but for one character: 上海市安局瀛沙分局."""
    heads = [county[:length] for length in range(_PAIR, len(county) + 1)]
    ends = [
        f"{head}{branch}" for head in heads for branch in _BRANCHES if name.endswith(head + branch)
    ]
    if not ends:
        return False
    if names.county_printed and name.startswith(names.county_printed):
        return True  # a body of the county has no branch in the county: two ran together
    office = name.removesuffix(max(ends, key=len))
    if not office:
        return True
    known = {
        word
        for function in names.functions.values()
        for word in (function.name, *function.names, *function.forms)
        if len(word) > _PAIR
    }
    if office not in known and any(word.endswith(office) for word in known):
        return True
    # The place before it may have any name: only the end of the words is held against each office.
    return not office.endswith(tuple(known)) and any(
        OSA.distance(word, office[-length:], score_cutoff=1) <= 1
        for word in known
        for length in (len(word) - 1, len(word), len(word) + 1)
        if length <= len(office)
    )
