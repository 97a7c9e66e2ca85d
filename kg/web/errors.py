"""What the endpoint answers when it does not answer: a status and a message for people."""

from __future__ import annotations

from kg.errors import QueryError


class Refused(QueryError):
    """A request that is not answered, with its HTTP status."""

    def __init__(self, status: int, message: str) -> None:
        """Keep the status beside the message."""
        self.status = status
        super().__init__(message)
