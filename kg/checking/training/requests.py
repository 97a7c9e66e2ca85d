"""Requests: ``requests.bin`` is made of labelled notices.

From ``build/training/notices.jsonl``, one text a line: ``{"id", "author", "text", "spans"}``, the spans being what
the text asks for. Sentences of which a span covers most are requests. Figures by leaving each author out.
"""

from __future__ import annotations

import difflib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.linear_model import LogisticRegression

from kg.checking.reading.items import sentences_of
from kg.checking.reading.requests import FILE, RARITY, SENSED, STEPS, WEIGHT, written
from kg.checking.reading.tasks import folded
from kg.meaning.encoding.encoder import encoder
from kg.meaning.sayings.sorting import grams
from kg.resources import folder
from kg.weights import write

_COVERED, _RUN, _SHORTEST = 0.6, 3, 3
"""A span covers a sentence if runs of so many characters make so much of the shorter one; sentences are so long."""
_ALONE = "own"
"""The author of tasks that stand in no notice."""
_STRENGTH, _WEAKLY = 8.0, 0.01
_LITTLE = 1e-9
_FROM = (0.05, 0.1, 0.2, 0.3, 0.5)

Vectors = Mapping[str, Any]
"""The vector of each sentence."""

Labelled = tuple[str, str, bool]
"""Author, sentence, whether it is a request."""


def labelled(data: Path) -> Iterator[Labelled]:
    """The sentences of all notices, and the tasks that somebody wrote alone."""
    for line in (data / "tasks.jsonl").read_text("utf-8").splitlines():
        if (one := json.loads(line))["author"] == _ALONE:
            yield _ALONE, folded(one["text"]), True
    for line in (data / "notices.jsonl").read_text("utf-8").splitlines():
        one = json.loads(line)
        spans = [written(folded(span)) for span in one["spans"]]
        for sentence in map(str.strip, sentences_of(folded(one["text"]))):
            said = written(sentence)
            if len(said) >= _SHORTEST:
                yield one["author"], sentence, any(_covers(span, said) for span in spans)


def _covers(span: str, sentence: str) -> bool:
    blocks = difflib.SequenceMatcher(None, sentence, span, autojunk=False).get_matching_blocks()
    shared = sum(block.size for block in blocks if block.size >= _RUN)
    return shared >= _COVERED * min(len(span), len(sentence))


class _Grams:
    """The grams of sentences as weighted vectors of length one."""

    def __init__(self, sentences: Sequence[str]) -> None:
        counted = [grams(one) for one in sentences]
        self.place = {gram: n for n, gram in enumerate(sorted(set().union(*counted)))}
        self._rarity = TfidfTransformer(sublinear_tf=True).fit(self._matrix(counted))
        self.rarity = self._rarity.idf_

    def of(self, sentences: Sequence[str]) -> Any:
        return self._rarity.transform(self._matrix([grams(one) for one in sentences]))

    def _matrix(self, counted: Sequence[Counter[str]]) -> Any:
        starts, index, data = [0], [], []
        for one in counted:
            known = sorted((self.place[gram], n) for gram, n in one.items() if gram in self.place)
            index += [at for at, _ in known]
            data += [float(n) for _, n in known]
            starts.append(len(index))
        return csr_matrix((data, index, starts), shape=(len(counted), len(self.place)))


def _fitted(told: Sequence[Labelled]) -> tuple[_Grams, LogisticRegression]:
    vectors = _Grams([sentence for _, sentence, _ in told])
    model = LogisticRegression(C=_STRENGTH, max_iter=1000, solver="liblinear")
    return vectors, model.fit(
        vectors.of([s for _, s, _ in told]), np.array([asks for *_, asks in told])
    )


def _sensed(told: Sequence[Labelled], vectors: Vectors) -> tuple[Any, float]:
    """The weights of the numbers of a vector, and the offset."""
    numbers = np.array([vectors[sentence] for _, sentence, _ in told])
    mean, spread = numbers.mean(axis=0), numbers.std(axis=0) + _LITTLE
    model = LogisticRegression(C=_WEAKLY, max_iter=1000)
    model.fit((numbers - mean) / spread, np.array([asks for *_, asks in told]))
    weights = model.coef_[0] / spread
    return weights, float(model.intercept_[0] - weights @ mean)


def figures(told: Sequence[Labelled], vectors: Vectors) -> dict[str, Any]:
    """By probability: the share of requests that reach it, and of others that do not; each author left out."""
    chances, wanted = [], []
    for author in sorted({author for author, *_ in told} - {_ALONE}):
        others = [one for one in told if one[0] != author]
        (known, model), (sense, offset) = _fitted(others), _sensed(others, vectors)
        mine = [one for one in told if one[0] == author]
        odds = model.decision_function(known.of([s for _, s, _ in mine]))
        odds += SENSED * (np.array([vectors[s] for _, s, _ in mine]) @ sense + offset)
        chances += list(1 / (1 + np.exp(-odds)))
        wanted += [asks for *_, asks in mine]
    found, right = np.array(chances), np.array(wanted)
    shares = {
        str(least): [
            round(float((found >= least)[right].mean()), 3),
            round(float((found < least)[~right].mean()), 3),
        ]
        for least in _FROM
    }
    return {"sentences": len(right), "requests": int(right.sum()), "kept, left": shares}


def learn() -> dict[str, Any]:
    """Write the weights; gives the figures."""
    told = list(labelled(folder("sources").parent / "training"))
    texts = sorted({sentence for _, sentence, _ in told}, key=len)
    encoded = dict(zip(texts, encoder().vectors(texts), strict=True))
    report = figures(told, encoded)
    vectors, model = _fitted(told)
    sense, offset = _sensed(told, encoded)
    weights = {
        gram: {
            RARITY: round(float(vectors.rarity[at]) * STEPS),
            WEIGHT: round(float(value) * STEPS),
        }
        for (gram, at), value in zip(vectors.place.items(), model.coef_[0], strict=True)
    }
    about = {
        "offset": round(float(model.intercept_[0]), 4),
        "sense": [round(float(one), 4) for one in sense],
        "sense_offset": round(offset, 4),
        "figures": report,
    }
    write(FILE, about, weights)
    return report
