"""Trees: leaves are added up, by names of evidence, and read back as they were written."""

from __future__ import annotations

import json
import math

from kg.meaning.sayings.trees import Trees

TREES = Trees(("near", "told"), -1.0, ([0, 0.5, -0.5, [1, 0.0, 0.25, 2.0]], 0.125))


def test_the_leaves_that_evidence_comes_to_are_added_up() -> None:
    both = TREES.chance({"near": 0.6, "told": 1.0, "other": 9.0})
    near = TREES.chance({"near": 0.6})

    assert math.isclose(both, 1 / (1 + math.exp(-(-1.0 + 2.0 + 0.125))))
    assert math.isclose(near, 1 / (1 + math.exp(-(-1.0 + 0.25 + 0.125))))


def test_what_lies_on_the_limit_goes_low() -> None:
    assert TREES.chance({"near": 0.5}) == TREES.chance({"near": -3.0})


def test_trees_are_read_as_they_were_written() -> None:
    read = Trees.of(json.loads(TREES.written()))

    assert read == TREES
    assert TREES.written().count("\n") == len(TREES.trees) + 1
