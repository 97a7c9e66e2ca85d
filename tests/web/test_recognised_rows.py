"""What was recognised in a picture says so wherever it is cited: file, answer, check, page, report."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import pytest
from click.testing import Result

from kg.building import build
from kg.citing import RECOGNISED
from kg.reading import documents
from kg.reading.blocks import Block
from kg.reading.containers import TextProblem, read_blocks
from kg.store.graph import Graph
from kg.web.site.site import answer

ENGLISH = "(recognised, not printed)"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, small_text: str) -> Path:
    """The small list as it would be recognised."""

    def recognised(name: str, data: bytes) -> tuple[list[Block], list[TextProblem]]:
        blocks, problems = read_blocks(name, data)
        marked = [dataclasses.replace(b, locator=f"第1页 {b.locator}{RECOGNISED}") for b in blocks]
        return marked, [*problems, TextProblem("recognised", 0, "第1页是识别所得，平均把握 98.5%")]

    home = tmp_path_factory.mktemp("recognised")
    (home / "a.txt").write_text(small_text, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(documents, "read_blocks", recognised)
        return build([home / "a.txt"], into=home / "store").store


Command = Callable[..., Result]


@pytest.mark.parametrize(
    "words",
    [
        ("ask", "云溪县水利局把哪些事项交给乡镇配合"),
        ("ask", "云溪县水利局把哪些事项交给乡镇配合", "--json"),
        ("check", "地名管理", "--township", "竹林镇"),
        ("check", "地名管理", "--township", "竹林镇", "--json"),
        ("search", "供水"),
        ("export", "--format", "jsonl"),
        ("export", "--format", "ntriples"),
    ],
)
def test_every_command_that_cites_a_row_says_so(
    store: Path, kg: Command, words: tuple[str, ...]
) -> None:
    assert RECOGNISED in kg(*words, "--store", store).stdout


def test_the_report_has_how_surely_a_page_was_recognised(store: Path, kg: Command) -> None:
    found = json.loads(kg("report", "--format", "json", "--store", store).stdout)
    assert [f["message"] for f in found if f["kind"] == "recognised"] == [
        "第1页是识别所得，平均把握 98.5%"
    ]
    assert all(f["locator"].endswith(RECOGNISED) for f in found if f["number"])


def visit(store: Path, path: str, lang: str, **fields: str) -> str:
    message = {
        "path": path,
        "query": urlencode(fields),
        "accept": "text/html",
        "lang": lang,
        "root": "",
    }
    reply = answer(Graph(store), message)
    assert reply.status == 200, path
    return reply.body.decode("utf-8-sig")


@pytest.mark.parametrize(("lang", "mark"), [("zh", RECOGNISED), ("en", ENGLISH)])
def test_pages_say_so_in_both_languages(store: Path, lang: str, mark: str) -> None:
    graph = Graph(store)
    (row,) = graph.rows('SELECT ?d { ?d a :Duty ; rdfs:label "地名管理"@zh }')
    assert mark in visit(store, row["d"][len(graph.base) :], lang)
    assert mark in visit(store, "ask", lang, q="云溪县水利局把哪些事项交给乡镇配合")
    assert mark in visit(store, "check", lang, text="地名管理", township="竹林镇")


def test_the_page_of_a_document_marks_its_rows(store: Path) -> None:
    page = visit(store, "source/a.txt", "zh")
    assert "其中 6 行是从图片识别来的" in page
