"""The endpoint stays up: limits end what takes too much, and others are answered meanwhile."""

from __future__ import annotations

import contextlib
import json
import os
import select
import socket
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import pytest
from serving import Answer, Site, serving

from kg.building import Build, build

SECONDS, ROWS, ANSWER, REQUEST, PATIENCE = 1.5, 5_000, 1, 64, 2.0
LONG = 20.0
"""Time limit where it matters what happens before it has passed."""
HANGS = 30.0
"""Far more than any wait here takes on a busy machine."""
CARTESIAN = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
GREEDY = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f"
ENDLESS = """SELECT (COUNT(*) AS ?n) {
  ?a :number ?x . ?b :number ?y . ?c :number ?z FILTER(?x + ?y + ?z < 0)
}"""
"""Takes hours, but hardly any memory."""
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


def message(answer: Answer) -> str:
    error = json.loads(answer.body)
    assert error["ok"] is False
    assert error["status"] == answer.status
    return str(error["error"])


def alive(site: Site) -> bool:
    return site.get("ASK {}").status == 200


@contextlib.contextmanager
def asking(
    site: Site, query: str, times: int, source: str = "127.0.0.1"
) -> Iterator[list[socket.socket]]:
    """Connections on which ``query`` is asked and whose answers nobody reads; gone in the end."""
    place = urlsplit(site.address)
    line = f"GET /sparql?query={quote(query)} HTTP/1.1\r\nHost: {place.netloc}\r\n\r\n"
    with contextlib.ExitStack() as held:
        opened = []
        for _ in range(times):
            connection = socket.create_connection(
                (place.hostname, place.port), HANGS, source_address=(source, 0)
            )
            opened.append(held.enter_context(connection))
            connection.sendall(line.encode())
        yield opened


def answered(connections: list[socket.socket]) -> int:
    """How many of the connections have been answered, or ended."""
    return len(select.select(connections, [], [], 0)[0])


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


def test_ten_megabytes_are_not_even_read(site: Site) -> None:
    with contextlib.suppress(ConnectionError):
        assert site.post("#" * 10_000_000).status == 413
    assert alive(site)


def test_a_slow_sender_is_let_go(site: Site) -> None:
    host, port = urlsplit(site.address).netloc.split(":")
    head = f"POST /sparql HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/sparql-query\r\nContent-Length: 100\r\n\r\n"
    for text in (head + "ASK", head[:30], ""):
        with socket.create_connection((host, int(port)), timeout=PATIENCE + HANGS) as connection:
            connection.sendall(text.encode())
            received = connection.recv(1000)
            assert received == b"" or b" 408 " in received


