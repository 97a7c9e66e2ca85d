"""Connections: clients that send or read slowly, or hold many, leave room for others."""

from __future__ import annotations

import contextlib
import json
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import h11
import pytest
from serving import HANGS, Site, alive, serving, until

from kg.building import Build
from kg.web.http.connections import client_of
from kg.web.http.pieces import Pieces

PATIENCE = 1.0
REQUEST = b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: x\r\n\r\n"
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="needs several loopback addresses")


@pytest.fixture(scope="module")
def site(five: Build) -> Iterator[Site]:
    """A server without much patience."""
    with serving(five.store, "--workers", "2", "--patience", str(PATIENCE)) as started:
        yield started


def ended(connection: socket.socket) -> bool:
    """Whether the server ends the connection, sooner or later."""
    connection.settimeout(HANGS)
    with contextlib.suppress(ConnectionError):
        while connection.recv(1 << 16):
            pass
    return True


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


@pytest.mark.parametrize(
    "more", [b"GET /sparql HTTP/1.1\r\nX-A: ", b"", b"POST /sparql HTTP/1.1\r\n"]
)
def test_a_slow_second_request_is_let_go(site: Site, more: bytes) -> None:
    with socket.create_connection(site.place, timeout=HANGS) as connection:
        connection.sendall(REQUEST)
        assert connection.recv(1 << 16).startswith(b"HTTP/1.1 200")
        connection.sendall(more)
        assert ended(connection)


def test_a_body_that_comes_after_the_answer_prolongs_nothing(site: Site) -> None:
    head = REQUEST.replace(b"Host: x", b"Host: x\r\nContent-Length: 100000")
    with socket.create_connection(site.place, timeout=HANGS) as connection:
        connection.sendall(head)
        deadline = time.monotonic() + HANGS
        with contextlib.suppress(ConnectionError):
            while time.monotonic() < deadline:
                connection.sendall(b"x")
                time.sleep(0.1)
        assert time.monotonic() < deadline


def sockets(site: Site) -> int:
    """Connections, pipes and files that the server has open."""
    return len(list(Path(f"/proc/{site.pid}/fd").iterdir()))


