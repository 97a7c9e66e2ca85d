"""A duty by its list and number: one reader of such names for every command."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

import kg as package
from kg.building import Build
from kg.errors import QueryError
from kg.querying.lookup import Lookup
from kg.querying.numbered import all_of, duty, named
from kg.store.graph import Graph
from kg.vocabulary.running import Numbered, numbered

Run = Callable[..., Result]


@pytest.mark.parametrize(
    ("text", "township", "kind", "number"),
    [
        ("东城镇配合第33项", "东城镇", "cooperation", 33),
        ("东城镇 配合12", "东城镇", "cooperation", 12),
        ("配合12", "", "cooperation", 12),
        ("东城镇收回清单第三项", "东城镇", "reclaimed", 3),
        ("东城镇上级部门收回事项清单第一百零二项", "东城镇", "reclaimed", 102),
        ("木垒县东城镇的基本履职事项清单的第１２项", "木垒县东城镇", "basic", 12),
        ("基本二十", "", "basic", 20),
        ("第十二项", "", "", 12),
        ("东城镇清单第5项", "东城镇", "", 5),
        ("東城镇 c-012", "东城镇", "cooperation", 12),
    ],
)
def test_a_list_and_a_number_are_read(text: str, township: str, kind: str, number: int) -> None:
    assert numbered(text) == Numbered(township, kind, number)


@pytest.mark.parametrize(
    "text",
    ["农业水价调整工作", "配合", "第三", "12", "第12条例", "2025年7月", "", "防汛 12", "两", "百"],
)
def test_what_says_something_else_is_no_number(text: str) -> None:
    assert numbered(text) is None


def test_a_number_that_several_townships_have_is_asked_back(graph: Graph) -> None:
    with pytest.raises(QueryError, match="有 5 项") as raised:
        duty(graph, "配合12")

    assert "东城镇 配合12" in str(raised.value)


def test_a_number_that_stands_in_several_lists_is_asked_back(graph: Graph) -> None:
    with pytest.raises(QueryError, match="有 3 项"):
        duty(graph, "东城镇第12项")


def test_a_number_beyond_the_list_is_said(graph: Graph) -> None:
    with pytest.raises(QueryError, match="没有“东城镇配合999”这一项"):
        duty(graph, "东城镇配合999")


def test_the_context_gives_the_township(graph: Graph) -> None:
    found = duty(graph, "配合12", "东城镇")

    assert found is not None
    assert found.label == "木垒县东城镇 配合12 农业水价调整工作"
    assert named(graph, "农业水价调整工作", "东城镇") == found


@pytest.mark.parametrize(
    "arguments",
    [
        ("query", "duty-parties", "-p", "duty=东城镇配合第12项"),
        ("query", "duty-departments", "-p", "duty=东城镇配合12"),
        ("query", "duty-evidence", "-p", "duty=东城镇配合十二"),
        ("query", "duty-clauses", "-p", "name=东城镇配合第12项"),
        ("query", "same-duty", "-p", "name=东城镇配合12"),
        ("query", "task-status", "-p", "name=配合12", "-p", "township=东城镇"),
        ("matters", "东城镇配合第12项"),
    ],
)
def test_every_command_that_takes_a_duty_takes_list_and_number(
    kg: Run, five: Build, arguments: tuple[str, ...]
) -> None:
    done = kg(*arguments, "--store", five.store)

    assert done.exit_code == 0, done.stderr
    assert "农业水价调整工作" in done.stdout


@pytest.mark.parametrize("kind", ["duty", "matter"])
@pytest.mark.parametrize("name", ["东城镇配合第12项", "东城镇 配合12"])
def test_a_view_takes_list_and_number_in_one_word_or_two(
    kg: Run, five: Build, tmp_path: Path, kind: str, name: str
) -> None:
    done = kg("view", kind, *name.split(), "-o", tmp_path / "v.html", "--store", five.store)

    assert done.exit_code == 0, done.stderr
    assert "农业水价调整工作" in (tmp_path / "v.html").read_text("utf-8")


def test_a_decision_is_kept_by_key_whatever_way_it_is_written(
    kg: Run, five: Build, tmp_path: Path
) -> None:
    pair = ("东城镇配合第16项", "652328104/2025-07/r-003")
    done = kg("matters", "--reject", *pair, "--vocabulary", tmp_path / "v", "--store", five.store)

    assert done.exit_code == 0, done.stderr
    assert "652328104/2025-07/c-016,652328104/2025-07/r-003" in (
        (tmp_path / "v" / "matters.csv").read_text("utf-8")
    )


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("东城镇配合第33项", 1),
        ("收回3", 5),
        ("第12项", 15),
        ("12345", 0),
        ("防汛 12", 0),
        ("外地镇配合3", 0),
    ],
)
def test_a_number_may_name_several(graph: Graph, text: str, rows: int) -> None:
    assert len(all_of(graph, text)) == rows


def test_search_finds_a_duty_by_its_number(kg: Run, graph: Graph) -> None:
    done = kg("search", "东城镇配合第33项", "--json", "--store", graph.directory)

    assert done.exit_code == 0
    assert "机电井管理" in done.stdout
    assert len(done.stdout.splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("伊宁县数字化发展局", "清单里写作“县政府办（数字化发展局）”，即“伊宁县人民政府办公室”"),
        ("县地震局", "没有部门“县地震局”"),
    ],
)
def test_a_second_name_in_brackets_is_told_whose_it_is(graph: Graph, name: str, said: str) -> None:
    with pytest.raises(QueryError, match=re.escape(said)):
        Lookup.of(graph).department(name)
    answer = package.ask(f"{name}把哪些事项交给乡镇配合", store=graph)
    assert answer.status == "not_found"
    assert ("伊宁县人民政府办公室" in answer.suggestions) is ("（" in said)
