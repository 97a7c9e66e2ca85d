"""Unnumbered: clauses that lost their number and became the end of the one before.

A numbered clause may have a ； of its own, but of seventeen lists none goes on behind it with a body of its row, none is the
only one of its cell, and a list that has no such clause in its first fifty has none at all: there the number is gone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.findings import shorten
from kg.folding import fold_forms
from kg.reading.rows import RowProblem
from kg.values import Clause, Duty, ListKind

_STOP = re.compile(r"[；;。]\s*(?=[^\s）)”])")
"""The end of a sentence inside a clause: ``发布预警；县水利局巡查``."""
_BY = "由"
_MANY = 50
"""Numbered clauses of a list of which only one goes on behind a stop."""
_OTHERS, _FEW = 10, 0.1
_QUOTE = 60


def judge_unnumbered(duties: Sequence[Duty], problems: list[RowProblem]) -> None:
    """Add clauses that seem to hold the next one, too, to ``problems``."""
    said = {p.line for p in problems if p.kind == "clause-number-slip"}
    for kind in ListKind:
        found = [duty for duty in duties if duty.row.kind is kind]
        inner: list[tuple[Duty, str]] = []
        numbered = 0
        for duty in found:
            for side, clauses in (("s", duty.superior), ("t", duty.township)):
                if not any(clause.printed for clause in clauses):
                    continue
                numbered += len(clauses)
                going = [(n, c) for n, c in enumerate(clauses, 1) if _STOP.search(c.text)]
                inner.extend((duty, clause.text) for _, clause in going)
                if duty.row.line not in said:
                    problems.extend(_lost(duty, side, clauses, going))
        problems.extend(_bare(found))
        if len(inner) == 1 and numbered >= _MANY and inner[0][0].row.line not in said:
            duty, text = inner[0]
            problems.append(_problem(duty, text, "别的有编号的各条里都没有分号、句号"))


def _lost(
    duty: Duty, side: str, clauses: Sequence[Clause], going: Sequence[tuple[int, Clause]]
) -> Iterator[RowProblem]:
    """The first clause of a side that goes on as another one would begin."""
    bodies = {*duty.departments, *duty.supporting}
    for number, clause in going:
        named = [
            words for body, words, at in duty.named if at == f"{side}{number}" and body in bodies
        ]
        text = fold_forms(clause.text)
        starts = [text[stop.end() :].removeprefix(_BY) for stop in _STOP.finditer(text)]
        if any(start.startswith(words) for start in starts for words in named):
            yield _problem(duty, clause.text, "分号、句号后面又是这一项的部门")
            return
        if len(clauses) == 1:
            yield _problem(duty, clause.text, "一格里只有这一个编号")
            return


def _bare(duties: Sequence[Duty]) -> Iterator[RowProblem]:
    """Sides of several sentences without a number, where those of nearly all others have one each."""
    for side in ("superior", "township"):
        several, bare = 0, []
        for duty in duties:
            clauses = duty.superior if side == "superior" else duty.township
            if len(clauses) > 1 and all(clause.printed for clause in clauses):
                several += 1
            elif len(clauses) == 1 and not clauses[0].printed and _STOP.search(clauses[0].text):
                bare.append((duty, clauses[0].text))
        if several >= _OTHERS and len(bare) <= _FEW * several:
            for duty, text in bare:
                yield _problem(duty, text, "别的各项几条职责都编了号")


def _problem(duty: Duty, text: str, why: str) -> RowProblem:
    what = f"这一条像是两条连成的，后一条可能丢了编号（{why}），请核对：“{shorten(text, 40)}”"
    return RowProblem("clause-number-slip", duty.row.line, what, text[:_QUOTE], duty.row)
