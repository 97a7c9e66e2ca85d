"""A request is bounded before it is parsed; what is parsed takes the one thread no time worth naming."""

from __future__ import annotations

import contextlib
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from types import FrameType
from typing import Any
from urllib.parse import parse_qsl, quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from serving import HANGS, Site, alive, message, serving

from kg.building import Build
from kg.errors import QueryError
from kg.querying.library import find
from kg.web.errors import Refused
from kg.web.http.bounds import address_problem, head_problem
from kg.web.negotiation import OFFERED, choose
from kg.web.protocol import FORM, read_operation


@pytest.fixture(scope="module")
def site(five: Build) -> Iterator[Site]:
    with serving(five.store, "--time-limit", "60") as running:
        yield running


def steps(work: Callable[[], object]) -> int:
    """Calls that Python counts while ``work`` runs: what grows with them grows with the request."""
    count = 0

    def counted(_frame: FrameType, _event: str, _argument: Any) -> None:
        nonlocal count
        count += 1

    sys.setprofile(counted)
    try:
        work()
    except Refused:
        pass
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("piece", [b"%20", b"%E6%B0%B4", b"a", b"+", b"%3D", b"=", b"%"])
def test_reading_a_form_takes_no_more_steps_for_a_megabyte(piece: bytes) -> None:
    def read(size: int) -> Callable[[], object]:
        body = b"query=" + piece * (size // len(piece))
        return lambda: read_operation("POST", FORM, b"", body)

    assert steps(read(1 << 20)) <= steps(read(1 << 8)) + 5


@given(st.binary(max_size=40).map(lambda raw: bytes(b"%=&+ab\n\r09Af2\xe6"[x % 14] for x in raw)))
def test_forms_are_read_as_the_standard_library_reads_them(body: bytes) -> None:
    from kg.web.protocol import _fields

    try:
        expected: object = parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict")
    except ValueError:
        expected = None
    try:
        found: object = _fields(body)
    except Refused:
        found = None

    assert found == expected


def test_choosing_a_format_looks_ranges_up() -> None:
    offered = OFFERED["rows"]
    few, many = ",".join(["a/b"] * 10), ",".join(["a/b"] * 500)
    per_range = (steps(lambda: choose(many, offered)) - steps(lambda: choose(few, offered))) / 490

    assert per_range < 40  # not one for each format that is offered


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Accept", "text/csv," * 13_000),
        ("Accept", "a/b," * 1000),
        ("Accept-Encoding", "gzip;q=0.1," * 1000),
        ("Accept-Language", "zh," * 2000),
        ("Cookie", "x" * 9000),
        ("If-None-Match", '"x",' * 3000),
        ("X-Many", "y" * 40_000),
        ("Content-Type", "a/b;" * 1000),
        ("Access-Control-Request-Headers", "x," * 20_000),
    ],
)
def test_a_header_beyond_its_bound_is_refused_before_it_is_read(
    site: Site, name: str, value: str
) -> None:
    refused = site.send("GET", "/sparql?query=ASK%7B%7D", headers={name: value})

    assert refused.status == 431
    assert "上限" in message(refused)
    assert alive(site)


def test_a_path_beyond_its_bound_is_refused_as_every_error_is(site: Site) -> None:
    refused = site.send("GET", "/" + "%41" * 5_000)

    assert refused.status == 400
    assert "path is too long" in message(refused)
    assert alive(site)


def test_too_many_headers_are_refused(site: Site) -> None:
    refused = site.send("GET", "/", headers={f"X-{n}": "y" for n in range(200)})

    assert refused.status == 431


