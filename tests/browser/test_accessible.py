"""Accessibility of every page, by axe-core: no serious and no critical finding."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from .conftest import AXE

PAGES = [
    ("overview",),
    ("township", "东城镇"),
    ("department", "县水利局"),
    ("duty", "东城镇", "配合85"),
    ("matter", "农村供水保障工作"),
    ("compare", "东城镇", "喀拉亚尕奇乡"),
    ("collaboration",),
    ("matrix",),
]


LOOKS = [(names, "#at=n1") for names in PAGES]
LOOKS += [(names, "#view=table&theme=dark&at=n1&lang=en") for names in (PAGES[3], PAGES[7])]
LOOKS += [(names, "#theme=dark&at=n1") for names in (PAGES[0], PAGES[7])]


@pytest.mark.parametrize(
    ("names", "look"), LOOKS, ids=lambda value: value[0] if isinstance(value, tuple) else value
)
def test_no_serious_finding(names: tuple[str, ...], look: str, show: Callable[..., Any]) -> None:
    if not AXE.is_file():
        pytest.skip("needs a browser and axe-core: run `make axe`, which wants npm")
    page = show(*names, at=look)
    # The page's own policy lets no other script in; the checker comes by the debugger.
    page.evaluate(AXE.read_text("utf-8") + "; 0")
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    serious = [
        f"{v['id']}: {v['nodes'][0]['html'][:200]}"
        for v in found["violations"]
        if v["impact"] in {"serious", "critical"}
    ]
    assert not serious
