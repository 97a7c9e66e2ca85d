"""Hastening: ``haste.bin`` is made of labelled notices.

From ``build/training/notices.jsonl`` (see :mod:`kg.checking.training.requests`): between two clauses of one span nothing new begins,
behind a span the next thing does. Messages in haste are few among them, so that some are made: the spans of one author,
of one notice or mixed, without numbers and full stops, joined by blanks, commas, lines and what people say between two things.
"""

from __future__ import annotations

import json
import random
import re
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from kg.checking.reading.haste import FILE, ROOM, SCALE, centred, clauses, grams, numbers
from kg.checking.reading.items import items
from kg.checking.reading.requests import requests
from kg.checking.reading.tasks import folded
from kg.checking.training.joining import BETWEEN, NUMBER, PLEASE
from kg.frozen import frozen
from kg.matrices import write
from kg.meaning.encoding.encoder import encoder
from kg.resources import folder

_MADE, _SEED = 2_500, 11
"""Messages that are made of spans of several notices."""
_STRENGTH, _REAL = 0.3, 2.0
"""How freely weights may grow, and how much a sign of a real notice counts."""
_FOLDS = 5
_ENCODED = 512
_SIGNS = {"space": " ", "comma": ",", "semi": ";", "line": "\n", "dash": " ——"}
_SAID = (*[""] * 14, *BETWEEN)
"""What stands between two things, mostly nothing."""


@frozen
class Message:
    """A text, and for signs in it (where they begin) whether the next thing begins there."""

    author: str
    text: str
    begins: tuple[tuple[int, bool], ...]
    real: bool


def messages(data: Path) -> Iterator[Message]:
    """The messages that teach: real ones, and some made of their spans."""
    chance = random.Random(_SEED)  # noqa: S311
    spans: dict[str, list[str]] = defaultdict(list)
    for line in (data / "notices.jsonl").read_text("utf-8").splitlines():
        one = json.loads(line)
        text, own = folded(one["text"]), [folded(span).strip() for span in one["spans"]]
        spans[one["author"]] += [span for span in own if len(span) > 8]
        if not any(item.marked for item in items(text)):
            yield _read(one["author"], text, own)
        if len(own) > 1:
            yield _made(one["author"], own, chance)
    authors = [author for author, own in spans.items() if len(own) > 1]
    for _ in range(_MADE):
        author = chance.choice(authors)
        count = min(len(spans[author]), chance.choice((2, 3, 3, 4, 5)))
        yield _made(author, chance.sample(spans[author], count), chance)


def _read(author: str, text: str, spans: Sequence[str]) -> Message:
    at = sorted((text.find(s), text.find(s) + len(s)) for s in spans if s and s in text)
    found = []
    for one, following in pairwise(clauses(text)):
        start, end = one[1], following[0]
        inside = any(a < start and end < b for a, b in at)
        behind = any(abs(b - start) <= 1 or start <= b <= end for _, b in at)
        later = any(a >= start - 1 for a, _ in at)
        if inside or (behind and later):
            found.append((start, not inside))
    return Message(author, text, tuple(found), real=True)


def _made(author: str, spans: Sequence[str], chance: random.Random) -> Message:
    """A message in haste of these spans."""
    style, text, cuts = chance.choice(tuple(_SIGNS)), "", []
    for number, span in enumerate(spans):
        told = NUMBER.sub("", span).strip("。;,: ")
        if chance.random() < 0.5:
            told = PLEASE.sub(chance.choice(("你们", "镇上", "", "请", "麻烦")), told, count=1)
        if style == "space":
            told = re.sub("[,;。]+", lambda m: " " if chance.random() < 0.85 else m[0], told)
        elif style == "comma":
            told = re.sub("[;。]+", ",", told)
        if number:
            text += _SIGNS[style] if chance.random() < 0.8 else chance.choice((" ", ",", ";"))
            cuts.append(len(text))
            text += chance.choice(_SAID)
        text += told
    begins = [
        (one[1], any(one[1] < cut <= following[0] for cut in cuts))
        for one, following in pairwise(clauses(text))
    ]
    return Message(author, text, tuple(begins), real=False)


def learn(data: Path | None = None, path: Path = FILE) -> dict[str, Any]:
    """Learn, write the file and return the figures by leaving a fifth of the authors out each time."""
    told = list(messages(data or folder("sources").parent / "training"))
    known = dict.fromkeys(t for m in told for t in _clauses(m.text))
    texts = list(known)
    encoded: list[Any] = []
    for start in range(0, len(texts), _ENCODED):
        encoded += encoder().vectors(texts[start : start + _ENCODED])
    vectors = np.array(encoded, "f4")
    mean = vectors.mean(axis=0)
    vectors = centred(vectors, mean)
    place = {text: n for n, text in enumerate(texts)}
    odds = dict(zip(texts, requests().by_characters(texts), strict=True))
    rows, values, labels, real, authors = [], [], [], [], []
    for message in told:
        where = clauses(message.text)
        parts = [message.text[a:b] for a, b in where]
        behind = {end: n for n, (_, end) in enumerate(where)}
        senses = vectors[[place[part] for part in parts]]
        own = [odds[part] for part in parts]
        for start, begins in message.begins:
            at = behind[start]
            rows.append(grams(parts[at], message.text[start : where[at + 1][0]], parts[at + 1]))
            values.append(numbers(parts, senses, own, at))
            labels.append(begins)
            real.append(message.real)
            authors.append(zlib.crc32(message.author.encode()) % _FOLDS)
    ends = np.cumsum([0, *map(len, rows)])
    ones = csr_matrix((np.ones(ends[-1]), np.concatenate(rows), ends), shape=(len(rows), ROOM))
    known_of = hstack([ones, csr_matrix(np.array(values) * SCALE)]).tocsr()
    wanted, is_real, fold = np.array(labels), np.array(real), np.array(authors)
    chances = np.zeros(len(wanted))
    for left in range(_FOLDS):
        taught = fold != left
        chances[~taught] = _fitted(known_of[taught], wanted[taught], is_real[taught]).predict_proba(
            known_of[~taught]
        )[:, 1]
    model = _fitted(known_of, wanted, is_real)
    weights = model.coef_[0].astype("f4")
    about = {
        "signs": len(wanted),
        "offset": float(model.intercept_[0]),
        "real": _figures(wanted[is_real], chances[is_real]),
        "made": _figures(wanted[~is_real], chances[~is_real]),
    }
    write(path, about, {"grams": weights[:ROOM], "numbers": weights[ROOM:], "mean": mean})
    return about


def _clauses(text: str) -> list[str]:
    return [text[start:end] for start, end in clauses(text)]


def _fitted(known: Any, wanted: Any, real: Any) -> Any:
    weights = np.where(real, _REAL, 1.0)
    return LogisticRegression(C=_STRENGTH, max_iter=600).fit(known, wanted, sample_weight=weights)


def _figures(wanted: Any, chances: Any) -> dict[str, float]:
    said = chances >= 0.5
    right = float((said & wanted).sum())
    return {
        "signs": len(wanted),
        "auc": round(float(roc_auc_score(wanted, chances)), 3),
        "precision": round(right / max(1, int(said.sum())), 3),
        "recall": round(right / max(1, int(wanted.sum())), 3),
    }
