"""No link of a page leads nowhere: neither to a page that is not there nor to a place it does not have."""

from __future__ import annotations

import html
import re
from collections import Counter
from urllib.parse import urlencode, urljoin, urlsplit

import pytest

from kg.building import Build
from kg.errors import KgError
from kg.store.graph import Graph
from kg.web.site.site import answer

PAGES = {
    "home": "/",
    "ask": "/ask?" + urlencode({"question": "县水利局把哪些事项交给乡镇配合？"}),
    "refused": "/ask?" + urlencode({"question": "东城镇的阿斯顿马丁管理谁负责"}),
    "check": "/check?" + urlencode({"text": "请做好地名管理工作", "township": "东城镇"}),
    "search": "/search?" + urlencode({"text": "防汛"}),
    "compare": "/compare?" + urlencode({"a": "东城镇", "b": "六户地镇"}),
    "matrix": "/matrix",
    "queries": "/queries",
    "query": "/queries/pushed-down?" + urlencode({"department": "县水利局"}),
    "sources": "/source",
    "report": "/report",
    "about": "/about",
    "duty": "/duty/652328104/2025-07/c-012",
    "department": "/org/652328/water-resources",
    "function": "/function/water-resources",
    "township": "/township/652328104",
    "county": "/place/652328",
    "category": "/category/economic-development",
    "clause": "/duty/652328104/2025-07/c-012/clause-t1",
    "list": "/list/652328104/2025-07/cooperation",
    **{
        f"graph {kind}": "/graph?" + urlencode({"kind": kind, **names})
        for kind, names in (
            ("overview", {}),
            ("township", {"name": "东城镇"}),
            ("department", {"name": "农业农村局"}),
            ("duty", {"name": "农村供水保障工作", "other": "东城镇"}),
            ("matter", {"name": "农村供水保障工作"}),
            ("compare", {"name": "东城镇", "other": "六户地镇"}),
            ("collaboration", {}),
            ("matrix", {}),
        )
    },
}
ELSEWHERE = ("/static", "/void", "/library.ttl", "/api", "/health")
"""What the server answers without a page."""
EACH = 1
"""Links of one kind that are followed from a page."""


@pytest.fixture(scope="module")
def graph(five: Build) -> Graph:
    return Graph(five.store)


@pytest.fixture(scope="module")
def known() -> dict[str, str]:
    """What was answered before, by address: many pages have the same links."""
    return {}


def answered(graph: Graph, address: str, known: dict[str, str]) -> str:
    """The page of an address, or why there is none."""
    if address not in known:
        parts = urlsplit(address)
        message = {
            "path": parts.path.strip("/"), "query": parts.query, "accept": "text/html", "lang": "zh", "root": "",
        }  # fmt: skip
        try:
            reply = answer(graph, message)
            known[address] = reply.body.decode("utf-8", "replace") if reply.status < 400 else ""
        except KgError:
            known[address] = ""
        known[address] = known[address] or "missing"
    return known[address]


def kind(address: str) -> tuple[str, ...]:
    """What addresses of one kind have in common."""
    parts = urlsplit(address)
    return (
        *parts.path.split("/")[:2],
        *sorted(q.partition("=")[0] for q in parts.query.split("&")),
    )


@pytest.mark.parametrize("name", PAGES)
def test_every_kind_of_link_leads_to_a_page(graph: Graph, known: dict[str, str], name: str) -> None:
    text = answered(graph, PAGES[name], known)
    links = [
        html.unescape(link)
        for link in re.findall(r'<(?:a|iframe)\b[^>]*?(?:href|src)="([^"]*)"', text)
    ]
    inside = [urljoin(PAGES[name], link) for link in links if not link.startswith("http")]
    followed: Counter[tuple[str, ...]] = Counter()
    dead = []
    for link in inside:
        address, _, place = link.partition("#")
        if address == PAGES[name]:
            if place and f'id="{place}"' not in text:
                dead.append(link)
        elif not address.startswith(ELSEWHERE) and followed[kind(address)] < EACH:
            followed[kind(address)] += 1
            if answered(graph, address, known) == "missing":
                dead.append(link)

    assert len(links) > 10
    assert dead == []


@pytest.mark.parametrize("name", ["graph department", "graph duty", "graph compare"])
def test_the_triples_of_a_picture_are_those_of_what_it_shows(graph: Graph, name: str) -> None:
    query = f"{urlsplit(PAGES[name]).query}&format=turtle"
    message = {"path": "graph", "query": query, "accept": "*/*", "lang": "zh", "root": ""}

    assert "rdfs:label" in answer(graph, message).body.decode()
