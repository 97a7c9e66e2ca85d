"""The server's side of a worker: starting it, asking it, noticing its end.

A worker sees the modules the server sees, and nothing of the directory the server happens to be
started in: Python would otherwise take an ``html.py`` lying there for its own.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import struct
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import StoreError, reason
from kg.store.generations import Generation
from kg.web.limits import Limits
from kg.web.sources import Source
from kg.web.worker import ASKED, FRAME

_START_SECONDS = 60.0
_END_SECONDS = 10.0
_LOOK = 0.02
"""Seconds between two looks at what a worker has spent: Linux counts in hundredths."""
_ASIDE = 10
"""What a worker is nicer that has stepped aside: a tenth of the processor beside one that has not."""
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
"""Small matrices take longer by the clock of all on several threads, and there are several workers."""
_PIECE = 1 << 20
"""Bytes of an answer that are taken over at once."""
_TAIL = 4096
"""Bytes kept of what a worker writes to stderr: the last line says why it does not start."""
_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1])['path'];"
    " from kg.web.worker import main; main()"
)


class Lost(Exception):
    """A worker had ended before it got the query; another one may answer it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a worker said, and the generation it has open."""

    head: dict[str, Any]
    """The status, and an error or the media type and encoding ("" or gzip) of the body."""
    body: bytes | bytearray
    generation: str


class Worker:
    """One process and its pipes."""

    aside = False
    """Whether it has stepped aside, for good."""

    def __init__(self, process: asyncio.subprocess.Process, generation: Generation) -> None:
        """Take the process over; ``spawn`` starts one."""
        self.generation = generation
        self.warmed = 0
        """Steps done of getting ready; see kg/web/site/warming.py."""
        self.warm = False
        """Whether it is ready for every kind of page."""
        self._process = process
        self._spent = 0.0
        self._said = bytearray()
        self._listening = asyncio.create_task(self._listen())

    @classmethod
    async def spawn(cls, source: Source, generation: Generation, limits: Limits) -> Worker:
        """Start a worker over ``generation``.

        Raises:
            StoreError: it does not start, and why.
            KgError: what the source cannot prepare for it.
        """
        try:
            graph = await asyncio.to_thread(source.graph, generation)
        except (OSError, RuntimeError) as error:
            raise _not_started(str(error)) from error
        settings = {
            "path": _import_path(),
            "directory": str(source.directory),
            "generation": str(generation.path),
            "graph": str(graph),
            "memory": limits.memory,
            "rows": limits.rows,
            "answer": limits.answer,
        }
        try:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-P",
                "-c",
                _START,
                json.dumps(settings),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                # Reading must not pause: after a client has left in the middle of an answer nobody
                # would resume it, and the end of the process would never be seen.
                limit=max(1 << 16, limits.answer),
                env=_ONE_THREAD | os.environ | {"PYTHONUTF8": "1"},
            )
        except OSError as error:
            raise _not_started(reason(error)) from error
        worker = cls(process, generation)
        try:
            await worker._started()
        except BaseException:
            await worker.kill()
            raise
        return worker

    async def _started(self) -> None:
        try:
            async with asyncio.timeout(_START_SECONDS):
                head, _ = await self._receive()
        except TimeoutError as error:
            raise _not_started(f"{_START_SECONDS:g} s") from error
        except (EOFError, OSError, ValueError, struct.error) as error:
            await self._process.wait()
            await self._listening
            lines = bytes(self._said).decode("utf-8", "replace").split("\n")
            said = [line.strip() for line in lines if line.strip()]
            code = self._process.returncode
            raise _not_started(said[-1] if said else f"exit code {code}") from error
        if "error" in head:
            raise _not_started(head["error"])

    async def ask(self, message: dict[str, Any]) -> Answer:
        """The answer to a message.

        Raises:
            Lost: the worker had ended before it got the message.
            EOFError, OSError: it ended over it.
        """
        assert self._process.stdin is not None
        text = json.dumps(message, ensure_ascii=False).encode("utf-8", "surrogatepass")
        try:
            self._process.stdin.write(FRAME.pack(len(text), 0) + text)
            await self._process.stdin.drain()
        except (EOFError, OSError) as error:
            raise Lost from error
        return Answer(*await self._receive(len(ASKED)), self.generation.path.name)

    async def _receive(self, before: int = 0) -> tuple[dict[str, Any], bytes | bytearray]:
        """The next message; so many bytes come ``before`` it, together with its frame most often.

        Raises:
            Lost: the process ended before those had come.
            EOFError, OSError: it ended before the message had come.
        """
        stream = self._process.stdout
        assert stream is not None
        try:
            frame = await stream.readexactly(before + FRAME.size)
        except asyncio.IncompleteReadError as error:
            if len(error.partial) < before:
                raise Lost from error
            raise
        except OSError as error:
            raise (Lost if before else error) from error
        head, body = FRAME.unpack_from(frame, before)
        text = await stream.readexactly(head)
        if body <= _PIECE:
            return dict(json.loads(text)), await stream.readexactly(body)
        whole = bytearray()
        while len(whole) < body:  # in pieces, else a long answer would hold everybody up
            whole += await stream.readexactly(min(_PIECE, body - len(whole)))
            await asyncio.sleep(0)
        return dict(json.loads(text)), whole

    async def _listen(self) -> None:
        """Keep the end of what the worker writes to stderr."""
        assert self._process.stderr is not None
        with contextlib.suppress(OSError):
            while said := await self._process.stderr.read(_TAIL):
                self._said = (self._said + said)[-_TAIL:]

    @property
    def spent(self) -> float:
        """Seconds of a processor it has used, where the system tells (Linux), else the clock's.

        On a machine that has much else to do a light query takes long, but no more than its own work.
        """
        if sys.platform != "linux":
            return time.monotonic()
        with contextlib.suppress(OSError, ValueError, IndexError):  # it has ended
            fields = (
                Path(f"/proc/{self._process.pid}/stat").read_bytes().rpartition(b")")[2].split()
            )
            self._spent = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        return self._spent

    @property
    def alive(self) -> bool:
        """Whether the process can be asked."""
        assert self._process.stdout is not None
        return self._process.returncode is None and not self._process.stdout.at_eof()

    def step_aside(self) -> None:
        """Leave the processor to others, where the system lets us (POSIX); never taken back."""
        if not self.aside and hasattr(os, "setpriority"):
            with contextlib.suppress(OSError):  # it has ended
                ours = os.getpriority(os.PRIO_PROCESS, 0)
                os.setpriority(os.PRIO_PROCESS, self._process.pid, ours + _ASIDE)
                self.aside = True

    async def ended(self) -> None:
        """Return when the process has ended."""
        await self._process.wait()

    async def kill(self) -> None:
        """End the process, whatever it does."""
        # One that has ended by itself is left to the loop, which else misses its exit code and says so.
        if self.alive:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
        with contextlib.suppress(TimeoutError):  # its place must not wait for ever
            async with asyncio.timeout(_END_SECONDS):
                await self._process.wait()
                await self._listening


def _not_started(cause: str) -> StoreError:
    return StoreError(f"查询进程启动不了 (a worker does not start): {cause}")


def _import_path() -> list[str]:
    """Where a worker finds modules: where this process does, but for the current directory.

    That one stays if it is where this package is: a checkout in which somebody works.
    """
    package = Path(__file__).resolve().parents[2]
    here = None
    with contextlib.suppress(OSError):  # it has been removed
        here = Path.cwd()
    found = [Path(entry).absolute() for entry in sys.path if entry]
    kept = [path for path in found if path == package or path != here]
    return [str(path) for path in dict.fromkeys([*kept, package])]


async def within(asked: asyncio.Future[Answer], worker: Worker, until: float) -> bool:
    """Whether the answer comes before its ``worker`` has spent so much (see :attr:`Worker.spent`)."""
    while not asked.done() and (left := until - worker.spent) > 0:
        await asyncio.wait({asked}, timeout=max(left, _LOOK))
    return asked.done()


async def finished(asked: asyncio.Future[Answer], worker: Worker, until: float) -> Answer:
    """The answer.

    Raises:
        TimeoutError: its ``worker`` has spent so much before it.
    """
    if not await within(asked, worker, until):
        raise TimeoutError
    return asked.result()


def forget(asked: asyncio.Future[Answer]) -> None:
    """Drop an answer that nobody waits for, whatever became of it."""
    asked.cancel()
    asked.add_done_callback(lambda done: done.cancelled() or done.exception())
