"""The pool: worker processes, who gets the next one, and their end when a query takes too much.

A query is cancelled by killing its worker, which is the only way the engine leaves; another takes its
place (0.15 s, measured). Waiting clients take turns, and one client alone holds every worker for no
longer than a slice.

A place whose worker has ended is filled again, at once if it can be and else time and again; while
no worker is alive, whoever asks is refused after another try. A new generation takes over as soon as
one worker has opened it, and not before.

Quick queries do not wait behind slow ones: at most half of the workers go on with a query beyond its
first slice of time. One that reaches the end of its slice when they are taken is ended, and begins
again, with its whole time, when its turn among the slow ones comes. One worker at least is never given
what is not surely light (kg/web/weighing.py): however many long queries of however many clients wait
for their slice, a light one finds a worker. One that was weighed light and takes long counts as heavy
from then on, is ended if it holds the last such worker, and its like is heavy from the start. One that
nobody knows gives way after a moment to others nobody knows, and goes on among the suspects. Long is
what a worker has spent of a processor: others use the machine besides. In quiet they get ready (warming).
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import logging
from collections import deque
from collections.abc import Coroutine
from typing import Any

from kg.errors import KgError
from kg.store.generations import Generation
from kg.web.errors import Refused
from kg.web.limits import Limits
from kg.web.process import Answer, Lost, Worker, finished, forget, within
from kg.web.sources import Source
from kg.web.turns import Aside, Pace, Turn, Turns
from kg.web.warming import Warming
from kg.web.weighing import Scales, Weight

_PAUSES = (0.0, 0.5, 2.0, 10.0)
"""Seconds before each try to replace a worker; the last one before all later tries."""
_PAGES, _STARVED = 3, 4
"""Times the limit of a query that a page may spend of a processor; times that anything may by the clock."""
_BREATH = 0.5
"""Seconds between two tries however many wait."""
_STOPPING = "服务正在停止 (the server is stopping)"
_ENDED = "查询进程中断，请稍后再试 (the workers ended, try again later)"
UNOPENED = "图库暂时打不开，请稍后再试 (the store cannot be opened now, try again later)"
"""What clients are told while there is no store to be read."""
_log = logging.getLogger(__name__)


class Pool:
    """Runs queries on workers; see :class:`Limits` for what bounds them."""

    def __init__(self, source: Source, limits: Limits) -> None:
        """A pool over ``source``; ``start`` spawns its workers."""
        self.source, self.limits = source, limits
        self._idle: deque[Worker] = deque()
        self._busy: set[Worker] = set()
        self._starting = 0
        self._turns: Turns[Worker] = Turns(limits)
        self._scales, self._aside = Scales(), Aside(limits.brief)
        self._serving: Generation | None = None
        self._renewing = False
        self._look_again = 0.0
        """When a generation that could not be opened is tried again."""
        self._wanted = asyncio.Event()
        """Pulsed when a try to start a worker is worth its while."""
        self._calls, self._welcomed = 0, 0  # workers that have started so far
        self.warming = Warming(limits, self._spare, self._return)
        self._background: set[asyncio.Task[None]] = set()
        self._closed = False
        self._said = ""

    async def start(self) -> None:
        """Spawn every worker.

        Raises:
            KgError: a worker does not start, and why.
        """
        self._serving = self.source.current()
        workers = [self._spawn() for _ in range(self.limits.workers)]
        started = await asyncio.gather(*workers, return_exceptions=True)
        for worker in started:
            if isinstance(worker, Worker):
                self._welcome(worker)
        for problem in started:
            if isinstance(problem, BaseException):
                await self.close()
                raise problem

    async def close(self) -> None:
        """End every worker; whoever waits is refused."""
        self._closed = True
        await self.warming.close()
        self._turns.dissolve(Refused(503, _STOPPING))
        for task in (tasks := list(self._background)):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.gather(*(worker.kill() for worker in [*self._idle, *self._busy]))
        self.source.close()

    @property
    def generation(self) -> str | None:
        """The name of the generation that answers now; None while it is changing."""
        self._look()
        return None if self._renewing or not self._serving else self._serving.path.name

    @property
    def alive(self) -> bool:
        """Whether a worker is there to answer."""
        return not self._closed and any(worker.alive for worker in [*self._idle, *self._busy])

    async def run(self, message: dict[str, Any], client: str) -> Answer:
        """The answer to one query of ``client``.

        Raises:
            Refused: with the status that fits: malformed, too slow, too large, too many in line.
        """
        self._turns.make_room(client)
        until = asyncio.get_running_loop().time() + self.limits.wait
        weight = self._scales.weigh(message)
        answer: Answer | Pace = weight.pace
        while isinstance(answer, Pace):
            answer = await self._take_turn(message, Turn(client, answer), weight, until)
        if answer.head["status"] != 200:
            raise Refused(answer.head["status"], answer.head["error"], answer.head.get("near", ()))
        return answer

    async def _take_turn(
        self, message: dict[str, Any], wanted: Turn, weight: Weight, until: float
    ) -> Answer | Pace:
        """A turn, and another if the worker had ended unnoticed before it got the query."""
        # All may have ended, and one is fresh then.
        tries = 0 if self._closed else self.limits.workers + 1
        for _ in range(tries):
            with contextlib.suppress(Lost):
                worker, turn = await self._acquire(wanted, until)
                return await self._answer(worker, turn, message, weight)
        raise Refused(503, _STOPPING if self._closed else _ENDED)

    async def _answer(
        self, worker: Worker, turn: Turn, message: dict[str, Any], weight: Weight
    ) -> Answer | Pace:
        """What the worker answers; a pace if the query has to begin again as one of that."""
        # A page is our own work and ends; the first of its kind reads what the next ones have ready.
        whole = self.limits.seconds * (_PAGES if "path" in message else 1)
        begun = self._aside.begins(worker, message)
        asked = asyncio.ensure_future(worker.ask(message))
        try:
            async with asyncio.timeout(whole * _STARVED):
                if again := await self._gives_way(asked, worker, turn, weight):
                    self._replace(worker)
                    return again
                answer = await finished(asked, worker, begun + whole)
        except TimeoutError:
            self._replace(worker)
            told = f"查询超过 {whole:g} 秒的上限，已终止 (the query ran out of time)"
            raise Refused(504, told) from None
        except (EOFError, OSError):
            self._replace(worker)
            if self._closed:
                raise Refused(503, _STOPPING) from None
            told = f"查询用尽了 {self.limits.memory >> 20} MiB 内存的上限或嵌套太深，已终止"
            english = " (the query ran out of memory or is nested too deeply)"
            raise Refused(507, told + english) from None
        except BaseException:  # lost, or the client went away: nobody wants the answer any more
            self._replace(worker)
            raise
        else:
            if worker.spent - begun <= self.limits.brief:
                self._scales.found_quick(weight)
            self._release(worker)
            return answer
        finally:
            forget(asked)
            self._aside.over(worker)
            self._turns.leave(turn)
            self._dispatch()

    async def _gives_way(
        self, asked: asyncio.Future[Answer], worker: Worker, turn: Turn, weight: Weight
    ) -> Pace | None:
        """The pace of which the query has to begin again; None once it may go on to its end."""
        limits, turns, begun = self.limits, self._turns, worker.spent
        ours = weight.shape.startswith("/")
        for pace, spent in (
            (Pace.LIGHT, limits.brief),
            (Pace.UNKNOWN, limits.slice if ours else limits.moment),
            (Pace.SUSPECT, limits.slice),
        ):
            if turn.pace is not pace:
                continue
            if await within(asked, worker, begun + spent):
                return None
            if pace is not Pace.UNKNOWN:
                found = Pace.UNKNOWN if pace is Pace.LIGHT else Pace.SUSPECT
                self._scales.found_slow(weight, found)
            if pace is Pace.SUSPECT and not turns.room_for_slow:
                return Pace.SLOW
            turns.slowed(turn, pace.slower)
            if pace is Pace.LIGHT and not turns.room_for_light(len(self._idle)):
                return Pace.UNKNOWN if ours else Pace.SUSPECT
            if pace is Pace.UNKNOWN and turns.wait(pace) and not ours:
                return Pace.SUSPECT
            self._dispatch()  # the client's share is free again for its next in line
        return None

    # -- who is next ----------------------------------------------------------------------

    async def _acquire(self, wanted: Turn, until: float) -> tuple[Worker, Turn]:
        future = self._turns.join(wanted.client, wanted.pace)
        self._dispatch()
        if not self._idle and not self._busy:
            self._wake()
        try:
            await asyncio.wait({future}, timeout=until - asyncio.get_running_loop().time())
            if future.done():
                return future.result(), Turn(wanted.client, wanted.pace)
        except asyncio.CancelledError:
            if future.done() and not future.exception():
                self._turns.leave(wanted)
                self._release(future.result())
                self._dispatch()
            raise
        finally:
            future.cancel()
        raise Refused(
            503,
            f"排队超过 {self.limits.wait:g} 秒的上限，请稍后再试 (too long in line, try again later)",
        )

    def _dispatch(self) -> None:
        """Give idle workers to those in line."""
        self._look()
        while self._idle and not self._renewing:
            found = self._turns.next(len(self._idle))
            if found is None:
                return
            worker = self._idle.pop()  # who answered last has most of it at hand
            self._busy.add(worker)
            self._aside.make_way(found[0])
            found[1].set_result(worker)

    # -- the workers ----------------------------------------------------------------------

    def _look(self) -> None:
        """Look for a newer generation, and for idle workers that have ended."""
        for worker in [worker for worker in self._idle if not worker.alive]:
            self._replace(worker)
        if self._renewing or self._closed:
            return
        current = self._current()
        if current is None or current == self._serving:
            return
        if asyncio.get_running_loop().time() >= self._look_again:
            self._renewing = True
            self._do(self._renew(current))

    def _current(self) -> Generation | None:
        """The generation on disk; None if the store is gone: what is open goes on answering."""
        with contextlib.suppress(KgError):
            return self.source.current()
        return None

    async def _renew(self, generation: Generation) -> None:
        """Change to a new generation if a worker can open it; nobody is answered meanwhile."""
        try:
            self._welcome(await Worker.spawn(self.source, generation, self.limits))
        except KgError as error:
            self._look_again = asyncio.get_running_loop().time() + _PAUSES[-1]
            self._say(f"新的图谱打不开，仍用旧的 (the old generation goes on): {error}")
        finally:
            self._renewing = False
            self._dispatch()

    def _welcome(self, worker: Worker) -> None:
        """Take a worker that has started; with it may come a new generation."""
        if self._serving != worker.generation:
            if self._current() != worker.generation:  # overtaken while it started
                self._replace(worker)
                return
            self._serving = worker.generation
            for old in list(self._idle):
                self._replace(old)
        self._said = ""
        self._welcomed += 1
        self._idle.append(worker)
        self.warming.rest()
        self._do(self._watch(worker))
        self._wake()  # what was in the way of this one may be out of the way of others
        self._dispatch()

    async def _watch(self, worker: Worker) -> None:
        """Replace a worker that ends while nobody asks it anything."""
        await worker.ended()
        if worker in self._idle:
            self._replace(worker)

    def _release(self, worker: Worker) -> None:
        self._busy.discard(worker)
        if worker.alive and worker.generation == self._serving and not worker.aside:
            self._idle.append(worker)
            self.warming.rest()
        else:
            self._replace(worker)

    def _spare(self, *, warm: bool) -> Worker | None:
        """An idle worker that is ``warm`` or not, the furthest, taken out; None if somebody is answered now."""
        those = [worker for worker in self._idle if worker.alive and worker.warm is warm]
        if not those or self._busy or self._closed or self._renewing:
            return None
        worker = max(those, key=lambda one: one.warmed)
        self._idle.remove(worker)
        self._busy.add(worker)
        return worker

    def _return(self, worker: Worker, *, alive: bool) -> None:
        """Take it back."""
        (self._release if alive else self._replace)(worker)
        self._dispatch()

    def _replace(self, worker: Worker) -> None:
        self._busy.discard(worker)
        if worker in self._idle:
            self._idle.remove(worker)
        self._do(self._refill(worker))

    async def _refill(self, worker: Worker) -> None:
        """End a worker and fill its place, however long that takes."""
        await worker.kill()
        if len(self._idle) + len(self._busy) + self._starting >= self.limits.workers:
            return
        self._starting += 1
        try:
            for number, pause in enumerate(itertools.chain(_PAUSES, itertools.repeat(_PAUSES[-1]))):
                await self._rest(pause)
                welcomed = self._welcomed
                try:
                    fresh = await self._spawn()
                except KgError as error:
                    if welcomed == self._welcomed:  # else it was so, and is so no longer
                        self._say(str(error))
                    if number and not self._idle and not self._busy:
                        self._turns.dissolve(Refused(503, UNOPENED))
                else:
                    break
        finally:
            self._starting -= 1
        self._welcome(fresh)

    async def _rest(self, seconds: float) -> None:
        """Wait before a try, no longer than a breath if it is wanted meanwhile."""
        calls = self._calls
        await asyncio.sleep(min(seconds, _BREATH))
        left = seconds - _BREATH
        if left > 0 and self._calls == calls:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(left):
                    await self._wanted.wait()

    async def _spawn(self) -> Worker:
        """A worker of the current generation, or if that cannot be opened of the one that serves."""
        problem: KgError | None = None
        current = None
        try:
            current = self.source.current()
        except KgError as error:
            problem = error
        for generation in dict.fromkeys((current, self._serving)):
            if generation:
                try:
                    return await Worker.spawn(self.source, generation, self.limits)
                except KgError as error:
                    problem = problem or error
        assert problem
        raise problem

    def _wake(self) -> None:
        """Have those who rest before a try begin it."""
        self._calls += 1
        self._wanted.set()
        self._wanted.clear()

    def _say(self, problem: str) -> None:
        """Tell the server's owner, once; clients need not know its folders."""
        if problem != self._said:
            self._said = problem
            _log.warning("%s", problem)

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        if self._closed:
            work.close()
            return
        task = asyncio.get_running_loop().create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)
