"""How soon a view is painted: from opening the file to a screenshot that shows the graph.

Times when scripts are ready mislead, since browsers put painting off. Other work on the machine
only ever adds time, so the best of a few runs is held against the limit; the median is printed.
"""

from __future__ import annotations

import os
import shutil
import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from many import multiplied

from kg.building import build
from kg.store.graph import Graph
from kg.views import view
from kg.views.kinds.everything import everything
from kg.views.page import render

RUNS = int(os.environ.get("RUNS", "5"))
LONGEST = """
window.LONG = [];
new PerformanceObserver((list) => window.LONG.push(...list.getEntries().map((e) => e.duration)))
  .observe({ type: "longtask", buffered: true });
"""
# Name, arguments, level, seconds painted at most, megabytes at most.
PAGES = [
    ("overview", ("overview",), "", 1.0, 3.0),
    ("overview --level all", ("overview",), "all", 2.6, 3.0),
    ("township", ("township", "东城镇"), "", 1.0, 3.0),
    ("department", ("department", "县水利局"), "", 1.0, 3.0),
    ("duty", ("duty", "东城镇", "配合85"), "", 1.0, 3.0),
    ("matter", ("matter", "农村供水保障工作"), "", 1.0, 3.0),
    ("compare", ("compare", "东城镇", "喀拉亚尕奇乡"), "", 1.0, 3.0),
    ("matrix", ("matrix",), "", 1.0, 3.0),
    ("collaboration", ("collaboration",), "", 1.0, 3.0),
]
BLOCKED = 0.5


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return Graph(build(into=tmp_path_factory.mktemp("views") / "store").store)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    path = shutil.which("chromium")
    if not path:
        pytest.skip("needs a browser: chromium is not installed")
    api = pytest.importorskip("playwright.sync_api", reason="needs a browser: no playwright")
    with api.sync_playwright() as playwright:
        made = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-3d-apis"],
        )
        yield made
        made.close()


def painted(chromium: Any, path: Path) -> tuple[list[float], float]:
    """Seconds to the first screenshot that shows the graph, and the longest blocking."""
    times, longest = [], []
    for _ in range(RUNS):
        context = chromium.new_context(offline=True, viewport={"width": 1400, "height": 900})
        page = context.new_page()
        page.add_init_script(LONGEST)
        start = time.perf_counter()
        page.goto(path.as_uri())
        page.wait_for_selector("html[data-ready=yes]")
        page.screenshot()
        times.append(time.perf_counter() - start)
        longest.append(max([0.0, *page.evaluate("window.LONG")]) / 1000)
        context.close()
    return times, min(longest)


def report(name: str, times: list[float], blocked: float, size: float, limit: float) -> None:
    print(
        f"{name:24} painted best {min(times):.2f} s, median {statistics.median(times):.2f} s"
        f" (limit {limit}); blocked {blocked:.2f} s; {size:.2f} MB"
    )


@pytest.mark.parametrize(("name", "arguments", "level", "limit", "size"), PAGES, ids=str)
def test_a_view_is_painted_in_time(
    name: str,
    arguments: tuple[str, ...],
    level: str,
    limit: float,
    size: float,
    graph: Graph,
    chromium: Any,
    tmp_path: Path,
) -> None:
    path = view(graph, *arguments, level=level).save(tmp_path / "view.html")
    times, blocked = painted(chromium, path)
    bytes_ = path.stat().st_size / 1e6
    report(name, times, blocked, bytes_, limit)
    assert min(times) <= limit
    assert blocked <= BLOCKED
    assert bytes_ <= size


def test_twenty_thousand_nodes_are_painted_in_five_seconds(
    graph: Graph, chromium: Any, tmp_path: Path
) -> None:
    facts = multiplied(graph, 14)
    start = time.perf_counter()
    made = everything(facts)
    html = render(facts, made)
    print(
        f"{len(made.nodes):,} nodes, {len(made.edges):,} edges made in {time.perf_counter() - start:.2f} s"
    )
    path = tmp_path / "many.html"
    path.write_text(html, "utf-8")
    times, blocked = painted(chromium, path)
    report("20,000 nodes", times, blocked, path.stat().st_size / 1e6, 5.0)
    assert len(made.nodes) >= 20_000
    assert min(times) <= 5.0
    assert blocked <= BLOCKED
    assert path.stat().st_size <= 3_000_000
