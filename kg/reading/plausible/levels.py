"""Levels: whether the bodies of a row are of the level, and are the bodies, that the row speaks of.

In the lists seen every body of a column is the county's own. One of the prefecture or the province among
them had its place changed; and who takes a duty over is who, in its way of working, is said to do it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from kg.findings import shorten
from kg.folding import fold_forms, strip_blanks, strip_markup
from kg.reading.rows import RowProblem
from kg.values import Department, Duty, Level, ListKind, Mention, Place

_FEW = 0.1
"""Bodies above the county are said where no more than this share of the rows has them."""
_COUNTIES = ("县", "旗")
"""Counties that have all their own offices; those of a city's district may be the city's."""
_ABOVE = (Level.PREFECTURE, Level.PROVINCE, Level.NATION)
_COMPANY = "enterprise"
"""The branch of bodies such as 国网甲市供电公司."""
_VERTICAL = "vertical"
_BRANCH = re.compile(
    r"([\u4e00-\u9fff]{2,8}(?:自治州|市|州|盟|地区))[\u4e00-\u9fff]{2,12}局[\u4e00-\u9fff]{2,8}分局$"
)
"""A branch of a city's office: ``延安市生态环境局洛坪分局``."""
_OFFICE = ("局", "委员会", "部", "办公室", "法院", "检察院")
_BEGINNING = 40
_TOGETHER = re.compile("共同|联合|会同|各自|分别|按职责|按照职责|相关部门|有关部门")
"""A way of working of several holders that need not name each: ``按职责分工检查``."""
_QUOTE = 60
_BEGINS = re.compile(r"(?:^|[。；;：:\n]|\d[.．、])\s*由?$")
"""What stands before the body that does the work: ``1.由``."""
_BEFORE = 20
"""Characters before a body that are looked at: a hostile cell has thousands of bodies."""


def judge_levels(
    duties: Sequence[Duty],
    county: Place | None,
    find: Callable[[str], Sequence[Mention]],
    related: Callable[[str, str], bool],
    problems: list[RowProblem],
) -> None:
    """Add rows whose bodies are of another level, or not those that do the work, to ``problems``.

    ``find`` finds the bodies in a text, ``related`` tells kinds of offices of which one is part of the
    other; ``county`` is the township's.
    """
    said = {p.line for p in problems if p.kind in ("department-elsewhere", "department-doubtful")}
    if county is not None and county.level is Level.COUNTY:
        above = [(duty, body) for duty in duties for body in duty.departments if _is_above(body)]
        own = {body.function for duty in duties for body in duty.departments if not _is_above(body)}
        rows = {duty.row.line for duty, _ in above}
        if county.printed.endswith(_COUNTIES) and len(above) > max(1, _FEW * len(duties)):
            duty, body = above[0]
            what = (
                f"本地是{county.printed}，而 {len(rows)} 项写的都是上一级的部门，第一个是“{body.name}”；"
                "像是“县”改成了“市”，照原样读入，请核对"
            )
            quote = next((m.written for m in duty.mentions if m.department == body), "")
            problems.append(
                RowProblem("department-elsewhere", duty.row.line, what, quote, duty.row)
            )
        if len(above) <= max(1, _FEW * len(duties)):
            for duty, body in above:
                if _is_meant(duty, body, own, above):
                    continue
                said.add(duty.row.line)
                what = f"别的各项都是本县（市、区）的部门，这一项是上一级的“{body.name}”；照原样读入，请核对"
                quote = next((m.written for m in duty.mentions if m.department == body), "")
                problems.append(
                    RowProblem("department-elsewhere", duty.row.line, what, quote, duty.row)
                )
    for duty in duties:
        if duty.row.line not in said:
            problems.extend(
                _other_holder(duty, find, related)
                or _holder_left_out(duty, find, related)
                or _holder_of_nothing(duty, find)
            )
    problems.extend(_other_city(duties, said))


def _is_above(body: Department) -> bool:
    """Whether a body is an office above the county; companies have districts of their own."""
    place = body.jurisdiction
    above = place is not None and place.level in _ABOVE
    return above and body.known and body.branch != _COMPANY


def _is_meant(
    duty: Duty, body: Department, own: set[str], above: Sequence[tuple[Duty, Department]]
) -> bool:
    """Whether a body above the county is the one that serves there, not the county's with another place.

    No row has the county's own, and it stands in a second row, its clauses name it too, or it is of the branch that
    the city has for its districts (海事局, 气象局).
    """
    again = sum(other == body for _, other in above) > 1
    named = any(other == body for other, _, _ in duty.named)
    return body.function not in own and (again or named or body.branch == _VERTICAL)


