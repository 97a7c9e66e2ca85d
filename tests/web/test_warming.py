"""In quiet moments workers get ready for every kind of page; nobody waits for that, and no mistake is repeated."""

from __future__ import annotations

import asyncio
from collections import deque
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote

import loops
import pytest
from serving import serving, until
from starlette.requests import Request

from kg import resources
from kg.building import Build, build
from kg.checking.entry import Checker
from kg.comparing.items import Recent
from kg.meaning.encoding import senses
from kg.meaning.encoding.senses import texts_of
from kg.store.graph import Graph
from kg.web.app import Ahead, Site
from kg.web.limits import Limits
from kg.web.process import Answer, Lost
from kg.web.site import warming as warming_of_site
from kg.web.site.site import answer as page_of
from kg.web.site.warming import ahead, sense, warm
from kg.web.warming import Warming


class Pretended:
    """A worker with three steps to go, or one that ends over its first."""

    def __init__(self, *, ends: bool = False) -> None:
        self.warmed, self.warm, self.ends = 0, False, ends
        self.sensed = 0
        self.generation = SimpleNamespace(path=Path("g"))

    async def ask(self, message: dict[str, Any]) -> Answer:
        if self.ends:
            raise Lost
        if "ahead" in message:
            return Answer({"status": 200, "addresses": ["a", "b", "c"]}, b"", "g")
        if "sense" in message:
            self.sensed += 1
            return Answer({"status": 200, "more": self.sensed % 3 > 0}, b"", "g")
        if "path" in message:
            return Answer({"status": 404 if message["path"] == "a" else 200}, b"", "g")
        return Answer({"status": 200, "more": message["warm"] < 2}, b"", "g")


class Shelf:
    """Keeps pages, as many as there is room for."""

    def __init__(self, room: int) -> None:
        self.kept: list[str] = []
        self.room = room

    def visit(self, address: str) -> dict[str, Any]:
        return {"path": address}

    def keep(self, message: dict[str, Any], _: Answer) -> bool:
        self.kept.append(message["path"])
        return len(self.kept) < self.room


def warming(workers: list[Pretended], keeper: Shelf | None = None) -> list[bool]:
    """What came back, in order, after it has been quiet."""
    back: list[bool] = []
    idle = deque(workers)

    def spare(*, warm: bool) -> Pretended | None:
        cold = [worker for worker in idle if worker.warm is warm]
        return cold[0] if cold else None

    def taken(worker: Pretended, *, alive: bool) -> None:
        back.append(alive)
        if not alive:
            idle.remove(worker)

    async def going() -> None:
        started = Warming(Limits(quiet=0.0), spare, taken)  # type: ignore[arg-type]
        started.keeper = keeper
        started.rest()
        for _ in range(50):
            await asyncio.sleep(0)
        await started.close()

    loops.run(going())
    return back


def test_every_worker_takes_its_steps_one_after_the_other() -> None:
    workers = [Pretended(), Pretended()]

    assert warming(workers) == [True] * (6 + 3)
    assert all(worker.warm for worker in workers)


def test_senses_of_rows_are_made_last_by_one_worker_until_there_are_no_more() -> None:
    workers = [Pretended(), Pretended()]

    warming(workers, Shelf(room=9))
    assert sorted(worker.sensed for worker in workers) == [0, 3]


def test_pages_are_made_ahead_once_all_are_ready_and_refusals_are_not_kept() -> None:
    shelf = Shelf(room=9)

    back = warming([Pretended(), Pretended()], shelf)
    assert shelf.kept == ["b", "c"]
    assert back == [True] * (6 + 4 + 3)  # and then nobody is disturbed any more


def test_no_page_is_made_ahead_for_which_there_is_no_room() -> None:
    shelf = Shelf(room=1)

    warming([Pretended()], shelf)
    assert shelf.kept == ["b"]


def test_what_is_made_ahead_is_what_people_ask_for(graph: Graph) -> None:
    addresses = ahead(graph)

    assert len(addresses) == len(set(addresses))
    for address in [*addresses[:12], *addresses[-3:]]:
        path, _, query = address.partition("?")
        message = {"path": unquote(path), "query": query, "accept": "text/html"}
        assert page_of(graph, message | {"lang": "zh", "root": ""}).status == 200, address


