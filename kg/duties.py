"""Duties: rows interpreted — who is named in the column, which clauses each side has.

The reclaimed cell has three shapes: ``X局： text``, ``承接部门：X 工作方式：text`` and two blocks of
markup; or its two parts stand in columns of their own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.clauses import ClauseProblem, read_clauses
from kg.folding import fold_blanks, plain, strip_blanks, strip_markup
from kg.names import NameProblem, NameReader, Split
from kg.records import Clause, Department, Duty, ListKind, Mention, Row

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
_AGENT = re.compile(r"^由?")
_NO_BODY = re.compile(r"[—\-–/无]*")

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
        return row.cell("departments") or ""
    if row.kind is ListKind.RECLAIMED:
        return row.cell("taker") or _taker_part(_words(row.cell("taker-and-method") or ""))
    return ""


def _extra(row: Row) -> tuple[tuple[str, str], ...]:
    return tuple(
        (cell.header, plain(cell.text))
        for cell in row.cells
        if cell.role in {"extra", "basis", "notes", "code"} and cell.text.strip()
    )


def _cooperation(row: Row, names: NameReader) -> Interpreted:
    cell = row.cell("departments") or ""
    lead, support, marked = _labelled_parts(cell)
    split = names.split(lead)
    supporting = names.split("、".join(filter(None, (support, row.cell("supporting") or ""))))
    problems: list[Problem] = [*split.problems, *supporting.problems]
    if not split.mentions:
        problems.append(NameProblem("department-missing", "没有写对应的上级部门", cell))
    conveners = _conveners(row, split, marked, names)
    superior = _clauses(row, "superior", names, problems)
    township = _clauses(row, "township", names, problems)
    duty = Duty(
        row,
        split.departments,
        tuple(d for d in supporting.departments if d not in split.departments),
        conveners,
        split.mentions,
        bool(split.open_words),
        split.open_words,
        superior=superior,
        township=township,
        extra=_extra(row),
    )
    return Interpreted(duty, tuple(problems))


def _labelled_parts(cell: str) -> tuple[str, str, tuple[str, ...]]:
    """Take ``牵头部门：A 配合部门：B`` apart: (leading, supporting, texts marked 牵头)."""
    text = strip_blanks(strip_markup(cell))
    marked = [text[: match.start()] for match in _LEAD_MARK.finditer(text)]
    labels = list(_LABEL.finditer(text))
    if not labels or labels[0].start() > 0:
        return (_LEAD_MARK.sub("", text) if marked else cell), "", tuple(marked)
    lead, support = [], []
    for label, following in zip(labels, [*labels[1:], None], strict=True):
        part = text[label.end() : following.start() if following else None].strip("；;，,、。")
        (support if label["support"] and not label["lead"] else lead).append(part)
        if label["lead"] == "牵头":
            marked.append(part)
    return "、".join(lead), "、".join(support), tuple(marked)


def _conveners(
    row: Row, split: Split, marked: tuple[str, ...], names: NameReader
) -> tuple[Department, ...]:
    """Bodies the source marks 牵头 for the duty as a whole: by the header, a label or a mark."""
    if any(cell.role == "departments" and "牵头" in cell.header for cell in row.cells):
        return split.departments
    found: list[Department] = []
    for part in marked:
        mentions = names.split(part).mentions
        if mentions:
            found.extend(
                [mentions[-1].department] if "、" in part else [m.department for m in mentions]
            )
    return tuple(dict.fromkeys(d for d in found if d in split.departments))


def _clauses(row: Row, role: str, names: NameReader, problems: list[Problem]) -> tuple[Clause, ...]:
    cell = row.cell(role)
    if cell is None:
        return ()
    if not strip_blanks(strip_markup(cell)):
        problems.append(ClauseProblem("clause-missing", "职责一格是空的", row.name))
        return ()
    clauses, found = read_clauses(cell, names.read_heading)
    problems.extend(found)
    return clauses


def _reclaimed(row: Row, names: NameReader) -> Interpreted:
    taker_cell, method_cell = row.cell("taker"), row.cell("method")
    if taker_cell is not None:
        taker, method = _words(taker_cell), plain(method_cell or "")
    else:
        words = _words(row.cell("taker-and-method") or method_cell or "")
        taker, method = _taker_and_method(words, names)
    split = names.split(taker) if taker and not _NO_BODY.fullmatch(taker) else Split((), "", ())
    problems: list[Problem] = list(split.problems)
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
    return Interpreted(duty, tuple(problems))


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
    if names.read_heading(words):
        return words, ""
    headed = _HEADED.fullmatch(words)
    if headed and _is_name(headed["taker"], names):
        return headed["taker"], headed["method"]
    return "", words


def _is_name(text: str, names: NameReader) -> bool:
    if names.read_heading(text):
        return True
    split = names.split(text)
    return bool(split.mentions) and len(text) <= 40 and text[-1] in "局办委会室院部心站队社司"
