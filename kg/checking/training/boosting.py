"""Boosting: grows the trees that judge after the weights (:mod:`kg.meaning.sayings.trees`).

Each row of each task is an example of the one kind: is it the very duty? Each task is one of the other: does no
list have it? Shallow trees with many examples in a leaf, each grown on half of them and on some of the
evidence (stochastic gradient boosting, Friedman 2002). Needs scikit-learn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from kg.checking.choice import TREES, Forest, Model, of_all
from kg.checking.training.fitting import Case
from kg.meaning.sayings.trees import Tree, Trees

_OF_ROWS = {"n_estimators": 240, "learning_rate": 0.045, "max_leaf_nodes": 10, "max_depth": 6}
_OF_TASKS = {"n_estimators": 150, "learning_rate": 0.05, "max_leaf_nodes": 8, "max_depth": 4}
_LEAST_ROWS, _LEAST_TASKS = 40, 25
_SOME, _EVIDENCE_ROWS, _EVIDENCE_TASKS = 0.5, 0.2, 0.25
_DIGITS = 5


def grown(cases: Sequence[Case], weights: Model) -> Model:
    """The weights with trees that were grown after them on the same cases."""
    usable = [case for case in cases if case.rows]
    beside = [weights.beside(case.rows, case.text) for case in usable]
    of_rows = _forest(
        [row for rows in beside for row in rows],
        [one for case in usable for one in case.right],
        [case.weight for case in usable for _ in case.rows],
        {**_OF_ROWS, "min_samples_leaf": _LEAST_ROWS, "max_features": _EVIDENCE_ROWS},
    )
    told = [
        (case, of_all(rows, [of_rows.chance(row) for row in rows]))
        for case, rows in zip(usable, beside, strict=True)
        if case.unlisted is not None
    ]
    of_tasks = _forest(
        [whole for _, whole in told],
        [bool(case.unlisted) for case, _ in told],
        [case.weight for case, _ in told],
        {**_OF_TASKS, "min_samples_leaf": _LEAST_TASKS, "max_features": _EVIDENCE_TASKS},
    )
    return replace(weights, trees=Forest(of_rows, of_tasks))


def save(folder: Path, sensed: Model, worded: Model) -> None:
    """Write the trees of two models, the second of which knows nothing of the senses of rows."""
    parts = [
        f'"rows": {model.trees.rows.written()},\n"unlisted": {model.trees.unlisted.written()}'
        for model in (sensed, worded)
        if model.trees
    ]
    about = "Trees of kg.checking, see choice.py. Made by training, not by hand."
    text = f'{{"about": "{about}",\n{parts[0]},\n"worded": {{{parts[1]}}}}}\n'
    (folder / TREES).write_text(text, "utf-8", newline="\n")


def _forest(
    seen: Sequence[Mapping[str, float]],
    right: Sequence[bool],
    counts: Sequence[float],
    settings: Mapping[str, Any],
) -> Trees:
    import numpy as np
    from sklearn.ensemble import GradientBoostingClassifier

    names = sorted(seen[0])
    given = np.array([[one[name] for name in names] for one in seen])
    wanted, weights = np.array(right, dtype=int), np.array(counts)
    learned = GradientBoostingClassifier(subsample=_SOME, random_state=0, **settings)
    learned.fit(given, wanted, sample_weight=weights)
    prior = float(weights @ wanted / weights.sum())
    start = round(float(np.log(prior / (1 - prior))), _DIGITS)
    step = settings["learning_rate"]
    trees = tuple(_tree(one.tree_, 0, step) for one in learned.estimators_[:, 0])
    return Trees(tuple(names), start, trees)


def _tree(tree: Any, at: int, step: float) -> Tree:
    """The part of a tree below a node, its leaves times the step."""
    low, high = int(tree.children_left[at]), int(tree.children_right[at])
    if low == high:
        return round(float(tree.value[at][0][0]) * step, _DIGITS)
    limit = round(float(tree.threshold[at]), _DIGITS)
    return [int(tree.feature[at]), limit, _tree(tree, low, step), _tree(tree, high, step)]
