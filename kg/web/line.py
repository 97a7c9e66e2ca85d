"""The line: who waits for a worker; clients take turns, however many queries each has there."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Line(Generic[T]):
    """Those who wait for a ``T``, by client."""

    def __init__(self) -> None:
        """Nobody waits."""
        self._waiting: OrderedDict[str, deque[asyncio.Future[T]]] = OrderedDict()

    def __len__(self) -> int:
        return sum(not future.done() for line in self._waiting.values() for future in line)

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

    def dissolve(self) -> None:
        """Send everybody away."""
        for line in self._waiting.values():
            for future in line:
                future.cancel()
