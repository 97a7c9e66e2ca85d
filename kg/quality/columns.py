"""The column of departments held against the clauses: who stands there and is in no clause."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kg.bodies.names import NameReader
from kg.folding import longest_run
from kg.values import Clause, Department, Duty

Slip = tuple[str, str, str]
"""Kind, message and the words of the source."""


def silent_departments(
    duty: Duty,
    acting: bool,
    named: set[Department],
    names: NameReader,
    wider: Mapping[str, str],
    column: str,
) -> Iterator[Slip]:
    """Departments of the column whose name no clause writes, though others' names are written.

    ``named`` are those that the clauses give a part to in any words: 水利、气象等部门. An office
    (县政协办) counts as written where the body that it serves is (县政协): ``wider`` says which.
    """
    text = "\n".join(f"{clause.heading or ''}\n{clause.text}" for clause in duty.superior)
    written = {mention.department for mention in names.find(text)}
    served = {(department.code, department.function) for department in written}
    written |= {d for d in duty.departments if (d.code, wider.get(d.function, "")) in served}
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
