"""Duties: rows interpreted — who is named in the column, which clauses each side has.

The reclaimed cell has three shapes: ``X局： text``, ``承接部门：X 工作方式：text`` and two blocks of
markup; or its two parts stand in columns of their own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from kg.bodies.breaks import LINE
from kg.bodies.names import NO_NAMES, NameProblem, NameReader, Split, broken_in
from kg.bodies.reclaims import goes_on_with, says_no_more
from kg.bodies.takers import glued_on, taker_and_method, taker_part
from kg.findings import shorten
from kg.folding import fold_blanks, fold_forms, plain, strip_blanks, strip_markup
from kg.reading.clauses import ClauseProblem, read_clauses
from kg.reading.headers import OF_SUPPORTING
from kg.values import Clause, Department, Duty, ListKind, Mention, Row

_LABEL = re.compile(
    r"(?P<lead>牵头|主责|主办|主管|责任|承接)?(?P<support>配合|协同|协办|协助|参与)?"
    r"(?:(?:部门|单位)|(?<=牵头)|(?<=主责)|(?<=主办)|(?<=配合)|(?<=协同)|(?<=协办)|(?<=协助))[：:]"
)
_LEAD_MARK = re.compile(
    r"[（(](?:牵头|牵头单位|牵头部门|主责|主办|总牵头)[)）]|(?:牵头)(?=$|[、，,；;])"
)
_SUPPORT_MARK = re.compile(
    r"(?P<name>[^、，,；;（(]{1,40})[（(](?:配合|协同|协助|协办|参与|配合单位|配合部门|协办单位|协助单位)[)）]"
)
_READ = frozenset(
    {"number", "category", "name", "list", "place", "place-county", "place-prefecture"}
)
_ROLES = {
    ListKind.BASIC: _READ,
    ListKind.COOPERATION: _READ
    | {"departments", "supporting", "superior", "township", OF_SUPPORTING},
    ListKind.RECLAIMED: _READ | {"taker", "taker-and-method", "method"},
}
"""The columns that are read, by list; what stands in others is kept as it is."""
_HOLDERS = frozenset({"taker", "taker-and-method", "method"})
_EMPTY = re.compile(r"[—－\-–―/／\\无空略×*○]*|暂无")
_NO_LONGER = re.compile(r"(?:今后|以后)?不再[^，。；由给交]{2,16}[。；]?")
"""A way of working that says no more than that: 不再通报考核。"""
_LONGEST_NAME = 80
_LONGEST_MARKED = 2_000
LONGEST_CLAUSE = 5_000
"""Longest clause in characters; real ones stay below 600."""
_UNNAMED = re.compile(
    r"(?:上级|县级|区级|市级|师市|县直|区直|市直|相关|有关|业务|主管|职能|行业)"
    r"[^，。；：]{0,8}?(?:部门|单位|机构)"
)
_ENDS_OF_BODIES = "局办委会室院部心站队社司"
_ENDS_OF_PLACES = ("政府", "镇", "乡", "街道", "办事处", "村", "社区")

Problem = NameProblem | ClauseProblem


@dataclass(frozen=True, slots=True)
class Interpreted:
    """A duty and what was irregular about its cells."""

    duty: Duty
    problems: tuple[Problem, ...]


def interpret(row: Row, names: NameReader) -> Interpreted:
    """Read the cells of a row: departments, clauses, way of working."""
    if row.kind is ListKind.COOPERATION:
        return _cooperation(row, names)
    if row.kind is ListKind.RECLAIMED:
        return _reclaimed(row, names)
    return Interpreted(Duty(row, extra=_extra(row)), ())


def department_cell(row: Row, names: NameReader) -> str:
    """The verbatim text that names the departments of a row, '' where none does."""
    if row.kind is ListKind.COOPERATION:
        parts = _parts(names.parted(_cell(row, "departments")))
        support = _SUPPORT_MARK.sub(r"\g<name>", parts.support[:_LONGEST_MARKED])
        return "、".join(filter(None, (parts.lead, support)))
    if row.kind is ListKind.RECLAIMED:
        return _cell(row, "taker") or taker_part(_cell(row, "taker-and-method"), names)
    return ""


def _cell(row: Row, role: str) -> str:
    """The cell in usual forms of characters; '' for a dash or 无."""
    cell = fold_forms(row.cell(role) or "")
    return "" if len(cell) < 12 and _EMPTY.fullmatch(strip_blanks(cell)) else cell


def _extra(row: Row) -> tuple[tuple[str, str], ...]:
    read = _ROLES[row.kind]
    if read.issuperset(row.columns.roles):
        return ()
    seen: dict[str, int] = {}
    found = []
    for cell in row.cells:
        if cell.role in read:
            continue
        # Of columns with one header each later one has its number, also where the first is empty.
        number = seen[cell.header] = seen.get(cell.header, 0) + 1
        header = cell.header if number == 1 else f"{cell.header}（{number}）"
        if cell.text.strip():
            found.append((header, plain(cell.text)))
    return tuple(found)


# -- cooperation ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Parts:
    """A department cell by its labels: leading, supporting, texts marked 牵头."""

    lead: str
    support: str
    marked: tuple[str, ...]


def _cooperation(row: Row, names: NameReader) -> Interpreted:
    cell = _cell(row, "departments")
    parts = _parts(names.parted(cell))
    split = names.split(parts.lead)
    problems: list[Problem] = [*split.problems]
    support = parts.support
    if "supporting" in row.columns.roles:
        theirs = names.parted(_cell(row, "supporting"))
        support = "、".join(filter(None, (support, theirs)))
    supporting: tuple[Department, ...] = ()
    others = NO_NAMES
    if support:
        support = (
            _SUPPORT_MARK.sub(r"\g<name>", support) if len(support) < _LONGEST_MARKED else support
        )
        others = names.split(support)
        problems.extend(others.problems)
        supporting = tuple(d for d in others.departments if d not in split.departments)
    problems.extend(broken_in(cell, (*split.mentions, *others.mentions), problems))
    if not split.mentions:
        what = "没有写对应的上级部门"
        if split.open_words:
            what = f"对应上级部门只写“{split.open_words}”，没有写明是哪个部门"
        problems.append(NameProblem("department-missing", what, cell))
    duty = Duty(
        row,
        split.departments,
        supporting,
        _conveners(row, split, parts.marked, names),
        split.mentions,
        bool(split.open_words),
        split.open_words,
        superior=_superior(row, names, others, problems),
        township=_clauses(row, "township", names, problems),
        extra=_extra(row),
    )
    return Interpreted(duty, tuple(problems))


@lru_cache(maxsize=1024)
def _parts(cell: str) -> _Parts:
    """Take ``牵头部门：A 配合部门：B`` apart."""
    text = _in_one_line(cell)
    if len(text) < _LONGEST_MARKED and _SUPPORT_MARK.search(text) and not _LABEL.match(text):
        marks = "、".join(match["name"] for match in _SUPPORT_MARK.finditer(text))
        inner = _parts(_SUPPORT_MARK.sub("", text).strip("、，,；;"))
        return replace(inner, support="、".join(filter(None, (inner.support, marks))))
    marked, end = list[str](), 0
    for match in _LEAD_MARK.finditer(text):
        marked.append(text[max(end, match.start() - _LONGEST_NAME) : match.start()])
        end = match.end()
    labels = list(_LABEL.finditer(text))
    if not labels or labels[0].start() > 0:
        return _Parts(_LEAD_MARK.sub("", text) if marked else cell, "", tuple(marked))
    lead, support = list[str](), list[str]()
    for label, following in zip(labels, [*labels[1:], None], strict=True):
        part = text[label.end() : following.start() if following else None].strip("；;，,、。")
        (support if label["support"] and not label["lead"] else lead).append(part)
        if label["lead"] == "牵头":
            marked.append(part)
    return _Parts("、".join(lead), "、".join(support), tuple(marked))


def _in_one_line(cell: str) -> str:
    """The cell without blanks; bodies on lines of their own with 、 between them."""
    lines = [strip_blanks(strip_markup(line)).rstrip("、，；;。") for line in LINE.split(cell)]
    lines = [line for line in lines if line]
    apart = all(line.endswith((*_ENDS_OF_BODIES, ")", "）", "队", "所", "厅")) for line in lines)
    return ("、" if apart else "").join(lines)


def _conveners(
    row: Row, split: Split, marked: tuple[str, ...], names: NameReader
) -> tuple[Department, ...]:
    """Bodies the source marks 牵头 for the duty as a whole: by the header, a label or a mark."""
    columns = row.columns
    if "departments" in columns.roles:
        header = columns.titles[columns.roles.index("departments")]
        if "牵头" in header and "及" not in header:
            return split.departments
    if not marked:
        return ()
    found: list[Department] = []
    for part in marked:
        mentions = names.split(part).mentions
        if mentions:
            last = mentions[-1:] if "、" in part else mentions
            found.extend(mention.department for mention in last)
    return tuple(dict.fromkeys(d for d in found if d in split.departments))


def _superior(
    row: Row, names: NameReader, supporting: Split, problems: list[Problem]
) -> tuple[Clause, ...]:
    """What the departments do; the supporting ones' own column comes after the leading ones'."""
    clauses = _clauses(row, "superior", names, problems)
    if OF_SUPPORTING not in row.columns.roles or not strip_blanks(row.cell(OF_SUPPORTING) or ""):
        return clauses
    theirs = _clauses(row, OF_SUPPORTING, names, problems)
    heading = "、".join(mention.written for mention in supporting.mentions) or None
    return clauses + tuple(
        replace(
            clause,
            number=len(clauses) + clause.number,
            heading=clause.heading or heading,
            heading_mentions=clause.heading_mentions or supporting.mentions,
        )
        for clause in theirs
    )


def _clauses(row: Row, role: str, names: NameReader, problems: list[Problem]) -> tuple[Clause, ...]:
    verbatim = row.cell(role)
    if verbatim is None:
        return ()
    cell = _cell(row, role)
    clauses, found = read_clauses(cell, names.read_heading)
    if cell != verbatim and len(cell) == len(verbatim):
        clauses = tuple(_quoted_from(clause, cell, verbatim) for clause in clauses)
    if found:
        problems.extend(found)
    longest = max((len(clause.text) for clause in clauses), default=0)
    if longest > LONGEST_CLAUSE:
        what = f"一条职责有 {longest:,} 个字，超过上限 {LONGEST_CLAUSE:,}；请检查文件是否损坏"
        problems.append(ClauseProblem("too-large", what, cell[:40]))
    if not clauses and not strip_blanks(strip_markup(cell)):
        problems.append(ClauseProblem("clause-missing", "职责一格是空的", row.name))
    return clauses


def _quoted_from(clause: Clause, folded: str, verbatim: str) -> Clause:
    """The clause with its quote as it stands in the source, before characters were folded."""
    start = folded.find(clause.quote)
    if start < 0:
        return clause
    return replace(clause, quote=verbatim[start : start + len(clause.quote)])


# -- reclaimed --------------------------------------------------------------------------------


def _reclaimed(row: Row, names: NameReader) -> Interpreted:
    nobody = names.signs("nobody")
    cell = ""
    if "taker" in row.columns.roles:
        taker, method = _words(names.parted(_cell(row, "taker"))), plain(_cell(row, "method"))
        cell = _cell(row, "taker")
        if _says_nobody(taker, nobody):
            taker, method = "", method or taker
    else:
        cell = _cell(row, "taker-and-method") or _cell(row, "method")
        taker, method = taker_and_method(cell, names)
    problems: list[Problem] = []
    if "taker" not in row.columns.roles and (second := glued_on(cell, names)):
        what = f"又写着一个承接部门“{shorten(second, 20)}”，也读作承接部门；若是连着下一项的文字，请改正"
        problems.append(NameProblem("holder-contradicted", what, second))
    parts = _parts(taker)
    if parts.marked or parts.support:  # 甲局（牵头）、乙局（配合）：…
        taker = "、".join(filter(None, (parts.lead, parts.support)))
    split = names.split(taker) if taker and not _EMPTY.fullmatch(taker) else NO_NAMES
    problems.extend(split.problems)
    mentions: tuple[Mention, ...] = split.mentions
    departments = split.departments
    problems.extend(broken_in(cell, mentions, problems))
    given_up = _says_nobody(method, nobody)
    if not departments and "taker" not in row.columns.roles:
        mentions = names.find(method)[:1]
        departments = tuple(mention.department for mention in mentions)
        if departments and not goes_on_with(method, mentions[0].start, nobody):
            what = f"承接部门不在冒号前面，从文字里读作{departments[0].name}，请核对"
            problems.append(NameProblem("holder-in-text", what, mentions[0].written))
    open_words = split.open_words
    if not departments and not given_up and not _HOLDERS.isdisjoint(row.columns.roles):
        unnamed = _UNNAMED.search(strip_blanks(strip_markup(cell or method)))
        if unnamed or open_words:
            open_words = open_words or (unnamed[0] if unnamed else "")
            what = f"承接的只写“{open_words}”，没有写明是哪个部门"
            problems.append(NameProblem("holder-open", what, cell.strip() or row.name))
        else:
            problems.append(_no_holder(row, cell, method))
    elif not departments and (left := _given_up_by(taker, method, nobody)):
        what = f"承接的写的是“{shorten(left, 40)}”，又写不再开展，请核对；两处都照录"
        problems.append(NameProblem("holder-contradicted", what, cell.strip()))
    elif departments and (words := says_no_more(method, nobody)):
        what = f"写了由{departments[0].name}承接，又写“{words}”，请核对；两处都照录"
        problems.append(NameProblem("holder-contradicted", what, cell.strip()))
    elif departments and not strip_blanks(method) and "taker-and-method" in row.columns.roles:
        what = "收回后怎么办（工作方式）没有写"
        problems.append(NameProblem("method-missing", what, cell.strip()))
    duty = Duty(
        row,
        departments,
        conveners=_conveners(row, split, parts.marked, names),
        mentions=mentions,
        open_ended=bool(open_words),
        open_words=open_words,
        method=method,
        discontinued=not departments and given_up,
        extra=_extra(row),
    )
    return Interpreted(duty, tuple(problems))


def _says_nobody(text: str, nobody: tuple[str, ...]) -> bool:
    """Whether a text says that the thing is not done any more."""
    words = strip_blanks(text)
    return any(word in words for word in nobody) or bool(_NO_LONGER.fullmatch(words))


def _given_up_by(taker: str, method: str, nobody: tuple[str, ...]) -> str:
    """Who stands before the words by which nobody does the thing any more, no body that is known."""
    before, colon, after = strip_blanks(method).partition("：")
    if colon and after.startswith(nobody) and before.endswith(_ENDS_OF_PLACES):
        return before
    return (
        "" if _EMPTY.fullmatch(taker) or not _says_nobody(method, nobody) else strip_blanks(taker)
    )


def _no_holder(row: Row, cell: str, method: str) -> NameProblem:
    words = strip_blanks(strip_markup(cell)) or strip_blanks(method)
    what = "收回事项没有写由谁承接，也没有写不再开展"
    if words:
        what += f"；这一格写的是“{shorten(words, 40)}”，认不出部门"
    return NameProblem("holder-unclear", what, cell.strip() or row.name)


def _words(cell: str) -> str:
    return fold_blanks(strip_markup(cell)).strip()
