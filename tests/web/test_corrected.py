"""What a person has put right stands beside the text on every page that has it, and in every file."""

from __future__ import annotations

import io
import json
import zipfile
from urllib.parse import urlencode

import pytest

from kg import keeping
from kg.building import build
from kg.reading.corrections import correction
from kg.store.graph import Graph
from kg.web.site.site import answer

NOTE = "印作“云溪县地名管护总站”，按“云溪县民政局”（张三，2026-03-01：机构&已撤并）"
SHOWN = NOTE.replace("&", "&amp;")


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory, small_text: str) -> Graph:
    """Two lists that share their duties; in the first a body is put right by a person."""
    home = tmp_path_factory.mktemp("corrected")
    text = small_text.replace("\t云溪县民政局\t", "\t云溪县地名管护总站\t")
    (home / "a.txt").write_text(text, "utf-8")
    (home / "b.txt").write_text(small_text.replace("竹林镇", "松岭镇"), "utf-8")
    store = build([home / "a.txt", home / "b.txt"], into=home / "store").store
    code = _code(Graph(store))
    item = correction(
        "body", f"{code}/2025-07", "云溪县地名管护总站", "云溪县民政局", "张三", "2026-03-01", "机构&已撤并"
    )  # fmt: skip
    keeping.correct(item, into=store)
    return Graph(store)


def _code(graph: Graph) -> str:
    return next(d["township_code"] for d in graph.documents if "竹林" in d["township"])


def visit(graph: Graph, path: str, lang: str = "zh", **fields: str) -> str:
    query = urlencode(fields)
    message = {"path": path, "query": query, "accept": "text/html", "lang": lang, "root": ""}
    reply = answer(graph, message)
    assert reply.status == 200, path
    return reply.body.decode("utf-8-sig")


def duty(graph: Graph, place: str) -> str:
    """The path of the duty 地名管理 in a township."""
    (row,) = graph.rows(
        f'SELECT ?d {{ ?d a :Duty ; rdfs:label "地名管理"@zh ; :ofTownship ?t . ?t rdfs:label ?n'
        f' FILTER(CONTAINS(?n, "{place}")) }}'
    )
    return row["d"][len(graph.base) :]


def pages(graph: Graph) -> dict[str, tuple[str, dict[str, str]]]:
    own = duty(graph, "竹林")
    towns = [d["township"] for d in graph.documents]
    (row,) = graph.rows(
        f"SELECT ?matter ?category ?body {{ <{graph.base}{own}> :matter ?matter ; :category ?category ."
        f" ?body :leads <{graph.base}{own}> }}"
    )
    return {
        "duty": (own, {}),
        "the same duty elsewhere": (duty(graph, "松岭"), {}),
        "township": (f"township/{_code(graph)}", {}),
        "department": (row["body"][len(graph.base) :], {}),
        "category": (row["category"][len(graph.base) :], {}),
        "matter": (row["matter"][len(graph.base) :], {}),
        "search": ("search", {"text": "地名"}),
        "ask": ("ask", {"question": "竹林镇的地名管理由谁负责？"}),
        "check": ("check", {"text": "请做好地名管理工作", "township": "竹林镇"}),
        "compare": ("compare", {"a": towns[0], "b": towns[1]}),
        "source": ("source/a.txt", {}),
        "query": ("queries/pushed-down", {"department": "云溪县民政局"}),
    }


NAMES = (
    "duty", "the same duty elsewhere", "township", "department", "category", "matter", "search", "ask",
    "check", "compare", "source", "query",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_correction_stands_on_every_page_that_has_the_row(graph: Graph, name: str) -> None:
    path, fields = pages(graph)[name]

    assert SHOWN in visit(graph, path, **fields)
    english = visit(graph, path, "en", **fields)
    assert "corrected by a person" in english
    assert SHOWN in english


def test_a_clause_of_a_corrected_row_says_so(graph: Graph) -> None:
    own = graph.base + duty(graph, "竹林")
    (row, *_) = graph.rows(f"SELECT ?c {{ ?c :clauseOf <{own}> }} ORDER BY ?c")

    assert SHOWN in visit(graph, row["c"][len(graph.base) :])


@pytest.mark.parametrize("name", [name for name in NAMES if name != "source"])
def test_a_file_has_the_correction_in_its_row(graph: Graph, name: str) -> None:
    path, fields = pages(graph)[name]
    lines = visit(graph, path, format="csv", **fields).splitlines()

    assert any(NOTE in line for line in lines)
    assert any("更正" in line.split(",") for line in lines)


def test_a_record_has_the_correction(graph: Graph) -> None:
    made = json.loads(visit(graph, duty(graph, "竹林"), format="json"))
    other = json.loads(visit(graph, duty(graph, "松岭"), format="json"))

    assert [NOTE in line for line in made["corrected"]] == [True]
    assert other["corrected"] == []


def test_a_picture_has_the_correction_for_its_panel(graph: Graph) -> None:
    name = graph.base + duty(graph, "竹林")
    made = visit(graph, "graph/picture", kind="duty", name=name)

    assert "云溪县地名管护总站" in made
    assert "张三" in made


def test_rows_nobody_put_right_say_nothing(graph: Graph) -> None:
    assert "人工更正" not in visit(graph, "search", text="地名", township="云溪县松岭镇")


def test_the_letter_has_the_correction_behind_the_duty(graph: Graph) -> None:
    query = urlencode({"text": "请做好地名管理工作", "township": "竹林镇", "format": "docx"})
    message = {"path": "check", "query": query, "accept": "text/html", "lang": "zh", "root": ""}
    with zipfile.ZipFile(io.BytesIO(answer(graph, message).body)) as made:
        text = made.read("word/document.xml").decode()

    assert SHOWN in text
