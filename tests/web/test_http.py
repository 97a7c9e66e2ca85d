"""The endpoint is a good citizen of HTTP: tags, preconditions, compression, other sites."""

from __future__ import annotations

import contextlib
import gzip
import http.client
import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import pytest
from serving import Site, serving

from kg.building import Build
from kg.store.graph import Graph


@pytest.fixture(scope="module")
def site(five: Build) -> Iterator[Site]:
    with serving(five.store, "--workers", "1") as started:
        yield started


def test_head_has_the_headers_of_get(site: Site) -> None:
    path = "/sparql?query=ASK%7B%7D"
    head, get = site.send("HEAD", path), site.send("GET", path)

    assert (head.status, head.body) == (200, b"")
    assert head.headers["content-length"] == str(len(get.body))
    assert head.headers["etag"] == get.headers["etag"]


def test_other_named_files_make_another_etag(small_graph: Graph, tmp_path: Path) -> None:
    tags = []
    for text in ("<a:a> <a:b> 1 .", "<a:a> <a:b> 2 ."):
        (tmp_path / "more.ttl").write_text(text, "utf-8")
        with serving(
            small_graph.directory, "--with", f"https://example.org/graph={tmp_path / 'more.ttl'}"
        ) as other:
            tags.append(other.get("ASK {}").headers["etag"])

    assert len(set(tags)) == 2


def test_an_unchanged_answer_is_not_sent_again(site: Site) -> None:
    path = "/sparql?query=" + quote("SELECT * { ?s a <https://dutykg.example/ontology#County> }")
    tag = site.send("GET", path).headers["etag"]

    assert site.send("GET", path, headers={"If-None-Match": tag}).status == 304
    assert site.send("GET", path, headers={"If-None-Match": '"other"'}).status == 200
    for same in (f'"other", {tag}', tag.removeprefix("W/"), "*"):
        assert site.send("GET", path, headers={"If-None-Match": same}).status == 304
    other = {"If-None-Match": tag, "Accept": "text/csv"}
    assert site.send("GET", path, headers=other).status == 200


def test_a_tag_may_stand_in_a_second_header_line(site: Site) -> None:
    path = "/sparql?query=ASK%7B%7D"
    tag = site.send("GET", path).headers["etag"]
    connection = http.client.HTTPConnection(urlsplit(site.address).netloc, timeout=30)
    with contextlib.closing(connection):
        connection.putrequest("GET", path)
        connection.putheader("If-None-Match", '"other"')
        connection.putheader("If-None-Match", tag)
        connection.endheaders()
        assert connection.getresponse().status == 304


@pytest.mark.parametrize(
    ("path", "accept", "status"),
    [
        ("/sparql?query=ASK", "", 400),
        ("/sparql?query=" + quote("ASK { SERVICE <http://x.example/> {} }"), "", 400),
        ("/sparql?query=ASK%7B%7D", "image/png", 406),
        ("/queries/pushed-down?department=" + quote("没有的局"), "", 400),
        ("/queries/pushed-down?format=json", "", 400),
    ],
)
def test_what_is_refused_is_refused_whatever_the_client_has(
    site: Site, path: str, accept: str, status: int
) -> None:
    headers = {"If-None-Match": "*", **({"Accept": accept} if accept else {})}

    assert site.send("GET", path, headers=headers).status == status


@pytest.mark.parametrize("call", ["RAND()", "now()", "UUID()", "BNODE()"])
def test_what_differs_from_call_to_call_has_no_etag(site: Site, call: str) -> None:
    answer = site.get(f"SELECT ({call} AS ?x) {{}}")

    assert "etag" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"


def test_a_long_answer_is_compressed_on_request(site: Site) -> None:
    query = "SELECT ?n { ?d a :Duty ; rdfs:label ?n } ORDER BY ?n"
    path = "/sparql?" + urlencode({"query": query, "format": "csv"})
    plain = site.send("GET", path)
    packed = site.send("GET", path, headers={"Accept-Encoding": "gzip"})

    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert len(packed.body) < len(plain.body) / 3


@pytest.mark.parametrize(
    ("asked", "packed"),
    [
        ("gzip", True),
        ("GZIP", True),
        ("x-gzip", True),
        ("*", True),
        ("deflate, gzip;q=0.5", True),
        ("gzip;q=0.5, identity;q=0.1", True),
        ("*;q=0, gzip ; Q=1.000", True),
        ("", False),
        ("identity", False),
        ("notgzip", False),
        ("gzip;q=0", False),
        ("deflate, gzip;q=0.000", False),
        ("*, gzip;q=0", False),
        ("*;q=0", False),
        ("gzip;q=nan", False),
        ("gzip;q=0.5, identity", False),
    ],
)
def test_what_a_client_says_of_compression_holds(site: Site, asked: str, packed: bool) -> None:
    path = "/sparql?format=csv&query=" + quote("SELECT ?n { ?d a :Duty ; rdfs:label ?n }")
    answer = site.send("GET", path, headers={"Accept-Encoding": asked})

    assert (answer.headers.get("content-encoding") == "gzip") is packed
    assert answer.headers["etag"].startswith("W/")
    varies = [
        name.strip() for line in answer.headers.get_all("vary", []) for name in line.split(",")
    ]
    assert varies.count("Accept-Encoding") == 1
    assert "Accept" in varies


