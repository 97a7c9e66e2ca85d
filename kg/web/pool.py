"""The pool: worker processes, who gets the next one, and their end when a query takes too much.

A query is cancelled by killing its worker, which is the only way the engine leaves; another takes its
place (0.15 s, measured). Waiting clients take turns, and one client alone holds every worker for no
longer than a slice.

Quick queries do not wait behind slow ones: at most half of the workers go on with a query beyond its
first slice of time. One that reaches the end of its slice when they are taken is ended, and begins
again, with its whole time, when its turn among the slow ones comes.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import os
import sys
from collections import Counter, deque
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import KgError, StoreError
from kg.web.errors import Refused
from kg.web.limits import Limits
from kg.web.line import Line
from kg.web.sources import Source
from kg.web.worker import FRAME

_START_SECONDS = 60.0
_PAUSES = (0.0, 0.5, 2.0, 10.0)
"""Seconds before each try to replace a worker; the last one before all later tries."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a worker answered: media type and bytes."""

    media: str
    body: bytes


class _Worker:
    """One process and its pipes."""

    def __init__(self, process: asyncio.subprocess.Process, generation: str) -> None:
        self._process = process
        self.generation = generation

    @classmethod
    async def spawn(cls, source: Source, limits: Limits) -> _Worker:
        generation = source.current()
        graph = await asyncio.to_thread(source.graph, generation)
        settings = {
            "directory": str(source.directory),
            "generation": str(generation.path),
            "graph": str(graph),
            "memory": limits.memory,
            "rows": limits.rows,
            "answer": limits.answer,
        }
        package = str(Path(__file__).resolve().parents[2])
        paths = [package, *filter(None, [os.environ.get("PYTHONPATH")])]
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "kg.web.worker",
            json.dumps(settings),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(paths), "PYTHONUTF8": "1"},
        )
        worker = cls(process, generation.path.name)
        try:
            async with asyncio.timeout(_START_SECONDS):
                await worker._receive()
        except (asyncio.IncompleteReadError, TimeoutError, OSError):
            await worker.kill()
            raise
        return worker

    async def ask(self, message: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        assert self._process.stdin is not None
        text = json.dumps(message).encode()
        self._process.stdin.write(FRAME.pack(len(text), 0) + text)
        await self._process.stdin.drain()
        return await self._receive()

    async def _receive(self) -> tuple[dict[str, Any], bytes]:
        assert self._process.stdout is not None
        head, body = FRAME.unpack(await self._process.stdout.readexactly(FRAME.size))
        text = await self._process.stdout.readexactly(head)
        return json.loads(text), await self._process.stdout.readexactly(body)

    @property
    def alive(self) -> bool:
        return self._process.returncode is None

    async def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()


class Pool:
    """Runs queries on workers; see :class:`Limits` for what bounds them."""

    def __init__(self, source: Source, limits: Limits) -> None:
        """A pool over ``source``; ``start`` spawns its workers."""
        self.source = source
        self.limits = limits
        self._idle: deque[_Worker] = deque()
        self._busy: set[_Worker] = set()
        self._running: Counter[str] = Counter()
        self._quick: Line[_Worker] = Line()
        self._slow: Line[_Worker] = Line()
        self._long: Counter[str] = Counter()
        """Queries beyond their slice, by client."""
        self._spawning: set[asyncio.Task[None]] = set()
        self._closed = False

    async def start(self) -> None:
        """Spawn every worker.

        Raises:
            StoreError: a worker did not start.
        """
        workers = [_Worker.spawn(self.source, self.limits) for _ in range(self.limits.workers)]
        try:
            for worker in await asyncio.gather(*workers):
                self._idle.append(worker)
        except (OSError, EOFError, TimeoutError) as error:
            raise StoreError(f"查询进程启动不了 (a worker does not start): {error}") from error

    async def close(self) -> None:
        """End every worker; whoever waits is refused."""
        self._closed = True
        for task in self._spawning:
            task.cancel()
        self._quick.dissolve()
        self._slow.dissolve()
        await asyncio.gather(*(worker.kill() for worker in [*self._idle, *self._busy]))
        self.source.close()

    async def run(self, message: dict[str, Any], client: str) -> Reply:
        """The answer to one query of ``client``.

        Raises:
            Refused: with the status that fits: malformed, too slow, too large, too many in line.
        """
        if len(self._quick) + len(self._slow) >= self.limits.waiting:
            raise Refused(
                503,
                f"排队的查询已有 {self.limits.waiting} 个，请稍后再试 (too many queries in line)",
            )
        answer = await self._turn(message, client, self._quick)
        if answer is None:
            answer = await self._turn(message, client, self._slow)
        assert answer is not None
        head, body = answer
        if head["status"] != 200:
            raise Refused(head["status"], head["error"])
        return Reply(head["media"], body)

    async def _turn(
        self, message: dict[str, Any], client: str, line: Line[_Worker]
    ) -> tuple[dict[str, Any], bytes] | None:
        """What a worker answers when the turn has come; None if the query has to begin again as a slow one."""
        worker = await self._acquire(client, line)
        long = line is self._slow
        seconds = self.limits.seconds
        self._busy.add(worker)
        asked = asyncio.ensure_future(worker.ask(message))
        try:
            if not long:
                await asyncio.wait({asked}, timeout=self.limits.slice)
                seconds -= self.limits.slice
                if not asked.done():
                    if self._long.total() >= self.limits.slow:
                        self._replace(worker)
                        return None
                    self._long[client] += 1
                    long = True
                    self._dispatch()  # the client's share is free again for its next in line
            async with asyncio.timeout(seconds):
                answer = await asked
        except TimeoutError:
            self._replace(worker)
            raise Refused(
                504,
                f"查询超过 {self.limits.seconds:g} 秒的上限，已终止 (the query ran out of time)",
            ) from None
        except (asyncio.IncompleteReadError, OSError):
            self._replace(worker)
            raise Refused(
                507,
                f"查询用尽了 {self.limits.memory >> 20} MiB 内存的上限或嵌套太深，已终止"
                " (the query ran out of memory or is nested too deeply)",
            ) from None
        except BaseException:  # the client went away: nobody wants the answer any more
            self._replace(worker)
            raise
        else:
            self._release(worker)
            return answer
        finally:
            asked.cancel()
            self._leave(client, long=long)
            self._dispatch()

    # -- who is next ----------------------------------------------------------------------

    async def _acquire(self, client: str, line: Line[_Worker]) -> _Worker:
        future = line.join(client)
        self._dispatch()
        try:
            return await future
        except asyncio.CancelledError:
            if future.done() and not future.cancelled():
                self._leave(client, long=line is self._slow)
                self._release(future.result())
                self._dispatch()
            raise

    def _dispatch(self) -> None:
        """Give idle workers to those in line."""
        self._renew()
        while self._idle:
            turn = None
            if self._long.total() < self.limits.slow:
                turn = self._slow.next(self._has_share)
            if turn:
                self._long[turn[0]] += 1
            else:
                turn = self._quick.next(self._has_share)
            if turn is None:
                return
            client, future = turn
            self._running[client] += 1
            future.set_result(self._idle.popleft())

    def _has_share(self, client: str) -> bool:
        """What slow queries leave of the workers, or one besides them; its own quick ones go on, too."""
        running = self._running[client] - self._long[client]
        return running < max(1, self.limits.workers - self.limits.slow)

    def _leave(self, client: str, *, long: bool) -> None:
        self._long[client] -= long
        self._running[client] -= 1
        if not self._running[client]:
            del self._running[client], self._long[client]

    def _renew(self) -> None:
        """Replace idle workers of an older generation: a build has swapped the store."""
        try:
            current = self.source.current().path.name
        except KgError:  # the store is gone: what is open goes on answering
            return
        for worker in [w for w in self._idle if w.generation != current]:
            self._idle.remove(worker)
            self._replace(worker)

    def _release(self, worker: _Worker) -> None:
        self._busy.discard(worker)
        if worker.alive:
            self._idle.append(worker)
        else:
            self._replace(worker)

    def _replace(self, worker: _Worker) -> None:
        self._busy.discard(worker)
        if self._closed:
            return
        task = asyncio.get_running_loop().create_task(self._respawn(worker))
        self._spawning.add(task)
        task.add_done_callback(self._spawning.discard)

    async def _respawn(self, worker: _Worker) -> None:
        await worker.kill()
        for pause in itertools.chain(_PAUSES, itertools.repeat(_PAUSES[-1])):
            await asyncio.sleep(pause)
            # The store may be gone, or memory short, for a while: the place stays to be filled.
            with contextlib.suppress(KgError, OSError, EOFError, TimeoutError):
                self._idle.append(await _Worker.spawn(self.source, self.limits))
                self._dispatch()
                return
