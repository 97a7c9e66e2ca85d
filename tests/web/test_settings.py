"""Settings by flags, environment and a TOML file; a prefix behind a proxy; the JSON API."""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from click.testing import Result
from serving import Site, serving

from kg.building import Build
from kg.store.graph import Graph

BROWSER = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def site(five: Build, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server set up by a file, behind a prefix."""
    config = tmp_path_factory.mktemp("settings") / "serve.toml"
    config.write_text('prefix = "/lists"\nworkers = 1\nmax-rows = 3\n', "utf-8")
    with serving(five.store, "--config", str(config)) as started:
        yield started


def test_the_prefix_is_in_every_address(site: Site) -> None:
    home = site.send("GET", "/lists/", headers=BROWSER).text
    service = site.send("GET", "/lists/sparql", headers={"Accept": "text/turtle"}).text
    moved = site.send("GET", "/lists/library/townships")

    assert site.address.endswith("/lists/")
    assert 'href="/lists/static/style.css"' in home
    assert 'action="/lists/ask"' in home
    assert f"<{site.address}sparql" in service or "/lists/sparql" in service
    assert moved.headers["location"] == "/lists/queries/townships"


def test_a_proxy_may_have_taken_the_prefix_off(site: Site) -> None:
    for path in ("/about", "/lists/about"):
        page = site.send("GET", path, headers=BROWSER)
        assert (page.status, 'href="/lists/ask"' in page.text) == (200, True)


def test_the_file_s_settings_hold(site: Site) -> None:
    answer = site.send("GET", "/lists/sparql?query=" + quote("SELECT * { ?s ?p ?o } LIMIT 4"))

    assert answer.status == 422
    assert "3 行" in json.loads(answer.body)["error"]


def test_an_option_comes_before_the_file(small_graph: Graph, tmp_path: Path) -> None:
    config = tmp_path / "serve.toml"
    config.write_text("max-rows = 3\nworkers = 1\n", "utf-8")
    with serving(small_graph.directory, "--config", str(config), "--max-rows", "5") as other:
        assert other.get("SELECT * { ?s ?p ?o } LIMIT 5").status == 200


def test_the_environment_comes_before_the_file(
    small_graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "serve.toml"
    config.write_text("max-rows = 3\nworkers = 1\n", "utf-8")
    monkeypatch.setenv("KG_SERVE_MAX_ROWS", "5")
    with serving(small_graph.directory, "--config", str(config)) as other:
        assert other.get("SELECT * { ?s ?p ?o } LIMIT 5").status == 200
        assert other.get("SELECT * { ?s ?p ?o } LIMIT 6").status == 422


@pytest.mark.parametrize("text", ["colour = 1", "workers = ", "workers = 'many'", "prefix = 'a b'"])
def test_a_wrong_file_is_refused(
    kg: Callable[..., Result], five: Build, tmp_path: Path, text: str
) -> None:
    config = tmp_path / "serve.toml"
    config.write_text(text, "utf-8")
    done = kg("serve", "--store", five.store, "--config", config)

    assert done.exit_code == 2
    assert "Traceback" not in done.output


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_the_server_ends_quietly_when_it_is_told_to(small_graph: Graph) -> None:
    import os

    with serving(small_graph.directory, "--workers", "1") as other:
        assert other.send("GET", "/health").status == 200
        os.kill(other.pid, signal.SIGTERM)
        said = other.said

    assert "Traceback" not in said


def test_the_api_is_described_and_answers(site: Site) -> None:
    described = json.loads(site.send("GET", "/lists/api/openapi.json").body)
    assert described["openapi"].startswith("3.1")
    assert described["servers"][0]["url"].endswith("/lists/api")

    for path, found in described["paths"].items():
        fields = {p["name"]: p.get("example", "") for p in found["get"]["parameters"]}
        called = path.replace("{path}", fields.pop("path", ""))
        query = "&".join(f"{name}={quote(value)}" for name, value in fields.items() if value)
        answer = site.send("GET", f"/lists/api{called}?{query}")
        assert (answer.status, answer.media) == (200, "application/json"), path
        assert json.loads(answer.body)


def test_a_text_is_posted_to_the_api(site: Site) -> None:
    body = json.dumps({"text": "工伤认定调查", "township": "东城镇"}).encode()
    answer = site.send("POST", "/lists/api/check", body, {"Content-Type": "application/json"})

    assert json.loads(answer.body)["results"][0]["verdict"] == "reclaimed"


@pytest.mark.parametrize("body", [b"[]", b"{", b'{"text": 1}', b"[" * 5000, b"\xff"])
def test_what_is_no_json_of_texts_is_refused(site: Site, body: bytes) -> None:
    answer = site.send("POST", "/lists/api/check", body, {"Content-Type": "application/json"})

    assert answer.status == 400
    assert json.loads(answer.body)["ok"] is False


@pytest.mark.parametrize("path", ["ask", "check", "compare", "nowhere", "queries/none"])
def test_what_the_api_cannot_answer_is_said_in_json(site: Site, path: str) -> None:
    answer = site.send("GET", f"/lists/api/{path}")

    assert answer.status in {400, 404}
    assert json.loads(answer.body)["error"]


def test_the_access_log_says_nothing_of_people(small_graph: Graph, tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    with serving(small_graph.directory, "--workers", "1", "--access-log", str(log)) as other:
        other.send("GET", "/ask?question=" + quote("张三的电话是多少"), headers=BROWSER)
        other.send("GET", "/%E5%BC%A0%E4%B8%89")
        other.send("POST", "/check", b"text=%E5%BC%A0%E4%B8%89", {"Content-Type": "text/plain"})
    written = log.read_text("utf-8")  # a line may follow its answer: all are there at the end

    kinds = [line.split()[1:4] for line in written.splitlines()]
    assert ["GET", "ask", "200"] in kinds
    assert ["GET", "other", "404"] in kinds
    assert ["POST", "check", "415"] in kinds
    assert all(word not in written for word in ("张三", "%E5", "127.0.0.1", "question"))
