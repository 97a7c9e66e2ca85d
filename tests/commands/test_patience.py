"""A query that takes too long ends itself with one message; how long its reader takes is nobody's concern."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from kg.commands.patience import patient
from kg.store.graph import Graph

PRODUCT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
STANDING_STILL = r"""
import re
from kg.commands import patience
patience._LATER = 0.1
with patience.patient(0.1, "too long"):
    re.match(r"(a+)+$", "a" * 60 + "b")  # holds the interpreter, for years
"""


@pytest.mark.parametrize("form", ["table", "json", "xlsx"])
def test_a_query_without_end_is_ended_and_leaves_no_file(
    form: str, small_graph: Graph, tmp_path: Path
) -> None:
    query, output = tmp_path / "q.rq", tmp_path / "out"
    query.write_text(PRODUCT, encoding="utf-8")
    asked = [
        *("query", str(query), "--store", str(small_graph.directory), "--seconds", "0.5"),
        *(() if form == "table" else ("--format", form, "-o", str(output))),
    ]
    done = subprocess.run(
        [sys.executable, "-m", "kg", *asked],
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )

    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("错误：查询算了 0.5 秒还没有完")
    assert "--seconds" in done.stderr
    assert "Traceback" not in done.stderr
    assert not done.stdout
    assert not output.exists()


def test_a_process_that_stands_still_is_ended_all_the_same() -> None:
    done = subprocess.run(
        [sys.executable, "-c", STANDING_STILL], capture_output=True, timeout=120, check=False
    )

    assert done.returncode != 0


@pytest.mark.parametrize("evaluated", [True, False])
def test_what_was_evaluated_in_time_is_not_ended(
    evaluated: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends: list[int] = []
    monkeypatch.setattr(os, "_exit", ends.append)
    before = set(threading.enumerate())

    with patient(60, "too long") as over:
        (watch,) = set(threading.enumerate()) - before
        if evaluated:
            over()
            watch.join(30)
            assert not watch.is_alive()
    watch.join(30)

    assert not watch.is_alive()
    assert ends == []


def test_without_a_limit_nobody_watches() -> None:
    before = threading.enumerate()
    with patient(0, "too long"):
        assert threading.enumerate() == before
