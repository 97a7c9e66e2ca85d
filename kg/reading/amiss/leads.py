"""Leads: whether one body leads a row, and the clauses say the same of it as the column.

A column marks one body as leading (县公安局（牵头）、县教育局); two marks, or a clause by which another one leads, leave
open who does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from kg.bodies.names import NameReader
from kg.findings import shorten
from kg.folding import fold_forms, strip_markup
from kg.reading.rows import RowProblem
from kg.values import Department, Duty, ListKind

_LEADS = re.compile(
    r"\s{0,3}(?:[（(【\[](?:总?牵头|主责|主办)(?:单位|部门)?[)）】\]]|牵头(?=$|[、，,；;\s]))"
)
"""A mark right behind a body: ``县公安局（牵头）``."""
_LEADING = re.compile(r"(?:为|作为|是|负责|总)?牵头")
"""Words right behind a body by which it leads: ``由县民政局牵头``."""
_LABEL = re.compile(r"(?:牵头|主责|主办)(?:单位|部门)?[：:]")
_LEAST = 2
_MARKED = 6
_LONGEST = 2_000
_QUOTE = 60


def judge_leads(duties: Iterable[Duty], names: NameReader, problems: list[RowProblem]) -> None:
    """Add rows that do not agree with themselves, or with all others, on who leads to ``problems``."""
    several = []
    for duty in duties:
        if duty.row.kind is ListKind.COOPERATION and duty.mentions:
            problems.extend(_contradicted(duty, names))
            problems.extend(_supports_itself(duty, names))
            if len(duty.departments) > 1 and not duty.row.cell("supporting"):
                several.append(duty)
    problems.extend(_unmarked(several))


def _unmarked(duties: Sequence[Duty]) -> Iterator[RowProblem]:
    """The one row of several bodies that marks none as leading, where all others mark one."""
    odd = [duty for duty in duties if not duty.conveners]
    if len(odd) == 1 and len(duties) >= _MARKED:
        row = odd[0].row
        what = "别的各项几个部门里都标着由哪一个牵头，这一项没有标，请核对"
        quote = strip_markup(row.cell("departments") or "").strip()[:_QUOTE]
        yield RowProblem("department-doubtful", row.line, what, quote, row)


def _contradicted(duty: Duty, names: NameReader) -> Iterator[RowProblem]:
    cell = fold_forms(strip_markup(duty.row.cell("departments") or ""))[:_LONGEST]
    marked = _bodies_before(_LEADS, cell, names)
    said = _led(duty, names)
    what = ""
    if len(_LEADS.findall(cell)) >= _LEAST and not _LABEL.search(cell):
        names_of = "、".join(body.name for body in marked) or shorten(cell, 40)
        what = f"几个部门都标着牵头（{names_of}），由哪一个牵头请核对；照原样都读入"
    elif len(_LABEL.findall(cell)) >= _LEAST:
        what = "一格里写了两次由谁牵头，可能连着下一项的部门，请核对；照原样都读入"
    elif marked and said and not set(marked) & set(said):
        what = f"部门一栏标着“{marked[0].name}”牵头，条款里写的是“{said[0].name}”牵头，请核对；两处都照录"
    elif said and not marked and (other := _marked_supporting(said, duty)):
        what = f"部门一栏标着“{other.name}”配合，条款里写的是它牵头，请核对；两处都照录"
    elif duty.supporting and not duty.departments and not duty.row.cell("supporting"):
        what = "部门一栏里每个部门都标着配合，没有牵头的部门，请核对"
    if what:
        quote = strip_markup(duty.row.cell("departments") or "").strip()[:_QUOTE]
        yield RowProblem("department-doubtful", duty.row.line, what, quote, duty.row)


def _supports_itself(duty: Duty, names: NameReader) -> Iterator[RowProblem]:
    """A body that stands in the column of those that lead and in that of those that support."""
    cell = duty.row.cell("supporting") or ""
    leading = set(names.split(duty.row.cell("departments") or "").departments)
    both = [body for body in names.split(cell).departments if body in leading]
    if both:
        what = f"“{both[0].name}”在牵头、配合两栏里都有，配合部门可能写错了，请核对"
        quote = strip_markup(cell).strip()[:_QUOTE]
        yield RowProblem("department-doubtful", duty.row.line, what, quote, duty.row)


def _led(duty: Duty, names: NameReader) -> list[Department]:
    """The bodies that lead by the clauses of a row, either side's."""
    found = dict[Department, None]()
    for clause in (*duty.superior, *duty.township):
        for text in (clause.heading or "", clause.text):
            if "牵头" in text:
                found.update(dict.fromkeys(_bodies_before(_LEADS, text, names)))
                found.update(dict.fromkeys(_bodies_before(_LEADING, text, names)))
    return list(found)


def _bodies_before(mark: re.Pattern[str], text: str, names: NameReader) -> list[Department]:
    return [m.department for m in names.find(text[:_LONGEST]) if mark.match(text, m.end)]


def _marked_supporting(said: Sequence[Department], duty: Duty) -> Department | None:
    alone = [body for body in said if body in duty.supporting and body not in duty.departments]
    return alone[0] if alone and len(alone) == len(said) else None