@pytest.mark.parametrize("address", ["", "township/652328104", "compare?a=%E7%94%B2&b=%E4%B9%99"])
@pytest.mark.parametrize("root", ["", "/lists"])
def test_a_browser_asks_for_just_what_was_made_ahead(address: str, root: str) -> None:
    path, _, query = address.partition("?")
    accept = b"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    asked = Request(
        {
            "type": "http", "method": "GET", "path": f"{root}/{path}", "root_path": root,
            "query_string": query.encode(), "server": ("127.0.0.1", 80), "scheme": "http",
            "headers": [(b"accept", accept), (b"accept-language", b"zh-CN,zh;q=0.9")],
        }
    )  # fmt: skip

    assert Ahead(None, root).visit(address) == Site.message_of(asked, asked.url.path[len(root) :])  # type: ignore[arg-type]


def test_what_one_worker_ended_over_no_other_tries() -> None:
    assert warming([Pretended(ends=True), Pretended()]) == [False]


def test_pages_are_made_step_by_step_until_there_are_no_more(graph: Graph) -> None:
    step = 0
    while warm(graph, step):
        step += 1
        assert step < 100
    kinds = {type(made).__name__ for made in Graph(graph.directory).derived.values()}

    assert step > 10
    assert not kinds  # of its own graph only
    assert {"_Front", "_Compared", "Facts"} <= {kind.__name__ for kind in graph.derived}


def test_more_lists_than_comparing_keeps_are_made_ready_one_by_one(
    graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    laid_by: list[str] = []
    monkeypatch.setattr(warming_of_site, "answer", lambda graph, message: None)
    monkeypatch.setattr(Recent, "lay_by", lambda self, document: laid_by.append(document.path))
    fresh = Graph(graph.directory)

    assert not any(warm(fresh, step) for step in range(30, 60))
    assert not laid_by  # all of them are kept
    monkeypatch.setattr(warming_of_site, "KEPT", 4)
    assert [warm(fresh, step) for step in range(60)].count(True) < 50
    assert sorted(laid_by) == sorted(document["document"] for document in fresh.documents)


def test_a_graph_without_lists_has_steps_too(small_graph: Graph) -> None:
    steps = [warm(small_graph, step) for step in range(30)]

    assert steps[0]
    assert not steps[-1]


def test_a_server_in_which_all_is_quiet_gets_ready_and_answers_meanwhile(five: Build) -> None:
    def spent() -> float:
        """Seconds of CPU of the workers."""
        children = Path(f"/proc/{site.pid}/task/{site.pid}/children").read_text("ascii").split()
        ticks = [Path(f"/proc/{pid}/stat").read_text("ascii").split()[13] for pid in children]
        return sum(map(int, ticks)) / 100

    with serving(five.store, "--workers", "1", "--warm-after", "0.01") as site:
        if not Path(f"/proc/{site.pid}/stat").exists():
            return
        until(lambda: spent() > 1)  # nobody has asked anything; to start takes a tenth of it
        assert site.send("GET", "/about").status == 200
        assert site.get("ASK {}").status == 200
        assert not [line for line in site.said.splitlines() if "Traceback" in line]


def test_senses_that_a_build_has_left_out_are_made_in_quiet_and_kept(tmp_path: Path) -> None:
    """A check of that store then looks them up; its results are those of before."""
    lists = resources.folder("sources")
    store = tmp_path / "store"
    build([lists / "manasi-liuhudi.txt"], into=store, senses=0)
    graph, again = Graph(store), Graph(store)
    texts = [t for n in range(graph.meanings.size) for t in texts_of(graph.meanings.form(n))]
    # What the program brings of the bundled lists is not looked at here.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(senses, "KNOWN", tmp_path / "none")
        senses._bundled.cache_clear()
        patch.setattr(warming_of_site, "_FORMS", 9)
        told = check(graph)
        first = graph.meanings.senses.missing(texts)
        for _ in range(3):
            assert sense(graph)
        left = again.meanings.senses.missing(texts)
        assert 0 < len(left) < len(first)
        assert check(again) == told
    senses._bundled.cache_clear()


def check(graph: Graph) -> dict[str, Any]:
    return Checker(graph).check("请做好农村供水保障工作。", "玛纳斯县六户地镇")
