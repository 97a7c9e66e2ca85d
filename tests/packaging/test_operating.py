"""The examples of how to operate the site say what the program understands."""

from __future__ import annotations

import configparser
import re
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import main

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "operating"
EXAMPLES = ("Containerfile", "duty-kg.service", "start-windows.bat")


def options() -> set[str]:
    said = CliRunner().invoke(main, ["serve", "--help"]).output
    return set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", said))


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_site_is_started_with_options_that_exist(name: str) -> None:
    text = (FOLDER / name).read_text("utf-8")
    line = next(
        line
        for line in text.splitlines()
        if re.search(r"kg\W+serve\W", line) and not line.startswith(("#", "rem"))
    )
    given = set(re.findall(r"--[a-z][a-z-]+", line))

    assert given
    assert given <= options()


def test_the_settings_are_names_of_options() -> None:
    found = tomllib.loads((FOLDER / "serve.toml").read_text("utf-8"))

    assert found
    assert {f"--{name}" for name in found} <= options()


def test_the_unit_stops_the_server_as_it_stops_and_keeps_the_store_where_it_may_write() -> None:
    unit = configparser.RawConfigParser(strict=False)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read_string((FOLDER / "duty-kg.service").read_text("utf-8"))
    service = unit["Service"]

    assert service["KillSignal"] == "SIGTERM"
    assert f"/var/lib/{service['StateDirectory']}/" in service["Environment"]
