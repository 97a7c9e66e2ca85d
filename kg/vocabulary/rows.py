"""Rows: what the rows of the vocabulary's tables become, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kg.frozen import frozen
from kg.patterns import regex
from kg.vocabulary import compiled
from kg.vocabulary.roles import read_roles
from kg.vocabulary.tables import wrong_pattern

BRANCHES = frozenset(
    "government party discipline mass-organisation peoples-congress cppcc court procuratorate "
    "vertical enterprise institution military".split()
)
"""Branches a kind of office may belong to."""

Rows = list[tuple[str, dict[str, str]]]
"""Rows of a table, each with its file:line."""

_LEVELS = frozenset("nation province prefecture county".split())
_SLUG = regex(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


@frozen
class Function:
    """A kind of office: what a 水利局 is in any county.

    ``name`` is the standard name without place, ``names`` further full names kept when printed,
    ``forms`` spellings that stand for ``name``. ``patterns`` are templates of vertical bodies, the
    first one the standard; those in ``own_patterns`` are kept when printed. ``stems`` stand for
    the office in enumerations (公安、住建…), ``generic`` words mean such offices at any level.
    """

    id: str
    name: str
    name_en: str
    branch: str
    names: tuple[str, ...]
    forms: tuple[str, ...]
    broader: str
    patterns: tuple[str, ...]
    own_patterns: frozenset[str]
    stems: tuple[str, ...]
    generic: tuple[str, ...]

    def meant(self, form: str) -> str:
        """The full name a spelling is short for: 发改局 for 发展和改革局, not 发展和改革委员会.

        The standard name where it fits, no other does, or a second name is beside it in brackets; of
        several others the shortest.
        """
        if "（" in form or _short_for(form, self.name):
            return self.name
        return min((n for n in self.names if _short_for(form, n)), key=len, default=self.name)


def _short_for(form: str, name: str) -> bool:
    """Whether a spelling leaves only characters of a name out, and not its end."""
    rest = iter(name)
    return form[-1] == name[-1] and all(character in rest for character in form)


@frozen
class Category:
    """A duty category (事项类别) with its colloquial forms."""

    id: str
    name: str
    name_en: str
    forms: tuple[str, ...]


@frozen
class PlaceRow:
    """One row of the table of divisions."""

    code: str
    name: str
    level: str
    parent: str
    aliases: tuple[str, ...]
    bare: str


def split(cell: str) -> tuple[str, ...]:
    """The words of a cell, set apart by semicolons of either width."""
    if not cell:
        return ()
    return tuple(part.strip() for part in cell.replace("；", ";").split(";") if part.strip())


def _functions(rows: Rows, problems: list[str]) -> dict[str, Function]:
    functions: dict[str, Function] = {}
    owners: dict[str, str] = {}
    for where, row in rows:
        slug = row["function"]
        if not _SLUG.fullmatch(slug):
            problems.append(f"{where}: function 只能用小写字母、数字和连字符 (bad slug): {slug!r}")
        if not row["name"]:
            problems.append(f"{where}: 缺少名称 (name is missing)")
        if row["branch"] not in BRANCHES:
            problems.append(
                f"{where}: branch 应为以下之一 (must be one of) "
                f"{', '.join(sorted(BRANCHES))}: {row['branch']!r}"
            )
        function = Function(
            slug,
            row["name"],
            row["name_en"],
            row["branch"],
            split(row["names"]),
            split(row["forms"]),
            row["broader"],
            split(row["pattern"]),
            frozenset(split(row["own_patterns"])),
            split(row["stems"]),
            split(row["generic"]),
        )
        for spelling in (function.name, *function.names, *function.forms):
            if spelling in owners and owners[spelling] != slug:
                problems.append(
                    f"{where}: “{spelling}”已属于 {owners[spelling]} (belongs to another row already)"
                )
            owners[spelling] = slug
        functions[slug] = function
    for where, row in rows:
        if row["broader"] and row["broader"] not in functions:
            problems.append(f"{where}: broader 指向不存在的行 (no such function): {row['broader']}")
    return functions


def _stand_ins(rows: Rows, problems: list[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for where, row in rows:
        if not row["a"] or not row["b"] or row["a"] == row["b"]:
            problems.append(f"{where}: a、b 应是两类不同的机构 (two kinds of office are wanted)")
        for one, other in ((row["a"], row["b"]), (row["b"], row["a"])):
            found.setdefault(one, {})[other] = None
    return {one: tuple(others) for one, others in found.items()}


def _categories(rows: Rows, problems: list[str]) -> dict[str, Category]:
    categories: dict[str, Category] = {}
    for where, row in rows:
        if not _SLUG.fullmatch(row["category"]) or not row["name"]:
            problems.append(f"{where}: 类别代码或名称有误 (bad category)")
        categories[row["category"]] = Category(
            row["category"], row["name"], row["name_en"], split(row["forms"])
        )
    return categories


def _places(rows: Rows, problems: list[str]) -> dict[str, PlaceRow]:
    places: dict[str, PlaceRow] = {}
    for where, row in rows:
        if row["level"] not in _LEVELS:
            problems.append(f"{where}: level 有误 (bad level): {row['level']!r}")
        aliases = split(row["aliases"]) if row["aliases"] else ()
        places[row["code"]] = PlaceRow(
            row["code"], row["name"], row["level"], row["parent"], aliases, row["bare"]
        )
    return places


def _headers(
    rows: Rows, problems: list[str], column: str = "role"
) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The first column and the pattern of each row, compiled when it is used."""
    for where, row in rows:
        if compiled.holds(Path(where.rpartition(":")[0])):
            break  # they were tried when the tables were compiled
        if wrong := wrong_pattern(row["pattern"]):
            problems.append(f"{where}: {wrong}")
    return tuple((row[column], regex(row["pattern"])) for _, row in rows)


def _titles(rows: Rows, problems: list[str]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return _headers(rows, problems, "list")


def _signs(rows: Rows, problems: list[str]) -> dict[str, tuple[str, ...]]:
    return {row["sign"]: split(row["words"]) for _, row in rows}


READERS: dict[str, Callable[[Rows, list[str]], Any]] = {
    "functions": _functions,
    "stand_ins": _stand_ins,
    "categories": _categories,
    "places": _places,
    "headers": _headers,
    "titles": _titles,
    "signs": _signs,
    "roles": read_roles,
}
"""Table → what makes values of its rows and adds what is wrong with them to the problems."""