def test_what_browsers_and_clients_send_is_within_the_bounds() -> None:
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
    cookie = b"x" * 4096
    assert head_problem([(b"accept", browser.encode()), (b"cookie", cookie)]) is None


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Length: 5\r\nTransfer-Encoding: chunked",
        b"Transfer-Encoding: chunked\r\nContent-Length: 0",
    ],
)
def test_two_ways_to_say_a_length_are_refused_and_the_connection_closed(
    site: Site, head: bytes
) -> None:
    body = b"0\r\n\r\nGET /void HTTP/1.1\r\nHost: a\r\n\r\n"
    with closing(socket.create_connection(site.place, HANGS)) as connection:
        connection.sendall(b"POST /sparql HTTP/1.1\r\nHost: a\r\n" + head + b"\r\n\r\n" + body)
        said = b""
        while piece := connection.recv(1 << 16):  # to the end: it is closed
            said += piece

    assert said.startswith(b"HTTP/1.1 400 ")
    assert said.count(b"HTTP/1.1") == 1


def test_names_of_questions_are_looked_up_among_the_known() -> None:
    for name in (
        "x" * 256,
        "x" * 100_000,
        "../secret",
        "a\0b",
        "CON",
        "pushed-down/",
        "",
        "水" * 300,
    ):
        with pytest.raises(QueryError, match="没有叫"):
            find(name)


@pytest.mark.parametrize(
    "name", ["x" * 256, "x" * 5000, "%00", "..%2f..%2fx", "%ff", "con", quote("水" * 90)]
)
def test_a_question_of_any_name_is_just_not_there(site: Site, name: str) -> None:
    assert site.send("GET", f"/queries/{name}").status == 404


def test_answers_leave_at_once(five: Build) -> None:
    """The server's side of a connection has TCP_NODELAY, as far as Linux tells."""
    from kg.web.limits import Limits
    from kg.web.server import _protocol

    asked: list[tuple[int, int, int]] = []

    class Taken:
        def setsockopt(self, *option: int) -> None:
            asked.append(option)  # type: ignore[arg-type]

    class Transport:
        def get_extra_info(self, name: str, default: object = None) -> object:
            return Taken() if name == "socket" else default

        def __getattr__(self, name: str) -> object:
            return lambda *_: None

    made = _protocol(Limits())
    protocol = made.__new__(made)
    with contextlib.suppress(Exception):  # the rest of a connection is not there
        made.connection_made(protocol, Transport())
    assert (socket.IPPROTO_TCP, socket.TCP_NODELAY, 1) in asked


def test_an_address_with_many_parameters_is_refused_before_any_is_decoded(site: Site) -> None:
    refused = site.send("GET", "/sparql?query=ASK%7B%7D" + "&x=1" * 30_000)

    assert refused.status == 400
    assert "200 个的上限" in message(refused)
    assert site.send("GET", "/ask?question=x" + "&x=1" * 100).status == 400  # a page's own bound
    assert alive(site)


@pytest.mark.parametrize(("query", "refused"), [(b"%" * 9000, True), (b"q=%E6%B0%B4" * 3000, False), (b"q=100%", False)])  # fmt: skip
def test_an_address_full_of_signs_that_begin_no_escape_is_not_decoded(
    query: bytes, refused: bool
) -> None:
    assert bool(address_problem(query)) == refused


def test_what_is_posted_is_not_summed_up_for_a_tag_nobody_asks_for(site: Site) -> None:
    headers = {"Content-Type": FORM}
    posted = site.send("POST", "/check", b"text=%E9%98%B2%E6%B1%9B", headers)

    assert posted.status == 200
    assert "etag" not in posted.headers
    assert posted.headers["cache-control"] == "no-store"


def test_the_first_refusal_a_person_sees_imports_nothing() -> None:
    """The one thread that serves everybody would wait for it."""
    import subprocess

    code = (
        "import sys, asyncio; from kg.web.http.refusals import ready, told; ready();"
        " from starlette.requests import Request; import anyio; before = set(sys.modules);"
        " scope = {'type': 'http', 'method': 'GET', 'path': '/x', 'query_string': b'',"
        " 'headers': [(b'accept', b'text/html')]};"
        " told(Request(scope), 404, 'no'); asyncio.run(anyio.sleep(0));"
        " print(sorted(set(sys.modules) - before))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert said.stdout.strip() == "[]"
