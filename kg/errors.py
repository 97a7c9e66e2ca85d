"""The errors this package raises: one readable message for people, findings where there are any.

A caller who catches `KgError` has caught everything that is expected to go wrong. The message is
complete by itself (Chinese first, English beside it); the command line prints it without a
traceback.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from kg.findings import Finding


class KgError(Exception):
    """Base of every error of this package.

    Attributes:
        message: what went wrong, for people.
        findings: what was found in the sources, with file and line; empty where none applies.
        exit_code: what a command ends with: 1 a problem with the data, 2 wrong usage.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, findings: Iterable[Finding] = ()) -> None:
        """Keep the message and the findings behind it."""
        self.message = message
        self.findings: tuple[Finding, ...] = tuple(findings)
        super().__init__(message, self.findings)

    def __str__(self) -> str:
        """Return the message alone; the findings are printed as the caller likes."""
        return self.message


class UsageError(KgError):
    """The caller asked for something that does not exist: an option, a format, a parameter."""

    exit_code: ClassVar[int] = 2


class InputError(KgError):
    """A source cannot be read without guessing or losing text; `findings` says where."""


class VocabularyError(KgError):
    """A table that people edit (build/vocabulary/) has a mistake."""


class StoreError(KgError):
    """The graph store cannot be read or written: damaged, locked, no room, no permission."""


class StoreMissing(StoreError):
    """The store that was named does not exist; nothing was created."""


class QueryError(KgError):
    """A query is unknown, malformed, misses a parameter or may not be run."""


class ExportError(KgError):
    """An export cannot be written."""
