"""What the program needs to run may be shipped with a program under the MIT licence."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, distribution
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


def test_the_notice_names_what_the_program_asks_for(licences: dict[str, str]) -> None:
    notice = (ROOT / "NOTICE").read_text("utf-8").lower()
    asked = [Requirement(line) for line in distribution("duty-kg").requires or []]
    names = [canonicalize_name(r.name) for r in asked if "extra" not in str(r.marker)]

    assert [name for name in names if name not in notice] == []


@pytest.mark.parametrize("text", ["GNU General Public License (GPL)", "LGPL-3.0-or-later", "AGPL"])
def test_what_would_bind_a_bundle_is_seen(text: str) -> None:
    assert FORBIDDEN.search(text)
