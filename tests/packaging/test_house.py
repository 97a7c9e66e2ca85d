"""House rules: what keeps the program readable to somebody who opens it for the first time."""

from __future__ import annotations

import csv
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import kg
from kg.patterns import Regex

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "kg").rglob("*.py"))
ROOMS = sorted({path.parent for path in SOURCES})
LINES = 400
MODULES = 20
PATTERN = 300


def test_no_module_is_longer_than_one_noun_needs() -> None:
    long = {str(p.relative_to(ROOT)): n for p in SOURCES if (n := lines(p)) > LINES}
    assert long == {}


def lines(path: Path) -> int:
    return path.read_text("utf-8").count("\n")


def test_no_room_has_more_modules_than_a_visitor_can_see() -> None:
    crowded = {
        str(room.relative_to(ROOT)): n
        for room in ROOMS
        if (n := sum(p.name != "__init__.py" for p in room.glob("*.py"))) > MODULES
    }
    assert crowded == {}


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: str(room.relative_to(ROOT)))
def test_every_room_says_what_it_is(room: Path) -> None:
    init = (room / "__init__.py").read_text("utf-8")
    assert init.startswith('"""')


def test_no_regular_expression_is_too_long_to_read() -> None:
    long = {where: len(p.pattern) for where, p in patterns() if len(p.pattern) > PATTERN}
    assert long == {}


TAUGHT_WITH_TORCH = (
    *(
        f"kg.asking.training.{name}"
        for name in ("encoding", "nets", "networks", "softmax", "understanding")
    ),
    "kg.checking.training.nearing",
)
"""Modules that need what is not installed for developing; they have no regular expressions."""


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """The regular expressions that modules keep, by module and name."""
    for module in pkgutil.walk_packages(kg.__path__, "kg."):
        if module.name == "kg.__main__" or module.name in TAUGHT_WITH_TORCH:
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, re.Pattern | Regex):
                yield (
                    f"{module.name}.{name}",
                    value if isinstance(value, re.Pattern) else value.compiled,
                )


@pytest.mark.parametrize("table", ["headers", "titles", "neutral"])
def test_no_pattern_of_a_table_is_too_long_to_edit(table: str) -> None:
    rows = pattern_rows(table)
    long = {line: len(pattern) for line, pattern in rows if len(pattern) > PATTERN}
    assert rows
    assert long == {}


def pattern_rows(table: str) -> list[tuple[int, str]]:
    """The regular expressions in a table of the vocabulary, by row.

    The ``pattern`` of functions.csv is none of them: a list of names, parted by ``;``.
    """
    path = ROOT / "build/vocabulary" / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        return [(number, row["pattern"]) for number, row in enumerate(csv.DictReader(lines), 2)]
