"""Graphs of the lists that training is about."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from kg.building import build
from kg.store.graph import Graph


def graph_of(paths: Sequence[Path]) -> Graph:
    """These lists built into one graph."""
    into = Path(tempfile.mkdtemp()) / "store"
    return Graph(build(list(paths), into=into, senses=len(paths)).store)
