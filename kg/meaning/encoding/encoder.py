"""The encoder: a text becomes a vector, run by numpy.

``encoder.bin`` has the pieces of words with their vectors and twelve layers, each of attention and of two dense
steps (see :mod:`kg.asking.training.encoding`, which makes it). The vector of a text is the mean of
those of its pieces, of unit length.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kg.matrices import Matrices
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

Layer = dict[str, "Array"]

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

    @cached_property
    def _pieces(self) -> Pieces:
        about = self.file.about
        return Pieces(about["pieces"], about["scores"], about["unknown"])

    @cached_property
    def layers(self) -> list[Layer]:
        """The matrices of each layer, by what they do."""
        names = ("mix", "out", "into", "back", "mixed", "done")
        array = self.file.array
        return [
            {
                f"{name}{part}": array(f"layer{n}.{name}{part}")
                for name in names
                for part in ("", ".bias")
            }
            for n in range(self.file.about["layers"])
        ]

    def numbers(self, text: str) -> list[int]:
        """The numbers of the pieces of a text, between those of its beginning and its end."""
        return [self._begin, *self._pieces.cut(FOR + text[:_LETTERS])[: LONGEST - 2], self._end]

    def vector(self, text: str) -> Array:
        """The vector of a text, of unit length."""
        import numpy as np

        numbers = self.numbers(text)
        file = self.file
        states = file.rows("words", numbers) + file.array("places")[: len(numbers)]
        states = self._even(states, file.array("first"), file.array("first.bias"))
        for layer in self.layers:
            states = self._through(states, layer)
        mean = states.mean(axis=0)
        found: Array = mean / np.sqrt(mean @ mean)
        return found

    def _through(self, states: Array, layer: Layer) -> Array:
        """One layer: every piece takes from the others what it attends to, then from itself."""
        import numpy as np

        length, size = states.shape
        mix = states @ layer["mix"].T + layer["mix.bias"]
        asks, keys, values = mix.reshape(length, 3, self._heads, -1).transpose(1, 2, 0, 3)
        near = asks @ keys.transpose(0, 2, 1) / np.float32(np.sqrt(size // self._heads))
        near = np.exp(near - near.max(axis=-1, keepdims=True))
        near /= near.sum(axis=-1, keepdims=True)
        taken = (near @ values).transpose(1, 0, 2).reshape(length, size)
        taken = states + taken @ layer["out"].T + layer["out.bias"]
        states = self._even(taken, layer["mixed"], layer["mixed.bias"])
        bent = _bent(states @ layer["into"].T + layer["into.bias"])
        states = states + bent @ layer["back"].T + layer["back.bias"]
        return self._even(states, layer["done"], layer["done.bias"])

    def _even(self, states: Array, scale: Array, bias: Array) -> Array:
        """States with a mean of 0 and a variance of 1, before scale and bias."""
        import numpy as np

        middle = states - states.mean(axis=-1, keepdims=True)
        spread = np.sqrt((middle * middle).mean(axis=-1, keepdims=True) + np.float32(self._little))
        found: Array = middle / spread * scale + bias
        return found


def _bent(values: Array) -> Array:
    """GELU: each value times the chance that a normal one is smaller.

    The error function by formula 7.1.26 of Abramowitz and Stegun (1964), good to 1.5e-7.
    """
    import numpy as np

    far = np.abs(values) * np.float32(0.7071067811865476)
    step: Array = np.reciprocal(1 + np.float32(0.3275911) * far)
    sums: Array = np.full_like(far, _SERIES[0])
    for term in _SERIES[1:]:
        sums = sums * step + np.float32(term)
    erf = 1 - sums * step * np.exp(-far * far)
    found: Array = values * (1 + np.sign(values) * erf) * np.float32(0.5)
    return found
