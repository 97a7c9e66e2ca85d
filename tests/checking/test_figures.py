"""Figures: verdicts on labelled tasks; learned from, so the bar says only that nothing broke."""

from __future__ import annotations

import json
import os

import pytest

from kg.checking.entry import Checker
from kg.resources import folder
from kg.store.graph import Graph

EVERY = int(os.environ.get("KG_FIGURES", "36"))
"""Each thirty-sixth task is looked at: whole notices, most of the same lists, have a test of their own."""

ALLOWED = {"cooperation", "basic"}
UNKNOWN = {"not_listed", "unclear"}


@pytest.fixture(scope="module")
def verdicts(graph: Graph) -> list[tuple[str, set[str]]]:
    """Verdict and what a careful person would say, task by task."""
    path = folder("sources").parent / "training" / "tasks.jsonl"
    if not path.is_file():
        pytest.skip("the labelled tasks are in a checkout only")
    tasks = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    mine = [task for task in tasks if task["rows"] == "five"][::EVERY]
    checker = Checker(graph)
    found = []
    for task in mine:
        results = checker.check(task["text"], task["township"], task.get("department"))["results"]
        found.append((results[0]["verdict"] if results else "", set(task["verdicts"])))
    return found


def test_most_verdicts_are_right(verdicts: list[tuple[str, set[str]]]) -> None:
    right = sum(said in wanted for said, wanted in verdicts)

    # Tasks of real notices stand here without what stood above them, which says what some are about.
    assert right >= 0.88 * len(verdicts)


def test_what_was_taken_back_is_never_allowed(verdicts: list[tuple[str, set[str]]]) -> None:
    assert not [
        wanted
        for said, wanted in verdicts
        if said in ALLOWED and wanted <= {"reclaimed", "discontinued"}
    ]


def test_what_is_listed_is_hardly_ever_called_unlisted(
    verdicts: list[tuple[str, set[str]]],
) -> None:
    denied = [wanted for said, wanted in verdicts if said == "not_listed" and not wanted & UNKNOWN]

    assert len(denied) <= 2
