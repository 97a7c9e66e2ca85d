"""人大 and 人大办公室, 政协 and 政协办公室: who asks for the body is told of its office, everywhere; not the other way."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from click.testing import Result

from kg.asking.engine import asker
from kg.building import Build
from kg.checking.entry import Checker
from kg.errors import QueryError
from kg.querying.library import find
from kg.store.graph import Graph
from kg.views.catalogue import make

Run = Callable[..., Result]
BODIES = {"县人大": 5, "县人大常委会": 5, "县人大办公室": 2, "县政协": 5, "县政协办": 2, "县委党史研究室": 5,
          "党史研究室": 5, "伊宁县人大": 1, "玛纳斯县人大": 1, "木垒县政协": 1, "伊宁县政协办公室": 1}  # fmt: skip
"""A body as people name it, and in how many of the five lists it hands something down."""


def asked(graph: Graph, name: str) -> int:
    return asker(graph).ask(f"{name}把哪些事项交给乡镇配合").evidence_total


@pytest.mark.parametrize(("name", "duties"), BODIES.items())
def test_a_query_a_view_and_an_answer_count_the_same(graph: Graph, name: str, duties: int) -> None:
    rows = list(graph.rows(find("pushed-down").bind(graph, {"department": name})))
    view = make(graph, "department", [name])

    assert len(rows) == duties
    assert f"交办 {duties} 项" in view.headline.zh
    assert asked(graph, name) == duties


def test_an_office_that_no_list_prints_is_not_the_body(graph: Graph) -> None:
    with pytest.raises(QueryError):
        find("pushed-down").bind(graph, {"department": "木垒县人大办公室"})
    answer = asker(graph).ask("木垒县人大办公室把哪些事项交给乡镇配合")

    assert answer.status.value != "answered"


@pytest.mark.parametrize(
    "name", ["县人大", "玛纳斯县人大", "县人大办公室", "玛纳斯县人大常委会办公室"]
)
def test_the_entry_check_knows_the_office_in_the_column(graph: Graph, name: str) -> None:
    result = Checker(graph).check("组织人大代表参加视察调研", "六户地镇", name)

    assert result["asker"]["leads"] is True


def test_the_office_does_not_lead_where_the_body_does(graph: Graph) -> None:
    result = Checker(graph).check("组织人大代表参加视察调研", "东城镇", "县人大办公室")

    assert not result["asker"]["leads"]


def test_the_command_says_both(kg: Run, five: Build) -> None:
    done = kg(
        "query", "pushed-down", "-p", "department=县人大", "--format", "json", "--store", five.store
    )
    bodies = {row["department"]["value"] for row in json.loads(done.stdout)["results"]["bindings"]}

    assert {"木垒县人大", "玛纳斯县人大常委会办公室"} <= bodies
