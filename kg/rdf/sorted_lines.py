"""Runs: sorted, distinct N-Triples lines of any number, in bounded memory.

Few lines stay in memory. Of more, sorted runs are written to files, merged into one and read from
there: Python's strings would take three times the room of their text. UTF-8 sorts as code points
do, so that lines have one order, as text or as bytes.
"""

from __future__ import annotations

import io
import shutil
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Protocol, TypeVar

from kg.frozen import frozen
from kg.rdf.checksums import line_sum, shown
from kg.rdf.ntriples import Lines, line_stream, literal

LIMIT = 400_000
"""From so many lines on they are written to a file; the five bundled lists have 165,635."""

_MERGED = 1 << 26
_LEAST = 1 << 16
"""Bytes of all runs together, and at least of one run, that are in memory while they are merged."""
_DIGITS = 64
_Line = TypeVar("_Line", str, bytes)


class Statements(Protocol):
    """Sorted, distinct N-Triples lines, complete."""

    def __len__(self) -> int:
        """The number of lines."""
        ...

    def open(self) -> io.BufferedReader:
        """Their text (UTF-8, each line with its end), from the first one on; to be closed."""
        ...


@frozen
class HeldStatements:
    """Lines (without line ends) in memory, already sorted and distinct; ``sum``: see kg.rdf.checksums."""

    lines: list[str]
    sum: int = 0

    def __len__(self) -> int:
        """The number of lines."""
        return len(self.lines)

    def open(self) -> io.BufferedReader:
        """Their text, encoded while it is read."""
        return line_stream(self.lines)


@frozen
class FiledStatements:
    """Lines in a file; ``sum``: see kg.rdf.checksums."""

    path: Path
    count: int
    sum: int = 0

    def __len__(self) -> int:
        """The number of lines."""
        return self.count

    def open(self) -> io.BufferedReader:
        """The file."""
        return self.path.open("rb")


Summed = HeldStatements | FiledStatements


class SortedLines(Lines):
    """Collects lines and puts them away in ``folder`` when they become many.

    Raises:
        OSError: a file cannot be written or read; all files are in ``folder``, for its owner to
            remove.
    """

    def __init__(self, folder: Path, limit: int | None = None) -> None:
        """Start empty; ``folder`` is made when it is needed."""
        super().__init__()
        self._folder = folder
        self._limit = LIMIT if limit is None else limit
        self._runs: list[_Run] = []

    def settle(self) -> None:
        """Write what is in memory as a sorted run if it is much."""
        if len(self.found) >= self._limit:
            self._put_away()

    def _put_away(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"run-{len(self._runs):05d}.nt"
        lines = self._taken()
        with path.open("wb") as stream, line_stream(lines) as text:
            shutil.copyfileobj(text, stream)
        self._runs.append(_Run(path))

    def _taken(self) -> list[str]:
        """What is in memory, sorted and distinct; it is given away."""
        # Sorted first: lines come nearly in order, which a set of them would destroy.
        self.found.sort()
        lines = _distinct(self.found)
        self.found.clear()
        return lines

    def statements(self, dataset: str, predicate: str, others: int = 0) -> Summed:
        """All lines and one more: their checksum as the value of ``predicate`` of ``dataset``.

        ``others`` is the sum (kg.rdf.checksums) of lines that are kept elsewhere and count, too.
        """
        head = f"<{dataset}> <{predicate}> "
        if self._runs:
            blank = f"{head}{literal('0' * _DIGITS)} ."
            self.found.append(blank)
            self._put_away()
            return _filed(self._folder / "lines.nt", self._runs, f"{blank}\n".encode(), others)
        found = self._taken()
        total = line_sum(f"{line}\n".encode() for line in found)
        last = f"{head}{literal(shown(others + total))} ."
        insort(found, last)
        return HeldStatements(found, total + line_sum([f"{last}\n".encode()]))


@dataclass(slots=True)
class _Run:
    """A file of sorted, distinct lines, read a block at a time.

    It is open only while a block is read: a large dataset has more runs than some systems let a
    process have files.
    """

    path: Path
    block: list[bytes] = field(default_factory=list)
    _at: int = 0
    ended: bool = False

    def fill(self, size: int) -> None:
        """Read the next ``size`` bytes or so if there is nothing left in memory."""
        if self.block or self.ended:
            return
        with self.path.open("rb") as stream:
            stream.seek(self._at)
            self.block = stream.readlines(size)
            self._at = stream.tell()
        if not self.block:
            self.ended = True
            self.path.unlink()

    def take(self, bound: bytes) -> list[bytes]:
        """The lines in memory that are not after ``bound``; they are given away."""
        end = bisect_right(self.block, bound)
        taken = self.block[:end]
        del self.block[:end]
        return taken


def _distinct(lines: list[_Line]) -> list[_Line]:
    """Sorted lines, each once."""
    return [line for line, _ in groupby(lines)]


def _pieces(runs: list[_Run]) -> Iterator[list[bytes]]:
    """The distinct lines (with their ends) of all runs in order, many at a time.

    Sorting what the runs have up to the nearest end of a block is a merge done by C: Python's sort
    finds the runs in it.
    """
    size = max(_LEAST, _MERGED // len(runs))
    while True:
        for run in runs:
            run.fill(size)
        runs = [run for run in runs if not run.ended]
        if not runs:
            return
        # What a run has not read yet comes after its block's last line: up to the first of these
        # all lines are at hand.
        bound = min(run.block[-1] for run in runs)
        piece = [line for run in runs for line in run.take(bound)]
        piece.sort()
        yield _distinct(piece)


def _filed(path: Path, runs: list[_Run], blank: bytes, others: int) -> FiledStatements:
    """Merge the runs into one file and fill the line ``blank`` with the checksum of the others."""
    total, count, size = 0, 0, 0
    where = -1
    with path.open("wb") as stream:
        for lines in _pieces(runs):
            at = bisect_left(lines, blank)
            if at < len(lines) and lines[at] == blank:
                before = sum(map(len, lines[:at]))
                where = size + before + blank.rindex(b'"0') + 1
                total += line_sum(lines[:at]) + line_sum(lines[at + 1 :])
            else:
                total += line_sum(lines)
            size += stream.write(b"".join(lines))
            count += len(lines)
        stream.seek(where)
        found = shown(others + total).encode()
        stream.write(found)
    last = blank.replace(b"0" * _DIGITS, found)
    return FiledStatements(path, count, total + line_sum([last]))
