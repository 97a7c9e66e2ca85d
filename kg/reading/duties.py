"""Duties: rows interpreted — who is named in the column, which clauses each side has.

The reclaimed cell has three shapes: ``X局： text``, ``承接部门：X 工作方式：text`` and two blocks of
markup; or its two parts stand in columns of their own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kg.bodies.names import NO_NAMES, NameProblem, NameReader, Split
from kg.folding import fold_blanks, plain, strip_blanks, strip_markup
from kg.reading.clauses import ClauseProblem, read_clauses
from kg.values import Clause, Department, Duty, ListKind, Mention, Row

_LABEL = re.compile(
    r"(?P<lead>牵头|主责|主办|主管|责任|承接)?(?P<support>配合|协同|协办|协助|参与)?(?:部门|单位)[：:]"
)
_LEAD_MARK = re.compile(
    r"[（(](?:牵头|牵头单位|牵头部门|主责|主办|总牵头)[)）]|(?:牵头)(?=$|[、，,；;])"
)
_LABELLED = re.compile(
    r"\s*(?:承接|收回|承办|责任)(?:部门|单位|主体)\s*[：:]\s*(?P<taker>.*?)\s*"
    r"(?:工作|承接|履职|实施)(?:方式|措施|方法)\s*[：:]\s*(?P<method>.*)",
    re.DOTALL,
)
_TAKER_ONLY = re.compile(
    r"\s*(?:承接|收回|承办|责任)(?:部门|单位|主体)\s*[：:]\s*(?P<taker>.*)", re.DOTALL
)
_HEADED = re.compile(r"(?P<taker>[^：:。；]{2,90}?)\s*[：:]\s*(?P<method>.*)", re.DOTALL)
_NO_BODY = re.compile(r"[—\-–/无]*")
_EXTRA_ROLES = frozenset({"extra", "basis", "notes", "code"})
_LONGEST_NAME = 80
LONGEST_CLAUSE = 5_000
"""Longest clause in characters; real ones stay below 600."""
_ENDS_OF_BODIES = "局办委会室院部心站队社司"

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


def department_cell(row: Row) -> str:
    """The verbatim text that names the departments of a row, '' where none does."""
    if row.kind is ListKind.COOPERATION:
        return _parts(row.cell("departments") or "").lead
    if row.kind is ListKind.RECLAIMED:
        return row.cell("taker") or _taker_part(_words(row.cell("taker-and-method") or ""))
    return ""


def _extra(row: Row) -> tuple[tuple[str, str], ...]:
    if _EXTRA_ROLES.isdisjoint(row.columns.roles):
        return ()
    return tuple(
        (cell.header, plain(cell.text))
        for cell in row.cells
        if cell.role in _EXTRA_ROLES and cell.text.strip()
    )


# -- cooperation ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Parts:
    """A department cell by its labels: leading, supporting, texts marked 牵头."""

    lead: str
    support: str
    marked: tuple[str, ...]


def _cooperation(row: Row, names: NameReader) -> Interpreted:
    cell = row.cell("departments") or ""
    parts = _parts(cell)
    split = names.split(parts.lead)
    problems: list[Problem] = [*split.problems]
    support = parts.support
    if "supporting" in row.columns.roles:
        support = "、".join(filter(None, (support, row.cell("supporting"))))
    supporting: tuple[Department, ...] = ()
    if support:
        others = names.split(support)
        problems.extend(others.problems)
        supporting = tuple(d for d in others.departments if d not in split.departments)
    if not split.mentions:
        problems.append(NameProblem("department-missing", "没有写对应的上级部门", cell))
    duty = Duty(
        row,
        split.departments,
        supporting,
        _conveners(row, split, parts.marked, names),
        split.mentions,
        bool(split.open_words),
        split.open_words,
        superior=_clauses(row, "superior", names, problems),
        township=_clauses(row, "township", names, problems),
        extra=_extra(row),
    )
    return Interpreted(duty, tuple(problems))


@lru_cache(maxsize=1024)
def _parts(cell: str) -> _Parts:
    """Take ``牵头部门：A 配合部门：B`` apart."""
    text = strip_blanks(strip_markup(cell))
    marked = [
        text[max(0, match.start() - _LONGEST_NAME) : match.start()]
        for match in _LEAD_MARK.finditer(text)
    ]
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


def _clauses(row: Row, role: str, names: NameReader, problems: list[Problem]) -> tuple[Clause, ...]:
    cell = row.cell(role)
    if cell is None:
        return ()
    clauses, found = read_clauses(cell, names.read_heading)
    if found:
        problems.extend(found)
    longest = max((len(clause.text) for clause in clauses), default=0)
    if longest > LONGEST_CLAUSE:
        what = f"一条职责有 {longest:,} 个字，超过上限 {LONGEST_CLAUSE:,}；请检查文件是否损坏"
        problems.append(ClauseProblem("too-large", what, cell[:40]))
    if not clauses and not strip_blanks(strip_markup(cell)):
        problems.append(ClauseProblem("clause-missing", "职责一格是空的", row.name))
    return clauses


# -- reclaimed --------------------------------------------------------------------------------


def _reclaimed(row: Row, names: NameReader) -> Interpreted:
    taker_cell, method_cell = row.cell("taker"), row.cell("method")
    if taker_cell is not None:
        taker, method = _words(taker_cell), plain(method_cell or "")
    else:
        words = _words(row.cell("taker-and-method") or method_cell or "")
        taker, method = _taker_and_method(words, names)
    split = names.split(taker) if taker and not _NO_BODY.fullmatch(taker) else NO_NAMES
    mentions: tuple[Mention, ...] = split.mentions
    departments = split.departments
    if not departments and taker_cell is None:
        mentions = names.find(method)[:1]
        departments = tuple(mention.department for mention in mentions)
    duty = Duty(
        row,
        departments,
        mentions=mentions,
        open_ended=bool(split.open_words),
        open_words=split.open_words,
        method=method,
        discontinued=not departments,
        extra=_extra(row),
    )
    return Interpreted(duty, split.problems)


def _words(cell: str) -> str:
    return fold_blanks(strip_markup(cell)).strip()


def _taker_part(words: str) -> str:
    for pattern in (_LABELLED, _TAKER_ONLY, _HEADED):
        match = pattern.fullmatch(words)
        if match:
            return match["taker"]
    return ""


def _taker_and_method(words: str, names: NameReader) -> tuple[str, str]:
    """Split a reclaimed cell into the holder's name and the way of working."""
    labelled = _LABELLED.fullmatch(words)
    if labelled:
        return labelled["taker"], labelled["method"]
    alone = _TAKER_ONLY.fullmatch(words)
    if alone:
        return alone["taker"], ""
    headed = _HEADED.fullmatch(words)
    if headed and _is_name(headed["taker"], names):
        return headed["taker"], headed["method"]
    if not headed and names.read_heading(words):
        return words, ""
    return "", words


def _is_name(text: str, names: NameReader) -> bool:
    if names.read_heading(text):
        return True
    split = names.split(text)
    return bool(split.mentions) and len(text) <= 40 and text[-1] in _ENDS_OF_BODIES
