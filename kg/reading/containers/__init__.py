"""Containers: files of any format become a stream of blocks, told by their bytes, not their name.

Each module reads one family of formats; `opening` picks it, `apart` runs it in a child process with
limits (`limits`).
"""

from __future__ import annotations

from pathlib import Path

from kg.reading.blocks import Block
from kg.reading.containers.apart import open_apart
from kg.reading.containers.kinds import Kind
from kg.reading.containers.limits import MAX_FILE_BYTES, TextProblem
from kg.reading.containers.opening import LOOK, Contents, looks_like_document

SUFFIXES = (
    *(".txt", ".text", ".md", ".markdown", ".tsv", ".csv"),
    *(".html", ".htm", ".mht", ".mhtml"),
    *(".xlsx", ".xlsm", ".xlsb", ".xls", ".et", ".ods", ".ett", ".xltx"),
    *(".docx", ".docm", ".dotx", ".doc", ".wps", ".rtf", ".odt", ".pdf", ".ofd"),
)
"""Suffixes of files that may hold a list; what a file is, its content says."""


def may_hold_a_list(path: Path) -> bool:
    """Whether a file of another suffix is a document by its first bytes, or names what lists name."""
    try:
        with path.open("rb") as stream:
            return looks_like_document(stream.read(LOOK))
    except OSError:
        return True  # that it cannot be read is said where it is read


def read_blocks(name: str, data: bytes) -> tuple[list[Block], list[TextProblem]]:
    """Turn the bytes of a file into blocks.

    Problems that leave nothing to read come with an empty list of blocks; the caller turns them
    into findings.
    """
    contents = open_apart(name, data)
    return contents.blocks, contents.problems


__all__ = [
    "MAX_FILE_BYTES",
    "SUFFIXES",
    "Contents",
    "Kind",
    "TextProblem",
    "may_hold_a_list",
    "open_apart",
    "read_blocks",
]
