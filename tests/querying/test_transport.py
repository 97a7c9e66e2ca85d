"""Requests to other stores: who we are, what is refused, what is tried again."""

from __future__ import annotations

import base64
import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from kg.errors import QueryError
from kg.querying import transport
from kg.querying.transport import Client

USER, PASSWORD = "编办", "密码"
BASIC = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()


class Asking(BaseHTTPRequestHandler):
    """Wants a name and password as Basic; remembers what was sent."""

    seen: list[tuple[str | None, bytes]]

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        told = self.headers["Authorization"]
        self.seen.append((told, body))
        self.send_response(204 if told == BASIC else 401)
        self.send_header("WWW-Authenticate", 'Basic realm="store"')
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def asking() -> Iterator[tuple[str, list[tuple[str | None, bytes]]]]:
    """A server that asks for a password: its address, and what it was sent."""
    handler = type("Handler", (Asking,), {"seen": []})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/", handler.seen
        server.shutdown()


@contextlib.contextmanager
def refusing(*answer: bytes, pause: float = 0) -> Iterator[str]:
    """The address of a server that gives ``answer`` after the head of a request and hangs up.

    It pauses between the parts of the answer.
    """

    def talk() -> None:
        while True:
            try:
                peer, _ = listener.accept()
            except OSError:
                return
            with peer, contextlib.suppress(OSError):
                peer.recv(1000)
                for part in answer:
                    peer.sendall(part)
                    time.sleep(pause)
                peer.shutdown(socket.SHUT_WR)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=talk, daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"


def test_a_password_is_sent_as_the_other_side_asks(
    asking: tuple[str, list[tuple[str | None, bytes]]],
) -> None:
    address, seen = asking
    client = Client(USER, PASSWORD)

    for piece in (b"a" * 10_000, b"b" * 10_000):
        assert client.send("PUT", address, piece, {}).status == 204

    assert seen[:2] == [(None, b"\n"), (BASIC, b"\n")]
    assert seen[2:] == [(BASIC, b"a" * 10_000), (BASIC, b"b" * 10_000)]


def test_a_wrong_password_is_not_tried_again(
    asking: tuple[str, list[tuple[str | None, bytes]]],
) -> None:
    address, seen = asking

    with pytest.raises(QueryError, match="401"):
        Client(USER, "x", wait=pytest.fail).send("PUT", address, b"a", {})
    assert len(seen) == 2


def test_passwords_of_a_netrc_are_left_alone(
    asking: tuple[str, list[tuple[str | None, bytes]]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    address, seen = asking
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login a password b\n", "ascii")
    monkeypatch.setenv("NETRC", str(netrc))

    with pytest.raises(QueryError, match="401"):
        Client().send("PUT", address, b"a", {})
    assert seen == [(None, b"a")]


def test_a_server_that_takes_no_long_body_is_quoted() -> None:
    told = b"HTTP/1.1 413 Too Large\r\nContent-Length: 11\r\nConnection: close\r\n\r\nat most 1 k"
    with refusing(told) as address, pytest.raises(QueryError, match="413 at most 1 k"):
        Client(wait=lambda _: None).send("PUT", address, b"a" * (4 << 20), {})


def test_a_name_no_header_can_carry_is_one_message() -> None:
    told = (
        b"HTTP/1.1 401 Who\r\nContent-Length: 0\r\n"
        b'WWW-Authenticate: Digest realm="r", nonce="n", qop="auth"\r\nConnection: close\r\n\r\n'
    )
    with refusing(told) as address, pytest.raises(QueryError, match="没有答复"):
        Client(USER, PASSWORD, wait=lambda _: None).send("PUT", address, b"a", {})


@pytest.mark.parametrize(
    "told",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\ntoo short",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nwhole\r\n5\r\ncut",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nno gzip",
        b"nonsense\r\n\r\n",
        b"",
    ],
)
def test_an_answer_cut_short_or_broken_is_one_message(told: bytes) -> None:
    with refusing(told) as address, pytest.raises(QueryError, match="没有答复"):
        Client(wait=lambda _: None).send("GET", address, None, {})


def test_an_answer_without_end_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "_MOST_BYTES", 1 << 20)
    endless = [b"HTTP/1.1 200 OK\r\n\r\n", *[b"a" * (1 << 16)] * 1000]
    with refusing(*endless) as address, pytest.raises(QueryError, match="超过 1 MiB"):
        Client().send("GET", address, None, {})


@pytest.mark.parametrize("begun", [b"", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_an_answer_that_takes_too_long_is_waited_for_once_and_said(
    begun: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport, "_TIMEOUT", 0.3)
    monkeypatch.setattr(transport, "_STILL", 0.1)
    said: list[str] = []
    dripping = [begun, *[b" "] * 100] if begun else [b""] * 100
    with (
        refusing(*dripping, pause=0.05) as address,
        pytest.raises(QueryError, match=r"0\.3 秒"),
    ):
        Client(say=said.append, wait=pytest.fail).send("GET", address, None, {})
    assert "还在等" in said[0]
