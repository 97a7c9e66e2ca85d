"""Patience: a command that takes longer than it may is ended, with one message.

The engine cannot be told to stop, and Python's own handlers wait until it returns, so the process ends
itself. A thread sees to it, which the engine leaves room while it evaluates (it gives the interpreter free,
measured). It does not while it reads a query, which the gate bounds (kg/store/rereading.py); should there be
something in that which nobody knows of, the system's clock ends the process a little later.
"""

from __future__ import annotations

import contextlib
import faulthandler
import os
import sys
import threading
from collections.abc import Callable, Iterator

from kg.commands.telling.english import told

_LATER = 10.0
"""Seconds after which the process ends even if the interpreter stands still."""


@contextlib.contextmanager
def patient(seconds: float, message: str) -> Iterator[Callable[[], None]]:
    """End the process with ``message`` and status 1 if the block takes longer; 0: it may take any time.

    What the block is given says that the rest, writing the answer, may take as long as it likes: somebody
    may read it page by page.
    """
    over = threading.Event()
    if not seconds:
        yield over.set
        return

    def end() -> None:
        over.set()
        faulthandler.cancel_dump_traceback_later()

    def watch() -> None:
        if not over.wait(seconds):
            with contextlib.suppress(OSError, ValueError):  # nobody listens
                sys.stderr.write(f"{told(f'错误：{message}')}\n")
                sys.stderr.flush()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
    if sys.__stderr__ is not None:
        with contextlib.suppress(OSError, RuntimeError, ValueError):  # no stderr of the system's
            faulthandler.dump_traceback_later(seconds + _LATER, exit=True, file=sys.__stderr__)
    try:
        yield end
    finally:
        end()
