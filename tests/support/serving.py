"""A server for tests: the real command in a process of its own, and a plain HTTP client."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import select
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

LONG = 40.0
"""Time limit where it matters what happens before it has passed."""
HANGS = 120.0
"""Far more than any wait here takes on a busy machine."""
ENDLESS = """SELECT (COUNT(*) AS ?n) {
  ?a :number ?x . ?b :number ?y . ?c :number ?z FILTER(?x + ?y + ?z < 0)
}"""
"""Takes hours, but hardly any memory."""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Message
    body: bytes

    @property
    def media(self) -> str:
        return str(self.headers.get_content_type())

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")


@dataclass(frozen=True)
class Site:
    """A running server."""

    address: str
    pid: int
    _said: Path

    @property
    def said(self) -> str:
        """What the server has written to stderr."""
        return self._said.read_text("utf-8")

    @property
    def place(self) -> tuple[str, int]:
        parts = urlsplit(self.address)
        assert parts.hostname
        assert parts.port
        return parts.hostname, parts.port

    @property
    def endpoint(self) -> str:
        return self.address + "sparql"

    def send(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        source: str = "127.0.0.1",
        timeout: float = HANGS,
    ) -> Answer:
        connection = http.client.HTTPConnection(
            urlsplit(self.address).netloc, timeout=timeout, source_address=(source, 0)
        )
        with contextlib.closing(connection):
            connection.request(method, path, body, dict(headers or {}))
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())

    def get(self, query: str, accept: str = "", path: str = "/sparql", **fields: object) -> Answer:
        text = urlencode([("query", query), *_pairs(fields)])
        return self.send("GET", f"{path}?{text}", headers={"Accept": accept} if accept else {})

    def post(self, query: str, **headers: str) -> Answer:
        sent = {"Content-Type": "application/sparql-query", **headers}
        return self.send("POST", "/sparql", query.encode(), sent)


def _pairs(fields: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for name, value in fields.items():
        for one in value if isinstance(value, list) else [value]:
            yield name.replace("_", "-"), str(one)


@contextlib.contextmanager
def serving(
    store: Path, *options: str, cwd: Path | None = None, program: Sequence[str] = ("-m", "kg")
) -> Iterator[Site]:
    """``kg serve`` over a store, until the block ends; ``program`` is what Python runs.

    Its workers get ready for nothing by themselves unless told to: a test has the machine for itself.
    """
    usual = ("--port", "0", "--store", str(store), "--warm-after", "86400")
    command = [sys.executable, *program, "serve", *usual, *options]
    root = str(Path(__file__).resolve().parents[2])
    paths = os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])])
    with (
        tempfile.TemporaryDirectory() as folder,
        (Path(folder) / "said").open("wb") as said,
        subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=said,
            text=True,
            cwd=cwd,
            env=os.environ | {"PYTHONPATH": paths, "PYTHONUTF8": "1"},
        ) as process,
    ):
        try:
            assert process.stdout is not None
            address = process.stdout.readline().strip()
            if not address:
                raise AssertionError(
                    f"kg serve did not start: {Path(said.name).read_text('utf-8')}"
                )
            yield Site(address, process.pid, Path(said.name))
        finally:
            process.terminate()


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
    line = f"GET /sparql?query={quote(query)} HTTP/1.1\r\nHost: {site.place[0]}\r\n\r\n"
    with contextlib.ExitStack() as held:
        opened = []
        for _ in range(times):
            connection = socket.create_connection(site.place, HANGS, source_address=(source, 0))
            opened.append(held.enter_context(connection))
            connection.sendall(line.encode())
        yield opened


def answered(connections: list[socket.socket]) -> int:
    """How many of the connections have been answered, or ended."""
    return len(select.select(connections, [], [], 0)[0])


def until(happened: Callable[[], object]) -> None:
    """Return when it has happened; a hang fails."""
    deadline = time.monotonic() + HANGS
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.02)
