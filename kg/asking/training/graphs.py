"""Graphs of the lists that training is about."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from kg.building import build
from kg.store.graph import Graph

SENSED = 100
"""Of so many documents the senses of rows are made: of all that training is about."""


def graph_of(paths: Sequence[Path]) -> Graph:
    """These lists built into one graph, with the senses of their rows; a path may be a folder."""
    into = Path(tempfile.mkdtemp()) / "store"
    return Graph(build(list(paths), into=into, senses=SENSED).store)
