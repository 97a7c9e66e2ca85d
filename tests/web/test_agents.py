"""Tools for agents: asked over the protocol by the official client, every answer with its evidence."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import loops
import pytest

from kg.building import Build
from kg.store.graph import Graph
from kg.web.agents import tools
from kg.web.sources import Newest, Source

ROOT = Path(__file__).resolve().parents[2]


def test_an_answer_has_its_evidence(graph: Graph) -> None:
    told = tools(graph)["ask"]("县水利局把哪些事项交给乡镇配合？")

    assert told["status"] == "answered"
    assert {"document", "line", "quote"} <= set(told["evidence"][0])


def test_a_text_is_checked(graph: Graph) -> None:
    told = tools(graph)["check"]("工伤认定调查", "东城镇")

    assert told["results"][0]["verdict"] == "reclaimed"
    assert told["results"][0]["evidence"]


def test_words_are_found(graph: Graph) -> None:
    told = tools(graph)["search"]("防汛", "cooperation")

    assert told["total"] > 0
    assert {duty["list"] for duty in told["duties"]} == {"cooperation"}


def test_the_library_is_listed_and_answers(graph: Graph) -> None:
    query = tools(graph)["query"]
    names = {item["name"] for item in query()["items"]}
    told = query("pushed-down", {"department": "县水利局"})

    assert "pushed-down" in names
    assert (told["total"], len(told["rows"]), told["cut"]) == (45, 45, False)


def test_a_thing_is_found_by_iri_and_by_name(graph: Graph) -> None:
    entity = tools(graph)["entity"]

    assert entity(f"{graph.base}duty/652328104/2025-07/c-012")["name"] == "农业水价调整工作"
    assert entity("木垒县水利局")["iri"] == f"{graph.base}org/652328/water-resources"


def test_a_comparison_tells_what_it_leaves_out(graph: Graph) -> None:
    told = tools(graph)["compare"]("东城镇", "六户地镇")

    assert told["totals"]["same"] > 50
    assert len(told["same"]) == 50


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("ask", [""]),
        ("check", ["防汛", "没有镇"]),
        ("query", ["nothing"]),
        ("query", ["pushed-down", {}]),
        ("entity", ["没有这个部门"]),
        ("entity", ["https://dutykg.example/nothing"]),
        ("compare", ["东城镇", "没有镇"]),
        ("search", [""]),
    ],
)
def test_what_cannot_be_answered_is_said(graph: Graph, name: str, values: list[Any]) -> None:
    told = tools(graph)[name](*values)

    assert told.get("error") or told.get("total") == 0


@pytest.mark.filterwarnings("ignore")
def test_a_client_asks_over_stdio(five: Build) -> None:
    client = pytest.importorskip("mcp", reason="needs the extra mcp")
    from mcp.client.stdio import stdio_client

    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    command = ["-m", "kg", "mcp", "--store", str(five.store)]
    settings = client.StdioServerParameters(command=sys.executable, args=command, env=environment)

    async def converse() -> tuple[list[str], dict[str, Any], bool]:
        async with (
            stdio_client(settings) as (reading, writing),
            client.ClientSession(reading, writing) as session,
        ):
            await session.initialize()
            listed = await session.list_tools()
            answer = await session.call_tool("ask", {"question": "东城镇有多少项基本履职事项？"})
            wrong = await session.call_tool("query", {"query": "pushed-down"})
            names = [tool.name for tool in listed.tools]
            return names, json.loads(answer.content[0].text), wrong.isError

    names, told, refused = loops.run(converse())

    assert names == ["ask", "check", "search", "query", "entity", "compare"]
    assert (told["status"], told["answer"]) == ("answered", 109)
    assert refused, "an argument that the tool does not have is no question answered"


def test_agents_are_told_of_a_store_that_has_changed(five: Build, tmp_path: Path) -> None:
    store = tmp_path / "store"
    shutil.copytree(five.store, store)
    newest = Newest(Source(store))
    before = newest.graph
    made = shutil.copytree(before.generation.path, store / "g-0000000000000000")
    (store / "current").write_text(f"{made.name}\n", "utf-8")

    assert newest.graph.generation.path == made
    (store / "current").unlink()
    assert newest.graph.generation.path == made


def test_a_client_asks_over_http(five: Build) -> None:
    client = pytest.importorskip("mcp", reason="needs the extra mcp")
    from mcp.client import streamable_http as over

    connected = getattr(over, "streamable_http_client", None) or over.streamablehttp_client

    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "kg", "mcp", "--http", "--port", str(port)]

    async def converse() -> dict[str, Any]:
        async with (
            connected(f"http://127.0.0.1:{port}/mcp") as (reading, writing, _),
            client.ClientSession(reading, writing) as session,
        ):
            await session.initialize()
            answer = await session.call_tool("entity", {"iri_or_name": "木垒县水利局"})
            return dict(json.loads(answer.content[0].text))

    with subprocess.Popen(
        [*command, "--store", str(five.store)], env=environment, stderr=subprocess.PIPE
    ) as running:
        assert running.stderr
        try:
            any(b"startup complete" in line for line in running.stderr)
            told = loops.run(converse())
        finally:
            running.terminate()

    assert told["totals"]["handed"] == 9
    assert all(duty["document"] and duty["line"] for duty in told["handed"])


def test_a_thing_of_many_rows_is_given_with_the_first_of_them(graph: Graph) -> None:
    told = tools(graph)["entity"]("木垒县东城镇")

    assert (told["totals"]["duties"], len(told["duties"])) == (249, 50)
