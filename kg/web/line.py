"""The line: who waits for a worker; clients take turns, however many queries each has there."""

from __future__ import annotations

import asyncio
from collections import Counter, OrderedDict, deque
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Line(Generic[T]):
    """Those who wait for a ``T``, by client."""

    def __init__(self) -> None:
        """Nobody waits."""
        self._waiting: OrderedDict[str, deque[asyncio.Future[T]]] = OrderedDict()

    def __len__(self) -> int:
        return self.clients().total()

    @property
    def places(self) -> int:
        """How many places there are in line, those of who has gone away among them."""
        return sum(map(len, self._waiting.values()))

    def clients(self) -> Counter[str]:
        """How many wait, by client."""
        counted = {
            client: sum(not future.done() for future in line)
            for client, line in self._waiting.items()
        }
        return Counter({client: number for client, number in counted.items() if number})

    def join(self, client: str) -> asyncio.Future[T]:
        """Stand in line; what is waited for comes as the future's result."""
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(client, deque()).append(future)
        return future

    def next(self, allowed: Callable[[str], bool]) -> tuple[str, asyncio.Future[T]] | None:
        """Take out whose turn it is among the clients that are ``allowed``; None if nobody's."""
        for client in list(self._waiting):
            line = self._waiting[client]
            while line and line[0].done():  # gone away
                line.popleft()
            if not line:
                del self._waiting[client]
            elif allowed(client):
                self._waiting.move_to_end(client)
                return client, line.popleft()
        return None

    def send_away(self, client: str, reason: Exception) -> bool:
        """Have the last of ``client`` leave for a ``reason``; False if it has none in line."""
        line = self._waiting.get(client, deque())
        while line:
            future = line.pop()
            if not future.done():
                future.set_exception(reason)
                return True
        return False

    def dissolve(self, reason: Exception) -> None:
        """Send everybody away."""
        for client in list(self._waiting):
            while self.send_away(client, reason):
                pass
