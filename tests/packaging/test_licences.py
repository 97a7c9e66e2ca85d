"""What the program needs to run may be shipped with a program under the MIT licence."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from itertools import chain
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
ALLOWED = re.compile(r"MIT|BSD|Apache|ISC|MPL|Mozilla|PSF|Python|W3C|0BSD|CC0|Zlib|Unlicense|HPND")
FORBIDDEN = re.compile(r"\b[AL]?GPL|GNU (Lesser|Affero|General)|SSPL|Commons Clause", re.IGNORECASE)


def needed(name: str, seen: dict[str, str]) -> dict[str, str]:
    """The licences of what ``name`` needs to run, all the way down."""
    key = canonicalize_name(name)
    if key in seen:
        return seen
    try:
        found = distribution(name)
    except PackageNotFoundError:  # for another system, by its marker
        return seen
    data = found.metadata
    classifiers = [c for c in data.get_all("Classifier") or [] if c.startswith("License ::")]
    # The field License may hold a whole text: its first line names it.
    named = (data.get("License-Expression") or data.get("License") or "").strip().split("\n")[0]
    seen[key] = " · ".join([named, *classifiers])
    for line in found.requires or []:
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            needed(requirement.name, seen)
    return seen


@pytest.fixture(scope="module")
def licences() -> dict[str, str]:
    return needed("duty-kg", {})


def test_every_library_has_a_licence_that_mit_can_ship(licences: dict[str, str]) -> None:
    assert len(licences) > 10
    assert {k: v for k, v in licences.items() if FORBIDDEN.search(v)} == {}
    assert {k: v for k, v in licences.items() if not ALLOWED.search(v)} == {}


@pytest.mark.parametrize("name", ["distributed", "mcp"])
def test_what_an_extra_asks_for_has_such_a_licence_too(name: str) -> None:
    found = needed(name, {})

    assert len(found) > 10
    assert {k: v for k, v in found.items() if FORBIDDEN.search(v) or not ALLOWED.search(v)} == {}


def test_the_notice_names_what_the_program_asks_for(licences: dict[str, str]) -> None:
    notice = (ROOT / "NOTICE").read_text("utf-8").lower()
    asked = [Requirement(line) for line in distribution("duty-kg").requires or []]
    names = [canonicalize_name(r.name) for r in asked if "extra" not in str(r.marker)]

    assert [name for name in names if name not in notice] == []


@pytest.mark.parametrize("text", ["GNU General Public License (GPL)", "LGPL-3.0-or-later", "AGPL"])
def test_what_would_bind_a_bundle_is_seen(text: str) -> None:
    assert FORBIDDEN.search(text)


HOLES = {
    "dask": "2025.12.0",
    "h11": "0.15.0",
    "jinja2": "3.1.5",
    "lxml": "6.0.4",
    "mcp": "1.29.1",
    "pillow": "12.3.0",
    "requests": "2.32.5",
    "starlette": "1.3.0",
    "urllib3": "2.7.0",
}
"""The last version of each library with a hole that was made known (by November 2026)."""


def test_no_version_with_a_known_hole_is_asked_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lines = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    asked = [Requirement(line) for line in lines]

    assert HOLES.keys() <= {one.name for one in asked}
    assert [str(one) for one in asked if one.specifier.contains(HOLES.get(one.name, "0"))] == []
