"""Warming: in quiet moments the workers get ready for pages that nobody has asked for yet.

The first page of its kind imports modules and reads tables, a second for some on five lists; a worker that
has made one of each kind answers everybody in milliseconds. One worker at a time, a page at a time: who
comes meanwhile finds the others, and waits for a page at most where there is one worker only.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Protocol

from kg.web.limits import Limits
from kg.web.process import Lost, Worker

_WHOLE = 3
"""Times the limit of a query that a page may take."""


class Back(Protocol):
    """Takes a worker back."""

    def __call__(self, worker: Worker, *, alive: bool) -> None:
        """``alive``: whether it may go on."""
        ...


class Warming:
    """Warms the workers of one pool."""

    def __init__(self, limits: Limits, spare: Callable[[], Worker | None], back: Back) -> None:
        """``spare`` hands out an idle worker that is not ready, None while somebody is answered."""
        self._limits = limits
        self._spare = spare
        self._back = back
        self._quiet: asyncio.TimerHandle | None = None
        self._step: asyncio.Task[None] | None = None
        self._over = False

    def rest(self) -> None:
        """Begin to wait for quiet anew: somebody has just been answered, or a worker has come."""
        if self._quiet:
            self._quiet.cancel()
        if not self._over:
            loop = asyncio.get_running_loop()
            self._quiet = loop.call_later(self._limits.quiet, self._next)

    async def close(self) -> None:
        """No more of it."""
        self._over = True
        if self._quiet:
            self._quiet.cancel()
        if self._step:
            self._step.cancel()
            await asyncio.gather(self._step, return_exceptions=True)

    def _next(self) -> None:
        if not self._over and (worker := self._spare()):
            self._step = asyncio.get_running_loop().create_task(self._warm(worker))

    async def _warm(self, worker: Worker) -> None:
        """A page; then the next one, as long as it is quiet."""
        try:
            async with asyncio.timeout(self._limits.seconds * _WHOLE):
                answer = await worker.ask({"warm": worker.warmed})
        except (TimeoutError, EOFError, OSError, Lost):
            self._over = True  # what this one ended over would end the next one
            self._back(worker, alive=False)
            return
        worker.warmed += 1
        worker.warm = not answer.head.get("more", False)
        self._back(worker, alive=True)
        self._next()
