"""Pieces: how finely a request may be cut, so that taking it apart never holds the one thread that serves.

The parser takes some 25 µs for a piece of a body and 5 for a line of a head, and all that have come at once:
a megabyte in pieces of one byte were four seconds. Nobody but an attacker cuts so finely.
"""

from __future__ import annotations

from typing import Any

import h11

LINES = 1_000
"""Lines of a head, or of what may stand behind a body."""
PATH = 8 << 10
"""Bytes of the path of an address, which is decoded before anybody else sees it."""
_FREE, _MEAN = 300, 1 << 10
"""Pieces that may be as small as they like, and bytes of those beyond them on an average."""


class Pieces:
    """Watches over what one connection's parser reads next."""

    def __init__(self, connection: h11.Connection) -> None:
        """Stand before the parser of ``connection``, which is asked through this from now on."""
        self._connection = connection
        self._next = connection.next_event
        self.problem = ""
        """What of the last request was beyond a bound, for whoever sent it."""
        self._pieces = self._bytes = 0
        self._between = False
        """Whether the next line is that of a piece, or stands behind the last of them."""
        connection.next_event = self.next_event  # type: ignore[method-assign]

    def next_event(self) -> Any:
        """The next event.

        Raises:
            h11.RemoteProtocolError: the request is cut too finely, or its path is too long.
        """
        state = self._connection.their_state
        if (state is h11.IDLE or (state is h11.SEND_BODY and self._between)) and self._lines():
            raise self._beyond(f"行数超过 {LINES:,} 的上限 (too many lines)")
        if state is h11.IDLE and self._path() > PATH:
            raise self._beyond(f"路径超过 {PATH:,} 字节的上限 (the path is too long)")
        event = self._next()
        if isinstance(event, h11.Request):
            self._pieces = self._bytes = 0
            self._between = any(name == b"transfer-encoding" for name, _ in event.headers)
        elif isinstance(event, h11.Data):
            self._between = event.chunk_end
            self._pieces += event.chunk_start
            self._bytes += len(event.data)
            if self._pieces > _FREE + self._bytes // _MEAN:
                raise self._beyond("分块太小 (the pieces of the body are too small)")
        return event

    def _beyond(self, problem: str) -> h11.RemoteProtocolError:
        self.problem = problem
        return h11.RemoteProtocolError(problem)

    def _path(self) -> int:
        """The bytes of the path in the line that comes next."""
        line = self._connection.trailing_data[0][: 2 * PATH].partition(b"\n")[0]
        return len(line.partition(b" ")[2].partition(b"?")[0].partition(b" ")[0])

    def _lines(self) -> bool:
        """Whether what comes next, a head or what stands behind a body, has too many lines."""
        waiting = self._connection.trailing_data[0]
        if len(waiting) < 2 * LINES:
            return False
        if self._connection.their_state is h11.IDLE:
            return waiting.count(b"\n", 0, waiting.find(b"\r\n\r\n") % (len(waiting) + 1)) > LINES
        # Behind the last piece, of no bytes, there are lines of a name and a value.
        line = waiting[: waiting.find(b"\n", 2) % (len(waiting) + 1)].strip()
        first = line.partition(b"\n")[0].partition(b";")[0].strip()
        behind = not first.strip(b"0") or b":" in first
        return behind and waiting.count(b"\n") > LINES
