"""Warming: in quiet moments the workers get ready for pages that nobody has asked for yet.

The first page of its kind imports modules and reads tables, a second for some on five lists; a worker that
has made one of each kind answers everybody in milliseconds. One worker at a time, a page at a time: who
comes meanwhile finds the others, and waits for a page at most where there is one worker only.

When all are ready, one of them makes pages ahead, those of townships, departments, duties, and they are
kept as if somebody had asked for them: most visits then need no worker at all. Last come the senses of rows that
the build of a large store leaves out; they are kept with the store.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from kg.web.limits import Limits
from kg.web.process import Answer, Lost, Worker

_WHOLE = 3
"""Times the limit of a query that a page may take."""


class Back(Protocol):
    """Takes a worker back."""

    def __call__(self, worker: Worker, *, alive: bool) -> None:
        """``alive``: whether it may go on."""
        ...


class Spare(Protocol):
    """Hands a worker out."""

    def __call__(self, *, warm: bool) -> Worker | None:
        """An idle one that is ``warm`` or is not; None while somebody is answered."""
        ...


class Keeper(Protocol):
    """Keeps pages that were made ahead."""

    def visit(self, address: str) -> dict[str, Any]:
        """What a worker needs to know to make the page at an address."""
        ...

    def keep(self, message: dict[str, Any], answer: Answer) -> bool:
        """Keep a page; whether there is room for another."""
        ...


class Warming:
    """Warms the workers of one pool."""

    keeper: Keeper | None = None
    """Who keeps pages made ahead; without one there are none."""

    def __init__(self, limits: Limits, spare: Spare, back: Back) -> None:
        """Nobody is ready yet."""
        self._limits = limits
        self._spare = spare
        self._back = back
        self._quiet: asyncio.TimerHandle | None = None
        self._step: asyncio.Task[None] | None = None
        self._over = False
        self._ahead: deque[str] = deque()
        """Addresses of pages that are made next."""
        self._of: str | None = None
        """The generation they are of."""
        self._more = True
        """Whether there may be pages to be made."""
        self._unsensed = True
        """Whether there may be rows whose senses are to be made."""

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
        if self._over:
            return
        loop = asyncio.get_running_loop()
        if worker := self._spare(warm=False):
            self._step = loop.create_task(self._do(self._warm, worker))
        elif self.keeper and self._more and (worker := self._spare(warm=True)):
            self._step = loop.create_task(self._do(self._make, worker))
        elif self._unsensed and (worker := self._spare(warm=True)):
            self._step = loop.create_task(self._do(self._sense, worker))

    async def _do(self, step: Callable[[Worker], Awaitable[bool]], worker: Worker) -> None:
        """A page; then the next one, as long as it is quiet."""
        try:
            async with asyncio.timeout(self._limits.seconds * _WHOLE):
                more = await step(worker)
        except (TimeoutError, EOFError, OSError, Lost):
            self._over = True  # what this one ended over would end the next one
            self._back(worker, alive=False)
            return
        self._back(worker, alive=True)
        if more:
            self._next()

    async def _warm(self, worker: Worker) -> bool:
        answer = await worker.ask({"warm": worker.warmed})
        worker.warmed += 1
        worker.warm = not answer.head.get("more", False)
        self._more = self._unsensed = True  # it may be of another generation
        return True

    async def _sense(self, worker: Worker) -> bool:
        """Make the senses of some rows; whether there may be more."""
        answer = await worker.ask({"sense": True})
        self._unsensed = bool(answer.head.get("more", False))
        return self._unsensed

    async def _make(self, worker: Worker) -> bool:
        """Make a page ahead; whether there may be another."""
        assert self.keeper is not None
        if self._of != worker.generation.path.name:
            self._of = worker.generation.path.name
            self._ahead = deque((await worker.ask({"ahead": True})).head.get("addresses", ()))
        elif self._ahead:
            message = self.keeper.visit(self._ahead.popleft())
            answer = await worker.ask(message | {"gzip": True})
            if answer.head["status"] == 200 and not self.keeper.keep(message, answer):
                self._ahead.clear()
        self._more = bool(self._ahead)
        return self._more or self._unsensed
