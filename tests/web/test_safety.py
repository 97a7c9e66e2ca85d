"""The endpoint stays up: limits end what takes too much, and others are answered meanwhile."""

from __future__ import annotations

import contextlib
import socket
import sys
import time
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from serving import HANGS, Site, alive, message, serving

from kg.building import Build

SECONDS, ROWS, ANSWER, REQUEST, PATIENCE = 1.5, 5_000, 1, 64, 2.0
CARTESIAN = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
GREEDY = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f"
PATH = "SELECT (COUNT(*) AS ?n) { ?s (:|!:)* ?o . ?o (:|!:)* ?t . ?t (:|!:)* ?u }"
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="address space is bounded on POSIX only")


@pytest.fixture(scope="module")
def site(five: Build) -> Iterator[Site]:
    """A server with tight limits."""
    options = {
        "--time-limit": SECONDS,
        "--memory-limit": 300,
        "--max-rows": ROWS,
        "--max-answer": ANSWER,
        "--max-request": REQUEST,
        "--workers": 2,
        "--waiting": 6,
        "--patience": PATIENCE,
    }
    pairs = [str(part) for option in options.items() for part in option]
    with serving(five.store, *pairs) as started:
        yield started


@pytest.mark.parametrize("query", [CARTESIAN, PATH])
def test_a_query_that_takes_too_long_is_ended(site: Site, query: str) -> None:
    start = time.monotonic()
    answer = site.get(query)

    # On a busy machine a Cartesian product may meet the memory limit first: it is ended all the same.
    assert answer.status == 504 or (query == CARTESIAN and answer.status == 507)
    assert (f"{SECONDS:g} 秒" if answer.status == 504 else "内存") in message(answer)
    assert time.monotonic() - start < SECONDS + HANGS
    assert alive(site)


@POSIX
def test_a_query_that_takes_too_much_memory_is_ended(site: Site) -> None:
    answer = site.get(GREEDY)

    assert answer.status in {504, 507}
    assert "上限" in message(answer)
    assert alive(site)


@POSIX
def test_the_memory_limit_is_the_query_s_and_not_what_an_open_store_reserves(five: Build) -> None:
    with serving(five.store, "--workers", "2", "--memory-limit", "64") as small:
        answers = [small.get("SELECT * { ?s :number ?n } LIMIT 100").status for _ in range(4)]
        greedy = small.get(GREEDY)

    assert answers == [200] * 4
    assert greedy.status == 507
    assert "64 MiB" in message(greedy)


def test_a_query_nested_too_deeply_is_refused(site: Site) -> None:
    answer = site.post("SELECT * " + "{" * 20_000 + "}" * 20_000)

    assert answer.status == 400
    assert "50 层" in message(answer)
    assert alive(site)


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv"])
def test_too_many_rows_are_refused(site: Site, name: str) -> None:
    query = "SELECT ?x { ?s :number ?x } LIMIT "
    just = site.get(query + str(ROWS), format=name)
    over = site.get(query + str(ROWS + 1), format=name)

    assert just.status == 200
    assert over.status == 422
    assert f"{ROWS:,} 行" in message(over)


def test_too_many_triples_are_refused(site: Site) -> None:
    answer = site.get("CONSTRUCT { ?s :number ?x } { ?s :number ?x }")

    assert answer.status == 422
    assert f"{ROWS:,} 行" in message(answer)


@pytest.mark.parametrize("name", ["json", "tsv"])
def test_too_many_bytes_are_refused(site: Site, name: str) -> None:
    answer = site.get("SELECT ?x (?x AS ?y) (?x AS ?z) { ?s :sourceRow ?x }", format=name)

    assert answer.status == 422
    assert "字节" in message(answer)


def test_line_breaks_inside_values_are_no_rows(site: Site) -> None:
    query = 'SELECT ("a\\n\\n\\n\\n},{ <result>" AS ?x) { ?s :number ?n } LIMIT 3000'
    for name in ("json", "xml", "csv", "tsv"):
        assert site.get(query, format=name).status == 200


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_request_that_is_too_large_is_refused(site: Site, method: str) -> None:
    query = f"ASK {{}} # {'x' * (REQUEST << 10)}"
    if method == "GET":
        answer = site.send("GET", f"/sparql?query={quote(query)}")
    else:
        answer = site.post(query)

    assert answer.status == 413
    assert "上限" in message(answer)


def test_a_file_that_is_too_large_is_told_as_that_and_leads_back_to_the_form(site: Site) -> None:
    body = b"--x\r\n" + b"x" * (REQUEST << 10)
    media = {"Content-Type": "multipart/form-data; boundary=x", "Accept": "text/html"}
    answer = site.send("POST", "/check", body, media)

    assert answer.status == 413
    assert f"文件太大，超过 {REQUEST} KiB" in answer.text
    assert 'href="/check">重新选' in answer.text


def test_ten_megabytes_are_not_even_read(site: Site) -> None:
    with contextlib.suppress(ConnectionError):
        assert site.post("#" * 10_000_000).status == 413
    assert alive(site)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }",
        "PREFIX x: <URL> SELECT * { SERVICEx:a { ?s ?p ?o } }",
        "SELECT * { \\u0053ERVICE <URL> { ?s ?p ?o } }",
        "SELECT * { GRAPH <URL> { ?s ?p ?o } }",
        "SELECT * FROM <URL> { ?s ?p ?o }",
        "SELECT * FROM NAMED <URL> { GRAPH ?g { ?s ?p ?o } }",
        "DESCRIBE <URL>",
        "LOAD <URL>",
    ],
)
def test_nothing_goes_out(site: Site, listener: tuple[str, list[object]], query: str) -> None:
    url, calls = listener
    answer = site.get(query.replace("URL", url))
    site.get("ASK {}", default_graph_uri=url, named_graph_uri=url)

    assert answer.status == (400 if "ERVICE" in query or "LOAD" in query else 200)
    assert calls == []


def test_the_word_service_is_allowed_where_it_is_none(site: Site) -> None:
    query = 'SELECT * { ?service ?p "SERVICE <http://a.example/>" } # SERVICE'

    assert site.get(query).status == 200


def test_a_port_that_is_taken_is_one_message(kg: object, five: Build) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = kg("serve", "--store", five.store, "--port", str(port))  # type: ignore[operator]

    assert done.exit_code == 2
    assert "不能在" in done.stderr
