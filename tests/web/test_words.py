"""Pages speak to people in their language: no codes, no ids, no words of the other one."""

from __future__ import annotations

import html
import re
from urllib.parse import urlencode

import pytest

from kg.building import Build
from kg.rdf.terms import ROLES
from kg.store.graph import Graph
from kg.web.site.home import home
from kg.web.site.page import Visit
from kg.web.site.render import chinese, english
from kg.web.site.site import answer

PAGES = {
    "home": "",
    "search": "search?" + urlencode({"text": "防汛"}),
    "compare": "compare?" + urlencode({"a": "东城镇", "b": "六户地镇"}),
    "matrix": "matrix",
    "graph": "graph",
    "duty picture": "graph?" + urlencode({"kind": "duty", "name": "农村供水保障工作", "other": "东城镇"}),
    "query": "queries/pushed-down?" + urlencode({"department": "县水利局"}),
    "sources": "source",
    "report": "report",
    "about": "about",
    "duty": "duty/652324105/EDITION/c-012",
    "department": "org/652328/water-resources",
    "function": "function/party-organization",
    "township": "township/652324105",
    "county": "place/652328",
    "category": "category/economic-development",
    "clause": "duty/652328104/2025-07/c-012/clause-t1",
    "list": "list/652324105/EDITION/cooperation",
}  # fmt: skip
_TAG = re.compile(r"<(?:script|style)\b.*?</(?:script|style)>|<[^>]*>", re.DOTALL)
_OURS = (
    "主责、交办", "收回、承接", "自己做", "配合履职事项第", "基本履职事项第", "未印日期", "未注明日期", "提醒",
    "事项名称 ", "上级部门职责 ", "第12项", "类别", "序号",
)  # fmt: skip
"""Words of the program, not of the lists, that stood on English pages."""


@pytest.fixture(scope="module")
def graph(five: Build) -> Graph:
    return Graph(five.store)


def text(graph: Graph, name: str, lang: str) -> str:
    """What a reader sees of a page, line after line."""
    edition = graph.current_editions["652324105"]
    path, _, query = PAGES[name].replace("EDITION", edition).partition("?")
    message = {"path": path, "query": query, "accept": "text/html", "lang": lang, "root": ""}
    body = answer(graph, message).body.decode()
    body = body[body.index("<main") : body.index("</main>")]
    return html.unescape(_TAG.sub("\n", body))


@pytest.mark.parametrize("name", PAGES)
def test_a_chinese_page_has_no_codes_and_no_ids(graph: Graph, name: str) -> None:
    seen = text(graph, name, "zh")
    addresses = re.sub(r"https?://\S+|IRI: *\S+|[\w/.-]+/[\w/.-]+", "", seen)

    assert not re.search(r"\bu-[0-9a-f]{8}\b", addresses)
    words = set(re.findall(r"(?<![\w.-])[A-Za-z]{4,}(?![\w.-])", addresses))
    assert not words & {*ROLES, "cooperation", "basic", "reclaimed", "warning", "note", "error"}
    assert not words & {"stated", "column", "heading", "inferred", "true", "false", "undated"}


@pytest.mark.parametrize("name", PAGES)
def test_an_english_page_has_no_chinese_words_of_the_program(graph: Graph, name: str) -> None:
    lines = [f"{line.strip()} " for line in text(graph, name, "en").splitlines()]
    wrong = [line for line in lines for word in _OURS if line.startswith(word)]

    # A source's own column heads are data.
    assert not [line for line in wrong if "\t" not in line and line.strip() not in _DATA], name


_DATA = {"序号 事项类别 事项名称 对应上级部门 上级部门职责 乡镇配合职责"}


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("没有这个页面 (not found)", "没有这个页面"),
        ("没有载入这份文件 (no such document is loaded): a (b).txt", "没有载入这份文件: a (b).txt"),
        ("没有“foo (bar)”这样的部门 (not found)", "没有“foo (bar)”这样的部门"),
        ("没有英文", "没有英文"),
    ],
)
def test_a_message_on_a_chinese_page_is_chinese(message: str, shown: str) -> None:
    assert chinese(message) == shown


@pytest.mark.parametrize(
    ("message", "shown"),
    [("没有“foo (bar)”这样的部门 (not found)", "Not found"), ("没有英文", "")],
)
def test_a_message_on_an_english_page_has_its_english_first(message: str, shown: str) -> None:
    assert english(message) == shown


def test_the_examples_of_an_english_page_are_english(graph: Graph) -> None:
    shown = home(graph, Visit("", "", {}, "en")).context["examples"]

    assert len(shown) > 3
    assert not [q for q in shown if not q.startswith(("How", "Which", "Who", "May"))]
