"""Whatever comes over HTTP is answered or refused: a 5xx only where a limit says so.

``KG_FUZZ=1000000 KG_FUZZ_SEED=7`` sends more and others; with it every hostile text goes into every field.
"""

from __future__ import annotations

import itertools
import os
import random
import socket
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import quote, urlencode

import pytest
from serving import HANGS, Site, alive, serving

from kg.building import Build

MANY = "KG_FUZZ" in os.environ
REQUESTS = int(os.environ.get("KG_FUZZ", "400"))
LIMITS = {503, 504, 507}
"""What a limit answers with: too many at once, too long, too much memory."""
METHODS = (
    "GET",
    "GET",
    "GET",
    "POST",
    "POST",
    "HEAD",
    "OPTIONS",
    "PUT",
    "DELETE",
    "G\x00T",
    "TRACE",
    "水",
)
PATHS = (
    "/", "/sparql", "/sparql", "/sparql/", "/void", "/.well-known/void", "/library.ttl", "/library/",
    "/library/pushed-down", "/library/text", "/library/duty-parties", "/check", "/ask", "/search",
    "/duty/652328104/2025-07/c-012", "/township/652328104", "/static/x", "/favicon.ico", "//", "/%",
    "/library/" + "x" * 300, "/..%2f..%2fetc/passwd", "http://a/sparql", "*", "/\x7f", "/水", "/queries",
)  # fmt: skip
FIELDS = (
    "query=ASK%7B%7D", "query=SELECT*%7B?s?p?o%7DLIMIT%201", "query=", "query=%FF", "query=%", "q=水利",
    "format=csv", "format=html", "format=%00", "format=png", "department=县水利局", "department=",
    "word=防汛", "word=%27%22%7B%7D", "township=东城镇", "list=配合", "number=99999999999999999999",
    "number=-1", "default-graph-uri=x", "named-graph-uri=%3Chttp://a%3E", "update=CLEAR", "lang=xx",
    "text=" + "水" * 500, "a=b&" * 300, "query=ASK%7B%7D&query=ASK%7B%7D", "=", "&&&", "duty=配合12",
)  # fmt: skip
HEADERS = (
    "Accept: text/csv", "Accept: */*", "Accept: text/html", "Accept: a/b;q=2", "Accept: ,,,;;", "Accept: text",
    "Accept-Encoding: gzip", "Accept-Encoding: br;q=nan", "Content-Type: application/x-www-form-urlencoded",
    "Content-Type: application/sparql-query", "Content-Type: application/sparql-query; charset=x",
    "Content-Type: multipart/form-data; boundary=x", "Content-Type: ;", "Content-Length: 5",
    "Content-Length: -1", "Content-Length: 99999999999", "Transfer-Encoding: chunked", "Host: [::1",
    "Host: a b", "Origin: null", "Access-Control-Request-Method: PATCH", "If-None-Match: *", "If-None-Match: W/\"",
    "Cookie: lang=\x01", "Range: bytes=0-", "Expect: 100-continue", "Upgrade: websocket", "X: \x00",
    "Connection: close", "Accept-Language: zh;q=x", "Accept: " + "a/b," * 900, "X-Forwarded-Prefix: /\r\n y",
)  # fmt: skip
BODIES = (
    "",
    "ASK {}",
    "query=ASK+%7B%7D",
    "\xff\xfe",
    "SELECT * { ?s ?p ?o } LIMIT 1",
    "x" * 3000,
    "{" * 99,
)


@pytest.fixture(scope="module")
def site(five: Build) -> Iterator[Site]:
    with serving(five.store, "--time-limit", "60", "--patience", "2") as running:
        yield running


def request(chance: random.Random) -> bytes:
    """A request, more or less."""
    path = chance.choice(PATHS)
    fields = "&".join(chance.sample(FIELDS, chance.choice((0, 1, 1, 2, 4))))
    body = chance.choice(BODIES).encode("utf-8", "surrogateescape")
    lines = [f"{chance.choice(METHODS)} {path}{'?' if fields else ''}{fields} HTTP/1.1", "Host: a"]
    lines += chance.sample(HEADERS, chance.choice((0, 1, 2, 3)))
    if chance.random() < 0.7:
        lines.append(f"Content-Length: {len(body)}")
    data = "\r\n".join(lines).encode() + b"\r\n\r\n" + body
    if chance.random() < 0.2:  # bytes that nobody meant
        spot = chance.randrange(len(data))
        data = data[:spot] + chance.randbytes(chance.randrange(1, 9)) + data[spot:]
    return data


def status(site: Site, data: bytes) -> int:
    """The status of the answer, 0 where the connection ended without one."""
    with closing(socket.create_connection(site.place, HANGS)) as connection:
        try:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            said = connection.recv(64)
        except OSError:
            return 0
    return int(said.split()[1]) if said.startswith(b"HTTP/1.1 ") else 0


def test_no_request_brings_the_server_into_trouble(site: Site) -> None:
    seed = int(os.environ.get("KG_FUZZ_SEED", "1"))
    chance = random.Random(seed)
    for number in range(REQUESTS):
        data = request(chance)
        got = status(site, data)
        assert got < 500 or got in LIMITS, (seed, number, got, data)
    assert alive(site)
    assert "Traceback" not in site.said, site.said


FORMS = {
    "/ask": {"question": ""},
    "/check": {"text": "防汛", "township": "", "department": ""},
    "/search": {"text": "防汛", "list": "", "township": "", "field": "", "page": "", "name": ""},
    "/compare": {"a": "东城镇", "b": "西北湾镇"},
    "/graph": {"kind": "department", "name": "县水利局", "other": ""},
    "/graph/picture": {"kind": "township", "name": "东城镇", "other": ""},
    "/report": {"kind": "", "township": "", "severity": ""},
    "/queries/pushed-down": {"department": "县水利局"},
    "/source/mulei-dongcheng-2025-07.txt": {"line": "1", "open": ""},
    "/function/water-resources": {"township": ""},
    "/sparql": {"edit": ""},
    "/duty/652328104/2025-07/c-012": {"format": "", "lang": ""},
}
HOSTILE = (
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "}} {{7*7}} {% x %}", "\x00\x01", "\u202e逆",
    "../../etc/passwd", "?x . } DROP ALL #", "'" * 3, "9" * 20, "配合第99999999999项", "\u00b2", "@", "东城镇+@",
    "((((", "水" * 99,
)  # fmt: skip


def portions() -> Iterator[tuple[str, ...]]:
    """What each field gets in turn: all markup, and a third of the other texts, not that of the field before."""
    if MANY:
        return itertools.repeat(HOSTILE)
    return itertools.cycle([(*HOSTILE[:2], *HOSTILE[2 + at :: 3]) for at in range(3)])


def test_hostile_text_in_every_field_and_path_is_answered_and_shown_as_text(site: Site) -> None:
    some = portions()
    for path, fields in FORMS.items():
        for name in fields:
            for text in next(some):
                query = urlencode({k: v for k, v in (fields | {name: text}).items() if v})
                answer = site.send("GET", f"{path}?{query}", headers={"Accept": "text/html"})
                assert answer.status < 500, (path, name, text)
                assert b"<script>alert" not in answer.body, (path, name)
                assert b"<img src=x" not in answer.body, (path, name)
    for before in ("/", "/duty/", "/department/", "/source/", "/queries/", "/api/", "/static/"):
        for text in next(some):
            address = before + quote(text, safe="")
            answer = site.send("GET", address, headers={"Accept": "text/html"})
            assert answer.status < 500, (before, text)
            assert b"<script>alert" not in answer.body, before