@LINUX
def test_who_does_not_read_is_let_go_and_the_server_says_nothing(five: Build) -> None:
    query = urlencode({"query": "SELECT * { ?s ?p ?o } LIMIT 30000", "format": "json"})
    with serving(five.store, "--workers", "1", "--patience", str(PATIENCE)) as site:
        with socket.socket() as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            alone = sockets(site)
            connection.connect(site.place)
            until(lambda: sockets(site) > alone)
            before = sockets(site)
            connection.sendall(f"GET /sparql?{query} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            until(lambda: sockets(site) < before)
            received = 0
            with contextlib.suppress(ConnectionError):
                while part := connection.recv(1 << 20):
                    received += len(part)
        assert received < 1 << 22
        assert alive(site)
        assert "ERROR" not in site.said


@LINUX
def test_one_client_that_holds_every_connection_shuts_nobody_out(five: Build) -> None:
    with (
        serving(five.store, "--workers", "1", "--max-connections", "5") as site,
        contextlib.ExitStack() as held,
    ):
        for started in (b"", REQUEST, REQUEST[:20]) * 4:
            one = socket.create_connection(site.place, HANGS, source_address=("127.0.0.2", 0))
            held.enter_context(one)
            with contextlib.suppress(ConnectionError):
                one.sendall(started)
        for _ in range(5):
            assert alive(site)


def test_more_connections_than_the_limit_are_refused_as_every_error_is(five: Build) -> None:
    """As long as all of them are of one client, and all have a request that is being answered."""
    head = b"POST /sparql HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n"
    with serving(five.store, "--max-connections", "3") as site, contextlib.ExitStack() as held:
        for _ in range(3):
            one = held.enter_context(socket.create_connection(site.place, timeout=HANGS))
            one.sendall(head)
            assert b" 100 " in one.recv(100)
        told = site.send("GET", "/sparql?query=ASK%7B%7D")
        assert (told.status, told.media) == (503, "application/json")
        assert json.loads(told.body)["status"] == 503
        assert "3 个的上限" in json.loads(told.body)["error"]
        held.close()
        until(lambda: alive(site))


def test_a_network_of_one_customer_is_one_client() -> None:
    assert client_of("2001:db8:1:2::3") == client_of("2001:db8:1:2:ffff::9")
    assert client_of("2001:db8:1:2::3") != client_of("2001:db8:1:3::3")
    assert client_of("::ffff:192.0.2.1") == client_of("192.0.2.1") == "192.0.2.1"
    assert client_of("somebody") == "somebody"


@pytest.mark.parametrize("method", ["HEAD", "GET", "POST"])
def test_a_body_that_breaks_while_it_is_read_is_refused_once(site: Site, method: str) -> None:
    with socket.create_connection(site.place, timeout=10) as rubbish:
        head = f"{method} /health HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        rubbish.sendall(head.encode() + b"xyz\r\n")
        told, _, body = rubbish.makefile("rb").read().partition(b"\r\n\r\n")
    assert told.startswith(b"HTTP/1.1 400")
    assert bool(body) == (method != "HEAD")
    assert alive(site)
    assert "Traceback" not in site.said


def test_what_is_no_http_is_refused_as_every_error_is(site: Site) -> None:
    with socket.create_connection(site.place, timeout=10) as rubbish:
        rubbish.sendall("水 / \r\n\r\n".encode())
        head, _, body = rubbish.makefile("rb").read().partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400")
    assert json.loads(body)["status"] == 400
    assert json.loads(body)["ok"] is False


CHUNKED = b"POST /sparql HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
PIECE = b"1\r\n \r\n"
END = b"0\r\n\r\n"
LINE = b"a: b\r\n"


def events(sent: bytes) -> list[str]:
    """What a parser that is watched over makes of bytes that have all come at once."""
    connection = h11.Connection(h11.SERVER, max_incomplete_event_size=1 << 17)
    Pieces(connection)
    connection.receive_data(sent)
    found: list[str] = []
    while not found or found[-1] not in {"NEED_DATA", "EndOfMessage"}:
        event = connection.next_event()
        found.append("NEED_DATA" if event is h11.NEED_DATA else type(event).__name__)
    return found


@pytest.mark.parametrize(
    "sent",
    [
        CHUNKED + PIECE * 10_000 + END,
        CHUNKED + PIECE + b"0\r\n" + LINE * 5_000 + b"\r\n",
        CHUNKED + b"0\r\n" + LINE * 5_000 + b"\r\n",
        CHUNKED + PIECE + b"000;x\r\n" + LINE * 5_000 + b"\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\n" + LINE * 5_000 + b"\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\n" + LINE * 5_000,
        b"GET /" + b"%41" * 5_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
    ],
    ids=[
        "pieces",
        "behind a body",
        "behind none",
        "behind noughts",
        "a head",
        "half a head",
        "a path",
    ],
)
def test_what_is_cut_too_finely_is_not_taken_apart(sent: bytes) -> None:
    """A megabyte in pieces of a byte held the one thread that serves for four seconds."""
    with pytest.raises(h11.RemoteProtocolError, match="too"):
        events(sent)


@pytest.mark.parametrize(
    "sent",
    [
        CHUNKED + PIECE * 250 + END,
        CHUNKED + (b"800\r\n" + b"\n" * 2048 + b"\r\n") * 500 + END,
        CHUNKED + PIECE + b"0\r\n" + LINE * 20 + b"\r\n",
        CHUNKED + b"4000\r\n" + LINE * 2730 + b"abcd\r\n" + END,
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 12000\r\n\r\n" + LINE * 2_000,
        b"GET / HTTP/1.1\r\nHost: a\r\n" + LINE * 50 + b"\r\n",
    ],
    ids=[
        "pieces",
        "lines in a body",
        "behind a body",
        "lines in a piece",
        "lines of a body",
        "a head",
    ],
)
def test_what_programs_send_is_taken_apart(sent: bytes) -> None:
    assert events(sent)[-1] == "EndOfMessage"


def test_a_body_in_the_smallest_pieces_is_refused_and_the_connection_closed(site: Site) -> None:
    with socket.create_connection(site.place, timeout=10) as rubbish:
        rubbish.sendall(CHUNKED + PIECE * 400)
        assert rubbish.makefile("rb").read().startswith(b"HTTP/1.1 400")
    assert alive(site)
    assert "Traceback" not in site.said


@pytest.mark.parametrize("host", ["[::1", "[zz]", "a:99999999", "", "a@c"])
def test_a_whole_address_is_answered_whatever_it_calls_the_host(site: Site, host: str) -> None:
    """Proxies are asked so; what the host is called matters to nobody here."""
    with socket.create_connection(site.place, timeout=HANGS) as proxy:
        proxy.sendall(f"GET http://{host}/health HTTP/1.0\r\n\r\n".encode())
        assert proxy.makefile("rb").read().startswith(b"HTTP/1.1 200")
