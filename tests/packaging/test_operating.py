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


def test_the_batch_file_has_the_line_ends_of_windows() -> None:
    lines = (ROOT / ".gitattributes").read_text("utf-8").splitlines()

    assert "*.bat text eol=crlf" in lines
    text = (FOLDER / "start-windows.bat").read_text("utf-8")
    before = text[: text.index("chcp 65001")]
    assert before.isascii(), "cmd.exe reads what stands before chcp in the code page of the machine"


def test_the_batch_file_says_nothing_that_cmd_reads_as_its_own() -> None:
    """https://ss64.com/nt/syntax-esc.html: in a block a closing bracket ends it, even within a text."""
    raw = (FOLDER / "start-windows.bat").read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf"), "a BOM stands before the first command"
    lines = raw.decode("utf-8").splitlines()
    said = [line.strip() for line in lines if line.strip().startswith("echo ")]

    assert said
    assert not [line for line in said if set(line) & set('()&|<>^!"')]
    for line in lines:  # a percent sign begins a variable that is set here
        assert set(re.findall("%([^%]*)%", line)) <= {"PYTHON"}
        assert line.count("%") % 2 == 0
    assert not any(line.startswith((":", "goto")) for line in lines), (
        "cmd.exe looks for labels by bytes"
    )
    assert lines.index("setlocal") < lines.index("chcp 65001 >nul")
