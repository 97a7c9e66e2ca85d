"""Trees: what was learned as many small decision trees, their leaves added up (gradient boosting, Friedman 2001).

The file is JSON: names of evidence, where the sum starts, and the trees. A tree is the number of a leaf, or
``[evidence, limit, tree at most that, tree above it]``. Made by training, read by plain Python.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

from kg.frozen import frozen
from kg.meaning.model import logistic

Tree = Any
"""A number, or a list of four: types that contain themselves cannot be told in an alias."""


@frozen
class Trees:
    """Evidence by name, the start of the sum (log odds), and the trees that add to it."""

    names: tuple[str, ...]
    start: float
    trees: tuple[Tree, ...]

    @staticmethod
    def of(told: Mapping[str, Any]) -> Trees:
        """The trees as ``told`` has them, read from JSON."""
        return Trees(tuple(told["names"]), told["start"], tuple(told["trees"]))

    def written(self) -> str:
        """JSON of them, a tree a line."""
        names = json.dumps(self.names, ensure_ascii=False)
        lines = ",\n".join(json.dumps(tree, separators=(",", ":")) for tree in self.trees)
        return f'{{"names": {names}, "start": {self.start}, "trees": [\n{lines}\n]}}'

    def chance(self, evidence: Mapping[str, float]) -> float:
        """The probability that these trees give to something by its evidence; 0 stands for what is not there."""
        values = [evidence.get(name, 0.0) for name in self.names]
        leaves = []
        for tree in self.trees:
            while type(tree) is list:
                at, limit, low, high = tree
                tree = low if values[at] <= limit else high
            leaves.append(tree)
        return logistic(self.start + math.fsum(leaves))
