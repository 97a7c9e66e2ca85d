"""The gate against forms made to slip through: nothing goes out, proved with a listening socket."""

from __future__ import annotations

import contextlib

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import QueryError
from kg.graph import Graph
from kg.sparql import refuse_dataset, refuse_outward

HOME = "http://x.example/"
SLIPPERY = [
    "PREFIX : <http://x.example/> SELECT * { SERVICE:a { ?s ?p ?o } }",
    "PREFIX x: <http://x.example/> SELECT * { SERVICEx:a { ?s ?p ?o } }",
    "PREFIX x: <http://x.example/> SELECT * { SERVICESILENTx:a { ?s ?p ?o } }",
    "SELECT * { SERVICESILENT<http://x.example/>{ ?s ?p ?o } }",
    "SELECT * { ?s ?p trueSERVICE<http://x.example/>{ ?s ?p ?o } }",
    "SELECT * { ?s ?p 1e1SERVICE<http://x.example/>{ ?s ?p ?o } }",
    'SELECT * { ?s ?p "a"@en.SERVICE <http://x.example/> { ?s ?p ?o } }',
    'SELECT * { # \\u000A """\n SERVICE <http://x.example/> { ?s ?p ?o } # """\n }',
    "SELECT * { SERVICE SILENT <http://x.example/> { ?s ?p ?o } }",
]
"""Forms that some parsers take for the keyword; the engine's does (measured with a socket)."""

PIECES = [
    *"""SERVICE|service|SILENT|{|}|<URL>|x:a|:a|?s|?p|.|;| |#|\"|\"\"\"|'|'''|\\|\\u0022|\\u0053|\\u000A|1|true|@en|^^|<|>|(|)\nFILTER|OPTIONAL|GRAPH|UNION|a|,|_:b|%41|EXISTS|&&""".replace(
        "\n", "|"
    ).split("|"),
    "\n",
]


def test_the_listener_hears_a_query_without_the_gate(listener: tuple[str, list[object]]) -> None:
    url, calls = listener
    for query in SLIPPERY[:2]:
        with contextlib.suppress(OSError):
            list(ox.Store().query(query.replace(HOME, url)))  # type: ignore[arg-type]
    assert calls
    calls.clear()


@pytest.mark.parametrize("query", SLIPPERY)
def test_what_slips_through_elsewhere_is_refused(
    graph: Graph, listener: tuple[str, list[object]], query: str
) -> None:
    url, calls = listener
    with pytest.raises(QueryError, match="SERVICE"):
        graph.query(query.replace(HOME, url))
    assert calls == []


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.sampled_from(PIECES), max_size=14),
    st.sampled_from(["", "?s ?p ?o . ", "?s ?p ?o OPTIONAL {", "?s ?p "]),
)
def test_nothing_goes_out_whatever_the_query(
    listener: tuple[str, list[object]], pieces: list[str], start: str
) -> None:
    url, calls = listener
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode(url), ox.NamedNode(url), ox.Literal("1")))
    middle = "".join(pieces).replace("<URL>", f"<{url}>")
    for end in ("", "{ ?s ?p ?o }", "SERVICE:a{}", f"SERVICE<{url}>{{}}"):
        query = f"PREFIX : <{url}> PREFIX x: <{url}> SELECT * {{ {start}{middle}{end} }}"
        with contextlib.suppress(QueryError, SyntaxError, OSError, ValueError):
            refuse_outward(query)
            list(store.query(query))  # type: ignore[arg-type]
    assert calls == []


@pytest.mark.parametrize(
    "query",
    [
        "PREFIX SERVICE: <http://x.example/> SELECT * { SERVICE:a ?p ?o }",
        "PREFIX service: <http://x.example/> SELECT * { GRAPH service:a { ?s ?p ?o } }",
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    ],
)
def test_a_name_that_only_looks_so_passes(query: str) -> None:
    refuse_outward(query)


def test_a_dataset_of_its_own_is_refused() -> None:
    with pytest.raises(QueryError, match="FROM"):
        refuse_dataset("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }")
    refuse_dataset('SELECT * { ?from ?p "FROM" } # FROM')
