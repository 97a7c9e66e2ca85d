"""Nets: recurrent networks that read a sentence in its order.

Two bidirectional LSTMs (Hochreiter and Schmidhuber 1997; Graves and Schmidhuber 2005): one tells which words
of a question are about a duty, the other what is asked and what each name is there for. They were
learned with PyTorch (:mod:`kg.asking.training.nets`); here numpy runs them, imported with the first question.
The file (:mod:`kg.matrices`) has words, labels and the figures of the training.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from kg.matrices import Matrices

if TYPE_CHECKING:
    from kg.matrices import Array

Rooms = dict[tuple[int, ...], "Array"]
"""Memory for matrices that are not kept, by their shapes."""
_ASKED = 16
"""So many sentences are kept with what the nets say of them: one is read several times for one answer."""
_GRAMS = 12
"""Most pieces of a Latin word that are looked at."""

PADDING, UNKNOWN = 0, 1
"""Rows of the words: none, and any that was not in the training."""


def pieces(word: str, buckets: int) -> list[int]:
    """The rows of the three and four letters in a row of a Latin word (1 to ``buckets``); else none."""
    if len(word) < 2 or not (word.isascii() and word.isalpha()):
        return []
    text = f"<{word}>"
    found = (text[i : i + n] for n in (3, 4) for i in range(len(text) - n + 1))
    return [zlib.crc32(gram.encode()) % buckets + 1 for gram in found][:_GRAMS]


class Nets(Matrices):
    """The nets of a file, for reading."""

    @cached_property
    def _asked(self) -> frozenset[str]:
        return frozenset(self.about["asked"])

    def asks(self, word: str) -> bool:
        """Whether a Latin word, or a pair of Chinese characters, is one that questions ask with."""
        return word in self._asked

    @cached_property
    def tags(self) -> Tags:
        """The net that parts a duty's words from those that ask."""
        return Tags(self)

    @cached_property
    def frames(self) -> Frames:
        """The net that says what is asked."""
        return Frames(self)


class _Words:
    """Words of a net as vectors: rows of its table and of its table of pieces."""

    def __init__(self, nets: Nets, net: str, known: Mapping[str, int]) -> None:
        self._nets, self._net, self._known = nets, net, known
        self._buckets = len(nets.raw(f"{net}.pieces:bytes")) - 1

    def vectors(self, keys: Sequence[str]) -> Array:
        """A row for each word."""
        at = [self._known.get(key, UNKNOWN) for key in keys]
        found = self._nets.rows(f"{self._net}.words", at)
        for n, key in enumerate(keys):
            own = pieces(key, self._buckets)
            if own:
                found[n] += self._nets.rows(f"{self._net}.pieces", own).sum(axis=0)
        return found