def test_a_slow_reader_does_not_stop_others(site: Site) -> None:
    host, port = urlsplit(site.address).netloc.split(":")
    query = urlencode({"query": "SELECT ?x { ?s :text ?x } LIMIT 4000", "format": "json"})
    with contextlib.ExitStack() as stack:
        for _ in range(10):
            connection = stack.enter_context(socket.create_connection((host, int(port))))
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.sendall(f"GET /sparql?{query} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        time.sleep(0.5)
        assert alive(site)


@pytest.mark.skipif(sys.platform != "linux", reason="needs several loopback addresses")
def test_one_client_at_its_worst_leaves_room_for_others(five: Build) -> None:
    """Others are answered, time and again, before even the first of its queries is ended."""
    limits = ("--workers", "2", "--time-limit", str(LONG))
    with serving(five.store, *limits) as site, asking(site, ENDLESS, 3, "127.0.0.2") as killers:
        time.sleep(LONG / 8)  # one goes on beyond its slice, the others want the other worker
        for _ in range(10):
            assert alive(site)
        assert answered(killers) == 0


def test_quick_queries_do_not_wait_behind_slow_ones_of_the_same_client(five: Build) -> None:
    """Two workers: one may be held by a killer, so a quick query waits for slices, not for limits."""
    limits = ("--workers", "2", "--time-limit", str(LONG))
    with serving(five.store, *limits) as site, asking(site, ENDLESS, 3) as killers:
        for _ in range(5):
            assert alive(site)
        assert answered(killers) == 0


def test_a_slow_query_that_begins_again_is_answered(five: Build) -> None:
    """Three queries that take longer than their slice, one place for slow ones: all are answered.

    The limit is a multiple of what the query takes here and now, its slice an eighth of the limit.
    """
    slow = """SELECT (COUNT(*) AS ?n) {
      ?a a :BasicDuty ; :number ?x . ?b :number ?y . FILTER(?x + ?y < 0)
    }"""
    with serving(five.store, "--workers", "2", "--time-limit", "300") as site:
        start = time.monotonic()
        assert site.send("GET", f"/sparql?query={quote(slow)}", timeout=300).status == 200
        taken = time.monotonic() - start
    limit = ("--time-limit", f"{6 * taken:.2f}")
    with (
        serving(five.store, "--workers", "2", *limit, "--memory-limit", "0") as site,
        ThreadPoolExecutor(3) as threads,
    ):
        path = f"/sparql?query={quote(slow)}"
        answers = list(threads.map(lambda _: site.send("GET", path, timeout=300), range(3)))

    assert [answer.status for answer in answers] == [200] * 3


def test_a_line_that_is_too_long_is_refused(site: Site) -> None:
    path = f"/sparql?query={quote(CARTESIAN)}"
    with ThreadPoolExecutor(12) as threads:
        answers = list(threads.map(lambda _: site.send("GET", path), range(12)))
    refused = [answer for answer in answers if answer.status == 503]

    assert {answer.status for answer in answers} <= {503, 504, 507}
    assert "排队" in message(refused[0])
    assert refused[0].headers["retry-after"]


def test_more_connections_than_the_limit_are_refused_as_every_error_is(five: Build) -> None:
    with serving(five.store, "--max-connections", "3") as site, contextlib.ExitStack() as held:
        place = (urlsplit(site.address).hostname, urlsplit(site.address).port)
        for _ in range(3):
            held.enter_context(socket.create_connection(place, timeout=10))
        told = site.send("GET", "/sparql?query=ASK%7B%7D")
        assert (told.status, told.media) == (503, "application/json")
        assert json.loads(told.body)["status"] == 503
        assert "3 个的上限" in json.loads(told.body)["error"]
        held.close()
        deadline = time.monotonic() + HANGS
        while site.send("GET", "/sparql?query=ASK%7B%7D").status != 200:
            assert time.monotonic() < deadline
            time.sleep(0.05)


def test_what_is_no_http_is_refused_as_every_error_is(site: Site) -> None:
    place = (urlsplit(site.address).hostname, urlsplit(site.address).port)
    with socket.create_connection(place, timeout=10) as rubbish:
        rubbish.sendall("水 / \r\n\r\n".encode())
        head, _, body = rubbish.makefile("rb").read().partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400")
    assert json.loads(body)["status"] == 400
    assert json.loads(body)["ok"] is False


def test_a_client_that_goes_away_frees_its_worker(five: Build) -> None:
    """There is one worker: as long as it goes on for nobody, nobody else is answered."""
    with serving(five.store, "--workers", "1", "--time-limit", "120") as site:
        for _ in range(6):
            with asking(site, ENDLESS, 1):
                time.sleep(0.05)
        assert alive(site)  # within the 30 seconds that `send` waits


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


def test_a_new_build_is_served_without_a_restart(small: Path, tmp_path: Path) -> None:
    store = build([small], into=tmp_path / "store").store
    count = "SELECT (COUNT(*) AS ?n) { ?d a :Duty }"
    with serving(store) as site:
        before = site.get(count, "text/csv")
        text = (small / "zhulin.txt").read_text("utf-8")
        more = text.replace("竹林镇", "松林镇").replace("2025年7月", "2025年8月")
        (small / "songlin.txt").write_text(more, "utf-8")
        build([small], into=store)
        deadline = time.monotonic() + HANGS
        while (after := site.get(count, "text/csv")).text == before.text:
            assert time.monotonic() < deadline
        assert int(after.text.split()[1]) == 2 * int(before.text.split()[1])
        assert after.headers["etag"] != before.headers["etag"]
        assert "松林镇" in site.send("GET", "/").text


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps open files")
def test_a_worker_that_cannot_start_is_started_later(small: Path, tmp_path: Path) -> None:
    store = build([small], into=tmp_path / "store").store
    parts = " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(9))
    with serving(store, "--workers", "1", "--time-limit", "0.5") as site:
        store.rename(tmp_path / "away")
        # What differs from call to call has no ETag: the store itself is not looked at.
        ended = site.get(f"SELECT (COUNT(*) AS ?n) (NOW() AS ?now) {{ {parts} }}")
        time.sleep(0.3)  # the worker is gone, and no other can start
        (tmp_path / "away").rename(store)
        assert ended.status in {504, 507}
        assert alive(site)


def test_no_worker_outlives_its_server(five: Build) -> None:
    if not Path(f"/proc/self/task/{os.getpid()}/children").exists():
        pytest.skip("needs /proc with the children of a process")
    with serving(five.store, "--workers", "2") as site:
        children = Path(f"/proc/{site.pid}/task/{site.pid}/children")
        listed = children.read_text("ascii").split()
        assert len(listed) == 2
    deadline = time.monotonic() + HANGS
    while any(Path(f"/proc/{pid}").exists() for pid in listed):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_port_that_is_taken_is_one_message(kg: object, five: Build) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = kg("serve", "--store", five.store, "--port", str(port))  # type: ignore[operator]

    assert done.exit_code == 2
    assert "不能在" in done.stderr
