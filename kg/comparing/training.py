"""Training: the weights of the evidence that a text asks what was taken back (:mod:`kg.comparing.acts.weighing`).

``python -m kg.comparing.training`` reads build/training/asked_still.jsonl (pairs with their evidence, as the program gave it)
and writes ``kg/comparing/acts/weights.json``; the same input gives the same file. Pairs of the set ``held`` are not learned.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from kg.comparing.acts.weighing import FILE

DATA = Path(__file__).parents[2] / "build" / "training" / "asked_still.jsonl"

HELD = "held"
"""The pairs that are kept out."""

FOR = frozenset(
    (
        *(
            "text",
            "row",
            "nearer",
            "ahead",
            "shared",
            "letters",
            "within",
            "own",
            "together",
            "deed",
        ),
        *("sorted", "heard", "heard_whole"),
    )
)
"""What is there more of the likelier it is one duty."""

_STRICT = 2.0
_COUNTS = {"sound": 3.0, "mixed": 0.4}
"""The pairs of lists as they are: few of them are one duty, and each counts for several; those that were put together of the clause
of one duty and the row of another count for less."""
_FOLDS = 8
_ROUNDS = 60

Floats = npt.NDArray[np.float64]


def learned(rows: Floats, labels: Floats, counts: Floats) -> Floats:
    """The weights of a logistic regression, the last one its bias; by Newton's method."""
    own = np.hstack([rows, np.ones((len(rows), 1))])
    bound = np.eye(own.shape[1]) / _STRICT
    bound[-1, -1] = 0.0
    weights = np.zeros(own.shape[1])
    for _ in range(_ROUNDS):
        likely = _likely(own, weights)
        slope = own.T @ (counts * (likely - labels)) + bound @ weights
        curve = (own * (counts * likely * (1 - likely))[:, None]).T @ own + bound
        weights = weights - np.linalg.solve(curve, slope)
    return weights


def sensible(rows: Floats, labels: Floats, counts: Floats, names: Sequence[str]) -> Floats:
    """The same, without what would speak against although it is what speaks for (:data:`FOR`): it only mends others."""
    kept = list(range(len(names)))
    while True:
        weights = learned(rows[:, kept], labels, counts)
        wrong = [at for at, n in enumerate(kept) if names[n] in FOR and weights[at] < 0]
        if not wrong:
            whole = np.zeros(len(names) + 1)
            whole[[*kept, -1]] = weights
            return whole
        kept.pop(min(wrong, key=lambda at: float(weights[at])))


def _likely(own: Floats, weights: Floats) -> Floats:
    found: Floats = 1 / (1 + np.exp(-(own @ weights)))
    return found


def figures(pairs: Sequence[dict[str, Any]], values: Floats) -> dict[str, dict[str, int]]:
    """For each set: rows that are asked and are told so, all of them, and those told so that are not."""
    best: dict[tuple[str, str, str], tuple[float, int]] = {}
    for pair, value in zip(pairs, values, strict=True):
        key = pair["set"], pair["gone"], pair["row"]
        best[key] = max(best.get(key, (0.0, 0)), (float(value), int(pair["label"])))
    found: dict[str, dict[str, int]] = defaultdict(lambda: {"told": 0, "of": 0, "wrongly": 0})
    for (name, *_), (value, label) in best.items():
        found[name]["told"] += label and value >= 0.5
        found[name]["of"] += label
        found[name]["wrongly"] += not label and value >= 0.5
    return {name: dict(sorted(found[name].items())) for name in sorted(found)}


def main() -> None:
    """Learn, write the weights and say how it does on pairs kept out, by topic."""
    pairs = [json.loads(line) for line in DATA.read_text("utf-8").splitlines()]
    names = list(pairs[0]["evidence"])
    rows = np.array([[pair["evidence"][name] for name in names] for pair in pairs])
    labels = np.array([float(pair["label"]) for pair in pairs])
    counts = np.array([_COUNTS.get(pair["set"], 1.0) for pair in pairs])
    known = np.array([pair["set"] != HELD for pair in pairs])
    topics = {name: at % _FOLDS for at, name in enumerate(sorted({pair["gone"] for pair in pairs}))}
    fold = np.array([topics[pair["gone"]] for pair in pairs])
    values = np.zeros(len(pairs))
    whole = sensible(rows[known], labels[known], counts[known], names)
    for at in range(_FOLDS):
        own = known & (fold != at)
        weights = sensible(rows[own], labels[own], counts[own], names)
        there = known & (fold == at)
        values[there] = _likely(np.hstack([rows[there], np.ones((there.sum(), 1))]), weights)
    values[~known] = _likely(np.hstack([rows[~known], np.ones(((~known).sum(), 1))]), whole)
    result = {
        "bias": round(float(whole[-1]), 3),
        "figures": figures(pairs, values),
        "weights": {name: round(float(w), 3) for name, w in zip(names, whole, strict=False)},
    }
    text = json.dumps(result, ensure_ascii=False, indent=1, sort_keys=True)
    FILE.write_text(text + "\n", "utf-8", newline="\n")
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    main()
