"""The encoder: a text becomes a vector, run by numpy.

``encoder.bin`` has the pieces of words with their vectors and twelve layers, each of attention and of two dense
steps (see :mod:`kg.asking.training.encoding`, which makes it). The vector of a text is the mean of
those of its pieces, of unit length.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kg.hashing import sha256
from kg.matrices import Matrices, list_of_text
from kg.meaning.encoding.pieces import Pieces

if TYPE_CHECKING:
    from kg.matrices import Array

FILE = Path(__file__).with_name("encoder.bin")
LONGEST = 128
"""Pieces of a text that are looked at."""
_LETTERS = 1_000
"""Letters in which they surely are: cutting a whole book into pieces takes seconds."""
FOR = "query: "
"""What stands before a text, as the encoder was trained with."""

_BLOCK = 16
"""Columns of a full block: a matrix times 31 columns takes longer than times 32."""
_TOGETHER = 304
"""Pieces that go through the layers together; more take memory and no less time."""
_EDGE = 8
"""Columns at either edge that a matrix product may sum in another order than those between (OpenBLAS on Haswell, Zen)."""

_SELDOM = 3
"""Rounds after which the matrices are kept as numbers: of a task or two the memory for them costs more than all else."""

_BENT = 65_536
"""Numbers that are bent at a time, as many as stay near."""
_HALF = 0.7071067811865476
"""The square root of a half."""

Layer = dict[str, "Array"]
_LARGE = ("mix", "out", "into", "back")
_SMALL = (*(f"{name}.bias" for name in _LARGE), "mixed", "mixed.bias", "done", "done.bias")
"""The matrices of a layer, and its vectors, by what they do."""

_SERIES = (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592)
"""Coefficients of the formula for the error function, the highest power first."""


class Encoder:
    """Encodes texts with the matrices of a file."""

    def __init__(self, path: Path = FILE) -> None:
        """Open the file.

        Raises:
            ValueError: it has no matrices.
        """
        self.file = Matrices(path)
        about = self.file.about
        self._begin, self._end = about["begin"], about["end"]
        self._heads: int = about["heads"]
        self._little: float = about["epsilon"]
        self._rounds = 0

    @cached_property
    def checksum(self) -> str:
        """Tells this encoder's vectors from those of another."""
        # Of the last layer's, which training changes most: reading all takes longer than encoding a text.
        last = self.file.about["layers"] - 1
        said = b"".join(
            self.file.raw(f"layer{last}.{name}").tobytes() for name in ("done", "mixed")
        )
        return sha256(said).hexdigest()[:16]

    @cached_property
    def _pieces(self) -> Pieces:
        about = self.file.about
        scores = list_of_text("d", about["scores"])
        return Pieces(about["pieces"].split("\n"), scores, about["unknown"])

    @cached_property
    def layers(self) -> list[Layer]:
        """The matrices of each layer, by what they do."""
        return list(map(self._layer, range(self.file.about["layers"])))

    def _layer(self, n: int, rooms: Layer | None = None) -> Layer:
        """The matrices of a layer, the large ones in ``rooms`` if there are any."""
        file = self.file
        found = {
            name: file.put(f"layer{n}.{name}", rooms[name])
            if rooms
            else file.array(f"layer{n}.{name}")
            for name in _LARGE
        }
        return found | {name: file.array(f"layer{n}.{name}") for name in _SMALL}

    def _seldom(self) -> Iterator[Layer]:
        """The layers, one after the other in the same memory."""
        import numpy as np

        shapes = {name: self.file.raw(f"layer0.{name}:bytes").shape for name in _LARGE}
        rooms: Layer = {name: np.empty(shape, "f4") for name, shape in shapes.items()}
        for n in range(self.file.about["layers"]):
            yield self._layer(n, rooms)

    def numbers(self, text: str) -> list[int]:
        """The numbers of the pieces of a text, between those of its beginning and its end."""
        return [self._begin, *self._pieces.cut(FOR + text[:_LETTERS])[: LONGEST - 2], self._end]

    def vector(self, text: str) -> Array:
        """The vector of a text, of unit length."""
        return self.vectors((text,))[0]

    def vectors(self, texts: Sequence[str], *, alike: bool = False) -> list[Array]:
        """The vectors of texts, of unit length; several together take half the time that each alone takes.

        ``alike``: the last bits do not depend on which texts are encoded together; a little slower.
        """
        import numpy as np

        found: list[Array] = []
        numbers = [self.numbers(text) for text in texts]
        for some in _together([len(one) for one in numbers]):
            edge = _EDGE if alike else 0
            states, spans = self._states([numbers[at] for at in some], edge), []
            start = edge
            for at in some:
                spans.append(slice(start, start + len(numbers[at])))
                start = spans[-1].stop
            self._rounds += 1
            for layer in self._seldom() if self._rounds <= _SELDOM else self.layers:
                states = self._through(states, spans, layer)
            means = [states[:, span].mean(axis=1) for span in spans]
            found += [mean / np.sqrt(mean @ mean) for mean in means]
        return found

    def _states(self, numbers: Sequence[Sequence[int]], edge: int) -> Array:
        """What the pieces of texts begin as: a column for each, empty ones at the edges and up to a full block."""
        import numpy as np

        file = self.file
        words = file.rows("words", [number for one in numbers for number in one])
        places = np.concatenate([file.array("places")[: len(one)] for one in numbers])
        columns = -(-(len(words) + 2 * edge) // _BLOCK) * _BLOCK
        states = np.zeros((words.shape[1], columns), "f4")
        states[:, edge : edge + len(words)] = (words + places).T
        return self._even(states, file.array("first"), file.array("first.bias"))

    def _through(self, states: Array, spans: Sequence[slice], layer: Layer) -> Array:
        """One layer: every piece takes from the others of its text what it attends to, then from itself."""
        import numpy as np

        size = len(states)
        scale = np.float32(1 / np.sqrt(size // self._heads))
        mix = _dense(layer, "mix", states)
        mix[:size] *= scale
        taken = np.zeros_like(states)
        for span in spans:
            asks, keys, values = mix[:, span].reshape(3, self._heads, size // self._heads, -1)
            near = asks.transpose(0, 2, 1) @ keys
            near -= near.max(axis=-1, keepdims=True)
            np.exp(near, out=near)
            near /= near.sum(axis=-1, keepdims=True)
            taken[:, span] = (values @ near.transpose(0, 2, 1)).reshape(size, -1)
        taken = _dense(layer, "out", taken)
        taken += states
        states = self._even(taken, layer["mixed"], layer["mixed.bias"])
        found = _dense(layer, "back", _bent(_dense(layer, "into", states)))
        found += states
        return self._even(found, layer["done"], layer["done.bias"])

    def _even(self, states: Array, scale: Array, bias: Array) -> Array:
        """Columns with a mean of 0 and a variance of 1, before scale and bias, in place."""
        import numpy as np

        states -= states.mean(axis=0)
        states /= np.sqrt((states * states).mean(axis=0) + np.float32(self._little))
        states *= scale[:, None]
        states += bias[:, None]
        return states


@cache
def encoder() -> Encoder:
    """That of the program, opened once."""
    return Encoder()


def _together(lengths: Sequence[int]) -> Iterator[range]:
    """The numbers of texts that go through the layers together: as many as have so many pieces in all."""
    start, pieces = 0, 0
    for at, length in enumerate(lengths):
        if at > start and pieces + length > _TOGETHER:
            yield range(start, at)
            start, pieces = at, 0
        pieces += length
    if start < len(lengths):
        yield range(start, len(lengths))


def _dense(layer: Layer, name: str, states: Array) -> Array:
    """A dense step of a layer."""
    found: Array = layer[name] @ states
    found += layer[f"{name}.bias"][:, None]
    return found


def _bent(values: Array) -> Array:
    """GELU, in place: each value times the chance that a normal one is smaller.

    The error function by formula 7.1.26 of Abramowitz and Stegun (1964), good to 1.5e-7. Some rows at a
    time, in the same room: what is just written is still near.
    """
    import numpy as np

    rows = max(1, _BENT // values.shape[1])
    rooms = np.empty((3, min(rows, len(values)), values.shape[1]), "f4")
    for start in range(0, len(values), rows):
        some = values[start : start + rows]
        step, sums, left = rooms[:, : len(some)]
        np.abs(some, out=left)
        np.multiply(left, np.float32(0.3275911 * _HALF), out=step)
        step += np.float32(1)
        np.reciprocal(step, out=step)
        np.multiply(step, np.float32(_SERIES[0]), out=sums)
        for term in _SERIES[1:]:
            sums += np.float32(term)
            sums *= step
        sums *= left
        np.multiply(left, left, out=left)
        left *= np.float32(-0.5)
        np.exp(left, out=left)
        sums *= left
        sums *= np.float32(0.5)
        np.maximum(some, np.float32(0), out=some)
        some -= sums
    return values
