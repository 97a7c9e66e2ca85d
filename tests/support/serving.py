"""A server for tests: the real command in a process of its own, and a plain HTTP client."""

from __future__ import annotations

import contextlib
import http.client
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from urllib.parse import urlencode, urlsplit


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
        timeout: float = 30,
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
def serving(store: Path, *options: str) -> Iterator[Site]:
    """``kg serve`` over a store, until the block ends."""
    command = [sys.executable, "-m", "kg", "serve", "--port", "0", "--store", str(store), *options]
    root = str(Path(__file__).resolve().parents[2])
    paths = os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])])
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=said,
            text=True,
            env=os.environ | {"PYTHONPATH": paths, "PYTHONUTF8": "1"},
        ) as process,
    ):
        try:
            assert process.stdout is not None
            address = process.stdout.readline().strip()
            if not address:
                said.seek(0)
                raise AssertionError(f"kg serve did not start: {said.read().decode()}")
            yield Site(address, process.pid)
        finally:
            process.terminate()
