"""Knowing: ``python -m kg.asking.training.knowing`` makes the senses of the bundled lists, which need not be made again.

Whoever trains the encoder anew, changes what of a row is sensed, or the bundled lists, runs it (a minute of
one core). A file of another encoder is not used.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import click

from kg.building import build
from kg.meaning.encoding.senses import FILE, KNOWN
from kg.resources import folder
from kg.store.graph import Graph


def main() -> None:
    """Write the file of the program."""
    KNOWN.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as room:
        lists = [folder("sources")]
        store = build(lists, into=Path(room) / "store", senses=100).store
        shutil.copyfile(Graph(store).generation.path / FILE, KNOWN)
    click.echo(f"{KNOWN}")


if __name__ == "__main__":
    main()
