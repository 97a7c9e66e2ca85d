"""Containers: files of several formats become a stream of blocks.

Each module reads one family of formats; :func:`read_blocks` picks it by suffix.
"""

from __future__ import annotations

from pathlib import PurePath

from kg.reading.blocks import Block
from kg.reading.containers.text import TextProblem, read_text_blocks

SUFFIXES = (".txt", ".text", ".md", ".markdown", ".tsv", ".csv")
"""File suffixes that are read; others in a folder are left alone and said so."""


def read_blocks(name: str, data: bytes) -> tuple[list[Block], list[TextProblem]]:
    """Turn the bytes of a file into blocks.

    ``name`` decides the format by its suffix. Problems that leave nothing to read come with an
    empty list of blocks; the caller turns them into findings.
    """
    suffix = PurePath(name).suffix.lower()
    return read_text_blocks(data, comma_separated=suffix == ".csv")


__all__ = ["SUFFIXES", "TextProblem", "read_blocks"]
