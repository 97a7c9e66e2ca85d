"""Nothing is made for an answer that has no use for it, and nothing twice that was made just now."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from kg.building import build
from kg.errors import KgError, QueryError
from kg.store.graph import Graph, Solutions
from kg.web.errors import Refused
from kg.web.site import engines, formats, library, site
from kg.web.site.graphs import rows, solutions
from kg.web.site.site import Reply, answer

PAIR = {"a": "东城镇", "b": "庙尔沟乡"}


def visited(graph: Graph, path: str, accept: str = "text/html", **fields: str) -> Reply:
    message = {"path": path, "query": urlencode(fields), "accept": accept, "lang": "zh", "root": ""}
    return answer(graph, message)


@pytest.fixture
def made(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What engines are asked to make, from nothing."""
    from kg.asking.engine import Asker
    from kg.checking.entry import Checker

    for kind in ("_Compared", "_Answers", "_Checks"):
        monkeypatch.delitem(graph.derived, getattr(engines, kind), raising=False)
    seen: list[str] = []

    def counted(name: str, make: Callable[..., Any]) -> Callable[..., Any]:
        def run(*given: Any, **named: Any) -> Any:
            seen.append(name)
            return make(*given, **named)

        return run

    from kg.comparing import comparison

    monkeypatch.setattr(comparison, "compare", counted("comparison", comparison.compare))
    monkeypatch.setattr(Asker, "ask", counted("answer", Asker.ask))
    monkeypatch.setattr(Checker, "check", counted("check", Checker.check))
    return seen


@pytest.mark.parametrize(
    ("accept", "fields", "status"),
    [
        ("application/pdf", PAIR, 406),
        ("text/html;q=0", PAIR, 406),
        ("application/pdf", {"a": "东城镇"}, 406),
        ("text/html", {"a": "东城镇", "b": "木垒县东城镇"}, 400),
        ("application/pdf", {"a": "东城镇", "b": "东城镇"}, 400),
        ("text/html", {"a": "东城镇", "b": "水利局"}, 400),
        ("text/html", {**PAIR, "topics": "y" * 11}, 413),
    ],
)
def test_what_is_refused_is_not_compared(
    graph: Graph, made: list[str], accept: str, fields: dict[str, str], status: int
) -> None:
    with pytest.raises(KgError) as told:
        visited(graph, "compare", accept, **fields)

    assert made == []
    assert getattr(told.value, "status", 400) == status
    assert isinstance(told.value, Refused | QueryError)


def test_a_refusal_before_the_work_names_what_there_is(graph: Graph) -> None:
    for fields in (PAIR, {}):
        page = site.PAGES["compare"](graph, site.Visit("compare", "compare", fields))
        known = site.KNOWN["compare"](graph, site.Visit("compare", "compare", fields))

        assert known == site._offered(page)


def test_two_sides_are_compared_once_however_they_are_named_and_written(
    graph: Graph, made: list[str]
) -> None:
    for form, a in (("html", "东城镇"), ("csv", "木垒县东城镇"), ("turtle", "东城镇 ")):
        assert visited(graph, "compare", a=a, b=PAIR["b"], format=form).status == 200

    assert made == ["comparison"]


def test_a_question_is_answered_once_however_it_is_written(graph: Graph, made: list[str]) -> None:
    replies = [
        visited(graph, "ask", question="东城镇有几项基本履职事项？", format=form)
        for form in ("html", "csv", "json")
    ]

    assert made == ["answer"]
    assert len({reply.media for reply in replies}) == 3


def test_a_notice_is_checked_once_for_each_township(graph: Graph, made: list[str]) -> None:
    for form, township in (("html", "东城镇"), ("docx", "东城镇"), ("html", "庙尔沟乡")):
        visited(graph, "check", text="请做好防汛工作", township=township, format=form)

    assert made == ["check", "check"]


def test_what_several_pages_are_about_is_described_once(
    graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(graph.derived, formats._Written, raising=False)
    asked: list[str] = []

    def counted(graph: Graph, name: str, these: list[str]) -> Solutions:
        asked.append(name)
        return solutions(graph, name, these)

    monkeypatch.setattr(formats, "solutions", counted)
    one, two = (
        visited(graph, "compare", accept, **PAIR).body
        for accept in ("text/turtle", "text/turtle;q=0.9")
    )
    other = visited(graph, "compare", "application/n-triples", **PAIR).body

    assert asked == ["describe", "describe"]
    assert one == two != other


class Words(engines.Recent[str, str]):
    """Texts, weighed by their length."""

    most = 3
    heaviest = 8

    def weight(self, value: str) -> int:
        return len(value)


def test_what_was_asked_for_longest_ago_is_forgotten_first() -> None:
    known = Words()
    for key in ("a", "b", "c", "a", "d"):
        known.made(key, lambda: "x")

    assert list(known) == ["c", "a", "d"]


def test_what_is_kept_has_a_bound_of_weight() -> None:
    known = Words()
    for key, text in (("a", "xxxx"), ("b", "xxxx"), ("c", "x"), ("d", "x" * 20)):
        known.made(key, lambda text=text: text)  # type: ignore[misc]
        assert sum(map(len, known.values())) <= 8 or len(known) == 1

    assert list(known) == ["d"]


def test_a_category_has_what_its_query_says_and_nothing_of_a_former_edition(
    small: Path, tmp_path: Path
) -> None:
    july = (small / "zhulin.txt").read_text("utf-8")
    (small / "zhulin-08.txt").write_text(july.replace("2025年7月", "2025年8月"), "utf-8")
    graph = Graph(build([small], into=tmp_path / "editions").store)
    categories = [row["c"] for row in graph.rows("SELECT DISTINCT ?c { ?d :category ?c }")]

    for category in categories:
        told = visited(graph, category.removeprefix(graph.base), format="json").body
        shown = {duty["iri"] for duty in json.loads(told)["duties"]}

        assert shown == {row["iri"] for row in rows(graph, "duties-of-category", [category])}
        assert {iri.split("/")[-2] for iri in shown} == {"2025-08"}


def test_a_page_of_rows_makes_those_it_shows_and_a_file_all(
    graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library, "SHOWN", 5)
    made = Counter[str]()

    def counted(graph: Graph, name: str, bindings: dict[str, Any]) -> Any:
        made[name] += 1
        return cell(graph, name, bindings)

    cell = library._cell
    monkeypatch.setattr(library, "_cell", counted)
    page = visited(graph, "queries/pushed-down", department="县水利局").body.decode()
    first = made["duty"]
    lines = visited(graph, "queries/pushed-down", department="县水利局", format="csv").body

    assert "共 45 项" in page
    assert first == 5
    assert len(lines.splitlines()) == 1 + 45
