"""The library against stores that others wrote, on loopback: oxigraph's server and Virtuoso.

Each test starts its own servers with what is installed; without them it is skipped with the reason.
"""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import Result

from kg import queries
from kg.building import Build
from kg.errors import QueryError, StoreMissing, UsageError
from kg.graph import Graph
from kg.push import push
from kg.remote import RemoteGraph
from kg.transport import Client

NAMED = "https://example.org/duties"
VIRTUOSO_INI = """[Database]
DatabaseFile = v.db
ErrorLogFile = v.log
LockFile = v.lck
TransactionFile = v.trx
xa_persistent_file = v.pxa
FileExtend = 20
[TempDatabase]
DatabaseFile = v-temp.db
TransactionFile = v-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = .
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
[HTTPServer]
ServerPort = 127.0.0.1:{web}
ServerThreads = 8
[SPARQL]
ResultSetMaxRows = 10000
MaxQueryExecutionTime = 120
"""


@dataclass(frozen=True)
class Other:
    """A running store: where it is asked, where it is written, and by whom."""

    name: str
    query: str
    write: str
    graph: str = ""
    user: str = ""
    password: str = ""

    def client(self) -> Client:
        return Client(self.user, self.password)

    def open(self, graph: str | None = None) -> RemoteGraph:
        return RemoteGraph(self.query, self.graph if graph is None else graph)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@contextlib.contextmanager
def running(command: list[str], folder: Path, address: str) -> Iterator[None]:
    """A server process, once it answers HTTP."""
    with (folder / "output").open("wb") as output:
        process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
    try:
        deadline = time.monotonic() + 90
        while True:
            assert process.poll() is None, (folder / "output").read_text("utf-8", "replace")
            try:
                urllib.request.urlopen(address, timeout=5).close()
                break
            except urllib.error.HTTPError as error:
                error.close()
                break
            except OSError:
                assert time.monotonic() < deadline, "the server does not start"
                time.sleep(0.1)
        yield
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Other]:
    """The oxigraph server of PyPI, over HTTP."""
    program = shutil.which("oxigraph", path=Path(sys.executable).parent) or shutil.which("oxigraph")
    if program is None:
        pytest.skip("needs the oxigraph server (pip install oxigraph)")
    port, folder = free_port(), tmp_path_factory.mktemp("oxigraph")
    address = f"http://127.0.0.1:{port}"
    command = [program, "serve", "--location", "data", "--bind", f"127.0.0.1:{port}"]
    with running(command, folder, address):
        yield Other("oxigraph", f"{address}/query", f"{address}/store")


@pytest.fixture(scope="module")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Other]:
    """Virtuoso 7 of Debian."""
    program = shutil.which("virtuoso-t")
    if program is None:
        pytest.skip("needs virtuoso (apt install virtuoso-opensource-7)")
    web, folder = free_port(), tmp_path_factory.mktemp("virtuoso")
    (folder / "v.ini").write_text(VIRTUOSO_INI.format(sql=free_port(), web=web), "utf-8")
    address = f"http://127.0.0.1:{web}"
    with running([program, "+foreground", "+configfile", "v.ini"], folder, address + "/sparql"):
        write = f"{address}/sparql-graph-crud-auth"
        yield Other("virtuoso", f"{address}/sparql", write, NAMED, "dba", "dba")


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def other(request: pytest.FixtureRequest, graph: Graph) -> Other:
    """Each of the stores with the five lists pushed into it."""
    store: Other = request.getfixturevalue(request.param)
    seen: list[int] = []
    sent = push(graph, store.write, store.graph, store.client(), seen.append, size=1 << 20)
    assert sent == graph.summary["triples"] == seen[-1]
    assert len(seen) > 5
    return store


def same(rows: list[dict[str, str]]) -> list[tuple[tuple[str, str], ...]]:
    return sorted(tuple(sorted(row.items())) for row in rows)


def test_every_library_query_answers_the_same_there(other: Other, graph: Graph) -> None:
    there = other.open()
    for item in queries.library().values():
        values = {p.name: p.example for p in item.parameters if p.required}
        here = same(list(graph.rows(item.bind(graph, values))))
        assert same(list(there.rows(item.bind(there, values)))) == here, item.name


def test_what_is_loaded_is_told(other: Other, graph: Graph) -> None:
    there = other.open()

    assert there.base == graph.base
    assert sorted(d["township"] for d in there.documents) == sorted(
        d["township"] for d in graph.documents
    )
    assert there.current_editions == graph.current_editions


@pytest.mark.parametrize("size", [700, 9_000])
def test_long_answers_come_in_pages(other: Other, graph: Graph, size: int) -> None:
    query = "SELECT ?s ?type WHERE { ?s a ?type . MINUS { ?s a :Responsibility } }"
    here = same(list(graph.table(query, "s")))
    there = list(other.open().pages(query, "s", size))

    assert len(here) > 20_000
    assert same(there) == here
    assert [row["s"] for row in there] == sorted(row["s"] for row in there)


def test_a_key_with_more_rows_than_a_page_is_said(oxigraph: Other, graph: Graph) -> None:
    with pytest.raises(QueryError, match="一页装不下"):
        list(oxigraph.open().pages("SELECT ?t ?s WHERE { ?s a ?t }", "t", 50))


def test_an_answer_cut_off_is_no_answer(virtuoso: Other, graph: Graph) -> None:
    push(graph, virtuoso.write, virtuoso.graph, virtuoso.client())
    with pytest.raises(QueryError, match="10000"):
        virtuoso.open().query("SELECT ?s ?type WHERE { ?s a ?type }")


def test_the_command_asks_an_endpoint(other: Other, kg: Callable[..., Result]) -> None:
    options = ["--endpoint", other.query, *(["--graph", other.graph] if other.graph else [])]
    done = kg("query", "pushed-down", "-p", "department=木垒县水利局", *options)

    assert done.exit_code == 0, done.stderr
    assert "木垒县水利局（9 项）" in done.stdout
    assert "已载入 5 份清单" in done.stderr


def test_the_command_pushes(
    other: Other,
    five: Build,
    kg: Callable[..., Result],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    target = "https://example.org/second"
    monkeypatch.setenv("KG_PASSWORD", other.password)
    user = ["--user", other.user] if other.user else []
    for _ in range(2):  # the second time replaces the first
        done = kg("push", other.write, "--graph", target, "--store", five.store, *user)
        assert done.exit_code == 0, done.stderr
    count = f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{target}> {{ ?s ?p ?o }} }}"

    assert [int(row["n"]) for row in other.open("").rows(count)] == [five.triples]
    assert f"{five.triples:,}" in done.stdout


def test_ask_and_construct_work_there(other: Other) -> None:
    there = other.open()

    assert bool(there.query("ASK { ?s a :Duty }")) is True
    assert len(list(there.query("CONSTRUCT { ?s a :Duty } WHERE { ?s a :BasicDuty }"))) == 524  # type: ignore[arg-type]


def test_a_wrong_password_is_one_message(virtuoso: Other, graph: Graph) -> None:
    with pytest.raises(QueryError, match="401"):
        push(graph, virtuoso.write, NAMED + "2", Client("dba", "wrong"), size=1000)


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
    client = Client(wait=waited.append)

    with pytest.raises(QueryError, match="没有答复"):
        client.send("POST", f"http://127.0.0.1:{free_port()}/sparql", b"x", {})
    assert len(waited) == 3


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://a.example/", "nonsense", "http://"])
def test_only_web_addresses_are_asked(url: str) -> None:
    with pytest.raises(UsageError):
        RemoteGraph(url)
