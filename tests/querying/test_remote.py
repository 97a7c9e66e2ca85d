"""The library against stores that others wrote, on loopback: oxigraph's server and Virtuoso.

Each test starts its own servers with what is installed; without them it is skipped with the reason.
"""

from __future__ import annotations

import os
import re
import socket
from collections import Counter
from collections.abc import Callable

import pytest
from click.testing import Result
from stores import NAMED, Other

from kg.errors import QueryError, StoreError, StoreMissing, UsageError
from kg.querying import library as queries
from kg.querying.push import push
from kg.querying.remote import RemoteGraph
from kg.querying.transport import Answer, Client
from kg.store.graph import Graph
from kg.store.prepared import BLOCK

JOINED = re.compile(r"GROUP_CONCAT\([^)]*\) AS \?(\w+)")
"""Columns of several values in one cell, whose order SPARQL 1.1 leaves open (section 18.5.1.7)."""


def same(rows: list[dict[str, str]], text: str = "") -> list[tuple[tuple[str, str], ...]]:
    joined = JOINED.findall(text)
    told = [
        {k: "; ".join(sorted(v.split("; "))) if k in joined else v for k, v in row.items()}
        for row in rows
    ]
    return sorted(tuple(sorted(row.items())) for row in told)


ALL = os.environ.get("KG_VIRTUOSO") == "all"
"""Virtuoso takes its time: it is asked the telling queries, or all of them."""
CONSTRUCT = re.compile(r"\b[A-Z][A-Z_]+\b|[!<>]=|[/|^<>!](?=[\s:?(])")
"""A word of SPARQL, a comparison, a mark of a path: ``COUNT``, ``!=``, the ``/`` of ``org:classification/rdfs:label``."""


def telling() -> list[queries.LibraryQuery]:
    """Queries that have each construct of the library's at least three times."""
    seen: Counter[str] = Counter()
    found = []
    for item in queries.library().values():
        here = set(CONSTRUCT.findall(re.sub(r'#.*|"[^"]*"|<[^>\s]*>', "", item.text)))
        if any(seen[construct] < 3 for construct in here):
            found.append(item)
            seen.update(here)
    return found


def test_every_library_query_answers_the_same_there(other: Other, graph: Graph) -> None:
    there = other.open()
    some = other.name == "virtuoso" and not ALL
    chosen = telling() if some else list(queries.library().values())
    assert len(chosen) > 20
    for item in chosen:
        values = {p.name: p.example for p in item.parameters if p.required}
        here = same(list(graph.rows(item.bind(graph, values))), item.text)
        told = same(list(there.rows(item.bind(there, values))), item.text)
        assert told == here, item.name


def test_scans_are_asked_for_once_and_words_never(
    oxigraph: Other, filled: Callable[[Other], Other], asked: list[str]
) -> None:
    questions = {"functions-by-load": {}, "numbering-slips": {}, "text": {"word": "防汛"}}
    answers, costs = [], []
    for _ in range(2):
        there = filled(oxigraph).open()  # as a second call of the program: only the files stay
        asked.clear()
        answers.append(
            [list(there.rows(queries.find(n).bind(there, v))) for n, v in questions.items()]
        )
        costs.append(list(asked))
    first, second = costs
    assert answers[0] == answers[1]
    assert all(answers[0])
    for name in ("functions-by-load", "numbering-slips"):
        for select in [m["select"].strip() for m in BLOCK.finditer(queries.find(name).text)]:
            assert sum(select in text for text in first) == 1
            assert not any(select in text for text in second)
    word = [text for text in second if "CONTAINS" in text]
    assert len(word) == 1
    assert word[0].count("VALUES ?iri {") == 4
    assert len(second) == len(questions) + 1  # and the checksum


def test_what_is_loaded_is_told(other: Other, graph: Graph) -> None:
    there = other.open()

    assert there.base == graph.base
    assert sorted(d["township"] for d in there.documents) == sorted(
        d["township"] for d in graph.documents
    )
    assert there.current_editions == graph.current_editions


