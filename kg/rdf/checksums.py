"""Checksums of triples: the sum of the SHA-256 of their lines, whatever their order.

A sum needs no sorting, and what comes or goes is added or taken away: a graph of which a part
changes is not read again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

_MODULUS = 1 << 256


def line_sum(lines: Iterable[bytes]) -> int:
    """The sum of the SHA-256 of lines (with their line ends), modulo 2^256."""
    sha256, from_bytes = hashlib.sha256, int.from_bytes
    return sum(from_bytes(sha256(line).digest(), "big") for line in lines) % _MODULUS


def shown(total: int) -> str:
    """A sum in 64 hex digits."""
    return f"{total % _MODULUS:064x}"
