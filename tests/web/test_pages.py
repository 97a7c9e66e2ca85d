"""Answers as pages, and compressed: made in the workers, within their limits."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from html import unescape
from urllib.parse import urlencode

import pytest
from serving import Site, serving

from kg.building import Build

LONG = "SELECT ?n { ?d a ?t ; ?p ?n } LIMIT 2500"
CUT = "这里只显示前 2,000；全部见 "


@pytest.fixture(scope="module")
def site(five: Build) -> Iterator[Site]:
    """A server whose answers may have a MiB."""
    with serving(five.store, "--workers", "1", "--max-answer", "1") as started:
        yield started


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_page_shows_the_beginning_of_a_long_answer_and_says_where_all_of_it_is(
    site: Site, method: str
) -> None:
    if method == "GET":
        page = site.get(LONG, format="html").text
    else:
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        body = urlencode({"query": LONG}).encode()
        page = site.send("POST", "/sparql?format=html", body, form).text
    link = unescape(page.partition(f'{CUT}<a href="')[2].split('"')[0])
    whole = site.send("GET", "/sparql" + link)

    assert page.count("<td ") == 2000
    assert "共 2500 项" in page
    assert (whole.media, len(whole.text.splitlines())) == ("text/csv", 2501)


def test_a_page_of_triples_shows_the_beginning_too(site: Site) -> None:
    page = site.get("CONSTRUCT { ?d a ?t } { ?d a ?t } LIMIT 2500", format="html").text

    assert ">turtle</a>" in page
    assert page.partition("<pre ")[2].partition(">")[2].partition("</pre>")[0].count("\n") == 2000


def test_a_page_that_shows_everything_says_nothing_of_more(site: Site) -> None:
    page = site.get(LONG.replace("2500", "2000"), format="html").text

    assert page.count("<td ") == 2000
    assert CUT not in page


def test_a_page_is_within_the_limit_of_bytes_too(site: Site) -> None:
    query = f"SELECT ('{'<' * 600_000}' AS ?x) {{}}"
    headers = {"Content-Type": "application/sparql-query"}
    answers = [
        site.send("POST", f"/sparql?format={name}", query.encode(), headers)
        for name in ("csv", "html")
    ]

    assert [answer.status for answer in answers] == [200, 422]
    assert "字节" in answers[1].text


@pytest.mark.parametrize("name", ["json", "html", "csv"])
def test_large_answers_and_pages_are_compressed(site: Site, name: str) -> None:
    path = "/sparql?" + urlencode({"query": "SELECT * { ?s ?p ?o } LIMIT 3000", "format": name})
    plain = site.send("GET", path)
    packed = site.send("GET", path, headers={"Accept-Encoding": "gzip"})

    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["content-length"] == str(len(packed.body))
    assert gzip.decompress(packed.body) == plain.body
    for header in ("vary", "etag"):
        assert packed.headers[header] == plain.headers[header]
    assert "Accept-Encoding" in packed.headers["vary"]
