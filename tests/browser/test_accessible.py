"""Accessibility of every page, by axe-core: no serious and no critical finding."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from .conftest import NEEDS_AXE, serious_findings

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


@NEEDS_AXE
@pytest.mark.parametrize(
    ("names", "look"), LOOKS, ids=lambda value: value[0] if isinstance(value, tuple) else value
)
def test_no_serious_finding(names: tuple[str, ...], look: str, show: Callable[..., Any]) -> None:
    page = show(*names, at=look)
    assert not serious_findings(page)
