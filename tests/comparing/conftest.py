"""What tests of contradictions have in common."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.building import build
from kg.comparing.contradictions import Finding, Level, contradictions
from kg.store.graph import Graph


@pytest.fixture
def found(tmp_path: Path) -> Callable[..., list[Finding]]:
    """What the lists with these texts say against each other."""

    def run(*texts: str, level: Level = Level.CONTRADICTION) -> list[Finding]:
        for number, text in enumerate(texts):
            (tmp_path / f"{number}.txt").write_text(text, "utf-8")
        store = build([tmp_path / f"{n}.txt" for n in range(len(texts))], into=tmp_path / "s").store
        return list(contradictions(Graph(store), levels=[level]))

    return run
