"""How the process of a command ends: at once after one answer, and with all that was to be done."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg import cli

FULL = Path("/dev/full")


def ended(*arguments: str, before: str = "") -> subprocess.CompletedProcess[str]:
    """``kg`` with these arguments in a process of its own, after a line of Python."""
    code = (
        f"import sys; sys.argv[1:] = {list(arguments)!r}; {before}\nfrom kg.cli import run; run()"
    )
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=False
    )


def test_all_is_said_and_done_before_the_end() -> None:
    done = ended("--version", before="import atexit; atexit.register(print, 'last')")

    assert done.returncode == 0
    assert done.stdout.startswith("duty-kg ")
    assert done.stdout.endswith("\nlast\n")


def test_the_exit_status_is_the_commands() -> None:
    done = ended("ask")

    assert done.returncode == 2
    assert "--batch" in done.stderr


@pytest.mark.skipif(not FULL.exists(), reason="no device that is always full")
def test_an_answer_that_could_not_be_written_is_a_failure() -> None:
    with FULL.open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "kg", "--version"],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )

    assert done.returncode != 0


@pytest.mark.parametrize(("argument", "quick"), [("--version", True), ("build", False)])
def test_only_what_gives_one_answer_ends_at_once(
    argument: str, quick: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def end() -> None:
        raise SystemExit(0)

    def left(code: int) -> None:
        raise InterruptedError(code)

    monkeypatch.setattr(sys, "argv", ["kg", argument])
    monkeypatch.setattr(cli, "main", end)
    monkeypatch.setattr("atexit._run_exitfuncs", lambda: None)
    monkeypatch.setattr("gc.set_threshold", lambda first: None)
    monkeypatch.setattr(os, "_exit", left)

    with pytest.raises(InterruptedError if quick else SystemExit):
        cli.run()
