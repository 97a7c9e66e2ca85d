"""Stores that others wrote, on loopback: oxigraph's server and Virtuoso, started for the tests."""

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

from kg.querying.push import push
from kg.querying.remote import RemoteGraph
from kg.querying.transport import Client
from kg.store.graph import Graph

NAMED = "https://example.org/duties"
_TRIES = 5
_START_SECONDS = 180
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

    @property
    def options(self) -> list[str]:
        return ["--endpoint", self.query, *(["--graph", self.graph] if self.graph else [])]


def free_ports(count: int) -> list[int]:
    """Ports nobody uses; somebody may take one before we do."""
    with contextlib.ExitStack() as held:
        servers = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
        for server in servers:
            held.enter_context(server)
        return [int(server.getsockname()[1]) for server in servers]


@contextlib.contextmanager
def running(home: Path, path: str, command: Callable[[Path, int, int], list[str]]) -> Iterator[str]:
    """The address of a server process, once it answers HTTP at ``path``.

    ``command`` starts it, in a folder of its own, at the first port (and a second one if it needs
    that); where somebody was faster to take one of them and it ends, it is tried with others.
    """
    for attempt in range(_TRIES):
        folder, (port, another) = home / str(attempt), free_ports(2)
        folder.mkdir()
        address = f"http://127.0.0.1:{port}"
        with (folder / "output").open("wb") as output:
            process = subprocess.Popen(
                command(folder, port, another),
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )
        try:
            if answers(process, address + path):
                yield address
                return
        finally:
            process.kill()
            process.wait()
    raise AssertionError((folder / "output").read_text("utf-8", "replace"))


def answers(process: subprocess.Popen[bytes], address: str) -> bool:
    """Wait until the server answers; False if it ends before."""
    deadline = time.monotonic() + _START_SECONDS
    while process.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except urllib.error.HTTPError as error:
            error.close()
        except OSError:
            assert time.monotonic() < deadline, "the server does not start"
            time.sleep(0.1)
            continue
        return process.poll() is None
    return False


@pytest.fixture(scope="session")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Other]:
    """The oxigraph server of PyPI, over HTTP."""
    program = shutil.which("oxigraph", path=Path(sys.executable).parent) or shutil.which("oxigraph")
    if program is None:
        pytest.skip("needs the oxigraph server (pip install oxigraph)")

    def command(folder: Path, web: int, another: int) -> list[str]:
        return [program, "serve", "--location", "data", "--bind", f"127.0.0.1:{web}"]

    with running(tmp_path_factory.mktemp("oxigraph"), "/", command) as address:
        yield Other("oxigraph", f"{address}/query", f"{address}/store")


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Other]:
    """Virtuoso 7 of Debian."""
    program = shutil.which("virtuoso-t")
    if program is None:
        pytest.skip("needs virtuoso (apt install virtuoso-opensource-7)")

    def command(folder: Path, web: int, another: int) -> list[str]:
        (folder / "v.ini").write_text(VIRTUOSO_INI.format(sql=another, web=web), "utf-8")
        return [program, "+foreground", "+configfile", "v.ini"]

    with running(tmp_path_factory.mktemp("virtuoso"), "/sparql", command) as address:
        write = f"{address}/sparql-graph-crud-auth"
        yield Other("virtuoso", f"{address}/sparql", write, NAMED, "dba", "dba")


@pytest.fixture(scope="session")
def filled(graph: Graph) -> Callable[[Other], Other]:
    """Gives a store in which the five lists are: they are pushed when that is first asked for."""
    done: set[str] = set()

    def run(store: Other) -> Other:
        if store.name not in done:
            seen: list[int] = []
            sent = push(graph, store.write, store.graph, store.client(), seen.append, size=1 << 20)
            assert sent == graph.summary["triples"] == seen[-1]
            assert len(seen) > 5
            done.add(store.name)
        return store

    return run


@pytest.fixture(scope="session", params=["oxigraph", "virtuoso"])
def other(request: pytest.FixtureRequest, filled: Callable[[Other], Other]) -> Other:
    """Each of the stores with the five lists pushed into it."""
    return filled(request.getfixturevalue(request.param))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The queries that are sent."""
    sent: list[str] = []
    ask = RemoteGraph._ask

    def counting(self: RemoteGraph, sparql: str) -> object:
        sent.append(sparql)
        return ask(self, sparql)

    monkeypatch.setattr(RemoteGraph, "_ask", counting)
    return sent
