"""Breathing: ``breath.bin`` is made of what people wrote with signs, which are taken out of it (:mod:`kg.checking.training.joining`)."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import average_precision_score, roc_auc_score

from kg.checking.reading.breath import BITS, FILE, SIDE, Breath, grams
from kg.checking.training import speaking
from kg.checking.training.joining import Pieces, Run, made, pieces, real, thorough
from kg.matrices import write
from kg.resources import folder

_LITTLE, _ROUNDS = 1e-6, 5
"""How much weights are kept small, and how often all gaps are seen."""
_MADE, _REAL, _THOROUGH = 50_000, 2, 6
"""Messages that are made, and how often those that somebody wrote are learned, and those of which everything is known."""
_SEED, _HALF = 13, 14_000
"""Messages that are made where half of the authors are left out."""


class Gaps:
    """The gaps of runs: what stands beside them, and what is known of them."""

    def __init__(self, runs: Sequence[Run]) -> None:
        """Look at these runs."""
        told = [grams(run.text) for run in runs]
        rows = np.concatenate(told)
        ends = np.arange(0, rows.size + 1, rows.shape[1])
        ones = np.ones(rows.size, "f4")
        self.beside = csr_matrix((ones, rows.ravel(), ends), shape=(len(rows), 1 << BITS))
        self.breath = _at(runs, [run.breaths for run in runs])
        self.begins = _at(runs, [run.begins for run in runs])
        self.known = ~_at(runs, [run.unknown for run in runs])


def _at(runs: Sequence[Run], places: Sequence[frozenset[int]]) -> Any:
    """For every gap of runs whether it is one of these."""
    found = []
    for run, own in zip(runs, places, strict=True):
        here = np.zeros(len(run.text), bool)
        here[[place for place in own if place < len(run.text)]] = True
        found.append(here[1:])
    return np.concatenate(found)


def fitted(
    told: Sequence[Run], of: Pieces, kept: frozenset[str], count: int = _MADE
) -> tuple[Any, Any]:
    """What tells breath, and what tells the next thing; nothing is learned of the authors ``kept`` out."""
    mine = [run for run in told if run.author not in kept]
    runs = [*made(of, random.Random(_SEED), count, kept), *(mine * _REAL)]  # noqa: S311
    runs += [run for run in mine if thorough(run.author)] * _THOROUGH
    gaps = Gaps(runs)
    breath, begins = (
        SGDClassifier("log_loss", alpha=_LITTLE, max_iter=_ROUNDS, tol=None, random_state=_SEED)
        for _ in range(2)
    )
    breath.fit(gaps.beside, gaps.breath)
    return breath, begins.fit(gaps.beside[gaps.known], gaps.begins[gaps.known])


def save(models: tuple[Any, Any], path: Path, about: dict[str, Any]) -> None:
    """Write the weights."""
    names = ("breath", "begins")
    offsets = [float(model.intercept_[0]) for model in models]
    arrays = {
        name: np.asarray(model.coef_[0], "f4").reshape(-1, SIDE)
        for name, model in zip(names, models, strict=True)
    }
    write(path, {**about, "offsets": offsets}, arrays)


def figures(models: tuple[Any, Any], runs: Sequence[Run]) -> dict[str, Any]:
    """How well breath and the next thing are told in these runs."""
    gaps = Gaps(runs)
    known = (np.ones_like(gaps.known), gaps.known)
    found: dict[str, Any] = {"messages": len(runs)}
    names = ("breath", "begins")
    for name, model, wanted, of in zip(
        names, models, (gaps.breath, gaps.begins), known, strict=True
    ):
        odds = model.decision_function(gaps.beside[of])
        found[name] = {
            "auc": round(float(roc_auc_score(wanted[of], odds)), 4),
            "mean precision": round(float(average_precision_score(wanted[of], odds)), 3),
        }
    return found


def learn() -> dict[str, Any]:
    """Train and write the weights beside the code; gives the figures on authors left out."""
    data = folder("sources").parent / "training"
    told, of = list(real(data)), pieces(data)
    halves, left = [], []
    with tempfile.TemporaryDirectory() as room:
        for number in range(2):
            kept = frozenset(a for a in speaking.authors(told, of) if speaking.half(a) == number)
            models = fitted(told, of, kept, _HALF)
            left.append(figures(models, [run for run in told if run.author in kept]))
            path = Path(room) / f"{number}.bin"
            save(models, path, {})
            halves.append(Breath(path))
        things, area = speaking.learn(told, of, halves)
    said = {"halves of the authors": left, "things by clauses, auc": area}
    about = {
        "about": "Where breath is taken and the next thing begins, see breath.py and speech.py. Made by training, not by hand.",
        "figures, authors left out": said,
        "things": things,
    }
    save(fitted(told, of, frozenset()), FILE, about)
    return said
