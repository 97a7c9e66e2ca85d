"""Breathing: ``breath.bin`` is made of what people wrote with signs, which are taken out of it.

From ``build/training/notices.jsonl``, ``people.jsonl`` and ``stories.jsonl``: a gap in which a sign stood is one where breath is taken. What stands
in notices counts more: messages are among them.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import f1_score, roc_auc_score

from kg.checking.reading.breath import FILE, ROOM, SIDE, grams
from kg.checking.reading.haste import SIGN
from kg.checking.reading.tasks import folded
from kg.matrices import write
from kg.resources import folder

_LEAST, _MOST = 16, 600
"""Characters of a text that is learned."""
_LITTLE, _ROUNDS = 1e-6, 8
"""How much weights are kept small, and how often all gaps are seen."""
_SEED, _HELD, _MUCH = 13, 0.1, 3
"""The share of texts that the figures are of, and how often notices are learned."""


def _texts() -> Iterator[tuple[str, bool]]:
    """Texts, and whether each is a notice."""
    training = folder("sources").parent / "training"
    for name in ("notices", "people", "stories"):
        for line in (training / f"{name}.jsonl").read_text("utf-8").splitlines():
            told = json.loads(line)
            texts = told.get("texts") or [told.get("text", "")]
            for text in texts if isinstance(texts, list) else [texts]:
                text = folded(text if isinstance(text, str) else text.get("text", ""))
                han = sum("\u4e00" <= c <= "\u9fff" for c in text)
                if len(text) >= _LEAST and han > 0.6 * len(text):
                    yield text[:_MOST], name == "notices"


def parted(text: str) -> tuple[str, set[int]]:
    """A text without its signs, and before which of its characters one stood."""
    run, gaps = "", set[int]()
    at = 0
    for match in SIGN.finditer(text):
        run += text[at : match.start()]
        gaps.add(len(run))
        at = match.end()
    run += text[at:]
    return run, {gap for gap in gaps if 0 < gap < len(run)}


def learn() -> dict[str, Any]:
    """Train and write the weights beside the code; gives the figures on texts left out."""
    pick = random.Random(_SEED)  # noqa: S311
    told = list(dict.fromkeys(_texts()))
    pick.shuffle(told)
    held = int(len(told) * _HELD)
    parts = (told[:held], [one for one in told[held:] for _ in range(_MUCH if one[1] else 1)])
    made = []
    for some in parts:
        columns, starts, right = [], [0], []
        for text, _ in some:
            run, gaps = parted(text)
            for at in range(1, len(run)):
                columns += grams(run, at)
                starts.append(len(columns))
                right.append(at in gaps)
        ones = np.ones(len(columns), "f4")
        shape = (len(right), ROOM)
        made.append((csr_matrix((ones, columns, starts), shape), np.array(right)))
    (test, wanted), (known, labels) = made
    model = SGDClassifier("log_loss", alpha=_LITTLE, max_iter=_ROUNDS, tol=None, random_state=_SEED)
    model.fit(known, labels)
    values = model.decision_function(test)
    weights = np.asarray(model.coef_[0], "f4")
    figures = {
        "texts": len(told),
        "gaps left out": len(wanted),
        "auc": round(float(roc_auc_score(wanted, values)), 4),
        "f1": round(float(f1_score(wanted, values > 0)), 3),
    }
    about = {
        "about": "Where breath is taken, see breath.py. Made by training, not by hand.",
        "offset": float(model.intercept_[0]),
        "figures, a tenth left out": figures,
    }
    write(FILE, about, {"grams": weights.reshape(SIDE, -1)})
    return figures
