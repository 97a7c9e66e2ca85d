"""Fitting: the weights of :mod:`kg.checking.choice` that explain labelled tasks best.

Needs numpy and scipy, which come with the tools for development, not with the program.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kg.checking.choice import BIAS, Model
from kg.frozen import frozen

_RIDGE, _RIDGE_UNLISTED = 1.5, 0.5
_ROUNDS = 300
_DIGITS = 3

FOR = frozenset(
    (
        "odds", "odds_there", "own", "own_odds", "own_ahead", "gap_here", "gap_there", "matter_ahead", "first_here", "first_there",
        "text_in_name", "text_in_row", "text_in_clause", "name_in_text", "part_in_text", "object_in_name", "object_in_row",
        "object_of_name", "matched_text", "run", "example", "example_ahead", "example_first", "sorted", "sorted_ahead",
        "sorted_first", "near", "near_ahead", "near_first", "heard", "heard_log", "heard_ahead", "heard_first", "asked_in_name", "asked_in_township",
    )
)  # fmt: skip
"""Evidence that can only speak for a row: who has written tasks to learn from has seldom used the lists' own words, and
that a text has them must not speak against its row."""

AGAINST = frozenset(
    ("heard_none", "heard_none_log", "sorted_nowhere", "sorted_elsewhere", "unlisted_example")
)
"""Evidence of a text that can only speak for no row."""

Evidence = Mapping[str, float]


@frozen
class Case:
    """A task in a township: evidence of its rows, of the text alone, and which rows are right.

    ``unlisted``: whether no list has it; None: not known of this township.
    """

    rows: Sequence[Evidence]
    text: Evidence
    right: Sequence[bool]
    weight: float
    unlisted: bool | None


def fit(cases: Sequence[Case]) -> Model:
    """The model under which what is right is likeliest (conditional logit with a ridge)."""
    usable = [case for case in cases if case.rows]
    none = [name for name in usable[0].text if not name.startswith(("most_", "any_"))]
    names = list(usable[0].rows[0])
    rows, alone = _choices(usable, names, none)
    whole = list(usable[0].text)
    return Model(_named(names, rows), _named(none, alone), _named(whole, _unlisted(usable, whole)))


def _named(names: Sequence[str], weights: Any) -> dict[str, float]:
    return {
        name: round(float(one), _DIGITS) for name, one in sorted(zip(names, weights, strict=True))
    }


def _choices(cases: Sequence[Case], names: Sequence[str], none: Sequence[str]) -> tuple[Any, Any]:
    """Weights of the rows' evidence and of the text's."""
    import numpy as np
    from scipy.optimize import minimize

    most = max(len(case.rows) for case in cases)
    given = np.zeros((len(cases), most, len(names)))
    there = np.zeros((len(cases), most), dtype=bool)
    right = np.zeros((len(cases), most + 1))
    for at, case in enumerate(cases):
        size = len(case.rows)
        given[at, :size] = [[row[name] for name in names] for row in case.rows]
        there[at, :size] = True
        right[at, :size] = case.right
        right[at, most] = not any(case.right)
    text = np.array([[case.text[name] for name in none] for case in cases])
    weights = np.array([case.weight for case in cases])

    def objective(point: Any) -> tuple[float, Any]:
        own, alone = point[: len(names)], point[len(names) :]
        scores = np.where(there, given @ own, -1e9)
        all_scores = np.concatenate([scores, (text @ alone)[:, None]], axis=1)
        all_scores -= all_scores.max(axis=1, keepdims=True)
        powers = np.exp(all_scores)
        shares = powers / powers.sum(axis=1, keepdims=True)
        good = np.maximum((shares * right).sum(axis=1), 1e-12)
        pull = (shares - shares * right / good[:, None]) * weights[:, None]
        value = -(weights * np.log(good)).sum() + _RIDGE / 2 * (own @ own)
        rows = np.einsum("ij,ijk->k", pull[:, :most], given) + _RIDGE * own
        return value, np.concatenate([rows, text.T @ pull[:, most]])

    start = np.zeros(len(names) + len(none))
    bounds = [(0.0, None) if name in FOR else (None, None) for name in names]
    bounds += [(0.0, None) if name in AGAINST else (None, None) for name in none]
    options = {"maxiter": _ROUNDS}
    found = minimize(
        objective, start, jac=True, method="L-BFGS-B", bounds=bounds, options=options
    ).x
    return found[: len(names)], found[len(names) :]


def _unlisted(cases: Sequence[Case], names: Sequence[str]) -> Any:
    """Weights of the probability that no list has a task (logistic regression)."""
    import numpy as np
    from scipy.optimize import minimize

    known = [case for case in cases if case.unlisted is not None]
    given = np.array([[case.text[name] for name in names] for case in known])
    wanted = np.array([float(bool(case.unlisted)) for case in known])
    weights = np.array([case.weight for case in known])
    free = np.array([name == BIAS for name in names])

    def objective(point: Any) -> tuple[float, Any]:
        said = 1 / (1 + np.exp(-(given @ point)))
        fits = wanted * np.log(said + 1e-12) + (1 - wanted) * np.log(1 - said + 1e-12)
        held = np.where(free, 0.0, point)
        value = -(weights * fits).sum() + _RIDGE_UNLISTED / 2 * (held @ held)
        return value, given.T @ (weights * (said - wanted)) + _RIDGE_UNLISTED * held

    return minimize(objective, np.zeros(len(names)), jac=True, method="L-BFGS-B").x
