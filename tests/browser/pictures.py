"""The README's pictures, made by the program itself: `make pictures`.

Each is what a person sees who opens the file of `kg view`.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from kg.building import build
from kg.store.graph import Graph
from kg.views import view

PICTURES = {
    "department": (("department", "县水利局"), 1180, 720),
    "matrix": (("matrix",), 1100, 700),
    "township": (("township", "东城镇"), 1080, 720),
}
"""Name → arguments of `kg view`, width and height of the window."""
MOST = 300_000


def main() -> int:
    """Write docs/images/*.png; 1 if one is too large."""
    images = Path(__file__).resolve().parents[2] / "docs" / "images"
    images.mkdir(parents=True, exist_ok=True)
    large = False
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        graph = Graph(build(into=Path(folder) / "store").store)
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-dev-shm-usage"],
        )
        page = browser.new_page()
        for name, (arguments, width, height) in PICTURES.items():
            page.set_viewport_size({"width": width, "height": height})
            path = view(graph, *arguments).save(Path(folder) / f"{name}.html")
            page.goto(path.as_uri())
            page.wait_for_selector("html[data-ready=yes]")
            page.wait_for_timeout(300)
            target = images / f"{name}.png"
            page.screenshot(path=target)
            size = target.stat().st_size
            large = large or size > MOST
            print(f"{target.name}: {size:,}")
        browser.close()
    return int(large)


if __name__ == "__main__":
    sys.exit(main())
