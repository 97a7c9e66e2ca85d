"""Parcels: a graph cut into what is sent to another store at a time, from a store or from partitions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Protocol

import pyoxigraph as ox

from kg.frozen import frozen
from kg.rdf import partitions
from kg.rdf.partitions import Partitions, Piece
from kg.rdf.terms import D, W

PIECE = 4 << 20
"""So many bytes are sent at a time: Virtuoso refuses more than some ten millions."""
_WHERE = ox.DefaultGraph()


class Parcel(Protocol):
    """A part of a graph; the same statements have the same checksum."""

    @property
    def sha256(self) -> str:
        """What tells it from others."""
        ...

    @property
    def statements(self) -> int:
        """How many triples it has."""
        ...

    def bodies(self, size: int) -> list[bytes]:
        """Its N-Triples, in pieces of about ``size`` bytes.

        Raises:
            StoreError: they cannot be read, or are not what they should be.
        """
        ...


class Parcels(Protocol):
    """All of a graph; the dataset's checksum comes last: who finds it there knows that everything is."""

    @property
    def dataset(self) -> str:
        """What tells this graph from others."""
        ...

    def parcels(self, size: int) -> Iterator[Parcel]:
        """The parcels in their order, the same each time."""
        ...


@frozen
class Lines:
    """A parcel in memory."""

    text: bytes
    statements: int

    @property
    def sha256(self) -> str:
        """The checksum of its text."""
        return hashlib.sha256(self.text).hexdigest()

    def bodies(self, size: int) -> list[bytes]:
        """Its text: it was cut before."""
        return [self.text]


class OfStore:
    """The default graph of an embedded store, cut by size; the engine gives it in one order."""

    def __init__(self, store: ox.Store) -> None:
        """Of this one."""
        self._store = store
        checksum, dataset = ox.NamedNode(D.sha256), ox.NamedNode(D.Dataset)
        self._last = [
            quad
            for kind in store.quads_for_pattern(None, ox.NamedNode(W.type), dataset, _WHERE)
            for quad in store.quads_for_pattern(kind.subject, checksum, None, _WHERE)
        ]

    @property
    def dataset(self) -> str:
        """A checksum of the statements that hold the checksums of its datasets."""
        told = sorted(str(quad.triple) for quad in self._last)
        return hashlib.sha256("\n".join(told).encode()).hexdigest()

    def parcels(self, size: int) -> Iterator[Lines]:
        """The parcels, each of about ``size`` bytes."""
        piece, count = bytearray(), 0
        for quad in self._quads():
            piece += f"{quad.triple} .\n".encode()
            count += 1
            if len(piece) >= size:
                yield Lines(bytes(piece), count)
                piece, count = bytearray(), 0
        yield Lines(bytes(piece), count)

    def _quads(self) -> Iterator[ox.Quad]:
        for quad in self._store.quads_for_pattern(None, None, None, _WHERE):
            if quad not in self._last:
                yield quad
        yield from self._last


@frozen
class _File:
    """A parcel that is a file of partitions; its N-Quads name no graph, so that they are N-Triples."""

    whole: Partitions
    piece: Piece

    @property
    def sha256(self) -> str:
        return self.piece.sha256

    @property
    def statements(self) -> int:
        return self.piece.statements

    def bodies(self, size: int) -> list[bytes]:
        found, room = [bytearray()], size
        for line in partitions.lines(self.whole.folder, self.piece):
            if room <= 0:
                found.append(bytearray())
                room = size
            found[-1] += line
            room -= len(line)
        return [bytes(one) for one in found]


class OfPartitions:
    """Partitions, file by file."""

    def __init__(self, found: Partitions) -> None:
        """Of these."""
        self._found = found

    @property
    def dataset(self) -> str:
        """The dataset's checksum."""
        return self._found.sha256

    def parcels(self, size: int) -> Iterator[_File]:
        """A parcel for each file."""
        return (_File(self._found, piece) for piece in self._found.pieces)
