"""N-Triples: terms and lines as text.

Text is written directly, since building terms one by one costs ten times more.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_PIECE = 2_000
"""So many lines are encoded at a time."""
_BUFFER = 1 << 18
_ESCAPES = str.maketrans(
    {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    | {chr(code): f"\\u{code:04X}" for code in (*range(9), 11, 12, *range(14, 32), 127)}
)


def literal(text: str, language: str = "") -> str:
    """An N-Triples literal."""
    quoted = f'"{text.translate(_ESCAPES)}"'
    return f"{quoted}@{language}" if language else quoted


def zh(text: str) -> str:
    """A Chinese literal."""
    return literal(text, "zh")


def typed(value: object, datatype: str) -> str:
    """A typed literal of a number, truth value or month."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f'"{text}"^^<{datatype}>'


class Lines:
    """Collects N-Triples lines (without line ends)."""

    def __init__(self) -> None:
        """Start empty."""
        self.found: list[str] = []

    def add(self, subject: str, predicate: str, value: str) -> None:
        """A triple whose object is a literal, already written as a term."""
        self.found.append(f"<{subject}> <{predicate}> {value} .")

    def link(self, subject: str, predicate: str, target: str) -> None:
        """A triple whose object is an IRI."""
        self.found.append(f"<{subject}> <{predicate}> <{target}> .")

    def settle(self) -> None:
        """Nothing is half written: lines may be put away now, where that is done (kg/rdf/sorted_lines.py)."""


def line_stream(lines: Sequence[str]) -> io.BufferedReader:
    """Lines (without line ends) as a file of UTF-8 to read from, encoded a piece at a time.

    The text of a large graph at once would take as much memory again as its lines, twice.
    """
    return io.BufferedReader(_Encoded(lines), _BUFFER)


class _Encoded(io.RawIOBase):
    """The bytes of lines, made while they are read."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._next = 0
        self._piece = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        if not self._piece:
            lines = self._lines[self._next : self._next + _PIECE]
            self._next += len(lines)
            self._piece = memoryview("".join(f"{line}\n" for line in lines).encode())
        target = memoryview(buffer).cast("B")
        size = min(len(target), len(self._piece))
        target[:size] = self._piece[:size]
        self._piece = self._piece[size:]
        return size
