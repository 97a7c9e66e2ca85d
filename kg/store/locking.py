"""Locking: one writer at a time; the next one says whom it waits for."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

FILE = "lock"
_TRY_SECONDS = 0.1
_SAY_SECONDS = 30.0
_held: dict[tuple[str, int], int | None] = {}
"""The folders that are held, each with the thread that holds it, and the process that held it before."""


@contextlib.contextmanager
def locked(directory: Path, say: Callable[[str], None]) -> Iterator[int | None]:
    """Hold the writer's lock, waiting for whoever has it; the system frees it when a process dies.

    Given is the number of the process that held it before, if any did. Who holds it may enter again: a step of
    several writings is one.
    """
    own = (os.path.realpath(directory), threading.get_ident())
    if own in _held:
        yield _held[own]
        return
    with (directory / FILE).open("a+b") as stream:
        waited = 0.0
        while not _try_lock(stream):
            if waited % _SAY_SECONDS < _TRY_SECONDS:
                say(
                    f"另一个 kg build（{_holder(directory)}）正在写 {directory}，等它写完再继续；"
                    "不想等就按 Ctrl-C (another build is writing there: waiting for it)"
                )
            time.sleep(_TRY_SECONDS)
            waited += _TRY_SECONDS
        if waited:
            say("轮到了，继续 (the other build has ended: going on)")
        before = _number(directory)
        stream.truncate(0)
        stream.write(f" {os.getpid()}\n".encode())  # the first byte is the one that is locked
        stream.flush()
        _held[own] = before
        try:
            yield before
        finally:
            del _held[own]


def _holder(directory: Path) -> str:
    """Who writes there, as far as is known."""
    number = _number(directory)
    return "进程未知" if number is None else f"进程 {number}"


def _number(directory: Path) -> int | None:
    """The number in the lock, of who holds it or held it last."""
    try:
        with (directory / FILE).open("rb") as stream:
            stream.seek(1)
            return int(stream.read(20))
    except (OSError, ValueError):
        return None


if sys.platform == "win32":
    import msvcrt

    def _try_lock(stream: IO[bytes]) -> bool:
        stream.seek(0)
        try:
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _try_lock(stream: IO[bytes]) -> bool:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
