"""The SPARQL editor that a wheel brings along: pinned by hash, licences that can be shipped, no need of npm."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
LOCK = ROOT / "build" / "client" / "package-lock.json"
FREE = {
    "MIT",
    "Apache-2.0",
    "BSD-3-Clause",
    "CC0-1.0",
    "(MPL-2.0 OR Apache-2.0)",
    "(CC-BY-4.0 AND MIT)",
}
UNTOLD = {"node_modules/jsuri"}
"""Says so in its file alone: MIT."""


@pytest.fixture
def hook() -> ModuleType:
    found = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert found is not None
    assert found.loader is not None
    made = importlib.util.module_from_spec(found)
    found.loader.exec_module(made)
    return made


def test_every_package_is_pinned_by_its_hash_and_may_be_shipped() -> None:
    packages = json.loads(LOCK.read_text("utf-8"))["packages"]
    others = {name: package for name, package in packages.items() if name}

    assert "node_modules/@zazuko/yasgui" in others
    assert all(p["integrity"].startswith("sha512-") for p in others.values())
    assert {n for n, p in others.items() if p.get("license") not in FREE} == UNTOLD


def test_nothing_of_others_is_committed() -> None:
    assert sorted(p.name for p in LOCK.parent.iterdir()) == ["package-lock.json", "package.json"]


def test_without_npm_nothing_is_made_and_that_is_said(
    hook: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(hook, "MADE", tmp_path / "client")

    assert hook.main() == 1
    assert "普通表单" in capsys.readouterr().err
    assert not (tmp_path / "client").exists()
