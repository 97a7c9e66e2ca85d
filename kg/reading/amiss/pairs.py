"""Pairs: columns that go together, of which one is empty where the other has words.

A body and what it does, a holder and the way of working, those that lead and those that support: where most rows have
both, a row with one of them lost the other; where many have the wrong one the headers were exchanged.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.findings import shorten
from kg.folding import fold_forms, strip_blanks, strip_markup
from kg.reading.headers import OF_SUPPORTING
from kg.reading.rows import RowProblem
from kg.values import Duty, ListKind

_FEWEST = 3
_MANY = 0.2
"""Of the rows of sound lists with columns for those that lead and support none has the latter only."""
_MOST = 0.75
_FEW = 0.15
_BY = "由"
_QUOTE = 60


def judge_pairs(duties: Sequence[Duty], problems: list[RowProblem]) -> None:
    """Add rows, and headers, of which one of two columns that go together has no words to ``problems``."""
    helps = [duty for duty in duties if duty.row.kind is ListKind.COOPERATION]
    taken = [duty for duty in duties if duty.row.kind is ListKind.RECLAIMED]
    exchanged = [
        *_mostly(
            [d for d in helps if d.supporting and not d.departments],
            [d for d in helps if d.supporting],
            "只写了配合部门，没有牵头、主责部门；两栏的表头可能对调了",
        ),
        *_mostly(
            [d for d in helps if _has(d, OF_SUPPORTING) and not _has(d, "superior")],
            [d for d in helps if _has(d, OF_SUPPORTING)],
            "只写了配合部门的职责，没有主责部门的；两栏的表头可能对调了",
        ),
    ]
    problems.extend(exchanged)
    listed = [d for d in helps if "departments" in d.row.columns.roles]
    bare = [d for d in listed if not (d.departments or d.supporting or d.open_words)]
    if len(bare) >= _FEWEST and 2 * len(bare) > len(helps):
        what = f"配合清单 {len(helps)} 项里有 {len(bare)} 项没有读到部门；写部门的一栏可能认错了"
        row = bare[0].row
        problems.append(RowProblem("department-column-missing", row.line, what, row.name, row))
    if not exchanged:
        said = {problem.line for problem in problems if problem.kind == "clause-missing"}
        problems.extend(_of_supporting([d for d in helps if d.row.line not in said]))
        problems.extend(_other_bodies_duty(helps))
    problems.extend(_without_method(taken))
    problems.extend(_led_by_another(helps))


def _has(duty: Duty, role: str) -> bool:
    return bool(strip_blanks(strip_markup(duty.row.cell(role) or "")).strip("—-－/无"))


def _mostly(odd: Sequence[Duty], among: Sequence[Duty], why: str) -> Iterator[RowProblem]:
    if len(odd) >= _FEWEST and len(odd) > _MANY * len(among):
        row = odd[0].row
        what = f"有 {len(odd)} 项{why}：“{shorten(row.name, 30)}”"
        yield RowProblem("columns-swapped", row.line, what, row.name, row)


def _of_supporting(duties: Sequence[Duty]) -> Iterator[RowProblem]:
    """Supporting bodies without duties, or such duties without a body, where most rows have both or none."""
    told = [d for d in duties if OF_SUPPORTING in d.row.columns.roles]
    odd = [d for d in told if bool(d.supporting) is not _has(d, OF_SUPPORTING)]
    if len(odd) > (1 - _MOST) * len(told):
        what = f"有 {len(odd)} 项只写了配合部门或它的职责中的一样；这两栏可能错了行"
        last = odd[-1].row.number
        what += f"，请核对第 {odd[0].row.number} 项至第 {last} 项"
        yield _problem("cell-misplaced", odd[0], what, odd[0].row.name)
        return
    for duty in odd:
        what = (
            "写了配合部门，没有写它的职责"
            if duty.supporting
            else "写了配合部门的职责，没有写是哪个部门"
        )
        yield _problem("clause-missing", duty, f"{what}（别的各项两栏都写或都不写）", duty.row.name)


def _other_bodies_duty(duties: Sequence[Duty]) -> Iterator[RowProblem]:
    """A clause in the column of those that lead that begins with a body that supports."""
    for duty in duties:
        if not _has(duty, OF_SUPPORTING):
            continue
        own = len(duty.superior) - sum(clause.heading is not None for clause in duty.superior)
        for number, clause in enumerate(duty.superior[:own], 1):
            text = fold_forms(clause.text).removeprefix(_BY)
            for body, words, at in duty.named:
                helps = body in duty.supporting and body not in duty.departments
                if helps and at == f"s{number}" and text.startswith(words):
                    what = (
                        f"主责部门的职责里有一条以配合部门“{words}”开头，两栏的部门或职责可能对调了，"
                        f"请核对：“{shorten(clause.text, 30)}”"
                    )
                    yield _problem("department-doubtful", duty, what, clause.text)
                    break


def _led_by_another(duties: Sequence[Duty]) -> Iterator[RowProblem]:
    """A row whose duties begin with a body that supports, where those of nearly all others begin with one that leads."""
    first = [
        (duty, next((body for body, _, at in duty.named if at == "s1"), None))
        for duty in duties
        if duty.supporting and duty.departments
    ]
    told = [(duty, body) for duty, body in first if body]
    odd = [
        (duty, body)
        for duty, body in told
        if body in duty.supporting and body not in duty.departments
    ]
    if len(told) < _FEWEST or len(odd) > _FEW * len(told):
        return
    for duty, body in odd:
        what = f"职责里先写的是“{body.name}”，栏里它是配合部门；别的各项都先写牵头部门，两栏可能对调了，请核对"
        yield _problem("department-doubtful", duty, what, duty.row.name)


def _without_method(duties: Sequence[Duty]) -> Iterator[RowProblem]:
    """A duty with a holder and an empty way of working, where nearly all others have one."""
    told = [d for d in duties if {"taker", "method"} <= set(d.row.columns.roles) and d.departments]
    odd = [duty for duty in told if not strip_blanks(duty.method)]
    if len(told) >= _FEWEST and len(odd) <= (1 - _MOST) * len(told):
        for duty in odd:
            what = "收回后怎么办（工作方式）没有写，别的各项都写了"
            yield _problem("method-missing", duty, what, duty.row.name)


def _problem(kind: str, duty: Duty, what: str, quote: str) -> RowProblem:
    return RowProblem(kind, duty.row.line, what, quote[:_QUOTE], duty.row)
