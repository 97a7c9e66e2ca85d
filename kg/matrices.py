"""Matrices: what was learned as numbers in rows, in one file of which only what is asked for is read.

The file has a line of JSON (words, labels, figures of the training) and the matrices, those of two
dimensions in bytes with a scale a row. numpy is imported with the first matrix.
"""

from __future__ import annotations

import json
import os
import struct
import sys
from array import array
from binascii import a2b_base64, b2a_base64
from collections.abc import Iterable, Mapping
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

# The matrices are small: threads that wait for each other would cost more than they save.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

_MAGIC = b"KGN1\n"
_NEAR = 65_536
"""Numbers that are made at a time."""


def write(path: Path, about: Mapping[str, Any], arrays: Mapping[str, Array]) -> None:
    """Write a file of matrices; those of more than one row are kept in bytes."""
    listed: list[dict[str, Any]] = []
    blocks: list[bytes] = []
    position = 0
    for name, matrix in sorted(arrays.items()):
        parts = [(name, matrix.astype("<f4"))]
        if matrix.ndim == 2:
            scale, values = in_bytes(matrix)
            parts = [(f"{name}:bytes", values), (f"{name}:scale", scale)]
        for part, values in parts:
            block = values.tobytes()
            block += b" " * (-len(block) % 8)
            entry = {"name": part, "shape": values.shape, "type": values.dtype.str, "at": position}
            listed.append(entry)
            blocks.append(block)
            position += len(block)
    head = json.dumps({**about, "arrays": listed}, ensure_ascii=False).encode()
    head += b" " * (-(len(head) + len(_MAGIC) + 4) % 8)
    path.write_bytes(_MAGIC + struct.pack("<I", len(head)) + head + b"".join(blocks))


def list_in_text(kind: str, values: Iterable[float]) -> str:
    """Numbers as a piece of text in JSON: they are read in a twentieth of the time. ``kind`` is that of an array."""
    found = array(kind, values)
    if sys.byteorder == "big":
        found.byteswap()
    return b2a_base64(found.tobytes(), newline=False).decode()


def list_of_text(kind: str, text: str) -> array[Any]:
    """The numbers that :func:`list_in_text` wrote."""
    found = array(kind, a2b_base64(text))
    if sys.byteorder == "big":
        found.byteswap()
    return found


def in_bytes(rows: Array) -> tuple[NDArray[Any], NDArray[Any]]:
    """The scale of each row of a matrix, and its numbers by that as bytes."""
    import numpy as np

    scale = np.maximum(np.abs(rows).max(axis=1, keepdims=True) / 127, 1e-8)
    return scale.astype("<f4"), np.round(rows / scale).astype("i1")


def _mapped(path: Path) -> bytes | mmap:
    """The bytes of a file; those that nobody asks for are not read. An empty file cannot be mapped."""
    with path.open("rb") as file:
        try:
            return mmap(file.fileno(), 0, access=ACCESS_READ)
        except (OSError, ValueError):
            return file.read()


class Matrices:
    """The matrices of a file, for reading."""

    def __init__(self, path: Path) -> None:
        """Open a file of matrices.

        Raises:
            ValueError: it is none.
        """
        data = _mapped(path)
        if data[: len(_MAGIC)] != _MAGIC:
            raise ValueError(f"no matrices: {path}")
        start = len(_MAGIC) + 4
        (size,) = struct.unpack("<I", data[len(_MAGIC) : start])
        self.about: dict[str, Any] = json.loads(data[start : start + size])
        self._data, self._start = data, start + size
        self._made: dict[str, Array] = {}
        self._lent: set[str] = set()
        self._where = {entry["name"]: entry for entry in self.about["arrays"]}

    def raw(self, name: str) -> NDArray[Any]:
        """An array as it is in the file."""
        import numpy as np

        entry = self._where[name]
        count = 1
        for n in entry["shape"]:
            count *= n
        flat = np.frombuffer(self._data, entry["type"], count, self._start + entry["at"])
        return flat.reshape(entry["shape"])

    def rows(self, name: str, at: Any) -> Array:
        """Some rows of a matrix as numbers."""
        found: Array = self.raw(f"{name}:bytes")[at] * self.raw(f"{name}:scale")[at]
        return found

    def put(self, name: str, room: Array) -> Array:
        """A matrix as numbers in memory that is there; it is not kept."""
        import numpy as np

        values, scale = self.raw(f"{name}:bytes"), self.raw(f"{name}:scale")
        rows = max(1, _NEAR // values.shape[1])
        for at in range(0, len(values), rows):  # what is just written is still near
            some = room[at : at + rows]
            np.copyto(some, values[at : at + rows], casting="unsafe")
            some *= scale[at : at + rows]
        return room

    def lent(self, name: str, rooms: dict[tuple[int, ...], Array]) -> Array:
        """As :meth:`array`; the first time in a room for its shape, which the next one of that shape takes over.

        Most processes ask once, and memory of its own takes longer to get than the numbers to make.
        """
        if name in self._lent or f"{name}:bytes" not in self._where:
            return self.array(name)
        import numpy as np

        self._lent.add(name)
        shape = tuple(self._where[f"{name}:bytes"]["shape"])
        if shape not in rooms:
            rooms[shape] = np.empty(shape, "f4")
        return self.put(name, rooms[shape])

    def array(self, name: str) -> Array:
        """A matrix or vector as numbers; it is made once."""
        if name not in self._made:
            found: Array
            if f"{name}:bytes" in self._where:
                found = self.raw(f"{name}:bytes").astype("f4")
                found *= self.raw(f"{name}:scale")
            else:
                found = self.raw(name)
            self._made[name] = found
        return self._made[name]
