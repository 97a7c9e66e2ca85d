"""The library against the source: rows counted again without any of the program's reading.

The five lists are tab-separated text, one duty a line; this file reads them on its own and compares
sets of (document, list, number) or counts with what the queries answer.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import pytest

from kg.querying import library as queries
from kg.resources import folder
from kg.store.graph import Graph

KINDS = {"承接": "reclaimed", "对应": "cooperation"}
DEADLINES = (
    "日内 小时内 工作日 月底 年底 每年 每季度 每月 每周 每半年 期限 时限 天内 月内 年内".split()
)

GLUED = {("changji-miaoergou-2025-07.txt", 270), ("manasi-liuhudi.txt", 270)}
"""Two columns lack the 、 between two bodies (read in the source)."""


@dataclass(frozen=True)
class Line:
    """One duty line of a source file, blanks and tags removed."""

    file: str
    line: int
    list: str
    number: int
    category: str
    name: str
    departments: str
    superior: str
    township: str

    @property
    def body(self) -> str:
        parts = {"basic": "", "cooperation": self.superior + "|" + self.township}
        return parts.get(self.list, re.sub("^承接部门[：:]", "", self.departments))

    @property
    def key(self) -> tuple[str, str, int]:
        return self.file, self.list, self.number

    @property
    def holder(self) -> str:
        """The department of a reclaimed row: what stands before the colon or 工作方式."""
        return re.split("工作方式|[：:]", re.sub("^承接部门[：:]", "", self.departments))[0]


@cache
def lines() -> tuple[Line, ...]:
    found = []
    for path in sorted(folder("sources").glob("*.txt")):
        kind = ""
        for number, text in enumerate(path.read_text("utf-8").split("\n"), 1):
            cells = [re.sub(r"<[^>]*>|\s+", "", cell) for cell in text.split("\t")]
            if cells[0] == "序号":
                header = "".join(cells)
                kind = next((v for k, v in KINDS.items() if k in header), "basic")
            elif cells[0].isdigit() and kind and len(cells) > 2:
                cells += [""] * (6 - len(cells))
                found.append(Line(path.name, number, kind, int(cells[0]), *cells[1:6]))
    return tuple(found)


def several(line: Line) -> int:
    """How many bodies a column names."""
    bodies = {part for part in re.split("[、，]", line.departments) if part}
    return len(bodies) + ((line.file, line.line) in GLUED)


def keys(wanted: Callable[[Line], bool]) -> set[tuple[str, str, int]]:
    return {line.key for line in lines() if wanted(line)}


SETS: dict[str, Callable[[Line], bool]] = {
    "pushed-down": lambda x: x.list == "cooperation" and "水利局" in x.departments,
    "reclaimed-by": lambda x: x.list == "reclaimed" and "水利局" in x.holder,
    "named": lambda x: "处罚" in x.name,
    "task-status": lambda x: "烟花爆竹" in x.name,
    "text": lambda x: "防汛" in x.name + "|" + x.body,
    "assessment": lambda x: "考核" in x.name + "|" + x.body,
    "clause-text": lambda x: "应急演练" in x.body,
    "deadlines": lambda x: any(word in x.body for word in DEADLINES),
    "duty-clauses": lambda x: x.list == "cooperation" and "机电井管理" in x.name,
    "category-duties": lambda x: x.category == "市场监管",
    "township-duties": lambda x: x.file.startswith("mulei"),
    "open-ended": lambda x: x.list == "cooperation" and re.search("等|其他", x.departments) is not None,
    "discontinued": lambda x: x.list == "reclaimed" and x.departments == "不再开展此项工作",
    "no-convener": lambda x: x.list == "cooperation" and several(x) > 1,
    "several-departments": lambda x: x.list == "cooperation" and several(x) >= 5,
    "duty-evidence": lambda x: x.file.startswith("mulei") and x.key[1:] == ("cooperation", 4),
    "no-township-clause": lambda x: x.list == "cooperation" and not x.township,
    "reports-to": lambda x: x.file.startswith("mulei") and bool(re.search("报[^；。，]{0,3}县水利局", x.township)),
    "how-reclaimed": lambda x: x.list == "reclaimed" and bool(re.search("不再.*考核|^不再开展", x.body)),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(SETS))
def test_a_query_finds_the_rows_of_the_source_and_no_others(name: str, graph: Graph) -> None:
    rows = list(graph.rows(queries.find(name).text))
    answered = {
        (row["document"], row.get("list", "cooperation"), int(row["number"])) for row in rows
    }

    assert answered == keys(SETS[name])


def test_other_departments_are_those_of_both_sides_each_with_its_source(graph: Graph) -> None:
    lines_of = {(line.file, line.line): line for line in lines()}
    for row in graph.rows(queries.find("other-department").text):
        for names, source in (("departments", "source"), ("otherDepartments", "otherSource")):
            file, _, at = row[source].rpartition(":")
            printed = re.split("[、，]", lines_of[file, int(at)].departments)

            assert len(row[names].split("; ")) == len(printed)
        assert row["department"] in row["departments"].split("; ")
        assert row["department"] not in row["otherDepartments"]


def test_counts_by_list_equal_the_source(graph: Graph) -> None:
    counted = Counter((line.file, line.list) for line in lines())
    rows = {row["township"]: row for row in graph.rows(queries.find("townships").text)}
    documents = {row["township"]: row for row in graph.rows(queries.find("documents").text)}

    for township, row in rows.items():
        file = documents[township]["document"]
        for kind in ("basic", "cooperation", "reclaimed"):
            assert int(row[kind]) == counted[file, kind]
    assert len(rows) == len({file for file, _ in counted})


def test_counts_by_category_equal_the_source(graph: Graph) -> None:
    counted = Counter((line.category, line.list) for line in lines())

    for row in graph.rows(queries.find("category-counts").text):
        for kind in ("basic", "cooperation", "reclaimed"):
            assert int(row[kind]) == counted[row["categoryName"], kind], row


def test_counts_of_one_function_equal_the_source(graph: Graph) -> None:
    rows = list(graph.rows(queries.find("function-by-county").text))

    assert sum(int(row["pushedDown"]) for row in rows) == len(keys(SETS["pushed-down"]))
    assert sum(int(row["takenBack"]) for row in rows) == len(keys(SETS["reclaimed-by"]))


def test_no_name_stands_twice_in_a_township(graph: Graph) -> None:
    twice = [k for k, n in Counter((x.file, x.name) for x in lines()).items() if n > 1]

    assert len(list(graph.rows(queries.find("repeated-names").text))) == len(twice)


@pytest.mark.parametrize("name", sorted(queries.library()))
def test_a_row_that_cites_a_line_is_found_there(name: str, graph: Graph) -> None:
    at = {(line.file, line.line): line for line in lines()}
    for row in graph.rows(queries.find(name).text):
        if {"document", "line", "number", "duty"} <= row.keys():
            line = at[row["document"], int(row["line"])]
            assert line.number == int(row["number"])
            assert re.sub(r"\s", "", row["duty"]) == line.name
