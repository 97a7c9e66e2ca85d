"""Roles: the words by which a list says who does what, as a table people edit.

``build/vocabulary/roles.csv`` holds one role a row. A role is recognised by words that stand before
the other body (会同某局, 上报某局) or after the body that has the role (某局牵头, 报某局审批).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.frozen import frozen
from kg.patterns import regex

AXES = frozenset({"work", "control", "flow"})
"""Who answers for the work, who controls it, what goes where: three axes, never compared."""

PARTIES = frozenset({"agent", "partner", "target"})
"""Whom a role points to: the one who does it, one who does it with them, or the one it is done to."""

REQUIRED = frozenset(
    "leads convenes supports cooperatesOn reclaimed relievedOf acts actsWith guides authorises "
    "reportsTo filesWith".split()
)
"""Roles the program itself gives; the table must have them."""

_ID = regex(r"[a-z]+(?:[A-Z][a-z]+)*")


@frozen
class Role:
    """One role: what it is called and which words show it.

    ``strength`` orders the roles of the work axis (who answers for it), 0 elsewhere. ``before``
    words stand before the other body, ``after`` words after the body that has the role.
    """

    id: str
    name: str
    name_en: str
    axis: str
    party: str
    strength: int
    before: tuple[str, ...]
    after: tuple[str, ...]


def read_roles(rows: Iterable[tuple[str, dict[str, str]]], problems: list[str]) -> dict[str, Role]:
    """Turn the rows of the table, each with its file:line, into roles; report what is wrong."""
    roles: dict[str, Role] = {}
    owners: dict[tuple[str, str], str] = {}
    for where, row in rows:
        role = row["role"]
        if not _ID.fullmatch(role) or not row["name"] or not row["name_en"]:
            problems.append(f"{where}: 角色代码或名称有误 (bad role id or name missing): {role!r}")
        if row["axis"] not in AXES:
            problems.append(
                f"{where}: axis 应为以下之一 (must be one of) {', '.join(sorted(AXES))}: {row['axis']!r}"
            )
        if row["party"] not in PARTIES:
            problems.append(
                f"{where}: party 应为以下之一 (must be one of) "
                f"{', '.join(sorted(PARTIES))}: {row['party']!r}"
            )
        if not re.fullmatch(r"\d", row["strength"]):
            problems.append(f"{where}: strength 应为 0–9 (must be a digit): {row['strength']!r}")
        words = {column: _words(row[column]) for column in ("before", "after")}
        for column, listed in words.items():
            for word in listed:
                owner = owners.setdefault((column, word), role)
                if owner != role:
                    problems.append(
                        f"{where}: “{word}”已属于 {owner} (belongs to another row already)"
                    )
        roles[role] = Role(
            role,
            row["name"],
            row["name_en"],
            row["axis"],
            row["party"],
            int(row["strength"]) if row["strength"].isdigit() else 0,
            words["before"],
            words["after"],
        )
    missing = sorted(REQUIRED - roles.keys())
    if missing:
        problems.append(f"roles.csv: 缺少角色 (roles are missing): {', '.join(missing)}")
    return roles


def _words(cell: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in re.split("[;；]", cell) if word.strip())
