"""Results of many rows: page after page, each row once, and what is told of them is told of all."""

import re
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from kg.querying import library as queries
from kg.store.graph import Graph
from kg.web.site import library
from kg.web.site.site import answer
from kg.web.site.warming import ahead

WATER = {"department": "县水利局"}
_ROW = re.compile(r"<tr><td.*?</tr>", re.DOTALL)
_HEAD = re.compile(r"<h2>(.*?)（(\d+) 项）</h2>")


def page(graph: Graph, name: str, fields: dict[str, str], accept: str = "text/html") -> str:
    """A page of the library."""
    message = {
        "path": f"queries/{name}",
        "query": urlencode(fields),
        "accept": accept,
        "lang": "zh",
    }
    return answer(graph, {**message, "root": ""}).body.decode()


def onwards(text: str, rel: str) -> dict[str, str]:
    """The fields of the link of this kind; none if there is no such link."""
    found = re.search(rf'href="([^"]+)" rel="{rel}"', text)
    if found is None:
        return {}
    query = urlsplit(found[1].replace("&amp;", "&")).query
    return {name: one for name, (one,) in parse_qs(query).items()}


def test_every_row_stands_on_one_page_and_pages_lead_to_each_other(
    graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = page(graph, "pushed-down", WATER)
    monkeypatch.setattr(library, "SHOWN", 20)

    pages, fields = [], WATER
    while fields:
        pages.append(page(graph, "pushed-down", fields))
        fields = onwards(pages[-1], "next")

    rows = [_ROW.findall(text) for text in pages]
    assert [len(own) for own in rows] == [20, 20, 5]
    assert [one for own in rows for one in own] == _ROW.findall(whole)
    assert "共 45 项，这一页是第 21–40 项" in pages[1]
    assert onwards(pages[2], "prev") == {**WATER, "page": "2"}
    assert not onwards(pages[0], "prev")


def test_a_heading_counts_the_rows_of_all_pages(
    graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = dict(_HEAD.findall(page(graph, "pushed-down", WATER)))
    monkeypatch.setattr(library, "SHOWN", 12)

    cut = dict(_HEAD.findall(page(graph, "pushed-down", {**WATER, "page": "2"})))

    assert whole
    assert cut
    assert cut.items() <= whole.items()


def test_all_rows_stand_on_one_page_for_paper_and_in_files(
    graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library, "SHOWN", 20)

    first = page(graph, "pushed-down", WATER)
    paper = page(graph, "pushed-down", {**WATER, "page": "all"})
    table = page(graph, "pushed-down", {**WATER, "page": "2", "format": "csv"})

    assert "page=all" in first
    assert len(_ROW.findall(paper)) == 45
    assert "这一页是" not in paper
    assert len(table.splitlines()) == 46


def test_a_page_beyond_the_last_says_so(graph: Graph) -> None:
    assert "没有这一页：一共 45 项" in page(graph, "pushed-down", {**WATER, "page": "9"})


@pytest.mark.parametrize("name", ["branches", "deadlines", "departments-by-load"])
def test_the_query_for_the_editor_is_short_and_finds_the_same(graph: Graph, name: str) -> None:
    item = queries.find(name)
    text = item.written(graph, {})

    shown = list(graph.rows(text))
    assert len(text) < 3_000 < len(item.bind(graph, {}))
    assert sorted(map(str, shown)) == sorted(map(str, graph.rows(item.bind(graph, {}))))
    assert urlencode({"edit": text}) in page(graph, name, {}).replace("&amp;", "&")


def test_the_query_for_the_editor_has_what_was_asked_for(graph: Graph) -> None:
    text = queries.find("pushed-down").written(graph, WATER)

    assert len(list(graph.rows(text))) == 45
    assert "function/water-resources" in text


def test_queries_that_need_nothing_are_made_ahead(graph: Graph) -> None:
    found = ahead(graph)

    assert "queries/branches" in found
    assert "queries/pushed-down" not in found
