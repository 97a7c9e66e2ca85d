"""Connections: how many may be open, and who gives one up when they are too many."""

from __future__ import annotations

import ipaddress
from typing import Protocol


class Connection(Protocol):
    """What is known of an open connection."""

    address: str

    @property
    def idle(self) -> bool:
        """Whether no request of it is being answered."""
        ...

    def cut(self) -> None:
        """End it at once."""
        ...


class Connections:
    """Those open now. When they are too many, whoever has most of them gives one up.

    Behind a reverse proxy all of them are the proxy's, and its oldest idle one makes room.
    """

    def __init__(self, limit: int) -> None:
        """None is open; ``limit`` may be."""
        self._limit = limit
        self._open: dict[str, dict[Connection, None]] = {}
        self._number = 0

    @property
    def crowded(self) -> bool:
        """Whether there are more than may be open."""
        return self._number > self._limit

    def enter(self, newcomer: Connection) -> None:
        """Count a new connection in, and make room if there are too many."""
        self._open.setdefault(newcomer.address, {})[newcomer] = None
        self._number += 1
        while self.crowded:
            loser = self._loser(newcomer)
            if loser is None:
                return
            self.leave(loser)
            loser.cut()

    def leave(self, connection: Connection) -> None:
        """Count a connection out, if it is not yet."""
        own = self._open.get(connection.address, {})
        if connection in own:
            del own[connection]
            self._number -= 1
            if not own:
                del self._open[connection.address]

    def _loser(self, newcomer: Connection) -> Connection | None:
        """The longest idle one of whoever has most; a busy one only of who has more than the newcomer."""
        own = len(self._open[newcomer.address])
        most = max(self._open.values(), key=len)
        others = most if len(most) > own else self._open[newcomer.address]
        for connection in others:
            if connection.idle and connection is not newcomer:
                return connection
        return next(reversed(others)) if len(others) > own else None


def client_of(address: str) -> str:
    """What counts as one client: an IPv4 address, or an IPv6 network that one customer is given (RFC 6177)."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return address
    mapped = found.ipv4_mapped
    return str(mapped or ipaddress.ip_network((int(found) >> 64 << 64, 64)))
