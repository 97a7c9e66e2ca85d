"""Turns: who gets the next worker, and what of the workers may be held by whom.

There are four lines: light queries, those nobody knows, those suspected to be slow, and those found slow.
Clients take turns in each, and the three heavy lines take turns with each other: who is not known waits for
a slice of a suspect, not for all of them. Slow ones hold half of the workers at most, and one worker is
always left for light ones.

When a light one gets a worker, those that go on for long leave it the processor: a worker kept for it is
of little use where they leave it a quarter of a busy one. Without privilege a priority once lowered is never
raised again: such a worker ends with its query, and a fresh one takes its place. In quiet, or among long
ones only, nobody has to.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import Any, Generic, Protocol, TypeVar

from kg.web.errors import Refused
from kg.web.limits import Limits
from kg.web.line import Line

T = TypeVar("T")


class Pace(Enum):
    """How a query goes: what is known of it decides which workers it may hold."""

    LIGHT = "light"
    UNKNOWN = "unknown"
    SUSPECT = "suspect"
    SLOW = "slow"

    @property
    def slower(self) -> Pace:
        """The next pace; SLOW is the last one."""
        paces = list(Pace)
        return paces[min(paces.index(self) + 1, len(paces) - 1)]


_HEAVY = (Pace.UNKNOWN, Pace.SUSPECT, Pace.SLOW)


@dataclass(slots=True)
class Turn:
    """A query that has a worker; its pace changes while it goes on."""

    client: str
    pace: Pace


class Turns(Generic[T]):
    """The lines for a ``T``, and the count of those who have one."""

    def __init__(self, limits: Limits) -> None:
        """Nobody waits, nobody has one."""
        self._limits = limits
        self._lines: dict[Pace, Line[T]] = {pace: Line() for pace in Pace}
        self._running: dict[Pace, Counter[str]] = {pace: Counter() for pace in Pace}
        self._heavy_last = False
        self._heavy: tuple[Pace, ...] = _HEAVY
        """The heavy lines, the one whose turn it is first."""

    def join(self, client: str, pace: Pace) -> asyncio.Future[T]:
        """Stand in line; what is waited for comes as the future's result."""
        return self._lines[pace].join(client)

    def next(self, idle: int) -> tuple[Turn, asyncio.Future[T]] | None:
        """Whose turn it is while ``idle`` are free, light and heavy ones by turns; None: nobody's."""
        order = (self._next_light, self._next_heavy)
        for choose in order if self._heavy_last else reversed(order):
            found = choose(idle)
            if found:
                turn, future = found
                self._heavy_last = turn.pace is not Pace.LIGHT
                self._running[turn.pace][turn.client] += 1
                return turn, future
        return None

    def wait(self, pace: Pace) -> bool:
        """Whether somebody waits in the line of a pace."""
        return bool(self._lines[pace])

    def leave(self, turn: Turn) -> None:
        """Count a turn out."""
        running = self._running[turn.pace]
        running[turn.client] -= 1
        if not running[turn.client]:
            del running[turn.client]

    def slowed(self, turn: Turn, pace: Pace) -> None:
        """Count a turn as one of another pace from now on."""
        self.leave(turn)
        turn.pace = pace
        self._running[pace][turn.client] += 1

    def room_for_light(self, idle: int) -> bool:
        """Whether a worker is idle or will soon be, whatever the heavy ones do."""
        return self._limits.workers == 1 or idle + self._running[Pace.LIGHT].total() > 0

    @property
    def room_for_slow(self) -> bool:
        """Whether another query may go on beyond its slice."""
        return self._running[Pace.SLOW].total() < self._limits.slow

    def make_room(self, client: str) -> None:
        """See that there is a place in line for ``client``: whoever has most of them gives one up.

        Raises:
            Refused: the line is full, and nobody has more places than ``client`` would have.
        """
        if sum(line.places for line in self._lines.values()) < self._limits.waiting:
            return
        waiting = sum((line.clients() for line in self._lines.values()), Counter[str]())
        if waiting.total() < self._limits.waiting:
            return
        full = Refused(
            503, f"排队的查询已有 {self._limits.waiting} 个，请稍后再试 (too many queries in line)"
        )
        most, places = max(waiting.items(), key=lambda item: item[1], default=("", 0))
        if places <= waiting[client] + 1:
            raise full
        for pace in (*_HEAVY, Pace.LIGHT):
            if self._lines[pace].send_away(most, full):
                return

    def dissolve(self, reason: Exception) -> None:
        """Send everybody in line away."""
        for line in self._lines.values():
            line.dissolve(reason)

    def _next_light(self, idle: int) -> tuple[Turn, asyncio.Future[T]] | None:
        running = self._running[Pace.LIGHT]
        found = self._lines[Pace.LIGHT].next(lambda client: running[client] < self._share)
        return (Turn(found[0], Pace.LIGHT), found[1]) if found else None

    def _next_heavy(self, idle: int) -> tuple[Turn, asyncio.Future[T]] | None:
        if not self.room_for_light(idle - 1):
            return None
        for number, pace in enumerate(self._heavy, 1):
            if pace is not Pace.SLOW or self.room_for_slow:
                found = self._lines[pace].next(partial(self._may, self._running[pace]))
                if found:
                    self._heavy = (*self._heavy[number:], *self._heavy[:number])
                    return Turn(found[0], pace), found[1]
        return None

    @property
    def _share(self) -> int:
        """What slow queries leave of the workers to one client, or one."""
        return max(1, self._limits.workers - self._limits.slow)

    def _may(self, running: Counter[str], client: str) -> bool:
        """A client's queries of other paces do not count: those have bounds of their own."""
        return running[client] < self._share


class Working(Protocol):
    """What is known of a worker here."""

    @property
    def spent(self) -> float:
        """Seconds of a processor it has used."""
        ...

    def step_aside(self) -> None:
        """Leave the processor to others."""
        ...


class Aside:
    """The workers that answer a client's query; our own pages end, and step aside for nobody."""

    def __init__(self, patience: float) -> None:
        """What has spent ``patience`` seconds of a processor goes on for long."""
        self._patience = patience
        self._begun: dict[Working, float] = {}

    def begins(self, worker: Working, message: dict[str, Any]) -> float:
        """Count the message in that it is about to be given, and say what it has spent before."""
        spent = worker.spent
        if "path" not in message:
            self._begun[worker] = spent
        return spent

    def over(self, worker: Working) -> None:
        """Count it out."""
        self._begun.pop(worker, None)

    def make_way(self, turn: Turn) -> None:
        """Have the long ones step aside if it is the turn of a light query."""
        for worker, begun in self._begun.items() if turn.pace is Pace.LIGHT else ():
            if worker.spent - begun > self._patience:
                worker.step_aside()
