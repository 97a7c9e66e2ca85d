"""Every address with what people, programs and rogues may put in its fields: an answer or a refusal, never a 5xx.

Without sockets, so that many can be asked: ``KG_FUZZ=100000 KG_FUZZ_SEED=7`` asks more and others.
"""

from __future__ import annotations

import json
import os
import random
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote_plus

import pytest
from inside import Inside
from loops import run

from kg.building import Build
from kg.querying.library import library
from kg.store.graph import Graph

REQUESTS = int(os.environ.get("KG_FUZZ", "150"))
SEED = int(os.environ.get("KG_FUZZ_SEED", "1"))
JSON = ((b"content-type", b"application/json"),)
SAID = 2_000
"""After how many requests a long run says how far it is."""
DATA = Path(__file__).resolve().parents[1] / "data"
FORMATS = (
    "", "html", "csv", "xlsx", "json", "turtle", "ttl", "jsonld", "json-ld", "nt", "ntriples", "rdfxml", "xml",
    "tsv", "docx", "text/csv", "application/json;q=1", "png", "\x00", "水", "html,csv", "*/*",
)  # fmt: skip
ACCEPTS = (
    "text/html", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8", "*/*", "", "application/json", "text/turtle",
    "text/csv;q=0.1,text/html;q=0", "application/pdf", "a/b", ";;,,/", "text/*;q=2", "application/ld+json",
    "text/html;q=0", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
)  # fmt: skip
ODD = (
    "", " ", "\u3000", "\x00", "\x07", "\u202e", "\ufeff", "\ud800", "\U0010ffff", "\u0300" * 40, "%", "%zz", "&", "=", "#",
    "+", "/", "//", "../", "..\\", "?", "@", "@@", "+@+", "@2025-07", "'", '"', "\\", "`", "$(x)", "${x}", "{{7*7}}",
    "{% x %}", "<script>", "</textarea>", "<!--", "]]>", "<", ">", "(", ")", "（", "[", "{", "}", "*", "|", "^", "~",
    "-1", "0", "00", "1e9", "99999999999999999999", "²", "٣", "①", "一百零九", "〇", "NaN", "true", "null", "\r\n", "\n" * 50,
    "第", "项", "配合", "配合第0项", "配合第-1项", "配合²", "收回99", "基本一", "、", "，", "。", "？", "；" * 30, "\t",
    "a" * 300, "水" * 300, "( " * 60, "不" * 20, "和" * 20, "AND " * 20, "的", "*" * 40, "__class__", "1/0", "😀", "🏳️‍🌈",
)  # fmt: skip
QUERIES = (
    "ASK {}", "SELECT * { ?s ?p ?o } LIMIT 3", "SELECT ?n { ?d a :Duty ; rdfs:label ?n } LIMIT 5",
    "CONSTRUCT { ?s a ?t } WHERE { ?s a ?t } LIMIT 5", "DESCRIBE <https://dutykg.example/x>",
    "SELECT (COUNT(*) AS ?n) { ?d a :Duty }", "SELECT ?a { ?a :number ?n . FILTER(?n > 3) } ORDER BY ?a LIMIT 4",
    "PREFIX x: <http://a/> ASK { x:a x:b 'c'@zh }", "SELECT * FROM <urn:a> { ?s a ?o } LIMIT 1",
    "INSERT DATA { <a:a> <a:b> 1 }", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
)  # fmt: skip


@dataclass
class Corpus:
    """What is put in fields: true names and sentences, and odd ones."""

    places: list[str]
    bodies: list[str]
    duties: list[str]
    said: list[str]
    paths: list[str]
    documents: list[str]
    queries: list[tuple[str, tuple[str, ...]]]
    odd: Sequence[str] = field(default=ODD)


def corpus(graph: Graph) -> Corpus:
    said = []
    for path in sorted(DATA.glob("questions-strangers-*.jsonl")) + sorted(
        DATA.glob("notices-*.jsonl")
    ):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            said.append(row.get("question") or row.get("text") or "x")
    iris = [
        row["s"]
        for row in graph.rows("SELECT DISTINCT ?s { ?s a ?t } ORDER BY ?s")
        if "://" in row["s"]
    ]
    own = [iri.removeprefix(graph.base) for iri in iris if iri.startswith(graph.base)]
    return Corpus(
        [d["township"] for d in graph.documents] + ["木垒县", "昌吉州", "东城镇@2025-07", "全部"],
        sorted({row["n"] for row in graph.rows("SELECT ?n { ?d a :Department ; rdfs:label ?n }")})[:200],
        sorted({row["n"] for row in graph.rows("SELECT ?n { ?d a :Duty ; rdfs:label ?n }")})[:400],
        said,
        own[:: max(1, len(own) // 3000)],
        [d["document"] for d in graph.documents],
        [(item.name, tuple(p.name for p in item.parameters)) for item in library().values()],
    )  # fmt: skip


def bent(chance: random.Random, text: str, other: str) -> str:
    """A text as it is, or cut, doubled, joined, with odd things in it."""
    for _ in range(chance.choice((0, 0, 1, 1, 2, 4))):
        at = chance.randrange(len(text) + 1)
        to = min(len(text), at + chance.randrange(1, 12))
        text = chance.choice(
            (
                text[:at] + text[to:],
                text[:to] + text[at:],
                text[:at] + chance.choice(ODD) + text[at:],
                text[:at] + chr(chance.randrange(0x110000)) + text[to:],
                text[:at] + other[: chance.randrange(30)],
                text.swapcase(),
                text[::-1],
                chance.choice(ODD),
            )
        )
    return text[:4000]


def visit(chance: random.Random, of: Corpus) -> tuple[str, dict[str, str]]:
    """A path and its fields, as somebody might mean them."""
    pick = chance.choice
    township, kind = pick(of.places), pick(("", "basic", "cooperation", "reclaimed", "配合", "all"))
    named = pick((of.bodies, of.duties, of.places, of.paths))
    name, numbers = pick(of.queries)
    values = (township, pick(of.bodies), pick(of.duties), kind, "2025-07", "防汛", "12")
    forms: tuple[tuple[str, dict[str, str]], ...] = (
        ("ask", {"question": pick(of.said)}),
        ("ask", {"question": f"{township}{pick(of.duties)}{pick(('谁牵头', '归谁管', '有几项', '？'))}"}),
        ("check", {"text": pick(of.said), "township": township, "department": pick(("", pick(of.bodies)))}),
        ("search", {"text": pick(of.duties)[:6], "list": kind, "township": pick(("", township)),
                    "field": pick(("", "name", "superior", "township", "method")), "page": pick(("", "2"))}),
        ("compare", {"a": township, "b": pick(of.places)}),
        ("graph", {"kind": pick(("overview", "township", "department", "duty", "matter", "compare", "matrix",
                                 "collaboration", "x")), "name": pick(named), "other": pick(named)}),
        ("graph/picture", {"kind": pick(("township", "department", "duty")), "name": pick(named)}),
        (f"queries/{name}", {number: pick(values) for number in numbers}),
        (f"source/{pick(of.documents)}", {"line": str(chance.randrange(-2, 700)), "open": pick(of.said)}),
        ("report", {"kind": pick(("", "x")), "township": pick(("", township)), "severity": pick(("", "error"))}),
        (f"department/{pick(of.bodies)}", {}),
        (f"library/{name}", {}),
        (pick(of.paths), {}),
        (pick(of.paths), {"township": township}),
        (pick(("", "about", "matrix", "queries", "ontology", "void", ".well-known/void", "library.ttl", "health",
               "api/openapi.json", "static/style.css", "favicon.ico", "sparql", "api/", "robots.txt")), {}),
        ("sparql", {"query": pick(QUERIES), "default-graph-uri": pick(("", "", "urn:x"))}),
        ("sparql", {"query": pick(QUERIES), "edit": "1"}),
    )  # fmt: skip
    path, fields = pick(forms)
    if path != "sparql" and chance.random() < 0.2:
        path = f"api/{path}"
    return path, {key: value for key, value in fields.items() if value}


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    query: bytes
    body: bytes
    headers: tuple[tuple[bytes, bytes], ...]


def encoded(text: str, chance: random.Random) -> str:
    """Percent-encoded; now and then not at all, or not as UTF-8."""
    raw = text.encode("utf-8", "surrogatepass")
    if chance.random() < 0.02:
        raw = raw[: len(raw) // 2] + chance.randbytes(2)
    return quote_plus(raw)


def request(chance: random.Random, of: Corpus) -> Request:
    path, fields = visit(chance, of)
    heavy = path == "sparql"  # a query is bent in its values only: what it costs has no bound here
    some = [*of.said[:50], *ODD]
    if chance.random() < 0.3:
        path = bent(chance, path, chance.choice(some))
    for key in list(fields):
        if not (heavy and key == "query") and chance.random() < 0.6:
            fields[key] = bent(chance, fields[key], chance.choice(some))
    if "query" in fields and chance.random() < 0.3:
        fields["query"] = fields["query"][: chance.randrange(40)] + chance.choice(ODD)
    if chance.random() < 0.5:
        fields["format"] = chance.choice(FORMATS)
    if chance.random() < 0.3:
        fields["lang"] = chance.choice(("zh", "en", "xx", "\x00"))
    if chance.random() < 0.05:
        fields[chance.choice(ODD)] = chance.choice(ODD)
    form = "&".join(f"{encoded(k, chance)}={encoded(v, chance)}" for k, v in fields.items())
    if chance.random() < 0.02:
        form += f"&{form}"
    headers = [(b"accept", chance.choice(ACCEPTS).encode())]
    if chance.random() < 0.2:
        headers.append((b"accept-encoding", chance.choice((b"gzip", b"br", b"gzip;q=0", b"*"))))
    method, query, body = chance.choice(("GET", "GET", "GET", "HEAD", "POST", "OPTIONS")), form, ""
    if method == "POST" and chance.random() < 0.8:
        query, body = "", form
        media = "application/x-www-form-urlencoded"
        if path.startswith("api") and chance.random() < 0.5:
            media, body = "application/json", json.dumps(fields)
            if chance.random() < 0.3:
                body = bent(chance, body, "[" * 90)
        elif chance.random() < 0.3:
            media = "multipart/form-data; boundary=x"
            body = "".join(
                f'--x\r\nContent-Disposition: form-data; name="{k}"{chance.choice(("", "; filename=a.txt"))}\r\n\r\n{v}\r\n'
                for k, v in fields.items()
            ) + chance.choice(("--x--\r\n", "--x--", "--x", ""))  # fmt: skip
        headers.append((b"content-type", media.encode()))
    return Request(
        method,
        "/" + path,
        query.encode("utf-8", "surrogatepass"),
        body.encode("utf-8", "surrogatepass"),
        tuple(headers),
    )


def asked(inside: Inside, sent: Request) -> int:
    return run(inside.send(sent.method, sent.path, sent.query, sent.body, sent.headers)).status


def test_whatever_is_asked_of_any_address_is_answered_or_refused(five: Build, graph: Graph) -> None:
    inside, of = Inside(five.store), corpus(graph)
    counted: Counter[int] = Counter()
    for number in range(REQUESTS):
        chance = random.Random(f"{SEED}/{number}")
        sent = request(chance, of)
        try:
            status = asked(inside, sent)
        except Exception as error:
            raise AssertionError((SEED, number, sent)) from error
        assert status < 500, (SEED, number, status, sent)
        counted[status] += 1
        if not (number + 1) % SAID:
            print(number + 1, dict(counted), file=sys.stderr, flush=True)
    assert (
        counted[200] > REQUESTS // 6
    )  # most of it has been looked at, not turned away at the door
    assert min(counted[400], counted[404]) > 0


@pytest.mark.parametrize("fields", [{"text": "市\ud800"}, {"text": "防汛", "\udc00": "x"}])
def test_half_of_a_character_is_refused(five: Build, fields: dict[str, str]) -> None:
    sent = Request("POST", "/api/check", b"", json.dumps(fields).encode(), JSON)

    assert asked(Inside(five.store), sent) == 400
