"""Fixtures of the browser tests: Debian's Chromium, no network, no error goes unnoticed."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from serving import Site, serving

from kg.building import Build
from kg.store.graph import Graph
from kg.views import view
from kg.views.facts import Facts

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser")
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
"""The browser: the shell without windows draws the same pages with a third of the work."""
AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"


NEEDS_AXE = pytest.mark.skipif(
    not AXE.is_file(), reason="needs a browser and axe-core: run `make axe`, which wants npm"
)


COLOURS = ("color-contrast", "link-in-text-block")
"""The rules of axe-core whose findings depend on colours: what is left to ask of a page in the dark."""


def serious_findings(page: Any, rules: tuple[str, ...] = ()) -> list[str]:
    """What axe-core finds serious or critical in a page, with the element; all its rules, or some."""
    # The page's own policy lets no other script in; the checker comes by the debugger.
    page.evaluate(AXE.read_text("utf-8") + "; 0")
    options = {"resultTypes": ["violations"], **({"runOnly": list(rules)} if rules else {})}
    found = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{v['id']}: {v['nodes'][0]['html'][:200]}"
        for v in found["violations"]
        if v["impact"] in {"serious", "critical"}
    ]


def wait_until(page: Any, condition: str) -> None:
    """Wait until a condition holds in a page, looked at before every picture.

    Playwright's own waiting evaluates text in the page, which the pages' policy forbids from the
    second look on.
    """
    page.evaluate(
        "() => new Promise(done => { const look = () => { "
        f"if ({condition}) done(true); else requestAnimationFrame(look); }}; look(); }})"
    )


@pytest.fixture(scope="session")
def facts(graph: Graph) -> Facts:
    """The facts of the five lists, read once."""
    return Facts(graph)


@pytest.fixture(scope="session")
def drawn(graph: Graph) -> Callable[..., Any]:
    """The view of a kind and names, made once: what a page shows is the same in every test."""
    made: dict[tuple[str, ...], Any] = {}

    def run(*names: str, level: str = "") -> Any:
        key = (level, *names)
        if key not in made:
            made[key] = view(graph, *names, level=level)
        return made[key]

    return run


@pytest.fixture(scope="session")
def site(five: Build) -> Iterator[Site]:
    """The site of the five lists, for every test that only looks at it."""
    with serving(five.store, "--workers", "2", "--time-limit", "60") as started:
        yield started


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium without a display, without a network."""
    if not CHROMIUM:
        pytest.skip("needs a browser: chromium is not installed")
    api = pytest.importorskip("playwright.sync_api", reason="needs a browser: no playwright")
    with api.sync_playwright() as playwright:
        made = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-3d-apis"],
        )
        yield made
        made.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page that fails its test on a console error, a page error, a dialog or a request."""
    context = browser.new_context(
        offline=True, viewport={"width": 1400, "height": 900}, accept_downloads=True
    )
    made = context.new_page()
    made.set_default_timeout(180_000)
    wrong: list[str] = []
    opened: list[str] = []

    def requested(request: Any) -> None:
        if request.is_navigation_request() and request.url.startswith("file:"):
            opened.append(request.url)
        elif not request.url.startswith(("blob:", "data:", "about:")):
            wrong.append(f"request: {request.url}")

    def dialog(asked: Any) -> None:
        wrong.append(f"dialog: {asked.message}")
        asked.dismiss()

    made.on("console", lambda m: wrong.append(m.text) if m.type in {"error", "warning"} else None)
    made.on("pageerror", lambda error: wrong.append(str(error)))
    made.on("request", requested)
    made.on("dialog", dialog)
    yield made
    context.close()
    assert not wrong, wrong


@pytest.fixture
def show(drawn: Callable[..., Any], page: Any, tmp_path: Path) -> Callable[..., Any]:
    """Write a view (or given HTML) to a file, open it, wait until it is there."""

    def run(kind: str, *names: str, level: str = "", at: str = "", html: str = "") -> Any:
        path = tmp_path / f"{kind}.html"
        text = html or drawn(kind, *names, level=level).html
        path.write_text(text, "utf-8", newline="")
        page.goto(path.as_uri() + at)
        page.wait_for_selector("html[data-ready=yes]")
        return page

    return run
