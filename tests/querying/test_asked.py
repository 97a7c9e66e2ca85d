"""kg.open(): library questions by name, SPARQL as it is."""

from __future__ import annotations

import pytest

import kg
from kg.building import Build
from kg.errors import QueryError
from kg.querying.asked import AskedGraph


@pytest.fixture(scope="module")
def opened(five: Build) -> AskedGraph:
    return kg.open(five.store)


def test_a_library_question_is_asked_by_name(opened: AskedGraph) -> None:
    rows = list(opened.rows("pushed-down", department="县水利局"))

    assert len(rows) == 45
    assert all(":" in row["source"] for row in rows)


def test_its_parameters_may_be_numbers(opened: AskedGraph) -> None:
    assert list(opened.rows("duty-evidence", township="东城镇", list="配合", number=12))


@pytest.mark.parametrize(
    ("name", "values"),
    [("pushed-down", {}), ("pushed-dwn", {}), ("townships", {"x": "y"}), ("ASK {}", {"x": "y"})],
)
def test_what_cannot_be_asked_is_said(
    opened: AskedGraph, name: str, values: dict[str, str]
) -> None:
    with pytest.raises(QueryError):
        list(opened.rows(name, **values))


def test_sparql_stays_sparql(opened: AskedGraph) -> None:
    assert [row["n"] for row in opened.rows("SELECT (COUNT(*) AS ?n) { ?d a :Duty }")] == ["1258"]
