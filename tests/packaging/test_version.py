"""The version is the same wherever it stands."""

from __future__ import annotations

import tomllib
from pathlib import Path

import kg


def test_the_program_and_the_package_have_the_same_version() -> None:
    path = Path(__file__).parents[2] / "pyproject.toml"
    assert tomllib.loads(path.read_text("utf-8"))["project"]["version"] == kg.__version__
