"""Locking: one writer at a time; the system frees the lock when its process dies."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from kg.errors import StoreError

_LOCK_SECONDS = 60.0


@contextlib.contextmanager
def locked(directory: Path) -> Iterator[None]:
    """Hold the lock of the store in ``directory``.

    Raises:
        StoreError: another build holds it too long.
    """
    with (directory / "lock").open("a+b") as stream:
        deadline = time.monotonic() + _LOCK_SECONDS
        while not _try_lock(stream):
            if time.monotonic() > deadline:
                raise StoreError(
                    f"另一个 kg build 正在写 {directory} (another build holds the lock)"
                )
            time.sleep(0.1)
        yield


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
