"""Another process that holds something until it is told to go on."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

WAITS = "print('in', flush=True); sys.stdin.read()"
"""What its code does when it holds it."""


@contextmanager
def waiting(code: str, *arguments: Path) -> Iterator[tuple[int, list[str], Callable[[str], None]]]:
    """A process of this ``code``, once it holds what it is to hold.

    Given are its number, what is said of it here, and how it is said: with the first word it goes on.
    """
    said: list[str] = []
    with subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8",
    ) as first:  # fmt: skip
        assert first.stdin
        assert first.stdout
        assert first.stdout.readline() == "in\n"

        def say(message: str) -> None:
            said.append(message)
            if first.stdin and not first.stdin.closed:
                first.stdin.close()

        yield first.pid, said, say