def _begins(text: str, at: int) -> bool:
    """Whether a clause begins at this place."""
    return _BEGINS.search(text, max(0, at - _BEFORE), at) is not None


def _other_holder(
    duty: Duty,
    find: Callable[[str], Sequence[Mention]],
    related: Callable[[str, str], bool],
) -> list[RowProblem]:
    """A way of working that names other bodies than those that took the duty over."""
    row, ours = duty.row, set(duty.departments)
    if row.kind is not ListKind.RECLAIMED or not ours or not duty.method:
        return []
    text = fold_forms(strip_markup(duty.method))
    named = [m.department for m in find(text) if _begins(text, m.start)]
    kinds = {body.function for body in ours}
    if not named or not all(body.known for body in (*named, *ours)):
        return []
    if not any(related(body.function, kind) for body in named for kind in kinds):
        what = (
            f"工作方式里写的是“{named[0].name}”，承接部门写的是“{duty.departments[0].name}”，请核对："
            f"“{shorten(duty.method, 30)}”"
        )
        return [_doubt(duty, what)]
    return []


def _holder_left_out(
    duty: Duty,
    find: Callable[[str], Sequence[Mention]],
    related: Callable[[str, str], bool],
) -> list[RowProblem]:
    """A way of working that begins with an office which is none of those that took the duty over.

    Of 882 reclaimed duties of thirty lists five begin with a team or an institution of the holder's, none with another office.
    """
    ours = {*duty.departments, *duty.supporting}
    if duty.row.kind is not ListKind.RECLAIMED or not ours or not duty.method:
        return []
    text = strip_blanks(fold_forms(strip_markup(duty.method)))
    first = next(iter(find(text[:_BEGINNING])), None)
    if (
        first is None
        or text[: first.start] not in ("", "由")
        or not first.written.endswith(_OFFICE)
    ):
        return []
    body = first.department
    if body in ours or any(related(body.function, own.function) for own in ours):
        return []
    what = f"工作方式里先写由“{first.written}”去做，承接部门一栏没有它，可能少写了，请核对：“{shorten(duty.method, 30)}”"
    return [_doubt(duty, what)]


def _holder_of_nothing(duty: Duty, find: Callable[[str], Sequence[Mention]]) -> list[RowProblem]:
    """One of several holders of whom the way of working says nothing, though it names the others.

    Of five duties with several holders in seventeen lists four name all of them, one none.
    """
    if duty.row.kind is not ListKind.RECLAIMED or len(duty.departments) < 2:
        return []
    text = strip_blanks(fold_forms(strip_markup(duty.method)))
    named = {mention.department for mention in find(text)}
    # The first one may do what is said without a subject.
    left = [body for body in duty.departments[1:] if body not in named]
    if not left or named.isdisjoint(duty.departments) or _TOGETHER.search(text):
        return []
    what = (
        f"写着由“{left[0].name}”承接，工作方式里写到了别的承接部门而没有写到它，可能多写了，请核对："
        f"“{shorten(duty.method, 30)}”"
    )
    return [_doubt(duty, what)]


def _doubt(duty: Duty, what: str) -> RowProblem:
    printed = duty.row.cell("method") or duty.row.cell("taker-and-method") or ""
    quote = printed.strip()[:_QUOTE]
    return RowProblem("department-doubtful", duty.row.line, what, quote, duty.row)


def _other_city(duties: Sequence[Duty], said: set[int]) -> Iterator[RowProblem]:
    """A branch with another city before it than the list's other branches: 乙市生态环境局丙分局 among those of 甲市."""
    found: dict[str, list[tuple[Duty, str]]] = {}
    for duty in duties:
        for mention in duty.mentions:
            if branch := _BRANCH.match(mention.written):
                found.setdefault(branch[1], []).append((duty, mention.written))
    if not found:
        return
    usual = max(found, key=lambda city: len(found[city]))
    for city, rows in found.items():
        if 2 * len(rows) > len(found[usual]) or city.endswith(usual) or usual.endswith(city):
            continue
        for duty, written in rows:
            if duty.row.line not in said:
                what = f"别的各项写的是{usual}的分局，这一项写的是“{written}”；照原样读入，请核对"
                yield RowProblem("department-elsewhere", duty.row.line, what, written, duty.row)