def test_long_answers_come_in_pages(other: Other, graph: Graph) -> None:
    query = "SELECT ?s ?type WHERE { ?s a ?type . MINUS { ?s a :Responsibility } }"
    here = same(list(graph.table(query, "s")))
    there = list(other.open().pages(query, "s", 9_000))

    assert len(here) > 20_000
    assert same(there) == here
    assert [row["s"] for row in there] == sorted(row["s"] for row in there)


def test_a_key_with_more_rows_than_a_page_is_said(
    oxigraph: Other, filled: Callable[[Other], Other]
) -> None:
    with pytest.raises(QueryError, match="一页装不下"):
        list(filled(oxigraph).open().pages("SELECT ?t ?s WHERE { ?s a ?t }", "t", 50))


def test_an_answer_cut_off_is_no_answer(virtuoso: Other, filled: Callable[[Other], Other]) -> None:
    with pytest.raises(QueryError, match="10000"):
        filled(virtuoso).open().query("SELECT ?s ?type WHERE { ?s a ?type }")


def test_the_command_asks_an_endpoint(other: Other, kg: Callable[..., Result]) -> None:
    done = kg("query", "pushed-down", "-p", "department=木垒县水利局", *other.options)

    assert done.exit_code == 0, done.stderr
    assert "木垒县水利局（9 项）" in done.stdout
    assert "已载入 5 份清单" in done.stderr


def test_the_command_pushes(
    other: Other,
    small_graph: Graph,
    kg: Callable[..., Result],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    target = "https://example.org/second"
    monkeypatch.setenv("KG_PASSWORD", other.password)
    user = ["--user", other.user] if other.user else []
    store, triples = small_graph.generation.path.parent, small_graph.summary["triples"]
    for _ in range(2):  # the second time replaces the first
        done = kg("push", other.write, "--graph", target, "--store", store, *user)
        assert done.exit_code == 0, done.stderr
    count = f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{target}> {{ ?s ?p ?o }} }}"

    assert [int(row["n"]) for row in other.open("").rows(count)] == [triples]
    assert f"{triples:,}" in done.stdout


def test_ask_and_construct_work_there(other: Other) -> None:
    there = other.open()

    assert bool(there.query("ASK { ?s a :Duty }")) is True
    assert len(list(there.query("CONSTRUCT { ?s a :Duty } WHERE { ?s a :BasicDuty }"))) == 524  # type: ignore[arg-type]


def test_a_wrong_password_is_one_message(virtuoso: Other, graph: Graph) -> None:
    client = Client("dba", "wrong", wait=pytest.fail)
    with pytest.raises(QueryError, match=r"401 .*KG_PASSWORD"):
        push(graph, virtuoso.write, NAMED + "2", client)


def test_service_is_refused_before_it_leaves(other: Other) -> None:
    with pytest.raises(QueryError, match="SERVICE"):
        other.open().query("SELECT * { SERVICE <http://a.example/> { ?s ?p ?o } }")


def test_an_endpoint_without_lists_says_so(oxigraph: Other) -> None:
    with pytest.raises(StoreMissing, match="没有履职事项清单"):
        _ = RemoteGraph(oxigraph.query, "https://example.org/empty").documents


def test_a_syntax_error_there_is_one_message(oxigraph: Other) -> None:
    with pytest.raises(QueryError, match="400"):
        oxigraph.open().query("SELECT oops")


def test_nobody_there_is_one_message() -> None:
    waited: list[float] = []
    said: list[str] = []
    client = Client(say=said.append, wait=waited.append)

    with socket.socket() as silent:  # holds a port at which nobody listens
        silent.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/sparql"
        with pytest.raises(QueryError, match="没有答复"):
            client.send("POST", url, b"x", {})
    assert len(waited) == len(said) == 3
    assert "再试" in said[0]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.9.9.9", "[::1]"])
