"""Weighing: how likely a text asks what was taken back, by evidence with learned weights.

``weights.json`` has the weight of each piece of evidence (a logistic regression), learned by ``python -m kg.comparing.training`` of
build/training/asked_still.jsonl.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("weights.json")


@cache
def _weights() -> tuple[float, dict[str, float]]:
    read = json.loads(FILE.read_text("utf-8"))
    return read["bias"], read["weights"]


def likelihood(evidence: Mapping[str, float]) -> float:
    """How likely (0…1) it is, all evidence together."""
    bias, weights = _weights()
    total = bias + math.fsum(weights[name] * value for name, value in evidence.items())
    return 1 / (1 + math.exp(-total))
