"""Editions changed at random, one change of each kind: exactly those are told."""

from __future__ import annotations

from functools import partial

import pytest
from changing import changed
from editing import Edits, compared, edited, told

from kg.comparing.comparison import Comparison


def edits(seed: int) -> Edits:
    return {
        "望潮街道": (partial(changed, seed=f"{seed}a"), "wangchao.txt", "2025年5月"),
        "长垄镇": (partial(changed, seed=f"{seed}b"), "changlong.txt", "二〇二五年六月"),
        "东城镇": (partial(changed, seed=f"{seed}c"), "", "2025年7月"),
    }


@pytest.mark.parametrize("seed", [1])
def test_exactly_the_changes_that_were_made_are_found(
    seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    graph, expected = edited(edits(seed), tmp_path_factory.mktemp("seeded"))
    found: dict[str, Comparison] = compared(graph, edits(seed))

    for place, comparison in found.items():
        wanted = {(kinds, old, tuple(sorted(new))) for kinds, old, new in expected[place]}
        got = {(kinds, old, tuple(sorted(new))) for kinds, old, new in told(comparison)}
        assert got == wanted, place
