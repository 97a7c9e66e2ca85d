"""The library: every query runs as it stands, has its expected answer, and binds values safely."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from kg.building import Build
from kg.errors import QueryError
from kg.querying import library as queries
from kg.store.graph import Graph
from kg.store.prepared import Table

NAMES = sorted(queries.library())


@pytest.mark.parametrize("name", NAMES)
def test_a_query_gives_the_expected_number_of_rows(name: str, graph: Graph) -> None:
    query = queries.find(name)

    assert len(list(graph.rows(query.text))) == query.expected_rows


@pytest.mark.parametrize("name", NAMES)
def test_a_query_holds_the_rows_its_file_promises(name: str, graph: Graph) -> None:
    query = queries.find(name)
    rows = list(graph.rows(query.text))

    assert bool(query.expected) == bool(rows)
    for expected in query.expected:
        assert any(expected.items() <= row.items() for row in rows), expected


@pytest.mark.parametrize("name", NAMES)
def test_a_query_is_described_in_both_languages(name: str) -> None:
    query = queries.find(name)

    assert query.title
    assert query.title_en.isascii()
    assert query.description
    assert query.description_en.isascii()
    assert query.keywords


@pytest.mark.parametrize("name", NAMES)
def test_binding_the_examples_equals_the_file(name: str, graph: Graph) -> None:
    query = queries.find(name)
    needed = {p.name: p.example for p in query.parameters if p.required}

    assert list(graph.rows(query.bind(graph, needed))) == list(graph.rows(query.text))


@pytest.mark.parametrize(
    ("department", "count"),
    [
        ("县水利局", 45),
        ("水利局", 45),
        ("木垒县水利局", 9),
        ("伊宁县水利局", 13),
        ("昌吉市水利局", 8),
        ("县人社局", 25),
    ],
)
def test_departments_are_found_as_people_write_them(
    graph: Graph, department: str, count: int
) -> None:
    bound = queries.find("pushed-down").bind(graph, {"department": department})

    assert len(list(graph.rows(bound))) == count


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"department": "木垒县海洋渔业局"}, "没有部门"),
        ({"department": "吉木萨尔县水利局"}, "没有部门"),
        ({"department": "木垒县城市管理局"}, "没有部门"),
        ({"department": '水利局" } SERVICE'}, "没有部门"),
        ({"departmnt": "水利局"}, "没有参数"),
        ({}, "需要参数"),
    ],
)
def test_a_wrong_value_is_refused_with_a_reason(
    graph: Graph, values: dict[str, str], message: str
) -> None:
    with pytest.raises(QueryError, match=message):
        queries.find("pushed-down").bind(graph, values)


def test_a_function_is_found_without_its_county(graph: Graph) -> None:
    bound = queries.find("function-by-county").bind(graph, {"function": "县人社局"})

    assert {row["department"] for row in graph.rows(bound)} >= {"木垒县人力资源和社会保障局"}


def test_every_parameter_narrows_its_query(graph: Graph) -> None:
    for query in queries.library().values():
        examples = {p.name: p.example for p in query.parameters}
        for optional in (p.name for p in query.parameters if not p.required):
            needed = {n: v for n, v in examples.items() if n == optional or _required(query, n)}
            narrow = len(list(graph.rows(query.bind(graph, needed))))
            assert narrow <= (query.expected_rows or 0), (query.name, optional)
            assert "UNDEF" not in query.bind(graph, needed)


def _required(query: queries.LibraryQuery, name: str) -> bool:
    return any(p.name == name and p.required for p in query.parameters)


def test_a_near_name_is_offered(graph: Graph) -> None:
    with pytest.raises(QueryError, match="木垒县水利局"):
        queries.find("pushed-down").bind(graph, {"department": "木磊县水利局"})


def test_an_unknown_query_offers_near_ones() -> None:
    with pytest.raises(QueryError, match="pushed-down"):
        queries.find("push-down")


def test_text_is_bound_not_pasted(graph: Graph) -> None:
    bound = queries.find("text").bind(graph, {"word": '") } # '})

    assert list(graph.rows(bound)) == []


@pytest.mark.parametrize(
    "department", ["县市场监督管理局", "县市监局", "各县市的市监局", "市场监管"]
)
def test_a_name_that_begins_like_a_county_is_found_in_every_county(
    graph: Graph, department: str
) -> None:
    bound = queries.find("pushed-down").bind(graph, {"department": department})
    expected = queries.find("pushed-down").bind(graph, {"department": "市场监督管理局"})

    assert list(graph.rows(bound)) == list(graph.rows(expected))


def test_a_short_form_of_one_list_does_not_choose_that_county(graph: Graph) -> None:
    bound = queries.find("pushed-down").bind(graph, {"department": "公安"})

    assert len({row["county"] for row in graph.rows(bound)}) == 5


def test_a_party_organ_is_found_by_its_official_name(graph: Graph) -> None:
    bound = queries.find("pushed-down").bind(graph, {"department": "中共木垒县委组织部"})

    assert {row["department"] for row in graph.rows(bound)} == {"木垒县委组织部"}


@pytest.mark.parametrize("number", ["²", "③", "一", "-1", "1e3", "9" * 19, "9" * 5000])
def test_what_is_no_number_is_refused(graph: Graph, number: str) -> None:
    with pytest.raises(QueryError, match="whole number"):
        queries.find("several-departments").bind(graph, {"least": number})


@pytest.mark.parametrize("value", ["", "  ", None, True, 1.5, ["水利"]])
def test_a_value_that_is_none_is_refused_and_not_left_out(graph: Graph, value: object) -> None:
    with pytest.raises(QueryError, match="参数 word"):
        queries.find("text").bind(graph, {"word": value})  # type: ignore[dict-item]


def test_a_whole_number_from_python_is_a_number(graph: Graph) -> None:
    query = queries.find("several-departments")

    assert query.bind(graph, {"least": 5}) == query.bind(graph, {"least": "5"})


def test_what_has_no_rows_is_one_message(graph: Graph) -> None:
    with pytest.raises(QueryError, match="SELECT"):
        list(graph.rows("ASK {}"))


@pytest.mark.parametrize("name", ["department", "list", "number"])
def test_a_long_value_is_not_repeated_in_full(graph: Graph, name: str) -> None:
    query = next(q for q in queries.library().values() for p in q.parameters if p.type == name)
    values = {p.name: p.example for p in query.parameters if p.required}
    wanted = next(p.name for p in query.parameters if p.type == name)

    with pytest.raises(QueryError) as refused:
        query.bind(graph, values | {wanted: "水" * 100_000})

    assert len(str(refused.value)) < 500


def test_bytes_that_are_no_text_are_refused_with_a_reason(graph: Graph) -> None:
    with pytest.raises(QueryError, match="UTF-8"):
        queries.find("text").bind(graph, {"word": "\udcff"})


def test_words_of_a_list_are_no_place_for_a_parameter(
    graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = '"VALUES ?t { UNDEF } # param township"'
    monkeypatch.setattr(
        Graph, "prepared", lambda *_: Table(("iri", "t", "class", "text"), ((words,) * 4,))
    )
    bound = queries.find("repeated-clauses").bind(graph, {"township": "木垒县东城镇"})

    assert bound.count(words) == 4


@pytest.mark.parametrize(
    ("pairs", "message", "code"),
    [
        (["department=县水利局", "department=县公安局"], "参数重复", 2),
        (["department="], "参数 department 是空的", 1),
    ],
)
def test_a_parameter_given_twice_or_empty_is_refused(
    kg: Callable[..., Result], five: Build, pairs: list[str], message: str, code: int
) -> None:
    options = [part for pair in pairs for part in ("-p", pair)]
    done = kg("query", "pushed-down", *options, "--store", five.store)

    assert (done.exit_code, done.stdout) == (code, "")
    assert message in done.stderr


def test_a_table_holds_no_commands_for_a_terminal(
    kg: Callable[..., Result], five: Build, tmp_path: Path
) -> None:
    query = tmp_path / "q.rq"
    query.write_text(r'SELECT ("a\u001b]0;b\u0007c\u202e" AS ?x) {}', "utf-8")
    done = kg("query", query, "--store", five.store)

    assert done.exit_code == 0
    assert "a�]0;b�c�" in done.stdout