def test_a_short_answer_varies_with_what_was_asked_of_compression_too(site: Site) -> None:
    for status, tag in ((200, '"other"'), (304, "*")):
        answer = site.send("GET", "/sparql?query=ASK%7B%7D", headers={"If-None-Match": tag})
        assert answer.status == status
        assert "Accept-Encoding" in answer.headers["vary"]


def test_a_compressed_request_is_refused(site: Site) -> None:
    headers = {"Content-Type": "application/sparql-query", "Content-Encoding": "gzip"}
    packed = site.send("POST", "/sparql", gzip.compress(b"ASK {}"), headers)

    assert packed.status == 415
    assert "compressed" in json.loads(packed.body)["error"]
    assert site.post("ASK {}", **{"Content-Encoding": "identity"}).status == 200


def test_another_site_is_told_in_json_what_it_may_not(site: Site) -> None:
    headers = {"Origin": "https://a.example", "Access-Control-Request-Method": "DELETE"}
    answer = site.send("OPTIONS", "/sparql", headers=headers)
    error = json.loads(answer.body)

    assert (answer.status, error["ok"], error["status"]) == (400, False, 400)
    assert "跨站" in error["error"]
    assert "GET" in answer.headers["access-control-allow-methods"]


def test_other_sites_may_ask(site: Site) -> None:
    answer = site.send("GET", "/sparql?query=ASK%7B%7D", headers={"Origin": "https://a.example"})
    asked = site.send(
        "OPTIONS",
        "/sparql",
        headers={
            "Origin": "https://a.example",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type",
        },
    )

    assert answer.headers["access-control-allow-origin"] == "*"
    assert asked.status == 200
    assert "POST" in asked.headers["access-control-allow-methods"]


def test_an_absolute_address_is_the_same_address(site: Site) -> None:
    answer = site.send("GET", f"{site.address}sparql?query=ASK%7B%7D")

    assert (answer.status, answer.text) == (200, site.get("ASK {}").text)


def test_a_host_that_is_none_is_refused(site: Site) -> None:
    for path in ("/sparql", "/void"):
        assert site.send("GET", path, headers={"Host": "%zz"}).status == 400


def test_what_is_too_small_to_compress_comes_plain_and_with_its_length(site: Site) -> None:
    answer = site.send("GET", "/sparql?query=ASK%7B%7D", headers={"Accept-Encoding": "gzip"})

    assert answer.headers["content-encoding"] is None
    assert answer.headers["content-length"] == str(len(answer.body))


def test_a_request_that_is_not_read_ends_its_connection(site: Site) -> None:
    for headers in ({"Content-Encoding": "gzip"}, {"Content-Length": str(1 << 30)}):
        sent = {"Content-Type": "application/sparql-query", **headers}
        answer = site.send("POST", "/sparql", b"ASK {}", sent)

        assert answer.status in {413, 415}
        assert answer.headers["connection"] == "close"


POSTED = "POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Type: application/sparql-query\r\n"
ASKED = "GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: a\r\n"


@pytest.mark.parametrize(
    ("begun", "then"),
    [
        (f"{POSTED}Content-Length: 100\r\n\r\nASK", ""),
        (f"{POSTED}Transfer-Encoding: chunked\r\n\r\n3\r\nASK\r\n", "ZZZ\r\n\r\n"),
        (f"{ASKED}Transfer-Encoding: chunked\r\n\r\n", "ZZZ\r\n\r\n"),
        (f"{ASKED}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n", ""),
        ("GET / HTTP/1.1\r\n\r\n", ""),
        ("\x16\x03\x01", ""),
    ],
    ids=["cut body", "bad chunk", "bad chunk after the answer", "upgrade", "no host", "no HTTP"],
)
def test_no_client_makes_the_server_talk(site: Site, begun: str, then: str) -> None:
    before = site.said
    with socket.create_connection(site.place, 30) as connection:
        connection.sendall(begun.encode())
        time.sleep(0.2)
        with contextlib.suppress(OSError):
            connection.sendall(then.encode())
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(1000):
                pass

    assert site.get("ASK {}").status == 200
    assert site.said == before
