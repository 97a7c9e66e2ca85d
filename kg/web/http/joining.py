"""Joining: who asks for what is being made already waits for it, and it is made once."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Joining(Generic[T]):
    """What is being made now, by key, and how many wait for it."""

    def __init__(self) -> None:
        """Nothing is being made."""
        self._making: dict[str, asyncio.Future[T]] = {}
        self._waiting: Counter[str] = Counter()

    async def get(
        self, key: str, make: Callable[[], Awaitable[T]], gone: Callable[[], Awaitable[None]]
    ) -> T | None:
        """What ``make`` makes, or is making for another; None if ``gone`` comes first.

        It goes on as long as somebody waits for it. With an empty ``key`` it is nobody else's.

        Raises:
            Exception: what ``make`` raises, for everybody who waits.
        """
        made = self._making.get(key) if key else None
        if made is None:
            made = asyncio.ensure_future(make())
            if key:
                self._making[key] = made
                made.add_done_callback(lambda _: self._making.pop(key, None))
        left = asyncio.ensure_future(gone())
        if key:
            self._waiting[key] += 1
        try:
            waiting: set[asyncio.Future[Any]] = {made, left}
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            return made.result() if made.done() else None
        finally:
            if not key or self._waiting[key] == 1:
                del self._waiting[key]
                made.cancel()
            else:
                self._waiting[key] -= 1
            left.cancel()
            for task in (left, made):
                task.add_done_callback(lambda done: done.cancelled() or done.exception())
