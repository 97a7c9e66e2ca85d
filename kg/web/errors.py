"""What the endpoint answers when it does not answer: a status and a message for people."""

from __future__ import annotations

from collections.abc import Sequence

from kg.errors import QueryError


class Refused(QueryError):
    """A request that is not answered, with its HTTP status."""

    def __init__(self, status: int, message: str, near: Sequence[Sequence[str]] = ()) -> None:
        """Keep the status beside the message, and what is ``near``: (name, path of its page)."""
        self.status = status
        self.near = tuple(near)
        self.plain = message
        """The message without what is near, which a page has as links."""
        if near:
            said, bracket, english = message.rpartition(" (")
            message = f"{said}；是不是：{'、'.join(name for name, _ in near)}{bracket}{english}"
        super().__init__(message)