def test_this_machine_is_not_asked_through_a_proxy(
    host: str, listener: tuple[str, list[object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy, calls = listener
    monkeypatch.setenv("http_proxy", proxy)
    monkeypatch.delenv("no_proxy")
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        url = f"http://{host}:{silent.getsockname()[1]}/sparql"
        with pytest.raises(QueryError, match="没有答复"):
            Client(wait=lambda _: None).send("GET", url, None, {})
    assert calls == []

    with pytest.raises(QueryError, match="没有答复"):
        Client(wait=lambda _: None).send("GET", "http://a.example/sparql", None, {})
    assert calls


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://a.example/",
        "nonsense",
        "http://",
        "http://[",
        "http://a b/",
        "http://a/查询",
        "http://user:secret@a.example/",
        "http://a.example/store#part",
    ],
)
def test_only_web_addresses_are_asked(url: str) -> None:
    with pytest.raises(UsageError) as refused:
        RemoteGraph(url)
    assert "secret" not in str(refused.value)


ROWS_JSON = "application/sparql-results+json"
ROWS_XML = "application/sparql-results+xml"


@pytest.mark.parametrize(
    ("status", "media", "body"),
    [
        (200, "text/html", b"<html>sign in</html>"),
        (200, ROWS_XML, b"<html>sign in</html>"),
        (200, ROWS_XML, b""),
        (200, ROWS_XML, b'<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head>'),
        (200, ROWS_JSON, b'{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"uri",'),
        (200, ROWS_JSON, b'{"head":{"vars":["\xff"]},"results":{"bindings":[]}}'),
        (200, ROWS_JSON, b'{"head":{},"boolean":true}'),
        (200, ROWS_JSON, b'{"head":{"vars":[]},"results":{"bindings":[]}}'),
        (200, "text/turtle", b"<a> <b> nonsense"),
        (200, "text/plain", b""),
    ],
)
def test_an_answer_that_is_none_is_one_message(
    monkeypatch: pytest.MonkeyPatch, status: int, media: str, body: bytes
) -> None:
    monkeypatch.setattr(Client, "send", lambda *_: Answer(status, media, body))
    there = RemoteGraph("http://127.0.0.1:1/sparql")

    with pytest.raises((QueryError, StoreError), match=r"127\.0\.0\.1:1"):
        _ = there.checksum


@pytest.mark.parametrize(
    "command", [("query", "pushed-down", "-p", "department=县水利局"), ("stats",)]
)
def test_rows_of_something_else_are_one_message(
    command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, kg: Callable[..., Result]
) -> None:
    body = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"1"}}]}}'
    monkeypatch.setattr(Client, "send", lambda *_: Answer(200, ROWS_JSON, body))
    done = kg(*command, "--endpoint", "http://127.0.0.1:1/sparql")

    assert done.exit_code == 1
    assert isinstance(done.exception, SystemExit)
    assert "回答里没有所问的" in done.stderr


def test_a_graph_that_is_not_there_is_no_answer_about_a_department(
    other: Other, kg: Callable[..., Result]
) -> None:
    where = ("--endpoint", other.query, "--graph", "https://example.org/typo")
    done = kg("query", "pushed-down", "-p", "department=县水利局", *where)

    assert done.exit_code == 1
    assert "没有履职事项清单" in done.stderr
    assert "https://example.org/typo" in done.stderr


def test_an_endpoint_that_has_moved_is_one_message(monkeypatch: pytest.MonkeyPatch) -> None:
    moved = Answer(302, "text/plain", b"", {"location": "/elsewhere"})
    monkeypatch.setattr(Client, "_exchange", lambda *_: moved)

    with pytest.raises(QueryError, match="302 → /elsewhere"):
        RemoteGraph("http://127.0.0.1:1/sparql").query("ASK {}")
