"""The tools benchmarks rest on: engines in processes of their own, rows compared, pages of figures."""

from __future__ import annotations

import functools
import os
import time
from collections import Counter
from pathlib import Path

import engines
import pages
import pytest

from kg.querying import library as queries
from kg.store.graph import Graph

POSIX = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs os.fork")


def wait(_: Path) -> engines.Engine:
    """An engine that takes as many seconds as the job's text says."""

    def ask(job: engines.Job) -> str:
        if job.name == "broken":
            raise ValueError("no such luck")
        time.sleep(float(job.text))
        return job.name

    return ask


def job(name: str, seconds: float = 0.0) -> engines.Job:
    return engines.Job(name, {}, str(seconds))


def test_every_query_is_asked_also_where_its_examples_are_not_loaded(small_graph: Graph) -> None:
    asked = {job.name: job for job in engines.jobs(small_graph)}

    assert list(asked) == sorted(queries.library())
    assert asked["township-duties"].values == {"township": "云溪县竹林镇"}
    assert asked["pushed-down"].values == {"department": "县水利局"}
    assert asked["who-handles"].values["word"] == queries.find("who-handles").parameters[0].example


def test_a_late_engine_is_replaced_and_the_next_job_is_answered(tmp_path: Path) -> None:
    with engines.Worker(wait, tmp_path) as worker:
        assert worker.ask(job("early"), 30) == "early"
        assert worker.ask(job("late", 60), 0.2) is None
        assert worker.ask(job("next"), 30) == "next"
        assert "no such luck" in str(worker.ask(job("broken"), 30))
        assert worker.ask(job("after"), 30) == "after"


@POSIX
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")  # threads of the test runner
def test_a_query_is_ended_by_its_time_and_costs_at_least_that() -> None:
    def spin(_: engines.Job) -> engines.Answer:
        while True:
            pass

    found = engines.forked(spin, job("endless"), 1)

    assert found.rows is None
    assert 0.9 <= found.cpu < 3


@POSIX
def test_rdflib_and_this_program_answer_the_same_rows(small_graph: Graph) -> None:
    asked = {job.name: job for job in engines.jobs(small_graph)}
    rdflib = functools.partial(engines.rdflib_answers, seconds=60)
    with (
        engines.Worker(engines.answers, small_graph.directory) as ours,
        engines.Worker(rdflib, small_graph.directory) as theirs,
    ):
        for name in ("documents", "township-duties", "category-counts"):
            one, other = ours.ask(asked[name], 60), theirs.ask(asked[name], 60)
            assert one.rows == other.rows
            assert one.rows


def test_numbers_are_compared_by_value_and_texts_with_their_language() -> None:
    xsd = "http://www.w3.org/2001/XMLSchema#"
    cell = engines._literal
    assert cell("1.50", None, f"{xsd}decimal") == cell("1.5", None, f"{xsd}decimal")
    assert cell("1", None, f"{xsd}integer") != cell("1", None, f"{xsd}string")
    assert cell("水", "zh", "") != cell("水", None, "")
    assert Counter([(cell("a", None, ""),)] * 2) != Counter([(cell("a", None, ""),)])


def test_a_table_goes_between_its_marks_and_nothing_else_changes(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("a\n<!-- one -->\nold\n<!-- /one -->\nb\n", "utf-8")
    text = pages.table(["水", "n"], [("x", 1)])

    for _ in range(2):
        pages.replace(page, "one", text)

    assert page.read_text("utf-8") == (
        "a\n<!-- one -->\n\n| 水 | n |\n| --- | ---: |\n| x | 1 |\n\n<!-- /one -->\nb\n"
    )
    with pytest.raises(ValueError, match="0 places"):
        pages.replace(page, "two", text)


def test_the_page_of_measurements_has_the_places_the_scripts_write_to(tmp_path: Path) -> None:
    original = Path(__file__).resolve().parents[2] / "docs" / "measurements.md"
    page = tmp_path / "measurements.md"
    page.write_bytes(original.read_bytes())

    for mark in ("scale", "engines"):
        pages.replace(page, mark, "x")
