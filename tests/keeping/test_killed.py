"""Whatever a keeper does and whenever it is killed, the store is the old one or the new one, whole."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kg import keeping
from kg.building import build

KILLING = Path(__file__).parents[1] / "support" / "killing.py"


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")
@pytest.mark.parametrize("seed", [15])
def test_killed_at_a_random_call_the_store_is_old_or_new(
    tmp_path: Path, small_text: str, seed: int
) -> None:
    for name, place in (("a", "竹林镇"), ("b", "松岭镇"), ("next", "梅溪乡")):
        (tmp_path / f"{name}.txt").write_text(small_text.replace("竹林镇", place), "utf-8")
    newer = small_text.replace("竹林镇", "松岭镇").replace("地名管理", "门牌管理")
    (tmp_path / "newer.txt").write_text(newer, "utf-8")
    build([tmp_path / "a.txt"], into=tmp_path / "store")
    keeping.add([tmp_path / "b.txt"], into=tmp_path / "store")

    command = [sys.executable, str(KILLING), str(tmp_path), "2", str(seed)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8")

    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["action"] for one in told] == ["add", "replace", "remove", "correct", "undo"]
    for one in told:
        assert one["old"] != one["new"], one
        assert {run["killed"] for run in one["found"]} == {9}, one
        assert {run["state"] for run in one["found"]} <= {one["old"], one["new"]}, one
        assert one["again"] == one["new"], one
        assert one["left"] == [], one
