"""Limits on what one document may cost, and how a container says that it cannot be read.

Real lists have 1,000 rows, 90 pages and 2 MB; the limits stand far above them and far below what
a hostile file asks for. Each can be raised here, nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

MAX_FILE_BYTES = 32 * 1024 * 1024
"""Largest file read."""
MAX_UNPACKED = 256 * 1024 * 1024
"""Most bytes a compressed document may unpack to."""
MAX_ENTRIES = 10_000
"""Most entries of an archive."""
MAX_CELLS = 1_000_000
"""Most cells of all tables of a document."""
MAX_BLOCKS = 200_000
"""Most paragraphs and rows of a document."""
MAX_CELL = 400_000
"""Longest cell or paragraph in characters; real ones stay below 5,000."""
MAX_COLUMNS = 300
"""Most columns of a table; real lists have eight."""
MAX_NESTING = 40
"""Deepest nesting of tables, lists or groups in a document."""
MAX_PAGES = 3_000
"""Most pages of a PDF or OFD."""
MAX_SCANS = 300
"""Most pages whose text is recognised in one document: each takes seconds."""
MAX_PICTURE = 80_000_000
"""Most points of a picture; A3 at 600 to the inch has 70 million."""
MAX_MEMORY = 1536 * 1024 * 1024
"""Memory of the process that opens documents, beyond what it has when it starts."""
MAX_SECONDS = 180.0
"""Time for one document, or a few lines of it that are recognised; the longest real list takes four
seconds."""


@dataclass(frozen=True, slots=True)
class TextProblem:
    """Why (part of) a file could not be read: kind of finding, line (0 = whole), message, quote."""

    kind: str
    line: int
    message: str
    quote: str = ""


def _nobody() -> None:
    """Nobody waits."""


class Waiting:
    """Who is to be told that work goes on, page by page: the process that waits for this one."""

    tell: Callable[[], None] = staticmethod(_nobody)


class Refused(Exception):
    """A document that cannot be read at all: kind of finding and message for people."""

    def __init__(self, kind: str, message: str, line: int = 0, quote: str = "") -> None:
        """Keep what becomes the finding."""
        super().__init__(message)
        self.problem = TextProblem(kind, line, message, quote)


def too_large(what: str) -> Refused:
    """The refusal of a document that exceeds a limit; ``what`` says which."""
    return Refused("too-large", f"{what}；请检查文件是否损坏，或拆成几个文件 (beyond the limits)")
