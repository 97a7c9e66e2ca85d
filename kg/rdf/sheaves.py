"""Sheaves: the lines of a dataset in many files, or as what changed since an earlier one."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING

from kg.frozen import frozen
from kg.rdf.sorted_lines import Statements

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_BUFFER = 1 << 18


@frozen
class Sheaf:
    """Distinct lines in files and a rest; ``checksum`` is the one of them all, in no order."""

    files: tuple[Path, ...]
    rest: Statements
    count: int
    checksum: str

    def __len__(self) -> int:
        """The number of lines."""
        return self.count

    def open(self) -> io.BufferedReader:
        """Their text, file by file."""
        return io.BufferedReader(_Chain(self.files, self.rest), _BUFFER)


@frozen
class Change:
    """The lines of the graph in the folder ``base`` without some and with others.

    ``removed`` and ``added`` have no line in common; ``count`` and ``checksum`` are those of the result.
    """

    base: Path
    removed: Sequence[str]
    added: Sequence[str]
    count: int
    checksum: str

    def __len__(self) -> int:
        """The number of lines of the result."""
        return self.count


class _Chain(io.RawIOBase):
    """Files one after the other, each open only while it is read."""

    def __init__(self, files: Sequence[Path], rest: Statements) -> None:
        self._files, self._rest = list(reversed(files)), [rest]
        self._stream: IO[bytes] | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        target = memoryview(buffer).cast("B")
        while True:
            if self._stream is None:
                if self._files:
                    self._stream = self._files.pop().open("rb")
                elif self._rest:
                    self._stream = self._rest.pop().open()
                else:
                    return 0
            data = self._stream.read(len(target))
            if data:
                target[: len(data)] = data
                return len(data)
            self._stream.close()
            self._stream = None

    def close(self) -> None:
        if self._stream is not None:
            self._stream.close()
        super().close()
