"""Knowing: ``python -m kg.asking.training.knowing`` makes the senses of the bundled lists, which need not be made again.

Whoever trains the encoder anew, changes what of a row is sensed, or the bundled lists, runs it (a minute of
one core). A file of another encoder is not used.
"""

from __future__ import annotations

import shutil

import click

from kg.asking.training.graphs import graph_of
from kg.meaning.encoding.senses import FILE, KNOWN
from kg.resources import folder


def main() -> None:
    """Write the file of the program."""
    KNOWN.unlink(missing_ok=True)
    graph = graph_of([folder("sources")])
    shutil.copyfile(graph.generation.path / FILE, KNOWN)
    click.echo(f"{KNOWN}")


if __name__ == "__main__":
    main()
