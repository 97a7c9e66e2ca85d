"""The column of departments held against the clauses: who stands there and is in no clause, or twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.bodies.names import NameReader
from kg.folding import fold_blanks, longest_run, strip_blanks
from kg.values import Clause, Department, Duty

Slip = tuple[str, str, str]
"""Kind, message and the words of the source."""

_BLANK = re.compile(r"[\u4e00-\u9fff]{1,12}[ \u3000\u00a0]+[\u4e00-\u9fff]{1,12}")


def silent_departments(
    duty: Duty, acting: bool, named: set[Department], names: NameReader, column: str
) -> Iterator[Slip]:
    """Departments of the column whose name no clause writes, though others' names are written.

    ``named`` are those that the clauses give a part to in any words: 水利、气象等部门.
    """
    text = "\n".join(f"{clause.heading or ''}\n{clause.text}" for clause in duty.superior)
    written = {mention.department for mention in names.find(text)}
    others = any(department in written for department in duty.departments)
    for department in duty.departments:
        if department in written or not (others or (acting and department not in named)):
            continue
        if department in named:
            message = f"“对应上级部门”列了{department.name}，条款里没有写它的名称，只用别的话提到"
        else:
            message = f"“对应上级部门”列了{department.name}，条款里没有提到它"
        yield "department-without-clause", message, longest_run(column)


def silent_leads(duty: Duty, named: set[Department], column: str) -> Iterator[Slip]:
    """Who is marked as leading in the column and stands in no clause."""
    for responsibility in duty.responsibilities:
        party = responsibility.party
        if (
            responsibility.role == "convenes"
            and responsibility.side is None
            and isinstance(party, Department)
            and party not in named
        ):
            message = f"栏里写明{party.name}牵头，条款里没有写它做什么"
            yield "lead-without-clause", message, longest_run(column)


def listed_twice(duty: Duty, column: str) -> Iterator[Slip]:
    """One body with two names, or named twice, in one list of departments."""
    first: dict[Department, str] = {}
    for mention in duty.mentions:
        if not mention.department.known:
            continue
        before = first.setdefault(mention.department, mention.written)
        if before != mention.written:
            message = (
                f"一栏里“{before}”和“{mention.written}”是同一部门{mention.department.name}；算一个"
            )
            yield "body-twice", message, longest_run(column)


def blanks_in_names(duty: Duty, column: str) -> Iterator[Slip]:
    """Blanks inside the name of a department, as page layout leaves them; not those between two names."""
    whole = [strip_blanks(mention.written) for mention in duty.mentions]
    whole += [strip_blanks(department.name) for department in duty.departments]
    for match in _BLANK.finditer(column):
        joined = strip_blanks(match[0])
        before, after = match[0].split()[0], match[0].split()[-1]
        if any(joined in name for name in whole) and not {before, after} <= set(whole):
            yield "word-blank", f"部门名称中间有空格，读作“{fold_blanks(match[0])}”", match[0]


def unnumbered(clauses: Sequence[Clause]) -> Iterator[Slip]:
    """Clauses without a number among numbered ones, those under one heading taken by themselves."""
    groups: dict[str | None, list[Clause]] = {}
    for clause in clauses:
        groups.setdefault(clause.heading, []).append(clause)
    # What stands before the first heading is numbered for the whole cell.
    whole = any(clause.printed for clause in groups.get(None, ()))
    for group in groups.values():
        bare = [clause for clause in group if not clause.printed]
        if bare and (whole or len(bare) < len(group)):
            message = f"有编号的条款中间有 {len(bare)} 条没有编号；照样各算一条"
            yield "clause-unnumbered", message, bare[0].quote