class _Recurrent:
    """A bidirectional LSTM of several layers."""

    def __init__(self, nets: Nets, net: str, layers: int) -> None:
        import numpy as np

        self._layers = []
        for layer in range(layers):
            ways = [f"{net}.layer{layer}.{way}" for way in ("forward", "backward")]
            into = _halved(nets, [f"{way}.input" for way in ways])
            hidden = _halved(nets, [f"{way}.hidden" for way in ways])
            bias = np.concatenate([nets.array(f"{way}.bias") for way in ways])
            bias *= np.tile(_halves(len(bias) // 2), 2)
            self._layers.append(
                (into.reshape(-1, into.shape[2]).T, hidden.transpose(0, 2, 1), bias)
            )

    def run(self, vectors: Array) -> Array:
        """The states of a sequence: both directions' side by side."""
        import numpy as np

        states, length = vectors, len(vectors)
        for into, hidden, bias in self._layers:
            size = hidden.shape[1]
            both = states @ into + bias
            sums = np.stack([both[:, : 4 * size], both[::-1, 4 * size :]], axis=1)
            out = np.empty((length, 2, size), "f4")
            state = np.zeros((2, 1, size), "f4")
            cell = np.zeros((2, size), "f4")
            room, bent = np.empty((2, 1, 4 * size), "f4"), np.empty((2, size), "f4")
            gates = room[:, 0]
            let, keep, new, give = (gates[:, k * size : (k + 1) * size] for k in range(4))
            for at in range(length):
                np.matmul(state, hidden, out=room)
                gates += sums[at]
                np.tanh(gates, out=gates)
                # A gate is a sigmoid, which is half of one and a hyperbolic tangent of half its sum:
                # cell = ((keep + 1) * cell + (let + 1) * new) * 0.5, in the room that is there.
                keep += 1
                keep *= cell
                let += 1
                let *= new
                keep += let
                np.multiply(keep, 0.5, out=cell)
                give += 1
                give *= np.tanh(cell, out=bent)
                state = np.multiply(give, 0.5, out=out[at])[:, None]
            states = np.concatenate([out[:, 0], out[::-1, 1]], axis=1)
        return states


def _halved(nets: Nets, names: Sequence[str]) -> Array:
    """Matrices of the four gates of each way, with those of sigmoids halved; each is written once."""
    import numpy as np

    pairs = [(nets.raw(f"{name}:bytes"), nets.raw(f"{name}:scale")) for name in names]
    found = np.empty((len(pairs), *pairs[0][0].shape), "f4")
    halves = _halves(found.shape[1])[:, None]
    for own, (numbers, scale) in zip(found, pairs, strict=True):
        np.multiply(numbers, scale * halves, out=own, dtype="f4", casting="unsafe")
    return found


def _halves(size: int) -> Array:
    """By what each row of the four gates (in, keep, new, out, as PyTorch has them) is multiplied."""
    import numpy as np

    half = np.full(size, 0.5, "f4")
    half[size // 2 : size // 4 * 3] = 1.0
    return half


def _dense(nets: Nets, name: str, values: Array, rooms: Rooms) -> Array:
    """Two layers with a bend between them; their matrices may be made in ``rooms``."""
    import numpy as np

    inner = _line(nets, f"{name}.first", values, rooms)
    bent = 0.5 * inner * (1 + np.tanh(0.7978845608 * (inner + 0.044715 * inner**3)))  # GELU
    return _line(nets, f"{name}.last", bent, rooms)


def _line(nets: Nets, name: str, values: Array, rooms: Rooms) -> Array:
    found: Array = values @ nets.lent(name, rooms).T + nets.array(f"{name}.bias")
    return found


def _softmax(sums: Array) -> Array:
    import numpy as np

    powers = np.exp(sums - sums.max(axis=-1, keepdims=True))
    found: Array = powers / powers.sum(axis=-1, keepdims=True)
    return found


class Tags:
    """Tells of each word of a question whether it is about a duty."""

    def __init__(self, nets: Nets) -> None:
        about = nets.about["tags"]
        known = {word: n + 2 for n, word in enumerate(about["words"])}
        self._nets, self._words = nets, _Words(nets, "tags0", known)
        self._seen = [nets.array(f"tags0.seen{n}") for n in range(about["seen"])]
        self._recurrent = _Recurrent(nets, "tags0", about["layers"])
        self._kept = lru_cache(maxsize=_ASKED)(self._scores)

    def scores(self, keys: Sequence[str], seen: Sequence[Sequence[int]]) -> list[float]:
        """How much more each word belongs to a duty than to the question (log odds).

        ``seen``: what is known of each word beside itself, see :func:`kg.asking.reading.tokens.seen`.
        """
        return list(self._kept(tuple(keys), tuple(map(tuple, seen))))

    def _scores(self, keys: tuple[str, ...], seen: tuple[tuple[int, ...], ...]) -> list[float]:
        if not keys:
            return []
        vectors = self._words.vectors(keys)
        for n, table in enumerate(self._seen):
            vectors += table[[row[n] for row in seen]]
        sums = _dense(self._nets, "tags0.out", self._recurrent.run(vectors), {})
        return [float(v) for v in sums[:, 0]]


class Frames:
    """Tells what a skeleton asks, and what each mark in it is there for."""

    def __init__(self, nets: Nets) -> None:
        about = nets.about["frames"]
        known = {word: n + 2 for n, word in enumerate(about["words"])}
        self._readers = [_FrameReader(nets, f"frames{n}", known) for n in range(about["members"])]
        self._kept = lru_cache(maxsize=_ASKED)(self._guess)

    def guess(
        self, keys: Sequence[str]
    ) -> tuple[dict[str, dict[str, float]], list[dict[str, float]]]:
        """Head → label → probability, and for each word role → probability (nothing: it is no mark).

        Several nets that learned the same say it on the average, the others only where the first is in doubt.
        """
        heads, roles = self._kept(tuple(keys))
        return {head: dict(odds) for head, odds in heads.items()}, list(map(dict, roles))

    def _guess(
        self, keys: tuple[str, ...]
    ) -> tuple[dict[str, dict[str, float]], list[dict[str, float]]]:
        if not keys:
            return self.guess([""])[0], []
        heads, roles = self._readers[0].guess(keys)
        if all(max(odds.values()) >= _SURE for odds in (*heads.values(), *filter(None, roles))):
            return heads, roles
        read = [(heads, roles), *(reader.guess(keys) for reader in self._readers[1:])]
        mean = {head: _mean([own[head] for own, _ in read]) for head in heads}
        return mean, [_mean([own[at] for _, own in read]) for at in range(len(keys))]


_SURE = 0.93
"""Sure: a label is learned as 0.97 or so."""


def _mean(odds: Sequence[Mapping[str, float]]) -> dict[str, float]:
    return {label: sum(own[label] for own in odds) / len(odds) for label in odds[0]}


class _FrameReader:
    """One net of those that read frames."""

    def __init__(self, nets: Nets, name: str, known: Mapping[str, int]) -> None:
        about = nets.about["frames"]
        self._nets, self._name, self._layers = nets, name, about["layers"]
        self._words = _Words(nets, name, known)
        self._heads: dict[str, list[str]] = about["heads"]
        self._roles: dict[str, list[str]] = about["roles"]
        self._starts, at = {}, 0
        for mark, labels in self._roles.items():
            self._starts[mark] = at
            at += len(labels)

    @cached_property
    def _recurrent(self) -> _Recurrent:
        return _Recurrent(self._nets, self._name, self._layers)

    def guess(
        self, keys: Sequence[str]
    ) -> tuple[dict[str, dict[str, float]], list[dict[str, float]]]:
        """As :meth:`Frames.guess`."""
        import numpy as np

        states = self._recurrent.run(self._words.vectors(keys))
        most = states.max(axis=0)
        rooms: Rooms = {}
        looks = _softmax(_line(self._nets, f"{self._name}.attention", states, rooms).T)
        seen = looks @ states  # two looks at the sentence a head
        heads = {}
        for n, (head, labels) in enumerate(self._heads.items()):
            found = np.concatenate([seen[2 * n], seen[2 * n + 1], most])
            odds = _softmax(_dense(self._nets, f"{self._name}.{head}", found, rooms))
            heads[head] = dict(zip(labels, odds.tolist(), strict=True))
        roles: list[dict[str, float]] = [{} for _ in keys]
        marks = [n for n, key in enumerate(keys) if key in self._roles]
        if marks:
            rows = np.concatenate([states[marks], np.tile(most, (len(marks), 1))], axis=1)
            sums = _dense(self._nets, f"{self._name}.role", rows, rooms)
            for row, at in zip(sums, marks, strict=True):
                labels, start = self._roles[keys[at]], self._starts[keys[at]]
                odds = _softmax(row[start : start + len(labels)])
                roles[at] = dict(zip(labels, odds.tolist(), strict=True))
        return heads, roles
