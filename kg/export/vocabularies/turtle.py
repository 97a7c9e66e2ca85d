"""Turtle: N-Triples lines written as Turtle, sorted, with the prefixes of their vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import IO

import pyoxigraph as ox


def write_turtle(lines: Iterable[str], output: IO[bytes], prefixes: Mapping[str, str]) -> None:
    """Write distinct N-Triples ``lines`` as Turtle; the same lines give the same bytes."""
    data = "".join(f"{line}\n" for line in sorted(set(lines)))
    triples = (quad.triple for quad in ox.parse(data, ox.RdfFormat.N_TRIPLES))
    ox.serialize(triples, output, ox.RdfFormat.TURTLE, prefixes=dict(prefixes))
    output.write(b"\n")
